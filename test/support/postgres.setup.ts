import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { startDatabase } from '../../src/sandbox/database.ts';

/** What the test files need to clone a database of their own; or why there can be none, which fails only who needs one. */
type PostgresForTests = Template | { readonly missing: string };
type Template = {
  readonly adminUrl: string;
  readonly template: string;
  readonly roles: Record<'owner' | 'app' | 'issuer', string>;
  readonly password: string;
};

declare module 'vitest' {
  interface ProvidedContext {
    postgres: PostgresForTests;
  }
}

const MIGRATE = join(import.meta.dirname, '../../db/migrate.ts');

/**
 * One Postgres for the whole run: TEST_DATABASE_URL (a role that may create roles and databases) or an embedded one in
 * a temporary folder. It gets a migrated template database and three roles with names of this run only.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const each of stops.reverse()) await each();
  };
  try {
    project.provide('postgres', await makeTemplate(stops));
  } catch (error) {
    project.provide('postgres', { missing: inspect(error) });
  }
  return stop;
}

async function makeTemplate(stops: (() => Promise<unknown>)[]): Promise<Template> {
  const adminUrl = process.env.TEST_DATABASE_URL ?? (await startEmbedded(stops));
  const template = `test_${randomBytes(4).toString('hex')}`;
  const roles = { owner: `${template}_owner`, app: `${template}_app`, issuer: `${template}_issuer` };
  const password = randomBytes(16).toString('hex');
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  stops.push(async () => {
    const databases = await admin`select datname from pg_database where datname like ${`${template}%`}`;
    for (const { datname } of databases) await admin.unsafe(`drop database ${datname} with (force)`);
    for (const role of Object.values(roles)) await admin.unsafe(`drop role if exists ${role}`);
    await admin.end();
  });
  for (const role of Object.values(roles)) await admin.unsafe(`create role ${role} login password '${password}'`);
  await admin.unsafe(`create database ${template} owner ${roles.owner} template template0`);
  const ownerUrl = Object.assign(new URL(adminUrl), { username: roles.owner, password, pathname: `/${template}` }).href;
  if (existsSync(MIGRATE)) {
    const { migrate } = await import(pathToFileURL(MIGRATE).href);
    await migrate(ownerUrl, { app: roles.app, issuer: roles.issuer });
  }
  return { adminUrl, template, roles, password };
}

async function startEmbedded(stops: (() => Promise<unknown>)[]): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'perbarui-test-'));
  stops.push(() => rm(dir, { recursive: true, force: true }));
  const database = await startDatabase({ dir, temporary: true });
  stops.push(database.stop);
  return database.adminUrl;
}
