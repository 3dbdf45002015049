import type { ReadEntry } from '../../../desk/journal.ts';
import { LINK_SAID } from '../ams/words.ts';
import { EVIDENCE, HOW, METHODS, vocabulary } from '../words.ts';

/** What was written until 2026-11-27. */
type Former = 'serial corrected';
/** The journal's entries in words. They are written by the desk and never change. */
const ENTRIES: Readonly<Record<ReadEntry | Former, string>> = {
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
  'ams-entered': 'permohonan dimasukkan ke AMS',
  'link-said': 'pemohon mengabarkan keadaan tautan passphrase',
  'link-resent': 'tautan passphrase dikirim ulang dari AMS',
  'ca-status': 'jawaban layanan status CA',
  'ca-checked': 'keadaan di AMS diperiksa',
  'packet taken': 'paket kerja AMS dibuka',
  'revocation packet taken': 'paket pencabutan AMS dibuka',
  'notice released': 'notifikasi masa berlaku dilepas',
  'notice left out': 'notifikasi masa berlaku tidak dikirim',
  'copy taken': 'salinan datanya dibuat',
  'erasure proposed': 'penghapusan datanya diusulkan',
  'erasure not done': 'usulan penghapusan datanya tidak dijalankan',
  'data erased': 'datanya dihapus',
  'evidence added': 'bukti sertifikat ditambahkan',
  'serial corrected': 'nomor seri dibetulkan',
  'certificate corrected': 'catatan sertifikat dibetulkan',
  'certificates merged': 'dua catatan satu sertifikat digabung',
  issued: 'sertifikat terbit',
  'issuance-refused': 'penerbitan ditolak oleh penerbit; perlu diputuskan lagi',
  collected: 'sertifikat diterima pemohon',
  'key-lost': 'kunci dilaporkan hilang',
  'key-replacement-approved': 'penggantian kunci disetujui',
  'key-replacement-refused': 'penggantian kunci ditolak',
  'quiet-asked': 'minta ditunda',
  reminded: 'diingatkan',
  'silence-told': 'operator diberi tahu bahwa pemohon belum menanggapi',
  lapsed: 'ditutup karena tidak ada kabar',
  resumed: 'dilanjutkan kembali',
  withdrawn: 'dibatalkan',
  'certificate-revoked': 'sertifikat lama dicabut',
  'date-corrected': 'dasar permohonan mengikuti tanggal yang dibetulkan',
  'not-applicant': 'penerima bukan pemohon',
  vouched: 'identitas dijamin',
  'vouch taken back': 'jaminan identitas dibatalkan',
  bound: 'kontak dihubungkan',
  'message attached': 'pesan dilekatkan',
  'message detached': 'pesan dilepaskan',
  'private key forgotten': 'kunci pribadi yang tersimpan dihapus',
  imported: 'diimpor',
  'data version': 'versi data baru',
  'address on record': 'alamat tercatat berubah',
  'address given up': 'alamat baru dibatalkan sebelum berlaku',
  'certificate imported': 'sertifikat diimpor',
  'provisional certificate': 'sertifikat menunggu dipastikan',
  'certificate revoked': 'sertifikat dicabut',
  'revocation asked': 'pencabutan diminta',
  'revocation taken back': 'permintaan pencabutan ditarik kembali',
  'revocation held': 'pencabutan sertifikat lama ditahan',
  'revocation approved': 'pencabutan disetujui',
  'revocation refused': 'pencabutan ditolak',
  'revocation by hand': 'pencabutan perlu dilakukan di AMS',
  'revocation of the old certificate due': 'pencabutan sertifikat lama dijadwalkan',
  'asked not to be written to': 'minta tidak dikirimi pesan',
  'may be written to again': 'boleh dikirimi pesan lagi',
};

const REFUSED = 'refused ';

export function entryInWords(entry: string): string {
  if (entry.startsWith(REFUSED)) return `tidak diterima: ${entryInWords(entry.slice(REFUSED.length))}`;
  return Object.hasOwn(ENTRIES, entry) ? ENTRIES[entry as ReadEntry] : entry;
}

/** What entries refer to. Personal values never stand in the journal, only ids, hashes and closed sets of codes. */
const LABELS: Readonly<Record<string, string>> = {
  revision: 'perubahan ke',
  message: 'pesan',
  applicant: 'orang',
  of: 'dari',
  document: 'berkas',
  content: 'isi yang dilihat',
  reason: 'alasan',
  certificate: 'sertifikat',
  contact: 'kontak',
  version: 'versi data',
  serial: 'nomor seri',
  was: 'semula',
  merged: 'digabung dengan',
  wasFrom: 'semula mulai berlaku',
  wasUntil: 'semula berlaku sampai',
  until: 'berlaku sampai',
  evidence: 'bukti',
  how: 'asal',
  basis: 'dasar: sertifikat',
  procedure: 'prosedur',
  by: 'dengan',
  operator: 'operator',
  renewal: 'permohonan',
  why: 'sebab',
  as: 'sebagai',
  state: 'keadaan',
  status: 'status',
  threshold: 'batas hari',
  revocation: 'pencabutan',
  due: 'dijadwalkan',
  from: 'mulai berlaku',
  source: 'sumber',
  number: 'ke',
  refused: 'kode',
};
const CHECKED = { 'in-person': 'diperiksa secara langsung', video: 'diperiksa melalui video' };
const PACKETS = { page: 'halaman', pdf: 'PDF' };
const SOURCES = { import: 'impor', change: 'perubahan data', ams: 'AMS' };

/** Ids and hashes are told apart by their beginning; the whole one stands in the title. */
const SHOWN_CHARACTERS = 8;
const ID = /[0-9a-f]{8}[0-9a-f-]{12,}/g;

type Reference = { readonly label: string; readonly value: string; readonly whole: string };

/** Hours in the agency's zone, as everywhere else. */
type Moment = (at: Date) => string;

/** The references of an entry as a person reads them; what cannot be read is shown as it stands. */
export function referencesInWords(refs: string, moment: Moment): readonly Reference[] {
  let read: unknown;
  try {
    read = JSON.parse(refs);
  } catch {
    return [{ label: '', value: refs, whole: refs }];
  }
  return Object.entries(read ?? {}).map(([key, raw]) => {
    const whole = typeof raw === 'string' ? raw : JSON.stringify(raw);
    return { label: LABELS[key] ?? key, value: valueInWords(key, whole, moment), whole };
  });
}

const TIME = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

function valueInWords(key: string, value: string, moment: Moment): string {
  const sets: Readonly<Record<string, Readonly<Record<string, string | { readonly why: string }>>>> = {
    how: { ...HOW, ...CHECKED },
    source: SOURCES,
    evidence: EVIDENCE,
    by: METHODS,
    as: PACKETS,
    state: LINK_SAID,
    basis: vocabulary.bases,
    reason: vocabulary.reasons,
  };
  const word = sets[key] && Object.hasOwn(sets[key], value) ? sets[key][value] : undefined;
  // Somebody may have changed it outside of the system, and the page is there to say so.
  if (TIME.test(value) && !Number.isNaN(Date.parse(value))) return moment(new Date(value));
  if (word !== undefined) return typeof word === 'string' ? word : word.why;
  // Data, letter and key, as they were decided on; with AMS there is no key of ours.
  if (key === 'content')
    return value
      .split('|')
      .map((part) => (part === 'none' ? 'tanpa kunci' : shortened(part)))
      .join(' · ');
  return key === 'serial' || key === 'was' ? value.toUpperCase() : shortened(value);
}

const shortened = (value: string): string => value.replaceAll(ID, (id) => `${id.slice(0, SHOWN_CHARACTERS)}…`);
