import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  type KeyObject,
  randomFillSync,
} from 'node:crypto';
import { Fault } from './fault.ts';

/** Bytes of a master key. */
const KEY_BYTES = 32;

/**
 * What is done with SECRET_KEY: encryption at rest, keyed hashes for look-up, and secrets that are derived when they
 * are sent instead of being stored. Each use, and each purpose within it, has a key of its own (HKDF, RFC 5869).
 */
export interface Keyring {
  /** Encrypts with the current key. `context` names the place (table, row, column) and must be the same to open it. */
  seal(context: string, bytes: Uint8Array): Uint8Array;
  /** The same when it is written, and not before. `bytes` must stay as they are until then. */
  sealing(context: string, bytes: Uint8Array): Sealing;
  /** Throws Fault('sealed') if no key fits, the context is another, or a bit was changed. */
  open(context: string, sealed: Uint8Array): Uint8Array;
  /**
   * HMAC-SHA-256, hex. `purpose` is one of a few constants; text is taken as UTF-8. With the first key of all: people,
   * versions of data, letters and links are found by their hashes after the key was changed, too.
   */
  hash(purpose: string, content: Uint8Array | string): string;
  /** The same bytes for the same purpose and id, for as long as the current key stays. */
  derive(purpose: string, id: string, length: number): Buffer;
  /** Six decimal digits, each code as likely as any other. */
  code(id: string): string;
  /** 32 characters of base64url (192 bits): fits a link, a Telegram deep link and the local part of an address. */
  token(purpose: string, id: string): string;
  /** The token whose `hash` was stored when it was promised, perhaps under an earlier key. */
  promised(purpose: string, id: string, hash: string | undefined): string;
}

/**
 * The contexts of all that is stored sealed: whoever writes it and whoever reads it name the same place. A document is stored
 * once under its hash, so the hash is its context; bytes of a mail in one form are not to be taken for those of another.
 */
export const SEALED_AS = {
  document: (hash: string) => `documents:${hash}`,
  raw: (message: string, form: number | null) =>
    form === null ? `raw_messages:${message}` : `raw_messages:${message}:${form}`,
  heard: (message: string) => `raw_messages:${message}:heard`,
  data: (version: string) => `data_versions:${version}`,
  change: (renewal: string) => `renewals:${renewal}:change`,
} as const;

/**
 * Bytes that are sealed when they are written: a mail that waits for the end of its transaction lies in memory once, and
 * its sealed copy for a moment only.
 */
export class Sealing {
  readonly length: number;
  /** What was sealed, one piece after the other, so that nobody has to copy them into one. */
  readonly pieces: () => readonly Uint8Array[];
  constructor(length: number, pieces: () => readonly Uint8Array[]) {
    this.length = length;
    this.pieces = pieces;
  }
}

// AES-256-GCM, NIST SP 800-38D: 96 bits of random nonce, the full tag. Layout: key id, nonce, tag, ciphertext.
const CIPHER = 'aes-256-gcm';
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = KEY_ID_BYTES + NONCE_BYTES + TAG_BYTES;

const TOKEN_BYTES = 24;
const CODES = 1_000_000;
/** The largest multiple of CODES in 32 bits: numbers above it would make low codes likelier. */
const FAIR_LIMIT = Math.floor(2 ** 32 / CODES) * CODES;

/**
 * `old` keys, the newest first, open what was sealed before they were replaced; the last of them, the first key of all,
 * goes on hashing.
 */
export function createKeyring(current: Uint8Array, old: readonly Uint8Array[] = []): Keyring {
  for (const key of [current, ...old])
    if (key.length !== KEY_BYTES) throw new Fault('config', `a secret key has ${KEY_BYTES} bytes`);
  const master = createSecretKey(current);
  const masters = [master, ...old.map((key) => createSecretKey(key))];
  const sealing = sealingKey(master);
  const opening = new Map(masters.map(sealingKey).map((each) => [each.id.toString('hex'), each.key]));
  const hashingMaster = masters.at(-1)!;
  const hashing = new Map<string, KeyObject>();
  const nextNonce = nonces();

  const derive = (purpose: string, id: string, length: number) => subkey(master, ['derive', purpose, id], length);
  const pieces = (context: string, bytes: Uint8Array) => {
    const nonce = nextNonce();
    const cipher = createCipheriv(CIPHER, sealing.key, nonce).setAAD(associated(sealing.id, context));
    const content = cipher.update(bytes);
    // Of GCM nothing is left for the end but the tag, which stands before the content.
    cipher.final();
    return [Buffer.concat([sealing.id, nonce, cipher.getAuthTag()]), content];
  };
  const hashed = (purpose: string, content: Uint8Array | string) => {
    const key = hashing.get(purpose) ?? createSecretKey(subkey(hashingMaster, ['hash', purpose], KEY_BYTES));
    hashing.set(purpose, key);
    return createHmac('sha256', key).update(content).digest('hex');
  };
  return {
    seal: (context, bytes) => Buffer.concat(pieces(context, bytes)),
    sealing: (context, bytes) => new Sealing(HEAD_BYTES + bytes.length, () => pieces(context, bytes)),
    open(context, sealed) {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
      const id = bytes.subarray(0, KEY_ID_BYTES);
      const key = opening.get(id.toString('hex'));
      if (bytes.length < HEAD_BYTES || !key) throw new Fault('sealed', 'not sealed with a key we have');
      const nonce = bytes.subarray(KEY_ID_BYTES, KEY_ID_BYTES + NONCE_BYTES);
      const tag = bytes.subarray(KEY_ID_BYTES + NONCE_BYTES, HEAD_BYTES);
      const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(associated(id, context)).setAuthTag(tag);
      try {
        const content = decipher.update(bytes.subarray(HEAD_BYTES));
        // Of GCM nothing is left for the end but the check of the tag.
        decipher.final();
        return content;
      } catch (cause) {
        throw new Fault('sealed', 'changed, or sealed for another place', { cause });
      }
    },
    hash: hashed,
    derive,
    code(id) {
      for (let attempt = 0; ; attempt++) {
        const number = subkey(master, ['code', id, String(attempt)], 4).readUInt32BE();
        if (number < FAIR_LIMIT) return String(number % CODES).padStart(6, '0');
      }
    },
    token: (purpose, id) => tokenOf(master, purpose, id),
    promised(purpose, id, hash) {
      const earlier = masters.slice(1).map((each) => tokenOf(each, purpose, id));
      return earlier.find((token) => hashed(purpose, token) === hash) ?? tokenOf(master, purpose, id);
    },
  };
}

const tokenOf = (master: KeyObject, purpose: string, id: string) =>
  subkey(master, ['token', purpose, id], TOKEN_BYTES).toString('base64url');

/** What only those can answer who have our key: the doctor asks it of the address that people see. */
export const installationProof = (keyring: Keyring, nonce: string): string => keyring.hash('installation', nonce);

/** So many are drawn from the system at once: one draw costs as much as sealing a short text. */
const NONCES_AT_ONCE = 256;

/** Random nonces, each given out once. */
function nonces(): () => Buffer {
  let drawn = Buffer.alloc(0);
  return () => {
    if (drawn.length === 0) drawn = randomFillSync(Buffer.alloc(NONCES_AT_ONCE * NONCE_BYTES));
    const nonce = drawn.subarray(0, NONCE_BYTES);
    drawn = drawn.subarray(NONCE_BYTES);
    return nonce;
  };
}

type SealingKey = { readonly id: Buffer; readonly key: KeyObject };

/** As a key object: with bare bytes every use costs several times as much. */
function sealingKey(master: KeyObject): SealingKey {
  return { id: subkey(master, ['key id'], KEY_ID_BYTES), key: createSecretKey(subkey(master, ['seal'], KEY_BYTES)) };
}

const associated = (keyId: Uint8Array, context: string) => Buffer.concat([keyId, Buffer.from(context, 'utf8')]);

/** As JSON the parts cannot run into one another; hashed, because HKDF takes at most 1,024 bytes of it. */
function subkey(master: KeyObject, use: readonly string[], length: number): Buffer {
  const info = hash('sha256', JSON.stringify(use), 'buffer');
  return Buffer.from(hkdfSync('sha256', master, 'perbarui', info, length));
}
