import postgres from 'postgres';
import { Sealing } from '../src/seal.ts';
import type { Queryable } from './connect.ts';

/**
 * Runs a statement whose text never changes: it is planned once for a connection, and is sent at once, in the order of
 * the calls, without asking for its parameters' types first, so that several can be on their way behind one another.
 */
export function prepared(sql: Queryable, text: string, values: readonly unknown[]) {
  return sql.unsafe(text, values as never[], { prepare: true }).execute();
}

/**
 * The elements of a parameter, as rows. Behind a subselect the planner cannot count them: it would find that few are
 * cheaper than the ten that it supposes, and plan the statement anew each time, which takes longer than to run it.
 */
export const listed = (parameter: string) => `unnest((select ${parameter}))`;
/** The same for a comparison: `id = ${anyOf('$1::uuid[]')}`. */
export const anyOf = (parameter: string) => `any(array(select unnest(${parameter})))`;

/**
 * The rows with these ids (a select of `id`), in id order, and locked in that order if told so. Each is found by its key,
 * however few there were when this was planned: offset 0 keeps the planner from turning it into one look at all of them.
 */
export const byIds = (table: string, columns: string, ids: string, lock: '' | 'for update'): string =>
  `select k.* from (select distinct id from (${ids}) f order by id offset 0) o
   cross join lateral (select ${columns} from ${table} where id = o.id limit 1 ${lock}) k`;

/** A row to be written: camel-case names, values as TypeScript has them. */
export type Row = Record<string, unknown>;

/**
 * Writes any number of rows with one statement. All must have the same keys as the first. Returns the number of rows
 * written; with `onConflict: 'nothing'` those that were there already are left alone. Mails and files: `copyRows`.
 */
export async function insertRows(
  sql: Queryable,
  table: string,
  rows: readonly Row[],
  onConflict?: 'nothing',
): Promise<number> {
  if (rows.length === 0) return 0;
  const list = columnsOf(rows[0]!).map(quoted).join(', ');
  const otherwise = onConflict ? ' on conflict do nothing' : '';
  const { count } = await prepared(
    sql,
    `insert into ${quoted(table)} (${list}) select ${list} from ${recordsOf(table)}${otherwise}`,
    [asJson(rows)],
  );
  return count;
}

const columnsOf = (row: Row) => Object.keys(row).map(postgres.fromCamel);
const recordsOf = (table: string) => `json_populate_recordset(null::${quoted(table)}, $1::text::json)`;

/** A statement that changes other rows in the same moment. Its parameters begin with $2. */
export type Beside = { readonly text: string; readonly values: readonly unknown[] };

/**
 * Writes the given columns of rows that exist, with one statement. `key` names the column that finds the row; `where` is a
 * condition on the row as it is (`t`).
 */
export async function updateRows(
  sql: Queryable,
  table: string,
  key: string,
  rows: readonly Row[],
  beside?: Beside,
  where = 'true',
): Promise<number> {
  if (rows.length === 0) return 0;
  const keyColumn = quoted(postgres.fromCamel(key));
  const columns = Object.keys(rows[0]!)
    .filter((name) => name !== key)
    .map(postgres.fromCamel)
    .map(quoted);
  const result = await prepared(
    sql,
    // Found by the index, however few rows the planner thought the table had when it was planned.
    `with v as materialized (select * from ${recordsOf(table)})${beside ? `, beside as (${beside.text})` : ''}
     update ${quoted(table)} t set ${columns.map((name) => `${name} = v.${name}`).join(', ')} from v
     where t.${keyColumn} = v.${keyColumn} and t.${keyColumn} = any(array(select ${keyColumn} from v)) and ${where}`,
    [asJson(rows), ...(beside?.values ?? [])],
  );
  return result.count;
}

/** What no text column takes and JSON writes as an escape: NUL, and (only when it stands alone) half a surrogate pair. */
const REFUSED = /\\u(?:0000|d[89a-f])/;
const ESCAPE = /\\(?:u(?:0000|d[89a-f][0-9a-f]{2})|.)/g;

/** Bytes travel as Postgres' hex form; what Postgres does not take, as the replacement character; NULL is what is left out. */
function asJson(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0]!).map((name) => [name, postgres.fromCamel(name)] as const);
  const named = rows.map((row) => {
    const out: Row = {};
    for (const [name, column] of columns) {
      const value = row[name];
      if (value !== null && value !== undefined) out[column] = isBytes(value) ? `\\x${hex(value)}` : value;
    }
    return out;
  });
  const json = JSON.stringify(named);
  // An escaped backslash may stand before the same letters, so each escape is looked at; most texts have none of these.
  return REFUSED.test(json) ? json.replace(ESCAPE, (found) => (found.length > 2 ? '\\ufffd' : found)) : json;
}

/** Columns of bytes, some of which are sealed only now. */
export const isBytes = (value: unknown): value is Uint8Array | Sealing =>
  value instanceof Uint8Array || value instanceof Sealing;
export const piecesOf = (value: Uint8Array | Sealing): readonly Uint8Array[] =>
  value instanceof Sealing ? value.pieces() : [value];

const hex = (value: Uint8Array | Sealing) => Buffer.concat(piecesOf(value)).toString('hex');
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** A row as the desk knows it: what is null is absent. */
export function withoutNulls(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}
