import { isIssuing } from './content.ts';
import type { Refusal, Step } from './event.ts';
import { changed, type EventOf, markOf, refuse } from './outcome.ts';
import type { Changes, Facts, Field, Mark, Renewal } from './renewal.ts';

type Change = NonNullable<Facts['change']>;

/** SOP activity 3: the data on record is right. */
export function dataConfirmed(renewal: Renewal, event: EventOf<'data-confirmed'>): Step | Refusal {
  const { facts } = renewal;
  if (settled(renewal)) return refuse('not-now');
  if (event.version !== renewal.version) return refuse('outdated');
  if (facts.change !== undefined) return refuse('not-now');
  if (facts.data?.version === event.version) return refuse('already');
  return changed(renewal, { data: { ...markOf(event), version: event.version }, returned: answered(facts, 'data') });
}

/** SOP activity 4 begins: something is wrong. A confirmation given before no longer counts. */
export function changeOpened(renewal: Renewal, event: EventOf<'change-opened'>): Step | Refusal {
  if (settled(renewal)) return refuse('not-now');
  if (renewal.facts.change !== undefined) return refuse('already');
  return changed(renewal, { change: { ...markOf(event), ...EMPTY }, data: undefined, approvals: [] });
}

/** One or several new values, added to those proposed before. Whatever was written for other values is void. */
export function changeProposed(renewal: Renewal, event: EventOf<'change-proposed'>): Step | Refusal {
  const open = renewal.facts.change;
  if (settled(renewal) || open?.approved !== undefined) return refuse('not-now');
  if (event.version === renewal.version) return refuse('already');
  if (open?.version === event.version && open.complete === event.complete) return refuse('already');
  const before: Change = open ?? { ...markOf(event), ...EMPTY };
  const fields = without({ ...before.fields, ...event.fields }, event.dropped);
  const same = before.version === event.version;
  const change: Change = {
    ...before,
    fields,
    version: event.version,
    complete: event.complete,
    letter: same ? before.letter : undefined,
    approvals: same ? before.approvals : [],
  };
  return changed(renewal, { change, data: undefined, approvals: [], returned: answered(renewal.facts, 'data') });
}

const without = (wishes: Changes, dropped: readonly Field[] = []): Changes =>
  Object.fromEntries(Object.entries(wishes).filter(([field]) => !dropped.includes(field as Field)));

export function changeCompleted(renewal: Renewal): Step | Refusal {
  const change = renewal.facts.change;
  if (change?.version === undefined) return refuse('not-now');
  if (change.complete) return refuse('already');
  return changed(renewal, { change: { ...change, complete: true } });
}

/** The data was right after all: it is shown again, because taking back a doubt is not yet a confirmation. */
export function changeCancelled(renewal: Renewal): Step | Refusal {
  const change = renewal.facts.change;
  // Once approved, the operator may be entering it in AMS this minute.
  if (change === undefined || change.approved !== undefined) return refuse('not-now');
  return changed(renewal, { change: undefined, letter: stillValid(renewal, renewal.version) });
}

/** The operator has entered the change in AMS: now it is true. */
export function changeRecorded(renewal: Renewal, event: EventOf<'change-recorded'>): Step | Refusal {
  if (renewal.facts.change?.approved === undefined) return refuse('not-now');
  return adopt(renewal, markOf(event));
}

/** SOP activity 4 ends: the proposed data becomes the applicant's, confirmed by the proposal itself. */
export function adopt(renewal: Renewal, mark: Mark): Step {
  const change = renewal.facts.change!;
  const step = carriedOut(renewal, mark);
  return { ...step, effects: [{ do: 'adopt-data', fields: change.fields, version: change.version! }] };
}

function carriedOut(renewal: Renewal, mark: Mark): Step {
  const { change, changed: earlier } = renewal.facts;
  const version = change!.version!;
  const facts = {
    change: undefined,
    // Confirmed by whoever proposed it: an operator who lets it pass has entered nothing himself.
    data: { at: mark.at, by: change!.by, channel: change!.channel, version },
    changed: [...earlier, { ...mark, version, fields: Object.keys(change!.fields) }],
    letter: stillValid(renewal, version),
    approvals: [],
  };
  return changed({ ...renewal, version }, facts);
}

/**
 * The applicant's data changed from elsewhere (an import, another renewal). What was confirmed or written for other
 * data is void. A certificate already asked for is not touched: it was approved with the data of its day.
 */
export function dataVersioned(renewal: Renewal, event: EventOf<'data-versioned'>): Step | Refusal {
  const { change } = renewal.facts;
  if (event.version === renewal.version) return refuse('already');
  const moved = { ...renewal, version: event.version };
  if (settled(renewal)) return changed(moved, {});
  // An import from AMS may bring exactly what was proposed: then the change is carried out.
  if (change?.complete && change.version === event.version) return carriedOut(renewal, markOf(event));
  return changed(moved, {
    data: undefined,
    letter: stillValid(renewal, event.version),
    approvals: [],
    change: change && rebased(change),
  });
}

/** The wishes stay, but the data they would make is another now, so what was written for it cannot stand. */
function rebased(change: Change): Change {
  return { ...change, version: undefined, complete: false, letter: undefined, approvals: [], approved: undefined };
}

const EMPTY = { fields: {}, complete: false, approvals: [] };

/** Too late to change the data of this renewal: the certificate is being made or has been. */
function settled(renewal: Renewal): boolean {
  return isIssuing(renewal) || renewal.facts.certificate !== undefined;
}

function stillValid(renewal: Renewal, version: string): Facts['letter'] {
  const { letter } = renewal.facts;
  return letter?.version === version ? letter : undefined;
}

/** The operator's return is answered once the applicant supplies again what it was about. */
export function answered(facts: Facts, to: 'letter' | 'data' | 'key'): Facts['returned'] {
  return facts.returned?.to === to ? undefined : facts.returned;
}
