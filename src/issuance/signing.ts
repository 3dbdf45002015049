import { createPublicKey, generateKeyPair, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { Fault } from '../fault.ts';
import { type Node, none, oid, sequence } from './asn1.ts';

/** The two kinds of key a CA of ours may have, and how each signs. */
export type SignatureKind = 'rsa-3072' | 'p-384';

const make = promisify(generateKeyPair);
const ALGORITHMS = {
  // RFC 4055: the parameters are NULL. SHA-256 with RSA is what the field's certificates use today.
  'rsa-3072': { digest: 'sha256', identifier: () => sequence(oid('1.2.840.113549.1.1.11'), none()) },
  // RFC 5758: the parameters are absent.
  'p-384': { digest: 'sha384', identifier: () => sequence(oid('1.2.840.10045.4.3.3')) },
} as const;

export const algorithmNode = (kind: SignatureKind): Node => ALGORITHMS[kind].identifier();

export const signBytes = (kind: SignatureKind, bytes: Uint8Array, key: KeyObject): Uint8Array =>
  new Uint8Array(sign(ALGORITHMS[kind].digest, bytes, key));

export const newKeyPair = (kind: SignatureKind): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> =>
  kind === 'rsa-3072' ? make('rsa', { modulusLength: 3072 }) : make('ec', { namedCurve: 'P-384' });

/** Which kind a private key is. Throws Fault('custody') for any other. */
export function kindOf(key: KeyObject): SignatureKind {
  const details = key.asymmetricKeyDetails;
  if (key.asymmetricKeyType === 'rsa' && details?.modulusLength === 3072) return 'rsa-3072';
  if (key.asymmetricKeyType === 'ec' && details?.namedCurve === 'secp384r1') return 'p-384';
  throw new Fault('custody', 'the key is neither RSA 3072 nor P-384');
}

export const spkiOf = (key: KeyObject): Uint8Array =>
  new Uint8Array((key.type === 'private' ? createPublicKey(key) : key).export({ format: 'der', type: 'spki' }));
