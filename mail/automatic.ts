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

/** A report of delivery, or a daemon (or nobody) as sender together with the words of a failure. */
function isBounce(mail: MailFacts): boolean {
  if (mail.reports.some((report) => /^\s*(?:final-recipient|original-recipient|action)\s*:/im.test(report)))
    return true;
  if (mail.headers.has('x-failed-recipients')) return true;
  if (/report-type\s*=\s*"?feedback-report/i.test(mail.headers.get('content-type')?.[0] ?? '')) return false;
  const daemon = DAEMON.test(mail.fromHeader);
  const nobody =
    /^<\s*>$/.test(mail.headers.get('return-path')?.[0]?.trim() ?? '') ||
    DAEMON.test(mail.headers.get('return-path')?.[0] ?? '');
  const noReply = /^no-?reply@/i.test(mail.from);
  const failed = FAILED_SUBJECT.test(mail.subject) || FAILED_TEXT.test(mail.text);
  if (daemon || nobody) return failed || isReport(mail);
  return noReply && FAILED_TEXT.test(mail.text) && mail.quoted.length > 0;
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

/** Delayed and 4.x.x come again by themselves; without any code a failure is taken as final. */
function isPermanent(mail: MailFacts, report: string): boolean {
  if (/^action\s*:\s*(?:delayed|delivered|relayed|expanded)/im.test(report)) return false;
  const status = /^status\s*:\s*([245])\./im.exec(report)?.[1];
  if (status) return status === '5';
  const code = REPLY_CODE.exec(mail.text)?.[0];
  return !code?.startsWith('4');
}

const ADDRESS = /[^\s<>"'():;,@]+@[^\s<>"'():;,@]+\.[^\s<>"'():;,@]+/;

function recipientIn(mail: MailFacts, report: string): string | undefined {
  const named =
    /^final-recipient\s*:\s*[^;\n]*;\s*([^\n]+)/im.exec(report)?.[1] ??
    /^original-recipient\s*:\s*[^;\n]*;\s*([^\n]+)/im.exec(report)?.[1] ??
    mail.headers.get('x-failed-recipients')?.[0] ??
    // Whom the returned message was for.
    mail.quoted.map((message) => /^to\s*:\s*([^\n]+)/im.exec(message)?.[1]).find(Boolean) ??
    afterFailure(mail.text);
  return named && ADDRESS.exec(named)?.[0].toLowerCase();
}

/** Without a report the address stands in the text: after the words of the failure, or on a line of its own. */
function afterFailure(text: string): string | undefined {
  const words = FAILED_TEXT.exec(text);
  return words ? text.slice(words.index) : text;
}

/** The message that came back: in the attached original, else in the text below. One of ours goes before any other. */
function messageIdIn(mail: MailFacts, ours: Ours): string | undefined {
  const answered = [mail.headers.get('in-reply-to'), mail.headers.get('references')].flatMap((values) => values ?? []);
  const texts = [...mail.quoted, mail.text, ...mail.reports];
  const named = texts.flatMap((text) =>
    [...text.matchAll(/^[>\s]*(?:message-id|original-message-id)\s*:\s*(<[^<>\s]+>)/gim)].map((match) => match[1]!),
  );
  const all = [...named, ...answered.flatMap((value) => value.match(/<[^<>\s]+>/g) ?? [])];
  return all.find((messageId) => ours.messageId(messageId)) ?? all[0];
}
