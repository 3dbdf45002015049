import type { Conversation, Enclosed, Heard } from '../../conversation/conversation.ts';
import { inAnswerTo } from '../../conversation/echo.ts';
import type { Inbound } from '../../conversation/inbound.ts';
import { aboveNotice, onlyTalk, withoutAnswers } from '../../conversation/late.ts';
import type { Meaning } from '../../conversation/meaning.ts';
import { ownWords } from '../../conversation/secondhand.ts';
import type { Outcome } from '../entry.ts';
import { isOnlyYes, linkAnswered } from '../events/link.ts';
import { receiveNotice } from '../notice/from-ca.ts';
import { LIMITS } from '../parts.ts';
import { questionOf, type Referred } from '../question.ts';
import type { ContactRow, DocumentRow, MessageRow } from '../store.ts';
import { onRecord } from '../ways.ts';
import type { Work } from '../work.ts';
import { unanswered } from './album.ts';
import { converse, type Turn } from './converse.ts';
import { enclosed, expectDocument, forgetDocument, kindOf, storeDocument } from './documents.ts';
import { provenBy } from './identity.ts';
import { automatic, back, faulty, gone, group } from './no-conversation.ts';
import { record } from './record.ts';
import { holdsKey } from './secret.ts';
import { ownerByToken, place } from './triage.ts';

/** A message that was kept with a fault: its row stays, and what it can still say depends on what came after it. */
export type Again = {
  readonly row: MessageRow;
  /** The person has acted since. */
  readonly late: boolean;
  /** Who had it processed again; nobody's name where it was a command. */
  readonly by?: string;
};

/** Takes in one message of a person (or a robot): recorded before it is understood, then decided, then answered. */
export async function receiveMessage(
  work: Work,
  message: Inbound,
  contact: ContactRow,
  again?: Again,
): Promise<Outcome> {
  const id = again?.row.id ?? work.newId();
  const found = asked(await referred(work, message, contact), again);
  const owner = contact.applicant ?? ownerByToken(contact, found);
  const documents = storeFiles(work, message, owner, id, again?.row.documents ?? []);
  const said = meaningsOf(work, message, found);
  const meanings = again?.late ? onlyTalk(said) : said;
  record(work, { message, contact, id, found, meanings, documents, again });
  // Only what is written now shows that he can be reached.
  if (contact.unreachable && !message.gone && !message.automatic && !again) contact.unreachable = undefined;
  // Whether he was there then says nothing of now.
  if (again?.late && (message.gone || message.back)) return { done: true, id };
  if (message.gone) return gone(work, contact, id);
  if (message.back) return back(work, contact, id);
  if (message.fault) return faulty(work, message, contact, id);
  if (message.automatic) return automatic(work, message, contact, id);
  if (message.group) return group(work, contact, id);
  const noticed = await hasNotice(work, message, contact, id);
  const listens = noticed ? besideNotice(meanings, documents) : { meanings, documents };
  if (listens.meanings.length + listens.documents.length === 0 && noticed) return { done: true, id };
  const late = again?.late === true;
  // A chat is its owner's whatever he says; a mail that came late proves nothing.
  const proven =
    late && message.channel === 'mail' ? undefined : await provenNow(work, contact, message, found.answered);
  const { odd, forwarded = false } = message;
  const heard: Heard = {
    ...ownWords({ meanings: listens.meanings, forwarded, hasFiles: message.files.length > 0, odd }),
    text: message.text,
    pressed: message.choice !== undefined,
    choice: found.choice,
    enclosed: await Promise.all(listens.documents.map(({ row, content }) => enclosedOf(work, contact, row, content))),
    tooLong: message.text.length > LIMITS.textCharacters,
    tooManyFiles: message.files.length > LIMITS.filesPerMessage,
    tooLargeFile: message.files.some((file) => file.size > LIMITS.fileBytes),
    notice: noticed ? undefined : message.notice,
  };
  const left = await unanswered(work, contact, message, late ? withoutAnswers(heard, message.at) : heard);
  if (left)
    await hear(work, contact, left, { id, at: message.at, proven, found, start: late ? undefined : message.start });
  await place(work, contact, { message, id, found, meanings, documents: documents.map(({ row }) => row) });
  return { done: true, id };
}

/** A yes to the mail with a confirming link belongs to what waits for that link, or to nothing. */
async function hear(work: Work, contact: ContactRow, heard: Heard, turn: Turn): Promise<void> {
  const { answered } = turn.found;
  const isToProof = answered?.confirms !== undefined && answered.contact === contact.id && isOnlyYes(heard.meanings);
  if (!isToProof) await converse(work, contact, heard, turn);
  else if (!(await linkAnswered(work, contact, answered.confirms!, turn.proven !== undefined)))
    await converse(work, contact, heard, { ...turn, found: { choice: 'none' } });
}

type Stored = { readonly row: DocumentRow; readonly content?: Uint8Array };

/** The CA's notice has its effect first. Whoever sent a key along has to be told of that before; its certificate is due all the same. */
const hasNotice = async (work: Work, message: Inbound, contact: ContactRow, id: string): Promise<boolean> =>
  message.notice !== undefined &&
  !holdsKey(message) &&
  (await receiveNotice(work, message, message.notice, contact, id));

/** "Laptop saya dicuri", and the notice below it: what is heard of the rest. The pictures of the CA's letter are nobody's files. */
function besideNotice(meanings: readonly Meaning[], documents: readonly Stored[]) {
  const wanted = documents.filter(({ row }) => row.kind === 'pdf' || row.kind === 'request');
  return { meanings: aboveNotice(meanings), documents: wanted };
}

/** A question that was asked after the message came is not what it answers. */
function asked(found: Referred, again: Again | undefined): Referred {
  const { question, ...rest } = found;
  if (again === undefined || (question && question.askedAt < again.row.at)) return found;
  return rest;
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

function meaningsOf(work: Work, message: Inbound, found: Referred): readonly Meaning[] {
  if (message.choice !== undefined) return found.meaning ? [found.meaning] : [];
  // Long as it is, and set off by hyphens as quotations are.
  if (holdsKey(message)) return [{ means: 'secret', key: true }];
  if (!hasWords(message)) return [];
  return inAnswerTo(found.question?.what, message.text, work.preloaded.meaningsOf(message));
}

/** Words that are interpreted: longer texts are kept, and nobody's answer. */
export const hasWords = ({ text, choice }: Inbound): boolean =>
  choice === undefined && text.length <= LIMITS.textCharacters && text.trim() !== '';

async function referred(work: Work, message: Inbound, contact: ContactRow): Promise<Referred> {
  return questionOf(work, contact, {
    choice: message.choice || undefined,
    answers: message.answers,
    token: message.proof?.token,
  });
}

function storeFiles(
  work: Work,
  message: Inbound,
  applicant: string | undefined,
  id: string,
  stored: readonly DocumentRow[],
): Stored[] {
  const at = { message: id, applicant };
  return message.files
    .filter((file) => file.size <= LIMITS.fileBytes && (file.content !== undefined || file.remote !== undefined))
    .slice(0, LIMITS.filesPerMessage)
    .map(({ content, ...file }) => {
      if (!content) return { row: expectDocument(work, file, at) };
      const hash = work.parts.keyring.hash('document', content);
      const before = stored.find((row) => row.hash === hash);
      if (before && at.applicant) work.tx.update('documents', { id: before.id, applicant: at.applicant });
      if (!before) return { row: storeDocument(work, content, file.name, at, hash), content };
      return { row: kindOf(content) === 'key' ? forgetDocument(work, before) : before, content };
    });
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
