import type { Conversation, Enclosed, Heard } from '../conversation/conversation.ts';
import { agreesByRepeating } from '../conversation/echo.ts';
import type { Inbound } from '../conversation/inbound.ts';
import type { Meaning } from '../conversation/meaning.ts';
import { understand } from '../conversation/words.ts';
import { converse } from './converse.ts';
import { enclosed, expectDocument, storeDocument } from './documents.ts';
import type { Outcome } from './entry.ts';
import { provenBy } from './identity.ts';
import { receiveNotice } from './notice.ts';
import { LIMITS } from './parts.ts';
import { questionOf, type Referred } from './question.ts';
import { record } from './record.ts';
import { onRecord } from './speak.ts';
import type { ContactRow, DocumentRow } from './store.ts';
import { automatic, faulty, gone, group } from './unanswered.ts';
import type { Work } from './work.ts';

/** Takes in one message of a person (or a robot): recorded before it is understood, then decided, then answered. */
export async function receiveMessage(work: Work, message: Inbound, contact: ContactRow): Promise<Outcome> {
  const id = work.newId();
  const found = await referred(work, message, contact);
  const documents = storeFiles(work, message, contact, id);
  const meanings = meaningsOf(message, found);
  record(work, message, contact, id, found, meanings);
  if (contact.unreachable && !message.gone && !message.automatic) contact.unreachable = undefined;
  if (message.gone) return gone(work, contact, id);
  if (message.fault) return faulty(work, message, contact, id);
  if (message.automatic) return automatic(work, message, contact, id);
  if (message.group) return group(work, contact, id);
  if (message.notice && (await receiveNotice(work, message, message.notice, contact, id))) return { done: true, id };
  const proven = await provenNow(work, contact, message, found.answered);
  const heard: Heard = {
    meanings,
    text: message.text,
    pressed: message.choice !== undefined,
    choice: found.choice,
    enclosed: await Promise.all(documents.map(({ row, content }) => enclosedOf(work, contact, row, content))),
    tooLong: message.text.length > LIMITS.textCharacters,
    tooManyFiles: message.files.length > LIMITS.filesPerMessage,
    tooLargeFile: message.files.some((file) => file.size > LIMITS.fileBytes),
    ...(message.odd ? { odd: message.odd } : {}),
    ...(message.notice ? { notice: message.notice } : {}),
  };
  await converse(work, contact, heard, { id, proven, found, ...(message.start ? { start: message.start } : {}) });
  return { done: true, id };
}

/** An address that was on record before proves nothing: the mailbox may have a new owner. */
async function provenNow(
  work: Work,
  contact: ContactRow,
  message: Inbound,
  answered: Referred['answered'],
): Promise<Conversation['proven']> {
  const proven = provenBy(contact, message, answered, work.now);
  if (proven !== 'reply') return proven;
  return onRecord(await work.contactsOf(contact.applicant!), work.now)?.id === contact.id ? proven : undefined;
}

function meaningsOf(message: Inbound, found: Referred): readonly Meaning[] {
  if (message.choice !== undefined) return found.meaning ? [found.meaning] : [];
  if (message.text.trim() === '' || message.text.length > LIMITS.textCharacters) return [];
  // In answer to what was asked back, "iya batalkan" is the yes, not the wish once more.
  return agreesByRepeating(message.text, found.question?.what) ? [{ means: 'yes' }] : understand(message.text);
}

async function referred(work: Work, message: Inbound, contact: ContactRow): Promise<Referred> {
  return questionOf(work, contact, {
    ...(message.choice ? { choice: message.choice } : {}),
    answers: message.answers,
    ...(message.proof?.token ? { token: message.proof.token } : {}),
  });
}

function storeFiles(
  work: Work,
  message: Inbound,
  contact: ContactRow,
  id: string,
): { row: DocumentRow; content?: Uint8Array }[] {
  const at = { message: id, ...(contact.applicant ? { applicant: contact.applicant } : {}) };
  return message.files
    .filter((file) => file.size <= LIMITS.fileBytes && (file.content !== undefined || file.remote !== undefined))
    .slice(0, LIMITS.filesPerMessage)
    .map((file) =>
      file.content
        ? { row: storeDocument(work, file.content, file.name, at), content: file.content }
        : { row: expectDocument(work, file, at) },
    );
}

async function enclosedOf(
  work: Work,
  contact: ContactRow,
  row: DocumentRow,
  content: Uint8Array | undefined,
): Promise<Enclosed> {
  const renewals = contact.applicant ? (await work.renewalsOf(contact.applicant)).map(({ id }) => id) : [];
  return enclosed(work, row, content, renewals);
}
