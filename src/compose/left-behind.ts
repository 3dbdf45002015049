import type { PgBoss } from 'pg-boss';
import { CONTACT_LEASE_MS } from '../../db/contact-leases.ts';
import type { Outbox } from '../desk/outbox.ts';
import type { Clock } from '../desk/ports.ts';

export type LeftBehindParts = { readonly boss: PgBoss; readonly outbox: Outbox; readonly clock: Clock };

/** Contacts of one job; the next look takes more. */
const CONTACTS_AT_ONCE = 100;

/** What a lost or failed job would have sent, or a killed process: the rows are the truth, a job is only a hint. */
export async function takeUpDeliveries({ boss, outbox, clock }: LeftBehindParts): Promise<void> {
  const contacts = (await outbox.overdue(clock())).slice(0, CONTACTS_AT_ONCE);
  if (contacts.length > 0) await boss.send('deliver', { contacts });
}

/**
 * Every process looks after that by itself, at its start and once a lease from then on, so that a crash delays a message
 * by two leases at most. `stop` waits for the look under way.
 */
export function lookAfterDeliveries(parts: LeftBehindParts, leaseMs = CONTACT_LEASE_MS): { stop(): Promise<void> } {
  let looking: Promise<void> | undefined;
  const look = () => {
    // Whoever does not reach the database looks again soon.
    looking ??= takeUpDeliveries(parts)
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
