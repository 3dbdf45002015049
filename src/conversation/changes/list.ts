import type { Field } from '../../renewal/renewal.ts';
import { endsSentence } from '../words/clause.ts';
import { CLAUSE_WORDS, fieldAt, isBreak, negations, particles } from '../words/match.ts';
import { asToken, type Token } from '../words/normal.ts';
import { ANNOUNCES, BEFORE_A_FIELD, CHANGES, NAMES_ITSELF, NEW, RIGHT, SINGLES_OUT, STAYS } from './vocabulary.ts';

/** Lists of changes: by their marks, by what announces them, and by the change before. */

const BRACKETS = /^[;()]$/;
const MARK = /^(?:\d{1,2}|\p{L})$/u;
const BULLET = /^\s*[-*•–·]\s*$/u;
/** "Yang lain sudah benar" says nothing of the list. */
const OTHERS = new Set('lain selebihnya sisanya selain rest other others'.split(' ').map(asToken));
/** Whoever names these says who he is. */
const OF_HIMSELF: ReadonlySet<Field> = new Set<Field>(['name', 'nip', 'nik']);

/** "1." and "b)" before a field. */
export const isMark = (at: readonly Token[], i: number): boolean =>
  MARK.test(at[i]?.raw ?? '') && /^[.)]$/.test(at[i + 1]?.raw ?? '') && fieldAt(at, i + 2) !== undefined;

const beforeMark = (at: readonly Token[], i: number): number => (i >= 2 && isMark(at, i - 2) ? i - 2 : i);

/**
 * Fields that stand under one another, each at the beginning of its line: "a. jabatan Kepala Seksi / b. unit Aptika". Of
 * a line without a mark "Dinas Kesehatan" is part of a signature, and a name or a NIP says who writes.
 */
export function linedUp(text: string, at: readonly Token[]): ReadonlySet<number> {
  const marked: number[] = [];
  const unmarked: number[] = [];
  let introduced = false;
  at.forEach((token, i) => {
    const from = beforeMark(at, i);
    const named = fieldAt(at, i);
    if (named === undefined || !(from === 0 || at[from - 1]!.kind === 'line')) return;
    const bullet = BULLET.test(text.slice(at[from - 1]?.end ?? 0, token.start));
    introduced ||= OF_HIMSELF.has(named.field);
    if (from < i || bullet) marked.push(i);
    else if (!NAMES_ITSELF.has(token.word)) unmarked.push(i);
  });
  const items = introduced ? [] : [...marked, ...unmarked];
  return new Set(items.length > 1 && isOfChanges(at, Math.min(...items)) ? items : []);
}

/** "Yang salah: ..." and "... sudah sesuai" list what is on record. */
function isOfChanges(at: readonly Token[], first: number): boolean {
  const words = at.map(({ word }) => word);
  if (words.slice(0, first).some((word) => SINGLES_OUT.has(word) || STAYS.has(word) || negations.has(word)))
    return false;
  return !words.some((word) => RIGHT.has(word)) || words.some((word) => OTHERS.has(word));
}

/** "Yang berubah: jabatan Camat", "mohon diubah:" and a list below: changes follow. */
export function announced(at: readonly Token[], i: number): boolean {
  let colon = beforeMark(at, i) - 1;
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
