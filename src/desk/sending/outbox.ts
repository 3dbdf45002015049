import type { ChannelName } from '../../conversation/inbound.ts';
import type { FileSpec, Language, LinkPurpose } from '../../conversation/line.ts';
import type { Choice } from '../choice.ts';

/** A link of a message. `hash` of its token: absent in messages of an earlier release. */
export type SentLink = {
  readonly id: string;
  readonly label: string;
  readonly purpose: LinkPurpose;
  readonly hash?: string;
};

/** A queued message as it is stored: placeholders for secrets, files by what they are. */
export type Queued = {
  readonly id: string;
  readonly contact: string;
  readonly channel: ChannelName;
  readonly address: string;
  readonly speaker: 'assistant' | 'operator';
  readonly unreachable?: string;
  readonly author: 'assistant' | 'operator';
  readonly renewal?: string;
  readonly subject?: string;
  readonly body: string;
  readonly attempts: number;
  readonly nextTryAt: Date;
  /** When it was said. */
  readonly at: Date;
  /** Mail: the hash of its reply token. */
  readonly token?: string;
  /** Mail: what the channel called the messages before it, oldest first. */
  readonly references: readonly string[];
  /** Mail: the subject of the message that it answers, if it answers one. */
  readonly answers?: string;
  readonly detail: {
    readonly language: Language;
    readonly files: readonly FileSpec[];
    /** The one code it may carry: what people write stands in bodies too. */
    readonly code?: string;
    readonly link?: SentLink;
    /** Telegram: on the button of the Mini App. */
    readonly app?: string;
    /** Mail: the words to answer with. */
    readonly answers?: readonly { readonly word: string; readonly label: string }[];
    readonly always: boolean;
    /** Worth saying only while nothing better is known: it waits for its time. */
    readonly passing?: boolean;
    readonly replyTo?: string;
  };
  readonly choices?: readonly Choice[];
  /** Another one is queued behind it. */
  readonly more: boolean;
  /** Buttons stand in a chat of this person; they may have lost their question. */
  readonly armed: boolean;
};

export type Settlement = {
  readonly state: 'sent' | 'held' | 'failed' | 'unsure' | 'queued';
  readonly attempts: number;
  readonly why?: string;
  readonly nextTryAt?: Date;
  readonly sentAs?: string;
};

/** What delivery needs of the database; db/outbox.ts keeps it. */
export interface Outbox {
  /** One drain of a contact at a time, over all processes. False: another one is at it. */
  lease(contact: string): Promise<boolean>;
  /** False once another process may be sending to this contact, or may begin to: then nothing more leaves here. Asks nobody. */
  holds(contact: string): boolean;
  /** Does nothing where `settle` did so. */
  release(contact: string): Promise<void>;
  /** The next message of this contact in its order, due or not. Throws Fault('busy') when its lease was lost meanwhile. */
  next(contact: string): Promise<Queued | undefined>;
  /** With the last message that is through, the contact is given back in the same moment. */
  settle(message: Queued, settlement: Settlement): Promise<void>;
  /** Comes back to this contact later. */
  drainAt(contact: string, at: Date): Promise<void>;
  /** Contacts with something that was due before this moment and that nobody is at, in any process: what a killed process would have sent. */
  overdue(before: Date): Promise<string[]>;
}
