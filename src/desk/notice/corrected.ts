import { DAY_MS } from '../../durations.ts';
import { apply } from '../apply.ts';
import type { Operator } from '../entry.ts';
import type { CertificateRow } from '../store.ts';
import type { Work } from '../work.ts';
import { basisOf } from './opening.ts';

/**
 * Notices of a date that was wrong count for nothing: those that wait are not sent, and those that were sent or left out
 * do not stand in the way of the ones that the right date asks for.
 */
export async function forgetNotices(work: Work, certificate: string): Promise<void> {
  const rows = (await work.tx.noticesOf(certificate)).filter(({ state }) => state !== 'void');
  if (rows.length === 0) return;
  for (const { id } of rows) work.tx.update('notices', { id, state: 'void', why: 'date-corrected' });
  const forgotten = new Set(rows.map(({ id }) => id));
  if ((await work.tx.previews()).every((id) => forgotten.has(id))) work.settled('notices', 'preview');
}

/** It was revoked, or made way for another one. */
export const isFinal = ({ state, successor }: CertificateRow): boolean => state !== 'valid' || successor !== undefined;

/**
 * What was begun because of a wrong date, and is too early by the right one. Where we began it ourselves and nobody has
 * answered, it ends; its holder is told by the caller. Anything else goes on for the reason that the right date gives it,
 * and where that is none it is for the operator to end.
 */
export async function endMistaken(
  work: Work,
  row: CertificateRow,
  operator: Operator,
): Promise<{ readonly ended?: true; readonly goesOn?: string }> {
  const { id, applicant, notAfter } = row;
  const open = (await work.openRenewalsOf(applicant)).find((each) => each.certificate === id);
  if (!open) return {};
  const isEarly = notAfter.getTime() - work.parts.settings.windowDays * DAY_MS > work.now.getTime();
  const isOurs = open.facts.noticed.how === 'scan' && !open.facts.signedIn;
  const mark = work.mark({ role: 'operator', id: operator.id }, 'web');
  if (isEarly && isOurs && !isFinal(row)) {
    await apply(work, open.id, { is: 'withdrawn', mark }, { quiet: true });
    return { ended: true };
  }
  const basis = basisOf(row, open.openedAt);
  if (basis !== open.basis) await apply(work, open.id, { is: 'date-corrected', basis, mark }, { quiet: true });
  return isEarly || isFinal(row) ? { goesOn: open.id } : {};
}
