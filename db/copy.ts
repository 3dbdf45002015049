import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { TableName } from '../src/desk/store.ts';
import type { Sealing } from '../src/seal.ts';
import type { Queryable } from './connect.ts';
import { isBytes, piecesOf, type Row } from './rows.ts';

/** How a column is written in COPY's binary form: the form in which the type's `send` function writes it. */
const FORMS = {
  uuid: (value: string) => Buffer.from(value.replaceAll('-', ''), 'hex'),
  // What Postgres does not take, as the replacement character: half a surrogate pair becomes one by itself.
  text: (value: string) => Buffer.from(value.replaceAll('\0', '\ufffd'), 'utf8'),
  int4: (value: number) => number(4, value),
  bytea: (value: Uint8Array | Sealing) => value,
  // The version of the form, then the text.
  jsonb: (value: unknown) => Buffer.concat([JSONB_VERSION, FORMS.text(JSON.stringify(value))]),
  // Microseconds since 2000.
  timestamptz: (value: Date) => bigint(BigInt(value.getTime() - YEAR_2000_MS) * 1000n),
} as const;
const JSONB_VERSION = Buffer.from([1]);
const YEAR_2000_MS = Date.UTC(2000, 0);
type Form = keyof typeof FORMS;

/** The tables whose rows carry a mail or a file, with all their columns. */
export const CARRIERS: Partial<Record<TableName, Readonly<Record<string, Form>>>> = {
  raw_messages: { message: 'uuid', sealed: 'bytea', heard: 'bytea', form: 'int4' },
  documents: {
    id: 'uuid',
    hash: 'text',
    applicant: 'uuid',
    renewal: 'uuid',
    message: 'uuid',
    kind: 'text',
    name: 'text',
    size: 'int4',
    sealed: 'bytea',
    remote: 'text',
    reading: 'jsonb',
    at: 'timestamptz',
  },
};

/** From here on a row is worth the two answers of the database that COPY waits for, instead of being read as JSON. */
const HEAVY_BYTES = 8 * 1024;
const isHeavy = (row: Row) => Object.values(row).some((value) => isBytes(value) && value.length > HEAVY_BYTES);

/** Whether these rows are better written with `copyRows`. */
export const isCargo = (table: TableName, rows: readonly Row[]): boolean =>
  CARRIERS[table] !== undefined && rows.some(isHeavy);

/**
 * Writes rows of a table of `CARRIERS` with COPY: their bytes travel as they are, where a statement's parameters are text
 * and take a third to the double of it. Nothing else may be asked on the connection meanwhile.
 */
export async function copyRows(sql: Queryable, table: TableName, rows: readonly Row[]): Promise<void> {
  const columns = Object.entries(CARRIERS[table]!);
  const list = columns.map(([name]) => `"${name}"`).join(', ');
  const copying = sql.unsafe(`copy "${table}" (${list}) from stdin (format binary)`);
  const rest: Writable = await copying.writable();
  // For postgres.js (3.4.9) the statement is answered by this stream: nobody would hear of what fails after the last row.
  Object.assign(copying, { reject: (error: Error) => rest.destroy(error) });
  await pipeline(inPieces(binary(rows, columns)), rest);
}

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
const NULL = number(4, -1);

/** COPY's binary form (Postgres, COPY, Binary Format): a head without flags, each row with its number of columns, -1 at the end. */
function* binary(rows: readonly Row[], columns: readonly (readonly [string, Form])[]): Generator<Uint8Array> {
  yield SIGNATURE;
  yield Buffer.alloc(8);
  for (const row of rows) {
    yield number(2, columns.length);
    for (const [name, form] of columns) {
      const value = row[name] ?? undefined;
      const bytes = value === undefined ? undefined : FORMS[form](value as never);
      yield bytes ? number(4, bytes.length) : NULL;
      if (bytes) yield* piecesOf(bytes);
    }
  }
  yield number(2, -1);
}

/** What is small goes together, what is large by itself: each piece is a message to the database. */
function* inPieces(parts: Iterable<Uint8Array>): Generator<Uint8Array> {
  let small: Uint8Array[] = [];
  for (const part of parts) {
    if (part.length <= HEAVY_BYTES) small.push(part);
    else {
      yield Buffer.concat(small);
      yield part;
      small = [];
    }
  }
  yield Buffer.concat(small);
}

function number(bytes: 2 | 4, value: number): Buffer {
  const out = Buffer.alloc(bytes);
  out.writeIntBE(value, 0, bytes);
  return out;
}

function bigint(value: bigint): Buffer {
  const out = Buffer.alloc(8);
  out.writeBigInt64BE(value);
  return out;
}
