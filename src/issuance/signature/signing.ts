import { createPublicKey, generateKeyPair, type KeyObject, sign, verify } from 'node:crypto';
import { promisify } from 'node:util';
import { Fault } from '../../fault.ts';
import { type Node, none, oid, sequence } from '../der/asn1.ts';
import { signAside } from './signing-aside.ts';

/**
 * The kinds of key a CA may have, and how each signs. Ours are made as RSA 4096 or P-384; the others were made earlier
 * or are brought along by an office that has a CA already.
 */
export const SIGNATURE_KINDS = ['rsa-2048', 'rsa-3072', 'rsa-4096', 'p-256', 'p-384'] as const;
export type SignatureKind = (typeof SIGNATURE_KINDS)[number];

const make = promisify(generateKeyPair);
// RFC 4055: the parameters are NULL. SHA-256 with RSA is what the field's certificates use today.
const RSA = { digest: 'sha256', identifier: () => sequence(oid('1.2.840.113549.1.1.11'), none()) } as const;
const ALGORITHMS = {
  'rsa-2048': { ...RSA, modulusLength: 2048 },
  'rsa-3072': { ...RSA, modulusLength: 3072 },
  'rsa-4096': { ...RSA, modulusLength: 4096 },
  // RFC 5758: the parameters are absent, and the digest is as long as the curve.
  'p-256': { digest: 'sha256', identifier: () => sequence(oid('1.2.840.10045.4.3.2')), namedCurve: 'prime256v1' },
  'p-384': { digest: 'sha384', identifier: () => sequence(oid('1.2.840.10045.4.3.3')), namedCurve: 'secp384r1' },
} as const;

const identifiers = new Map<SignatureKind, Node>();

export function algorithmNode(kind: SignatureKind): Node {
  const node = identifiers.get(kind) ?? ALGORITHMS[kind].identifier();
  identifiers.set(kind, node);
  return node;
}

export const signBytes = (kind: SignatureKind, bytes: Uint8Array, key: KeyObject): Uint8Array =>
  new Uint8Array(sign(ALGORITHMS[kind].digest, bytes, key));

/** The same on a thread beside, and nobody waits meanwhile. */
export const signBytesAside = (kind: SignatureKind, bytes: Uint8Array, key: KeyObject): Promise<Uint8Array> =>
  signAside({ digest: ALGORITHMS[kind].digest, bytes, key });

export const verifyBytes = (kind: SignatureKind, bytes: Uint8Array, key: KeyObject, signature: Uint8Array): boolean =>
  verify(ALGORITHMS[kind].digest, bytes, key, signature);

export function newKeyPair(kind: SignatureKind): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> {
  const algorithm = ALGORITHMS[kind];
  return 'namedCurve' in algorithm
    ? make('ec', { namedCurve: algorithm.namedCurve })
    : make('rsa', { modulusLength: algorithm.modulusLength });
}

/** RSA with SHA-256 needs 62 bytes for its padding (RFC 8017 9.2): the smallest key that can make such a signature. */
const SMALLEST_RSA_BITS = 512;

/** A key for signatures that are only looked at while they are made: under the same algorithm, and weak. */
export const newThrowAwayPair = (kind: SignatureKind): ReturnType<typeof newKeyPair> =>
  'namedCurve' in ALGORITHMS[kind]
    ? make('ec', { namedCurve: ALGORITHMS['p-256'].namedCurve })
    : make('rsa', { modulusLength: SMALLEST_RSA_BITS });

/** Which kind a key is, private or public. Throws Fault('custody') for any other. */
export function kindOf({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): SignatureKind {
  const found = SIGNATURE_KINDS.find((kind) => {
    const algorithm = ALGORITHMS[kind];
    return 'namedCurve' in algorithm
      ? type === 'ec' && details?.namedCurve === algorithm.namedCurve
      : type === 'rsa' && details?.modulusLength === algorithm.modulusLength;
  });
  if (found === undefined) throw new Fault('custody', `the key is none of ${SIGNATURE_KINDS.join(', ')}`);
  return found;
}

export const spkiOf = (key: KeyObject): Uint8Array =>
  new Uint8Array((key.type === 'private' ? createPublicKey(key) : key).export({ format: 'der', type: 'spki' }));
