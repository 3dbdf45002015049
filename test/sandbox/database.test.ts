import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, expect, test, vi } from 'vitest';
import { startDatabase } from '../../src/sandbox/database.ts';

const MODULE = join(import.meta.dirname, '../../src/sandbox/database.ts');

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'perbarui-database-'));
  cleanups.push(() => rm(dir, { recursive: true, force: true }));
  return join(dir, 'database');
}

async function started(options: Parameters<typeof startDatabase>[0]) {
  const database = await startDatabase(options);
  let stopped = false;
  const stop = async () => {
    if (!stopped) await database.stop();
    stopped = true;
  };
  cleanups.push(stop);
  return { ...database, stop };
}

async function ask<T>(url: string, question: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await question(sql);
  } finally {
    await sql.end();
  }
}

/** Another Node process that starts the database, says its owner URL and stays. */
async function inAnotherProcess(
  options: Parameters<typeof startDatabase>[0],
): Promise<{ child: ChildProcess; url: string }> {
  const script = `import { startDatabase } from ${JSON.stringify(MODULE)};
    console.log((await startDatabase(${JSON.stringify(options)})).ownerUrl);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  cleanups.push(async () => child.kill('SIGKILL'));
  const [line] = await once(child.stdout!, 'data');
  return { child, url: String(line).trim() };
}

async function killed(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host, port, timeout: 1_000 });
    socket
      .once('connect', () => done(true))
      .once('error', () => done(false))
      .once('timeout', () => done(false));
    for (const end of ['connect', 'error', 'timeout']) socket.once(end, () => socket.destroy());
  });
}

test('the first start makes a database in UTF-8 with three roles of few rights', async () => {
  const database = await started({ dir: await folder() });
  const [encoding] = await ask(database.ownerUrl, (sql) => sql`show server_encoding`);
  expect(encoding?.server_encoding).toBe('UTF8');
  for (const [url, name] of [
    [database.ownerUrl, 'perbarui_owner'],
    [database.url, 'perbarui_app'],
    [database.issuerUrl, 'perbarui_issuer'],
  ] as const) {
    const [role] = await ask(
      url,
      (sql) => sql`select rolname, rolsuper, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user`,
    );
    expect(role).toEqual({ rolname: name, rolsuper: false, rolcreaterole: false, rolcreatedb: false });
  }
  await expect(ask(database.url, (sql) => sql`create table mine (id int)`)).rejects.toThrow(/permission denied/);
});

test('data, port and passwords are kept between two starts', async () => {
  const dir = await folder();
  const first = await started({ dir });
  await ask(first.ownerUrl, (sql) => sql`create table kept as select 'masih ada' as word`);
  await first.stop();
  const second = await started({ dir });
  expect(second.url).toBe(first.url);
  const [row] = await ask(second.ownerUrl, (sql) => sql`select word from kept`);
  expect(row?.word).toBe('masih ada');
});

test('passwords are random, and only this user can read them', async () => {
  const dir = await folder();
  const database = await started({ dir });
  const passwords = [database.ownerUrl, database.url, database.issuerUrl, database.adminUrl].map(
    (url) => new URL(url).password,
  );
  expect(new Set(passwords).size).toBe(4);
  expect(Math.min(...passwords.map((password) => password.length))).toBeGreaterThanOrEqual(32);
  expect((await stat(join(dir, 'access.json'))).mode & 0o777).toBe(0o600);
  const wrong = Object.assign(new URL(database.url), { password: 'salah' }).href;
  await expect(ask(wrong, (sql) => sql`select 1`)).rejects.toThrow(/password authentication failed/);
});

test('the server is reached by loopback only', async () => {
  const database = await started({ dir: await folder() });
  const port = Number(new URL(database.url).port);
  const others = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((each) => !each.internal && each.family === 'IPv4');
  expect(await answers('127.0.0.1', port)).toBe(true);
  for (const { address } of others) expect(await answers(address, port)).toBe(false);
});

test('after kill -9 the next start takes over the server and frees what the dead process held', async () => {
  const dir = await folder();
  const { child, url } = await inAnotherProcess({ dir });
  await ask(url, (sql) => sql`create table kept as select 1 as id`);
  const orphan = postgres(url, { max: 1, onnotice: () => {} });
  await orphan.unsafe('begin; lock table kept');
  await killed(child);
  const next = await started({ dir });
  expect(next.ownerUrl).toBe(url);
  const [row] = await ask(next.ownerUrl, (sql) => sql`select id from kept`);
  expect(row?.id).toBe(1);
  await orphan.end({ timeout: 0 });
});

test('a folder in use by a living process is refused, and that process goes on', async () => {
  const dir = await folder();
  const first = await started({ dir });
  await expect(startDatabase({ dir })).rejects.toMatchObject({ name: 'Fault', code: 'busy' });
  const [row] = await ask(first.url, (sql) => sql`select 1 as one`);
  expect(row?.one).toBe(1);
});

test('another port is taken when the remembered one belongs to somebody else', async () => {
  const dir = await folder();
  const first = await started({ dir });
  await first.stop();
  const port = Number(new URL(first.url).port);
  const intruder = createServer();
  await once(intruder.listen(port, '127.0.0.1'), 'listening');
  cleanups.push(async () => intruder.close());
  const second = await started({ dir });
  expect(Number(new URL(second.url).port)).not.toBe(port);
  const [row] = await ask(second.url, (sql) => sql`select 1 as one`);
  expect(row?.one).toBe(1);
});

test('a database without its passwords says what to do', async () => {
  const dir = await folder();
  await (await started({ dir })).stop();
  await rm(join(dir, 'access.json'));
  await expect(startDatabase({ dir })).rejects.toThrow(/access\.json is missing: restore it/);
});

test('a temporary database ends with its process, even if that is killed', async () => {
  const dir = await folder();
  const { child, url } = await inAnotherProcess({ dir, temporary: true });
  const port = Number(new URL(url).port);
  expect(await answers('127.0.0.1', port)).toBe(true);
  await killed(child);
  await vi.waitUntil(() => !existsSync(dir), { timeout: 10_000 });
  expect(await answers('127.0.0.1', port)).toBe(false);
});
