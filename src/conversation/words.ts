import { textHoldsPrivateKey } from '../private-key/text.ts';
import type { Field, LinkState } from '../renewal/renewal.ts';
import { findChanges } from './changes.ts';
import { ANSWERS } from './line.ts';
import type { Meaning } from './meaning.ts';
import { findSecrets, SECRET_REMOVED } from './secret.ts';
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
  isTag,
  places,
  requests,
  wonders,
} from './words/clause.ts';
import { foundAgain } from './words/found.ts';
import { fieldAt, isBreak, type Match, matches, negations, particles } from './words/match.ts';
import { withNones } from './words/none.ts';
import { CONSIDERED_CHARACTERS, plain, type Token, tokens } from './words/normal.ts';
import { codeIn, numbersIn, type Placed } from './words/numbers.ts';
import { isDeniedFault, misheardValue, ofOtherData, partOfTheData, shownIn } from './words/of-data.ts';
import { MANNERS, settled } from './words/settled.ts';
import { isBelow, signatureAt } from './words/signature.ts';
import { frowns, signed } from './words/signs.ts';
import { ABOUT_APPLICANT } from './words/table.ts';
import { topicOf } from './words/topic.ts';
import { isNothingOfHis } from './words/wrong.ts';

export { CONSIDERED_CHARACTERS } from './words/normal.ts';

/** A message of greetings and thanks with this many other words says something that was not understood. */
const UNKNOWN_BESIDE_MANNERS = 2;
/** "Jangan ganti jabatan saya" finds nothing wrong. */
const FORBIDS = new Set('jangan dont'.split(' ').map(plain));
/** "Ya jangan", "iya belum", "ya bukan": a no, whatever stands before it. */
const UNDONE = new Set([...FORBIDS, ...['belum', 'bukan'].map(plain)]);
const PAST = new Set('kemarin tadi yesterday'.split(' ').map(plain));
const WISHES: readonly string[] = ['revoke', 'withdraw', 'cancel-change'];
const AGAINST_YES = new Set(['contrast', 'unreal', 'wrong', 'wrong:unit', 'wrong:phone']);
const UNFINISHED = new Set(['how-to-install', 'not-working', 'about-installing']);
const QUESTIONS = new Set<string>([
  ...ANSWERS,
  ...'revocation help person status new-code page that-is-all more language:id language:en'.split(' '),
]);

const MERE = new Set('iya ya y yes yep yeah'.split(' ').map(plain));
/** "Iya, sudah saya terima", "ya saya kirim": agrees to nothing, and tells what has been done. */
const REPORTS = /^(?:enclosed|collected|arrived|key-made|link:\w+)$/;

type Said = {
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
  readonly isBack: boolean;
  /** Places of supposing words, of what does not work or is not understood, of questions other than "is it right?", and of manners and other yes-words. */
  readonly unreal: readonly number[];
  readonly troubles: readonly number[];
  readonly questions: readonly number[];
  readonly reports: readonly number[];
  /** What is asked back before it is done, beside which a yes may be the answer to that. */
  readonly wishes: readonly number[];
  readonly agreeable: ReadonlySet<number>;
};
/** All that is asked of the whole message, asked once. */
function said(at: readonly Token[], found: readonly Match[], frowned: boolean): Said {
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

/** A guarded meaning stands only if it is neither denied nor supposed, and a question only if it asks for the thing. */
function stands(
  match: Match,
  { at, covered, doubted, isBack, helped, misheard, troubles, unfinished, unreal }: Said,
): boolean {
  const clause = around(at, match.start, isBreak);
  const sentence = around(at, match.start, endsSentence);
  const free = (place: number): boolean => !covered.has(place);
  const isUnknown = (place: number): boolean => at[place]!.kind === 'word' && free(place) && !isSmall(at[place]!);
  if (ABOUT_APPLICANT.includes(match.rule.means)) {
    if (places(clause).some((place) => isRelative(at, place))) return false;
    if (isBack) return false;
  }
  if (WISHES.includes(match.rule.means) && asksOf(at, clause.from, match.end)) return false;
  if (
    match.rule.means === 'resume' &&
    places({ from: clause.from, to: match.start }).some((place) => free(place) && negations.has(at[place]!.word))
  )
    return false;
  // Of an address or a telephone it is said that they changed.
  if (match.rule.means === 'unused' && places(clause).some((place) => fieldAt(at, place) !== undefined)) return false;
  // "Tapi sudah balik hp-nya": the telephone, not its number.
  if (isBack && match.rule.means === 'wrong' && match.fields.every((field) => field === 'phone') && match.fields[0])
    return false;
  if (match.rule.means === 'wrong' && isNothingOfHis(at, match)) return false;
  // "Jabatan tidak ada masalah" asks for no help.
  if (match.rule.means.startsWith('help') && isDeniedFault(at, match.start)) return false;
  if (match.rule.means.startsWith('wrong:') || match.rule.means === 'wrong')
    return !places({ from: clause.from, to: match.start }).some((place) => free(place) && FORBIDS.has(at[place]!.word));
  // "Kalau kadis dinas luar, siapa yang tanda tangan?", "kalau belum bisa ttd gimana?"; "gimana kalau besok?" is a later.
  if (
    match.rule.means.startsWith('not-now') &&
    anyIn(unreal, clause.from, match.start) &&
    (asksOf(at, clause.from, sentence.to) || (match.rule.means === 'not-now' && asksHow(at, match.end, sentence.to)))
  )
    return false;
  // "Kemarin saya dinas luar": why he answers only now.
  if (
    match.rule.means === 'not-now' &&
    places({ from: clause.from, to: match.start }).some((place) => PAST.has(at[place]!.word))
  )
    return false;
  if (match.rule.means.startsWith('not-now'))
    return (
      !isQuestion(at, match.start) ||
      places(sentence).some((place) => requests.has(at[place]!.word)) ||
      places(sentence).every((place) => !free(place) || isSmall(at[place]!))
    );
  if (match.rule.means.endsWith('/asked'))
    return isQuestion(at, match.start) || places(clause).some((place) => ASKS_WHY.has(at[place]!.word));
  // It completes the change, and is held to the same as a yes: "itu saja masalahnya", "apa cuma itu yang bisa diubah?"
  if (match.rule.means === 'that-is-all')
    return (
      !misheard &&
      !isQuestion(at, match.start) &&
      !places(clause).some((place) => isUnknown(place)) &&
      !anyIn(troubles, clause.from, clause.to)
    );
  if (match.rule.means === 'collected' && (doubted || helped || unfinished || isQuestion(at, match.start)))
    return false;
  if (!match.rule.guarded) return true;
  for (let place = clause.from; place < match.start; place++)
    if (free(place) && negations.has(at[place]!.word)) return false;
  // "HP saya hilang, kalau ketemu saya kabari" supposes what comes after.
  if (anyIn(unreal, sentence.from, clause.to)) return false;
  return !isQuestion(at, match.start) || places(sentence).some((place) => requests.has(at[place]!.word));
}

/** Whether nothing takes the yes away; a doubt is never a yes. */
function isYes(match: Match, said: Said): boolean {
  const { at, covered, doubted, ofOthers, helped, questions } = said;
  if (doubted || ofOthers) return false;
  const sure = match.rule.means === 'yes/sure';
  if (!sure && helped) return false;
  const sentence = around(at, match.start, endsSentence);
  // "Sudah benar, berapa lama prosesnya?": the question mark belongs to the other question.
  if (isQuestion(at, match.start) && !anyIn(questions, match.start + 1, sentence.to)) return false;
  const clause = around(at, match.start, isBreak);
  // "Nama, NIP, jabatan, semuanya sudah pas" names what was looked at.
  const lookedAt = sure ? shownIn(at, clause.from, match.start) : undefined;
  const mere = match.covers.length === 1 && MERE.has(at[match.start]!.word);
  // "Sudah benar" is said of the data, in its clause; a bare "betul" or "that's right" agrees with whatever else its
  // sentence says ("ya pak, saya di jalan"), unless that is the wish that is asked back.
  const belongs = !sure && !anyIn(said.wishes, sentence.from, sentence.to);
  const unknown = places(belongs ? sentence : clause).filter(
    (place) => at[place]!.kind === 'word' && !covered.has(place) && !isSmall(at[place]!) && !lookedAt?.has(place),
  );
  if (isReport(match, said)) return false;
  // "Surat sudah benar", "data gaji sudah benar" speak of something else, "kok benar" wonders.
  if (unknown.length > 0) return false;
  if (anyIn(questions, clause.from, match.start) || wonders(at, clause, match.start)) return false;
  return !mere || isFirst(match, said);
}

/** A yes in one clause with what has been done tells of that. */
const isReport = ({ rule, start }: Match, { at, reports }: Said): boolean => {
  const { from, to } = around(at, start, isBreak);
  return rule.means === 'yes' && anyIn(reports, from, to);
};

/** A "ya" behind other words is a particle ("tolong dicek, ya"); it is an answer where a sentence begins. */
function isFirst(match: Match, { at, agreeable }: Said): boolean {
  const { from } = around(at, match.start, endsSentence);
  return places({ from, to: match.start }).every(
    (place) => at[place]!.kind === 'comma' || particles.has(at[place]!.word) || agreeable.has(place),
  );
}

function meaningOf(match: Match): Meaning | undefined {
  const means = match.rule.means.replace(/\/(?:doubt|asked)$/, '');
  const [name, detail] = means.split(':') as [string, string?];
  if (name === 'wrong') return { means: 'wrong', fields: detail === undefined ? match.fields : [detail as Field] };
  if (name === 'not-now')
    return detail === undefined
      ? { means: 'not-now' }
      : {
          means: 'not-now',
          days: detail.startsWith('#') ? match.number! * Number(detail.slice(1) || 1) : Number(detail),
        };
  if (name === 'left') return { means: 'left', why: detail as 'left' | 'retired' | 'moved' | 'died' };
  if (name === 'language') return { means: 'language', to: detail as 'id' | 'en' };
  if (name === 'link') return { means: 'link', state: detail as LinkState };
  if (name === 'letter-is') return { means: 'letter-is', letter: detail as 'recommendation' | 'change' };
  if (['ack', 'doubt', 'contrast', 'unreal', 'nothing', 'enclosed'].includes(name)) return undefined;
  return { means: name } as Meaning;
}

/** Said of a certificate; a request is cancelled. */
const REVOKING = /cabut|^revo(?:k|cation)/;

/**
 * What a message means, in order of appearance; `unknown` where nothing was understood; empty only for a blank text and
 * for words that merely accompany a file ("terlampir"). Pure; reads the first `CONSIDERED_CHARACTERS` characters, in
 * time linear in them; never throws. A doubt, a condition, a contrast ("benar, tapi ..."), a question or words that were
 * not understood beside it take a yes away: it is then `unknown`, to be asked back.
 */
export function understand(text: string): readonly Meaning[] {
  const considered = text.slice(0, CONSIDERED_CHARACTERS);
  if (considered.trim() === '') return [];
  const sign = signed(considered);
  if (sign !== undefined) return [sign];
  const secret = findSecrets(considered);
  const clean = secret.found ? secret.redacted.replaceAll(SECRET_REMOVED, '\n') : considered;
  const all = withNones(tokens(clean));
  const signature = signatureAt(clean);
  const at = signature < clean.length ? all.filter(({ start }) => start < signature) : all;
  const change = findChanges(clean, at);
  // What is part of a change is not looked at again, and ends the clause beside it.
  const rest = at.map(
    (token, place): Token => (change.covers.has(place) ? { ...token, kind: 'stop', word: '' } : token),
  );
  const found = matches(rest);
  const message = said(rest, found, frowns(considered));

  const confirms = found.some(({ rule }) => rule.means.startsWith('yes'));
  // A signature says who wrote; below a yes that is nothing new.
  const objects = found.some(({ rule }) => rule.means.startsWith('wrong'));
  const signs = (index: number) => index >= signature || (!objects && isBelow(clean, index));
  const numbers = numbersIn(clean, all, change.covers, signs);
  const placed: Placed[] = confirms ? numbers.filter(({ meaning }) => !('signed' in meaning)) : numbers;
  const code = codeIn(clean, all);
  if (code) placed.push(code);
  if (secret.found)
    placed.push({ place: -1, meaning: { means: 'secret', ...(textHoldsPrivateKey(considered) && { key: true }) } });
  if (Object.keys(change.changes).length > 0)
    placed.push({ place: Math.min(...change.covers), meaning: { means: 'change', changes: change.changes } });
  if (change.doubted.length > 0)
    placed.push({ place: Math.min(...change.covers), meaning: { means: 'wrong', fields: change.doubted } });
  let asksBack = false;
  for (const match of found) {
    const isYesRule = match.rule.means.startsWith('yes');
    const good = isYesRule ? isYes(match, message) : stands(match, message);
    if (isYesRule) {
      if (good) placed.push({ place: match.start, meaning: { means: 'yes' } });
      else asksBack ||= !isReport(match, message);
      continue;
    }
    const meaning = good ? meaningOf(match) : undefined;
    if (meaning) placed.push({ place: match.start, meaning });
    else if (!good) asksBack = true;
  }
  const namesRevoking = at.some(({ word }) => REVOKING.test(word));
  return withManners(settled(placed, namesRevoking), message, asksBack);
}

const UNKNOWN: Meaning = { means: 'unknown' };

/** The topic alone was understood, or nothing. */
function guess(at: readonly Token[]): Meaning {
  const topic = topicOf(at);
  return topic === undefined ? UNKNOWN : { means: topic, guessed: true };
}

/** Adds what is left to say when no meaning, or nothing but manners, was found. */
function withManners(
  meanings: readonly Meaning[],
  { at, matches: found, covered }: Said,
  asksBack: boolean,
): readonly Meaning[] {
  if (meanings.some(({ means }) => !MANNERS.has(means) && means !== 'help')) return meanings;
  // "What do I do with this letter?": what is asked about says more than that help is wanted.
  const topic = found.some(({ rule }) => rule.means === 'help') ? topicOf(at) : undefined;
  if (meanings.some(({ means }) => means === 'help'))
    return topic === undefined
      ? meanings
      : [...meanings.filter(({ means }) => means !== 'help'), { means: topic, guessed: true }];
  const unknown = at.filter((token, place) => token.kind === 'word' && !covered.has(place) && !isSmall(token)).length;
  const means = new Set(found.map(({ rule }) => rule.means));
  // A loss or a wish that is denied or supposed is asked back, not answered by what its thing is.
  const refused = found.some(({ rule }) => rule.guarded);
  const lost = asksBack || means.has('doubt') || means.has('contrast') || means.has('unreal');
  const asks = at.some(({ kind }) => kind === 'question');
  if (means.has('enclosed') && !lost && !asks) return meanings;
  if (lost || unknown >= (meanings.length > 0 ? UNKNOWN_BESIDE_MANNERS : 1))
    return [...meanings, refused ? UNKNOWN : guess(at)];
  if (meanings.length > 0) return meanings;
  return [means.has('ack') ? { means: 'thanks', ack: true } : UNKNOWN];
}
