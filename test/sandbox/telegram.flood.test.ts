import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLimiter, TELEGRAM_RATE } from '../../bots/limiter.ts';
import { createFlood, FLOOD } from '../../src/sandbox/telegram/flood.ts';

const START = new Date('2027-01-15T03:00:00Z').getTime();
let flood: (chat: number) => void;
beforeEach(() => {
  vi.useFakeTimers({ now: START });
  flood = createFlood();
});
afterEach(() => {
  vi.useRealTimers();
});

const refused = (count: number, chat: (i: number) => number) => {
  const errors: unknown[] = [];
  for (let i = 0; i < count; i++)
    try {
      flood(chat(i));
    } catch (error) {
      errors.push(error);
    }
  return errors;
};

it('refuses what is too much for one person, for a group, and in all, and says when to come again', () => {
  expect(refused(FLOOD.chat.messages, () => 1)).toEqual([]);
  expect(refused(1, () => 1)).toMatchObject([{ code: 429, parameters: { retry_after: 10 } }]);
  expect(refused(FLOOD.group.messages + 1, () => -7)).toMatchObject([{ parameters: { retry_after: 60 } }]);
  expect(refused(FLOOD.all.messages, (i) => 100 + i).length).toBe(FLOOD.chat.messages + FLOOD.group.messages);
  vi.setSystemTime(START + 10_000);
  expect(refused(1, () => 1)).toEqual([]);
  expect(refused(1, () => -7)).toHaveLength(1);
  vi.setSystemTime(START + 60_000);
  expect(refused(1, () => -7)).toEqual([]);
});

it('is never met by a bot that keeps to our own rate', () => {
  const limiter = createLimiter(TELEGRAM_RATE, () => Date.now());
  const chats = [1, 2, 3, -7, ...Array.from({ length: 80 }, (_, i) => 100 + i)];
  let sent = 0;
  for (let ms = 0; ms < 90_000; ms += 10) {
    vi.setSystemTime(START + ms);
    for (const chat of chats)
      while (limiter.take(String(chat)) === 0) {
        flood(chat);
        sent += 1;
      }
  }
  expect(sent).toBeGreaterThan(2_000);
});
