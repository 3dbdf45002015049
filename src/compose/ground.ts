import { PgBoss } from 'pg-boss';
import { connect, DATABASE_SILENCE_MS, type Sql, withinSilence } from '../../db/connect.ts';
import { assertKeysFit } from '../../db/keys.ts';
import { dropLeases } from '../../db/leases.ts';
import { takeUpJobs } from '../../db/lost-jobs.ts';
import { migrate, type Roles } from '../../db/migrate.ts';
import type { Log } from '../log.ts';
import type { Keyring } from '../seal.ts';
import type { MailParts } from './mail.ts';
import { seldom } from './seldom.ts';
import type { TelegramParts } from './telegram.ts';

/** Where the house stands: real or embedded, by now they look the same. */
export type Ground = {
  readonly database: {
    readonly url: string;
    readonly ownerUrl: string;
    /** Absent where another process signs. */
    readonly issuerUrl?: string;
    /** Who signs, where it is not the user of `issuerUrl`. */
    readonly issuerRole?: string;
    /** Nobody else uses it. */
    readonly own: boolean;
    /** In place of the default; for tests. */
    readonly silenceMs?: number;
    /** How long a killed process keeps the contacts that it was sending to; in place of the default, for tests. */
    readonly leaseMs?: number;
  };
  readonly telegram?: Pick<TelegramParts, 'token' | 'apiRoot' | 'webhookUrl' | 'rate' | 'timing'>;
  readonly mail?: MailParts;
  readonly keyring: Keyring;
  readonly caPassphrase?: string;
  readonly operatorChat?: string;
};

const JOB_CONNECTIONS = 4;
/** While the database is away every worker complains every few seconds. */
const COMPLAINT_MS = 30_000;

/** The database at its newest schema, and the job queues in it. What a killed predecessor held is free again. */
export async function layGround({ database, keyring }: Ground, log: Log): Promise<{ sql: Sql; boss: PgBoss }> {
  const { silenceMs = DATABASE_SILENCE_MS } = database;
  await migrate(database.ownerUrl, rolesIn(database), database.silenceMs);
  const sql = connect(database.url, { name: 'perbarui', silenceMs });
  await assertKeysFit(sql, keyring).catch(async (error) => {
    await sql.end({ timeout: 1 });
    throw error;
  });
  if (database.own) await dropLeases(sql);
  const boss = new PgBoss({
    connectionString: database.url,
    max: JOB_CONNECTIONS,
    migrate: false,
    createSchema: false,
    useListenNotify: true,
    application_name: 'perbarui-jobs',
    ...UNSYNCED,
    ...patience(silenceMs),
  });
  boss.on(
    'error',
    seldom(COMPLAINT_MS, () => log.warn('the job queue has a fault, probably the database is away')),
  );
  await boss.start();
  if (database.own) await takeUpJobs(sql, boss);
  return { sql, boss };
}

/**
 * Taking up a job and being done with it wait for no disk, and hold up nobody who does. What a crash of the database
 * undoes is begun anew, which every job bears; jobs of what the desk decides are written in its own transactions.
 */
const UNSYNCED = { options: '-c synchronous_commit=off' };

/** Of the jobs' own connections; it hands what it does not know on to its driver. */
const patience = (silenceMs: number) => ({ query_timeout: silenceMs, ...withinSilence(silenceMs) });

/** Whom the tables are granted to. */
export const rolesIn = ({ url, issuerUrl, issuerRole }: Omit<Ground['database'], 'own'>): Roles => ({
  app: userOf(url),
  issuer: issuerRole ?? (issuerUrl && userOf(issuerUrl)),
});

const userOf = (url: string) => decodeURIComponent(new URL(url).username);
