import { around, places } from './clause.ts';
import { isBreak, type Match, negations } from './match.ts';
import { plain, type Token } from './normal.ts';

/** Ways of saying that it is settled after all: "laptop hilang tapi sudah ketemu". */
const FOUND = new Set('ketemu ditemukan dikembalikan nemu found returned'.split(' ').map(plain));
/** Only of what has happened: "tolong telepon balik" is none. */
const BACK = new Set('balik kembali back'.split(' ').map(plain));
const DONE = new Set('sudah telah udah already is came'.split(' ').map(plain));

/** What was lost is there again; neither denied ("belum juga ketemu") nor supposed ("kalau ketemu", "semoga ketemu"). */
export function foundAgain(at: readonly Token[], found: readonly Match[]): boolean {
  const unsure = new Set(
    found.filter(({ rule }) => rule.means === 'unreal' || rule.means === 'doubt').map(({ start }) => start),
  );
  return at.some(({ word }, i) => {
    if (!FOUND.has(word) && !(BACK.has(word) && DONE.has(at[i - 1]?.word ?? ''))) return false;
    const clause = around(at, i, isBreak);
    return (
      !places(clause).some((place) => unsure.has(place)) &&
      !places({ from: clause.from, to: i }).some((place) => negations.has(at[place]!.word))
    );
  });
}
