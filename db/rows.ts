import postgres from 'postgres';
import { together } from '../src/together.ts';
import type { Queryable } from './connect.ts';

/**
 * Runs a statement whose text never changes: it is planned once for a connection, and is sent at once, in the order of
 * the calls, without asking for its parameters' types first, so that several can be on their way behind one another.
 */
export function prepared(sql: Queryable, text: string, values: readonly unknown[]) {
  return sql.unsafe(text, values as never[], { prepare: true }).execute();
}

/** A row to be written: camel-case names, values as TypeScript has them. */
export type Row = Record<string, unknown>;

/**
 * Writes any number of rows with one statement; a row that carries a file or a mail has one of its own. All rows must
 * have the same keys as the first. Returns the number of rows written; with `onConflict: 'nothing'` those that were
 * there already are left alone.
 */
export async function insertRows(
  sql: Queryable,
  table: string,
  rows: readonly Row[],
  onConflict?: 'nothing',
): Promise<number> {
  const light = rows.filter((row) => !isHeavy(row));
  const writes = rows.filter(isHeavy).map((row) => insertHeavy(sql, table, row, onConflict));
  if (light.length > 0) {
    const list = columnsOf(light[0]!).map(quoted).join(', ');
    writes.push(
      prepared(
        sql,
        `insert into ${quoted(table)} (${list}) select ${list} from ${recordsOf(table)}${conflict(onConflict)}`,
        [asJson(light)],
      ),
    );
  }
  const written = await together(writes);
  return written.reduce((sum, { count }) => sum + count, 0);
}

/** Bytes inside JSON are read several times on their way into a column; from here on that costs more than a statement. */
const HEAVY_BYTES = 8 * 1024;
const isHeavy = (row: Row) =>
  Object.values(row).some((value) => value instanceof Uint8Array && value.length > HEAVY_BYTES);

/** Its bytes are parameters of their own, in base64: the library sends text alone, and hex is half as long again. */
function insertHeavy(sql: Queryable, table: string, row: Row, onConflict?: 'nothing') {
  const bytes = Object.entries(row).filter(([, value]) => value instanceof Uint8Array);
  const place = new Map(bytes.map(([name], index) => [postgres.fromCamel(name), `decode($${index + 2}, 'base64')`]));
  const columns = columnsOf(row);
  const list = columns.map(quoted).join(', ');
  const values = columns.map((name) => place.get(name) ?? quoted(name)).join(', ');
  const rest = Object.fromEntries(Object.entries(row).filter(([, value]) => !(value instanceof Uint8Array)));
  return prepared(
    sql,
    `insert into ${quoted(table)} (${list}) select ${values} from ${recordsOf(table)}${conflict(onConflict)}`,
    [asJson([rest]), ...bytes.map(([, value]) => base64(value as Uint8Array))],
  );
}

const columnsOf = (row: Row) => Object.keys(row).map(postgres.fromCamel);
const recordsOf = (table: string) => `json_populate_recordset(null::${quoted(table)}, $1::text::json)`;
const conflict = (onConflict?: 'nothing') => (onConflict ? ' on conflict do nothing' : '');

/** Writes the given columns of rows that exist, with one statement. `key` names the column that finds the row. */
export async function updateRows(sql: Queryable, table: string, key: string, rows: readonly Row[]): Promise<number> {
  if (rows.length === 0) return 0;
  const keyColumn = quoted(postgres.fromCamel(key));
  const columns = Object.keys(rows[0]!)
    .filter((name) => name !== key)
    .map(postgres.fromCamel)
    .map(quoted);
  const result = await prepared(
    sql,
    // Found by the index, however few rows the planner thought the table had when it was planned.
    `with v as materialized (select * from ${recordsOf(table)})
     update ${quoted(table)} t set ${columns.map((name) => `${name} = v.${name}`).join(', ')} from v
     where t.${keyColumn} = v.${keyColumn} and t.${keyColumn} = any(array(select ${keyColumn} from v))`,
    [asJson(rows)],
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
      if (value !== null && value !== undefined) out[column] = value instanceof Uint8Array ? `\\x${hex(value)}` : value;
    }
    return out;
  });
  const json = JSON.stringify(named);
  // An escaped backslash may stand before the same letters, so each escape is looked at; most texts have none of these.
  return REFUSED.test(json) ? json.replace(ESCAPE, (found) => (found.length > 2 ? '\\ufffd' : found)) : json;
}

const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array) => Buffer.from(buffer, byteOffset, byteLength);
const hex = (value: Uint8Array) => bufferOf(value).toString('hex');
const base64 = (value: Uint8Array) => bufferOf(value).toString('base64');
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
