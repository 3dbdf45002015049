import { type Rule, say } from './rule.ts';

/** Withdrawing, stopping, not being the applicant, and no longer being one. */
export const leaving: readonly Rule[] = [
  {
    means: 'withdraw',
    guarded: true,
    id: say`
      = <cancel> /
      mau|ingin|minta|mohon|tolong|saya|hendak|bisa|boleh|cara [saya] [mau] batal|batalkan|membatalkan|dibatalkan|pembatalan|mundur|mencabut|menarik|ditarik|dicabut [saja] [permohonan|pengajuan|pembaruan|perpanjangan|proses] /
      <cancel> [saja] [kan] permohonan|pengajuan|proses|perpanjangan|pembaruan|semua /
      permohonan|pengajuan|perpanjangan|pembaruan|proses [saya] [ini] [mohon|tolong|mau|minta] [saya] [di] <cancel>|ditarik|dicabut /
      = tidak jadi /
      tidak jadi [deh] [perpanjang|memperpanjang|perpanjangan|mengajukan|ajukan|pembaruan|perbarui|permohonan|daftar] /
      tidak [mau|ingin|perlu|usah] perpanjang|memperpanjang|diperpanjang|diperbarui|melanjutkan|diteruskan|dilanjutkan|lanjut [lagi] /
      berubah pikiran / permohonan|pengajuan tidak jadi / batal saja / tidak mau|usah|perlu|jadi lanjut|dilanjut|dilanjutkan|dilanjutin|diteruskan|diterusin`,
    en: say`
      = cancel / = withdraw / = cancel|withdraw|stop everything|all / cancel|withdraw|revoke .. request|application|renewal|process /
      want|like|wish to cancel|withdraw / please cancel|withdraw / can|could|may i cancel|withdraw / cancel it /
      dont|not need|want it|this any|anymore [more] / no longer need|want it|this / dont|not want to renew|continue / do not want to renew|continue / changed my mind / not renewing`,
  },
  {
    means: 'stop',
    guarded: true,
    id: say`
      = berhenti|stop|setop /
      jangan|stop|berhenti|setop|hentikan [lagi] hubungi|menghubungi|kirimi|mengirimi|chat|ganggu|mengganggu|spam|kirimin|hubungin [saya] [pesan|email|notif|notifikasi] [lagi] /
      jangan|stop|berhenti|setop|hentikan [lagi] wa|email|sms|kirim|mengirim|ngirim [saya|pesan|email|notif|notifikasi] [ke] [saya] lagi /
      jangan|stop|berhenti|setop wa|email|sms saya /
      tidak usah|mau|perlu dihubungi|dikirimi|dichat|diganggu|diwa|hubungi|chat|wa [saya|pesan|email|notif] [lagi] /
      berhenti berlangganan / berhenti|hentikan|stop mengirim|kirim|pesan|notifikasi|notif|chat|langganan /
      hapus nomor|kontak|email saya / unsubscribe|unsub /
      jangan dihubungi|kirimi|dikirimi|diganggu|dichat [saya] [lagi]`,
    en: say`
      = stop|unsubscribe|quit /
      stop|quit|cease .. messaging|contacting|writing|sending|texting|emailing|messages|emails|bothering|spamming /
      dont|never .. contact|message|write|text|email|bother|spam [to] [me] [again|anymore] /
      do not contact|message|write|text|email|bother [to] [me] / leave me alone / remove me / unsubscribe /
      remove my number|email|address`,
  },
  {
    means: 'not-me',
    guarded: true,
    id: say`
      ini|itu bukan saya / = bukan saya / = bukan saya orang / bukan saya [yang] dimaksud|itu|orang / = saya bukan /
      saya bukan pemegang <cert> / email|pesan [ini] [ini] salah alamat|orang|kirim /
      saya bukan pemilik|pemegang|orang|yang|bernama|nama [orang] [yang] [nama|bernama|dimaksud|itu|bersangkutan|tersebut|ini] [dimaksud] /
      salah orang|sambung|kirim|nomor|alamat|kontak /
      bukan nomor|data|sertifikat|milik|punya|email|akun|nip|nama [milik|punya|ku] saya / bukan punya|milik saya /
      data [ini|itu|tersebut] bukan data|punya|milik [saya] / bukan orang [yang] [dimaksud] /
      punya|milik|data orang lain / tidak kenal [dengan] [orang|nama] [ini|tersebut] / bukan untuk saya /
      saya tidak [pernah] punya|memiliki <cert>|permohonan / saya tidak [pernah] mengajukan|mendaftar [<cert>|permohonan] /
      bukan email|nomor|hp|wa|akun [milik|punya] pak|bu|bapak|ibu|beliau /
      nama [itu|ini] bukan saya`,
    en: say`
      not me / isnt me / im|i am not [the] [that|him|her] person|him|her|owner /
      wrong person|number|address|recipient / not my data|certificate|name|email|number|account|details /
      belongs to someone|somebody else / i never|dont applied|apply|have [a] [for] certificate /
      someone elses|else / isnt mine / not mine`,
  },
  {
    means: 'left:retired',
    guarded: true,
    id: say`
      saya|aku|beliau|sy|bersangkutan|ybs [ini|sekarang] [sudah|telah|baru|memasuki] [lama|purna|saja|mp] pensiun|pensiunan|purnatugas|purnabakti|mpp /
      ^ sudah|telah|resmi pensiun|purnatugas / = pensiun|pensiunan|purnatugas /
      pak|bu|bapak|ibu .. [sudah|telah] pensiun|purnatugas / [sudah|telah] purna tugas|bakti /
      saya|beliau|ybs|bersangkutan .. sudah|telah|resmi pensiun|purnatugas / masa|memasuki pensiun /
      pensiun sejak|per|bulan|tahun|tmt|terhitung`,
    en: say`i|im|ive|he|she|hes|shes [am|have|has|is] [already|now|just] retired / ^ retired / in retirement`,
  },
  {
    means: 'left:died',
    guarded: true,
    id: say`
      beliau|bersangkutan|ybs|pemilik|pegawai|almarhum|almarhumah|alm|pak|bu|bapak|ibu|yang .. meninggal|wafat|berpulang|tiada /
      meninggal|wafat dunia / ^ almarhum|almarhumah / sudah|telah meninggal|wafat|berpulang / = meninggal|wafat /
      sudah almarhum|almarhumah|tiada`,
    en: say`he|she|who|owner|mr|mrs|ms|employee .. died|deceased|dead / passed away / has died / is dead|deceased`,
  },
  {
    means: 'left:moved',
    guarded: true,
    id: say`
      saya|beliau|ybs|bersangkutan [sekarang] [sudah|telah|baru|sekarang] [saja|di] pindah|mutasi|dimutasi|pindahan|dipindah|dipindahkan|dipindahtugaskan|dirotasi [tugas|kerja|dinas|wilayah] [ke] [kabupaten|kota|provinsi|pemkab|pemkot|pemprov|pusat|kementerian|instansi|daerah|luar|kab] [lain] /
      ^ [sudah|telah|baru] mutasi|dimutasi / = sudah pindah [tugas] / ^ [sudah] pindah tugas|wilayah|daerah /
      pindah [tugas] [ke] kabupaten|kota|provinsi|kementerian|pemkab|pemkot|pemprov|pusat|jakarta /
      pindah [tugas] [ke] instansi|daerah|dinas lain /
      mutasi [ke] [luar] kabupaten|kota|provinsi|pemkab|pemkot|kementerian|pusat|daerah|instansi [lain] /
      mutasi keluar`,
    en: say`
      i|ive|he|she|hes|shes|im [have|has|was|been|am] [been] moved|transferred|relocated [to] [another|a] [different|new] [regency|city|province|agency|institution|ministry] /
      moved|transferred to another|a [different] agency|regency|city|province|ministry|institution`,
  },
  {
    means: 'left:left',
    guarded: true,
    id: say`
      saya [sudah|telah|baru] resign|mengundurkan|berhenti|keluar|diberhentikan|mundur [diri|bekerja|kerja|dari|sebagai] [dari|sebagai] [asn|pns|dinas|kantor|instansi|pekerjaan|kerja|pegawai|kontrak|p3k|pppk] /
      pak|bu|bapak|ibu .. sudah tidak di sini|sana|dinas [lagi] / pak|bu|bapak|ibu .. sudah tidak [lagi] bekerja|bertugas|berdinas|dinas [di] [sini|sana] [lagi] / saya|beliau|sudah [sudah] tidak [lagi] bekerja|kerja|bertugas|berdinas|dinas [di] [lagi|sini|dinas|kantor|sana] /
      saya|beliau|ybs|bersangkutan|pegawai [itu] [sudah] tidak [lagi] aktif [lagi|di] [sini|dinas|kantor|sana] / tidak aktif bekerja|sebagai [asn|pns|pegawai] /
      saya [sudah] tidak [lagi] di [dinas|instansi|kantor|opd] ini|situ|sini|sana lagi / saya [sudah] tidak [lagi] menjabat / sudah bukan asn|pns|pegawai|pppk [lagi|disini|sini] / saya bukan lagi asn|pns|pegawai|pppk / saya bukan asn|pns|pegawai|pppk lagi / saya bukan pegawai /
      kontrak [kerja] [saya] [sudah] habis|selesai|berakhir|putus / resign / mengundurkan diri /
      beliau|ybs|bersangkutan [sudah] resign|keluar|berhenti`,
    en: say`
      i|he|she|ive|hes|shes [have|has] [already] left|resigned|quit [from] [the|my] [office|job|agency|service|position|civil] /
      no longer work|working|employed|with|works|here / dont work there|here anymore /
      my contract [has] ended|expired`,
  },
];
