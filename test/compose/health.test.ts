import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { health } from '../../src/compose/health.ts';
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

const mailbox = (state: { connected: boolean; why?: string }) => ({ state: () => ({ waiting: 0, ...state }) });
const asked = async (more: Partial<Parameters<typeof health>[0]> = {}) =>
  health({ sql, poller: undefined, mailbox: undefined, ...more })();

test('a process whose mailbox another one reads is well; one that cannot enter it is not', async () => {
  const mail = async (state: { connected: boolean; why?: string }) =>
    (await asked({ mailbox: mailbox(state) })).find(({ part }) => part === 'mail')?.ok;
  expect(await mail({ connected: true })).toBe(true);
  expect(await mail({ connected: false })).toBe(true);
  expect(await mail({ connected: false, why: 'ECONNREFUSED' })).toBe(false);
});

test('a database that lets itself be read and not written is not well', async () => {
  expect(await asked()).toEqual([{ part: 'database', ok: true }]);
  const owner = postgres(database.ownerUrl, { max: 1 });
  const name = new URL(database.ownerUrl).pathname.slice(1);
  await owner.unsafe(`alter database ${name} set default_transaction_read_only = on`);
  await owner.end();
  const later = connect(database.url, { max: 1 });
  expect(await asked({ sql: later })).toEqual([{ part: 'database', ok: false, why: 'read-only' }]);
  await later.end();
});
