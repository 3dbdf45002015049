import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Channel } from '../../src/desk/ports.ts';
import { typing } from '../../src/desk/sending/typing.ts';

const budi = { channel: 'telegram', value: '42' } as const;
const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * 60_000);

let shown: string[];
let channel: Channel;
beforeEach(() => {
  vi.useFakeTimers();
  shown = [];
  channel = {
    name: 'telegram',
    send: async () => ({ sent: '1' }),
    settle: async ({ chat }, courtesy) => void shown.push(`${courtesy} ${chat}`),
  };
});
afterEach(() => {
  vi.useRealTimers();
});

/** Work that ends when it is told to. */
function begin(channels = new Map([['telegram' as const, channel]])) {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  return { done: typing(channels, budi, () => promise), resolve, reject };
}

it('is shown from the first moment, again before it fades, and no more once the work is done', async () => {
  const { done, resolve } = begin();
  expect(shown).toEqual(['typing 42']);
  await vi.advanceTimersByTimeAsync(14_000);
  expect(shown).toHaveLength(4);
  resolve('dibaca');
  expect(await done).toBe('dibaca');
  await minutes(5);
  expect(shown).toHaveLength(4);
});

it('ends with work that fails, and says what failed', async () => {
  const { done, reject } = begin();
  reject(new Error('rusak'));
  await expect(done).rejects.toThrow('rusak');
  await minutes(5);
  expect(shown).toHaveLength(1);
});

it('is not shown for ever, however long the work hangs', async () => {
  const { done, resolve } = begin();
  await minutes(60);
  const after = shown.length;
  expect(after).toBeGreaterThan(20);
  expect(after).toBeLessThan(30);
  resolve('akhirnya');
  await done;
});

it('is left out where there is nobody to see it, and nothing to show it with', async () => {
  expect(await typing(new Map([['telegram' as const, channel]]), undefined, async () => 1)).toBe(1);
  const { settle: _, ...mute } = channel;
  const { done, resolve } = begin(new Map([['telegram' as const, mute]]));
  resolve('dibaca');
  expect(await done).toBe('dibaca');
  expect(shown).toEqual([]);
});
