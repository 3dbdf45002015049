import type { PgBoss } from 'pg-boss';
import type { AwaitRow, Job, JournalRow, Store, TableName, Tx } from '../src/desk/store.ts';
import type { Renewal } from '../src/renewal/renewal.ts';
import type { Keyring } from '../src/seal.ts';
import { together } from '../src/together.ts';
import type { Sql, Transaction } from './connect.ts';
import { append } from './journal.ts';
import { patiently } from './patience.ts';
import * as people from './people.ts';
import { queueTime } from './queues.ts';
import { newRenewalRow, renewalRow, renewalsById, renewalsOf } from './renewals.ts';
import { insertRows, prepared, type Row, updateRows } from './rows.ts';
import * as talk from './talk.ts';

export type StoreParts = { sql: Sql; boss: PgBoss; keyring: Keyring; clock: () => Date; settings: () => unknown };

/** The desk's store on Postgres: one transaction per call, set-based writes at its end, jobs enqueued inside it. */
export function createStore(parts: StoreParts): Store {
  return {
    transact: (work) =>
      patiently(() =>
        parts.sql.begin(async (sql) => {
          const tx = openTransaction(sql as unknown as Transaction, parts);
          const result = await work(tx);
          await tx.flush();
          return result;
        }),
      ) as never,
  };
}

/** Tables in the order in which rows may refer to each other. */
const INSERT_ORDER: readonly TableName[] = [
  'applicants',
  'data_versions',
  'certificates',
  'keys',
  'renewals',
  'contacts',
  'messages',
  'raw_messages',
  'questions',
  'choices',
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

function openTransaction(sql: Transaction, { boss, keyring, clock, settings }: StoreParts): Tx {
  const inserts = new Map<TableName, Row[]>();
  const updates = new Map<TableName, Map<string, Row>>();
  const awaiting = new Map<string, readonly AwaitRow[]>();
  const entries: JournalRow[] = [];
  const jobs: Job[] = [];
  const cursors = new Map<string, string>();
  const renewals = new Map<string, { renewal: Renewal; contact: string | undefined; isNew: boolean }>();

  return {
    received: (keys) => talk.received(sql, keys),
    copies: (keys) => talk.copies(sql, keys),
    contactsAt: (addresses, language) => people.contactsAt(sql, addresses, language, clock()),
    contacts: (ids) => people.contactsById(sql, ids),
    contactsOf: (ids) => people.contactsOf(sql, ids),
    applicants: (ids) => people.applicants(sql, keyring, ids),
    renewalsOf: (ids) => renewalsOf(sql, keyring, ids),
    renewals: (ids) => renewalsById(sql, keyring, ids),
    findApplicant: (kind, value) => people.findApplicant(sql, keyring, kind, value, clock()),
    certificateBySerial: async (serial) =>
      (await prepared(sql, `select ${people.CERTIFICATE} from certificates where serial = $1`, [serial])).map(
        people.certificateOf,
      ),
    certificates: (ids) => people.certificates(sql, ids),
    choices: (ids) => talk.choices(sql, ids),
    choicesOf: (message) => talk.choicesOf(sql, message),
    questions: (ids) => talk.questions(sql, ids),
    latestQuestions: (ids) => talk.latestQuestions(sql, ids),
    questionsOfMessages: (ids) => talk.questionsOfMessages(sql, ids),
    sentByToken: (tokens) => talk.sentByToken(sql, tokens),
    sentAs: (names) => talk.sentAs(sql, names),
    latestCode: (contact) => talk.latestCode(sql, contact),
    codesSince: (since, by) => talk.codesSince(sql, since, by),
    repliesSince: (contacts, since) => talk.repliesSince(sql, contacts, since),
    link: (by) => talk.link(sql, by, clock()),
    document: (id) => talk.document(sql, id),
    message: (id) => talk.message(sql, keyring, id),
    albumOf: (contact, album) => talk.albumOf(sql, contact, album),
    hasActedSince: (contact, at) => talk.hasActedSince(sql, contact, at),
    unplaced: (contact) => talk.unplaced(sql, contact),
    keySeen: async (spki) =>
      (await sql`select renewal from keys where spki = ${spki}`).map(
        (row) => people.withoutNulls(row) as { renewal?: string },
      )[0],
    revocation: async (id) =>
      (
        await sql`select r.id, r.certificate, r.applicant, r.reason, r.state, r.asked_by, c.serial, c.issuer from revocations r join certificates c on c.id = r.certificate where r.id = ${id} for update of r`
      )[0] as never,
    issueRequest: async (id) =>
      (
        await sql`select id, renewal, number, content, state from issue_requests where id = ${id} for update`
      )[0] as never,
    previews: async () => (await sql`select id from notices where state = 'preview'`).map(({ id }) => id as string),
    notices: (of) => talk.notices(sql, of),
    vouchesFor: async (contact, renewal) =>
      (await sql`select operator, decision from decisions where subject = 'vouch' and renewal = ${renewal} and content = ${contact} order by at`) as never,
    content: (id) => talk.content(sql, keyring, id),
    waitingForOperators: async () =>
      (await sql`select count(*)::int as count from awaits where who = 'operator'`)[0]!.count,
    awaitedBefore: async (rows, at) =>
      new Set(
        (
          await prepared(
            sql,
            `select a.kind, a.ref, a.what from awaits a join json_to_recordset($1::text::json) as w(kind text, ref text, what text) using (kind, ref, what)
             where a.kind <> 'renewal' and a.since < $2`,
            [JSON.stringify(rows), at],
          )
        ).map((row) => `${row.kind}\n${row.ref}\n${row.what}`),
      ),
    next: async (counter) =>
      (
        await sql`insert into counters (name, value) values (${counter}, 1) on conflict (name) do update set value = counters.value + 1 returning value`
      )[0]!.value,

    insert(table, row) {
      pushTo(inserts, table, row);
    },
    update(table, row) {
      const rows = updates.get(table) ?? new Map<string, Row>();
      const { id, ...values } = row;
      rows.set(id, { ...rows.get(id), [KEYS[table] ?? 'id']: id, ...values });
      updates.set(table, rows);
    },
    awaits(kind, ref, rows, what = '') {
      const thing = `${kind}\n${ref}\n`;
      // The whole takes the place of its parts.
      if (what === '') for (const key of awaiting.keys()) if (key.startsWith(thing)) awaiting.delete(key);
      awaiting.set(`${thing}${what}`, rows);
    },
    journal: (row) => void entries.push(row),
    job: (job) => void jobs.push(job),
    cursor: (source, value) => void cursors.set(source, value),
    saveRenewal(renewal, contact, isNew) {
      renewals.set(renewal.id, { renewal, contact, isNew: isNew || renewals.get(renewal.id)?.isNew === true });
    },
    async flush() {
      const now = clock();
      for (const { renewal, contact, isNew } of renewals.values()) {
        const row = renewalRow(keyring, renewal, contact, now);
        if (isNew) pushTo(inserts, 'renewals', { ...row, ...newRenewalRow(renewal, settings()) });
        else this.update('renewals', row as Row & { id: string });
      }
      // On their way behind one another: the database works on one while the next is made ready. The journal looks up its
      // chains' heads first and hashes meanwhile.
      const journal = append(sql, entries);
      const rows = INSERT_ORDER.flatMap((table) =>
        sameKeys(inserts.get(table) ?? []).map((alike) => insertRows(sql, table, alike)),
      );
      const changes = [...updates].flatMap(([table, changed]) =>
        sameKeys([...changed.values()]).map((alike) => updateRows(sql, table, KEYS[table] ?? 'id', alike)),
      );
      const places = [...cursors].map(
        ([source, value]) =>
          sql`insert into cursors (source, value, at) values (${source}, ${value}, ${now}) on conflict (source) do update set value = excluded.value, at = excluded.at`,
      );
      const written = [...rows, ...changes, ...writeAwaits(sql, awaiting), ...places, enqueue(sql, boss, jobs, clock)];
      await together([...written, journal]);
      for (const collected of [inserts, updates, awaiting, cursors, renewals]) collected.clear();
      entries.length = 0;
      jobs.length = 0;
    },
  };
}

/** Rows of one table grouped by the columns they set, since one statement sets one list of columns. */
function sameKeys(rows: readonly Row[]): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = Object.keys(row).sort().join();
    pushTo(groups, key, row);
  }
  return [...groups.values()];
}

function pushTo<K>(groups: Map<K, Row[]>, key: K, row: Row): void {
  const rows = groups.get(key);
  if (rows) rows.push(row);
  else groups.set(key, [row]);
}

function writeAwaits(sql: Transaction, awaiting: ReadonlyMap<string, readonly AwaitRow[]>): Promise<unknown>[] {
  if (awaiting.size === 0) return [];
  const things = [...awaiting.keys()].map((key) => {
    const [kind, ref, what] = key.split('\n');
    return { kind, ref, what: what || null };
  });
  const kept = [...awaiting.values()].flat().filter(({ kind }) => kind !== 'renewal');
  // What is asked for again has waited since it was first asked for; a renewal knows its own times.
  const gone = prepared(
    sql,
    `delete from awaits a using json_to_recordset($1::text::json) as t(kind text, ref text, what text) where a.kind = t.kind and a.ref = t.ref and (t.what is null or a.what = t.what)
       and not exists (select 1 from json_to_recordset($2::text::json) as k(kind text, ref text, what text) where k.kind = a.kind and k.ref = a.ref and k.what = a.what)`,
    [JSON.stringify(things), JSON.stringify(kept.map(({ kind, ref, what }) => ({ kind, ref, what })))],
  );
  const rows = [...awaiting.values()].flat().map(({ primary, ...row }) => ({
    ...row,
    isPrimary: primary,
    applicant: row.applicant ?? null,
    detail: row.detail ?? null,
  }));
  return [gone, insertRows(sql, 'awaits', rows, 'nothing')];
}

async function enqueue(sql: Transaction, boss: PgBoss, jobs: readonly Job[], clock: () => Date): Promise<void> {
  const db = {
    executeSql: async (text: string, values?: unknown[]) => ({
      rows: [...(await prepared(sql, text, values ?? []))],
    }),
  };
  for (const queue of new Set(jobs.map((job) => job.queue))) {
    const unique = new Map(
      jobs.filter((job) => job.queue === queue).map((job) => [JSON.stringify([job.data, job.startAfter]), job]),
    );
    await boss.insert(
      queue,
      [...unique.values()].map(({ data, startAfter }) => ({
        data,
        ...(startAfter ? { startAfter: queueTime(startAfter, clock) } : {}),
      })),
      { db },
    );
  }
}
