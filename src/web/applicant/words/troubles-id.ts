import type { Words } from './words.ts';

export const troubles: Words['bad'] = {
  expired: {
    title: 'Masa berlaku tautan ini sudah habis',
    what: 'Tidak ada yang berubah, dan permohonan Anda tetap tersimpan.',
    next: 'Tekan tombol di bawah ini, atau tulis TAUTAN di percakapan Anda; kami segera mengirim tautan yang baru.',
  },
  'expired-long-ago': {
    title: 'Tautan ini sudah lama tidak berlaku',
    what: 'Tautan yang sudah selama ini tidak dapat diganti dari halaman ini, supaya tidak dapat dipakai untuk mengganggu pemiliknya. Tidak ada yang berubah.',
    next: 'Tulis TAUTAN di percakapan Anda atau dengan membalas email kami; kami segera mengirim tautan yang baru.',
  },
  'expired-request': {
    title: 'Masa berlaku tautan ini sudah habis',
    what: 'Permintaan dalam email Anda belum dijalankan, jadi tidak ada yang berubah.',
    next: 'Kirim email Anda sekali lagi; kami segera membalas dengan tautan konfirmasi yang baru.',
  },
  used: {
    title: 'Tautan ini sudah dipakai',
    what: 'Permintaan Anda sudah pernah dikonfirmasi dengan tautan ini, jadi tidak perlu diulang.',
    next: 'Periksa jawaban kami di kotak masuk email Anda. Bila belum ada, tulis STATUS dengan membalas email kami.',
  },
  unknown: {
    title: 'Tautan ini tidak dikenal',
    what: 'Mungkin tautannya terpotong ketika disalin. Tidak ada yang berubah.',
    next: 'Buka kembali pesan kami dan tekan tautannya secara utuh, atau tulis TAUTAN di percakapan Anda untuk menerima yang baru.',
  },
  none: {
    title: 'Belum ada permohonan',
    what: 'Atas nama Anda belum ada permohonan pembaruan, jadi belum ada yang dapat ditampilkan.',
    next: 'Tulis PERBARUI dengan membalas email kami atau di percakapan (chat) Anda dengan kami untuk memulai.',
  },
  'no-way': {
    title: 'Tautan baru belum dapat dikirim',
    what: 'Percakapan (chat) dan alamat email Anda yang tercatat saat ini tidak dapat kami jangkau. Permohonan Anda tetap tersimpan.',
    next: 'Silakan telepon kami pada jam layanan; operator akan membantu Anda masuk kembali.',
  },
  'too-many': {
    title: 'Hari ini sudah banyak tautan yang kami kirim',
    what: 'Agar percakapan dan kotak masuk Anda tidak penuh, dari halaman ini kami tidak mengirim tautan lagi hari ini. Tautan yang terakhir kami kirim tetap berlaku.',
    next: 'Cari pesan kami yang terbaru, juga di folder spam. Bila tidak ada, tulis OPERATOR di percakapan Anda, atau coba lagi besok.',
  },
  session: {
    title: 'Sesi Anda sudah berakhir',
    what: 'Demi keamanan, halaman ini tertutup sendiri setelah 12 jam. Permohonan, surat, dan kunci Anda tidak hilang.',
    next: 'Buka lagi tautan pribadi dari pesan kami. Tautan yang sama dapat dipakai berulang kali sampai masa berlakunya habis. Bila tidak menemukannya, tulis TAUTAN di percakapan Anda.',
  },
  foreign: {
    title: 'Permintaan ini tidak dijalankan',
    what: 'Permintaan tidak berasal dari halaman kami sendiri, atau halaman ini terlalu lama terbuka. Tidak ada yang berubah.',
    next: 'Kembali ke halaman Anda, muat ulang, lalu coba sekali lagi.',
  },
  broken: {
    title: 'Sistem kami sedang terganggu',
    what: 'Langkah terakhir Anda mungkin belum tersimpan. Kesalahannya ada pada kami, bukan pada Anda.',
    next: 'Tunggu beberapa menit, lalu muat ulang halaman ini. Bila masih sama, silakan telepon kami.',
  },
  absent: {
    title: 'Tidak ada berkas di sini',
    what: 'Sertifikat baru Anda belum terbit, atau berkasnya tidak disimpan pada kami.',
    next: 'Kembali ke halaman Anda untuk melihat sampai di mana permohonan berjalan.',
  },
  'app-old': {
    title: 'Halaman ini sudah lama terbuka',
    what: 'Demi keamanan, halaman di dalam Telegram hanya berlaku satu jam. Tidak ada yang hilang.',
    next: 'Tutup halaman ini, lalu buka lagi dari percakapan.',
  },
  'app-foreign': {
    title: 'Buka halaman ini dari Telegram',
    what: 'Halaman ini hanya dapat dipakai bila dibuka dari percakapan Anda dengan kami di Telegram.',
    next: 'Buka percakapan itu, lalu tekan tombol Status di sebelah kolom pesan.',
  },
  'app-unbound': {
    title: 'Percakapan ini belum terhubung',
    what: 'Kami belum tahu permohonan siapa yang harus ditampilkan, atau sudah lama Anda tidak masuk di percakapan ini.',
    next: 'Tutup halaman ini, lalu tulis NIP atau alamat email dinas Anda di percakapan. Setelah Anda masuk, permohonan Anda tampil di sini.',
  },
};
