import { execFile } from 'node:child_process';
import { mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, expectTypeOf, test, vi } from 'vitest';
import { Fingerprints } from '../../src/issuance/signer/fingerprints.ts';
import type { signOne } from '../../src/issuance/signer/issuing.ts';
import { chain, FIRST_HASH, lineOf } from '../../src/issuance/signer/journal-lines.ts';
import { markOf, openSignerJournal } from '../../src/issuance/signer/signer-journal.ts';
import type { Intent } from '../../src/issuance/storage.ts';

let dir: string;
let path: string;
let files = 0;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'perbarui-journal-'));
});
beforeEach(() => {
  path = join(dir, `${++files}.jsonl`);
});
afterAll(() => rm(dir, { recursive: true }));

const intent = (n: number): Intent => ({
  request: `r${n}`,
  serial: `4c${n}`,
  tbs: Buffer.from(`to be signed ${n}`),
  approval: 'x',
  number: n,
  at: new Date(0),
});

test('many intents are one write and one sync', async () => {
  const any = await open(process.execPath, 'r');
  const handle = Object.getPrototypeOf(any);
  await any.close();
  const { datasync } = handle;
  let syncs = 0;
  handle.datasync = function () {
    syncs++;
    return datasync.call(this);
  };
  try {
    const journal = await openSignerJournal(path);
    await journal.append([1, 2, 3, 4].map(intent));
    expect(syncs).toBe(1);
    await journal.append([2, 3].map(intent));
    expect(syncs).toBe(1);
    // What a predecessor left may not be on the disk yet.
    await (await openSignerJournal(path)).append([intent(2)]);
    expect(syncs).toBe(2);
    expect(journal.count()).toBe(4);
    expect(journal.latest()).toEqual({ intent: '4c4' });
  } finally {
    handle.datasync = datasync;
  }
});

test('what the journal has not returned is not signed: it is of another type', async () => {
  const journal = await openSignerJournal(path);
  const entered = await journal.append([intent(1)]);
  type Signed = Parameters<typeof signOne>[0];
  expectTypeOf<(typeof entered)[number]>().toExtend<Signed>();
  expectTypeOf<Intent>().not.toExtend<Signed>();
  expect(entered).toEqual([intent(1)]);
});

test('a look writes nothing, not even where there is no journal', async () => {
  const journal = await openSignerJournal(path);
  expect(journal.count()).toBe(0);
  for await (const _ of journal.entries()) throw new Error('an entry of nothing');
  await expect(stat(path)).rejects.toThrow('ENOENT');
});

test('a full disk leaves half a line, which is no entry; with room again it goes on', async () => {
  const child = join(import.meta.dirname, 'full-disk-child.ts');
  // A limit on the size of files, in blocks of 512 bytes: the system writes what fits and refuses the rest.
  const limited = ['-c', 'ulimit -f 8; exec "$0" "$@"', process.execPath, child, path];
  const { stdout } = await promisify(execFile)('sh', limited, { cwd: dir });
  const { count, why } = JSON.parse(stdout);
  expect(why).toContain('signer-journal');
  const text = await readFile(path, 'utf8');
  expect(text.length).toBe(8 * 512);
  expect(text.endsWith('\n')).toBe(false);

  const journal = await openSignerJournal(path);
  expect(journal.count()).toBe(count);
  const next = { ...intent(count + 1), tbs: new Uint8Array(700) };
  await journal.append([next]);
  const again = await openSignerJournal(path);
  expect(again.count()).toBe(count + 1);
  expect(again.holds(markOf(next))).toBe('this');
});

test('a known request or serial with another content is told from one that is new', async () => {
  const journal = await openSignerJournal(path);
  await journal.append([intent(1)]);
  const other = Buffer.from('another content');
  expect(journal.holds(markOf(intent(1)))).toBe('this');
  expect(journal.holds(markOf({ ...intent(1), tbs: other }))).toBe('other');
  expect(journal.holds(markOf({ ...intent(2), serial: '4c1' }))).toBe('other');
  expect(journal.holds(markOf(intent(2)))).toBe('nothing');
  await expect(journal.append([intent(2), { ...intent(1), tbs: other }])).rejects.toMatchObject({
    code: 'signer-journal',
  });
  expect(journal.count()).toBe(1);
});

/** Lines as the journal writes them, without waiting for the disk at each. */
async function writeLines(count: number): Promise<void> {
  const file = await open(path, 'w');
  let head = FIRST_HASH;
  for (let n = 1; n <= count; n++) {
    const body = JSON.stringify(lineOf(n, { ...intent(n), tbs: new Uint8Array(900) }));
    head = chain(head, body);
    await file.appendFile(`${head} ${body}\n`);
  }
  await file.close();
}

test('a journal that says two things of one request or serial, or does not count its lines, is not opened', async () => {
  const [first, other] = [intent(1), Buffer.from('another content')];
  const bad: readonly (readonly [Intent, number])[] = [
    [{ ...intent(2), request: 'r1', tbs: other }, 2],
    [{ ...intent(2), serial: '4c1', tbs: other }, 2],
    [intent(2), 3],
  ];
  for (const [second, n] of bad) {
    const [one, two] = [lineOf(1, first), lineOf(n, second)].map((line) => JSON.stringify(line)) as [string, string];
    // Whoever can write to the file can chain what he wrote.
    const head = chain(FIRST_HASH, one);
    await writeFile(path, `${head} ${one}\n${chain(head, two)} ${two}\n`);
    await expect(openSignerJournal(path)).rejects.toMatchObject({ code: 'signer-journal' });
  }
});

/** What is held once everything that nobody needs any more is collected. */
function held(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

test('a long journal is read as a stream and keeps little in memory', { timeout: 60_000 }, async () => {
  await writeLines(20_000);
  const before = held();
  const journal = await openSignerJournal(path);
  expect(journal.count()).toBe(20_000);
  // The file has 29 MB; what is kept are 8 bytes a text.
  expect((await stat(path)).size).toBeGreaterThan(25_000_000);
  await vi.waitFor(() => expect(held() - before).toBeLessThan(3_000_000), { timeout: 20_000 });
});

test('fingerprints know what was added and nothing else', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 3_000, size: 'max' }), (texts) => {
      const [added, others] = [texts.slice(0, texts.length >> 1), texts.slice(texts.length >> 1)];
      const prints = new Fingerprints();
      for (const text of added) prints.add(text);
      expect(added.every((text) => prints.has(text))).toBe(true);
      expect(others.some((text) => prints.has(text))).toBe(false);
    }),
    { numRuns: 20 },
  );
});
