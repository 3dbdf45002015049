import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { z } from 'zod';
import { Fault } from '../fault.ts';
import { type Cluster, openCluster } from './cluster.ts';

export type Database = {
  /** Owns the database: migrations and grants. */
  readonly ownerUrl: string;
  /** The application's role. */
  readonly url: string;
  readonly issuerUrl: string;
  /** The superuser's, for making and dropping whole databases. */
  readonly adminUrl: string;
  /** Ends every session and stops the server; a temporary one is removed from the disk. */
  stop(): Promise<void>;
};

type DatabaseOptions = {
  /** Everything is kept in this folder: the data, the port and the passwords. */
  readonly dir: string;
  /** Without it a free port is chosen and remembered. */
  readonly port?: number;
  /** Nothing is synced to the disk, and the server ends with this process even if that is killed. For tests. */
  readonly temporary?: boolean;
};

const DATABASE = 'perbarui';
const ROLES = { owner: 'perbarui_owner', app: 'perbarui_app', issuer: 'perbarui_issuer' } as const;

/** What is remembered from start to start, readable by this user only. */
const Access = z.object({
  port: z.number(),
  passwords: z.object({ admin: z.string(), owner: z.string(), app: z.string(), issuer: z.string() }),
});
type Access = z.infer<typeof Access>;

/** How long a server that is on its way up or down is waited for. */
const SETTLE_MS = 10_000;
/** How long the session of a predecessor may stay after it was killed; longer means that it lives. */
const HANDOVER_MS = 2_000;
const STEP_MS = 25;
/** The session lock that says "this folder is in use"; any constant will do. */
const IN_USE = 7_306_141;

/**
 * Starts a Postgres of our own on loopback, with its three roles, or takes over the one that a killed predecessor left
 * running. Throws Fault('busy') when a living process uses the folder, Fault('database') when there can be no server.
 */
export async function startDatabase({ dir, port, temporary = false }: DatabaseOptions): Promise<Database> {
  const cluster = await openCluster(dir, temporary);
  let access = await readAccess(dir);
  if (!(await cluster.exists())) {
    access = { port: port ?? (await freePort()), passwords: newPasswords() };
    await writeAccess(dir, access);
    await cluster.initialise(access.passwords.admin);
  }
  if (!access)
    throw new Fault(
      'database',
      `${dir} holds a database but its access.json is missing: restore it, or move the folder away`,
    );

  const running = await settled(cluster);
  if (!running) await cluster.start(port ?? (await freePort(access.port)));
  const actual = running?.port ?? (await cluster.running())?.port ?? access.port;
  if (actual !== access.port) {
    access = { ...access, port: actual };
    await writeAccess(dir, access);
  }
  const url = (user: string, password: string, database = DATABASE) =>
    `postgres://${user}:${password}@127.0.0.1:${actual}/${database}`;
  const { passwords } = access;
  const adminUrl = url('postgres', passwords.admin, 'postgres');
  const keeper = await keep(adminUrl);
  if (running) await endForgottenSessions(keeper);
  await makeRoles(keeper, passwords);
  const guard = temporary ? guardAgainstKill(await cluster.running(), dir) : undefined;

  return {
    ownerUrl: url(ROLES.owner, passwords.owner),
    url: url(ROLES.app, passwords.app),
    issuerUrl: url(ROLES.issuer, passwords.issuer),
    adminUrl,
    async stop() {
      guard?.kill('SIGKILL');
      await keeper.end({ timeout: 1 });
      await cluster.stop();
      if (temporary) await rm(dir, { recursive: true, force: true });
    },
  };
}

/** The addresses of the database in this folder while another process runs it; undefined when none runs. */
export async function runningDatabase(
  dir: string,
): Promise<Pick<Database, 'ownerUrl' | 'url' | 'issuerUrl'> | undefined> {
  const access = await readAccess(dir);
  if (!access || !(await listening(access.port))) return undefined;
  const url = (user: string, password: string) => `postgres://${user}:${password}@127.0.0.1:${access.port}/${DATABASE}`;
  const { passwords } = access;
  return {
    ownerUrl: url(ROLES.owner, passwords.owner),
    url: url(ROLES.app, passwords.app),
    issuerUrl: url(ROLES.issuer, passwords.issuer),
  };
}

/** The running server, once it is neither starting nor stopping; undefined when there is none. */
async function settled(cluster: Cluster): ReturnType<Cluster['running']> {
  for (const deadline = performance.now() + SETTLE_MS; performance.now() < deadline; await pause(STEP_MS)) {
    const found = await cluster.running();
    if (!found || (await listening(found.port))) return found;
  }
  return undefined;
}

/**
 * A session that lives as long as this process and holds the lock on the folder; whatever ends the process ends it.
 * The session of a process that was killed a moment ago may take a moment to go.
 */
async function keep(adminUrl: string): Promise<postgres.Sql> {
  // `max_lifetime`: a renewed connection would lose the lock.
  const sql = postgres(adminUrl, { max: 1, max_lifetime: null, idle_timeout: 0, onnotice: () => {} });
  try {
    for (const deadline = performance.now() + HANDOVER_MS; performance.now() < deadline; await pause(STEP_MS)) {
      const [row] = await sql`select pg_try_advisory_lock(${IN_USE}) as ours`;
      if (row?.ours) return sql;
    }
  } catch (cause) {
    await sql.end({ timeout: 1 });
    throw new Fault('database', 'the embedded Postgres does not let us in', { cause });
  }
  await sql.end({ timeout: 1 });
  throw new Fault(
    'busy',
    'the embedded database is in use by another running process: stop that one first, or set another DATA_DIR',
  );
}

/** A killed process leaves sessions with locks behind until their statements end; nothing waits for those any more. */
async function endForgottenSessions(sql: postgres.Sql): Promise<void> {
  await sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where backend_type = 'client backend' and pid <> pg_backend_pid()`;
}

/** Makes what is missing of roles and database, so that an interrupted first start is completed by the next. */
async function makeRoles(sql: postgres.Sql, passwords: Access['passwords']): Promise<void> {
  const present = new Set((await sql`select rolname from pg_roles`).map((row) => row.rolname));
  for (const key of ['owner', 'app', 'issuer'] as const) {
    if (!present.has(ROLES[key])) await sql.unsafe(`create role ${ROLES[key]} login password '${passwords[key]}'`);
  }
  const [database] = await sql`select 1 from pg_database where datname = ${DATABASE}`;
  if (!database) await sql.unsafe(`create database ${DATABASE} owner ${ROLES.owner}`);
}

/**
 * A shell that waits for the end of its input, which is the end of this process however it comes, and then stops the
 * server and removes the folder. It has a session of its own, so a Ctrl-C does not reach it.
 */
function guardAgainstKill(server: { readonly pid: number } | undefined, dir: string): ChildProcess {
  const script =
    'cat >/dev/null; kill -INT "$1"; n=0; while [ -e "$2/cluster/postmaster.pid" ] && [ $n -lt 100 ]; do sleep 0.1; n=$((n+1)); done; rm -rf "$2"';
  const args = ['-c', script, 'guard', String(server?.pid), resolve(dir)];
  const guard = spawn('/bin/sh', args, { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  guard.unref();
  return guard;
}

const newPassword = () => randomBytes(24).toString('base64url');
const newPasswords = () => ({ admin: newPassword(), owner: newPassword(), app: newPassword(), issuer: newPassword() });

const accessFile = (dir: string) => resolve(dir, 'access.json');

async function readAccess(dir: string): Promise<Access | undefined> {
  const text = await readFile(accessFile(dir), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : Access.parse(JSON.parse(text));
}

async function writeAccess(dir: string, access: Access): Promise<void> {
  await writeFile(`${accessFile(dir)}.new`, JSON.stringify(access, null, 2), { mode: 0o600 });
  await rename(`${accessFile(dir)}.new`, accessFile(dir));
}

/** Below those that systems give to outgoing connections, which would take one before it is listened on. */
const PORTS = { from: 20_000, to: 32_768 };
const TAKEN: readonly (string | undefined)[] = ['EADDRINUSE', 'EACCES'];

/** A port that nobody listens on now, on loopback: the preferred one if it is free. */
export function freePort(preferred = randomInt(PORTS.from, PORTS.to)): Promise<number> {
  const server = createServer();
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      TAKEN.includes(error.code) ? done(freePort()) : fail(error),
    );
    server.listen(preferred, '127.0.0.1', () => server.close(() => done(preferred)));
  });
}

/** Whether anybody listens there, on loopback. */
export function listening(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => done(false));
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
  });
}
