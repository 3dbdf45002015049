import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

/**
 * The parameters of OWASP's password storage cheat sheet for little memory (19 MiB, two passes, one lane): several
 * people may sign in at once in a process that has 250 MB in all. Tries are limited, so guessing is hopeless anyway.
 */
const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
const TAG_BYTES = 32;
const SALT_BYTES = 16;

const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{22,128})$/;

/** argon2id of a password as a PHC string, with the parameters in it, so that they can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(SALT_BYTES);
  const tag = await tagOf(password, nonce, { memory: MEMORY_KIB, passes: PASSES, lanes: LANES }, TAG_BYTES);
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${base64(nonce)}$${base64(tag)}`;
}

/** Compares in constant time. False for a string that is not ours. */
export async function verifyPassword(password: string, phc: string): Promise<boolean> {
  const found = PHC.exec(phc);
  if (!found) return false;
  const [, memory, passes, lanes, salt, tag] = found as unknown as [string, string, string, string, string, string];
  const expected = Buffer.from(tag, 'base64');
  const cost = { memory: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  const actual = await tagOf(password, Buffer.from(salt, 'base64'), cost, expected.length);
  return timingSafeEqual(actual, expected);
}

/** Takes as long as a real comparison: an unknown name must not be quicker than a wrong password. */
export const verifyNothing = async (password: string): Promise<false> => {
  await tagOf(password, Buffer.alloc(SALT_BYTES), { memory: MEMORY_KIB, passes: PASSES, lanes: LANES }, TAG_BYTES);
  return false;
};

type Cost = { readonly memory: number; readonly passes: number; readonly lanes: number };

/** NFKC first, as RFC 8265 asks of passwords: the same letters typed on another keyboard are the same password. */
const tagOf = (password: string, nonce: Uint8Array, { memory, passes, lanes }: Cost, tagLength: number) =>
  derive('argon2id', {
    message: Buffer.from(password.normalize('NFKC')),
    nonce,
    memory,
    passes,
    parallelism: lanes,
    tagLength,
  });

const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
