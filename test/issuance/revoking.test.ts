import { readFile, rm, writeFile } from 'node:fs/promises';
import { CertificateRevocationList } from 'pkijs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LocalIssuer } from '../../src/issuance/local.ts';
import { compareJournal, reconcile } from '../../src/issuance/signer/reconcile.ts';
import { openSignerJournal } from '../../src/issuance/signer/signer-journal.ts';
import type { StoredCrl } from '../../src/issuance/storage.ts';
import { approved, NOW, type Office, openOffice } from './office.ts';
import { PowerCut, powerCut } from './power-cut.ts';

/** What was told to be revoked stays so, whatever becomes of the database. */
let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
beforeEach(async () => {
  office.storage.clear();
  await rm(office.journalPath, { force: true });
});
afterAll(() => office.close());

const journal = () => openSignerJournal(office.journalPath);
const standing = async () => compareJournal(await journal(), office.storage, NOW);
const stopped = expect.objectContaining({ code: 'signer-journal' });
/** As another reader sees them. */
const listed = ({ der }: StoredCrl): string[] =>
  (CertificateRevocationList.fromBER(new Uint8Array(der)).revokedCertificates ?? [])
    .map(({ userCertificate }) => userCertificate.toBigInt().toString(16))
    .toSorted();

async function issue(issuer: LocalIssuer, id: string): Promise<string> {
  office.storage.requests.set(id, approved());
  const answer = await issuer.issue({ id });
  if (answer.status !== 'issued') throw new Error(JSON.stringify(answer));
  return answer.serial;
}
/** Three certificates, two of them revoked, and a list that says so. */
async function atWork(): Promise<{ running: LocalIssuer; lost: string; serials: string[] }> {
  const running = await office.start();
  const serials = [await issue(running, 'a'), await issue(running, 'b'), await issue(running, 'c')];
  office.storage.requests.set('next', approved());
  await running.revoke(serials[0]!, 'superseded');
  await running.revoke(serials[1]!, 'keyCompromise');
  return { running, lost: serials[1]!, serials };
}
/** A database that was put back to before the last revocation: nothing else is missing in it. */
function putBack(lost: string): void {
  office.storage.revocations.delete(lost);
  office.storage.crls.length = 1;
}

describe('a revocation that a database has lost', () => {
  test('is noticed before anything is issued, by a signer at work and by the next one', async () => {
    const { running, lost } = await atWork();
    putBack(lost);
    await expect(running.issue({ id: 'next' })).rejects.toEqual(stopped);
    await expect((await office.start()).issue({ id: 'next' })).rejects.toEqual(stopped);
    expect(office.storage.intents.has('next')).toBe(false);
    expect(await standing()).toMatchObject({ state: 'ahead', databaseLacks: 0, revocationsLost: [lost] });
  });

  test.each(['a signer at work', 'the next signer'])(
    'is given back at once by %s, and the next list has it',
    async (who) => {
      const { running, lost, serials } = await atWork();
      const before = (await office.storage.latestCrl())!.number;
      putBack(lost);
      await (who === 'the next signer' ? await office.start() : running).revokeAll([]);
      expect(office.storage.revocations.get(lost)).toEqual({ serial: lost, reason: 'keyCompromise', at: NOW });
      const list = (await office.storage.latestCrl())!;
      expect(listed(list)).toEqual(serials.slice(0, 2).toSorted());
      expect(list.number).toBeGreaterThanOrEqual(before);
    },
  );

  test('stays a reason to issue nothing though it was given back, until it is reconciled', async () => {
    const { running, lost } = await atWork();
    putBack(lost);
    await running.revokeAll([]);
    for (const issuer of [running, await office.start()]) {
      await expect(issuer.issue({ id: 'next' })).rejects.toEqual(stopped);
      // Revoking goes on meanwhile.
      await issuer.revokeAll([{ serial: '4c01', reason: 'cessationOfOperation' }]);
      expect(listed(await issuer.crl())).toContain('4c01');
    }
    expect(
      await reconcile(await journal(), office.storage, { authorities: [office.authority], now: NOW }),
    ).toMatchObject({ revocationsLost: [lost] });
    expect(await standing()).toMatchObject({ state: 'agrees', revocationsLost: [] });
    expect((await (await office.start()).issue({ id: 'next' })).status).toBe('issued');
  });

  test('is given back by whoever reconciles, where no signer came before him', async () => {
    const { lost } = await atWork();
    putBack(lost);
    await reconcile(await journal(), office.storage, { authorities: [office.authority], now: NOW });
    expect(office.storage.revocations.has(lost)).toBe(true);
    expect((await standing()).state).toBe('agrees');
    expect(listed(await (await office.start()).crl())).toContain(lost);
  });

  test('would be forgotten without the journal’s own line: then the next list calls the certificate good', async () => {
    const { lost } = await atWork();
    const text = await readFile(office.journalPath, 'utf8');
    await writeFile(office.journalPath, text.slice(0, text.indexOf('\n', text.indexOf('"request":"c"')) + 1));
    putBack(lost);
    expect(listed(await (await office.start()).crl())).not.toContain(lost);
    expect((await (await office.start()).issue({ id: 'next' })).status).toBe('issued');
  });
});

/** findCertificateBySerial, intentMarks, listRevocations, saveRevocations, latestCrl, listRevocations, saveCrl. */
const ACTS = 7;

test('a power cut at any act of revoking loses no revocation, and stops nothing', async () => {
  let cuts = 0;
  for (let at = 0; at <= ACTS; at++) {
    for (const when of ['before', 'after'] as const) {
      const serial = await issue(await office.start(), `${when}-${at}`);
      office.storage.due.add(serial);
      const dying = await office.start(powerCut(at, when).storage(office.storage));
      await dying.revoke(serial, 'keyCompromise').catch((error) => {
        if (!(error instanceof PowerCut)) throw error;
        cuts++;
      });
      expect(await standing()).toMatchObject({ state: 'agrees', revocationsLost: [] });
      // What the signer does in every round.
      const next = await office.start();
      await next.revokeAll([{ serial, reason: 'keyCompromise' }]);
      expect(listed(await next.crl())).toContain(serial);
      expect((await journal()).revocations().has(serial)).toBe(true);
    }
  }
  expect(cuts).toBe(ACTS * 2);
  expect((await (await office.start()).crl()).number).toBe((await office.storage.latestCrl())!.number);
});

test('a clock that was put back since a revocation was begun does not make it a lost one: it is carried out when it is due again', async () => {
  const serial = await issue(await office.start(), 'a');
  const begun = new Date(NOW.getTime() + 3_600_000);
  office.storage.due.add(serial);
  office.storage.dueFrom.set(serial, begun);
  await (await journal()).append([{ serial, reason: 'superseded', at: begun }]);
  expect(await standing()).toMatchObject({ state: 'agrees', revocationsLost: [] });
  const next = await office.start();
  await next.revokeAll([{ serial, reason: 'superseded' }]);
  await issue(next, 'next');
});

test('of a revocation that a killed signer began, the first reason counts: it may have been told by then', async () => {
  const serial = await issue(await office.start(), 'a');
  office.storage.due.add(serial);
  await (await journal()).append([{ serial, reason: 'superseded', at: NOW }]);
  await (await office.start()).revokeAll([{ serial, reason: 'keyCompromise' }]);
  expect(office.storage.revocations.get(serial)?.reason).toBe('superseded');
});

test('a lost key is revoked also where the journal cannot be written; then it is the journal that lacks something', async () => {
  const { running, serials } = await atWork();
  await rm(office.journalPath);
  await expect(running.revoke(serials[2]!, 'keyCompromise')).rejects.toEqual(stopped);
  expect(office.storage.revocations.get(serials[2]!)?.reason).toBe('keyCompromise');
  expect((await standing()).state).toBe('missing');
  await reconcile(await journal(), office.storage, { authorities: [office.authority], now: NOW });
  expect(await standing()).toMatchObject({ state: 'agrees' });
  expect((await journal()).revocations().size).toBe(3);
});

test('an older journal that lacks only a revocation is noticed, and completed', async () => {
  const { lost } = await atWork();
  const lines = (await readFile(office.journalPath, 'utf8')).split('\n');
  await writeFile(office.journalPath, `${lines.slice(0, -2).join('\n')}\n`);
  expect(await standing()).toMatchObject({ state: 'behind', journalLacks: 0, revocationsUnknown: 1 });
  for (const act of [
    async () => (await office.start()).issue({ id: 'next' }),
    async () => (await office.start()).crl(),
  ])
    await expect(act()).rejects.toEqual(stopped);
  await reconcile(await journal(), office.storage, { authorities: [office.authority], now: NOW });
  expect((await journal()).revocations().has(lost)).toBe(true);
  expect((await (await office.start()).issue({ id: 'next' })).status).toBe('issued');
});

test('the journal of an earlier release, which held no revocations, takes in those of the database', async () => {
  const { serials } = await atWork();
  const lines = (await readFile(office.journalPath, 'utf8')).split('\n');
  await writeFile(office.journalPath, `${lines.slice(0, 3).join('\n')}\n`);
  expect((await standing()).state).toBe('agrees');
  await (await office.start()).crl();
  expect([...(await journal()).revocations().keys()].toSorted()).toEqual(serials.slice(0, 2).toSorted());
});
