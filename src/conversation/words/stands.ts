import {
  ASKS_WHY,
  anyIn,
  around,
  asksHow,
  asksOf,
  endsSentence,
  isQuestion,
  isRelative,
  isSmall,
  places,
  requests,
} from './clause.ts';
import { fieldAt, isBreak, type Match, negations } from './match.ts';
import { plain } from './normal.ts';
import { isDeniedFault } from './of-data.ts';
import { FORBIDS, type Said, WISHES } from './said.ts';
import { ABOUT_APPLICANT } from './table.ts';
import { isNothingOfHis } from './wrong.ts';

/** Whether a phrase means what it says, beside what else its clause, its sentence and the message say. */

const LOSSES: ReadonlySet<string> = new Set(['device-lost', 'key-lost']);
const PAST = new Set('kemarin tadi yesterday'.split(' ').map(plain));

type Range = { readonly from: number; readonly to: number };
type Where = { readonly clause: Range; readonly sentence: Range };

/** A guarded meaning stands only if it is neither denied nor supposed, and a question only if it asks for the thing. */
export function stands(match: Match, said: Said): boolean {
  const { means, guarded } = match.rule;
  const { at } = said;
  const where = { clause: around(at, match.start, isBreak), sentence: around(at, match.start, endsSentence) };
  if (isTakenAway(match, said, where)) return false;
  if (means === 'wrong' || means.startsWith('wrong:')) return !isDenied(match, said, where, FORBIDS);
  if (means.startsWith('not-now')) return isLater(match, said, where);
  if (means.endsWith('/asked'))
    return isQuestion(at, match.start) || places(where.clause).some((place) => ASKS_WHY.has(at[place]!.word));
  if (means === 'that-is-all') return isAll(match, said, where);
  return !guarded || isMeant(match, said, where);
}

/** What takes these away wherever it stands. */
function isTakenAway(match: Match, said: Said, where: Where): boolean {
  const { at, isBack } = said;
  const { means } = match.rule;
  if (ABOUT_APPLICANT.includes(means)) return isBack || places(where.clause).some((place) => isRelative(at, place));
  if (WISHES.includes(means)) return asksOf(at, where.clause.from, match.end);
  if (means === 'resume') return isDenied(match, said, where, negations);
  // Of an address or a telephone it is said that they changed.
  if (means === 'unused') return places(where.clause).some((place) => fieldAt(at, place) !== undefined);
  // "Tapi sudah balik hp-nya": the telephone, not its number.
  if (means === 'wrong')
    return (
      (isBack && match.fields.length > 0 && match.fields.every((field) => field === 'phone')) ||
      isNothingOfHis(at, match)
    );
  // "Jabatan tidak ada masalah" asks for no help.
  if (means.startsWith('help')) return isDeniedFault(at, match.start);
  if (means === 'collected') return said.doubted || said.helped || said.unfinished || isQuestion(at, match.start);
  return false;
}

/** One of these words stands before it in its clause, and belongs to no other phrase. */
const isDenied = (match: Match, { at, covered }: Said, { clause }: Where, words: ReadonlySet<string>): boolean =>
  places({ from: clause.from, to: match.start }).some((place) => !covered.has(place) && words.has(at[place]!.word));

function isLater(match: Match, { at, covered, unreal }: Said, { clause, sentence }: Where): boolean {
  const hasNoDay = match.rule.means === 'not-now';
  // "Kalau kadis dinas luar, siapa yang tanda tangan?", "kalau belum bisa ttd gimana?"; "gimana kalau besok?" is a later.
  if (
    anyIn(unreal, clause.from, match.start) &&
    (asksOf(at, clause.from, sentence.to) || (hasNoDay && asksHow(at, match.end, sentence.to)))
  )
    return false;
  // "Kemarin saya dinas luar": why he answers only now.
  if (hasNoDay && places({ from: clause.from, to: match.start }).some((place) => PAST.has(at[place]!.word)))
    return false;
  return (
    !isQuestion(at, match.start) ||
    places(sentence).some((place) => requests.has(at[place]!.word)) ||
    places(sentence).every((place) => covered.has(place) || isSmall(at[place]!))
  );
}

/** It completes the change, and is held to the same as a yes: "itu saja masalahnya", "apa cuma itu yang bisa diubah?" */
function isAll(match: Match, { at, covered, misheard, troubles }: Said, { clause }: Where): boolean {
  const isUnknown = (place: number): boolean =>
    at[place]!.kind === 'word' && !covered.has(place) && !isSmall(at[place]!);
  return (
    !misheard &&
    !isQuestion(at, match.start) &&
    !places(clause).some(isUnknown) &&
    !anyIn(troubles, clause.from, clause.to)
  );
}

function isMeant(match: Match, said: Said, where: Where): boolean {
  const { at, unreal } = said;
  if (isDenied(match, said, where, negations)) return false;
  // "HP saya hilang, kalau ketemu saya kabari" supposes what comes after.
  if (anyIn(unreal, where.sentence.from, where.clause.to)) return false;
  // "Laptop saya hilang, apa yang harus saya lakukan?": what is asked comes behind what has happened.
  if (LOSSES.has(match.rule.means) && where.clause.to < where.sentence.to) return true;
  return !isQuestion(at, match.start) || places(where.sentence).some((place) => requests.has(at[place]!.word));
}
