import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Contents, drawSerial, toBeSigned } from '../../src/issuance/certificate/certificate.ts';
import { createRehearsal, type Expected, lint, type Rehearsal } from '../../src/issuance/certificate/lint.ts';
import { type Profile, subjectOf, validityOf } from '../../src/issuance/certificate/profile.ts';
import { contentsOf } from '../../src/issuance/certificate/statement.ts';
import { NOW, newEcKey, newRsaKey, type Office, openOffice, PROFILE, SITI, spkiFor } from './office.ts';

let office: Office;
let rehearse: Rehearsal;
let contents: Contents;
let expected: Expected;
const spki = spkiFor(newEcKey());

beforeAll(async () => {
  office = await openOffice();
  rehearse = await createRehearsal(office.authority.kind);
  const validity = validityOf(PROFILE, NOW);
  expected = { profile: PROFILE, subject: SITI, spki, serial: drawSerial(), authority: office.authority, validity };
  contents = contentsOf(expected);
});
afterAll(() => office.close());

const judged = (change: Partial<Contents>, wanted: Partial<Expected> = {}): Promise<string[]> =>
  lint(toBeSigned({ ...contents, ...change }), { ...expected, ...wanted }, rehearse);

/** The bytes with a part exchanged for one of the same length, both in hexadecimal; the last one, as the issuer's name is like ours. */
function changed(from: string, to: string): Uint8Array {
  const tbs = Buffer.from(toBeSigned(contents));
  const [old, put] = [Buffer.from(from, 'hex'), Buffer.from(to, 'hex')];
  const at = tbs.lastIndexOf(old);
  expect([at > 0, put.length]).toEqual([true, old.length]);
  put.copy(tbs, at);
  return tbs;
}
const hexOf = (text: string) => Buffer.from(text).toString('hex');

test('nothing is wrong with the certificate of the profile, whatever the key', async () => {
  expect(await judged({})).toEqual([]);
  for (const key of [newEcKey('P-384'), newRsaKey()]) {
    const other = { ...expected, spki: spkiFor(key) };
    expect(await lint(toBeSigned(contentsOf(other)), other, rehearse)).toEqual([]);
  }
  const bare: Profile = { ...PROFILE, addresses: {}, policies: [], purposes: [] };
  const plain = { ...expected, profile: bare };
  expect(await lint(toBeSigned(contentsOf(plain)), plain, rehearse)).toEqual([]);
});

describe('a certificate that is not what was asked for is caught:', () => {
  const year = 365 * 24 * 3600 * 1000;
  const cases: readonly (readonly [string, () => Partial<Contents>, string[]])[] = [
    ['another serial', () => ({ serial: drawSerial() }), ['serial']],
    ['a short serial', () => ({ serial: '4c01' }), ['serial', 'serial-length']],
    ['a serial whose sign takes a 21st octet', () => ({ serial: 'cc'.repeat(20) }), ['serial', 'serial-length']],
    ['a serial of 21 octets', () => ({ serial: '4c'.repeat(21) }), ['serial', 'serial-length']],
    ['another algorithm', () => ({ signature: 'p-256' }), ['algorithm']],
    ['another issuer', () => ({ issuer: Buffer.from('3000', 'hex') }), ['issuer']],
    [
      'a year more',
      () => ({ notAfter: new Date(contents.notAfter.getTime() + year) }),
      ['not-after', 'validity-length'],
    ],
    ['a day less', () => ({ notAfter: new Date(contents.notAfter.getTime() - year / 365) }), ['not-after']],
    ['no time at all', () => ({ notAfter: contents.notBefore }), ['not-after', 'validity-order']],
    ['a second later', () => validityOf(PROFILE, new Date(NOW.getTime() + 1000)), ['not-before', 'not-after']],
    [
      'a beginning before the CA',
      () => validityOf(PROFILE, new Date(NOW.getTime() - 2000)),
      ['not-before', 'not-after', 'validity-beyond-issuer'],
    ],
    [
      'an end after the CA',
      () => validityOf(PROFILE, new Date('2035-01-01')),
      ['not-before', 'not-after', 'validity-beyond-issuer'],
    ],
    ['a missing attribute', () => ({ subject: contents.subject.slice(1) }), ['subject']],
    ['attributes in another order', () => ({ subject: contents.subject.toReversed() }), ['subject']],
    [
      'an attribute twice',
      () => ({ subject: [...contents.subject, contents.subject[0]!] }),
      ['subject', 'attributes-twice'],
    ],
    ['another name', () => ({ subject: subjectOf(PROFILE, { ...SITI, name: 'Budi' }) }), ['subject']],
    [
      'an empty attribute',
      () => ({ subject: [...contents.subject.slice(1), { attribute: 'C', value: '' }] }),
      ['subject', 'string-lengths'],
    ],
    [
      'a name over 64 characters',
      () => ({ subject: [{ attribute: 'CN', value: 'x'.repeat(65) }] }),
      ['subject', 'string-lengths'],
    ],
    [
      'an underscore in a PrintableString',
      () => ({ subject: [{ attribute: 'serialNumber', value: '1_2' }] }),
      ['subject', 'string-types'],
    ],
    [
      'an invisible character',
      () => ({ subject: [{ attribute: 'CN', value: 'Siti\u202e' }] }),
      ['subject', 'string-types'],
    ],
    ['another key', () => ({ spki: spkiFor() }), ['key', 'subject-key-id']],
    ['a CA', () => ({ ca: {} }), ['basic-constraints']],
    ['a use that was not asked for', () => ({ keyUsage: ['digitalSignature'] }), ['key-usage']],
    [
      'a use that the key does not have',
      () => ({ keyUsage: ['digitalSignature', 'keyEncipherment'] }),
      ['key-usage', 'usage-of-key'],
    ],
    [
      'a use that is a CA’s',
      () => ({ keyUsage: ['digitalSignature', 'nonRepudiation', 'keyCertSign'] }),
      ['key-usage', 'usage-of-key'],
    ],
    ['a purpose less', () => ({ purposes: PROFILE.purposes.slice(1) }), ['purposes']],
    ['another key of the issuer', () => ({ issuerKeyId: Buffer.alloc(20) }), ['authority-key-id']],
    ['another e-mail', () => ({ email: 'budi@sgs.go.id' }), ['email']],
    ['an e-mail that is none', () => ({ email: 'siti' }), ['email', 'email-form']],
    ['a policy less', () => ({ policies: PROFILE.policies.slice(1) }), ['policies']],
    ['no policy', () => ({ policies: [] }), ['policies', 'extensions']],
    ['another list', () => ({ addresses: { ...PROFILE.addresses, crl: 'http://127.0.0.1/x' } }), ['crl-address']],
    [
      'another responder',
      () => ({ addresses: { ...PROFILE.addresses, ocsp: 'http://127.0.0.1/x' } }),
      ['ocsp-address'],
    ],
    [
      'another certificate of the CA',
      () => ({ addresses: { ...PROFILE.addresses, caIssuers: 'http://x/' } }),
      ['issuer-address'],
    ],
    [
      'an address that is none',
      () => ({ addresses: { ...PROFILE.addresses, crl: 'ca.crl' } }),
      ['crl-address', 'address-form'],
    ],
    ['an extension that was not asked for', () => ({ ocspNoCheck: true }), ['extensions']],
  ];
  for (const [what, change, codes] of cases) test(what, async () => expect(await judged(change())).toEqual(codes));
});

describe('a certificate that is written wrongly is caught:', () => {
  const cases: readonly (readonly [string, () => Uint8Array, string[]])[] = [
    ['version 1', () => changed('a003020102', 'a003020100'), ['version']],
    ['the country as UTF8String', () => changed('06035504061302', '06035504060c02'), ['string-types']],
    ['a name as PrintableString', () => changed('060355040a0c', '060355040a13'), ['string-types']],
    ['bytes that are no UTF-8', () => changed(hexOf('Semarang'), `${hexOf('Semaran')}ff`), ['subject']],
    [
      'an end in the last century',
      () => changed(hexOf('281123020303Z'), hexOf('991123020303Z')),
      ['not-after', 'validity-order'],
    ],
    ['a thirteenth month', () => changed(hexOf('281123020303Z'), hexOf('281323020303Z')), ['encoding']],
    ['a sixtieth second', () => changed(hexOf('281123020303Z'), hexOf('281123020360Z')), ['encoding']],
    ['key usage that is not critical', () => changed('0603551d0f0101ff', '0603551d0f010100'), ['extensions']],
    ['a truth of another value', () => changed('0603551d0f0101ff', '0603551d0f010101'), ['encoding']],
    ['bits of no meaning behind key usage', () => changed('04030206c0', '04030205c0'), ['key-usage', 'usage-of-key']],
    ['an extension twice', () => changed('0603551d20', '0603551d1f'), ['encoding']],
    [
      'an unknown extension in the place of policies',
      () => changed('0603551d20', '0603551d63'),
      ['policies', 'extensions'],
    ],
    [
      'a host’s name instead of the e-mail',
      () => changed(`8118${hexOf('siti.')}`, `8218${hexOf('siti.')}`),
      ['email', 'email-form'],
    ],
    ['an element that ends early', () => toBeSigned(contents).subarray(0, -1), ['encoding']],
    ['a byte behind the end', () => Buffer.concat([toBeSigned(contents), Buffer.alloc(1)]), ['encoding']],
  ];
  for (const [what, bytes, codes] of cases)
    test(what, async () => expect(await lint(bytes(), expected, rehearse)).toEqual(codes));

  test('a day of 2050 and later that is not in the long form, or an earlier one that is', async () => {
    // 17 0d is UTCTime, 18 0f GeneralizedTime.
    const profile = { ...PROFILE, years: 30 };
    const far = { ...expected, profile, validity: validityOf(profile, NOW) };
    const authority = { ...office.authority, notAfter: new Date('2070-01-01') };
    const tbs = toBeSigned(contentsOf(far));
    expect(Buffer.from(tbs).includes(Buffer.from('20561123020303Z'))).toBe(true);
    expect(await lint(tbs, { ...far, authority }, rehearse)).toEqual([]);
    const early = Buffer.from(tbs);
    early.write('20461123020303Z', early.indexOf('20561123020303Z'), 'latin1');
    expect(await lint(early, { ...far, authority }, rehearse)).toEqual(['not-after', 'validity-form']);
  });
});

describe('the rehearsal', () => {
  test('catches an algorithm inside that is not the one of the signature', async () => {
    // Asked for by a CA of that kind, so that nothing but OpenSSL can notice.
    const other = { ...expected, authority: { ...office.authority, kind: 'p-256' as const } };
    expect(await judged({ signature: 'p-256' }, other)).toEqual(['signature']);
    expect(await lint(toBeSigned({ ...contents, signature: 'p-256' }), other, await createRehearsal('p-256'))).toEqual(
      [],
    );
  });
  test('costs a small key and no second signature of the strength of the CA', async () => {
    for (const [kind, size] of [
      ['rsa-4096', 512],
      ['p-384', 256],
    ] as const) {
      const { certificate, key } = await (await createRehearsal(kind))(toBeSigned(contents));
      const { modulusLength, namedCurve } = key.asymmetricKeyDetails!;
      expect(modulusLength ?? Number(/\d+/.exec(namedCurve!)![0])).toBe(size);
      expect(certificate.verify(new X509Certificate(office.authority.certificate).publicKey)).toBe(false);
    }
  });
});
