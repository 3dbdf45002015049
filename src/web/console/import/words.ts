import type { Person } from '../../../../db/console/console.ts';
import { IMPORT_LIMITS } from '../../../import/enter.ts';
import type { ImportFault, ImportReport, RowFault, RowReport } from '../../../import/report.ts';
import { EMAIL_LIMIT, TEXT_LIMIT } from '../../../renewal/data.ts';
import { REFUSALS } from '../words.ts';

/** Why a file or a row of it was not taken in, and what to do about it; for the console and the command line. */

const FILE: Partial<Readonly<Record<ImportFault, string>>> = {
  'too-large': 'Berkas terlalu besar untuk sekali impor. Bagi menjadi beberapa berkas.',
  'too-many-rows': 'Barisnya terlalu banyak untuk sekali impor. Bagi menjadi beberapa berkas.',
  'not-csv': 'Berkas tidak terbaca sebagai CSV. Periksa tanda kutip yang tidak ditutup, atau simpan ulang sebagai CSV.',
  workbook:
    'Ini buku kerja Excel, bukan CSV. Di Excel pilih Simpan Sebagai, lalu jenis berkas CSV UTF-8, dan impor berkas CSV itu.',
  zip: 'Ini berkas ZIP. Ekstrak dahulu, lalu impor berkas di dalamnya.',
  pdf: 'Ini berkas PDF, yang tidak dapat diimpor. Mintalah daftarnya sebagai berkas Excel, lalu simpan sebagai CSV; untuk sertifikat, mintalah berkas PEM.',
  der: 'Ini sertifikat dalam bentuk biner (DER). Simpan dahulu sebagai PEM (di Windows: X.509 Base-64), lalu impor sekali lagi sebagai berkas sertifikat (PEM).',
  pem: 'Ini berkas sertifikat (PEM), bukan daftar CSV. Impor sekali lagi sebagai berkas sertifikat (PEM).',
  'column-twice': 'Ada kolom yang disebut dua kali pada baris pertama.',
  'missing-column': 'Ada kolom wajib yang tidak ditemukan pada baris pertama.',
  'list-of-applicants':
    'Berkas ini tampaknya daftar pemohon (ada kolom nik dan nama), bukan daftar sertifikat. Impor sekali lagi sebagai pemohon.',
  'list-of-certificates':
    'Berkas ini tampaknya daftar sertifikat (ada kolom serial dan berlaku_sampai), bukan daftar pemohon. Impor sekali lagi sebagai sertifikat.',
  empty: 'Berkas ini tidak memuat satu baris pun di bawah nama kolomnya.',
  'not-a-certificate':
    'Di dalam berkas ini tidak ada sertifikat PEM, yaitu teks yang diawali -----BEGIN CERTIFICATE-----. Bila isinya daftar (CSV), impor sekali lagi sebagai pemohon atau sertifikat.',
};

const ROW: Partial<Readonly<Record<ImportFault, string>>> = {
  'cut-off':
    'Berkas berakhir di tengah baris ini, jadi mungkin tidak tersalin seluruhnya. Ambil sekali lagi dari asalnya.',
  rounded:
    'Excel sudah membulatkan angka panjang ini, sehingga angka aslinya hilang. Jadikan kolomnya Teks di Excel, isi lagi dari data asal, lalu simpan.',
  'person-twice':
    'NIP ini ada pada lebih dari satu baris dengan isi yang berbeda, jadi tidak satu pun dari baris itu disimpan. Sisakan satu baris yang benar, lalu impor sekali lagi.',
  empty: 'Belum diisi.',
  trouble:
    'Baris ini belum dapat disimpan karena gangguan pada layanan. Impor sekali lagi; baris lain tidak menjadi ganda.',
  format:
    'Ada tanda yang tidak terbaca di dalamnya. Ketik ulang isinya; bila terjadi di banyak baris, simpan ulang berkasnya sebagai CSV UTF-8.',
  'birth-date': 'Tanggal lahir di dalam nomor itu tidak ada dalam kalender. Periksa apakah ada angka yang tertukar.',
  date: 'Tanggal tidak terbaca atau tidak ada dalam kalender. Gunakan bentuk 2027-01-15 atau 15/01/2027.',
  status: 'Status tidak dikenal. Gunakan ISSUE, EXPIRED, REVOKE, atau kosongkan.',
  serial: 'Nomor seri tidak sesuai susunannya (heksadesimal, paling panjang 40 angka).',
  'not-a-certificate': 'Ini bukan sertifikat perorangan, atau isinya rusak. Ambil sekali lagi dari asalnya.',
  'no-owner-in-certificate': 'NIP atau email di dalam sertifikat tidak ditemukan atau tidak dikenal.',
  unknown: 'Tidak ada pemohon dengan NIP ini. Impor pemohonnya lebih dahulu.',
  'request-refused': 'Isi kolom ini tidak memenuhi syarat.',
};

/** What a column with a form of its own has to hold. */
const FORMS: Readonly<Record<string, { readonly is: string; readonly other: string; readonly long?: string }>> = {
  nik: { is: 'NIK terdiri dari 16 angka', other: 'Ada huruf atau tanda lain di antara angkanya.' },
  nip: { is: 'NIP terdiri dari 18 angka', other: 'Ada huruf atau tanda lain di antara angkanya.' },
  email: { is: 'Contohnya: nama@instansi.go.id', other: 'Ini bukan satu alamat email yang lengkap.' },
  telepon: { is: 'Contohnya: 081234567890', other: 'Ini bukan nomor telepon yang dikenal.' },
};

export function fileFaultInWords({ fault, field, line }: Pick<ImportReport, 'fault' | 'field' | 'line'>): string {
  if (fault === 'missing-column' && field) return `Kolom ${field} tidak ditemukan pada baris pertama.`;
  if (fault === 'column-twice' && field) return `Kolom ${field} disebut dua kali pada baris pertama.`;
  const words = FILE[fault!] ?? rowFaultInWords({ why: fault!, field });
  return line === undefined ? words : `Mulai baris ${line}: ${words}`;
}

/** What a file did without; said in any case, since a column may be there under another name. */
export const lackingInWords = (columns: readonly string[]): string =>
  `Tidak ada kolom ${columns.join(', ')} di berkas ini. Pada orang yang sudah tercatat, isinya tetap seperti semula; pada orang baru, isinya kosong. Bila kolom itu sebenarnya ada dengan nama lain, betulkan namanya pada baris pertama, lalu impor sekali lagi.`;

export function rowFaultInWords({ why, field = '', length = 0, other }: RowFault): string {
  const form = FORMS[field];
  if (why === 'too-long' || (why === 'length' && (!form || field === 'email'))) return tooLong(why, field, length);
  if (why === 'length') return `${form!.is}, tetapi di sini ada ${length}.`;
  if (why === 'format' && form) return `${form.other} ${form.is}.`;
  if (why === 'empty' && form) return `${ROW.empty} ${form.is}.`;
  if (why === 'exists') return EXISTS[field] ?? REFUSALS.exists;
  const words = ROW[why] ?? (why in REFUSALS ? REFUSALS[why as keyof typeof REFUSALS] : 'Tidak dapat diterima.');
  return other === undefined ? words : `${words} Bandingkan dengan baris ${other}.`;
}

const PUT_RIGHT =
  'Bila berkasnya yang keliru, betulkan baris ini; bila catatan kita yang keliru, betulkan dahulu data orang itu.';
const EXISTS: Readonly<Record<string, string>> = {
  nik: `NIK ini sudah tercatat pada orang lain. ${PUT_RIGHT}`,
  email: `Alamat email ini sudah tercatat pada orang lain. ${PUT_RIGHT}`,
  serial: 'Nomor seri ini sudah tercatat pada orang lain. Periksa nomor seri, NIP, dan tanggal berakhirnya di AMS.',
};

/** Whom it belongs to on record, by his name. */
export const ownerInWords = ({ data, erasedAt }: Person): string =>
  erasedAt ? 'orang yang datanya sudah dihapus' : data.name;

/** The persons on record to whom belongs what rows of this report name. */
export const namedIn = (rows: readonly RowReport[]): string[] =>
  rows.flatMap((row) => (row.result === 'refused' ? row.faults.flatMap(({ whose }) => whose ?? []) : []));

function tooLong(why: ImportFault, field: string, length: number): string {
  const limit = why === 'too-long' ? IMPORT_LIMITS.cellCharacters : field === 'email' ? EMAIL_LIMIT : TEXT_LIMIT;
  return `Isinya ${length} karakter, padahal paling panjang ${limit}. Periksa apakah ada teks lain yang ikut masuk.${FORMS[field] ? ` ${FORMS[field].is}.` : ''}`;
}
