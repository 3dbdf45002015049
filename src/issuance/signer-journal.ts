import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { type FileHandle, mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '../fault.ts';
import { Fingerprints } from './fingerprints.ts';
import { chain, FIRST_HASH, intentOf, type Line, lineOf, readLines } from './journal-lines.ts';
import type { Intent, IntentMark } from './storage.ts';

/** What can be known of the journal without writing to it. */
export type SignerJournalView = {
  /** How many intents it holds. */
  count(): number;
  /** The serial of the intent with the highest number: what a database that was not put back knows. */
  latest(): string | undefined;
  /** Whether it holds any content for this request. */
  knows(request: string): boolean;
  /** Whether it holds this very content; `other` is another one for the same request or serial. */
  holds(intent: IntentMark): 'this' | 'other' | 'nothing';
  /** All of it, in its order, with what was to be signed. */
  entries(): AsyncIterable<Intent>;
};

/**
 * The signer's own memory of what it was about to sign, outside the database: a file of lines that are only ever
 * added, each with the hash of the one before, each on the disk before its signature is made. A database that was put
 * back to an older state, and with it would sign the same request a second time, is found out by this file; a file that
 * was lost or put back is found out by the database.
 *
 * Every line holds the exact bytes to be signed, so that a database which has lost them can be given them again.
 */
export type SignerJournal = SignerJournalView & {
  /**
   * Adds what is not in it yet and returns when all of it is on the disk; many intents cost one sync. Throws
   * Fault('signer-journal') for another content of a known request or serial, and if somebody else wrote to the file.
   * After a fault the file has to be opened again: how much of it is on the disk is not known.
   */
  append(intents: readonly Intent[], note?: 'reconciled'): Promise<void>;
};

/**
 * Reads the journal; where there is none, it is empty. Nothing is written before the first `append`, so that anybody may
 * look at it beside a signer at work. Throws Fault('signer-journal') if its chain is broken.
 */
export async function openSignerJournal(path: string): Promise<SignerJournal> {
  const seen = new Fingerprints();
  // As it was before it was read: what is added meanwhile counts as a foreign hand.
  let stamp = await stampOf(path);
  let file: Standing = { count: 0, whole: 0, head: FIRST_HASH, highest: 0 };
  if (stamp)
    for await (const { line, hash, end } of readLines(path)) {
      if (!remember(seen, markOf(intentOf(line)))) throw new Fault('signer-journal', `a second entry, line ${line.n}`);
      file = grown(file, line, hash, end);
    }
  let usable = true;
  let synced = false;

  const write = async (intents: readonly Intent[], note?: 'reconciled'): Promise<void> => {
    const fresh = intents.map(marked).filter(({ mark }) => isNew(seen, mark));
    if (!usable || !isSame(await stampOf(path), stamp)) throw foreign();
    if (fresh.length === 0 && synced) return;
    usable = false;
    const added = fresh.map(({ intent }) => intent);
    const { text, after } = compose(file, added, note);
    stamp = await appendSynced(path, file.whole, stamp, text);
    for (const { mark } of fresh) remember(seen, mark);
    file = after;
    usable = true;
    synced = true;
  };

  // One after the other: each line needs the hash of the one before.
  let last: Promise<void> = Promise.resolve();
  return {
    count: () => file.count,
    latest: () => file.latest,
    knows: (request) => seen.has(`request ${request}`),
    holds: (intent) => held(seen, intent),
    append(intents, note) {
      const next = last.then(() => write(intents, note));
      last = next.catch(() => {});
      return next;
    },
    async *entries() {
      if (file.count === 0) return;
      for await (const { line } of readLines(path)) yield intentOf(line);
    },
  };
}

/** Where the file ends. */
type Standing = {
  readonly count: number;
  /** Bytes up to the end of the last complete line. A line that was cut off was never synced, so nothing was signed for it. */
  readonly whole: number;
  readonly head: string;
  readonly highest: number;
  readonly latest?: string;
};

const grown = (file: Standing, line: Line, head: string, whole: number): Standing =>
  line.intent > file.highest
    ? { count: line.n, whole, head, highest: line.intent, latest: line.serial }
    : { ...file, count: line.n, whole, head };

/** The lines as they are written, and the file as it is then. */
function compose(file: Standing, intents: readonly Intent[], note?: 'reconciled') {
  let after = file;
  let text = '';
  for (const intent of intents) {
    const line = lineOf(after.count + 1, intent, note);
    const body = JSON.stringify(line);
    const hash = chain(after.head, body);
    const row = `${hash} ${body}\n`;
    text += row;
    after = grown(after, line, hash, after.whole + Buffer.byteLength(row));
  }
  return { text, after };
}

export const hashBytes = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
export const markOf = ({ request, serial, tbs }: Intent): IntentMark => ({ request, serial, digest: hashBytes(tbs) });

/** What must stay the same for a request and for a serial. */
const content = ({ request, serial, digest }: IntentMark): string => `content ${request} ${serial} ${digest}`;

/** False for a second content of a request or a serial. */
function remember(seen: Fingerprints, mark: IntentMark): boolean {
  if (!seen.add(`request ${mark.request}`) || !seen.add(`serial ${mark.serial}`)) return false;
  return seen.add(content(mark));
}

function held(seen: Fingerprints, intent: IntentMark): 'this' | 'other' | 'nothing' {
  if (seen.has(content(intent))) return 'this';
  return seen.has(`request ${intent.request}`) || seen.has(`serial ${intent.serial}`) ? 'other' : 'nothing';
}

const marked = (intent: Intent) => ({ intent, mark: markOf(intent) });

function isNew(seen: Fingerprints, mark: IntentMark): boolean {
  const found = held(seen, mark);
  if (found === 'other')
    throw new Fault('signer-journal', 'another content for a request or serial that is in the journal');
  return found === 'nothing';
}

/** What tells a file that nobody else has touched: put in its place, longer, shorter or written over, it differs. */
type Stamp = Pick<BigIntStats, 'dev' | 'ino' | 'size' | 'mtimeNs'>;

const isSame = (a: Stamp | undefined, b: Stamp | undefined): boolean =>
  a?.dev === b?.dev && a?.ino === b?.ino && a?.size === b?.size && a?.mtimeNs === b?.mtimeNs;

/** Undefined for a file that is not there. */
async function stampOf(path: string): Promise<Stamp | undefined> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unusable(error);
  }
}

/** Cuts off what follows the last complete line, adds the text, and returns when the disk has it. */
async function appendSynced(path: string, whole: number, before: Stamp | undefined, text: string): Promise<Stamp> {
  try {
    const file = before ? await open(path, 'a') : await make(path);
    try {
      await assertOurs(file, before);
      if (before && before.size > whole) await file.truncate(whole);
      await file.appendFile(text);
      // What a predecessor wrote and did not sync before it was killed is on the disk then, too.
      await file.datasync();
      const after = await file.stat({ bigint: true });
      if (Number(after.size) !== whole + Buffer.byteLength(text)) throw foreign();
      return after;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw error instanceof Fault ? error : unusable(error);
  }
}

/** The file of the name could have become another one since it was looked at. */
async function assertOurs(file: FileHandle, before: Stamp | undefined): Promise<void> {
  if (before && !isSame(await file.stat({ bigint: true }), before)) throw foreign();
}

/** Fails if there is one by now. The name of a new file is on the disk only when its folder is. */
async function make(path: string): Promise<FileHandle> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'ax', 0o600);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
  return file;
}

const foreign = (): Fault => new Fault('signer-journal', 'the file is not as this process left it');
const unusable = (cause: unknown): Fault =>
  new Fault('signer-journal', 'the journal cannot be read or written', { cause });
