import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { createLease } from '../../db/leases.ts';
import { migrate } from '../../db/migrate.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

/** Written down once more by hand: what db/rights.ts says is not the judge of itself. */
const SIGNER_READS = [
  ...['certificates', 'data_versions', 'decisions', 'documents', 'issue_requests', 'keys'],
  ...['renewals', 'revocations', 'blocked_keys'],
];
const SIGNER_ADDS = ['authorities', 'crls', 'intents', 'issued', 'refusals', 'responders', 'revoked'];

let database: TestDatabase;
let owner: Sql;
let tables: string[];
beforeAll(async () => {
  database = await createTestDatabase();
  owner = connect(database.ownerUrl, { max: 1 });
  const rows = await owner`select schemaname, tablename from pg_tables where schemaname in ('public', 'pgboss')`;
  tables = rows
    .map(({ schemaname, tablename }) => (schemaname === 'public' ? tablename : `pgboss.${tablename}`))
    .toSorted();
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

const DENIED = '42501';
const STATEMENTS = {
  read: (table: string) => `select 1 from ${table} limit 0`,
  add: (table: string) => `insert into ${table} default values`,
  change: (table: string, column: string) => `update ${table} set ${column} = default where false`,
  remove: (table: string) => `delete from ${table} where false`,
  empty: (table: string) => `truncate ${table}`,
};

/** What a role is let do with each table, found out by doing it; everything is rolled back. */
async function doneBy(url: string): Promise<Record<keyof typeof STATEMENTS, string[]>> {
  const sql = connect(url, { max: 1 });
  const done = { read: [], add: [], change: [], remove: [], empty: [] } as Record<keyof typeof STATEMENTS, string[]>;
  try {
    for (const table of tables) {
      const [column] = await owner`select attname from pg_attribute where attrelid = ${table}::regclass and attnum = 1`;
      for (const [act, statement] of Object.entries(STATEMENTS)) {
        const code = await sql
          .begin(async (tx) => {
            await tx.unsafe(statement(table, column!.attname));
            throw Object.assign(new Error('enough'), { code: 'done' });
          })
          .catch((error: { code?: string }) => error.code);
        // Whatever else is wrong with an empty row: it was let try.
        if (code !== DENIED) done[act as keyof typeof STATEMENTS].push(table);
      }
    }
    return done;
  } finally {
    await sql.end();
  }
}

test('the signer reads what was approved, adds to his own tables, and reaches no message and no person', async () => {
  const may = await doneBy(database.issuerUrl);
  // Of operators not all: see below.
  expect(may.read).toEqual([...SIGNER_READS, ...SIGNER_ADDS, 'leases', 'operators'].toSorted());
  // A lease without a name is not his.
  expect(may.add).toEqual(SIGNER_ADDS);
  expect(may.change).toEqual(['leases']);
  // A list that a newer one has replaced is a copy of what stands in `revoked`.
  expect(may.remove).toEqual(['crls', 'leases']);
  expect(may.empty).toEqual([]);
  for (const table of ['messages', 'raw_messages', 'contacts', 'journal', 'links', 'pgboss.job'])
    expect([tables.includes(table), may.read.includes(table)]).toEqual([true, false]);
});

test('of operators the signer learns who exists and may decide; of leases he sees and takes his own', async () => {
  const signer = connect(database.issuerUrl, { max: 1 });
  const app = connect(database.url, { max: 1 });
  try {
    expect(await signer`select id, disabled from operators`).toEqual([]);
    for (const column of ['name', 'login', 'password'])
      await expect(signer.unsafe(`select ${column} from operators`)).rejects.toMatchObject({ code: DENIED });
    const theirs = createLease(app, 'mail');
    await theirs.acquire();
    await signer`delete from leases`;
    await signer`update leases set holder = 'thief'`;
    expect(await signer`select name from leases`).toEqual([]);
    await expect(createLease(signer, 'doctor').acquire()).rejects.toMatchObject({ code: DENIED });
    await expect(createLease(signer, 'mail').acquire()).rejects.toMatchObject({ code: DENIED });
    expect(await app`select name from leases where holder <> 'thief'`).toMatchObject([{ name: 'mail' }]);
    const own = createLease(signer, 'signer');
    expect(await own.acquire()).toBe(true);
    expect(await createLease(app, 'signer').acquire()).toBe(false);
    await Promise.all([own.release(), theirs.release()]);
    expect(await app`select name from leases`).toEqual([]);
  } finally {
    await Promise.all([signer.end(), app.end()]);
  }
});

test('the application reads what the signer wrote, and writes none of it', async () => {
  const may = await doneBy(database.url);
  for (const table of SIGNER_ADDS) {
    expect(may.read).toContain(table);
    for (const act of ['add', 'change', 'remove', 'empty'] as const) expect(may[act]).not.toContain(table);
  }
});

test('what an earlier release granted to the signer is taken back, and where nobody is named nothing is granted', async () => {
  const userOf = (url: string) => new URL(url).username;
  const [app, issuer] = [userOf(database.url), userOf(database.issuerUrl)];
  await owner.unsafe(`grant select on messages to ${issuer}`);
  await migrate(database.ownerUrl, { app });
  expect((await doneBy(database.issuerUrl)).read).toContain('messages');
  expect((await doneBy(database.url)).add).not.toContain('issued');
  await migrate(database.ownerUrl, { app, issuer });
  expect((await doneBy(database.issuerUrl)).read).not.toContain('messages');
});
