/** What the browser itself says; everything else the server has written into the page. */
const WORDS = {
  id: {
    rules: {
      length: 'Sedikitnya 8 karakter',
      upper: 'Huruf besar (A–Z)',
      lower: 'Huruf kecil (a–z)',
      digit: 'Angka (0–9)',
      symbol: 'Simbol, misalnya ! ? . # @',
      plain: 'Hanya huruf, angka, spasi, dan simbol papan ketik biasa',
    },
    met: 'terpenuhi',
    unmet: 'belum',
    rulesUnmet: 'Kata sandi belum memenuhi semua syarat di bawah ini.',
    differs: 'Kedua kata sandi tidak sama. Ketik ulang dengan teliti.',
    whoseDevice: 'Pilih dahulu: perangkat ini milik Anda sendiri atau dipakai bersama.',
    strength: {
      weak: 'Lemah: mudah ditebak. Tambahkan satu atau dua kata lagi.',
      fair: 'Cukup. Lebih panjang lebih baik.',
      strong: 'Kuat.',
    },
    making: {
      key: 'Membuat kunci …',
      lock: 'Mengunci berkas cadangan …',
      check: 'Memastikan berkas cadangan dapat dibuka …',
      request: 'Menyiapkan permintaan …',
    },
    makingFailed:
      'Kunci tidak berhasil dibuat di peramban ini, dan tidak ada yang dikirim. Muat ulang halaman lalu coba lagi, atau gunakan peramban lain.',
    keptHere: 'Salinan yang terkunci juga disimpan di peramban ini.',
    keptNowhere: 'Peramban ini tidak menyimpan apa pun. Berkas cadangan adalah satu-satunya salinan.',
    file: (name) => `Nama berkas: ${name}`,
    made: 'Kunci sudah dibuat. Simpan berkas cadangannya.',
    sending: 'Permintaan sedang dikirim …',
    sent: 'Permintaan sudah diterima.',
    otherTab:
      'Pembuatan kunci sedang berjalan di tab atau jendela lain. Lanjutkan di sana, atau ambil alih di sini; tab yang lain lalu berhenti.',
    takenOver:
      'Pembuatan kunci dilanjutkan di tab atau jendela lain, jadi tab ini berhenti. Tidak ada yang dikirim dari sini. Tab ini boleh ditutup.',
    otherKey:
      'Sementara itu, kunci yang lain sudah dikirim untuk permohonan ini, jadi kunci ini tidak dikirim. Muat ulang halaman untuk melihat keadaannya.',
    offline:
      'Kami tidak dapat dihubungi, dan belum ada yang terkirim. Periksa sambungan internet, lalu tekan tombolnya sekali lagi. Halaman ini jangan ditutup.',
    session:
      'Sesi Anda sudah berakhir, tetapi kunci di halaman ini masih ada. Jangan tutup halaman ini: buka tautan pribadi dari pesan kami di tab baru, lalu kembali ke sini dan tekan tombolnya sekali lagi.',
    otherRenewal:
      'Di peramban ini sedang terbuka permohonan yang lain. Buka lagi tautan pribadi untuk permohonan ini di tab baru, lalu tekan tombolnya sekali lagi.',
    refused: (why) => `Permintaan belum dapat diterima. ${why} Silakan buat kunci yang baru.`,
    joining: {
      open: 'Membuka kunci dengan kata sandi Anda …',
      fetch: 'Mengambil sertifikat …',
      join: 'Menyatukan sertifikat dan kunci …',
      check: 'Mencoba membuka berkasnya …',
    },
    wrongPassphrase:
      'Kata sandi itu tidak membuka kunci. Periksa huruf besar dan kecil, lalu coba lagi; jumlah percobaan tidak dibatasi. Kami tidak dapat memulihkan kata sandi; bila benar-benar terlupa, pilih “Kunci hilang atau kata sandinya terlupa” di bawah.',
    noPassphrase: 'Masukkan kata sandi yang Anda pilih ketika membuat kunci.',
    noFile: 'Pilih dahulu berkas cadangannya.',
    notBackup:
      'Berkas itu bukan berkas cadangan kunci, atau isinya rusak. Cari berkas yang namanya diawali perbarui-cadangan.',
    otherBackup: (number) =>
      `Berkas cadangan itu milik permohonan ${number}. Cari berkas cadangan untuk permohonan ini.`,
    notFitting:
      'Kunci itu tidak cocok dengan sertifikat yang terbit; mungkin berasal dari percobaan sebelumnya. Cari berkas cadangan yang lebih baru. Bila tidak ada, pilih “Kunci hilang atau kata sandinya terlupa”.',
    certificateAway:
      'Sertifikat belum dapat diambil. Periksa sambungan internet, lalu coba lagi. Bila sesi sudah berakhir, buka lagi tautan pribadi Anda.',
    joiningFailed:
      'Berkas .p12 tidak berhasil dibuat di peramban ini. Kunci Anda tidak berubah. Coba peramban lain dengan berkas cadangan.',
    ready: 'Berkas .p12 siap disimpan.',
    forgotten: 'Kunci sudah dihapus dari peramban ini.',
    photo:
      'Itu foto, sedangkan yang kami perlukan PDF. Di Android, buka Google Drive, tekan tanda tambah, lalu Pindai. Di iPhone, buka Catatan, lalu Pindai Dokumen. Simpan sebagai PDF, lalu pilih lagi.',
    picked: (name, megabytes) => `${name}, ${megabytes} MB`,
    notPdf: 'Berkas itu bukan PDF. Simpan atau pindai suratnya sebagai PDF, lalu pilih lagi.',
    tooLarge: (megabytes) =>
      `Berkas itu ${megabytes} MB, lebih besar dari batas. Pindai ulang dengan resolusi lebih rendah (150 dpi sudah cukup), lalu pilih lagi.`,
    chooseFile: 'Pilih dahulu berkas PDF suratnya.',
    uploading: (percent) => `Mengunggah: ${percent} persen`,
    uploaded: 'Semua sudah dikirim; menunggu jawaban kami …',
    uploadStalled:
      'Sudah satu menit tidak ada data yang terkirim, jadi pengunggahan dihentikan. Berkasnya masih terpilih: tekan Unggah surat sekali lagi. Bila suratnya ternyata sudah sampai, mengirimnya dua kali tidak mengganggu.',
    uploadFailed:
      'Surat belum terkirim karena sambungan terputus. Berkasnya masih terpilih: tekan Unggah surat sekali lagi.',
    uploadTrouble:
      'Surat belum terkirim karena sistem kami sedang terganggu. Berkasnya masih terpilih: tunggu sebentar, lalu tekan Unggah surat sekali lagi.',
    uploadAppOver:
      'Halaman ini sudah lama terbuka dan surat belum terkirim. Tutup halaman ini, buka lagi dari percakapan, lalu unggah sekali lagi.',
    uploadSession:
      'Sesi Anda sudah berakhir dan surat belum terkirim. Buka lagi tautan pribadi dari pesan kami, lalu unggah sekali lagi.',
    copied: 'Tautan sudah disalin. Buka Chrome, Edge, Firefox, atau Safari, lalu tempelkan di baris alamat.',
    copyFailed: 'Tautan sudah ditandai. Tekan lama, lalu pilih Salin.',
    updated: (news) => `Halaman diperbarui. ${news}.`,
    changedMeanwhile: 'Sementara itu, ada perkembangan baru pada permohonan Anda, mungkin dari tab lain.',
    reload: 'Muat ulang halaman',
    sessionOver: 'Sesi Anda sudah berakhir. Buka lagi tautan pribadi dari pesan kami; tidak ada yang hilang.',
    appOver: 'Halaman ini sudah lama terbuka. Tutup, lalu buka lagi dari percakapan; tidak ada yang hilang.',
    unreachable: 'Kami tidak dapat dihubungi. Periksa sambungan internet, lalu coba lagi.',
    insecure:
      'Halaman ini tidak dibuka melalui sambungan aman (https), sehingga peramban tidak mengizinkan pembuatan kunci. Buka tautan pribadi dari pesan kami secara utuh; bila tetap begini, beri tahu kami lewat telepon.',
    backupNote:
      'Berkas cadangan kunci sertifikat elektronik. Isinya terkunci dengan kata sandi yang Anda pilih. Jangan diubah dan jangan dikirim kepada siapa pun. Pilih berkas ini di halaman pribadi Anda bila diminta.',
  },
  en: {
    rules: {
      length: 'At least 8 characters',
      upper: 'A capital letter (A–Z)',
      lower: 'A small letter (a–z)',
      digit: 'A digit (0–9)',
      symbol: 'A symbol, such as ! ? . # @',
      plain: 'Only letters, digits, blanks and symbols of a plain keyboard',
    },
    met: 'met',
    unmet: 'not yet',
    rulesUnmet: 'The passphrase does not meet all the rules below yet.',
    differs: 'The two passphrases are not the same. Please type it again with care.',
    whoseDevice: 'Please choose first: is this device your own, or is it shared?',
    strength: {
      weak: 'Weak: easy to guess. Add another word or two.',
      fair: 'Fair. Longer is better.',
      strong: 'Strong.',
    },
    making: {
      key: 'Making the key …',
      lock: 'Locking the backup file …',
      check: 'Making sure that the backup file opens …',
      request: 'Preparing the request …',
    },
    makingFailed:
      'The key could not be made in this browser, and nothing was sent. Reload the page and try again, or use another browser.',
    keptHere: 'A locked copy is kept in this browser as well.',
    keptNowhere: 'This browser keeps nothing. The backup file is the only copy.',
    file: (name) => `File name: ${name}`,
    made: 'The key is made. Save its backup file.',
    sending: 'The request is being sent …',
    sent: 'We have your request.',
    otherTab: 'A key is being made in another tab or window. Go on there, or take over here; the other tab then stops.',
    takenOver:
      'The making of the key goes on in another tab or window, so this tab has stopped. Nothing was sent from here. You may close this tab.',
    otherKey:
      'Meanwhile another key was sent for this renewal, so this one was not sent. Reload the page to see where things stand.',
    offline:
      'We cannot be reached, and nothing has been sent yet. Check your connection, then press the button once more. Do not close this page.',
    session:
      'Your session has ended, but the key on this page is still here. Do not close this page: open the personal link in our message in a new tab, then come back and press the button once more.',
    otherRenewal:
      'Another renewal is open in this browser. Open the personal link of this renewal again in a new tab, then press the button once more.',
    refused: (why) => `The request could not be accepted. ${why} Please make a new key.`,
    joining: {
      open: 'Opening the key with your passphrase …',
      fetch: 'Fetching the certificate …',
      join: 'Joining certificate and key …',
      check: 'Trying to open the file …',
    },
    wrongPassphrase:
      'That passphrase does not open the key. Mind capital and small letters and try again, as often as you like. We cannot restore a passphrase; if it is forgotten for good, choose “Key lost or passphrase forgotten” below.',
    noPassphrase: 'Enter the passphrase that you chose when you made the key.',
    noFile: 'Choose the backup file first.',
    notBackup:
      'That file is not the backup of a key, or it is damaged. Look for the file whose name begins with perbarui-cadangan.',
    otherBackup: (number) => `That backup belongs to renewal ${number}. Look for the backup file of this renewal.`,
    notFitting:
      'That key does not fit the certificate; perhaps it is from an earlier attempt. Look for a newer backup file. If there is none, choose “Key lost or passphrase forgotten”.',
    certificateAway:
      'The certificate could not be fetched. Check your connection and try again. If your session has ended, open your personal link again.',
    joiningFailed:
      'The .p12 file could not be made in this browser. Your key is unchanged. Try another browser with the backup file.',
    ready: 'The .p12 file is ready to be saved.',
    forgotten: 'The key was removed from this browser.',
    photo:
      'That is a photo, and we need a PDF. On Android open Google Drive, press the plus sign, then Scan. On an iPhone open Notes, then Scan Documents. Save it as PDF, then choose it again.',
    picked: (name, megabytes) => `${name}, ${megabytes} MB`,
    notPdf: 'That file is not a PDF. Save or scan the letter as PDF, then choose it again.',
    tooLarge: (megabytes) =>
      `That file has ${megabytes} MB, which is over the limit. Scan it again at a lower resolution (150 dpi is enough), then choose it again.`,
    chooseFile: 'Choose the PDF of the letter first.',
    uploading: (percent) => `Uploading: ${percent} per cent`,
    uploaded: 'All of it is sent; waiting for our answer …',
    uploadStalled:
      'Nothing could be sent for one minute, so the upload was stopped. The file is still chosen: press Upload the letter once more. If the letter did arrive, sending it twice does no harm.',
    uploadFailed:
      'The letter was not sent because the connection broke. The file is still chosen: press Upload the letter once more.',
    uploadTrouble:
      'The letter was not sent because our system is having trouble. The file is still chosen: wait a moment, then press Upload the letter once more.',
    uploadAppOver:
      'This page has been open for long and the letter was not sent. Close this page, open it again from the chat, then upload it once more.',
    uploadSession:
      'Your session has ended and the letter was not sent. Open the personal link in our message again, then upload it once more.',
    copied: 'The link was copied. Open Chrome, Edge, Firefox or Safari and paste it into the address bar.',
    copyFailed: 'The link is marked. Press and hold it, then choose Copy.',
    updated: (news) => `The page was updated. ${news}.`,
    changedMeanwhile: 'Meanwhile there is news about your renewal, perhaps from another tab.',
    reload: 'Reload the page',
    sessionOver: 'Your session has ended. Open the personal link in our message again; nothing is lost.',
    appOver: 'This page has been open for long. Close it and open it again from the chat; nothing is lost.',
    unreachable: 'We cannot be reached. Check your connection, then try again.',
    insecure:
      'This page was not opened over a secure connection (https), so the browser does not allow a key to be made. Open the whole personal link in our message; if it stays like this, please telephone us.',
    backupNote:
      'Backup of the key of an electronic certificate. It is locked with the passphrase you chose. Do not change it and do not send it to anyone. Choose this file on your personal page when you are asked for it.',
  },
};

export const words = WORDS[document.documentElement.lang] ?? WORDS.id;
