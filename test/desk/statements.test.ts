import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inboundOf } from '../../bots/inbound.ts';
import { connect, type Sql } from '../../db/connect.ts';
import { createStore } from '../../db/store.ts';
import { deskSettings } from '../../src/compose/settings.ts';
import { readConfig } from '../../src/config.ts';
import { createDesk } from '../../src/desk/receive.ts';
import { createRequestReader } from '../../src/issuance/request/csr.ts';
import { silent } from '../../src/log.ts';
import { createKeyring } from '../../src/seal.ts';
import { BOT, ROUNDS, seedApplicants, updates } from '../bench/channels/dialogue.ts';
import { recording } from '../bench/channels/writes.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
let sql: Sql;
let boss: PgBoss;
beforeAll(async () => {
  database = await createTestDatabase();
  sql = connect(database.url, { max: 2 });
  boss = new PgBoss({ connectionString: database.url, max: 1, migrate: false, supervise: false, schedule: false });
  await boss.start();
});
afterAll(async () => {
  await boss.stop({ graceful: false });
  await sql.end();
  await database.drop();
});

/** Fewer than are written ahead. */
const CHATS = 9;

test('whatever the messages of a batch ask, it is written with one statement a table', async () => {
  const keyring = createKeyring(Buffer.alloc(32, 1));
  const settings = deskSettings(readConfig({}), { bot: BOT.username });
  const clock = () => new Date();
  const desk = (client = sql) =>
    createDesk({
      store: createStore({ sql: client, boss, keyring, clock, settings: () => settings }),
      keyring,
      clock,
      requests: createRequestReader(),
      settings,
      log: silent,
    });
  await seedApplicants({ desk, sql }, CHATS);
  const { client, transactions } = recording(sql);
  const door = desk(client);
  const said = updates(CHATS);
  for (let round = 0; round < ROUNDS; round++)
    await door.receive(
      said
        .slice(round * CHATS, (round + 1) * CHATS)
        .flatMap((update) => inboundOf(update, BOT, clock()) ?? [])
        .map((message) => ({ enter: 'message', message })),
    );
  expect(transactions).toHaveLength(ROUNDS);
  const twice = transactions.flatMap((writes) => {
    const texts = writes.map(({ text }) => text);
    return texts.filter((text, at) => texts.indexOf(text) !== at);
  });
  expect(twice).toEqual([]);
});
