import { hash } from 'node:crypto';
import type { JournalRow } from '../src/desk/store.ts';
import type { Queryable } from './connect.ts';
import { insertRows, listed, prepared } from './rows.ts';

/** The hash chains. An entry's hash covers the chain's name, its number, time, actor, words, references and the hash before it. */

const FIRST = '0'.repeat(64);

function entryHash(entry: JournalRow & { number: number; previous: string }): string {
  const { chain, number, at, actor, entry: words, refs, previous } = entry;
  return hash('sha256', JSON.stringify([chain, number, at.toISOString(), actor, words, refs, previous]));
}

type Head = { readonly number: number; readonly hash: string };
const NONE: Head = { number: 0, hash: FIRST };

/**
 * Appends to chains within one transaction: each entry after its chain's head, with one read and one write whatever
 * the number of chains. Heads are read once and remembered: best by `lookUp`, before there is something to append. The
 * hashing waits for them, the caller need not.
 */
export function createChains(sql: Queryable) {
  const heads = new Map<string, Head>();
  let linkedBefore: Promise<unknown> = Promise.resolve();

  async function lookUp(chains: readonly string[]): Promise<void> {
    const unknown = chains.filter((chain) => !heads.has(chain));
    if (unknown.length === 0) return;
    const read = await readHeads(sql, unknown);
    // What was appended meanwhile is newer than what was read.
    for (const chain of unknown) if (!heads.has(chain)) heads.set(chain, read.get(chain) ?? NONE);
  }

  async function append(entries: readonly JournalRow[]): Promise<void> {
    const known = lookUp([...new Set(entries.map(({ chain }) => chain))]);
    const linking = Promise.all([known, linkedBefore]).then(() => entries.map((entry) => linked(entry, heads)));
    linkedBefore = linking;
    await insertRows(sql, 'journal', await linking);
  }
  return { lookUp, append };
}

async function readHeads(sql: Queryable, chains: readonly string[]): Promise<Map<string, Head>> {
  const rows = await prepared(
    sql,
    `select h.chain, h.number, h.hash from ${listed('$1::text[]')} as c(chain) cross join lateral (select chain, number, hash from journal where chain = c.chain order by number desc limit 1) h`,
    [chains],
  );
  return new Map(rows.map(({ chain, number, hash: head }) => [chain, { number, hash: head }]));
}

function linked(entry: JournalRow, heads: Map<string, Head>) {
  const before = heads.get(entry.chain) ?? NONE;
  const row = { ...entry, number: before.number + 1, previous: before.hash };
  const head = { number: row.number, hash: entryHash(row) };
  heads.set(entry.chain, head);
  return { ...row, hash: head.hash };
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
