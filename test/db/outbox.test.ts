import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { createOutbox } from '../../db/outbox.ts';
import type { Outbox } from '../../src/desk/sending/outbox.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await createTestDatabase();
  sql = connect(database.url, { max: 2 });
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

const NOW = new Date('2026-11-25T08:00:00Z');
/** Short enough to see it run out, and long enough to be renewed on a busy machine. */
const LEASE_MS = 1_200;

const outboxOn = (on: Sql, leaseMs?: number): Outbox =>
  createOutbox({ sql: on, boss: undefined as never, clock: () => NOW, leaseMs });

async function until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
  for (const deadline = performance.now() + 20_000; ; await pause(20)) {
    const found = await look();
    if (found) return found;
    if (performance.now() > deadline) throw new Error(`never came true: ${what}`);
  }
}
const leaseOf = async (contact: string) =>
  (await sql`select holder, until, until - now() as left from leases where name = ${`deliver:${contact}`}`)[0];

test('what came back before it was written down as sent stays what it is', async () => {
  const outbox = outboxOn(sql);
  const [contact, message] = [randomUUID(), randomUUID()];
  await sql`insert into contacts (id, channel, address, standing, state, created_at) values (${contact}, 'mail', 'a@b.example', 'claimed', '{}', ${NOW})`;
  await sql`insert into messages (id, contact, direction, author, number, body, detail, state, next_try_at, at)
    values (${message}, ${contact}, 'out', 'assistant', 1, 'Halo', '{}', 'queued', ${NOW}, ${NOW})`;
  await outbox.lease(contact);
  const queued = (await outbox.next(contact))!;
  await sql`update messages set state = 'failed', why = 'bounced' where id = ${message}`;
  await outbox.settle(queued, { state: 'sent', attempts: 1, sentAs: '<one@x.example>' });
  expect((await sql`select state, why from messages where id = ${message}`)[0]).toEqual({
    state: 'failed',
    why: 'bounced',
  });
  expect(await leaseOf(contact)).toBeUndefined();
});

test('a contact is drained by one process at a time, and another one is told so', async () => {
  const [one, other] = [outboxOn(sql), outboxOn(sql)];
  const contact = randomUUID();
  expect(await one.lease(contact)).toBe(true);
  expect(await other.lease(contact)).toBe(false);
  expect([one.holds(contact), other.holds(contact)]).toEqual([true, false]);
  await one.release(contact);
  expect(one.holds(contact)).toBe(false);
  expect(await other.lease(contact)).toBe(true);
  await other.release(contact);
});

test('a drain that takes longer than its lease keeps it, and nobody gets in between', async () => {
  const [one, other] = [outboxOn(sql, LEASE_MS), outboxOn(sql, LEASE_MS)];
  const contact = randomUUID();
  await one.lease(contact);
  const { until: first } = (await leaseOf(contact))!;
  await until('the lease that it took has passed', async () => {
    expect(await other.lease(contact)).toBe(false);
    const [passed] = await sql`select now() > ${first}::timestamptz as so`;
    return passed!.so;
  });
  expect(one.holds(contact)).toBe(true);
  expect(await one.next(contact)).toBeUndefined();
  await one.release(contact);
  expect(await leaseOf(contact)).toBeUndefined();
});

test('a process that no longer reaches the database has stopped sending before another one begins', async () => {
  const cut = connect(database.url, { max: 1 });
  const [one, other] = [outboxOn(cut, LEASE_MS), outboxOn(sql, LEASE_MS)];
  const contact = randomUUID();
  await one.lease(contact);
  await cut.end();
  await until('the other one has it', async () => {
    const leased = await other.lease(contact);
    expect(leased && one.holds(contact)).toBe(false);
    return leased;
  });
  await expect(one.next(contact)).rejects.toThrow('busy');
  await other.release(contact);
});

test('one that was paused until another had its contact learns of it, and takes nothing back', async () => {
  const [one, other] = [outboxOn(sql, LEASE_MS), outboxOn(sql)];
  const contact = randomUUID();
  await one.lease(contact);
  await sql`update leases set until = now() where name = ${`deliver:${contact}`}`;
  expect(await other.lease(contact)).toBe(true);
  await until('it has noticed', async () => !one.holds(contact));
  await expect(one.next(contact)).rejects.toThrow('busy');
  await one.release(contact);
  expect(await one.lease(contact)).toBe(false);
  await other.release(contact);
});

test('contacts that are asked for together are answered each in its place', async () => {
  const [one, other] = [outboxOn(sql), outboxOn(sql)];
  const [mine, his, free] = [randomUUID(), randomUUID(), randomUUID()];
  await other.lease(his);
  expect(await Promise.all([mine, his, free].map((contact) => one.lease(contact)))).toEqual([true, false, true]);
  await Promise.all([one.release(mine), one.release(free), other.release(his)]);
});

test('with the last message its contact is given back, in one moment; before that nobody else has it', async () => {
  const [one, other] = [outboxOn(sql), outboxOn(sql)];
  const contact = randomUUID();
  await sql`insert into contacts (id, channel, address, standing, state, speaker, created_at)
    values (${contact}, 'telegram', ${contact}, 'claimed', '{}', 'assistant', ${NOW})`;
  for (const number of [1, 2, 3])
    await sql`insert into messages (id, contact, direction, author, number, body, detail, state, next_try_at, at)
      values (${randomUUID()}, ${contact}, 'out', 'assistant', ${number}, 'halo', '{}', 'queued', ${NOW}, ${NOW})`;
  const drained = async (state: 'sent' | 'queued') => {
    const message = (await one.next(contact))!;
    await one.settle(message, { state, attempts: 1, ...(state === 'sent' ? { sentAs: '7' } : { nextTryAt: NOW }) });
    return { more: message.more, held: (await leaseOf(contact)) !== undefined, holds: one.holds(contact) };
  };
  await one.lease(contact);
  expect(await drained('sent')).toEqual({ more: true, held: true, holds: true });
  // It waits for its retry, and so does the one behind it: nobody may send it before that is known to be on record.
  expect(await drained('queued')).toEqual({ more: true, held: true, holds: true });
  await one.release(contact);
  await one.lease(contact);
  expect(await drained('sent')).toEqual({ more: true, held: true, holds: true });
  expect(await drained('sent')).toEqual({ more: false, held: false, holds: false });
  expect(await other.lease(contact)).toBe(true);
  await one.release(contact);
  expect(other.holds(contact) && (await leaseOf(contact)) !== undefined).toBe(true);
});

test('left behind is what was due before the moment asked for, is first in its order, and nobody is at', async () => {
  const [one, other] = [outboxOn(sql), outboxOn(sql)];
  const ago = (ms: number) => new Date(NOW.getTime() - ms);
  const queued = async (contact: string, number: number, nextTryAt: Date) =>
    sql`insert into messages (id, contact, direction, author, number, body, detail, state, next_try_at, at)
      values (${randomUUID()}, ${contact}, 'out', 'assistant', ${number}, 'halo', '{}', 'queued', ${nextTryAt}, ${NOW})`;
  const [left, fresh, waiting, held] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await queued(left, 1, ago(15_000));
  await queued(fresh, 1, ago(14_000));
  await queued(waiting, 1, ago(-3_600_000));
  await queued(waiting, 2, ago(60_000));
  await queued(held, 1, ago(60_000));
  await one.lease(held);
  expect(await other.overdue(ago(15_000))).toEqual([left]);
  await one.release(held);
  expect(await other.overdue(ago(15_000))).toEqual([held, left]);
  expect(await other.overdue(NOW)).toEqual([held, left, fresh]);
});

test('a message says whether buttons stand in a chat of its person, so that nobody looks for them elsewhere', async () => {
  const outbox = outboxOn(sql);
  const [siti, budi] = [randomUUID(), randomUUID()];
  const contacts = [
    ['telegram', siti],
    ['mail', siti],
    ['telegram', budi],
  ] as const;
  const [chat, mailbox, stranger] = await Promise.all(
    contacts.map(async ([channel, applicant]) => {
      const id = randomUUID();
      await sql`insert into contacts (id, channel, address, applicant, standing, state, speaker, created_at)
        values (${id}, ${channel}, ${id}, ${applicant}, 'bound', '{}', 'assistant', ${NOW})`;
      for (const number of [1, 2])
        await sql`insert into messages (id, contact, direction, author, number, body, detail, choices, state, next_try_at, at)
          values (${randomUUID()}, ${id}, 'out', 'assistant', ${number}, 'halo', '{}', ${sql.json([{ label: 'Ya' }])}, 'queued', ${NOW}, ${NOW})`;
      return id;
    }),
  );
  const armed = async () =>
    (await Promise.all([chat!, mailbox!, stranger!].map((contact) => outbox.next(contact)))).map((next) => next?.armed);
  expect(await armed()).toEqual([false, false, false]);
  await outbox.settle((await outbox.next(chat!))!, { state: 'sent', attempts: 1, sentAs: '7' });
  expect(await armed()).toEqual([true, true, false]);
  await sql`update messages set detail = '{"disarmed": true}' where contact = ${chat!} and state = 'sent'`;
  expect(await armed()).toEqual([false, false, false]);
});
