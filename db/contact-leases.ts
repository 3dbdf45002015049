import { randomUUID } from 'node:crypto';
import { gathered } from '../src/gather.ts';
import type { Sql } from './connect.ts';
import { patiently } from './patience.ts';
import { anyOf, type Beside, listed, prepared } from './rows.ts';

/** A killed process gives its contacts back after this long; a living one renews them three times as often. */
export const CONTACT_LEASE_MS = 15_000;

/** `until`: by our own watch, since nobody tells us when a row runs out while the database is away. 0: it is not ours. */
type Held = { until: number };

type ContactLeases = {
  /** False: another process has it. */
  take(contact: string): Promise<boolean>;
  /** Asks nobody. False also while it is merely unknown whether it is still ours. */
  holds(contact: string): boolean;
  has(contact: string): boolean;
  release(contact: string): Promise<void>;
  /** The same in the statement of somebody who writes all the same; `givenBack` is for the time after it. */
  givingBack(contacts: readonly string[]): Beside;
  givenBack(contact: string): void;
};

/**
 * Contacts that one process at a time sends to, over all processes on this database. Those that are held are renewed
 * together, for as long as they are held. `leaseMs`: how long a killed process keeps them.
 */
export function createContactLeases(sql: Sql, leaseMs = CONTACT_LEASE_MS): ContactLeases {
  const holder = randomUUID();
  // A row of ours beside these was left behind when the database went away.
  const held = new Map<string, Held>();
  let timer: NodeJS.Timeout | undefined;
  // Many contacts are drained at once: their statements are gathered, so that the database has one of a kind at a time.
  const ask = gathered((contacts: readonly string[]) => takeAll(sql, holder, contacts, leaseMs));
  const giveBack = gathered((contacts: readonly string[]) => patiently(() => releaseAll(sql, holder, contacts)));

  /** What fails is not renewed, and ends by our own watch. */
  async function renew(): Promise<void> {
    const mine = [...held].filter(([, { until }]) => until > 0);
    if (mine.length === 0) return;
    const until = performance.now() + leaseMs;
    const kept = await renewAll(
      sql,
      holder,
      mine.map(([contact]) => contact),
      leaseMs,
    ).catch(() => undefined);
    if (kept) for (const [contact, lease] of mine) lease.until = kept.has(contact) ? until : 0;
  }
  const watch = () => {
    timer ??= setInterval(renew, leaseMs / 3).unref();
  };
  const forget = (contact: string) => {
    held.delete(contact);
    if (held.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
  const holds = (contact: string) => performance.now() < (held.get(contact)?.until ?? 0);

  return {
    holds,
    has: (contact) => held.has(contact),
    async take(contact) {
      const lease: Held = { until: 0 };
      held.set(contact, lease);
      try {
        const until = performance.now() + leaseMs;
        if (await ask(contact)) lease.until = until;
      } finally {
        if (lease.until === 0) forget(contact);
        else watch();
      }
      return lease.until > 0;
    },
    async release(contact) {
      if (!held.has(contact)) return;
      try {
        await giveBack(contact);
      } finally {
        forget(contact);
      }
    },
    givingBack: (contacts) => ({
      text: 'delete from leases where name = any($2::text[]) and holder = $3',
      values: [namesOf(contacts), holder],
    }),
    givenBack: forget,
  };
}

const namesOf = (contacts: readonly string[]) => contacts.map((contact) => `deliver:${contact}`);

async function takeAll(sql: Sql, holder: string, contacts: readonly string[], leaseMs: number): Promise<boolean[]> {
  const names = namesOf(contacts);
  // By the database's clock: two machines need not agree about the time.
  const rows = await prepared(
    sql,
    `insert into leases (name, holder, until) select name, $2, now() + $3 * interval '1 millisecond' from ${listed('$1::text[]')} as w(name) order by name
     on conflict (name) do update set holder = excluded.holder, until = excluded.until
     where leases.until <= now() or leases.holder = $2 returning name`,
    [names, holder, leaseMs],
  );
  const ours = new Set(rows.map(({ name }) => name));
  return names.map((name) => ours.has(name));
}

/** Only what is still there: a lease that was given back meanwhile must not come back. Returns the contacts that are still ours. */
async function renewAll(
  sql: Sql,
  holder: string,
  contacts: readonly string[],
  leaseMs: number,
): Promise<ReadonlySet<string>> {
  const names = namesOf(contacts);
  // In one order, as they are taken: two processes then wait for one another and never both.
  const rows = await prepared(
    sql,
    `with mine as materialized (select name from leases where name = any($1::text[]) and holder = $2 order by name for update)
     update leases l set until = now() + $3 * interval '1 millisecond' from mine where l.name = mine.name returning l.name`,
    [names, holder, leaseMs],
  );
  const kept = new Set(rows.map(({ name }) => name));
  return new Set(contacts.filter((_, at) => kept.has(names[at])));
}

/** Nobody waits for the disk: a release that a crash of the database undid runs out like any lease. */
async function releaseAll(sql: Sql, holder: string, contacts: readonly string[]): Promise<undefined[]> {
  await prepared(
    sql,
    `delete from leases using (select set_config('synchronous_commit', 'off', true) as commit) as unsynced
     where unsynced.commit = 'off' and name = ${anyOf('$1::text[]')} and holder = $2`,
    [namesOf(contacts), holder],
  );
  return contacts.map(() => undefined);
}
