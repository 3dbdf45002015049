import type { PgBoss } from 'pg-boss';
import type { Sql } from '../../db/connect.ts';
import { CONTACT_LEASE_MS } from '../../db/contact-leases.ts';
import { takeUpLostJobs } from '../../db/leases.ts';
import type { Clock } from '../desk/ports.ts';
import type { Outbox } from '../desk/sending/outbox.ts';

type LeftBehindParts = {
  readonly sql: Sql;
  readonly boss: PgBoss;
  readonly outbox: Outbox;
  readonly clock: Clock;
};

/** Contacts of one job; the next look takes more. */
const CONTACTS_AT_ONCE = 100;

/** What a lost or failed job would have sent, or a killed process: the rows are the truth, a job is only a hint. */
export async function takeUpDeliveries({ boss, outbox, clock }: Omit<LeftBehindParts, 'sql'>): Promise<void> {
  const contacts = (await outbox.overdue(clock())).slice(0, CONTACTS_AT_ONCE);
  if (contacts.length > 0) await boss.send('deliver', { contacts });
}

async function takeUp(parts: LeftBehindParts): Promise<void> {
  await takeUpDeliveries(parts);
  await takeUpLostJobs(parts.sql, parts.boss);
}

/**
 * Every process looks by itself after what another one left behind when it was killed, at its start and once a lease from
 * then on: messages that were about to leave, and jobs in hand. A crash then costs whoever waits two leases at most. `stop`
 * waits for the look under way.
 */
export function lookAfterOthers(parts: LeftBehindParts, leaseMs = CONTACT_LEASE_MS): { stop(): Promise<void> } {
  let looking: Promise<void> | undefined;
  const look = () => {
    // Whoever does not reach the database looks again soon.
    looking ??= takeUp(parts)
      .catch(() => undefined)
      .finally(() => {
        looking = undefined;
      });
  };
  const timer = setInterval(look, leaseMs).unref();
  look();
  return {
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}
