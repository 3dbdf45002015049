import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readOnce, remembered } from '../../src/issuance/der/remembered.ts';

/** A reader that tells how often it read. */
function counting() {
  const reads: (string | undefined)[] = [];
  const read = readOnce((bytes) => {
    const said = bytes && Buffer.from(bytes).toString('hex');
    reads.push(said);
    if (said === 'ff') throw new Error('unreadable');
    return `read ${said}`;
  });
  return { reads, read };
}

test('what is made of an object is made once, also if it is nothing much, and anew for its like', () => {
  let made = 0;
  const make = remembered((of: { readonly text: string }) => {
    made++;
    return of.text;
  });
  const empty = { text: '' };
  expect([make(empty), make(empty), make({ text: '' }), made]).toEqual(['', '', '', 2]);
});

test('bytes are read once, wherever they lie, and no others are taken for them', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 2, maxLength: 6 }), { maxLength: 20 }), (values) => {
      const { read, reads } = counting();
      // Each a second time as a part of something larger.
      for (const value of values)
        for (const bytes of [value, Buffer.concat([Buffer.of(1), value, Buffer.of(2)]).subarray(1, -1)])
          expect(read(bytes)).toBe(`read ${Buffer.from(value).toString('hex')}`);
      expect(reads.length).toBe(new Set(reads).size);
    }),
  );
});

test('what is not there is not what is empty, and what cannot be read fails each time', () => {
  const { read } = counting();
  expect([read(undefined), read(new Uint8Array()), read(undefined)]).toEqual([
    'read undefined',
    'read ',
    'read undefined',
  ]);
  for (let round = 0; round < 2; round++) expect(() => read(Uint8Array.of(0xff))).toThrow('unreadable');
});

test('bytes that change are read as what they are then', () => {
  const { read } = counting();
  const bytes = Uint8Array.of(1);
  expect(read(bytes)).toBe('read 01');
  bytes[0] = 2;
  expect(read(bytes)).toBe('read 02');
});

test('neither many values nor large ones pile up', () => {
  const { read, reads } = counting();
  const number = (n: number) => Uint8Array.of(n >> 8, n & 255);
  const rounds = [0, 1].map(() => {
    for (let n = 0; n < 300; n++) read(number(n));
    return reads.length;
  });
  expect(rounds[0]).toBe(300);
  expect(rounds[1]).toBeGreaterThan(300 + 200);
  const large = new Uint8Array(513);
  const before = reads.length;
  read(large);
  read(large);
  expect(reads.length).toBe(before + 2);
});
