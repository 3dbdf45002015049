import { good, note, warning, wrong } from './levels.ts';

/** Of what the house stands on: database, address, clock, disk, keys. PURE. */

export const DATABASE = {
  'database-embedded': note('Basis data bawaan di folder data dipakai.'),
  'database-stopped': wrong(
    'Basis data bawaan sedang tidak berjalan.',
    'Jalankan layanan (npm start), lalu ulangi pemeriksaan.',
  ),
  'database-ok': good('Postgres {version}, {encoding}, melalui peran {roles}.'),
  'database-unreachable': wrong(
    'Basis data tidak dapat dihubungi sebagai peran {role} ({why}).',
    'Periksa alamat dalam {variable} dan apakah Postgres berjalan.',
  ),
  'database-sign-in': wrong(
    'Postgres menolak peran {role} masuk.',
    'Periksa nama dan kata sandi dalam {variable}, serta pg_hba.conf.',
  ),
  'database-missing': wrong(
    'Basis data yang disebut {variable} tidak ada.',
    'Buat basis data itu, atau perbaiki namanya.',
  ),
  'database-encoding': wrong(
    'Basis data memakai penyandian {encoding}, bukan UTF8: nama dan pesan dapat rusak.',
    'Buat basis data baru dengan penyandian UTF8, lalu pindahkan isinya.',
  ),
  'database-read-only': wrong(
    'Basis data hanya dapat dibaca: tidak ada yang dapat disimpan, jadi pesan tidak diterima dan keputusan tidak tercatat.',
    'Periksa apakah DATABASE_URL menuju server cadangan (standby), atau default_transaction_read_only menyala; disk yang penuh sering menjadi sebabnya.',
  ),
  'database-old': warning('Postgres {version} sudah tua.', 'Rencanakan peningkatan ke versi {least} atau lebih baru.'),
  'schema-ok': good('Susunan tabel mutakhir ({count} langkah terpasang).'),
  'schema-behind': wrong(
    'Susunan tabel tertinggal {count} langkah.',
    'Mulai ulang layanan: langkah yang kurang dipasang saat mulai.',
  ),
  'schema-ahead': wrong(
    'Susunan tabel lebih baru daripada program ini ({count} langkah).',
    'Jalankan versi program yang lebih baru: versi lama dapat salah memahami data.',
  ),
  'signer-role-ok': good('Peran penanda tangan dapat dimasuki dan haknya tepat: tidak kurang, tidak lebih.'),
  'roles-ok': good(
    'Peran aplikasi tidak dapat mengubah jurnal dan keputusan; peran penanda tangan hanya menulis tabelnya sendiri.',
  ),
  'role-too-strong': wrong(
    'Peran {role} punya hak yang tidak boleh dimilikinya: {rights}. Dengan hak itu, catatan yang harus tetap utuh dapat diubah tanpa jejak.',
    'Cabut hak itu (REVOKE), dan jangan memakai pemilik tabel atau superuser untuk {variable}.',
  ),
  'role-too-weak': wrong(
    'Peran {role} kekurangan hak: {rights}.',
    'Mulai ulang layanan dengan DATABASE_OWNER_URL yang benar: hak diberikan saat mulai.',
  ),
  'one-role': warning(
    'Satu peran dipakai untuk semuanya, jadi basis data tidak melindungi jurnal dan keputusan.',
    'Isi DATABASE_OWNER_URL dan ISSUER_DATABASE_URL dengan peran masing-masing. Di lingkungan produksi ini wajib.',
  ),
  'queues-ok': good('Antrean pekerjaan terpasang; {waiting} pekerjaan menunggu.'),
  'queues-missing': wrong(
    'Antrean pekerjaan belum lengkap: {queues}.',
    'Mulai ulang layanan: antrean dipasang saat mulai.',
  ),
  'jobs-failed': warning(
    '{count} pekerjaan gagal dalam sehari terakhir ({queues}).',
    'Lihat halaman Gangguan; yang belum selesai dikerjakan lagi dengan sendirinya.',
  ),
  'jobs-late': warning(
    '{count} pekerjaan menunggu lebih dari {minutes} menit ({queues}).',
    'Pastikan ada proses yang berjalan dengan peran desk dan issuer.',
  ),
  'connections-ok': good('{free} dari {most} sambungan basis data masih bebas.'),
  'connections-few': warning(
    'Hanya {free} dari {most} sambungan basis data yang bebas; layanan sendiri memerlukan sekitar {needed}.',
    'Naikkan max_connections, atau kurangi program lain pada server ini.',
  ),
} as const;

export const ADDRESS = {
  'address-ok': good('{url} dijawab oleh layanan ini dalam {ms} milidetik.'),
  'address-local': note(
    'PUBLIC_URL menunjuk komputer ini sendiri: tautan dalam pesan tidak dapat dibuka pemohon dari luar.',
  ),
  'address-not-https': warning(
    'PUBLIC_URL tidak memakai https, jadi isi halaman dan tautan pribadi dapat dibaca di perjalanan.',
    'Pasang sertifikat pada server web di depan layanan ini, lalu pakai alamat https.',
  ),
  'address-unreachable': wrong(
    'PUBLIC_URL ({host}) tidak dapat dibuka ({why}): tautan dalam pesan tidak berfungsi.',
    'Pastikan layanan berjalan, dan nama, firewall, serta server web di depannya mengarah ke sini.',
  ),
  'address-certificate': wrong(
    'Sertifikat {host} tidak dapat dipercaya ({why}): peramban pemohon akan menolak halaman kita.',
    'Perbarui sertifikat itu, lengkap dengan rantainya, untuk nama yang ada dalam PUBLIC_URL.',
  ),
  'address-names': good('Sertifikat {host} berlaku sampai {until} untuk {names}.'),
  'address-moved': wrong(
    '{host} mengalihkan ke alamat lain ({to}), sehingga tautan dan webhook dapat gagal.',
    'Isi PUBLIC_URL dengan alamat akhirnya, termasuk https.',
  ),
  'address-foreign': wrong(
    'Yang menjawab di {host} bukan layanan ini (status {status}): tautan pemohon membawanya ke tempat yang salah.',
    'Periksa DNS dan server web di depan; dua pemasangan harus memakai SECRET_KEY yang sama.',
  ),
  'part-failing': wrong(
    'Layanan melaporkan bagian yang terganggu: {parts}.',
    'Lihat halaman Gangguan dan bagian itu di daftar ini.',
  ),
  'authority-https': note(
    'Alamat CA dalam sertifikat memakai https ({url}). Sebagian program membuka daftar pencabutan dan OCSP hanya lewat http biasa; lihat AUTHORITY_URL.',
  ),
  'crl-served': good('Daftar pencabutan di {url} adalah terbitan CA ini dan berlaku sampai {until}.'),
  'crl-unreachable': wrong(
    'Daftar pencabutan ({url}) tidak dapat diambil dari alamat yang tertulis dalam sertifikat ({why}).',
    'Pastikan alamat /ca/ diteruskan server web ke layanan ini.',
  ),
  'crl-foreign': wrong(
    'Yang ada di {url} bukan daftar pencabutan dari CA ini.',
    'Pastikan alamat /ca/ diteruskan server web ke layanan ini, tanpa halaman atau berkas lain di depannya.',
  ),
  'crl-outdated': wrong(
    'Daftar pencabutan di {url} sudah lewat masanya sejak {until}: pembaca dokumen dapat menolak semua sertifikat.',
    'Pastikan ada proses yang berjalan dengan peran issuer, dan server web di depan tidak menyimpan daftar yang lama.',
  ),
  'ocsp-served': good('OCSP di {url} menjawab dengan benar; sertifikat penjawabnya berlaku sampai {until}.'),
  'ocsp-unreachable': wrong(
    'OCSP ({url}) tidak menjawab di alamat yang tertulis dalam sertifikat ({why}).',
    'Pastikan alamat /ca/ diteruskan server web ke layanan ini, juga permintaan POST.',
  ),
  'ocsp-wrong': wrong(
    'OCSP di {url} menjawab, tetapi jawabannya keliru ({why}).',
    'Bila tertulis tryLater, pastikan ada proses dengan peran issuer. Selain itu, periksa apakah alamatnya mengarah ke pemasangan ini.',
  ),
} as const;

export const CLOCK = {
  'clock-ok': good('Jam server ini sesuai dengan {source} (selisih {seconds} detik).'),
  'clock-off': warning(
    'Jam server ini berbeda {seconds} detik dari {source}. Kode masuk, Mini App Telegram, dan sertifikat bergantung pada jam.',
    'Nyalakan penyelarasan waktu (NTP) pada server yang keliru.',
  ),
  'clock-wrong': wrong(
    'Jam server ini berbeda {seconds} detik dari {source}: kode masuk dan Mini App dapat ditolak, dan sertifikat terbit dengan waktu yang keliru.',
    'Nyalakan penyelarasan waktu (NTP) pada server yang keliru, lalu mulai ulang layanan.',
  ),
  'calendar-over': warning(
    'Semua hari libur yang tercatat sudah lewat (terakhir {last}), sehingga pada hari libur berikutnya orang dijanjikan operator yang tidak ada.',
    'Isi OFFICE_CLOSED dengan hari libur dan cuti bersama yang akan datang, lalu mulai ulang layanan.',
  ),
  'clock-unknown': note('Tidak ada jam lain yang dapat ditanya untuk membandingkan.'),
} as const;

export const DISK = {
  'disk-ok': good('{folder}: {free} GB bebas dari {all} GB.'),
  'disk-low': warning(
    '{folder}: tinggal {free} GB bebas dari {all} GB.',
    'Tambah ruang atau pindahkan berkas lain sebelum penuh.',
  ),
  'disk-full': wrong(
    '{folder}: tinggal {free} GB bebas. Bila penuh, pesan tidak dapat dicatat dan sertifikat tidak dapat terbit.',
    'Segera tambah ruang atau hapus berkas lain.',
  ),
  'folder-missing': wrong(
    'Folder {folder} tidak dapat dibaca ({why}).',
    'Periksa DATA_DIR dan CA_DIR, apakah disknya terpasang, dan hak akses foldernya.',
  ),
  'folder-locked': wrong(
    'Folder {folder} tidak dapat ditulisi ({why}).',
    'Berikan hak menulis kepada pengguna yang menjalankan layanan.',
  ),
} as const;

const RENEW =
  'Pasang media yang berisi CA induk, jalankan: npm run cli -- ca renew --root-dir FOLDER (kunci yang sama) atau dengan --new-key (CA baru dengan kunci baru; yang lama tetap melayani sertifikatnya), lalu mulai ulang proses dengan peran issuer. Bila CA induknya di luar, buat permintaannya dengan npm run cli -- ca request (kunci yang sama) atau ca request --new-key (kunci baru), lalu pasang sertifikat dari sana dengan ca renew --import.';

export const KEYS = {
  'key-opens': good('SECRET_KEY membuka data yang tersimpan, yang terlama dan yang terbaru.'),
  'key-nothing': note('Belum ada data tersimpan untuk mencoba SECRET_KEY.'),
  'key-missing': wrong(
    'SECRET_KEY tidak ada, dan folder data tidak menyimpannya.',
    'Jalankan layanan sekali, atau isi SECRET_KEY.',
  ),
  'key-wrong': wrong(
    'SECRET_KEY tidak membuka data yang tersimpan ({which}): data pemohon tidak dapat dibaca.',
    'Kembalikan kunci yang dipakai dahulu; kunci lama dituliskan dalam SECRET_KEY_OLD.',
  ),
  'key-order': wrong(
    'Kunci terakhir dalam SECRET_KEY_OLD bukan kunci pertama basis data ini: pemohon tidak ditemukan lewat NIP-nya, dan layanan menolak dimulai.',
    'Tulis semua kunci lama dalam SECRET_KEY_OLD, yang terbaru lebih dahulu dan kunci yang paling pertama di urutan terakhir.',
  ),
  'signer-elsewhere': note(
    'Penanda tangan bekerja pada proses lain, jadi kunci CA dan jurnalnya tidak ada di sini. Jalankan `npm run cli -- doctor` di sana.',
  ),
  'signer-away': wrong(
    'Tidak ada penanda tangan yang sedang bekerja: permohonan yang disetujui menunggu, dan daftar pencabutan tidak diperbarui.',
    'Jalankan proses dengan ROLES=issuer, atau lihat catatannya mengapa proses itu berhenti.',
  ),
  'ca-ams': note('Sertifikat diterbitkan melalui AMS; tidak ada CA sendiri yang perlu diperiksa.'),
  'ca-ok': good('Kunci CA terbuka; sertifikat CA berlaku sampai {until}.'),
  'ca-retired': note(
    'CA sebelumnya berlaku sampai {until}. CA itu tidak menerbitkan lagi; kuncinya masih menandatangani daftar pencabutan dan jawaban OCSP untuk sertifikat yang pernah diterbitkannya, jadi foldernya tidak boleh dihapus.',
  ),
  'ca-outlived': wrong(
    'CA sebelumnya berakhir pada {until}, padahal sertifikat terakhir yang diterbitkannya berlaku sampai {last}: mulai {until} daftar pencabutan dan jawaban OCSP-nya tidak dapat ditandatangani lagi, sehingga sertifikat itu tidak dapat diperiksa siapa pun.',
    'Kembalikan folder CA dari cadangan terbaru bila sertifikat CA itu pernah diperpanjang. Bila tidak pernah, terbitkan ulang sertifikat yang berlaku lebih lama daripada CA-nya sebelum tanggal itu.',
  ),
  'ca-lost': wrong(
    'CA dengan pengenal kunci {key} pernah menandatangani di sini dan berlaku sampai {until}, tetapi tidak ada di CA_DIR: daftar pencabutan dan jawaban OCSP untuk sertifikatnya tidak diperbarui lagi.',
    'Kembalikan folder CA yang lengkap dari cadangan terbaru, lalu mulai ulang proses dengan peran issuer.',
  ),
  'ca-missing': wrong(
    'Belum ada CA di CA_DIR, jadi tidak ada sertifikat yang dapat terbit.',
    'Buat CA (npm run cli -- ca init), ambil yang sudah ada (npm run cli -- ca init --import), atau kembalikan folder CA dari cadangan.',
  ),
  'ca-locked': wrong(
    'Kunci CA tidak dapat dipakai ({why}), jadi tidak ada sertifikat yang dapat terbit.',
    'Periksa CA_DIR, hak akses berkasnya, dan CA_PASSPHRASE atau CA_PASSPHRASE_FILE.',
  ),
  'ca-ends': warning(
    'Sertifikat CA penerbit berakhir pada {until}, {days} hari lagi. Sertifikat pemohon tidak pernah melampauinya: mulai {shorter} masa berlakunya kurang dari dua tahun, dan mulai {stops} tidak ada lagi yang terbit.',
    RENEW,
  ),
  'ca-ends-soon': wrong(
    'Sertifikat CA penerbit berakhir pada {until}, {days} hari lagi. Mulai {stops} tidak ada lagi sertifikat yang dapat terbit.',
    RENEW,
  ),
  'ca-ended': wrong(
    'Sertifikat CA penerbit berakhir pada {until}: tidak ada lagi sertifikat yang dapat terbit, karena masa berlakunya akan terlalu pendek. Permohonan yang sudah disetujui dikembalikan ke pemeriksaan.',
    RENEW,
  ),
  'root-ends': warning(
    'CA induk juga berakhir pada {until}, jadi CA penerbit tidak dapat diperpanjang melampauinya.',
    'Perpanjang keduanya: npm run cli -- ca renew --renew-root --root-dir FOLDER, lalu bagikan root.cer yang baru kepada semua yang mempercayainya. Bila CA induknya di luar, tanyakan kepada pengelolanya.',
  ),
  'root-key-here': warning(
    'Kunci CA induk ada di komputer ini ({folder}). Siapa pun yang menguasai komputer ini dapat membuat CA atas nama kantor Anda.',
    'Pindahkan folder itu ke media lepas dan simpan terkunci di tempat lain. Layanan tidak membutuhkannya.',
  ),
  'ca-exposed': wrong(
    'Pengguna lain di komputer ini dapat membaca atau mengganti {files} di {folder}.',
    'Batasi haknya kepada pengguna yang menjalankan layanan: chmod 700 untuk folder, chmod 600 untuk berkas kunci.',
  ),
  'passphrase-exposed': warning(
    'Pengguna lain di komputer ini dapat membaca berkas kata sandi CA ({file}).',
    'Batasi haknya kepada pengguna yang menjalankan layanan: chmod 600.',
  ),
  'journal-ok': good('Jurnal penanda tangan terbaca dan sesuai dengan basis data ({count} entri).'),
  'journal-differs': wrong(
    'Jurnal penanda tangan tidak sesuai dengan basis data ({state}); penandatanganan dihentikan.',
    'Cari tahu sebabnya (cadangan yang dipulihkan?), lalu jalankan: npm run cli -- ca reconcile',
  ),
  'revocations-lost': wrong(
    'Basis data pernah dipulihkan dari cadangan lama dan kehilangan {count} pencabutan. Penanda tangan mengembalikannya sendiri, sehingga sertifikatnya tetap dicabut; keputusan dan pesan lain sesudah cadangan itu mungkin hilang juga.',
    'Cari tahu apa lagi yang hilang, hentikan layanan, lalu jalankan: npm run cli -- ca reconcile --apply. Setelah itu, jalankan layanan lagi.',
  ),
  'journal-unreadable': wrong(
    'Jurnal penanda tangan tidak dapat dibaca ({why}); penandatanganan dihentikan.',
    'Pulihkan berkas signer-journal.jsonl di CA_DIR dari cadangan, lalu jalankan: npm run cli -- ca reconcile',
  ),
  'crl-none': note('Daftar pencabutan belum pernah diterbitkan; layanan menerbitkannya setiap jam.'),
  'crl-fresh': good('Daftar pencabutan terbaru berlaku sampai {until}.'),
  'crl-stale': wrong(
    'Daftar pencabutan berakhir pada {until}: pemeriksa sertifikat menolak semua sertifikat kita.',
    'Pastikan ada proses dengan peran issuer yang berjalan.',
  ),
} as const;
