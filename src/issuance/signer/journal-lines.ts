import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Fault } from '../../fault.ts';
import type { RevocationReason } from '../issuer.ts';
import type { Intent, Revocation } from '../storage.ts';

/** The database lacked revocations of these serials that the signer had made; from then on nothing is issued. */
type Halt = { readonly lacked: readonly string[]; readonly at: Date };
/** Somebody has understood why, with `ca reconcile --apply`: issuing may go on. */
type Settlement = { readonly settled: true; readonly at: Date };
/** What a line of the signer's journal can be about. */
export type Entry = Intent | Revocation | Halt | Settlement;

/** A line as it is written: nothing in it has to be looked up elsewhere. */
type Line = {
  /** Its place in the file, from 1. */
  readonly n: number;
  readonly at: string;
  /** It was not added by the signer's own work, but given back by `ca reconcile`. */
  readonly note?: 'reconciled';
} & (IntentPart | RevocationPart | Omit<Halt, 'at'> | Omit<Settlement, 'at'>);

/** What was about to be signed. */
type IntentPart = {
  /** The number that the database gave it. */
  readonly intent: number;
  readonly request: string;
  readonly serial: string;
  readonly approval: string;
  /** Base64. */
  readonly tbs: string;
};

/** What was about to be revoked. */
type RevocationPart = {
  readonly revoked: string;
  readonly reason: RevocationReason;
  readonly by?: string;
};

export const FIRST_HASH = '0'.repeat(64);
const HASH_CHARACTERS = 64;
const NEWLINE = 10;
/** Large reads: a million lines are more than a gigabyte. */
const READ_BYTES = 1024 * 1024;

/** The hash of a line: it stands in front of it, and holds the whole file before it. */
export const chain = (previous: string, text: string | Uint8Array): string =>
  createHash('sha256').update(`${previous}\n`).update(text).digest('hex');

export const lineOf = (n: number, entry: Entry, note?: 'reconciled'): Line => ({
  n,
  at: entry.at.toISOString(),
  ...partOf(entry),
  ...(note ? { note } : {}),
});

function partOf(entry: Entry): IntentPart | RevocationPart | Omit<Halt, 'at'> | Omit<Settlement, 'at'> {
  if ('lacked' in entry) return { lacked: entry.lacked };
  if ('settled' in entry) return { settled: true };
  if ('reason' in entry) {
    const { serial: revoked, reason, by } = entry;
    return { revoked, reason, ...(by === undefined ? {} : { by }) };
  }
  const { number: intent, request, serial, approval, tbs } = entry;
  return { intent, request, serial, approval, tbs: Buffer.from(tbs).toString('base64') };
}

export function entryOf(line: Line): Entry {
  const at = new Date(line.at);
  if ('lacked' in line) return { lacked: line.lacked, at };
  if ('settled' in line) return { settled: true, at };
  if ('revoked' in line) {
    const { revoked: serial, reason, by } = line;
    return { serial, reason, at, ...(by === undefined ? {} : { by }) };
  }
  const { intent: number, request, serial, approval, tbs } = line;
  return { request, serial, tbs: new Uint8Array(Buffer.from(tbs, 'base64')), approval, number, at };
}

/**
 * The complete lines of a journal in their order, each with its hash and where it ends, in bytes. A last line without its
 * end is left out. Throws Fault('signer-journal') where the chain is broken.
 */
export async function* readLines(path: string): AsyncGenerator<{ line: Line; hash: string; end: number }> {
  let head = FIRST_HASH;
  let [n, end] = [0, 0];
  for await (const row of rows(path)) {
    n++;
    end += row.length + 1;
    const hash = row.toString('latin1', 0, HASH_CHARACTERS);
    const body = row.subarray(HASH_CHARACTERS + 1);
    if (chain(head, body) !== hash) throw new Fault('signer-journal', `the chain is broken at line ${n}`);
    const line: Line = JSON.parse(body.toString());
    if (line.n !== n) throw new Fault('signer-journal', `line ${n} has another number`);
    head = hash;
    yield { line, hash, end };
  }
}

/** What stands before each line's end. */
async function* rows(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const part of createReadStream(path, { highWaterMark: READ_BYTES })) {
      const bytes: Buffer = rest.length === 0 ? part : Buffer.concat([rest, part]);
      let from = 0;
      for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
        yield bytes.subarray(from, at);
        from = at + 1;
      }
      rest = bytes.subarray(from);
    }
  } catch (cause) {
    throw new Fault('signer-journal', 'the journal cannot be read', { cause });
  }
}
