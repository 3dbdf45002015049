import { awaitsAgreement, caAgrees, caStatusOf } from '../../renewal/ca-status.ts';
import { isIssuing } from '../../renewal/content.ts';
import type { RenewalEvent } from '../../renewal/event.ts';
import type { Renewal } from '../../renewal/renewal.ts';
import { apply } from '../apply.ts';
import { actor, type Entry, type Operator, type OperatorAct, type Outcome } from '../entry.ts';
import { noteFault, outcome } from '../events/results.ts';
import type { Work } from '../work.ts';
import { agreed } from './evidence.ts';

/** Issuer `ams`: what operators do there, and what the CA's status service says. */

type AmsAct = Extract<OperatorAct, { act: 'take-packet' | 'enter-ams' | 'resend-link' | 'ca-checked' | 'ams-refused' }>;

const EVENTS = {
  'enter-ams': 'ams-entered',
  'resend-link': 'link-resent',
  'ca-checked': 'ca-checked',
  'ams-refused': 'issuance-refused',
} as const satisfies Partial<Record<AmsAct['act'], RenewalEvent['is']>>;

export async function amsAct(work: Work, operator: Operator, act: AmsAct): Promise<Outcome> {
  const renewal = await work.renewal(act.renewal);
  if (!renewal) return { refused: 'unknown' };
  if (renewal.outcome !== undefined) return { refused: 'over' };
  if (renewal.rules.needsCsr || !isIssuing(renewal)) return { refused: 'not-now' };
  const by = actor(operator);
  if ((act.act === 'take-packet' || act.act === 'enter-ams') && (await changeUnrecorded(work, renewal)))
    return { refused: 'change-unrecorded' };
  if (act.act === 'take-packet') {
    work.journal(`renewal:${renewal.id}`, by, 'packet taken', { version: approvedVersion(renewal), as: act.as });
    return { done: true };
  }
  return outcome(await apply(work, renewal.id, { is: EVENTS[act.act], mark: work.mark(by, 'web') }));
}

/** The data version that was approved; a later one does not change what is being asked for. */
const approvedVersion = ({ facts }: Renewal): string => facts.approvals.at(-1)!.content.split('|')[0]!;

/**
 * A change of this person's data that was approved, in whichever renewal, and is not in AMS yet: a certificate asked
 * for now would carry the old data (the SOP's third warning).
 */
async function changeUnrecorded(work: Work, { applicant }: Renewal): Promise<boolean> {
  const renewals = await work.renewalsOf(applicant);
  return renewals.some(({ outcome: over, facts }) => over === undefined && facts.change?.approved !== undefined);
}

/** Nobody has told us of longer ones; what is shown to operators stays a word. */
const SAID_CHARACTERS = 60;

/** The CA's word about the person of a request that stands in AMS. One we do not know is put before the operators as it is. */
export async function caStatus(work: Work, entry: Extract<Entry, { enter: 'ca-status' }>): Promise<Outcome> {
  const renewal = await work.renewal(entry.renewal);
  if (!renewal) return { refused: 'unknown' };
  // While the service was asked, the certificate may have been recorded, or the request sent back.
  const isOpen = isIssuing(renewal) && renewal.facts.ams !== undefined;
  if (!isOpen && !awaitsAgreement(renewal)) return { refused: 'not-now' };
  const status = caStatusOf(entry.said);
  if (status === undefined) {
    if (!isOpen) return { done: true };
    const said = entry.said.replace(/\p{C}/gu, '').slice(0, SAID_CHARACTERS);
    work.awaitOperator('applicant', renewal.applicant, 'ca-status-unknown', renewal.applicant, said);
    return { done: true };
  }
  const result = await apply(work, renewal.id, {
    is: 'ca-status',
    status,
    mark: work.mark({ role: 'issuer' }, 'none'),
  });
  const after = await work.renewal(renewal.id);
  if (!('refused' in result) && !isOpen && after && caAgrees(after)) await agreed(work, after);
  return outcome(result);
}

/** The service refuses us, or has been silent for long: the requests are looked after by hand meanwhile. */
export function caTrouble(work: Work, { why }: Extract<Entry, { enter: 'ca-trouble' }>): Outcome {
  noteFault(work, 'ams-status', 'ams', why);
  return { done: true };
}
