import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blockedAmong, blockKeys } from '../../db/blocked-keys.ts';
import { connect, type Sql } from '../../db/connect.ts';
import { createIssuanceStorage, createRecordedReads, createRevocationReads } from '../../db/issuance.ts';
import { insertRows } from '../../db/rows.ts';
import { createSignerRows } from '../../db/signing.ts';
import { Fault } from '../../src/fault.ts';
import { drawSerial } from '../../src/issuance/certificate/certificate.ts';
import { keyIdOf } from '../../src/issuance/custody/authority.ts';
import { createRequestReader } from '../../src/issuance/request/csr.ts';
import { makeRequest } from '../../src/issuance/request/make-request.ts';
import { createAgreement, reconcile } from '../../src/issuance/signer/reconcile.ts';
import { openSignerJournal } from '../../src/issuance/signer/signer-journal.ts';
import type { ApprovedRequest, IssuanceStorage } from '../../src/issuance/storage.ts';
import { createKeyring, SEALED_AS } from '../../src/seal.ts';
import { notIssuedInWords } from '../../src/web/console/renewal/issuance-words.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { sealData } from '../support/sealed.ts';
import { type ApprovedRenewal, approvedRenewal, keepApproved, type Wanted } from './approved.ts';
import { NOW, newEcKey, type Office, openOffice, SITI, spkiFor } from './office.ts';

const keyring = createKeyring(Buffer.alloc(32, 7));
const requests = createRequestReader();
let database: TestDatabase;
let app: Sql;
let signer: Sql;
let storage: IssuanceStorage;
let office: Office;

beforeAll(async () => {
  [database, office] = await Promise.all([createTestDatabase(), openOffice()]);
  [app, signer] = [connect(database.url), connect(database.issuerUrl)];
  storage = createIssuanceStorage({ sql: signer, keyring, requests });
});
afterAll(async () => {
  await Promise.all([app.end(), signer.end()]);
  await Promise.all([database.drop(), office.close()]);
});

async function approve(wanted: Wanted = {}): Promise<ApprovedRenewal> {
  const made = approvedRenewal(keyring, wanted);
  await keepApproved(app, [made]);
  return made;
}
async function read(id: string): Promise<ApprovedRequest | undefined> {
  const found = (await storage.approvedRequests([id])).get(id);
  if (found instanceof Fault) throw found;
  return found;
}

test('the approved content is worked out again from the rows', async () => {
  const { id, content, renewal, key } = await approve();
  expect(await read(id)).toEqual({
    renewal,
    content,
    approved: content,
    approvals: [{ at: NOW, mayDecide: false }],
    needed: 1,
    subject: SITI,
    spki: spkiFor(key),
    keySeen: false,
    keyBlocked: false,
  });
});

test('a letter, a key or data put in the place of the approved ones is noticed', async () => {
  const letter = await approve();
  const forged = Buffer.from('%PDF- another letter');
  const hash = keyring.hash('document', forged);
  await app`update documents set hash = ${hash}, sealed = ${keyring.seal(SEALED_AS.document(hash), forged)} where id = ${letter.letter}`;
  const reading = await read(letter.id);
  expect(reading!.content).not.toBe(reading!.approved);

  const key = await approve();
  const theirs = Buffer.from(makeRequest('Siti', newEcKey()));
  const keyHash = keyring.hash('document', theirs);
  await app`update documents set hash = ${keyHash}, sealed = ${keyring.seal(SEALED_AS.document(keyHash), theirs)} where id = ${key.csr}`;
  const other = await read(key.id);
  expect(other!.content).not.toBe(other!.approved);

  const data = await approve();
  await app`update data_versions set sealed = ${sealData(keyring, data.version, { ...SITI, name: 'Orang Lain' })} where id = ${data.version}`;
  const changed = await read(data.id);
  expect(changed!.content).not.toBe(changed!.approved);
});

test('letters of every size, and of every byte, are read as what was approved', async () => {
  const sizes = [1, 8_000, 256 * 1024, 256 * 1024 + 1, 700_000];
  const letters = sizes.map((size) => Buffer.alloc(size, Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))));
  const made = await Promise.all(letters.map((letter) => approve({ letter })));
  const found = await storage.approvedRequests(made.map(({ id }) => id));
  for (const { id, content } of made) expect(found.get(id)).toMatchObject({ content, approved: content });
});

test('without enough operators there is no approved request', async () => {
  const [one, two] = [randomUUID(), randomUUID()];
  expect(await read((await approve({ operators: [] })).id)).toBeUndefined();
  expect(await read((await approve({ fourEyes: true, operators: [one] })).id)).toBeUndefined();
  expect(await read((await approve({ fourEyes: true, operators: [one, one] })).id)).toBeUndefined();
  expect(await read((await approve({ fourEyes: true, operators: [one, two] })).id)).toBeDefined();
  expect(await read('unknown')).toBeUndefined();
});

test('only approvals count, and only those of what is to be issued', async () => {
  for (const other of [{ subject: 'return' }, { subject: 'approve-change' }, { content: 'v|l|k' }]) {
    const made = approvedRenewal(keyring, {});
    const decisions = made.rows.decisions!.map((decision) => ({ ...decision, ...other }));
    await keepApproved(app, [{ ...made, rows: { ...made.rows, decisions } }]);
    expect([other, await read(made.id)]).toEqual([other, undefined]);
  }
});

describe('a signer who demands two operators', () => {
  const operators = async (...states: readonly ('active' | 'switched off')[]) => {
    const rows = states.map((state) => ({
      ...{ id: randomUUID(), login: randomUUID(), name: 'x', password: 'x', mustChange: false, at: NOW },
      disabled: state === 'switched off',
    }));
    await insertRows(app, 'operators', rows);
    return rows.map(({ id }) => id);
  };
  const demanding = () => office.start(storage, undefined, undefined, true);
  const FOUR_EYES = { status: 'refused', why: 'four-eyes' };
  // As whoever has the application's role could write it: the rules of the renewal ask for one.
  const cases: readonly (readonly [string, () => Promise<string[]>])[] = [
    ['one approved it', () => operators('active')],
    ['the same one approved it twice', async () => (await operators('active')).flatMap((one) => [one, one])],
    ['the other one was switched off', () => operators('active', 'switched off')],
    ['the other one is nobody', async () => [...(await operators('active')), randomUUID()]],
  ];
  test.each(cases)('signs nothing where %s, whatever the rules of the renewal say', async (_, approvedBy) => {
    const { id } = await approve({ fourEyes: false, operators: await approvedBy() });
    expect(await (await demanding()).issue({ id })).toEqual(FOUR_EYES);
    // It is his demand alone that keeps it back.
    expect((await (await office.start(storage)).issue({ id })).status).toBe('issued');
  });

  test('signs what two approved', async () => {
    const { id } = await approve({ fourEyes: false, operators: await operators('active', 'active') });
    expect((await (await demanding()).issue({ id })).status).toBe('issued');
  });

  test('signs no intent that lies there under the approval of one', async () => {
    const { id } = await approve({ operators: await operators('active') });
    // Another one, who demands less, was killed as soon as it was in the database.
    const broken = { append: () => Promise.reject(new Error('killed')) };
    const agreement = createAgreement(office.journalPath, storage, () => NOW);
    const journal = async () => ({ ...(await agreement.journal()), ...broken });
    const dying = await office.start(storage, undefined, { ...agreement, journal });
    await expect(dying.issue({ id })).rejects.toThrow('killed');
    expect((await storage.onRecord([id])).intents.size).toBe(1);
    expect(await (await demanding()).issue({ id })).toEqual(FOUR_EYES);
  });

  test('says so in words that tell the operator what to do', () => {
    expect(notIssuedInWords('four-eyes')).toMatch(/dua operator yang berbeda.*operator lain memeriksa/);
  });
});

test('a key that is in a certificate or in a request of someone else was seen', async () => {
  const key = newEcKey();
  const { id, applicant, spki } = await approve({ key });
  expect((await read(id))!.keySeen).toBe(false);
  await insertRows(app, 'keys', [{ spki, renewal: randomUUID(), source: 'request', at: NOW }]);
  expect((await read(id))!.keySeen).toBe(true);

  const used = await approve();
  await insertRows(app, 'certificates', [
    {
      id: randomUUID(),
      applicant,
      serial: randomUUID(),
      issuer: 'ams',
      evidence: 'certificate',
      notAfter: NOW,
      state: 'valid',
      spki: used.spki,
      at: NOW,
    },
  ]);
  expect((await read(used.id))!.keySeen).toBe(true);
});

test('a request is not refused because another signer has just committed its own intent', async () => {
  const { id, spki } = await approve();
  const intent = {
    request: id,
    serial: drawSerial(),
    tbs: Buffer.from('of the other'),
    approval: 'a',
    key: spki,
    at: NOW,
  };
  expect((await storage.saveIntents([intent])).get(id)).toMatchObject({ serial: intent.serial });
  expect((await read(id))!.keySeen).toBe(false);
});

test('a key that came onto the list of compromised ones after the approval is not signed', async () => {
  const { id, spki } = await approve();
  expect((await read(id))!.keyBlocked).toBe(false);
  expect(await blockKeys(app, [spki, 'ab'.repeat(10), spki], NOW)).toBe(2);
  expect(await blockKeys(app, [spki], NOW)).toBe(0);
  expect((await read(id))!.keyBlocked).toBe(true);
  expect(await (await office.start(storage)).issue({ id })).toEqual({ status: 'refused', why: 'key-blocked' });
  for (const sql of [app, signer]) await expect(sql`delete from blocked_keys`).rejects.toThrow(/permission denied/);
});

test('a key is looked for on a long list by its index', async () => {
  const keys = Array.from({ length: 60_000 }, (_, n) => n.toString(16).padStart(64, '0'));
  expect(await blockKeys(app, keys, NOW)).toBe(keys.length);
  expect(await blockedAmong(signer, [keys[7]!.slice(44), keys[7]!])).toEqual(new Set([keys[7]]));
  expect(await blockedAmong(signer, [keys[7]!.slice(44), 'ff'.repeat(32)])).toEqual(new Set());
  expect(await blockedAmong(signer, [])).toEqual(new Set());
  const times: number[] = [];
  for (const key of keys.slice(0, 50)) {
    const began = performance.now();
    await blockedAmong(signer, [key]);
    times.push(performance.now() - began);
  }
  // The quickest: other work on the machine must not decide. Reading all of them takes some milliseconds every time.
  expect(Math.min(...times)).toBeLessThan(2);
});

test('a certificate is issued, found again and revoked under the role of the signer', async () => {
  const { id } = await approve();
  const issuer = await office.start(storage);
  const issued = await issuer.issue({ id });
  if (issued.status !== 'issued') throw new Error(JSON.stringify(issued));
  const answers = await Promise.all([
    issuer.issue({ id }),
    issuer.find(id),
    (await office.start(storage)).issue({ id }),
  ]);
  for (const answer of answers) {
    if (answer?.status !== 'issued') throw new Error(JSON.stringify(answer));
    expect(Buffer.from(answer.certificate)).toEqual(Buffer.from(issued.certificate));
    expect({ ...answer, certificate: null }).toEqual({ ...issued, certificate: null });
  }
  expect(await issuer.revoke(issued.serial, 'keyCompromise')).toBe('revoked');
  const list = await issuer.crl();
  expect(await storage.latestCrl(keyIdOf(office.authority))).toMatchObject({ number: list.number });
  expect(await storage.listRevocations()).toMatchObject([{ serial: issued.serial, reason: 'keyCompromise' }]);
});

test('answers about revocation need the database and SECRET_KEY, and nothing of the CA', async () => {
  const { id } = await approve();
  const issuer = await office.start(storage);
  const issued = await issuer.issue({ id });
  if (issued.status !== 'issued') throw new Error(JSON.stringify(issued));
  const reads = createRevocationReads({ sql: app, keyring }, keyIdOf(office.authority));
  expect(await reads.status([issued.serial, '4c00ff'])).toEqual(['good', 'unknown']);
  await issuer.revoke(issued.serial, 'affiliationChanged');
  expect(await reads.status(['4c00ff', issued.serial])).toEqual(['unknown', { reason: 'affiliationChanged', at: NOW }]);
  const made = await issuer.responder();
  const { certificate, key, ...rest } = (await reads.responder(office.now))!;
  expect(rest).toEqual({ serial: made.serial, notBefore: made.notBefore, notAfter: made.notAfter });
  expect([Buffer.from(certificate), Buffer.from(key)]).toEqual(
    [made.certificate, made.key].map((each) => Buffer.from(each)),
  );
  const [row] = await app`select key from responders`;
  expect(Buffer.from(row!.key).includes(Buffer.from(made.key))).toBe(false);
  // Its intent takes its place in the journal, and both sides still agree.
  await expect(office.start(storage).then((again) => again.responder())).resolves.toMatchObject({
    serial: made.serial,
  });
});

test('a revocation that the database has lost is missed, and given back before anybody is told that all is well', async () => {
  const { id } = await approve();
  const issued = await (await office.start(storage)).issue({ id });
  if (issued.status !== 'issued') throw new Error(JSON.stringify(issued));
  const { serial } = issued;
  const next = await office.start(storage);
  await next.revoke(serial, 'keyCompromise');
  const owner = connect(database.ownerUrl, { max: 1 });
  await owner`delete from revoked where serial = ${serial}`;
  await owner`delete from issued where serial = ${serial}`;
  await owner.end();
  const { status } = createRevocationReads({ sql: app, keyring }, keyIdOf(office.authority));
  expect(await storage.onRecord([], { revocation: serial })).toMatchObject({ knowsLatest: false });
  await expect(next.issue({ id })).rejects.toMatchObject({ code: 'signer-journal' });
  expect(await status([serial])).toEqual(['unknown']);
  await next.revokeAll([]);
  // Its certificate is not there again yet; that it was revoked stays true.
  expect(await status([serial])).toEqual([{ reason: 'keyCompromise', at: NOW }]);
  await expect(next.issue({ id })).rejects.toMatchObject({ code: 'signer-journal' });
  await reconcile(await openSignerJournal(office.journalPath), storage, {
    authorities: [office.authority],
    now: NOW,
  });
  expect(await (await office.start(storage)).issue({ id })).toMatchObject({ status: 'issued', serial });
});

test('each revocation brings a list with a greater number, and old ones make way', async () => {
  const issuer = await office.start(storage);
  for (let at = 0; at < 12; at++) {
    // Some minutes lie between them, some come in the same second.
    if (at % 2 === 0) office.now = new Date(office.now.getTime() + 60_000);
    const { id } = await approve();
    const issued = await issuer.issue({ id });
    if (issued.status === 'issued') await issuer.revoke(issued.serial, 'superseded');
  }
  const seconds = Math.floor(office.now.getTime() / 1000);
  const pairs = [4, 3, 2, 1, 0].map((before) => seconds - 60 * before);
  expect((await app`select number::int from crls order by number`).map(({ number }) => number)).toEqual(
    pairs.flatMap((first) => [first, first + 1]),
  );
  expect((await createRevocationReads({ sql: app, keyring }, keyIdOf(office.authority)).crl())?.number).toBe(
    seconds + 1,
  );
  office.now = NOW;
});

test('a database that lacks what the signer knows says so whatever it is asked', async () => {
  for (const requests of [[], ['unknown']]) {
    expect((await storage.onRecord(requests, { intent: 'nowhere' })).knowsLatest).toBe(false);
    expect((await storage.onRecord(requests)).knowsLatest).toBe(true);
  }
});

test('of two revocations that are due at once the lost key is the reason', async () => {
  const { id, applicant } = await approve();
  const issued = await (await office.start(storage)).issue({ id });
  if (issued.status !== 'issued') throw new Error(JSON.stringify(issued));
  const certificate = randomUUID();
  const { serial, notAfter } = issued;
  const known = { id: certificate, applicant, serial, issuer: 'local', evidence: 'certificate', notAfter };
  await insertRows(app, 'certificates', [{ ...known, state: 'valid', at: NOW }]);
  const due = (reason: string, dueAt: Date) => ({
    id: randomUUID(),
    certificate,
    applicant,
    reason,
    state: 'due',
    askedBy: 'system',
    dueAt,
    at: NOW,
  });
  const [earlier, later] = [new Date(NOW.getTime() - 60_000), NOW];
  await insertRows(app, 'revocations', [due('superseded', earlier), due('keyCompromise', later)]);
  const [first] = await createSignerRows(signer).dueRevocations(NOW, 10);
  expect(first).toEqual({ serial, reason: 'keyCompromise' });
  // What is still to be done was not lost.
  expect([...(await storage.dueAmong([serial, '4c00'], NOW))]).toEqual([serial]);
  expect((await storage.dueAmong([serial], new Date(earlier.getTime() - 1))).size).toBe(0);
});

test('a second certificate with the same key is not signed, also for the same renewal', async () => {
  const { id, renewal, csr, content } = await approve();
  const issuer = await office.start(storage);
  expect((await issuer.issue({ id })).status).toBe('issued');
  await insertRows(app, 'issue_requests', [
    { id: `${renewal}:2`, renewal, number: 2, content, request: csr, state: 'asked', at: NOW },
  ]);
  expect(await issuer.issue({ id: `${renewal}:2` })).toEqual({ status: 'refused', why: 'key-seen' });
});

test('many requests at once keep one intent for a request and one number for an intent', async () => {
  const made = await Promise.all(Array.from({ length: 6 }, () => approve()));
  const issuer = await office.start(storage);
  await Promise.all(made.flatMap(({ id }) => [issuer.issue({ id }), issuer.issue({ id })]));
  const { intents, certificates } = await storage.onRecord(made.map(({ id }) => id));
  expect(new Set([...intents.values()].map(({ number }) => number)).size).toBe(6);
  expect(certificates.size).toBe(6);
});

test('what the signer wrote can be changed by nobody but the owner of the database', async () => {
  const { id } = await approve();
  await (await office.start(storage)).issue({ id });
  for (const sql of [app, signer]) {
    await expect(sql`update intents set tbs = '' where request = ${id}`).rejects.toThrow(/permission denied/);
    await expect(sql`delete from issued where request = ${id}`).rejects.toThrow(/permission denied/);
  }
  await expect(app`insert into revoked (serial, reason, at) values ('1', 'superseded', now())`).rejects.toThrow(
    /permission denied/,
  );
  await expect(signer`update renewals set outcome = 'completed'`).rejects.toThrow(/permission denied/);
  await expect(signer`insert into decisions (id) values (${randomUUID()})`).rejects.toThrow(/permission denied/);
});

test('the certificate that an operator recorded for a request is found', async () => {
  const { id, renewal, applicant } = await approve();
  expect(await createRecordedReads(signer).recorded(id)).toBeUndefined();
  await insertRows(app, 'certificates', [
    {
      id: randomUUID(),
      applicant,
      serial: '4cab',
      issuer: 'ams',
      evidence: 'number',
      notAfter: NOW,
      state: 'valid',
      renewal,
      at: NOW,
    },
  ]);
  expect(await createRecordedReads(signer).recorded(id)).toEqual({ serial: '4cab', notAfter: NOW });
});

test('a database that lacks the latest intent says so, also when nothing else is asked, and takes no other', async () => {
  const made = await approve();
  await (await office.start(storage)).issue({ id: made.id });
  const { serial } = (await storage.onRecord([made.id])).intents.get(made.id)!;
  for (const requests of [[], [made.id], ['unknown', made.id]]) {
    expect((await storage.onRecord(requests, { intent: serial })).knowsLatest).toBe(true);
    expect((await storage.onRecord(requests, { intent: '4cff' })).knowsLatest).toBe(false);
  }
  const draft = { request: 'new', serial: '4c01', tbs: new Uint8Array([1]), approval: 'x', key: 'k', at: NOW };
  await expect(storage.saveIntents([draft], { intent: '4cff' })).rejects.toMatchObject({ code: 'signer-journal' });
  expect((await storage.onRecord(['new'])).intents.size).toBe(0);
  expect((await storage.saveIntents([draft], { intent: serial })).get('new')).toMatchObject({ serial: '4c01' });
});

test('of two requests with one key only the first gets an intent, also when both come at once', async () => {
  const draft = (n: number) => ({
    request: `same key ${n}`,
    serial: `4caa${n}`,
    tbs: new Uint8Array([n]),
    approval: 'x',
    key: 'the same',
    at: NOW,
  });
  const kept = await storage.saveIntents([draft(1), draft(2)]);
  expect([...kept.keys()]).toEqual(['same key 1']);
  expect((await storage.saveIntents([draft(3)])).size).toBe(0);
  // What is given back to an older database is not kept out.
  const { key: _, ...bare } = draft(4);
  expect((await storage.saveIntents([bare])).has('same key 4')).toBe(true);
});

test('rows of one request that cannot be read hold up none of the others', async () => {
  const [good, bad, torn] = [await approve(), await approve(), await approve()];
  await app`update renewals set facts = jsonb_set(facts, '{letter,document}', '"no id"') where id = ${bad.renewal}`;
  await app`update data_versions set sealed = '\\x00' where id = ${torn.version}`;
  const found = await storage.approvedRequests([bad.id, good.id, torn.id]);
  expect(found.get(good.id)).toMatchObject({ content: good.content });
  for (const { id } of [bad, torn]) expect(found.get(id)).toBeInstanceOf(Fault);
});
