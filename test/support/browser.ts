import { randomBytes } from 'node:crypto';
import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';

/** Where distributions put Chromium and its relatives; `PERBARUI_CHROMIUM` names another one. */
const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];
/** Root has no sandbox to run in, and containers have little shared memory. */
const ARGS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'];
const START_MS = 30_000;

type FoundBrowser = { readonly browser: Browser } | { readonly missing: string };
type Attempt = (args: string[]) => Promise<Browser>;

/**
 * Starts Chromium: one of the system, else the one of the package, with its own libraries where the system lacks them.
 * `missing` says why there is none; the test then skips with that line. `args` are Chromium's own. Whoever gets a
 * browser closes it.
 */
export async function launchBrowser(args: readonly string[] = []): Promise<FoundBrowser> {
  const named = process.env.PERBARUI_CHROMIUM;
  const installed = named ? [named] : SYSTEM;
  const why: string[] = [];
  for (const attempt of [...installed.map(system), unpacked, unpackedWithLibraries]) {
    try {
      return { browser: await attempt([...ARGS, ...args]) };
    } catch (error) {
      why.push(String(error instanceof Error ? error.message : error).split('\n')[0]!);
    }
  }
  return { missing: `no Chromium starts here: ${[...new Set(why)].join('; ')}` };
}

function system(path: string): Attempt {
  return async (args) => {
    await access(path);
    return launch(path, args);
  };
}

const unpacked: Attempt = async (args) => launch(join(await unpack(), 'chromium'), args);

/** Distributions without NSS get the libraries that come with the package. */
const unpackedWithLibraries: Attempt = async (args) => {
  const home = await unpack();
  return launch(join(home, 'chromium'), args, { LD_LIBRARY_PATH: home });
};

function launch(executablePath: string, args: string[], env: Record<string, string> = {}): Promise<Browser> {
  return chromium.launch({ executablePath, args, timeout: START_MS, env: { ...process.env, ...env } as never });
}

/** Unpacked once for a machine; put in place by a rename, because several test files may do it at once. */
async function unpack(): Promise<string> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..', '..');
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const home = join(tmpdir(), `perbarui-chromium-${version}`);
  const there = () =>
    access(home).then(
      () => true,
      () => false,
    );
  if (await there()) return home;
  const beside = `${home}.${randomBytes(4).toString('hex')}`;
  await mkdir(beside);
  try {
    await writeFile(join(beside, 'chromium'), await open(join(folder, 'bin', 'chromium.br')), { mode: 0o755 });
    for (const { name, content } of filesOf(await open(join(folder, 'bin', 'al2023.tar.br'))))
      await writeFile(join(beside, basename(name)), content);
    await rename(beside, home).catch(async (error) => {
      if (!(await there())) throw error;
    });
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
  return home;
}

const open = async (path: string) => promisify(brotliDecompress)(await readFile(path));

const BLOCK = 512;

/** The plain files of a tar archive (POSIX ustar): name in bytes 0 to 99 of the header, size in octal at 124. */
function filesOf(tar: Buffer): { name: string; content: Buffer }[] {
  const files: { name: string; content: Buffer }[] = [];
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const name = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8);
    const isFile = tar[at + 156] === 0x30 || tar[at + 156] === 0;
    if (isFile) files.push({ name, content: tar.subarray(at + BLOCK, at + BLOCK + size) });
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}
