import { actor, type DeskRefusal, type Operator, type Outcome } from '../entry.ts';
import type { ApplicantRow } from '../store.ts';
import type { Work } from '../work.ts';

/** What a person may ask of whoever keeps his data: a copy of it, and its erasure (UU 27/2022, articles 7 and 8). */

/** A copy was made for him. It holds the whole NIK, so whoever makes one is in the journal. */
export async function copyTaken(work: Work, operator: Operator, id: string): Promise<Outcome> {
  if ((await locked(work, id)).erasedAt) return { refused: 'erased' };
  work.journal(`applicant:${id}`, actor(operator), 'copy taken');
  return { done: true };
}

/**
 * Erases what is known of a person, for ever. Refused while something needs it: a request, a certificate that is valid
 * (who holds it must be known, and be able to have it revoked), a revocation. Where two operators decide, the first one
 * proposes it and any other carries it out.
 */
export async function erase(work: Work, operator: Operator, id: string): Promise<Outcome> {
  const applicant = await locked(work, id);
  if (applicant.erasedAt) return { refused: 'already' };
  const needed = await neededFor(work, applicant);
  if (needed) return { refused: needed };
  if (work.parts.settings.fourEyes && applicant.erasureAskedBy === undefined) {
    applicant.erasureAskedBy = operator.id;
    work.tx.update('applicants', { id, erasureAskedBy: operator.id });
    work.awaitOperator('applicant', id, 'erasure', id);
    work.journal(`applicant:${id}`, actor(operator), 'erasure proposed');
    return { done: true };
  }
  if (applicant.erasureAskedBy === operator.id) return { refused: 'same-operator' };
  await work.tx.erase(id);
  applicant.erasedAt = work.now;
  work.journal(`applicant:${id}`, actor(operator), 'data erased');
  return { done: true };
}

/** Proposed by mistake, or refused by the second operator. */
export async function keep(work: Work, operator: Operator, id: string): Promise<Outcome> {
  const applicant = await locked(work, id);
  if (applicant.erasureAskedBy === undefined) return { refused: 'already' };
  applicant.erasureAskedBy = undefined;
  work.tx.update('applicants', { id, erasureAskedBy: null });
  work.settled('applicant', id, 'erasure');
  work.journal(`applicant:${id}`, actor(operator), 'erasure not done');
  return { done: true };
}

/** What was found out about a person settles all that waited for it, but for a proposal to erase his data: that is decided. */
export async function settlePerson(work: Work, id: string): Promise<void> {
  const { erasureAskedBy, erasedAt } = await locked(work, id);
  work.settled('applicant', id);
  if (erasureAskedBy !== undefined && !erasedAt) work.awaitOperator('applicant', id, 'erasure', id);
}

/** Contacts first, as everywhere: whoever writes at this moment is heard before, or is a stranger afterwards. */
async function locked(work: Work, id: string): Promise<ApplicantRow> {
  await work.contactsOf(id);
  return work.applicant(id);
}

async function neededFor(work: Work, { id, certificates }: ApplicantRow): Promise<DeskRefusal | undefined> {
  if ((await work.renewalsOf(id)).some(({ outcome }) => outcome === undefined)) return 'renewal-open';
  if (certificates.some(({ state, notAfter }) => state !== 'revoked' && notAfter > work.now))
    return 'certificate-valid';
  const open = await work.tx.openRevocations(certificates.map((each) => each.id));
  return open.length > 0 ? 'revocation-open' : undefined;
}
