import type { Operator, OperatorAct, Outcome } from '../entry.ts';
import { noteDecision, noticeDue } from '../notice/due.ts';
import type { Work } from '../work.ts';

type Act = Extract<OperatorAct, { act: 'release-notices' | 'exclude-notices' }>;
type Chosen = Act['notices'][number];

/** Releases notices that wait, or keeps them back. What could not be done of it is said; with nothing done it is refused. */
export async function decideNotices(work: Work, operator: Operator, act: Act): Promise<Outcome> {
  const waiting = new Set(await work.tx.previews());
  const refusals: ('capped' | 'already')[] = [];
  for (const chosen of act.notices) {
    const row = await work.preloaded.notice(chosen.certificate, chosen.threshold);
    const outcome =
      act.act === 'release-notices'
        ? await noticeDue(work, chosen.certificate, chosen.threshold, false, operator)
        : await leaveOut(work, operator, chosen, act.why);
    const capped = 'refused' in outcome && outcome.refused === 'capped';
    if ('refused' in outcome) refusals.push(capped ? 'capped' : 'already');
    if (!capped && row) waiting.delete(row.id);
  }
  if (waiting.size === 0) work.settled('notices', 'preview');
  const why = refusals.includes('capped') ? 'capped' : refusals[0];
  if (why === undefined) return { done: true };
  return refusals.length < act.notices.length ? { done: true, butNot: why } : { refused: why };
}

async function leaveOut(work: Work, operator: Operator, chosen: Chosen, why: string | undefined): Promise<Outcome> {
  const { certificate: id, threshold } = chosen;
  const [row, certificate] = [await work.preloaded.notice(id, threshold), await work.certificate(id)];
  if (row?.state !== 'preview' || !certificate) return { refused: 'already' };
  work.tx.update('notices', { id: row.id, state: 'excluded', why: why ?? null });
  noteDecision(work, operator, certificate, threshold, 'notice left out');
  return { done: true };
}
