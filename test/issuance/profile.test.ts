import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawSerial } from '../../src/issuance/certificate/certificate.ts';
import { personalProfile, validityOf } from '../../src/issuance/certificate/profile.ts';
import type { SubjectData } from '../../src/issuance/issuer.ts';
import { pem } from '../../src/issuance/request/make-request.ts';
import { approved, hasOpenssl, type Office, openOffice, openssl, SITI } from './office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const hasCerttool = spawnSync('certtool', ['--version']).status === 0;

async function issue(change: Partial<SubjectData>): Promise<string> {
  const id = JSON.stringify(change);
  office.storage.requests.set(id, approved({ subject: { ...SITI, ...change } }));
  const result = await (await office.start()).issue({ id });
  if (result.status !== 'issued') throw new Error(JSON.stringify(result));
  return pem('CERTIFICATE', result.certificate);
}

/** The subject as RFC 2253 writes it, last part first, by programs that share no line with ours. */
const programs: readonly (readonly [string, boolean, (certificate: string) => string])[] = [
  [
    'openssl',
    hasOpenssl,
    (certificate) =>
      openssl(['x509', '-noout', '-subject', '-nameopt', 'RFC2253,utf8,-esc_msb'], Buffer.from(certificate)).text,
  ],
  [
    'certtool',
    hasCerttool,
    (certificate) => spawnSync('certtool', ['--certificate-info'], { input: certificate, encoding: 'utf8' }).stdout,
  ],
];

describe('a name is read as it was approved', () => {
  // What is hard about it: escapes, more than one byte a character, the full length, blanks, a spelling in two ways.
  const names: readonly (readonly [string, Partial<SubjectData>, string])[] = [
    [
      'with every mark that must be escaped',
      { name: `#Dr. H. "O'Neil" + <Ali>; M.T. \\ S.H.`, organisation: 'Dinas = Kominfo', unit: ', ', position: '' },
      String.raw`CN=\#Dr. H. \"O'Neil\" \+ \<Ali\>\; M.T. \\ S.H.,OU=\,,O=Dinas = Kominfo,L=`,
    ],
    ['in other scripts', { name: 'Åsa Nguyễn 名前 ꦱꦶꦠꦶ' }, 'CN=Åsa Nguyễn 名前 ꦱꦶꦠꦶ,'],
    ['of 64 characters, which are more bytes', { name: 'é'.repeat(64) }, `CN=${'é'.repeat(64)},`],
    ['with blanks at its ends and in between', { name: ' Siti   Wulandari \n' }, 'CN=Siti Wulandari,'],
    ['written with combining accents', { name: 'Andre\u0301' }, 'CN=André,'],
  ];
  for (const [program, there, subjectBy] of programs) {
    if (!there) console.warn(`skipped: ${program} is not installed`);
    for (const [what, change, subject] of names)
      test.skipIf(!there)(`${what}, by ${program}`, async () => {
        const text = subjectBy(await issue(change));
        const [, read] = /subject[:=]\s*(.*)/i.exec(text) ?? [];
        expect(`${read},`).toContain(subject);
        expect(read).toMatch(/^serialNumber=199009152015022001,CN=/);
        expect(read).toMatch(/,C=ID$/);
      });
  }

  test.skipIf(!hasCerttool)('and everything else beside it, by certtool', async () => {
    const certificate = await issue({});
    const [, , info] = programs[1]!;
    const said = info(certificate).replace(/\s+/g, ' ');
    for (const part of [
      'Version: 3',
      'Issuer: CN=Issuing CA Uji,O=Dinas Komunikasi dan Informatika,C=ID',
      'Not Before: Mon Nov 23 02:03:04 UTC 2026 Not After: Thu Nov 23 02:03:03 UTC 2028',
      'Basic Constraints (critical): Certificate Authority (CA): FALSE',
      'Key Usage (critical): Digital signature. Non repudiation. Subject Key',
      'Key Purpose (not critical): TLS WWW Client. Email protection. 1.3.6.1.5.5.7.3.36 Subject',
      'RFC822Name: siti.wulandari@sgs.go.id Certificate Policies (not critical): 1.3.6.1.4.1.55555.1.1 2.16.360.1.1.1.3.12 CRL',
      'CRL Distribution points (not critical): URI: http://127.0.0.1/ca.crl Authority',
      'id-ad-ocsp) Access Location URI: http://127.0.0.1/ocsp',
      'id-ad-caIssuers) Access Location URI: http://127.0.0.1/ca.cer Signature',
    ])
      expect(said).toContain(part);
  });
});

test('an office says under which policies it certifies, and for how long', () => {
  const from = new Date('2028-02-29T12:00:00Z');
  const years = (profile: ReturnType<typeof personalProfile>) => validityOf(profile, from).notAfter.toISOString();
  const own = personalProfile({ addresses: {}, policies: ['1.2.3'], years: 3 });
  expect([own.policies, years(own)]).toEqual([['1.2.3'], '2031-03-01T11:59:59.000Z']);
  const plain = personalProfile({ addresses: {} });
  expect([plain.policies, years(plain)]).toEqual([[], '2030-03-01T11:59:59.000Z']);
});

test('a serial has 136 random bits, is positive and never the same', () => {
  const drawn = Array.from({ length: 2000 }, () => drawSerial());
  expect(new Set(drawn).size).toBe(drawn.length);
  // Positive: the first bit is not set. Each of the 136 others is set in about half of them.
  expect(drawn.every((serial) => /^4c[0-9a-f]{34}$/.test(serial))).toBe(true);
  const random = drawn.map((serial) => BigInt(`0x${serial.slice(2)}`));
  for (let bit = 0n; bit < 136n; bit++) {
    const set = random.filter((n) => (n >> bit) & 1n).length;
    expect(Math.abs(set - 1000)).toBeLessThan(250);
  }
});
