import { MOVES } from './appointment.ts';
import { ASKS_WHY, around, endsSentence, isQuestion, isRelative, places, requests } from './clause.ts';
import { isBreak, type Match, negations } from './match.ts';
import { plain, type Token } from './normal.ts';
import { isFaultless } from './of-data.ts';

/** Of what there may be it is asked whether there is any. */
const MAY_BE = new Set('ada perubahan'.split(' ').map(plain));

/** Words of a fault that find none in his data. */
export const isNothingOfHis = (at: readonly Token[], match: Match): boolean =>
  isFaultless(at, around(at, match.start, isBreak)) ||
  isNotHisMove(at, match) ||
  isUnchanged(at, match) ||
  (match.fields.length === 0 && asksWhether(at, match));

/** "Kadis kami pindah ke Dinas Sosial", "saya belum pindah unit". */
function isNotHisMove(at: readonly Token[], { start, end }: Match): boolean {
  const { from } = around(at, start, isBreak);
  const before = places({ from, to: start });
  return (
    places({ from: start, to: end }).some((place) => MOVES.has(at[place]!.word)) &&
    (negations.has(at[start - 1]?.word ?? '') || before.some((place) => isRelative(at, place)))
  );
}

const SHOULD_HAVE = new Set('padahal juga though'.split(' ').map(plain));
const CHANGED = new Set('berubah berbeda changed'.split(' ').map(plain));

/** "Jabatan tidak berubah"; "kok jabatan saya tidak berubah?" tells that it should have. */
function isUnchanged(at: readonly Token[], { start }: Match): boolean {
  const clause = places(around(at, start, isBreak));
  const isDenied = CHANGED.has(at[start]!.word) && negations.has(at[start - 1]?.word ?? '');
  return isDenied && !clause.some((place) => ASKS_WHY.has(at[place]!.word) || SHOULD_HAVE.has(at[place]!.word));
}

/** "Ada yang salah?" asks us; "kok ada yang salah?" and "ada yang mau diubah, bisa?" tell. */
function asksWhether(at: readonly Token[], { start }: Match): boolean {
  const { from, to } = around(at, start, isBreak);
  const tells = (place: number): boolean => requests.has(at[place]!.word) || ASKS_WHY.has(at[place]!.word);
  const isLast = to === around(at, start, endsSentence).to;
  return MAY_BE.has(at[start]!.word) && isLast && isQuestion(at, start) && !places({ from, to }).some(tells);
}
