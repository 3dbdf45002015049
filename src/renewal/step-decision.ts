import { Fault } from '../fault.ts';
import { isAwaited } from './awaited.ts';
import {
  approvalsNeeded,
  approvalsOf,
  barred,
  changeApprovalsNeeded,
  changeContent,
  reviewContent,
} from './content.ts';
import type { Refusal, RenewalEvent, Step } from './event.ts';
import { changed, type EventOf, markOf, refuse } from './outcome.ts';
import type { Renewal } from './renewal.ts';
import { adopt } from './step-data.ts';

/** The review after SOP activity 5: enough approvals of one content ask the issuer for the certificate. */
export function approved(renewal: Renewal, event: EventOf<'approved'>): Step | Refusal {
  const needed = approvalsNeeded(renewal);
  const refused = undecidable(renewal, event, 'review') ?? sameOperator(renewal, event, 'review');
  if (refused !== undefined) return refused;
  const { content } = event;
  const approvals = [...renewal.facts.approvals, { ...markOf(event), content }];
  if (approvalsOf(approvals, content) < needed) return changed(renewal, { approvals });
  const number = renewal.facts.issuances + 1;
  return changed(renewal, { approvals, issuances: number }, { do: 'issue', content, number });
}

/** With AMS the change counts only once it was entered there; else it is adopted with the last approval. */
export function changeApproved(renewal: Renewal, event: EventOf<'change-approved'>): Step | Refusal {
  const change = renewal.facts.change;
  const needed = changeApprovalsNeeded(renewal);
  const refused = undecidable(renewal, event, 'change-review') ?? sameOperator(renewal, event, 'change-review');
  if (refused !== undefined) return refused;
  const approvals = [...change!.approvals, { ...markOf(event), content: event.content }];
  const after = changed(renewal, { change: { ...change!, approvals } });
  if (approvals.length < needed) return after;
  if (!renewal.rules.entersAms) return adopt(after.renewal, markOf(event));
  return changed(renewal, { change: { ...change!, approvals, approved: markOf(event) } });
}

/** The values or their letter are not enough: the letter is asked for again, and the values can still be changed. */
export function changeReturned(renewal: Renewal, event: EventOf<'change-returned'>): Step | Refusal {
  const refused = undecidable(renewal, event, 'change-review');
  if (refused !== undefined) return refused;
  const { reason, instruction } = event;
  const { letter, ...change } = renewal.facts.change!;
  const note = { ...markOf(event), to: 'data' as const, reason, instruction, hash: letter?.hash };
  return changed(renewal, { change: { ...change, approvals: [] }, returned: note });
}

/** Sent back for one thing only; the others stay, a letter because it is bound to its version. */
export function returned(renewal: Renewal, event: EventOf<'returned'>): Step | Refusal {
  const refused = undecidable(renewal, event, 'review');
  if (refused !== undefined) return refused;
  if (event.to === 'key' && !renewal.rules.needsCsr) return refuse('not-now');
  const { to, reason, instruction } = event;
  const note = {
    ...markOf(event),
    to,
    reason,
    instruction,
    ...(to === 'letter' && { hash: renewal.facts.letter?.hash }),
  };
  return changed(renewal, { [to]: undefined, approvals: [], returned: note });
}

export function rejected(renewal: Renewal, event: EventOf<'rejected'>): Step | Refusal {
  const which = isAwaited(renewal, 'change-review') ? 'change-review' : 'review';
  const refused = undecidable(renewal, event, which);
  if (refused !== undefined) return refused;
  const { reason, instruction } = event;
  // The reason stays with the renewal, so that whoever asks later gets the same answer.
  const after = changed(renewal, { returned: { ...markOf(event), to: 'data', reason, instruction } });
  return { ...after, renewal: { ...after.renewal, outcome: 'rejected' } };
}

type Decision = Extract<RenewalEvent, { content: string }>;

const sameOperator = (renewal: Renewal, { mark }: Decision, what: 'review' | 'change-review'): Refusal | undefined =>
  barred(renewal, what, mark.by.id!) && refuse('same-operator');

/** A decision counts only for what is awaited, and only for exactly the content the operator saw. */
function undecidable(renewal: Renewal, event: Decision, what: 'review' | 'change-review'): Refusal | undefined {
  if (event.mark.by.id === undefined) throw new Fault('invariant', 'a decision without an operator');
  if (!isAwaited(renewal, what)) return refuse('not-now');
  const content = what === 'review' ? reviewContent(renewal) : changeContent(renewal);
  return event.content === content ? undefined : refuse('outdated');
}
