import { refusedLetters } from '../../renewal/content.ts';
import type { Renewal } from '../../renewal/renewal.ts';
import type { Heard } from '../conversation.ts';
import type { Meaning } from '../meaning.ts';
import { isQuestion } from '../words/clause.ts';
import { gist } from '../words/match.ts';
import { tokens } from '../words/normal.ts';

/** What is said while a letter is awaited is about that letter: it is on its way, is represented, or was refused. */

const BEFORE_WORK =
  'siap|baik|baiklah|iya|oke|mengerti|paham|salah|maaf|belum|jadi|selesai|mohon maaf|sedang|masih|lagi|akan|segera|saya|kami|mau|coba|tinggal|surat|ini|itu|dalam';
const WORK =
  'proses|diproses|memproses|diketik|dibuat|dibuatkan|mintakan|memintakan|perbaiki|diperbaiki|revisi|direvisi|siapkan|disiapkan|usahakan|diusahakan|urus|uruskan|diurus|ajukan|diajukan|menungu|tungu|nungu';
/** Nothing before it but how and by whom: "proses ttd", "siap salah, perbaiki", "baik, saya mintakan yang baru". */
const IN_HAND = new RegExp(String.raw`^(?:(?:${BEFORE_WORK}) )*(?:${WORK})\b`);
/** It is refused, sighed at or asked about, or somebody else is to do it. */
const NOT_BY_HIM =
  /\b(?:tidak|jangan|bukan|batal|tolong|bantu|bantuan|bisa|boleh|anda|admin|operator|data|apa|gimana|bagaimana|siapa|kapan|berapa|kenapa|sulit|susah|ribet|lama)\b/;
/** "Mungkin besok baru selesai": of his own letter, which nobody here finishes. */
const BY_THEN =
  /\b(?:besok|lusa|nanti|senin|selasa|rabu|kamis|jumat|mingu|pekan)\b.* (?:selesai|jadi|beres|siap|ditandatangani)\b/;
/** "Paling Senin ya" */
const ON_A_DAY =
  /\b(?:paling|mungkin|sekitar|kira|baru|nunggu|tunggu) (?:hari )?(?:senin|selasa|rabu|kamis|jumat|sabtu)\b/;
const ASKS = /\b(?:apa|kapan|berapa|bisa|gimana|bagaimana)\b/;

/** "Proses ttd", "mungkin besok baru selesai": he is at it. */
export function aboutLetterInHand(text: string, meanings: readonly Meaning[]): readonly Meaning[] {
  if (meanings.length === 0 || isAsked(text)) return meanings;
  const said = gist(text);
  const isAtWork = meanings.every(mayBeWork) && (IN_HAND.test(said) || ON_A_DAY.test(said)) && !NOT_BY_HIM.test(said);
  const isDue = meanings.every(({ means }) => means === 'how-long') && BY_THEN.test(said) && !ASKS.test(said);
  return isAtWork || isDue ? [{ means: 'not-now' }] : meanings;
}

const mayBeWork = (meaning: Meaning): boolean =>
  meaning.means === 'unknown' || (meaning.means === 'wrong' && meaning.fields.length === 0);

function isAsked(text: string): boolean {
  const at = tokens(text);
  return at.some(({ kind }, i) => kind === 'question' || (kind === 'word' && isQuestion(at, i)));
}

const FAULT = 'salah|kurang|keliru|kekeliruan|masalah|wrong|mising|penolakan|ditolak';
const WHICH = 'apa|mana|dimana|bagian|what|which|where|why|penjelasan|alasan';
const ASKS_FAULT = new RegExp(String.raw`\b(?:(?:${WHICH})\b.*\b(?:${FAULT})|(?:${FAULT})\b.*\b(?:${WHICH}))\b`);
const MAY_BE_FAULT: ReadonlySet<Meaning['means']> = new Set<Meaning['means']>([
  ...(['unknown', 'wrong', 'about-letter', 'help'] as const),
]);

const OBJECTS = /\b(?:kan|padahal|sudah|already)\b.*\b(?:ada|benar|betul|lengkap|sesuai|jelas|there|right|corect)\b/;

/** "Di bagian mana yang salah?", "mohon penjelasan atas penolakan surat", "kan sudah ada nomornya", of a letter that was refused. */
export const speaksOfRefusal = (
  meanings: readonly Meaning[],
  renewal: Renewal | undefined,
  heard: Pick<Heard, 'meanings' | 'text'>,
): boolean =>
  renewal !== undefined &&
  refusedLetters(renewal).length > 0 &&
  heard.meanings.length > 0 &&
  ((meanings.every(({ means }) => MAY_BE_FAULT.has(means)) && ASKS_FAULT.test(gist(heard.text))) ||
    (meanings.every(({ means }) => means === 'unknown') && OBJECTS.test(gist(heard.text))));

const REPRESENTED = /\b(?:(?:di|me)?wakil(?:kan|i)?|tanda tangan\w*|\w*tandatangan\w*|\w*teken)\b/;

/**
 * A file that does not open is the letter that we sent, and who is represented ("kadis cuti, boleh diwakilkan?") is who
 * signs it.
 */
export function aboutAwaitedLetter(meanings: readonly Meaning[], text: string): readonly Meaning[] {
  if (meanings.some(({ means }) => means === 'about-helpers') && REPRESENTED.test(gist(text)))
    return meanings
      .filter((meaning) => meaning.means !== 'not-now' || meaning.days !== undefined)
      .map((meaning) => (meaning.means === 'about-helpers' ? { means: 'about-letter' } : meaning));
  return meanings.map((meaning) => (meaning.means === 'about-installing' ? { means: 'resume' } : meaning));
}
