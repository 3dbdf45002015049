import { ANSWERS } from '../line.ts';
import { isRelative, isTag } from './clause.ts';
import { foundAgain } from './found.ts';
import { type Match, negations } from './match.ts';
import { plain, type Token } from './normal.ts';
import { misheardValue, ofOtherData, partOfTheData } from './of-data.ts';
import { MANNERS } from './settled.ts';
import { ABOUT_APPLICANT } from './table.ts';

/** "Jangan ganti jabatan saya" finds nothing wrong. */
export const FORBIDS = new Set('jangan dont'.split(' ').map(plain));
/** "Ya jangan", "iya belum", "ya bukan": a no, whatever stands before it. */
const UNDONE = new Set([...FORBIDS, ...['belum', 'bukan'].map(plain)]);
export const WISHES: readonly string[] = ['revoke', 'withdraw', 'cancel-change'];
const AGAINST_YES = new Set(['contrast', 'unreal', 'wrong', 'wrong:unit', 'wrong:phone']);
const UNFINISHED = new Set(['how-to-install', 'not-working', 'about-installing']);
const QUESTIONS = new Set<string>([
  ...ANSWERS,
  ...'revocation help person status new-code page that-is-all more language:id language:en'.split(' '),
]);
/** "Iya, sudah saya terima", "ya saya kirim": agrees to nothing, and tells what has been done. */
const REPORTS = /^(?:enclosed|collected|arrived|key-made|link:\w+)$/;

/** What the whole message says about each of its phrases. */
export type Said = {
  readonly at: readonly Token[];
  readonly matches: readonly Match[];
  readonly covered: ReadonlySet<number>;
  /** Something in the message takes every yes away. */
  readonly doubted: boolean;
  /** Something is right, and not what was shown. */
  readonly ofOthers: boolean;
  /** A field is named among words that were not understood: perhaps its new value ("Kabid Sandi maksud saya jabatannya"). */
  readonly misheard: boolean;
  /** Help is asked for: "yes, I have a question" confirms nothing. */
  readonly helped: boolean;
  /** It is asked how to install, or why it does not work: whatever succeeded was a step before. */
  readonly unfinished: boolean;
  /** What was lost is found again. */
  readonly isBack: boolean;
  /** Places of supposing words, of what does not work or is not understood, of questions other than "is it right?", and of manners and other yes-words. */
  readonly unreal: readonly number[];
  readonly troubles: readonly number[];
  readonly questions: readonly number[];
  readonly reports: readonly number[];
  /** What is asked back before it is done, beside which a yes may be the answer to that. */
  readonly wishes: readonly number[];
  readonly agreeable: ReadonlySet<number>;
}; /** All that is asked of the whole message, asked once. */
export function said(at: readonly Token[], found: readonly Match[], frowned: boolean): Said {
  const covered = new Set(found.flatMap(({ covers }) => covers));
  const starts = (wanted: (means: string) => boolean): number[] =>
    found.filter(({ rule }) => wanted(rule.means)).map(({ start }) => start);
  // "... ini bayar tidak?" asks, and denies nothing.
  const asked = starts((means) => QUESTIONS.has(means));
  const denied = at.some(({ word }, place) => !covered.has(place) && negations.has(word) && !isTag(at, place, asked));
  const against = found.some(
    ({ rule, start }) =>
      rule.means.endsWith('doubt') ||
      AGAINST_YES.has(rule.means) ||
      (rule.means === 'no' && UNDONE.has(at[start]!.word)),
  );
  return {
    at,
    matches: found,
    covered,
    doubted: frowned || against || denied || at.some((_, place) => isRelative(at, place)) || partOfTheData(at, covered),
    ofOthers: ofOtherData(at, found, covered),
    misheard: misheardValue(at, covered),
    unfinished: found.some(({ rule }) => UNFINISHED.has(rule.means)),
    helped: found.some(({ rule }) => rule.means.startsWith('help')),
    isBack: foundAgain(at, found),
    unreal: starts((means) => means === 'unreal'),
    troubles: starts((means) => means.startsWith('help') || means.endsWith('/doubt')),
    questions: asked,
    reports: starts((means) => REPORTS.test(means)),
    wishes: starts((means) => WISHES.includes(means) || ABOUT_APPLICANT.includes(means)),
    agreeable: new Set(
      found
        .filter(({ rule }) => MANNERS.has(rule.means) || rule.means.startsWith('yes') || rule.means === 'ack')
        .flatMap(({ covers }) => covers),
    ),
  };
}
