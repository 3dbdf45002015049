import { Fault } from '../../fault.ts';
import { CA_SENDER, type CaNotice, caNoticeLetter } from './ca-notice.ts';
import { attachedForward, compose, type Enclosure, forwardOf, type Letter, replyTo } from './compose.ts';
import type { Inbox } from './inbox.ts';
import type { Letterboxes, MailMessage } from './letterbox.ts';
import type { Envelope, Smtp, SmtpFault } from './smtp.ts';
import { stamp } from './stamp.ts';

export type MailEvent = { readonly kind: 'received' | 'sent'; readonly address: string; readonly message: MailMessage };
type Predicate = (message: MailMessage) => boolean;

/** One person's side of the sandbox's mail. Everything sent goes to the office unless `to` says otherwise. */
export type MailPerson = {
  readonly address: string;
  send(letter: Letter): Promise<MailMessage>;
  /** Answers to Reply-To with the original quoted below, as clients do. */
  reply(message: MailMessage, text: string, attachments?: readonly Enclosure[]): Promise<MailMessage>;
  forward(
    message: MailMessage,
    to?: string,
    how?: { readonly comment?: string; readonly attached?: boolean },
  ): Promise<MailMessage>;
  /** What arrived, oldest first. */
  messages(): readonly MailMessage[];
  sent(): readonly MailMessage[];
  /** The first message that fits, among those that have arrived or when it arrives. Rejects after `timeoutMs`. */
  waitFor(predicate: Predicate, timeoutMs: number): Promise<MailMessage>;
};

export type MailWorld = {
  readonly systemAddress: string;
  person(address: string, name?: string): MailPerson;
  /** Everyone who has a letterbox. */
  addresses(): string[];
  /** Delivers these bytes as they are. `authenticated` (default true): the office's server vouches for the envelope sender's domain. */
  sendRaw(
    bytes: Uint8Array,
    route: { readonly from: string; readonly to: string | readonly string[]; readonly authenticated?: boolean },
  ): Promise<void>;
  caNotice(notice: CaNotice): Promise<void>;
  /** A delivery failure for a message that a person got, from his server to the sender. */
  bounce(message: MailMessage, recipient: string): Promise<void>;
  /** Tells of every arrival and dispatch until the returned function is called. */
  on(listener: (event: MailEvent) => void): () => void;
  /** Faults of the SMTP server, replacing earlier ones. None: all well again. */
  smtpFaults(...faults: readonly SmtpFault[]): void;
  readonly imap: Pick<Inbox, 'drop' | 'mute' | 'refuse' | 'renumber'>;
};

export type WorldParts = {
  readonly system: { readonly address: string; readonly isSystem: (address: string) => boolean };
  readonly authservId: string;
  readonly inbox: Inbox;
  readonly letterboxes: Letterboxes;
  readonly now: () => Date;
};

/** The exchange between the office's mailbox and everyone else's; `smtp` is handed over when it listens. */
export function createWorld(parts: WorldParts) {
  const listeners = new Set<(event: MailEvent) => void>();
  let smtp: Smtp | undefined;

  const keep = async (kind: MailEvent['kind'], address: string, raw: Buffer) => {
    const message = await parts.letterboxes.put(address, kind === 'sent' ? 'sent' : 'inbox', raw, parts.now());
    for (const listener of listeners) listener({ kind, address, message });
    return message;
  };
  const deliver = async (raw: Buffer, envelope: Envelope, authenticated: boolean) => {
    for (const to of new Set(envelope.to.map((address) => address.toLowerCase()))) {
      const at = parts.now();
      const stamped = stamp(raw, { authservId: parts.authservId, from: envelope.from, to, authenticated, at });
      if (parts.system.isSystem(to)) parts.inbox.append(stamped, at);
      else await keep('received', to, stamped);
    }
  };

  const person = (given: string, name?: string): MailPerson => {
    const address = given.toLowerCase();
    const messages = () => parts.letterboxes.all(address).filter((message) => message.folder === 'inbox');
    const send = async (letter: Letter) => {
      const to = letter.to ?? parts.system.address;
      const raw = await compose(letter, { address, name }, to, parts.now());
      const copy = await keep('sent', address, raw);
      await deliver(raw, { from: address, to: [to] }, letter.authenticated ?? true);
      return copy;
    };
    return {
      address,
      send,
      reply: (message, text, attachments = []) => send({ ...replyTo(message, text), attachments }),
      forward: (message, to, { comment = '', attached = false } = {}) =>
        send({ ...(attached ? attachedForward : forwardOf)(message, comment), ...(to ? { to } : {}) }),
      messages,
      sent: () => parts.letterboxes.all(address).filter((message) => message.folder === 'sent'),
      waitFor: (predicate, timeoutMs) => waitFor(address, messages, predicate, timeoutMs),
    };
  };

  const waitFor = (address: string, messages: () => readonly MailMessage[], predicate: Predicate, timeoutMs: number) =>
    new Promise<MailMessage>((resolve, reject) => {
      const present = messages().find(predicate);
      if (present) return resolve(present);
      const settle = () => {
        clearTimeout(timer);
        listeners.delete(listener);
      };
      const listener = ({ kind, address: whose, message }: MailEvent) => {
        if (kind !== 'received' || whose !== address || !predicate(message)) return;
        settle();
        resolve(message);
      };
      const timer = setTimeout(() => {
        settle();
        const subjects = messages().map((message) => message.subject);
        reject(new Fault('mail', `no such mail within ${timeoutMs} ms; there are: ${subjects.join(' | ') || 'none'}`));
      }, timeoutMs);
      listeners.add(listener);
    });

  const world: MailWorld = {
    systemAddress: parts.system.address,
    person,
    addresses: () => parts.letterboxes.addresses(),
    sendRaw: (bytes, { from, to, authenticated = true }) =>
      deliver(Buffer.from(bytes), { from: from.toLowerCase(), to: [to].flat() }, authenticated),
    async caNotice(notice) {
      const letter = caNoticeLetter(notice);
      const to = letter.to ?? parts.system.address;
      await deliver(await compose(letter, CA_SENDER, to, parts.now()), { from: CA_SENDER.address, to: [to] }, true);
    },
    async bounce(message, recipient) {
      await deliver(bounceOf(message, recipient, parts.now()), { from: '', to: [message.from] }, false);
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    smtpFaults: (...faults) => smtp?.faults(faults),
    imap: parts.inbox,
  };
  return {
    world,
    deliver,
    attach(server: Smtp) {
      smtp = server;
    },
  };
}

/** A delivery status notification (RFC 3464) that says: no such mailbox. */
function bounceOf(message: MailMessage, recipient: string, at: Date): Buffer {
  const boundary = 'bounce-7f3a';
  const host = recipient.split('@')[1] ?? 'localhost';
  const head = message.raw.subarray(0, Math.max(0, message.raw.indexOf('\r\n\r\n'))).toString('latin1');
  const lines = [
    `From: Mail Delivery System <MAILER-DAEMON@${host}>`,
    `To: <${message.from}>`,
    `Date: ${at.toUTCString()}`,
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=us-ascii',
    '',
    `<${recipient}>: host ${host} said: 550 5.1.1 User unknown`,
    '',
    `--${boundary}`,
    'Content-Type: message/delivery-status',
    '',
    `Reporting-MTA: dns; ${host}`,
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    'Action: failed',
    'Status: 5.1.1',
    '',
    `--${boundary}`,
    'Content-Type: text/rfc822-headers',
    '',
    head,
    '',
    `--${boundary}--`,
    '',
  ];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}
