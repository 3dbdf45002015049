import { IMPORT_LIMITS, type ImportFault, type RowReport } from '../../import/enter.ts';
import { TEXT_LIMIT } from '../../renewal/data.ts';
import { REFUSALS } from './words.ts';

const OWN: Partial<Readonly<Record<ImportFault, string>>> = {
  'too-large': 'Berkas terlalu besar untuk sekali impor. Bagi menjadi beberapa berkas.',
  'too-many-rows': 'Barisnya terlalu banyak untuk sekali impor. Bagi menjadi beberapa berkas.',
  'not-csv': 'Berkas tidak terbaca sebagai CSV. Periksa tanda kutip yang tidak ditutup, atau simpan ulang sebagai CSV.',
  workbook: 'Ini buku kerja Excel, bukan CSV. Di Excel pilih Simpan Sebagai, lalu jenis berkas CSV UTF-8.',
  'column-twice': 'Ada kolom yang disebut dua kali pada baris pertama.',
  'cut-off':
    'Berkas berakhir di tengah baris ini, jadi mungkin tidak tersalin seluruhnya. Ambil sekali lagi dari asalnya.',
  rounded:
    'Excel sudah membulatkan angka panjang ini, sehingga angka aslinya hilang. Jadikan kolomnya Teks di Excel, isi lagi dari data asal, lalu simpan.',
  'person-twice':
    'NIP ini ada pada lebih dari satu baris dengan isi yang berbeda, jadi tidak satu pun dari baris itu disimpan. Sisakan satu baris yang benar, lalu impor sekali lagi.',
  'missing-column': 'Ada kolom wajib yang tidak ditemukan pada baris pertama.',
  'list-of-applicants':
    'Berkas ini tampaknya daftar pemohon (ada kolom nik dan nama), bukan daftar sertifikat. Impor sekali lagi sebagai pemohon.',
  'list-of-certificates':
    'Berkas ini tampaknya daftar sertifikat (ada kolom serial dan berlaku_sampai), bukan daftar pemohon. Impor sekali lagi sebagai sertifikat.',
  empty: 'Isinya kosong.',
  trouble:
    'Baris ini belum dapat disimpan karena gangguan pada layanan. Impor sekali lagi; baris lain tidak menjadi ganda.',
  'too-long': 'Isinya terlalu panjang.',
  format: 'Bentuk isinya tidak sesuai.',
  'birth-date': 'Tanggal lahir di dalam nomor itu tidak ada dalam kalender.',
  length: 'Jumlah angkanya atau panjangnya tidak sesuai.',
  date: 'Tanggal tidak terbaca atau tidak ada dalam kalender. Gunakan bentuk 2027-01-15 atau 15/01/2027.',
  status: 'Status tidak dikenal. Gunakan ISSUE, EXPIRED, REVOKE, atau kosongkan.',
  serial: 'Nomor seri tidak sesuai susunannya (heksadesimal, paling panjang 40 angka).',
  'not-a-certificate': 'Bukan sertifikat perorangan dalam bentuk PEM.',
  'no-owner-in-certificate': 'NIP atau email di dalam sertifikat tidak ditemukan atau tidak dikenal.',
  unknown: 'Tidak ada pemohon dengan NIP ini. Impor pemohonnya lebih dahulu.',
  exists: 'Sudah tercatat pada orang lain. Periksa NIK, NIP, email, nomor seri, atau tanggal berakhirnya.',
  'request-refused': 'Isi kolom ini tidak memenuhi syarat.',
};

/** The form that a column has to have, where there is more to it than being short. */
const FORMS: Readonly<Record<string, string>> = {
  nik: 'NIK terdiri dari 16 angka.',
  nip: 'NIP terdiri dari 18 angka.',
  email: 'Contoh bentuknya: nama@instansi.go.id.',
  telepon: 'Contoh bentuknya: 081234567890.',
};
const ABOUT_FORM: readonly ImportFault[] = ['format', 'length', 'empty'];

/** Why a file or a line of it was not taken in, and what to do about it. */
export function importFaultInWords(fault: ImportFault, column?: string, line?: number): string {
  if (fault === 'missing-column' && column) return `Kolom ${column} tidak ditemukan pada baris pertama.`;
  if (fault === 'column-twice' && column) return `Kolom ${column} disebut dua kali pada baris pertama.`;
  const words = OWN[fault] ?? (fault in REFUSALS ? REFUSALS[fault as keyof typeof REFUSALS] : 'Tidak dapat diterima.');
  if (column && ABOUT_FORM.includes(fault) && column in FORMS) return `${words} ${FORMS[column]}`;
  if (fault === 'length') return `${words} Paling panjang ${TEXT_LIMIT} huruf.`;
  if (fault === 'too-long') return `${words} Paling panjang ${IMPORT_LIMITS.cellCharacters} huruf.`;
  return line === undefined ? words : `Mulai baris ${line}: ${words}`;
}

/** The same of one line, with the other one that it is about. */
export function rowFaultInWords({ why, field, other }: RowReport): string {
  const words = importFaultInWords(why!, field);
  return other === undefined ? words : `${words} Bandingkan dengan baris ${other}.`;
}
