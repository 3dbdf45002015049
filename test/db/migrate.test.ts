import postgres from 'postgres';
import { expect, test } from 'vitest';
import { migrate } from '../../db/migrate.ts';
import { createTestDatabase } from '../support/postgres.ts';

test('an empty database is brought to the newest schema by many processes that start at once, and once', async () => {
  const database = await createTestDatabase();
  const sql = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
  const userOf = (url: string) => new URL(url).username;
  const roles = { app: userOf(database.url), issuer: userOf(database.issuerUrl) };
  try {
    const applied = async () =>
      (await sql`select hash from drizzle.__drizzle_migrations order by id`).map(({ hash }) => hash);
    const wanted = await applied();
    await sql.unsafe('drop schema public, drizzle, pgboss cascade; create schema public');
    await Promise.all(Array.from({ length: 4 }, () => migrate(database.ownerUrl, roles)));
    expect(await applied()).toEqual(wanted);
  } finally {
    await sql.end();
    await database.drop();
  }
});
