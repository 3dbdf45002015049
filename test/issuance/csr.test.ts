import { spawnSync } from 'node:child_process';
import { createHash, sign } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { MAX_REQUEST_BYTES, readRequest } from '../../src/issuance/request/csr.ts';
import { makeRequest, pem } from '../../src/issuance/request/make-request.ts';
import { REQUEST_REFUSALS } from '../../src/renewal/refusals.ts';
import { hasOpenssl, newEcKey, newRsaKey, spkiFor } from './office.ts';

const CORPUS = join(import.meta.dirname, '../../../shared/corpora/csr');

/**
 * What each file's name says of it. Only the public key is taken from a request: names, lengths and extensions are the
 * office's to decide and come from the approved data, so what is odd there is no fault, and whoever asks for an
 * extension (CT poison, must-staple, a name of a host) does not get it.
 */
const VERDICTS: Readonly<Record<string, readonly [verdict: string, why: string]>> = {
  'bad_algorithm.der.csr': ['algorithm', 'SHA-1'],
  'cn_and_san.der.csr': ['RSA 2048', 'its names are not read'],
  'ct_poison_extension.der.csr': ['RSA 2048', 'its extensions are not read'],
  'ct_poison_extension_empty.der.csr': ['RSA 2048', 'its extensions are not read'],
  'ecdsa.der.csr': ['EC P-256', 'a good one'],
  'fermat_csr.pem': ['key-close-primes', 'its primes lie close together'],
  'invalid_signature.der.csr': ['bad-signature', 'it does not prove possession'],
  'long_cn.der.csr': ['RSA 2048', 'its name is not read, so it may be too long'],
  'must_staple.der.csr': ['RSA 2048', 'its extensions are not read'],
  'no_names.der.csr': ['RSA 2048', 'its names are not read, so they may be missing'],
  'short_key.der.csr': ['key-size', 'RSA of 512 bits'],
  'unsupported_extension.der.csr': ['RSA 2048', 'its extensions are not read'],
};

const verdict = (bytes: Uint8Array): string => {
  const reading = readRequest(bytes);
  return reading.ok ? reading.key : reading.refused;
};

const rsa = newRsaKey();
const ec = newEcKey();
const PEM = makeRequest('Siti', rsa);
const DER = Buffer.from(PEM.replace(/-----.*?-----|\s/g, ''), 'base64');

describe('the corpus of public CAs', () => {
  const there = existsSync(CORPUS);
  if (!there) console.warn(`skipped: no corpus at ${CORPUS}`);

  test.skipIf(!there)('is whole: every file has a verdict', () => {
    expect(readdirSync(CORPUS).sort()).toEqual(Object.keys(VERDICTS).sort());
  });
  for (const [name, [expected, why]] of Object.entries(VERDICTS)) {
    test.skipIf(!there)(`${name}: ${expected}, because ${why}`, () => {
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

/** One element of DER, of parts in hexadecimal or bytes. */
function element(tag: number, ...parts: readonly (string | Uint8Array)[]): Buffer {
  const content = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'hex') : part)));
  const { length } = content;
  const header = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...header]), content]);
}
const SPKI = spkiFor(ec);
/** A request around these attributes, signed over whatever stands in it: only its form decides. */
function requestWith(attributes: Uint8Array | undefined, name: Uint8Array = element(0x30)): Uint8Array {
  const info = element(0x30, '020100', name, SPKI, ...(attributes ? [attributes] : []));
  return element(0x30, info, '300a06082a8648ce3d040302', element(0x03, '00', sign('sha256', info, ec)));
}
const PASSWORD = '06092a864886f70d010907'; // challengePassword, the attribute that tools add most often
const ATTRIBUTE = element(0x30, PASSWORD, element(0x31, '0c0131'));

describe('the form of a request is DER and nothing else', () => {
  const deep = (depth: number): Buffer => (depth === 0 ? element(0x31) : element(0x31, deep(depth - 1)));
  const inside = (value: string | Uint8Array) =>
    requestWith(element(0xa0, element(0x30, PASSWORD, element(0x31, value))));

  test('with attributes, without them, and with an empty list of them', () => {
    const good = [undefined, element(0xa0), element(0xa0, ATTRIBUTE)].map((attributes) => requestWith(attributes));
    expect([...good, inside('0c0131'), inside(deep(9))].map(verdict)).toEqual(Array(5).fill('EC P-256'));
  });

  const cases: readonly (readonly [string, Uint8Array])[] = [
    ['an attribute twice', requestWith(element(0xa0, ATTRIBUTE, ATTRIBUTE))],
    ['an attribute without a value', requestWith(element(0xa0, element(0x30, PASSWORD)))],
    ['an attribute whose value is no set', requestWith(element(0xa0, element(0x30, PASSWORD, '0c0131')))],
    ['attributes under another tag', requestWith(element(0xa1, ATTRIBUTE))],
    ['a subject that is no name', requestWith(undefined, element(0x30, '0c0131'))],
    ['a part of a name that is empty', requestWith(undefined, element(0x30, element(0x31)))],
    ['a nesting without end', inside(deep(60))],
    ['an indefinite length', inside('3080' + '0000')],
    ['a length beyond the end', inside('0c7f31')],
    ['a length of 4 GiB', inside('0c84ffffffff31')],
    ['a length in five octets', inside('0c85000000000131')],
    ['a length with a leading zero', inside('0c820001' + '31')],
    ['a length in the long form that fits the short one', inside('0c8101' + '31')],
    ['a string in pieces, as BER has it', inside('2c03' + '0c0131')],
    ['a sequence that is primitive', inside('1000')],
    ['an end of contents', inside('0000')],
    ['a tag in the long form', inside('1f2100')],
    ['a truth that is neither 00 nor ff', inside('010101')],
    ['a number with a leading zero', inside('02020001')],
    ['a number without content', inside('0200')],
    ['an identifier with leading zeros', inside('06028001')],
    ['an identifier that ends early', inside('060181')],
    ['a null with content', inside('050100')],
    ['bits that are unused and set', inside('03020101')],
    ['nine unused bits', inside('03020900')],
  ];
  for (const [what, bytes] of cases) test(`refuses ${what}`, () => expect(verdict(bytes)).toBe('not-a-request'));

  test('refuses bytes behind the request inside the armour, too', () => {
    const armoured = (der: Uint8Array) => Buffer.from(pem('CERTIFICATE REQUEST', der));
    expect(verdict(armoured(DER))).toBe('RSA 2048');
    expect(verdict(armoured(Buffer.concat([DER, Buffer.from([0x05, 0x00])])))).toBe('trailing-bytes');
    expect(verdict(armoured(Buffer.concat([DER, DER])))).toBe('trailing-bytes');
  });
  test('refuses base64 that says more than its bytes', () => {
    const names = Array.from({ length: 30 }, (_, length) => 'x'.repeat(length + 1));
    const text = names.map((name) => makeRequest(name, ec).trim()).find((each) => /=\n-/.test(each))!;
    const last = text.split('\n').at(-2)!;
    // The last character before the padding holds bits that stand for nothing.
    const other = last.replace(/(.)(=+)$/, (_, character: string, padding: string) => next(character) + padding);
    expect(verdict(Buffer.from(text))).toBe('EC P-256');
    expect(verdict(Buffer.from(text.replace(last, other)))).toBe('not-a-request');
  });
  test('refuses an algorithm that does not suit the key, or has parameters that it must not have', () => {
    const info = element(0x30, '020100', element(0x30), SPKI, element(0xa0));
    const signed = (algorithm: string) =>
      verdict(element(0x30, info, algorithm, element(0x03, '00', sign('sha256', info, ec))));
    expect(signed('300a06082a8648ce3d040302')).toBe('EC P-256');
    expect(signed('300d06092a864886f70d01010b0500')).toBe('algorithm'); // RSA with SHA-256
    expect(signed('300c06082a8648ce3d0403020500')).toBe('algorithm'); // ECDSA with NULL (RFC 5758: absent)
    expect(signed('300906072a8648ce3d0401')).toBe('algorithm'); // ECDSA with SHA-1
    expect(signed('300a06082a8648ce3d040303')).toBe('bad-signature'); // says SHA-384, signed with SHA-256
  });
});

const next = (character: string): string => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  return alphabet[alphabet.indexOf(character) + 1]!;
};

describe('a stranger', () => {
  const requests = [DER, Buffer.from(makeRequest('Siti', ec).replace(/-----.*?-----|\s/g, ''), 'base64')];
  const isRefused = (bytes: Uint8Array) => {
    const reading = readRequest(bytes);
    return !reading.ok && (REQUEST_REFUSALS as readonly string[]).includes(reading.refused);
  };

  test('cannot change a single bit of a request', () => {
    fc.assert(
      fc.property(fc.constantFrom(...requests), fc.nat(), fc.integer({ min: 0, max: 7 }), (der, at, bit) => {
        const changed = Buffer.from(der);
        changed[at % der.length] = changed[at % der.length]! ^ (1 << bit);
        return isRefused(changed);
      }),
      { numRuns: 600 },
    );
  });

  test('cannot cut, repeat, insert or exchange parts of it', () => {
    const span = fc.tuple(fc.nat(), fc.nat({ max: 40 }));
    const cut = (der: Buffer, [from, length]: readonly [number, number]) =>
      der.subarray(from % der.length, (from % der.length) + length + 1);
    fc.assert(
      fc.property(fc.constantFrom(...requests), fc.nat(), span, span, (der, at, gone, put) => {
        const place = at % der.length;
        const [taken, placed] = [cut(der, gone), cut(der, put)];
        const changed = Buffer.concat([der.subarray(0, place), placed, der.subarray(place + taken.length)]);
        return changed.equals(der) || isRefused(changed);
      }),
      { numRuns: 1000 },
    );
  });

  test('cannot put another key into it', () => {
    const other = Buffer.from(spkiFor(newEcKey()));
    const [, der] = requests;
    const changed = Buffer.from(der!);
    other.copy(changed, changed.indexOf(SPKI.subarray(0, 23)));
    expect(changed.includes(other)).toBe(true);
    expect(verdict(changed)).toBe('bad-signature');
  });

  test('gets a refusal and never an exception, whatever he sends', () => {
    const header = (length: number) => Buffer.from([0x30, 0x82, length >> 8, length & 255]);
    const armour = (text: string) => `-----BEGIN CERTIFICATE REQUEST-----\n${text}\n-----END CERTIFICATE REQUEST-----`;
    const sent = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.concat([header(bytes.length), bytes])),
      fc.string({ unit: 'binary', maxLength: 60 }).map((text) => Buffer.from(armour(text))),
      fc.base64String({ maxLength: 400 }).map((text) => Buffer.from(armour(text))),
    );
    fc.assert(fc.property(sent, isRefused), { numRuns: 600 });
  });
});

describe('requests as the common tools make them', () => {
  const dir = mkdtempSync(join(tmpdir(), 'perbarui-csr-'));
  afterAll(() => rmSync(dir, { recursive: true }));
  const path = (name: string) => join(dir, name);
  const run = (program: string, ...args: string[]) => spawnSync(program, args, { cwd: dir, encoding: 'utf8' });
  writeFileSync(path('key.pem'), newEcKey().export({ format: 'pem', type: 'pkcs8' }));

  test.skipIf(!hasOpenssl)('openssl, with every kind of attribute and a name beyond ASCII', () => {
    writeFileSync(
      path('openssl.cnf'),
      `[req]\ndistinguished_name=dn\nattributes=at\nreq_extensions=ext\nprompt=no\nstring_mask=utf8only\nutf8=yes
[dn]\nC=ID\nO=Dinas\nCN=Siti é\nemailAddress=siti@sgs.go.id\n[at]\nchallengePassword=rahasia1\nunstructuredName=nama
[ext]\nkeyUsage=critical,digitalSignature\nsubjectAltName=email:siti@sgs.go.id\n`,
    );
    for (const form of ['PEM', 'DER']) {
      run('openssl', 'req', '-new', '-key', 'key.pem', '-config', 'openssl.cnf', '-outform', form, '-out', 'a.csr');
      expect([form, verdict(readFileSync(path('a.csr')))]).toEqual([form, 'EC P-256']);
    }
    run('openssl', 'req', '-new', '-key', 'key.pem', '-sha1', '-subj', '/CN=Siti', '-out', 'b.csr');
    expect(verdict(readFileSync(path('b.csr')))).toBe('algorithm');
  });
  test.skipIf(spawnSync('certtool', ['--version']).status !== 0)('GnuTLS', () => {
    writeFileSync(
      path('certtool.cfg'),
      'cn = "Siti"\ncountry = ID\nemail = "siti@sgs.go.id"\nchallenge_password = 123456\n',
    );
    run(
      'certtool',
      '--generate-request',
      '--load-privkey',
      'key.pem',
      '--template',
      'certtool.cfg',
      '--outfile',
      'c.csr',
    );
    expect(verdict(readFileSync(path('c.csr')))).toBe('EC P-256');
  });
});
