import { isChat } from '../../conversation/inbound.ts';
import { actor, type Operator, type Outcome } from '../entry.ts';
import type { ContactRow, RevocationRow } from '../store.ts';
import type { Work } from '../work.ts';
import { tell } from './told.ts';

/**
 * The way back from a yes too soon: the old certificate of a renewal is revoked by itself some time after the new one was
 * collected, and until then the person, or an operator whom he calls, may have it held. From then on an operator decides.
 */

/** At his wish: of all that make way for a new one by themselves. */
export async function holdRevocations(work: Work, contact: ContactRow): Promise<void> {
  if (!contact.applicant) return;
  const { certificates } = await work.applicant(contact.applicant);
  await work.tx.flush();
  const open = await work.tx.openRevocations(certificates.map(({ id }) => id));
  for (const row of open.filter((each) => mayBeHeld(work, each))) {
    hold(work, row);
    // Whoever holds his telephone shall not be able to do it unheard; who writes from his address has his answer there.
    const line = { say: 'revoke-held-elsewhere', serial: row.serial, at: work.now } as const;
    if (isChat(contact.channel)) await tell(work, row, line, contact);
  }
}

/** By an operator, who gives the reason. */
export async function holdRevocation(
  work: Work,
  operator: Operator,
  revocation: string,
  note: string,
): Promise<Outcome> {
  const row = await work.tx.revocation(revocation);
  if (!row) return { refused: 'unknown' };
  if (!mayBeHeld(work, row)) return { refused: row.state === 'asked' ? 'already' : 'not-now' };
  hold(work, row, operator, note);
  // He was told the day on which it makes way.
  await tell(work, row, { say: 'revoke-held-by-operator', serial: row.serial, at: work.now });
  return { done: true };
}

/** Nobody asked for it, and it has not begun; in AMS an operator may be about to, who then finds it held. */
const mayBeHeld = (work: Work, { askedBy, state, dueAt }: RevocationRow): boolean =>
  askedBy === 'system' && (state === 'by-hand' || (state === 'due' && dueAt !== undefined && dueAt > work.now));

function hold(work: Work, row: RevocationRow, operator?: Operator, note?: string): void {
  work.tx.update('revocations', { id: row.id, state: 'asked', dueAt: null, ...(note && { note }) });
  work.settled('revocation', row.id);
  work.awaitOperator('revocation', row.id, 'revocation-asked', row.applicant, row.reason);
  work.journal(`applicant:${row.applicant}`, operator ? actor(operator) : 'applicant', 'revocation held', {
    revocation: row.id,
    certificate: row.certificate,
  });
}
