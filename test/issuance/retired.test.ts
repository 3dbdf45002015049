import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { issuerKeyIdOf } from '../../src/issuance/certificate/read-certificate.ts';
import { keyIdOf } from '../../src/issuance/custody/authority.ts';
import type { Authority } from '../../src/issuance/custody/custody.ts';
import { succeedAuthority } from '../../src/issuance/custody/succeed.ts';
import { createLocalIssuer } from '../../src/issuance/local.ts';
import { createAgreement, reconcile } from '../../src/issuance/signer/reconcile.ts';
import { openSignerJournal } from '../../src/issuance/signer/signer-journal.ts';
import type { IssuanceStorage } from '../../src/issuance/storage.ts';
import { approved, NAMES, NOW, type Office, openOffice, PASSPHRASE, PROFILE } from './office.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
let office: Office;
let second: Authority;
const SECOND = { ...PROFILE, addresses: { ...PROFILE.addresses, crl: 'http://127.0.0.1/second.crl' } };

beforeAll(async () => {
  office = await openOffice();
  const dir = join(office.dir, 'ca');
  // Of another kind than the one before: nothing of the one may be done as the other would do it.
  office.now = new Date(NOW.getTime() + DAY_MS);
  second = await succeedAuthority({ dir, passphrase: PASSPHRASE, names: NAMES, now: office.now, kind: 'p-256' });
});
afterAll(() => office.close());

/** The signer after the change. */
const after = () =>
  createLocalIssuer({
    ...{ authority: second, profile: SECOND, retired: [{ authority: office.authority, profile: PROFILE }] },
    ...{ storage: office.storage, clock: () => office.now },
    agreement: createAgreement(office.journalPath, office.storage, () => office.now),
  });

async function issuedAfter(id: string): Promise<{ issuer: string | undefined; chain: readonly Uint8Array[] }> {
  const answer = await after().issue({ id });
  if (answer.status !== 'issued') throw new Error(JSON.stringify(answer));
  expect(await after().find(id)).toEqual(answer);
  return { issuer: issuerKeyIdOf(answer.certificate), chain: answer.chain };
}

test.each([
  ['in the database', 'journal'],
  ['in the journal', 'saveCertificates'],
] as const)('what was committed %s before the change is signed by the CA that it names, and once', async (_, at) => {
  const id = `left behind at ${at}`;
  office.storage.requests.set(id, approved());
  const killed = () => Promise.reject(new Error('killed'));
  const storage = new Proxy(office.storage, {
    get: (target, name: keyof IssuanceStorage) =>
      name === at ? killed : (target[name] as (...args: unknown[]) => unknown).bind(target),
  });
  const agreement = createAgreement(office.journalPath, storage, () => office.now);
  const broken = { ...agreement, journal: async () => ({ ...(await agreement.journal()), append: killed }) };
  const issuer = await office.start(storage, undefined, at === 'journal' ? broken : agreement);
  await expect(issuer.issue({ id })).rejects.toThrow('killed');
  expect([office.storage.intents.has(id), office.storage.certificates.has(id)]).toEqual([true, false]);

  expect(await issuedAfter(id)).toEqual({ issuer: keyIdOf(office.authority), chain: office.authority.chain });
});

test('what is approved after the change is signed by the new one', async () => {
  office.storage.requests.set('new', approved());
  expect(await issuedAfter('new')).toEqual({ issuer: keyIdOf(second), chain: second.chain });
});

test('what an older database has forgotten is signed again by the CA that had signed it', async () => {
  const { storage } = office;
  const issuers = () => [...storage.certificates].map(([id, { der }]) => [id, issuerKeyIdOf(der)]).toSorted();
  const before = issuers();
  expect(new Set(before.map(([, issuer]) => issuer))).toEqual(new Set([keyIdOf(office.authority), keyIdOf(second)]));
  for (const forgotten of [storage.certificates, storage.intents, storage.keys]) forgotten.clear();
  const journal = await openSignerJournal(office.journalPath);
  const given = { authorities: [second, office.authority], now: office.now };
  expect((await reconcile(journal, storage, given)).uncertified).toEqual([]);
  expect(issuers()).toEqual(before);
});

test('the one before has lists and responders until it ends, and is then left alone', async () => {
  const signed = async () => {
    await after().crl();
    await after().responder();
    const [list, responder] = await Promise.all([
      office.storage.latestCrl(keyIdOf(office.authority)),
      office.storage.latestResponder(keyIdOf(office.authority), office.now),
    ]);
    return [list!.number, responder!.serial];
  };
  const atFirst = await signed();
  office.now = new Date(NOW.getTime() + 16 * DAY_MS);
  const later = await signed();
  expect(later).not.toContain(atFirst[0]);
  expect(later).not.toContain(atFirst[1]);
  office.now = new Date(office.authority.notAfter.getTime() + 1);
  expect(second.notAfter.getTime()).toBeGreaterThan(office.now.getTime());
  expect(await signed()).toEqual(later);
});
