import { CHANGES } from '../changes/vocabulary.ts';
import { isBreak, particles } from './match.ts';
import { plain, type Token } from './normal.ts';

/** A number or an address of which it is said that it is the old one. */

const set = (words: string): ReadonlySet<string> => new Set(words.split(' ').map(plain));
const WRONG = set('salah keliru wrong incorrect');
const OUT_OF_USE: ReadonlySet<string> = new Set([
  ...WRONG,
  ...set('mati hilang nonaktif hangus rusak berubah ganti diganti diubah menjadi tidak belum kurang not isnt'),
]);
/** May stand before these. */
const STILL_OF_IT = set('sudah telah itu ini is has');

/** "HP 0812... sudah tidak aktif", "nomor HP (0812...) berubah", unlike "hp ganti 0812..." and "hp 0812..., bukan 0813...". */
export const isOutOfUse = (at: readonly Token[], i: number): boolean =>
  !CHANGES.has(at[i - 1]?.word ?? '') && OUT_OF_USE.has(saidOf(at, i));

/** "NIP saya 1985... salah": no more than that is said of a number by which somebody is known. */
export const isWrongNumber = (at: readonly Token[], i: number): boolean => WRONG.has(saidOf(at, i));

/** The word behind the number that stands in this clause from `i` on. */
function saidOf(at: readonly Token[], i: number): string {
  let next = i;
  while (!isBreak(at[next]) && !isNumber(at[next])) next++;
  while (isNumber(at[next])) next++;
  if (at[next]?.raw === ')' && at[i - 1]?.raw === '(') next++;
  while (at[next]?.kind === 'word' && (STILL_OF_IT.has(at[next]!.word) || particles.has(at[next]!.word))) next++;
  return at[next]?.word ?? '';
}

const isNumber = (token: Token | undefined): boolean => /[\d@]/.test(token?.raw ?? '');
