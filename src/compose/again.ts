import { inboundOf as updateOf } from '../../bots/inbound.ts';
import type { Queryable } from '../../db/connect.ts';
import { createKeptReads } from '../../db/kept.ts';
import { type InboundOptions, inboundOf as mailOf } from '../../mail/inbound.ts';
import { createProcessingAgain, type Edge, type ProcessingAgain } from '../desk/again/kept.ts';
import type { ChannelName } from '../desk/ports.ts';
import type { Desk } from '../desk/receive.ts';
import type { Keyring } from '../seal.ts';
import { type MailReading, mailReading } from './mail.ts';

type AgainParts = WaysIn & { readonly desk: Desk; readonly sql: Queryable; readonly keyring: Keyring };

export type WaysIn = {
  /** Where mail is configured: what a mail is judged by. */
  readonly mail?: MailReading;
  /** Where Telegram is configured; without its name a command that names the bot is a word like others. */
  readonly bot?: { readonly username?: string };
  readonly noticePatternsFile?: string | undefined;
};

/** The edges of the channels that are configured, for messages that are processed again. They are asked when needed. */
export function openProcessingAgain(parts: AgainParts): ProcessingAgain {
  const { desk, sql, keyring } = parts;
  return createProcessingAgain({ desk, reads: createKeptReads({ sql, keyring }), edges: edgesOf(parts) });
}

/** For messages that are merely looked through, perhaps all there are: whom they prove does not matter, and DNS is not asked. */
export const edgesUnjudged = (ways: WaysIn): ReadonlyMap<ChannelName, Edge> =>
  edgesOf(ways, { authenticity: async () => ({ authentic: 'unknown' }) });

export function edgesOf(
  { mail, bot, noticePatternsFile }: WaysIn,
  judging: Partial<Pick<InboundOptions, 'authenticity'>> = {},
): ReadonlyMap<ChannelName, Edge> {
  const edges = new Map<ChannelName, Edge>();
  if (mail)
    edges.set('mail', async ({ raw, source, externalId, receivedAt }) =>
      mailOf(
        Buffer.from(raw),
        { source, uid: Number(externalId), receivedAt },
        { ...(await mailReading(mail, noticePatternsFile)), ...judging },
      ),
    );
  if (bot)
    edges.set('telegram', async ({ raw, source, receivedAt }) =>
      updateOf(
        JSON.parse(Buffer.from(raw).toString()),
        { id: botOf(source), username: bot.username ?? '' },
        receivedAt,
      ),
    );
  return edges;
}

/** `tg:<bot id>` */
const botOf = (source: string) => Number(source.slice(source.indexOf(':') + 1));
