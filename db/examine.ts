import { readFile } from 'node:fs/promises';
import type { Queryable, Sql } from './connect.ts';
import { QUEUES } from './queues.ts';

/** How the database stands, for the doctor; nothing here changes anything. */

export type ServerStanding = {
  readonly version: string;
  readonly versionNumber: number;
  readonly encoding: string;
  readonly free: number;
  readonly most: number;
};

export async function serverStanding(sql: Sql): Promise<ServerStanding> {
  const [row] = await sql`
    select current_setting('server_version') as version, current_setting('server_version_num')::int as version_number,
      current_setting('server_encoding') as encoding,
      current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as most,
      (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used`;
  const { version, versionNumber, encoding, most, used } = row as unknown as ServerStanding & { used: number };
  return { version, versionNumber, encoding, most, free: Math.max(0, most - used) };
}

/** As a standby is, and what its master made so: whoever merely enters notices nothing. */
export async function isReadOnly(sql: Sql): Promise<boolean> {
  const [row] = await sql`select current_setting('transaction_read_only')::boolean as shut`;
  return row!.shut;
}

export async function databaseTime(sql: Sql): Promise<Date> {
  const [row] = await sql`select clock_timestamp() as now`;
  return row!.now;
}

/** What the role of this connection may do with each table, as Postgres itself decides it: `table:right`. */
export type Rights = {
  /** Superuser, or the tables' owner or a member of it: it can give itself any right. */
  readonly master: boolean;
  readonly tables: readonly string[];
  readonly has: ReadonlySet<string>;
};

export async function rightsOf(sql: Sql): Promise<Rights> {
  const [who] = await sql`
    select (select rolsuper from pg_roles where rolname = current_user)
      or exists (select 1 from pg_tables where schemaname = 'public' and pg_has_role(current_user, tableowner, 'member')) as master`;
  const rows = await sql`
    select t.tablename as table, p.may as may,
      has_table_privilege(current_user, format('public.%I', t.tablename), p.may)
        or (p.may in ('insert', 'update') and has_any_column_privilege(current_user, format('public.%I', t.tablename), p.may)) as has
    from pg_tables t cross join unnest(array['select', 'insert', 'update', 'delete', 'truncate']) as p(may)
    where t.schemaname = 'public'`;
  return {
    master: who!.master,
    tables: [...new Set(rows.map(({ table }) => String(table)))].sort(),
    has: new Set(rows.filter(({ has }) => has).map(({ table, may }) => `${table}:${may}`)),
  };
}

const JOURNAL = new URL('./migrations/meta/_journal.json', import.meta.url);

/** Steps of the schema that this program has, and that the database has. Read as the owner. */
export async function schemaStanding(
  owner: Queryable,
): Promise<{ readonly applied: number; readonly behind: number; readonly ahead: number }> {
  const { entries } = JSON.parse(await readFile(JOURNAL, 'utf8')) as { entries: { when: number }[] };
  const [there] = await owner`select to_regclass('drizzle.__drizzle_migrations') is not null as is`;
  const rows = there!.is ? await owner`select created_at as "createdAt" from drizzle.__drizzle_migrations` : [];
  const [ours, theirs] = [new Set(entries.map(({ when }) => when)), new Set(rows.map((row) => Number(row.createdAt)))];
  return {
    applied: [...ours].filter((step) => theirs.has(step)).length,
    behind: [...ours].filter((step) => !theirs.has(step)).length,
    ahead: [...theirs].filter((step) => !ours.has(step)).length,
  };
}

/** Longer than any job waits for its turn where somebody works. */
export const LATE_MINUTES = 10;

type QueueStanding = {
  readonly missing: readonly string[];
  readonly waiting: number;
  readonly late: readonly { readonly name: string; readonly count: number }[];
  /** In the last day. */
  readonly failed: readonly { readonly name: string; readonly count: number }[];
};

export async function queueStanding(sql: Sql): Promise<QueueStanding> {
  const [there] = await sql`select to_regclass('pgboss.queue') is not null as is`;
  if (!there!.is) return { missing: Object.keys(QUEUES), waiting: 0, late: [], failed: [] };
  const names = new Set((await sql`select name from pgboss.queue`).map(({ name }) => name));
  const rows = await sql`
    select name, count(*) filter (where state in ('created', 'retry') and start_after <= now())::int as waiting,
      count(*) filter (where state in ('created', 'retry') and start_after <= now() - ${LATE_MINUTES} * interval '1 minute')::int as late,
      count(*) filter (where state = 'failed' and completed_on > now() - interval '1 day')::int as failed
    from pgboss.job where state in ('created', 'retry', 'failed') group by name order by name`;
  const those = (which: 'late' | 'failed') =>
    rows.filter((row) => row[which] > 0).map((row) => ({ name: String(row.name), count: Number(row[which]) }));
  return {
    missing: Object.keys(QUEUES).filter((name) => !names.has(name)),
    waiting: rows.reduce((sum, row) => sum + row.waiting, 0),
    late: those('late'),
    failed: those('failed'),
  };
}

/** The end of the newest list of revoked certificates of each CA that has not ended; the one that ends first is first. */
export async function latestCrls(sql: Sql, now: Date): Promise<readonly Date[]> {
  const rows = await sql`
    select max(next_update) as until from crls where authority is null or authority not in (
      select key_id from authorities group by key_id having max(not_after) <= ${now}) group by authority order by until`;
  return rows.map(({ until }) => until);
}

/**
 * The newest and the oldest certificate of people that this CA (its key identifier, hex) signed and that is still
 * valid: the addresses in all others are those of these two, unless they were changed twice within two years.
 */
export async function issuedInUse(
  sql: Sql,
  authority: string,
  now: Date,
): Promise<readonly { readonly serial: string; readonly der: Uint8Array; readonly revoked: boolean }[]> {
  return await sql`
    select i.serial, i.der, exists (select 1 from revoked r where r.serial = i.serial) as revoked
    from (
      (select * from issued where authority = ${authority} and not_after > ${now} and request not like 'ocsp-%' order by at limit 1)
      union (select * from issued where authority = ${authority} and not_after > ${now} and request not like 'ocsp-%' order by at desc limit 1)
    ) i order by i.at desc`;
}

/** By the key identifier of its CA, hex: the latest end of the certificates of people that are not revoked. Reads all of them. */
export async function lastEnds(sql: Sql, authorities: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  if (authorities.length === 0) return new Map();
  const rows = await sql`
    select i.authority, max(i.not_after) as last from issued i where i.authority = any(${[...authorities]}::text[])
      and i.request not like 'ocsp-%' and not exists (select from revoked r where r.serial = i.serial) group by i.authority`;
  return new Map(rows.map(({ authority, last }) => [authority, last]));
}

/** Whether somebody holds the lease of this name. */
export async function isHeld(sql: Sql, name: string): Promise<boolean> {
  const [row] = await sql`select 1 from leases where name = ${name} and until > now()`;
  return row !== undefined;
}
