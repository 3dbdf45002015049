import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { createLease } from '../../db/leases.ts';
import { createListener, type Listener } from '../../mail/listener.ts';
import { silent } from '../../src/log.ts';
import { startMailServer } from '../../src/sandbox/mail/server.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { FROM, options } from './support.ts';

let database: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await createTestDatabase();
  sql = connect(database.url, { name: 'uji' });
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

test('of two processes at one mailbox one works it, and the other goes on where it stops', async () => {
  const server = await startMailServer({ system: { user: 'u', password: 'p', address: FROM } });
  const received: [who: string, subject: string | undefined][] = [];
  const cursors = new Map<string, string>();
  let look = () => {};
  const got = (count: number) =>
    new Promise<void>((resolve) => {
      look = () => received.length >= count && resolve();
      look();
    });
  const listen = (who: string): Listener =>
    createListener({
      ...options,
      account: { url: server.imapUrl },
      receive: async (batch, cursor) => {
        received.push(...batch.map(({ subject }) => [who, subject] as [string, string | undefined]));
        cursors.set(cursor.source, cursor.value);
        look();
      },
      cursor: async (source) => cursors.get(source),
      lease: createLease(sql, 'imap:uji'),
      log: silent,
      limits: { leaseRetryMs: 10 },
    });
  const write = (subject: string) => server.world.person('budi@pemprov.example').send({ subject, text: 'x' });

  const [first, second] = [listen('pertama'), listen('kedua')];
  try {
    first.start();
    await write('satu');
    await got(1);
    second.start();
    await write('dua');
    await got(2);
    expect(second.state().connected).toBe(false);
    await first.stop();
    await write('tiga');
    await got(3);
    expect(received).toEqual([
      ['pertama', 'satu'],
      ['pertama', 'dua'],
      ['kedua', 'tiga'],
    ]);
  } finally {
    await Promise.all([first.stop(), second.stop()]);
    await server.stop();
  }
});
