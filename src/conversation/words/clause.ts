import { CLAUSE_WORDS, fillers, matches, openers, particles } from './match.ts';
import { plain, type Token, tokens } from './normal.ts';
import { GROUPS, REQUESTS } from './table.ts';

/** Clauses and sentences: where a phrase stands, and whether it asks. */

export const requests = new Set(REQUESTS.map(plain));
/** Ask who did it or why; and whether it was done, unless the question itself asks for the thing ("apakah bisa dibatalkan"). */
const ASKS_WHO = new Set('siapa kenapa mengapa kok pernah who why'.split(' ').map(plain));
const ASKS_WHETHER = new Set('apakah kapan when'.split(' ').map(plain));
/** The same at the beginning of a clause alone: "did you revoke it", unlike "I have to revoke it". */
const ASKS_FIRST = new Set('did has have had was were is are apa'.split(' ').map(plain));
/** Ask without a question mark. */
export const ASKS_WHY = new Set([...ASKS_WHO, ...'kapan when'.split(' ').map(plain)]);
/** What is to be done in a case that is supposed. */
const ASKS_HOW = new Set('gimana bagaimana how'.split(' ').map(plain));
/** "Kok benar?" Behind what it is said of it stresses instead ("sudah benar kok"). */
const KOK = plain('kok');
/** At the end of a sentence these ask whether. */
const [NOT, NOT_YET, DONE] = ['tidak', 'belum', 'sudah'].map(plain);

/** Says nothing of its own. */
export const isSmall = (token: Token): boolean => fillers.has(token.word) || particles.has(token.word);

const relatives = new Set(GROUPS.relative!.split('|').map(plain));
const YOU = plain('saudara');
const OWN = new Set('saya kami kandung sepupu'.split(' ').map(plain));

/** Of somebody else: "teman", "saudara saya", and perhaps "data saudara"; "email Saudara" is polite for "yours". */
export const isRelative = (at: readonly Token[], place: number): boolean =>
  relatives.has(at[place]!.word) &&
  (at[place]!.word !== YOU || OWN.has(at[place + 1]?.word ?? '') || at[place - 1]?.word === 'data');

/** The words of a text that are in no phrase of the table, and say something of their own. */
export function unknownIn(text: string): readonly string[] {
  const at = tokens(text);
  const covered = new Set(matches(at).flatMap(({ covers }) => covers));
  const isKnown = (token: Token) => isSmall(token) || openers.has(token.word) || requests.has(token.word);
  return at.filter((token, i) => token.kind === 'word' && !covered.has(i) && !isKnown(token)).map(({ word }) => word);
}

/** Whether one of the sorted `places` is in the range; looks at no more places than the range has. */
export function anyIn(sorted: readonly number[], from: number, to: number): boolean {
  let low = 0;
  for (let high = sorted.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return low < sorted.length && sorted[low]! < to;
}

/** The tokens around `i` up to the next one that `ends`, at most `CLAUSE_WORDS` to each side. */
export function around(
  at: readonly Token[],
  i: number,
  ends: (token: Token | undefined) => boolean,
): { readonly from: number; readonly to: number } {
  let from = i;
  while (from > 0 && i - from < CLAUSE_WORDS && !ends(at[from - 1])) from--;
  let to = i;
  while (to < at.length && to - i < CLAUSE_WORDS && !ends(at[to])) to++;
  return { from, to };
}
export const endsSentence = (token: Token | undefined): boolean =>
  token === undefined || token.kind === 'stop' || token.kind === 'question' || token.kind === 'line';

export const places = ({ from, to }: { from: number; to: number }): number[] =>
  Array.from({ length: to - from }, (_, k) => from + k);

/** By its mark, by a "-kah" at its end, or by its end alone: "masih bisa dipakai gak", "sudah dicabut belum". */
export function isQuestion(at: readonly Token[], i: number): boolean {
  const { from, to } = around(at, i, endsSentence);
  if (at[to]?.kind === 'question' || at[to - 1]?.word === 'kah') return true;
  let last = to - 1;
  while (last > i && particles.has(at[last]!.word)) last--;
  if (last <= i) return false;
  return (
    at[last]!.word === NOT ||
    (at[last]!.word === NOT_YET && places({ from, to: last }).some((place) => at[place]!.word === DONE))
  );
}

/** The "tidak" at the end of a question that is another one than "is it right?". */
export function isTag(at: readonly Token[], place: number, asked: readonly number[]): boolean {
  const { from, to } = around(at, place, endsSentence);
  return (
    at[to]?.kind === 'question' &&
    places({ from: place + 1, to }).every((i) => particles.has(at[i]!.word)) &&
    anyIn(asked, from, place)
  );
}

/** A clause that begins with "kok", before `i`. */
export function wonders(at: readonly Token[], { from }: { from: number }, i: number): boolean {
  let first = from;
  while (first < i && at[first]!.word !== KOK && particles.has(at[first]!.word)) first++;
  return first < i && at[first]!.word === KOK;
}

/** "Kok sudah terpasang": the whole text. */
export const wondersAt = (text: string): boolean => {
  const at = tokens(text);
  return wonders(at, { from: 0 }, at.length);
};

/** "... gimana?" */
export const asksHow = (at: readonly Token[], from: number, to: number): boolean =>
  at.slice(from, to).some(({ word }) => ASKS_HOW.has(word));

/** A question on what was done wishes for nothing: "siapa yang mencabut sertifikat saya". */
export function asksOf(at: readonly Token[], from: number, to: number): boolean {
  const words = at.slice(from, to).map(({ word }) => word);
  if (words.some((word) => ASKS_WHO.has(word))) return true;
  return (
    (ASKS_FIRST.has(words[0]!) || words.some((word) => ASKS_WHETHER.has(word))) &&
    !words.some((word) => requests.has(word))
  );
}
