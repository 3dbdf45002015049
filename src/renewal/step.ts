import { unreachable } from '../fault.ts';
import { primary } from './awaited.ts';
import type { Refusal, RenewalEvent, Step } from './event.ts';
import { isRefusal, refuse } from './outcome.ts';
import type { Basis, Facts, Mark, Renewal, Rules } from './renewal.ts';
import * as ams from './step-ams.ts';
import * as course from './step-course.ts';
import * as data from './step-data.ts';
import * as decision from './step-decision.ts';
import * as issuance from './step-issuance.ts';
import * as letter from './step-letter.ts';

export { isRefusal } from './outcome.ts';

export type Opening = {
  readonly id: string;
  readonly number: string;
  readonly applicant: string;
  readonly certificate: string;
  readonly basis: Basis;
  readonly rules: Rules;
  /** Hash of the applicant's current data version. */
  readonly version: string;
  readonly how: Facts['noticed']['how'];
};

/**
 * Opens a renewal (SOP activity 1). Whether one may be opened, and that there is only one per certificate, is the
 * desk's matter.
 */
export function start({ how, ...opening }: Opening, mark: Mark): Step {
  const facts: Facts = {
    noticed: { ...mark, how },
    changed: [],
    kept: [],
    approvals: [],
    issuances: 0,
    refusals: 0,
    since: mark.at,
  };
  return { renewal: { ...opening, revision: 1, openedAt: mark.at, facts }, effects: [] };
}

/**
 * Applies one event: the new renewal and what is to be done, or why nothing changed. Pure and total; applying an
 * event twice changes nothing the second time. Throws Fault('invariant') only for a decision without an operator.
 */
export function step(renewal: Renewal, event: RenewalEvent): Step | Refusal {
  if (renewal.outcome !== undefined && !AFTER_THE_END.has(event.is)) return refuse('over');
  if (needsSignIn(event) && renewal.facts.signedIn === undefined) return refuse('not-signed-in');
  const result = decide(renewal, event);
  return isRefusal(result) ? result : settle(renewal, result, event);
}

/**
 * A lapsed renewal may be taken up again, and must know then what became of its certificate. What the CA says may still
 * bear out what was recorded on somebody's word.
 */
const AFTER_THE_END: ReadonlySet<RenewalEvent['is']> = new Set(['resumed', 'certificate-revoked', 'ca-status']);

/** What makes the sign-in, what only delays or ends the asking, and documents are taken from anybody. */
const WITHOUT_SIGN_IN: ReadonlySet<RenewalEvent['is']> = new Set([
  'signed-in',
  'quiet-asked',
  'not-applicant',
  'document-kept',
  'resumed',
]);

function needsSignIn(event: RenewalEvent): boolean {
  return event.mark.by.role === 'applicant' && !WITHOUT_SIGN_IN.has(event.is);
}

/** What holds after every event: the revision grows, a person who acts is no longer silent, waiting times start anew. */
function settle(before: Renewal, { renewal, effects }: Step, event: RenewalEvent): Step {
  const { facts } = renewal;
  const reminders = event.mark.by.role === 'applicant' ? undefined : facts.reminders;
  const turn = primary(renewal);
  const turned = primary(before)?.what !== turn?.what;
  const active = event.mark.by.role === 'applicant' && turn?.who === 'applicant';
  const since = turned || active ? event.mark.at : facts.since;
  return { renewal: { ...renewal, revision: before.revision + 1, facts: { ...facts, reminders, since } }, effects };
}

function decide(renewal: Renewal, event: RenewalEvent): Step | Refusal {
  switch (event.is) {
    case 'signed-in':
      return course.signedIn(renewal, event);
    case 'data-confirmed':
      return data.dataConfirmed(renewal, event);
    case 'change-opened':
      return data.changeOpened(renewal, event);
    case 'change-proposed':
      return data.changeProposed(renewal, event);
    case 'change-completed':
      return data.changeCompleted(renewal);
    case 'change-cancelled':
      return data.changeCancelled(renewal);
    case 'letter-received':
      return letter.letterReceived(renewal, event);
    case 'document-kept':
      return letter.documentKept(renewal, event);
    case 'kept-used':
      return letter.keptUsed(renewal, event);
    case 'kept-discarded':
      return letter.keptDiscarded(renewal, event);
    case 'letter-read':
      return letter.letterRead(renewal, event);
    case 'key-received':
      return letter.keyReceived(renewal, event);
    case 'change-approved':
      return decision.changeApproved(renewal, event);
    case 'change-returned':
      return decision.changeReturned(renewal, event);
    case 'change-recorded':
      return data.changeRecorded(renewal, event);
    case 'data-versioned':
      return data.dataVersioned(renewal, event);
    case 'approved':
      return decision.approved(renewal, event);
    case 'returned':
      return decision.returned(renewal, event);
    case 'rejected':
      return decision.rejected(renewal, event);
    case 'ams-entered':
      return ams.entered(renewal, event);
    case 'link-said':
      return ams.linkSaid(renewal, event);
    case 'link-resent':
      return ams.linkResent(renewal);
    case 'ca-status':
      return ams.statusSaid(renewal, event);
    case 'ca-checked':
      return ams.statusChecked(renewal, event);
    case 'issued':
      return issuance.issued(renewal, event);
    case 'issuance-refused':
      return issuance.issuanceRefused(renewal, event);
    case 'collected':
      return issuance.collected(renewal, event);
    case 'key-lost':
      return issuance.keyLost(renewal, event);
    case 'key-replacement-approved':
      return issuance.keyReplacementApproved(renewal);
    case 'key-replacement-refused':
      return issuance.keyReplacementRefused(renewal);
    case 'quiet-asked':
      return course.quietAsked(renewal, event);
    case 'reminded':
      return course.reminded(renewal, event);
    case 'silence-told':
      return course.silenceTold(renewal, event);
    case 'certificate-revoked':
      return course.certificateRevoked(renewal);
    case 'date-corrected':
      return course.dateCorrected(renewal, event);
    case 'withdrawn':
      return course.withdrawn(renewal);
    case 'not-applicant':
      return course.notApplicant(renewal);
    case 'lapsed':
      return course.lapsed(renewal);
    case 'resumed':
      return course.resumed(renewal, event);
    default:
      return unreachable(event);
  }
}
