import { checkPrimeSync, createPublicKey, generatePrimeSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readKey } from '../../src/issuance/request/key.ts';
import { weaknessOf } from '../../src/issuance/request/weakness.ts';
import { newEcKey, spkiFor } from './office.ts';

const toBase64Url = (n: bigint): string => {
  const hex = n.toString(16);
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex').toString('base64url');
};
const spkiOfModulus = (n: bigint, e = 65537n): Uint8Array =>
  createPublicKey({ key: { kty: 'RSA', n: toBase64Url(n), e: toBase64Url(e) }, format: 'jwk' }).export({
    format: 'der',
    type: 'spki',
  });
const verdict = (spki: Uint8Array): string => {
  const reading = readKey(spki);
  return reading.ok ? reading.name : reading.refused;
};

/** The two upper bits are set, so that two of them make a modulus of twice the bits. */
const prime = (bits: number): bigint => generatePrimeSync(bits, { bigint: true });
/** Much sooner found than one of their length, and as free of small factors. */
const twoPrimes = (bits: number): bigint => prime(bits >> 1) * prime(bits - (bits >> 1));
function ofBits(bits: number, make: () => bigint): bigint {
  for (let made = make(); ; made = make()) if (made.toString(2).length === bits) return made;
}
const powerOf = (base: bigint, exponent: bigint, modulus: bigint): bigint => {
  let result = 1n;
  for (let b = base % modulus, e = exponent; e > 0n; e >>= 1n, b = (b * b) % modulus)
    if (e & 1n) result = (result * b) % modulus;
  return result;
};
function rootOf(n: bigint): bigint {
  let root = 1n << BigInt(n.toString(2).length);
  for (let next = root; ; root = next) {
    next = (root + n / root) >> 1n;
    if (next >= root) return root;
  }
}

/** As the broken chips made them for RSA 2048: k*M + (65537^a mod M), where M is the product of the first 126 primes. */
function rocaPrime(): bigint {
  const primes: bigint[] = [];
  for (let n = 2n; primes.length < 126; n++) if (primes.every((p) => n % p !== 0n)) primes.push(n);
  const product = primes.reduce((a, b) => a * b, 1n);
  for (let k = (7n << 1021n) / product + prime(32); ; k++) {
    const candidate = k * product + powerOf(65537n, k, product);
    if (checkPrimeSync(candidate)) return candidate;
  }
}

/** A modulus without small factors that Fermat's method factors in just this round, counted from 1. */
function yieldsInRound(round: number): bigint {
  for (let middle = prime(1024); ; middle += 2n) {
    let half = rootOf(2n * middle * BigInt(round - 1));
    const above = () => {
      const n = middle * middle - half * half;
      const root = rootOf(n);
      return middle - (root * root === n ? root : root + 1n);
    };
    while (above() < BigInt(round - 1)) half += 1n;
    if (half % 2n === 1n) half += 1n;
    const modulus = (middle - half) * (middle + half);
    if (above() === BigInt(round - 1) && weaknessOf(modulus) !== 'key-small-factor') return modulus;
  }
}

describe('a key is refused', () => {
  test('with the exponent 3', () => {
    expect(verdict(spkiOfModulus(prime(1024) * prime(1024), 3n))).toBe('key-exponent');
  });

  test('with a small factor, whichever it is', () => {
    const rest = twoPrimes(2038);
    const primes = Array.from({ length: 750 }, (_, n) => BigInt(n + 2)).filter((n) => checkPrimeSync(n));
    expect(primes.at(-1)).toBe(751n);
    for (const factor of primes) expect([factor, weaknessOf(factor * rest)]).toEqual([factor, 'key-small-factor']);
    expect(weaknessOf(757n * rest)).toBeUndefined();

    expect(verdict(spkiOfModulus(ofBits(2048, () => 751n * twoPrimes(2038))))).toBe('key-small-factor');
  });

  test('with primes that lie close together', () => {
    const p = prime(1024);
    let next = p + 2n;
    while (!checkPrimeSync(next)) next += 2n;
    expect(verdict(spkiOfModulus(p * next))).toBe('key-close-primes');
  });

  test('that yields to 110 rounds of Fermat, and not to more', () => {
    for (const round of [2, 110])
      expect([round, weaknessOf(yieldsInRound(round))]).toEqual([round, 'key-close-primes']);
    expect(weaknessOf(yieldsInRound(111))).toBeUndefined();
  });

  test('of a chip with the flaw ROCA (CVE-2017-15361)', () => {
    expect(verdict(spkiOfModulus(rocaPrime() * rocaPrime()))).toBe('key-roca');
  });

  test('with a point that is not on its curve', () => {
    for (const curve of ['P-256', 'P-384']) {
      const spki = Buffer.from(spkiFor(newEcKey(curve)));
      spki[spki.length - 1] = spki[spki.length - 1]! ^ 1;
      expect([curve, verdict(spki)]).toEqual([curve, 'key-point']);
    }
  });

  test('written in another way than the one that counts', () => {
    const ec = Buffer.from(spkiFor(newEcKey()));
    const x = ec.subarray(-64, -32);
    // 30 39 30 13 <algorithm> 03 22 00 02|03 <x>: the same point, compressed.
    const compressed = Buffer.concat([
      Buffer.from([0x30, 0x39]),
      ec.subarray(2, 23),
      Buffer.from([0x03, 0x22, 0x00, 0x02 | (ec.at(-1)! & 1)]),
      x,
    ]);
    expect(createPublicKey({ key: compressed, format: 'der', type: 'spki' }).asymmetricKeyType).toBe('ec');
    expect(verdict(compressed)).toBe('key-encoding');

    // RFC 3279 wants NULL as the parameters of RSA; without it OpenSSL reads the same key, and another hash is its name.
    const rsa = Buffer.from(spkiOfModulus(prime(1024) * prime(1024)));
    const bits = rsa.subarray(19);
    const bare = Buffer.concat([Buffer.from([0x30, 0x82, 0x01, 0x20, 0x30, 0x0b]), rsa.subarray(6, 17), bits]);
    expect(createPublicKey({ key: bare, format: 'der', type: 'spki' }).asymmetricKeyType).toBe('rsa');
    expect(verdict(bare)).toBe('key-encoding');

    // 30 82 01 22 <algorithm> 03 82 01 0f 00 30 82 01 0a <numbers>: the length of the inner sequence with an octet too many.
    const long = Buffer.concat([
      Buffer.from([0x30, 0x82, 0x01, 0x23]),
      rsa.subarray(4, 19),
      Buffer.from([0x03, 0x82, 0x01, 0x10, 0x00, 0x30, 0x83, 0x00]),
      rsa.subarray(26),
    ]);
    expect(createPublicKey({ key: long, format: 'der', type: 'spki' }).asymmetricKeyType).toBe('rsa');
    expect(verdict(long)).toBe('key-encoding');
  });
});

describe('a good key passes', () => {
  test('of 200 elliptic ones each', () => {
    const verdicts = Array.from({ length: 200 }, (_, n) => verdict(spkiFor(newEcKey(n % 2 ? 'P-256' : 'P-384'))));
    expect(new Set(verdicts)).toEqual(new Set(['EC P-256', 'EC P-384']));
  });
  test('of 210 RSA ones each', () => {
    // Every pair of honest primes is an honest key, and 21 primes are made in the time of 11 keys.
    const primes = Array.from({ length: 21 }, () => prime(1024));
    const moduli = primes.flatMap((p, at) => primes.slice(at + 1).map((q) => p * q));
    expect(moduli.length).toBe(210);
    expect(new Set(moduli.map((n) => weaknessOf(n) ?? 'none'))).toEqual(new Set(['none']));
    expect(verdict(spkiOfModulus(moduli[0]!))).toBe('RSA 2048');
  });
  test('in a moment, at the largest size', () => {
    const modulus = ofBits(4096, () => twoPrimes(2048) * twoPrimes(2048));
    expect(verdict(spkiOfModulus(modulus))).toBe('RSA 4096');
    // The quickest of three: other work on the machine must not decide.
    const times = [1, 2, 3].map(() => {
      const began = performance.now();
      expect(weaknessOf(modulus)).toBeUndefined();
      return performance.now() - began;
    });
    expect(Math.min(...times)).toBeLessThan(20);
  });
});

test('a key that was judged before is judged the same, also after a thousand others', () => {
  const [good, bad] = [spkiFor(newEcKey()), Buffer.from(spkiFor(newEcKey()))];
  bad[bad.length - 1] = bad[bad.length - 1]! ^ 1;
  const both = () => [verdict(good), verdict(bad)];
  expect([both(), both()]).toEqual(Array(2).fill(['EC P-256', 'key-point']));
  // Other bytes each time, so that whatever is remembered of the two is gone.
  for (let n = 0; n < 1_100; n++) {
    const other = Buffer.from(bad);
    other.writeUInt16BE(n, other.length - 4);
    verdict(other);
  }
  expect(both()).toEqual(['EC P-256', 'key-point']);
});
