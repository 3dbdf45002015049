import { expect, it } from 'vitest';
import { createLimiter, TELEGRAM_RATE } from '../../bots/limiter.ts';

function limiterAt(start: number) {
  const time = { now: start };
  const limiter = createLimiter(TELEGRAM_RATE, () => time.now);
  /** When the next message to this chat leaves, if it asks again as told; time stands still for the others. */
  function leaves(chat: string): number {
    for (let wait = limiter.take(chat); wait > 0; wait = limiter.take(chat)) time.now += wait;
    return time.now - start;
  }
  return {
    time,
    take: limiter.take,
    leaves,
    pause: (chat: string, ms: number) => limiter.pause(chat, ms),
  };
}

it('lets a few messages go to a chat at once, then one a second', () => {
  const { leaves, take, time } = limiterAt(1e6);
  expect([1, 2, 3, 4, 5, 6, 7].map(() => leaves('1'))).toEqual([0, 0, 0, 0, 0, 1000, 2000]);
  time.now += 60_000;
  expect(take('1')).toBe(0);
});

it('takes no place from others for one that waits', () => {
  const { take } = limiterAt(1e6);
  for (let i = 0; i < 5; i++) take('1');
  expect([take('1'), take('1'), take('2')]).toEqual([1000, 1000, 0]);
});

it('sends no more than 30 a second to all chats together', () => {
  const { leaves } = limiterAt(1e6);
  const times = Array.from({ length: 91 }, (_, chat) => leaves(String(chat)));
  expect(times.filter((ms) => ms === 0)).toHaveLength(30);
  expect(times.filter((ms) => ms > 0 && ms <= 1000).length).toBeLessThanOrEqual(30);
  expect(times[90]).toBeGreaterThanOrEqual(2000);
});

it('gives a group 20 in any minute, the first few of them at once', () => {
  const { leaves } = limiterAt(1e6);
  const times = Array.from({ length: 60 }, () => leaves('-7'));
  expect(times.slice(0, 6)).toEqual([0, 0, 0, 0, 0, 4000]);
  for (let i = 20; i < times.length; i++) expect(times[i]! - times[i - 20]!).toBeGreaterThan(60_000);
});

it('obeys a pause: of a private chat for all, of a group for itself', () => {
  const { take, pause } = limiterAt(1e6);
  pause('-7', 40_000);
  expect([take('-7'), take('1')]).toEqual([40_000, 0]);
  pause('1', 5000);
  expect(take('2')).toBe(5000);
});
