import { good, note, warning, wrong } from './levels.ts';

/** Of the mailbox and the bot. PURE. */

/** Both mail servers fail in the same ways; `variable` says where each is configured. */
const mailServer = <const Name extends 'imap' | 'smtp'>(name: Name, what: string, variable: string) => {
  const entries = {
    ok: good(`Masuk ke ${what} di {host} berhasil ({security}).`),
    unreachable: wrong(
      `Server ${what} di {host} tidak dapat dihubungi ({why}). Selama itu, email tidak diproses.`,
      `Periksa nama server dan port dalam ${variable}, serta firewall di antaranya.`,
    ),
    'sign-in': wrong(
      `Server ${what} di {host} menolak nama pengguna, kata sandi, atau token.`,
      `Periksa nama pengguna dan kata sandi dalam ${variable} (tanda @ dalam nama ditulis %40), atau izin OAuth2-nya.`,
    ),
    certificate: wrong(
      `Sertifikat server ${what} di {host} tidak dapat dipercaya ({why}), jadi kata sandi tidak dikirim ke sana.`,
      'Perbarui sertifikat server. Bila kantor punya CA sendiri, tunjuk sertifikatnya dengan MAIL_CA_FILE.',
    ),
    'no-tls': wrong(
      `Server ${what} di {host} tidak menawarkan sambungan terenkripsi, jadi kata sandi tidak dikirim ke sana.`,
      `Aktifkan TLS pada server, atau pakai port terenkripsi dalam ${variable}.`,
    ),
  };
  return Object.fromEntries(Object.entries(entries).map(([key, words]) => [`${name}-${key}`, words])) as {
    readonly [K in keyof typeof entries as `${Name}-${K}`]: (typeof entries)[K];
  };
};

export const MAIL = {
  ...mailServer('imap', 'kotak surat (IMAP)', 'IMAP_URL'),
  ...mailServer('smtp', 'pengiriman email (SMTP)', 'SMTP_URL'),
  'mail-file': wrong(
    'Berkas yang ditunjuk konfigurasi email tidak dapat dipakai ({why}).',
    'Periksa letak dan isi berkas itu.',
  ),
  'mail-token': wrong(
    'Token OAuth2 untuk email tidak diperoleh ({why}).',
    'Periksa MAIL_OAUTH_TOKEN_URL, MAIL_OAUTH_CLIENT_ID dan rahasianya, serta izin aplikasi pada penyedia email.',
  ),
  'imap-folder': wrong(
    'Kotak surat dapat dimasuki, tetapi foldernya ({path}) tidak dapat dibuka.',
    'Perbaiki nama folder di akhir IMAP_URL, biasanya /INBOX.',
  ),
  'mail-refused': wrong(
    'Server menolak email percobaan ke {to} (kode {reply}).',
    'Pastikan MAIL_FROM boleh dipakai oleh akun ini, dan alamatnya memang ada.',
  ),
  'mail-not-sent': wrong(
    'Email percobaan ke {to} tidak selesai dikirim ({why}): server tidak menjawab pada waktunya atau memutus sambungan.',
    'Periksa server pengiriman email; pemindai virus yang lambat dan firewall adalah sebab yang sering.',
  ),
  'mail-arrived': good('Email percobaan terkirim dan tiba di kotak surat dalam {seconds} detik.'),
  'mail-slow': warning(
    'Email percobaan baru tiba setelah {seconds} detik. Pemohon akan menunggu selama itu untuk setiap jawaban.',
    'Tanyakan penyebabnya kepada pengelola server email (greylisting atau pemindaian).',
  ),
  'mail-lost': wrong(
    'Email percobaan ke {to} diterima server, tetapi tidak tiba di kotak surat dalam {seconds} detik.',
    'Pastikan email ke alamat MAIL_FROM masuk ke kotak surat IMAP_URL, dan periksa folder spam serta aturan penyaringnya.',
  ),
  'mail-in-junk': wrong(
    'Email percobaan masuk ke folder spam. Balasan pemohon dapat bernasib sama dan tidak terbaca.',
    'Kecualikan alamat ini dari penyaring spam pada server email.',
  ),
  'mail-aligned': good('Email kita terbukti asli: DKIM atau DMARC sesuai dengan domain {domain}.'),
  'mail-unproven': warning(
    'Keaslian email kita tidak dapat dibuktikan: tidak ada DKIM atau DMARC yang sesuai dengan domain {domain}. Di kotak surat pemohon email seperti ini mudah dianggap spam.',
    'Aktifkan DKIM pada server email, atau isi DKIM_KEY_FILE dan DKIM_SELECTOR, serta umumkan DMARC dalam DNS.',
  ),
  'mail-forged': wrong(
    'Email kita sendiri dinilai palsu: tanda tangan DKIM atau DMARC untuk domain {domain} gagal.',
    'Cocokkan kunci DKIM dalam DNS dengan yang dipakai server, dan pastikan tidak ada server yang mengubah isi email.',
  ),
  'dmarc-deaf': wrong(
    'Server email menilai email kita sendiri gagal DMARC (dmarc=fail dari {id}), padahal ia juga menyatakan tanda tangan DKIM untuk domain {domain} sah (dkim=pass dari {signer}): pemeriksa DMARC tidak memercayai pemeriksa DKIM. Pemohon yang emailnya asli pun dinilai demikian, sehingga diminta memastikan lewat tautan.',
    'Pada OpenDMARC, isi TrustedAuthservIDs dengan {signer}, letakkan OpenDKIM sebelum OpenDMARC dalam smtpd_milters milik Postfix, lalu mulai ulang OpenDMARC dan Postfix.',
  ),
  'authserv-seen': good('Penilaian server email (MAIL_AUTHSERV_ID {id}) ditemukan dan dipakai.'),
  'authserv-missing': warning(
    'Email percobaan tidak membawa penilaian dari {id} (yang ada: {seen}), jadi keaslian dinilai sendiri lewat DNS.',
    'Cocokkan MAIL_AUTHSERV_ID dengan nama pada header Authentication-Results, atau kosongkan. Sebagian server tidak menilai email antar alamatnya sendiri.',
  ),
  'authserv-hint': note(
    'Server email menuliskan penilaian dengan nama {seen}. Bila itu server Anda, MAIL_AUTHSERV_ID={seen} menghemat pemeriksaan DNS.',
  ),
  'reply-token-kept': good('Alamat balasan (REPLY_ADDRESS) sampai dengan tandanya, jadi balasan langsung dikenali.'),
  'reply-token-lost': wrong(
    'Email ke alamat dari REPLY_ADDRESS tidak sampai dengan tandanya ({why}), jadi balasan pemohon hilang atau tidak dikenali.',
    'Aktifkan alamat dengan tambahan (plus addressing) pada server email. Bila tidak dapat, kosongkan REPLY_ADDRESS: tanda itu lalu dibawa Message-ID.',
  ),
  'message-id-kept': good('Message-ID kembali utuh, jadi balasan dikenali dari sana.'),
  'message-id-changed': wrong(
    'Server email mengganti Message-ID, sehingga balasan pemohon tidak dapat dikenali.',
    'Pakai REPLY_ADDRESS dengan {token}, atau hentikan penggantian itu pada server email.',
  ),
  'probe-not-own': warning(
    'Email percobaan kembali, tetapi tidak lagi sebagai email kita sendiri: pengirimnya diubah di perjalanan.',
    'Pastikan server tidak mengganti alamat pengirim; MAIL_FROM harus boleh dipakai akun ini.',
  ),
} as const;

export const TELEGRAM = {
  'bot-ok': good('Bot @{username} dikenali Telegram.'),
  'bot-unreachable': wrong(
    'Telegram tidak dapat dihubungi ({why}). Selama itu, percakapan Telegram terhenti; tidak ada yang hilang.',
    'Periksa sambungan internet dari server ini, serta HTTPS_PROXY bila kantor memakainya.',
  ),
  'bot-token': wrong(
    'Telegram tidak mengenali token bot.',
    'Salin kembali token dari @BotFather ke TELEGRAM_BOT_TOKEN, lalu mulai ulang layanan.',
  ),
  'polling-ok': good('Pesan diambil sendiri dari Telegram; tidak ada webhook yang menghalangi.'),
  'webhook-ok': good('Webhook terpasang di {host} seperti dalam konfigurasi.'),
  'webhook-elsewhere': wrong(
    'Pesan bot dikirim Telegram ke tempat lain ({host}), bukan ke layanan ini.',
    'Hentikan program lain yang memakai token ini (atau ganti tokennya di @BotFather), lalu mulai ulang layanan.',
  ),
  'webhook-missing': wrong(
    'Webhook dalam konfigurasi belum terpasang di Telegram, jadi pesan tidak sampai.',
    'Mulai ulang layanan; bila tetap begini, program lain memakai token yang sama.',
  ),
  'webhook-fails': wrong(
    'Telegram gagal menyampaikan pesan ke webhook {minutes} menit yang lalu: {why}.',
    'Pastikan TELEGRAM_WEBHOOK_URL dapat dibuka dari internet dengan sertifikat yang sah.',
  ),
  'webhook-failed': note(
    'Telegram pernah gagal menyampaikan pesan ke webhook ({minutes} menit yang lalu: {why}); sejak itu tidak lagi.',
  ),
  'second-reader': wrong(
    'Program lain mengambil pesan dengan token bot yang sama (409), jadi sebagian pesan tidak sampai ke sini.',
    'Hentikan program itu, atau ganti token di @BotFather dan isikan yang baru.',
  ),
  'reading-fails': wrong(
    'Layanan sedang tidak berhasil mengambil pesan dari Telegram ({why}).',
    'Perbaiki sebab itu; layanan mencoba terus dan tidak ada pesan yang hilang.',
  ),
  'pending-ok': good('{count} pesan menunggu di Telegram.'),
  'pending-many': warning(
    '{count} pesan menunggu di Telegram (berubah {change} selama pemeriksaan), jadi pemohon menunggu lama.',
    'Pastikan layanan berjalan dengan peran telegram; lihat halaman Gangguan.',
  ),
  'group-none': note('Tidak ada grup operator (TELEGRAM_OPERATOR_CHAT); operator melihat antrean di konsol.'),
  'group-ok': good('Grup operator “{title}” dapat ditulisi bot.'),
  'group-unknown': wrong(
    'Grup operator dalam TELEGRAM_OPERATOR_CHAT tidak dikenali bot ({why}).',
    'Undang bot ke grup itu dan periksa nomornya; nomor grup berubah bila grup menjadi supergrup.',
  ),
  'group-moved': warning(
    'Grup operator sudah menjadi supergrup dengan nomor {to}. Pemberitahuan tetap sampai selama layanan mengingatnya.',
    'Isi TELEGRAM_OPERATOR_CHAT dengan {to}, lalu mulai ulang layanan.',
  ),
  'group-silent': wrong(
    'Bot tidak boleh menulis di grup operator (keadaan: {status}).',
    'Undang kembali bot ke grup dan izinkan menulis.',
  ),
} as const;
