import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_REQUEST_BYTES, readRequest } from '../../src/issuance/csr.ts';
import { makeRequest } from '../../src/issuance/make-request.ts';
import { REQUEST_REFUSALS } from '../../src/renewal/refusals.ts';
import { newEcKey, newRsaKey } from './office.ts';

const CORPUS = join(import.meta.dirname, '../../../shared/corpora/csr');

/** What each file's name says of it. Names and extensions are the office's to decide, so what is odd there is no fault. */
const VERDICTS: Readonly<Record<string, string>> = {
  'bad_algorithm.der.csr': 'algorithm',
  'cn_and_san.der.csr': 'RSA 2048',
  'ct_poison_extension.der.csr': 'RSA 2048',
  'ct_poison_extension_empty.der.csr': 'RSA 2048',
  'ecdsa.der.csr': 'EC P-256',
  'fermat_csr.pem': 'key-weak',
  'invalid_signature.der.csr': 'bad-signature',
  'long_cn.der.csr': 'RSA 2048',
  'must_staple.der.csr': 'RSA 2048',
  'no_names.der.csr': 'RSA 2048',
  'short_key.der.csr': 'key-size',
  'unsupported_extension.der.csr': 'RSA 2048',
};

const verdict = (bytes: Uint8Array): string => {
  const reading = readRequest(bytes);
  return reading.ok ? reading.key : reading.refused;
};

const rsa = newRsaKey();
const PEM = makeRequest('Siti', rsa);
const DER = Buffer.from(PEM.replace(/-----.*?-----|\s/g, ''), 'base64');

describe('the corpus of public CAs', () => {
  const there = existsSync(CORPUS);
  if (!there) console.warn(`skipped: no corpus at ${CORPUS}`);

  test.skipIf(!there)('is whole: every file has a verdict', () => {
    expect(readdirSync(CORPUS).sort()).toEqual(Object.keys(VERDICTS).sort());
  });
  for (const [name, expected] of Object.entries(VERDICTS)) {
    test.skipIf(!there)(`${name}: ${expected}`, () => {
      expect(verdict(readFileSync(join(CORPUS, name)))).toBe(expected);
    });
  }
});

describe('a good request', () => {
  test('gives its key, the hash of the key and its own bytes', () => {
    const reading = readRequest(DER);
    if (!reading.ok) throw new Error(reading.refused);
    expect(reading.key).toBe('RSA 2048');
    expect(Buffer.from(reading.der)).toEqual(DER);
    expect(reading.spkiHash).toBe(createHash('sha256').update(reading.spki).digest('hex'));
  });
  test('is taken with P-256, P-384, RSA 3072 and RSA 4096', () => {
    const keys = [newEcKey(), newEcKey('P-384'), newRsaKey(3072), newRsaKey(4096)];
    const verdicts = keys.map((key) => verdict(Buffer.from(makeRequest('Siti', key))));
    expect(verdicts).toEqual(['EC P-256', 'EC P-384', 'RSA 3072', 'RSA 4096']);
  });
  test('is found in the text of a mail, whatever happened to its lines', () => {
    const mangled = [
      PEM.replaceAll('\n', '\r\n'),
      `Selamat pagi, terlampir CSR saya.\n\n${PEM}\n-- \nSiti`,
      PEM.replaceAll('\n', '\n  '),
      PEM.replaceAll('CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST'),
      `\ufeff${PEM.trim()}`,
    ];
    for (const text of mangled) expect(verdict(Buffer.from(text))).toBe('RSA 2048');
  });
});

describe('refuses', () => {
  const cases: readonly (readonly [string, Uint8Array, string])[] = [
    ['nothing at all', Buffer.alloc(0), 'not-a-request'],
    ['a text', Buffer.from('ini CSR saya'), 'not-a-request'],
    ['two requests in one text', Buffer.from(PEM + PEM), 'not-a-request'],
    ['a PEM of something else', Buffer.from(PEM.replaceAll('CERTIFICATE REQUEST', 'CERTIFICATE')), 'not-a-request'],
    ['bytes after the end', Buffer.concat([DER, Buffer.from([0])]), 'trailing-bytes'],
    ['a cut request', DER.subarray(0, -1), 'not-a-request'],
    ['a request over the limit', Buffer.alloc(MAX_REQUEST_BYTES + 1, 0x30), 'too-large'],
    ['RSA of 1024 bits', Buffer.from(makeRequest('Siti', newRsaKey(1024))), 'key-size'],
    ['RSA of 2056 bits', Buffer.from(makeRequest('Siti', newRsaKey(2056))), 'key-size'],
    ['P-521', Buffer.from(makeRequest('Siti', newEcKey('P-521'))), 'key-type'],
  ];
  for (const [what, bytes, expected] of cases) {
    test(`${what}: ${expected}`, () => expect(verdict(bytes)).toBe(expected));
  }

  test('a key that is known to be compromised', () => {
    const reading = readRequest(DER);
    if (!reading.ok) throw new Error(reading.refused);
    expect(readRequest(DER, (hash) => hash === reading.spkiHash)).toEqual({ ok: false, refused: 'key-blocked' });
  });
  test('a length that is not in its shortest form', () => {
    // 30 82 xx xx becomes 30 83 00 xx xx: the same to a lenient reader.
    const long = Buffer.concat([Buffer.from([0x30, 0x83, 0x00]), DER.subarray(2)]);
    expect(verdict(long)).toBe('not-a-request');
  });
  test('a request for another version', () => {
    const at = DER.indexOf(Buffer.from([0x02, 0x01, 0x00]));
    const other = Buffer.from(DER);
    other[at + 2] = 1;
    expect(verdict(other)).toBe('not-a-request');
  });
});

describe('a stranger', () => {
  test('cannot change a single bit of a request', () => {
    fc.assert(
      fc.property(fc.nat(DER.length - 1), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        const changed = Buffer.from(DER);
        changed[at] = changed[at]! ^ (1 << bit);
        const reading = readRequest(changed);
        return !reading.ok && (REQUEST_REFUSALS as readonly string[]).includes(reading.refused);
      }),
      { numRuns: 400 },
    );
  });
  test('gets a refusal and never an exception, whatever he sends', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, asSequence) => {
        const sent = asSequence
          ? Buffer.concat([Buffer.from([0x30, 0x82, bytes.length >> 8, bytes.length & 255]), bytes])
          : bytes;
        return readRequest(sent).ok === false;
      }),
      { numRuns: 1000 },
    );
  });
});
