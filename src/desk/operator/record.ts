import type { Operator, OperatorAct, Outcome } from '../entry.ts';
import type { Work } from '../work.ts';

/** Each decision is a row, refused ones too; what belongs to no renewal stands in the journal as well. */
export function record(work: Work, operator: Operator, act: OperatorAct, result: Outcome): void {
  // The signer counts approvals by these rows: a refused one must not look like one.
  const refused = 'refused' in result;
  const renewal = 'renewal' in act ? act.renewal : null;
  const content =
    'content' in act
      ? act.content
      : 'contact' in act
        ? act.contact
        : 'certificate' in act && typeof act.certificate === 'string'
          ? act.certificate
          : 'ref' in act
            ? act.ref
            : 'message' in act
              ? act.message
              : 'applicant' in act
                ? act.applicant
                : 'revocation' in act
                  ? act.revocation
                  : null;
  const note = 'note' in act ? act.note : 'instruction' in act ? act.instruction : null;
  work.tx.insert('decisions', {
    id: work.newId(),
    renewal,
    subject: refused ? `refused-${act.act}` : act.act,
    decision: 'to' in act ? act.to : 'approve' in act ? String(act.approve) : act.act,
    operator: operator.id,
    content,
    reason: 'reason' in act ? act.reason : null,
    note,
    at: work.now,
  });
  if (refused) return;
  if (!renewal)
    work.journal(
      'contact' in act ? `contact:${act.contact}` : 'system',
      { role: 'operator', id: operator.id },
      act.act,
      { content: content ?? undefined },
    );
}
