import type { Sql, Transaction } from '../../../db/connect.ts';
import { prepared } from '../../../db/rows.ts';

/** A transaction's writes, as they went to the database. */
type Writes = { readonly text: string; readonly values: readonly unknown[] }[];

/**
 * A client that does what the given one does, and keeps what its transactions wrote: a list a committed transaction.
 * What a transaction only looked up is left out.
 */
export function recording(sql: Sql): { client: Sql; transactions: Writes[] } {
  const transactions: Writes[] = [];
  const begin = (act: (tx: unknown) => Promise<unknown>) => {
    const writes: Writes = [];
    return sql
      .begin((tx) => act(noting(tx, writes)) as never)
      .then((result) => {
        transactions.push(writes);
        return result;
      });
  };
  const client = new Proxy(sql, { get: (target, name) => (name === 'begin' ? begin : Reflect.get(target, name)) });
  return { client, transactions };
}

const WRITE = /^\s*(?:insert|update|delete|with)\b/i;

function noting(tx: object, writes: Writes): unknown {
  const note = (text: string, values: readonly unknown[]) => {
    if (WRITE.test(text)) writes.push({ text, values });
  };
  return new Proxy(tx as () => unknown, {
    apply(target, self, args: [TemplateStringsArray, ...unknown[]]) {
      const [strings, ...values] = args;
      if (Array.isArray(strings) && 'raw' in strings)
        note(
          strings.reduce((text, part, at) => `${text}$${at}${part}`),
          values,
        );
      return Reflect.apply(target as never, self, args);
    },
    get(target, name) {
      if (name !== 'unsafe') return Reflect.get(target, name);
      return (text: string, values: unknown[] = []) => {
        note(text, values);
        return (target as unknown as { unsafe(text: string, values: unknown[]): unknown }).unsafe(text, values);
      };
    },
  });
}

/**
 * The same rows once more, on a copy of the same database, with nothing but SQL: a transaction after the other, or as
 * many at a time as told, its statements prepared and on their way behind one another.
 */
export async function replay(sql: Sql, transactions: readonly Writes[], atOnce: number): Promise<void> {
  const left = transactions.values();
  const works = async () => {
    for (const writes of left)
      await sql.begin((tx) => writes.map(({ text, values }) => prepared(tx as unknown as Transaction, text, values)));
  };
  await Promise.all(Array.from({ length: atOnce }, works));
}
