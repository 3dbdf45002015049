import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { certificates } from '../../db/certificates.ts';
import { connect, type Sql } from '../../db/connect.ts';
import { createContactLeases } from '../../db/contact-leases.ts';
import { createChains } from '../../db/journal.ts';
import { createKeyboards } from '../../db/keyboards.ts';
import { createOutbox } from '../../db/outbox.ts';
import { applicants, contactsAt, contactsById, contactsOf } from '../../db/people.ts';
import { renewalsById, renewalsOf } from '../../db/renewals.ts';
import { insertRows } from '../../db/rows.ts';
import { latestQuestions, questions, questionsOfMessages, repliesSince } from '../../db/talk.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
/** One connection: what it has prepared can be looked at. */
let sql: Sql;
beforeAll(async () => {
  database = await createTestDatabase();
  sql = connect(database.url, { max: 1 });
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

const NOW = new Date('2026-11-25T08:00:00Z');
/** Postgres plans a prepared statement anew this often, before it looks whether that is worth it (PREPARE, Notes). */
const PLANNED_ANEW = 5;

test('statements that run with every message are planned once, however many they are for', async () => {
  const outbox = createOutbox({ sql, boss: undefined as never, clock: () => NOW });
  const leases = createContactLeases(sql);
  const keyboards = createKeyboards({ sql, keyring: undefined as never });
  for (let run = 1; run <= PLANNED_ANEW * 2; run++) {
    const contacts = Array.from({ length: run % 4 || 1 }, () => randomUUID());
    await Promise.all(
      contacts.map(async (contact) => {
        await leases.take(contact);
        await outbox.next(contact);
        await keyboards.armed(contact, []);
        await leases.release(contact);
      }),
    );
    await latestQuestions(sql, contacts);
    await createChains(sql).lookUp(contacts);
    await applicants(sql, undefined as never, contacts);
    await renewalsOf(sql, undefined as never, contacts);
    await contactsOf(sql, contacts);
    await contactsById(sql, contacts);
    await certificates(sql, contacts);
    await renewalsById(sql, undefined as never, contacts);
    await questions(sql, contacts);
    await questionsOfMessages(sql, contacts);
    await repliesSince(sql, contacts, NOW);
    await contactsAt(
      sql,
      contacts.map((value) => ({ channel: 'mail' as const, value })),
      'id',
      NOW,
    );
  }
  const statements = await sql`select statement, custom_plans::int from pg_prepared_statements
    where custom_plans + generic_plans >= ${PLANNED_ANEW * 2}`;
  expect(statements.map(({ statement }) => statement.slice(0, 60)).join('\n')).toMatch(
    /^(?=.*from leases)(?=.*into leases)(?=.*chat)/s,
  );
  expect(statements.length).toBeGreaterThanOrEqual(17);
  expect(statements.filter(({ customPlans }) => customPlans > PLANNED_ANEW)).toEqual([]);
  // Planned in an empty office, and kept while it grows: everybody is found by his key, not by a look at all of them.
  for (const { statement } of statements) {
    const plan = (await sql.unsafe(`explain (generic_plan) ${statement}`)).map((line) => Object.values(line)[0]);
    expect
      .soft(plan.join('\n'))
      .not.toMatch(
        /Seq Scan on (?:contacts|messages|questions|journal|applicants|certificates|renewals|data_versions)|Filter: \(id = /,
      );
  }
});

test('buttons are found for each chat that asks, in every chat of its person, but not on what was just sent', async () => {
  const keyboards = createKeyboards({ sql, keyring: undefined as never });
  const [siti, alone, silent] = [randomUUID(), randomUUID(), randomUUID()];
  const contact = (channel: string, applicant: string | null = null) => ({
    id: randomUUID(),
    channel,
    address: randomUUID(),
    applicant,
    standing: applicant ? 'bound' : 'claimed',
    state: {},
    speaker: 'assistant',
    createdAt: NOW,
  });
  const chats = [contact('telegram', siti), contact('telegram', siti), contact('mail', siti)];
  const [phone, tablet, mail] = chats;
  const stranger = { ...contact('telegram'), id: alone };
  const other = { ...contact('telegram'), id: silent };
  await insertRows(sql, 'contacts', [...chats, stranger, other]);
  const asked = [phone!, tablet!, mail!, stranger].map(({ id }) => ({
    id: randomUUID(),
    contact: id,
    question: randomUUID(),
  }));
  await insertRows(
    sql,
    'messages',
    asked.map((message) => ({
      ...message,
      direction: 'out',
      author: 'assistant',
      body: 'Bersediakah Anda?',
      detail: {},
      state: 'sent',
      choices: [{ label: 'Ya' }],
      sentAs: `as ${message.id}`,
      attempts: 1,
      at: NOW,
    })),
  );
  await insertRows(
    sql,
    'questions',
    asked.map(({ id, contact, question }) => ({
      id: question,
      contact,
      message: id,
      what: 'consent',
      revision: 0,
      about: '',
      askedAt: NOW,
    })),
  );
  const found = await Promise.all([
    keyboards.armed(randomUUID(), []), // goes alone; those behind it are gathered
    keyboards.armed(phone!.id, []),
    keyboards.armed(mail!.id, []),
    keyboards.armed(alone, [asked[3]!.id]),
    keyboards.armed(silent, []),
  ]);
  const both = [asked[0]!.id, asked[1]!.id].sort();
  expect(found.map((armed) => armed.map(({ message }) => message).sort())).toEqual([[], both, both, [], []]);
  const [first] = (await keyboards.armed(alone, []))!;
  expect(first).toMatchObject({ chat: stranger.address, sentAs: `as ${asked[3]!.id}`, question: { contact: alone } });
});
