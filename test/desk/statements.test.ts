import { afterAll, beforeAll, expect, test } from 'vitest';
import { inboundOf } from '../../bots/inbound.ts';
import { createKeyring } from '../../src/seal.ts';
import { BOT, ROUNDS, seedApplicants, updates } from '../bench/channels/dialogue.ts';
import { recording } from '../bench/channels/writes.ts';
import { type Entrance, enter } from '../bench/ground.ts';
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
  const twice = transactions.flatMap((writes) => {
    const texts = writes.map(({ text }) => text);
    return texts.filter((text, at) => texts.indexOf(text) !== at);
  });
  expect(twice).toEqual([]);
});
