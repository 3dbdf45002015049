import { createHash } from 'node:crypto';
import type { ParsedMail } from 'mailparser';
import type { Automatic, Inbound } from '../src/conversation/inbound.ts';
import { filesOf, letterOf, nestedIn, partsOf } from './attached.ts';
import type { Authenticity } from './authenticity.ts';
import { addressesIn, automaticOf, type MailFacts, type Ours } from './automatic.ts';
import {
  answersOf,
  type Headers,
  headersOf,
  languageOf,
  recipientsOf,
  senderOf,
  subjectOf,
  traceOf,
} from './headers.ts';
import { holdsKey } from './key.ts';
import { type MailFault, MESSAGE_ID_LIMIT, SUBJECT_LIMIT, WHOLE_TEXT_LIMIT } from './limits.ts';
import type { NoticeReader } from './notice.ts';
import { bytesOf, clean, parseMail } from './parse.ts';
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
    return {
      ...base,
      ...nothing,
      holdsKey: holdsKey(raw, []),
      copyKey: hashOf(raw),
      fault: 'unparsable' satisfies MailFault,
    };
  }
}

type Understood = Omit<Inbound, 'channel' | 'source' | 'externalId' | 'at' | 'raw'>;

async function understood(raw: Buffer, meta: Meta, options: InboundOptions): Promise<Understood> {
  const mail = await parseMail(raw);
  const headers = headersOf(mail);
  const sender = senderOf(mail, headers, raw);
  const answers = answersOf(headers);
  const nested = await nestedIn(mail.attachments);
  const text = clean(mail.text ?? '');
  const subject = clean(subjectOf(mail, headers, raw).slice(0, SUBJECT_LIMIT));
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
    holdsKey: holdsKey(raw, [mail, ...nested.map((each) => each.mail)]),
  };
}

const withKept = (automatic: Automatic | undefined, kept: (messageId: string) => string): Automatic | undefined =>
  automatic?.kind === 'bounce' && automatic.messageId
    ? { ...automatic, messageId: kept(automatic.messageId) }
    : automatic;

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

const domainOf = (address: string): string => address.split('@')[1] ?? '';

const hashOf = (raw: Buffer): string => `sha256:${createHash('sha256').update(raw).digest('hex')}`;

function oursOf({ from, replyAddress }: InboundOptions): Ours {
  const own = addressOf(from).toLowerCase();
  return {
    address: (address) => address === own || Boolean(replyAddress && tokenInAddresses(replyAddress, [address])),
    messageId: (messageId) => readMessageId(messageId, domainOf(own)) !== undefined,
  };
}
