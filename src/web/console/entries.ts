/** The journal's entries in words. They are written by the desk and never change; what is not listed is shown as it stands. */
const ENTRIES: Readonly<Record<string, string>> = {
  opened: 'permohonan dibuka',
  'signed-in': 'login',
  'data-confirmed': 'data dipastikan benar',
  'change-opened': 'perubahan data dimulai',
  'change-proposed': 'nilai baru diusulkan',
  'change-completed': 'usulan perubahan lengkap',
  'change-cancelled': 'perubahan data dibatalkan',
  'change-approved': 'perubahan data disetujui',
  'change-returned': 'perubahan data dikembalikan',
  'change-recorded': 'perubahan dicatat di AMS',
  'data-versioned': 'data tercatat berubah',
  'letter-received': 'surat diterima',
  'letter-read': 'surat dibaca',
  'document-kept': 'berkas disimpan lebih awal',
  'kept-used': 'berkas tersimpan dipakai',
  'kept-discarded': 'berkas tersimpan tidak dipakai',
  'key-received': 'kunci baru diterima',
  approved: 'penerbitan disetujui',
  returned: 'permohonan dikembalikan',
  rejected: 'permohonan ditolak',
  issued: 'sertifikat terbit',
  collected: 'sertifikat diterima pemohon',
  'key-lost': 'kunci dilaporkan hilang',
  'key-replacement-approved': 'penggantian kunci disetujui',
  'key-replacement-refused': 'penggantian kunci ditolak',
  'quiet-asked': 'minta ditunda',
  reminded: 'diingatkan',
  'silence-told': 'operator diberi tahu bahwa pemohon diam',
  lapsed: 'ditutup karena tidak ada kabar',
  resumed: 'dilanjutkan kembali',
  withdrawn: 'dibatalkan',
  'not-applicant': 'penerima bukan pemohon',
  vouched: 'identitas dijamin',
  bound: 'kontak dihubungkan',
  imported: 'diimpor',
  'data version': 'versi data baru',
  'address on record': 'alamat tercatat berubah',
  'certificate imported': 'sertifikat diimpor',
  'provisional certificate': 'sertifikat menunggu dipastikan',
  'certificate revoked': 'sertifikat dicabut',
  'revocation asked': 'pencabutan diminta',
  'revocation by hand': 'pencabutan perlu dilakukan di AMS',
  'revocation of the old certificate due': 'pencabutan sertifikat lama dijadwalkan',
  'asked not to be written to': 'minta tidak dikirimi pesan',
};

const REFUSED = 'refused ';

export function entryInWords(entry: string): string {
  if (entry.startsWith(REFUSED)) return `tidak diterima: ${entryInWords(entry.slice(REFUSED.length))}`;
  return ENTRIES[entry] ?? entry;
}
