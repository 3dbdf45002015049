import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSender } from '../../db/sender.ts';
import { type DatabaseUrls, databaseCheck } from '../../src/doctor/database.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { findingsOf } from './findings.ts';

let database: TestDatabase;
let owner: postgres.Sql;
beforeEach(async () => {
  database = await createTestDatabase();
  owner = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
});
afterEach(async () => {
  await owner.end();
  await database.drop();
});

const examine = (more: Partial<DatabaseUrls> = {}) =>
  findingsOf(databaseCheck({ database: { ...database, ...more }, embedded: false }));
const changed = (url: string, change: Partial<URL>) => Object.assign(new URL(url), change).href;
const userOf = (url: string) => new URL(url).username;

test('a database that is well: three roles, the newest schema, the queues', async () => {
  const found = await examine();
  expect(found.codes).toEqual(['database-ok', 'connections-ok', 'schema-ok', 'roles-ok', 'queues-ok']);
  expect(found.valuesOf('database-ok')).toMatchObject({ encoding: 'UTF8' });
});

describe('entering', () => {
  test.each([
    ['url', 'DATABASE_URL'],
    ['ownerUrl', 'DATABASE_OWNER_URL'],
    ['issuerUrl', 'ISSUER_DATABASE_URL'],
  ] as const)('with a wrong role in %s is told by its variable', async (which, variable) => {
    const url = changed(database[which], {
      username: `nobody_${randomBytes(3).toString('hex')}`,
      password: 'sangat-rahasia',
    });
    const found = await examine({ [which]: url });
    expect(found.valuesOf('database-sign-in')).toMatchObject({ variable });
    expect(found.text).not.toContain('sangat-rahasia');
  });

  test('where nobody listens, or where no such database is', async () => {
    expect((await examine({ url: changed(database.url, { port: '9' }) })).text).toContain('ECONNREFUSED');
    expect((await examine({ url: changed(database.url, { pathname: '/tidak_ada' }) })).codes).toContain(
      'database-missing',
    );
  });

  test('that lets itself be read and not written is told', async () => {
    const name = new URL(database.url).pathname.slice(1);
    await owner.unsafe(`alter database ${name} set default_transaction_read_only = on`);
    expect((await examine()).codes).toContain('database-read-only');
  });

  test('an embedded one that is not running is said in a line', async () => {
    const { codes } = await findingsOf(databaseCheck({ database: undefined, embedded: true }));
    expect(codes).toEqual(['database-stopped']);
  });
});

describe('rights', () => {
  test.each([
    ['update on journal', 'url', 'journal:update'],
    ['update (note) on decisions', 'url', 'decisions:update'],
    ['delete on events', 'url', 'events:delete'],
    ['truncate on journal', 'url', 'journal:truncate'],
    ['insert on issued', 'url', 'issued:insert'],
    ['update on certificates', 'issuerUrl', 'certificates:update'],
    ['delete on intents', 'issuerUrl', 'intents:delete'],
  ] as const)('too many: %s', async (right, role, named) => {
    await owner.unsafe(`grant ${right} to ${userOf(database[role])}`);
    const found = await examine();
    expect(found.valuesOf('role-too-strong')).toMatchObject({ rights: named });
    expect(found.codes).not.toContain('roles-ok');
  });

  test('too few', async () => {
    await owner.unsafe(`revoke insert on journal from ${userOf(database.url)}`);
    await owner.unsafe(`revoke select on decisions from ${userOf(database.issuerUrl)}`);
    const found = await examine();
    expect(found.codes.filter((code) => code === 'role-too-weak')).toHaveLength(2);
    expect(found.text).toContain('journal:insert');
    expect(found.text).toContain('decisions:select');
  });

  test('of the owner himself, under the name of another or as all three', async () => {
    expect((await examine({ issuerUrl: database.ownerUrl })).text).toContain('pemilik tabel');
    const one = await examine({ url: database.ownerUrl, issuerUrl: database.ownerUrl });
    expect(one.codes).toContain('one-role');
  });
});

describe('schema and queues', () => {
  test('behind or ahead of this program', async () => {
    await owner`delete from drizzle.__drizzle_migrations where id = (select max(id) from drizzle.__drizzle_migrations)`;
    await owner`insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', 1)`;
    const found = await examine();
    expect(found.codes).toEqual(expect.arrayContaining(['schema-behind', 'schema-ahead']));
  });

  test('a queue that is missing, jobs that wait too long, jobs that failed', async () => {
    const boss = await openSender(database.url, 1);
    await boss.send('remind', {});
    const failing = await boss.send('scan', {}, { retryLimit: 0 });
    await boss.fetch('scan');
    await boss.fail('scan', failing!);
    await boss.stop({ graceful: false });
    await owner`update pgboss.job set start_after = now() - interval '1 hour' where name = 'remind'`;
    const found = await examine();
    expect(found.valuesOf('jobs-late')).toMatchObject({ count: 1, queues: 'remind' });
    expect(found.valuesOf('jobs-failed')).toMatchObject({ count: 1, queues: 'scan' });
    await owner`delete from pgboss.job`;
    await owner`select pgboss.delete_queue('sweep')`;
    expect((await examine()).valuesOf('queues-missing')).toEqual({ queues: 'sweep' });
  });
});
