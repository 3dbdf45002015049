import type { PgBoss } from 'pg-boss';
import type { Sql } from '../../db/connect.ts';
import { CONTACT_LEASE_MS } from '../../db/contact-leases.ts';
import { takeUpLostJobs } from '../../db/lost-jobs.ts';
import type { Clock } from '../desk/ports.ts';
import type { Courier } from '../desk/sending/courier.ts';
import type { Outbox } from '../desk/sending/outbox.ts';

type LeftBehindParts = {
  readonly sql: Sql;
  readonly boss: PgBoss;
  readonly outbox: Outbox;
  readonly courier: Courier;
  readonly clock: Clock;
};

/** What was due before this moment and a killed process would have sent: the rows are the truth, jobs and calls only hints. */
async function takeUp({ sql, boss, outbox, courier }: LeftBehindParts, before: Date): Promise<void> {
  const contacts = await outbox.overdue(before);
  courier.call(contacts.map((contact) => ({ contact, lane: 'left behind' })));
  await takeUpLostJobs(sql, boss);
}

/**
 * Every process looks by itself after what another one left behind when it was killed, at its start and once a lease from
 * then on: messages that were about to leave, and jobs in hand. A crash then costs whoever waits two leases at most. At its
 * start it takes all that is due: nobody else may be there. `stop` waits for the look under way.
 */
export function lookAfterOthers(parts: LeftBehindParts, leaseMs = CONTACT_LEASE_MS): { stop(): Promise<void> } {
  let looking: Promise<void> | undefined;
  const look = (lateMs: number) => {
    // Whoever does not reach the database looks again soon.
    looking ??= takeUp(parts, new Date(parts.clock().getTime() - lateMs))
      .catch(() => undefined)
      .finally(() => {
        looking = undefined;
      });
  };
  const timer = setInterval(() => look(leaseMs), leaseMs).unref();
  look(0);
  return {
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}
