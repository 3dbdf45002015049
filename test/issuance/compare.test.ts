import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assemble, type Contents, drawSerial, toBeSigned } from '../../src/issuance/certificate/certificate.ts';
import { validityOf } from '../../src/issuance/certificate/profile.ts';
import { readParts, readToBeSigned } from '../../src/issuance/certificate/read-certificate.ts';
import {
  contentsOf,
  differences,
  type Expected,
  opensslStatement,
  read,
  readStatement,
} from '../../src/issuance/certificate/statement.ts';
import { newKeyPair, signBytes } from '../../src/issuance/signature/signing.ts';
import { assertAsIntended } from '../../src/issuance/signer/compare.ts';
import { NOW, type Office, openOffice, PROFILE, SITI, spkiFor } from './office.ts';

let office: Office;
let contents: Contents;
let request: Expected;

beforeAll(async () => {
  office = await openOffice();
  const { authority } = office;
  const validity = validityOf(PROFILE, NOW);
  request = { profile: PROFILE, subject: SITI, spki: spkiFor(), serial: drawSerial(), authority, validity };
  contents = contentsOf(request);
});
afterAll(() => office.close());

const signed = (tbs: Uint8Array): Uint8Array => assemble(tbs, office.authority.kind, office.authority.sign(tbs));
const intended = () => ({ serial: request.serial, tbs: toBeSigned(contents) });
/** What the comparison names, after the words that never change. */
function found(der: Uint8Array, intent: { serial: string; tbs: Uint8Array }, asked?: Expected): string {
  try {
    assertAsIntended(der, intent, office.authority, asked);
    return '';
  } catch (error) {
    return String((error as Error).message).replace('issuance: the signed certificate is not what it should be: ', '');
  }
}

describe('what was signed is let through', () => {
  test('if it is the intent, signed by the CA, and what was asked for', () => {
    const intent = intended();
    expect(found(signed(intent.tbs), intent, request)).toBe('');
    expect(found(signed(intent.tbs), intent)).toBe('');
  });
  test('and not with other bytes, another serial, another signature or another algorithm around them', async () => {
    const intent = intended();
    const other = toBeSigned({ ...contents, notBefore: new Date(NOW.getTime() + 1000) });
    expect(found(signed(other), intent)).toBe('bytes');
    expect(found(signed(intent.tbs), { ...intent, serial: drawSerial() })).toBe('serial');
    const { privateKey } = await newKeyPair('p-384');
    const foreign = assemble(intent.tbs, 'p-384', signBytes('p-384', intent.tbs, privateKey));
    expect(found(foreign, intent)).toBe('signature');
    expect(found(assemble(intent.tbs, 'p-256', office.authority.sign(intent.tbs)), intent)).toBe('algorithm,signature');
    const strange = { ...intent, tbs: toBeSigned({ ...contents, issuer: Buffer.from('3000', 'hex') }) };
    expect(found(signed(strange.tbs), strange)).toBe('issuer');
  });

  const subject = (change: Partial<typeof SITI>): Partial<Expected> => ({ subject: { ...SITI, ...change } });
  const profile = (change: Partial<typeof PROFILE>): Partial<Expected> => ({ profile: { ...PROFILE, ...change } });
  const address = (change: object): Partial<Expected> => profile({ addresses: { ...PROFILE.addresses, ...change } });
  const fields: readonly (readonly [string, () => Partial<Expected>])[] = [
    ['subject', () => subject({ name: 'Budi' })],
    ['subject', () => subject({ position: '' })],
    ['email', () => subject({ email: 'budi@sgs.go.id' })],
    ['serial', () => ({ serial: drawSerial() })],
    ['not-before,not-after', () => ({ validity: validityOf(PROFILE, new Date(NOW.getTime() + 1000)) })],
    ['key,subject-key-id', () => ({ spki: spkiFor() })],
    ['key-usage', () => profile({ keyUsage: ['digitalSignature'] })],
    ['purposes', () => profile({ purposes: ['documentSigning'] })],
    ['policies', () => profile({ policies: PROFILE.policies.toReversed() })],
    ['crl-address', () => address({ crl: 'http://127.0.0.1/other' })],
    ['ocsp-address', () => address({ ocsp: 'http://127.0.0.1/other' })],
    ['issuer-address', () => address({ caIssuers: 'http://127.0.0.1/other' })],
    ['authority-key-id', () => ({ authority: { ...office.authority, keyId: Buffer.alloc(20) } })],
  ];
  for (const [named, change] of fields)
    test(`and not where the request asked for something else: ${named}`, () => {
      const intent = intended();
      expect(found(signed(intent.tbs), intent, { ...request, ...change() })).toBe(named);
    });
});

describe('OpenSSL and the strict reader', () => {
  const readings = (tbs: Uint8Array) => {
    const der = signed(tbs);
    const fields = readToBeSigned(readParts(der).tbs);
    return [opensslStatement(new X509Certificate(der), fields), readStatement(fields)] as const;
  };

  test('see each part for themselves', () => {
    const [openssl] = readings(toBeSigned(contents));
    const [, other] = readings(
      toBeSigned({
        ...contents,
        serial: drawSerial(),
        ...validityOf(PROFILE, new Date('2027-01-01')),
        subject: contents.subject.slice(1),
        purposes: ['clientAuth'],
        ca: {},
        email: 'x@y.id',
        addresses: {},
      }),
    );
    expect(differences(openssl, other)).toEqual(Object.keys(openssl));
  });

  test('agree about names with any mark in them, and about any e-mail that passes', () => {
    const character = fc.oneof(
      fc.constantFrom(...` ,+"\\<>;#=/'.&%\n\t`),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    );
    const name = fc.array(character, { minLength: 1, maxLength: 20 }).map((all) => all.join(''));
    const local = fc.stringMatching(/^[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,12}$/);
    fc.assert(
      fc.property(name, name, local, (value, organisation, user) => {
        const [openssl, said] = readings(
          toBeSigned({
            ...contents,
            subject: [
              { attribute: 'O', value: organisation },
              { attribute: 'CN', value },
            ],
            email: `${user}@sgs.go.id`,
          }),
        );
        return said.subject.endsWith(`2.5.4.3=${value}`) && differences(openssl, said).length === 0;
      }),
      { numRuns: 150 },
    );
  });
});

test('a reading is kept until the group is signed, whatever the group behind it brings', () => {
  const other = () => toBeSigned({ ...contents, serial: drawSerial() });
  for (let group = 0; group < 5; group++) {
    const tbs = other();
    const reading = read(tbs);
    for (let n = 0; n < 199; n++) read(other());
    expect(read(new Uint8Array(tbs))).toBe(reading);
  }
});
