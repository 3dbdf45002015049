import { isIssuing } from './content.ts';
import type { Refusal, Step } from './event.ts';
import { changed, type EventOf, markOf, refuse } from './outcome.ts';
import type { Renewal } from './renewal.ts';

/** SOP activity 6. With AMS the CA hands the certificate over itself, so the renewal ends here. */
export function issued(renewal: Renewal, event: EventOf<'issued'>): Step | Refusal {
  const { facts, rules } = renewal;
  if (facts.certificate !== undefined) return refuse('already');
  if (!isIssuing(renewal)) return refuse('not-now');
  const { certificate: id, evidence } = event;
  const after = changed(renewal, { certificate: { ...markOf(event), id, evidence } });
  return rules.needsCsr ? after : completed(after.renewal);
}

/** Back to the review: else the renewal would wait for ever for a certificate that nobody makes. */
export function issuanceRefused(renewal: Renewal, event: EventOf<'issuance-refused'>): Step | Refusal {
  if (!isIssuing(renewal)) return refuse('not-now');
  const refusals = renewal.facts.refusals + (event.intended ? 0 : 1);
  return changed(renewal, { approvals: [], ams: undefined, refusals });
}

/** Only now is the old certificate revoked: until here it is the one that works. */
export function collected(renewal: Renewal, event: EventOf<'collected'>): Step | Refusal {
  const { certificate, keyLost } = renewal.facts;
  if (certificate === undefined || keyLost !== undefined) return refuse('not-now');
  return completed(changed(renewal, { collected: markOf(event) }).renewal);
}

function completed(renewal: Renewal): Step {
  return { renewal: { ...renewal, outcome: 'completed' }, effects: [{ do: 'revoke-old' }] };
}

/** The certificate is there but its key is gone. Before that, a new key is simply sent. */
export function keyLost(renewal: Renewal, event: EventOf<'key-lost'>): Step | Refusal {
  const { certificate, keyLost: lost } = renewal.facts;
  if (certificate === undefined) return refuse('not-now');
  return lost === undefined ? changed(renewal, { keyLost: markOf(event) }) : refuse('already');
}

/** Letter and data stay: the operator has already decided who the person is and what is written. */
export function keyReplacementApproved(renewal: Renewal): Step | Refusal {
  if (renewal.facts.keyLost === undefined) return refuse('not-now');
  return changed(renewal, { key: undefined, certificate: undefined, keyLost: undefined, approvals: [] });
}

export function keyReplacementRefused(renewal: Renewal): Step | Refusal {
  return renewal.facts.keyLost === undefined ? refuse('not-now') : changed(renewal, { keyLost: undefined });
}
