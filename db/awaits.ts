import type { AwaitRow } from '../src/desk/store.ts';
import type { Queryable } from './connect.ts';
import { insertRows, prepared } from './rows.ts';

/** What is awaited of whom: the queue of the console, and the state of each renewal. */

/** Each thing's rows, in place of what stood there. Keys: `kind\nref\nwhat`; without `what` the whole of it. */
export function writeAwaits(sql: Queryable, awaiting: ReadonlyMap<string, readonly AwaitRow[]>): Promise<unknown>[] {
  if (awaiting.size === 0) return [];
  const things = [...awaiting.keys()].map((key) => {
    const [kind, ref, what] = key.split('\n');
    return { kind, ref, what: what || null };
  });
  const kept = [...awaiting.values()].flat().filter(({ kind }) => kind !== 'renewal');
  // What is asked for again has waited since it was first asked for; a renewal knows its own times.
  const gone = prepared(
    sql,
    `delete from awaits a using json_to_recordset($1::text::json) as t(kind text, ref text, what text) where a.kind = t.kind and a.ref = t.ref and (t.what is null or a.what = t.what)
       and not exists (select 1 from json_to_recordset($2::text::json) as k(kind text, ref text, what text) where k.kind = a.kind and k.ref = a.ref and k.what = a.what)`,
    [JSON.stringify(things), JSON.stringify(kept.map(({ kind, ref, what }) => ({ kind, ref, what })))],
  );
  const rows = [...awaiting.values()].flat().map(({ primary, ...row }) => ({
    ...row,
    isPrimary: primary,
    applicant: row.applicant ?? null,
    detail: row.detail ?? null,
  }));
  return [gone, insertRows(sql, 'awaits', rows, 'nothing')];
}

export async function waitingForOperators(sql: Queryable): Promise<number> {
  const [row] = await sql`select count(*)::int as count from awaits where who = 'operator'`;
  return row!.count;
}

/** Which of these were waiting before this moment. Keys: `kind\nref\nwhat`. */
export async function awaitedBefore(
  sql: Queryable,
  rows: readonly Pick<AwaitRow, 'kind' | 'ref' | 'what'>[],
  at: Date,
): Promise<Set<string>> {
  const found = await prepared(
    sql,
    `select a.kind, a.ref, a.what from awaits a join json_to_recordset($1::text::json) as w(kind text, ref text, what text) using (kind, ref, what)
     where a.kind <> 'renewal' and a.since < $2`,
    [JSON.stringify(rows), at],
  );
  return new Set(found.map((row) => `${row.kind}\n${row.ref}\n${row.what}`));
}
