import type { Automatic } from '../src/conversation/inbound.ts';

/** What is looked at to tell a machine's mail from a person's. Header names in lower case. */
export type MailFacts = {
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly from: string;
  readonly fromHeader: string;
  readonly subject: string;
  readonly text: string;
  /** The content of message/delivery-status and message/feedback-report parts. */
  readonly reports: readonly string[];
  /** The heads, or the whole, of messages that are attached or quoted as parts. */
  readonly quoted: readonly string[];
};
/** Tells whether an address or a Message-ID is our own. */
export type Ours = {
  readonly address: (address: string) => boolean;
  readonly messageId: (messageId: string) => boolean;
};

const DAEMON =
  /mailer[-_ .]?daemon|post_?master|poostmaster|mail[ .]deliver(?:y|er)?[ .](?:sub)?system|mail delivery subsystem/i;
/** Words of servers that could not deliver. Kept narrow: a person who writes about mail must not be taken for one. */
const FAILED_SUBJECT =
  /undeliver|delivery (?:status|failure|report|notification|has failed)|delivery failed|failure notice|returned? mail|mail delivery|delivery status|mail system error|not be delivered|nondeliverable|error sending your mail|has failed|blocked by|tidak (?:dapat )?terkirim|gagal (?:terkirim|dikirim)/i;
const FAILED_TEXT =
  /could not be delivered|not deliver(?:ed|able)|undeliverable|unable to deliver|delivery (?:to the following|failed|failure)|permanent (?:fatal )?error|fatal errors|no such user|user unknown|unknown user|invalid user address|mailbox unavailable|did not reach|returned to sender|no valid recipients/i;
/** The mailbox is full: it empties, and the address is right. */
const FULL_TEXT =
  /mail ?(?:box|folder) (?:is )?full|(?:over|exceed(?:s|ed)?|exceeding) (?:the |his |her |their )?(?:local |storage |mailbox |disk )*(?:quota|limit)|quota exceeded|kotak (?:surat|masuk|pos) (?:sudah )?penuh/i;
/** RFC 3464, 2.3. */
const REPORT_FIELD = /^[ \t]*(?:final-recipient|original-recipient|action)\s*:/im;
const REPLY_CODE = /(?<![\d.])(?:[45]\d\d[ -][^\n]{0,200}|[45]\.\d{1,3}\.\d{1,3}(?!\d))/;
const AUTO_REPLY_SUBJECT =
  /^\s*(?:automatic reply|auto(?:matic)?[- ]?reply|auto response|out of (?:the )?office|balasan otomatis|jawaban otomatis|di luar kantor)\b/i;

/**
 * Tells what no person wrote: bounce, auto-reply, list, or a mail of our own that came back; undefined for a person's
 * mail. Such mail is recorded and never answered (RFC 3834; FIELD-NOTES, Mail). PURE.
 */
export function automaticOf(mail: MailFacts, ours: Ours): Automatic | undefined {
  if (isBounce(mail)) return bounceOf(mail, ours);
  const first = (name: string) => mail.headers.get(name)?.[0]?.trim() ?? '';
  if (ours.address(mail.from) || ours.messageId(first('message-id'))) return { kind: 'own' };
  const submitted = first('auto-submitted')
    .toLowerCase()
    .split(/[\s;(]/)[0];
  const byHeader = submitted !== '' && submitted !== 'no';
  const nullPath = mail.headers.has('return-path') && /^<\s*>$/.test(first('return-path'));
  const precedence = first('precedence').toLowerCase();
  if (
    byHeader ||
    nullPath ||
    precedence === 'auto_reply' ||
    mail.headers.has('x-autoreply') ||
    mail.headers.has('x-autorespond')
  )
    return { kind: 'auto-reply' };
  if (AUTO_REPLY_SUBJECT.test(mail.subject) || isReport(mail)) return { kind: 'auto-reply' };
  const listed = [...mail.headers.keys()].some((name) => name.startsWith('list-'));
  return listed || ['bulk', 'list', 'junk'].includes(precedence) ? { kind: 'list' } : undefined;
}

function isReport(mail: MailFacts): boolean {
  return /^multipart\/report/i.test(mail.headers.get('content-type')?.[0]?.trim() ?? '');
}

/**
 * A report of delivery, or a daemon (or nobody) as sender together with the words of a failure. A person who passes on
 * a bounce that he got sends the same parts and words, but as himself.
 */
function isBounce(mail: MailFacts): boolean {
  if (mail.headers.has('x-failed-recipients')) return true;
  if (/report-type\s*=\s*"?feedback-report/i.test(mail.headers.get('content-type')?.[0] ?? '')) return false;
  const returnPath = mail.headers.get('return-path')?.[0]?.trim() ?? '';
  const daemon = DAEMON.test(mail.fromHeader) || DAEMON.test(returnPath) || /^<\s*>$/.test(returnPath);
  const reported = mail.reports.some((report) => REPORT_FIELD.test(report));
  if (isReport(mail)) return reported || daemon;
  if (daemon) return reported || FAILED_SUBJECT.test(mail.subject) || FAILED_TEXT.test(mail.text);
  return /^no-?reply@/i.test(mail.from) && FAILED_TEXT.test(mail.text) && mail.quoted.length > 0;
}

function bounceOf(mail: MailFacts, ours: Ours): Automatic {
  const report = mail.reports.join('\n');
  const recipient = recipientIn(mail, report);
  const messageId = messageIdIn(mail, ours);
  return {
    kind: 'bounce',
    permanent: isPermanent(mail, report),
    ...(recipient ? { recipient } : {}),
    ...(messageId ? { messageId } : {}),
  };
}

/** Delayed and 4.x.x come again by themselves, a full mailbox empties; without any code a failure is taken as final. */
function isPermanent(mail: MailFacts, report: string): boolean {
  if (/^action\s*:\s*(?:delayed|delivered|relayed|expanded)/im.test(report)) return false;
  const status = /^status\s*:\s*([245]\.\d{1,3}\.\d{1,3})\b/im.exec(report)?.[1];
  if (status && status !== '5.0.0') return status.startsWith('5') && status !== '5.2.2';
  if (FULL_TEXT.test(report) || FULL_TEXT.test(mail.text)) return false;
  return !REPLY_CODE.exec(mail.text)?.[0].startsWith('4');
}

/** Begun at the beginning of a word, and of bounded length: else an endless word is looked through from each of its letters. */
const ADDRESS = /(?<![^\s<>"'():;,@])[^\s<>"'():;,@]{1,254}@[^\s<>"'():;,@]{1,254}/g;
/** As they are written, without a full stop behind them. */
export const addressesIn = (text: string): string[] =>
  (text.match(ADDRESS) ?? []).map((found) => found.replace(/\.+$/, '')).filter((found) => /@[^.]+\./.test(found));
const namedIn = (text: string): string[] => addressesIn(text).map((address) => address.toLowerCase());

/** What the report names; else what the returned message was for, or what stands by the words of the failure. */
function recipientIn(mail: MailFacts, report: string): string | undefined {
  const values = (name: string) => mail.headers.get(name) ?? [];
  // One server's report may lie whole within another's.
  const texts = [report, ...mail.quoted].join('\n');
  const named = [
    // Whom we wrote to, before an alias led elsewhere.
    /^original-recipient\s*:\s*(?:[^;\n]*;)?\s*([^\n]+)/im.exec(texts)?.[1] ?? '',
    /^final-recipient\s*:\s*[^;\n]*;\s*([^\n]+)/im.exec(texts)?.[1] ?? '',
    ...values('x-failed-recipients'),
  ].flatMap(namedIn);
  if (named[0]) return named[0];
  // The server that writes and we, to whom it writes, are not whom the message was for.
  const parties = new Set([...values('from'), ...values('to')].flatMap(namedIn));
  const guessed = [...[...mail.quoted, mail.text].flatMap(toIn), byFailure(mail.text)].flatMap(namedIn);
  return guessed.find((address) => !parties.has(address));
}

/** `To` in the head of a returned message. */
const toIn = (text: string): string[] => [...text.matchAll(/^[> \t]*to\s*:\s*([^\n]+)/gim)].map((match) => match[1]!);

/** From the line with the words of the failure on, or all of it. */
function byFailure(text: string): string {
  const words = FAILED_TEXT.exec(text);
  return words ? text.slice(text.lastIndexOf('\n', words.index) + 1) : text;
}

/** The message that came back: in the attached original, else in the text below. One of ours goes before any other. */
function messageIdIn(mail: MailFacts, ours: Ours): string | undefined {
  const answered = [mail.headers.get('in-reply-to'), mail.headers.get('references')].flatMap((values) => values ?? []);
  const own = mail.headers.get('message-id')?.[0]?.trim();
  const idsIn = (text: string) =>
    [...text.matchAll(/^[> \t]*(?:message-id|original-message-id)\s*:\s*(<[^<>\s]+>)/gim)].map((match) => match[1]!);
  const all = [
    ...mail.quoted.flatMap(idsIn),
    ...[mail.text, ...mail.reports].flatMap(idsIn).filter((id) => id !== own),
    ...answered.flatMap((value) => value.match(/<[^<>\s]+>/g) ?? []),
  ];
  return all.find((messageId) => ours.messageId(messageId)) ?? all[0];
}
