import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { noticeCandidates } from '../../db/notice-candidates.ts';
import { insertRows } from '../../db/rows.ts';
import { DAY_MS } from '../../src/durations.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

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

const NOW = new Date('2026-11-28T08:00:00Z');

test('of a certificate that is revoked, replaced or not confirmed yet nobody is told that it ends', async () => {
  const [applicant, successor] = [randomUUID(), randomUUID()];
  const hashes = { nipHash: randomUUID(), nikHash: randomUUID(), version: 'x', versionNumber: 1 };
  await insertRows(sql, 'applicants', [{ id: applicant, ...hashes, createdAt: NOW }]);
  const ends = (days: number) => new Date(NOW.getTime() + days * DAY_MS);
  const of = (serial: string, more: object) => ({
    id: randomUUID(),
    applicant,
    serial,
    issuer: 'ams',
    evidence: 'number',
    notAfter: ends(5),
    state: 'valid',
    successor: null,
    at: NOW,
    ...more,
  });
  const due = of('01', {});
  const others = [
    of('02', { state: 'revoked' }),
    of('03', { successor }),
    of('04', { state: 'provisional' }),
    of('05', { id: successor, notAfter: ends(700) }),
  ];
  await insertRows(sql, 'certificates', [due, ...others]);
  const found = [];
  for await (const rows of noticeCandidates(sql, NOW, 30)) found.push(...rows);
  expect(found).toEqual([{ certificate: due.id, expires: due.notAfter, stopped: false, unreachable: true }]);
});
