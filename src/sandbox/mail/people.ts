import { Fault } from '../../fault.ts';
import { CA_SENDER, type CaNotice, caNoticeLetter } from './ca-notice.ts';
import { attachedForward, compose, type Enclosure, forwardOf, type Letter, replyTo } from './compose.ts';
import type { Letterboxes, MailMessage } from './letterbox.ts';
import type { Envelope } from './smtp.ts';

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

/** Everyone but the office: their mail programs, and the CA that writes. */
export type MailPeople = {
  readonly systemAddress: string;
  person(address: string, name?: string): MailPerson;
  /** Everyone who has a letterbox. */
  addresses(): string[];
  /**
   * Delivers these bytes as they are. `authenticated` (default true): the office's server vouches for the envelope
   * sender's domain.
   */
  sendRaw(
    bytes: Uint8Array,
    route: { readonly from: string; readonly to: string | readonly string[]; readonly authenticated?: boolean },
  ): Promise<void>;
  caNotice(notice: CaNotice): Promise<void>;
  /** Tells of every arrival and dispatch until the returned function is called. */
  on(listener: (event: MailEvent) => void): () => void;
};

type PeopleParts = {
  readonly systemAddress: string;
  readonly letterboxes: Letterboxes;
  /** Carries a mail to its addressees; `authenticated`: from a server that may send for this domain. */
  readonly deliver: (raw: Buffer, envelope: Envelope, authenticated: boolean) => Promise<void>;
  readonly now: () => Date;
};

/** `keep` puts into somebody's letterbox what was carried there. */
export function createPeople({ systemAddress, letterboxes, deliver, now }: PeopleParts) {
  const listeners = new Set<(event: MailEvent) => void>();

  const keep = async (kind: MailEvent['kind'], address: string, raw: Buffer) => {
    const message = await letterboxes.put(address, kind === 'sent' ? 'sent' : 'inbox', raw, now());
    for (const listener of listeners) listener({ kind, address, message });
    return message;
  };

  const person = (given: string, name?: string): MailPerson => {
    const address = given.toLowerCase();
    const messages = () => letterboxes.all(address).filter((message) => message.folder === 'inbox');
    const send = async (letter: Letter) => {
      const to = letter.to ?? systemAddress;
      const raw = await compose(letter, { address, name }, to, now());
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
      sent: () => letterboxes.all(address).filter((message) => message.folder === 'sent'),
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

  const people: MailPeople = {
    systemAddress,
    person,
    addresses: () => letterboxes.addresses(),
    sendRaw: (bytes, { from, to, authenticated = true }) =>
      deliver(Buffer.from(bytes), { from: from.toLowerCase(), to: [to].flat() }, authenticated),
    async caNotice(notice) {
      const letter = caNoticeLetter(notice);
      const to = letter.to ?? systemAddress;
      await deliver(await compose(letter, CA_SENDER, to, now()), { from: CA_SENDER.address, to: [to] }, true);
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { people, keep };
}
