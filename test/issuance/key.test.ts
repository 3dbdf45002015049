import { createPublicKey, generatePrimeSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readKey } from '../../src/issuance/key.ts';
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
const prime = (bits: number): bigint => generatePrimeSync(bits, { bigint: true });
const powerOf = (base: bigint, exponent: bigint, modulus: bigint): bigint => {
  let result = 1n;
  for (let b = base % modulus, e = exponent; e > 0n; e >>= 1n, b = (b * b) % modulus)
    if (e & 1n) result = (result * b) % modulus;
  return result;
};

describe('a key is refused', () => {
  test('with the exponent 3', () => {
    expect(verdict(spkiOfModulus(prime(1024) * prime(1024), 3n))).toBe('key-exponent');
  });
  test('with a small factor', () => {
    // 751 is the last prime below the bound; a prime of 2038 bits has its two upper bits set, which makes 2048 in all.
    expect(verdict(spkiOfModulus(751n * prime(2038)))).toBe('key-weak');
  });
  test('with primes that lie close together (Fermat)', () => {
    const p = prime(1024);
    let q = p + 2n;
    while (powerOf(2n, q - 1n, q) !== 1n) q += 2n;
    expect(verdict(spkiOfModulus(p * q))).toBe('key-weak');
  });
  test('with the fingerprint of ROCA (CVE-2017-15361)', () => {
    // Every residue is a power of 65537: the form k*M + 65537^a mod M of the broken generator, here for the modulus itself.
    const primes = Array.from({ length: 165 }, (_, i) => BigInt(i + 3)).filter((n) => {
      for (let d = 2n; d * d <= n; d++) if (n % d === 0n) return false;
      return true;
    });
    const product = primes.reduce((a, b) => a * b, 1n);
    let n = ((1n << 2047n) / product) * product + powerOf(65537n, 12345n, product) + product;
    while (n % 2n === 0n) n += product;
    expect(verdict(spkiOfModulus(n))).toBe('key-weak');
  });
  test('with a point that is not on its curve', () => {
    const spki = Buffer.from(spkiFor(newEcKey()));
    spki[spki.length - 1] = spki[spki.length - 1]! ^ 1;
    expect(verdict(spki)).toBe('key-weak');
  });
});

test('a good RSA key is judged in a fraction of a second', () => {
  const spki = spkiOfModulus(prime(2048) * prime(2048));
  // The quickest of three: other work on the machine must not decide.
  const times = [1, 2, 3].map(() => {
    const began = performance.now();
    expect(verdict(spki)).toBe('RSA 4096');
    return performance.now() - began;
  });
  expect(Math.min(...times)).toBeLessThan(500);
});
