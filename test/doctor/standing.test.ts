import { appendFile, chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { createLease } from '../../db/leases.ts';
import { createSignerRows } from '../../db/signing.ts';
import { openPublicAuthority } from '../../src/compose/authority.ts';
import { clockCheck } from '../../src/doctor/clock.ts';
import { diskCheck } from '../../src/doctor/disk.ts';
import { type KeysCheckParts, keysCheck } from '../../src/doctor/keys.ts';
import { assemble, toBeSigned } from '../../src/issuance/certificate/certificate.ts';
import { keyIdOf, publicSide } from '../../src/issuance/custody/authority.ts';
import { openAuthority } from '../../src/issuance/custody/custody.ts';
import { initAuthority } from '../../src/issuance/custody/establish.ts';
import { succeedAuthority } from '../../src/issuance/custody/succeed.ts';
import { createRequestReader } from '../../src/issuance/request/csr.ts';
import { openSignerJournal } from '../../src/issuance/signer/signer-journal.ts';
import { canonicalData } from '../../src/renewal/renewal.ts';
import { SAMPLES } from '../../src/sandbox/samples.ts';
import { createKeyring } from '../../src/seal.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { sealData } from '../support/sealed.ts';
import { findingsOf } from './findings.ts';

const DAY_MS = 86_400_000;
const CALENDAR = { officeClosed: [], timeZone: 'Asia/Jakarta' };
const day = (date: string) => ({ first: date, last: date });

describe('the clock', () => {
  const now = new Date('2027-01-15T03:00:00Z');
  const other = (ms: number, roughMs = 0) => ({
    source: 'basis data',
    roughMs,
    read: async () => new Date(now.getTime() + ms),
  });
  test.each([
    [0, 'clock-ok'],
    [-4_000, 'clock-ok'],
    [8_000, 'clock-off'],
    [-8_000, 'clock-off'],
    [45_000, 'clock-wrong'],
  ] as const)('that is %i ms off is %s', async (ms, code) => {
    const found = await findingsOf(clockCheck([other(ms)], CALENDAR, () => now));
    expect(found.codes).toEqual([code]);
    expect(found.valuesOf(code)).toEqual({ source: 'basis data', seconds: Math.abs(ms) / 1000 });
  });
  test('of a server that tells whole seconds may be off by one more', async () => {
    expect((await findingsOf(clockCheck([other(5_900, 1_000)], CALENDAR, () => now))).codes).toEqual(['clock-ok']);
  });
  test.each([
    ['is over since the day after its last closed day', '2027-01-15T17:00:00Z', ['calendar-over', 'clock-ok']],
    ['counts to the end of its last closed day, where the office is', '2027-01-15T16:59:59Z', ['clock-ok']],
  ])('and the calendar that %s', async (_, moment, codes) => {
    const at = new Date(moment);
    const calendar = { ...CALENDAR, officeClosed: [day('2027-01-15'), day('2026-12-25')] };
    const right = { source: 'basis data', roughMs: 0, read: async () => at };
    const found = await findingsOf(clockCheck([right], calendar, () => at));
    expect(found.codes).toEqual(codes);
    expect(found.text).not.toContain('undefined');
  });
  test('that nobody can be asked about is not judged', async () => {
    const silent = { source: 'x', roughMs: 0, read: () => Promise.reject(new Error('away')) };
    expect((await findingsOf(clockCheck([silent], CALENDAR, () => now))).codes).toEqual(['clock-unknown']);
  });
});

describe('the disk', () => {
  const GIGABYTE = 1024 ** 3;
  const space = (gigabytes: number) => async () => ({ freeBytes: gigabytes * GIGABYTE, allBytes: 40 * GIGABYTE });
  test.each([
    [20, 'disk-ok'],
    [1.5, 'disk-low'],
    [0.2, 'disk-full'],
  ] as const)('with %d GB free is %s', async (free, code) => {
    expect((await findingsOf(diskCheck({ folders: [tmpdir()], space: space(free) }))).codes).toEqual([code]);
  });
  test('is asked for real, and a folder that is not there or not ours is told', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'perbarui-doctor-'));
    expect((await findingsOf(diskCheck({ folders: [dir] }))).text).toMatch(/GB bebas/);
    expect((await findingsOf(diskCheck({ folders: [join(dir, 'no')] }))).valuesOf('folder-missing')).toMatchObject({
      why: 'ENOENT',
    });
    // A file in place of a folder refuses whoever writes, also the superuser.
    const file = join(dir, 'berkas');
    await appendFile(file, 'x');
    await chmod(file, 0o400);
    expect((await findingsOf(diskCheck({ folders: [file] }))).codes).toContain('folder-locked');
    await rm(dir, { recursive: true });
  });
});

describe('keys', () => {
  const passphrase = 'kata sandi untuk uji';
  const now = new Date();
  const keyring = createKeyring(Buffer.alloc(32, 7));
  let database: TestDatabase;
  let owner: Sql;
  let dir: string;
  let caDir: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    owner = connect(database.ownerUrl, { max: 1 });
  });
  afterAll(async () => {
    await owner.end();
    await database.drop();
  });
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'perbarui-doctor-'));
    caDir = join(dir, 'ca');
    const names = { organisation: 'Diskominfo', root: 'Induk', issuing: 'Penerbit' };
    await initAuthority({ dir: caDir, passphrase, names, now, kind: 'p-384' });
  });
  afterEach(async () => {
    await owner`truncate data_versions, applicants, intents, issued, revoked, crls, authorities cascade`;
    await rm(dir, { recursive: true });
  });
  const examine = (more: Partial<KeysCheckParts> = {}) =>
    findingsOf(
      keysCheck({
        database,
        keyring,
        issuer: 'local',
        caDir,
        caPassphrase: passphrase,
        embedded: true,
        requests: createRequestReader(),
        clock: () => now,
        ...more,
      }),
    );
  const sealedRow = async () => {
    const [id, applicant] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
    const { data } = SAMPLES[0]!;
    const sealed = sealData(keyring, id!, data);
    await owner`insert into applicants (id, nip_hash, nik_hash, version, version_number, created_at) values (${applicant!}, 'a', 'b', 'c', 1, now())`;
    await owner`insert into data_versions (id, applicant, number, hash, sealed, name, organisation, unit, source, by, at)
      values (${id!}, ${applicant!}, 1, ${keyring.hash('data', canonicalData(data))}, ${Buffer.from(sealed)}, 'x', 'x', 'x', 'import', 'x', now())`;
  };
  const intent = { request: 'r1', serial: '0a', tbs: new Uint8Array([1]), approval: 'x', number: 1, at: now };
  const signed = async () => {
    await owner`insert into intents (request, serial, number, tbs, approval, at) values ('r1', '0a', 1, ${Buffer.from([1])}, 'x', now())`;
    await owner`insert into issued (serial, request, der, not_before, not_after, at) values ('0a', 'r1', ${Buffer.from([1])}, now(), now(), now())`;
  };
  const journalFile = () => join(caDir, 'signer-journal.jsonl');

  test('a new house: nothing is sealed, nothing signed, nothing published', async () => {
    expect((await examine()).codes).toEqual(['key-nothing', 'ca-ok', 'journal-ok', 'crl-none']);
    await expect(readFile(journalFile())).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('the secret key opens what is sealed, and another one does not', async () => {
    await sealedRow();
    expect((await examine()).codes).toContain('key-opens');
    const found = await examine({ keyring: createKeyring(Buffer.alloc(32, 8)) });
    expect(found.valuesOf('key-wrong')).toEqual({ which: 'terlama dan terbaru' });
    const [first, second, third] = [7, 8, 9].map((byte) => Buffer.alloc(32, byte)) as [Buffer, Buffer, Buffer];
    expect((await examine({ keyring: createKeyring(third, [second, first]) })).codes).toContain('key-opens');
    expect((await examine({ keyring: createKeyring(third, [first, second]) })).codes).toContain('key-order');
  });

  test('a wrong passphrase, no CA, and one that ends within two years', async () => {
    const locked = await examine({ caPassphrase: 'bukan kata sandinya' });
    expect(locked.codes).toContain('ca-locked');
    expect(locked.text).not.toContain('bukan kata sandinya');
    expect((await examine({ caDir: join(dir, 'lain') })).codes).toContain('ca-missing');
    const later = new Date(now.getTime() + 9 * 365 * DAY_MS);
    const ending = await examine({ clock: () => later });
    expect([ending.codes.includes('ca-ends'), ending.text.includes('--new-key')]).toEqual([true, true]);
  });

  test('a CA that cannot be looked at is none that is missing: nobody is told to make another one', async () => {
    const shut = join(dir, 'terkunci');
    await mkdir(shut);
    await symlink('issuing.pem', join(shut, 'issuing.pem'));
    const found = await examine({ caDir: shut });
    expect(found.codes).not.toContain('ca-missing');
    expect(found.valuesOf('ca-locked')).toEqual({ why: 'issuing.pem cannot be read (ELOOP)' });
  });

  test('a CA and its successor are named with their ends, and one that is missing in the folder', async () => {
    const signer = connect(database.issuerUrl, { max: 1 });
    const rows = createSignerRows(signer);
    const first = await openAuthority(caDir, passphrase);
    const names = { organisation: 'Diskominfo', root: 'Induk', issuing: 'Penerbit' };
    const second = await succeedAuthority({ dir: caDir, passphrase, names, now, kind: 'p-384' });
    await rows.saveAuthority({ ...publicSide(first), at: now });
    await rows.saveAuthority({ ...publicSide(second, first), at: new Date(now.getTime() + 1) });
    const { issuerUrl: _, ...others } = database;
    for (const found of [await examine(), await examine({ database: others })]) {
      expect(found.valuesOf('ca-ok')?.until).toEqual(second.notAfter);
      expect(found.valuesOf('ca-retired')?.until).toEqual(first.notAfter);
      expect(found.codes).not.toContain('ca-lost');
    }
    const { earlier } = openPublicAuthority({ sql: owner, keyring, clock: () => now }).authority;
    expect(await earlier()).toEqual([{ until: first.notAfter, last: undefined }]);
    // A certificate of its key that outlives it, as where an older certificate of the CA was put back.
    const last = new Date(first.notAfter.getTime() + DAY_MS);
    const tbs = toBeSigned({
      serial: '0b',
      signature: first.kind,
      issuer: first.name,
      issuerKeyId: first.keyId,
      notBefore: now,
      notAfter: last,
      subject: [{ attribute: 'CN', value: 'Siti' }],
      spki: second.spki,
      keyUsage: ['digitalSignature'],
      purposes: [],
      ca: false,
      addresses: {},
    });
    const der = assemble(tbs, first.kind, first.sign(tbs));
    await owner`insert into issued (serial, request, der, not_before, not_after, at) values ('0b', 'r2', ${Buffer.from(der)}, ${now}, ${last}, ${now})`;
    for (const found of [await examine(), await examine({ database: others })]) {
      expect(found.valuesOf('ca-outlived')).toEqual({ until: first.notAfter, last });
      expect(found.codes).not.toContain('ca-retired');
    }
    const published = openPublicAuthority({ sql: owner, keyring, clock: () => now }).authority;
    expect(await published.earlier()).toEqual([{ until: first.notAfter, last }]);
    await owner`insert into revoked (serial, reason, at) values ('0b', 'superseded', ${now})`;
    expect((await examine()).codes).toContain('ca-retired');
    await rm(join(caDir, 'g2'), { recursive: true });
    expect((await examine()).valuesOf('ca-lost')).toEqual({ key: keyIdOf(second), until: second.notAfter });
    await signer.end();
  });

  test('keys and passphrase that others can read are named, and a root that was not carried away', async () => {
    const passphraseFile = join(dir, 'passphrase');
    await writeFile(passphraseFile, passphrase, { mode: 0o644 });
    await chmod(join(caDir, 'issuing.key.pem'), 0o644);
    const found = await examine({ embedded: false, caPassphraseFile: passphraseFile });
    expect(found.codes).toEqual([
      'key-nothing',
      'ca-exposed',
      'root-key-here',
      'ca-ok',
      'passphrase-exposed',
      'journal-ok',
      'crl-none',
    ]);
    expect(found.valuesOf('ca-exposed')).toEqual({ folder: caDir, files: 'issuing.key.pem' });
    expect(found.valuesOf('root-key-here')).toEqual({ folder: `${caDir}-root` });
    expect(found.text).not.toContain(passphrase);
  });

  test('where another process signs, its CA is judged by what it published', async () => {
    const { issuerUrl, ...others } = database;
    expect((await examine({ database: others, caPassphrase: undefined })).codes).toEqual([
      'key-nothing',
      'signer-elsewhere',
      'signer-away',
    ]);
    const signer = connect(issuerUrl, { max: 1 });
    const authority = await openAuthority(caDir, passphrase);
    await createSignerRows(signer).saveAuthority({ ...publicSide(authority), at: now });
    const lease = createLease(signer, 'signer');
    await lease.acquire();
    const later = new Date(now.getTime() + 9 * 365 * DAY_MS);
    const found = await examine({ database: others, clock: () => later });
    expect(found.codes).toEqual(['key-nothing', 'signer-elsewhere', 'ca-ends']);
    await lease.release();
    await signer.end();
  });

  test("the signer's journal is compared with the database, and its last line is left as it is", async () => {
    await signed();
    expect((await examine()).valuesOf('journal-differs')).toEqual({ state: 'hilang' });
    await (await openSignerJournal(journalFile())).append([intent]);
    await appendFile(journalFile(), 'a line that a signer is writ');
    expect((await examine()).valuesOf('journal-ok')).toEqual({ count: 1 });
    expect(await readFile(journalFile(), 'utf8')).toMatch(/is writ$/);
    await owner`truncate intents, issued`;
    expect((await examine()).valuesOf('journal-differs')).toEqual({ state: 'lebih maju' });
    await (await openSignerJournal(journalFile())).append([{ serial: '4c01', reason: 'superseded', at: now }]);
    expect((await examine()).valuesOf('revocations-lost')).toEqual({ count: 1 });
    await appendFile(journalFile(), 'writing\n');
    expect((await examine()).codes).toContain('journal-unreadable');
  });

  test('the list of revoked certificates is in force, or has run out', async () => {
    await owner`insert into crls (number, der, this_update, next_update) values (1, ${Buffer.from([1])}, now(), now() + interval '5 days')`;
    expect((await examine()).codes).toContain('crl-fresh');
    const later = new Date(now.getTime() + 6 * DAY_MS);
    expect((await examine({ clock: () => later })).codes).toContain('crl-stale');
  });

  test('without a database the CA is looked at all the same; with AMS there is none', async () => {
    expect((await examine({ database: undefined })).codes).toEqual(['no-database', 'ca-ok', 'no-database']);
    expect((await examine({ issuer: 'ams' })).codes).toEqual(['key-nothing', 'ca-ams']);
    expect((await examine({ keyring: undefined })).codes).toEqual(['key-missing', 'ca-ok']);
  });
});
