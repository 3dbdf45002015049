import { date, serialEnd, shortDate } from '../../format.ts';
import type { Revocable as Shown } from '../../line.ts';
import type { Meaning } from '../../meaning.ts';
import type { Context, WordedChoice } from '../catalogue.ts';

function choice(label: string, word: string, meaning: Meaning): WordedChoice {
  return { label, word, meaning };
}

export const choices = {
  dataRight: choice('Data sudah sesuai', 'SESUAI', { means: 'yes' }),
  dataWrong: choice('Ada yang salah', 'SALAH', { means: 'wrong', fields: [] }),
  cancelChange: choice('Batalkan perubahan', 'BATALKAN PERUBAHAN', { means: 'cancel-change' }),
  nothingToChange: choice('Data ternyata sudah benar', 'BATALKAN PERUBAHAN', { means: 'cancel-change' }),
  thatIsAll: choice('Itu saja', 'ITU SAJA', { means: 'that-is-all' }),
  more: choice('Ada perubahan lain', 'ADA LAGI', { means: 'more' }),
  person: choice('Bicara dengan operator', 'OPERATOR', { means: 'person' }),
  status: choice('Status', 'STATUS', { means: 'status' }),
  help: choice('Bantuan', 'BANTUAN', { means: 'help' }),
  later: choice('Nanti saja (besok)', 'BESOK', { means: 'not-now', days: 1 }),
  renew: choice('Mulai pembaruan', 'PERBARUI', { means: 'renew' }),
  resume: choice('Lanjutkan', 'LANJUT', { means: 'resume' }),
  newCode: choice('Kirim kode baru', 'KIRIM KODE BARU', { means: 'new-code' }),
  page: choice('Kirim tautan halaman saya', 'TAUTAN', { means: 'page' }),
  collected: choice('Sertifikat sudah terpasang', 'SUDAH TERPASANG', { means: 'collected' }),
  linkSet: choice('Sudah saya atur', 'PASSPHRASE SUDAH DIATUR', { means: 'link', state: 'set' }),
  linkMissing: choice('Belum menerima email', 'EMAIL PASSPHRASE BELUM ADA', { means: 'link', state: 'missing' }),
  linkExpired: choice('Tautan kedaluwarsa', 'TAUTAN PASSPHRASE KEDALUWARSA', { means: 'link', state: 'expired' }),
  real: choice('Apakah ini resmi?', 'APAKAH INI RESMI', { means: 'is-it-real' }),
  notMe: choice('Ini bukan saya', 'BUKAN SAYA', { means: 'not-me' }),
  howLong: choice('Berapa lama?', 'BERAPA LAMA', { means: 'how-long' }),
  documents: choice('Dokumen apa saja?', 'DOKUMEN APA SAJA', { means: 'which-documents' }),
  aboutLetter: choice('Untuk apa surat ini?', 'UNTUK APA SURAT INI', { means: 'about-letter' }),
  aboutKey: choice('Apa itu pasangan kunci?', 'APA ITU PASANGAN KUNCI', { means: 'about-key' }),
  otherLanguage: choice('English', 'ENGLISH', { means: 'language', to: 'en' }),
  recommendation: choice('Surat Rekomendasi', 'SURAT REKOMENDASI', { means: 'letter-is', letter: 'recommendation' }),
  changeLetter: choice('Surat Perubahan Data', 'SURAT PERUBAHAN DATA', { means: 'letter-is', letter: 'change' }),
  deviceLost: choice('Kunci atau perangkat hilang', 'PERANGKAT HILANG', { means: 'device-lost' }),
  moved: choice('Saya pindah tugas', 'PINDAH TUGAS', { means: 'left', why: 'moved' }),
  retired: choice('Saya pensiun', 'PENSIUN', { means: 'left', why: 'retired' }),
  unused: choice('Tidak dipakai lagi', 'TIDAK DIPAKAI LAGI', { means: 'unused' }),
  keep: choice('Batal cabut', 'BATAL CABUT', { means: 'keep-certificate' }),
} as const;

export const yes = (label: string) => choice(label, 'YA', { means: 'yes' });
export const no = (label: string) => choice(label, 'TIDAK', { means: 'no' });

/** More would not fit on a screen; the operator helps with the rest. */
const CERTIFICATES_SHOWN = 8;

/** The number, as much as a person needs to tell his certificates apart. */
export const numbered = (serial: string | undefined): string =>
  serial === undefined ? 'nomor seri belum kami ketahui' : `nomor seri berakhiran ${serialEnd(serial)}`;

/** A person's certificates as he can tell them apart: by the end of the number and the last day. */
export const certificateRows = (certificates: readonly Shown[], c: Context): string[] =>
  certificates
    .slice(0, CERTIFICATES_SHOWN)
    .map(({ serial, expires }) => `• ${numbered(serial)}, berlaku sampai ${date(expires, c)}`);
export const certificateChoices = (certificates: readonly Shown[], c: Context): WordedChoice[] =>
  certificates.slice(0, CERTIFICATES_SHOWN).map(({ id, serial, expires }) => {
    const end = serial === undefined ? 'nomor seri belum diketahui' : serialEnd(serial);
    return choice(`${end}, s.d. ${shortDate(expires, c)}`, end, { means: 'certificate', id });
  });
