import { createHash } from 'node:crypto';
import { mkdir, open, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '../fault.ts';
import type { Intent } from './storage.ts';

/**
 * The signer's own memory of what it was about to sign, outside the database: a file of lines that are only ever
 * added, each with the hash of the one before, each on the disk before its signature is made. A database that was put
 * back to an older state, and with it would sign the same request a second time, is found out by this file; a file that
 * was lost or put back is found out by the database.
 *
 * Every line holds the exact bytes to be signed, so that a database which has lost them can be given them again.
 */
export type SignerJournal = {
  /** How many intents it holds. */
  readonly count: () => number;
  /**
   * Adds an intent and returns when it is on the disk. The same one again is no change. Throws Fault('signer-journal')
   * for another content of a known request or serial, and if somebody else wrote to the file.
   */
  append(intent: Intent, note?: 'reconciled'): Promise<void>;
  /** All of it, in its order, with what was to be signed. */
  entries(): Promise<readonly Intent[]>;
  /** Throws Fault('signer-journal') if it holds another content for the request or the serial. */
  has(intent: Intent): boolean;
};

/** What can be known of it without writing to it. */
export type SignerJournalView = Pick<SignerJournal, 'count' | 'has' | 'entries'>;

type Line = {
  readonly n: number;
  readonly at: string;
  readonly intent: number;
  readonly request: string;
  readonly serial: string;
  readonly approval: string;
  /** Base64. */
  readonly tbs: string;
  readonly note?: 'reconciled';
};

const FIRST_HASH = '0'.repeat(64);

/** Opens the journal, or makes an empty one. Throws Fault('signer-journal') if its chain is broken. */
export async function openSignerJournal(path: string): Promise<SignerJournal> {
  const text = await readOrMake(path);
  const complete = text.slice(0, text.lastIndexOf('\n') + 1);
  // A last line without its end was never synced, so nothing was signed for it: the crash that cut it off is over.
  if (complete.length < text.length) await cutTo(path, Buffer.byteLength(complete));

  const seen = new Map<string, string>();
  let head = FIRST_HASH;
  let count = 0;
  let size = Buffer.byteLength(complete);
  for (const { line, hash } of readLines(complete)) {
    remember(seen, line);
    head = hash;
    count = line.n;
  }

  const write = async (intent: Intent, note?: 'reconciled'): Promise<void> => {
    if (isKnown(seen, intent)) return;
    if ((await sizeOf(path)) !== size) throw new Fault('signer-journal', 'the file is not as this process left it');
    const line = lineOf(count + 1, intent, note);
    const text = JSON.stringify(line);
    const hash = chain(head, text);
    const bytes = Buffer.from(`${hash} ${text}\n`);
    await appendSynced(path, bytes);
    remember(seen, line);
    head = hash;
    count = line.n;
    size += bytes.length;
  };

  // One after the other: each line needs the hash of the one before.
  let last: Promise<void> = Promise.resolve();
  return {
    count: () => count,
    has: (intent) => isKnown(seen, intent),
    append(intent, note) {
      const next = last.then(() => write(intent, note));
      last = next.catch(() => {});
      return next;
    },
    entries: async () => [...readLines(await readFile(path, 'utf8'))].map(({ line }) => intentOf(line)),
  };
}

/**
 * The journal as it stands now, for a look at it beside a signer at work: nothing is written, nothing is cut off. Undefined
 * where there is none. Throws Fault('signer-journal') if its chain is broken.
 */
export async function readSignerJournal(path: string): Promise<SignerJournalView | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw unusable(error);
  });
  if (text === undefined) return undefined;
  const lines = [...readLines(text.slice(0, text.lastIndexOf('\n') + 1))];
  const seen = new Map<string, string>();
  for (const { line } of lines) remember(seen, line);
  return {
    count: () => lines.length,
    has: (intent) => isKnown(seen, intent),
    entries: async () => lines.map(({ line }) => intentOf(line)),
  };
}

export const hashBytes = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const chain = (previous: string, text: string): string =>
  createHash('sha256').update(`${previous}\n${text}`).digest('hex');

const lineOf = (n: number, intent: Intent, note?: 'reconciled'): Line => ({
  n,
  at: intent.at.toISOString(),
  intent: intent.number,
  request: intent.request,
  serial: intent.serial,
  approval: intent.approval,
  tbs: Buffer.from(intent.tbs).toString('base64'),
  ...(note ? { note } : {}),
});

const intentOf = (line: Line): Intent => ({
  request: line.request,
  serial: line.serial,
  tbs: new Uint8Array(Buffer.from(line.tbs, 'base64')),
  approval: line.approval,
  number: line.intent,
  at: new Date(line.at),
});

/** What must stay the same for a request and for a serial. */
const identity = (intent: Intent): string => `${intent.request} ${intent.serial} ${hashBytes(intent.tbs)}`;

function remember(seen: Map<string, string>, line: Line): void {
  const same = identity(intentOf(line));
  for (const name of [`request ${line.request}`, `serial ${line.serial}`]) {
    if (seen.has(name)) throw new Fault('signer-journal', `a second entry, line ${line.n}`);
    seen.set(name, same);
  }
}

function isKnown(seen: ReadonlyMap<string, string>, intent: Intent): boolean {
  const same = identity(intent);
  const byRequest = seen.get(`request ${intent.request}`);
  const bySerial = seen.get(`serial ${intent.serial}`);
  if (byRequest === undefined && bySerial === undefined) return false;
  if (byRequest !== same || bySerial !== same) {
    throw new Fault('signer-journal', 'another content for a request or serial that is in the journal');
  }
  return true;
}

function* readLines(text: string): Generator<{ line: Line; hash: string }> {
  let head = FIRST_HASH;
  let n = 0;
  for (const row of text.split('\n')) {
    if (row === '') continue;
    n++;
    const hash = row.slice(0, 64);
    const body = row.slice(65);
    if (chain(head, body) !== hash) throw new Fault('signer-journal', `the chain is broken at line ${n}`);
    const line = JSON.parse(body) as Line;
    if (line.n !== n) throw new Fault('signer-journal', `line ${n} has another number`);
    head = hash;
    yield { line, hash };
  }
}

async function readOrMake(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw unusable(error);
  }
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await appendSynced(path, Buffer.alloc(0));
    await syncFolder(dirname(path));
    return '';
  } catch (error) {
    throw unusable(error);
  }
}

async function appendSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'a', 0o600);
  try {
    await file.appendFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The name of a new file is on the disk only when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function cutTo(path: string, bytes: number): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.truncate(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** -1 for a file that is gone. */
const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => -1,
  );

const unusable = (cause: unknown): Fault =>
  new Fault('signer-journal', 'the journal cannot be read or made', { cause });
