import type { Vocabulary } from '../catalogue.ts';
import { answers } from './answers.ts';
import { channels } from './channels.ts';
import { fields } from './fields.ts';
import { forOperators } from './for-operators.ts';

export const vocabulary: Vocabulary = {
  fields,
  channels,
  letters: { recommendation: 'Surat Rekomendasi', change: 'Surat Permohonan Perubahan Data' },
  reasons: {
    'letter-unreadable': {
      why: 'Tulisan pada surat tidak terbaca.',
      todo: 'Pindai ulang surat dengan jelas dan tidak miring, lalu kirim lagi sebagai PDF.',
      anew: 'Siapkan pindaian surat yang jelas dan tidak miring.',
    },
    'letter-unsigned': {
      why: 'Surat belum ditandatangani.',
      todo: 'Mintakan tanda tangan pimpinan, lalu kirim lagi suratnya sebagai PDF.',
      anew: 'Mintakan tanda tangan pimpinan pada surat Anda.',
    },
    'letter-wrong-person': {
      why: 'Surat tersebut dibuat untuk orang lain.',
      todo: 'Kirim surat yang memuat nama dan NIP Anda sendiri.',
      anew: 'Siapkan surat yang memuat nama dan NIP Anda sendiri.',
    },
    'letter-wrong-data': {
      why: 'Data dalam surat berbeda dari data Anda yang tercatat.',
      todo: 'Gunakan surat yang kami siapkan, karena isinya sudah sesuai dengan data terbaru. Mintakan tanda tangan pimpinan, lalu kirim surat itu sebagai PDF.',
      anew: 'Dalam permohonan yang baru, gunakan surat yang kami siapkan, karena isinya sesuai dengan data terbaru.',
    },
    'letter-incomplete': {
      why: 'Surat belum lengkap.',
      todo: 'Pastikan nomor surat, tanggal, serta nama dan tanda tangan pimpinan sudah terisi, lalu kirim lagi.',
      anew: 'Pastikan nomor surat, tanggal, serta nama dan tanda tangan pimpinan sudah terisi.',
    },
    'letter-not-a-recommendation': {
      why: 'Berkas tersebut bukan Surat Rekomendasi.',
      todo: 'Kirim Surat Rekomendasi dari pimpinan instansi Anda sebagai PDF.',
      anew: 'Siapkan Surat Rekomendasi dari pimpinan instansi Anda.',
    },
    'change-not-proven': {
      why: 'Perubahan data belum didukung oleh surat yang dikirim.',
      todo: 'Kirim Surat Permohonan Perubahan Data yang memuat setiap data yang berubah.',
      anew: 'Siapkan Surat Permohonan Perubahan Data yang memuat setiap data yang berubah.',
    },
    'change-letter-incomplete': {
      why: 'Surat Permohonan Perubahan Data belum lengkap.',
      todo: 'Pastikan nomor surat, tanggal, dan alasan perubahan sudah terisi, serta ada tanda tangan Anda dan pimpinan, lalu kirim lagi.',
      anew: 'Pastikan nomor surat, tanggal, dan alasan perubahan sudah terisi, serta ada tanda tangan Anda dan pimpinan.',
    },
    'data-incomplete': {
      why: 'Data Anda belum lengkap.',
      todo: 'Periksa kembali data Anda, lalu tuliskan data yang masih kosong atau belum benar.',
      anew: 'Siapkan data yang masih kosong.',
    },
    'key-unsuitable': {
      why: 'Pasangan kunci yang baru tidak dapat digunakan.',
      todo: 'Buat pasangan kunci sekali lagi melalui halaman pribadi Anda.',
      anew: 'Dalam permohonan yang baru, buat pasangan kunci sekali lagi melalui halaman pribadi Anda.',
    },
    'not-employed': {
      why: 'Menurut catatan kepegawaian, Anda tidak lagi bertugas di instansi tersebut.',
      todo: 'Bila catatan itu keliru, tulis OPERATOR, lalu kirim surat keputusan (SK) Anda yang terbaru sebagai PDF.',
    },
    'not-entitled': {
      why: 'Jabatan yang tercatat tidak memerlukan sertifikat elektronik.',
      todo: 'Bila menurut Anda hal ini keliru, mintalah pimpinan Anda menghubungi operator.',
    },
    duplicate: {
      why: 'Sertifikat ini sudah diperbarui melalui permohonan lain.',
      todo: 'Gunakan sertifikat dari permohonan tersebut. Bila belum menerimanya, tulis OPERATOR.',
    },
    other: { why: 'Penjelasannya ada di bawah ini.', todo: 'Tulis OPERATOR untuk mendapatkan penjelasan.' },
  },
  letterRefusals: {
    'not-a-pdf':
      'Isi berkas itu bukan PDF, walaupun namanya mungkin demikian. Simpan atau pindai suratnya sebagai PDF, lalu kirim lagi.',
    'too-large':
      'Berkasnya terlalu besar. Pindai ulang dengan resolusi lebih rendah (150 dpi sudah cukup), lalu kirim lagi.',
    'too-many-pages': 'Halamannya terlalu banyak. Kirim halaman suratnya saja, tanpa lampiran lain.',
    encrypted:
      'Berkas PDF terkunci kata sandi, sehingga tidak dapat kami buka. Simpan ulang tanpa kata sandi, lalu kirim lagi. Mohon jangan mengirimkan kata sandinya.',
    'active-content':
      'Di dalam PDF terdapat program kecil atau berkas lain, yang demi keamanan tidak kami buka. Pindai suratnya atau simpan ulang sebagai PDF biasa, lalu kirim lagi.',
    unreadable:
      'Berkas PDF rusak atau tidak utuh. Buka dahulu di perangkat Anda untuk memeriksanya, simpan ulang, lalu kirim lagi.',
    'sent-back':
      'Isinya sama persis dengan berkas yang dikembalikan operator, jadi belum ada yang diperbaiki. Bila berkas yang terkirim keliru, kirim surat yang sudah diperbaiki. Bila menurut Anda surat itu sudah benar, kirim sekali lagi, dan operator memeriksanya kembali.',
    empty:
      'Berkas itu kosong: tidak ada isi di dalamnya, biasanya karena belum selesai disimpan atau diunduh. Buka dahulu di perangkat Anda untuk memeriksanya, simpan ulang, lalu kirim lagi.',
  },
  requestRefusals: {
    'not-a-request':
      'Isi berkas bukan permintaan sertifikat, atau berkasnya rusak di perjalanan. Kirimkan berkas permintaannya (biasanya bernama .csr atau .pem) tanpa mengubah isinya.',
    'too-large':
      'Berkas terlalu besar untuk sebuah permintaan sertifikat, yang isinya hanya beberapa baris. Kirimkan berkas permintaannya saja (biasanya bernama .csr atau .pem).',
    'trailing-bytes':
      'Berkas memuat tambahan di luar permintaan sertifikat, sehingga maksudnya tidak dapat kami pastikan. Kirimkan berkas permintaan seperti saat dibuat, tanpa menambahkan apa pun.',
    algorithm:
      'Permintaan ditandatangani dengan cara lama yang tidak lagi aman, atau dengan cara yang tidak cocok dengan kuncinya. Buat ulang permintaannya dengan metode SHA-256.',
    'bad-signature':
      'Permintaan tidak membuktikan bahwa Anda memegang kuncinya: tanda tangan di dalamnya tidak cocok. Mungkin isi berkas berubah di perjalanan, atau kuncinya bukan pasangannya. Buat ulang permintaannya.',
    'key-type':
      'Kunci jenis ini tidak digunakan untuk sertifikat elektronik. Kunci baru harus berjenis RSA atau EC (P-256 atau P-384).',
    'key-encoding':
      'Jenis kuncinya sudah benar, tetapi program pembuatnya menuliskan kunci itu dengan cara yang tidak lazim sehingga dapat salah dibaca program lain. Buat ulang permintaannya dengan program lain.',
    'key-size':
      'Panjang kuncinya tidak memenuhi syarat keamanan. Kunci baru harus berupa RSA 2048, 3072, atau 4096 bit.',
    'key-exponent':
      'Kunci dibuat dengan pengaturan yang tidak lazim, sehingga tanda tangannya lebih mudah dipalsukan. Kunci baru dengan pengaturan umum (eksponen 65537) dapat digunakan.',
    'key-small-factor':
      'Kuncinya lemah: perhitungannya keliru, sehingga bagian rahasianya dapat ditemukan orang lain. Program atau perangkat pembuatnya bermasalah. Buat kunci baru dengan program atau perangkat lain, dan mohon jangan gunakan kunci ini di tempat lain.',
    'key-close-primes':
      'Kuncinya lemah: kedua bilangan rahasia di dalamnya terlalu berdekatan, sehingga dapat ditemukan orang lain dalam hitungan detik. Program atau perangkat pembuatnya bermasalah. Buat kunci baru dengan program atau perangkat lain, dan mohon jangan gunakan kunci ini di tempat lain.',
    'key-roca':
      'Kuncinya lemah: kunci ini berasal dari chip atau kartu yang diketahui cacat (ROCA), sehingga bagian rahasianya dapat ditemukan orang lain. Buat kunci baru tanpa chip atau kartu itu, dan mohon jangan gunakan kunci ini di tempat lain.',
    'key-point':
      'Kuncinya keliru: tidak ada bagian rahasia yang menjadi pasangannya, sehingga tidak ada tanda tangan yang akan sah. Buat kunci baru.',
    'key-blocked':
      'Kunci ini tercatat dalam daftar kunci yang bagian rahasianya sudah diketahui orang lain, sehingga siapa pun dapat menandatangani atas nama Anda. Buat kunci baru, dan mohon jangan gunakan kunci ini di tempat lain.',
    'key-seen':
      'Kunci ini sudah pernah digunakan dalam sertifikat atau permintaan lain, sedangkan pembaruan mengharuskan kunci yang benar-benar baru. Buat kunci baru.',
  },
  refusals: {
    over: 'Permohonan ini sudah berakhir, jadi tidak ada yang berubah. Tulis PERBARUI bila ingin memulai yang baru.',
    'not-signed-in':
      'Sebelum itu, kami perlu memastikan identitas Anda. Silakan tulis NIP (18 angka) atau alamat email yang terdaftar.',
    'not-now':
      'Hal itu belum dapat dilakukan pada tahap ini, jadi tidak ada yang berubah. Tulis STATUS untuk melihat langkah yang sedang berjalan.',
    outdated:
      'Sementara itu, permohonannya sudah berubah, sehingga jawaban tadi tidak kami gunakan. Silakan periksa keadaan yang terbaru.',
    'same-operator':
      'Keputusan ini harus diambil oleh operator lain, karena tidak seorang pun boleh memutuskan dua kali atau menyetujui masukannya sendiri.',
    already: 'Hal itu sudah tercatat, jadi tidak perlu diulang.',
    issuing:
      'Sertifikat sedang diterbitkan, sehingga permohonan tidak dapat diubah atau dibatalkan lagi. Tulis OPERATOR bila ada yang keliru.',
  },
  outcomes: {
    completed: 'selesai',
    withdrawn: 'dibatalkan oleh pemohon',
    rejected: 'ditolak',
    lapsed: 'ditutup karena tidak ada kabar',
    'not-applicant': 'ditutup karena penerimanya bukan pemohon',
  },
  bases: { expiring: 'akan berakhir', expired: 'sudah berakhir', revoked: 'sudah dicabut' },
  whats: {
    'sign-in': 'login (memastikan identitas)',
    'data-check': 'pemeriksaan data',
    'change-values': 'isi data yang berubah',
    'change-letter': 'Surat Permohonan Perubahan Data',
    letter: 'Surat Rekomendasi',
    'kept-letter': 'jawaban tentang berkas yang tersimpan',
    key: 'pembuatan pasangan kunci baru',
    collect: 'pengambilan dan pemasangan sertifikat',
    passphrase: 'penetapan passphrase melalui tautan dari BSrE',
    'change-review': 'pemeriksaan perubahan data',
    'change-record': 'pencatatan perubahan data di AMS',
    review: 'pemeriksaan permohonan',
    packet: 'pengajuan sertifikat di AMS',
    'resend-link': 'pengiriman ulang tautan passphrase dari AMS',
    'ca-check': 'pemeriksaan keadaan permohonan di AMS',
    'certificate-record': 'pencatatan sertifikat yang terbit di AMS',
    'key-replacement': 'keputusan tentang penggantian kunci',
    reading: 'pembacaan surat',
    issuance: 'penerbitan sertifikat',
  },
  acts: {
    'sign-in': 'pastikan identitas Anda',
    'data-check': 'periksa apakah data Anda masih benar',
    'change-values': 'tuliskan data yang berubah',
    'change-letter': 'kirim Surat Permohonan Perubahan Data',
    letter: 'kirim Surat Rekomendasi',
    'kept-letter': 'jawab pertanyaan tentang berkas yang kami simpan',
    key: 'buat pasangan kunci baru di halaman pribadi Anda',
    collect: 'ambil dan pasang sertifikat baru',
    passphrase: 'tetapkan passphrase melalui email dari BSrE',
    'change-review': 'memeriksa perubahan data Anda',
    'change-record': 'mencatat perubahan data Anda',
    review: 'memeriksa permohonan Anda',
    packet: 'mengajukan sertifikat Anda kepada BSrE',
    'resend-link': 'meminta BSrE mengirim ulang tautan passphrase',
    'ca-check': 'menanyakan permohonan Anda kepada BSrE',
    'certificate-record': 'mencatat sertifikat Anda yang terbit',
    'key-replacement': 'memutuskan penggantian kunci Anda',
    reading: 'membuka surat Anda',
    issuance: 'menerbitkan sertifikat Anda',
  },
  whoseTurn: {
    applicant: 'giliran Anda',
    operator: 'giliran operator',
    issuer: 'giliran penerbit sertifikat',
    system: 'giliran sistem kami',
  },
  activities: {
    1: 'Notifikasi masa berlaku',
    2: 'Login',
    3: 'Pemeriksaan data',
    4: 'Perubahan data',
    5: 'Surat Rekomendasi dan permohonan',
    6: 'Penerbitan sertifikat',
  },
  stepStates: {
    done: 'selesai',
    now: 'sekarang',
    perhaps: 'bila ada yang berubah',
    next: 'berikutnya',
    later: 'setelah itu',
    'not-needed': 'tidak diperlukan',
    left: 'tidak dilanjutkan',
  },
  forOperators,
  answers,
};
