import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Clock } from '../src/desk/ports.ts';
import { HOUR_MS } from '../src/durations.ts';
import type { Queryable, Sql } from './connect.ts';
import { hashPassword } from './password.ts';

/** Operators, their sessions, their tries to sign in, and their looks at documents. */

export type OperatorRow = {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly password: string;
  readonly mustChange: boolean;
  readonly disabled: boolean;
};
export type NewOperator = {
  readonly login: string;
  readonly name: string;
  readonly password: string;
  readonly mustChange: boolean;
};

const OPERATOR = 'id, login, name, password, must_change, disabled';

/** Logins are lower case. Returns the id, or undefined when the login is taken. */
export async function createOperator(
  sql: Queryable,
  operator: NewOperator,
  at = new Date(),
): Promise<string | undefined> {
  const password = await hashPassword(operator.password);
  const rows = await sql`
    insert into operators (id, login, name, password, must_change, at)
    values (${randomUUID()}, ${operator.login.toLowerCase()}, ${operator.name}, ${password}, ${operator.mustChange}, ${at})
    on conflict (login) do nothing returning id`;
  return rows[0]?.id;
}

const FIRST_LOGIN = 'operator';
/** Applicants read it: "Anda berbicara dengan Petugas Layanan, operator Dinas ...". */
const FIRST_NAME = 'Petugas Layanan';

/** Makes the first operator where there is none yet, with a password that is told once and must be changed. */
export async function ensureFirstOperator(
  sql: Sql,
  clock: Clock,
): Promise<{ login: string; password: string } | undefined> {
  const [row] = await sql`select exists (select 1 from operators) as any`;
  if (row?.any) return undefined;
  const password = readablePassword();
  const made = await createOperator(sql, { login: FIRST_LOGIN, name: FIRST_NAME, password, mustChange: true }, clock());
  // Two processes start at once sooner or later: the other one tells its own.
  return made ? { login: FIRST_LOGIN, password } : undefined;
}

const CONSONANTS = 'bdfghjkmnprstvwz';
const VOWELS = 'aeiou';
const GROUPS = 4;

/** Four groups such as `kabu7`, about 50 bits: can be read out and typed from paper without doubt. */
export function readablePassword(): string {
  const pick = (from: string) => from[randomInt(from.length)]!;
  const group = () => pick(CONSONANTS) + pick(VOWELS) + pick(CONSONANTS) + pick(VOWELS) + randomInt(2, 10);
  return Array.from({ length: GROUPS }, group).join('-');
}

export async function operatorByLogin(sql: Queryable, login: string): Promise<OperatorRow | undefined> {
  return (await sql.unsafe(`select ${OPERATOR} from operators where login = $1`, [login.toLowerCase()]))[0] as
    | OperatorRow
    | undefined;
}

/** Who an operator was when his password was looked at. */
type Known = Pick<OperatorRow, 'id' | 'password'>;

/**
 * Every session of the operator ends with the old password. Returns him with the new one; undefined where he was switched
 * off or given another one meanwhile.
 */
export async function changePassword(sql: Sql, { id, password: old }: Known, password: string) {
  const hashed = await hashPassword(password);
  return sql.begin(async (tx): Promise<Known | undefined> => {
    const { count } = await tx`
      update operators set password = ${hashed}, must_change = false where id = ${id} and password = ${old} and not disabled`;
    if (count === 0) return undefined;
    await tx`delete from sessions where operator = ${id}`;
    return { id, password: hashed };
  });
}

// --- sessions ------------------------------------------------------------------------------------------------------------

const TOKEN_BYTES = 32;
/** A working day: nobody should have to sign in twice, and nobody should find yesterday's window open. */
export const SESSION_MS = 10 * HOUR_MS;

export type Session = {
  readonly hash: string;
  readonly operator: OperatorRow;
  readonly csrf: string;
  readonly expiresAt: Date;
};

/** What a session is found by; the token itself is only in the browser's cookie. */
export const sessionHash = (token: string): string => createHash('sha256').update(token).digest('hex');

/**
 * A new session with a new token; returns the token for the cookie. Undefined where the operator was switched off or given
 * another password since he was asked for it: that ended the sessions which were there, and this one would outlive it.
 */
export async function openSession(sql: Queryable, { id, password }: Known, now: Date): Promise<string | undefined> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const csrf = randomBytes(TOKEN_BYTES).toString('base64url');
  const expiresAt = new Date(now.getTime() + SESSION_MS);
  await sql`delete from sessions where expires_at <= ${now}`;
  const { count } = await sql`
    insert into sessions (hash, operator, csrf, expires_at, at)
    select ${sessionHash(token)}, id, ${csrf}, ${expiresAt}::timestamptz, ${now}::timestamptz from operators
    where id = ${id} and password = ${password} and not disabled for share`;
  return count > 0 ? token : undefined;
}

/** The operator's session behind a cookie, if it is in force and he is not disabled. */
export async function findSession(sql: Queryable, token: string, now: Date): Promise<Session | undefined> {
  const [row] = await sql`
    select s.hash, s.csrf, s.expires_at, o.id, o.login, o.name, o.password, o.must_change, o.disabled
    from sessions s join operators o on o.id = s.operator
    where s.hash = ${sessionHash(token)} and s.expires_at > ${now} and not o.disabled`;
  if (!row) return undefined;
  const { hash, csrf, expiresAt, ...operator } = row;
  return { hash, csrf, expiresAt, operator: operator as OperatorRow };
}

export async function closeSession(sql: Queryable, token: string): Promise<void> {
  await sql`delete from sessions where hash = ${sessionHash(token)}`;
}

// --- tries to sign in ----------------------------------------------------------------------------------------------------

/** Counted in the database, so that several processes count together. `window` names the quarter of an hour. */
export async function countTry(
  sql: Queryable,
  kind: 'login' | 'address',
  hashed: string,
  window: string,
): Promise<number> {
  const [row] = await sql`
    insert into counters (name, value) values (${`sign-in:${window}:${kind}:${hashed}`}, 1)
    on conflict (name) do update set value = counters.value + 1 returning value`;
  if (row!.value === 1)
    await sql`delete from counters where name like 'sign-in:%' and name collate "C" < ${`sign-in:${window}`}`;
  return row!.value;
}

export async function forgetTries(sql: Queryable, hashed: string, window: string): Promise<void> {
  await sql`delete from counters where name = ${`sign-in:${window}:login:${hashed}`}`;
}

// --- looks at documents --------------------------------------------------------------------------------------------------

/** Written before the document leaves: a look that cannot be recorded does not happen. */
export async function recordView(sql: Queryable, document: string, operator: string, at: Date): Promise<void> {
  await sql`insert into document_views (document, by, at) values (${document}, ${operator}, ${at})`;
}
