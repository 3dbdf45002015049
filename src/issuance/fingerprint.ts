import { createHash, type KeyObject } from 'node:crypto';

/** By what names keys are known, in lower-case hexadecimal. */

/** The name that this product uses: SHA-256 of the SubjectPublicKeyInfo (DER), as Boulder's lists have it, too. */
export const hashKey = (spki: Uint8Array): string => createHash('sha256').update(spki).digest('hex');

/**
 * The name in Debian's openssl-blacklist and openvpn-blacklist: the lower 80 bits of the SHA-1 of what
 * `openssl rsa -modulus` prints. Short, but nobody gains from a key of his own that happens to be on the list.
 */
const debianName = (modulus: string): string =>
  createHash('sha1').update(`Modulus=${modulus.toUpperCase()}\n`).digest('hex').slice(-DEBIAN_CHARACTERS);

export const DEBIAN_CHARACTERS = 20;
export const HASH_CHARACTERS = 64;

/** The modulus of an RSA key in hexadecimal, without leading zeros. */
export function modulusOf(key: KeyObject): string {
  const { n = '' } = key.export({ format: 'jwk' });
  return Buffer.from(n, 'base64url').toString('hex').replace(/^0+/, '');
}

/** Every name by which a list of compromised keys may call this key. `hash` is its `hashKey`. */
export const fingerprintsOf = (key: KeyObject, hash: string): string[] =>
  key.asymmetricKeyType === 'rsa' ? [hash, debianName(modulusOf(key))] : [hash];
