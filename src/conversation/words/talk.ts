import { type Rule, say } from './rule.ts';

/** Help, people, language and manners. */
export const talk: readonly Rule[] = [
  {
    means: 'help',
    id: say`
      bantu|bantuan|bantuin|dibantu|tolongin|menu / tolong bantu|dibantu / gimana|bagaimana cara / cara|caranya /
      apa yang harus|perlu [saya] .. / saya harus apa|gimana|bagaimana|ngapain / maksud apa|gimana / apa maksud /
      pandu|dipandu|tuntun|dituntun|dibimbing|ajari|diajari|gaptek / mau|ingin|izin|boleh|bisa|numpang [saya] tanya|bertanya|nanya / mau|izin tanya dulu boleh|bisa / langkah / tutorial|panduan / minta|mohon petunjuk|arahan|pencerahan / = ini|itu [file|berkas|surat] apa / = apa ini|itu / klik|pencet|tekan|tombol [nya] [yang] mana|dimana / = lalu|terus|trus / lalu|terus|trus gimana|apa|bagaimana|ngapain /
      selanjutnya apa|gimana|bagaimana / mulai dari mana / = untuk|buat apa [itu|ini] / habis|setelah|sesudah ini [saya] [harus|perlu] apa|gimana|bagaimana|ngapain / ini gimana|bagaimana / ini buat|untuk apa / [saya] [harus] jawab|balas|ketik apa|gimana|bagaimana`,
    en: say`
      help|assist|assistance / how do|can|should i|we .. / how to /
      what [should|do|must] [i|we] [have|need] [to] do / what do you mean / what [is] next / anything .. to do / which email|mailbox|address / i have a question /
      need|want to ask`,
  },
  // Whoever sighs has not confirmed anything either.
  {
    means: 'tedious/doubt',
    id: say`
      [kok|kenapa|masa] ribet|rumit|repot|merepotkan|ngerepotin|nyusahin|menyusahkan|mempersulit|memusingkan [banget|sekali|amat|terus] /
      = [kok|kenapa] [ini|prosesnya|caranya|langkahnya] susah|sulit|panjang|banyak|pusing|capek|lelah|bosan|males|malas [saya] [banget|sekali|amat|terus] /
      susah|sulit|banyak|panjang banget|sekali|amat [langkah|prosedur|proses|tahap|syarat] / banyak|panjang langkahnya|langkah|prosedur|tahapnya|maunya|syaratnya /
      males|malas|capek|bosan|lelah [saya] [ah|mengurus|urus|lanjut|bikin|buat|isi|baca|ngurus] / tidak ada yang lebih gampang|mudah|simpel|cepat / berbelit|bertele|bikin pusing|ribet /
      = susah|sulit|gampang|mudah tidak`,
    en: say`
      tedious|cumbersome|bureaucratic|bureaucracy|hassle / too complicated|difficult|hard|long|much|many [work|steps|trouble] / so complicated|difficult|many|much [steps|work] /
      such a hassle|pain / tired of this|it / annoying / = complicated|difficult|lazy`,
  },
  {
    means: 'help/asked',
    id: say`susah|sulit|gampang|mudah`,
    en: say`difficult|complicated|easy|hard`,
  },
  {
    means: 'complaint',
    id: say`
      bikin|membuat emosi|kesal|kesel|jengkel|marah|sebal / naik darah / emosi / anjir|anjing|bangsat|brengsek|kampret|sialan|goblok|tolol|bego|tai /
      kalian|kamu|anda|pada|mereka [pada] kerja|niat|serius tidak /
      = [saya] kesal|kesel|jengkel|sebal|sebel|marah|dongkol [saya] [banget|sekali] / kecewa|mengecewakan|keluhan|komplain|complain|mengeluh|protes / pelayanan|layanan|kinerja|sistem|petugas|operator|admin [nya] [ini] [sangat] buruk|jelek|lambat|payah|lelet|parah|kacau|<neg> /
      tidak|kurang becus|profesional|ramah|responsif / ombudsman / saya laporkan|lapor|adukan [ke] [atasan|bupati|gubernur|kepala|pimpinan|sekda|media] / payah|lelet|parah [banget|sekali] /
      <neg> ada yang kerja|bekerja|membalas|balas|peduli|tanggap|merespon / dicuekin|diabaikan|dipingpong|dipersulit`,
    en: say`
      complaint|complain|disappointed|disappointing|unacceptable|ridiculous|terrible|useless|frustrating|frustrated / bad|poor|awful service / nobody|noone [is] [ever] answers|working|replies|responds|helps|cares`,
  },
  // Whoever is lost has not confirmed anything.
  {
    means: 'help/doubt',
    id: say`
      = [iya|ya] [minta|mohon] tolong|mohon|minta / bingung / gimana|bagaimana / tidak bisa|berhasil|jalan|muncul|terbuka / error|gagal|trouble|kendala|masalah /
      <neg> bisa [di] <install>|kebuka / pakai|isi|tulis|pilih yang mana /
      apa beda|bedanya|perbedaan / beda|bedanya|perbedaan apa / <neg> paham|mengerti|ngerti|mudeng|jelas|memahami / paham <neg>`,
    en: say`
      dont|cant|not|didnt understand|follow|get / confused|confusing|unclear /
      error|errors|failed|fails|doesnt [not] [work] / im|am lost`,
  },
  {
    means: 'person',
    id: say`
      bicara|ngomong|ngobrol|chat|hubungi|telepon|berbicara|tanya|konsultasi|disambungkan|sambungkan|dihubungkan|hubungkan|terhubung|komunikasi [saya] [dulu] [langsung] [sama|dengan|ke|dgn] [langsung] <human>|admin|adminnya|bapak|ibu /
      tolong|minta|mohon|bisa|boleh telepon|telpon saya|balik / hapus|hapuskan|dihapus|menghapus|penghapusan data [pribadi] [saya] / data [pribadi|saya] [pribadi|saya] hapus|dihapus|dimusnahkan /
      salinan|copy|kopi|fotokopi data [pribadi] [saya] / = telepon|telpon saya /
      ^ operator|petugas|helpdesk|cs [ada] /
      minta|mau|butuh|perlu|ada|panggil|panggilkan [nomor|kontak] <human>|admin /
      minta|mohon|tolong [tolong|bantu|bantuan|dibantu] [dari|sama|oleh|ke] <human>|admin /
      mau|ingin|minta [di] hubungi langsung / admin|operator|petugas .. ada / ada admin|operator /
      ada orang|manusia|petugas /
      nomor|no|kontak [hp|telepon|wa] [yang] [bisa] [di] dihubungi|operator|petugas|admin|kantor|helpdesk /
      bisa|mau|boleh [saya] telepon|nelpon|menelepon / minta telepon|ditelepon /
      bukan robot|bot / jangan robot|bot / datang langsung /
      tanya langsung / bicara langsung`,
    en: say`
      talk|speak|chat|connect .. person|human|operator|someone|agent|officer|staff / real|live person|human /
      = operator|human|agent / call me / phone number of|for / can someone /
      contact .. operator|officer|person|human / a human|person / delete|erase [all] [my] [personal] data /
      copy of [all] [the|my] [personal] data`,
  },
  {
    means: 'no-mailbox',
    id: say`
      <neg> [pernah] dikasih|diberi email [dinas|kantor] / <neg> pernah dapat email [dinas|kantor] / <neg> punya|memiliki email [dinas|kantor] /
      <neg> [ada|punya|memiliki] akses [lagi] [ke|di] email / akses email .. hilang|<neg> / email|mailbox|inbox .. penuh / <neg> bisa|dapat terima|menerima email /
      email [dinas|kantor|resmi|itu] [saya] [itu|sudah] <neg> [bisa|dapat] [saya] dibuka|buka|diakses|akses|aktif|login /
      <neg> bisa|dapat [saya] buka|membuka|akses|mengakses|login|masuk [ke] [akun] email|mailbox|inbox /
      <neg> bisa|dapat [saya] buka|membuka|akses|mengakses [ke] kotak surat|masuk / lupa <secret> [akun] email [dinas|kantor] / lupa kata sandi [akun] email [dinas|kantor] /
      email|mailbox|inbox [akun] [dinas|kantor|saya] [dinas|kantor|saya] [sudah|sedang|lagi] terkunci|dikunci|terblokir|diblokir|dinonaktifkan /
      email .. <neg> bisa|dapat [saya] dibuka|buka|diakses|akses /
      kotak surat|masuk [email] [dinas|kantor|saya] [dinas|kantor|saya] [sudah|sedang|lagi] penuh|terkunci|dikunci|terblokir|diblokir|dinonaktifkan`,
    en: say`
      cant|cannot|longer|couldnt|not open|access|read|reach|use|get .. mailbox|inbox|email|mail|address / cant|cannot get [in] [into|to] [that|my|the] mailbox|inbox|email|mail / lost|no|longer [have] access /
      mailbox|inbox|email|mail [account] is|was locked|blocked|disabled|full / forgot|forgotten [the|my] password [of|for|to] [my|the] [office|work] [e] email|mail|mailbox`,
  },
  {
    means: 'status',
    id: say`
      sudah|telah [bisa] terbaca|kebaca|dibaca|sampai|masuk|diterima|terkirim [apa|atau] belum|kan|kah [surat|file|berkas] / cek|lihat|mengecek|melihat|tahu|mengetahui masa [berlaku|aktif] [<cert>] [saya] /
      sampai [di] mana / sejauh mana / sudah sampai|sejauh [di] mana / tahap|tahapan apa|mana|berapa / progres|progress|status|perkembangan|kelanjutan /
      belum|tidak ada info|informasi|kabar|update|berita|jawaban|respon|balasan / berlaku # tahun / berapa tahun /
      menunggu|nunggu|tunggu apa|siapa [lagi] / siapa .. memeriksa|periksa|memutuskan|menyetujui / tahun depan perpanjang|diperpanjang [lagi] /
      saya sudah|baru [saja] perpanjang|memperpanjang|diperpanjang / kapan .. habis|berakhir|kadaluarsa / habis|berakhir .. kapan|tanggal /
      update|kabar gimana|bagaimana / gimana|bagaimana update|kabar /
      kok|kenapa|mengapa belum [di] [juga] disetujui|approve|acc|diproses|proses|diperiksa|diverifikasi / sudah selesai|jadi|terbit|diproses|disetujui|beres|keluar [atau] [apa] belum /
      selesai|jadi|terbit|beres belum / sudah [di] proses|acc|approve|verifikasi [apa|atau] belum / posisi berkas|permohonan|dokumen /
      [apa|apakah] [masih] ada yang harus|perlu|kurang [saya] lengkapi|dilengkapi|siapkan|disiapkan|kirim|dikirim [lagi] /
      permohonan saya [sudah|ini|itu] [sampai] gimana|bagaimana|mana / kabar permohonan|berkas|sertifikat /
      gimana|bagaimana permohonan|sertifikat|proses|kelanjutan|berkas / ada kabar /
      apakah|apa [permohonan] [saya] sudah selesai|jadi|terbit|diproses|disetujui / apakah|apa <cert> [yang] baru [saya] sudah aktif|selesai|jadi|terbit|keluar / <cert> [yang] baru [saya] sudah aktif|selesai|jadi|terbit|keluar [atau] [apa] belum /
      belum selesai|jadi|terbit|beres juga / [apa|apakah] [masih] ada yang kurang [tidak] [di|dari|pada] <paper> / <paper> .. ada yang kurang [tidak] / kok|kenapa belum selesai|jadi|terbit|beres|diproses / kok|kenapa lama /
      apakah|apa [surat|berkas|file|dokumen] sudah|telah diterima|masuk|sampai|dibaca|dicek|diperiksa [belum] /
      [sudah] sampai|masuk|diterima|dibaca|dicek|diperiksa [apa|atau] belum / sudah|selama|telah # hari|minggu|jam|bulan /
      [kok|kenapa|prosesnya] lama|lambat banget|sekali|amat|betul|bener|terus / = [kok] lambat|lamban / <neg> ada perkembangan|kemajuan|respon|tindak|tanggapan / cek|dicek|lihat lagi permohonan|pengajuan|berkas|proses /
      <cert> .. habis|berakhir|kadaluarsa .. kapan|tanggal / kapan <cert> .. habis|berakhir|kadaluarsa /
      apakah <cert> [saya] .. habis|berakhir|kadaluarsa / sampai kapan .. berlaku / berlaku sampai|hingga kapan / habis|berakhir [lagi] .. dikasih|diberi|dikabari|diberitahu|diinfokan|diinfo [tahu] / [nanti|akan] diingatkan|mengingatkan|diingetin|diingatin|ngingetin [lagi] [tidak] / kapan .. perpanjang|memperpanjang|diperpanjang|diperbarui|perbarui`,
    en: say`
      anything else|more [that] i [still] [need|have|should|must] [to] do / what else|more do|should|must i [need|have] [to] do / when .. renew|renewed|extend / how long .. valid|last / valid until|till [when] / will|do|can you [also] remind [me] [again|later|next] / when .. expire|expires|end|ends / how many|much days|weeks|time .. left / status|progress / any|an update|updates|news / where is my .. / how far / is it done|ready|finished|issued /
      whats happening / what is happening / done yet / nothing happens|happened|happening / why .. long|slow / taking [so|too] long / [been] waiting [for] [a|#] [week|weeks|day|days|month] / so|too slow / been|its # week|weeks|day|days|month|months / when do i [have|need] [to] renew|extend [again] / where are|is we|it|this [now|at]`,
  },
  {
    means: 'status/asked',
    id: say`[gimana|bagaimana] surat|berkas|file [rekomendasi] [saya] sudah|telah [bisa] [di] kebaca|terbaca|dibaca|masuk|sampai|dibuka|dicek|diperiksa / sudah|telah [di] diacc|diapprove|diperiksa|dicek|dibaca|diterima|disetujui|diproses|diverifikasi|acc|approve|approved|terbit|kelar`,
    en: say`been checked|reviewed|approved|received|processed`,
  },
  {
    means: 'language:en',
    id: say`bahasa inggris / pakai|dalam inggris`,
    en: say`english / in english [please] / speak|switch|change|use [to] english`,
  },
  {
    means: 'language:id',
    id: say`bahasa indonesia / pakai|dalam bahasa|indonesia [indonesia] / bahasa indo`,
    en: say`indonesian|bahasa / in|to|speak indonesian|bahasa`,
  },
  {
    means: 'greeting',
    id: say`
      selamat pagi|siang|sore|malam|datang /
      ^ ass [wr] [wb] / ^ pagi|siang|sore|malam|halo|hai|hallo|hi|hei|hei|permisi|punten|misi|tabik|shalom|syalom|salam|p|ping /
      assalamualaikum|asalamualaikum|assalamu|asalamu|waalaikumsalam|samlekum|askum [alaikum|wr|warahmatullahi] [wb|wabarakatuh|wr] /
      salam sejahtera|sehat|hormat / om swastiastu / met pagi|siang|sore|malam / ^ yth|kepada|dear [yth] / yth|kepada|dear|halo|hai [yth] <human>|admin|tim /
      apa kabar / start`,
    en: say`^ hello|hey|hi|dear|start / good morning|afternoon|evening|day / how are you`,
  },
  {
    means: 'thanks',
    id: say`
      terima kasih [banyak|sekali] [banyak|sebelumnya] [atas|untuk|buat] [segala|semua] [bantuan|informasi|info|perhatian|kerjasama|penjelasan|arahan|pelayanan] /
      = [ok|oke|okey] dadah|wassalam|bye|sekian / sampai jumpa|ketemu|bertemu [lagi] / selamat bekerja|bertugas|beraktivitas|berlibur|istirahat|tinggal / wassalamualaikum [wr] [wb] /
      semoga|sehat|sukses sehat|sukses|lancar|berkah|dibalas [selalu|terus] / sukses|sehat selalu|terus / salam sukses|hormat|sehat /
      terima kasih [banyak|sekali] .. dibantu|bantu|membantu|bantuan / makasih|nuwun|hatur|suksma|trims|tengkyu|tq|thx|tks|jazakallah|syukron / [matur] nuwun|suwun [banget|sekali] / hatur nuhun`,
    en: say`
      thank|thanks [you] [so|very|a] [much|lot] [for] [your|the|all] [kind] [help|assistance|support|information] / thankyou / much appreciated / cheers /
      ty / = [ok|okay|alright] bye|goodbye [then] / bye bye / see you [later|soon] / take care / have a nice|good day|weekend|evening / all the best`,
  },
];
