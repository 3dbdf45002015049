import { setTimeout as after } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { connect, isAway, type Sql } from '../../db/connect.ts';
import { createLease } from '../../db/leases.ts';
import { patiently } from '../../db/patience.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { startProxy, type TcpProxy } from '../support/proxy.ts';

/** Short, so that the tests are; long enough for a busy machine to answer. */
const SILENCE_MS = 1_500;

let database: TestDatabase;
let proxy: TcpProxy;
let sql: Sql;
let direct: Sql;
beforeAll(async () => {
  database = await createTestDatabase();
  const url = new URL(database.url);
  proxy = await startProxy(Number(url.port));
  sql = connect(Object.assign(new URL(url), { port: String(proxy.port) }).href, { max: 2, silenceMs: SILENCE_MS });
  direct = connect(database.url, { max: 1 });
});
afterEach(() => vi.useRealTimers());
afterAll(async () => {
  await sql.end({ timeout: 1 });
  await proxy.stop();
  await direct.end();
  await database.drop();
});

const outcome = (query: Promise<unknown>) =>
  query.then(
    () => 'answered',
    (error) => error,
  );

test('a statement on a dead connection fails, and the next one finds the database', async () => {
  await sql`select 1`;
  await proxy.inject({ kind: 'half-open', silent: 'answers' });
  const failed = outcome(sql`select 2`);
  await proxy.heal();
  expect(isAway(await failed)).toBe(true);
  expect(await patiently(() => sql`select 3 as three`)).toEqual([{ three: 3 }]);
});

test('it fails also while more and more is asked on it', async () => {
  await sql`select 1`;
  await proxy.inject({ kind: 'half-open', silent: 'requests' });
  const asked: Promise<unknown>[] = [];
  const asking = setInterval(() => asked.push(outcome(sql`select 2`)), SILENCE_MS / 20);
  expect(isAway(await outcome(sql`select 3`))).toBe(true);
  clearInterval(asking);
  // Asked at once, while the library still takes the connection for one of its own.
  const next = outcome(sql`select 4`);
  await proxy.heal();
  await Promise.all([...asked, next]);
  expect(await patiently(() => sql`select 4 as four`)).toEqual([{ four: 4 }]);
});

test('what a dead client had locked is free before others give up', async () => {
  await direct`insert into counters (name, value) values ('locked', 1)`;
  const locking = sql
    .begin(async (tx) => {
      await tx`select 1 from counters where name = 'locked' for update`;
      await proxy.inject({ kind: 'half-open', silent: 'both' });
      await tx`update counters set value = 2 where name = 'locked'`;
    })
    .catch((error) => error);
  await vi.waitFor(async () => expect((await locks()).length).toBeGreaterThan(0), SILENCE_MS);
  await direct`update counters set value = 3 where name = 'locked'`;
  expect(isAway(await locking)).toBe(true);
  await proxy.heal();
  expect(await direct`select value from counters where name = 'locked'`).toEqual([{ value: 3 }]);

  function locks() {
    return direct`select 1 from pg_stat_activity where state = 'idle in transaction' and datname = current_database()`;
  }
});

test('a statement that takes too long is nobody’s fault and comes again; a quiet connection is no dead one', async () => {
  let tries = 0;
  const slow = () => {
    tries += 1;
    return tries === 1 ? sql`select pg_sleep(${(2 * SILENCE_MS) / 1000})` : sql`select 1`;
  };
  await patiently(slow);
  expect(tries).toBe(2);
  await after(2 * SILENCE_MS);
  expect(await outcome(sql`select 1`)).toBe('answered');
});

test('whoever cannot renew his lease does not believe that it is his', async () => {
  const lease = createLease(direct, 'watch');
  expect(await lease.acquire()).toBe(true);
  // Another one has it, after the database had been out of reach for longer than it lasts.
  await direct`update leases set holder = 'another', until = now() + interval '1 hour' where name = 'watch'`;
  expect(await lease.acquire()).toBe(true);
  const now = performance.now();
  vi.spyOn(performance, 'now').mockReturnValue(now + 16_000);
  expect(await lease.acquire()).toBe(false);
  vi.restoreAllMocks();
  await lease.release();
});
