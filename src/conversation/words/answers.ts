import { type Rule, say } from './rule.ts';

/** Yes, no, wrong; what takes a yes away; and the end of a data change. */
export const answers: readonly Rule[] = [
  {
    means: 'yes',
    id: say`
      ^ iya|ya|y|yoi / betul|benar|sesuai|tepat|cocok|klop|valid / setuju|menyetujui|sepakat|acc / tidak [ada] keberatan / = iya|ya|saya yakin [sekali] /
      = iya|ya|benar|betul|memang [memang|benar|sudah|kunci] <gone>|<erased>`,
    en: say`
      ^ yes|yep|yeah|yup|aye / ^ yes|yep|yeah|yup [its|thats|all] correct|right|accurate / thats|its|theyre [all] correct|right|accurate /
      that|it|this is [all] correct|right|accurate / = correct|agreed|confirmed|affirmative / agree|approve|approved`,
  },
  {
    means: 'yes/sure',
    id: say`
      sudah|telah|memang|semua|masih|tetap <right> [semua] / ^ oke|siap|sip <right> [semua] / sudah|masih|tetap sama [seperti] [yang] [dulu|kemarin|sebelumnya|semula|lama] /
      sudah|telah|masih <right> [dengan] keadaan|kenyataan|kondisi [yang] [sebenarnya|saat] [ini|sekarang] /
      data [saya] [sudah|telah|masih|tetap] <right> / semua [data] [sudah] <right> /
      semua data saya [di|yang] [atas|tersebut|sana] [sudah] <right> /
      data [saya] [di|yang] atas|tersebut|ditampilkan|tercantum|dikirim [sudah|adalah] <right> / data [saya] di|adalah <right> /
      <right> [apa] adanya / data [saya|kami|tersebut] [di|yang] [atas] [sudah|telah|adalah|memang] <right> adanya / sudah|telah|masih <right> dengan yang sebenarnya / sudah|telah|masih <right> [dengan] sk|ktp|dokumen [kepegawaian] [terakhir|terbaru] [saya] /
      tidak|belum ada perubahan [data|apapun|lagi] [dari|sejak|dibanding] [yang] [tahun|bulan|minggu] [lalu|kemarin|sebelumnya|dulu] / tidak|belum ada perubahan [pada|dari|di] data [saya] /
      tidak ada [yang|data] berubah|diubah|dirubah|salah|keliru|beda|diganti|diperbaiki /
      tidak ada yang [perlu|harus|mau] <alter> [lagi] / tidak ada [data] yang tidak <right> /
      tidak ada|ditemukan|menemukan kesalahan|koreksi|kekeliruan|perbedaan [ketik|penulisan] [pada|dalam|di|atas] [data] / data tidak|belum berubah / = data saya tidak berubah / = tidak|belum berubah / = data [saya] sama [semua] / = sama semua /
      = tidak perlu <alter> / tidak perlu perubahan|perbaikan|koreksi / tanpa perubahan / nihil perubahan /
      = perubahan|kesalahan|koreksi|kekeliruan|perbedaan|perbaikan|ralat|revisi [pada|di] [data] tidak ada /
      = perubahan|kesalahan|koreksi|kekeliruan|perbedaan|perbaikan|ralat|revisi [pada|di] [data] nihil /
      = [data] [saya] yang [perlu|harus|mau|ingin] <alter>|<bad> tidak ada / = [data] [saya] yang [perlu|harus|mau|ingin] <alter>|<bad> nihil /
      = [data] [saya] yang <neg> <right> tidak ada / = [data] [saya] yang <neg> <right> nihil /
      data [saya] [sudah] tidak ada masalah|kendala / tidak ada masalah|kendala [dengan|pada|di|dari|sama] data [saya] /
      saya setuju|menyetujui|konfirmasi|konfirm|mengonfirmasi|mengkonfirmasi [bahwa] [data] [sudah] [<right>] /
      saya|kami nyatakan|menyatakan|sampaikan|menyampaikan [bahwa] [data] [saya|kami|tersebut] [di] [atas] [sudah|telah|adalah] <right> [adanya] [dengan] [keadaan|kenyataan] [yang] [sebenarnya] / sudah oke|ok|fix|aman|clear [semua] data / sudah oke|ok|fix|aman semua /
      data [saya] [ini] [sudah] oke|ok|fix|aman|clear / dinyatakan <right>`,
    en: say`
      data|all|everything|details|information is|are|looks|look|seems [all] [still] correct|right|accurate /
      that|it|this looks|look|seems [all] [still] correct|right|accurate / that|it|this is [all] still correct|right|accurate /
      data|everything|details|information on|in|of [the|this|that|your] list|message|mail|page|form|record|table is|are|looks|look [all] correct|right|accurate /
      thats|its|theyre [all] still correct|right|accurate / all [still] correct|right|accurate /
      everything|all|data|it|details [is|looks|look|are] good|ok|okay|fine /
      that|it|this|data|all|everything|details|information already correct|right|accurate /
      data|details|information correct|right|accurate / [its|thats] all good /
      everything|all|data|it [is|looks|are] in order / everything|all checks out / [everything|all|it|that|this] looks|look good|correct|right|fine|ok|okay [to] [me] / no change|changes|correction|corrections|mistakes|errors [is|are] [needed|necessary|required|found] /
      there are|is no change|changes / [data] change|changes|correction|corrections|mistakes|errors [to|in|of] [my|the] [data] none|nil / nothing [has|to|needs] [to] change|changed|changes|correct /
      nothing [is] wrong / has|have not changed / hasnt|havent|didnt|not changed / unchanged /
      still the same|correct|valid|right / i|we [hereby] confirm|agree|approve [it|this|that|everything|all] /
      data confirmed / = lgtm`,
  },
  {
    means: 'no',
    id: say`
      = tidak|bukan|belum / = tidak mau / = tidak usah / = jangan / = tidak setuju / tidak|belum setuju|menyetujui`,
    en: say`= no|nope|nah|not / = no way / = not yet / dont|not agree`,
  },
  {
    means: 'wrong',
    id: say`
      kurang|belum|tidak lengkap|benar|sesuai|tepat {field} /
      <neg> .. <right> / <neg> <right> [dengan] sk|ktp|dokumen [kepegawaian] [terakhir|terbaru] [saya] / tidak|belum sama / salah|keliru|beda|berbeda|berubah|typo|ngawur /
      ada [beberapa|sedikit] [data] [yang] <bad>|perubahan|kurang|koreksi|lama|ralat|selisih|perbedaan|revisi /
      ada [data|beberapa] yang [perlu|mau|harus|ingin] <alter> / ada yang [perlu] diperbaiki|dibetulkan /
      mau|ingin|perlu|mohon|tolong|minta|harus|bisa|boleh <alter> data / <alter> data / perubahan data [saya] /
      data .. <neg> .. update|diperbarui|terbaru|diupdate / data .. lama|usang|kadaluarsa /
      mau|ingin|perlu|minta|ada perubahan / perlu|minta|mohon|harus <alter> / ralat /
      {field} .. <bad>|kosong|kurang|ketuker|tertukar|terbalik|kebalik|lama|usang|dobel|ganda /
      {field} [saya|ku] [yang] [tercatat|terdaftar|tertulis|tertera|lama] [itu|ini] [sudah] lama <neg> [lagi|saya] dipakai|digunakan|aktif|pakai|memakai [lagi] /
      {field} .. <neg> .. <right>|update|aktif|lengkap|dipakai|digunakan|terpakai|diperlukan|ada|muncul|diupdate|diperbarui|terdaftar|tercantum|sama|pakai [lagi] /
      <neg> [saya] pakai|memakai|gunakan|menggunakan|dipakai|digunakan [lagi] {field} [itu|tersebut|lama] [lagi] / {field} .. nonaktif|mati|hangus /
      {field} .. ditulis|tertulis|tercantum|tertera .. padahal|seharusnya / {field} .. <alter> / {field} .. perlu|mau|harus|ingin|minta <alter> / <alter> .. {field} / <bad> .. {field} /
      tapi|kecuali|hanya|cuma|selain .. {field} / [ada] perubahan|kesalahan|koreksi [di|pada|nama] {field} /
      {field} .. <neg> itu|ini|begitu lagi / {field} [saya] [ada] perubahan|yang <bad> / {field} .. dipecah|dilebur|digabung|dihapus|bubar|dibubarkan / {field} .. jadi|menjadi satu dengan|bersama|sama / {name} .. tambah|nambah|bertambah|ditambah|ditambahkan / {name} .. seharusnya|sebenarnya pakai|memakai|menggunakan|ada|tanpa|ditambah gelar /
      [saya] [sudah|baru|telah|sekarang] [saja|di] pindah|mutasi|dipindah|dipindahkan|dimutasi|geser|digeser|dirotasi [tugas] [ke] [di] {unit} /
      [saya] [sudah|baru|telah|sekarang] [saja|di] pindah|mutasi|dipindah|dipindahkan|dimutasi|geser|digeser|dirotasi [tugas] [ke] {organisation} /
      [saya] [sudah|baru|telah] [saja] pindah|mutasi|dipindah|geser [ke] seksi|ruangan|subbidang|sekretariat|email /
      {name} .. <neg> .. masuk|tertulis|dimasukkan|dicantumkan / naik|promosi jabatan|eselon /
      saya [sudah] [baru|baru] dilantik / saya|kami [sudah] <neg> [lagi] [bertugas|dinas] di {field} [itu] [lagi] / saya [dapat|baru|sudah] promosi / {field} [saya] [sudah] baru /
      sudah bukan kepala|kabid|kasi|kasubag|kasubbag|sekretaris|lurah|camat [lagi] / bukan {field} [saya] / {field} [saya] [sudah] bukan / saya [sekarang] di {unit} / alamat|kantor|gedung .. pindah [ke] {field} / kurang [satu|1|dua] digit|huruf|angka / {field} .. kurang satu|1|dua|2 digit|huruf|angka /
      {field} [saya] [sudah] <neg> .. lagi / {field} [saya] seharusnya pakai|tanpa|ditulis|ditambah / mohon|tolong|minta [di] tambahkan|ditambahkan|cantumkan|dicantumkan [gelar|huruf|angka]`,
    en: say`
      wrong|incorrect|mistake|mistakes|inaccurate|outdated / not .. correct|right|accurate|true /
      isnt|arent|doesnt .. correct|right|accurate|match / error|errors [in|with] [my|the] data|details /
      error|errors .. {field} / correct my|the|this|it|data|some / correct {field} / please correct /
      something [is] wrong|changed|different|off / data|details|information has|have [been] changed /
      some|one|a|there .. change|changes|corrections|changed /
      want|need|like|have|must to change|update|correct|edit|fix /
      want|need|like|have|must to change|update|correct|edit|fix my|some|the [personal] data|details|information /
      [want|need|like|have|must] [to] change|update|correct|edit|fix [my|the] {field} /
      change|update|correct|edit|fix my data|details|information /
      {field} .. wrong|incorrect|changed|outdated|old|different|mistake|misspelled|mispelled|missing|misspelt|empty /
      {field} is|are|has not .. correct|right|updated|mine|accurate / {field} isnt|doesnt|hasnt .. /
      {field} .. no|not|isnt .. used|use|active|valid|needed [anymore] / dont|not|longer use|using [this|that|my|the] [old] {field} [anymore] /
      change|changed|update|correct|edit|fix .. {field} / wrong|incorrect|new|different .. {field} /
      but|except|only .. {field} / moved|transferred to another|a|the|different [new] {field} / moved|transferred to [the|a] .. {unit} / [i|ive|im|was|been] [have|been] moved|transferred to another|a|the|different [different|new] {unit} / promoted`,
  },
  {
    means: 'wrong:unit',
    id: say`
      sekolah|puskesmas|fakultas|prodi|seksi|ruangan [saya] <bad> /
      saya|kami [sudah|telah|sekarang] [sudah|sekarang] bertugas|ditugaskan|berdinas|ngantor|ditempatkan [di] /
      saya|kami [sudah|telah|baru] [baru|di] pindah|mutasi|dipindah|dimutasi|dipindahkan [tugas] [ke] inspektorat|bappeda|bkd|bkpsdm|rsud|puskesmas|badan|biro|balai|uptd|upt|kelurahan|kecamatan|sekolah|satpol|bpkad|bapenda|setda|dprd|sekwan`,
    en: say`^ moved|transferred to .. office|department|division|unit|agency / i|we now work|am|are [now] in|at another|the [different] department|division|unit`,
  },
  {
    means: 'wrong:position',
    id: say`saya [sudah] <neg> [lagi] menjabat [lagi] sebagai|jadi|kepala|kabid|kasi|kasubag|kasubbag|sekretaris|lurah|camat`,
    en: say`i [am] no longer [the] head|director|secretary|manager`,
  },
  {
    means: 'wrong:phone',
    id: say`[itu|masih] nomor|no [hp] [saya] [yang] lama|dulu / [saya] [sudah] ganti|berganti nomor|no / nomor|no [hp] [saya] [yang] baru|ganti|berganti`,
    en: say`old number / number is old`,
  },
  {
    means: 'doubt',
    id: say`
      kayak|kayaknya|kyknya|sepertinya|seperti|keknya|kek|mungkin|barangkali|agaknya|rasanya|perasaan|seharusnya|kira|ragu|entah|insyaallah|setahu|seingat|sekilas|sudahlah|semoga|mudah /
      kalau tidak salah|keliru / kan|kah|masa|apakah|apa /
      <neg> yakin|tahu|ingat|pasti|cek|ngecek|lihat|baca|periksa / kurang tahu|yakin / menurut / lupa /
      hampir|nyaris|sebagian|separuh / belum .. cek|lihat|baca|periksa|buka / mau|akan saya cek|periksa|lihat /
      mohon|tolong|minta|harap|bisa|coba pastikan|dipastikan|cek|dicek|periksa|diperiksa|konfirmasi|dikonfirmasi [apakah|bahwa|agar] [semua] [data] [saya|kami|ini] [sudah|memang] <right> /
      ^ pastikan|dipastikan [semua] [data] [saya|kami|ini] [sudah] <right> / agar|supaya|biar [semua] [data] [saya|kami] [sudah|jadi|menjadi|lebih] <right> /
      mau|ingin|minta|perlu|butuh|harap [semua] [data] [saya|kami] [yang|sudah] <right> /
      sebaiknya|bilang [semua] [data] [saya|kami|ini] [sudah] <right> /
      <right> setelah|sesudah|kalau diganti|diubah|diperbaiki|dibetulkan / sertifikat [saya] [lama] masih <right> /
      [data] [saya] [yang] dulu|dulunya|tadinya|awalnya|kemarin|sebelumnya|pernah [sudah|memang] <right> / anda|kamu [sudah] yakin / ^ yakin [semua] [data] [saya] [sudah|ini] <right> /
      ^ jadi [semua] data [saya|kami] [ini] [sudah] <right> / [saya] konfirmasi|tanya|tanyakan|koordinasi [dulu] ke|kepada|sama|dengan / benar|betul juga / setuju dengan|sama pendapat|usul|saran|ide|bapak|ibu|pak|bu|anda|kamu / dulu|tadinya|awalnya|kemarin|sebelumnya [semua] data [saya] [sudah|memang|masih] <right> /
      siapa / harus / kenapa|mengapa|mana / katanya|dibilang|konon / terserah|ikut saja`,
    en: say`
      think|guess|suppose|maybe|perhaps|probably|possibly|hopefully|seems|seem|might|apparently|mostly|almost|partly|unsure /
      not sure|certain / as far as / dont know|remember / should|would|could be / why|what|which /
      i [will|ill] check|look / more or less / whatever / ^ is|are|was|were my|the|this|that|all|everything|it|these /
      please|kindly|could|can|would [you] confirm|verify|check|ensure / i|ive got it|your|this`,
  },
  {
    means: 'contrast',
    id: say`
      tapi|tetapi|namun|cuma|hanya|kecuali|selain|padahal|asal|asalkan|meski|meskipun|walau|walaupun|melainkan|sayangnya|kurang /
      yang lain / selebihnya|sisanya / lain sudah|semua|juga|tetap|masih|<right> /
      [data] [saya|kami] yang benar|betul adalah|ialah|yaitu|yakni|sbb|berikut / [data] [saya|kami] yang benar|betul sebagai berikut`,
    en: say`but|except|however|only|although|though|unless|apart / everything|all|anything else / the|its rest / other|others`,
  },
  {
    means: 'unreal',
    id: say`
      kalau|jika|bila|apabila|misal|misalnya|seandainya|andai|andaikan|umpama|akan|bakal|hampir|nyaris|takut|khawatir|katanya|contohnya /
      siapa bilang|yang bilang / kapan / sebelum / jangan sampai / mau|bulan|tahun|minggu pensiun /
      sebentar|bentar lagi pensiun|pindah|mutasi`,
    en: say`if|suppose|would|almost|nearly|afraid|worried|before|when|unless|will|going`,
  },
  {
    means: 'nothing',
    id: say`
      link|tautan|url [untuk|buat] set|setel|atur|reset <secret> /
      ^ ya ampun|allah|tuhan|gusti|salam|elah|iyalah|kali|sudah|begitulah / lebih lanjut / oh|eh|o|ah iya|ya /
      kalau begitu|gitu|demikian / bukan saya tidak|belum / tidak jadi <cancel> / satu|1 satu|1|persatu / satu|1 per|demi satu|1 / tidak apa / tidak masalah /
      apa kabar / apa adanya / [mohon] maaf [sebelumnya] / [mohon] [maaf] baru|telat|terlambat|lambat [bisa|sempat] balas|bales|membalas|respon|merespon|buka|baca [email|pesan] / harus ya / sebentar saja / kasih tahu / belum lama / belum selesai|jadi|beres /
      jadi benar|betul|sesuai / lebih|paling tepat|cocok|sesuai|pas / yang [paling] benar|betul|sesuai|tepat|cocok /
      [sudah|telah] sesuai [dengan] sk|aturan|sop|prosedur|ketentuan|arahan|petunjuk|permintaan|contoh|format [terakhir|terbaru] [saya] / sama sekali / tidak ribet|repot|susah|sulit|rumit|merepotkan /
      sama seperti|siapa / salah pencet|tekan|klik|sentuh / beda|berbeda|lain format / betul|benar betul|benar / tepat waktu / nomor yang sama`,
    en: say`
      would like|love [to] / no wait / wait no /
      oh yes|yeah|right / yeah right / right now|away / correct me / correct me if i|im [am] wrong / all right /
      no problem|worries / is it correct|right / make sure`,
  },
  {
    means: 'ack',
    id: say`
      oke|ok|okey|okay|siap|baik|baiklah|sip|oce|noted|dimengerti|mantap|aman|laksanakan|86|beres|gas|sae|monggo /
      = monitor /
      tidak [ada] apa|masalah|kendala / masalah|kendala tidak ada / masalah|kendala nihil / saya|kami tunggu|menunggu|nunggu [kabar|info|informasi|hasil] [selanjutnya|baik] / = selesai / = semua / = alhamdulillah|hore|asik|asyik|syukurlah|syukur / kalau|jika|bila|setelah [sudah] jadi|selesai|terbit .. kabari|dikabari|infokan|kabarkan|beritahu [saya] /
      kabari|dikabari|infokan|kabarkan|beritahu [saya] kalau|jika|bila|setelah [sudah] jadi|selesai|terbit / ditunggu [kabar|info|hasil] [selanjutnya|baik]`,
    en: say`ok|okay|alright|fine|sure|noted|great|cool|understood|good / got it / all right / no problem|worries`,
  },
  {
    means: 'that-is-all',
    id: say`
      cuma|hanya itu [saja|doang] yang berubah|diubah|salah|ganti|diganti|keliru|beda|<alter> / itu saja|doang yang berubah|diubah|salah|ganti|diganti|keliru|beda|<alter> / itu saja|doang|doank|semua [dulu] [perubahan] / eta saja / = [sudah] cukup [itu] [saja] / sudah cukup [itu] / hanya|cuma itu|segitu / tidak ada lagi|tambahan /
      tidak ada [lagi] [yang|perubahan] lain / [perubahan|data|yang] lain tidak ada / [perubahan|data|yang] lain nihil / sudah semua / sudah itu [saja] [perubahan] / cuma|hanya itu [saja|doang] perubahan / cuma|hanya satu|1 itu / sudah tidak ada [lagi] /
      segitu saja|dulu`,
    en: say`
      thats all|everything / that is all|everything|it / nothing else|more / no other|further|more changes|change /
      no more / only that [one] / just that [one] / thats it`,
  },
  {
    means: 'more',
    id: say`
      = masih ada / masih ada [yang|satu] lain|lagi|perubahan / ada [yang] lain|lagi / ada satu lagi / = satu|1|tambah lagi /
      = tambah / mau tambah|nambah [lagi] / ada tambahan`,
    en: say`
      one more|another / another one|change / there is|are [one] more / theres [one] more / also want to change /
      = more`,
  },
  {
    means: 'cancel-change',
    guarded: true,
    id: say`
      batal|batalkan|dibatalkan [saja] ubah|mengubah|diubah|ganti|mengganti|diganti|rubah|merubah|dirubah|edit|ngubah [data] /
      batal|batalkan|dibatalkan|membatalkan [saja] perubahan [data] /
      perubahan [data] [saya] batal|dibatalkan|batalkan / perubahan [data] tidak jadi /
      tidak jadi [yang] [mau] ubah|mengubah|diubah|ganti|mengganti|diganti|rubah|merubah|dirubah|perubahan|berubah|pindah /
      kembalikan|balikin|balikkan [saja] [lagi] [ke|seperti] [data] [yang] [semula|lama|awal] / ternyata [data] [saya] tidak ada [yang] [perubahan|berubah|salah|keliru|diubah] / pakai|gunakan data [yang] lama|awal|semula saja /
      tidak usah|perlu|jadi diubah|ubah|diganti|ganti|dirubah {field} / {field} [saya] [itu] [saja] tidak usah|jadi|perlu [di] [diubah|ubah|diganti|ganti|dirubah|berubah] /
      hapus|hapuskan|batal|batalkan|coret|buang [saja] [perubahan] [yang] {field} / {field} [saya] [itu] [saja] batal|dibatalkan|batalkan|dihapus|hapus|dicoret [saja] [diubah|diganti] / {field} [saya] tetap|biarkan [saja] [seperti|yang] lama|semula|awal|sebelumnya / batalkan data baru / [data] yang lama|awal|semula [saja] [sudah] benar|betul|sesuai|tepat / data lama|awal|semula [saja] [sudah|masih] benar|betul|sesuai|tepat / tetap|pakai|balik [ke] yang lama|awal|semula [saja] / biarkan|kembalikan|tetap [saja] [seperti|ke|yang] semula|awal|lama|sebelumnya`,
    en: say`
      cancel|undo|discard|drop|forget [the|my|that|this] [data] change|changes / dont change anything|it|data /
      keep [the|my] old|current|existing data / keep [the|my] old|current|existing {field} / cancel|drop|remove|forget [the|my] {field} [change] / no need to change /
      forget it|that / leave it|that|them [as] [is|it|be] / leave as is / old|previous|first|original [one|value|data|position] was|is right|correct|fine|better / never mind [it|that|the|my] [change|changes] / nevermind`,
  },
];
