import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { connect, isConflict, type Queryable, type Sql } from '../../db/connect.ts';
import { chains, createChains, verifyChain } from '../../db/journal.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
let app: Sql;
let owner: Sql;
beforeAll(async () => {
  database = await createTestDatabase();
  [app, owner] = [database.url, database.ownerUrl].map((url) => connect(url, { max: 4 })) as [Sql, Sql];
});
afterAll(async () => {
  await Promise.all([app.end(), owner.end()]);
  await database.drop();
});

const entry = (chain: string, words: string) => ({
  chain,
  at: new Date('2026-11-23T08:00:00.123Z'),
  actor: 'operator:1',
  entry: words,
  refs: '{"message":"m"}',
});
const DENIED = { code: '42501' };

describe('the journal', () => {
  test('is one chain each, whole however it was written', async () => {
    await createChains(app).append([
      entry('renewal:1', 'opened'),
      entry('contact:1', 'received'),
      entry('renewal:1', 'signed-in'),
    ]);
    await createChains(app).append([entry('renewal:1', 'approved')]);
    expect(await chains(app)).toEqual(['contact:1', 'renewal:1']);
    expect(await app`select number, entry from journal where chain = 'renewal:1' order by number`).toEqual([
      { number: 1, entry: 'opened' },
      { number: 2, entry: 'signed-in' },
      { number: 3, entry: 'approved' },
    ]);
    for (const chain of await chains(app)) expect(await verifyChain(app, chain)).toBeUndefined();
    expect(await verifyChain(app, 'renewal:none')).toBeUndefined();
  });

  test('is whole too where one transaction appends again before the first entries are written', async () => {
    await app.begin(async (sql) => {
      const { append } = createChains(sql);
      await Promise.all(['one', 'two', 'three'].map((words) => append([entry('renewal:ahead', words)])));
    });
    expect(await app`select number, entry from journal where chain = 'renewal:ahead' order by number`).toEqual([
      { number: 1, entry: 'one' },
      { number: 2, entry: 'two' },
      { number: 3, entry: 'three' },
    ]);
    expect(await verifyChain(app, 'renewal:ahead')).toBeUndefined();
  });

  test('is whole where its end was looked up before there was something to append, and asks no more then', async () => {
    await createChains(app).append([entry('renewal:known', 'one')]);
    await app.begin(async (sql) => {
      const asked: string[] = [];
      const noting = new Proxy(sql, {
        get: (target, name) => (name === 'unsafe' ? noted(target, asked) : Reflect.get(target, name)),
      });
      const { lookUp, append } = createChains(noting);
      await lookUp(['renewal:known', 'renewal:fresh']);
      await append([entry('renewal:known', 'two'), entry('renewal:fresh', 'one')]);
      expect(asked).toEqual(['select', 'insert']);
    });
    for (const chain of ['renewal:known', 'renewal:fresh']) expect(await verifyChain(app, chain)).toBeUndefined();
    expect(await app`select number from journal where chain = 'renewal:known' order by number`).toHaveLength(2);
  });

  test.each([
    ['its words', "update journal set entry = 'rejected' where chain = $1 and number = 2"],
    ['its actor', "update journal set actor = 'operator:2' where chain = $1 and number = 2"],
    ['its time', "update journal set at = at + interval '1 ms' where chain = $1 and number = 2"],
    ['its references', "update journal set refs = '{}' where chain = $1 and number = 2"],
    ['its place', 'delete from journal where chain = $1 and number = 1'],
  ])('tells that somebody changed %s behind its back', async (what, statement) => {
    const chain = `renewal:${what}`;
    await createChains(app).append(['one', 'two', 'three'].map((words) => entry(chain, words)));
    await owner.unsafe(statement, [chain]);
    expect(await verifyChain(app, chain)).toBe(2);
  });

  test('has no two entries of one number: who writes beside another is refused', async () => {
    const waits = () =>
      app`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
    const append = (sql: Queryable) => createChains(sql).append([entry('renewal:race', 'entry')]);
    const refused: unknown[] = [];
    await app.begin(async (sql) => {
      await append(sql);
      app.begin(append).catch((error) => refused.push(error));
      await vi.waitUntil(async () => (await waits()).length > 0, { timeout: 20_000 });
    });
    await vi.waitUntil(() => refused.length > 0, { timeout: 20_000 });
    expect(refused.map(isConflict)).toEqual([true]);
    expect(await verifyChain(app, 'renewal:race')).toBeUndefined();
  });
});

const noted = (sql: Queryable, asked: string[]) => (text: string, values: never[], options: object) => {
  asked.push(text.slice(0, 6));
  return sql.unsafe(text, values, options);
};

describe('the application may add and read, and nothing else, to', () => {
  test.each([
    ...['journal', 'checkpoints', 'events', 'decisions', 'document_views'],
    ...['certificate_evidence', 'blocked_keys'],
  ])('%s', async (table) => {
    const [{ column_name: column } = { column_name: '' }] = (
      await owner`select column_name from information_schema.columns where table_name = ${table} order by ordinal_position desc limit 1`
    ).map((row) => ({ column_name: row.columnName }));
    await expect(app.unsafe(`update ${table} set "${column}" = "${column}"`)).rejects.toMatchObject(DENIED);
    await expect(app.unsafe(`delete from ${table}`)).rejects.toMatchObject(DENIED);
    await expect(app.unsafe(`truncate ${table}`)).rejects.toMatchObject(DENIED);
    await expect(app.unsafe(`drop table ${table}`)).rejects.toMatchObject(DENIED);
    expect(await app.unsafe(`select count(*) from ${table}`)).toHaveLength(1);
  });
});
