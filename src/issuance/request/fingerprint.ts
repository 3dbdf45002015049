import { hash } from 'node:crypto';

/** By what names keys are known, in lower-case hexadecimal. */

/** The name that this product uses: SHA-256 of the SubjectPublicKeyInfo (DER), as Boulder's lists have it, too. */
export const hashKey = (spki: Uint8Array): string => hash('sha256', spki, 'hex');

/**
 * The name in Debian's openssl-blacklist and openvpn-blacklist: the lower 80 bits of the SHA-1 of what
 * `openssl rsa -modulus` prints. Short, but nobody gains from a key of his own that happens to be on the list.
 */
const debianName = (modulus: string): string =>
  hash('sha1', `Modulus=${modulus.toUpperCase()}\n`, 'hex').slice(-DEBIAN_CHARACTERS);

export const DEBIAN_CHARACTERS = 20;
export const HASH_CHARACTERS = 64;

/** Every name by which a list of compromised keys may call a key: its `hashKey`, and the modulus (hexadecimal) of an RSA key. */
export const fingerprintsOf = (print: string, modulus?: string): string[] =>
  modulus === undefined ? [print] : [print, debianName(modulus)];
