import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { erase } from '../../db/erasure.ts';
import { createKeyring } from '../../src/seal.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

/**
 * A row of every kind about one person, with a mark of his in each column that can hold words, however it came there. What
 * is still marked after his erasure has to be named here, with why.
 */

const MARK = 'zeolit';
/** What is another person's, in rows beside his. */
const OTHERS = 'andesit';
const NOW = new Date('2026-11-25T08:00:00Z');
const keyring = createKeyring(Buffer.alloc(32, 7));

let database: TestDatabase;
let owner: Sql;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = connect(database.ownerUrl, { max: 2 });
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

type Values = Readonly<Record<string, unknown>>;
type Column = { readonly columnName: string; readonly dataType: string };
const HOLDS_WORDS = ['text', 'jsonb', 'bytea'];

const columnsOf = async (table: string): Promise<Column[]> =>
  owner`select column_name, data_type from information_schema.columns
    where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER' and is_identity = 'NO'`;

/** Words in every column that takes some, each its own, so that no two rows are one. */
function filled({ columnName, dataType }: Column, word: string): unknown {
  const words = `${word} ${randomUUID()}`;
  if (dataType === 'text') return words;
  if (dataType === 'jsonb') return { words };
  if (dataType === 'bytea') return `\\x${Buffer.from(words).toString('hex')}`;
  if (dataType === 'uuid') return randomUUID();
  if (dataType.startsWith('timestamp')) return NOW;
  return dataType === 'boolean' ? false : columnName === 'number' ? randomInt(1e9) : 1;
}

async function add(table: string, values: Values = {}, word = MARK): Promise<string> {
  const columns = await columnsOf(table);
  const row: Values = {
    ...Object.fromEntries(columns.map((each) => [each.columnName, filled(each, word)])),
    ...values,
  };
  const names = columns.map(({ columnName }) => `"${columnName}"`).join(', ');
  await owner.unsafe(
    `insert into "${table}" (${names}) select ${names} from json_populate_record(null::"${table}", $1::text::json)`,
    [JSON.stringify(row)],
  );
  return row.id as string;
}

/** What of a renewal's facts somebody wrote; the others are moments, codes, hashes and ids. */
const FACTS = {
  change: { fields: { name: MARK } },
  kept: [{ name: MARK }],
  returned: { to: 'letter', instruction: MARK },
};

/** Each way in which a row may be about him is a row of its own; all the rest of it points to others. */
async function seed(): Promise<string> {
  const applicant = await add('applicants', { stopped: null, erased_at: null });
  const other = await add('applicants', {}, OTHERS);
  const contact = await add('contacts', { applicant, unreachable: null });
  const certificate = await add('certificates', { applicant });
  await add('data_versions', { applicant });
  await add('certificate_evidence', { certificate });
  await add('keys');
  const renewal = await add('renewals', { applicant, certificate, facts: FACTS });
  const said = await add('messages', { applicant, state: 'queued', direction: 'out' });
  const heard = await add('messages', { applicant: null, contact, state: 'fault', direction: 'in' });
  // In his chat another one wrote about himself.
  await add('messages', { applicant: other, contact }, OTHERS);
  for (const message of [said, heard]) {
    await add('raw_messages', { message });
    await add('documents', { message });
  }
  await add('documents', { renewal });
  await add('document_views', { document: await add('documents', { applicant }) });
  await add('questions', { contact, answered_at: null });
  await add('codes', { contact });
  for (const table of GO) {
    await add(table, { applicant });
    await add(table, { applicant: other }, OTHERS);
  }
  const revocation = await add('revocations', { applicant, certificate });
  for (const ref of [said, heard, renewal, contact, revocation, certificate]) {
    const fault = await add('faults', { ref, resolved_at: null });
    for (const each of [ref, fault]) await add('awaits', { ref: each });
  }
  await add('notices', { certificate });
  for (const table of ['events', 'decisions', 'issue_requests']) await add(table, { renewal });
  await add('journal', { chain: `applicant:${applicant}` });
  return applicant;
}

/** Rows that mean nothing without him. */
const GO = ['codes', 'links', 'sessions', 'awaits'];

/** Tables that say nothing of an applicant, or what a CA publishes. */
const OF_NOBODY = [
  ...['operators', 'blocked_keys', 'checkpoints', 'cursors', 'leases', 'counters'],
  ...['intents', 'issued', 'revoked', 'crls', 'responders', 'refusals', 'authorities'],
];

/** Codes, hashes and names of rows are nobody's words. */
const STAYS: Readonly<Record<string, string>> = {
  // A CA keeps what it certified, and of which keys it knows.
  certificates: 'serial issuer evidence state der spki revoked_for',
  certificate_evidence: 'evidence serial der spki',
  keys: 'spki source',
  issue_requests: 'id content state why',
  // What was decided and why is the office's account of itself. It stands in the copy of his data.
  decisions: 'subject decision content reason note',
  // References and keyed hashes alone, so that the chains stay whole.
  journal: 'actor entry refs previous hash',
  events: 'event payload refused',
  // Codes, and who of the office.
  data_versions: 'source by',
  contacts: 'channel',
  messages: 'author source external_id',
  document_views: 'by',
  questions: 'what about',
  renewals: 'number basis rules settings version outcome',
  revocations: 'reason state asked_by',
  faults: 'part code resolved_by',
  notices: 'state',
};

/** The columns in which this stands, by table. */
async function where(word: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { tablename } of await owner`select tablename from pg_tables where schemaname = 'public'`) {
    const columns: string[] = [];
    for (const { columnName, dataType } of await columnsOf(tablename)) {
      if (!HOLDS_WORDS.includes(dataType)) continue;
      const words = dataType === 'bytea' ? `encode("${columnName}", 'escape')` : `"${columnName}"::text`;
      if ((await owner.unsafe(`select 1 from "${tablename}" where ${words} like '%${word}%' limit 1`)).length > 0)
        columns.push(columnName);
    }
    if (columns.length > 0) found[tablename] = columns.join(' ');
  }
  return found;
}

const sorted = (found: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(found).map(([table, columns]) => [table, columns.split(' ').sort()]));

test('of an erased person no word is left that is not named here with its reason, in no column of any table', async () => {
  const applicant = await seed();
  const tables = await owner`select tablename from pg_tables where schemaname = 'public'`;
  const others = await where(OTHERS);
  // Whoever adds a table says here whose it is.
  const his = Object.keys({ ...(await where(MARK)), codes: '' });
  expect([...his, ...OF_NOBODY].sort()).toEqual(tables.map(({ tablename }) => tablename).sort());

  await owner.begin((sql) => erase(sql as never, keyring, applicant, NOW));
  expect(sorted(await where(MARK))).toEqual(sorted(STAYS));
  expect(await where(OTHERS)).toEqual(others);
  // One of the other person is left each.
  for (const table of GO) expect([table, await owner`select 1 from ${owner(table)}`]).toHaveProperty('1.length', 1);
  // And nothing of him waits or is asked.
  expect(await owner`select 1 from messages where state in ('queued', 'fault')`).toHaveLength(0);
  expect(await owner`select 1 from questions where answered_at is null`).toHaveLength(0);
  expect(await owner`select 1 from faults where resolved_at is null`).toHaveLength(0);
});
