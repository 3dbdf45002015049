import { X509Certificate } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exposed } from '../../src/issuance/custody/ca-folder.ts';
import { hasAuthority, openAuthority, openFamily } from '../../src/issuance/custody/custody.ts';
import { initAuthority, renewAuthority } from '../../src/issuance/custody/establish.ts';
import { approved, hasOpenssl, NAMES, NOW, type Office, openOffice, openssl, PASSPHRASE } from './office.ts';

const ROOT_PASSPHRASE = 'another one for the root';
const YEAR_MS = 365.25 * 86_400_000;

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());
const ca = () => join(office.dir, 'ca');
const root = () => join(office.dir, 'ca-root');
const made = (name: string, more: object = {}) =>
  initAuthority({
    dir: join(office.dir, name),
    passphrase: PASSPHRASE,
    names: NAMES,
    now: NOW,
    kind: 'p-384',
    ...more,
  });

describe('a CA', () => {
  test('is made once: a second time is refused and leaves the first as it is', async () => {
    const before = await readFile(join(ca(), 'issuing.pem'), 'utf8');
    await expect(made('ca')).rejects.toMatchObject({ code: 'custody' });
    expect(await readFile(join(ca(), 'issuing.pem'), 'utf8')).toBe(before);
    expect((await readdir(office.dir)).toSorted()).toEqual(['ca', 'ca-root']);
  });
  test('whose successor cannot be looked at does not come back to work in its place', async () => {
    await made('seen');
    const next = join(office.dir, 'seen', 'g2');
    await symlink('g2', next);
    await expect(openFamily(join(office.dir, 'seen'), PASSPHRASE)).rejects.toMatchObject({ code: 'custody' });
    await Promise.all(['seen', 'seen-root'].map((name) => rm(join(office.dir, name), { recursive: true })));
  });
  test("has its root's key in a folder of its own, which is carried away", async () => {
    expect((await readdir(ca())).toSorted()).toEqual(['issuing.key.pem', 'issuing.pem', 'root.pem']);
    expect((await readdir(root())).toSorted()).toEqual(['made.pem', 'root.key.pem', 'root.pem']);
    const elsewhere = join(office.dir, 'usb');
    const organisation = 'Dinas Komunikasi, Informatika, Persandian dan Statistik Kabupaten Hulu Sungai Selatan';
    await made('b', { rootDir: elsewhere, names: { ...NAMES, organisation } });
    await rm(elsewhere, { recursive: true });
    const authority = await openAuthority(join(office.dir, 'b'), PASSPHRASE);
    expect(new X509Certificate(authority.certificate).subject).toContain('Kab. Hulu Sungai Selatan');
    office.storage.requests.set('without-root', approved());
    const issued = await (await office.start(office.storage, authority)).issue({ id: 'without-root' });
    expect(issued).toMatchObject({ status: 'issued' });
  });
  test('keeps its keys encrypted and to itself', async () => {
    for (const path of [join(root(), 'root.key.pem'), join(ca(), 'issuing.key.pem')]) {
      expect(await readFile(path, 'utf8')).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
      expect((await stat(path)).mode & 0o077).toBe(0);
    }
    expect([await exposed(ca()), await exposed(root())]).toEqual([[], []]);
    await chmod(join(ca(), 'issuing.key.pem'), 0o640);
    await chmod(root(), 0o770);
    expect([await exposed(ca()), await exposed(root())]).toEqual([['issuing.key.pem'], ['.']]);
    await chmod(join(ca(), 'issuing.key.pem'), 0o600);
    await chmod(root(), 0o700);
  });
  test('opens with its passphrase only, and the fault does not repeat what was given', async () => {
    const attempt = openAuthority(ca(), 'another passphrase');
    await expect(attempt).rejects.toMatchObject({ code: 'custody' });
    await expect(attempt).rejects.not.toThrow(/another passphrase/);
  });
  test('takes no short passphrase, and writes nothing then', async () => {
    await expect(made('short', { passphrase: 'too short' })).rejects.toMatchObject({ code: 'custody' });
    expect(await readdir(office.dir)).not.toContain('short-root');
  });
  test('made earlier with RSA 3072 opens and signs', async () => {
    await made('earlier', { kind: 'rsa-3072' });
    const authority = await openAuthority(join(office.dir, 'earlier'), PASSPHRASE);
    expect(authority.kind).toBe('rsa-3072');
    office.storage.requests.set('earlier', approved());
    const issued = await (await office.start(office.storage, authority)).issue({ id: 'earlier' });
    expect(issued).toMatchObject({ status: 'issued' });
  });
  test('that began earlier may have issued what is about to expire', async () => {
    const older = await made('d', { now: new Date('2023-01-01T00:00:00Z') });
    office.storage.requests.set('old', approved({ notBefore: new Date('2024-12-01T00:00:00Z') }));
    const old = await (await office.start(office.storage, older)).issue({ id: 'old' });
    expect(old).toMatchObject({ status: 'issued', notAfter: new Date('2026-11-30T23:59:59Z') });
  });
  test('whose making broke off after the root is made with that root', async () => {
    await made('e');
    const before = await readFile(join(office.dir, 'e-root/root.pem'), 'utf8');
    await rm(join(office.dir, 'e'), { recursive: true });
    const again = await made('e');
    expect(new X509Certificate(again.chain.at(-1)!).toString()).toBe(before);
  });
  test('that lost its certificate keeps its key when another CA is made in its folder', async () => {
    await made('lost');
    for (const [folder, name] of [
      ['lost', 'issuing'],
      ['lost-root', 'root'],
    ] as const) {
      const dir = join(office.dir, folder);
      const key = await readFile(join(dir, `${name}.key.pem`), 'utf8');
      await rm(join(office.dir, 'lost', 'issuing.pem'), { force: true });
      await rm(join(dir, `${name}.pem`), { force: true });
      await made('lost');
      const keys = (await readdir(dir)).filter((each) => each.endsWith('.key.pem'));
      const texts = await Promise.all(keys.map((each) => readFile(join(dir, each), 'utf8')));
      expect(texts).toContain(key);
      expect(new Set(texts).size).toBe(2);
    }
  });
  test('finds its folder where a volume is mounted and other files lie', async () => {
    const dir = join(office.dir, 'volume');
    await mkdir(join(dir, 'lost+found'), { recursive: true });
    await writeFile(join(dir, 'signer-journal.jsonl'), '');
    await made('volume');
    expect(await hasAuthority(dir)).toBe(true);
    expect(await readdir(dir)).toContain('signer-journal.jsonl');
  });
  test('is recognised where it is and where it is not', async () => {
    expect([await hasAuthority(ca()), await hasAuthority(join(office.dir, 'nowhere'))]).toEqual([true, false]);
  });
});

describe.skipIf(!hasOpenssl)('OpenSSL', () => {
  test('opens the keys with their passphrases, and only with them', async () => {
    await made('own', { rootPassphrase: ROOT_PASSPHRASE });
    const opens = (path: string, passphrase: string) =>
      openssl(['pkey', '-in', join(office.dir, path), '-passin', `pass:${passphrase}`, '-noout']).status === 0;
    expect(opens('own/issuing.key.pem', PASSPHRASE)).toBe(true);
    expect(opens('own/issuing.key.pem', ROOT_PASSPHRASE)).toBe(false);
    expect(opens('own-root/root.key.pem', ROOT_PASSPHRASE)).toBe(true);
    expect(opens('own-root/root.key.pem', PASSPHRASE)).toBe(false);
  });
  test('makes 600,000 rounds for every guess', () => {
    const der = openssl(['asn1parse', '-in', join(ca(), 'issuing.key.pem'), '-dump']).text;
    expect(der).toMatch(/PBES2[\s\S]+hmacWithSHA256[\s\S]+aes-256-cbc/);
    expect(der).toMatch(new RegExp(`INTEGER +:0?${(600_000).toString(16).toUpperCase()}`));
  });
  test('verifies the issuing CA under the root', () => {
    const chain = ['-CAfile', join(root(), 'root.pem'), join(ca(), 'issuing.pem')];
    expect(openssl(['verify', '-x509_strict', ...chain]).text).toContain('OK');
  });
});

describe('a renewal of the CA', () => {
  test('by its root gives the same key a later end; what was issued before and after verifies', async () => {
    const dir = join(office.dir, 'f');
    const before = await made('f', { now: new Date(NOW.getTime() - 9 * YEAR_MS), rootPassphrase: ROOT_PASSPHRASE });
    office.storage.requests.set('before', approved());
    const early = await (await office.start(office.storage, before)).issue({ id: 'before' });
    await renewAuthority({ dir, rootPassphrase: ROOT_PASSPHRASE, now: NOW });
    const after = await openAuthority(dir, PASSPHRASE);
    expect(after.keyId).toEqual(before.keyId);
    expect(after.notAfter.getTime() - before.notAfter.getTime()).toBeGreaterThan(8.9 * YEAR_MS);
    office.storage.requests.set('after', approved());
    const late = await (await office.start(office.storage, after)).issue({ id: 'after' });
    for (const each of [early, late]) {
      if (each.status !== 'issued') throw new Error(JSON.stringify(each));
      const leaf = new X509Certificate(each.certificate);
      expect(leaf.checkIssued(new X509Certificate(after.certificate))).toBe(true);
      expect(leaf.verify(new X509Certificate(after.certificate).publicKey)).toBe(true);
    }
    expect((await readdir(dir)).filter((name) => name.startsWith('issuing-'))).toHaveLength(1);
  });
  test('never outlives the root, unless the root is renewed with it', async () => {
    const dir = join(office.dir, 'g');
    const begun = new Date(NOW.getTime() - 15 * YEAR_MS);
    const first = await made('g', { now: begun });
    const rootEnds = new X509Certificate(first.chain[1]!).validToDate;
    expect((await renewAuthority({ dir, rootPassphrase: PASSPHRASE, now: NOW })).notAfter).toEqual(rootEnds);
    const both = await renewAuthority({ dir, rootPassphrase: PASSPHRASE, now: NOW, withRoot: true });
    expect(both.notAfter.getTime()).toBeGreaterThan(NOW.getTime() + 9.9 * YEAR_MS);
    expect(await readFile(join(dir, 'root.pem'))).toEqual(await readFile(join(office.dir, 'g-root/root.pem')));
    expect((await openAuthority(dir, PASSPHRASE)).notAfter).toEqual(both.notAfter);
  });
  test('by another root, or with a wrong passphrase, is refused and changes nothing', async () => {
    const dir = join(office.dir, 'g');
    const before = await readFile(join(dir, 'issuing.pem'), 'utf8');
    const foreign = { dir, rootDir: root(), rootPassphrase: PASSPHRASE, now: NOW };
    await expect(renewAuthority(foreign)).rejects.toMatchObject({ code: 'custody' });
    const locked = renewAuthority({ dir, rootPassphrase: 'not its passphrase', now: NOW });
    await expect(locked).rejects.toMatchObject({ code: 'custody' });
    expect(await readFile(join(dir, 'issuing.pem'), 'utf8')).toBe(before);
  });
});
