import { randomBytes } from 'node:crypto';
import { access, chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { inflate } from '@sparticuz/chromium';
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

export type FoundBrowser = { readonly browser: Browser } | { readonly missing: string };

/**
 * Starts Chromium: one of the system, else the one of the package, with its own libraries where the system lacks them.
 * `missing` says why there is none; the test then skips with that line. Whoever gets a browser closes it.
 */
export async function launchBrowser(): Promise<FoundBrowser> {
  const why: string[] = [];
  for (const attempt of [
    ...[process.env.PERBARUI_CHROMIUM ?? [], SYSTEM].flat().map(system),
    unpacked,
    unpackedWithLibraries,
  ]) {
    try {
      return { browser: await attempt() };
    } catch (error) {
      why.push(String(error instanceof Error ? error.message : error).split('\n')[0]!);
    }
  }
  return { missing: `no Chromium starts here: ${[...new Set(why)].join('; ')}` };
}

const system = (path: string) => async () => {
  await access(path);
  return launch(path);
};

const unpacked = async () => launch(await unpack());

/** Distributions without NSS get the libraries that come with the package. */
async function unpackedWithLibraries(): Promise<Browser> {
  const folder = await inflate(join(packageFolder(), 'bin', 'al2023.tar.br'));
  return launch(await unpack(), { LD_LIBRARY_PATH: join(folder, 'lib') });
}

const launch = (executablePath: string, env: Record<string, string> = {}) =>
  chromium.launch({
    executablePath,
    args: ARGS,
    timeout: START_MS,
    env: { ...(process.env as Record<string, string>), ...env },
  });

const packageFolder = () => join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..', '..');

/** Unpacked once for a machine; put in place by a rename, because several test files may do it at once. */
async function unpack(): Promise<string> {
  const folder = packageFolder();
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const home = join(tmpdir(), `perbarui-chromium-${version}`);
  const path = join(home, 'chromium');
  if (
    await access(path).then(
      () => true,
      () => false,
    )
  )
    return path;
  await mkdir(home, { recursive: true });
  const beside = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    const packed = await readFile(join(folder, 'bin', 'chromium.br'));
    await writeFile(beside, await promisify(brotliDecompress)(packed));
    await chmod(beside, 0o755);
    await rename(beside, path);
  } finally {
    await rm(beside, { force: true });
  }
  return path;
}
