import type { PgBoss } from 'pg-boss';
import type { Called } from '../src/desk/sending/courier.ts';
import type { AwaitRow, Job, JournalRow, TableName, Tx } from '../src/desk/store.ts';
import type { Renewal } from '../src/renewal/renewal.ts';
import type { Keyring } from '../src/seal.ts';
import { together } from '../src/together.ts';
import { writeAwaits } from './awaits.ts';
import type { Transaction } from './connect.ts';
import { copyRows, isCargo } from './copy.ts';
import { createChains } from './journal.ts';
import { queueTime } from './queues.ts';
import { newRenewalRow, renewalRow } from './renewals.ts';
import { insertRows, prepared, type Row, updateRows } from './rows.ts';

/** The writing half of a transaction. */
export type Writes = Pick<
  Tx,
  | 'chains'
  | 'next'
  | 'insert'
  | 'update'
  | 'awaits'
  | 'journal'
  | 'job'
  | 'deliver'
  | 'cursor'
  | 'saveRenewal'
  | 'writeAhead'
  | 'flush'
>;
export type WriteParts = {
  readonly boss: PgBoss;
  readonly keyring: Keyring;
  readonly clock: () => Date;
  readonly settings: () => unknown;
};

/** Tables in the order in which rows may refer to each other. */
const INSERT_ORDER: readonly TableName[] = [
  'applicants',
  'data_versions',
  'certificates',
  'certificate_evidence',
  'keys',
  'renewals',
  'contacts',
  'messages',
  'raw_messages',
  'questions',
  'codes',
  'links',
  'documents',
  'document_views',
  'notices',
  'revocations',
  'issue_requests',
  'decisions',
  'events',
  'faults',
];

/** Raw copies have no id of their own. */
const KEYS: Partial<Record<TableName, string>> = { raw_messages: 'message' };
const keyOf = (table: TableName): string => KEYS[table] ?? 'id';

type Delivery = { readonly contact: string; readonly from: Date | undefined };
type Collected = {
  readonly inserts: Map<TableName, Row[]>;
  readonly updates: Map<TableName, Map<string, Row>>;
  readonly awaiting: Map<string, readonly AwaitRow[]>;
  readonly entries: JournalRow[];
  readonly jobs: Job[];
  readonly deliveries: Delivery[];
  readonly cursors: Map<string, string>;
  readonly renewals: Map<string, { renewal: Renewal; contact: string | undefined; isNew: boolean }>;
};

/** By table and id. */
type Cargo = Map<TableName, Map<unknown, Row>>;

const nothing = (): Collected => ({
  inserts: new Map(),
  updates: new Map(),
  awaiting: new Map(),
  entries: [],
  jobs: [],
  deliveries: [],
  cursors: new Map(),
  renewals: new Map(),
});

/**
 * Collects what a transaction writes and writes it with one statement a table. The statements are on their way behind
 * one another: the database works on one while the next is made ready. `settled`: nothing is on its way any more, also
 * where something failed; a statement that came after the end of its transaction would stand for itself. `sendsHere`:
 * what is to be sent at once needs no job; `called` are those to whom, as soon as all of this is committed.
 */
export function createWrites(
  sql: Transaction,
  parts: WriteParts,
  sendsHere = false,
): Writes & { settled(): Promise<void>; called(): readonly Called[] } {
  const chains = createChains(sql);
  const counters = createCounters(sql);
  const begun: Promise<unknown>[] = [];
  const called = new Map<string, Called>();
  let collected = nothing();
  /** Rows that carry mails and files wait for the flush: while these are copied nothing else can be asked. */
  const cargo: Cargo = new Map();

  function update(table: TableName, { id, ...values }: { id: string } & Row): void {
    const rows = collected.updates.get(table) ?? new Map<string, Row>();
    rows.set(id, Object.assign(rows.get(id) ?? { [keyOf(table)]: id }, values));
    collected.updates.set(table, rows);
  }

  function writeAhead(): void {
    // Jobs are one statement at the end: whoever takes them up could see nothing earlier.
    const { renewals, jobs, deliveries, ...rest } = collected;
    for (const { renewal, contact, isNew } of renewals.values()) {
      const row = renewalRow(parts.keyring, renewal, contact, parts.clock());
      if (isNew) pushTo(rest.inserts, 'renewals', { ...row, ...newRenewalRow(renewal, parts.settings()) });
      else update('renewals', row as Row & { id: string });
    }
    load(cargo, rest);
    collected = { ...nothing(), jobs, deliveries };
    const writes = [chains.append(rest.entries), ...write(sql, rest, parts), ...counters.write()];
    // Whoever waits hears of a failure; until then nobody may be startled by it.
    for (const each of writes) each.catch(() => {});
    begun.push(...writes);
  }

  return {
    chains: chains.lookUp,
    next: counters.next,
    insert: (table, row) => pushTo(collected.inserts, table, row),
    update,
    awaits(kind, ref, rows, what = '') {
      const { awaiting } = collected;
      const thing = `${kind}\n${ref}\n`;
      // The whole takes the place of its parts.
      if (what === '') for (const key of awaiting.keys()) if (key.startsWith(thing)) awaiting.delete(key);
      awaiting.set(`${thing}${what}`, rows);
    },
    journal: (row) => void collected.entries.push(row),
    job: (job) => void collected.jobs.push(job),
    deliver(contact, from) {
      if (sendsHere && from === undefined) called.set(contact.id, { contact: contact.id, lane: contact.channel });
      else collected.deliveries.push({ contact: contact.id, from });
    },
    called: () => [...called.values()],
    cursor: (source, value) => void collected.cursors.set(source, value),
    saveRenewal(renewal, contact, isNew) {
      const known = collected.renewals.get(renewal.id);
      collected.renewals.set(renewal.id, { renewal, contact, isNew: isNew || known?.isNew === true });
    },
    writeAhead,
    async flush(...of) {
      const { inserts, updates } = collected;
      if (of.length > 0 && ![inserts, updates, cargo].some((rows) => of.some((table) => rows.has(table)))) return;
      writeAhead();
      const jobs = enqueue(sql, parts.boss, collected, parts.clock);
      collected = nothing();
      await together([...begun, jobs]);
      begun.length = 0;
      for (const [table, rows] of cargo) await copyRows(sql, table, [...rows.values()]);
      cargo.clear();
    },
    settled: async () => void (await Promise.allSettled(begun)),
  };
}

/** Takes rows that are better copied out of what is written now, and what is to be changed in such rows with them. */
function load(cargo: Cargo, { inserts, updates }: Pick<Collected, 'inserts' | 'updates'>): void {
  for (const [table, rows] of inserts) {
    if (!isCargo(table, rows)) continue;
    const waiting = cargo.get(table) ?? new Map();
    for (const row of rows) waiting.set(row[keyOf(table)], row);
    cargo.set(table, waiting);
    inserts.delete(table);
  }
  for (const [table, waiting] of cargo)
    for (const [id, change] of updates.get(table) ?? []) {
      const row = waiting.get(id);
      if (!row) continue;
      Object.assign(row, change);
      updates.get(table)!.delete(id);
    }
}

/** The first number that is drawn locks its counter until the transaction ends; those that follow are counted here. */
function createCounters(sql: Transaction) {
  const drawn = new Map<string, { value: number; written: number }>();
  return {
    async next(name: string): Promise<number> {
      const known = drawn.get(name);
      if (known) {
        known.value += 1;
        return known.value;
      }
      const [row] = await prepared(
        sql,
        'insert into counters (name, value) values ($1, 1) on conflict (name) do update set value = counters.value + 1 returning value',
        [name],
      );
      drawn.set(name, { value: row!.value, written: row!.value });
      return row!.value;
    },
    write(): Promise<unknown>[] {
      const ahead = [...drawn].filter(([, { value, written }]) => value !== written);
      for (const [, counter] of ahead) counter.written = counter.value;
      return ahead.map(([name, { value }]) =>
        prepared(sql, 'update counters set value = $2 where name = $1', [name, value]),
      );
    },
  };
}

function write(
  sql: Transaction,
  { inserts, updates, awaiting, cursors }: Omit<Collected, 'renewals' | 'entries' | 'jobs' | 'deliveries'>,
  { clock }: WriteParts,
): Promise<unknown>[] {
  const rows = INSERT_ORDER.flatMap((table) =>
    sameKeys(inserts.get(table) ?? []).map((alike) => insertRows(sql, table, alike)),
  );
  const changes = [...updates].flatMap(([table, changed]) =>
    sameKeys([...changed.values()]).map((alike) => updateRows(sql, table, keyOf(table), alike)),
  );
  const places = [...cursors].map(([source, value]) =>
    prepared(
      sql,
      'insert into cursors (source, value, at) values ($1, $2, $3) on conflict (source) do update set value = excluded.value, at = excluded.at',
      [source, value, clock()],
    ),
  );
  return [...rows, ...changes, ...writeAwaits(sql, awaiting), ...places];
}

/** Rows of one table grouped by the columns they set, as they name them: one statement sets one list of columns. */
function sameKeys(rows: readonly Row[]): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = Object.keys(row).join();
    pushTo(groups, key, row);
  }
  return [...groups.values()];
}

function pushTo<K>(groups: Map<K, Row[]>, key: K, row: Row): void {
  const rows = groups.get(key);
  if (rows) rows.push(row);
  else groups.set(key, [row]);
}

async function enqueue(
  sql: Transaction,
  boss: PgBoss,
  { jobs, deliveries }: Collected,
  clock: () => Date,
): Promise<void> {
  const db = {
    executeSql: async (text: string, values?: unknown[]) => ({
      rows: [...(await prepared(sql, text, values ?? []))],
    }),
  };
  const unique = new Map([...jobs, ...deliveryJobs(deliveries)].map((job) => [JSON.stringify(job), job]));
  for (const [queue, some] of Map.groupBy(unique.values(), (job) => job.queue))
    await boss.insert(
      queue,
      some.map(({ data, startAfter }) => ({
        data,
        ...(startAfter ? { startAfter: queueTime(startAfter, clock) } : {}),
      })),
      { db },
    );
}

/** Contacts of one job: a hundred answers cost a few rows, and several workers still share them. */
const CONTACTS_OF_A_JOB = 20;

function deliveryJobs(deliveries: readonly Delivery[]) {
  const byMoment = Map.groupBy(deliveries, ({ from }) => from?.getTime());
  return [...byMoment.values()].flatMap((some) => {
    const contacts = [...new Set(some.map(({ contact }) => contact))];
    return Array.from({ length: Math.ceil(contacts.length / CONTACTS_OF_A_JOB) }, (_, at) => ({
      queue: 'deliver' as const,
      data: { contacts: contacts.slice(at * CONTACTS_OF_A_JOB, (at + 1) * CONTACTS_OF_A_JOB) },
      startAfter: some[0]!.from,
    }));
  });
}
