import type { Conversation, Enclosed, Heard, Known, Question } from '../conversation/conversation.ts';
import { agreesByRepeating } from '../conversation/echo.ts';
import type { Inbound } from '../conversation/inbound.ts';
import { interpret } from '../conversation/interpret.ts';
import type { Line } from '../conversation/line.ts';
import type { Meaning } from '../conversation/meaning.ts';
import { findSecrets, maskNumbers } from '../conversation/secret.ts';
import { understand } from '../conversation/words.ts';
import { isOpen, parseOfficeHours } from '../renewal/office.ts';
import { act } from './acts.ts';
import { apply } from './apply.ts';
import { enclosed, expectDocument, storeDocument } from './documents.ts';
import { sayElsewhere } from './elsewhere.ts';
import type { Outcome } from './entry.ts';
import { checkCode, codeLimitReached, provenBy } from './identity.ts';
import { receiveNotice } from './notice.ts';
import { LIMITS } from './parts.ts';
import { questionOf, type Referred } from './question.ts';
import { mayAnswer, onRecord, speak } from './speak.ts';
import type { ContactRow, DocumentRow } from './store.ts';
import { applicantView, type Work } from './work.ts';

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

export type Turn = {
  readonly id: string;
  readonly proven: Conversation['proven'];
  readonly found: Referred;
  /** The payload of a deep link. */
  readonly start?: string;
};

/** One turn of the conversation: look up what the core needs, let it decide, carry out, answer. */
export async function converse(work: Work, contact: ContactRow, heard: Heard, turn: Turn): Promise<void> {
  const known = await lookUp(work, contact, heard, turn);
  const applicant = contact.applicant ? await work.applicant(contact.applicant) : undefined;
  // A right code or an answered deep link names the applicant whose renewals this is about.
  const named =
    known.codeApplicant?.id ?? (known.link && 'link' in known.link ? known.link.applicant.id : contact.applicant);
  const renewals = named ? await work.renewalsOf(named) : [];
  const conversation: Conversation = {
    contact: contact.id,
    channel: contact.channel,
    state: contact.state,
    speaker: contact.speaker,
    outdated: turn.found.outdated(renewals),
    ...(applicant ? { applicant: applicantView(applicant) } : {}),
    ...(turn.proven ? { proven: turn.proven } : {}),
    ...(turn.found.question ? { question: turn.found.question as Question } : {}),
  };
  const decided = interpret(heard, known, conversation, renewals);
  contact.state = decided.state;
  // The assistant is silent now: without this nobody would see that there is something to answer.
  if (contact.speaker === 'operator') work.awaitOperator('contact', contact.id, 'talk-answered', contact.applicant);
  if (turn.found.question && decided.events.length + decided.acts.length > 0)
    work.tx.update('questions', { id: turn.found.question.id, answeredAt: work.now });
  let say: Line[] = [...decided.say];
  let asked = decided.ask;
  // Binding comes first: the events that follow are those of a proven person.
  for (const each of decided.acts.filter((wanted) => wanted.act === 'bind')) {
    await act(work, contact, each, turn.id);
    if (known.link && 'link' in known.link) work.tx.update('links', { id: known.link.link, usedAt: work.now });
  }
  for (const { renewal, event } of decided.events) {
    const result = await apply(work, renewal, event, { message: turn.id, contact: contact.id, quiet: true });
    if ('refused' in result && result.refused !== 'already') say.push({ say: 'refused', refused: result.refused });
  }
  for (const each of decided.acts.filter((wanted) => wanted.act !== 'bind')) {
    const added = await act(work, contact, each, turn.id);
    say = [...say, ...(added?.say ?? [])];
    asked = added?.ask ?? asked;
  }
  work.saveContact(contact);
  if (await mayAnswer(work, contact)) {
    const renewal =
      asked?.renewal ?? decided.events[0]?.renewal ?? renewals.find((each) => each.outcome === undefined)?.id;
    await speak(work, contact, say, { ...(asked ? { ask: asked } : {}), ...(renewal ? { renewal } : {}) });
  }
}

async function lookUp(work: Work, contact: ContactRow, heard: Heard, turn: Turn): Promise<Known> {
  const { settings } = work.parts;
  const hours = parseOfficeHours(settings.officeHours);
  const base = {
    now: work.now,
    open: hours ? isOpen(hours, work.now, settings.timeZone) : true,
    windowDays: settings.windowDays,
    hash: work.hash,
    codeLimit: false,
    limits: {
      characters: LIMITS.textCharacters,
      files: LIMITS.filesPerMessage,
      megabytes: LIMITS.fileBytes / 1024 / 1024,
    },
  };
  const said = heard.meanings.find(
    (meaning): meaning is Extract<Meaning, { means: 'code' }> => meaning.means === 'code',
  );
  if (turn.start !== undefined) return { ...base, link: await deepLink(work, turn.start) };
  if (said) {
    const checked = await checkCode(work, contact, said.digits);
    return {
      ...base,
      code: checked.code,
      codeLeft: checked.left,
      ...(checked.applicant ? { codeApplicant: applicantView(await work.applicant(checked.applicant)) } : {}),
    };
  }
  const asksCode = heard.meanings.some(({ means }) => means === 'number' || means === 'new-code');
  if (turn.found.question?.what === 'confirm-bind')
    return { ...base, link: await linkById(work, turn.found.question.about) };
  return { ...base, codeLimit: asksCode && (await codeLimitReached(work, contact)) };
}

async function deepLink(work: Work, payload: string): Promise<NonNullable<Known['link']>> {
  const link = await work.tx.link({ hash: work.parts.keyring.hash('link', payload) });
  return linkFound(work, link);
}

const linkById = async (work: Work, id: string) => linkFound(work, await work.tx.link({ id }));

async function linkFound(
  work: Work,
  link: Awaited<ReturnType<Work['tx']['link']>>,
): Promise<NonNullable<Known['link']>> {
  if (link?.purpose !== 'telegram' || link.usedAt || link.expiresAt <= work.now) return { bad: true };
  return { applicant: applicantView(await work.applicant(link.applicant)), link: link.id };
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

/** The record of what came in, written whether or not it is understood. */
function record(
  work: Work,
  message: Inbound,
  contact: ContactRow,
  id: string,
  found: Referred,
  meanings: readonly Meaning[],
): void {
  const { keyring } = work.parts;
  const secret = [message.subject ?? '', message.wholeText, message.text].some((part) => findSecrets(part).found);
  work.tx.insert('messages', {
    id,
    contact: contact.id,
    applicant: contact.applicant ?? null,
    renewal: found.answered?.renewal ?? found.question?.renewal ?? null,
    direction: 'in',
    author: message.automatic ? 'robot' : contact.applicant ? 'applicant' : 'stranger',
    source: message.source,
    externalId: message.externalId,
    copyKey: message.copyKey ?? null,
    subject: message.subject ? readable(message.subject) : null,
    body: withoutCode(readable(message.wholeText || message.text), meanings),
    detail: {
      proof: message.proof && { authentic: message.proof.authentic, token: message.proof.token !== undefined },
      automatic: message.automatic,
      odd: message.odd,
      pressed: found.label,
      files: message.files.length,
      fault: message.fault,
      secret: secret || undefined,
    },
    state: message.fault ? 'fault' : 'received',
    at: work.now,
    sentAs: message.messageId ?? (message.channel === 'mail' ? (message.copyKey ?? null) : null),
    sentAt: message.at,
  });
  // A recognised password, wherever it stood, is removed with the raw copy; only the redacted text stays.
  if (!secret) {
    // What was meant is kept sealed where it is needed again: a mail may wait for proof, a file for its fetching; the text is masked.
    const heard =
      message.channel === 'mail' || message.files.length > 0
        ? keyring.seal(`raw_messages:${id}:heard`, Buffer.from(JSON.stringify(meanings)))
        : null;
    work.tx.insert('raw_messages', { message: id, sealed: keyring.seal(`raw_messages:${id}`, message.raw), heard });
  }
  if (message.name && !contact.name) contact.name = readable(message.name).slice(0, 100);
  if (message.language && !contact.state.greeted && contact.state.misunderstood === 0)
    contact.state = { ...contact.state, language: message.language === 'en' ? 'en' : contact.state.language };
  work.saveContact(contact);
  work.journal(`contact:${contact.id}`, contact.applicant ? 'applicant' : 'stranger', 'received', {
    message: id,
    raw: keyring.hash('raw', message.raw),
  });
}

/** What operators may read of a stranger's words: without passwords and our links, NIK and NIP masked. */
const readable = (text: string) => maskNumbers(withoutOurs(findSecrets(text).redacted));

/** 24 bytes in base64url: our links, deep links and reply tokens, which a reply quotes. Who reads them could act for him. */
const OURS = /((?:\/[pc]\/|start=|\/start(?:@\w+)? |\+)(?:\s|=\r?\n)?)[A-Za-z0-9_-]{32}(?![A-Za-z0-9_-])/g;
const withoutOurs = (text: string) => text.replaceAll(OURS, '$1[…]');

/** A code signs somebody in; nobody has to read it afterwards. People write it in groups as well. */
function withoutCode(text: string, meanings: readonly Meaning[]): string {
  const code = meanings.find((meaning) => meaning.means === 'code');
  return code ? text.replaceAll(new RegExp([...code.digits].join('[ .-]?'), 'g'), '••••••') : text;
}

function gone(work: Work, contact: ContactRow, id: string): Outcome {
  contact.unreachable = 'blocked';
  work.saveContact(contact);
  return { done: true, id };
}

async function automatic(work: Work, message: Inbound, contact: ContactRow, id: string): Promise<Outcome> {
  if (message.notice && (await receiveNotice(work, message, message.notice, contact, id))) return { done: true, id };
  const bounce = message.automatic?.kind === 'bounce' ? message.automatic : undefined;
  if (bounce) await bounced(work, bounce.messageId, bounce.recipient, bounce.permanent);
  return { done: true, id };
}

/** A bounce belongs to the message that it quotes, and marks the address. */
async function bounced(
  work: Work,
  messageId: string | undefined,
  recipient: string | undefined,
  permanent: boolean,
): Promise<void> {
  const [sent] = messageId ? await work.tx.sentAs([messageId]) : [];
  if (!sent) return;
  work.tx.update('messages', {
    id: sent.id,
    state: permanent ? 'failed' : 'sent',
    why: permanent ? 'bounced' : 'bounced for now',
  });
  if (!permanent) return;
  const contact = await work.contact(sent.contact);
  if (recipient && recipient.toLowerCase() !== contact.address) return;
  await sayElsewhere(work, contact, sent.renewal, 'bounced');
  // The address on record is wrong, and only a person can find out the right one.
  if (contact.applicant) work.awaitOperator('applicant', contact.applicant, 'unreachable', contact.applicant);
}

async function faulty(work: Work, message: Inbound, contact: ContactRow, id: string): Promise<Outcome> {
  work.tx.insert('faults', {
    id: work.newId(),
    part: message.channel,
    ref: id,
    code: 'unparsable',
    detail: message.fault,
    at: work.now,
  });
  work.awaitOperator('message', id, 'unreadable-message', contact.applicant);
  const limit =
    message.fault === 'too-large'
      ? { say: 'file-too-large' as const, limitMegabytes: LIMITS.fileBytes / 1024 / 1024 }
      : { say: 'try-later' as const };
  const { automatic: robot } = message;
  if (robot?.kind === 'bounce') await bounced(work, robot.messageId, robot.recipient, robot.permanent);
  if (!robot && !isNobody(contact) && (await mayAnswer(work, contact))) await speak(work, contact, [limit]);
  return { done: true, id };
}

/** A mail that names no one sender belongs to an address where nothing can be sent (RFC 2606). */
const isNobody = ({ address }: ContactRow) => address.endsWith('@invalid');

async function group(work: Work, contact: ContactRow, id: string): Promise<Outcome> {
  if (contact.state.greeted || contact.address === work.parts.settings.operatorChat) return { done: true, id };
  contact.state = { ...contact.state, greeted: true };
  await speak(work, contact, [{ say: 'group-only-private' }]);
  return { done: true, id };
}
