import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Keyring } from '../src/seal.ts';
import type { Sql } from './connect.ts';

export const CHECKPOINT_FILE = 'checkpoints.jsonl';

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const signed = (keyring: Keyring, number: number, at: Date, hash: string) =>
  keyring.hash('checkpoint', `${number}\n${at.toISOString()}\n${hash}`);

/**
 * Signs the heads of all chains that grew since the last checkpoint, keeps that in the database and appends it to a file
 * outside of it: who rewrites a chain later contradicts the file. Returns the checkpoint's number, or undefined when
 * nothing was added.
 */
export function createCheckpoint({
  sql,
  keyring,
  clock,
  dir,
}: {
  sql: Sql;
  keyring: Keyring;
  clock: () => Date;
  dir: string;
}): () => Promise<number | undefined> {
  return async () => {
    const [last] = await sql`select number, at, hash from checkpoints order by number desc limit 1`;
    const heads = await sql`
      select distinct on (chain) chain, number, hash from journal where at >= ${last?.at ?? new Date(0)} order by chain, number desc`;
    if (heads.length === 0) return undefined;
    const at = clock();
    const number = (last?.number ?? 0) + 1;
    const text = [
      ...heads.map((head) => `${head.chain} ${head.number} ${head.hash}`),
      `previous ${last?.hash ?? 'none'}`,
    ].join('\n');
    const hash = hashOf(text);
    const signature = signed(keyring, number, at, hash);
    const kept =
      await sql`insert into checkpoints (number, at, heads, hash, signature) values (${number}, ${at}, ${text}, ${hash}, ${signature}) on conflict do nothing returning number`;
    // Another process made it meanwhile; its own file has it.
    if (kept.length === 0) return undefined;
    await mkdir(dir, { recursive: true });
    await appendFile(
      join(dir, CHECKPOINT_FILE),
      `${JSON.stringify({ number, at, hash, signature, heads: heads.length })}\n`,
    );
    return number;
  };
}

export type CheckpointFault =
  /** The row itself is not as it was signed, or the one before it was taken away. */
  | { readonly is: 'forged'; readonly number: number }
  /** What stood at that place of the chain is gone, or another one by now. */
  | { readonly is: 'rewritten'; readonly number: number; readonly chain: string; readonly entry: number }
  /** It stands in the file: the database is an older one, or somebody removed it. */
  | { readonly is: 'lost'; readonly number: number }
  /** The file has another one under this number. */
  | { readonly is: 'replaced'; readonly number: number };

/** Holds the journal against all checkpoints, and these against the file outside of the database, where there is one. */
export async function verifyCheckpoints(
  sql: Sql,
  keyring: Keyring,
  file: string,
): Promise<{ count: number; inFile: number; faults: readonly CheckpointFault[] }> {
  const faults: CheckpointFault[] = [];
  const hashes = new Map<number, string>();
  let previous = 'none';
  for (const { number, at, heads, hash, signature } of await sql`select * from checkpoints order by number`) {
    const lines = String(heads).split('\n');
    const sound = hash === hashOf(heads) && signature === signed(keyring, number, at, hash);
    if (!sound || lines.at(-1) !== `previous ${previous}`) faults.push({ is: 'forged', number });
    for (const { chain, entry } of await rewritten(sql, lines.slice(0, -1)))
      faults.push({ is: 'rewritten', number, chain, entry });
    previous = hash;
    hashes.set(number, hash);
  }
  const outside = await linesOf(file);
  for (const { number, hash } of outside) {
    if (!hashes.has(number)) faults.push({ is: 'lost', number });
    else if (hashes.get(number) !== hash) faults.push({ is: 'replaced', number });
  }
  return { count: hashes.size, inFile: outside.length, faults };
}

async function rewritten(sql: Sql, heads: readonly string[]): Promise<{ chain: string; entry: number }[]> {
  const [chains, numbers, hashes] = [0, 1, 2].map((at) => heads.map((head) => head.split(' ')[at]!));
  return sql`
    select c.chain, c.number as entry
    from unnest(${chains!}::text[], ${numbers!}::text[]::int[], ${hashes!}::text[]) as c(chain, number, hash)
    where not exists (select from journal j where j.chain = c.chain and j.number = c.number and j.hash = c.hash)`;
}

/** A last line that was cut off by a full disk says nothing. */
async function linesOf(file: string): Promise<{ number: number; hash: string }[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as { number: number; hash: string }];
    } catch {
      return [];
    }
  });
}
