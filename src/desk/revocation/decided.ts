import { actor, type Operator, type OperatorAct, type Outcome } from '../entry.ts';
import type { Work } from '../work.ts';
import { byOperators, proposeRevocation } from './asked.ts';
import { tell } from './told.ts';

/** Revokes a certificate on an operator's decision, his own or about what was asked for. */
export async function decideRevocation(
  work: Work,
  operator: Operator,
  act: Extract<OperatorAct, { act: 'revoke' | 'decide-revocation' }>,
): Promise<Outcome> {
  return act.act === 'revoke' ? revokeNow(work, operator, act) : decideAsked(work, operator, act);
}

async function revokeNow(
  work: Work,
  operator: Operator,
  { certificate, reason, note }: Extract<OperatorAct, { act: 'revoke' }>,
): Promise<Outcome> {
  const row = await work.certificate(certificate);
  if (row?.state !== 'valid') return { refused: 'already' };
  if ((await work.applicant(row.applicant)).erasedAt) return { refused: 'erased' };
  // With four eyes the second pair decides, as it does on a person's request.
  if (work.parts.settings.fourEyes) return proposeRevocation(work, operator.id, row, reason, note);
  const id = work.newId();
  const by = { askedBy: operator.id, decidedBy: operator.id };
  const due = { certificate, applicant: row.applicant, reason, note, state: 'due', dueAt: work.now, at: work.now };
  work.tx.insert('revocations', { id, ...due, ...by });
  work.tx.job({ queue: 'revoke', data: { revocation: id } });
  return { done: true, id };
}

type Deciding = Extract<OperatorAct, { act: 'decide-revocation' }>;

/** Which of them somebody else has decided on meanwhile holds up none of the others. */
async function decideAsked(work: Work, operator: Operator, act: Deciding): Promise<Outcome> {
  const { also = [], ...one } = act;
  const first = await decideOne(work, operator, one);
  const others: Outcome[] = [];
  for (const revocation of new Set(also))
    if (revocation !== act.revocation) others.push(await decideOne(work, operator, { ...one, revocation }));
  return others.find((outcome) => 'done' in outcome) ?? first;
}

async function decideOne(
  work: Work,
  operator: Operator,
  { revocation, approve, note, instruction = '' }: Deciding,
): Promise<Outcome> {
  const row = await work.tx.revocation(revocation);
  if (row?.state !== 'asked') return { refused: 'already' };
  if (approve && work.parts.settings.fourEyes && row.askedBy === operator.id) return { refused: 'second-operator' };
  const [known] = await byOperators(work, [row]);
  // The person is owed a reason that he can do something with; what an operator proposed never reached anybody. One that
  // makes way by itself is decided on because he had it held.
  const asksPerson = !known!.byOperator || row.askedBy === 'system';
  if (!approve && asksPerson && instruction.trim() === '') return { refused: 'no-reason' };
  const state = approve ? 'due' : 'refused';
  const dates = approve ? { dueAt: work.now } : { doneAt: work.now };
  work.tx.update('revocations', { id: row.id, state, decidedBy: operator.id, note, ...dates });
  work.settled('revocation', row.id);
  work.journal(`applicant:${row.applicant}`, actor(operator), approve ? 'revocation approved' : 'revocation refused', {
    revocation: row.id,
    certificate: row.certificate,
    reason: row.reason,
  });
  if (approve) work.tx.job({ queue: 'revoke', data: { revocation: row.id } });
  else {
    const held = row.askedBy === 'system' && { held: true as const };
    const line = { say: 'revocation-refused', serial: row.serial, at: work.now, instruction, ...held } as const;
    if (asksPerson) await tell(work, row, line);
  }
  return { done: true };
}
