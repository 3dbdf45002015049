import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, isAway, type Sql } from '../../db/connect.ts';
import { CARRIERS, copyRows, isCargo } from '../../db/copy.ts';
import { patiently } from '../../db/patience.ts';
import { insertRows } from '../../db/rows.ts';
import { createWrites } from '../../db/writes.ts';
import type { TableName } from '../../src/desk/store.ts';
import { createKeyring } from '../../src/seal.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await createTestDatabase();
  sql = connect(database.url, { max: 1 });
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

/** Small ones and such as need several messages to the database. */
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.integer({ min: 8_000, max: 90_000 }).map((length) => new Uint8Array(length).fill(length % 251)),
);
/** Any text that a stranger may send, NUL and halves of surrogate pairs too. */
const text = fc.string({ unit: 'binary', maxLength: 30 });
const held = (value: string) => value.toWellFormed().replaceAll('\0', '\ufffd');
const document = fc.record({
  id: fc.uuid(),
  hash: fc.constant('ab'),
  applicant: fc.option(fc.uuid()),
  renewal: fc.option(fc.uuid(), { nil: undefined }),
  message: fc.option(fc.uuid()),
  kind: fc.constantFrom('pdf', 'other'),
  name: text,
  size: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  sealed: fc.option(bytes),
  remote: fc.option(text),
  reading: fc.option(fc.constant({ pages: 2, remarks: ['mismatch:name'] })),
  at: fc.date({ min: new Date('1990-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
});
const documents = fc.uniqueArray(document, { minLength: 1, maxLength: 8, selector: ({ id }) => id });

test('mails and files that are copied come back as they went in', async () => {
  await fc.assert(
    fc.asyncProperty(documents, async (rows) => {
      await sql.begin((tx) => copyRows(tx as never, 'documents', rows));
      const found = await sql`select * from documents where id = any(${rows.map(({ id }) => id)}::uuid[])`;
      const stored = new Map(found.map((row) => [row.id, { ...row }]));
      for (const { name, remote, renewal, sealed, ...rest } of rows)
        expect(stored.get(rest.id)).toEqual({
          ...rest,
          name: held(name),
          remote: remote === null ? null : held(remote),
          renewal: renewal ?? null,
          sealed: sealed && Buffer.from(sealed),
        });
    }),
    { numRuns: 40 },
  );
});

test('every column of a table that is copied has its form, so that none is left out', async () => {
  for (const [table, columns] of Object.entries(CARRIERS)) {
    const found =
      await sql`select a.attname, t.typname from pg_attribute a join pg_type t on t.oid = a.atttypid where a.attrelid = ${table}::regclass and a.attnum > 0 and not a.attisdropped`;
    expect(columns).toEqual(Object.fromEntries(found.map(({ attname, typname }) => [attname, typname])));
  }
});

test('what fails after the last row was sent is told with its reason, and the connection goes on', async () => {
  const row = { message: randomUUID(), sealed: new Uint8Array(20_000).fill(7), heard: null };
  await copyRows(sql, 'raw_messages', [row]);
  // The key is there already, which the database finds only when it has all rows.
  const twice = sql.begin((tx) => copyRows(tx as never, 'raw_messages', [{ ...row, message: randomUUID() }, row]));
  await expect(twice).rejects.toMatchObject({ code: '23505' });
  expect(await sql`select message from raw_messages`).toEqual([{ message: row.message }]);
});

test('a connection that is cut while a mail is copied is away like any other, and nothing of it was kept', async () => {
  const cutting = connect(database.url, { max: 1 });
  try {
    const [self] = await cutting`select pg_backend_pid() as pid`;
    const rows = {
      *[Symbol.iterator]() {
        yield { message: randomUUID(), sealed: new Uint8Array(300_000), heard: null };
        void sql`select pg_terminate_backend(${self!.pid})`.execute();
        // Far more than are sent until then.
        for (let count = 0; count < 20_000; count++)
          yield { message: randomUUID(), sealed: new Uint8Array(50_000), heard: null };
      },
    };
    const cut = cutting.begin((tx) => copyRows(tx as never, 'raw_messages', rows as never));
    await expect(cut).rejects.toSatisfy(isAway);
    const kept = () => cutting`select count(*)::int from raw_messages where length(sealed) > 20000`;
    expect(await patiently(async () => kept())).toEqual([{ count: 0 }]);
  } finally {
    await cutting.end({ timeout: 1 });
  }
});

test('only rows with a mail or a file in them are worth it', () => {
  const heavy = { id: 'a', sealed: new Uint8Array(9_000) };
  const light = { id: 'b', sealed: new Uint8Array(900) };
  const isWorth = (table: TableName, ...rows: object[]) => isCargo(table, rows as never);
  expect([isWorth('documents', light, heavy), isWorth('documents', light), isWorth('events', heavy)]).toEqual([
    true,
    false,
    false,
  ]);
});

test('what is sealed only when it is written is stored sealed, copied or not, and is opened from there', async () => {
  const keyring = createKeyring(new Uint8Array(32).fill(9));
  const sealed = (size: number) => {
    const [message, bytes] = [randomUUID(), new Uint8Array(size).fill(size % 251)];
    return { row: { message, sealed: keyring.sealing(message, bytes), heard: null }, bytes };
  };
  const mails = [sealed(0), sealed(900), sealed(60_000)];
  const rows = mails.map(({ row }) => row);
  expect(rows.map((row) => isCargo('raw_messages', [row]))).toEqual([false, false, true]);
  for (const write of [copyRows, insertRows]) {
    await sql.begin(async (tx) => void (await write(tx as never, 'raw_messages', rows)));
    for (const { row, bytes } of mails) {
      const [stored] = await sql`delete from raw_messages where message = ${row.message} returning sealed`;
      expect(stored!.sealed.length).toBe(row.sealed.length);
      expect(new Uint8Array(keyring.open(row.message, stored!.sealed))).toEqual(bytes);
    }
  }
});

test('what changes in a file’s row within its transaction is part of it, before and after it is on its way', async () => {
  const [id, applicant] = [randomUUID(), randomUUID()];
  await sql.begin(async (begun) => {
    const clock = () => new Date();
    const writes = createWrites(begun as never, {
      clock,
      settings: () => ({}),
      boss: null as never,
      keyring: null as never,
    });
    const row = {
      id,
      hash: 'ab',
      kind: 'pdf',
      name: 'surat.pdf',
      size: 9_000,
      sealed: new Uint8Array(9_000),
      at: clock(),
    };
    writes.insert('documents', row);
    writes.update('documents', { id, applicant });
    writes.writeAhead();
    writes.update('documents', { id, kind: 'other' });
    await writes.flush();
    writes.update('documents', { id, name: 'lain.pdf' });
    await writes.flush();
  });
  const [row] = await sql`select applicant, kind, name, length(sealed) as bytes from documents where id = ${id}`;
  expect(row).toEqual({ applicant, kind: 'other', name: 'lain.pdf', bytes: 9_000 });
});
