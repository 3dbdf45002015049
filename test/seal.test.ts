import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKeyring } from '../src/seal.ts';

const key = (byte: number) => Buffer.alloc(32, byte);
const keyring = createKeyring(key(1));
const sealedFault = expect.objectContaining({ name: 'Fault', code: 'sealed' });
const attempt = (act: () => unknown) => {
  try {
    return act();
  } catch (error) {
    return error;
  }
};

test('what was sealed opens to the same bytes in the same place', () => {
  fc.assert(
    fc.property(fc.string(), fc.uint8Array(), (context, bytes) => {
      expect(Buffer.from(keyring.open(context, keyring.seal(context, bytes)))).toEqual(Buffer.from(bytes));
    }),
  );
});

test('what is sealed when it is written has the length it told before, opens like any other, and is sealed anew each time', () => {
  fc.assert(
    fc.property(fc.string(), fc.uint8Array(), (context, bytes) => {
      const sealing = keyring.sealing(context, bytes);
      const [once, again] = [Buffer.concat(sealing.pieces()), Buffer.concat(sealing.pieces())];
      expect([once.length, again.length]).toEqual([sealing.length, sealing.length]);
      expect(Buffer.from(keyring.open(context, once))).toEqual(Buffer.from(bytes));
      expect(once).not.toEqual(again);
    }),
  );
});

test('what was sealed does not open in another place', () => {
  const sealed = keyring.seal('applicants/1/nik', Buffer.from('rahasia'));
  expect(attempt(() => keyring.open('applicants/2/nik', sealed))).toEqual(sealedFault);
});

test('a single changed bit anywhere is noticed, and so is a missing end', () => {
  const sealed = Buffer.from(keyring.seal('here', Buffer.from('rahasia')));
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = Buffer.from(sealed);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    expect(attempt(() => keyring.open('here', changed))).toEqual(sealedFault);
  }
  for (let length = 0; length < sealed.length; length++) {
    expect(attempt(() => keyring.open('here', sealed.subarray(0, length)))).toEqual(sealedFault);
  }
});

test('the same bytes never look the same twice, and do not show through', () => {
  const once = Buffer.from(keyring.seal('here', Buffer.from('3201234567890001')));
  const again = Buffer.from(keyring.seal('here', Buffer.from('3201234567890001')));
  expect(once.equals(again)).toBe(false);
  expect(once.includes('3201234567890001')).toBe(false);
});

test('an old key opens what it sealed, and seals nothing any more', () => {
  const before = createKeyring(key(2)).seal('here', Buffer.from('lama'));
  const rotated = createKeyring(key(1), [key(2)]);
  expect(Buffer.from(rotated.open('here', before)).toString()).toBe('lama');
  const after = rotated.seal('here', Buffer.from('baru'));
  expect(attempt(() => createKeyring(key(2)).open('here', after))).toEqual(sealedFault);
  expect(attempt(() => keyring.open('here', before))).toEqual(sealedFault);
});

test('a hash is the same for the same content and differs by purpose and by key', () => {
  const hash = keyring.hash('nik', '3201234567890001');
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(keyring.hash('nik', Buffer.from('3201234567890001'))).toBe(hash);
  expect(keyring.hash('document', '3201234567890001')).not.toBe(hash);
  expect(createKeyring(key(2)).hash('nik', '3201234567890001')).not.toBe(hash);
});

test('after the key was changed a hash is that of the first key, and a new token is none of an earlier key', () => {
  const rotated = createKeyring(key(3), [key(2), key(1)]);
  expect(rotated.hash('nik', '3201234567890001')).toBe(keyring.hash('nik', '3201234567890001'));
  expect(rotated.token('link', '7')).toBe(createKeyring(key(3)).token('link', '7'));
});

test('a token that was promised before the key was changed is the one that is told', () => {
  const [first, second] = [key(1), key(2)];
  const rotated = createKeyring(key(3), [second, first]);
  for (const keys of [createKeyring(first), createKeyring(second, [first]), rotated]) {
    const promised = keys.token('link', '7');
    expect(rotated.promised('link', '7', keys.hash('link', promised))).toBe(promised);
  }
  expect(rotated.promised('link', '7', undefined)).toBe(rotated.token('link', '7'));
});

test('derived secrets are the same on a retry and differ by purpose, id and key', () => {
  expect(keyring.derive('page', '7', 40)).toEqual(keyring.derive('page', '7', 40));
  const others = [
    keyring.derive('page', '8', 40),
    keyring.derive('reply', '7', 40),
    createKeyring(key(2)).derive('page', '7', 40),
  ];
  const all = [keyring.derive('page', '7', 40), ...others].map((each) => each.toString('hex'));
  expect(new Set(all).size).toBe(4);
  expect(keyring.derive('ab', 'c', 16)).not.toEqual(keyring.derive('a', 'bc', 16));
});

test('a token fits a deep link and an address, for any purpose and id', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (purpose, id) => {
      expect(keyring.token(purpose, id)).toMatch(/^[\w-]{32}$/);
    }),
  );
});

test('every code has six digits, and no first digit is likelier than another', () => {
  const counts = Array.from({ length: 10 }, () => 0);
  for (let id = 0; id < 10_000; id++) {
    const code = keyring.code(String(id));
    expect(code).toMatch(/^\d{6}$/);
    counts[Number(code[0])]! += 1;
  }
  // 1,000 are expected of each; five standard deviations are 150. The codes are derived, so this result never changes.
  for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150);
});

test('a key of the wrong length is refused', () => {
  expect(() => createKeyring(Buffer.alloc(31))).toThrow(/32 bytes/);
  expect(() => createKeyring(key(1), [Buffer.alloc(33)])).toThrow(/32 bytes/);
});
