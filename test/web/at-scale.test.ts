import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { createOutbox } from '../../db/outbox.ts';
import { createJobReads } from '../../db/work.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { newcomer, openConsole, person } from './console-office.ts';

/** What grows with every message and every year. What is open now is read whole in some places, and stays small. */
const GROWING = [
  'applicants',
  'certificate_evidence',
  'certificates',
  'contacts',
  'data_versions',
  'decisions',
  'document_views',
  'documents',
  'events',
  'issue_requests',
  'journal',
  'keys',
  'links',
  'messages',
  'notices',
  'questions',
  'raw_messages',
  'renewals',
  'revocations',
  'revoked',
];

let database: TestDatabase;
let owner: postgres.Sql;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = postgres(database.ownerUrl, { max: 1 });
  // Where a row can be found by an index it is then, however few rows there are: what is still read whole has none.
  await owner.unsafe(`alter database ${new URL(database.url).pathname.slice(1)} set enable_seqscan = off`);
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

/** The tables that were read whole by what `act` did; its connections are closed by then, since only that makes Postgres count. */
async function readWhole(act: () => Promise<unknown>): Promise<string[]> {
  const scans = async () => {
    const rows =
      await owner`select relname, seq_scan::int as scans from pg_stat_user_tables where relname = any(${GROWING})`;
    return new Map(rows.map(({ relname, scans }) => [relname, scans]));
  };
  const ended = async () =>
    (await owner`select sessions::int from pg_stat_database where datname = current_database()`)[0]!;
  const [before, { sessions }] = [await scans(), await ended()];
  expect(before.size).toBe(GROWING.length);
  await act();
  const last = connect(database.url, { max: 1 });
  await last`select count(*) from operators`;
  await last.end();
  await expect.poll(async () => (await ended()).sessions).toBeGreaterThan(sessions);
  const after = await scans();
  return GROWING.filter((table) => after.get(table) !== before.get(table));
}

test('no page that operators look at all day reads all messages, people or certificates', async () => {
  const office = await openConsole({}, {}, database);
  const { id, applicant } = await office.reviewable(person('Siti'));
  for (let count = 0; count < 3; count++) await office.has(newcomer());
  const [said] = await office.sql`select id, contact from messages where direction = 'in' limit 1`;
  await office.close();

  const read = await readWhole(async () => {
    const later = await openConsole({}, {}, database);
    const browser = await later.browser();
    for (const page of [
      'queue',
      'queue?tab=applicant',
      'queue?tab=issuer',
      'messages',
      `messages/${said!.id}`,
      `contacts/${said!.contact}`,
      `renewals/${id}`,
      `renewals/${id}/journal`,
      `people/${applicant}`,
      `people/${applicant}/journal`,
      'notices',
      'certificates',
      'revocations',
      'faults',
    ])
      expect((await browser.get(`/console/${page}`)).status, page).toBe(200);
    await later.close();
  });
  expect(read).toEqual([]);
});

test('nor does what is looked for in the rows every minute', async () => {
  const looks = async (sql: Sql) => {
    const now = new Date();
    const reads = createJobReads({ sql, keyring: undefined as never });
    await reads.overdueWork(now);
    await reads.revokedElsewhere();
    await reads.forgottenTakeovers(new Date(0));
    await reads.awaitingApplicant(new Date(0));
    await reads.inAms(now);
    for await (const _ of reads.noticeCandidates(new Date(0), 30));
    await createOutbox({ sql, boss: undefined as never, clock: () => now }).overdue(now);
  };
  const read = await readWhole(async () => {
    const sql = connect(database.url, { max: 1 });
    await looks(sql);
    await sql.end();
  });
  expect(read).toEqual([]);
});
