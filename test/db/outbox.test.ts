import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { createOutbox } from '../../db/outbox.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await createTestDatabase();
  sql = connect(database.url, { max: 2 });
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

const MINUTE_MS = 60_000;

/** Two processes on one database, under one clock that is moved. */
function processes() {
  let now = Date.parse('2026-11-25T08:00:00Z');
  const outbox = () => createOutbox({ sql, boss: undefined as never, clock: () => new Date(now) });
  return {
    one: outbox(),
    other: outbox(),
    passes(ms: number) {
      now += ms;
    },
  };
}

test('a contact is drained by one at a time, and whoever comes meanwhile is told who is at it', async () => {
  const { one, other } = processes();
  const contact = randomUUID();
  expect(await one.lease(contact)).toBe('ours');
  expect(await one.lease(contact)).toBe('here');
  expect(await other.lease(contact)).toBe('elsewhere');
  await one.release(contact);
  expect(await other.lease(contact)).toBe('ours');
});

test('a drain that takes long keeps its lease; one that was silent for too long stops when another has it', async () => {
  const { one, other, passes } = processes();
  const contact = randomUUID();
  await one.lease(contact);
  for (let minute = 0; minute < 6; minute++) {
    passes(MINUTE_MS);
    expect(await one.next(contact)).toBeUndefined();
    expect(await other.lease(contact)).toBe('elsewhere');
  }
  passes(5 * MINUTE_MS);
  expect(await other.lease(contact)).toBe('ours');
  await expect(one.next(contact)).rejects.toThrow('busy');
});

test('contacts that are asked for together are answered each in its place', async () => {
  const { one, other } = processes();
  const [mine, his, free] = [randomUUID(), randomUUID(), randomUUID()];
  await other.lease(his);
  expect(await Promise.all([mine, his, free].map((contact) => one.lease(contact)))).toEqual([
    'ours',
    'elsewhere',
    'ours',
  ]);
});
