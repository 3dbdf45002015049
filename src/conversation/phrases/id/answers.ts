import { PRINTED_MINUTES, STANDARD_MINUTES } from '../../../renewal/procedure.ts';
import { FIELDS } from '../../../renewal/renewal.ts';
import { listed } from '../../format.ts';
import { type Context, lines, said, type Vocabulary } from '../catalogue.ts';
import { replying } from './channels.ts';
import { choices } from './choices.ts';
import { inSentence } from './fields.ts';

const otherChannel = (c: Context) =>
  c.channel === 'telegram'
    ? 'Untuk pindah ke email, balas saja email kami yang terakhir.'
    : `Untuk pindah ke Telegram, cari @${c.bot} di sana, tekan Mulai, lalu tulis NIP Anda.`;

/** What anybody may ask at any time. */
export const answers: Vocabulary['answers'] = {
  'how-long': (c) =>
    said([
      `Pengerjaannya sekitar ${STANDARD_MINUTES.unchanged} menit bila data tidak berubah, dan ${PRINTED_MINUTES.changed} sampai ${STANDARD_MINUTES.changed} menit bila ada perubahan data.`,
      `Yang biasanya lebih lama adalah menunggu tanda tangan pimpinan dan pemeriksaan oleh operator pada jam layanan (${c.officeHours}).`,
    ]),
  'which-documents': () =>
    said([
      'Anda memerlukan satu surat: Surat Rekomendasi dari pimpinan instansi Anda, dalam bentuk PDF.',
      'Bila ada data yang berubah, diperlukan juga Surat Permohonan Perubahan Data. Pada waktunya, kami mengirim surat yang sudah berisi data Anda, sehingga tinggal dilengkapi dan ditandatangani.',
    ]),
  'forgotten-passphrase': () =>
    said(
      [
        'Lupa passphrase (kata sandi sertifikat) tidak diselesaikan dengan pembaruan sertifikat. Passphrase tidak dapat dilihat oleh siapa pun, termasuk kami, sehingga ada penanganan tersendiri.',
        'Tulis OPERATOR, dan operator akan memandu Anda. Mohon jangan mengirimkan passphrase yang pernah Anda coba.',
      ],
      { choices: [choices.person] },
    ),
  cost: (c) =>
    said([
      `Pembaruan sertifikat elektronik tidak dipungut biaya. Bila ada yang meminta bayaran, jangan dipenuhi dan beri tahu kami melalui telepon ${c.agency.phone}.`,
    ]),
  'about-letter': (c) =>
    said([
      'Surat Rekomendasi adalah surat dari pimpinan instansi Anda. Isinya menyatakan bahwa Anda, dengan nama dan NIP Anda sendiri, pegawai di sana dan memerlukan sertifikat elektronik.',
      'Kami menyiapkan surat itu beserta kop dan data Anda. Pimpinan Anda melengkapi nomor, tanggal, nama, dan jabatannya, lalu menandatanganinya, secara elektronik atau di atas kertas. Bila beliau berhalangan, tulis OPERATOR untuk memastikan siapa yang dapat menandatangani.',
      `Kirim suratnya sebagai PDF ${replying(c)}. Surat di atas kertas dapat dipindai dengan aplikasi pemindai di ponsel; foto biasa dan berkas Word belum dapat kami proses. Meterai tidak kami minta.`,
    ]),
  'about-key': () =>
    said([
      'Pasangan kunci terdiri atas dua kunci digital. Kunci pribadi hanya ada pada Anda dan dipakai untuk menandatangani; kunci publik dipakai orang lain untuk memeriksa tanda tangan Anda.',
      'Pada setiap pembaruan, keduanya diganti dengan yang baru agar tetap aman. Pada waktunya, kami memberi petunjuk; Anda tidak perlu menyiapkan apa pun.',
      'Bila kunci itu Anda buat sendiri di halaman pribadi Anda, gunakan komputer atau ponsel yang Anda percayai. Bila perangkatnya kelak diganti atau rusak, berkas cadangan dan kata sandinya cukup untuk memakai kunci itu di perangkat lain.',
    ]),
  'about-installing': () =>
    said(
      [
        'Yang diminta adalah kata sandi yang Anda pilih sendiri: saat membuat kunci di halaman pribadi Anda, atau melalui tautan dari BSrE. Kami tidak mengetahuinya; mohon jangan menuliskannya di sini.',
        'Bila berkas .p12 tidak dapat dibuka, buat sekali lagi di halaman pribadi Anda dengan berkas cadangan. Tulis TAUTAN untuk menerima tautannya. Komputernya perlu Windows 10 versi 1709 atau sesudahnya, atau macOS yang masih menerima pembaruan.',
        'Bila kata sandinya terlupa atau berkas cadangannya hilang, tulis KUNCI HILANG.',
      ],
      { choices: [choices.page, choices.person] },
    ),
  'about-helpers': () =>
    said(
      [
        'Staf atau rekan boleh membantu menyiapkan dan mengirimkan surat. Pemegang sertifikat sendiri yang memastikan identitasnya dengan kode, memeriksa datanya, serta membuat kunci atau passphrase, karena tanda tangan elektronik mengikat orangnya.',
        'Kode, kata sandi, dan passphrase jangan diberikan kepada siapa pun, termasuk staf. Bila pemegang sertifikat berhalangan, tulis OPERATOR.',
      ],
      { choices: [choices.person] },
    ),
  'is-it-real': (c) =>
    said([
      `Sudah sepatutnya Anda memastikannya. Layanan ini diselenggarakan oleh ${c.agency.name}, ${c.agency.address}.`,
      lines(
        `Anda dapat menelepon ${c.agency.phone} pada jam layanan (${c.officeHours}), atau melihat pengumumannya di sini:`,
        c.agency.page,
      ),
      'Kami tidak pernah meminta kata sandi atau passphrase (kata sandi sertifikat) melalui pesan atau telepon, dan tidak pernah meminta pembayaran.',
    ]),
  'is-it-robot': (c) =>
    said(
      [
        `Saya asisten otomatis ${c.agency.name}, jadi jawaban saya tidak ditulis oleh orang. Setiap permohonan diperiksa dan diputuskan oleh operator kami. Bila ingin berbicara dengan operator, tulis OPERATOR.`,
      ],
      { choices: [choices.person] },
    ),
  'old-documents': () =>
    said([
      'Dokumen yang sudah Anda tanda tangani tetap sah dan tidak perlu ditandatangani ulang. Sertifikat yang baru hanya dipakai untuk dokumen berikutnya.',
    ]),
  hurry: (c) =>
    said(
      [
        `Kami memahami bahwa waktunya mendesak. Pengerjaannya sendiri hanya sekitar ${STANDARD_MINUTES.unchanged} menit; operator memeriksa permohonan pada jam layanan (${c.officeHours}).`,
        'Agar operator tahu kapan sertifikat itu Anda perlukan, tulis OPERATOR, lalu sebutkan tanggalnya. Selama masih berlaku, sertifikat yang lama tetap dapat dipakai.',
      ],
      { choices: [choices.person] },
    ),
  'not-renewing': () =>
    said(
      [
        'Bila tidak diperbarui, sertifikat berakhir pada tanggalnya, dan sesudah itu Anda tidak dapat menandatangani dokumen secara elektronik. Dokumen yang sudah Anda tanda tangani tetap sah.',
        'Sebaiknya pembaruan selesai sebelum tanggal itu. Bila terlewat, sertifikat baru masih dapat diminta di sini: tulis PERBARUI. Bila sertifikat itu tidak Anda perlukan lagi, tulis OPERATOR.',
      ],
      { choices: [choices.person] },
    ),
  channels: (c) =>
    said(
      [
        c.withoutMail
          ? 'Pembaruan ini dijalankan di percakapan ini; email, WhatsApp, dan SMS belum tersedia.'
          : c.bot === undefined
            ? 'Pembaruan ini dijalankan melalui email; WhatsApp dan SMS belum tersedia.'
            : `Pembaruan ini dapat dijalankan melalui email atau Telegram, dan boleh berpindah kapan saja; permohonan Anda tetap sama. WhatsApp dan SMS belum tersedia. ${otherChannel(c)}`,
        `Biasanya Anda tidak perlu datang ke kantor kami. Bila ingin bertanya langsung, telepon ${c.agency.phone} pada jam layanan (${c.officeHours}).`,
      ],
      { choices: [choices.person] },
    ),
  'first-certificate': (c) =>
    said(
      [
        'Layanan ini untuk memperbarui sertifikat elektronik yang sudah ada, termasuk yang sudah berakhir. Bila Anda belum pernah memilikinya, operator kami membantu pendaftarannya.',
        `Tulis OPERATOR, atau telepon ${c.agency.phone} pada jam layanan (${c.officeHours}).`,
      ],
      { choices: [choices.person] },
    ),
  'about-number': () =>
    said(
      [
        'NIP, NIK, atau alamat email yang terdaftar hanya kami pakai untuk menemukan data Anda. Cukup salah satu; setelah itu, kode masuk dikirim ke alamat email yang tercatat.',
        'Bila tidak mempunyai NIP, misalnya karena bukan ASN, atau tidak mengingatnya, tulis alamat email dinas yang terdaftar atau NIK (16 angka). Bila semuanya tidak ada, tulis OPERATOR.',
      ],
      { choices: [choices.person] },
    ),
  'about-data': (c) =>
    said([
      `Data pribadi Anda berasal dari catatan ${c.agency.name} pada tanggal yang tertera di atas data itu. Data itu hanya dipakai untuk sertifikat Anda, dan dilihat operator kami serta penerbit sertifikat.`,
      'NIK dan NIP disamarkan karena percakapan dapat terbaca orang lain. Untuk mencocokkannya cukup empat angka pertama dan empat angka terakhir; dalam surat yang kami siapkan nomornya tertulis lengkap.',
      'Bila ada yang keliru, tulis nama data dan isinya yang benar. Anda juga berhak atas salinan data Anda dan, setelah sertifikat Anda tidak berlaku lagi, atas penghapusannya. Untuk itu, tulis OPERATOR.',
    ]),
  'about-passphrase': () =>
    said([
      'Passphrase adalah kata sandi sertifikat, atau kata sandi kuncinya. Anda memilihnya sendiri, dan hanya dengan itu sertifikat dapat dipakai. Passphrase bukan kata sandi email atau aplikasi lain.',
      'Pilih yang panjang, tidak mudah ditebak, dan tidak dipakai di tempat lain; syaratnya tertulis di halaman tempat Anda memilihnya. Melalui tautan dari BSrE: paling sedikit 8 karakter, dengan huruf besar, huruf kecil, angka, dan simbol. Bila terlupa, kami tidak dapat memulihkannya, jadi catat di tempat yang aman.',
      'Jangan memberitahukannya kepada siapa pun, termasuk petugas kami, dan jangan menuliskannya di sini.',
    ]),
  'about-device': () =>
    said([
      'Pesan dan surat dapat dikirim dari perangkat apa pun, dan tidak ada aplikasi yang perlu dipasang.',
      'Untuk membuat kunci atau menetapkan passphrase (kata sandi sertifikat), gunakan komputer atau ponsel yang Anda percayai, sebaiknya milik sendiri. Peramban (browser, misalnya Chrome) di dalamnya sebaiknya versi terbaru. Mohon jangan menggunakan komputer warnet.',
      'Di komputer yang dipakai bersama, pilih “Dipakai bersama” ketika membuat kunci, lalu simpan berkas cadangannya di tempat milik sendiri, misalnya flashdisk. Setelah selesai, hapus berkas itu dari komputer tersebut.',
    ]),
  'how-to-install': () =>
    said(
      [
        'Bila kunci Anda buat di halaman pribadi Anda, buka halaman itu, buat berkas .p12 dengan kata sandi kunci, lalu simpan. Bila diminta, pilih berkas cadangan yang dahulu Anda simpan.',
        'Buka berkas .p12 itu dan masukkan kata sandi yang sama: di Windows ikuti “Certificate Import Wizard” (panduan impor sertifikat); di macOS berkas masuk ke Akses Rantai Kunci (Keychain Access); di aplikasi tanda tangan pilih “impor sertifikat”. Tulis TAUTAN untuk menerima tautan halamannya.',
        'Bila passphrase Anda tetapkan melalui tautan dari BSrE, tidak ada yang perlu dipasang: sertifikat langsung dipakai dengan passphrase itu.',
      ],
      { choices: [choices.page, choices.person] },
    ),
  'not-working': () =>
    said(
      [
        'Sertifikat yang baru terpasang sering baru terlihat setelah aplikasinya ditutup dan dibuka lagi. Setelah itu, pilih sertifikat dengan masa berlaku yang baru, lalu masukkan kata sandi atau passphrase yang Anda pilih sendiri.',
        'Bila tetap tidak dapat menandatangani, tulis OPERATOR, lalu sebutkan nama aplikasinya dan pesan kesalahan yang muncul. Mohon jangan menuliskan kata sandi atau passphrase Anda.',
      ],
      { choices: [choices.person] },
    ),
  tedious: () =>
    said(
      [
        `Kami memahami bila langkahnya terasa banyak. Cukup satu langkah setiap kali, seluruhnya sekitar ${STANDARD_MINUTES.unchanged} menit; Anda boleh berhenti kapan saja, dan yang sudah Anda kirim tetap tersimpan.`,
        'Bila ingin dipandu operator kami, tulis OPERATOR.',
      ],
      { choices: [choices.person] },
    ),
  'other-data': () =>
    said([
      'Pangkat, golongan, alamat rumah, dan tempat lahir tidak termasuk data sertifikat, sehingga tidak perlu diubah di sini. Pangkat dan golongan cukup dilengkapi pada surat.',
      `Yang perlu benar adalah ${listed(FIELDS.map(inSentence), 'id')}. Bila salah satunya keliru, tulis nama data dan isinya yang benar.`,
    ]),
  'if-rejected': (c) =>
    said(
      [
        'Bila ada yang kurang, permohonan dikembalikan kepada Anda: operator menulis apa yang perlu diperbaiki dan caranya, misalnya surat yang baru. Yang sudah benar tidak perlu diulang.',
        'Bila tidak dapat disetujui, permohonan ditutup. Anda tetap diberi tahu alasannya dan apa yang perlu dilakukan; setelah itu dipenuhi, Anda dapat mengajukan lagi dengan menulis PERBARUI. Sertifikat Anda yang sekarang tidak terpengaruh.',
        `Bila keputusannya belum jelas, tulis OPERATOR atau telepon ${c.agency.phone}.`,
      ],
      { choices: [choices.person] },
    ),
  'apply-again': () =>
    said([
      'Bisa. Selama permohonan Anda masih terbuka, cukup lanjutkan yang ini. Bila sudah dibatalkan, ditutup, atau ditolak, tulis PERBARUI; permohonan yang baru dimulai dari awal.',
      'Sertifikat Anda yang sekarang tidak terpengaruh dan berlaku sampai tanggalnya. Setelah tanggal itu, Anda tidak dapat menandatangani dokumen secara elektronik sampai permohonan yang baru selesai.',
    ]),
  'if-moving': () =>
    said(
      [
        'Sertifikat memuat data Anda pada saat diterbitkan. Bila Anda pindah sebelum itu, beri tahu kami data yang berubah, misalnya unit kerja dan jabatan, supaya sertifikat dan suratnya memuat data yang baru.',
        'Bila Anda pindah ke instansi lain, tulis OPERATOR; operator kami memastikan apakah permohonan ini masih diteruskan di sini.',
      ],
      { choices: [choices.person] },
    ),
  'if-retiring': () =>
    said(
      [
        'Sertifikat ini diberikan untuk tugas kedinasan Anda dan dicabut setelah Anda tidak bertugas lagi. Dokumen yang sudah Anda tanda tangani tetap sah.',
        'Bila Anda segera pensiun, tulis OPERATOR; operator kami memastikan apa yang perlu dilakukan dengan sertifikat Anda. Selama masih bertugas, sertifikat itu dapat Anda pakai dan perbarui seperti biasa.',
      ],
      { choices: [choices.person] },
    ),
};

/** Said where the long answer stands just above. */
export const answersInShort: Partial<Vocabulary['answers']> = {
  'about-letter': (c) =>
    said(
      [
        `Singkatnya: pimpinan instansi Anda, atau yang berwenang mewakilinya, melengkapi nomor dan tanggal serta menandatangani surat itu, secara elektronik atau di atas kertas; lalu kirim sebagai PDF ${replying(c)}, bukan foto atau Word. Meterai tidak kami minta.`,
        'Bila pertanyaan Anda belum terjawab, tulis OPERATOR.',
      ],
      { choices: [choices.person] },
    ),
};
