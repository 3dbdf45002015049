import type { ImapFlow } from 'imapflow';
import type { Inbound } from '../src/conversation/inbound.ts';
import type { Log } from '../src/log.ts';
import { batchesOf, load, waitingAbove } from './backlog.ts';
import { type Account, mailboxClient, reasonOf } from './connection.ts';
import { type InboundOptions, inboundOf } from './inbound.ts';
import {
  BATCH_LIMIT_BYTES,
  BATCH_LIMIT_COUNT,
  LEASE_RETRY_MS,
  MESSAGE_LIMIT_BYTES,
  RECONNECT_FIRST_MS,
  RECONNECT_LAST_MS,
  SILENCE_MS,
  STOP_LIMIT_MS,
  SWEEP_EVERY_MS,
} from './limits.ts';

export type Cursor = { readonly source: string; readonly value: string };
/** One listener per mailbox. `hold` takes or keeps the lease; false while another process has it. */
type Lease = { hold(): Promise<boolean>; release(): Promise<void> };
export type ListenerOptions = InboundOptions & {
  readonly account: Account;
  /** Records the batch and moves the cursor in one transaction. What it throws, the batch will come again. */
  readonly receive: (batch: Inbound[], cursor: Cursor) => Promise<void>;
  readonly cursor: (source: string) => Promise<string | undefined>;
  readonly lease: Lease;
  readonly log: Log;
  /** For tests and unusual servers; the defaults stand in limits.ts. */
  readonly limits?: Partial<Limits>;
};
export type Listener = {
  start(): void;
  /** Ends the connection and gives back the lease; a batch under way is finished first. */
  stop(): Promise<void>;
  /** For the state page: how many mails are still to be read, and why the mailbox was last left. */
  readonly state: () => {
    readonly connected: boolean;
    readonly waiting: number;
    readonly syncedAt?: Date;
    readonly why?: string;
  };
};
export type Limits = typeof LIMITS;
const LIMITS = {
  messageBytes: MESSAGE_LIMIT_BYTES,
  batchCount: BATCH_LIMIT_COUNT,
  batchBytes: BATCH_LIMIT_BYTES,
  sweepEveryMs: SWEEP_EVERY_MS as number,
  silenceMs: SILENCE_MS as number,
  reconnectFirstMs: RECONNECT_FIRST_MS as number,
  reconnectLastMs: RECONNECT_LAST_MS as number,
  leaseRetryMs: LEASE_RETRY_MS as number,
};

/**
 * Works the mailbox: everything with a UID above the cursor, in order, in batches; then IDLE, and a sweep every few
 * minutes. Flags are neither read nor written, people may use the mailbox too. A new UIDVALIDITY is a new source, read
 * from its beginning; `copyKey` keeps out what is known.
 */
export function createListener(options: ListenerOptions): Listener {
  const limits = { ...LIMITS, ...options.limits };
  const { log, lease } = options;
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  let connected = false;
  let waitingNow = 0;
  let syncedAt: Date | undefined;
  let why: string | undefined;
  let open: ImapFlow | undefined;

  const run = async () => {
    let wait = limits.reconnectFirstMs;
    while (!stopping.signal.aborted) {
      try {
        if (!(await lease.hold())) {
          await pause(limits.leaseRetryMs, stopping.signal);
          continue;
        }
        await session(() => {
          wait = limits.reconnectFirstMs;
        });
      } catch (error) {
        why = reasonOf(error);
        log.warn('mailbox not reachable', { code: 'mail', why, ms: wait });
      }
      connected = false;
      await pause(wait, stopping.signal);
      wait = Math.min(wait * 2, limits.reconnectLastMs);
    }
    await lease.release().catch(() => undefined);
  };

  /** One connection, until it ends. `synced` is told each time the mailbox has been worked to its end. */
  const session = async (synced: () => void) => {
    const { client, path, connect } = await mailboxClient(options.account, limits.silenceMs);
    if (stopping.signal.aborted) return;
    const news = bell();
    // Without a listener one socket error ends the process; it must be there before anything else (FIELD-NOTES, Mail).
    client.on('error', (error) => log.warn('mailbox connection', { code: 'mail', why: reasonOf(error) }));
    client.on('exists', news.ring);
    client.on('close', news.ring);
    const leave = () => (client.usable ? news.ring() : client.close());
    stopping.signal.addEventListener('abort', leave);
    open = client;
    try {
      await connect();
      const { uidValidity } = await client.mailboxOpen(path, { readOnly: true });
      const source = `imap:${path}:${uidValidity}`;
      connected = true;
      while (!stopping.signal.aborted && client.usable) {
        if (!(await lease.hold())) return;
        const done = await sync(client, source);
        if (!done) return;
        syncedAt = new Date();
        why = undefined;
        synced();
        await news.wait(limits.sweepEveryMs, () => client.idle());
      }
    } finally {
      stopping.signal.removeEventListener('abort', leave);
      await Promise.race([client.logout(), pause(LOGOUT_LIMIT_MS, AbortSignal.timeout(LOGOUT_LIMIT_MS))]).catch(
        () => undefined,
      );
      client.close();
    }
  };

  /**
   * Everything above the cursor, one batch committed after the other. While one is committed the next is read and the
   * one after it fetched: neither the database nor the server nor we wait for one another. False if it was stopped in
   * between or lost the lease.
   */
  const sync = async (client: ImapFlow, source: string): Promise<boolean> => {
    const waiting = await waitingAbove(client, cursorNumber(await options.cursor(source)));
    waitingNow = waiting.length;
    let before = Promise.resolve();
    let last = before;
    try {
      for await (const batch of batchesOf(client, waiting, limits)) {
        if (stopping.signal.aborted || !(await lease.hold())) return false;
        if (waitingNow > limits.batchCount) log.info('working through the mailbox', { source, count: waitingNow });
        const reading = await load(client, batch, limits, (bytes, { uid, receivedAt }, headOnly) =>
          inboundOf(bytes, { source, uid, receivedAt, headOnly }, options),
        );
        await before;
        before = last;
        const cursor = { source, value: String(batch.at(-1)!.uid) };
        last = before.then(async () => options.receive(await Promise.all(reading), cursor));
        // Awaited two batches later; until then nobody else hears it.
        last.catch(() => undefined);
        waitingNow -= batch.length;
      }
    } finally {
      await last;
    }
    return true;
  };

  return {
    start() {
      running ??= run();
    },
    async stop() {
      stopping.abort();
      const impatient = setTimeout(() => open?.close(), STOP_LIMIT_MS);
      await running;
      clearTimeout(impatient);
    },
    state: () => ({ connected, waiting: waitingNow, ...(syncedAt ? { syncedAt } : {}), ...(why ? { why } : {}) }),
  };
}

/** A polite goodbye, not a condition of leaving. */
const LOGOUT_LIMIT_MS = 2_000;
const cursorNumber = (value: string | undefined): number => Math.max(0, Number.parseInt(value ?? '0', 10) || 0);

/** A bell that may ring while nobody listens: the next one who waits does not wait then. */
function bell() {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring() {
      rung = true;
      wake?.();
    },
    /** Until the bell rings or the time is over; `meanwhile` runs beside it and may end earlier by itself. */
    async wait(ms: number, meanwhile: () => Promise<unknown>): Promise<void> {
      let timer: NodeJS.Timeout | undefined;
      const rang = new Promise<void>((resolve) => {
        wake = resolve;
        timer = setTimeout(resolve, ms);
        if (rung) resolve();
      });
      // IDLE ends with the next command or with the connection; how, the loop finds out.
      if (!rung) meanwhile().catch(() => undefined);
      await rang;
      clearTimeout(timer);
      rung = false;
      wake = undefined;
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
