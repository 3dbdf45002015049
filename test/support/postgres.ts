import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { inject } from 'vitest';
import type {} from './postgres.setup.ts';

export type TestDatabase = {
  /** The application's role. */
  readonly url: string;
  readonly ownerUrl: string;
  readonly issuerUrl: string;
  /** Throws when the test left a connection open. */
  drop(): Promise<void>;
};

/** A connection that was told to end may take a moment until Postgres has noticed. */
const FAREWELL_MS = 2_000;

/**
 * A migrated database for one test file: `const db = await createTestDatabase()` before all, `db.drop()` after all. With
 * another one, a copy of it as it is now; its connections have to be closed.
 */
export async function createTestDatabase(of?: TestDatabase): Promise<TestDatabase> {
  const given = inject('postgres');
  if ('missing' in given) throw new Error(`no Postgres for the tests: ${given.missing}`);
  const { adminUrl, template, roles, password } = given;
  const name = `${template}_${randomBytes(4).toString('hex')}`;
  const from = of === undefined ? template : new URL(of.url).pathname.slice(1);
  await asAdmin(adminUrl, async (sql) => {
    if (of !== undefined) await connectionsLeft(sql, from);
    await sql.unsafe(`create database ${name} template ${from} owner ${roles.owner}`);
  });
  const url = (role: string) =>
    Object.assign(new URL(adminUrl), { username: role, password, pathname: `/${name}` }).href;
  return {
    url: url(roles.app),
    ownerUrl: url(roles.owner),
    issuerUrl: url(roles.issuer),
    drop: () =>
      asAdmin(adminUrl, async (sql) => {
        const left = await connectionsLeft(sql, name);
        await sql.unsafe(`drop database ${name} with (force)`);
        if (left.length > 0) throw new Error(`connections left open: ${left.join('; ')}`);
      }),
  };
}

async function connectionsLeft(sql: postgres.Sql, database: string): Promise<string[]> {
  for (const deadline = performance.now() + FAREWELL_MS; ; await pause(20)) {
    const rows = await sql`select usename, application_name, state, left(query, 80) as query
      from pg_stat_activity where datname = ${database} and backend_type = 'client backend'`;
    const left = rows.map((row) => `${row.usename} (${row.application_name}) ${row.state}, last: ${row.query}`);
    if (left.length === 0 || performance.now() > deadline) return left;
  }
}

async function asAdmin(adminUrl: string, act: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    await act(sql);
  } finally {
    await sql.end();
  }
}
