import { createHash } from 'node:crypto';
import { type Attachment, type ParsedMail, simpleParser } from 'mailparser';
import type { Automatic, FileRef, Inbound } from '../src/conversation/inbound.ts';
import type { Authenticity, Trace } from './authenticity.ts';
import { addressesIn, automaticOf, type MailFacts, type Ours } from './automatic.ts';
import {
  ADDRESS_LIMIT,
  ANSWERS_LIMIT,
  ATTACHED_HTML_LIMIT,
  FILE_LIMIT_BYTES,
  FILES_LIMIT,
  HTML_LIMIT,
  type MailFault,
  MESSAGE_ID_LIMIT,
  NESTING_LIMIT,
  ORNAMENT_LIMIT_BYTES,
  SUBJECT_LIMIT,
  WHOLE_TEXT_LIMIT,
} from './limits.ts';
import type { Letter, NoticeReader } from './notice.ts';
import { replyText } from './reply.ts';
import { addressOf, keptMessageId, readMessageId, tokenInAddresses, tokenInAnswers } from './token.ts';

export type InboundOptions = {
  readonly authenticity: Authenticity;
  readonly notice: NoticeReader;
  /** The address we write from (MAIL_FROM). */
  readonly from: string;
  /** REPLY_ADDRESS with `{token}`, where the server has such addresses. */
  readonly replyAddress?: string | undefined;
};
export type Meta = {
  /** `imap:<mailbox>:<uidvalidity>`. */
  readonly source: string;
  readonly uid: number;
  /** When the server got it; the sender's own date is his claim. */
  readonly receivedAt: Date;
  /** The mail is too large: `raw` is its head alone. */
  readonly headOnly?: boolean;
};

/** Whom a mail belongs to that names no one sender. Nothing can be sent there (RFC 2606). */
const NOBODY = 'unknown@invalid';

const PARSER = {
  ignoreEmbedded: true,
  keepDeliveryStatus: true,
  skipTextToHtml: true,
  skipImageLinks: true,
  maxHtmlLengthToParse: HTML_LIMIT,
  checksumAlgo: false as const,
};

let parsing: Promise<unknown> = Promise.resolve();
/**
 * One mail after the other, whoever asks. In every turn of the event loop the parser goes a step on with each mail under
 * way: with all of a batch, whoever waits for the database meanwhile, as the desk does, waits for fifty of them.
 */
function parsed(raw: Buffer): Promise<ParsedMail> {
  const mail = parsing.then(() => simpleParser(raw, PARSER));
  parsing = mail.catch(() => undefined);
  return mail;
}

/**
 * Makes of the bytes of a mail what the desk receives. Never throws for a strange mail: what cannot be understood or
 * is too large says so in `fault` (one of MAIL_FAULTS), and the bytes are always there.
 */
export async function inboundOf(raw: Buffer, meta: Meta, options: InboundOptions): Promise<Inbound> {
  const base = {
    channel: 'mail' as const,
    source: meta.source,
    externalId: String(meta.uid),
    at: meta.receivedAt,
    raw: bytesOf(raw),
  };
  try {
    return { ...base, ...(await understood(raw, meta, options)) };
  } catch {
    const nothing = {
      contact: { channel: 'mail' as const, value: NOBODY },
      text: '',
      wholeText: '',
      answers: [],
      files: [],
    };
    return { ...base, ...nothing, copyKey: hashOf(raw), fault: 'unparsable' satisfies MailFault };
  }
}

type Understood = Omit<Inbound, 'channel' | 'source' | 'externalId' | 'at' | 'raw'>;

async function understood(raw: Buffer, meta: Meta, options: InboundOptions): Promise<Understood> {
  const mail = await parsed(raw);
  const headers = headersOf(mail);
  const sender = senderOf(mail, headers);
  const answers = answersOf(headers);
  const nested = await nestedIn(mail.attachments);
  const text = clean(mail.text ?? '');
  const subject = clean((mail.subject ?? '').slice(0, SUBJECT_LIMIT));
  const from = sender?.address ?? '';

  const signatures = headers.get('dkim-signature')?.length ?? 0;
  const judged = { raw, domain: domainOf(from), trace: traceOf(mail), signatures };
  const verdict = sender && !meta.headOnly ? await options.authenticity(judged) : { authentic: 'unknown' as const };
  const kept = (messageId: string) => keptMessageId(messageId, domainOf(addressOf(options.from)));
  const facts = factsOf({ mail, headers, from, subject, text, raw });
  const automatic = withKept(automaticOf(facts, oursOf(options)), kept);
  // Gateways on the way may have renamed the message that came back; its reply address they leave as it is.
  const returned = automatic?.kind === 'bounce' ? facts.quoted.flatMap(replyToIn) : [];
  const token = tokenIn([...recipientsOf(mail, headers), ...returned], answers, options);
  const notice = options.notice({ from, subject, text }, nested.map(letterOf));
  const language = languageOf(headers);
  const fault = faultOf(meta, sender !== undefined || automatic?.kind === 'bounce');

  return {
    contact: { channel: 'mail', value: sender?.address ?? NOBODY },
    copyKey: kept(copyKeyOf(raw, headers)),
    ...(sender?.name ? { name: sender.name } : {}),
    ...(language ? { language } : {}),
    ...(subject ? { subject } : {}),
    text: replyText(text),
    wholeText: text.slice(0, WHOLE_TEXT_LIMIT),
    answers: answers.map(kept),
    files: filesOf(mail, nested),
    proof: { ...(token ? { token } : {}), ...verdict },
    ...(automatic ? { automatic } : {}),
    ...(notice ? { notice } : {}),
    ...(fault ? { fault } : {}),
  };
}

const withKept = (automatic: Automatic | undefined, kept: (messageId: string) => string): Automatic | undefined =>
  automatic?.kind === 'bounce' && automatic.messageId
    ? { ...automatic, messageId: kept(automatic.messageId) }
    : automatic;

type Headers = ReadonlyMap<string, string[]>;
type Parsed = { mail: ParsedMail; headers: Headers; from: string; subject: string; text: string; raw: Buffer };

function factsOf({ mail, headers, from, subject, text, raw }: Parsed): MailFacts {
  return {
    headers,
    from,
    fromHeader: headers.get('from')?.[0] ?? '',
    subject,
    // A broken structure hides the text of some servers' failures; it stands in the bytes all the same.
    text: (text || clean(raw.toString('latin1', 0, WHOLE_TEXT_LIMIT))).slice(0, WHOLE_TEXT_LIMIT),
    reports: partsOf(mail, /^message\/(?:delivery-status|disposition-notification|feedback-report)$/i),
    quoted: [...partsOf(mail, RETURNED), ...partsOf(mail, /^text\/plain$/i).filter(beginsAsMail)],
  };
}

const replyToIn = (returned: string): string[] =>
  [...returned.matchAll(/^reply-to[ \t]*:((?:[^\n]|\n[ \t]){0,500})/gim)].flatMap((match) => addressesIn(match[1]!));

/** A message that came back, or its head, as servers attach it. */
const RETURNED = /^(?:message\/(?:rfc822|partial|global|rfc822-headers|global-headers)|text\/rfc822-headers)$/i;
/** Some attach the head as a plain text. */
const beginsAsMail = (text: string) => /^\s*(?:received|return-path|from|to|date|message-id|subject)\s*:/i.test(text);

function tokenIn(
  recipients: readonly string[],
  answers: readonly string[],
  options: InboundOptions,
): string | undefined {
  const addressed = options.replyAddress && tokenInAddresses(options.replyAddress, recipients);
  return addressed || tokenInAnswers(domainOf(addressOf(options.from)), answers);
}

/** A server's failure often has no sender, and needs none: it is about a message of ours. */
function faultOf(meta: Meta, hasSender: boolean): MailFault | undefined {
  if (meta.headOnly) return 'too-large';
  return hasSender ? undefined : 'from-unclear';
}

function copyKeyOf(raw: Buffer, headers: Headers): string {
  const messageId = headers.get('message-id')?.[0]?.trim();
  return messageId && Buffer.byteLength(messageId) <= MESSAGE_ID_LIMIT ? clean(messageId) : hashOf(raw);
}

function languageOf(headers: Headers): string | undefined {
  const named = headers.get('content-language')?.[0] ?? headers.get('accept-language')?.[0] ?? '';
  return /^\s*([a-z]{2})\b/i.exec(named)?.[1]?.toLowerCase();
}

/** The same memory: a copy of each mail and each file in it costs as much as reading them. */
const bytesOf = ({ buffer, byteOffset, byteLength }: Buffer) => new Uint8Array(buffer, byteOffset, byteLength);
const domainOf = (address: string): string => address.split('@')[1] ?? '';

/** Postgres takes no NUL in text, and no half of a surrogate pair in json. The raw bytes keep both. */
const clean = (text: string): string => text.replaceAll('\0', '').toWellFormed();
const hashOf = (raw: Buffer): string => `sha256:${createHash('sha256').update(raw).digest('hex')}`;

/** All values of each header in the order they stand, unfolded; names in lower case. */
function headersOf(mail: ParsedMail): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  for (const { key, line } of mail.headerLines) headers.set(key, [...(headers.get(key) ?? []), unfolded(line)]);
  return headers;
}

const unfolded = (line: string): string =>
  line
    .slice(line.indexOf(':') + 1)
    .replace(/\r?\n[ \t]+/g, ' ')
    .trim();

const TRACE = { 'authentication-results': 'results', received: 'received' } as const;

function traceOf(mail: ParsedMail): Trace[] {
  return mail.headerLines.flatMap(({ key, line }) =>
    key in TRACE ? [{ header: TRACE[key as keyof typeof TRACE], value: unfolded(line) }] : [],
  );
}

/** Exactly one From header with exactly one address; with two, parsers show the forged one (FIELD-NOTES, Mail). */
function senderOf(
  mail: ParsedMail,
  headers: ReadonlyMap<string, string[]>,
): { address: string; name: string } | undefined {
  const [from, ...more] = mail.from?.value ?? [];
  const address = clean(from?.address ?? '')
    .trim()
    .toLowerCase();
  const one = headers.get('from')?.length === 1 && more.length === 0 && !from?.group;
  return one && address.length <= ADDRESS_LIMIT && /^[^\s@<>]+@[^\s@<>]+$/.test(address)
    ? { address, name: clean(from?.name ?? '').trim() }
    : undefined;
}

function recipientsOf(mail: ParsedMail, headers: Headers): string[] {
  const listed = [mail.to ?? [], mail.cc ?? []]
    .flat()
    .flatMap((header) => header.value.flatMap((to) => to.address ?? []));
  const delivered = ['delivered-to', 'x-original-to', 'envelope-to'].flatMap((name) => headers.get(name) ?? []);
  return [...listed, ...delivered.map((value) => value.replace(/^<|>$/g, ''))];
}

/** In-Reply-To, then References from the nearest to the oldest. */
function answersOf(headers: Headers): string[] {
  const ids = (name: string) =>
    (headers.get(name) ?? []).flatMap((value) => value.match(/<[^<>\s]+>/g) ?? []).map(clean);
  const all = new Set([...ids('in-reply-to'), ...ids('references').reverse()]);
  return [...all].filter((id) => id.length <= MESSAGE_ID_LIMIT).slice(0, ANSWERS_LIMIT);
}

function oursOf({ from, replyAddress }: InboundOptions): Ours {
  const own = addressOf(from).toLowerCase();
  return {
    address: (address) => address === own || Boolean(replyAddress && tokenInAddresses(replyAddress, [address])),
    messageId: (messageId) => readMessageId(messageId, domainOf(own)) !== undefined,
  };
}

/** A mail that is attached, with the part it was in. */
type Nested = { readonly part: Attachment; readonly mail: ParsedMail };

const ATTACHED_PARSER = { ...PARSER, maxHtmlLengthToParse: ATTACHED_HTML_LIMIT };

/**
 * The mails attached to this one, and to these. What cannot be read, lies too deep, or is one too many of all of them
 * (`patience`), stays a file.
 */
async function nestedIn(
  attachments: readonly Attachment[],
  patience = { left: FILES_LIMIT },
  depth = 1,
): Promise<Nested[]> {
  if (depth > NESTING_LIMIT) return [];
  const found: Nested[] = [];
  for (const part of attachments.filter(isMail)) {
    if (patience.left-- <= 0) break;
    const mail = await simpleParser(part.content, ATTACHED_PARSER).catch(() => undefined);
    if (mail) found.push({ part, mail }, ...(await nestedIn(mail.attachments, patience, depth + 1)));
  }
  return found;
}

/** Some clients attach a mail as bytes of no kind, and the parser then goes by its name: what counts is how it begins. */
function isMail({ contentType, content, headers }: Attachment): boolean {
  const declared = (headers.get('content-type') as { value?: string } | undefined)?.value;
  if (declared === 'message/rfc822') return true;
  if (contentType !== 'message/rfc822' && contentType !== 'application/octet-stream') return false;
  const [head = ''] = content.toString('latin1', 0, MAIL_HEAD_WITHIN_BYTES).split(/\r?\n\r?\n/, 1);
  const names = head.split(/\r?\n(?![ \t])/).map((line) => /^([\w-]+)[ \t]*:/.exec(line)?.[1]?.toLowerCase());
  return !names.includes(undefined) && ['from', 'date', 'subject'].every((name) => names.includes(name));
}
const MAIL_HEAD_WITHIN_BYTES = 16 * 1024;

const letterOf = ({ mail }: Nested): Letter => ({
  from: mail.from?.value[0]?.address ?? '',
  subject: mail.subject ?? '',
  text: clean(mail.text ?? ''),
});

const partsOf = (mail: ParsedMail, type: RegExp): string[] =>
  mail.attachments
    .filter((part) => type.test(part.contentType))
    .map((part) => clean(part.content.subarray(0, WHOLE_TEXT_LIMIT).toString('utf8').replaceAll('\r\n', '\n')));

/** What belongs to the mail itself and is no document of anybody: reports, signatures, what a client adds. */
const NO_DOCUMENT =
  /^(?:message\/(?:delivery-status|disposition-notification|feedback-report)|text\/rfc822-headers|application\/(?:pgp|x-pkcs7|pkcs7)-signature)$/i;

function isDocument(part: Attachment): boolean {
  if (NO_DOCUMENT.test(part.contentType)) return false;
  if (part.contentType === 'application/ms-tnef') return part.content.includes(TNEF_ATTACHMENT);
  return !(part.contentType.startsWith('image/') && isOrnament(part));
}

/** Pictures that the text refers to, and small ones in its middle, belong to signatures; phones put photos there too. */
const isOrnament = ({ related, contentDisposition, content }: Attachment): boolean =>
  related || (contentDisposition === 'inline' && content.length < ORNAMENT_LIMIT_BYTES);

/** Outlook's own wrapping: with this attribute (MS-OXTNEF, attAttachData) there is a file in it that nobody else can open. */
const TNEF_ATTACHMENT = Buffer.from([0x02, 0x0f, 0x80, 0x06, 0x00]);

/** Every file is listed, so that the desk can say which limit was passed; content over a limit stays in the raw bytes. */
function filesOf(mail: ParsedMail, nested: readonly Nested[]): FileRef[] {
  const opened = new Set(nested.map(({ part }) => part));
  const parts = [mail, ...nested.map((each) => each.mail)]
    .flatMap(({ attachments }) => attachments)
    .filter((part) => isDocument(part) && !opened.has(part));
  return parts.map((part, index): FileRef => {
    const ref = { name: clean(part.filename ?? ''), type: typeOf(part), size: part.content.length };
    const within = index < FILES_LIMIT && part.content.length <= FILE_LIMIT_BYTES;
    return within ? { ...ref, content: bytesOf(part.content) } : ref;
  });
}

/** How far into a file readers look for the mark of a PDF (ISO 32000-1, annex H). */
const PDF_MARK_WITHIN_BYTES = 1024;

/** Clients name files as they like: what is a PDF by its content is one, and nothing else is. */
function typeOf(part: Attachment): string {
  if (part.content.subarray(0, PDF_MARK_WITHIN_BYTES).includes('%PDF-')) return 'application/pdf';
  return part.contentType === 'application/pdf' ? 'application/octet-stream' : clean(part.contentType);
}
