import { hash } from 'node:crypto';
import type { JournalRow } from '../src/desk/store.ts';
import type { Queryable } from './connect.ts';
import { insertRows, prepared } from './rows.ts';

/** The hash chains. An entry's hash covers the chain's name, its number, time, actor, words, references and the hash before it. */

export const FIRST = '0'.repeat(64);

export function entryHash(entry: JournalRow & { number: number; previous: string }): string {
  const { chain, number, at, actor, entry: words, refs, previous } = entry;
  return hash('sha256', JSON.stringify([chain, number, at.toISOString(), actor, words, refs, previous]));
}

/** Appends to each chain after its head, with one read and one write whatever the number of chains. */
export async function append(sql: Queryable, entries: readonly JournalRow[]): Promise<void> {
  if (entries.length === 0) return;
  const chains = [...new Set(entries.map((entry) => entry.chain))];
  const heads = await prepared(
    sql,
    `select h.chain, h.number, h.hash from unnest($1::text[]) as c(chain) cross join lateral (select chain, number, hash from journal where chain = c.chain order by number desc limit 1) h`,
    [chains],
  );
  const head = new Map(
    heads.map((row) => [row.chain as string, { number: row.number as number, hash: row.hash as string }]),
  );
  const rows = entries.map((entry) => {
    const before = head.get(entry.chain) ?? { number: 0, hash: FIRST };
    const row = { ...entry, number: before.number + 1, previous: before.hash };
    const hashed = entryHash(row);
    head.set(entry.chain, { number: row.number, hash: hashed });
    return { ...row, hash: hashed };
  });
  await insertRows(sql, 'journal', rows);
}

/** Walks a chain; returns the number of its first entry that does not fit, or undefined when it is whole. */
export async function verifyChain(sql: Queryable, chain: string): Promise<number | undefined> {
  const rows =
    await sql`select chain, number, at, actor, entry, refs, previous, hash from journal where chain = ${chain} order by number`;
  let previous = FIRST;
  for (const [index, row] of rows.entries()) {
    if (
      row.number !== index + 1 ||
      row.previous !== previous ||
      entryHash(row as unknown as JournalRow & { number: number; previous: string }) !== row.hash
    )
      return row.number;
    previous = row.hash;
  }
  return undefined;
}

export async function chains(sql: Queryable): Promise<string[]> {
  return (await sql`select distinct chain from journal order by chain`).map((row) => row.chain);
}
