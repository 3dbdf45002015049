import { createCipheriv, createPrivateKey, type KeyObject, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { Fault } from '../../fault.ts';
import { encode, integer, none, octets, oid, sequence } from '../der/asn1.ts';
import { pem } from '../request/make-request.ts';

/** A CA's key at rest: PKCS #8, encrypted with a passphrase (RFC 5958, PBES2 of RFC 8018), as any tool opens it. */

export const MIN_PASSPHRASE_CHARACTERS = 12;
/** OWASP's count for PBKDF2 with SHA-256 (2023), some tenths of a second. Node's own export makes 2,048. */
const ROUNDS = 600_000;
const SALT_BYTES = 16;
const KEY_BYTES = 32;
const BLOCK_BYTES = 16;

const derive = promisify(pbkdf2);

/** Throws Fault('custody') for a passphrase that is too short. */
export async function lockKey(key: KeyObject, passphrase: string): Promise<string> {
  assertPassphrase(passphrase);
  const [salt, iv] = [randomBytes(SALT_BYTES), randomBytes(BLOCK_BYTES)];
  const cipher = createCipheriv('aes-256-cbc', await derive(passphrase, salt, ROUNDS, KEY_BYTES, 'sha256'), iv);
  const plain = key.export({ format: 'der', type: 'pkcs8' });
  const content = Buffer.concat([cipher.update(plain), cipher.final()]);
  plain.fill(0);
  const derivation = sequence(
    oid('1.2.840.113549.1.5.12'), // PBKDF2
    sequence(octets(salt), integer(ROUNDS), sequence(oid('1.2.840.113549.2.9'), none())), // hmacWithSHA256
  );
  const encryption = sequence(oid('2.16.840.1.101.3.4.1.42'), octets(iv)); // aes256-CBC
  const algorithm = sequence(oid('1.2.840.113549.1.5.13'), sequence(derivation, encryption)); // PBES2
  return pem('ENCRYPTED PRIVATE KEY', encode(sequence(algorithm, octets(content))));
}

/**
 * Any private key in PEM that OpenSSL opens: PKCS #8 or the older forms. Throws Fault('custody'), with no word of the
 * passphrase or the key. `what` names it: `the issuing key`.
 */
export function unlockKey(text: string, passphrase: string, what: string): KeyObject {
  try {
    return createPrivateKey({ key: text, passphrase });
  } catch {
    // The library's own words could quote what it was given.
    throw new Fault('custody', `${what} does not open with this passphrase`);
  }
}

export function assertPassphrase(passphrase: string): void {
  if (passphrase.length < MIN_PASSPHRASE_CHARACTERS)
    throw new Fault('custody', `the passphrase has fewer than ${MIN_PASSPHRASE_CHARACTERS} characters`);
}
