import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { blockKeys } from '../../db/blocked-keys.ts';
import { connect, type Sql } from '../../db/connect.ts';
import { createIssuanceStorage } from '../../db/issuance.ts';
import { insertRows } from '../../db/rows.ts';
import { Fault } from '../../src/fault.ts';
import { type Contents, drawSerial, toBeSigned } from '../../src/issuance/certificate/certificate.ts';
import { subjectOf, validityOf } from '../../src/issuance/certificate/profile.ts';
import { readParts } from '../../src/issuance/certificate/read-certificate.ts';
import { contentsOf } from '../../src/issuance/certificate/statement.ts';
import { keyIdOf } from '../../src/issuance/custody/authority.ts';
import { createRequestReader } from '../../src/issuance/request/csr.ts';
import type { Answers } from '../../src/issuance/signer/issuing.ts';
import { openSignerJournal } from '../../src/issuance/signer/signer-journal.ts';
import type { Draft, IssuanceStorage, Latest } from '../../src/issuance/storage.ts';
import { createKeyring } from '../../src/seal.ts';
import { notIssuedInWords } from '../../src/web/console/renewal/issuance-words.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { sealData } from '../support/sealed.ts';
import { type ApprovedRenewal, approvedRenewal, keepApproved, type Wanted } from './approved.ts';
import { NOW, type Office, openOffice, PROFILE, SITI, spkiFor } from './office.ts';

const keyring = createKeyring(Buffer.alloc(32, 7));
let database: TestDatabase;
let app: Sql;
let signer: Sql;
let storage: IssuanceStorage;
let office: Office;
/** How often the CA's key was used for a certificate. */
let signatures = 0;

beforeAll(async () => {
  [database, office] = await Promise.all([createTestDatabase(), openOffice()]);
  [app, signer] = [connect(database.url), connect(database.issuerUrl)];
  storage = createIssuanceStorage({ sql: signer, keyring, requests: createRequestReader() });
});
afterAll(async () => {
  await Promise.all([app.end(), signer.end()]);
  await Promise.all([database.drop(), office.close()]);
});
beforeEach(() => {
  office.now = NOW;
  signatures = 0;
});

const start = (on = storage) => {
  const signAside = (bytes: Uint8Array) => {
    signatures++;
    return office.authority.signAside(bytes);
  };
  return office.start(on, { ...office.authority, signAside });
};
async function approve(wanted: Wanted = {}): Promise<ApprovedRenewal> {
  const made = approvedRenewal(keyring, wanted);
  await keepApproved(app, [made]);
  return made;
}

/** An intent for this request as the signer himself would have written it, but for what is changed. */
function intentFor({ id, content, key, spki }: ApprovedRenewal, change: Partial<Contents> = {}, at = NOW): Draft {
  const { authority } = office;
  const serial = drawSerial();
  const validity = validityOf(PROFILE, at);
  const contents = contentsOf({ profile: PROFILE, subject: SITI, spki: spkiFor(key), serial, authority, validity });
  return { request: id, serial, tbs: toBeSigned({ ...contents, ...change }), approval: content, key: spki, at };
}
/** Whoever has the signer's role at the database can do this, without the CA's passphrase. */
const plant = (...drafts: Draft[]) => storage.saveIntents(drafts);

const wordOf = (answers: Answers, id: string) => {
  const answer = answers.get(id)!;
  return answer instanceof Fault ? answer.code : answer.status === 'refused' ? answer.why : answer.status;
};
const journal = () => openSignerJournal(office.journalPath);
/** Which of these the signer's journal holds. */
async function journalled(...ids: string[]): Promise<boolean[]> {
  const { knows } = await journal();
  return ids.map(knows);
}

describe('an intent that somebody planted in the database is not signed, and others beside it are issued:', () => {
  type Planted = readonly [what: string, planted: (request: ApprovedRenewal) => Draft, wanted?: Wanted];
  const LATER = new Date(NOW.getTime() + 24 * 3600 * 1000);
  const cases: readonly Planted[] = [
    ['nobody approved it', (request) => intentFor(request), { operators: [] }],
    [
      'one of two operators approved it',
      (request) => intentFor(request),
      { operators: [randomUUID()], fourEyes: true },
    ],
    ['it rests on another approval', (request) => ({ ...intentFor(request), approval: 'v|l|k' })],
    [
      'another name was approved',
      (request) => intentFor(request, { subject: subjectOf(PROFILE, { ...SITI, name: 'Orang Lain' }) }),
    ],
    ['another e-mail was approved', (request) => intentFor(request, { email: 'orang.lain@sgs.go.id' })],
    ['another key was approved', (request) => intentFor(request, { spki: spkiFor() })],
    ['it is a CA', (request) => intentFor(request, { ca: {}, keyUsage: ['keyCertSign', 'cRLSign'] })],
    [
      'it signs OCSP answers',
      (request) => intentFor(request, { purposes: ['ocspSigning'], keyUsage: ['digitalSignature'], ocspNoCheck: true }),
    ],
    ['it is valid for a year more', (request) => intentFor(request, validityOf({ years: 3 }, NOW))],
    ['it began a year ago', (request) => intentFor(request, validityOf(PROFILE, new Date('2025-11-23')))],
    ['it begins tomorrow', (request) => intentFor(request, {}, LATER)],
    ['it is under another serial', (request) => ({ ...intentFor(request), serial: drawSerial() })],
    ['it is no certificate at all', (request) => ({ ...intentFor(request), tbs: Buffer.from('3003020101', 'hex') })],
  ];
  test.each(cases.map(([what, planted, wanted]) => ({ what, planted, wanted })))(
    '$what',
    async ({ planted, wanted }) => {
      const [before, bad, behind] = [await approve(), await approve(wanted), await approve()];
      await plant(planted(bad));
      const answers = await (await start()).issueAll([before.id, bad.id, behind.id]);
      expect([before, bad, behind].map(({ id }) => wordOf(answers, id))).toEqual([
        'issued',
        'intent-not-approved',
        'issued',
      ]);
      expect(await journalled(before.id, bad.id, behind.id)).toEqual([true, false, true]);
      expect(signatures).toBe(2);
      // Nor does it become a certificate later, whoever asks.
      expect(await (await start()).issue({ id: bad.id })).toEqual({ status: 'refused', why: 'intent-not-approved' });
      expect((await storage.onRecord([bad.id])).certificates.size).toBe(0);
    },
  );

  test('it says that it was drafted before it was approved', async () => {
    const decidedAt = LATER;
    const [early, late] = [await approve({ decidedAt }), await approve({ decidedAt })];
    await plant(intentFor(early, {}, new Date(decidedAt.getTime() - 3600 * 1000)), intentFor(late, {}, decidedAt));
    office.now = new Date(decidedAt.getTime() + 3600 * 1000);
    const answers = await (await start()).issueAll([early.id, late.id]);
    expect([early, late].map(({ id }) => wordOf(answers, id))).toEqual(['intent-not-approved', 'issued']);
    expect([signatures, await journalled(early.id, late.id)]).toEqual([1, [false, true]]);
  });

  test('it is for a request that does not exist, or for the certificate of OCSP answers', async () => {
    const good = await approve();
    const ids = ['nowhere:1', `ocsp-responder-${drawSerial()}`];
    const purposes = { purposes: ['ocspSigning'] as const, ocspNoCheck: true as const };
    const draftOf = (request: string) => ({ ...intentFor(good, purposes), request, key: randomUUID() });
    await plant(...ids.map((id) => ({ ...draftOf(id), approval: 'ocsp-responder' })));
    const answers = await (await start()).issueAll([...ids, good.id]);
    expect(ids.map((id) => wordOf(answers, id))).toEqual(['intent-not-approved', 'intent-not-approved']);
    expect([wordOf(answers, good.id), signatures]).toEqual(['issued', 1]);
    expect(await journalled(...ids, good.id)).toEqual([false, false, true]);
  });

  test('it was planted between the look and the signer’s own', async () => {
    const [bad, good] = [await approve(), await approve()];
    const quick = (drafts: readonly Draft[], latest?: Latest) =>
      plant(intentFor(bad, { email: 'orang.lain@sgs.go.id' })).then(() => storage.saveIntents(drafts, latest));
    const answers = await (await start({ ...storage, saveIntents: quick })).issueAll([bad.id, good.id]);
    expect([bad, good].map(({ id }) => wordOf(answers, id))).toEqual(['intent-not-approved', 'issued']);
    expect([signatures, await journalled(bad.id, good.id)]).toEqual([1, [false, true]]);
  });

  test('it takes the place of the certificate that signs OCSP answers', async () => {
    const other = intentFor(await approve(), { purposes: ['ocspSigning'], ocspNoCheck: true });
    let place = '';
    const quick = async (drafts: readonly Draft[], latest?: Latest) => {
      place = drafts[0]!.request;
      await plant({ ...other, request: place });
      return storage.saveIntents(drafts, latest);
    };
    const issuer = await start({ ...storage, saveIntents: quick });
    await expect(issuer.responder()).rejects.toMatchObject({ code: 'issuance' });
    expect([
      signatures,
      await journalled(place),
      await storage.latestResponder(keyIdOf(office.authority), office.now),
    ]).toEqual([0, [false], undefined]);
    expect((await (await start()).responder()).serial).not.toBe(other.serial);
  });
});

test('operators read that somebody may have written into the database, and what to do', () => {
  const words = notIssuedInWords('intent-not-approved')!;
  expect(words).toMatch(/tidak ditandatangani.*basis data.*pengelola sistem.*putuskan lagi/);
  expect(words).not.toContain('Sampaikan kode ini');
});

describe('an intent that a killed signer left behind', () => {
  test('is signed as he meant it, though there are newer data since', async () => {
    const request = await approve();
    const meant = intentFor(request);
    await plant(meant);
    const id = randomUUID();
    const data = { ...SITI, position: 'Pranata Komputer Ahli Madya' };
    const version = { id, applicant: request.applicant, number: 2, hash: 'newer', sealed: sealData(keyring, id, data) };
    const known = { name: 'x', organisation: 'x', unit: 'x', source: 'import', by: 'x', at: NOW };
    await insertRows(app, 'data_versions', [{ ...version, ...known }]);
    // A long time later: it begins when it was drafted.
    office.now = new Date(NOW.getTime() + 27 * 24 * 3600 * 1000);
    const issued = await (await start()).issue({ id: request.id });
    if (issued.status !== 'issued') throw new Error(JSON.stringify(issued));
    expect(Buffer.from(readParts(issued.certificate).tbs)).toEqual(Buffer.from(meant.tbs));
    expect(issued).toMatchObject({ serial: meant.serial, notBefore: validityOf(PROFILE, NOW).notBefore });
  });

  test('is decided anew after four weeks', async () => {
    const request = await approve();
    await plant(intentFor(request));
    office.now = new Date(NOW.getTime() + 29 * 24 * 3600 * 1000);
    expect(await (await start()).issue({ id: request.id })).toEqual({ status: 'refused', why: 'intent-not-approved' });
    expect([signatures, await journalled(request.id)]).toEqual([0, [false]]);
  });

  test('is not signed if its key came onto the list of compromised ones since', async () => {
    const request = await approve();
    await plant(intentFor(request));
    await blockKeys(app, [request.spki], NOW);
    expect(await (await start()).issue({ id: request.id })).toEqual({ status: 'refused', why: 'key-blocked' });
    expect([signatures, await journalled(request.id)]).toEqual([0, [false]]);
  });

  test('and that stands in the journal is signed without being judged again: it was before', async () => {
    const request = await approve();
    const kept = await plant(intentFor(request));
    await (await journal()).append([...kept.values()]);
    await blockKeys(app, [request.spki], NOW);
    const serial = kept.get(request.id)!.serial;
    expect(await (await start()).issue({ id: request.id })).toMatchObject({ status: 'issued', serial });
  });
});
