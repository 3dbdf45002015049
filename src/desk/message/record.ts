import type { Inbound, Proof } from '../../conversation/inbound.ts';
import type { Language } from '../../conversation/line.ts';
import type { Meaning } from '../../conversation/meaning.ts';
import { findSecrets, maskNumbers, SECRET_REMOVED } from '../../conversation/secret.ts';
import { writtenIn } from '../../conversation/words/language.ts';
import { SEALED_AS } from '../../seal.ts';
import { SHORTENED_FORM, shorten } from '../../shortened.ts';
import { LIMITS } from '../parts.ts';
import type { Referred } from '../question.ts';
import type { ContactRow, DocumentRow, MessageRow } from '../store.ts';
import type { Work } from '../work.ts';
import type { Again } from './message.ts';
import { holdsKey, holdsSecret } from './secret.ts';
import { ownerByToken } from './triage.ts';

type Recorded = {
  readonly message: Inbound;
  readonly contact: ContactRow;
  readonly id: string;
  readonly found: Referred;
  readonly meanings: readonly Meaning[];
  /** What is stored of its files. */
  readonly documents: readonly { readonly row: DocumentRow; readonly content?: Uint8Array }[];
  /** It was on record with a fault, and is processed again: its row is written anew. */
  readonly again?: Again;
};

/** The record of what came in, written whether or not it is understood. */
export function record(work: Work, recorded: Recorded): void {
  const { message, contact, id, documents, again } = recorded;
  const secret = holdsSecret(message) || documents.some(({ row: { kind } }) => kind === 'key');
  const row = rowOf(work, recorded, secret);
  // Its place in the conversation stays the one it had.
  if (again) work.tx.update('messages', row);
  else work.tx.insert('messages', { ...row, at: work.now });
  keepBytes(work, recorded, secret);
  if (message.name && !contact.name) contact.name = readable(message.name).slice(0, 100);
  const language = languageOf(message, contact, secret);
  if (language !== contact.state.language) contact.state = { ...contact.state, language };
  work.saveContact(contact);
  if (again) return;
  work.journal(`contact:${contact.id}`, contact.applicant ? 'applicant' : 'stranger', 'received', {
    message: id,
    raw: work.parts.keyring.hash('raw', message.raw),
  });
}

/**
 * In the language of what he writes, whoever he is, until he chooses one; a mail program's own language says less than a
 * sentence. A chat says once which language it is set to.
 */
function languageOf(message: Inbound, { state }: ContactRow, secret: boolean): Language {
  const { automatic, notice, forwarded, odd } = message;
  const isOwn = !automatic && !notice && !forwarded && !odd;
  if (state.chosen) return state.language;
  // "BEGIN PRIVATE KEY" is nobody's English.
  const own = secret ? findSecrets(message.text).redacted.replaceAll(SECRET_REMOVED, '') : message.text;
  const written = message.channel === 'mail' && isOwn ? writtenIn(own) : undefined;
  if (written !== undefined) return written;
  const isFirst = !state.greeted && state.misunderstood === 0;
  return isFirst && message.language === 'en' ? 'en' : state.language;
}

function rowOf(work: Work, { message, contact, id, found, meanings, again }: Recorded, secret: boolean) {
  return {
    id,
    contact: contact.id,
    applicant: contact.applicant ?? ownerByToken(contact, found) ?? null,
    renewal: found.answered?.renewal ?? found.question?.renewal ?? null,
    // A mail may have to be proven first: then it still answers what it answered when it came.
    question: found.question?.id ?? null,
    direction: 'in',
    author: message.automatic ? 'robot' : contact.applicant ? 'applicant' : 'stranger',
    source: message.source,
    externalId: message.externalId,
    copyKey: message.copyKey ?? null,
    subject: message.subject ? readable(message.subject) : null,
    body: withoutCode(readable(message.wholeText || message.text), meanings),
    detail: {
      proof: message.proof && proofOf(message.proof),
      automatic: message.automatic,
      notice: message.notice ? true : undefined,
      odd: message.odd,
      forwarded: message.forwarded,
      read: readOf(message, meanings),
      album: message.album,
      tooLarge: message.files.some(({ size }) => size > LIMITS.fileBytes) || undefined,
      chat: message.gone ? 'closed' : message.back ? 'opened' : undefined,
      pressed: found.label,
      files: message.files.length,
      numbers: numbersIn(work, message),
      fault: message.fault,
      secret: secret || undefined,
      again: again && { at: work.now, by: again.by, late: again.late || undefined },
    },
    state: message.fault ? 'fault' : 'received',
    sentAs: message.messageId ?? (message.channel === 'mail' ? (message.copyKey ?? null) : null),
    sentAt: message.at,
  };
}

/** What the assistant went by, where the mail says more: operators see both. */
function readOf(message: Inbound, meanings: readonly Meaning[]): string | undefined {
  // Without quotations and signature a key may have lost its beginning.
  if (holdsKey(message)) return undefined;
  const { channel, text, wholeText } = message;
  return channel === 'mail' && text.trim() !== wholeText.trim() ? withoutCode(readable(text), meanings) : undefined;
}

/** A recognised password or private key, wherever it stood, is removed with the raw copy; only the redacted text stays. */
function keepBytes(work: Work, recorded: Recorded, secret: boolean): void {
  const { message, id, meanings, again } = recorded;
  const { keyring } = work.parts;
  if (secret) {
    if (again) work.tx.update('raw_messages', { id, sealed: null, form: null, heard: null });
    return;
  }
  // What was meant is kept sealed where it is needed again: a mail may wait for proof, a file for its fetching; the text is masked.
  const heard =
    message.channel === 'mail' || message.files.length > 0
      ? keyring.seal(SEALED_AS.heard(id), Buffer.from(JSON.stringify(meanings)))
      : null;
  if (again) work.tx.update('raw_messages', { id, heard });
  else work.tx.insert('raw_messages', { message: id, ...sealedBytes(work, recorded), heard });
}

/** A file that came by mail is stored once, as the document that it is; the mail is put together again from both. */
function sealedBytes({ parts: { keyring } }: Work, { message, id, documents }: Recorded) {
  const stored = documents.flatMap(({ row: { hash }, content }) => (content ? [{ hash, content }] : []));
  const short = shorten(message.raw, stored);
  return short
    ? { sealed: keyring.sealing(SEALED_AS.raw(id, SHORTENED_FORM), short), form: SHORTENED_FORM }
    : { sealed: keyring.sealing(SEALED_AS.raw(id, null), message.raw), form: null };
}

/** What is kept of a message that came before its secret was known: what would be kept of it now. */
export function forgetBytes(work: Work, { id, subject, body, detail }: MessageRow): void {
  const { read: _, ...rest } = detail;
  const text = { subject: subject === undefined ? null : readable(subject), body: readable(body) };
  work.tx.update('messages', { id, ...text, detail: { ...rest, secret: true } });
  work.tx.update('raw_messages', { id, sealed: null, form: null, heard: null });
}

/** The verdict, without the token itself. */
const proofOf = ({ authentic, spf, token }: Proof) => ({ authentic, spf, token: token !== undefined });

/** More than a letter names; a list of a whole office is not about one of them. */
const NUMBERS_LIMIT = 5;
const DIGITS = /\d(?:[ .-]?\d){15,17}/g;

/** Whom a message may be about: keyed hashes of the NIP and NIK in it, which operators read masked. */
function numbersIn(work: Work, { subject = '', text, wholeText }: Inbound): readonly string[] | undefined {
  const found = new Set(
    [...`${subject}\n${wholeText || text}`.matchAll(DIGITS)].flatMap(([text]) => {
      const digits = text.replaceAll(/\D/g, '');
      const kind = digits.length === 18 ? 'nip' : digits.length === 16 ? 'nik' : undefined;
      return kind ? [work.parts.keyring.hash(kind, digits)] : [];
    }),
  );
  return found.size > 0 ? [...found].slice(0, NUMBERS_LIMIT) : undefined;
}

/** What operators may read of a stranger's words: without passwords and our links, NIK and NIP masked. */
const readable = (text: string) => maskNumbers(withoutOurs(findSecrets(text).redacted));

/** 24 bytes in base64url: our links, deep links and reply tokens, which a reply quotes. Who reads them could act for him. */
const OURS =
  /((?:\/[pc]\/|start=|\/start(?:@\w+)? |\+|perbarui\.[0-9a-f-]{36}\.)(?:\s|=\r?\n)?)[A-Za-z0-9_-]{32}(?![A-Za-z0-9_-])/g;
const withoutOurs = (text: string) => text.replaceAll(OURS, '$1[…]');

/** A code signs somebody in; nobody has to read it afterwards. People write it in groups as well. */
function withoutCode(text: string, meanings: readonly Meaning[]): string {
  const code = meanings.find((meaning) => meaning.means === 'code');
  return code ? text.replaceAll(new RegExp([...code.digits].join('[ .-]?'), 'g'), '••••••') : text;
}
