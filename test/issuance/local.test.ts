import { X509Certificate } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type * as Port from '../../src/desk/ports.ts';
import { drawSerial } from '../../src/issuance/certificate/certificate.ts';
import type { Issuance } from '../../src/issuance/issuer.ts';
import { pem } from '../../src/issuance/request/make-request.ts';
import { buildCrl, crlIsDue } from '../../src/issuance/status/crl.ts';
import type { ApprovedRequest, IssuanceStorage } from '../../src/issuance/storage.ts';
import {
  approved,
  hasOpenssl,
  NOW,
  newEcKey,
  newRsaKey,
  type Office,
  openOffice,
  openssl,
  SITI,
  spkiFor,
} from './office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice('rsa-3072');
});
afterAll(() => office.close());

let requests = 0;
async function issue(change: Partial<ApprovedRequest> = {}): Promise<Issuance> {
  const id = `request-${++requests}`;
  office.storage.requests.set(id, approved(change));
  return (await office.start()).issue({ id });
}
async function certificateFor(change: Partial<ApprovedRequest> = {}): Promise<X509Certificate> {
  const result = await issue(change);
  if (result.status !== 'issued') throw new Error(JSON.stringify(result));
  return new X509Certificate(result.certificate);
}

describe('an issued certificate', () => {
  test('says what was approved and nothing of the NIK', async () => {
    const spki = spkiFor(newRsaKey());
    const certificate = await certificateFor({ spki });
    expect(certificate.subject.split('\n')).toEqual([
      'C=ID',
      'ST=Jawa Tengah',
      'L=Semarang',
      'O=Dinas Komunikasi dan Informatika',
      'OU=Bidang Persandian',
      'title=Pranata Komputer Ahli Muda',
      // Node puts a backslash before the comma, as RFC 2253 asks.
      'CN=Siti Nurhaliza Wulandari\\, S.Kom.',
      `serialNumber=${SITI.nip}`,
    ]);
    expect(certificate.subjectAltName).toBe(`email:${SITI.email}`);
    expect(Buffer.from(certificate.raw).includes(SITI.nik)).toBe(false);
    expect(certificate.publicKey.export({ format: 'der', type: 'spki' })).toEqual(Buffer.from(spki));
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.36']);
    expect(certificate.ca).toBe(false);
    expect(certificate.validFromDate).toEqual(new Date('2026-11-23T02:03:04Z'));
    expect(certificate.validToDate).toEqual(new Date('2028-11-23T02:03:03Z'));
  });

  test('is of the issuing CA, and the chain leads to the root', async () => {
    const result = await issue();
    if (result.status !== 'issued') throw new Error(JSON.stringify(result));
    const [leaf, issuing, root] = [result.certificate, ...result.chain].map((der) => new X509Certificate(der));
    expect(leaf!.checkIssued(issuing!) && leaf!.verify(issuing!.publicKey)).toBe(true);
    expect(issuing!.checkIssued(root!) && issuing!.verify(root!.publicKey)).toBe(true);
    expect(root!.verify(root!.publicKey)).toBe(true);
    expect(leaf!.serialNumber.toLowerCase()).toBe(result.serial);
    expect(result.serial).toMatch(/^4c[0-9a-f]{34}$/);
  });

  test('reads well in every script and beyond ASCII', async () => {
    const certificate = await certificateFor({ subject: { ...SITI, name: "I Gusti Ngurah Åsa 'Đỗ' 名前" } });
    expect(certificate.subject).toContain("CN=I Gusti Ngurah Åsa 'Đỗ' 名前");
  });

  test('leaves out what the office does not know of the person', async () => {
    const certificate = await certificateFor({ subject: { ...SITI, unit: '', position: ' ', province: '' } });
    expect(certificate.subject).not.toMatch(/OU=|title=|ST=/);
  });

  test('abbreviates a long office by the words that official letters abbreviate', async () => {
    const organisation = 'Dinas Komunikasi, Informatika, Persandian dan Statistik Kabupaten Hulu Sungai Selatan';
    const certificate = await certificateFor({ subject: { ...SITI, organisation } });
    const [, name] = /^O=(.*)$/m.exec(certificate.subject)!;
    expect(name!.replaceAll('\\', '')).toBe('Din. Kom., Inf., Persandian & Statistik Kab. Hulu Sungai Selatan');
  });

  test.skipIf(!hasOpenssl)('is accepted by openssl, alone and with the revocation list', async () => {
    const issuer = await office.start();
    const result = await issue({ spki: spkiFor(newEcKey('P-384')) });
    if (result.status !== 'issued') throw new Error(JSON.stringify(result));
    const dir = join(office.dir, 'openssl');
    await mkdir(dir, { recursive: true });
    const path = (name: string) => join(dir, name);
    await writeFile(path('ca.pem'), result.chain.map((der) => pem('CERTIFICATE', der)).join(''));
    await writeFile(path('new.pem'), pem('CERTIFICATE', result.certificate));
    const verify = (...args: string[]) =>
      openssl([
        'verify',
        '-x509_strict',
        '-attime',
        String(Math.ceil(NOW.getTime() / 1000) + 60),
        ...args,
        path('new.pem'),
      ]).text;
    const publish = async () => writeFile(path('crl.pem'), pem('X509 CRL', (await issuer.crl()).der));

    expect(verify('-CAfile', path('ca.pem'))).toBe(`${path('new.pem')}: OK\n`);
    const text = openssl(['x509', '-in', path('new.pem'), '-noout', '-text']).text;
    expect(text).toMatch(/Key Usage: critical\s+Digital Signature, Non Repudiation/);
    expect(text).toContain('Policy: 1.3.6.1.4.1.55555.1.1');
    expect(text).toContain('OCSP - URI:http://127.0.0.1/ocsp');
    expect(text).toContain('CA Issuers - URI:http://127.0.0.1/ca.cer');
    expect(text).toContain('URI:http://127.0.0.1/ca.crl');

    await publish();
    const withList = ['-CAfile', path('ca.pem'), '-crl_check', '-CRLfile', path('crl.pem')];
    expect(verify(...withList)).toContain('OK');
    expect(await issuer.revoke(result.serial, 'superseded')).toBe('revoked');
    await publish();
    expect(verify(...withList)).toContain('certificate revoked');
    const list = openssl(['crl', '-in', path('crl.pem'), '-noout', '-text', '-CAfile', path('ca.pem')]).text;
    expect(list).toContain('verify OK');
    expect(list).toMatch(/CRL Reason Code: *\n *Superseded/);
  });
});

test("a certificate never outlives its CA: what does not fit is cut to the CA's end", async () => {
  const issued = await issue({ notBefore: new Date('2035-01-01') });
  expect(issued).toMatchObject({ status: 'issued', notAfter: office.authority.notAfter });
});

describe('nothing is signed', () => {
  const long = 'Raden Mas Haryo Adipati Prabu Kusumonegoro Suryodiningrat Notoprojo, S.T., M.T.';
  const cases: readonly (readonly [string, Partial<ApprovedRequest>, string])[] = [
    ['when the content is no longer the approved one', { content: 'v2|letter|key' }, 'outdated'],
    ['for a key that was seen before', { keySeen: true }, 'key-seen'],
    ['for a person without a name', { subject: { ...SITI, name: '' } }, 'missing:name'],
    ['for a person without an e-mail', { subject: { ...SITI, email: '' } }, 'missing:email'],
    ['for a name that does not fit', { subject: { ...SITI, name: long } }, 'too-long:name'],
    ['for a name with a hidden character', { subject: { ...SITI, name: 'Siti\u202eitiS' } }, 'characters:name'],
    ['for a name with a NUL', { subject: { ...SITI, name: 'Siti\u0000.bad' } }, 'characters:name'],
    ['for an e-mail that is not one', { subject: { ...SITI, email: 'siti@sgs.go.id, x@y.id' } }, 'characters:email'],
    ['where the CA ends within half a year', { notBefore: new Date('2036-06-01') }, 'issuer-ends'],
  ];
  for (const [why, change, code] of cases) {
    test(`${why}: ${code}`, async () => {
      const before = office.storage.intents.size;
      expect(await issue(change)).toEqual({ status: 'refused', why: code });
      expect(office.storage.intents.size).toBe(before);
    });
  }
  test('for a request that nobody approved', async () => {
    expect(await (await office.start()).issue({ id: 'unknown' })).toEqual({ status: 'refused', why: 'not-approved' });
  });
  test('for a weak key, although somebody approved it', async () => {
    const weak = newRsaKey(1024);
    const { createPublicKey } = await import('node:crypto');
    const spki = new Uint8Array(createPublicKey(weak).export({ format: 'der', type: 'spki' }));
    expect(await issue({ spki })).toEqual({ status: 'refused', why: 'key-size' });
  });
});

describe('the issuer', () => {
  test('fits the port of the desk', async () => {
    const port: Port.Issuer = await office.start();
    expect(port.needs).toEqual({ csr: true });
  });
  test('gives the same certificate for the same request, also when the approval is gone by then', async () => {
    const issuer = await office.start();
    office.storage.requests.set('again', approved());
    const first = await issuer.issue({ id: 'again' });
    office.storage.requests.delete('again');
    expect(await issuer.issue({ id: 'again' })).toEqual(first);
    expect(await (await office.start()).find('again')).toEqual(first);
    expect(await issuer.find('never')).toBeUndefined();
  });
  test('gives one certificate to many who ask at once', async () => {
    const issuer = await office.start();
    office.storage.requests.set('at-once', approved());
    const results = await Promise.all(Array.from({ length: 8 }, () => issuer.issue({ id: 'at-once' })));
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
  });
  test('leaves the revocation of a foreign certificate to an operator', async () => {
    expect(await (await office.start()).revoke('1234', 'superseded')).toEqual({ pending: 'operator' });
  });
});

describe('the revocation list', () => {
  test('stays as it is until it is six days old, then its number grows', async () => {
    const own = await openOffice();
    const issuer = await own.start();
    const first = await issuer.crl();
    expect(await issuer.crl()).toEqual(first);
    expect(first.nextUpdate.getTime() - first.thisUpdate.getTime()).toBe(10 * 24 * 3600 * 1000);
    own.now = new Date(NOW.getTime() + 6 * 24 * 3600 * 1000);
    expect((await issuer.crl()).number).toBeGreaterThan(first.number);
    await own.close();
  });
  test('of a time that has not come, made while the clock was ahead, is followed by one of now', async () => {
    const own = await openOffice();
    const issuer = await own.start();
    own.now = new Date(NOW.getTime() + 400 * 24 * 3600 * 1000);
    const ahead = await issuer.crl();
    own.now = NOW;
    const list = await issuer.crl();
    expect(list.thisUpdate.getTime()).toBeLessThanOrEqual(NOW.getTime());
    expect(list.number).toBeGreaterThan(ahead.number);
    expect(await issuer.crl()).toEqual(list);
    await own.close();
  });
  test('of ten thousand weighs little more than half a megabyte', () => {
    const at = new Date('2026-11-20T00:00:00Z');
    const revocations = Array.from(
      { length: 10_000 },
      () => ({ serial: drawSerial(), reason: 'superseded', at }) as const,
    );
    const crl = buildCrl(office.authority, revocations, 7, NOW);
    expect(crl.der.length).toBeLessThan(600_000);
    expect(crlIsDue(crl, revocations, NOW, office.authority)).toBe(false);
    expect(crlIsDue(crl, revocations.slice(1), NOW, office.authority)).toBe(true);
  });
  test('and the certificate that signs answers are made anew by a CA that takes the place of another', async () => {
    const [own, other] = [await openOffice(), await openOffice()];
    const [list, signer] = [await (await own.start()).crl(), await (await own.start()).responder()];
    const successor = await own.start(own.storage, other.authority);
    expect((await successor.crl()).number).toBe(list.number + 1);
    expect((await successor.responder()).serial).not.toBe(signer.serial);
    expect((await successor.crl()).number).toBe(list.number + 1);
    await Promise.all([own.close(), other.close()]);
  });
  test('that another signer publishes meanwhile is followed by none that lacks what stands in it', async () => {
    const own = await openOffice();
    const other = await own.start();
    await other.crl();
    let others: Promise<void> | undefined;
    const storage = new Proxy(own.storage, {
      get: (target, name: keyof IssuanceStorage) =>
        name === 'latestCrl'
          ? async () => {
              // By then whoever looks at both at once has looked at the revocations.
              await undefined;
              others ??= other.revokeAll([{ serial: '4c01', reason: 'keyCompromise' }]);
              await others;
              return target.latestCrl();
            }
          : (target[name] as (...args: unknown[]) => unknown).bind(target),
    });
    const list = await (await own.start(storage)).crl();
    expect(crlIsDue(list, await own.storage.listRevocations(), NOW, own.authority)).toBe(false);
    expect(own.storage.crls.length).toBe(2);
    await own.close();
  });
  test('has a greater number also where the database has forgotten the last ones', async () => {
    const own = await openOffice();
    const [issuer, revoke] = [await own.start(), (serial: string) => [{ serial, reason: 'superseded' } as const]];
    for (const serial of ['4c01', '4c02', '4c03']) await issuer.revokeAll(revoke(serial));
    const { number } = await issuer.crl();
    own.storage.crls.length = 1;
    own.now = new Date(NOW.getTime() + 60_000);
    await issuer.revokeAll(revoke('4c04'));
    expect((await issuer.crl()).number).toBeGreaterThan(number);
    await own.close();
  });
  test('comes out once for all that are revoked together', async () => {
    const own = await openOffice();
    const issuer = await own.start();
    const { number } = await issuer.crl();
    await issuer.revokeAll([
      { serial: '4c01', reason: 'superseded' },
      { serial: '4c02', reason: 'cessationOfOperation' },
    ]);
    await issuer.revokeAll([]);
    expect((await issuer.crl()).number).toBe(number + 1);
    expect(crlIsDue(await issuer.crl(), [...own.storage.revocations.values()], NOW, own.authority)).toBe(false);
    await own.close();
  });
  test('comes out anew with every revocation, and a second revocation changes nothing', async () => {
    const own = await openOffice();
    const issuer = await own.start();
    own.storage.requests.set('one', approved());
    const result = await issuer.issue({ id: 'one' });
    if (result.status !== 'issued') throw new Error(JSON.stringify(result));
    const { number } = await issuer.crl();
    await issuer.revoke(result.serial, 'keyCompromise');
    await issuer.revoke(result.serial, 'superseded');
    expect((await issuer.crl()).number).toBe(number + 1);
    expect([...own.storage.revocations.values()].map(({ reason }) => reason)).toEqual(['keyCompromise']);
    await own.close();
  });
});
