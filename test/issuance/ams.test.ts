import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type * as Port from '../../src/desk/ports.ts';
import { createAmsIssuer, packetFields } from '../../src/issuance/ams/ams.ts';
import type { SubjectData } from '../../src/issuance/issuer.ts';
import { pem } from '../../src/issuance/request/make-request.ts';
import { createRecording, type RecordingSettings, type SignedPdf } from '../../src/issuance/signer/recording.ts';
import { isBetter } from '../../src/renewal/evidence.ts';
import { FIELDS } from '../../src/renewal/renewal.ts';
import type { Recording as WebRecording } from '../../src/web/parts.ts';
import { certify, p7b } from './family.ts';
import { approved, NOW, type Office, openOffice, SITI } from './office.ts';

/** Plays the national CA: what it issues is recorded here. */
let ca: Office;
let der: Uint8Array;
let chain: readonly Uint8Array[];
let serial: string;
/** Another CA of three steps, root first; its certificate of Siti; and two that are built wrongly below its root. */
let family: readonly Uint8Array[];
let person: Uint8Array;
let stranger: { person: Uint8Array; issuer: Uint8Array };
let outdated: { person: Uint8Array; issuer: Uint8Array };
beforeAll(async () => {
  const root = certify({ name: 'Root', ca: true });
  const upper = certify({ name: 'Atas', ca: true, by: root });
  const lower = certify({ name: 'Bawah', ca: true, by: upper });
  family = [root, upper, lower].map((each) => each.der);
  const subject = { name: 'Siti Nurhaliza Wulandari', ca: false };
  person = certify({ ...subject, by: lower }).der;
  const nobody = certify({ name: 'Bukan CA', ca: false, by: root });
  stranger = { person: certify({ ...subject, by: nobody }).der, issuer: nobody.der };
  const over = certify({ name: 'Lama', ca: true, by: root, until: new Date('2026-01-01') });
  outdated = { person: certify({ ...subject, by: over }).der, issuer: over.der };
  ca = await openOffice();
  ca.storage.requests.set('there', approved());
  const result = await (await ca.start()).issue({ id: 'there' });
  if (result.status !== 'issued') throw new Error(JSON.stringify(result));
  ({ certificate: der, chain, serial } = result);
});
afterAll(() => ca.close());

const recordingWith = (change: Partial<RecordingSettings> = {}) =>
  createRecording({ clock: () => NOW, readPdf: async () => ({ ok: false }), trusted: [chain[0]!], ...change });
const file = (...certificates: readonly Uint8Array[]) =>
  Buffer.from(certificates.map((each) => pem('CERTIFICATE', each)).join('\n'));

describe('the ams issuer', () => {
  test('leaves the work to an operator and asks for no certificate request', async () => {
    const issuer: Port.Issuer = createAmsIssuer({ recorded: async () => undefined });
    expect(issuer.needs).toEqual({ csr: false });
    expect(await issuer.issue({ id: 'a' })).toEqual({ status: 'pending', forWhom: 'operator' });
    expect(await issuer.find('a')).toBeUndefined();
    expect(await issuer.revoke('4c', 'superseded')).toEqual({ pending: 'operator' });
  });
  test('gives what the operator recorded, also where it is only a number', async () => {
    const notAfter = new Date('2028-11-23T00:00:00Z');
    const issuer = createAmsIssuer({ recorded: async () => ({ serial: '4cab', notAfter }) });
    expect(await issuer.issue({ id: 'a' })).toMatchObject({ status: 'issued', serial: '4cab', notAfter, chain: [] });
  });
  test('lays every field of the person before the operator, in the order of AMS', () => {
    const fields = packetFields(SITI);
    expect(fields.map(({ field }) => field)).toEqual(FIELDS);
    expect(fields.map(({ value }) => value)).toEqual(FIELDS.map((field) => SITI[field]));
  });
});

describe('a certificate from elsewhere', () => {
  test('fits the pages that record it', () => {
    const recording: WebRecording = recordingWith();
    expect(recording.checksIssuer).toBe(true);
    expect(recordingWith({ trusted: [] }).checksIssuer).toBe(false);
  });
  test('is recorded from its file, alone or with its chain, PEM or DER', () => {
    for (const bytes of [file(der), file(der, ...chain), file(...chain.toReversed(), der), der]) {
      const result = recordingWith().byCertificate(bytes, SITI);
      expect(result).toMatchObject({ ok: true, certificate: { serial, evidence: 'certificate', issuer: 'ams' } });
      if (result.ok) expect(result.certificate.notAfter).toEqual(new X509Certificate(der).validToDate);
    }
  });
  test('is recorded whether titles are written with the name or not', () => {
    for (const name of [
      'Siti Nurhaliza Wulandari',
      'SITI NURHALIZA WULANDARI',
      'Dr. Siti Nurhaliza  Wulandari, S.Kom., M.T.',
    ]) {
      expect(recordingWith().byCertificate(der, { ...SITI, name }).ok).toBe(true);
    }
  });
  const others: readonly (readonly [keyof SubjectData, string])[] = [
    ['name', 'Siti Nurhaliza'],
    ['nip', '199009152015022002'],
    ['email', 'other@sgs.go.id'],
  ];
  for (const [field, value] of others) {
    test(`of someone else is refused, and the ${field} named`, () => {
      expect(recordingWith().byCertificate(der, { ...SITI, [field]: value })).toEqual({
        ok: false,
        why: 'mismatch',
        fields: [field],
      });
    });
  }
  test('of someone else is refused with everything that differs, so that an old name is told from another person', () => {
    const other = { ...SITI, ...Object.fromEntries(others) };
    expect(recordingWith().byCertificate(der, other)).toEqual({
      ok: false,
      why: 'mismatch',
      fields: ['name', 'nip', 'email'],
    });
  });
  test('of another CA is refused', async () => {
    const other = await openOffice();
    const settings = { trusted: [other.authority.certificate] };
    expect(recordingWith(settings).byCertificate(der, SITI)).toEqual({ ok: false, why: 'not-of-the-ca' });
    await other.close();
  });
  test('leads to a root over as many issuing CAs as there are between, trusted ones or such as came along', () => {
    const [root, upper, lower] = family;
    const accepts = (trusted: readonly Uint8Array[], ...along: readonly Uint8Array[]) =>
      recordingWith({ trusted }).byCertificate(file(person, ...along), SITI).ok;
    expect(accepts([lower!])).toBe(true);
    expect(accepts([root!, upper!, lower!])).toBe(true);
    expect(accepts([root!], lower!, upper!)).toBe(true);
    expect(accepts([root!, lower!], root!)).toBe(true);
    // A link is missing; or the end is nobody's whom we trust.
    expect(accepts([root!])).toBe(false);
    expect(accepts([root!], lower!)).toBe(false);
    expect(accepts([chain[0]!], root!, upper!, lower!)).toBe(false);
  });
  test('does not lead over a certificate that is no CA, or that was over when the new one began', () => {
    const [root] = family;
    expect(recordingWith({ trusted: [root!] }).byCertificate(file(person, ...family.slice(1)), SITI).ok).toBe(true);
    for (const broken of [stranger, outdated])
      expect(recordingWith({ trusted: [root!] }).byCertificate(file(broken.person, broken.issuer), SITI)).toMatchObject(
        {
          ok: false,
        },
      );
  });
  test('is recorded from a .p7b with its chain, in DER or armour', () => {
    const bundle = p7b([person, ...family.toReversed()]);
    for (const bytes of [bundle, Buffer.from(pem('PKCS7', bundle))])
      expect(recordingWith({ trusted: [family[0]!] }).byCertificate(bytes, SITI)).toMatchObject({ ok: true });
    expect(recordingWith().byCertificate(p7b([]), SITI)).toEqual({ ok: false, why: 'not-one-certificate' });
    expect(recordingWith().byCertificate(bundle.subarray(0, -1), SITI)).toEqual({ ok: false, why: 'unreadable' });
  });
  test('that is over, or begins only later, is refused', () => {
    const at = (date: string) => recordingWith({ clock: () => new Date(date) }).byCertificate(der, SITI);
    expect(at('2029-01-01')).toEqual({ ok: false, why: 'expired' });
    expect(at('2026-11-20')).toEqual({ ok: false, why: 'not-yet' });
  });
  test('is refused without a certificate of a person, with two, and if it is something else', () => {
    const { byCertificate } = recordingWith();
    expect(byCertificate(file(...chain), SITI)).toEqual({ ok: false, why: 'not-one-certificate' });
    expect(byCertificate(file(der, der), SITI)).toEqual({ ok: false, why: 'not-one-certificate' });
    expect(byCertificate(Buffer.from('not a certificate'), SITI)).toEqual({ ok: false, why: 'unreadable' });
    expect(byCertificate(Buffer.alloc(70_000), SITI)).toEqual({ ok: false, why: 'too-large' });
  });
});

describe('a PDF that was signed with it', () => {
  const judge = (reading: SignedPdf) =>
    recordingWith({ readPdf: async () => reading }).bySignedPdf(Buffer.from('%PDF-'), SITI);
  test('is evidence if the signature is intact', async () => {
    expect(await judge({ ok: true, signature: 'intact', certificate: der })).toMatchObject({
      ok: true,
      certificate: { serial, evidence: 'signed-pdf' },
    });
  });
  test('leads to the CA over those that were sent along with the signature, which are no end of their own', async () => {
    const [root, upper, lower] = family;
    const accepts = async (trusted: Uint8Array, ...others: readonly Uint8Array[]) => {
      const readPdf = async () => ({ ok: true, signature: 'intact', certificate: person, others }) as const;
      return (await recordingWith({ trusted: [trusted], readPdf }).bySignedPdf(Buffer.from('%PDF-'), SITI)).ok;
    };
    expect(await accepts(root!, lower!, upper!)).toBe(true);
    expect(await accepts(root!, Buffer.from('no certificate'), upper!, lower!)).toBe(true);
    expect(await accepts(root!)).toBe(false);
    expect(await accepts(root!, lower!)).toBe(false);
    expect(await accepts(chain[0]!, root!, upper!, lower!)).toBe(false);
  });
  test('is none if it is unsigned, changed, added to, or unreadable', async () => {
    expect(await judge({ ok: true, signature: 'none' })).toEqual({ ok: false, why: 'not-signed' });
    expect(await judge({ ok: true, signature: 'broken' })).toEqual({ ok: false, why: 'signature-broken' });
    expect(await judge({ ok: true, signature: 'partial', certificate: der })).toEqual({
      ok: false,
      why: 'signature-broken',
    });
    expect(await judge({ ok: false })).toEqual({ ok: false, why: 'unreadable' });
  });
});

describe('dates without a number', () => {
  const from = new Date('2026-11-20');
  const until = new Date('2028-11-20');
  test('are the weakest that is recorded, and have nothing that could be taken for a number', () => {
    const result = recordingWith().byDates(from, until);
    expect(result).toEqual({
      ok: true,
      certificate: { notBefore: from, notAfter: until, evidence: 'dates', state: 'valid', issuer: 'ams' },
    });
    expect(recordingWith().byDates(undefined, until).ok).toBe(true);
    for (const better of ['number', 'word', 'status', 'signed-pdf', 'certificate'])
      expect([isBetter(better, 'dates'), isBetter('dates', better)]).toEqual([true, false]);
  });
  test('are refused if they cannot be', () => {
    const { byDates } = recordingWith();
    expect(byDates(until, from)).toEqual({ ok: false, why: 'dates' });
    expect(byDates(from, NOW)).toEqual({ ok: false, why: 'expired' });
    expect(byDates(new Date('2026-12-20'), until)).toEqual({ ok: false, why: 'not-yet' });
  });
});

describe('a number and its dates', () => {
  const from = new Date('2026-11-20');
  const until = new Date('2028-11-20');
  test('are taken as people copy them', () => {
    for (const written of ['4C:AB:01', ' 0x4cab01', '004CAB01', '4c ab 01']) {
      expect(recordingWith().byNumber(written, from, until)).toMatchObject({
        ok: true,
        certificate: { serial: '4cab01', evidence: 'number' },
      });
    }
    expect(recordingWith().byNumber('4c', undefined, until).ok).toBe(true);
    expect(recordingWith().byNumber('4c', from, until, 'word')).toMatchObject({ certificate: { evidence: 'word' } });
  });
  test('are refused if they cannot be', () => {
    const { byNumber } = recordingWith();
    expect(byNumber('nomor 12', from, until)).toEqual({ ok: false, why: 'serial' });
    expect(byNumber('', from, until)).toEqual({ ok: false, why: 'serial' });
    expect(byNumber('f'.repeat(41), from, until)).toEqual({ ok: false, why: 'serial' });
    expect(byNumber('4c', until, from)).toEqual({ ok: false, why: 'dates' });
    expect(byNumber('4c', from, new Date('2208-01-01'))).toEqual({ ok: false, why: 'dates' });
    expect(byNumber('4c', from, new Date('x'))).toEqual({ ok: false, why: 'dates' });
    expect(byNumber('4c', from, NOW)).toEqual({ ok: false, why: 'expired' });
    expect(byNumber('4c', new Date('2026-12-20'), until)).toEqual({ ok: false, why: 'not-yet' });
  });
});
