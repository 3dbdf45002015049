import postgres from 'postgres';
import { expect, test } from 'vitest';
import { createTestDatabase } from './postgres.ts';

test('each test file has a database of its own', async () => {
  const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  const [a, b] = [postgres(one.ownerUrl), postgres(two.ownerUrl)];
  await a`create table only_in_one (id int)`;
  const [there] = await b`select to_regclass('only_in_one') as found`;
  expect(there?.found).toBeNull();
  await Promise.all([a.end(), b.end()]);
  await Promise.all([one.drop(), two.drop()]);
});

test('a connection that a test leaves open fails it', async () => {
  const database = await createTestDatabase();
  const forgotten = postgres(database.url, { max: 1, onnotice: () => {} });
  await forgotten`select 1 as forgotten`;
  await expect(database.drop()).rejects.toThrow(/connections left open: .*_app .*select 1 as forgotten/);
  await forgotten.end();
});
