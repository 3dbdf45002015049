import { expect, test } from 'vitest';
import { failures, stillOpen } from './random.ts';
import { type Finding, judge } from './verdict.ts';
import { openYard, type Signer, type Yard } from './yard.ts';

/**
 * A signer is killed (SIGKILL) at each point between two steps, one after the other: it says that it stands there and does
 * nothing more. Which points there are, a signer says that is let through.
 */

async function pointsOf(yard: Yard, count: number): Promise<{ points: readonly string[]; requests: string[] }> {
  const requests = await yard.approve(count);
  const signer = yard.start();
  await signer.heard('ready');
  signer.order({ groups: [requests] });
  await signer.heard('done');
  const done = signer.words.find((word) => word.is === 'done');
  if (done?.is !== 'done') throw new Error(JSON.stringify(signer.words));
  await signer.kill();
  return { points: done.points, requests };
}

/** Each signer first goes on with what the one before was killed at, then is killed at the next point. */
async function killAtEach(yard: Yard, count: number): Promise<{ points: readonly string[]; findings: Finding[] }> {
  const { points, requests } = await pointsOf(yard, count);
  const told = new Map<string, Set<string>>();
  const findings: Finding[] = [];
  let open: string[] = [];
  let next: Signer = yard.start();
  for (const [stopAt, point] of points.entries()) {
    const signer = next;
    const fresh = await yard.approve(count);
    requests.push(...fresh);
    await signer.heard('ready');
    next = yard.start();
    signer.order({ groups: [...(open.length > 0 ? [open] : []), fresh], stopAt });
    await signer.heard('stopped');
    await signer.kill();
    expect(await yard.lastPoint()).toBe(point);
    open = stillOpen(signer, [...open, ...fresh], told);
    // Nothing of it was told: the next one has to go on with all of them.
    expect(open).toEqual(fresh);
    findings.push(...failures(signer));
  }
  await next.heard('ready');
  next.order({ groups: [open] });
  await next.heard('done');
  expect(stillOpen(next, open, told)).toEqual([]);
  return { points, findings: [...findings, ...failures(next), ...(await judge(yard, requests, told))] };
}

const POINTS = [
  'before looking up',
  'after looking up',
  'before reading',
  'after reading',
  'before storing the intents',
  'after storing the intents',
  'a line is half written',
  'before the sync',
  'after the sync',
  'before signing',
  'after signing',
  'before storing the certificates',
  'after storing the certificates',
  'before telling',
];

test.each([1, 3])(
  'killed at every point of issuing %i: one certificate for each request, the one that was meant',
  async (count) => {
    const yard = await openYard();
    try {
      const { points, findings } = await killAtEach(yard, count);
      expect(new Set(points)).toEqual(new Set(POINTS));
      expect(findings).toEqual([]);
      console.info(`${count} at once: killed at ${points.length} points, lost 0, twice 0`);
    } finally {
      await yard.close();
    }
  },
);
