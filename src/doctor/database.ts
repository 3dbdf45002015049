import { connect, type Sql } from '../../db/connect.ts';
import {
  isReadOnly,
  LATE_MINUTES,
  queueStanding,
  type Rights,
  rightsOf,
  type ServerStanding,
  schemaStanding,
  serverStanding,
} from '../../db/examine.ts';
import { APPEND_ONLY, ISSUER_READS, ISSUER_REMOVES, ISSUER_SHARES, ISSUER_WRITES } from '../../db/rights.ts';
import type { Check, Report } from './finding.ts';

export type DatabaseUrls = {
  /** This and the owner's are absent for a process that only signs. */
  readonly url?: string;
  readonly ownerUrl?: string;
  /** Absent where another process signs: its rights are looked at from there. */
  readonly issuerUrl?: string;
};
type DatabaseCheckParts = {
  /** Undefined when the embedded one does not run. */
  readonly database: DatabaseUrls | undefined;
  readonly embedded: boolean;
};
export const DATABASE_LIMIT_MS = 30_000;
/** What pg-boss 12 asks for. */
const LEAST_VERSION = 13;
const VERSION_UNIT = 10_000;
/** One process of ours: the pool of its roles and of its jobs. */
const CONNECTIONS_NEEDED = 20;
/** Of a list of rights or queues, as many as a person reads. */
const SHOWN = 6;

const ROLES = [
  { role: 'aplikasi', key: 'url', variable: 'DATABASE_URL' },
  { role: 'pemilik', key: 'ownerUrl', variable: 'DATABASE_OWNER_URL' },
  { role: 'penanda tangan', key: 'issuerUrl', variable: 'ISSUER_DATABASE_URL' },
] as const;
type Role = (typeof ROLES)[number];

/** Signs in with each of the three roles and asks Postgres itself what each may do. */
export function databaseCheck({ database, embedded }: DatabaseCheckParts): Check {
  return async (report) => {
    if (embedded) report(database ? 'database-embedded' : 'database-stopped');
    if (!database) return;
    const open: Sql[] = [];
    try {
      const entered = await Promise.all(
        ROLES.map((role) => {
          const url = database[role.key];
          return url === undefined ? undefined : enter(role, url, open, report);
        }),
      );
      const [app, owner, issuer] = entered;
      if (app) await server(app, report);
      if (owner) await schema(owner, report);
      if (app && (issuer || database.issuerUrl === undefined)) await roles(app, issuer, isOne(database), report);
      if (issuer && database.url === undefined && (await signerRights(issuer, report))) report('signer-role-ok');
      if (app) await queues(app, report);
    } finally {
      await Promise.all(open.map((sql) => sql.end({ timeout: 1 })));
    }
  };
}

async function enter({ role, variable }: Role, url: string, open: Sql[], report: Report): Promise<Sql | undefined> {
  const sql = connect(url, { max: 1, name: 'perbarui-doctor' });
  open.push(sql);
  try {
    await sql`select 1`;
    return sql;
  } catch (error) {
    const why = String((error as { code?: unknown }).code ?? 'unknown');
    // SQLSTATE, class 28: invalid authorization; 3D: no such database.
    const code = why.startsWith('28')
      ? 'database-sign-in'
      : why === '3D000'
        ? 'database-missing'
        : 'database-unreachable';
    report(code, { role, variable, why });
    return undefined;
  }
}

async function server(app: Sql, report: Report): Promise<void> {
  const standing: ServerStanding = await serverStanding(app);
  const { version, encoding, free, most } = standing;
  report('database-ok', { version, encoding, roles: 'aplikasi' });
  if (await isReadOnly(app)) report('database-read-only');
  if (encoding !== 'UTF8') report('database-encoding', { encoding });
  if (standing.versionNumber < LEAST_VERSION * VERSION_UNIT) report('database-old', { version, least: LEAST_VERSION });
  if (free < CONNECTIONS_NEEDED) report('connections-few', { free, most, needed: CONNECTIONS_NEEDED });
  else report('connections-ok', { free, most });
}

async function schema(owner: Sql, report: Report): Promise<void> {
  const { applied, behind, ahead } = await schemaStanding(owner);
  if (behind > 0) report('schema-behind', { count: behind });
  if (ahead > 0) report('schema-ahead', { count: ahead });
  if (behind + ahead === 0) report('schema-ok', { count: applied });
}

const isOne = ({ url, ownerUrl, issuerUrl }: DatabaseUrls) => {
  const [app, ...others] = [url, ownerUrl, issuerUrl].map((each) => each && new URL(each).username);
  return app !== undefined && others.includes(app);
};

async function roles(app: Sql, issuer: Sql | undefined, one: boolean, report: Report): Promise<void> {
  if (one) return report('one-role');
  const asApp = await rightsOf(app);
  const right = judged(
    'aplikasi',
    'DATABASE_URL',
    asApp,
    forbiddenToApp(asApp.tables),
    neededByApp(asApp.tables),
    report,
  );
  const signerRight = issuer === undefined || (await signerRights(issuer, report));
  if (right && signerRight) report('roles-ok');
}

/** What the signer's role may do, and that it may do no more. True where it is as it should be. */
async function signerRights(issuer: Sql, report: Report): Promise<boolean> {
  const rights = await rightsOf(issuer);
  const forbidden = forbiddenToIssuer(rights.tables);
  return judged('penanda tangan', 'ISSUER_DATABASE_URL', rights, forbidden, NEEDED_BY_ISSUER, report);
}

const each = (tables: readonly string[], ...rights: string[]) =>
  tables.flatMap((table) => rights.map((right) => `${table}:${right}`));

/** What was written once stays; what the signer writes is nobody else's. */
const forbiddenToApp = (tables: readonly string[]) =>
  each(tables, 'insert', 'update', 'delete', 'truncate').filter((right) => {
    const [table = '', may] = right.split(':');
    if (may === 'insert') return ISSUER_WRITES.includes(table);
    return ISSUER_WRITES.includes(table) || APPEND_ONLY.includes(table);
  });
const neededByApp = (tables: readonly string[]) => {
  const forbidden = new Set(forbiddenToApp(tables));
  return each(tables, 'select', 'insert', 'update', 'delete').filter((right) => !forbidden.has(right));
};
const NEEDED_BY_ISSUER = [
  ...each([...ISSUER_READS, ...ISSUER_WRITES], 'select'),
  ...each(ISSUER_WRITES, 'insert'),
  ...each(ISSUER_REMOVES, 'delete'),
  ...each(ISSUER_SHARES, 'select', 'insert', 'update', 'delete'),
];
/** He reads no message, no conversation, no operator: whoever takes him over learns nothing of them. */
const forbiddenToIssuer = (tables: readonly string[]) =>
  each(tables, 'select', 'insert', 'update', 'delete', 'truncate').filter((right) => !NEEDED_BY_ISSUER.includes(right));

function judged(
  role: string,
  variable: string,
  { master, has }: Rights,
  forbidden: readonly string[],
  needed: readonly string[],
  report: Report,
): boolean {
  const excess = master ? ['pemilik tabel atau superuser'] : forbidden.filter((right) => has.has(right));
  const lack = needed.filter((right) => !has.has(right));
  if (excess.length > 0) report('role-too-strong', { role, variable, rights: listed(excess) });
  if (lack.length > 0) report('role-too-weak', { role, rights: listed(lack) });
  return excess.length + lack.length === 0;
}

async function queues(app: Sql, report: Report): Promise<void> {
  const { missing, waiting, late, failed } = await queueStanding(app);
  if (missing.length > 0) return report('queues-missing', { queues: listed(missing) });
  report('queues-ok', { waiting });
  const named = (rows: typeof late) => ({
    count: rows.reduce((sum, { count }) => sum + count, 0),
    queues: listed(rows.map(({ name }) => name)),
  });
  if (late.length > 0) report('jobs-late', { ...named(late), minutes: LATE_MINUTES });
  if (failed.length > 0) report('jobs-failed', named(failed));
}

const listed = (names: readonly string[]) =>
  `${names.slice(0, SHOWN).join(', ')}${names.length > SHOWN ? `, dan ${names.length - SHOWN} lainnya` : ''}`;
