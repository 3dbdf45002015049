import { type Rule, say } from './rule.ts';

/** The course of a renewal: codes, links, letters, the new certificate. */
export const course: readonly Rule[] = [
  {
    means: 'new-code',
    id: say`
      = ulang|ulangi [lagi] / dikirim|dikirimkan ulang|lagi ke|lewat email|sini /
      kode [yang] baru|lagi|ulang / kadaluarsa|hangus|expired|kedaluwarsa kode|otp / <neg> ada [email|sms|pesan] kode|otp /
      <neg> [ada] [saya] terima|dapat|masuk|menerima|nerima|sampai|dpt|muncul|dikirim [email|sms] kode|otp /
      kode|otp .. <neg> .. masuk|sampai|terima|datang|dapat|diterima|ada|muncul|kunjung|bisa|terkirim|valid /
      dikirim|dikirimkan|kirimkan ulang|lagi|kembali .. kode|otp / kode|otp .. mana|kadaluarsa|expired|hangus|telat|kedaluwarsa|salah|ditolak|keliru /
      minta|kirim|kirimkan|kirimin|resend|kirimi [ulang|lagi] [saya] kode|otp /
      kirim|kirimkan ulang|lagi [kode|otp] / kode|otp .. kirim|dikirim|kirimkan [ulang|lagi] / mana kode|otp /
      sudah dikirim [apa|atau] belum kode|otp / kode .. lama masuk|datang|sampai|muncul / lama|telat|lambat|lelet masuk|datang|sampai kode|otp / ulangi kode / sudah cek email .. <neg> ada / spam .. <neg> ada / <neg> ada [juga] di|dalam spam|inbox|kotak|email`,
    en: say`
      new|another code|otp / resend / send .. code|otp [again] /
      <neg>|didnt|havent|no|never .. receive|received|get|got|getting|arrived|come|came .. code|otp /
      code|otp .. <neg>|hasnt|didnt|never .. arrived|come|came|received|arrive|work|here / code|otp .. expired|invalid|wrong|incorrect /
      no code / wheres|where .. code`,
  },
  {
    means: 'renew',
    guarded: true,
    id: say`
      mau|ingin|minta|mohon|saya|tolong [mau|ingin|perlu|harus] ganti|mengganti <cert> [baru|saya] /
      perpanjang|memperpanjang|perpanjangan|diperpanjang|diperpanjangkan|perpanjangin /
      perbarui|memperbarui|pembaruan|pembaharuan|memperbaharui|perbaharui|diperbarui|diperbaharui|pemutakhiran|renewal|renew|update .. <cert> /
      perbarui|memperbarui|pembaruan|pembaharuan|renew|renewal|perbaharui /
      <cert> .. [besok|lusa] [mau|sudah|akan|hampir|segera] habis|expired|kadaluarsa|kedaluwarsa|berakhir|expire|mati|kadaluwarsa|kadarluarsa|aktif|exp|ekspired [masa] [besok|lusa|hari|minggu|bulan|tahun] [ini|depan] /
      tinggal|sisa|kurang # hari|minggu|bulan [lagi] / # hari|minggu|bulan lagi habis|berakhir|kadaluarsa|mati /
      habis|berakhir|expired masa [berlaku] [<cert>] [besok] /
      masa [berlaku|aktif] .. habis|berakhir|expired|selesai [besok] /
      ajukan|mengajukan|pengajuan|daftar|bikin|buat|minta|urus|mengurus .. <cert> [baru] /
      <cert> .. <neg> [bisa] bisa|aktif|berlaku|dipakai|digunakan / ^ [setuju|sepakat] mulai / gas|silakan|monggo|mangga [kita] mulai|dimulai / ^ kita mulai|dimulai / ^ dimulai saja|sekarang / kapan [bisa|dapat|boleh] [saya|kita] [di] mulai|dimulai|memulai / bersedia [memulai|mulai] /
      ayo|mari|yuk [kita] proses|diproses|kerjakan|urus /
      silakan|ayo|mari|yuk|kuy|dapat|bisa|boleh [kita] mulai|dimulai|memulai [sekarang] / = boleh / = silakan`,
    en: say`
      renew|renewal|renewing|extend|extension / expiring|expires|expire|expired|ends|ending [in|within|next|this] [#|a|the] day|days|week|weeks|month|months / expires|expire|expiring in # day|days|week|weeks|month|months / certificate|cert .. expiring|expired|expire|expires / expires|expiring [in|on] [next|this] [week|month|year] /
      ^ [yes|ok|okay|sure|agreed] begin / ^ yes|ok|okay|sure|agreed start / lets|let [us|me] start|begin|proceed|go|do [it|ahead] / please start|begin / ready|happy|glad|like to start|begin|proceed /
      new certificate / get started / apply .. certificate`,
  },
  {
    means: 'resume',
    id: say`
      lanjut|lanjutkan|lanjutin|dilanjutkan|teruskan|diteruskan|melanjutkan|dilanjut|lanjutan|nerusin|terusin / lanjut|lanjutkan|dilanjutkan ke|kepada tahap|tahapan|langkah|proses berikutnya|selanjutnya / belum [saya] [di] unduh|diunduh|terunduh|download|didownload|kedownload|keunduh|simpan|disimpan /
      kirim|kirimkan|dikirim kembali|ulang|lagi surat|draf|draft / surat|draf|draft|file surat|draf|draft hilang|kehapus|terhapus / surat|draf|draft .. hilang|kehapus|terhapus /
      surat|draf|draft|file|lampiran [nya] kosong|blank|rusak|corrupt|hilang / surat|draf|draft|lampiran .. <neg> bisa|dapat [di] dibuka|kebuka|diunduh|didownload|dibaca|kebaca /
      = mana surat|draf|draft|lampiran [nya] / = surat|draf|draft|lampiran [nya] [di] mana / <neg> ada lampiran|surat|draf / = [eh] jadi [saja] [lanjut] / kirim|kirimkan|kirimin ulang|lagi surat|draf|draft|lampiran|format|template|contoh|formulir [surat] /
      surat|draf|draft|file|berkas|lampiran .. minta|kirim|kirimkan|dikirim lagi|ulang /
      minta|kirimkan|kirimin [lagi|ulang] surat|draf|draft|file|berkas lagi|ulang / minta|kirim|kirimkan|kirimin format|template|contoh|formulir [surat] lagi|ulang /
      format|template|contoh|formulir [surat] hilang|kehapus|terhapus .. kirim|kirimkan|minta [ulang|lagi] / format|template|contoh|formulir [surat] hilang|kehapus|terhapus / minta lagi|ulang surat|draf|draft|file|berkas /
      surat|draf|draft|file|berkas|lampiran .. tidak|belum .. ada|kekirim|terkirim|terlampir|kelihatan|muncul|masuk`,
    en: say`send .. letter|draft|file again / i [have] typed|wrote|entered|gave|made [you] [the|a|my] wrong number|nip|nik|code|email|address / continue|resume|proceed / go on|ahead / carry on / next step / pick up`,
  },
  {
    means: 'page',
    id: say`
      minta|kirim|kirimkan|kirimin|bagi|mana|share|dikirim|butuh [lagi] [ulang] [saya] link|tautan|url|halaman [lagi|ulang] /
      link|tautan|halaman|url|token .. invalid / link|tautan|halaman|url .. mana|lagi|ulang|expired|kadaluarsa|hilang|kedaluwarsa|error|rusak|hangus|mati|dead /
      link|tautan|halaman|url|tab|browser .. ketutup|tertutup|kututup /
      link|tautan|halaman|url .. <neg> bisa|ada|dapat|muncul|terbuka|kebuka|jalan|aktif|masuk [dibuka|diakses|buka|diklik] /
      <neg> bisa [di] dibuka|buka|diakses|akses|diklik|klik link|tautan|halaman / link|tautan baru / = link|tautan / kehilangan|hilang link|tautan /
      link|tautan|halaman|url .. <neg> [ada] ngapain|respon|reaksi|merespon / link|tautan|halaman|url .. muter|loading|lemot|blank|kosong|putih|hang|macet|stuck / muter|loading|lemot|blank|hang|macet [terus] link|tautan|halaman /
      p12|pfx .. mana|dimana / unduh|download|ambil|mengunduh [sertifikat] [di] mana|dimana|gimana|bagaimana / cara unduh|download|mengunduh|ambil|mengambil [sertifikat|file|p12] / file|berkas|p12|sertifikat <neg> bisa|dapat [di] unduh|diunduh|download|didownload`,
    en: say`
      send .. link [again] / link .. again|expired|broken|lost|work|invalid|missing / new|another link /
      need|lost|want .. link / closed [the|this|that] page|link|tab|browser / where is the file|p12 / where .. download|collect|get [it|the|my] [certificate|file|p12] / how .. download|collect [it|the|my] [certificate|file|p12] / page|link|site|website [is] [all] blank|white|empty|frozen|stuck / page|link|site|website .. cant|cannot|not|doesnt [be] reached|open|opened|load|loaded|found|work / where .. link / = link`,
  },
  {
    means: 'link:set',
    guarded: true,
    id: say`
      sudah|telah|selesai [berhasil] [saya] atur|diatur|set|diset|setel|disetel|tetapkan|ditetapkan|buat|dibuat|bikin|dibikin|isi|diisi <secret> /
      <secret> [saya|baru] sudah|telah [saya] atur|diatur|set|diset|setel|disetel|tetapkan|ditetapkan|buat|dibuat|bikin|dibikin|isi|diisi /
      sudah saya atur|set|setel|tetapkan / sudah [saya] klik dan isi|atur|set|buat / = sudah diatur|diset|ditetapkan`,
    en: say`
      <secret> is|has [been] [now] set|created / have|ive|i|done|already [just] set|created [up] [the|my|a] [new] <secret> / ^ set|created [up] [the|my|a] [new] <secret> /
      = [i] have|ive set it [up]`,
  },
  {
    means: 'link:missing',
    id: say`
      = belum|tidak masuk|sampai|datang|muncul|terima|ada [juga] / email|surel .. lama masuk|datang|sampai|muncul / mana email /
      email|surel <secret> <neg> ada|masuk|datang|sampai|diterima|muncul /
      belum|tidak [ada] [saya] terima|menerima|dapat|diterima email|surel|tautan|link [apa|dari] [bsre|penerbit|<secret>] /
      email|surel|tautan|link <neg> [juga] [saya] terima|menerima|diterima|sampai /
      belum|tidak ada email|surel|tautan [masuk|dari] [bsre|penerbit] / email|surel [dari] bsre .. <neg> ada|masuk|datang|sampai`,
    en: say`
      nothing [has] [come|arrived] .. bsre|inbox / no <secret> email|mail|link / have|has not received|got [the|any] email|mail|link [from] [bsre] /
      email|mail from bsre has|did not come|arrived|arrive / havent|hasnt|didnt receive|received|get|got [the|any] email|mail`,
  },
  {
    means: 'link:expired',
    id: say`
      tautan|link [set|atur|setel|reset] <secret> .. kadaluarsa|hangus|basi|mati / tautan|link dari bsre|penerbit .. kadaluarsa|hangus|basi|mati /
      tautan|link [set|atur|setel|reset] <secret> .. error|rusak|404|invalid /
      tautan|link <secret> [sudah] <neg> berlaku|bisa|aktif [dibuka|lagi]`,
    en: say`[set] <secret> link [has|is] expired|dead / [set] <secret> link .. expired|invalid|dead / [set] <secret> link .. <neg> work|working|valid`,
  },
  {
    means: 'wrong-file',
    id: say`
      salah kirim|lampirkan|unggah|upload|melampirkan|mengirim|mengunggah [surat|file|berkas|dokumen|lampiran|foto] / salah surat|file|berkas|dokumen|lampiran [yang] [saya] [kirim|kirimkan|dikirim] /
      surat|file|berkas|dokumen [yang] [tadi|saya|kemarin] [tadi|saya|kirim] [kirim|kirimkan|dikirim] salah|keliru|ketuker|tertukar / = maaf|itu surat|punya teman|rekan|orang [lain] /
      surat|file|berkas [nya] ketuker|tertukar /
      tarik|menarik|ditarik|ganti|mengganti|diganti [kembali|lagi] surat|file|berkas [yang] [saya|sudah] tadi|kemarin|dikirim|terkirim|kirim`,
    en: say`
      sent|attached|uploaded the wrong|another letter|file|document|one / wrong letter|file|document|attachment / letter of [a] colleague|friend`,
  },
  {
    means: 'key-made',
    id: say`
      sudah [saya] [berhasil|selesai] buat|bikin|dibuat|membuat|dibikin|buatkan [pasangan] kunci / [pasangan] kunci [sudah|telah] [saya] [sudah|telah] buat|bikin|dibuat|jadi|selesai`,
    en: say`[have|ive] made|created|generated the|my|a [new] key [pair] / key [pair] is|was made|created|ready`,
  },
  {
    means: 'arrived',
    guarded: true,
    id: say`
      surat|rekomendasi|sr [rekomendasi|perubahan] [data] [nya] sudah [selesai|jadi] [di] tanda|ttd|tandatangani|ditandatangani|diteken|dicap|distempel|ditanda [tangan|tangani] [oleh] [kadis|kepala|pimpinan|atasan|sekda|beliau] [dinas] /
      [surat] perubahan [data] [nya] sudah [di] tanda|ttd|tandatangani|ditandatangani|diteken|dicap|distempel|ditanda [tangan|tangani]`,
    en: say`letter|letters is|was|are|were|has|have [been] [now|already] signed|stamped`,
  },
  {
    means: 'arrived',
    id: say`
      link|tautan|url|kode|otp|email|surel|surat|draf|draft|pesan|undangan [dari] [bsre|penerbit|<secret>] [sudah] saya [sudah] terima|dapat|menerima|dapatkan|simpan /
      link|tautan|url|kode|otp|email|surel [dari] [bsre|penerbit|<secret>] [nya] sudah [di] [saya] terima|diterima|masuk|sampai|datang|dapat|ada|muncul /
      saya sudah|telah terima|dapat|menerima|dapatkan [email] link|tautan|url|kode|otp|email|surel|surat|draf|draft|pesan /
      sudah [saya] terima|dapat|menerima|dapatkan [email] link|tautan|url|kode|otp|email|surel|draf|draft|pesan / link|tautan|email|surel|kode .. masuk|ada|ke [di|ke|folder|kotak] spam`,
    en: say`
      link|code|email|mail|letter|letters [from] [bsre] has|have|just|is arrived|come|there|here /
      [i] have|ive|just|i received|got [the|your|a|an|my] link|code|email|mail|letter|letters|draft /
      received|got the|your|a link|code|email|mail / link|email|mail|code in [the|my] spam`,
  },
  {
    means: 'collected',
    guarded: true,
    id: say`
      sudah|telah|berhasil [saya] [berhasil|bisa] [saya] [di] <install> [semua] /
      sudah|telah [saya] [di] <install> [dengan] dibantu [oleh|sama] <aide>|teman|rekan|anak|suami|istri / <install> [dan] berhasil|sukses /
      sudah [bisa] [di] dipakai|digunakan|dipake|terpakai /
      = [sudah|ternyata|akhirnya] bisa [di] pakai|dipakai|digunakan [untuk|buat] [tanda|ttd|tte|tandatangan] [tangan] [lagi] / = sudah [saya] coba|dicoba|tes|dites [dan|ternyata] bisa|berhasil|lancar|aman /
      sudah bisa [untuk] tanda|ttd|tte|login|tandatangan [tangan] /
      sertifikat [baru] [saya] [sudah|berhasil] [saya] [sudah|berhasil] diterima|terima|dapat|ambil|diambil|<install>|aktif /
      sudah [saya] terima|diterima|ambil|diambil [p12|sertifikat] [sertifikat|baru] / berhasil terima|diambil /
      sudah aktif|berfungsi|normal / = [alhamdulillah|akhirnya] [sudah] berhasil|sukses`,
    en: say`
      installed|downloaded|imported [it] [successfully] /
      installed|downloaded|imported without [any] problem|problems|issue|issues|trouble /
      have|ive installed|downloaded|imported|received|saved [it|the|my|new] [new] [certificate|p12] /
      certificate|it [is|now] works|working|installed / received .. certificate / it works [now] /
      successfully installed|downloaded|imported`,
  },
  {
    means: 'letter-is:recommendation',
    id: say`
      = [ini|berikut|terlampir|itu|untuk|yang] [tadi] [saya] [kirim|kirimkan|dikirim|lampirkan|upload|saya] [tadi] [ini|itu] [adalah|yaitu] [surat] rekomendasi|sr /
      = [ini|berikut|terlampir|untuk] [adalah] surat rekomendasi /
      = saya|sudah [sudah] kirim|lampirkan|kirimkan|sampaikan|upload [saya] [surat] rekomendasi|sr /
      ini [adalah] surat rekomendasi / terlampir [saya] [sampaikan|kirimkan|kirim] surat rekomendasi /
      berikut [saya] [sampaikan|kirimkan|lampirkan|kirim] surat rekomendasi|sr`,
    en: say`
      = [this|here|its|attached|the|is|that] [is|the] [a|my|the] recommendation [letter] /
      attached is [my|the|a] recommendation [letter]`,
  },
  {
    means: 'letter-is:change',
    id: say`
      = [ini|berikut|terlampir|itu|untuk|yang] [tadi] [saya] [kirim|kirimkan|dikirim|lampirkan|upload|saya] [tadi] [ini|itu] [adalah|yaitu] surat [permohonan] perubahan [data] /
      ini [adalah] surat [permohonan] perubahan data /
      terlampir|berikut [saya] [sampaikan|kirimkan] surat [permohonan] perubahan data /
      = surat permohonan perubahan data`,
    en: say`= [this|here|its|attached|the|is|that] [is|the] [a|my|the] [data] change letter / data change letter`,
  },
  {
    means: 'enclosed',
    id: say`
      terlampir|lampiran|dilampirkan /
      ini|berikut|nih [adalah|saya|untuk|buat|lampiran|kirim|lampirkan|kirimkan|sampaikan] surat|file|berkas|dokumen|suratnya|filenya|scan|pdf /
      ini|berikut|nih [sudah|yang] [saya] [sudah] perbaiki|diperbaiki|revisi|direvisi|benarkan|dibenarkan|betulkan [surat] /
      ini|berikut|nih [adalah] surat [rekomendasi|perubahan] [data] sudah [di] tanda|ttd|tandatangani|ditandatangani|diteken|dicap|distempel [tangan|tangani] [oleh] [kadis|kepala|pimpinan|atasan|sekda|beliau] [dinas] /
      saya lampirkan|kirim|kirimkan|sampaikan|upload [ya|surat|file|berkas|dokumen|scan] /
      sudah|telah [saya] kirim|dikirim|kirimkan|lampirkan|upload|diupload|unggah|serahkan|antar|antarkan|mengirim surat|file|berkas|dokumen|scan /
      sudah|telah [saya] serahkan|antar|antarkan|setor|titip|titipkan [langsung] [ke|di|lewat|sama] [petugas|kantor|operator|loket|bagian|resepsionis] /
      surat|file|berkas|dokumen [rekomendasi] sudah|telah [saya] [di] kirim|dikirim|kirimkan|lampirkan|upload|diupload|unggah|serahkan|antar|antarkan [langsung] /
      = ini|berikut|surat|file|berkas|scan /
      berikut saya lampirkan|kirim|kirimkan|sampaikan [surat|berkas|file|dokumen]`,
    en: say`
      attached|attachment|enclosed / here [is|are] [the|my] letter|file|document|scan|documents|pdf /
      see attached|attachment / i [have|already] [already] sent it|them|everything [already] / already sent [it|them|everything] / [i] [have|already] sent the|my letter|file|document [already] / heres [the|my] letter|file|document / = here / = letter|file`,
  },
];
