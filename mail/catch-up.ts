import type { ImapFlow } from 'imapflow';
import type { Inbound } from '../src/conversation/inbound.ts';
import type { Log } from '../src/log.ts';
import { type BatchLimits, batchesOf, load, waitingAbove } from './backlog.ts';
import { type InboundOptions, inboundOf } from './inbound.ts';

export type Cursor = { readonly source: string; readonly value: string };
/** One listener per mailbox. `acquire` takes or keeps the lease; false while another process has it. */
type Lease = { acquire(): Promise<boolean>; release(): Promise<void> };
export type CatchUpParts = InboundOptions & {
  /** Records the batch and moves the cursor in one transaction. What it throws, the batch will come again. */
  readonly receive: (batch: Inbound[], cursor: Cursor) => Promise<void>;
  readonly cursor: (source: string) => Promise<string | undefined>;
  readonly lease: Lease;
  readonly log: Log;
};

/**
 * Everything above the cursor, one batch committed after the other. While one is committed the next is read and the
 * one after it fetched: neither the database nor the server nor we wait for one another. False if it was stopped in
 * between or lost the lease. `progress.waiting` is how many mails are still to be read.
 */
export async function catchUp(
  client: ImapFlow,
  source: string,
  parts: CatchUpParts & { readonly limits: BatchLimits },
  progress: { waiting: number },
  stopping: AbortSignal,
): Promise<boolean> {
  const { limits, lease, log } = parts;
  const waiting = await waitingAbove(client, cursorNumber(await parts.cursor(source)));
  progress.waiting = waiting.length;
  let before = Promise.resolve();
  let last = before;
  try {
    for await (const batch of batchesOf(client, waiting, limits)) {
      if (stopping.aborted || !(await lease.acquire())) return false;
      if (progress.waiting > limits.batchCount)
        log.info('working through the mailbox', { source, count: progress.waiting });
      const reading = await load(client, batch, limits, (bytes, { uid, receivedAt }, headOnly) =>
        inboundOf(bytes, { source, uid, receivedAt, headOnly }, parts),
      );
      await before;
      before = last;
      const cursor = { source, value: String(batch.at(-1)!.uid) };
      last = before.then(async () => parts.receive(await Promise.all(reading), cursor));
      // Awaited two batches later; until then nobody else hears it.
      last.catch(() => undefined);
      progress.waiting -= batch.length;
    }
  } finally {
    await last;
  }
  return true;
}

const cursorNumber = (value: string | undefined): number => Math.max(0, Number.parseInt(value ?? '0', 10) || 0);
