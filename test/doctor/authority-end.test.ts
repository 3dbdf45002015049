import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { authorityFindings, type EarlierAuthority, earlierFindings } from '../../src/doctor/authority-end.ts';
import { inWords } from '../../src/doctor/words.ts';
import { authorityNotice } from '../../src/web/console/authority.ts';
import type { WebParts } from '../../src/web/parts.ts';
import { foreignCa } from '../issuance/foreign-ca.ts';
import { NOW } from '../issuance/office.ts';

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(NOW.getTime() + days * DAY_MS);

/** An issuing CA and its root, each with so many days left. */
function chainOf(issuingDays: number, rootDays: number): Uint8Array[] {
  const root = foreignCa('CA Induk', undefined, { notAfter: inDays(rootDays) });
  const issuing = foreignCa('CA Penerbit', root, { notAfter: inDays(issuingDays) });
  return [issuing, root].map(({ pem }) => new Uint8Array(new X509Certificate(pem).raw));
}
const codesOf = (...days: Parameters<typeof chainOf>) =>
  authorityFindings(chainOf(...days), NOW).map(({ code }) => code);

describe("the CA's own end", () => {
  test.each([
    [3_650, 7_300, ['ca-ok']],
    [823, 7_300, ['ca-ok']],
    [821, 7_300, ['ca-ends']],
    [271, 7_300, ['ca-ends']],
    [269, 7_300, ['ca-ends-soon']],
    [179, 7_300, ['ca-ended']],
    [-1, 7_300, ['ca-ended']],
    // The issuing CA never outlives its root, so the root is what has to be renewed.
    [700, 700, ['ca-ends', 'root-ends']],
    [3_650, 200, ['ca-ends-soon', 'root-ends']],
  ] as const)('%i days off, the root %i: %s', (issuing, root, codes) => {
    expect(codesOf(issuing, root)).toEqual(codes);
  });

  test('is told with the date, what it means, and the command that mends it', () => {
    const [finding] = authorityFindings(chainOf(800, 7_300), NOW);
    const { says, todo } = inWords(finding!, 'Asia/Jakarta');
    expect(says).toContain('31 Januari 2029, 799 hari lagi');
    expect(says).toContain('mulai 30 Januari 2027 masa berlakunya kurang dari dua tahun');
    expect(todo).toContain('npm run cli -- ca renew --root-dir FOLDER');
  });
});

describe('the end of a CA whose place another one has taken', () => {
  test.each([
    ['it ends after all that it issued', 900, 700, ['ca-retired']],
    ['at the same moment', 700, 700, ['ca-retired']],
    ['before the last of it', 600, 700, ['ca-outlived']],
    ['it has ended, and something of it has not', -5, 700, ['ca-outlived']],
    ['it has ended with all that it issued', -5, -9, []],
    ['it issued nothing that is still in use', 900, undefined, ['ca-retired']],
    ['it ended long ago, and so did what outlived it', -9, -5, []],
  ] as const)('%s', (_, until, last, codes) => {
    const earlier = { until: inDays(until), last: last && inDays(last) };
    expect(earlierFindings([earlier], NOW).map(({ code }) => code)).toEqual(codes);
  });
});

describe('above the queue', () => {
  const shown = async (chain: readonly Uint8Array[] | undefined, earlier: readonly EarlierAuthority[] = []) => {
    const authority = chain && { chain: async () => chain, earlier: async () => earlier };
    const parts = { authority, clock: () => NOW, settings: { timeZone: 'Asia/Jakarta' } } as unknown as WebParts;
    return String(await authorityNotice(parts));
  };
  test('operators see it in time, and what to do', async () => {
    const text = await shown(chainOf(200, 7_300));
    for (const words of ['mendesak', '11 Juni 2027', 'ca renew', 'pengelola sistem']) expect(text).toContain(words);
  });
  test('they see that an earlier CA ends before what it issued, and not that it goes on as it should', async () => {
    const well = { until: inDays(900), last: inDays(700) };
    expect(await shown(chainOf(3_000, 7_000), [well])).toBe('');
    const text = await shown(chainOf(3_000, 7_000), [well, { until: inDays(600), last: inDays(700) }]);
    for (const words of ['mendesak', '15 Juli 2028', '23 Oktober 2028', 'daftar pencabutan', 'cadangan terbaru'])
      expect(text).toContain(words);
  });
  test('they see nothing while all is well, before the first signature, and with AMS', async () => {
    for (const chain of [chainOf(3_000, 7_000), [], undefined]) expect(await shown(chain)).toBe('');
  });
});
