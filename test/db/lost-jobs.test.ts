import { PgBoss } from 'pg-boss';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { takeUpLostJobs } from '../../db/lost-jobs.ts';
import { migrate } from '../../db/migrate.ts';
import { QUEUES } from '../../db/queues.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
let sql: Sql;
let boss: PgBoss;
beforeAll(async () => {
  database = await createTestDatabase();
  sql = connect(database.url, { max: 1 });
  boss = new PgBoss({ connectionString: database.url, max: 1, migrate: false, supervise: false, schedule: false });
  await boss.start();
});
afterEach(() => sql`delete from pgboss.job`);
afterAll(async () => {
  await boss.stop({ graceful: false });
  await sql.end();
  await database.drop();
});

/** As a worker has it in hand who is killed at this moment: nobody says any more that he is alive. */
async function inHand(queue: string): Promise<string> {
  const id = await boss.send(queue, { document: 'd' });
  expect((await boss.fetch(queue)).map((job) => job.id)).toEqual([id]);
  return id!;
}
const silentFor = (seconds: number) =>
  sql`update pgboss.job set heartbeat_on = now() - ${seconds} * interval '1 second'`;
const stateOf = async (id: string) => (await sql`select state from pgboss.job where id = ${id}`)[0]!.state;

test.each(['fetch', 'read', 'issue', 'revoke'] as const)(
  'what somebody waits for (%s) and a killed process had in hand goes to another one soon',
  async (queue) => {
    const id = await inHand(queue);
    await silentFor(14);
    await takeUpLostJobs(sql, boss);
    expect(await stateOf(id)).toBe('active');
    await silentFor(16);
    await takeUpLostJobs(sql, boss);
    expect(await stateOf(id)).toBe('retry');
  },
);

test('what runs at its own hours is left to its time', async () => {
  const id = await inHand('scan');
  await silentFor(600);
  await takeUpLostJobs(sql, boss);
  expect(await stateOf(id)).toBe('active');
});

test('queues that an earlier release made are brought to what this one says', async () => {
  const owner = connect(database.ownerUrl, { max: 1 });
  await owner`update pgboss.queue set heartbeat_seconds = null, retry_limit = 9`;
  await owner.end();
  const roles = { app: new URL(database.url).username, issuer: new URL(database.issuerUrl).username };
  await migrate(database.ownerUrl, roles);
  for (const [name, options] of Object.entries(QUEUES)) expect(await boss.getQueue(name)).toMatchObject(options);
});
