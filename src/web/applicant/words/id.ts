import { troubles } from './troubles-id.ts';
import type { Words } from './words.ts';

const NEVER = 'Kami tidak pernah meminta kata sandi atau passphrase Anda, lewat pesan maupun telepon.';

export const id: Words = {
  language: 'Bahasa Indonesia',
  other: 'English',
  skip: 'Langsung ke isi halaman',
  service: 'Pembaruan sertifikat elektronik',
  help: {
    title: 'Perlu bantuan?',
    call: (phone, hours) =>
      `Telepon ${phone}, pada jam layanan (${hours}). Anda juga dapat menulis OPERATOR di percakapan Anda.`,
    open: (closes) => `Kantor buka sampai ${closes}.`,
    closed: (opens) => `Kantor sedang tutup dan buka lagi pada ${opens}.`,
    real: 'Pengumuman layanan ini',
    never: NEVER,
  },
  link: {
    title: 'Halaman pribadi Anda',
    lead: (agency) => `Tautan ini dibuat oleh ${agency} untuk satu orang, guna memperbarui sertifikat elektroniknya.`,
    does: 'Tombol di bawah membuka halaman permohonan Anda di peramban (browser) ini selama 12 jam. Di sana Anda melihat sampai di mana permohonan berjalan, mengunggah surat, membuat kunci, dan mengambil sertifikat.',
    forYou: 'Bila tautan ini bukan untuk Anda, tutup saja halaman ini. Membuka tautan belum mengubah apa pun.',
    button: 'Buka halaman saya',
    another: 'Kirim tautan yang baru',
    anotherTo:
      'Tautan baru tidak ditampilkan di sini. Kami mengirimnya ke percakapan (chat) Anda dengan kami bila sudah terhubung, atau ke alamat email Anda yang tercatat.',
    sentTitle: 'Tautan baru sudah kami kirim',
    sent: 'Buka percakapan (chat) Anda dengan kami atau kotak masuk email Anda yang tercatat, lalu tekan tautan yang paling baru. Bila dalam beberapa menit belum ada, silakan telepon kami.',
  },
  confirm: {
    title: 'Konfirmasi permintaan',
    lead: (agency) =>
      `${agency} menerima email dengan sebuah permintaan tentang pembaruan sertifikat elektronik. Kami perlu memastikan bahwa email itu benar dari Anda.`,
    does: 'Tombol di bawah menyatakan bahwa email itu dari Anda, dan permintaannya langsung kami proses. Jawabannya kami kirim sebagai balasan email.',
    notYou: 'Bila Anda tidak mengirim permintaan apa pun, tutup saja halaman ini; tidak ada yang berubah.',
    button: 'Ya, permintaan itu dari saya',
    doneTitle: 'Terima kasih, permintaan Anda sudah dikonfirmasi',
    done: 'Permintaan dalam email Anda sekarang diproses. Jawabannya kami kirim ke kotak masuk Anda. Halaman ini boleh ditutup.',
  },
  bad: troubles,
  back: 'Kembali ke halaman saya',
  greeting: (name) => `Selamat datang, Bapak/Ibu ${name}`,
  number: (number) => `Permohonan ${number}`,
  expires: {
    expiring: (date) => `Sertifikat Anda yang sekarang berlaku sampai ${date}.`,
    expired: (date) => `Sertifikat Anda yang lama sudah berakhir pada ${date}.`,
    revoked: () => 'Sertifikat Anda yang lama sudah dicabut.',
  },
  renewed: (date) => `Sertifikat Anda yang baru berlaku sampai ${date}.`,
  turn: {
    applicant: 'Sekarang giliran Anda',
    operator: 'Sekarang giliran operator',
    issuer: 'Sekarang giliran penerbit sertifikat',
    system: 'Sedang kami kerjakan',
  },
  steps: {
    standard: (minutes) => `waktu baku ${minutes} menit`,
    whole: (minutes) => `Waktu baku seluruhnya ${minutes} menit menurut prosedur (SOP).`,
    title: 'Sampai mana permohonan Anda',
  },
  data: {
    title: 'Data Anda',
    asOf: (date) => `Tercatat per ${date}. NIK dan NIP disamarkan.`,
    wrong: 'Ada yang keliru? Tulis perubahannya di percakapan Anda, misalnya: jabatan: Kepala Seksi.',
    empty: 'belum ada',
  },
  returned: 'Operator meminta perbaikan',
  rejectedNext: 'Bila hal itu sudah dipenuhi, tulis PERBARUI di percakapan Anda untuk mengajukan permohonan baru.',
  todo: 'Yang perlu Anda lakukan:',
  letterRefused: 'Surat terakhir belum dapat diterima',
  tasks: {
    'sign-in': { title: 'Memastikan identitas', text: ['Buka kembali tautan pribadi Anda untuk masuk.'] },
    'data-check': {
      title: 'Pastikan data Anda masih benar',
      text: [
        'Periksa data di bagian bawah halaman ini.',
        'Bila benar, balas pesan terakhir kami dengan SESUAI. Bila ada yang berubah, tuliskan perubahannya.',
      ],
    },
    'change-values': {
      title: 'Lengkapi perubahan data',
      text: [
        'Tuliskan data yang berubah di percakapan Anda, misalnya: jabatan: Kepala Seksi. Bila sudah semua, tulis ITU SAJA.',
      ],
    },
    'change-letter': {
      title: 'Kirim Surat Permohonan Perubahan Data',
      text: [
        'Unduh surat yang sudah berisi data Anda, lengkapi bagian yang bertitik-titik, lalu tanda tangani.',
        'Setelah itu, mintakan juga tanda tangan pimpinan, lalu unggah suratnya sebagai PDF.',
      ],
    },
    letter: {
      title: 'Kirim Surat Rekomendasi',
      text: [
        'Unduh surat yang sudah berisi data Anda, lengkapi bagian yang bertitik-titik, mintakan tanda tangan pimpinan, lalu unggah suratnya sebagai PDF.',
      ],
    },
    'kept-letter': {
      title: 'Kirim Surat Rekomendasi',
      text: [
        'Berkas yang Anda kirim sebelumnya masih kami simpan. Jawab pertanyaan kami di percakapan, atau unggah suratnya di sini.',
      ],
    },
    key: {
      title: 'Buat pasangan kunci baru',
      text: ['Kunci dibuat di perangkat ini. Kunci pribadinya tidak pernah dikirim kepada kami.'],
    },
    collect: {
      title: 'Sertifikat baru Anda sudah terbit',
      text: ['Sekarang satukan sertifikat dengan kunci Anda menjadi satu berkas .p12 untuk dipasang.'],
    },
    passphrase: {
      title: 'Tetapkan passphrase melalui email dari BSrE',
      text: [
        'Permohonan Anda sudah berada pada penerbit (BSrE). Buka tautan dalam email dari BSrE, lalu tetapkan passphrase (kata sandi sertifikat) di sana: paling sedikit 8 karakter, dengan huruf besar, huruf kecil, angka, dan simbol.',
        'Bila emailnya belum ada, periksa folder spam, lalu kabari kami di percakapan Anda. Jangan memberitahukan passphrase kepada siapa pun.',
      ],
    },
    'change-review': {
      title: 'Operator memeriksa perubahan data',
      text: ['Hasilnya kami kabarkan di percakapan Anda.'],
    },
    'change-record': {
      title: 'Perubahan data sedang dicatat',
      text: ['Operator mencatat perubahan Anda pada penerbit sertifikat. Setelah itu, kami memberi kabar.'],
    },
    review: {
      title: 'Operator memeriksa permohonan',
      text: ['Berkas Anda lengkap. Hasilnya kami kabarkan di percakapan Anda.'],
    },
    packet: {
      title: 'Permohonan diajukan kepada penerbit',
      text: [
        'Permohonan disetujui. Operator mengajukannya pada penerbit sertifikat (BSrE).',
        'Setelah itu, Anda menerima email dari BSrE untuk menetapkan passphrase (kata sandi sertifikat).',
      ],
    },
    'resend-link': {
      title: 'Tautan passphrase akan dikirim ulang',
      text: ['Operator meminta BSrE mengirim ulang tautannya. Kami memberi kabar setelah tautan itu dikirim.'],
    },
    'ca-check': {
      title: 'Operator memeriksa permohonan pada penerbit',
      text: ['Hasilnya kami kabarkan di percakapan Anda.'],
    },
    'certificate-record': {
      title: 'Operator memeriksa penerbitan sertifikat',
      text: ['Operator memeriksa apakah BSrE sudah menerbitkannya. Kami memberi kabar begitu sertifikat terbit.'],
    },
    'key-replacement': {
      title: 'Operator memutuskan penggantian kunci',
      text: [
        'Kami sudah mencatat bahwa kunci Anda hilang. Surat baru tidak diperlukan. Keputusannya kami kabarkan di percakapan Anda.',
        'Bila kuncinya ternyata ditemukan, tulis OPERATOR di percakapan Anda sebelum diputuskan.',
      ],
    },
    reading: {
      title: 'Surat Anda sedang dibuka',
      text: ['Biasanya selesai dalam satu menit. Halaman ini diperbarui sendiri.'],
    },
    issuance: {
      title: 'Sertifikat sedang diterbitkan',
      text: ['Permohonan disetujui. Biasanya selesai dalam beberapa menit. Halaman ini diperbarui sendiri.'],
    },
  },
  idle: 'Saat ini tidak ada yang perlu Anda lakukan.',
  waiting: (date, hours) => `Menunggu sejak ${date}. Operator bekerja ${hours}.`,
  yours: (date) => `Giliran Anda sejak ${date}.`,
  since: (date) => `Menunggu sejak ${date}.`,
  after: {
    'data-check': 'Langkah berikutnya: Anda memeriksa data Anda.',
    letter: 'Langkah berikutnya: Anda mengirim Surat Rekomendasi.',
    'change-letter': 'Langkah berikutnya: Anda mengirim Surat Permohonan Perubahan Data.',
    key: 'Langkah berikutnya: Anda membuat pasangan kunci baru.',
    review: 'Langkah berikutnya: operator memeriksa kiriman Anda.',
    passphrase: 'Langkah berikutnya: Anda menetapkan passphrase melalui email dari BSrE.',
    issuance: 'Langkah berikutnya: sertifikat diterbitkan.',
    collect: 'Langkah berikutnya: Anda mengambil sertifikat baru.',
    end: 'Dengan langkah ini, permohonan Anda selesai.',
  },
  outcomes: {
    completed: {
      title: 'Selesai',
      text: 'Sertifikat baru Anda sudah terbit, dan permohonan ini selesai. Dokumen yang sudah Anda tanda tangani sebelumnya tetap sah.',
    },
    withdrawn: {
      title: 'Permohonan dibatalkan',
      text: 'Anda membatalkan permohonan ini. Tulis PERBARUI di percakapan Anda bila ingin memulai lagi.',
    },
    rejected: { title: 'Permohonan ditolak', text: 'Mohon maaf, permohonan ini tidak dapat disetujui.' },
    lapsed: {
      title: 'Permohonan terhenti',
      text: 'Lama tidak ada kabar dari Anda. Tulis LANJUT di percakapan Anda untuk meneruskannya; yang sudah Anda kirim tetap tersimpan.',
    },
    'not-applicant': {
      title: 'Permohonan ditutup',
      text: 'Permohonan ini ditutup karena ditujukan kepada orang lain.',
    },
  },
  upload: {
    draft: {
      recommendation: 'Unduh surat yang sudah terisi (PDF)',
      change: 'Unduh Surat Permohonan Perubahan Data (PDF)',
    },
    choose: {
      recommendation: 'Surat Rekomendasi yang sudah ditandatangani',
      change: 'Surat Permohonan Perubahan Data yang sudah ditandatangani',
    },
    limits: (megabytes, pages) =>
      `PDF, paling besar ${megabytes} MB dan ${pages} halaman. Hasil pindai maupun tanda tangan elektronik diterima.`,
    send: 'Unggah surat',
    sending: 'Surat sedang diunggah',
    draftInChat: 'Surat yang sudah berisi data Anda sudah kami kirim di percakapan.',
    together: 'Surat Rekomendasi dapat dikirim sekaligus.',
    meanwhile: 'Sambil menunggu, Anda sudah dapat mengirim Surat Rekomendasi.',
  },
  notes: {
    letter: 'Surat sudah kami terima dan sedang dibuka.',
    collected: 'Terima kasih. Pengambilan sertifikat sudah dicatat.',
    'key-lost': 'Sudah kami catat. Operator akan memutuskan penggantian kunci.',
    'no-file': 'Belum ada berkas yang dipilih. Pilih berkas PDF suratnya, lalu tekan Unggah surat.',
    'private-key':
      'Berkas itu memuat kunci pribadi, dan tidak kami simpan. Kunci pribadi tidak boleh dikirim kepada siapa pun; mohon kunci itu tidak dipakai lagi, dan buat kunci yang baru. Bila kunci itu milik sertifikat yang masih berlaku, tulis CABUT SERTIFIKAT SAYA di percakapan Anda.',
    'not-a-pdf': 'Berkas itu bukan PDF. Simpan atau pindai suratnya sebagai PDF, lalu unggah lagi.',
    'sent-back':
      'Isinya sama persis dengan berkas yang dikembalikan operator. Bila berkas yang terpilih keliru, unggah surat yang sudah diperbaiki. Bila menurut Anda surat itu sudah benar, unggah sekali lagi, dan operator memeriksanya kembali.',
    encrypted:
      'PDF itu terkunci kata sandi, sehingga tidak dapat kami buka. Simpan ulang tanpa kata sandi, lalu unggah lagi. Mohon jangan mengirimkan kata sandinya.',
    photo:
      'Itu foto, sedangkan yang kami perlukan PDF. Di Android, buka Google Drive, tekan tanda tambah, lalu Pindai. Di iPhone, buka Catatan, lalu Pindai Dokumen. Simpan sebagai PDF, lalu unggah lagi.',
    'too-large':
      'Berkas itu terlalu besar. Pindai ulang dengan resolusi lebih rendah (150 dpi sudah cukup), lalu unggah lagi.',
    already: 'Berkas yang sama sudah kami terima. Tidak perlu dikirim lagi.',
    'not-now':
      'Sementara itu, keadaannya berubah, jadi langkah tadi tidak dijalankan. Lihat langkah yang sekarang di bawah ini.',
  },
  key: {
    needsScript:
      'Untuk membuat kunci, halaman ini memerlukan JavaScript. Aktifkan JavaScript atau gunakan peramban (browser) lain, misalnya Chrome, Edge, Firefox, atau Safari.',
    plan: [
      'Anda memilih kata sandi untuk kunci Anda.',
      'Perangkat ini membuat kunci; perlu beberapa detik.',
      'Anda menyimpan berkas cadangan.',
      'Permintaan sertifikat dikirim. Kunci pribadi tetap pada Anda.',
    ],
    where: 'Sebaiknya gunakan perangkat milik sendiri, yang nanti juga dipakai untuk mengambil sertifikat.',
    start: 'Mulai',
    elsewhereTitle: 'Kunci dibuat di tab lain',
    take: 'Lanjutkan di tab ini',
    unsentTitle: 'Ada kunci yang belum dikirim',
    unsent: 'Kunci yang Anda buat sebelumnya di peramban ini belum dikirim.',
    resume: 'Lanjutkan dengan kunci itu',
    again: 'Buat kunci yang lain',
    passphraseTitle: 'Langkah 1 dari 3: pilih kata sandi kunci',
    passphrase: 'Kata sandi kunci',
    repeat: 'Ulangi kata sandi',
    show: 'Tampilkan kata sandi',
    keep: 'Catat di tempat aman. Kata sandi ini tidak pernah meninggalkan halaman ini: kami tidak mengetahuinya dan tidak dapat memulihkannya.',
    strength: 'Kekuatan kata sandi',
    whose: 'Perangkat siapa ini?',
    own: 'Milik saya sendiri. Simpan juga salinan kunci yang terkunci di peramban ini.',
    shared: 'Dipakai bersama. Jangan simpan apa pun di peramban ini, hanya berkas cadangan.',
    make: 'Buat kunci',
    makingTitle: 'Kunci sedang dibuat',
    backupTitle: 'Langkah 2 dari 3: simpan berkas cadangan',
    backup:
      'Berkas ini memuat kunci Anda dalam keadaan terkunci. Bila peramban kehilangan datanya, hanya berkas ini yang dapat memulihkan kunci.',
    save: 'Simpan berkas cadangan',
    have: 'Berkas cadangan sudah tersimpan, dan saya tahu di mana letaknya.',
    sendTitle: 'Langkah 3 dari 3: kirim permintaan',
    sendWhat: 'Yang dikirim hanya kunci publik dan nama Anda.',
    send: 'Kirim permintaan sertifikat',
    sentTitle: 'Permintaan sudah diterima',
    sent: 'Simpan berkas cadangan dan kata sandinya sampai sertifikat baru terpasang. Kami memberi kabar begitu sertifikat terbit.',
    replaceTitle: 'Kunci atau berkas cadangan Anda hilang?',
    replace:
      'Selama sertifikat belum diterbitkan, Anda dapat membuat kunci yang baru. Kunci yang lama tidak dipakai lagi, dan operator memeriksa ulang permohonan.',
  },
  collect: {
    validity: (from, until) => `Berlaku ${from} sampai ${until}.`,
    old: 'Sertifikat lama tidak dicabut sebelum Anda menyatakan bahwa yang baru sudah terpasang.',
    needsScript: 'Untuk membuat berkas .p12, halaman ini memerlukan JavaScript.',
    keptTitle: 'Masukkan kata sandi kunci',
    kept: 'Kunci Anda tersimpan di peramban ini.',
    fileTitle: 'Pilih berkas cadangan',
    file: 'Kunci tidak tersimpan di peramban ini. Pilih berkas cadangan yang Anda simpan ketika membuat kunci.',
    fileName: (name) => `Nama berkasnya ${name}`,
    useFile: 'Gunakan berkas cadangan',
    passphrase: 'Kata sandi kunci',
    show: 'Tampilkan kata sandi',
    make: 'Buat berkas .p12',
    makingTitle: 'Berkas .p12 sedang dibuat',
    readyTitle: 'Berkas .p12 siap',
    ready: 'Berkas sudah kami coba di halaman ini dan terbuka dengan kata sandi kunci Anda.',
    save: 'Simpan berkas .p12',
    install: [
      'Buka berkas .p12 yang tersimpan, lalu masukkan kata sandi kunci Anda.',
      'Di Windows, ikuti “Certificate Import Wizard” (panduan impor sertifikat); di macOS, berkas masuk ke Akses Rantai Kunci (Keychain Access); di aplikasi tanda tangan, pilih “impor sertifikat”.',
      'Coba tanda tangani satu dokumen.',
    ],
    sharedFiles: 'Di komputer bersama, hapus berkas .p12 dan berkas cadangan dari folder unduhan setelah selesai.',
    oldSystems:
      'Bila komputer menolak kata sandi yang sudah benar, komputer itu terlalu lama untuk berkas ini. Gunakan Windows 10 versi 1709 atau sesudahnya, atau macOS yang masih menerima pembaruan.',
    installTitle: 'Memasang sertifikat',
    filesTitle: 'Berkas lain',
    files: {
      'certificate.pem': 'Sertifikat (PEM)',
      'certificate.cer': 'Sertifikat (DER)',
      'chain.pem': 'Sertifikat dan rantai penerbit (PEM)',
    },
    doneTick: 'Berkas itu terbuka, dan sertifikat baru sudah terpasang.',
    done: 'Sudah terpasang',
    doneWhat: 'Dengan langkah ini, permohonan Anda selesai.',
    oldRevoked: (hours) =>
      `Sertifikat lama akan dicabut ${hours === undefined ? 'oleh operator' : hours === 0 ? 'saat itu juga' : `${hours} jam kemudian`}.`,
    lostTitle: 'Kunci hilang atau kata sandinya terlupa',
    lost: 'Bila berkas cadangan dan kuncinya hilang, atau kata sandinya terlupa, sertifikat ini tidak dapat dipakai. Operator dapat menyetujui kunci baru tanpa surat baru.',
    lostTick: 'Saya sudah mencari berkas cadangan dan mencoba kata sandinya, dan tidak berhasil.',
    lostButton: 'Ya, kunci saya hilang',
    again: 'Perlu berkas .p12 sekali lagi?',
    forgetTitle: 'Kunci di peramban ini',
    forget: 'Hapus kunci dari peramban ini',
    forgetWhat:
      'Bila sertifikat sudah terpasang dan berkas cadangan tersimpan, kunci di peramban ini tidak diperlukan lagi.',
  },
  mini: {
    title: 'Permohonan Anda',
    opening: 'Permohonan Anda sedang dibuka …',
    needsScript:
      'Halaman ini memerlukan JavaScript. Tulis STATUS di percakapan untuk melihat sampai mana permohonan Anda.',
    signIn: 'Tutup halaman ini, lalu balas pesan terakhir kami di percakapan. Setelah itu, Anda sudah masuk.',
    inBrowser:
      'Langkah ini dikerjakan di peramban (Chrome, Edge, Firefox, atau Safari), karena Telegram tidak dapat menyimpan berkas kunci. Tekan tombol ini; tautan ke halaman pribadi Anda kami kirim ke percakapan ini.',
    sendLink: 'Kirim tautan ke percakapan',
    linkSent:
      'Tautan sudah kami kirim ke percakapan ini. Tutup halaman ini, lalu buka tautan itu di Chrome, Edge, Firefox, atau Safari.',
    close: 'Tutup halaman ini',
  },
  otherBrowser: {
    title: 'Buka di peramban lain',
    key: 'Peramban ini tidak dapat menyimpan berkas kunci, begitu pula peramban di dalam Telegram, WhatsApp, dan aplikasi serupa. Salin tautan ini, lalu buka di Chrome, Edge, Firefox, atau Safari.',
    other:
      'Status dan unggah surat dapat dipakai di sini. Untuk membuat kunci dan mengambil sertifikat, salin tautan ini, lalu buka di Chrome, Edge, Firefox, atau Safari.',
    copy: 'Salin tautan',
    lost: 'Kembali ke pesan kami, tekan lama tautannya, lalu pilih “Buka di peramban”.',
    address: 'Tautan pribadi Anda',
  },
};
