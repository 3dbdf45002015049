import { REQUEST_REFUSALS } from '../../../renewal/refusals.ts';
import { FIELDS } from '../../../renewal/renewal.ts';
import { vocabulary } from '../words.ts';

/**
 * Why nothing was signed, for the operator who approved it: what it means, and what he can do. Undefined for what is no
 * code of the issuer's.
 */
export function notIssuedInWords(why: string): string | undefined {
  if (!CODE.test(why)) return undefined;
  const [code, about] = why.split(':');
  const field = FIELDS.find((name) => name === about);
  if (field !== undefined && code !== undefined && code in DATA)
    return `${vocabulary.fields[field]}: ${DATA[code as keyof typeof DATA]}`;
  const key = REQUEST_REFUSALS.find((refusal) => refusal === why);
  if (key !== undefined)
    return `Kunci baru pemohon tidak dapat disertifikatkan. ${vocabulary.requestRefusals[key]} Kembalikan permohonan ini kepada pemohon dengan alasan “${vocabulary.reasons['key-unsuitable'].why}”.`;
  return (
    OTHERS[why] ??
    `Sertifikat yang akan ditandatangani tidak memenuhi ketentuan, sehingga tidak ditandatangani. Sampaikan kode ini kepada pengelola sistem: ${why}.`
  );
}

const CODE = /^[a-z0-9]+(-[a-z0-9]+)*(:[a-z]+)?$/;

/** What the approved data lack. It is put right by a change of data, after which the request is examined again. */
const DATA = {
  missing: 'tidak boleh kosong dalam sertifikat. Lengkapi melalui perubahan data, lalu periksa kembali permohonannya.',
  'too-long':
    'lebih panjang daripada yang dapat dimuat sertifikat, juga setelah disingkat. Masukkan bentuk singkat yang resmi melalui perubahan data, lalu periksa kembali permohonannya.',
  characters:
    'memuat karakter yang tidak dapat dimuat sertifikat, mungkin yang tidak terlihat. Ketik ulang melalui perubahan data, lalu periksa kembali permohonannya.',
} as const;

const OTHERS: Readonly<Record<string, string>> = {
  'not-approved':
    'Penanda tangan tidak menemukan persetujuan yang lengkap untuk permohonan ini. Periksa kembali, lalu putuskan lagi.',
  'four-eyes':
    'Penanda tangan hanya menandatangani setelah dua operator yang berbeda menyetujui isi yang sama, sehingga sertifikat ini belum ditandatangani. Mintalah operator lain memeriksa permohonan ini dan menyetujuinya juga; persetujuan yang pertama tetap dihitung, kecuali dari operator yang sudah dinonaktifkan. Agar permohonan berikutnya langsung meminta dua operator, mintalah pengelola sistem menyalakan FOUR_EYES.',
  outdated:
    'Data, surat, atau kunci berbeda dari yang disetujui, sehingga sertifikat tidak ditandatangani. Periksa kembali, lalu putuskan lagi.',
  'intent-not-approved':
    'Untuk permohonan ini sudah tersimpan sertifikat yang siap ditandatangani, tetapi isinya bukan yang disetujui, sehingga tidak ditandatangani. Mungkin seseorang menulis langsung ke basis data. Segera sampaikan kepada pengelola sistem agar tabel intents dan akses ke basis data diperiksa. Setelah itu, putuskan lagi permohonan ini; jika kuncinya dinyatakan sudah pernah dipakai, kembalikan kepada pemohon agar dibuat kunci baru.',
  'issuer-ends':
    'CA penerbit berakhir dalam waktu kurang dari setengah tahun, sehingga sertifikat ini akan terlalu pendek masa berlakunya dan tidak ditandatangani. Mintalah pengelola sistem memperpanjang CA (npm run cli -- ca renew), lalu putuskan lagi permohonan ini.',
  'validity-beyond-issuer':
    'Masa berlaku sertifikat akan melampaui masa berlaku CA penerbit. Hubungi pengelola sistem: CA penerbit perlu diganti.',
};
