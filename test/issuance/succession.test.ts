import { execFile } from 'node:child_process';
import { randomUUID, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ServerType, serve } from '@hono/node-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { insertRows } from '../../db/rows.ts';
import { openPublicAuthority } from '../../src/compose/authority.ts';
import { AUTHORITY_NAMES, openSigner, type SignerSide } from '../../src/compose/signer.ts';
import { readConfig } from '../../src/config.ts';
import { addressesIn, issuerKeyIdOf } from '../../src/issuance/certificate/read-certificate.ts';
import { keyIdOf } from '../../src/issuance/custody/authority.ts';
import { type Authority, openAuthority } from '../../src/issuance/custody/custody.ts';
import { initAuthority } from '../../src/issuance/custody/establish.ts';
import { succeedAuthority } from '../../src/issuance/custody/succeed.ts';
import { createRequestReader } from '../../src/issuance/request/csr.ts';
import { ocspQuestion, readOcspAnswer } from '../../src/issuance/status/ocsp-question.ts';
import { silent } from '../../src/log.ts';
import { createKeyring } from '../../src/seal.ts';
import { authorityRoutes } from '../../src/web/authority/routes.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { type ApprovedRenewal, approvedRenewal, keepApproved } from './approved.ts';
import { hasOpenssl, PASSPHRASE } from './office.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const STEPS = join(import.meta.dirname, '../../db/migrations');
const keyring = createKeyring(Buffer.alloc(32, 7));
/** OpenSSL goes by the machine's clock. */
const clock = () => new Date();

let database: TestDatabase;
let app: Sql;
let dir: string;
let server: ServerType;
let url: string;
let published: ReturnType<typeof openPublicAuthority>;
let first: Authority;
let second: Authority;
/** By name: which CA issued it, and what became of it. */
const issued = new Map<string, ApprovedRenewal>();

beforeAll(async () => {
  database = await createTestDatabase();
  app = connect(database.url, { max: 2 });
  dir = await mkdtemp(join(tmpdir(), 'perbarui-succession-'));
  published = openPublicAuthority({ sql: app, keyring, clock });
  const routes = authorityRoutes({ authority: published.authority, clock });
  server = serve({ fetch: routes.fetch, hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  first = await initAuthority({ ...settings(), now: new Date(clock().getTime() - DAY_MS) });
  await work(['first good', 'first revoked', 'first revoked late'], ['first revoked']);
});
afterAll(async () => {
  server?.close();
  await app?.end();
  await database?.drop();
  await rm(dir, { recursive: true, force: true });
});

const caDir = () => join(dir, 'ca');
const settings = () => {
  const names = { organisation: 'Diskominfo Uji', ...AUTHORITY_NAMES };
  return { dir: caDir(), passphrase: PASSPHRASE, names, now: clock(), kind: 'p-384' as const };
};

/** A signer from his start to his end: issues these, and revokes those. */
async function work(issues: readonly string[], revokes: readonly string[] = []): Promise<void> {
  const config = readConfig({ CA_DIR: caDir(), DATA_DIR: dir, AUTHORITY_URL: url });
  const requests = createRequestReader();
  const given = { config, url: database.issuerUrl, passphrase: PASSPHRASE, keyring, clock, requests, log: silent };
  const side: SignerSide = await openSigner(given);
  try {
    const made = issues.map((name) => [name, approvedRenewal(keyring)] as const);
    await keepApproved(
      app,
      made.map(([, renewal]) => renewal),
    );
    for (const [name, renewal] of made) issued.set(name, renewal);
    expect(await side.signer.round(undefined)).toEqual(new Map());
    for (const name of revokes) await decide(name);
    expect(await side.signer.round(undefined)).toEqual(new Map());
  } finally {
    await side.close();
  }
}

/** As an operator does in the console. */
async function decide(name: string): Promise<void> {
  const { applicant } = issued.get(name)!;
  const [certificate, at] = [randomUUID(), clock()];
  const known = { issuer: 'local', evidence: 'certificate', notAfter: at, state: 'valid', at };
  await insertRows(app, 'certificates', [{ id: certificate, applicant, serial: (await row(name)).serial, ...known }]);
  const decision = { reason: 'keyCompromise', state: 'due', askedBy: 'operator', dueAt: new Date(0), at };
  await insertRows(app, 'revocations', [{ id: randomUUID(), certificate, applicant, ...decision }]);
}

async function row(name: string): Promise<{ serial: string; der: Buffer; authority: string }> {
  const [found] = await app<{ serial: string; der: Buffer; authority: string }[]>`
    select serial, der, authority from issued where request = ${issued.get(name)!.id}`;
  return found!;
}
/** What the retired one, or whoever, has signed: everything but answers about people. */
const made = async () => ({
  lists: await app`select number, authority from crls order by number`,
  responders: await app`select serial, authority from responders order by serial`,
  certificates: await app`select serial, authority from issued order by serial`,
});

test('the step of the schema reads out of what was signed before whose it is, and a start after it signs nothing anew', async () => {
  const before = await made();
  const owner = connect(database.ownerUrl, { max: 1 });
  for (const table of ['crls', 'issued', 'responders']) await owner`alter table ${owner(table)} drop column authority`;
  await owner`alter table authorities drop column succeeds`;
  const step = (await readdir(STEPS)).find((name) => name.endsWith('_authority_of_each.sql'));
  for (const statement of (await readFile(join(STEPS, step!), 'utf8')).split('--> statement-breakpoint'))
    await owner.unsafe(statement);
  await owner.end();
  await work([]);
  const after = await made();
  expect(after).toEqual(before);
  const all = [...after.lists, ...after.responders, ...after.certificates].map(({ authority }) => authority);
  expect(new Set(all)).toEqual(new Set([keyIdOf(first)]));
});

test('a successor stands under the same root with a key, a name and addresses of its own', async () => {
  second = await succeedAuthority(settings());
  expect(second.chain[1]).toEqual(first.chain[1]);
  const [one, other] = [new X509Certificate(first.certificate), new X509Certificate(second.certificate)];
  expect(one.publicKey.equals(other.publicKey)).toBe(false);
  expect(other.subject).toContain('CN=CA Penerbit Perbarui G2');
  // No file of the one before was touched, and its own passphrase opens both.
  expect((await openAuthority(caDir(), PASSPHRASE)).certificate).toEqual(first.certificate);

  await work(['second good', 'second revoked'], ['second revoked', 'first revoked late']);
  const id = keyIdOf(second);
  const { der, authority } = await row('second good');
  expect([authority, issuerKeyIdOf(der)]).toEqual([id, id]);
  expect(addressesIn(der)).toEqual({ crl: `${url}/ca/${id}.crl`, ocsp: `${url}/ca/ocsp` });
  expect(addressesIn((await row('first good')).der)).toEqual({ crl: `${url}/ca/crl.der`, ocsp: `${url}/ca/ocsp` });
  for (const [address, ca] of [
    ['issuing.cer', first],
    [`${keyIdOf(first)}.cer`, first],
    [`${id}.cer`, second],
  ] as const)
    expect(await bytes(`${url}/ca/${address}`)).toEqual(Buffer.from(ca.certificate));
  expect((await fetch(`${url}/ca/${'0'.repeat(40)}.crl`)).status).toBe(404);
});

test('each applicant gets the chain of the CA that issued his certificate', async () => {
  for (const [name, ca] of [
    ['first good', first],
    ['second good', second],
  ] as const) {
    const answer = await published.answers.issuance(issued.get(name)!.id);
    if (answer?.status !== 'issued') throw new Error(JSON.stringify(answer));
    expect(answer.chain.map((der) => Buffer.from(der))).toEqual(ca.chain.map((der) => Buffer.from(der)));
  }
});

test('a question about a certificate is answered for the CA that it names, and for no other', async () => {
  const about = async (ca: Authority, name: string) => {
    const question = ocspQuestion(ca.certificate, (await row(name)).serial);
    const answer = await fetch(`${url}/ca/ocsp`, { method: 'POST', body: new Uint8Array(question.der) });
    const reading = readOcspAnswer(new Uint8Array(await answer.arrayBuffer()), ca.certificate, question);
    return 'failed' in reading ? reading.failed : reading.status;
  };
  expect(await about(first, 'first good')).toBe('good');
  expect(await about(first, 'first revoked late')).toBe('revoked');
  expect(await about(second, 'second good')).toBe('good');
  expect(await about(second, 'second revoked')).toBe('revoked');
  // The number is right and the CA is not: whoever asks so must not hear that all is well.
  expect(await about(first, 'second good')).toBe('unknown');
  expect(await about(second, 'first revoked')).toBe('unknown');
  const stranger = await initAuthority({ ...settings(), dir: join(dir, 'stranger') });
  expect(await about(stranger, 'first good')).toBe('unauthorized');
});

const bytes = async (address: string) => Buffer.from(await (await fetch(address)).arrayBuffer());
const run = async (...args: string[]) => {
  const { stdout, stderr } = await promisify(execFile)('openssl', args).catch((error) => error);
  return `${stdout}${stderr}`;
};

test.skipIf(!hasOpenssl)(
  'OpenSSL verifies the certificates of both, each at the addresses that stand in it',
  async () => {
    const put = async (name: string, ...ders: readonly Uint8Array[]) => {
      await writeFile(join(dir, name), ders.map((der) => new X509Certificate(der).toString()).join(''));
      return join(dir, name);
    };
    for (const [name, ca, is] of [
      ['first good', first, 'OK'],
      ['first revoked', first, 'certificate revoked'],
      ['first revoked late', first, 'certificate revoked'],
      ['second good', second, 'OK'],
      ['second revoked', second, 'certificate revoked'],
    ] as const) {
      const { der } = await row(name);
      const addresses = addressesIn(der);
      const [person, chain, issuer] = [
        await put('person.pem', der),
        await put('chain.pem', ...ca.chain),
        await put('issuer.pem', ca.certificate),
      ];
      const list = join(dir, 'list.der');
      await writeFile(list, await bytes(addresses.crl!));
      const crl = join(dir, 'list.pem');
      await run('crl', '-inform', 'DER', '-in', list, '-out', crl);
      expect(await run('verify', '-CAfile', chain, '-crl_check', '-CRLfile', crl, person)).toContain(is);
      const asked = await run('ocsp', '-url', addresses.ocsp!, '-issuer', issuer, '-CAfile', chain, '-cert', person);
      expect(asked).toContain('Response verify OK');
      expect(asked).toContain(`person.pem: ${is === 'OK' ? 'good' : 'revoked'}`);
    }
  },
);

test('an older copy of the folder, without the successor, does not bring the retired one back to work', async () => {
  const [there, away] = [join(caDir(), 'g2'), join(dir, 'g2')];
  await rename(there, away);
  await expect(work([])).rejects.toThrow('the CA that took the place of this one is not in CA_DIR');
  await rename(away, there);
  await work([]);
});

test('what takes the place of a lost one has a name of its own, and so has what a root makes for an empty folder', async () => {
  const nameOf = ({ certificate }: Authority) => /CN=(.*)/.exec(new X509Certificate(certificate).subject)![1];
  const made = async (into: string) =>
    nameOf(await initAuthority({ ...settings(), dir: join(dir, into), rootDir: join(dir, 'lost-root') }));
  expect(await made('lost')).toBe('CA Penerbit Perbarui');
  const lost = { ...settings(), dir: join(dir, 'lost'), rootDir: join(dir, 'lost-root') };
  expect(nameOf(await succeedAuthority(lost))).toBe('CA Penerbit Perbarui G2');
  await rm(join(dir, 'lost', 'g2'), { recursive: true });
  expect(nameOf(await succeedAuthority(lost))).toBe('CA Penerbit Perbarui G3');
  await rm(join(dir, 'lost'), { recursive: true });
  expect(await made('lost')).toBe('CA Penerbit Perbarui G4');
  // A root that has kept nothing yet, as before this was kept: those that are there count.
  await rm(join(dir, 'lost-root', 'made.pem'));
  expect(nameOf(await succeedAuthority(lost))).toBe('CA Penerbit Perbarui G5');
});

test('each list holds the revocations of its own CA', async () => {
  const listed = async (address: string) => (await bytes(address)).toString('hex');
  const [ofFirst, ofSecond] = [await listed(`${url}/ca/crl.der`), await listed(`${url}/ca/${keyIdOf(second)}.crl`)];
  for (const [name, ours, others] of [
    ['first revoked', ofFirst, ofSecond],
    ['first revoked late', ofFirst, ofSecond],
    ['second revoked', ofSecond, ofFirst],
  ] as const) {
    const { serial } = await row(name);
    expect([name, ours.includes(serial), others.includes(serial)]).toEqual([name, true, false]);
  }
});
