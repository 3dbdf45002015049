import { hash } from 'node:crypto';
import { type BigIntStats, fstatSync, statSync } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '../../fault.ts';
import type { Intent, IntentMark, Latest, Revocation } from '../storage.ts';
import { Fingerprints } from './fingerprints.ts';
import { chain, type Entry, entryOf, FIRST_HASH, lineOf, readLines } from './journal-lines.ts';

declare const onDisk: unique symbol;
/** It lies in the journal, on the disk. Only a journal says so of anything, and no intent is signed of which it did not. */
export type Journaled<E extends Entry = Intent> = E & { readonly [onDisk]: true };

/** What can be known of the journal without writing to it. */
export type SignerJournalView = {
  /** How many intents it holds. */
  count(): number;
  /** What a database that was not put back knows: of the intents the one with the highest number, and the last revocation. */
  latest(): Latest;
  /** Whether it holds any content for this request. */
  knows(request: string): boolean;
  /** Whether anything was to be signed under this serial. */
  knowsSerial(serial: string): boolean;
  /** Whether it holds this very content; `other` is another one for the same request or serial. */
  holds(intent: IntentMark): 'this' | 'other' | 'nothing';
  /** All intents, in their order, with what was to be signed. */
  entries(): AsyncIterable<Journaled>;
  /** By serial; the first word on each. */
  revocations(): ReadonlyMap<string, Revocation>;
  /** Whose revocation the database was found to lack since somebody last understood why; nothing is issued meanwhile. */
  halted(): readonly string[];
};

/**
 * The signer's own memory of what it was about to sign and to revoke, outside the database: a file of lines that are only
 * ever added, each with the hash of the one before, each on the disk before its signature is made and before anybody is
 * told of a revocation. A database that was put back to an older state, and with it would sign the same request a second
 * time or call a revoked certificate good again, is found out by this file; a file that was lost or put back is found out
 * by the database.
 *
 * Every line holds all of it, the exact bytes to be signed too, so that a database which has lost it can be given it again.
 */
export type SignerJournal = SignerJournalView & {
  /**
   * Adds what is not in it yet and returns all of it when it is on the disk; many entries cost one sync. Throws
   * Fault('signer-journal') for another content of a known request or serial, and if somebody else wrote to the file.
   * After a fault the file has to be opened again: how much of it is on the disk is not known.
   */
  append<E extends Entry>(entries: readonly E[], note?: 'reconciled'): Promise<readonly Journaled<E>[]>;
};

/**
 * Reads the journal; where there is none, it is empty. Nothing is written before the first `append`, so that anybody may
 * look at it beside a signer at work. Throws Fault('signer-journal') if its chain is broken.
 */
export async function openSignerJournal(path: string): Promise<SignerJournal> {
  const memory: Memory = { seen: new Fingerprints(), revocations: new Map() };
  // As it was before it was read: what is added meanwhile counts as a foreign hand.
  let stamp = stampOf(path);
  let file: End = { lines: 0, intents: 0, whole: 0, head: FIRST_HASH, highest: 0, latest: {}, lacked: [] };
  if (stamp)
    for await (const { line, hash, end } of readLines(path)) {
      const entry = entryOf(line);
      if (!remember(memory, marked(entry))) throw new Fault('signer-journal', `a second entry, line ${line.n}`);
      file = grown(file, entry, hash, end);
    }
  let usable = true;
  let synced = false;

  const write = async (entries: readonly Entry[], note?: 'reconciled'): Promise<void> => {
    const fresh = entries.map(marked).filter((each) => isNew(memory, each));
    if (!usable || !isSame(stampOf(path), stamp)) throw foreign();
    if (fresh.length === 0 && synced) return;
    usable = false;
    const added = fresh.map(({ entry }) => entry);
    const { text, after } = compose(file, added, note);
    stamp = await appendSynced(path, file.whole, stamp, text);
    for (const each of fresh) remember(memory, each);
    file = after;
    usable = true;
    synced = true;
  };

  // One after the other: each line needs the hash of the one before.
  let last: Promise<void> = Promise.resolve();
  return {
    count: () => file.intents,
    latest: () => file.latest,
    knows: (request) => memory.seen.has(`request ${request}`),
    knowsSerial: (serial) => memory.seen.has(`serial ${serial}`),
    holds: (intent) => held(memory.seen, intent),
    revocations: () => memory.revocations,
    halted: () => file.lacked,
    append<E extends Entry>(entries: readonly E[], note?: 'reconciled') {
      const next = last.then(() => write(entries, note));
      last = next.catch(() => {});
      return next.then(() => entries as readonly Journaled<E>[]);
    },
    async *entries() {
      if (file.intents === 0) return;
      for await (const { line } of readLines(path)) {
        const entry = entryOf(line);
        if ('tbs' in entry) yield entry as Journaled;
      }
    },
  };
}

/** What of the file is kept in memory: of intents some bits each; of revocations, which are few, all. */
type Memory = { readonly seen: Fingerprints; readonly revocations: Map<string, Revocation> };

/** Where the file ends. */
type End = {
  readonly lines: number;
  readonly intents: number;
  /** Bytes up to the end of the last complete line. A line that was cut off was never synced, so nothing was signed for it. */
  readonly whole: number;
  readonly head: string;
  readonly highest: number;
  readonly latest: Latest;
  readonly lacked: readonly string[];
};

function grown(file: End, entry: Entry, head: string, whole: number): End {
  const after = { ...file, lines: file.lines + 1, whole, head };
  if ('lacked' in entry) return { ...after, lacked: [...file.lacked, ...entry.lacked] };
  if ('settled' in entry) return { ...after, lacked: [] };
  if ('reason' in entry) return { ...after, latest: { ...file.latest, revocation: entry.serial } };
  const intents = file.intents + 1;
  if (entry.number <= file.highest) return { ...after, intents };
  return { ...after, intents, highest: entry.number, latest: { ...file.latest, intent: entry.serial } };
}

/** The lines as they are written, and the file as it is then. */
function compose(file: End, entries: readonly Entry[], note?: 'reconciled') {
  let after = file;
  let text = '';
  for (const entry of entries) {
    const body = JSON.stringify(lineOf(after.lines + 1, entry, note));
    const hash = chain(after.head, body);
    const row = `${hash} ${body}\n`;
    text += row;
    after = grown(after, entry, hash, after.whole + Buffer.byteLength(row));
  }
  return { text, after };
}

export const hashBytes = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex');
export const markOf = ({ request, serial, tbs }: Intent): IntentMark => ({ request, serial, digest: hashBytes(tbs) });

/** What must stay the same for a request and for a serial. */
const content = ({ request, serial, digest }: IntentMark): string => `content ${request} ${serial} ${digest}`;

type Marked = { readonly entry: Entry; readonly mark?: IntentMark };
const marked = (entry: Entry): Marked => ('tbs' in entry ? { entry, mark: markOf(entry) } : { entry });

/** False for a second content of a request or a serial. Of two revocations of one serial the first one counts. */
function remember({ seen, revocations }: Memory, { entry, mark }: Marked): boolean {
  if ('reason' in entry && !revocations.has(entry.serial)) revocations.set(entry.serial, entry);
  if (mark === undefined) return true;
  if (!seen.add(`request ${mark.request}`) || !seen.add(`serial ${mark.serial}`)) return false;
  return seen.add(content(mark));
}

function held(seen: Fingerprints, intent: IntentMark): 'this' | 'other' | 'nothing' {
  if (seen.has(content(intent))) return 'this';
  return seen.has(`request ${intent.request}`) || seen.has(`serial ${intent.serial}`) ? 'other' : 'nothing';
}

function isNew({ seen, revocations }: Memory, { entry, mark }: Marked): boolean {
  if (mark === undefined) return !('reason' in entry) || !revocations.has(entry.serial);
  const found = held(seen, mark);
  if (found === 'other')
    throw new Fault('signer-journal', 'another content for a request or serial that is in the journal');
  return found === 'nothing';
}

/** What tells a file that nobody else has touched: put in its place, longer, shorter or written over, it differs. */
type Stamp = Pick<BigIntStats, 'dev' | 'ino' | 'size' | 'mtimeNs'>;

const isSame = (a: Stamp | undefined, b: Stamp | undefined): boolean =>
  a?.dev === b?.dev && a?.ino === b?.ino && a?.size === b?.size && a?.mtimeNs === b?.mtimeNs;

/** Undefined for a file that is not there. Asked at once: to be called back for it takes longer than a look. */
function stampOf(path: string): Stamp | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    throw unusable(error);
  }
}

/** Cuts off what follows the last complete line, adds the text, and returns when the disk has it. */
async function appendSynced(path: string, whole: number, before: Stamp | undefined, text: string): Promise<Stamp> {
  try {
    const file = before ? await open(path, 'a') : await make(path);
    try {
      // The file of the name could have become another one since it was looked at.
      if (before && !isSame(fstatSync(file.fd, { bigint: true }), before)) throw foreign();
      if (before && before.size > whole) await file.truncate(whole);
      await file.appendFile(text);
      // What a predecessor wrote and did not sync before it was killed is on the disk then, too.
      await file.datasync();
      const after = fstatSync(file.fd, { bigint: true });
      if (Number(after.size) !== whole + Buffer.byteLength(text)) throw foreign();
      return after;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw error instanceof Fault ? error : unusable(error);
  }
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
