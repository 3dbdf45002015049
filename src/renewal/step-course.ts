import { primary } from './awaited.ts';
import { isCommitted, isIssuing } from './content.ts';
import type { Refusal, Step } from './event.ts';
import { changed, type EventOf, markOf, refuse } from './outcome.ts';
import type { Outcome, Renewal } from './renewal.ts';

/**
 * SOP activity 2. Proof by the person himself replaces an operator's word for him, never the other way round; but the
 * word is kept beside it, because whoever gave it let somebody in and must not be the only one who decides.
 */
export function signedIn(renewal: Renewal, event: EventOf<'signed-in'>): Step | Refusal {
  const { signedIn: before, vouched = [] } = renewal.facts;
  if (event.method === 'vouched') {
    const { role, id } = event.mark.by;
    // The person himself, writing from a chat that was vouched for: whose word that is is known if it was given here.
    const isKnown = role === 'operator' ? vouched.some(({ by }) => by.id === id) : vouched.length > 0;
    // What was decided is decided; a word that comes later counts from the next decision on.
    if (before !== undefined && (isKnown || isIssuing(renewal) || renewal.facts.certificate !== undefined))
      return refuse('already');
    const word = markOf(event);
    return changed(renewal, {
      vouched: isKnown ? vouched : [...vouched, word],
      signedIn: before ?? { ...word, method: 'vouched' },
    });
  }
  if (before !== undefined && before.method !== 'vouched') return refuse('already');
  return changed(renewal, { signedIn: { ...markOf(event), method: event.method } });
}

export function quietAsked(renewal: Renewal, event: EventOf<'quiet-asked'>): Step | Refusal {
  if (renewal.facts.quietUntil?.getTime() === event.until.getTime()) return refuse('already');
  return changed(renewal, { quietUntil: event.until });
}

/** A reminder left. One per moment: the same alarm delivered twice counts once. */
export function reminded(renewal: Renewal, event: EventOf<'reminded'>): Step | Refusal {
  const { reminders } = renewal.facts;
  if (reminders !== undefined && reminders.last >= event.mark.at) return refuse('already');
  if (primary(renewal)?.who !== 'applicant') return refuse('not-now');
  return changed(renewal, { reminders: { count: (reminders?.count ?? 0) + 1, last: event.mark.at } });
}

/** The operator knows of the silence. Told again only after a while, so that his queue is not filled every ten minutes. */
export function silenceTold(renewal: Renewal, event: EventOf<'silence-told'>): Step | Refusal {
  const { reminders } = renewal.facts;
  if (reminders === undefined || primary(renewal)?.who !== 'applicant') return refuse('not-now');
  if (reminders.told !== undefined && reminders.told >= event.mark.at) return refuse('already');
  return changed(renewal, { reminders: { ...reminders, told: event.mark.at } });
}

/** SOP activity 1 counts it as one of its three cases; all else goes on, because a new certificate is what he needs now. */
export function certificateRevoked(renewal: Renewal): Step | Refusal {
  if (renewal.outcome !== undefined && renewal.outcome !== 'lapsed') return refuse('over');
  if (renewal.basis === 'revoked') return refuse('already');
  return { renewal: { ...renewal, basis: 'revoked' }, effects: [] };
}

/** What an operator does in AMS, and what the CA's word means, goes by it. A revocation stays one, whatever the day. */
export function dateCorrected(renewal: Renewal, { basis }: EventOf<'date-corrected'>): Step | Refusal {
  if (renewal.basis === basis || renewal.basis === 'revoked') return refuse('already');
  return { renewal: { ...renewal, basis }, effects: [] };
}

export function withdrawn(renewal: Renewal): Step | Refusal {
  return isCommitted(renewal) ? refuse('issuing') : ended(renewal, 'withdrawn');
}

export function notApplicant(renewal: Renewal): Step | Refusal {
  return isCommitted(renewal) ? refuse('issuing') : ended(renewal, 'not-applicant');
}

/** Silence ends a renewal only while the applicant is the one awaited, and never where a certificate may come of it. */
export function lapsed(renewal: Renewal): Step | Refusal {
  if (isCommitted(renewal) || primary(renewal)?.who !== 'applicant') return refuse('not-now');
  return ended(renewal, 'lapsed');
}

/** Taken up again with all its facts but the sign-in, which must be proven anew after a long silence. */
export function resumed(renewal: Renewal, event: EventOf<'resumed'>): Step | Refusal {
  if (renewal.outcome === undefined) return refuse('already');
  if (renewal.outcome !== 'lapsed') return refuse('over');
  const open: Renewal = { ...renewal, outcome: undefined, openedAt: event.mark.at };
  return changed(open, { signedIn: undefined, reminders: undefined, quietUntil: undefined });
}

function ended(renewal: Renewal, outcome: Outcome): Step {
  return { renewal: { ...renewal, outcome }, effects: [] };
}
