import { expect, test } from 'vitest';
import { chanceOf } from '../support/chance.ts';
import { killMany, type Tally } from './random.ts';
import type { Carelessness } from './signer-child.ts';
import { openYard } from './yard.ts';

/**
 * A signer is killed (SIGKILL) at random moments while it issues, a thousand times (KILLS), each time with a new process on
 * the same database and journal: then there is one certificate for each request, and every part of the record agrees.
 */
const KILLS = Number(process.env.KILLS ?? 1_000);
const SEED = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
/** Each with a database and a journal of its own, so that two cores have work. */
const YARDS = 2;
/** A safeguard that is off mostly shows itself long before. */
const CAREFUL_KILLS = 40;
/** On a busy machine few signers come far enough in their time; so many portions of kills until it shows itself. */
const MOST_PORTIONS = 6;

async function inYards(kills: number, careless?: Carelessness, portion = 0): Promise<Tally[]> {
  return Promise.all(
    Array.from({ length: YARDS }, async (_, yard) => {
      const opened = await openYard();
      try {
        return await killMany(opened, Math.ceil(kills / YARDS), chanceOf(SEED + portion * YARDS + yard), careless);
      } finally {
        await opened.close();
      }
    }),
  );
}

const sum = (tallies: readonly Tally[], of: (tally: Tally) => number) =>
  tallies.reduce((all, each) => all + of(each), 0);
const found = (tallies: readonly Tally[], kind?: string) =>
  sum(tallies, ({ findings }) => findings.filter((each) => kind === undefined || each.kind === kind).length);

function told(name: string, tallies: readonly Tally[]): void {
  const requests = sum(tallies, (each) => each.requests);
  console.info(
    `${name} (seed ${SEED}): ${sum(tallies, ({ kills }) => kills)} kills, ${requests} requests, ${requests - found(tallies, 'lost')} certificates, ` +
      `lost ${found(tallies, 'lost')}, twice ${found(tallies, 'twice')}, other than meant ${found(tallies, 'differs')}, journal ${found(tallies, 'journal')}`,
  );
  const points = new Map<string, number>();
  for (const tally of tallies)
    for (const [point, times] of tally.points) points.set(point, (points.get(point) ?? 0) + times);
  console.info(
    [...points]
      .sort(([, a], [, b]) => b - a)
      .map(([point, times]) => `  ${times} ${point}`)
      .join('\n'),
  );
}

test(`killed ${KILLS} times at any moment: one certificate for each request, and nothing is signed twice`, async () => {
  const tallies = await inYards(KILLS);
  told('kills', tallies);
  expect(tallies.flatMap(({ findings }) => findings)).toEqual([]);
});

const CONTROLS: Readonly<Record<Carelessness, readonly string[]>> = {
  'no intent': ['lost'],
  'no journal': ['journal'],
  all: ['twice'],
};
test.each(Object.entries(CONTROLS))('with a safeguard off (%s) the same checks say so', async (careless, kinds) => {
  const tallies: Tally[] = [];
  const isShown = () => kinds.every((kind) => found(tallies, kind) > 0);
  for (let portion = 0; portion < MOST_PORTIONS && !isShown(); portion++)
    tallies.push(...(await inYards(CAREFUL_KILLS, careless as Carelessness, portion)));
  told(careless, tallies);
  for (const kind of kinds) expect(found(tallies, kind)).toBeGreaterThan(0);
});
