import type { JournalEntry } from '../src/desk/journal.ts';
import type { Queryable, Sql } from './connect.ts';
import { createChains } from './journal.ts';
import { createOperator, type NewOperator } from './operators.ts';
import { hashPassword } from './password.ts';
import { patiently } from './patience.ts';

/** Who may work at the console: each change stands in the journal, and is in force at once. */

export type KnownOperator = {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly disabled: boolean;
  /** He has not made a password of his own yet. */
  readonly mustChange: boolean;
};

export async function listOperators(sql: Queryable): Promise<readonly KnownOperator[]> {
  return (await sql`select id, login, name, disabled, must_change from operators order by at, login`) as never;
}

/** As `createOperator`. */
export function addOperator(sql: Sql, operator: NewOperator, at: Date): Promise<string | undefined> {
  return changed(sql, 'operator added', at, (tx) => createOperator(tx, operator, at));
}

/** His sessions end. Undefined when there is no such operator. */
export function setDisabled(sql: Sql, login: string, disabled: boolean, at: Date): Promise<string | undefined> {
  return changed(sql, disabled ? 'operator disabled' : 'operator enabled', at, async (tx) => {
    const [row] =
      await tx`update operators set disabled = ${disabled} where login = ${login.toLowerCase()} returning id`;
    return row && signedOut(tx, row.id);
  });
}

/** A first password in place of the one he forgot; his sessions end. Undefined when there is no such operator. */
export async function resetPassword(sql: Sql, login: string, password: string, at: Date): Promise<string | undefined> {
  const hashed = await hashPassword(password);
  return changed(sql, 'password reset', at, async (tx) => {
    const [row] = await tx`
      update operators set password = ${hashed}, must_change = true where login = ${login.toLowerCase()} returning id`;
    return row && signedOut(tx, row.id);
  });
}

async function signedOut(tx: Queryable, operator: string): Promise<string> {
  await tx`delete from sessions where operator = ${operator}`;
  return operator;
}

/** `act` returns the id of the operator that it changed. */
function changed(
  sql: Sql,
  entry: JournalEntry,
  at: Date,
  act: (tx: Queryable) => Promise<string | undefined>,
): Promise<string | undefined> {
  return patiently(() =>
    sql.begin(async (tx) => {
      const operator = await act(tx);
      const refs = JSON.stringify({ operator });
      if (operator) await createChains(tx).append([{ chain: 'system', at, actor: 'system', entry, refs }]);
      return operator;
    }),
  ) as Promise<string | undefined>;
}
