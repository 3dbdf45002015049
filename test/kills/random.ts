import { setTimeout as after } from 'node:timers/promises';
import type { Chance } from '../support/chance.ts';
import type { Carelessness } from './signer-child.ts';
import { type Finding, judge } from './verdict.ts';
import type { Signer, Yard } from './yard.ts';

/** One in so many is killed while it still opens the journal and issues its first. */
const EARLY_ONE_IN = 5;
const LONGEST_EARLY_MS = 120;
/** The others once they are warm: two or three groups take so long. */
const LONGEST_LIFE_MS = 40;
/** Requests that lie there for a signer: more than it can do in its life. */
const LYING_THERE = 16;
const MOST_TOGETHER = 5;
/** Written into the database at once. */
const APPROVED_AT_ONCE = 200;

export type Tally = {
  readonly kills: number;
  readonly requests: number;
  /** Signers that had done everything when they were killed. */
  readonly idle: number;
  /** How many were killed after which point. */
  readonly points: ReadonlyMap<string, number>;
  readonly findings: readonly Finding[];
};

/** Kills one signer after the other at random moments while requests come, lets the last one finish, and judges. */
export async function killMany(yard: Yard, kills: number, chance: Chance, careless?: Carelessness): Promise<Tally> {
  const told = new Map<string, Set<string>>();
  const points = new Map<string, number>();
  const requests: string[] = [];
  const findings: Finding[] = [];
  let [stock, open, idle]: [string[], string[], number] = [[], [], 0];
  let next = yard.start(careless);
  for (let kill = 0; kill < kills; kill++) {
    const signer = next;
    if (stock.length < LYING_THERE) stock = stock.concat(await yard.approve(APPROVED_AT_ONCE));
    const fresh = stock.splice(0, LYING_THERE - open.length);
    requests.push(...fresh);
    open.push(...fresh);
    await signer.heard('ready');
    // The next one loads while this one works.
    next = yard.start(careless);
    signer.order({ groups: grouped(open, chance) });
    const isEarly = chance.between(1, EARLY_ONE_IN) === 1;
    if (!isEarly) await signer.heard('at-work');
    await after(chance.between(0, isEarly ? LONGEST_EARLY_MS : LONGEST_LIFE_MS));
    await signer.kill();
    const point = await yard.lastPoint();
    points.set(point, (points.get(point) ?? 0) + 1);
    if (signer.words.some(({ is }) => is === 'done')) idle++;
    open = stillOpen(signer, open, told);
    findings.push(...failures(signer));
  }
  await next.heard('ready');
  next.order({ groups: grouped(open, chance) });
  await next.heard('done');
  stillOpen(next, open, told);
  findings.push(...failures(next), ...(await judge(yard, requests, told)));
  return { kills, requests: requests.length, idle, points, findings };
}

/** A signer that gave up where it should have gone on. */
export const failures = ({ words }: Signer): Finding[] =>
  words.flatMap((word) => (word.is === 'failed' ? [{ kind: 'failed', what: word.why }] : []));

/** Singly and together, as they would lie there. */
function grouped(open: readonly string[], chance: Chance): string[][] {
  const groups: string[][] = [];
  for (let at = 0; at < open.length; at += groups.at(-1)!.length)
    groups.push(open.slice(at, at + chance.between(1, MOST_TOGETHER)));
  return groups;
}

/** Notes what the signer told, and returns who has no answer yet. */
export function stillOpen(signer: Signer, open: readonly string[], told: Map<string, Set<string>>): string[] {
  const answered = new Set<string>();
  for (const word of signer.words) {
    if (word.is !== 'answers') continue;
    for (const [request, hash] of word.answers) {
      answered.add(request);
      told.set(request, (told.get(request) ?? new Set()).add(hash));
    }
  }
  return open.filter((request) => !answered.has(request));
}
