import type { Meaning } from '../../meaning.ts';
import type { WordedChoice } from '../catalogue.ts';

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
} as const;

export const yes = (label: string) => choice(label, 'YA', { means: 'yes' });
export const no = (label: string) => choice(label, 'TIDAK', { means: 'no' });
export const certificate = (id: string, label: string, word: string) =>
  choice(label, word, { means: 'certificate', id });
