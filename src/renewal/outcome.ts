import type { Effect, Refusal, RefusalCode, RenewalEvent, Step } from './event.ts';
import type { Facts, Mark, Renewal } from './renewal.ts';

/** What the small decisions of `step` are made of. */

export function refuse(code: RefusalCode): Refusal {
  return { refused: code };
}

export function isRefusal(result: Step | Refusal): result is Refusal {
  return 'refused' in result;
}

/** The renewal with these facts changed; `undefined` forgets one. */
export function changed(renewal: Renewal, facts: Partial<Facts>, ...effects: readonly Effect[]): Step {
  return { renewal: { ...renewal, facts: { ...renewal.facts, ...facts } }, effects };
}

export type EventOf<Is extends RenewalEvent['is']> = Extract<RenewalEvent, { is: Is }>;

/** The mark alone, whatever else the event carries. */
export function markOf(event: RenewalEvent): Mark {
  const { at, by, channel } = event.mark;
  return { at, by, channel };
}
