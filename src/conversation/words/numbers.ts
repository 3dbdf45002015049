import type { Meaning } from '../meaning.ts';
import { around, isSmall } from './clause.ts';
import { isBreak, openers } from './match.ts';
import { CONSIDERED_CHARACTERS, plain, type Token, tokens } from './normal.ts';
import { isOutOfUse, isWrongNumber } from './outdated.ts';
import { withFigures } from './spelled.ts';

/** Codes, NIP, NIK and addresses: what a person is known by. */

/** An address in a longer text is a signature; with this many other words it is an answer. */
const WORDS_BESIDE_ADDRESS = 6;

/** A digit too few or too many: no telephone is as long. */
const NEARLY: ReadonlySet<number> = new Set([15, 17, 19]);

export type Placed = { readonly place: number; readonly meaning: Meaning };

const CODE = new Set('kode code otp verifikasi verification'.split(' ').map(plain));
const THIS = plain('ini');
const THANKS = new Set('terima kasih matur nuwun suwun hatur nuhun thanks you'.split(' ').map(plain));
/** What may stand between the word code and the digits; with any other ("kode satker 123456") it is not ours. */
const OF_CODE = new Set(
  'ke di dari masuk yang baru terbaru login dapat terima diterima muncul dikirim email sms gmail pin was is new received got sign in'
    .split(' ')
    .map(plain),
);

const SIX_DIGITS = /(?<!\d)\d(?:[ -]?\d){5}(?![ -]?\d)/;

/** Six digits alone, or said to be the code. */
export function codeIn(text: string, at: readonly Token[]): Placed | undefined {
  const found = SIX_DIGITS.exec(text);
  if (!found) return undefined;
  const place = at.findIndex(({ start }) => start >= found.index);
  // "Masuknya ke spam, ini 123456": its clause alone says what it is.
  const { from, to } = around(at, place, isBreak);
  const others = at
    .slice(...(at[place - 1]?.word === THIS ? [from, to] : []))
    .filter(
      (token) => token.kind === 'word' && (token.end <= found.index || token.start >= found.index + found[0].length),
    );
  const named = at.some((token, i) => CODE.has(token.word) && isOfCode(at.slice(i + 1, place)));
  if (!named && !others.every((token) => isSmall(token) || openers.has(token.word) || THANKS.has(token.word)))
    return undefined;
  return { place, meaning: { means: 'code', digits: found[0].replace(/\D/g, '') } };
}

const BEFORE_CODE = new Set('benar betul seharusnya it its correct should be'.split(' ').map(plain));

/** Where a code was asked for: six digits with nothing before them in their clause that says what else they are. */
export function codeAskedFor(said: string): string | undefined {
  const text = withFigures(said.slice(0, CONSIDERED_CHARACTERS));
  const found = SIX_DIGITS.exec(text);
  if (!found) return undefined;
  const at = tokens(text);
  const place = at.findIndex(({ start }) => start >= found.index);
  const { from } = around(at, place, isBreak);
  const before = at.slice(from, place).filter(({ word }) => !BEFORE_CODE.has(word) && !openers.has(word));
  return isOfCode(before) ? found[0].replace(/\D/g, '') : undefined;
}

const isOfCode = (tokens: readonly Token[]): boolean =>
  tokens.every(
    (token) => isSmall(token) || OF_CODE.has(token.word) || CODE.has(token.word) || /^\d*$/.test(token.word),
  );

/** NIP, NIK, and an address that is not part of a longer text; `signs`: whether what stands there says who wrote. */
export function numbersIn(
  text: string,
  at: readonly Token[],
  changed: ReadonlySet<number>,
  signs: (index: number) => boolean,
): Placed[] {
  const placeOf = (index: number): number => at.findIndex(({ end }) => end > index);
  const number = (place: number, kind: 'nip' | 'nik' | 'email', value: string): Placed => ({
    place,
    meaning: { means: 'number', kind, value, ...(signs(at[place]!.start) && { signed: true }) },
  });
  const out: Placed[] = [];
  for (const found of text
    .slice(0, CONSIDERED_CHARACTERS)
    .matchAll(/(?<!\d)\d{6,19}(?:[ .-]\d{1,12}){0,5}(?!\d)|(?<!\d)\d{4}(?:[ .-]\d{4}){3}(?:[ .-]\d\d)?(?!\d)/g)) {
    const value = found[0].replace(/\D/g, '');
    const place = placeOf(found.index);
    if (changed.has(place) || isWrongNumber(at, place)) continue;
    if (value.length === 16 || value.length === 18) out.push(number(place, value.length === 18 ? 'nip' : 'nik', value));
    else if (NEARLY.has(value.length)) out.push({ place, meaning: { means: 'odd-number', digits: value.length } });
  }
  const words = at.filter((token) => token.kind === 'word' && !isSmall(token)).length;
  at.forEach((token, place) => {
    if (token.kind === 'email' && !changed.has(place) && !isOutOfUse(at, place) && words <= WORDS_BESIDE_ADDRESS)
      out.push(number(place, 'email', token.raw.toLowerCase()));
  });
  return out;
}
