import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { CA_COMMANDS, type CaOptions } from '../../src/commands/ca.ts';
import { passphraseOf } from '../../src/compose/passphrase.ts';
import { readConfig } from '../../src/config.ts';
import { openAuthority, openFamily, readAuthority, readFamily } from '../../src/issuance/custody/custody.ts';
import { foreignCa, lockedPem } from '../issuance/foreign-ca.ts';
import { NOW, newEcKey } from '../issuance/office.ts';

const PASSPHRASE = 'kata sandi untuk uji';
const CLI = join(import.meta.dirname, '../../src/cli.ts');

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'perbarui-ca-'));
  await writeFile(join(dir, 'passphrase'), `${PASSPHRASE}\n`, { mode: 0o600 });
  return () => rm(dir, { recursive: true, force: true });
});

const variables = () => ({
  CA_DIR: join(dir, 'ca'),
  CA_PASSPHRASE_FILE: join(dir, 'passphrase'),
  DATA_DIR: join(dir, 'data'),
});
const run = async (command: string, options: CaOptions = {}, now = NOW) => {
  const { failed, lines } = await CA_COMMANDS[command]!(readConfig(variables()), options, now);
  return { failed, text: lines.join('\n') };
};
const put = async (name: string, content: string) => {
  await writeFile(join(dir, name), content);
  return join(dir, name);
};

test('ca init as it is typed, on a machine without a database: no secret is said, and nothing else is made', async () => {
  const args = [
    'ca',
    'init',
    '--key-type',
    'p-384',
    '--root-dir',
    join(dir, 'usb'),
    '--organisation',
    'Diskominfo Uji',
  ];
  const output = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, [CLI, ...args], { env: variables() }, (error, stdout, stderr) =>
      error ? reject(new Error(stderr)) : resolve(stdout + stderr),
    );
  });
  expect(output).toContain('atas nama Diskominfo Uji');
  expect(output).toContain(`CA induk ada di ${join(dir, 'usb')}`);
  expect(output).not.toContain(PASSPHRASE);
  expect((await readdir(dir)).toSorted()).toEqual(['ca', 'passphrase', 'usb']);
  expect(await readdir(join(dir, 'ca'))).not.toContain('root.key.pem');
  expect((await openAuthority(join(dir, 'ca'), PASSPHRASE)).kind).toBe('p-384');
});

test('root and issuing CA have keys of RSA 4096 where no other kind is asked for', async () => {
  await run('init');
  const { kind, chain } = await openAuthority(join(dir, 'ca'), PASSPHRASE);
  const { asymmetricKeyType, asymmetricKeyDetails } = new X509Certificate(chain.at(-1)!).publicKey;
  expect([kind, asymmetricKeyType, asymmetricKeyDetails?.modulusLength]).toEqual(['rsa-4096', 'rsa', 4096]);
});

test('a CA that is there is not made again; it is renewed by its root, and by no wrong passphrase', async () => {
  await put('root-passphrase', 'a passphrase of the root\r\n');
  const ownRoot = { 'root-passphrase-file': join(dir, 'root-passphrase') };
  await run('init', { 'key-type': 'p-384', ...ownRoot });
  expect(await run('init')).toMatchObject({ failed: true, text: expect.stringContaining('tidak pernah ditimpa') });
  await expect(run('renew')).rejects.toMatchObject({ code: 'custody' });
  const later = new Date(NOW.getTime() + 9 * 365 * 86_400_000);
  const { failed, text } = await run('renew', ownRoot, later);
  expect([failed, text.includes('Mulai ulang proses dengan peran issuer')]).toEqual([false, true]);
  expect((await openAuthority(join(dir, 'ca'), PASSPHRASE)).notAfter.getTime()).toBeGreaterThan(later.getTime());
});

test('a new key takes the place of the one before under the same root, and under no other', async () => {
  expect((await run('renew', { 'new-key': true })).text).toContain('Buat dahulu: npm run cli -- ca init');
  expect((await run('request', { 'new-key': true })).failed).toBe(true);
  const kind = { 'key-type': 'p-384' };
  await run('init', kind);
  const before = await readAuthority(join(dir, 'ca'));
  await expect(run('renew', { ...kind, 'new-key': true, 'root-dir': join(dir, 'empty') })).rejects.toThrow(
    'this root did not sign the issuing CA',
  );
  expect(await readdir(dir)).not.toContain('empty');
  const { failed, text } = await run('renew', { ...kind, 'new-key': true });
  expect([failed, text.includes('Jangan hapus apa pun')]).toEqual([false, true]);
  await run('renew', { ...kind, 'new-key': true });
  const { signing, retired } = await openFamily(join(dir, 'ca'), PASSPHRASE);
  expect(retired[0]).toMatchObject(before);
  const names = [...retired, signing].map(
    ({ certificate }) => /CN=(.*)/.exec(new X509Certificate(certificate).subject)![1],
  );
  expect(names).toEqual(['CA Penerbit Perbarui', 'CA Penerbit Perbarui G2', 'CA Penerbit Perbarui G3']);

  // A later end with the same key is given to the one that signs, and the others stay as they are.
  const later = new Date(NOW.getTime() + 5 * 365 * 86_400_000);
  await run('renew', {}, later);
  const renewed = await readFamily(join(dir, 'ca'));
  expect(renewed.signing.spki).toEqual(signing.spki);
  expect(renewed.signing.notAfter.getTime()).toBeGreaterThan(signing.notAfter.getTime());
  expect(renewed.retired[0]).toEqual(before);
});

test('a successor under an outside root is asked for and brought back, and is not the CA that is there', async () => {
  const root = foreignCa('CA Induk Luar');
  const one = foreignCa('CA Penerbit Luar', root);
  const chain = await put('root.pem', root.pem);
  const first = { import: await put('one.pem', one.pem), key: await put('one.key', lockedPem(one, PASSPHRASE)), chain };
  await run('init', first);
  const asked = await run('request', { 'new-key': true, 'key-type': 'p-384' });
  expect(asked.text).toContain('ca renew --new-key --import');
  expect((await readdir(join(dir, 'ca', 'g2'))).toSorted()).toEqual(['issuing.csr.pem', 'requested.key.pem']);
  const again = await run('renew', { ...first, 'new-key': true });
  expect([again.failed, again.text.includes('nama atau kunci yang sama')]).toEqual([true, true]);
  const other = foreignCa('CA Penerbit Luar 2', root);
  const second = {
    import: await put('two.pem', other.pem),
    key: await put('two.key', lockedPem(other, PASSPHRASE)),
    chain,
  };
  expect((await run('renew', { ...second, 'new-key': true })).failed).toBe(false);
  const { signing, retired } = await openFamily(join(dir, 'ca'), PASSPHRASE);
  expect([signing, ...retired].map(({ certificate }) => new X509Certificate(certificate).subject)).toEqual([
    expect.stringContaining('CA Penerbit Luar 2'),
    expect.stringContaining('CA Penerbit Luar'),
  ]);
});

test('a CA that is brought along is refused in a sentence that names the certificate, or taken', async () => {
  const root = foreignCa('CA Induk Kabupaten');
  const issuing = foreignCa('CA Penerbit Kabupaten', root);
  const options = {
    import: await put('ca.pem', issuing.pem),
    key: await put('key.pem', lockedPem(issuing, 'pendek')),
    'key-passphrase-file': await put('theirs', 'pendek\n'),
  };
  const without = await run('init', options);
  expect(without.failed).toBe(true);
  expect(without.text).toContain('penerbit dari CA Penerbit Kabupaten tidak ada di antara berkas yang diberikan');
  expect(await readdir(dir)).not.toContain('ca');
  const taken = await run('init', { ...options, chain: await put('chain.pem', root.pem) });
  expect(taken).toMatchObject({ failed: false, text: expect.stringContaining('CA diambil ke') });
  const { chain } = await openAuthority(join(dir, 'ca'), PASSPHRASE);
  expect(new X509Certificate(chain[1]!).subject).toContain('CA Induk Kabupaten');
});

test('a request goes to an outside root, and its certificate comes back', async () => {
  const asked = await run('request', { 'key-type': 'p-384' });
  expect(asked.text).toContain('npm run cli -- ca init --import SERTIFIKAT.pem');
  const root = foreignCa('CA Induk Luar');
  const strange = await put('strange.pem', foreignCa('CA', root, {}, newEcKey('P-384')).pem);
  const refused = await run('init', { import: strange, chain: await put('root.pem', root.pem) });
  expect(refused.text).toContain('bukan milik sertifikat CA yang diberikan');
  expect((await readdir(join(dir, 'ca'))).toSorted()).toEqual(['issuing.csr.pem', 'requested.key.pem']);
});

test('the passphrase of a file is all of it but the line break at its end; a short one and none are named', async () => {
  const config = readConfig(variables());
  expect(await passphraseOf(config)).toBe(PASSPHRASE);
  await put('passphrase', 'pendek\n');
  await expect(passphraseOf(config)).rejects.toThrow(/^config: CA_PASSPHRASE_FILE must hold 12 characters or more$/);
  await rm(join(dir, 'passphrase'));
  await expect(passphraseOf(config)).rejects.toThrow('CA_PASSPHRASE_FILE cannot be read (ENOENT)');
});
