import type { Sql } from './connect.ts';
import { latestCrls, queueStanding } from './examine.ts';

/** How many there are of them, and the age of the oldest in seconds. */
export type Pile = { readonly count: number; readonly oldest: number };

/** What waits, in numbers alone. Each look reads what is open, and nothing of what was ever done. */
export type Figures = {
  /** By who is awaited. */
  readonly awaited: ReadonlyMap<string, Pile>;
  /** Messages of ours that have not left, by channel. */
  readonly unsent: ReadonlyMap<string, Pile>;
  /** Those that no operator has settled. */
  readonly faults: number;
  /** Jobs that wait for longer than any should, and those that gave up in the last day; by queue. */
  readonly late: ReadonlyMap<string, number>;
  readonly failed: ReadonlyMap<string, number>;
  /** Where certificates are issued here: the end of the CA at work, and of the list that runs out first. */
  readonly authorityEnds?: Date;
  readonly listEnds?: Date;
};

export async function figures(sql: Sql, now: Date): Promise<Figures> {
  const [awaited, unsent, [one], queues, [listEnds]] = await Promise.all([
    sql`select who as name, count(*)::int as count, extract(epoch from ${now}::timestamptz - min(since))::float as oldest from awaits group by who`,
    sql`
      select k.channel as name, count(*)::int as count, extract(epoch from ${now}::timestamptz - min(m.at))::float as oldest
      from messages m join contacts k on k.id = m.contact where m.direction = 'out' and m.state = 'queued' group by k.channel`,
    sql`
      select (select count(*)::int from faults where resolved_at is null) as faults,
        (select not_after from authorities order by at desc limit 1) as authority_ends`,
    queueStanding(sql),
    latestCrls(sql, now),
  ]);
  const piles = (rows: typeof awaited) =>
    new Map(rows.map(({ name, count, oldest }) => [String(name), { count, oldest: Math.max(0, oldest) } as Pile]));
  const counts = (rows: typeof queues.late) => new Map(rows.map(({ name, count }) => [name, count]));
  return {
    awaited: piles(awaited),
    unsent: piles(unsent),
    faults: one!.faults,
    late: counts(queues.late),
    failed: counts(queues.failed),
    ...(one!.authorityEnds ? { authorityEnds: one!.authorityEnds } : {}),
    ...(listEnds ? { listEnds } : {}),
  };
}
