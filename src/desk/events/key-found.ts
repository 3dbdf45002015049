import type { Entry, Outcome } from '../entry.ts';
import { forgetDocument } from '../message/documents.ts';
import { heldMessage } from '../message/held.ts';
import { forgetBytes } from '../message/record.ts';
import type { Work } from '../work.ts';

/** What an earlier release kept of a private key goes, as it would go today; whose it is hears of it from an operator. */
export async function keyFound(work: Work, entry: Extract<Entry, { enter: 'key-found' }>): Promise<Outcome> {
  const held = entry.message ? await heldMessage(work, entry.message) : undefined;
  const rows = await Promise.all(entry.documents.map((id) => work.tx.document(id)));
  const documents = rows.flatMap((row) => (row && row.kind !== 'key' ? [row] : []));
  if (documents.length === 0 && (!held || held.row.detail.secret)) return { refused: 'already' };
  for (const row of documents) forgetDocument(work, row);
  if (held) forgetBytes(work, held.row);
  const applicant = held ? held.row.applicant : documents[0]?.applicant;
  const [kind, ref] = held ? (['message', held.row.id] as const) : (['applicant', applicant!] as const);
  work.awaitOperator(kind, ref, 'kept-key', applicant);
  work.journal(held ? `contact:${held.row.contact}` : `applicant:${applicant}`, 'system', 'private key forgotten', {
    message: held?.row.id,
    documents: documents.map(({ id }) => id).join(' ') || undefined,
  });
  return { done: true, id: ref };
}
