import type { RequestRefusal } from './issuer.ts';

/**
 * RSA keys whose secret part can be worked out, because of how they were made. Each check stands for keys that were
 * really found in the field, and all of them together cost less than one signature.
 */
export type Weakness = Extract<RequestRefusal, 'key-small-factor' | 'key-roca' | 'key-close-primes'>;

/** Boulder's bound: a random modulus has such a factor never, a broken one often. */
const SMALL_PRIMES = primesBelow(752);
/** 110 rounds are what Let's Encrypt runs; keys with primes that close were shipped by printers in 2022. */
const FERMAT_ROUNDS = 110;
/** The primes whose residues give away keys of CVE-2017-15361 (Nemec et al., 2017). */
const ROCA_PRIMES = primesBelow(168).filter((prime) => prime > 2);

/** What is wrong with an RSA modulus; undefined if nothing is. */
export function weaknessOf(modulus: bigint): Weakness | undefined {
  if (hasSmallFactor(modulus)) return 'key-small-factor';
  if (isRoca(modulus)) return 'key-roca';
  return yieldsToFermat(modulus) ? 'key-close-primes' : undefined;
}

/** Primes whose product is still an exact number: one long division for all of them together. */
const FACTOR_GROUPS = SMALL_PRIMES.reduce<number[][]>((groups, prime) => {
  const last = groups.at(-1);
  if (last && last.reduce((a, b) => a * b, prime) <= Number.MAX_SAFE_INTEGER) last.push(prime);
  else groups.push([prime]);
  return groups;
}, []).map((primes) => ({ primes, product: BigInt(primes.reduce((a, b) => a * b, 1)) }));

const hasSmallFactor = (modulus: bigint): boolean =>
  FACTOR_GROUPS.some(({ primes, product }) => {
    const rest = Number(modulus % product);
    return primes.some((prime) => rest % prime === 0);
  });

/** ROCA keys have primes k*M + (65537^a mod M), so the modulus is a power of 65537 modulo every prime that divides M. */
function isRoca(modulus: bigint): boolean {
  return ROCA_PRIMES.every((prime) => {
    const residue = Number(modulus % BigInt(prime));
    let power = 1;
    do {
      if (power === residue) return true;
      power = (power * 65537) % prime;
    } while (power !== 1);
    return false;
  });
}

/** Fermat's factoring finds primes that lie close together at once: then a number just above the root completes a square. */
function yieldsToFermat(modulus: bigint): boolean {
  let a = squareRoot(modulus);
  if (a * a < modulus) a += 1n;
  let rest = a * a - modulus;
  // From one square to the next it is 2a + 1, which spares the multiplication.
  let toNext = 2n * a + 1n;
  for (let round = 0; round < FERMAT_ROUNDS; round++) {
    if (mayBeSquare(rest) && squareRoot(rest) ** 2n === rest) return true;
    rest += toNext;
    toNext += 2n;
  }
  return false;
}

/** Squares leave few residues; this spares nearly every square root. */
const SQUARES_MOD_64 = new Set(Array.from({ length: 64 }, (_, n) => (n * n) % 64));
const SQUARES_MOD_45045 = new Set(Array.from({ length: 45045 }, (_, n) => (n * n) % 45045));
const mayBeSquare = (n: bigint): boolean =>
  SQUARES_MOD_64.has(Number(BigInt.asUintN(6, n))) && SQUARES_MOD_45045.has(Number(n % 45045n));

/** Integer square root by Newton's method, from above. */
function squareRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let root = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

function primesBelow(limit: number): number[] {
  const found: number[] = [];
  for (let n = 2; n < limit; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}
