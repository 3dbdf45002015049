import { Fault } from '../fault.ts';
import { primary } from '../renewal/awaited.ts';
import type { RenewalEvent } from '../renewal/event.ts';
import { isSeen } from '../renewal/evidence.ts';
import { letterRefusal } from '../renewal/refusals.ts';
import type { Renewal } from '../renewal/renewal.ts';
import { certificateOf, type Next, nextLines, revocationAt, revokesOld } from './ask.ts';
import type { Applicant } from './conversation.ts';
import { type Line, STILL_WAITING } from './line.ts';

const NOTHING: Next = { say: [] };

/**
 * What the applicant is told when something happened that he did not say himself in this conversation: a letter was
 * read, an operator decided, the certificate is there, he did something on his page. The next question follows if it is
 * his turn now. `before` and `after` are the renewal around the event; `applicant` is he as he is after it. How long after
 * the collection our own CA revokes the old certificate is `revokesAfterHours`.
 */
export function announce(
  before: Renewal,
  after: Renewal,
  event: RenewalEvent,
  applicant: Applicant,
  revokesAfterHours?: number,
): Next {
  const said = news(before, after, event, applicant, revokesAfterHours);
  if (said === undefined) return NOTHING;
  if (said.follows === 'nothing') return { say: said.say };
  const next = nextLines(after, applicant);
  if (said.follows === 'asked') return { say: said.say, ...(next.ask && { ask: next.ask }) };
  const known = STILL_WAITING.find((what) => what === next.ask?.what);
  if (said.follows === 'known' && known !== undefined)
    return { say: [...said.say, { say: 'still-waiting', what: known }], ask: next.ask! };
  // That a letter is being read was said when it came.
  const wasSaid = (line: Line) => line.say === 'letter-reading' && !RECEIVED.has(event.is);
  const fresh = next.say.filter((line) => !wasSaid(line) && !said.say.some((each) => each.say === line.say));
  return { say: [...said.say, ...fresh], ...(next.ask && { ask: next.ask }) };
}

const RECEIVED: ReadonlySet<RenewalEvent['is']> = new Set<RenewalEvent['is']>(['letter-received', 'kept-used']);

/**
 * What follows the news: nothing; the next question or what the office does; that question, which the person knows with its
 * letter and is only reminded of; or the news asks it itself.
 */
type News = { readonly say: readonly Line[]; readonly follows: 'nothing' | 'next' | 'known' | 'asked' } | undefined;

const only = (...say: readonly Line[]): News => ({ say, follows: 'nothing' });
const and = (...say: readonly Line[]): News => ({ say, follows: 'next' });
const asking = (...say: readonly Line[]): News => ({ say, follows: 'asked' });

function news(
  before: Renewal,
  after: Renewal,
  event: RenewalEvent,
  applicant: Applicant,
  revokesAfterHours: number | undefined,
): News {
  switch (event.is) {
    case 'letter-read':
      return letterRead(before, after, event);
    case 'change-approved':
      return changeApproved(before, after);
    case 'change-recorded':
      return and({ say: 'change-recorded' }, ...voided(before, after));
    case 'change-returned':
      return and({ say: 'change-returned', reason: event.reason, instruction: event.instruction });
    case 'data-versioned':
      return dataVersioned(before, after);
    case 'approved':
      // The first of two approvals is the office's own matter.
      return after.facts.issuances > before.facts.issuances
        ? only({ say: 'approved', byHand: !after.rules.needsCsr })
        : undefined;
    case 'issuance-refused':
      // AMS's refusal an operator enters himself, and decides at once what it means.
      return after.rules.needsCsr ? only({ say: 'issuance-held' }) : undefined;
    case 'returned':
      return and({ say: 'returned', to: event.to, reason: event.reason, instruction: event.instruction });
    case 'rejected':
      return only({ say: 'rejected', reason: event.reason, instruction: event.instruction });
    case 'ams-entered':
      return asking({ say: 'passphrase-ask', email: applicant.data.email });
    case 'link-resent':
      return asking({ say: 'link-resent', email: applicant.data.email });
    case 'issued':
      return issued(after, event, applicant);
    case 'key-replacement-approved':
      return and({ say: 'key-replacement-approved' });
    case 'key-replacement-refused':
      return and({ say: 'key-replacement-refused', instruction: event.instruction });
    case 'lapsed':
      return only({ say: 'lapsed' });
    case 'resumed':
      return and({ say: 'resumed' });
    case 'reminded':
      return reminder(after, applicant);
    default:
      return elsewhere(after, event, applicant, revokesAfterHours);
  }
}

/** What he did on his page, or what an operator entered for him; what he said here was answered here. */
function elsewhere(after: Renewal, event: RenewalEvent, applicant: Applicant, revokesAfterHours?: number): News {
  switch (event.is) {
    case 'signed-in':
      return and({ say: 'signed-in', name: applicant.data.name });
    case 'data-confirmed':
      return and({ say: 'data-confirmed' });
    case 'key-received':
      return and({ say: 'key-received' });
    case 'collected':
      return only(completed(after, event, applicant, revokesAfterHours));
    case 'key-lost':
      return only({ say: 'key-lost-noted' });
    case 'withdrawn':
      return only({ say: 'withdrawn' });
    case 'change-cancelled':
      return and({ say: 'change-cancelled' });
    case 'change-opened':
    case 'change-proposed':
    case 'change-completed':
    case 'kept-used':
    case 'kept-discarded':
    case 'letter-received':
      return and();
    default:
      // Kept documents, asked-for silence and the end for someone else are known to whoever did it.
      return undefined;
  }
}

/** Letters that came together are told of together: while the other one is still being read, a good one waits for it. */
function letterRead(before: Renewal, after: Renewal, event: Extract<RenewalEvent, { is: 'letter-read' }>): News {
  const letter = before.facts.change?.letter?.document === event.document ? 'change' : 'recommendation';
  const { facts } = before;
  // They had been taken for one another, and are read again.
  if (after.facts.letter && facts.letter && after.facts.letter.document !== facts.letter.document) return undefined;
  const [read, other] =
    letter === 'change' ? [facts.change?.letter, facts.letter] : [facts.letter, facts.change?.letter];
  const together = read !== undefined && other?.at.getTime() === read.at.getTime();
  if (event.refused === undefined && together && other.state === 'reading') return undefined;
  const beside: Line[] =
    together && other.state === 'on-file'
      ? [{ say: 'letter-on-file', letter: letter === 'change' ? 'recommendation' : 'change' }]
      : [];
  if (event.refused !== undefined)
    return {
      say: [...beside, { say: 'letter-refused', letter, refused: letterRefusal(event.refused) }],
      follows: 'known',
    };
  // The decision about the change was announced with its letter; the recommendation beside it is only acknowledged.
  const inReview = primary(after)?.who === 'operator' && after.facts.change !== undefined;
  const acknowledged: Line = { say: 'letter-on-file', letter: beside.length > 0 ? 'both' : letter };
  return inReview && letter === 'recommendation' && !together ? only(acknowledged) : and(acknowledged);
}

function changeApproved(before: Renewal, after: Renewal): News {
  if (after.facts.change === undefined)
    return and({ say: 'change-approved', recorded: true }, ...voided(before, after));
  return after.facts.change.approved === undefined ? undefined : and({ say: 'change-approved', recorded: false });
}

/** A version that arrives while the certificate is being made changes nothing for him; nor does one before he came. */
function dataVersioned(before: Renewal, after: Renewal): News {
  if (after.facts.signedIn === undefined) return undefined;
  if (after.facts.changed.length > before.facts.changed.length)
    return and({ say: 'change-recorded' }, ...voided(before, after));
  const touched = before.facts.data !== after.facts.data || before.facts.change !== after.facts.change;
  return touched ? and({ say: 'data-versioned' }, ...voided(before, after)) : undefined;
}

function voided(before: Renewal, after: Renewal): readonly Line[] {
  return before.facts.letter !== undefined && after.facts.letter === undefined ? [{ say: 'letter-void' }] : [];
}

/** SOP activity 6. The file goes along where we have it: with AMS often only number and dates are known, and he is told so. */
function issued(after: Renewal, event: Extract<RenewalEvent, { is: 'issued' }>, applicant: Applicant): News {
  const certificate = applicant.certificates.find(({ id }) => id === event.certificate);
  if (certificate === undefined)
    throw new Fault('invariant', 'issued, but the certificate is not among those of the applicant');
  const collect = after.outcome === undefined;
  const seen = isSeen(event.evidence);
  const line: Line = {
    say: 'issued',
    serial: event.serial,
    from: certificate.from ?? event.mark.at,
    until: certificate.expires,
    ...(seen && { certificate: certificate.id }),
    collect,
    seen,
  };
  return collect ? asking(line) : only(line, completed(after, event, applicant));
}

function completed(after: Renewal, event: RenewalEvent, applicant: Applicant, revokesAfterHours?: number): Line {
  const now = event.mark.at;
  const at = revocationAt(after, applicant, { now, ...(revokesAfterHours !== undefined && { revokesAfterHours }) });
  return { say: 'completed', revokesOld: revokesOld(after, applicant, now), ...(at && { at }) };
}

function reminder(after: Renewal, applicant: Applicant): News {
  const turn = primary(after);
  const { reminders } = after.facts;
  if (turn?.who !== 'applicant' || reminders === undefined) return undefined;
  const { expires } = certificateOf(after, applicant);
  return and({ say: 'reminder', what: turn.what, count: reminders.count, expires });
}
