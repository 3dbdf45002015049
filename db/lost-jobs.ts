import type { PgBoss } from 'pg-boss';
import type { Sql } from './connect.ts';
import { QUEUES } from './queues.ts';

/**
 * On a database that only this process uses: what a killed predecessor had in hand is taken up now, not when its time
 * has run out.
 */
export async function takeUpJobs(sql: Sql, boss: Pick<PgBoss, 'fail'>): Promise<void> {
  const rows = await sql`select name, array_agg(id::text) as ids from pgboss.job where state = 'active' group by name`;
  for (const { name, ids } of rows) await boss.fail(name, ids);
}

/** Those whose worker has not been heard of for as long as their queue allows: he was killed, or cut off. */
export async function takeUpLostJobs(sql: Sql, boss: Pick<PgBoss, 'fail'>): Promise<void> {
  const rows = await sql`
    select name, id::text, retry_count from pgboss.job where state = 'active' and name = any(${Object.keys(QUEUES)}::text[])
      and heartbeat_on + heartbeat_seconds * interval '1 second' < now()`;
  // By attempt: whoever has taken one up meanwhile keeps it.
  for (const [name, lost] of Map.groupBy(rows, (row) => row.name as string))
    await boss.fail(
      name,
      lost.map(({ id, retryCount }) => ({ id, retryCount })),
    );
}
