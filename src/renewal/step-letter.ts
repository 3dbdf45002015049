import { isAwaited } from './awaited.ts';
import { isIssuing, letterVersion } from './content.ts';
import type { Refusal, Step } from './event.ts';
import { changed, type EventOf, markOf, refuse } from './outcome.ts';
import type { Facts, Mark, Paper, Renewal } from './renewal.ts';
import { answered } from './step-data.ts';

/** How many documents wait to be asked about in one renewal; more are a flood, and stand in the conversation anyway. */
export const KEPT_LIMIT = 10;

type Document = { readonly document: string; readonly hash: string };

/** SOP activities 4 and 5. A letter is bound to the data version it answers; it counts once it has been read. */
export function letterReceived(renewal: Renewal, event: EventOf<'letter-received'>): Step | Refusal {
  if (isOnFile(renewal, event)) return refuse('already');
  if (event.refused !== undefined) return unreadable(renewal, event, event.refused);
  if (event.letter === 'change') return changeLetterReceived(renewal, event);
  if (!isAwaited(renewal, 'letter') && !isAwaited(renewal, 'kept-letter')) return refuse('not-now');
  return recommendation(withoutAsked(renewal), event, markOf(event));
}

/** Whoever is asked whether it is a file that was kept, and sends another one, has said that it is not. */
function withoutAsked(renewal: Renewal): Renewal {
  const { facts } = renewal;
  return isAwaited(renewal, 'kept-letter') ? { ...renewal, facts: { ...facts, kept: facts.kept.slice(1) } } : renewal;
}

/** It is not on file; why is known until another one comes. */
function unreadable(renewal: Renewal, event: EventOf<'letter-received'>, refused: string): Step | Refusal {
  const { change } = renewal.facts;
  const refusedLetter = { ...markOf(event), refused };
  if (event.letter === 'change')
    return change !== undefined && isAwaited(renewal, 'change-letter')
      ? changed(renewal, { change: { ...change, refusedLetter } })
      : refuse('not-now');
  const isWanted = isAwaited(renewal, 'letter') || isAwaited(renewal, 'kept-letter');
  return isWanted ? changed(renewal, { refusedLetter }) : refuse('not-now');
}

function changeLetterReceived(renewal: Renewal, event: EventOf<'letter-received'>): Step | Refusal {
  const { change } = renewal.facts;
  if (change === undefined || !isAwaited(renewal, 'change-letter')) return refuse('not-now');
  const facts = {
    change: { ...change, ...received(renewal, event, markOf(event)), approvals: [] },
    kept: without(renewal.facts, event),
    returned: answered(renewal.facts, 'data'),
  };
  return changed(renewal, facts, { do: 'read-letter', document: event.document, letter: 'change' });
}

function recommendation(renewal: Renewal, document: Document, mark: Mark): Step {
  const facts = {
    ...received(renewal, document, mark),
    kept: without(renewal.facts, document),
    approvals: [],
    returned: answered(renewal.facts, 'letter'),
  };
  return changed(renewal, facts, { do: 'read-letter', document: document.document, letter: 'recommendation' });
}

/** Nothing that was sent is lost: what has no use yet is kept, from anybody, and asked about when its time comes. */
export function documentKept(renewal: Renewal, event: EventOf<'document-kept'>): Step | Refusal {
  const { kept } = renewal.facts;
  const known = kept.some((document) => document.hash === event.hash || document.document === event.document);
  if (known || isOnFile(renewal, event) || isCopy(renewal, event)) return refuse('already');
  if (kept.length >= KEPT_LIMIT) return refuse('not-now');
  const { document, hash, name, from, mark } = event;
  return changed(renewal, { kept: [...kept, { document, hash, name, ...(from && { from }), at: mark.at }] });
}

export function keptUsed(renewal: Renewal, event: EventOf<'kept-used'>): Step | Refusal {
  const document = renewal.facts.kept.find((kept) => kept.document === event.document);
  if (document === undefined || !isAwaited(renewal, 'kept-letter')) return refuse('not-now');
  return recommendation(renewal, document, markOf(event));
}

export function keptDiscarded(renewal: Renewal, event: EventOf<'kept-discarded'>): Step | Refusal {
  const { kept } = renewal.facts;
  const rest = kept.filter((document) => document.document !== event.document);
  return rest.length === kept.length ? refuse('already') : changed(renewal, { kept: rest });
}

/** The reader's result. A letter that cannot be read is not on file: it is asked for again, and why is known meanwhile. */
export function letterRead(renewal: Renewal, event: EventOf<'letter-read'>): Step | Refusal {
  const { change, letter } = renewal.facts;
  const isChange = change?.letter?.document === event.document;
  const paper = isChange ? change.letter : letter;
  if (paper?.document !== event.document) return refuse('outdated');
  const read = result(paper, event);
  if (read === 'already') return refuse(read);
  const after = changed(renewal, isChange ? { change: { ...change!, ...read } } : read);
  return exchanged(after.renewal, event) ?? after;
}

/**
 * Two letters that came together, and by its title neither is the one that it was taken for: they change places, and are
 * read again. Once: what is still wrong then an operator sees.
 */
function exchanged(renewal: Renewal, event: EventOf<'letter-read'>): Step | undefined {
  const { change, letter } = renewal.facts;
  const paper = change?.letter;
  if (letter === undefined || paper === undefined || letter.at.getTime() !== paper.at.getTime()) return undefined;
  const isWrong = letter.remarks.includes('not-a-recommendation') && paper.remarks.includes('not-a-change-letter');
  if (!isWrong || letter.by.role !== 'applicant') return undefined;
  const { by } = markOf(event);
  const inPlaceOf = (place: Paper, { document, hash }: Paper): Paper => ({
    ...place,
    document,
    hash,
    by,
    state: 'reading',
    remarks: [],
  });
  return changed(
    renewal,
    { letter: inPlaceOf(letter, paper), change: { ...change!, letter: inPlaceOf(paper, letter) } },
    { do: 'read-letter', document: letter.document, letter: 'change' },
    { do: 'read-letter', document: paper.document, letter: 'recommendation' },
  );
}

function result(letter: Paper, event: EventOf<'letter-read'>): Pick<Facts, 'letter' | 'refusedLetter'> | 'already' {
  if (letter.state === 'on-file') return 'already';
  const { refused, remarks } = event;
  if (refused !== undefined) return { letter: undefined, refusedLetter: { ...markOf(event), refused } };
  return { letter: { ...letter, state: 'on-file', remarks: [...remarks] } };
}

/**
 * A key pair of the applicant's own making. It is a fact whenever it comes, early or late; a new one replaces the
 * former until a certificate was asked for, because browsers lose keys.
 */
export function keyReceived(renewal: Renewal, event: EventOf<'key-received'>): Step | Refusal {
  const { facts, rules } = renewal;
  if (facts.key?.spki === event.spki) return refuse('already');
  if (!rules.needsCsr || isIssuing(renewal) || facts.certificate !== undefined) return refuse('not-now');
  const key = { ...markOf(event), request: event.request, spki: event.spki };
  return changed(renewal, { key, approvals: [], returned: answered(facts, 'key') });
}

function received(renewal: Renewal, { document, hash }: Document, mark: Mark): Pick<Facts, 'letter' | 'refusedLetter'> {
  const letter: Paper = { ...mark, document, hash, version: letterVersion(renewal), state: 'reading', remarks: [] };
  return { letter, refusedLetter: undefined };
}

function isOnFile(renewal: Renewal, { document }: Document): boolean {
  const { change, letter } = renewal.facts;
  return change?.letter?.document === document || letter?.document === document;
}

/** Of a letter that counts: sent back, it would be asked whether the same file is the letter. */
function isCopy(renewal: Renewal, { hash }: Document): boolean {
  const { change, letter } = renewal.facts;
  return change?.letter?.hash === hash || (letter?.hash === hash && letter.version === letterVersion(renewal));
}

function without(facts: Facts, { document, hash }: Document): Facts['kept'] {
  return facts.kept.filter((kept) => kept.document !== document && kept.hash !== hash);
}
