import { type Rule, say } from './rule.ts';

/** What people ask about ways and means: haste, channels, numbers, passphrases, devices, installing. */
export const practical: readonly Rule[] = [
  {
    means: 'hurry',
    id: say`
      dipercepat|percepat|disegerakan|didahulukan|diprioritaskan|prioritas|prioritaskan|dahulukan|urgent|mendesak / buru buru / lagi|sedang buru / lebih|agak cepat / bisa|tolong|minta|mohon cepat /
      butuh|perlu|dipakai .. besok|lusa / dikejar|mengejar waktu|deadline`,
    en: say`speed up / urgent|urgently|asap|hurry|expedite / soon as possible / prioritise|prioritize|priority|prioritised|prioritized`,
  },
  {
    means: 'not-renewing',
    id: say`
      apa|apakah|masih [saya] [masih] perlu|harus|wajib ganti|mengganti|diganti <cert> / perlu|harus|wajib ganti <cert> [baru] tidak|kah /
      perpanjangan|pembaruan|perpanjang|memperpanjang [<cert>] [ini|itu] wajib|harus [tidak|kah] / wajib perpanjang|memperpanjang|diperpanjang|diperbarui [<cert>] [tidak|kah] /
      kalau|jika|bila|apabila|misal [saya] tidak [jadi|saya|mau|sempat|ikut] perpanjang|diperpanjang|memperpanjang|perbarui|diperbarui|memperbarui [apa|gimana|bagaimana] /
      kenapa|mengapa|kok|untuk [apa] [saya] harus|perlu|mesti [di] perpanjang|diperpanjang|memperpanjang|diperbarui|perbarui / harus sekarang|segera / harus|perlu|wajib perpanjang|diperpanjang|memperpanjang|diperbarui|perbarui tidak|kah / masih perlu|harus|wajib [ya] / otomatis .. perpanjang|diperpanjang|diperbarui / perpanjang|diperpanjang|diperbarui .. otomatis /
      apa keuntungan|manfaat|guna|gunanya|tujuan .. perpanjang|perpanjangan|diperpanjang|pembaruan /
      kalau|jika|bila|apabila .. keburu|terlanjur|kelewat|telanjur habis|berakhir|mati|expired|kadaluarsa / apa akibat|risiko|resiko|konsekuensi|sanksi / akibat|risiko|resiko|konsekuensi|sanksi apa|kalau|jika|bila / apakah|apa|masih [saya] [masih] harus|wajib|perlu|mesti perpanjang|diperpanjang|memperpanjang|diperbarui|perbarui /
      kalau|jika|bila telat|terlambat|kelewat|terlewat`,
    en: say`
      if i|we|you dont|not|do [not] renew|extend / do|must|should i [have|need] [to] renew|extend`,
  },
  {
    means: 'deadline',
    id: say`
      masih sempat|keburu [tidak] / sudah telat|terlambat belum|tidak|kah / [kapan|tanggal|berapa] paling lambat|telat|akhir [kapan|tanggal|berapa] / [kapan|sampai] batas|tenggat [waktu|akhir] [sampai] [kapan] / tenggat|deadline [kapan] / kapan terakhir /
      sampai kapan|tanggal [berapa] .. dikirim|kirim|dikumpulkan|diserahkan|diterima|ditunggu|menunggu / dikirim|kirim|dikumpulkan|diserahkan|ditunggu sampai kapan|tanggal [berapa]`,
    en: say`
      deadline / how long|much [time] do i have to get|sign|send|submit|upload|return / how much time do i have / latest date|day / by when / when is|must|should .. due / when is .. deadline / until when / how late can i`,
  },
  {
    means: 'if-rejected',
    id: say`
      kalau|jika|bila|apabila|misal|seandainya|andai|takut|khawatir .. ditolak|dikembalikan|gagal [lagi] [apa|gimana|bagaimana] /
      kalau|jika|bila|apabila|misal|seandainya|andai .. <neg> disetujui|diterima|lolos|acc|approve [apa|gimana|bagaimana] /
      bisa|mungkin|kemungkinan|mungkinkah [saja] ditolak|dikembalikan / ditolak gimana|bagaimana`,
    en: say`
      if|in .. rejected|refused|declined|denied|returned / if .. <neg> approved|accepted / if .. turn|turns|turned [it|this|me|mine] down / if .. reject|rejects|refuse|refuses|decline|declines|deny|denies / can|could|might .. be rejected|refused|declined|denied`,
  },
  {
    means: 'why-rejected',
    id: say`
      kenapa|mengapa|kok|alasan|alasannya|sebab|penyebab|gara|karena [apa] [bisa] [permohonan|pengajuan|berkas|pembaruan|perpanjangan|surat|perubahan] [saya|kami|data] [di] ditolak|dikembalikan|tolak /
      kenapa|mengapa|kok|alasan|alasannya|sebab|penyebab [apa] [bisa] [permohonan|pengajuan|berkas|pembaruan|perpanjangan|surat|perubahan] [saya|kami|data] tidak disetujui|diterima|lolos|acc|approve /
      [permohonan|pengajuan|berkas|pembaruan|surat] [saya|kami] ditolak|dikembalikan kenapa|mengapa|alasan|alasannya|karena|gara|sebab [apa] / tidak disetujui|diterima|lolos|acc kenapa|mengapa|alasannya|karena [apa] /
      <why> [surat] [permohonan] <paper> [data] .. ditolak|dikembalikan|tolak|menolak / <why> [anda] tolak|menolak <paper> /
      salah|kurang [saya] [di] [bagian|sebelah] mana|dimana / = salah|kurang apa / <why> [surat] [saya] tidak|belum [bisa|dapat] dibaca|terbaca|kebaca /
      <why> <paper> .. tidak|belum [bisa|dapat] disetujui|diterima|lolos|acc|approve /
      [surat] [permohonan] <paper> [data] .. ditolak|dikembalikan .. <why> / apa|mana|dimana [yang] salah|kurang [dari|dengan|di|pada] surat|sr|pdf /
      surat|sr|pdf .. salah|kurang [di] apa|mana|dimana / surat|sr|pdf [yang|bagian] apa|mana [yang] salah|kurang / yang salah|kurang apa|mana|dimana / data [saya] apa|mana yang salah|kurang / apa [saja] yang [masih] kurang [dari|dengan|di|pada|untuk] [<paper>|data] [saya] /
      alasan|sebab|penyebab penolakan|pengembalian / apa [alasan|alasannya|sebab] [yang] [penolakan|ditolak] ditolak|penolakan`,
    en: say`
      why|how [come] [was|is|were|did|has|have] [my|it|the|this|you|they] [request|application|renewal|letter] [been] rejected|refused|declined|denied|returned|reject|refuse|decline /
      why [was|is|wasnt|isnt] [it|my|the] [request|application|renewal] not approved|accepted / why wasnt|isnt [it|my|the] [request|application|renewal] approved|accepted /
      why .. letter|request|application|renewal .. rejected|refused|declined|denied|returned / why .. letter|request|application|renewal not|isnt|wasnt accepted|approved /
      what [is|was] wrong with my|the [recommendation] letter|pdf /
      reason [for|of|why] [it|the|my|this] [was|is] rejection|rejected|refusal|refused`,
  },
  {
    means: 'apply-again/asked',
    id: say`
      bisa|boleh|dapat|apakah .. ajukan|mengajukan|diajukan|daftar|mendaftar|perpanjang|memperpanjang|diperpanjang|perbarui|memperbarui|diperbarui|minta|mengurus|urus lagi|ulang|kembali|nanti /
      ajukan|mengajukan|diajukan|daftar|mendaftar|perpanjang|memperpanjang|perbarui|memperbarui|urus|mengurus [permohonan] [baru] lagi|ulang|kembali|nanti .. bisa|boleh|dapat|gimana|bagaimana /
      kalau|jika|bila|apabila|misal [nanti|suatu] [saya|saat] perlu|butuh|memerlukan|membutuhkan|berubah [<cert>|pikiran] lagi|kembali [gimana|bagaimana]`,
    en: say`
      can|could|may i .. apply|reapply|register|resubmit again|later|anew / can|could|may i .. renew|request|start again|anew / can|could|may i reapply /
      if i need [it|one|a] [certificate] again|later`,
  },
  {
    means: 'if-retiring',
    id: say`
      [saya] mau|akan|hendak|segera|sebentar|bentar [lagi] [memasuki] pensiun|purnatugas [bulan|minggu|tahun|akhir] [depan|ini] [tahun] [ini] /
      bulan|minggu|tahun|akhir depan|ini|tahun [ini] saya [akan|mau|memasuki] pensiun|purnatugas / saya [akan|mau|memasuki] pensiun|purnatugas [mulai|per] bulan|minggu|tahun|akhir depan|ini|tahun [ini] /
      kalau|jika|bila|apabila|misal|seandainya [nanti|bulan|minggu|tahun] [depan] saya [nanti|akan|sudah] pensiun|purnatugas [gimana|bagaimana]`,
    en: say`
      i|im [am|will] [be|about|going] [to] retire|retiring next|this month|week|year / if|when i retire / im|am about to retire`,
  },
  {
    means: 'if-moving',
    id: say`
      gimana|bagaimana kalau|jika|bila|apabila [nanti] [saya] [nanti|akan|jadi] pindah|mutasi|dimutasi|dipindah|dipindahkan|dipindahtugaskan|rotasi|dirotasi [tugas] [ke] [instansi|dinas|kantor|daerah|kabupaten|kota|provinsi] [lain] [bulan|minggu|tahun] [depan] /
      kalau|jika|bila|apabila|misal|seandainya [nanti|bulan|minggu|tahun] [depan] saya [nanti|akan|jadi|bulan|minggu|tahun] [depan] pindah|mutasi|dimutasi|dipindah|dipindahkan|dipindahtugaskan|rotasi|dirotasi [tugas] [ke] [instansi|dinas|kantor|daerah|kabupaten|kota|provinsi] [lain] [bulan|minggu|tahun] [depan] [gimana|bagaimana] /
      bulan|minggu|tahun depan saya [akan|mau|kemungkinan|ada] pindah|mutasi|dimutasi|dipindah|dipindahkan|rotasi|dirotasi [tugas] [ke] [instansi|dinas|kantor|daerah|kabupaten|kota|provinsi] [lain] /
      saya [akan|mau|kemungkinan|ada] pindah|mutasi|dimutasi|dipindah|dipindahkan|rotasi|dirotasi [tugas] [ke] [instansi|dinas|kantor|daerah|kabupaten|kota|provinsi] [lain] bulan|minggu|tahun depan`,
    en: say`
      if i [am|get|will|have|was|were] [be|been|to] move|moved|moving|transfer|transferred|relocate|relocated [to] [another|a] [different] [office|agency|department|city] [next] [month|week|year] /
      i|im [am|will] [be] move|moving|moved|transferred [to] [another|a] [different] [office|agency|department|city] next month|week|year / when i [am|get] move|moved|moving|transferred [to] [another|a] [different] [office|agency|department|city] [next] [month|week|year]`,
  },
  {
    means: 'channels',
    id: say`
      bisa|boleh|dapat .. lewat|via|melalui|pakai wa|telegram|tele|sms|zoom / bisa|boleh|dapat .. lewat|via|melalui email|telepon /
      lewat|via|melalui email|telepon|telegram|tele [saja] boleh|bisa|dapat / lewat|via|melalui|pakai wa|sms [saja] [boleh|bisa] /
      kirim|dikirim [ke|di] wa / ada [nomor|no|akun|kontak] wa|telegram / [nomor|no] wa .. berapa / pindah [ke] telegram|tele|email [boleh|bisa] /
      [minta|ada] nomor|no telepon|telp|hp [kantor|dinas|diskominfo|kominfo] kantor|dinas|diskominfo|kominfo /
      harus|perlu|wajib|mesti [saya] datang|hadir|menghadap [langsung] [ke] [kantor|diskominfo|kominfo] / harus|perlu|wajib|mesti ke kantor|diskominfo|kominfo /
      boleh|bisa [saya] datang|ke [ke] kantor|diskominfo|kominfo / jam kerja|layanan|buka|kantor|operasional / jam berapa [kantor|operator|petugas|layanan] [mulai] buka|tutup|kantor|istirahat|pulang|operator / kapan|jam kantor|operator|petugas .. buka|libur|tutup|masuk / operator|petugas|kantor|layanan|admin .. libur|tutup|cuti|tanggal [merah] / hari|tanggal libur|merah|sabtu|minggu .. buka|masuk|dilayani|layanan|libur|kerja / sabtu|minggu .. buka|masuk|dilayani|kerja|diproses|proses / kantor|operator|petugas|layanan|admin [sabtu|minggu|besok|lusa|hari] [ini] buka|masuk|kerja [tidak]`,
    en: say`
      by|via|on|over|through|use|using|have wa|telegram|sms / can|could|may .. wa|telegram|sms|phone|email [instead] /
      office|working|opening hours / office|operator|operators|you [is|are] open|closed|work|working [on|at] [the] [weekend|weekends|saturday|sunday|holiday|holidays|today|tomorrow] / anyone|anybody|somebody|someone|you [there|here] .. weekend|weekends|saturday|sunday|holiday|holidays / weekend|weekends|saturday|sunday|holiday|holidays .. open|closed|working / do|must|should|have|need [i] [have|need] to come|visit|go [to] [in] [the|your] [person|office]`,
  },
  {
    means: 'first-certificate',
    id: say`
      belum [pernah] punya|memiliki|buat|bikin|daftar <cert> / belum pernah punya|memiliki|buat|bikin|daftar [<cert>] / belum pernah mendaftar|mengajukan <cert> /
      <cert> belum pernah punya|memiliki / belum punya sama sekali / pertama kali / pegawai|asn|pns|cpns baru`,
    en: say`i dont|do|havent [not] have|own|got a|an|any [electronic|digital] certificate yet / never had|owned [a|an|any] [electronic|digital] certificate|one / first time|certificate / new employee`,
  },
  {
    means: 'about-number',
    id: say`
      email [pribadi] atau|apa / {nip} .. buat|untuk apa / [ini] buat|untuk apa [nomor] {nip} / buat|untuk apa [nomor] {nik} / pakai|dengan gmail|yahoo / nip|nik|email atau|apa nik|nip|email / kirim|foto|pakai [foto] ktp|sk / {email} [yang] mana /
      <neg> punya|memiliki|mempunyai|ada|ingat|hafal|hapal|tahu {nip} / {nip} .. <neg> ada|punya|keluar|terbit|ingat|hafal|hapal|tahu / lupa {nip} / {nip} .. lupa /
      {nip} .. lihat|cek .. mana|dimana / {nip} [itu] [yang] # digit|angka / lihat|cek {nip} .. mana|dimana / {nip} [itu] apa / {nip} [yang] baru|lama atau|apa|sama [yang] lama|baru / {nip} .. kartu pegawai / p3k|pppk .. {nip} / {nip} .. p3k|pppk / apa itu {nip} / [kenapa|mengapa] harus|wajib {nip} /
      saya|kami|kalau|jika|bila|masih [masih|hanya|cuma|ini|adalah] [tenaga|pegawai|staf|guru] honorer|thl|phl|ptt|kontrak|outsourcing|outsource|nonasn [apa] / non asn|pns / [saya] bukan asn|pns|cpns [isi|pakai] [apa] /
      pakai|isi|tulis|dengan|lewat {nik} [saja] boleh|bisa / {nik} [saja] boleh|bisa / bisa|boleh [saya] pakai|isi|tulis|menggunakan|gunakan|dengan|lewat {nik} /
      pakai|isi|tulis|dengan {email} [saja] boleh|bisa / {email} [pribadi|gmail] boleh|bisa / bisa|boleh [saya] pakai|isi|tulis|menggunakan|gunakan|dengan {email} / bisa|boleh [saya] pakai|menggunakan|gunakan|dengan {nip}`,
    en: say`
      nip|nik or [my|the] nik|nip|email / where .. find|see [my] {nip} / dont|cant|not|no|without [have|know|remember] [a|an|my|the|any] {nip} / forgot|forgotten [my] {nip} / im|am|as|only [a] contract|temporary|honorary staff|employee|worker /
      not [a] civil servant / can|may i use [my] {nik} / can|may i use [my] {email}`,
  },
  {
    means: 'about-data',
    id: say`
      data|identitas [pribadi] [saya] [ini] aman|dijual|dibagikan|disebar|disebarkan|diberikan|rahasia|dijaga|bocor [tidak] / siapa .. lihat|melihat|mengakses|membaca|baca data|identitas /
      darimana|dari [mana] [kalian|kamu|anda] [bisa] dapat|tahu|punya data|identitas|email [saya] / disensor|disamarkan|disembunyikan|diblur|dihide / ada|kenapa|kok|pakai|tanda|ditutup|diganti|muncul|keluar|isi|jadi [tanda] bintang / bintang bintang / {nik} .. bintang / {nip} .. bintang / {nik} .. titik / {nip} .. titik / {nik} .. ditutup|ditutupi|tertutup / {nip} .. ditutup|ditutupi|tertutup /
      {nik} .. <neg> kelihatan|terlihat|ditampilkan|tampil|utuh|penuh [lengkap|semua] / {nik} [saya] kelihatan|terlihat|ditampilkan|tampil|terbuka / {nip} [saya] kelihatan|terlihat|ditampilkan|tampil|terbuka / {nip} .. <neg> kelihatan|terlihat|ditampilkan|tampil|utuh|penuh [lengkap|semua] /
      data [ini|saya] [ini|saya] [di] ambil|diambil|dapat|didapat|berasal [dari] mana|siapa / data [ini|saya] [ini] dari mana|siapa|simpeg|bkn|siasn|kepegawaian|sipd / {nik} .. sebagian / {nip} .. sebagian / [di] ambil|diambil dari mana / sumber data / data .. sumber /
      data .. disimpan|tersimpan / data [saya|ini|itu] [saya|ini] [akan] dipakai|digunakan|dipergunakan|diminta|perlu untuk|buat apa|siapa|keperluan /
      untuk|buat apa data [saya|ini]`,
    en: say`where did you get / masked|hidden|asterisk|asterisks|stars|censored|redacted / where .. data|details|information .. from / source of .. data|information /
      what data|information .. keep|store|hold / how long .. keep|store|hold .. data|information /
      data|information [going] [to] used|use|needed for / what .. use|need .. data|information for`,
  },
  {
    means: 'other-data',
    id: say`
      pangkat|golongan / naik|kenaikan|perubahan pangkat|golongan / alamat|rumah [rumah|tinggal|domisili] [saya] [sudah] pindah|berubah|ganti|salah|baru / pindah|ganti rumah|alamat /
      tempat lahir [saya] [salah|berubah] / status|masa kepegawaian|perkawinan|pernikahan|kerja|menikah [saya] [sudah] [berubah|salah]`,
    en: say`my [home] address|rank|grade [has|is] [changed|wrong|different] / place of birth / home address / promoted to rank|grade`,
  },
  {
    means: 'about-passphrase',
    id: say`
      apa itu <secret> / <secret> [saya] [apakah|apa|akan|ikut] [di] disimpan|tersimpan|simpan|tersimpankah / <secret> itu apa / maksud <secret> / <secret> maksud [apa] / [apa] beda|bedanya|perbedaan .. <secret> / <secret> .. beda|sama .. <secret> /
      <secret> [saya] [yang] lama|dulu [saya] [apakah|apa] masih bisa|boleh|berlaku [di] [pakai|dipakai|digunakan] /
      syarat|aturan|ketentuan|kriteria|contoh <secret> / <secret> .. bebas|minimal|berapa|huruf|karakter / berapa huruf|karakter / <secret> yang bagus|kuat|aman|baik /
      <secret> harus|wajib|boleh [pakai|ada|sama|isi] [apa|gimana|bagaimana|angka|simbol]`,
    en: say`
      what is|are [a|the] <secret> / difference .. <secret> / <secret> .. difference|different|same / how long|many|strong .. <secret>|characters /
      <secret> rules|requirements|length / must|should|does [the|my] <secret> [have|be|contain]`,
  },
  {
    means: 'about-device',
    id: say`
      pakai|di|lewat|dari|punya|dengan|menggunakan <device> kantor|sendiri|lain|orang|umum|bersama|dinas|teman|pinjaman /
      <device> .. bersama|bareng|ramai|rame|gantian|bergantian|umum|pinjam|pinjaman / warnet /
      bisa|boleh|harus|wajib [saya|dibuka|buka|diisi|dibuat|dikerjakan|dilakukan] pakai|di|lewat|dari|dengan|buka <device> [android] / pakai|lewat|di|dari <device> [android|saja] boleh|bisa /
      mac|macbook|ipad|chromebook|linux / bisa|boleh|pakai|lewat|di android|mac|macbook|ipad|linux|chromebook [bisa|boleh] / laptop|komputer|tablet|android|ipad [saja] bisa|boleh /
      <neg> punya|ada laptop|komputer|pc|hp|smartphone / perlu|harus <install> aplikasi|apa|sesuatu|software / browser|peramban apa|mana / browser|peramban .. <neg> didukung|support|kompatibel|mendukung /
      link|tautan|halaman .. pakai apa / buka .. pakai apa`,
    en: say`
      own|office|other|different|shared|public|borrowed <device> / shared|public|office|work computer|laptop|pc / internet cafe /
      on|from|with|using|use [my|a|the|an] mobile|tablet|ipad|mac|iphone|android|smartphone / on|from my|a|the phone / need|have to install|download anything|something|app|software / which browser|app`,
  },
  {
    means: 'how-to-install',
    id: say`
      wizard|certmgr|keychain / belum [saya] pasang|dipasang|terpasang|install|diinstall|instal|diinstal|terinstal|terinstall|impor|diimpor|import|diimport|kepasang|keinstal [juga] / rantai kunci /
      p12|pfx [itu|ini] [sebaiknya|harus] [saya] [di] simpan|disimpan [di] mana|dimana / file|berkas|sertifikat [baru] [itu|ini] [sebaiknya|harus] [saya] [di] simpan|disimpan [di] mana|dimana /
      cara|gimana|bagaimana|langkah [untuk] pasang|memasang|masang|install|instal|menginstal|impor|import|mengimpor [file|berkas] [<cert>|p12|pfx] /
      cara|gimana|bagaimana memasukkan|masukkan|masukin|pakai|menggunakan [file|berkas] <cert>|p12|pfx /
      [<cert>|p12] [baru] [saya] pasang|dipasang|install|diinstall|instal|diinstal|impor|diimpor|import|diimport .. mana|dimana / diapakan|diapain /
      panduan|petunjuk|langkah|cara|proses pemasangan|instalasi|penginstalan / pemasangan|instalasi <cert>|p12 / p12|pfx|berkas|file|sertifikat [ini|itu|baru] buka|dibuka|dipakai|pakai|dipasang [di|dengan] pakai|dengan|lewat [apa|aplikasi] / p12|pfx .. dibuka|buka [di] mana|dimana|gimana|bagaimana / setelah|sesudah|habis|sudah unduh|diunduh|download|didownload .. apa|gimana|bagaimana|diapain|ngapain`,
    en: say`how .. install|import / how do|can|should i|we install|import / where .. install|import / installation guide|instructions / how|what .. open .. p12|pfx|file / p12|pfx .. open .. with`,
  },
  {
    means: 'not-working',
    id: say`
      aplikasi .. <cert> [baru] [saya] [masih|tetap] <neg> valid|sah|dikenal|terdaftar /
      di|dalam|pada aplikasi .. <neg> muncul|terbaca|terdeteksi|dikenali|kebaca|kelihatan|ada /
      [masih] <neg> bisa|dapat|berhasil [untuk|dipakai|digunakan] [untuk] tanda tangan di|pada|lewat|pakai [aplikasi] /
      gagal [terus] [saat|waktu|ketika|pas|untuk] tanda tangan / tanda tangan .. gagal|error|ditolak / <neg> muncul|terbaca|terdeteksi|dikenali|kebaca|ada di aplikasi /
      <cert> [baru] [saya] [masih] <neg> muncul|kelihatan di / <cert> [baru] [saya] [masih] <neg> terbaca|terdeteksi|dikenali|kebaca|berfungsi / aplikasi .. <neg> .. <cert>`,
    en: say`
      [does|will] not|doesnt|wont|cannot|cant [be] work|working|appear|show|sign|used [up] in|with the|my app|application /
      app|application .. doesnt|cannot|cant|not see|find|show|recognise|recognize|accept`,
  },
];
