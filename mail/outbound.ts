import { Readable } from 'node:stream';
import type { Channel, Clock, Delivery, Outgoing } from '../src/desk/ports.ts';
import type { Log } from '../src/log.ts';
import { type Account, type Dkim, submission } from './connection.ts';
import { failureOf, type SmtpFailure } from './failure.ts';
import { bodyHtml, bodyText } from './letter.ts';
import { addressOf, keptMessageId, messageIdOf, readMessageId, replyAddressOf } from './token.ts';

export type MailChannelOptions = {
  readonly account: Account;
  /** MAIL_FROM: an address, or `Name <address>`. */
  readonly from: string;
  /** REPLY_ADDRESS with `{token}`; without it the token stands in the Message-ID. */
  readonly replyAddress?: string | undefined;
  /** The reply token of any message of ours, by its id: its Message-ID in the thread has to be what it was sent with. */
  readonly tokenOf: (id: string) => string;
  readonly dkim?: Dkim | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** How long the server may be silent. */
  readonly timeoutMs?: number | undefined;
};

/** RFC 5321, 4.5.3.2 allows ten minutes after the message; people and jobs do not wait that long. */
const TIMEOUT_MS = 60_000;
/** Messages under retry whose number of attempts is remembered. Forgetting one only shortens its wait. */
const REMEMBERED_LIMIT = 10_000;

/** Mail as a channel of the desk, over pooled SMTP connections. `close` ends them. */
export function createMailChannel(options: MailChannelOptions): Channel & { close(): void } {
  const { clock, log, timeoutMs = TIMEOUT_MS } = options;
  const from = addressOf(options.from);
  const name = /^\s*"?([^"<]*?)"?\s*</.exec(options.from)?.[1] ?? '';
  const domain = from.split('@')[1] ?? 'localhost';
  const attempts = new Map<string, number>();
  const transport = submission(options.account, timeoutMs, options.dkim);

  const asSent = (messageId: string): string => {
    const own = options.replyAddress ? undefined : readMessageId(messageId, domain);
    return own ? messageIdOf(own.id, domain, options.tokenOf(own.id)) : messageId;
  };
  const send = async (message: Outgoing): Promise<Delivery> => {
    const to = message.to.value;
    // A contact without an address, and everything else that no server would take.
    if (!/^[^\s@<>]+@[^\s@<>]+$/.test(to) || to.endsWith('@invalid')) return { unreachable: true, why: 'no address' };
    const messageId = asSent(messageIdOf(message.id, domain));
    const replyTo = options.replyAddress && message.token ? replyAddressOf(options.replyAddress, message.token) : from;
    const dispatch: Dispatch = { dataBegan: false, stayed: false, mayLeave: message.mayLeave };
    try {
      await transport.sendMail({
        ...contentOf(message, { replyTo, messageId, references: message.references.map(asSent) }),
        from: { name, address: from },
        replyTo,
        messageId,
        date: clock(),
        // Read by `watched` below; nodemailer hands unknown fields through.
        dispatch,
      } as Parameters<typeof transport.sendMail>[0]);
      attempts.delete(message.id);
      return { sent: keptMessageId(messageId, domain) };
    } catch (error) {
      if (dispatch.stayed) return { retryAt: clock(), why: STAYED };
      if ((error as SmtpFailure).code === 'EAUTH') options.account.tokens?.refused();
      const before = attempts.get(message.id) ?? 0;
      if (attempts.size >= REMEMBERED_LIMIT) attempts.clear();
      attempts.set(message.id, before + 1);
      const delivery = failureOf(error as SmtpFailure, { now: clock(), before, dataBegan: dispatch.dataBegan });
      log.warn('mail not sent', {
        message: message.id,
        attempt: before + 1,
        why: 'why' in delivery ? delivery.why : '',
      });
      return delivery;
    }
  };

  transport.use('stream', (mail, done) => {
    const { dispatch } = mail.data as { dispatch?: Dispatch };
    if (dispatch) watched(mail.message, dispatch);
    done();
  });
  return { name: 'mail', send, close: () => transport.close() };
}

type Dispatch = { dataBegan: boolean; stayed: boolean; readonly mayLeave: Outgoing['mayLeave'] };
const STAYED = 'another process may be at it';

/**
 * The message is read only once the server has asked for it (354), which may be long after it was handed to the pool.
 * From then on it may have arrived, even if the connection ends without an answer; nodemailer's errors do not tell.
 */
function watched(message: { createReadStream: () => Readable }, dispatch: Dispatch): void {
  const original = message.createReadStream.bind(message);
  message.createReadStream = () =>
    Readable.from(
      (async function* () {
        dispatch.stayed = dispatch.mayLeave?.() === false;
        if (dispatch.stayed) throw new Error(STAYED);
        dispatch.dataBegan = true;
        yield* original();
      })(),
      { objectMode: false },
    );
}

type Thread = { readonly replyTo: string; readonly messageId: string; readonly references: readonly string[] };

function contentOf(message: Outgoing, thread: Thread) {
  const { text } = message;
  // A mail that came without a Message-ID is known to the desk by a hash; no client would know it.
  const references = thread.references.filter((id) => /^<[^<>\s]+>$/.test(id));
  const last = references.at(-1);
  return {
    to: message.to.value,
    subject: text.subject,
    text: bodyText(text),
    html: bodyHtml(text, thread),
    headers: {
      // RFC 3834: an answer to a mail, or written of our own accord. Loop guards of others look at it.
      'Auto-Submitted': /^re:/i.test(text.subject) ? 'auto-replied' : 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': text.language,
    },
    ...(last ? { inReplyTo: last, references } : {}),
    attachments: text.files.map(({ name, type, content }) => ({
      filename: name,
      contentType: type,
      content: Buffer.from(content),
      contentDisposition: 'attachment' as const,
    })),
  };
}
