import type { RevocationReason } from '../../conversation/conversation.ts';
import type { OperatorAct, Outcome } from '../entry.ts';
import type { CertificateRow, ContactRow, RevocationRow } from '../store.ts';
import type { Work } from '../work.ts';
import { tell } from './told.ts';

/**
 * A revocation is an aggregate of its own: asked for (by the person, or by an operator where two have to agree), decided
 * by an operator, carried out by the issuer or, where the certificate is another CA's, by hand.
 */

/** The person asks for it, or has left: his valid certificates (or these of them) are put before the operators at once. */
export async function askRevocation(
  work: Work,
  contact: ContactRow,
  reason: RevocationReason,
  wanted?: readonly string[],
): Promise<void> {
  if (!contact.applicant) return;
  const applicant = await work.applicant(contact.applicant);
  for (const certificate of applicant.certificates) {
    if (certificate.state !== 'valid' || certificate.revoking || (wanted && !wanted.includes(certificate.id))) continue;
    const id = ask(work, certificate, reason, contact.id);
    // What follows in the same transaction is to know of it.
    certificate.revoking = 'asked';
    if (reason === 'keyCompromise') certificate.lostBy = contact.id;
    work.journal(`applicant:${applicant.id}`, 'applicant', 'revocation asked', {
      revocation: id,
      certificate: certificate.id,
      reason,
    });
  }
}

function ask(
  work: Work,
  certificate: { readonly id: string; readonly applicant: string },
  reason: string,
  askedBy: string,
  note: string | null = null,
): string {
  const id = work.newId();
  const { id: of, applicant } = certificate;
  const row = { id, certificate: of, applicant, reason, state: 'asked', askedBy, note, dueAt: null, at: work.now };
  work.tx.insert('revocations', row);
  work.awaitOperator('revocation', id, 'revocation-asked', applicant, reason);
  return id;
}

/**
 * What he asked for himself, as long as nobody has decided on it. Was it asked for elsewhere, it is told there and by
 * mail: whoever holds his telephone shall not be able to do it unheard.
 */
export async function takeBackRevocation(work: Work, contact: ContactRow): Promise<void> {
  if (!contact.applicant) return;
  const { id: applicant, certificates } = await work.applicant(contact.applicant);
  const asked = certificates.filter(({ revoking }) => revoking === 'asked');
  await work.tx.flush();
  const open = await byOperators(work, await work.tx.openRevocations(asked.map(({ id }) => id)));
  const own = open.filter(({ state, byOperator }) => state === 'asked' && !byOperator);
  for (const row of own) {
    work.tx.update('revocations', { id: row.id, state: 'taken-back', doneAt: work.now });
    work.settled('revocation', row.id);
    work.journal(`applicant:${applicant}`, 'applicant', 'revocation taken back', {
      revocation: row.id,
      certificate: row.certificate,
    });
  }
  for (const certificate of asked) {
    delete certificate.revoking;
    delete certificate.lostBy;
  }
  const elsewhere = own.find(({ askedBy }) => askedBy !== contact.id);
  const line = { say: 'revoke-taken-back-elsewhere', channel: contact.channel, at: work.now } as const;
  // The contact itself has its answer.
  if (elsewhere) await tell(work, elsewhere, line, contact);
}

/** An operator's proposal, by his id. It waits for a decision, unless it does so already. */
export async function proposeRevocation(
  work: Work,
  operator: string,
  certificate: CertificateRow,
  reason: Extract<OperatorAct, { act: 'revoke' }>['reason'],
  note: string,
): Promise<Outcome> {
  const open = await work.tx.openRevocations([certificate.id]);
  if (open.some(({ state }) => state === 'asked')) return { refused: 'already' };
  return { done: true, id: ask(work, certificate, reason, operator, note) };
}

/** Whoever is none of the person's contacts is an operator, or the system. */
export async function byOperators(work: Work, rows: readonly RevocationRow[]) {
  const own = new Set((rows[0] ? await work.contactsOf(rows[0].applicant) : []).map(({ id }) => id));
  return rows.map((row) => ({ ...row, byOperator: !own.has(row.askedBy) }));
}
