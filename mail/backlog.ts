import type { ImapFlow } from 'imapflow';
import { Fault } from '../src/fault.ts';
import { HEAD_LIMIT_BYTES, LIST_LIMIT_COUNT } from './limits.ts';

/** A mail as the server lists it, before anything of it is downloaded. */
type Listed = { readonly uid: number; readonly size: number; readonly receivedAt: Date };
export type BatchLimits = { readonly messageBytes: number; readonly batchCount: number; readonly batchBytes: number };

/** The UIDs above this one, ascending. Throws Fault('mail') when the server will not say. */
export async function waitingAbove(client: ImapFlow, last: number): Promise<number[]> {
  // A UID range that ends in * always names the last message, also when that is below (RFC 9051, 9, seq-range).
  const found = await client.search({ uid: `${last + 1}:*` }, { uid: true });
  if (!found) throw new Fault('mail', 'the server refused to search');
  return found.filter((uid) => uid > last).sort((a, b) => a - b);
}

/** What waits, cut into batches that are bounded in count and in the bytes that they hold in memory at once. */
export async function* batchesOf(
  client: ImapFlow,
  waiting: readonly number[],
  limits: BatchLimits,
): AsyncGenerator<readonly Listed[]> {
  for (let from = 0; from < waiting.length; from += LIST_LIMIT_COUNT)
    yield* cut(await list(client, waiting.slice(from, from + LIST_LIMIT_COUNT)), limits);
}

async function list(client: ImapFlow, uids: readonly number[]): Promise<Listed[]> {
  const found = await client.fetchAll(uids.join(), { uid: true, size: true, internalDate: true }, { uid: true });
  return found
    .map(({ uid, size = 0, internalDate }) => ({ uid, size, receivedAt: momentOf(internalDate) }))
    .sort((a, b) => a.uid - b.uid);
}

/** When the server got it, as it says; where that is no date that can be stored, now. */
function momentOf(told: Date | string | undefined): Date {
  const at = new Date(told ?? Number.NaN);
  return at.getTime() >= 0 && at.getUTCFullYear() <= 9999 ? at : new Date();
}

/** A single mail that passes the limit of bytes is a batch of its own. */
function* cut(listed: readonly Listed[], limits: BatchLimits): Generator<Listed[]> {
  let batch: Listed[] = [];
  let bytes = 0;
  for (const message of listed) {
    const size = Math.min(message.size, limits.messageBytes);
    if (batch.length > 0 && (batch.length === limits.batchCount || bytes + size > limits.batchBytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(message);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** Makes something of the bytes of a mail; of one over the limit, of its head alone. Never throws. */
type Read<T> = (bytes: Buffer, listed: Listed, headOnly: boolean) => Promise<T>;

/**
 * A batch in one streamed FETCH, one more for the heads of mails over the limit of size. Ends when all bytes are here,
 * with what is being made of each, in the batch's order: the server can be asked for the next batch meanwhile. What a
 * person deleted in between is left out. Throws Fault('mail') when the connection was lost: then nobody knows what was
 * deleted.
 */
export async function load<T>(
  client: ImapFlow,
  batch: readonly Listed[],
  limits: BatchLimits,
  read: Read<T>,
): Promise<Promise<T>[]> {
  const isLarge = ({ size }: Listed) => size > limits.messageBytes;
  const reading = new Map<number, Promise<T>>();
  const fetch = async (part: readonly Listed[], query: { source: true } | { headers: true }) => {
    if (part.length === 0) return;
    const listed = new Map(part.map((each) => [each.uid, each]));
    const range = [...listed.keys()].join();
    for await (const { uid, source, headers } of client.fetch(range, { uid: true, ...query }, { uid: true })) {
      const message = listed.get(uid);
      const bytes = source ?? headers?.subarray(0, HEAD_LIMIT_BYTES);
      if (message && bytes) reading.set(uid, read(bytes, message, source === undefined));
    }
  };
  await fetch(
    batch.filter((each) => !isLarge(each)),
    { source: true },
  );
  await fetch(batch.filter(isLarge), { headers: true });
  const missing = batch.filter(({ uid }) => !reading.has(uid));
  for (const message of await stillThere(client, missing))
    reading.set(message.uid, read(Buffer.alloc(0), message, false));
  if (!client.usable) throw new Fault('mail', 'connection lost while fetching');
  return batch.flatMap(({ uid }) => reading.get(uid) ?? []);
}

/** Whose content the server did not hand out although they were not deleted: kept without bytes, so that an operator sees them. */
async function stillThere(client: ImapFlow, missing: readonly Listed[]): Promise<readonly Listed[]> {
  if (missing.length === 0) return [];
  const found = await client.search({ uid: missing.map(({ uid }) => uid).join() }, { uid: true });
  if (!found) throw new Fault('mail', 'the server did not search');
  return missing.filter(({ uid }) => found.includes(uid));
}
