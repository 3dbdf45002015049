import { actor, type Operator, type OperatorAct, type Outcome } from '../entry.ts';
import type { Work } from '../work.ts';

/** Each decision is a row, refused ones too; what belongs to no renewal stands in the journal as well. */
export function record(work: Work, operator: Operator, act: OperatorAct, result: Outcome): void {
  // The signer counts approvals by these rows: a refused one must not look like one.
  const refused = 'refused' in result;
  const renewal = 'renewal' in act ? act.renewal : null;
  const content = contentOf(act);
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
  if (!refused && !('renewal' in act))
    work.journal('contact' in act ? `contact:${act.contact}` : 'system', actor(operator), act.act, {
      content: content ?? undefined,
    });
}

type NameIn<Act> = Act extends unknown ? keyof Act : never;
/** What an act may be about beside a renewal: the content that was seen, or a row by its id. */
const ABOUT: readonly NameIn<OperatorAct>[] = [
  'content',
  'contact',
  'certificate',
  'ref',
  'message',
  'applicant',
  'revocation',
];

function contentOf(act: OperatorAct): string | null {
  const named: Readonly<Partial<Record<string, unknown>>> = act;
  // A certificate that is brought is no id.
  return ABOUT.map((name) => named[name]).find((value) => typeof value === 'string') ?? null;
}
