import { randomUUID } from 'node:crypto';
import type { Sql } from './connect.ts';

/** A killed holder gives its lease back after this long; a living one renews it three times as often. */
const LEASE_MS = 15_000;
const RENEW_MS = LEASE_MS / 3;

type Lease = { acquire(): Promise<boolean>; release(): Promise<void> };

/**
 * One holder of a name at a time, over all processes on this database. Renewed by itself while it is held; `acquire` says
 * whether it is ours now.
 */
export function createLease(sql: Sql, name: string): Lease {
  const holder = randomUUID();
  // By our own watch: while the database is silent the row runs out and may become another's, and nobody tells us.
  let oursUntil = 0;
  let timer: NodeJS.Timeout | undefined;

  const isOurs = () => performance.now() < oursUntil;

  async function take(): Promise<boolean> {
    const asked = performance.now();
    const rows = await sql`
      insert into leases (name, holder, until) values (${name}, ${holder}, now() + ${LEASE_MS / 1000} * interval '1 second')
      on conflict (name) do update set holder = excluded.holder, until = excluded.until
      where leases.until <= now() or leases.holder = ${holder} returning name`;
    oursUntil = rows.length === 1 ? asked + LEASE_MS : 0;
    return isOurs();
  }
  const renew = () =>
    void take().catch(() => {
      oursUntil = 0;
    });

  async function acquire(): Promise<boolean> {
    if (!isOurs() && !(await take())) return false;
    timer ??= setInterval(renew, RENEW_MS).unref();
    return isOurs();
  }
  return {
    acquire,
    async release() {
      clearInterval(timer);
      timer = undefined;
      oursUntil = 0;
      await sql`delete from leases where name = ${name} and holder = ${holder}`;
    },
  };
}

/** For a database that only this process uses: what a killed predecessor held is free at once. */
export async function dropLeases(sql: Sql): Promise<void> {
  await sql`delete from leases`;
}
