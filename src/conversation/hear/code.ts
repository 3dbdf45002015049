import type { Meaning } from '../meaning.ts';
import { gist } from '../words/match.ts';
import { codeAskedFor } from '../words/numbers.ts';
import { MANNERS } from '../words/settled.ts';

/** What is said while a sign-in code is awaited: six digits are it, and what has not come is it. */

const OTHER_DIGITS: ReadonlySet<Meaning['means']> = new Set<Meaning['means']>(['code', 'new-code', 'number', 'secret']);

const NOT_HERE =
  /\b(?:tidak|belum|not|hasnt|didnt|havent)(?: \w+){0,2} (?:masuk|terima|diterima|dapat|muncul|datang|sampai(?! (?:kantor|rumah|di|ke))|received?|got|come|arrived?)\b|^(?:masih )*(?:nihil|belum ada)$|\b(?:kode|otp|email|pesan|inbox|code|mail)\b.*\b(?:terhapus|kehapus|hilang|kosong|deleted|lost)\b/;
const AGAIN = /\b(?:kirim|dikirim|kirimkan|dikirimkan|minta|send)\b.*\b(?:lagi|ulang|kembali|again)\b/;
const OTHER_THING =
  /\b(?:surat|draf|draft|file|format|berkas|lampiran|data|sertifikat|gelar|nama|nip|nik|jabatan|diklik|klik|halaman|leter|certificate|page)\b/;
/** What may stand beside it, or be read in the same words elsewhere. */
const BESIDE: ReadonlySet<Meaning['means']> = new Set<Meaning['means']>([
  ...(['unknown', 'greeting', 'thanks', 'help', 'tedious', 'is-it-real', 'apply-again'] as const),
]);

/** "Wait typo, yang bener 123456"; "nihil"; "tadi terhapus, bisa minta lagi?". */
export function aboutCode(text: string, meanings: readonly Meaning[]): readonly Meaning[] {
  const digits = meanings.some(({ means }) => OTHER_DIGITS.has(means)) ? undefined : codeAskedFor(text);
  if (digits !== undefined) return [...meanings.filter(({ means }) => MANNERS.has(means)), { means: 'code', digits }];
  if (meanings.length === 0 || !meanings.every(({ means }) => BESIDE.has(means))) return meanings;
  const said = gist(text);
  const isMissing = !OTHER_THING.test(said) && (NOT_HERE.test(said) || AGAIN.test(said));
  return isMissing ? [{ means: 'new-code' }] : meanings;
}
