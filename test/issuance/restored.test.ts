import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CertificateRevocationList } from 'pkijs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { createIssuanceStorage, createRevocationReads } from '../../db/issuance.ts';
import { reconcileJournal } from '../../src/commands/reconciling.ts';
import { keyIdOf } from '../../src/issuance/custody/authority.ts';
import { signerJournalIn } from '../../src/issuance/custody/ca-folder.ts';
import type { LocalIssuer } from '../../src/issuance/local.ts';
import { createRequestReader } from '../../src/issuance/request/csr.ts';
import { createAgreement } from '../../src/issuance/signer/reconcile.ts';
import { createKeyring } from '../../src/seal.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { type ApprovedRenewal, approvedRenewal, keepApproved } from './approved.ts';
import { NOW, type Office, openOffice, PASSPHRASE } from './office.ts';

/** The whole database is put back to a copy of an earlier hour, and the CA's folder is not. */

const keyring = createKeyring(Buffer.alloc(32, 7));
let office: Office;
let today: TestDatabase;
let copy: TestDatabase;
/** The same copy, and the folder of that hour beside it: nothing that came later is known anywhere. */
let forgetful: TestDatabase;
let oldJournal: string;
let requests: ApprovedRenewal[];
/** Of what was told: one revoked before the copy was made, one after it, one issued after it. */
let told: { readonly early: string; readonly late: string; readonly after: string };

const stopped = expect.objectContaining({ code: 'signer-journal' });

type Yard = { readonly app: Sql; readonly issuer: LocalIssuer };
async function on<T>(database: TestDatabase, act: (yard: Yard) => Promise<T>, journal?: string): Promise<T> {
  const [app, sql] = [connect(database.url, { max: 1 }), connect(database.issuerUrl, { max: 1 })];
  const storage = createIssuanceStorage({ sql, keyring, requests: createRequestReader() });
  const agreement = createAgreement(journal ?? signerJournalIn(caDir()), storage, () => NOW);
  try {
    return await act({ app, issuer: await office.start(storage, undefined, agreement) });
  } finally {
    await Promise.all([app.end(), sql.end()]);
  }
}
const caDir = () => join(office.dir, 'ca');

async function issue({ issuer }: Yard, which: number): Promise<string> {
  const answer = await issuer.issue({ id: requests[which]!.id });
  if (answer.status !== 'issued') throw new Error(JSON.stringify(answer));
  return answer.serial;
}
/** What OCSP answers rest on, and what stands on the list that is served. */
async function said({ app }: Yard): Promise<{ status: unknown[]; listed: string[] }> {
  const { status, crl } = createRevocationReads({ sql: app, keyring }, keyIdOf(office.authority));
  const { revokedCertificates = [] } = CertificateRevocationList.fromBER(new Uint8Array((await crl())!.der));
  const found = await status([told.early, told.late, told.after]);
  return {
    status: found.map((each) => (typeof each === 'string' ? each : each.reason)),
    listed: revokedCertificates.map(({ userCertificate }) => userCertificate.toBigInt().toString(16)),
  };
}

beforeAll(async () => {
  [office, today] = await Promise.all([openOffice(), createTestDatabase()]);
  oldJournal = join(office.dir, 'old.jsonl');
  requests = [1, 2, 3, 4].map(() => approvedRenewal(keyring));
  const [early, late] = await on(today, async (yard) => {
    await keepApproved(yard.app, requests);
    const serials = [await issue(yard, 0), await issue(yard, 1)] as const;
    await yard.issuer.revoke(serials[0], 'superseded');
    return serials;
  });
  copy = await createTestDatabase(today);
  forgetful = await createTestDatabase(today);
  await copyFile(signerJournalIn(caDir()), oldJournal);
  told = await on(today, async (yard) => {
    await yard.issuer.revoke(late, 'keyCompromise');
    return { early, late, after: await issue(yard, 2) };
  });
});
afterAll(async () => {
  await Promise.all([today, copy, forgetful].map((database) => database.drop()));
  await office.close();
});

test('it is noticed before anything is issued, what was revoked stays so, and reconciled it is as before', async () => {
  await on(copy, async (yard) => {
    expect(await said(yard)).toEqual({ status: ['superseded', 'good', 'unknown'], listed: [told.early] });
    for (const which of [2, 3]) await expect(issue(yard, which)).rejects.toEqual(stopped);
    // The first thing that the signer does in a round.
    await yard.issuer.revokeAll([]);
    expect(await said(yard)).toEqual({
      status: ['superseded', 'keyCompromise', 'unknown'],
      listed: [told.early, told.late].toSorted(),
    });
    for (const which of [2, 3]) await expect(issue(yard, which)).rejects.toEqual(stopped);
  });
  const lines: string[] = [];
  const parts = { issuerUrl: copy.issuerUrl, keyring, clock: () => NOW, caDir: caDir(), passphrase: PASSPHRASE };
  expect(await reconcileJournal({ ...parts, apply: true, print: (line) => lines.push(line) })).toBe(true);
  expect(lines.join('\n')).toMatch(/1 dikembalikan.*1 pencabutan kembali.*1 sertifikat/s);
  await on(copy, async (yard) => {
    const { status, listed } = await said(yard);
    expect(status).toEqual(['superseded', 'keyCompromise', 'good']);
    expect(listed).toEqual([told.early, told.late].toSorted());
    expect(await issue(yard, 2)).toBe(told.after);
    expect(await issue(yard, 3)).toMatch(/^4c/);
  });
});

test('without the later lines of the journal nobody can know: the same checks say so', async () => {
  await on(
    forgetful,
    async (yard) => {
      await yard.issuer.revokeAll([]);
      const { status, listed } = await said(yard);
      expect(status).toEqual(['superseded', 'good', 'unknown']);
      expect(listed).toEqual([told.early]);
      expect(await issue(yard, 2)).not.toBe(told.after);
    },
    oldJournal,
  );
});
