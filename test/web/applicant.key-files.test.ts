import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import forge from 'node-forge';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRequest } from '../../src/issuance/request/csr.ts';
import { approved, hasOpenssl, openOffice } from '../issuance/office.ts';
import { expectBundle } from './bundle-check.ts';

/** The browser's own modules, run here: WebCrypto is the same. They are plain JavaScript, so they come without types. */
const load = (name: string) => import(new URL(`../../src/web/assets/applicant/${name}.js`, import.meta.url).href);
const [backups, requests, bundles, rules, der] = await Promise.all(
  ['backup', 'request', 'bundle', 'passphrase', 'der'].map(load),
);

const PASSPHRASE = 'Merdeka-17-Agustus';
const NUMBER = '2026-000001';
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'perbarui-key-files-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function lockedKey() {
  const pair = await requests.newKeyPair();
  const spki = await requests.nameOfKey(pair.spki);
  const backup = await backups.lock(
    { pkcs8: pair.pkcs8, number: NUMBER, spki, made: '2026-11-23T00:00:00.000Z', note: '' },
    PASSPHRASE,
  );
  return { pair, backup };
}

test('makes a request that the office takes, with only a name beside the key', async () => {
  const pair = await requests.newKeyPair();
  const request = await requests.makeRequest(forge, pair, 'Siti “Ñ” Wulandari, S.Kom.');
  const reading = readRequest(request);
  expect(reading).toMatchObject({ ok: true, spkiHash: await requests.nameOfKey(pair.spki) });
  if (!hasOpenssl) return;
  const { stdout, stderr } = spawnSync(
    'openssl',
    ['req', '-inform', 'DER', '-verify', '-noout', '-subject', '-nameopt', 'utf8'],
    { input: request, encoding: 'utf8' },
  );
  expect(stdout + stderr).toMatch(/verify OK/);
  expect(stdout).toMatch(/subject=\s*CN ?= ?Siti “Ñ” Wulandari/);
});

test('a changed request is refused', async () => {
  const request: Uint8Array = await requests.makeRequest(forge, await requests.newKeyPair(), 'Siti');
  request[40]! ^= 1;
  expect(readRequest(request).ok).toBe(false);
});

test('a backup opens with its passphrase alone, and not after any change', async () => {
  const { pair, backup } = await lockedKey();
  expect(await backups.opensAgain(backup, PASSPHRASE, pair.pkcs8)).toBe(true);
  const wrong = [
    [backup, `${PASSPHRASE} `],
    [{ ...backup, number: '2026-000002' }, PASSPHRASE],
    [{ ...backup, spki: '00'.repeat(32) }, PASSPHRASE],
    [{ ...backup, key: `A${backup.key.slice(1, -4)}AAA=` }, PASSPHRASE],
  ];
  for (const [each, passphrase] of wrong)
    await expect(backups.unlock(each, passphrase)).rejects.toMatchObject({ code: 'passphrase' });
  expect(JSON.stringify(backup)).not.toContain(Buffer.from(pair.pkcs8).toString('base64').slice(100, 140));
});

test('whatever file is chosen, it is a backup or refused as none', () => {
  const sound = JSON.stringify({
    format: backups.FORMAT,
    number: NUMBER,
    spki: '',
    key: '',
    kdf: { name: 'PBKDF2', hash: 'SHA-256', iterations: 1, salt: '' },
    cipher: { name: 'AES-GCM', iv: '' },
  });
  expect(backups.readBackup(sound).number).toBe(NUMBER);
  for (const iterations of [0, -1, 1.5, 1e9, '600000'])
    expect(() =>
      backups.readBackup(JSON.stringify({ ...JSON.parse(sound), kdf: { ...JSON.parse(sound).kdf, iterations } })),
    ).toThrow('not-a-backup');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.object().map((value) => JSON.stringify({ ...JSON.parse(sound), ...value })),
      ),
      (text) => {
        try {
          expect(backups.readBackup(text).format).toBe(backups.FORMAT);
        } catch (error) {
          expect(error).toMatchObject({ code: 'not-a-backup' });
        }
      },
    ),
  );
});

test('a passphrase keeps the CA’s rules', () => {
  for (const good of [PASSPHRASE, 'aB3$5678', 'Satu Dua 3!']) expect([good, rules.isGood(good)]).toEqual([good, true]);
  for (const bad of ['', 'aB3$567', 'ab3$5678', 'AB3$5678', 'aBc$defg', 'aB345678', 'aB3$567é', 'aB3$567\t'])
    expect([bad, rules.isGood(bad)]).toEqual([bad, false]);
});

test('an estimate of a passphrase’s strength sees through what people take first', () => {
  const weak = ['', 'aB3$5678', 'Password1!', 'Indonesia2026!', 'Aaaaaaaaa1!', 'Abcdefgh123!', 'Siti-Wulandari-1'];
  for (const each of weak) expect([each, rules.strength(each, 'Siti Nurhaliza Wulandari')]).toEqual([each, 'weak']);
  expect(rules.strength(PASSPHRASE)).toBe('fair');
  expect(rules.strength('Kuda putih 7 makan rumput!')).toBe('strong');
});

test.each(['p-384', 'rsa-4096'] as const)(
  'joins key and certificate into a .p12 that others open (CA with %s)',
  async (kind) => {
    const office = await openOffice(kind);
    try {
      const issuer = await office.start();
      const pair = await requests.newKeyPair();
      office.storage.requests.set('r', approved({ spki: pair.spki }));
      const issuance = await issuer.issue({ id: 'r' });
      if (issuance.status !== 'issued') throw new Error(issuance.status);
      const { certificate, chain } = issuance;
      const bundle = Buffer.from(
        await bundles.makeBundle(
          forge,
          { pkcs8: pair.pkcs8, certificate, chain, name: `Perbarui ${NUMBER}` },
          PASSPHRASE,
        ),
      );
      expect(await bundles.opensAgain(forge, bundle, PASSPHRASE, [certificate, ...chain])).toBe(true);
      expect(await bundles.opensAgain(forge, bundle, `${PASSPHRASE}x`, [certificate, ...chain])).toBe(false);
      expect(await bundles.opensAgain(forge, bundle, PASSPHRASE, [certificate])).toBe(false);
      expect(Buffer.from(der.spkiOf(forge, certificate)).equals(Buffer.from(pair.spki))).toBe(true);

      const path = join(dir, `${kind}.p12`);
      await writeFile(path, bundle);
      const { leaf } = await expectBundle({ path, bytes: bundle }, PASSPHRASE, chain.length);
      expect(leaf.raw.equals(Buffer.from(certificate))).toBe(true);
    } finally {
      await office.close();
    }
  },
);

test('a key that is not the certificate’s is noticed', async () => {
  const [one, other] = await Promise.all([requests.newKeyPair(), requests.newKeyPair()]);
  expect(await requests.fits(one.pkcs8, one.spki)).toBe(true);
  expect(await requests.fits(one.pkcs8, other.spki)).toBe(false);
});
