import { endsSentence } from '../words/clause.ts';
import { CLAUSE_WORDS, fieldAt, isBreak, negations } from '../words/match.ts';
import type { Token } from '../words/normal.ts';
import { ASKED_FOR, ASKS_HOW, CHANGES, COMES, DOUBTED, SINGLES_OUT, SUPPOSED } from './vocabulary.ts';

/** What else is said around a change, by which it may be none: it is denied, supposed, doubted or asked about. */

/** What was said before in this clause that changes the sense. */
export function before(
  at: readonly Token[],
  i: number,
): { readonly denied: boolean; readonly verb: boolean; readonly singledOut: boolean } {
  let denied = false;
  let verb = false;
  let singledOut = false;
  for (let back = i - 1; !isBreak(at[back]) && i - back <= CLAUSE_WORDS; back--) {
    // The "no" of "no hp" denies nothing.
    if (negations.has(at[back]!.word) && !fieldAt(at, back)) denied = true;
    if (CHANGES.has(at[back]!.word)) verb = true;
    if (SINGLES_OUT.has(at[back]!.word)) singledOut = true;
  }
  return { denied, verb, singledOut };
}

/** What is said in the whole sentence around `i`. */
export function sentence(
  at: readonly Token[],
  i: number,
): { readonly supposed: boolean; readonly doubted: boolean; readonly asked: boolean } {
  let from = i;
  while (from > 0 && i - from < CLAUSE_WORDS && !endsSentence(at[from - 1])) from--;
  const words: string[] = [];
  let how = false;
  let to = from;
  for (; at[to] && to - i < CLAUSE_WORDS && !endsSentence(at[to]); to++) {
    if (to < i) words.push(at[to]!.word);
    how ||= ASKS_HOW.has(at[to]!.word);
  }
  const question = at[to]?.kind === 'question' || at[to - 1]?.word === 'kah';
  // Whoever asks how to change it has the value at hand: "kalau email saya jadi a@b.go.id gimana caranya?"
  return {
    supposed: words.some((word) => COMES.has(word) || (SUPPOSED.has(word) && !how)),
    doubted: words.some((word) => DOUBTED.has(word)),
    asked: question && !how && !words.some((word) => ASKED_FOR.has(word) || CHANGES.has(word)),
  };
}
