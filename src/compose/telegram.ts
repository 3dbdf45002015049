import { type BotClient, createBotClient } from '../../bots/client.ts';
import type { Rate } from '../../bots/limiter.ts';
import { miniAppUrl } from '../../bots/mini-app.ts';
import { createTelegramChannel } from '../../bots/outbound.ts';
import type { Timing } from '../../bots/patience.ts';
import { createPoller, type Poller } from '../../bots/poll.ts';
import { keepSettingUp } from '../../bots/setup.ts';
import { webhookHandler } from '../../bots/webhook.ts';
import type { Sql } from '../../db/connect.ts';
import { createLease } from '../../db/leases.ts';
import type { Inbound } from '../conversation/inbound.ts';
import { findSecrets } from '../conversation/secret.ts';
import type { Channel, Clock } from '../desk/ports.ts';
import type { Desk } from '../desk/receive.ts';
import type { Log } from '../log.ts';
import type { Outward } from '../outward.ts';
import type { Keyring } from '../seal.ts';

export type TelegramParts = {
  readonly token: string;
  readonly apiRoot: string;
  readonly webhookUrl?: string;
  /** Where the pages are; the Mini App too, if the world can open it. */
  readonly publicUrl: string;
  /** Telegram's own, unless the server is another one. */
  readonly rate?: Rate;
  readonly outward: Outward;
  readonly timing?: TelegramTiming;
  readonly clock: Clock;
  readonly log: Log;
};
/** In place of the room's own; for tests. */
type TelegramTiming = { readonly poll?: Timing; readonly callMs?: number };
export type TelegramSide = {
  readonly client: BotClient;
  readonly channel: Channel & { close(): void };
  /** Aborted when the channel is closed. */
  readonly closed: AbortSignal;
  readonly pollTiming?: Timing;
};

export function openTelegram(parts: TelegramParts): TelegramSide {
  const client = createBotClient({
    token: parts.token,
    apiRoot: parts.apiRoot,
    agent: parts.outward.agent,
    callMs: parts.timing?.callMs,
  });
  const { publicUrl, clock, log, rate } = parts;
  const channel = createTelegramChannel({ client, app: miniAppUrl(publicUrl), clock, log, rate });
  const closing = new AbortController();
  const close = () => {
    closing.abort();
    channel.close();
  };
  return { client, channel: { ...channel, close }, closed: closing.signal, pollTiming: parts.timing?.poll };
}

/** Takes a batch in, and after it is committed pays the courtesies: presses answered, secrets deleted. */
export function telegramReceiver(desk: Desk, channel: Channel) {
  return async (batch: readonly Inbound[], cursor?: { source: string; value: string }): Promise<void> => {
    await desk.receive(
      batch.map((message) => ({ enter: 'message', message })),
      cursor,
    );
    for (const message of batch) void courtesies(channel, message);
  };
}

/** A press is answered wherever it was made: the client waits for it. */
async function courtesies(
  channel: Channel,
  { contact, callback, text, messageId, automatic, group, holdsKey }: Inbound,
): Promise<void> {
  const chat = contact.value;
  if (callback !== undefined) await channel.settle?.({ callback, chat }, 'answered');
  else if (messageId !== undefined && !automatic && !group && (holdsKey || findSecrets(text).found))
    await channel.settle?.({ chat, message: messageId }, 'delete');
}

type TelegramListening = {
  readonly poller?: Poller;
  readonly webhook?: { path: string; handle: (request: Request) => Promise<Response> };
};

/** Listens by poll, or by webhook where one is configured; through the same door. */
export function listenTelegram(
  { client, channel, closed, pollTiming: timing }: TelegramSide,
  {
    desk,
    sql,
    keyring,
    clock,
    log,
    publicUrl,
    webhookUrl,
  }: { desk: Desk; sql: Sql; keyring: Keyring; clock: Clock; log: Log; publicUrl: string; webhookUrl?: string },
): TelegramListening {
  const receive = telegramReceiver(desk, channel);
  const secret = webhookUrl ? keyring.token('webhook', webhookUrl) : undefined;
  const webhook =
    webhookUrl && secret
      ? { path: new URL(webhookUrl).pathname, handle: webhookHandler({ client, secret, receive, clock, log }) }
      : undefined;
  const places = {
    webhook: webhookUrl && secret ? { url: webhookUrl, secret } : undefined,
    app: miniAppUrl(publicUrl),
  };
  void keepSettingUp(client, places, { log, ended: closed });
  if (webhook) return { webhook };
  return {
    poller: createPoller({ client, receive, lease: createLease(sql, `telegram:${client.id}`), clock, log, timing }),
  };
}
