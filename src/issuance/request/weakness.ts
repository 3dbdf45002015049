import type { RequestRefusal } from '../issuer.ts';

/**
 * RSA keys whose secret part can be worked out, because of how they were made. Each check stands for keys that were
 * really found in the field, and all of them together cost less than one signature.
 */
type Weakness = Extract<RequestRefusal, 'key-small-factor' | 'key-roca' | 'key-close-primes'>;

/** Boulder's bound: a random modulus has such a factor never, a broken one often. */
const SMALL_PRIMES = primesBelow(752);
/** 110 rounds are what Let's Encrypt runs; keys with primes that close were shipped by printers in 2022. */
const FERMAT_ROUNDS = 110;
/** The primes whose residues give away keys of CVE-2017-15361 (Nemec et al., 2017). */
const ROCA_PRIMES = primesBelow(168).filter((prime) => prime > 2);

/** What is wrong with an RSA modulus; undefined if nothing is. */
export function weaknessOf(modulus: bigint): Weakness | undefined {
  const residues = residuesOf(modulus);
  if (residues.includes(0)) return 'key-small-factor';
  if (ROCA_PRIMES.every((_, at) => ROCA_POWERS[at]!.has(residues[at + 1]!))) return 'key-roca';
  return yieldsToFermat(modulus) ? 'key-close-primes' : undefined;
}

/** Primes whose product is still an exact number: one long division for all of them together. */
const FACTOR_GROUPS = SMALL_PRIMES.reduce<number[][]>((groups, prime) => {
  const last = groups.at(-1);
  if (last && last.reduce((a, b) => a * b, prime) <= Number.MAX_SAFE_INTEGER) last.push(prime);
  else groups.push([prime]);
  return groups;
}, []).map((primes) => ({ primes, product: BigInt(primes.reduce((a, b) => a * b, 1)) }));
const ALL_FACTORS = FACTOR_GROUPS.reduce((all, { product }) => all * product, 1n);

/** What is left of it modulo each of the small primes, in their order. */
function residuesOf(modulus: bigint): number[] {
  const residues: number[] = [];
  // Of half the length, with the same residues.
  const short = modulus % ALL_FACTORS;
  for (const { primes, product } of FACTOR_GROUPS) {
    const rest = Number(short % product);
    for (const prime of primes) residues.push(rest % prime);
  }
  return residues;
}

/**
 * ROCA keys have primes k*M + (65537^a mod M), so the modulus is a power of 65537 modulo every prime that divides M: for
 * each of them, in the order of the small primes behind 2, its powers.
 */
const ROCA_POWERS = ROCA_PRIMES.map((prime) => {
  const powers = new Set<number>();
  for (let power = 1; !powers.has(power); power = (power * 65537) % prime) powers.add(power);
  return powers;
});

/**
 * Fermat's factoring finds primes that lie close together at once: then a number just above the root completes a square.
 * From one square to the next it is 2a + 1, and whether one may be reached is seen by what is left modulo small numbers.
 */
function yieldsToFermat(modulus: bigint): boolean {
  let a = squareRoot(modulus);
  if (a * a < modulus) a += 1n;
  const first = a * a - modulus;
  let rest = Number(first % SIEVE);
  let toNext = Number((2n * a + 1n) % SIEVE);
  for (let round = 0; round < FERMAT_ROUNDS; round++) {
    if (mayBeSquare(rest) && isSquare(first + BigInt(round) * (2n * a + BigInt(round)))) return true;
    rest = (rest + toNext) % SIEVE_NUMBER;
    toNext += 2;
  }
  return false;
}

/** Squares leave few residues; this spares nearly every square root. Twice the product is still a small integer (31 bits). */
const SQUARES = [64, 45045, 323].map((m) => {
  const residues = new Uint8Array(m);
  for (let n = 0; n < m; n++) residues[(n * n) % m] = 1;
  return residues;
});
const SIEVE_NUMBER = SQUARES.reduce((product, { length }) => product * length, 1);
const SIEVE = BigInt(SIEVE_NUMBER);
const mayBeSquare = (rest: number): boolean => SQUARES.every((residues) => residues[rest % residues.length] === 1);
const isSquare = (n: bigint): boolean => squareRoot(n) ** 2n === n;

/**
 * Integer square root by Newton's method: each step doubles how many digits are right, and so it works with twice as many
 * as the one before. After each, (root - 1)^2 < the leading digits < (root + 1)^2, as in Python's `math.isqrt`, where it
 * is proven.
 */
function squareRoot(n: bigint): bigint {
  if (n === 0n) return 0n;
  const half = (bitsOf(n.toString(16)) - 1) >> 1;
  let root = 1n;
  let bits = 0;
  for (let step = 31 - Math.clz32(half); step >= 0; step--) {
    const before = bits;
    bits = half >> step;
    root = (root << BigInt(bits - before - 1)) + (n >> BigInt(2 * half - before - bits + 1)) / root;
  }
  return root * root > n ? root - 1n : root;
}

/** How long a positive number is, by its hexadecimal digits. */
export const bitsOf = (digits: string): number =>
  digits.length * 4 + 28 - Math.clz32(Number.parseInt(digits.slice(0, 1), 16));

function primesBelow(limit: number): number[] {
  const found: number[] = [];
  for (let n = 2; n < limit; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}
