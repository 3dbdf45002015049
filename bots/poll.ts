import type { Inbound } from '../src/conversation/inbound.ts';
import type { Clock } from '../src/desk/ports.ts';
import type { Log } from '../src/log.ts';
import { pause } from '../src/pause.ts';
import type { BotClient } from './client.ts';
import { failed } from './failure.ts';
import { ALLOWED_UPDATES, inboundOf, sourceOf } from './inbound.ts';
import { backoff, POLL_TIMING, type Timing } from './patience.ts';

/** Records a batch, in one transaction with the cursor if there is one. Throws if nothing of it was committed. */
export type Receive = (
  batch: readonly Inbound[],
  cursor?: { readonly source: string; readonly value: string },
) => Promise<void>;

export type PollerOptions = {
  readonly client: BotClient;
  readonly receive: Receive;
  /** Two processes never poll one token. Asked before every poll, so it must hold for longer than `silenceMs`. */
  readonly lease: { acquire(): Promise<boolean>; release(): Promise<void> };
  readonly clock: Clock;
  readonly log: Log;
  readonly timing?: Timing;
};

type PollerStatus = {
  readonly state: 'stopped' | 'waiting' | 'polling' | 'failing';
  readonly why?: string;
  readonly answeredAt?: Date;
};
export type Poller = {
  start(): void;
  /** Ends the poll; a batch in hand is finished first. */
  stop(): Promise<void>;
  status(): PollerStatus;
};

type Update = { readonly update_id: number };

/**
 * Reads updates by long poll, and confirms them to Telegram only after they are committed (telegraf's own loop confirms
 * first). The offset is used as a confirmation, never as a position: a poll without one begins at the oldest unconfirmed
 * update, and what is received twice is known by its key. Ids may jump downwards after a quiet week, so a stored
 * position could confirm what was never seen.
 */
export function createPoller({ client, receive, lease, clock, log, timing = POLL_TIMING }: PollerOptions): Poller {
  const source = sourceOf(client);
  let status: PollerStatus = { state: 'stopped' };
  let stopping: AbortController | undefined;
  let running: Promise<void> | undefined;

  async function run(stopped: AbortSignal): Promise<void> {
    let offset: number | undefined;
    let failures = 0;
    while (!stopped.aborted) {
      try {
        if (await recorded(lease.acquire())) {
          offset = await round(offset, stopped);
          failures = 0;
          status = { state: 'polling', answeredAt: clock() };
        } else {
          offset = undefined;
          status = { ...status, state: 'waiting', why: 'another process polls' };
          await pause(timing.lastRetryMs / 4, stopped);
        }
      } catch (error) {
        if (stopped.aborted) break;
        // However long this lasts: what was not confirmed by then comes again, and is known.
        offset = undefined;
        failures += 1;
        const { why, retryAfterSeconds = 0 } = error instanceof Unrecorded ? { why: error.message } : failed(error);
        status = { ...status, state: 'failing', why };
        log.warn('cannot receive from Telegram', { why, attempt: failures, source });
        await pause(Math.max(retryAfterSeconds * 1000, backoff(failures, timing)), stopped);
      }
    }
    await lease.release().catch(() => log.warn('cannot give the lease back; it runs out by itself', { source }));
    status = { ...status, state: 'stopped' };
  }

  /** One poll and its commit; returns what the next one confirms. */
  async function round(offset: number | undefined, stopped: AbortSignal): Promise<number | undefined> {
    const bot = await client.me();
    const payload = {
      timeout: timing.pollSeconds,
      allowed_updates: [...ALLOWED_UPDATES],
      ...(offset === undefined ? {} : { offset }),
    };
    const updates: readonly Update[] = await client.call('getUpdates', payload, {
      timeoutMs: timing.silenceMs,
      signal: stopped,
    });
    const last = updates.at(-1);
    if (last === undefined) return undefined;
    const next = last.update_id + 1;
    const batch = updates.flatMap((update) => inboundOf(update, bot, clock()) ?? []);
    if (batch.length > 0) await recorded(receive(batch, { source, value: String(next) }));
    return next;
  }

  return {
    start() {
      if (running !== undefined) return;
      stopping = new AbortController();
      running = run(stopping.signal);
    },
    async stop() {
      stopping?.abort();
      await running;
      running = undefined;
    },
    status: () => status,
  };
}

/** Our side failed, not Telegram's; what exactly, the room that failed has logged. */
class Unrecorded extends Error {}

async function recorded<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new Unrecorded('what arrived cannot be recorded', { cause: error });
  }
}
