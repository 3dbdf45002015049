import { randomUUID } from 'node:crypto';
import type { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { openSender } from '../../db/sender.ts';
import { createStore } from '../../db/store.ts';
import type { Called } from '../../src/desk/sending/courier.ts';
import { createKeyring } from '../../src/seal.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
let sql: Sql;
let boss: PgBoss;
beforeAll(async () => {
  database = await createTestDatabase();
  sql = connect(database.url, { max: 2 });
  boss = await openSender(database.url, 1);
});
beforeEach(() => sql`delete from pgboss.job`);
afterAll(async () => {
  await boss.stop({ graceful: false });
  await sql.end();
  await database.drop();
});

const NOW = new Date('2026-11-27T03:00:00Z');
const clock = () => NOW;
const keyring = createKeyring(Buffer.alloc(32, 1));
const someone = (channel: 'telegram' | 'mail') => ({ id: randomUUID(), channel });
const jobs = async () =>
  (await sql`select data, start_after from pgboss.job where name = 'deliver'`).map(({ data }) => data.contacts);

function store() {
  const called: Called[] = [];
  const courier = { call: (some: readonly Called[]) => void called.push(...some) };
  return { called, transact: createStore({ sql, boss, keyring, clock, settings: () => ({}), courier }).transact };
}

test('where messages are sent, those of a transaction are called once each after its commit, without a job', async () => {
  const { called, transact } = store();
  const [siti, budi] = [someone('telegram'), someone('mail')];
  await transact(async (tx) => {
    tx.deliver(siti);
    tx.deliver(budi);
    await tx.flush();
    tx.deliver(siti);
    expect(called).toEqual([]);
  });
  expect(called).toEqual([
    { contact: siti.id, lane: 'telegram' },
    { contact: budi.id, lane: 'mail' },
  ]);
  expect(await jobs()).toEqual([]);
});

test('what is to be sent later is a job, so that it outlives this process', async () => {
  const { called, transact } = store();
  const siti = someone('mail');
  await transact(async (tx) => tx.deliver(siti, new Date(NOW.getTime() + 20_000)));
  expect(called).toEqual([]);
  expect(await jobs()).toEqual([[siti.id]]);
});

test('nobody is called for what was not committed', async () => {
  const { called, transact } = store();
  const failed = transact(async (tx) => {
    tx.deliver(someone('telegram'));
    throw new Error('not understood');
  });
  await expect(failed).rejects.toThrow('not understood');
  expect(called).toEqual([]);
});

test('where nothing is sent, a job tells those who send', async () => {
  const siti = someone('telegram');
  const elsewhere = createStore({ sql, boss, keyring, clock, settings: () => ({}) });
  await elsewhere.transact(async (tx) => tx.deliver(siti));
  expect(await jobs()).toEqual([[siti.id]]);
});
