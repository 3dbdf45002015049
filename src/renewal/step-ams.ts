import { awaitsAgreement, caEffect } from './ca-status.ts';
import { isIssuing } from './content.ts';
import type { Refusal, Step } from './event.ts';
import { changed, type EventOf, markOf, refuse } from './outcome.ts';
import type { Facts, Renewal } from './renewal.ts';

/** What happens while the request stands in AMS; the record of the certificate itself is in step-issuance.ts. */

type Ams = NonNullable<Facts['ams']>;

export function entered(renewal: Renewal, event: EventOf<'ams-entered'>): Step | Refusal {
  if (renewal.rules.needsCsr || !isIssuing(renewal)) return refuse('not-now');
  return renewal.facts.ams ? refuse('already') : changed(renewal, { ams: { entered: markOf(event) } });
}

/** Said again it is the same; said otherwise the later word counts. */
export function linkSaid(renewal: Renewal, event: EventOf<'link-said'>): Step | Refusal {
  const ams = inAms(renewal);
  if (ams === undefined) return refuse('not-now');
  if (ams.link?.state === event.state) return refuse('already');
  return changed(renewal, { ams: { ...ams, link: { ...markOf(event), state: event.state } } });
}

/**
 * A new link: what was said of the old one is void, and the applicant is awaited again; also where it was said to be
 * set and is not.
 */
export function linkResent(renewal: Renewal): Step | Refusal {
  const ams = inAms(renewal);
  if (ams?.link === undefined) return refuse('not-now');
  return changed(renewal, { ams: { ...ams, link: undefined } });
}

export function statusSaid(renewal: Renewal, event: EventOf<'ca-status'>): Step | Refusal {
  const ams = awaitsAgreement(renewal) ? renewal.facts.ams : inAms(renewal);
  if (ams === undefined) return refuse(renewal.outcome === undefined ? 'not-now' : 'over');
  if (ams.status?.value === event.status) return refuse('already');
  const moved = (ams.status?.moved ?? false) || event.status !== 'ISSUE';
  return changed(renewal, { ams: { ...ams, status: { ...markOf(event), value: event.status, moved } } });
}

/** Until the status becomes another one, it asks for nobody any more. */
export function statusChecked(renewal: Renewal, event: EventOf<'ca-checked'>): Step | Refusal {
  const ams = inAms(renewal);
  const { status } = ams ?? {};
  if (status === undefined || caEffect(status.value, status.moved, renewal.basis) !== 'check') return refuse('not-now');
  if (status.checked !== undefined) return refuse('already');
  return changed(renewal, { ams: { ...ams!, status: { ...status, checked: markOf(event) } } });
}

function inAms(renewal: Renewal): Ams | undefined {
  return isIssuing(renewal) ? renewal.facts.ams : undefined;
}
