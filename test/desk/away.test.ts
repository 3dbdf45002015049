import { expect, test } from 'vitest';
import type { DeskParts } from '../../src/desk/parts.ts';
import { createDesk } from '../../src/desk/receive.ts';
import { Fault } from '../../src/fault.ts';

test('with the database away nobody is tried alone: forty posts would wait forty times as long, and who comes behind them', async () => {
  let tried = 0;
  // Each of these waits thirteen seconds by itself (db/patience.ts).
  const transact = async () => {
    tried += 1;
    throw new Fault('database', 'away or in conflict');
  };
  const desk = createDesk({ store: { transact } } as unknown as DeskParts);
  const posts = Array.from({ length: 40 }, (_, n) => desk.receive([{ enter: 'link-used', link: `${n}` }]));
  const outcomes = await Promise.allSettled(posts);
  expect(outcomes.every((each) => each.status === 'rejected' && each.reason.code === 'database')).toBe(true);
  // The first comes alone, the others are gathered behind it.
  expect(tried).toBe(2);
});
