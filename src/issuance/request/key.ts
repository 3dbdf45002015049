import { createPublicKey, type KeyObject } from 'node:crypto';
import { Fault } from '../../fault.ts';
import { bits, type Node, none, oid, sequence, unsigned } from '../der/asn1.ts';
import { children, type Element, expectTag, readBits, readInteger, readOid, readOnly, TAG } from '../der/der.ts';
import { asKey } from '../der/remembered.ts';
import type { RequestRefusal } from '../issuer.ts';
import { fingerprintsOf, hashKey } from './fingerprint.ts';
import { pem } from './make-request.ts';
import { bitsOf, weaknessOf } from './weakness.ts';

/**
 * Is this public key fit to be certified? The checks are those of the public CAs (Boulder's goodkey), by the key alone;
 * whether it is known as compromised or was seen before is looked up by whoever keeps the records.
 */
type KeyReading =
  | {
      readonly ok: true;
      readonly key: KeyObject;
      readonly kind: 'rsa' | 'ec';
      readonly name: string;
      /** SHA-256 of the SubjectPublicKeyInfo, hex. */
      readonly hash: string;
      readonly fingerprints: readonly string[];
    }
  | { readonly ok: false; readonly refused: RequestRefusal };

/** NIST SP 800-57: 2048 until 2030; odd sizes come from broken generators. */
const RSA_BITS: readonly number[] = [2048, 3072, 4096];
/** The only exponent that every generator in use writes; 3 has a history of forged signatures. */
const RSA_EXPONENT = 65537n;

const RSA_OID = '1.2.840.113549.1.1.1';
const EC_OID = '1.2.840.10045.2.1';
const CURVES: Readonly<Record<string, { readonly name: string; readonly pointBytes: number }>> = {
  '1.2.840.10045.3.1.7': { name: 'EC P-256', pointBytes: 65 },
  '1.3.132.0.34': { name: 'EC P-384', pointBytes: 97 },
};
const UNCOMPRESSED = 0x04;

const refuse = (refused: RequestRefusal): KeyReading => ({ ok: false, refused });

/**
 * Each key is judged when its request is read and again before it is signed, both in the same moment when a certificate
 * is made; to judge one takes half as long as to sign. So many are remembered.
 */
const REMEMBERED = 1_000;
const judged = new Map<string, KeyReading>();

/** Judges a SubjectPublicKeyInfo (DER). Throws Fault('unparsable') if the bytes are not DER. */
export function readKey(spki: Uint8Array): KeyReading {
  const bytes = asKey(spki);
  const known = judged.get(bytes);
  if (known) return known;
  const reading = judge(spki, hashKey(spki));
  if (judged.size >= REMEMBERED) judged.clear();
  judged.set(bytes, reading);
  return reading;
}

function judge(spki: Uint8Array, hash: string): KeyReading {
  const [algorithm, subjectKey] = children(readOnly(spki, TAG.sequence));
  const [id, parameters] = children(expectTag(algorithm, TAG.sequence));
  const kind = readOid(expectTag(id, TAG.oid));
  if (kind === RSA_OID) return readRsa(spki, hash, subjectKey);
  return kind === EC_OID ? readEc(spki, hash, parameters, subjectKey) : refuse('key-type');
}

/** The numbers are read from the bytes: of bytes that are DER through and through there is one reading. */
function readRsa(spki: Uint8Array, hash: string, subjectKey: Element | undefined): KeyReading {
  const key = importKey(spki);
  const numbers = key && numbersIn(expectTag(subjectKey, TAG.bits));
  if (key === undefined || numbers === undefined || !isWrittenAs(spki, rsaNode(numbers))) return refuse('key-encoding');
  const [modulus = 0n, exponent] = numbers.map(readInteger);
  const digits = modulus.toString(16);
  const size = bitsOf(digits);
  if (!RSA_BITS.includes(size)) return refuse('key-size');
  if (exponent !== RSA_EXPONENT) return refuse('key-exponent');
  const weakness = weaknessOf(modulus);
  if (weakness !== undefined) return refuse(weakness);
  return { ok: true, key, kind: 'rsa', name: `RSA ${size}`, hash, fingerprints: fingerprintsOf(hash, digits) };
}

/** RSAPublicKey (RFC 8017 A.1.1): modulus and exponent. Undefined for what OpenSSL may forgive, but is not DER. */
function numbersIn(subjectKey: Element): Element[] | undefined {
  try {
    const numbers = children(readOnly(readBits(subjectKey), TAG.sequence));
    return numbers.every(({ tag }) => tag === TAG.integer) ? numbers : undefined;
  } catch (error) {
    if (error instanceof Fault && error.code === 'unparsable') return undefined;
    throw error;
  }
}

/** RFC 3279 2.3.1: the parameters are NULL. */
const rsaNode = (numbers: readonly Element[]): Node =>
  sequence(
    sequence(oid(RSA_OID), none()),
    bits(sequence(...numbers.slice(0, 2).map(({ content }) => unsigned(content)))),
  );

/** Named curves only, points uncompressed: the one way to write the key, so that its hash is its name. */
function readEc(
  spki: Uint8Array,
  hash: string,
  parameters: Element | undefined,
  subjectKey: Element | undefined,
): KeyReading {
  const curve = parameters?.tag === TAG.oid ? CURVES[readOid(parameters)] : undefined;
  if (curve === undefined) return refuse('key-type');
  const point = expectTag(subjectKey, TAG.bits).content.subarray(1);
  if (point.length !== curve.pointBytes || point[0] !== UNCOMPRESSED) return refuse('key-encoding');
  const key = importKey(spki);
  // OpenSSL refuses a point that is not on its curve when it imports it.
  if (key === undefined) return refuse('key-point');
  if (!isWrittenAs(spki, sequence(sequence(oid(EC_OID), parameters!.whole), bits(point))))
    return refuse('key-encoding');
  return { ok: true, key, kind: 'ec', name: curve.name, hash, fingerprints: fingerprintsOf(hash) };
}

/** As a text, because Node asks of any object whether it is a key, at the price of several exceptions. */
function importKey(spki: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey(pem('PUBLIC KEY', spki));
  } catch {
    return undefined;
  }
}

/** What we would write must be what was sent: else two spellings of one key would pass as two keys. */
const isWrittenAs = (spki: Uint8Array, written: Node): boolean => Buffer.compare(spki, written) === 0;
