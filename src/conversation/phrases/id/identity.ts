import { date, dateAndTime, maskedName } from '../../format.ts';
import { type Catalogue, lines, said } from '../catalogue.ts';
import { channels, replying } from './channels.ts';
import { certificateChoices, certificateRows, choices, no, numbered, yes } from './choices.ts';

const NEVER_ASKED =
  'Kami tidak pernah meminta kata sandi atau passphrase (kata sandi sertifikat) Anda melalui pesan atau telepon. Mohon jangan mengirimkannya kepada siapa pun.';

const happened = {
  expiring: (until: string) =>
    `berlaku sampai ${until}. Agar Anda tetap dapat menandatangani dokumen secara elektronik, sertifikat perlu diperbarui sebelum tanggal itu.`,
  expired: (until: string) =>
    `sudah berakhir pada ${until}. Sampai sertifikat yang baru terbit, Anda tidak dapat menandatangani dokumen secara elektronik.`,
  revoked: () =>
    'sudah dicabut, sehingga tidak dapat dipakai lagi. Untuk menandatangani dokumen, Anda memerlukan sertifikat baru.',
} as const;

export const identity = {
  welcome: (line, c) =>
    said(
      [
        ...(line.brief
          ? [
              'Saya asisten otomatis yang memandu pembaruan sertifikat Anda. Operator kami dapat mendampingi kapan saja.',
            ]
          : [
              `Selamat datang di layanan pembaruan sertifikat elektronik ${c.agency.name}. Saya asisten otomatis yang akan memandu Anda langkah demi langkah. Operator kami dapat mendampingi kapan saja.`,
              NEVER_ASKED,
            ]),
        'Untuk memulai, silakan tulis NIP Anda (18 angka) atau alamat email dinas yang terdaftar.',
      ],
      { choices: [...(line.brief ? [] : [choices.real]), choices.person, choices.otherLanguage] },
    ),
  'number-odd': (line) =>
    said(
      [
        `Nomor yang Anda tulis terdiri atas ${line.digits} angka, sedangkan NIP terdiri atas 18 angka dan NIK 16 angka. Mohon diperiksa, lalu tulis sekali lagi.`,
      ],
      { choices: [choices.person] },
    ),
  'ask-number': () =>
    said(
      [
        'Agar data Anda dapat kami temukan, silakan tulis salah satu: NIP (18 angka), NIK (16 angka), atau alamat email yang terdaftar.',
      ],
      { choices: [choices.person] },
    ),
  'change-unheard': () =>
    said([
      'Perubahan data yang baru saja Anda tulis belum kami catat. Setelah Anda masuk, mohon tuliskan sekali lagi.',
    ]),
  'code-sent': ({ again }, c) =>
    said(
      [
        again
          ? 'Bila data itu terdaftar, kode enam angka yang baru sudah kami kirim sekali lagi ke alamat email yang tercatat. Kode berlaku selama 10 menit.'
          : 'Bila data itu terdaftar, kode enam angka sudah kami kirim ke alamat email yang tercatat. Kode berlaku selama 10 menit.',
        `Silakan tulis kode dari email yang terbaru ${replying(c)}. Bila belum terlihat, periksa juga folder spam. Bila email itu tidak dapat Anda buka, operator siap membantu.`,
      ],
      { choices: [choices.newCode, choices.person] },
    ),
  'code-still': (_, c) =>
    said(
      [
        `Kami masih menunggu kode enam angka dari email kami yang terbaru. Silakan tulis kode itu ${replying(c)}. Bila emailnya tidak masuk, atau sudah lewat 10 menit, tulis KIRIM KODE BARU. Bila NIP atau alamat email tadi keliru, tulis saja yang benar.`,
      ],
      { choices: [choices.newCode, choices.person] },
    ),
  'code-mail': (line, c) =>
    said(
      [
        'Kode masuk Anda: {{code}}',
        `Kode ini diminta ${channels[line.channel].through} untuk masuk ke layanan sertifikat elektronik ${c.agency.name}. Kode berlaku selama 10 menit dan hanya ditulis di percakapan tempat kode itu diminta.`,
        'Jangan memberitahukan kode ini kepada siapa pun, termasuk petugas kami.',
        `Bila Anda tidak memintanya, abaikan email ini. Tanpa kode, tidak seorang pun dapat masuk. Pertanyaan: telepon ${c.agency.phone}.`,
      ],
      { subject: 'Kode masuk layanan sertifikat elektronik' },
    ),
  'code-wrong': (line) =>
    said(
      [
        `Kode itu tidak cocok. Silakan tulis enam angka dari email terbaru kami. Kesempatan yang tersisa: ${line.left} kali.`,
      ],
      { choices: [choices.newCode, choices.person] },
    ),
  'code-spent': () =>
    said(
      ['Kode itu tidak berlaku lagi, karena sudah lewat 10 menit atau terlalu sering salah. Silakan minta kode baru.'],
      { choices: [choices.newCode, choices.person] },
    ),
  'code-limit': () =>
    said(
      [
        'Demi keamanan, jumlah kode yang dapat diminta dalam sehari dibatasi, dan hari ini batasnya sudah tercapai. Silakan coba lagi besok. Bila mendesak, tulis OPERATOR, dan operator kami akan membantu.',
      ],
      { choices: [choices.person] },
    ),
  'code-unasked': () =>
    said(
      [
        'Angka itu tampaknya sebuah kode, tetapi saat ini kami tidak menunggu kode, jadi tidak ada yang berubah. Bila ingin masuk, silakan tulis NIP (18 angka) atau alamat email yang terdaftar.',
      ],
      { choices: [choices.status, choices.person] },
    ),
  'bind-ask': (line) =>
    said(
      [
        `Tautan ini dibuat untuk pemohon bernama ${maskedName(line.name)}. Bila dilanjutkan, percakapan Telegram ini dihubungkan dengan permohonannya.`,
      ],
      { question: 'Apakah Anda sendiri orangnya?', choices: [yes('Ya, itu saya'), no('Bukan saya')] },
    ),
  'bind-declined': () =>
    said([
      'Baik, percakapan ini tidak kami hubungkan dan tidak ada data yang dibuka. Bila tautan itu Anda terima dari orang lain, mohon dihapus.',
      'Bila ingin memperbarui sertifikat Anda sendiri, silakan tulis NIP (18 angka) atau alamat email yang terdaftar.',
    ]),
  'link-bad': () =>
    said(
      [
        'Tautan itu tidak dapat dipakai lagi, karena sudah digunakan atau masa berlakunya habis. Tidak ada yang berubah.',
        'Silakan tulis NIP (18 angka) atau alamat email yang terdaftar, dan kami mengirimkan kode masuk.',
      ],
      { choices: [choices.person] },
    ),
  'signed-in': (line) => said([`Bapak/Ibu ${line.name}, identitas Anda sudah kami pastikan. Terima kasih.`]),
  'proof-needed': (line) => {
    if (line.beside)
      return said([
        'Permintaan Anda sendiri masih perlu dikonfirmasi. Tautan konfirmasinya kami kirim dalam email tersendiri ke alamat ini.',
      ]);
    return said([
      'Email Anda sudah kami terima, tetapi dari email itu saja belum dapat dipastikan bahwa Anda sendiri yang mengirimnya.',
      'Karena itu, kami mengirim tautan konfirmasi ke alamat email yang terdaftar. Silakan buka tautan itu. Sementara itu, permintaan Anda kami simpan, dan belum ada yang berubah.',
    ]);
  },
  'proof-mail': (line, c) =>
    said(
      [
        `Kami menerima email atas nama Anda pada ${dateAndTime(line.at, c)}, berisi permintaan atau jawaban mengenai sertifikat elektronik Anda. Dari email itu saja belum dapat kami pastikan bahwa Anda sendiri yang mengirimnya. Karena itu, isinya kami simpan, dan belum ada yang berubah.`,
        lines('Bila email itu dari Anda, buka tautan ini, lalu tekan tombol konfirmasi:', '{{link}}'),
        `Tautan ini berlaku sampai ${dateAndTime(line.until, c)}. Bila email itu bukan dari Anda, abaikan saja; tidak ada yang akan berubah. Pertanyaan: telepon ${c.agency.phone}.`,
      ],
      {
        subject: 'Mohon konfirmasi permintaan Anda',
        link: { purpose: 'confirm', label: 'Konfirmasi permintaan' },
      },
    ),
  'proof-other-address': (_, c) =>
    said([
      'Terima kasih atas email Anda. Demi keamanan, permintaan ini hanya dapat diproses setelah dikonfirmasi melalui alamat email yang terdaftar pada kami.',
      `Bila Anda terdaftar, silakan periksa kotak masuk alamat itu. Bila tidak dapat membukanya, hubungi operator melalui telepon ${c.agency.phone}.`,
    ]),
  'first-notice': (line, c) =>
    said(
      [
        `Yth. Bapak/Ibu ${line.name},`,
        `Sertifikat elektronik Anda (${numbered(line.serial)}) ${happened[line.basis](date(line.expires, c))}`,
        lines(
          `Kami akan memandu Anda langkah demi langkah. Nomor permohonan Anda: ${line.number}.`,
          '1. Anda memastikan bahwa data Anda masih benar.',
          '2. Anda mengirim Surat Rekomendasi dari instansi Anda. Suratnya kami siapkan.',
          ...(line.byHand ? [] : ['3. Anda membuat pasangan kunci baru di halaman pribadi Anda, dengan panduan kami.']),
          `${line.byHand ? 3 : 4}. Operator memeriksa permohonan, lalu sertifikat baru diterbitkan.`,
        ),
        lines(
          `Pesan ini dari ${c.agency.name}, ${c.agency.address}, telepon ${c.agency.phone}. Anda dapat memastikan keasliannya pada pengumuman layanan ini:`,
          c.agency.page,
        ),
        line.byHand
          ? 'Penerbit sertifikat (BSrE) juga dapat menulis kepada Anda: pemberitahuan masa berlaku, tautan untuk menetapkan passphrase (kata sandi sertifikat), dan kabar bahwa sertifikat terbit. Dua email yang terakhir baru dikirim setelah permohonan disetujui, dan kami memberi tahu Anda lebih dahulu.'
          : 'Penerbit sertifikat (BSrE) juga dapat mengirim pemberitahuan masa berlaku kepada Anda. Tautan di dalamnya tidak perlu dibuka; sertifikat yang baru kami kirim sendiri dari alamat ini.',
        'Kami tidak pernah meminta kata sandi atau passphrase Anda melalui pesan atau telepon. Bila ada yang memintanya, jangan diberikan, sekalipun ia mengaku petugas kami.',
        line.telegram
          ? lines(
              'Bila lebih nyaman memakai Telegram, buka tautan ini. Tautan ini khusus untuk Anda; mohon tidak diteruskan.',
              '{{link}}',
            )
          : '',
      ],
      {
        question: 'Bersediakah Anda memulai sekarang?',
        subject:
          line.basis === 'expiring'
            ? `Sertifikat elektronik Anda berakhir ${date(line.expires, c)}`
            : `Sertifikat elektronik Anda ${line.basis === 'expired' ? 'sudah berakhir' : 'sudah dicabut'}`,
        choices: [choices.renew, choices.later, choices.notMe, choices.person],
        ...(line.telegram && { link: { purpose: 'telegram', label: 'Lanjutkan di Telegram' } }),
      },
    ),
  'too-early': (line, c) =>
    said(
      [
        `Sertifikat Anda masih berlaku sampai ${date(line.expires, c)} dan baru dapat diperbarui mulai ${date(line.from, c)}. Saat ini belum ada yang perlu Anda lakukan.`,
        'Kami lampirkan berkas kalender; bukalah untuk menyimpan tanggal itu sebagai pengingat. Pada atau setelah tanggal itu, tulis PERBARUI untuk memulai.',
        'Bila kunci atau perangkat Anda hilang, jangan menunggu: tulis OPERATOR.',
      ],
      { files: [{ file: 'calendar', from: line.from, expires: line.expires }], choices: [choices.person] },
    ),
  'no-certificate': () =>
    said([
      'Dalam catatan kami belum ada sertifikat atas nama Anda. Operator sudah kami beri tahu dan akan menghubungi Anda di sini. Saat ini tidak ada yang perlu Anda lakukan.',
    ]),
  'notice-noted': () =>
    said([
      'Terima kasih, email dari penerbit sertifikat itu sudah kami terima dan kami teruskan kepada operator untuk diperiksa. Saat ini tidak ada yang perlu Anda lakukan.',
    ]),
  'certificate-noted': () =>
    said([
      'Terima kasih, pemberitahuan tentang masa berlaku sertifikat sudah kami terima. Sertifikat itu belum ada dalam catatan kami, sehingga operator memeriksanya lebih dahulu.',
      'Kami akan memberi kabar setelah selesai. Saat ini tidak ada yang perlu Anda lakukan.',
    ]),
  'which-certificate': (line, c) =>
    said([lines('Sertifikat Anda lebih dari satu:', ...certificateRows(line.certificates, c))], {
      question: 'Sertifikat mana yang ingin Anda perbarui?',
      choices: [...certificateChoices(line.certificates, c), choices.person],
    }),
} satisfies Partial<Catalogue>;
