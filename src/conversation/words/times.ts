import { type Rule, say } from './rule.ts';

/** Not now, and when. */
export const times: readonly Rule[] = [
  {
    means: 'not-now',
    id: say`
      ^ nanti / = nanti / saya [akan] kirim|kirimkan|lampirkan|upload|unggah [ulang|lagi|kembali] [surat] nanti|besok|menyusul / nanti saja|dulu|sore|malam|siang|pagi / nanti saya .. / iya nanti [saja] [saya] /
      kirim|kirimkan|bikin|buat|selesaikan|isi|urus|cek|lihat|kerjakan|balas|kabari|upload|lengkapi|periksa .. nanti /
      nanti [akan|tidak] [saya] .. kabari|hubungi|cek|lihat|kirim|isi|urus|lanjut|lanjutkan|balas|kerjakan|periksa|upload|kabarin|susulkan|proses /
      ^ otw|otewe / akan|segera [segera] [kami|saya] tindaklanjuti|menindaklanjuti / kami|saya [akan] [segera] tindaklanjuti / ^ saya|kami urus|uruskan|siapkan|buat|kerjakan|proses|usahakan|coba dulu / tinggal scan|discan|dipindai|dikirim|kirim|diupload|upload|stempel|dicap /
      belum sempat|senggang|siap|mood / <neg> ada waktu / belum .. sempat /
      lagi|sedang|masih [ada] rapat|sibuk|meeting|cuti|sakit|nyetir|mengajar|dl|diklat|bimtek|ujian|upacara|acara|zoom|apel|pelatihan|perjalanan|macet|umroh|haji|repot|hectic|tugas /
      lagi|sedang|masih [di] luar kota|daerah|kantor / lagi|sedang|masih [dinas] luar /
      lagi|sedang|masih|saya tidak [ada|berada] di kantor|tempat / lagi|sedang|masih di jalan|lapangan|rumah / dinas luar / ^ sebentar|bentar|tunggu / sebentar ya|lagi /
      tunggu sebentar|dulu / ingatkan|kabari|hubungi|chat|wa [saya] [lagi] nanti|lain|kapan /
      ingatkan [saya] [lagi] / [saya] [coba] cek|lihat|periksa|baca|konfirmasi|pastikan|tanyakan|pelajari dulu /
      lain kali|waktu / kapan kapan / jangan sekarang / tidak|belum sekarang / belum bisa [sekarang] /
      surat .. sedang|masih|lagi diproses|proses|disiapkan|diurus|dibuat|dibuatkan|diketik|diajukan / hari senin|selasa|rabu|kamis|jumat / pulang|kembali|masuk senin|selasa|rabu|kamis|jumat /
      akan [segera] saya|kami urus|kerjakan|siapkan|proses|kirim|kirimkan|lengkapi|upload|lakukan /
      saya|kami akan [segera] urus|mengurus|kerjakan|siapkan|menyiapkan|proses|kirim|kirimkan|mengirim|lengkapi|upload / ^ senin|selasa|rabu|kamis|jumat / masih|lagi|sedang sibuk / sibuk /
      saya|sy cek dulu / cek dulu / lihat dulu / pikir|pikir dulu / tunda|ditunda|menunda /
      masih|sedang|lagi|tinggal|cuma|hanya menunggu|nunggu|tunggu [tanda] [tangan] [pimpinan|atasan|kadis|sekda|ttd|paraf] /
      [saya] menunggu|nunggu|tunggu tanda|paraf|disposisi [tangan] [dari] [pak|bu|bapak|ibu] [pimpinan|atasan|kadis|kepala|sekda|beliau] [dinas] /
      [surat] sudah [surat] [saya] serahkan|diserahkan|titip|titipkan|dititipkan|kasih|kasihkan|naikkan|dinaikkan|ajukan|diajukan|masukkan [surat] ke|di|kepada|sama [bagian|subbag|staf] tu|tata|umum|sekretariat|persuratan|kepegawaian|pimpinan|atasan|kadis|sekda|sespri|ajudan|meja|bapak|ibu|pak|bu /
      rekomendasi|satunya|perubahan|lainnya [data|lagi] [akan] menyusul|nyusul / surat|yang satu|lain [lagi] [akan] menyusul|nyusul / baru|masih satu|1 [surat] [yang] [sudah] [di] ditandatangani|ttd|jadi|ada|selesai|siap /
      belum [di] ditandatangani|ttd|tandatangan|teken|diteken|paraf|diparaf / di|ke meja pimpinan|atasan|kadis|kepala|bapak|ibu|sekda /
      sebentar lagi / sedang|lagi buka|cek|lihat|cari [email] /
      saya|mau konsultasi|koordinasi|tanya [ke] dulu / koordinasi dulu /
      habis|setelah|sesudah rapat|makan|sholat|jumatan|cuti|lebaran / habis|setelah|sesudah ini saya`,
    en: say`
      on|until|by monday|tuesday|wednesday|thursday|friday / boss|director|head|supervisor .. away|abroad|leave|out|absent / not now|today / later [today] / im|i am|am|currently busy|driving|traveling|travelling|away|sick|ill /
      [im|am] in a meeting|training|class / in meeting / on leave|holiday|vacation|duty / busy / remind me [later] /
      give me [some|a] time|moment|minute / let me check / i [will|ill] check|do|look|get|send .. later / wait /
      hold on / some other time / out of office|town / ill get back / one moment / just a moment|minute|second`,
  },
  {
    means: 'not-now:1',
    id: say`
      besok [saja|ya|pagi|siang|sore|malam|dulu] / esok hari / nanti besok / besok [baru] bisa /
      lagi|sedang|masih rapat|sibuk|cuti|meeting besok`,
    en: say`tomorrow / [remind|ask|contact] [me] [again] tomorrow`,
  },
  {
    means: 'not-now:2',
    id: say`lusa / besok lusa`,
    en: say`day after tomorrow`,
  },
  {
    means: 'not-now:7',
    id: say`minggu|pekan depan / seminggu lagi`,
    en: say`next week / in a week / within a week / after a week`,
  },
  {
    means: 'not-now:30',
    id: say`bulan depan / sebulan lagi`,
    en: say`next month / in a month`,
  },
  {
    means: 'not-now:#',
    id: say`# hari [lagi|ke]`,
    en: say`in # day|days / give me # day|days / # days`,
  },
  {
    means: 'not-now:#7',
    id: say`# minggu|pekan [lagi]`,
    en: say`in # week|weeks / give me # week|weeks / # weeks`,
  },
];
