import type { Heard } from '../conversation.ts';
import type { Meaning } from '../meaning.ts';
import { gist } from '../words/match.ts';
import type { Letter } from './letter.ts';

const NEITHER =
  /\b(?:bukan|tidak)\b.*\b(?:keduanya|dua)\b|\b(?:salah|keliru) (?:kirim|file|pdf|berkas|surat|dokumen|unggah|upload|lampir\w*)|\b(?:surat|berkas|file|dokumen) (?:lain|tugas|undangan|cuti|edaran|pengantar|keputusan|keterangan|perintah|izin)\b|\b(?:neither|none of|not any)\b|\b(?:wrong|another|other) (?:file|letter|document)/;
const NAMES: readonly (readonly [Letter, RegExp])[] = [
  ['recommendation', /\b(?:rekomendasi|recomendation|sr)\b/],
  ['change', /\b(?:surat|yang|letter)\b.*\b(?:perubahan|change)\b|^perubahan(?: data)?$/],
];
/** What is denied, asked about, or still to come is not said of the file that is here. */
const DENIES =
  /\b(?:bukan|tidak|belum|sudah|salah|keliru|menyusul|nanti|mana|apa|lagi|not|wrong|later|follows|which|what)\b/;

/** "Yang perubahan data" speaks of no data that is wrong. */
const saysNoMore = (meaning: Meaning): boolean =>
  meaning.means === 'unknown' || (meaning.means === 'wrong' && meaning.fields.length === 0);

/** "Surat rekomendasinya menyusul": this one is the other. */
const FOLLOWS = /\b(?:rekomendasi|sr|perubahan)(?: \w+){0,2} (?:menyusul|nyusul)\b/;

/** In answer to "which letter is this?": its name is the answer, "bukan keduanya" is the no, and "salah kirim" speaks of the file, not of the person. */
export function aboutWhichLetter(
  meanings: readonly Meaning[],
  heard: Pick<Heard, 'meanings' | 'text'>,
): readonly Meaning[] {
  // What came late or from others has lost its meanings by now: it answers nothing.
  if (heard.meanings.length === 0 || meanings.some(({ means }) => means === 'letter-is')) return meanings;
  const said = gist(heard.text);
  const named = NAMES.filter(([, name]) => name.test(said)).map(([letter]) => letter);
  if (named.length === 1 && FOLLOWS.test(said) && !heard.text.includes('?'))
    return [{ means: 'letter-is', letter: named[0] === 'change' ? 'recommendation' : 'change' }];
  const isNamed = named.length === 1 && heard.meanings.every(saysNoMore) && !heard.text.includes('?');
  if (isNamed && !DENIES.test(said)) return [{ means: 'letter-is', letter: named[0]! }];
  return NEITHER.test(said) ? [{ means: 'no' }] : meanings;
}
