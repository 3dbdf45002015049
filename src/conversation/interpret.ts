import type { Renewal } from '../renewal/renewal.ts';
import type { Conversation, Heard, Interpretation, Known } from './conversation.ts';
import { withoutDoubts } from './doubt.ts';
import { focus, follow } from './focus.ts';
import { hearDocuments } from './hear/document.ts';
import { hearIdentity, signIn } from './hear/identity.ts';
import { hearMeanings } from './hear/meanings.ts';
import { hearRenew, tooEarly } from './hear/renew.ts';
import { resumesRevocation } from './hear/revoke.ts';
import { hearSecret, holdsSecret } from './hear/secret.ts';
import { hearValue } from './hear/value.ts';
import type { Meaning } from './meaning.ts';
import { outsideLimits } from './outside-limits.ts';
import { atPlace } from './place.ts';
import { Turn } from './turn.ts';
import { settle, withoutSameGuess } from './understood.ts';

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

/**
 * Only documents that are still being fetched, and words about them: they come again with their content, and are
 * answered then.
 */
function isOnlyArriving({ heard }: Turn): boolean {
  const { enclosed, meanings } = heard;
  const arriving = enclosed.length > 0 && enclosed.every(({ kind }) => kind === 'pending');
  return arriving && meanings.every(({ means }) => means === 'unknown' || means === 'letter-is');
}
