import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { erase } from '../../db/erasure.ts';
import { createIssuanceStorage, createRevocationReads } from '../../db/issuance.ts';
import { createLease } from '../../db/leases.ts';
import { insertRows } from '../../db/rows.ts';
import { reconcileJournal } from '../../src/commands/reconciling.ts';
import { revokeBySerial } from '../../src/commands/revoking.ts';
import { keyIdOf } from '../../src/issuance/custody/authority.ts';
import { createRequestReader } from '../../src/issuance/request/csr.ts';
import { createAgreement } from '../../src/issuance/signer/reconcile.ts';
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
let serials: string[];
beforeAll(async () => {
  [database, office] = await Promise.all([createTestDatabase(), openOffice()]);
  caDir = join(office.dir, 'ca');
  journal = join(caDir, 'signer-journal.jsonl');
  await issueThree();
});
afterAll(async () => {
  await Promise.all([office.close(), database.drop()]);
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
  serials = [...(await issuer.issueAll(made.map(({ id }) => id))).values()].map(
    (answer) => (answer as { serial: string }).serial,
  );
  await issuer.revokeAll(serials.slice(0, 2).map((serial) => ({ serial, reason: 'superseded' })));
  await Promise.all([app.end(), sql.end()]);
}

async function asApp<T>(act: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = connect(database.url, { max: 1 });
  return act(sql).finally(() => sql.end());
}

async function asOwner(act: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const owner = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
  await act(owner).finally(() => owner.end());
}

const SIGNER = () => ({ issuerUrl: database.issuerUrl, keyring: createKeyring(KEY), clock: () => NOW, caDir });

async function reconcile(apply = false, passphrase?: string): Promise<{ agrees: boolean; output: string }> {
  const said: string[] = [];
  const agrees = await reconcileJournal({ ...SIGNER(), passphrase, apply, print: (text) => said.push(text) });
  return { agrees, output: said.join('\n') };
}

async function revoke(serial: string): Promise<{ done: boolean; output: string }> {
  const said: string[] = [];
  const revoking = { serial, reason: 'keyCompromise', by: 'Rina' } as const;
  const parts = { ...SIGNER(), passphrase: undefined, ...revoking, print: (text: string) => said.push(text) };
  return { done: await revokeBySerial(parts), output: said.join('\n') };
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
    execFile(process.execPath, [CLI, 'ca', ...args], { env }, (error, stdout, stderr) =>
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
  expect(await typed('reconcile', '--apply')).toMatchObject({
    code: 0,
    output: expect.stringContaining('Selesai: 2 entri'),
  });
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
    output: expect.stringMatching(/1 pencabutan kembali di basis data.*cabutlah\nsekali lagi/),
  });
  expect((await reconcile()).agrees).toBe(true);
});

test('a number that is not ours, and one that the console can revoke, are not revoked by hand', async () => {
  expect(await revoke('4cabcdef')).toEqual({ done: false, output: expect.stringContaining('tidak dikenal') });
  const serial = serials[2]!;
  const known = { serial, issuer: 'local', evidence: 'certificate', notAfter: NOW, state: 'valid', at: NOW };
  await asApp(async (app) => {
    const [person] = await app`select id from applicants limit 1`;
    await insertRows(app, 'certificates', [{ id: randomUUID(), applicant: person!.id, ...known }]);
    expect(await revoke(serial)).toEqual({ done: false, output: expect.stringContaining('Cabutlah di konsol') });
    await app`delete from certificates where serial = ${serial}`;
  });
  expect((await reconcile()).agrees).toBe(true);
});

describe('what an older database has forgotten is given back to it,', () => {
  /** The third certificate and its intent. */
  const forget = () =>
    asOwner(async (sql) => {
      await sql`delete from intents where serial = ${serials[2]!}`;
      await sql`delete from issued where serial = ${serials[2]!}`;
    });
  const status = () =>
    asApp((sql) =>
      createRevocationReads({ sql, keyring: createKeyring(KEY) }, keyIdOf(office.authority)).status([serials[2]!]),
    );

  test('the certificate too where the CA opens: whoever asks about it hears good again', async () => {
    await forget();
    expect((await reconcile()).output).toContain('1 entri jurnal tidak ada di dalamnya');
    expect(await status()).toEqual(['unknown']);
    const { agrees, output } = await reconcile(true, PASSPHRASE);
    expect([agrees, output]).toEqual([true, expect.stringContaining('1 dikembalikan')]);
    expect(output).toContain('1 sertifikat dari entri itu ditandatangani kembali');
    expect(await status()).toEqual(['good']);
    expect((await reconcile()).agrees).toBe(true);
  });

  test('also where its person was erased meanwhile: what was signed is the CA’s to keep', async () => {
    await asOwner((sql) =>
      sql.begin(async (tx) => {
        const [row] = await tx`select r.applicant from intents i join issue_requests q on q.id = i.request
          join renewals r on r.id = q.renewal where i.serial = ${serials[2]!}`;
        await erase(tx as never, createKeyring(KEY), row!.applicant, NOW);
      }),
    );
    expect((await reconcile()).agrees).toBe(true);
    await forget();
    expect((await reconcile(true, PASSPHRASE)).agrees).toBe(true);
    expect(await status()).toEqual(['good']);
  });

  test('and where it does not, its number is named, and can be revoked by an operator', {
    timeout: LONG_MS,
  }, async () => {
    await forget();
    const serial = serials[2]!;
    const { agrees, output } = await reconcile(true);
    expect([agrees, output]).toEqual([true, expect.stringContaining('1 dikembalikan')]);
    expect(output).toContain(`\n  ${serial}\n`);
    expect(output).toContain('ca revoke');
    const asked = ['revoke', serial.toUpperCase().replace(/..(?=.)/g, '$&:'), '--reason', 'keyCompromise'];
    expect(await typed(...asked)).toMatchObject({ code: 2, output: expect.stringContaining('Pemakaian') });
    expect(await typed(...asked, '--by', 'Rina Wulandari')).toMatchObject({
      code: 0,
      output: expect.stringContaining(`Sertifikat ${serial} dicabut.`),
    });
    expect(await status()).toMatchObject([{ reason: 'keyCompromise' }]);
    const [last] = (await readFile(journal, 'utf8')).trimEnd().split('\n').slice(-1);
    expect(JSON.parse(last!.slice(65))).toMatchObject({
      revoked: serial,
      reason: 'keyCompromise',
      by: 'Rina Wulandari',
    });
    // The desk, which never opens that file, is to tell it.
    const named = await asApp((app) => app`select typed_by from revoked where serial = ${serial}`);
    expect(named).toEqual([{ typedBy: 'Rina Wulandari' }]);
    expect(await reconcile()).toMatchObject({ agrees: true });
    expect(await revoke(serial)).toEqual({ done: true, output: expect.stringContaining('sudah dicabut') });
  });
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
