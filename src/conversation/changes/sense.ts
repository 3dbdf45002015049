import { endsSentence } from '../words/clause.ts';
import { CLAUSE_WORDS, fieldAt, isBreak, negations, particles } from '../words/match.ts';
import type { Token } from '../words/normal.ts';
import {
  ANNOUNCES,
  ASKED_FOR,
  ASKS_HOW,
  BEFORE_A_FIELD,
  CHANGES,
  COMES,
  DOUBTED,
  NEW,
  SINGLES_OUT,
  SUPPOSED,
} from './vocabulary.ts';

/** What else is said around a change, by which it may be none: it is denied, supposed, doubted or asked about. */

const BRACKETS = /^[;()]$/;

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

/** "Yang berubah: jabatan Camat", "mohon diubah:" and a list below: changes follow. */
export function announced(at: readonly Token[], i: number): boolean {
  let colon = i - 1;
  while (at[colon]?.kind === 'line') colon--;
  if (at[colon]?.kind !== 'sign') return false;
  for (let back = colon - 1; !isBreak(at[back]) && colon - back <= CLAUSE_WORDS; back--)
    if (CHANGES.has(at[back]!.word) || ANNOUNCES.has(at[back]!.word) || NEW.has(at[back]!.word)) return true;
  return false;
}

/**
 * Whether what is named here may go on a list of changes: it begins a sentence, or a change stands before it in its own,
 * with nothing between them but other fields. Not "HP baru 0812..., kantor kami di Jalan Pramuka, Kota Padang".
 */
export function goesOnList(at: readonly Token[], i: number, covers: ReadonlySet<number>): boolean {
  if (covers.size === 0) return false;
  let back = i - 1;
  const isSmall = (word = ''): boolean => BEFORE_A_FIELD.has(word) || particles.has(word);
  while (i - back <= CLAUSE_WORDS && isSmall(at[back]?.word)) back--;
  if (isBreak(at[back]) && at[back]?.kind !== 'comma') return true;
  let names = at[back]?.kind === 'comma';
  for (; back >= 0 && i - back <= CLAUSE_WORDS; back--) {
    const { kind, raw } = at[back]!;
    if (covers.has(back)) return true;
    if (endsSentence(at[back]) && !BRACKETS.test(raw)) return false;
    if (fieldAt(at, back)) names = true;
    if (kind !== 'comma') continue;
    if (!names) return false;
    names = false;
  }
  return false;
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
