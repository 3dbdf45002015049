import type { Language } from '../conversation/line.ts';
import type { Log } from '../log.ts';
import type { ClosedDays } from '../renewal/office.ts';
import type { Keyring } from '../seal.ts';
import type { Clock, LetterAtSight, RequestReader } from './ports.ts';
import type { Store } from './store.ts';

/** What the desk is made of; put together in compose/rooms.ts. */
export type DeskParts = {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly requests: RequestReader;
  readonly refusedAtSight: LetterAtSight;
  readonly settings: DeskSettings;
  readonly log: Log;
};

export type DeskSettings = {
  readonly agency: { readonly name: string; readonly phone: string; readonly address: string; readonly page: string };
  readonly timeZone: string;
  readonly officeHours: string;
  readonly officeClosed: readonly ClosedDays[];
  readonly language: Language;
  readonly windowDays: number;
  readonly fourEyes: boolean;
  readonly issuer: 'local' | 'ams';
  readonly emailChangeDelayHours: number;
  readonly revokeDelayHours: number;
  readonly noticeDailyCap: number;
  /** Days of silence after which a reminder is due, the shortest first. */
  readonly reminderDays: readonly number[];
  /** The bot's user name, where Telegram is on: deep links are offered. */
  readonly bot?: string;
  /** No mailbox is configured: no code and no link leaves by mail, and nobody is told that one did. */
  readonly withoutMail?: true;
  /** The operators' group on Telegram. */
  readonly operatorChat?: string;
};

/** Every limit of the desk, with its reason. */
export const LIMITS = {
  /** Longer texts are kept whole, but not interpreted: nobody answers a question in so many words. */
  textCharacters: 4_000,
  filesPerMessage: 20,
  /** Telegram's own limit for bots, and enough for a scanned letter. */
  fileBytes: 20 * 1024 * 1024,
  codeMinutes: 10,
  codeTries: 5,
  /** Across contacts, so that nobody can be flooded with codes by strangers who know his number. */
  codesPerApplicantPerDay: 6,
  codesPerContactPerDay: 5,
  /** Loops are made by two polite robots. */
  repliesPerAddressPerHour: 20,
  /** How long a bound chat counts as its owner before a new code is asked for. */
  proofDays: 30,
  replyTokenDays: 45,
  pageLinkDays: 30,
  /** Whoever holds an old link could otherwise fill its owner's mailbox with new ones. */
  freshLinkMinutes: 10,
  /** And with patience all the same. Whoever has lost so many in a day is better helped by a person. */
  linksPerContactPerDay: 10,
  telegramLinkDays: 30,
  confirmLinkHours: 72,
  choiceDays: 45,
  /** A confirmation answered later than this is asked again. */
  confirmationHours: 24,
} as const;
