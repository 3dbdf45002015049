import { pause } from '../src/pause.ts';
import { reasonOf } from './connection.ts';
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
import { type Progress, type SessionParts, type Stopping, session } from './session.ts';

export type ListenerOptions = Omit<SessionParts, 'limits'> & {
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
  const parts = { ...options, limits: { ...LIMITS, ...options.limits } };
  const progress: Progress = { connected: false, waiting: 0, syncedAt: undefined, why: undefined };
  const asked = new AbortController();
  const forced = new AbortController();
  let running: Promise<void> | undefined;

  return {
    start() {
      running ??= run(parts, progress, { asked: asked.signal, forced: forced.signal });
    },
    async stop() {
      asked.abort();
      const impatient = setTimeout(() => forced.abort(), STOP_LIMIT_MS);
      await running;
      clearTimeout(impatient);
    },
    state: () => {
      const { connected, waiting, syncedAt, why } = progress;
      return { connected, waiting, ...(syncedAt ? { syncedAt } : {}), ...(why ? { why } : {}) };
    },
  };
}

/** One connection after the other, as long as the lease is ours and nobody stops it. */
async function run(
  parts: SessionParts & { readonly limits: Limits },
  progress: Progress,
  stopping: Stopping,
): Promise<void> {
  const { lease, limits, log } = parts;
  let wait = limits.reconnectFirstMs;
  while (!stopping.asked.aborted) {
    try {
      if (!(await lease.acquire())) {
        await pause(limits.leaseRetryMs, stopping.asked);
        continue;
      }
      await session(parts, progress, stopping, () => {
        wait = limits.reconnectFirstMs;
      });
    } catch (error) {
      progress.why = reasonOf(error);
      log.warn('mailbox not reachable', { code: 'mail', why: progress.why, ms: wait });
    }
    progress.connected = false;
    await pause(wait, stopping.asked);
    wait = Math.min(wait * 2, limits.reconnectLastMs);
  }
  await lease.release().catch(() => undefined);
}
