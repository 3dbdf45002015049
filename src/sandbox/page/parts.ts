import type { Clock } from '../../desk/ports.ts';
import type { Log } from '../../log.ts';
import type { MailWorld } from '../mail/world.ts';
import type { TelegramWorld } from '../telegram/world.ts';

/** A sample person with the certificate that is to be renewed. */
export type SamplePerson = {
  readonly name: string;
  readonly nip: string;
  readonly email: string;
  readonly unit?: string;
  readonly serial: string;
  readonly expires: Date;
  readonly daysLeft: number;
};

/** What the page plays with. A world that is absent is real, or off: its column says so. */
export type SandboxPageParts = {
  readonly telegram?: TelegramWorld;
  readonly mail?: MailWorld;
  /** The bot's user name: its deep links open the chat on the page. */
  readonly bot?: string;
  /** There is none, neither played nor real. */
  readonly withoutMail?: true;
  readonly consoleUrl: string;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly agency: string;
  /** For dates; WIB unless told. */
  readonly timeZone?: string;
  readonly people: () => Promise<readonly SamplePerson[]>;
  readonly clock: Clock;
  readonly log?: Log;
};
