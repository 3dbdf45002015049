import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../db/connect.ts';
import { createIssuanceStorage } from '../../db/issuance.ts';
import { createLease } from '../../db/leases.ts';
import { reconcileJournal } from '../../src/compose/reconciling.ts';
import { createRequestReader } from '../../src/issuance/csr.ts';
import { createAgreement } from '../../src/issuance/reconcile.ts';
import { createKeyring } from '../../src/seal.ts';
import { approvedRenewal, keepApproved } from '../issuance/approved.ts';
import { NOW, type Office, openOffice, PASSPHRASE } from '../issuance/office.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

/** `ca reconcile`, for whoever looks after the CA. */
const LONG_MS = 120_000;
const CLI = join(import.meta.dirname, '../../src/cli.ts');
const KEY = Buffer.alloc(32, 7);

let database: TestDatabase;
let office: Office;
let caDir: string;
let journal: string;
beforeAll(async () => {
  [database, office, caDir] = await Promise.all([
    createTestDatabase(),
    openOffice(),
    mkdtemp(join(tmpdir(), 'perbarui-cli-')),
  ]);
  journal = join(caDir, 'signer-journal.jsonl');
  await issueThree();
});
afterAll(async () => {
  await Promise.all([office.close(), database.drop(), rm(caDir, { recursive: true })]);
});

async function issueThree(): Promise<void> {
  const keyring = createKeyring(KEY);
  const [app, sql] = [connect(database.url, { max: 1 }), connect(database.issuerUrl, { max: 1 })];
  const made = [1, 2, 3].map(() => approvedRenewal(keyring));
  await keepApproved(app, made);
  const storage = createIssuanceStorage({ sql, keyring, requests: createRequestReader() });
  const issuer = await office.start(
    storage,
    undefined,
    createAgreement(journal, storage, () => NOW),
  );
  const serials = [...(await issuer.issueAll(made.map(({ id }) => id))).values()].map(
    (answer) => (answer as { serial: string }).serial,
  );
  await issuer.revokeAll(serials.slice(0, 2).map((serial) => ({ serial, reason: 'superseded' })));
  await Promise.all([app.end(), sql.end()]);
}

async function asOwner(act: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const owner = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
  await act(owner).finally(() => owner.end());
}

async function reconcile(apply = false): Promise<{ agrees: boolean; output: string }> {
  const said: string[] = [];
  const parts = { issuerUrl: database.issuerUrl, keyring: createKeyring(KEY), clock: () => NOW, path: journal };
  const agrees = await reconcileJournal({ ...parts, apply, print: (text) => said.push(text) });
  return { agrees, output: said.join('\n') };
}

/** The command itself, in a process of its own. */
function typed(...args: string[]): Promise<{ code: number; output: string }> {
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: database.url,
    DATABASE_OWNER_URL: database.ownerUrl,
    ISSUER_DATABASE_URL: database.issuerUrl,
    SECRET_KEY: KEY.toString('base64'),
    CA_PASSPHRASE: PASSPHRASE,
    CA_DIR: caDir,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, 'ca', 'reconcile', ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
    );
  });
}

test('ca reconcile looks, and changes something only with --apply', { timeout: LONG_MS }, async () => {
  expect(await reconcile()).toEqual({
    agrees: true,
    output: expect.stringContaining('(3 entri) dan basis data sesuai'),
  });

  const whole = await readFile(journal, 'utf8');
  await rm(journal);
  const looked = await reconcile();
  expect(looked.agrees).toBe(false);
  expect(looked.output).toContain('hilang, sedangkan basis data mencatat 3 sertifikat');
  expect(looked.output).toContain('Belum ada yang diubah');
  await expect(readFile(journal)).rejects.toThrow('ENOENT');

  await writeFile(journal, whole.slice(0, whole.indexOf('\n') + 1));
  expect(await typed('--apply')).toMatchObject({ code: 0, output: expect.stringContaining('Selesai: 2 entri') });
  // Two intents, and what was revoked.
  expect((await readFile(journal, 'utf8')).match(/reconciled/g)).toHaveLength(4);
});

test('a database that has lost nothing but a revocation is told apart from one that agrees', async () => {
  await asOwner((sql) => sql`delete from revoked where serial = (select serial from intents where number = 2)`);
  const looked = await reconcile();
  expect(looked.agrees).toBe(false);
  expect(looked.output).toMatch(/kehilangan 1 pencabutan.*tetap lengkap.*Penerbitan berhenti/s);
  expect(looked.output).not.toContain('entri jurnal tidak ada');
  expect(await reconcile(true)).toMatchObject({
    agrees: true,
    output: expect.stringContaining('Pencabutan: 0 ditambahkan ke jurnal, 1 kembali di basis data'),
  });
  expect((await reconcile()).agrees).toBe(true);
});

test('what an older database has forgotten is given back to it', async () => {
  await asOwner(
    (sql) => sql`with last as (delete from intents where number = 3 returning serial)
    delete from issued using last where issued.serial = last.serial`,
  );
  expect((await reconcile()).output).toContain('1 entri jurnal tidak ada di dalamnya');
  expect(await reconcile(true)).toMatchObject({ agrees: true, output: expect.stringContaining('1 dikembalikan') });
  expect((await reconcile()).agrees).toBe(true);
});

test('beside a signer at work, and where both contradict each other, nothing is changed', {
  timeout: LONG_MS,
}, async () => {
  const sql = connect(database.issuerUrl, { max: 1 });
  const lease = createLease(sql, 'signer');
  await lease.acquire();
  expect(await reconcile(true)).toEqual({ agrees: false, output: expect.stringContaining('sedang berjalan') });
  await lease.release();
  await sql.end();

  const before = await readFile(journal, 'utf8');
  await asOwner((owner) => owner`update intents set tbs = tbs || '\\x00' where number = 1`);
  const told = await reconcile(true);
  expect(told.agrees).toBe(false);
  expect(told.output).toMatch(/berbeda untuk 1 permohonan:\n {2}[0-9a-f-]{36}:1\n/);
  expect(await readFile(journal, 'utf8')).toBe(before);
});
