import type { Entry, Outcome } from './entry.ts';
import { addressKey } from './preload.ts';

/** How much one transaction takes: bounded, so that a backlog never holds locks for long. */
const BATCH_ENTRIES = 100;
/** The same in bytes: sealed and written as text they take several times as much. */
const BATCH_BYTES = 24 * 1024 * 1024;
/** One is judged while the one before it is written and committed; a third would only wait for the processor. */
const UNDER_WAY = 2;

export type Cursor = { readonly source: string; readonly value: string };

/** Who came with something, and is told what became of it. */
export type Caller = {
  readonly entries: readonly Entry[];
  readonly cursor?: Cursor;
  readonly resolve: (outcomes: Outcome[]) => void;
  readonly reject: (error: unknown) => void;
};
type Batch = readonly Caller[];

/** Takes a batch in and answers its callers, never throwing; calls `judged` once only the writing is left of it. */
type Take = (batch: Batch, judged: () => void) => Promise<void>;

/**
 * Whose turn it is. Callers that come while a batch is judged are gathered into the next one (group commit), which
 * begins once nothing is judged any more. What is still being written then may fail and be taken in once more, so only
 * strangers to it go beside it: messages of other contacts. Everybody else waits, and whoever came after him.
 */
export function createTurns(take: Take): (caller: Caller) => void {
  const waiting: Caller[] = [];
  const underWay = new Set<Batch>();
  let judging: Batch | undefined;

  function next(): void {
    if (judging || underWay.size === UNDER_WAY) return;
    const batch = gather(waiting, [...underWay].flat());
    if (batch.length === 0) return;
    judging = batch;
    underWay.add(batch);
    const judged = () => {
      if (judging !== batch) return;
      judging = undefined;
      next();
    };
    void take(batch, judged).finally(() => {
      underWay.delete(batch);
      judged();
      next();
    });
  }

  return (caller) => {
    waiting.push(caller);
    next();
  };
}

function gather(waiting: Caller[], beside: Batch): Batch {
  // All that wait are put in order, not the batch alone: what cannot go now may stand in the middle of them.
  waiting.splice(0, waiting.length, ...inOrder(waiting));
  const taken: Caller[] = [];
  const isStranger = strangersTo(beside);
  let count = 0;
  let bytes = 0;
  while (waiting.length > 0 && isStranger(waiting[0]!)) {
    const { entries } = waiting[0]!;
    count += entries.length;
    bytes += entries.reduce((sum, entry) => sum + weightOf(entry), 0);
    if (
      taken.length > 0 &&
      (count > BATCH_ENTRIES || bytes > BATCH_BYTES || [waiting[0]!, taken.at(-1)!].some(isAlone))
    )
      break;
    taken.push(waiting.shift()!);
  }
  return taken;
}

/** An erasure changes rows that a batch has looked up before: whoever came behind it would write them as they were. */
const isAlone = ({ entries }: Caller): boolean =>
  entries.some((entry) => entry.enter === 'operator' && entry.act.act === 'erase');

function strangersTo(beside: Batch): (caller: Caller) => boolean {
  if (beside.length === 0) return () => true;
  const concerned = beside.map(concerns);
  if (concerned.includes(undefined)) return () => false;
  const all = new Set(concerned.flatMap((keys) => keys ?? []));
  return (caller) => concerns(caller)?.every((key) => !all.has(key)) ?? false;
}

/** The contacts that a caller's messages are from, and the place that he moves; undefined where it is not known ahead. */
function concerns({ entries, cursor }: Caller): string[] | undefined {
  const keys = cursor ? [`cursor\n${cursor.source}`] : [];
  for (const entry of entries) {
    if (entry.enter !== 'message') return undefined;
    keys.push(addressKey(entry.message.contact));
  }
  return keys;
}

/** Telegram posts up to 40 updates at once, and they arrive in any order: the one with the lower id was said first. */
function inOrder(callers: Batch): Caller[] {
  const posted = callers.filter((caller) => updateOf(caller) !== undefined);
  const sorted = posted.toSorted((a, b) => updateOf(a)! - updateOf(b)!);
  return callers.map((caller) => (updateOf(caller) === undefined ? caller : sorted.shift()!));
}

/** A poll or a mailbox brings a batch, which is in order. */
function updateOf({ entries: [entry, ...others], cursor }: Caller): number | undefined {
  const isPosted = entry?.enter === 'message' && entry.message.channel === 'telegram';
  return isPosted && others.length === 0 && cursor === undefined ? Number(entry.message.externalId) : undefined;
}

function weightOf(entry: Entry): number {
  if (entry.enter === 'message' || entry.enter === 'again')
    return entry.message.files.reduce((sum, file) => sum + (file.content?.length ?? 0), entry.message.raw.length);
  if (entry.enter === 'fetched') return entry.content?.length ?? 0;
  return entry.enter === 'page' && 'content' in entry.act ? entry.act.content.length : 0;
}
