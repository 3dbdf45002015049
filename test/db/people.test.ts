import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { applicants } from '../../db/people.ts';
import { insertRows } from '../../db/rows.ts';
import { createKeyring } from '../../src/seal.ts';
import { somebody } from '../support/person.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { sealData } from '../support/sealed.ts';

let database: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await createTestDatabase();
  sql = connect(database.url);
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

const NOW = new Date('2026-11-27T08:00:00Z');
const keyring = createKeyring(Buffer.alloc(32, 7));
function versionOf(applicant: string, number: number, name: string) {
  const id = randomUUID();
  const sealed = sealData(keyring, id, somebody({ name }));
  const plain = { name, organisation: 'Dinas', unit: '', source: 'import', by: 'system', at: NOW };
  return { id, applicant, number, hash: `version ${number}`, sealed, ...plain };
}

test('whoever waits while somebody’s data changes goes on with all of the new data', async () => {
  const id = randomUUID();
  const hashes = { nipHash: randomUUID(), nikHash: randomUUID() };
  await insertRows(sql, 'applicants', [{ id, ...hashes, version: 'version 1', versionNumber: 1, createdAt: NOW }]);
  await insertRows(sql, 'data_versions', [versionOf(id, 1, 'Siti')]);
  let waiting: Promise<unknown> | undefined;
  await sql.begin(async (first) => {
    await applicants(first, keyring, [id]);
    await insertRows(first, 'data_versions', [versionOf(id, 2, 'Siti Aminah')]);
    await first`update applicants set version = 'version 2', version_number = 2 where id = ${id}`;
    waiting = sql.begin((second) => applicants(second, keyring, [id])) as Promise<unknown>;
    while ((await sql`select 1 from pg_locks where not granted`).length === 0);
  });
  expect(await waiting).toMatchObject([{ version: 'version 2', versionNumber: 2, data: { name: 'Siti Aminah' } }]);
});
