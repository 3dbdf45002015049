import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as migrateDrizzle } from 'drizzle-orm/postgres-js/migrator';
import { PgBoss } from 'pg-boss';
import postgres from 'postgres';
import { Fault } from '../src/fault.ts';
import { lively } from './connect.ts';
import { schemaStanding } from './examine.ts';
import { QUEUES, RETIRED_QUEUES } from './queues.ts';
import {
  APPEND_ONLY,
  ISSUER_LEASE,
  ISSUER_READS,
  ISSUER_READS_PARTLY,
  ISSUER_REMOVES,
  ISSUER_SHARES,
  ISSUER_WRITES,
} from './rights.ts';

const FOLDER = new URL('./migrations', import.meta.url).pathname;
/** Two processes start at once sooner or later, and drizzle's migrator takes no lock. */
const LOCK = 7_302_416;
/** A large table may be rewritten, or another process may be at it: longer than a connection may be silent otherwise. */
const SILENCE_MS = 10 * 60_000;

/** `issuer` is absent where nobody has said who signs: then he is granted nothing here. */
export type Roles = { readonly app: string; readonly issuer?: string | undefined };

/**
 * Brings the database to the newest schema, installs the job queues, and grants each role what it needs and no more.
 * Runs as the owner. Safe to run at every start and from several processes. Throws Fault('config') where a newer release
 * was here before, and changes nothing then.
 */
export async function migrate(ownerUrl: string, roles: Roles, silenceMs = SILENCE_MS): Promise<void> {
  const options = { max: 1, onnotice: () => {}, ...lively(silenceMs) };
  const sql = postgres(ownerUrl, options);
  const migrations = postgres(ownerUrl, options);
  try {
    await sql`select pg_advisory_lock(${LOCK})`;
    await refuseNewer(sql);
    await migrateDrizzle(drizzle(migrations), { migrationsFolder: FOLDER });
    await installQueues(ownerUrl, silenceMs);
    await sql.begin((tx) => grant(tx, roles));
  } finally {
    await migrations.end();
    await sql.end();
  }
}

/** A later release has been here: what is granted and queued by the lists of this one would be taken from that one. */
async function refuseNewer(sql: postgres.Sql): Promise<void> {
  const { ahead } = await schemaStanding(sql);
  if (ahead > 0)
    throw new Fault(
      'config',
      `the database is of a newer release than this program (${ahead} steps): start that release`,
    );
}

async function installQueues(ownerUrl: string, silenceMs: number): Promise<void> {
  const patience = { query_timeout: silenceMs };
  const boss = new PgBoss({ connectionString: ownerUrl, max: 2, supervise: false, schedule: false, ...patience });
  boss.on('error', () => {});
  await boss.start();
  try {
    for (const [name, options] of Object.entries(QUEUES)) {
      const existing = await boss.getQueue(name);
      if (!existing) await boss.createQueue(name, { ...options, notify: true });
      // An earlier release made it.
      else if (Object.entries(options).some(([option, value]) => existing[option as keyof typeof existing] !== value))
        await boss.updateQueue(name, options);
    }
    for (const name of RETIRED_QUEUES) await boss.deleteQueue(name);
  } finally {
    await boss.stop({ graceful: false });
  }
}

async function grant(sql: postgres.TransactionSql, { app, issuer }: Roles): Promise<void> {
  const list = (tables: readonly string[]) => sql.unsafe(tables.map((table) => `"${table}"`).join(', '));
  await sql`grant usage on schema public to ${sql(app)}`;
  await sql`grant select, insert, update, delete on all tables in schema public to ${sql(app)}`;
  await sql`revoke update, delete on ${list([...APPEND_ONLY, ...ISSUER_WRITES])} from ${sql(app)}`;
  await sql`revoke insert on ${list(ISSUER_WRITES)} from ${sql(app)}`;
  await sql`grant usage, select on all sequences in schema public to ${sql(app)}`;
  await sql`grant usage on schema pgboss to ${sql(app)}`;
  await sql`grant select, insert, update, delete on all tables in schema pgboss to ${sql(app)}`;
  await sql`grant usage, select on all sequences in schema pgboss to ${sql(app)}`;
  await sql`grant execute on all functions in schema pgboss to ${sql(app)}`;
  if (issuer === undefined) return;
  // What an earlier release granted and this one does not need is taken back.
  if (issuer !== app) await sql`revoke all on all tables in schema public from ${sql(issuer)}`;
  await sql`grant usage on schema public to ${sql(issuer)}`;
  await sql`grant select on ${list([...ISSUER_READS, ...ISSUER_WRITES])} to ${sql(issuer)}`;
  await sql`grant insert on ${list(ISSUER_WRITES)} to ${sql(issuer)}`;
  await sql`grant delete on ${list(ISSUER_REMOVES)} to ${sql(issuer)}`;
  for (const [table, columns] of Object.entries(ISSUER_READS_PARTLY))
    await sql`grant select (${list(columns)}) on ${sql(table)} to ${sql(issuer)}`;
  await sql`grant select, insert, update, delete on ${list(ISSUER_SHARES)} to ${sql(issuer)}`;
  if (issuer === app) return;
  await letTouchLeases(sql, app);
  await letTouchLeases(sql, issuer, ISSUER_LEASE);
}

/**
 * Which leases a role sees and changes: all, or one. Only what is not there yet is done: unlike grants, a policy locks its
 * table against everybody, and would wait behind a backup with every lease behind it.
 */
async function letTouchLeases(sql: postgres.TransactionSql, role: string, only?: string): Promise<void> {
  const policy = `leases of ${role}`;
  const [there] = await sql`select relrowsecurity as enabled,
    exists (select from pg_policy where polrelid = pg_class.oid and polname = ${policy}) as known
    from pg_class where oid = 'public.leases'::regclass`;
  const rows = only === undefined ? 'true' : `name = '${only}'`;
  if (!there!.known) await sql`create policy ${sql(policy)} on leases to ${sql(role)} using (${sql.unsafe(rows)})`;
  if (!there!.enabled) await sql`alter table leases enable row level security`;
}
