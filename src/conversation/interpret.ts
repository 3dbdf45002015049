import type { Renewal } from '../renewal/renewal.ts';
import type { Conversation, Heard, Interpretation, Known } from './conversation.ts';
import { withoutDoubts } from './doubt.ts';
import { focus, follow, waitsForApplicant } from './focus.ts';
import { hearArrived, hearNo, hearYes, isConfirmation } from './hear/answer.ts';
import { hearCancelChange, hearChange, hearMore, hearThatIsAll, hearWrong } from './hear/change.ts';
import { hearCollected } from './hear/collect.ts';
import { hearDocuments, hearKeyMade, hearSent, hearWrongFile } from './hear/document.ts';
import { hearIdentity, isKnownMail, mayAct, signIn } from './hear/identity.ts';
import { hearNotNow } from './hear/later.ts';
import { hearLink } from './hear/link.ts';
import { hearCertificate, hearRenew, tooEarly } from './hear/renew.ts';
import { askBack, askBackAgain, graveOf } from './hear/request.ts';
import { answersRevocation, hearKeep, resumesRevocation } from './hear/revoke.ts';
import { hearSecret, holdsSecret } from './hear/secret.ts';
import { hearTalk } from './hear/talk.ts';
import { ABOUT_DATA, hearValue } from './hear/value.ts';
import type { Meaning } from './meaning.ts';
import { outsideLimits } from './outside-limits.ts';
import { atPlace } from './place.ts';
import { Turn } from './turn.ts';

/**
 * What a message means for us: events of renewals, acts of the desk, lines to say, and the question the last line asks.
 * `renewals` are the open and lapsed ones of the applicant; where this message brings a right code or answers a deep
 * link, those of the applicant it names. Pure: everything that needs the database, a hash or the clock is in `known`.
 */
export function interpret(
  heard: Heard,
  known: Known,
  conversation: Conversation,
  renewals: readonly Renewal[],
): Interpretation {
  const turn = new Turn(toUs(heard, conversation), known, conversation, renewals);
  // A robot is never answered: two polite ones would never stop.
  if (heard.automatic === undefined) listen(turn);
  return turn.result();
}

/** What cannot wait for the operator who speaks. */
const URGENT: ReadonlySet<Meaning['means']> = new Set<Meaning['means']>(['secret', 'device-lost', 'revoke', 'code']);

/**
 * After an operator has taken over, what is written is said to him: "sudah benar, Bu" is no answer to our question. A
 * button, a file and what cannot wait are heard all the same.
 */
function toUs(heard: Heard, { speaker }: Conversation): Heard {
  if (speaker !== 'operator' || heard.pressed) return heard;
  return { ...heard, meanings: heard.meanings.filter(({ means }) => URGENT.has(means)) };
}

function isSaidToOperator({ heard, known, conversation }: Turn): boolean {
  const forUs = heard.pressed || heard.meanings.length > 0 || heard.enclosed.length > 0 || known.link !== undefined;
  return conversation.speaker === 'operator' && !forUs;
}

function listen(turn: Turn): void {
  const { heard } = turn;
  if (isSaidToOperator(turn)) return;
  if (holdsSecret(turn)) {
    hearSecret(turn);
    return;
  }
  if (isOnlyArriving(turn)) return;
  if (heard.notice !== undefined) {
    notice(turn);
    return;
  }
  signIn(turn);
  if (pressedWrongly(turn)) {
    follow(turn);
    return;
  }
  const { question, outdated } = turn.conversation;
  const doubtless = withoutDoubts(heard.tooLong ? [] : heard.meanings, question?.what);
  const renewed = turn.proven !== undefined && turn.open.length === 0 && hasNew(turn);
  const place = { asked: outdated ? undefined : question?.what, renewal: focus(turn), renewed };
  const meanings = withoutSameGuess(turn, atPlace(doubtless, place, heard));
  outsideLimits(turn);
  if (heard.late !== undefined) cameLate(turn, heard.late);
  const onlyIdentity = hearIdentity(turn, meanings);
  signIn(turn);
  if (!onlyIdentity && (heard.late !== undefined || !hearValue(turn))) {
    hearMeanings(turn, meanings);
    hearDocuments(turn, meanings);
  }
  if (turn.proven !== turn.conversation.proven && turn.follow === 'next') cameFor(turn);
  settle(turn, meanings);
  follow(turn);
}

/** One that replaced another, and that it is too early to renew. */
const hasNew = (turn: Turn): boolean =>
  (turn.applicant?.certificates.some(({ hasSuccessor }) => hasSuccessor) ?? false) && tooEarly(turn) !== undefined;

/** Answered by its topic alone a second time, the question was not understood, whatever manners stand beside it. */
function withoutSameGuess({ heard, state }: Turn, meanings: readonly Meaning[]): readonly Meaning[] {
  const guess = guessIn(meanings);
  return guess !== undefined && guess === state.guessed && heard.enclosed.length === 0
    ? [{ means: 'unknown' }]
    : meanings;
}

const guessIn = (meanings: readonly Meaning[]): Meaning['means'] | undefined =>
  meanings.find((meaning) => 'guessed' in meaning)?.means;

/** What was answered by its topic alone was perhaps understood: it is no reason to begin counting anew. */
function settle(turn: Turn, meanings: readonly Meaning[]): void {
  const { misunderstood } = turn.state;
  const guess = turn.heard.enclosed.length === 0 ? guessIn(meanings) : undefined;
  if (!turn.understood) notUnderstood(turn);
  else if (guess === undefined) turn.state = { ...turn.state, misunderstood: 0, guessed: undefined };
  else turn.state = { ...turn.state, misunderstood: Math.max(misunderstood, 1), guessed: guess };
}

/** Whoever has just said who he is came for something; asking him what for would be a waste of his time. */
function cameFor(turn: Turn): void {
  if (!resumesRevocation(turn) && turn.open.length === 0) hearRenew(turn);
}

/**
 * The CA's notice, forwarded: a hint to renew, no more. One about a certificate of his that we know is the desk's, which
 * writes to the contact on record; so is an "issued" mail.
 */
function notice(turn: Turn): void {
  const { notice: told } = turn.heard;
  if (told?.issued || knows(turn, told?.serial)) return;
  signIn(turn);
  hearRenew(turn);
  follow(turn);
}

/** Serials are written with or without leading zeros, in either case. */
function knows(turn: Turn, serial: string | undefined): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/^0+/, '');
  const certificates = turn.applicant?.certificates ?? [];
  return serial !== undefined && certificates.some((each) => plain(each.serial ?? '') === plain(serial));
}

function pressedWrongly(turn: Turn): boolean {
  const { choice } = turn.heard;
  if (choice !== 'stale' && choice !== 'foreign') return false;
  turn.say({ say: choice === 'stale' ? 'choice-stale' : 'choice-foreign' });
  turn.follow = choice === 'stale' ? 'pending' : 'nothing';
  return true;
}

/** Said before anything else; what is awaited now is asked anew. */
function cameLate(turn: Turn, at: Date): void {
  turn.say({ say: 'message-late', at });
  turn.understood = true;
  turn.follow = turn.proven === undefined ? 'pending' : 'next';
}

function hearMeanings(turn: Turn, meanings: readonly Meaning[]): void {
  turn.state = { ...turn.state, explained: undefined };
  // Greetings and thanks beside something else are manners, and an answer to them would only be in the way.
  const isManners = ({ means }: Meaning) => means === 'greeting' || means === 'thanks';
  const onlyManners = turn.heard.enclosed.length === 0 && meanings.every(isManners);
  for (const meaning of meanings) if (onlyManners || !isManners(meaning)) hearTalk(turn, meaning);
  if (answersRevocation(turn, meanings)) return;
  const grave = graveOf(meanings);
  if (grave !== undefined) {
    askBack(turn, grave);
    return;
  }
  const { question, outdated } = turn.conversation;
  const answers = meanings.filter(({ means }) => ANSWERS.has(means));
  if (outdated && question !== undefined && answers.length > 0) {
    turn.understood = true;
    askedAgain(turn);
    for (const meaning of meanings) if (!ANSWERS.has(meaning.means)) hearMatter(turn, meaning, meanings);
    return;
  }
  for (const meaning of meanings) hearMatter(turn, meaning, meanings);
}

/** What answers a question and means nothing without it. */
const ANSWERS: ReadonlySet<Meaning['means']> = new Set<Meaning['means']>(['yes', 'no', 'that-is-all']);

/** The answer came too late for its question. A wish that was asked back is asked back again, the rest as it now stands. */
function askedAgain(turn: Turn): void {
  const { question } = turn.conversation;
  turn.follow = 'next';
  if (turn.proven === undefined) return;
  if (agreesOnly(turn)) {
    if (turn.open.length === 0) turn.say({ say: 'thanks' });
    return;
  }
  turn.say({ say: 'question-outdated' });
  if (isConfirmation(question?.what)) askBackAgain(turn);
}

/** "Iya" to "nothing for you to do now": what he was asked before is done, and nothing is awaited of him. */
function agreesOnly(turn: Turn): boolean {
  return !isAskedBack(turn) && !turn.open.some(waitsForApplicant);
}

/** Whether something that cannot be undone waits for his yes. */
function isAskedBack({ conversation: { question } }: Turn): boolean {
  return isConfirmation(question?.what) && question?.what !== 'confirm-collected';
}

/** What moves the renewal. */
function hearMatter(turn: Turn, meaning: Meaning, meanings: readonly Meaning[]): void {
  const also = (means: Meaning['means']) => meanings.some((each) => each.means === means);
  switch (meaning.means) {
    case 'yes':
      hearYes(turn);
      return;
    case 'no':
      hearNo(turn);
      return;
    case 'wrong':
      wrong(turn, meaning, meanings);
      return;
    case 'change':
      hearChange(turn, meaning.changes, also('that-is-all'));
      return;
    case 'that-is-all':
      if (!also('change')) hearThatIsAll(turn);
      return;
    case 'more':
      hearMore(turn);
      return;
    case 'cancel-change':
      hearCancelChange(turn);
      return;
    case 'not-now':
      hearNotNow(turn, meaning.days);
      return;
    case 'renew':
    case 'resume':
      // "Lanjut" to "shall it be withdrawn?" is no clear yes: nothing changes, and that is said.
      if (isAskedBack(turn)) hearNo(turn);
      else hearRenew(turn);
      return;
    case 'certificate':
      hearCertificate(turn, meaning.id);
      return;
    case 'unused':
      unused(turn);
      return;
    case 'wrong-file':
      hearWrongFile(turn);
      return;
    case 'sent':
      hearSent(turn);
      return;
    case 'key-made':
      hearKeyMade(turn);
      return;
    case 'arrived':
      hearArrived(turn);
      return;
    case 'collected':
      hearCollected(turn);
      return;
    case 'link':
      hearLink(turn, meaning.state);
      return;
    case 'keep-certificate':
      hearKeep(turn);
      return;
    case 'number':
      if (turn.proven !== undefined && ABOUT_DATA.has(turn.conversation.question?.what)) {
        newNumber(turn, meaning, also('that-is-all'));
        return;
      }
      if (mayAct(turn)) known(turn);
      return;
    case 'new-code':
      // Said by someone we know already, or whose address we know: the proof is what may be missing.
      if (mayAct(turn)) known(turn);
      return;
  }
}

/** A reason to end it, and no wish: what follows from doing nothing, and who helps to end it. */
function unused(turn: Turn): void {
  turn.understood = true;
  turn.say({ say: 'answer', to: 'not-renewing' });
  if (turn.follow === 'nothing') turn.follow = 'pending';
}

/** Where data is the subject, another address or number than the one on record is a change. */
function newNumber(turn: Turn, { kind, value }: Extract<Meaning, { means: 'number' }>, all: boolean): void {
  if (turn.applicant?.data[kind] === value) known(turn);
  else hearChange(turn, { [kind]: value }, all);
}

function known(turn: Turn): void {
  turn.understood = true;
  turn.follow = 'next';
}

/** Where data is the subject, something wrong means the data; elsewhere only if it is said which. */
function wrong(turn: Turn, { fields }: Extract<Meaning, { means: 'wrong' }>, meanings: readonly Meaning[]): void {
  const change = meanings.find((meaning) => meaning.means === 'change');
  const rest = fields.filter((field) => change?.changes[field] === undefined);
  if (change !== undefined && rest.length === 0) return;
  if (fields.length > 0 || ABOUT_DATA.has(turn.conversation.question?.what)) hearWrong(turn, rest);
}

/**
 * Only documents that are still being fetched, and words about them: they come again with their content, and are
 * answered then.
 */
function isOnlyArriving({ heard }: Turn): boolean {
  const { enclosed, meanings } = heard;
  const arriving = enclosed.length > 0 && enclosed.every(({ kind }) => kind === 'pending');
  return arriving && meanings.every(({ means }) => means === 'unknown' || means === 'letter-is');
}

/** Asked again in other words; the second time an operator is offered and knows. */
function notUnderstood(turn: Turn): void {
  const misunderstood = turn.state.misunderstood + 1;
  const stranger = turn.proven === undefined && !isKnownMail(turn);
  if (stranger && !turn.state.greeted) {
    mayAct(turn);
    return;
  }
  // Whoever has called an operator explains himself to him.
  if (turn.hasCalled) {
    turn.say({ say: 'passed-on' });
    return;
  }
  turn.state = { ...turn.state, misunderstood };
  turn.say({ say: misunderstood === 1 ? 'not-understood' : 'not-understood-again' });
  if (misunderstood === 2) turn.act({ act: 'call-operator', why: 'not-understood' });
  if (isKnownMail(turn)) turn.say({ say: 'help' });
  turn.follow = 'pending';
}
