import { type Rule, say } from './rule.ts';

/** Having one's certificate revoked, taking that back, and asking how it stands. */
export const revoking: readonly Rule[] = [
  {
    means: 'revoke',
    guarded: true,
    id: say`
      [saya] [mau|ingin|minta|mohon|tolong|hendak|bisa|boleh|bantu|cara|perlu] [untuk|agar|supaya|segera] cabut|cabutkan|mencabut|pencabutan [saja|segera] [terhadap|atas|untuk] <cert> [elektronik] [saya] /
      permintaan|permohonan|pengajuan|mengajukan|ajukan|meminta pencabutan [terhadap|atas|untuk] <cert> [elektronik] [saya] /
      <cert> [elektronik] [saya] .. mohon|tolong|minta|agar|supaya|mau|ingin|harap|bisa [segera] dicabut|cabut|dicabutkan|dinonaktifkan|diblokir /
      mohon|tolong|minta|agar|supaya|mau|ingin|harap|bisa [segera] dicabut|dinonaktifkan|diblokir <cert> [elektronik] [saya] /
      mohon|tolong|minta|harap|agar|ingin|mau <cert> [elektronik] [saya] [segera] dicabut|cabut|dinonaktifkan|diblokir /
      <cert> [elektronik] [saya] mau|ingin saya cabut|nonaktifkan|blokir / <cert> [elektronik] [saya] dicabut saja / nonaktifkan|menonaktifkan|blokir|memblokir <cert> [elektronik] [saya]`,
    en: say`
      [i] [would] [want|like|wish|need|please|can|could] [you] [to] revoke|revoking|block|deactivate [my|the|this] [electronic|digital] certificate|cert|it /
      revocation of [my|the] [electronic|digital] certificate / request [a] revocation /
      want|like|wish|need [my|the] [electronic|digital] certificate [to] [be] revoked / certificate should be revoked`,
  },
  {
    means: 'revocation',
    id: say`
      apakah|apa|kapan|kenapa|mengapa|kok|siapa .. <revoked> / <revoked> .. kapan /
      [<cert>] [elektronik] [saya] [yang] [lama] [saya] [ini|itu] [sudah|telah] [di] revoke|<revoked> [apa|atau] belum|tidak /
      minta|permintaan|permohonan|pengajuan|mengajukan cabut|pencabutan [<cert>] .. belum|sampai|gimana|bagaimana|diproses|diputuskan [diproses] /
      pencabutan [<cert>] .. kapan|sampai|belum / <cert> [yang] lama [saya] gimana|bagaimana / yang lama gimana|bagaimana /
      <cert> [yang] lama [saya] [langsung|otomatis|tetap|akan|masih] [<neg>|tidak|belum] berlaku [lagi] [kalau|setelah|sesudah|saat|ketika] [diperpanjang|diperbarui|diganti] /
      yang lama masih bisa|boleh .. dipakai|pakai|digunakan / hapus|buang [saja] [sertifikat|yang] lama / masih bisa|boleh .. pakai|dengan [yang|sertifikat|tte] lama /
      masih bisa|boleh tanda|ttd|tandatangan [tangan] .. lama`,
    en: say`
      is|was|has|are|have|were my|the|this|it [old|electronic|digital] [certificate|cert|one] [already|been|really] [been] <revoked> /
      did|have|has [you|they|someone|somebody|anyone|anybody|operator] [already|just] revoke|revoked|block|blocked|deactivate|deactivated [my|the|this] [old|electronic|digital] [certificate|cert|it|one] /
      when|why [will|was|is|did|do|has] [you] [the|my|this] [old] [certificate|cert] [be|been] revoke|<revoked> / <revoked> yet`,
  },
  {
    means: 'revocation/asked',
    id: say`
      <cert> .. [sudah|telah|akan] <revoked> /
      <cert> [saya] [yang] lama|dulu .. <revoked>|mati|nonaktif|berlaku|dipakai|kepake|digunakan|aktif|dihapus|hapus|dibuang /
      yang lama|dulu [saya] .. <revoked>|mati|nonaktif|berlaku|dipakai|kepake|digunakan|aktif`,
    en: say`
      certificate|cert .. <revoked> / old certificate|cert|one .. valid|active|work|working|used`,
  },
  {
    means: 'keep-certificate',
    id: say`
      batal|batalkan|membatalkan|dibatalkan|pembatalan|tarik|menarik [saja] [permintaan|permohonan|pengajuan] [untuk] cabut|pencabutan|mencabut|dicabut [<cert>] [elektronik] [saya] /
      pencabutan [<cert>] [elektronik] [saya] [mohon|tolong|minta|mau] [di] batal|batalkan|dibatalkan|dihentikan|ditarik /
      jangan|tidak [jadi|usah|perlu|mau] cabut|dicabut|mencabut|pencabutan [<cert>] [elektronik] [saya] /
      <cert> [elektronik] [saya] jangan|tidak [jadi|usah|perlu] dicabut`,
    en: say`
      cancel|withdraw|stop|undo [the|my|this] revocation / dont|not [to] revoke [my|the|it] [certificate] /
      keep [my|the] certificate / take back [the|my] revocation`,
  },
  {
    means: 'unused',
    id: say`
      tidak dipakai|digunakan|diperlukan|terpakai|kepake|kepakai lagi / tidak [saya] pakai|menggunakan|memakai|memerlukan|membutuhkan <cert> [lagi] / = tidak dipakai|digunakan|terpakai /
      <cert> .. tidak [saya] dipakai|digunakan|diperlukan|terpakai|pakai|perlukan|gunakan lagi`,
    en: say`
      no longer used|needed|using|required / certificate .. not [being] used|needed|required /
      dont|not use [it|the|my] [certificate] anymore`,
  },
];
