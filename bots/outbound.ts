import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel, Clock, Delivery, Outgoing } from '../src/desk/ports.ts';
import { Fault } from '../src/fault.ts';
import { type Log, silent } from '../src/log.ts';
import type { BotClient } from './client.ts';
import { deliveryOf, failed, isHarmless } from './failure.ts';
import { createLimiter, type Limiter, type Rate, TELEGRAM_RATE } from './limiter.ts';
import { keyboardOf, type Part, partsOf } from './parts.ts';

/** A message waits this long for its turn here; for longer it goes back to the queue. */
const PATIENCE_MS = 5000;
/** A job that fetches a file waits for the end of a pause, but not longer than a job may take. */
const FETCH_PATIENCE_MS = 4 * 60_000;
/** How many messages that were sent in part are remembered; a restart forgets them and sends them whole. */
const REMEMBERED_PARTS = 1000;
const CALLBACK_ANSWER_LIMIT = 200;
const DELETE_TRIES = 5;

type TelegramChannelOptions = {
  readonly client: BotClient;
  readonly clock: Clock;
  /** The Mini App's address, where there is one. */
  readonly app?: string;
  readonly rate?: Rate;
  readonly log?: Log;
};

/** `id` is that of the part with the buttons, and stands for the whole message. */
type Progress = { done: number; id?: string };

/**
 * The desk's channel to Telegram. A message leaves as one or more parts: the text, cut where it is over 4096 characters,
 * the buttons on its last piece, then each file. The external id is that of the piece with the buttons. A retry in the
 * same process goes on behind the parts that were sent. After `close` what has to wait for its turn goes back to the
 * queue at once.
 */
export function createTelegramChannel({
  client,
  clock,
  app,
  rate = TELEGRAM_RATE,
  log = silent,
}: TelegramChannelOptions): Channel & { close(): void } {
  const limiter = createLimiter(rate);
  const closing = new AbortController();
  const progress = new Map<string, Progress>();
  const moved = new Map<string, string>();

  async function send(message: Outgoing): Promise<Delivery> {
    const parts = partsOf(message, app);
    if (parts.length === 0) return { refused: true, why: 'nothing to send' };
    const sent = progress.get(message.id) ?? { done: 0 };
    while (sent.done < parts.length) {
      const stopped = await sendPart(
        { client, limiter, clock, log, closing: closing.signal, mayLeave: message.mayLeave, moved },
        message.to.value,
        parts[sent.done]!,
      );
      if (!('sent' in stopped)) {
        if ('retryAt' in stopped || 'unknown' in stopped) remember(message.id, sent);
        else progress.delete(message.id);
        return stopped;
      }
      if (sent.id === undefined || parts[sent.done]!.method === 'sendMessage') sent.id = stopped.sent;
      sent.done += 1;
    }
    progress.delete(message.id);
    return { sent: sent.id! };
  }

  function remember(id: string, sent: Progress): void {
    progress.set(id, sent);
    const oldest = progress.keys().next().value;
    if (progress.size > REMEMBERED_PARTS && oldest !== undefined) progress.delete(oldest);
  }

  async function fetch(remote: string, limitBytes: number): Promise<Uint8Array> {
    const tooLarge = () => new Fault('too-large', `a file is over ${limitBytes} bytes`);
    const paused = Math.min(limiter.pausedFor(), FETCH_PATIENCE_MS);
    if (paused > 0) await sleep(paused, undefined, { signal: closing.signal }).catch(() => undefined);
    const file = await client.call('getFile', { file_id: remote }).catch((error: unknown) => {
      obey(limiter, undefined, error, clock);
      const { why } = failed(error);
      throw why.includes('file is too big') ? tooLarge() : new Fault('telegram', why);
    });
    if ((file.file_size ?? 0) > limitBytes) throw tooLarge();
    if (file.file_path === undefined) throw new Fault('telegram', 'the file can no longer be loaded');
    return client.download(file.file_path, limitBytes);
  }

  /** While Telegram asks for a pause a courtesy is left out. Only what held a secret is deleted in any case, if later. */
  const settle: Settle = async (inbound, courtesy, note) => {
    for (let tries = courtesy === 'delete' ? DELETE_TRIES : 1; tries > 0; tries--) {
      if (courtesy !== 'delete' && limiter.pausedFor(inbound.chat) > 0) return;
      try {
        return await courtesyOf({ client, app }, inbound, courtesy, note);
      } catch (error) {
        obey(limiter, inbound.chat, error, clock);
        if (isHarmless(error)) return;
        log.info('a courtesy to a chat failed', { what: courtesy, why: failed(error).why });
        const wait = againAfter(deliveryOf(error, clock()), clock);
        if (wait === undefined) return;
        if (tries > 1) await sleep(wait, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    }
  };

  return { name: 'telegram', send, fetch, settle, close: () => closing.abort() };
}

/** What may still succeed is tried again after so many milliseconds. */
function againAfter(delivery: Delivery, clock: Clock): number | undefined {
  if ('retryAt' in delivery) return Math.max(delivery.retryAt.getTime() - clock().getTime(), 0);
  return 'unknown' in delivery ? 0 : undefined;
}

type Sender = {
  readonly client: BotClient;
  readonly limiter: Limiter;
  readonly clock: Clock;
  readonly closing: AbortSignal;
  readonly mayLeave: Outgoing['mayLeave'];
  readonly log: Log;
  /** Groups that have become supergroups, under another number; learned anew after a restart. */
  readonly moved: Map<string, string>;
};

async function sendPart(sender: Sender, chat: string, part: Part): Promise<Delivery> {
  const { client, limiter, clock, closing, mayLeave, moved } = sender;
  const to = moved.get(chat) ?? chat;
  const elsewhere = to === chat ? {} : { chat_id: Number(to) };
  const wait = await turn(limiter, to, closing);
  if (wait > 0) return { retryAt: new Date(clock().getTime() + wait), why: 'sending rate' };
  if (mayLeave?.() === false) return { retryAt: clock(), why: 'another process may be at it' };
  try {
    const { message_id } =
      part.method === 'sendMessage'
        ? await client.call('sendMessage', { ...part.payload, ...elsewhere })
        : await client.call('sendDocument', { ...part.payload, ...elsewhere });
    return { sent: String(message_id) };
  } catch (error) {
    if (follows(sender, chat, error)) return sendPart(sender, chat, part);
    obey(limiter, to, error, clock);
    return deliveryOf(error, clock());
  }
}

/** A group that became a supergroup is written to under its new number, once it was told. */
function follows({ moved, log }: Sender, chat: string, error: unknown): boolean {
  const { movedTo } = failed(error);
  if (movedTo === undefined || moved.has(chat)) return false;
  moved.set(chat, String(movedTo));
  log.warn('a group has another number now; TELEGRAM_OPERATOR_CHAT should name it', { id: movedTo });
  return true;
}

/** After 429 nobody asks before the time that Telegram named. */
function obey(limiter: Limiter, chat: string | undefined, error: unknown, clock: Clock): void {
  const { status } = failed(error);
  const now = clock();
  const delivery = deliveryOf(error, now);
  if (status === 429 && 'retryAt' in delivery) limiter.pause(chat, delivery.retryAt.getTime() - now.getTime());
}

/** Waits for a place, patiently but not for ever, and not while we close; else the milliseconds that are still missing. */
async function turn(limiter: Limiter, chat: string, closing: AbortSignal): Promise<number> {
  let patience = PATIENCE_MS;
  for (;;) {
    const wait = limiter.take(chat);
    if (wait === 0 || wait > patience || closing.aborted) return wait;
    patience -= wait;
    await sleep(wait, undefined, { signal: closing }).catch(() => undefined);
  }
}

type Settle = NonNullable<Channel['settle']>;

/** A press is answered because the client waits for it. */
async function courtesyOf(
  { client, app }: { client: BotClient; app: string | undefined },
  { callback, chat, message, links = [], app: label }: Parameters<Settle>[0],
  courtesy: Parameters<Settle>[1],
  note?: string,
): Promise<void> {
  const chat_id = Number(chat);
  const message_id = Number(message);
  if (courtesy === 'typing') await client.call('sendChatAction', { chat_id, action: 'typing' });
  else if (courtesy === 'answered' && callback !== undefined)
    await client.call('answerCallbackQuery', {
      callback_query_id: callback,
      ...(note === undefined ? {} : { text: note.slice(0, CALLBACK_ANSWER_LIMIT) }),
    });
  else if (courtesy === 'disarm' && message !== undefined) {
    const rest = keyboardOf({ choices: [], links, ...(label ? { app: label } : {}) }, chat, app);
    const reply_markup = rest.length > 0 ? { reply_markup: { inline_keyboard: rest } } : {};
    await client.call('editMessageReplyMarkup', { chat_id, message_id, ...reply_markup });
  } else if (courtesy === 'delete' && message !== undefined)
    await client.call('deleteMessage', { chat_id, message_id });
}
