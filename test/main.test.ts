import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase } from './support/postgres.ts';

const MAIN = join(import.meta.dirname, '../src/main.ts');
const FLAGS: readonly string[] = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8'))
  .scripts.start.split(' ')
  // Whatever configuration lies in this folder is not for tests.
  .filter((word: string) => word.startsWith('--') && !word.startsWith('--import='));
const MEGABYTE = 1024 * 1024;

let dir: string;
let port: number;
const running = new Set<ChildProcess>();

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'perbarui-main-'));
  port = await freePorts();
});
afterEach(async () => {
  for (const child of running) {
    child.kill('SIGINT');
    await ended(child);
  }
  await rm(dir, { recursive: true, force: true });
});

/**
 * Two ports in a row, for the pages and the sandbox: below those that systems give away by themselves, so that nothing else
 * on the machine is given one of them between here and the start.
 */
async function freePorts(): Promise<number> {
  for (;;) {
    const found = randomInt(10_000, 30_000);
    if ((await isFree(found)) && (await isFree(found + 1))) return found;
  }
}

async function isFree(asked: number): Promise<boolean> {
  const server = createServer();
  const outcome = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false)).listen(asked, '127.0.0.1', () => resolve(true));
  });
  server.close();
  return outcome;
}

async function start(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [...FLAGS, MAIN], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(port), DATA_DIR: dir, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk) => (output += chunk));
  await Promise.race([once(child, 'message'), once(child, 'exit')]);
  return { child, output: () => output };
}

async function ended(child: ChildProcess): Promise<number | null> {
  running.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const [code] = await once(child, 'exit');
  return code;
}

/** The mailbox is connected a moment after the pages are there. */
async function isWell(): Promise<void> {
  await expect.poll(async () => (await fetch(`http://127.0.0.1:${port}/health`)).status, { timeout: 20_000 }).toBe(200);
}
const password = (output: string) => /sandi: (\S+)/.exec(output)?.[1];

describe('with nothing configured', () => {
  test('starts by itself, says where to click, stops cleanly, and keeps its data', async () => {
    const first = await start();
    expect(first.output()).toContain(`/console`);
    expect(password(first.output())).toBeDefined();
    await isWell();
    expect((await fetch(`http://127.0.0.1:${port + 1}/`)).status).toBe(200);
    first.child.kill('SIGINT');
    expect(await ended(first.child)).toBe(0);

    const second = await start();
    await isWell();
    // The first password is printed once: the operator is still there.
    expect(password(second.output())).toBeUndefined();
  });

  test('starts again after it was killed', async () => {
    const first = await start();
    first.child.kill('SIGKILL');
    await ended(first.child);
    await start();
    await isWell();
  });
});

describe('beside one that runs', () => {
  let home: string;
  let taken: number;
  let first: ChildProcess;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'perbarui-main-'));
    taken = await freePorts();
    first = (await start({ PORT: String(taken), DATA_DIR: home })).child;
    running.delete(first);
  });
  afterAll(async () => {
    first.kill('SIGINT');
    await ended(first);
    await rm(home, { recursive: true, force: true });
  });

  test.runIf(process.platform === 'linux')('less than 250 MB are taken', () => {
    const status = readFileSync(`/proc/${first.pid}/status`, 'utf8');
    expect(Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) * 1024).toBeLessThan(250 * MEGABYTE);
  });

  test('a second one on the same data says so and ends', async () => {
    const second = await start({ DATA_DIR: home });
    expect(await ended(second.child)).toBe(1);
    expect(second.output()).toContain('sudah berjalan');
  });

  test('a port that is taken is named', async () => {
    const second = await start({ PORT: String(taken) });
    expect(await ended(second.child)).toBe(1);
    expect(second.output()).toContain(`PORT ${taken} is used by another program`);
  });
});

test('an address that is not of this machine, and a database that is not there, are named', async () => {
  const host = await start({ HOST: '192.0.2.1' });
  expect(await ended(host.child)).toBe(1);
  expect(host.output()).toContain('HOST 192.0.2.1 is no address of this machine');
  const away = await start({ DATABASE_URL: 'postgres://app@127.0.0.1:9/perbarui' });
  expect(await ended(away.child)).toBe(1);
  expect(away.output()).toContain('Basis data tidak dapat dipakai');
  expect(away.output()).toContain('DATABASE_URL');
});

test('a database of its own is all that DATABASE_URL needs', async () => {
  const database = await createTestDatabase();
  try {
    const { child, output } = await start({ DATABASE_URL: database.ownerUrl });
    expect(output()).toMatch(/Basis data\s+dari konfigurasi/);
    await isWell();
    // Pages that show sign-in codes are off as soon as something is real.
    expect(output()).not.toContain('Mencoba sendiri');
    child.kill('SIGINT');
    expect(await ended(child)).toBe(0);
  } finally {
    await database.drop();
  }
});

test('a wrong configuration is refused by name, all of it at once', async () => {
  const { child, output } = await start({ PORT: 'x', NOTICE_DAYS: 'soon' });
  expect(await ended(child)).toBe(1);
  expect(output()).toContain('PORT');
  expect(output()).toContain('NOTICE_DAYS');
});
