import { X509Certificate } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasAuthority, initAuthority, openAuthority } from '../../src/issuance/custody.ts';
import { approved, NAMES, NOW, type Office, openOffice, PASSPHRASE } from './office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice('rsa-3072');
});
afterAll(() => office.close());
const ca = () => join(office.dir, 'ca');

describe('a CA', () => {
  test('is made once: a second time is refused and leaves the first as it is', async () => {
    const before = await readFile(join(ca(), 'issuing.pem'), 'utf8');
    const again = initAuthority({ dir: ca(), passphrase: PASSPHRASE, names: NAMES, now: NOW });
    await expect(again).rejects.toMatchObject({ code: 'custody' });
    expect(await readFile(join(ca(), 'issuing.pem'), 'utf8')).toBe(before);
    expect(await readdir(office.dir)).toEqual(['ca']);
  });
  test('keeps its keys encrypted and to itself', async () => {
    for (const name of ['root.key.pem', 'issuing.key.pem']) {
      expect(await readFile(join(ca(), name), 'utf8')).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
      expect((await stat(join(ca(), name))).mode & 0o077).toBe(0);
    }
  });
  test('opens with its passphrase only, and the fault does not repeat what was given', async () => {
    const attempt = openAuthority(ca(), 'another passphrase');
    await expect(attempt).rejects.toMatchObject({ code: 'custody' });
    await expect(attempt).rejects.not.toThrow(/another passphrase/);
  });
  test('opens without the key of the root, which belongs elsewhere', async () => {
    await rm(join(ca(), 'root.key.pem'));
    expect((await openAuthority(ca(), PASSPHRASE)).kind).toBe('rsa-3072');
  });
  test('takes no short passphrase', async () => {
    const short = initAuthority({ dir: join(office.dir, 'b'), passphrase: 'too short', names: NAMES, now: NOW });
    await expect(short).rejects.toMatchObject({ code: 'custody' });
  });
  test('may be named after an office with a long name', async () => {
    const organisation = 'Dinas Komunikasi, Informatika, Persandian dan Statistik Kabupaten Hulu Sungai Selatan';
    const names = { ...NAMES, organisation };
    const authority = await initAuthority({
      dir: join(office.dir, 'c'),
      passphrase: PASSPHRASE,
      names,
      now: NOW,
      kind: 'p-384',
    });
    expect(new X509Certificate(authority.certificate).subject).toContain('Kab. Hulu Sungai Selatan');
  });
  test('that began earlier may have issued what is about to expire', async () => {
    const began = new Date('2023-01-01T00:00:00Z');
    const settings = {
      dir: join(office.dir, 'd'),
      passphrase: PASSPHRASE,
      names: NAMES,
      now: began,
      kind: 'p-384',
    } as const;
    const older = await initAuthority(settings);
    office.storage.requests.set('old', approved({ notBefore: new Date('2024-12-01T00:00:00Z') }));
    const old = await (await office.start(office.storage, older)).issue({ id: 'old' });
    expect(old).toMatchObject({ status: 'issued', notAfter: new Date('2026-11-30T23:59:59Z') });
  });
  test('is recognised where it is and where it is not', async () => {
    expect(await hasAuthority(ca())).toBe(true);
    expect(await hasAuthority(join(office.dir, 'nowhere'))).toBe(false);
  });
});
