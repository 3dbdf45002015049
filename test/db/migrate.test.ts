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

test('a program of an older release leaves a newer database alone, and takes no right that it does not know', async () => {
  const database = await createTestDatabase();
  const sql = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
  const userOf = (url: string) => new URL(url).username;
  const [app, issuer] = [userOf(database.url), userOf(database.issuerUrl)];
  try {
    await sql.unsafe(`create table of_a_later_release (id int); grant select on of_a_later_release to ${issuer}`);
    await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 9999999999999)`;
    await expect(migrate(database.ownerUrl, { app, issuer })).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('newer release'),
    });
    const [right] = await sql`select has_table_privilege(${issuer}, 'of_a_later_release', 'select') as kept`;
    expect(right).toEqual({ kept: true });
  } finally {
    await sql.end();
    await database.drop();
  }
});
