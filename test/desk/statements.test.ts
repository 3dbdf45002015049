import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inboundOf } from '../../bots/inbound.ts';
import type { Entry, ImportRow, Outcome } from '../../src/desk/entry.ts';
import type { Data } from '../../src/renewal/renewal.ts';
import { createKeyring } from '../../src/seal.ts';
import { BOT, ROUNDS, seedApplicants, updates } from '../bench/channels/dialogue.ts';
import { recording } from '../bench/channels/writes.ts';
import { type Entrance, enter } from '../bench/ground.ts';
import { lockWaits } from '../support/locks.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
let entrance: Entrance;
beforeAll(async () => {
  database = await createTestDatabase();
  entrance = await enter(database.url, createKeyring(Buffer.alloc(32, 1)));
});
afterAll(async () => {
  await entrance.close();
  await database.drop();
});

/** Fewer than are written ahead. */
const CHATS = 9;

/** What a transaction wrote with more than one statement. */
const twice = (writes: readonly { readonly text: string }[]) => {
  const texts = writes.map(({ text }) => text);
  return texts.filter((text, at) => texts.indexOf(text) !== at);
};

test('whatever the messages of a batch ask, it is written with one statement a table', async () => {
  await seedApplicants(entrance, CHATS);
  const { client, transactions } = recording(entrance.sql);
  const door = entrance.desk(client);
  const said = updates(CHATS);
  for (let round = 0; round < ROUNDS; round++)
    await door.receive(
      said
        .slice(round * CHATS, (round + 1) * CHATS)
        .flatMap((update) => inboundOf(update, BOT, new Date()) ?? [])
        .map((message) => ({ enter: 'message', message })),
    );
  expect(transactions).toHaveLength(ROUNDS);
  expect(transactions.flatMap(twice)).toEqual([]);
});

const operator = { id: '00000000-0000-4000-8000-000000000001', name: 'Rina' };
const entered = (act: ImportRow): Entry => ({ enter: 'operator', operator, act });
const applicantRow = (at: number, changes: Partial<Data> = {}) => ({
  act: 'import-applicant' as const,
  data: {
    nik: `137102150385${1000 + at}`,
    nip: `198503152011011${String(at + 1).padStart(3, '0')}`,
    name: `Orang ${at} Contoh`,
    email: `orang.impor.${at}@contohprov.example`,
    ...changes,
  },
});
const certificateRow = (at: number): ImportRow => ({
  act: 'import-certificate',
  nip: applicantRow(at).data.nip,
  certificate: {
    serial: (0xabcd00 + at).toString(16),
    notAfter: new Date('2027-03-01T00:00:00Z'),
    evidence: 'number',
    state: 'valid',
    issuer: 'ams',
  },
});

test('whatever the rows of an import say, they are written with one statement a table', async () => {
  const { client, transactions } = recording(entrance.sql);
  const door = entrance.desk(client);
  const rows = Array.from({ length: CHATS }, (_, at) => at);
  for (const row of [applicantRow, certificateRow]) {
    const outcomes = await door.receive(rows.map((at) => entered(row(at))));
    expect(outcomes.every((outcome) => 'done' in outcome)).toBe(true);
    expect(await door.receive(rows.map((at) => entered(row(at))))).toEqual(rows.map(() => ({ refused: 'already' })));
  }
  expect(transactions.flatMap(twice)).toEqual([]);
});

const idOf = (outcome: Outcome | undefined): string => (outcome as { id: string }).id;

test('of rows that two operators bring at once the second sees what became of the first', async () => {
  const door = entrance.desk();
  const first = applicantRow(100);
  const { nik, email } = applicantRow(101).data;
  // The first is taken in by itself; those that come meanwhile are one transaction.
  const outcomes = await Promise.all(
    [first, applicantRow(101), applicantRow(102, { nik }), applicantRow(103, { email }), applicantRow(101)].map(
      async (row) => (await door.receive([entered(row)]))[0],
    ),
  );
  expect(outcomes).toMatchObject([
    { done: true },
    { done: true },
    { refused: 'exists', why: 'nik', whose: idOf(outcomes[1]) },
    { refused: 'exists', why: 'email', whose: idOf(outcomes[1]) },
    { refused: 'already' },
  ]);
});

test('a certificate that comes with its holder, each from another operator, finds him', async () => {
  const door = entrance.desk();
  const outcomes = await Promise.all(
    [applicantRow(110), applicantRow(111), certificateRow(111)].map(
      async (row) => (await door.receive([entered(row)]))[0],
    ),
  );
  expect(outcomes).toMatchObject([{ done: true }, { done: true }, { done: true }]);
});

test('of two processes that take the same person in at once the second finds him on record', async () => {
  const row = applicantRow(120);
  const outcomes: Promise<Outcome[]>[] = [];
  await entrance.sql
    .begin(async (sql) => {
      // Both have looked whom they know, and wait for his address.
      await sql`insert into contacts ${sql({ id: randomUUID(), channel: 'mail', address: row.data.email, standing: 'claimed', state: '{}', speaker: 'assistant', lastOut: 0, createdAt: new Date() })}`;
      for (const door of [entrance.desk(), entrance.desk()]) outcomes.push(door.receive([entered(row)]));
      await lockWaits(entrance.sql, 2);
      throw new Error('taken back');
    })
    .catch(() => {});
  expect((await Promise.all(outcomes)).flat()).toEqual(
    expect.arrayContaining([expect.objectContaining({ done: true }), { refused: 'already' }]),
  );
});
