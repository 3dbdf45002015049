import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { children, type Element, expectTag, readOid, readOnly, TAG } from './der.ts';
import type { RequestRefusal } from './issuer.ts';

/**
 * Is this public key fit to be certified? The checks are those of the public CAs (Boulder's goodkey): they cost a few
 * milliseconds and each stands for keys that were really found in the field.
 */
export type KeyReading =
  | {
      readonly ok: true;
      readonly key: KeyObject;
      readonly kind: 'rsa' | 'ec';
      readonly name: string;
      readonly hash: string;
    }
  | { readonly ok: false; readonly refused: RequestRefusal };

/** NIST SP 800-57: 2048 until 2030; odd sizes come from broken generators. */
const RSA_BITS: readonly number[] = [2048, 3072, 4096];
/** The only exponent that every generator in use writes; 3 has a history of forged signatures. */
const RSA_EXPONENT = 65537n;
/** Boulder's bound: a random modulus has such a factor never, a broken one often. */
const SMALL_PRIMES = primesBelow(752);
/** 110 rounds are what Let's Encrypt runs; keys with primes that close were shipped by printers in 2022. */
const FERMAT_ROUNDS = 110;
/** The primes whose residues give away keys of CVE-2017-15361 (Nemec et al., 2017). */
const ROCA_PRIMES = primesBelow(168).filter((prime) => prime > 2);

const RSA_OID = '1.2.840.113549.1.1.1';
const EC_OID = '1.2.840.10045.2.1';
const CURVES: Readonly<Record<string, { readonly name: string; readonly pointBytes: number }>> = {
  '1.2.840.10045.3.1.7': { name: 'EC P-256', pointBytes: 65 },
  '1.3.132.0.34': { name: 'EC P-384', pointBytes: 97 },
};

export const hashKey = (spki: Uint8Array): string => createHash('sha256').update(spki).digest('hex');

/**
 * Judges a SubjectPublicKeyInfo (DER). `isBlocked` gets the SHA-256 of it in hex: keys known to be compromised.
 * Throws Fault('unparsable') if the bytes are not DER.
 */
export function readKey(spki: Uint8Array, isBlocked: (spkiHash: string) => boolean = () => false): KeyReading {
  const [algorithm, subjectKey] = children(readOnly(spki, TAG.sequence));
  const [oid, parameters] = children(expectTag(algorithm, TAG.sequence));
  const kind = readOid(expectTag(oid, TAG.oid));
  const named = kind === RSA_OID ? 'rsa' : kind === EC_OID ? curveOf(parameters, subjectKey) : undefined;
  if (named === undefined) return { ok: false, refused: 'key-type' };

  const key = importKey(spki);
  // OpenSSL refuses a point that is not on its curve when it imports it.
  if (key === undefined) return { ok: false, refused: 'key-weak' };
  const hash = hashKey(spki);
  if (named !== 'rsa') {
    return isBlocked(hash) ? { ok: false, refused: 'key-blocked' } : { ok: true, key, kind: 'ec', name: named, hash };
  }
  const refused = refuseRsa(key);
  if (refused !== undefined) return { ok: false, refused };
  if (isBlocked(hash)) return { ok: false, refused: 'key-blocked' };
  return { ok: true, key, kind: 'rsa', name: `RSA ${key.asymmetricKeyDetails?.modulusLength}`, hash };
}

/** Named curves only, points uncompressed: the one way to write the key, so that its hash is its name. */
function curveOf(parameters: Element | undefined, subjectKey: Element | undefined): string | undefined {
  if (parameters?.tag !== TAG.oid || subjectKey?.tag !== TAG.bits) return undefined;
  const curve = CURVES[readOid(parameters)];
  const point = subjectKey.content.subarray(1);
  return curve !== undefined && point.length === curve.pointBytes && point[0] === 0x04 ? curve.name : undefined;
}

function importKey(spki: Uint8Array): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    // What OpenSSL would write must be what was sent: else two spellings of one key would pass as two keys.
    return key.export({ format: 'der', type: 'spki' }).equals(spki) ? key : undefined;
  } catch {
    return undefined;
  }
}

function refuseRsa(key: KeyObject): RequestRefusal | undefined {
  const { modulusLength = 0, publicExponent } = key.asymmetricKeyDetails ?? {};
  if (!RSA_BITS.includes(modulusLength)) return 'key-size';
  if (publicExponent !== RSA_EXPONENT) return 'key-exponent';
  const { n = '' } = key.export({ format: 'jwk' });
  const modulus = BigInt(`0x${Buffer.from(n, 'base64url').toString('hex')}`);
  return hasSmallFactor(modulus) || isRoca(modulus) || yieldsToFermat(modulus) ? 'key-weak' : undefined;
}

const hasSmallFactor = (modulus: bigint): boolean => SMALL_PRIMES.some((prime) => modulus % BigInt(prime) === 0n);

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

/** Fermat's factoring finds primes that lie close together at once. */
function yieldsToFermat(modulus: bigint): boolean {
  let a = squareRoot(modulus);
  if (a * a < modulus) a += 1n;
  for (let round = 0; round < FERMAT_ROUNDS; round++, a += 1n) {
    const rest = a * a - modulus;
    if (mayBeSquare(rest) && squareRoot(rest) ** 2n === rest) return true;
  }
  return false;
}

/** Squares leave few residues; this spares nearly every square root. */
const SQUARES_MOD_64 = new Set(Array.from({ length: 64 }, (_, n) => (n * n) % 64));
const SQUARES_MOD_45045 = new Set(Array.from({ length: 45045 }, (_, n) => (n * n) % 45045));
const mayBeSquare = (n: bigint): boolean =>
  SQUARES_MOD_64.has(Number(n & 63n)) && SQUARES_MOD_45045.has(Number(n % 45045n));

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
