import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { createOutbox } from '../../db/outbox.ts';
import type { Channel, Delivery, Outgoing } from '../../src/desk/ports.ts';
import type { Desk } from '../../src/desk/receive.ts';
import { drain } from '../../src/desk/sending/deliver.ts';
import { silent } from '../../src/log.ts';
import { createKeyring } from '../../src/seal.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await createTestDatabase();
  sql = connect(database.url, { max: 3 });
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

const NOW = new Date('2026-11-26T03:00:00Z');
const LEASE_MS = 600;
const clock = () => NOW;

/** Someone for whom two messages are queued; `drains` sends them by a channel that answers as it is told. */
async function waiting() {
  const contact = randomUUID();
  await sql`insert into contacts (id, channel, address, standing, state, created_at) values (${contact}, 'mail', ${`${contact}@x.example`}, 'on-record', '{}', ${NOW})`;
  const detail = sql.json({ language: 'id', files: [], always: false });
  for (const number of [1, 2])
    await sql`insert into messages (id, contact, direction, author, number, body, detail, state, next_try_at, at)
      values (${randomUUID()}, ${contact}, 'out', 'assistant', ${number}, ${`pesan ${number}`}, ${detail}, 'queued', ${NOW}, ${NOW})`;
  const sent: string[] = [];
  const drains = (answer: (message: Outgoing) => Promise<Delivery>) => {
    const mail: Channel = {
      name: 'mail',
      send(message) {
        sent.push(message.text.body);
        return answer(message);
      },
    };
    return drain(
      {
        outbox: createOutbox({ sql, boss: undefined as never, clock, leaseMs: LEASE_MS }),
        keyboards: undefined as never,
        channels: new Map([['mail', mail]]),
        keyring: createKeyring(Buffer.alloc(32, 1)),
        desk: { receive: async () => [] } as unknown as Desk,
        log: silent,
        clock,
        enclose: async () => [],
        linkUrl: () => '',
      },
      contact,
    );
  };
  return {
    contact,
    sent,
    drains,
    /** As another process takes it, whose predecessor was silent for too long. */
    async loses({ mayLeave }: Outgoing) {
      await sql`update leases set holder = 'another' where name = ${`deliver:${contact}`}`;
      while (mayLeave!()) await pause(10);
    },
    rows: async () =>
      (await sql`select state, attempts from messages where contact = ${contact} order by number`).map(
        ({ state, attempts }) => `${state} ${attempts}`,
      ),
  };
}

test('after its lease is lost a process writes down what has left, and sends nothing more', async () => {
  const { drains, loses, sent, rows } = await waiting();
  const draining = drains(async (message) => {
    await loses(message);
    return { sent: 'x1' };
  });
  await expect(draining).rejects.toThrow('busy');
  expect(sent).toEqual(['pesan 1']);
  expect(await rows()).toEqual(['sent 1', 'queued 0']);
});

test.each<Delivery>([
  { retryAt: NOW, why: 'w' },
  { unknown: true, why: 'w' },
  { unreachable: true, why: 'w' },
  { refused: true, why: 'w' },
])('what did not leave (%o) is for the other one to say, who may have sent it', async (delivery) => {
  const { contact, drains, loses, rows } = await waiting();
  const draining = drains(async (message) => {
    await loses(message);
    await sql`update messages set state = 'sent', attempts = 1 where contact = ${contact} and number = 1`;
    return delivery;
  });
  await expect(draining).rejects.toThrow('busy');
  expect(await rows()).toEqual(['sent 1', 'queued 0']);
});

test('as long as the lease is its own everything leaves, in order', async () => {
  const { drains, sent, rows, contact } = await waiting();
  await drains(async ({ id }) => ({ sent: id }));
  expect(sent).toEqual(['pesan 1', 'pesan 2']);
  expect(await rows()).toEqual(['sent 1', 'sent 1']);
  expect(await sql`select 1 from leases where name = ${`deliver:${contact}`}`).toEqual([]);
});

test('what was queued before an operator took over stays unsent, but for what always goes', async () => {
  const { contact, drains, sent, rows } = await waiting();
  await sql`update messages set detail = detail || '{"always":true}' where contact = ${contact} and number = 2`;
  await sql`update contacts set speaker = 'operator' where id = ${contact}`;
  await drains(async () => ({ sent: 'x1' }));
  expect(sent).toEqual(['pesan 2']);
  expect(await rows()).toEqual(['held 0', 'sent 1']);
});
