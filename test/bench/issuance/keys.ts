import { createPrivateKey, generatePrimeSync, type KeyObject } from 'node:crypto';

const PRIME_BITS = 1024;
const EXPONENT = 65537n;

/**
 * So many different RSA 2048 keys, as applicants have them, in seconds instead of minutes: each is the product of two
 * primes of a few that are drawn. Not one of them is to be trusted, and each passes as what it is: an RSA key.
 */
export function rsaKeys(count: number): KeyObject[] {
  const primes: bigint[] = [];
  const keys: KeyObject[] = [];
  while (keys.length < count) {
    const prime = usablePrime();
    for (const other of primes) if (keys.length < count) keys.push(rsaKey(prime, other));
    primes.push(prime);
  }
  return keys;
}

/** With its two highest bits set, so that two of them make 2048 bits, and fit for the exponent. */
function usablePrime(): bigint {
  for (;;) {
    const prime = generatePrimeSync(PRIME_BITS, { bigint: true });
    if (prime >> BigInt(PRIME_BITS - 2) === 3n && prime % EXPONENT !== 1n) return prime;
  }
}

function rsaKey(p: bigint, q: bigint): KeyObject {
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  const numbers = { n: p * q, e: EXPONENT, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const key = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, base64url(value)]));
  return createPrivateKey({ key: { kty: 'RSA', ...key }, format: 'jwk' });
}

/** Of `a` modulo `m`, by Euclid's extended algorithm. */
function inverse(a: bigint, m: bigint): bigint {
  let [r, next, x, nextX] = [a % m, m, 1n, 0n];
  while (next !== 0n) {
    const quotient = r / next;
    [r, next] = [next, r - quotient * next];
    [x, nextX] = [nextX, x - quotient * nextX];
  }
  return ((x % m) + m) % m;
}

function base64url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex').toString('base64url');
}
