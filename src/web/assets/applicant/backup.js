import { fromBase64, isSame, toBase64 } from './der.js';
import { keyFrom } from './passphrase.js';

export const FORMAT = 'perbarui-cadangan/1';
/** OWASP's figure for PBKDF2 with SHA-256; half a second on a phone. */
const ITERATIONS = 600_000;
/** A file with more would only keep the reader waiting. */
const MAX_ITERATIONS = 5_000_000;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;

/** Of a key that was replaced the older backup lies in the same folder; the page says the name of the one it asks for. */
export const fileName = ({ number, spki }) => `perbarui-cadangan-${number}-${spki.slice(0, 8)}.json`;

export class BackupFault extends Error {
  /** `not-a-backup`, `passphrase` */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/**
 * Locks a private key (PKCS #8) with a passphrase: PBKDF2-SHA-256 and AES-256-GCM. The renewal's number and the key's
 * name are authenticated with it, so that neither can be exchanged. The result is plain JSON, for a file or the browser.
 */
export async function lock({ pkcs8, number, spki, made, note }, passphrase) {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const key = await keyFrom(passphrase, salt, ITERATIONS, 'AES-GCM', 'encrypt');
  const locked = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bound(number, spki) }, key, pkcs8);
  return {
    format: FORMAT,
    note,
    number,
    made,
    spki,
    kdf: { name: 'PBKDF2', hash: 'SHA-256', iterations: ITERATIONS, salt: toBase64(salt) },
    cipher: { name: 'AES-GCM', iv: toBase64(iv) },
    key: toBase64(locked),
  };
}

/** The private key again. Throws BackupFault('passphrase') when it does not open. */
export async function unlock(backup, passphrase) {
  const key = await keyFrom(passphrase, fromBase64(backup.kdf.salt), backup.kdf.iterations, 'AES-GCM', 'decrypt');
  const algorithm = {
    name: 'AES-GCM',
    iv: fromBase64(backup.cipher.iv),
    additionalData: bound(backup.number, backup.spki),
  };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, fromBase64(backup.key)));
  } catch {
    throw new BackupFault('passphrase');
  }
}

/** A chosen file, read with mistrust. Throws BackupFault('not-a-backup'). */
export function readBackup(text) {
  try {
    const backup = JSON.parse(text);
    const { kdf, cipher } = backup;
    const texts = [backup.number, backup.spki, backup.key, kdf.salt, cipher.iv];
    const sound =
      backup.format === FORMAT &&
      kdf.name === 'PBKDF2' &&
      kdf.hash === 'SHA-256' &&
      cipher.name === 'AES-GCM' &&
      Number.isInteger(kdf.iterations) &&
      kdf.iterations > 0 &&
      kdf.iterations <= MAX_ITERATIONS &&
      texts.every((each) => typeof each === 'string');
    for (const each of [backup.key, kdf.salt, cipher.iv]) fromBase64(each);
    if (sound) return backup;
  } catch {
    // Not JSON, not base64, or parts are missing: the same to the person.
  }
  throw new BackupFault('not-a-backup');
}

/** A backup that cannot be opened again is none: it is opened before it is offered. */
export async function opensAgain(backup, passphrase, pkcs8) {
  return isSame(await unlock(readBackup(JSON.stringify(backup)), passphrase), pkcs8);
}

const bound = (number, spki) => new TextEncoder().encode(JSON.stringify([FORMAT, number, spki]));
