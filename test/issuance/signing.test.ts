import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import {
  kindOf,
  newKeyPair,
  SIGNATURE_KINDS,
  signBytes,
  signBytesAside,
  spkiOf,
  verifyBytes,
} from '../../src/issuance/signature/signing.ts';

/** All that were begun in this process. */
const threads: Worker[] = [];
process.on('worker', (thread) => threads.push(thread));

const BYTES = new TextEncoder().encode('to be signed');

describe('the key of a CA', () => {
  test.each(SIGNATURE_KINDS.filter((kind) => kind !== 'rsa-4096'))(
    '%s is made, known again and signs',
    async (kind) => {
      const { publicKey, privateKey } = await newKeyPair(kind);
      expect([kindOf(publicKey), kindOf(privateKey)]).toEqual([kind, kind]);
      const digest = kind === 'p-384' ? 'sha384' : 'sha256';
      const key = createPublicKey({ key: Buffer.from(spkiOf(privateKey)), format: 'der', type: 'spki' });
      expect(verify(digest, BYTES, key, signBytes(kind, BYTES, privateKey))).toBe(true);
    },
  );
  test('signs many aside, each its own bytes; one that cannot be signed holds up none of the others', async () => {
    const { publicKey, privateKey } = await newKeyPair('p-256');
    const many = Array.from({ length: 20 }, (_, n) => Buffer.from(`to be signed ${n}`));
    const wrong = expect(signBytesAside('p-256', BYTES, publicKey)).rejects.toThrow(/private/i);
    const signatures = await Promise.all(many.map((bytes) => signBytesAside('p-256', bytes, privateKey)));
    expect(many.every((bytes, at) => verifyBytes('p-256', bytes, publicKey, signatures[at]!))).toBe(true);
    await wrong;
    const alone = await signBytesAside('p-256', BYTES, privateKey);
    expect(verifyBytes('p-256', BYTES, publicKey, alone)).toBe(true);
    await expect(signBytesAside('p-256', BYTES, publicKey)).rejects.toThrow();
  });
  test('signs on where a thread beside has ended: who waited for it hears of that, and nobody waits for ever', async () => {
    const { publicKey, privateKey } = await newKeyPair('rsa-2048');
    const many = () =>
      Promise.allSettled(Array.from({ length: 200 }, () => signBytesAside('rsa-2048', BYTES, privateKey)));
    const waiting = many();
    await turn();
    await Promise.all(threads.splice(0).map((thread) => thread.terminate()));
    const ends = await waiting;
    expect(ends.some(({ status }) => status === 'rejected')).toBe(true);
    for (const end of [...ends, ...(await many())])
      if (end.status === 'fulfilled') expect(verifyBytes('rsa-2048', BYTES, publicKey, end.value)).toBe(true);
      else expect(end.reason).toMatchObject({ code: 'issuance' });
    expect(threads.length).toBeGreaterThan(0);
  });
  test('of another size, curve or algorithm is none', () => {
    const others = [
      generateKeyPairSync('rsa', { modulusLength: 1024 }),
      generateKeyPairSync('ec', { namedCurve: 'secp256k1' }),
      generateKeyPairSync('ed25519'),
    ];
    for (const { privateKey } of others) expect(() => kindOf(privateKey)).toThrow(/none of rsa-2048/);
  });
});
