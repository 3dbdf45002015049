import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authorityRoutes } from '../../src/web/authority/routes.ts';
import { hasOpenssl, NOW, type Office, openOffice } from '../issuance/office.ts';

let office: Office;
let dir: string;
let app: ReturnType<typeof authorityRoutes>;

beforeAll(async () => {
  office = await openOffice();
  dir = await mkdtemp(join(tmpdir(), 'perbarui-authority-'));
  const issuer = await office.start();
  app = authorityRoutes({ authority: { chain: office.authority.chain, crl: () => issuer.crl() }, clock: () => NOW });
});
afterAll(async () => {
  await office?.close();
  await rm(dir, { recursive: true, force: true });
});

const bytes = async (path: string) => Buffer.from(await (await app.request(path)).arrayBuffer());
const head = async (path: string, name: string) => (await app.request(path)).headers.get(name);

test('gives out the certificates that stand in what it issues, with the types of RFC 2585', async () => {
  const [issuing, root] = [
    new X509Certificate(await bytes('/ca/issuing.cer')),
    new X509Certificate(await bytes('/ca/root.cer')),
  ];
  expect(issuing.checkIssued(root) && issuing.verify(root.publicKey)).toBe(true);
  expect(root.checkIssued(root)).toBe(true);
  expect(await head('/ca/issuing.cer', 'content-type')).toBe('application/pkix-cert');
  expect(await head('/ca/root.cer', 'cache-control')).toBe('public, max-age=86400');
});

test('gives out the chain as PEM, from the issuing CA to the root', async () => {
  const blocks = (await bytes('/ca/chain.pem'))
    .toString()
    .match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g)!;
  expect(blocks.map((pem) => new X509Certificate(pem).subject.includes('Issuing'))).toEqual([true, false]);
  expect(await head('/ca/chain.pem', 'content-type')).toBe('application/pem-certificate-chain');
});

test('gives out the revocation list, cached no longer than it is in force', async () => {
  expect(await head('/ca/crl.der', 'content-type')).toBe('application/pkix-crl');
  expect(await head('/ca/crl.der', 'cache-control')).toBe('public, max-age=3600');
  const nextUpdate = new Date((await head('/ca/crl.der', 'expires'))!);
  expect(nextUpdate.getTime()).toBeGreaterThan(NOW.getTime());
  const late = authorityRoutes({
    authority: {
      chain: office.authority.chain,
      crl: async () => ({
        der: new Uint8Array([48, 0]),
        thisUpdate: NOW,
        nextUpdate: new Date(NOW.getTime() + 90_000),
      }),
    },
    clock: () => NOW,
  });
  expect((await late.request('/ca/crl.der')).headers.get('cache-control')).toBe('public, max-age=90');
});

test.skipIf(!hasOpenssl)('OpenSSL reads the list and verifies its signature', async () => {
  const [list, chain] = [join(dir, 'crl.der'), join(dir, 'chain.pem')];
  await writeFile(list, await bytes('/ca/crl.der'));
  await writeFile(chain, await bytes('/ca/chain.pem'));
  const { stderr, stdout } = spawnSync('openssl', ['crl', '-inform', 'DER', '-in', list, '-CAfile', chain, '-noout'], {
    encoding: 'utf8',
  });
  expect(stdout + stderr).toContain('verify OK');
});

test('says in a sentence that there is nothing where certificates are issued elsewhere', async () => {
  const none = authorityRoutes({ clock: () => NOW });
  for (const name of ['issuing.cer', 'root.cer', 'chain.pem', 'crl.der']) {
    const response = await none.request(`/ca/${name}`);
    expect([response.status, (await response.text()).includes('BSrE')]).toEqual([404, true]);
  }
});
