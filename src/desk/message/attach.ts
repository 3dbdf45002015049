import { letterAgain, nextLines } from '../../conversation/ask.ts';
import type { Line } from '../../conversation/line.ts';
import { isAwaited } from '../../renewal/awaited.ts';
import type { Actor, Renewal } from '../../renewal/renewal.ts';
import { apply } from '../apply.ts';
import { actor, type Operator, type Outcome } from '../entry.ts';
import { speak } from '../speak.ts';
import type { DocumentRow, MessageRow } from '../store.ts';
import { whereToTell } from '../ways.ts';
import { applicantView, type Work } from '../work.ts';
import { heldMessage } from './held.ts';

/**
 * An operator says whose a message is. It does what its proof allows: its files are kept and asked about where the
 * person can be reached; it confirms nothing, and its sender is no more known than before.
 */
export async function attach(work: Work, operator: Operator, id: string, applicant: string): Promise<Outcome> {
  const held = await heldMessage(work, id);
  if (held?.row.direction !== 'in') return { refused: 'unknown' };
  const { row } = held;
  if (row.detail.attached) return { refused: 'already' };
  if ((await work.applicant(applicant)).erasedAt) return { refused: 'erased' };
  const by = actor(operator);
  const [renewal] = await work.openRenewalsOf(applicant);
  work.tx.update('messages', {
    id,
    applicant,
    renewal: renewal?.id ?? null,
    detail: { ...row.detail, attached: { at: work.now, by: operator.id } },
  });
  for (const document of row.documents)
    work.tx.update('documents', { id: document.id, applicant, renewal: renewal?.id ?? null });
  // What could not be read is not settled by knowing whose it is.
  if (row.state !== 'fault') work.settled('message', id);
  for (const chain of [`applicant:${applicant}`, `contact:${row.contact}`] as const)
    work.journal(chain, by, 'message attached', { message: id, applicant, renewal: renewal?.id });
  const { address } = await work.contact(row.contact);
  const from = address.endsWith('@invalid') ? undefined : address;
  if (renewal) await bring(work, renewal, row.documents, { message: id, by, from });
  return { done: true, id };
}

type Brought = { readonly message: string; readonly by: Actor; readonly from: string | undefined };

/** Files of somebody who has proven nothing: kept, and the applicant is asked about them where he is known, and told from whom they are. */
export async function bring(
  work: Work,
  renewal: Renewal,
  documents: readonly DocumentRow[],
  { message, by, from }: Brought,
): Promise<void> {
  let kept = false;
  for (const { id: document, hash, name } of documents.filter(isReadable)) {
    const event = {
      is: 'document-kept' as const,
      document,
      hash,
      name,
      ...(from && { from }),
      mark: work.mark(by, 'mail'),
    };
    const result = await apply(work, renewal.id, event, { message, quiet: true });
    kept ||= !('refused' in result);
  }
  if (!kept) return;
  const contact = await whereToTell(work, renewal.applicant, renewal.id);
  const now = (await work.renewal(renewal.id))!;
  const { say, ask } = nextLines(now, applicantView(await work.applicant(renewal.applicant)), contact);
  if (contact && ask?.what === 'kept-letter') await speak(work, contact, say, { renewal: renewal.id, ask });
}

const isReadable = ({ kind, refused }: DocumentRow): boolean => kind === 'pdf' && refused === undefined;

/** Attached to the wrong person: the message is nobody's again, as long as nothing was made of its files. */
export async function detach(work: Work, operator: Operator, id: string): Promise<Outcome> {
  const held = await heldMessage(work, id);
  if (held?.row.direction !== 'in') return { refused: 'unknown' };
  const { row, contact } = held;
  const { attached, ...detail } = row.detail;
  if (!attached) return { refused: 'already' };
  const by = actor(operator);
  const renewal = row.renewal ? await work.renewal(row.renewal) : undefined;
  if (renewal && row.documents.some((document) => isUsed(renewal, document))) return { refused: 'in-use' };
  if (renewal) await takeBack(work, renewal, row, by);
  const owner = contact.applicant ?? null;
  work.tx.update('messages', { id, applicant: owner, renewal: null, detail });
  for (const document of row.documents)
    work.tx.update('documents', { id: document.id, applicant: owner, renewal: null });
  for (const chain of [`applicant:${row.applicant}`, `contact:${row.contact}`] as const)
    work.journal(chain, by, 'message detached', { message: id, applicant: row.applicant });
  work.awaitOperator('message', id, row.state === 'fault' ? 'unreadable-message' : 'unplaced', contact.applicant);
  return { done: true, id };
}

function isUsed({ facts }: Renewal, { id }: DocumentRow): boolean {
  return facts.letter?.document === id || facts.change?.letter?.document === id;
}

async function takeBack(work: Work, renewal: Renewal, { documents, id }: MessageRow, by: Actor): Promise<void> {
  const [first] = isAwaited(renewal, 'kept-letter') ? renewal.facts.kept : [];
  const asked = documents.find((document) => document.id === first?.document);
  for (const document of documents.filter((each) => renewal.facts.kept.some((kept) => kept.document === each.id)))
    await apply(
      work,
      renewal.id,
      { is: 'kept-discarded', document: document.id, mark: work.mark(by, 'web') },
      { message: id, quiet: true },
    );
  if (asked) await tellTakenBack(work, renewal, asked.name);
}

/** He was asked about a file of somebody else's, and may wonder what became of it. */
async function tellTakenBack(work: Work, { id, applicant }: Renewal, name: string): Promise<void> {
  const contact = await whereToTell(work, applicant, id);
  if (!contact) return;
  const now = (await work.renewal(id))!;
  const { say, ask } = nextLines(now, applicantView(await work.applicant(applicant)), contact);
  const next: readonly Line[] =
    ask?.what === 'letter' ? [{ say: 'still-waiting', what: 'letter', ...letterAgain(now) }] : say;
  await speak(work, contact, [{ say: 'kept-taken-back', name }, ...next], { renewal: id, ...(ask && { ask }) });
}
