import type { Operator, OperatorAct, Outcome } from './entry.ts';
import type { Work } from './work.ts';

/** Revokes a certificate on an operator's decision, his own or about what was asked for. */
export async function decideRevocation(
  work: Work,
  operator: Operator,
  act: Extract<OperatorAct, { act: 'revoke' | 'decide-revocation' }>,
): Promise<Outcome> {
  if (act.act === 'revoke') {
    const row = await work.certificate(act.certificate);
    if (row?.state !== 'valid') return { refused: 'already' };
    const id = work.newId();
    work.tx.insert('revocations', {
      id,
      certificate: row.id,
      applicant: row.applicant,
      reason: act.reason,
      state: 'due',
      askedBy: operator.id,
      decidedBy: operator.id,
      note: act.note,
      dueAt: work.now,
      at: work.now,
    });
    work.tx.job({ queue: 'revoke', data: { revocation: id } });
    return { done: true, id };
  }
  const row = await work.tx.revocation(act.revocation);
  if (row?.state !== 'asked') return { refused: 'already' };
  work.tx.update('revocations', {
    id: row.id,
    state: act.approve ? 'due' : 'refused',
    decidedBy: operator.id,
    note: act.note,
    dueAt: work.now,
  });
  work.settled('revocation', row.id);
  if (act.approve) work.tx.job({ queue: 'revoke', data: { revocation: row.id } });
  return { done: true };
}

/** The operator has carried out a revocation elsewhere (in AMS). */
export async function revokedByHand(work: Work, id: string): Promise<Outcome> {
  const row = await work.tx.revocation(id);
  if (!row || row.state === 'done') return { refused: 'already' };
  // What our own CA is to revoke, or nobody has decided yet, does not become true by being ticked off.
  if (row.state !== 'by-hand') return { refused: 'not-now' };
  work.tx.update('revocations', { id, state: 'done', doneAt: work.now });
  work.tx.update('certificates', {
    id: row.certificate,
    state: 'revoked',
    revokedAt: work.now,
    revokedFor: row.reason,
  });
  work.settled('revocation', id);
  return { done: true };
}
