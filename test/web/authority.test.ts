import { execFile, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ServerType, serve } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LocalIssuer } from '../../src/issuance/local.ts';
import { pem } from '../../src/issuance/request/make-request.ts';
import { createOcspResponder } from '../../src/issuance/status/ocsp.ts';
import { authorityRoutes } from '../../src/web/authority/routes.ts';
import { approved, hasOpenssl, NOW, type Office, openOffice, PROFILE } from '../issuance/office.ts';
import { statusesOf } from '../issuance/statuses.ts';

let office: Office;
let dir: string;
let app: ReturnType<typeof authorityRoutes>;
let server: ServerType;
let url: string;
/** Serials by what became of them. */
const serials: Record<'good' | 'revoked', string> = { good: '', revoked: '' };

/** The tools go by the machine's clock, so the authority does too. */
const clock = () => new Date();

beforeAll(async () => {
  office = await openOffice('p-384', PROFILE, clock());
  dir = await mkdtemp(join(tmpdir(), 'perbarui-authority-'));
  const issuer = await office.start();
  for (const what of ['good', 'revoked'] as const) serials[what] = await issue(issuer, what);
  await issuer.revoke(serials.revoked, 'keyCompromise');
  await issuer.responder();
  const { answer: ocsp } = createOcspResponder({
    issuer: office.authority.certificate,
    status: statusesOf(office.storage),
    responder: () => office.storage.latestResponder(),
    clock,
  });
  app = authorityRoutes({
    authority: { ...chainOf(office), crl: () => office.storage.latestCrl(), ocsp },
    clock,
  });
  server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await writeFile(file('ca.pem'), await bytes('/ca/chain.pem'));
  await writeFile(file('issuing.pem'), new X509Certificate(office.authority.certificate).toString());
});
afterAll(async () => {
  server?.close();
  await office?.close();
  await rm(dir, { recursive: true, force: true });
});

async function issue(issuer: LocalIssuer, id: string): Promise<string> {
  office.storage.requests.set(id, approved());
  const issuance = await issuer.issue({ id });
  if (issuance.status !== 'issued') throw new Error(JSON.stringify(issuance));
  await writeFile(file(`${id}.pem`), new X509Certificate(issuance.certificate).toString());
  return issuance.serial;
}

const file = (name: string) => join(dir, name);
/** Not to block this process, which has to answer. */
const run = async (tool: string, ...args: string[]) => {
  const { stdout, stderr } = await promisify(execFile)(tool, args).catch((error) => error);
  return `${stdout}${stderr}`;
};

const chainOf = ({ authority: { chain } }: Office) => ({
  earlier: async () => [],
  chain: async () => chain,
  chainOf: async () => chain,
  certificate: async () => chain[0],
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
  expect(await head('/ca/root.cer', 'cache-control')).toContain('public, max-age=86400');
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
  expect(await head('/ca/crl.der', 'cache-control')).toBe('public, max-age=3600, no-transform, must-revalidate');
  const nextUpdate = new Date((await head('/ca/crl.der', 'expires'))!);
  expect(nextUpdate.getTime()).toBeGreaterThan(clock().getTime());
  const late = authorityRoutes({
    authority: {
      ...chainOf(office),
      ocsp: async () => ({ der: new Uint8Array() }),
      crl: async () => ({
        der: new Uint8Array([48, 0]),
        thisUpdate: NOW,
        nextUpdate: new Date(NOW.getTime() + 90_000),
      }),
    },
    clock: () => NOW,
  });
  expect((await late.request('/ca/crl.der')).headers.get('cache-control')).toContain('public, max-age=90,');
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

test('the list is not sent again to who has it', async () => {
  const tag = (await head('/ca/crl.der', 'etag'))!;
  const again = await app.request('/ca/crl.der', { headers: { 'If-None-Match': tag } });
  expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0]);
  expect(again.headers.get('etag')).toBe(tag);
  expect(again.headers.get('expires')).toBe(await head('/ca/crl.der', 'expires'));
  const other = await app.request('/ca/crl.der', { headers: { 'If-None-Match': '"another"' } });
  expect(other.status).toBe(200);
});

test('before the first list is out, it is said when to come again', async () => {
  const none = authorityRoutes({
    authority: {
      ...chainOf(office),
      crl: async () => undefined,
      ocsp: async () => ({ der: new Uint8Array() }),
    },
    clock,
  });
  const answer = await none.request('/ca/crl.der');
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '60']);
});

const has = (tool: string) => spawnSync(tool, ['--version']).status === 0;

describe.skipIf(!hasOpenssl)('openssl', () => {
  const verify = async (name: string) => {
    await writeFile(file('crl.pem'), await run('openssl', 'crl', '-inform', 'DER', '-in', await saved('/ca/crl.der')));
    return run('openssl', 'verify', '-CAfile', file('ca.pem'), '-crl_check', '-CRLfile', file('crl.pem'), file(name));
  };
  const ocsp = (...args: string[]) =>
    run(
      'openssl',
      'ocsp',
      '-url',
      `${url}/ca/ocsp`,
      '-issuer',
      file('issuing.pem'),
      '-CAfile',
      file('ca.pem'),
      ...args,
    );

  test('verify -crl_check accepts the one and refuses the other', async () => {
    expect(await verify('good.pem')).toContain('good.pem: OK');
    expect(await verify('revoked.pem')).toContain('certificate revoked');
  });
  test('ocsp verifies the delegated signature and the nonce, and reads good, revoked with its reason, and unknown', async () => {
    const good = await ocsp('-cert', file('good.pem'));
    expect(good).toContain('Response verify OK');
    expect(good).toMatch(/good\.pem: good\n\s+This Update: .+\n\s+Next Update: /);
    expect(good).not.toContain('WARNING');
    const revoked = await ocsp('-cert', file('revoked.pem'));
    expect(revoked).toContain('Response verify OK');
    expect(revoked).toMatch(/revoked\.pem: revoked[\s\S]*Reason: keyCompromise\n\s+Revocation Time: /);
    const unknown = await ocsp('-serial', '0x4c00ff');
    expect(unknown).toContain('Response verify OK');
    expect(unknown).toContain('0x4c00ff: unknown');
    expect(await ocsp('-sha256', '-no_nonce', '-cert', file('good.pem'))).toMatch(/good\.pem: good/);
  });
  test('ocsp hears that certificates of another CA are not for this responder', async () => {
    // The issuing CA's own certificate is the root's.
    await writeFile(file('root.pem'), new X509Certificate(office.authority.chain.at(-1)!).toString());
    const args = ['-issuer', file('root.pem'), '-cert', file('issuing.pem'), '-url', `${url}/ca/ocsp`];
    expect(await run('openssl', 'ocsp', ...args)).toContain('unauthorized');
  });
});

describe.skipIf(!has('certtool') || !has('ocsptool'))('GnuTLS', () => {
  test('certtool verifies the list', async () => {
    await writeFile(file('list.pem'), pem('X509 CRL', await bytes('/ca/crl.der')));
    const said = await run(
      'certtool',
      '--verify-crl',
      '--load-ca-certificate',
      file('issuing.pem'),
      '--infile',
      file('list.pem'),
    );
    expect(said).toContain('Verified');
  });
  test('ocsptool asks, verifies and reads the answer', async () => {
    const ask = (name: string) =>
      run(
        'ocsptool',
        `--ask=${url}/ca/ocsp`,
        '--load-issuer',
        file('issuing.pem'),
        '--load-cert',
        file(name),
        '--load-trust',
        file('ca.pem'),
      );
    for (const what of ['good', 'revoked'] as const) {
      const said = await ask(`${what}.pem`);
      expect(said).toContain('Verifying OCSP Response: Success');
      expect(said).toContain(`Certificate Status: ${what}`);
    }
  });
});

async function saved(path: string): Promise<string> {
  const name = file(path.replaceAll('/', '_'));
  await writeFile(name, await bytes(path));
  return name;
}

describe('over HTTP', () => {
  /** As a reader writes it that asks for one certificate without a nonce. */
  async function request(...args: string[]): Promise<Buffer> {
    const name = file('request.der');
    await run('openssl', 'ocsp', '-issuer', file('issuing.pem'), '-reqout', name, ...args);
    return readFile(name);
  }
  const get = (text: string, headers: Record<string, string> = {}) => app.request(`/ca/ocsp/${text}`, { headers });

  test.skipIf(!hasOpenssl)('a question in the address is answered with what caches need (RFC 5019 6.2)', async () => {
    const asked = (await request('-no_nonce', '-cert', file('good.pem'))).toString('base64');
    const answer = await get(encodeURIComponent(asked));
    expect(answer.headers.get('content-type')).toBe('application/ocsp-response');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=3600, no-transform, must-revalidate');
    const [modified, expires] = ['last-modified', 'expires'].map((name) =>
      new Date(answer.headers.get(name)!).getTime(),
    );
    expect(expires! - modified!).toBe(12 * 3600 * 1000);
    const tag = answer.headers.get('etag')!;
    expect((await get(encodeURIComponent(asked), { 'If-None-Match': tag })).status).toBe(304);
    const [der, plain, forUrls] = await Promise.all(
      [answer, await get(asked), await get(asked.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''))].map(
        async (each) => Buffer.from(await each.arrayBuffer()),
      ),
    );
    expect(plain).toEqual(der);
    expect(forUrls).toEqual(der);
  });
  test.skipIf(!hasOpenssl)(
    'an answer with a nonce, about an unknown serial, or to a POST is kept by no cache',
    async () => {
      const withNonce = await request('-nonce', '-cert', file('good.pem'));
      const unknown = await request('-no_nonce', '-serial', '0x4c00ff');
      const plain = await request('-no_nonce', '-cert', file('good.pem'));
      const posted = await app.request('/ca/ocsp', { method: 'POST', body: new Uint8Array(plain) });
      for (const answer of [
        await get(encodeURIComponent(withNonce.toString('base64'))),
        await get(encodeURIComponent(unknown.toString('base64'))),
        posted,
      ]) {
        expect(answer.status).toBe(200);
        expect(answer.headers.get('cache-control')).toBe('no-store');
        expect(['etag', 'expires', 'last-modified'].map((name) => answer.headers.get(name))).toEqual([
          null,
          null,
          null,
        ]);
      }
    },
  );
  test('what is no question is malformed, too large a one is not read, and other methods are not for here', async () => {
    const malformed = Buffer.from([0x30, 0x03, 0x0a, 0x01, 0x01]);
    for (const text of ['%', '!!!', '%FF', 'MAA=', 'A'.repeat(9000)])
      expect(Buffer.from(await (await get(text)).arrayBuffer())).toEqual(malformed);
    const large = await app.request('/ca/ocsp', { method: 'POST', body: new Uint8Array(9000) });
    expect([large.status, Buffer.from(await large.arrayBuffer())]).toEqual([413, malformed]);
    const wrong = await app.request('/ca/ocsp', { method: 'PUT', body: 'x' });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });
});

test('says in a sentence that there is nothing where certificates are issued elsewhere', async () => {
  const none = authorityRoutes({ clock: () => NOW });
  for (const name of ['issuing.cer', 'root.cer', 'chain.pem', 'crl.der', 'ocsp/MAA=']) {
    const response = await none.request(`/ca/${name}`);
    expect([response.status, (await response.text()).includes('BSrE')]).toEqual([404, true]);
  }
});
