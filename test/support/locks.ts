import { expect } from 'vitest';
import type { Sql } from '../../db/connect.ts';

/** Until so many sessions of this database wait for a lock that another one holds. */
export async function lockWaits(sql: Sql, sessions = 1): Promise<void> {
  await expect
    .poll(() => sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
    .toHaveLength(sessions);
}
