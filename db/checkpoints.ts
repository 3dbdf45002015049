import { createHash } from 'node:crypto';
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Keyring } from '../src/seal.ts';
import type { Sql } from './connect.ts';

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
    const hash = createHash('sha256').update(text).digest('hex');
    const signature = keyring.hash('checkpoint', `${number}\n${at.toISOString()}\n${hash}`);
    await sql`insert into checkpoints (number, at, heads, hash, signature) values (${number}, ${at}, ${text}, ${hash}, ${signature}) on conflict do nothing`;
    await mkdir(dir, { recursive: true });
    await appendFile(
      join(dir, 'checkpoints.jsonl'),
      `${JSON.stringify({ number, at, hash, signature, heads: heads.length })}\n`,
    );
    return number;
  };
}
