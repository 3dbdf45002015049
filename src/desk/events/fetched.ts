import type { Enclosed, Heard } from '../../conversation/conversation.ts';
import { SEALED_AS } from '../../seal.ts';
import type { Entry, Outcome } from '../entry.ts';
import { type Arrived, arrivals } from '../message/album.ts';
import { converse } from '../message/converse.ts';
import { enclosed, kindOf, refusedAtSight } from '../message/documents.ts';
import { heldMessage } from '../message/held.ts';
import { forgetBytes } from '../message/record.ts';
import { LIMITS } from '../parts.ts';
import { questionOf } from '../question.ts';
import { speak } from '../speak.ts';
import type { ContactRow, DocumentRow, MessageRow } from '../store.ts';
import { isProven } from '../ways.ts';
import type { Work } from '../work.ts';

/** A file was fetched (or is lost): it enters the conversation as if it had come with a message of its own. */
export async function fetched(work: Work, entry: Extract<Entry, { enter: 'fetched' }>): Promise<Outcome> {
  const named = await work.tx.document(entry.document);
  // A process that was cut off may fetch it beside the one that took over from it: the second one sees the first.
  const held = named?.message ? await heldMessage(work, named.message) : undefined;
  const document = held?.row.documents.find(({ id }) => id === entry.document);
  if (!held || document?.kind !== 'pending') return { refused: 'already' };
  const { row: message, contact } = held;
  const row = entry.content ? keep(work, contact, message, document, entry.content) : lose(work, document);
  if (!entry.content) {
    const limitMegabytes = LIMITS.fileBytes / 1024 / 1024;
    await speak(work, contact, [entry.tooLarge ? { say: 'file-too-large', limitMegabytes } : { say: 'file-lost' }]);
  }
  const here = await arrivals(work, contact, message, row);
  if (here.length > 0) await hear(work, contact, here, entry);
  return { done: true, id: row.id };
}

function keep(
  work: Work,
  contact: ContactRow,
  message: MessageRow,
  document: DocumentRow,
  content: Uint8Array,
): DocumentRow {
  const { keyring } = work.parts;
  const hash = keyring.hash('document', content);
  const kind = kindOf(content);
  const refused = refusedAtSight(work, content, { kind, name: document.name });
  const row = { ...document, hash, kind, size: content.length, refused };
  const isKey = row.kind === 'key';
  // Nothing is left by which the file could be fetched once more.
  if (isKey) forgetBytes(work, message);
  work.tx.update('documents', {
    id: row.id,
    hash,
    kind: row.kind,
    size: row.size,
    sealed: isKey ? null : keyring.sealing(SEALED_AS.document(hash), content),
    ...(isKey ? { remote: null } : {}),
    ...(refused ? { reading: { refused } } : {}),
    applicant: contact.applicant ?? null,
  });
  return row;
}

function lose(work: Work, document: DocumentRow): DocumentRow {
  work.tx.update('documents', { id: document.id, kind: 'other', reading: { lost: true }, remote: null });
  return { ...document, kind: 'other' };
}

/** The captions may say which letter is which; what else they said was heard when they came. */
async function hear(
  work: Work,
  contact: ContactRow,
  here: readonly Arrived[],
  { document, content }: Extract<Entry, { enter: 'fetched' }>,
): Promise<void> {
  const renewals = contact.applicant ? (await work.renewalsOf(contact.applicant)).map(({ id }) => id) : [];
  const found = await questionOf(work, contact, { answers: [] });
  const proven = isProven(contact, work.now) ? contact.provenBy : undefined;
  const files: Enclosed[] = [];
  for (const { row, message } of here) {
    const bytes = row.id === document ? content : row.kind === 'request' ? await work.tx.content(row.id) : undefined;
    const named = message.heard?.find((meaning) => meaning.means === 'letter-is');
    files.push({ ...(await enclosed(work, row, bytes, renewals)), ...(named ? { letter: named.letter } : {}) });
  }
  const heard: Heard = { meanings: [], text: '', pressed: false, choice: 'none', enclosed: files };
  const { id, at } = here.at(-1)!.message;
  await converse(work, contact, heard, { id, at, proven, found });
}
