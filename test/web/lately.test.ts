import { expect, test } from 'vitest';
import { lately } from '../../src/web/lately.ts';

test('one look serves all who ask within its time, and the next has its own', async () => {
  let looks = 0;
  let now = 0;
  const look = lately(
    1000,
    async () => ++looks,
    () => now,
  );
  expect(await Promise.all([look(), look(), look()])).toEqual([1, 1, 1]);
  now = 999;
  expect(await look()).toBe(1);
  now = 1000;
  expect(await look()).toBe(2);
});

test('a look that failed is not kept', async () => {
  let looks = 0;
  const look = lately(
    1000,
    async () => {
      looks++;
      if (looks === 1) throw new Error('away');
      return looks;
    },
    () => 0,
  );
  const both = await Promise.allSettled([look(), look()]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await look()).toBe(2);
});
