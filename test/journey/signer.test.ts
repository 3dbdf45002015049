import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { ocspQuestion, readOcspAnswer } from '../../src/issuance/status/ocsp-question.ts';
import { type HouseGiven, type Office, openOffice, TEST_KEY } from '../support/office.ts';
import { renews } from '../support/renews.ts';

const PASSPHRASE = 'kata sandi untuk uji';
const PATIENCE_MS = 30_000;

let office: Office;
/** Of the others; and for what the test itself writes. */
let dir: string;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  office = await openOffice();
  dir = await mkdtemp(join(tmpdir(), 'perbarui-signer-'));
});
afterAll(async () => {
  for (const child of children) await end(child);
  await office.close();
  await rm(dir, { recursive: true, force: true });
});

async function end(child: ChildProcess): Promise<void> {
  children.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Everything but the signer, with a data folder in which there is no CA, and nothing by which to open one. */
async function othersOf({ variables, ground }: HouseGiven): Promise<ChildProcess> {
  const { caPassphrase: _, ...rest } = ground;
  const { issuerUrl, ...database } = ground.database;
  const issuerRole = new URL(issuerUrl!).username;
  const given = {
    variables: { ...variables, DATA_DIR: join(dir, 'others'), ROLES: 'telegram,mail,desk,web' },
    ground: { ...rest, database: { ...database, issuerRole } },
    key: TEST_KEY.toString('base64'),
  };
  const child = fork(join(import.meta.dirname, '../support/house-child.ts'), [JSON.stringify(given)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [],
    env: { PATH: process.env.PATH },
  });
  children.add(child);
  expect((await once(child, 'message'))[0]).toBe('open');
  return child;
}

/** The product as it is started, with what a signer needs and nothing else. */
async function signerOf(
  { variables }: HouseGiven,
  passphrase = PASSPHRASE,
): Promise<{ said: string; code: number | null }> {
  const file = join(dir, passphrase === PASSPHRASE ? 'passphrase' : 'wrong');
  await writeFile(file, `${passphrase}\n`, { mode: 0o600 });
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../src/main.ts')], {
    env: {
      ROLES: 'issuer',
      ISSUER_DATABASE_URL: office.issuerUrl,
      SECRET_KEY: TEST_KEY.toString('base64'),
      PUBLIC_URL: `http://127.0.0.1:${variables.PORT}`,
      CA_DIR: join(variables.DATA_DIR!, 'ca'),
      CA_PASSPHRASE_FILE: file,
      DATA_DIR: join(dir, 'signer'),
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  children.add(child);
  let said = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk) => (said += chunk));
  await Promise.race([once(child, 'message'), once(child, 'exit')]);
  return { said, code: child.exitCode };
}

const served = async ({ variables }: HouseGiven, path: string) =>
  fetch(`http://127.0.0.1:${variables.PORT}/ca/${path}`).then((answer) => answer.arrayBuffer().then(Buffer.from));

/** The certificate of the renewal under way, as soon as the desk has it. */
async function newest(looking: Sql): Promise<{ der: Buffer; serial: string }> {
  const [row] = await looking`select der, serial from certificates where renewal is not null order by at desc limit 1`;
  return row as { der: Buffer; serial: string };
}

test('one renewal passes between a process that only signs and processes that have neither key nor passphrase', async () => {
  const siti = office.person('Siti');
  await office.elsewhere(async (given) => {
    const looking = connect(office.databaseUrl, { max: 1 });
    try {
      const [others, locked] = await Promise.all([othersOf(given), signerOf(given, 'kata sandi yang keliru')]);
      expect([locked.code, locked.said.includes('CA tidak dapat dibuka'), locked.said.includes('keliru')]).toEqual([
        1,
        true,
        false,
      ]);
      const { said } = await signerOf(given);
      expect(said).toContain('ROLES=issuer');
      expect(said).not.toContain(PASSPHRASE);
      const tell = (entries: unknown) => void others.send(entries as never);
      await renews({ office, looking, tell, patienceMs: PATIENCE_MS }, siti);
      // Nobody made a CA of his own, nor keys that the other would not know.
      expect((await readdir(dir)).toSorted()).toEqual(['passphrase', 'wrong']);

      const { der, serial } = await newest(looking);
      const chain = (await served(given, 'chain.pem')).toString();
      expect(new X509Certificate(der).verify(new X509Certificate(chain).publicKey)).toBe(true);
      await verifiedByOpenssl(der, chain, await served(given, 'crl.der'));
      const issuing = new Uint8Array(new X509Certificate(chain).raw);
      const question = ocspQuestion(issuing, serial);
      const answer = await served(given, `ocsp/${encodeURIComponent(Buffer.from(question.der).toString('base64'))}`);
      expect(readOcspAnswer(answer, issuing, question)).toMatchObject({ status: 'good' });
    } finally {
      for (const child of children) await end(child);
      await looking.end();
    }
  });
});

/** The chain and the list as they are served, judged by somebody else. */
async function verifiedByOpenssl(der: Uint8Array, chain: string, list: Uint8Array): Promise<void> {
  if (spawnSync('openssl', ['version']).status !== 0) return;
  const file = async (name: string, content: string | Uint8Array) => {
    await writeFile(join(dir, name), content);
    return join(dir, name);
  };
  const crl = spawnSync('openssl', ['crl', '-inform', 'DER'], { input: list }).stdout;
  const trusted = await file('trusted.pem', chain + crl.toString());
  const leaf = await file('leaf.pem', new X509Certificate(der).toString());
  const { stdout, stderr } = spawnSync('openssl', ['verify', '-crl_check', '-CAfile', trusted, leaf], {
    encoding: 'utf8',
  });
  expect(`${stdout}${stderr}`).toContain('OK');
}
