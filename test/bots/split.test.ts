import fc from 'fast-check';
import { expect, it } from 'vitest';
import { split } from '../../bots/split.ts';

it('cuts between paragraphs, else lines, sentences, words, and only then anywhere', () => {
  expect(split('aa bb\n\ncc dd\n\nee', 13)).toEqual(['aa bb\n\ncc dd', 'ee']);
  expect(split('aa bb\ncc dd', 8)).toEqual(['aa bb', 'cc dd']);
  expect(split('Aa bb. Cc dd', 8)).toEqual(['Aa bb.', 'Cc dd']);
  expect(split('aaaa bbbb', 6)).toEqual(['aaaa', 'bbbb']);
  expect(split('aaaaaaaa', 5)).toEqual(['aaaaa', 'aaa']);
  expect(split('   ')).toEqual([]);
});

it('loses nothing but white space, keeps the limit, and never cuts a character in two', () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom(' ', '\n', '\n\n', '. ', '🙂', 'kata'),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
    ),
    maxLength: 200,
  });
  fc.assert(
    fc.property(text, fc.integer({ min: 5, max: 40 }), (whole, limit) => {
      const parts = split(whole, limit);
      const bare = (part: string) => part.replace(/\s+/g, '');
      expect(parts.map(bare).join('')).toBe(bare(whole));
      for (const part of parts) {
        expect(part.length).toBeLessThanOrEqual(limit);
        expect(part.length).toBeGreaterThan(0);
        expect(part.isWellFormed()).toBe(true);
      }
    }),
  );
});
