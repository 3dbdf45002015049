import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPoller, type Poller, type PollerOptions, type Receive } from '../../bots/poll.ts';
import { SECRET_HEADER, webhookHandler } from '../../bots/webhook.ts';
import { createLease } from '../../db/leases.ts';
import { telegramReceiver } from '../../src/compose/telegram.ts';
import type { Fields } from '../../src/log.ts';
import { silent } from '../../src/log.ts';
import { type Office, openOffice } from '../support/office.ts';
import { received, said } from '../support/talk.ts';
import { ALMOST_A_SECOND_MS, startTelegram, TOKEN, until } from '../support/telegram.ts';

/** Poll and webhook before the real desk and its database: whatever goes wrong between them, each update is taken once. */

const SECRET = 'rahasia';
const TIMING = { pollSeconds: 1, silenceMs: 5_000, firstRetryMs: 5, lastRetryMs: 20 };

let office: Office;
let receive: Receive;
beforeAll(async () => {
  // Only the desk: no poller of its own, and what it says stays in the queue.
  office = await openOffice({ env: { ROLES: 'desk' } });
  receive = telegramReceiver(office.house.desk, { name: 'telegram', send: async () => ({ sent: '' }) });
});
afterAll(() => office.close());

let telegram: Awaited<ReturnType<typeof startTelegram>>;
let bots = 0;
beforeEach(async () => {
  // A bot for each test: the ids of another bot's updates may be the same.
  telegram = await startTelegram({ token: TOKEN.replace('700100200', String(700100200 + bots++)) });
});
afterEach(() => telegram.stop());

const bodies = async (chat: number) => (await received(office, chat)).map(({ body }) => body);

describe('forty posts at once', () => {
  let hook: Server;
  let url: string;
  let handed: number;
  beforeEach(async () => {
    handed = 0;
    const handle = webhookHandler({
      client: telegram.client,
      secret: SECRET,
      clock: office.clock,
      log: silent,
      receive: (batch) => {
        handed += 1;
        return receive(batch);
      },
    });
    hook = createServer(getRequestListener(handle));
    await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/telegram`;
  });
  afterEach(async () => {
    hook.closeAllConnections();
    await new Promise((resolve) => hook.close(resolve));
  });

  const update = (update_id: number, chat: number, text: string) => ({
    update_id,
    message: { message_id: update_id, date: 1_800_000_000, chat: { id: chat, type: 'private' }, text },
  });
  const post = async (body: object) =>
    (await fetch(url, { method: 'POST', headers: { [SECRET_HEADER]: SECRET }, body: JSON.stringify(body) })).status;

  it('end in few transactions, are each on record once, and in the order of their ids within each chat', async () => {
    const chats = [8001, 8002, 8003, 8004];
    await post(update(1, 8000, 'halo'));
    handed = 0;
    // While one transaction is held up, the others gather behind it.
    const [locked, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const holding = office.sql.begin(async (sql) => {
      await sql`select 1 from contacts where address = '8000' for update`;
      locked.resolve();
      await held.promise;
    });
    await locked.promise;
    const first = post(update(2, 8000, 'menunggu'));
    await until(() => handed === 1, 'the first is under way');
    const updates = chats.flatMap((chat, c) =>
      Array.from({ length: 10 }, (_, i) => update(100 + i * 4 + c, chat, `pesan ${i}`)),
    );
    const shuffled = updates.toSorted((a, b) => ((a.update_id * 7919) % 41) - ((b.update_id * 7919) % 41));
    expect(shuffled).not.toEqual(updates);
    const posts = [...shuffled, ...shuffled.slice(0, 5)].map(post); // some are posted twice: nobody answered in time
    await until(() => handed === 46, 'all have arrived');
    held.resolve();
    await holding;
    expect(await Promise.all([first, ...posts])).toEqual(Array(46).fill(200));

    for (const chat of chats)
      expect(await inJournalOrder(chat)).toEqual(Array.from({ length: 10 }, (_, i) => `pesan ${i}`));
    const [{ count }] =
      (await office.sql`select count(distinct xmin::text)::int as count from messages where body like 'pesan %' and direction = 'in'`) as never as [
        { count: number },
      ];
    expect(count).toBeLessThanOrEqual(3);
  });

  it('are told to come again while the database is away, and are all taken when they do', async () => {
    const away = webhookHandler({
      client: telegram.client,
      secret: SECRET,
      clock: office.clock,
      log: silent,
      receive: async () => {
        throw new Error('the database is away');
      },
    });
    const request = () =>
      new Request(url, {
        method: 'POST',
        headers: { [SECRET_HEADER]: SECRET },
        body: JSON.stringify(update(900, 8005, 'x')),
      });
    expect((await away(request())).status).toBe(503);
    expect(await post(update(900, 8005, 'x'))).toBe(200);
    expect(await bodies(8005)).toEqual(['x']);
  });

  /** The chain of the contact says in which order things were taken in. */
  const inJournalOrder = async (chat: number) =>
    (
      await office.sql`
        select m.body from journal j join contacts c on j.chain = 'contact:' || c.id join messages m on m.id::text = j.refs::json->>'message'
        where c.address = ${String(chat)} and j.entry = 'received' order by j.number`
    ).map(({ body }) => body);
});

describe('the poll', () => {
  let pollers: Poller[];
  let warnings: (Fields | undefined)[];
  beforeEach(() => {
    [pollers, warnings] = [[], []];
  });
  afterEach(() => Promise.all(pollers.map((poller) => poller.stop())));

  function poll(options: Partial<PollerOptions> = {}): Poller {
    const poller = createPoller({
      client: telegram.client,
      receive,
      lease: { acquire: async () => true, release: async () => undefined },
      clock: office.clock,
      log: { ...silent, warn: (_what, fields) => void warnings.push(fields) },
      timing: TIMING,
      ...options,
    });
    pollers.push(poller);
    poller.start();
    return poller;
  }
  const person = () => telegram.world.person({ firstName: 'Budi' });
  const waiting = async () => (await telegram.client.call('getWebhookInfo', {})).pending_update_count;

  it('that was killed between commit and confirmation brings everything again, and nothing is taken or answered twice', async () => {
    const budi = person();
    budi.send('satu');
    budi.send('dua');
    let killed = 0;
    poll({
      receive: async (batch, cursor) => {
        await receive(batch, cursor);
        if (killed++ < 2) throw new Error('killed');
      },
    });
    await office.until('confirmed', async () => (await waiting()) === 0);
    expect(killed).toBe(3);
    expect(await bodies(budi.chat)).toEqual(['satu', 'dua']);
    expect(await said(office, budi.chat)).toHaveLength(2);
  });

  it('sees what comes after the ids have jumped downwards', async () => {
    const budi = person();
    poll();
    budi.send('sebelum');
    await office.until('taken', async () => (await bodies(budi.chat)).length === 1);
    const polls = () => telegram.calls.filter(({ method }) => method === 'getUpdates');
    await until(() => polls().length > 2 && polls().at(-1)?.params.offset === undefined, 'a quiet poll');
    telegram.world.jump(1_000);
    budi.send('sesudah');
    budi.send('lagi');
    await office.until('taken', async () => (await bodies(budi.chat)).length === 3);
    await office.until('confirmed', async () => (await waiting()) === 0);
  });

  it('whose answer was cut off asks again, and gets the same', async () => {
    const budi = person();
    telegram.world.fail({ how: 'close-after' }, 2, ['getUpdates']);
    poll();
    await until(() => telegram.calls.length > 0, 'polling');
    budi.send('halo');
    await office.until('taken', async () => (await bodies(budi.chat)).length === 1);
    expect(warnings.length).toBeGreaterThanOrEqual(1);
  });

  it('waits as long as Telegram says after 429', async () => {
    telegram.world.fail({ how: 'flood', retryAfter: 1 }, 1, ['getUpdates']);
    const before = Date.now();
    const poller = poll();
    await until(() => poller.status().state === 'failing', 'refused');
    expect(poller.status().why).toContain('429');
    await until(() => telegram.calls.some(({ method }) => method === 'getUpdates'), 'polling');
    expect(Date.now() - before).toBeGreaterThanOrEqual(ALMOST_A_SECOND_MS);
  });

  it('that lost its lease in the middle leaves the token to the other; for a moment both read, and all is taken once', async () => {
    const budi = person();
    const lease = () => createLease(office.sql, 'telegram:uji');
    const first = poll({ lease: lease() });
    budi.send('pesan 0');
    await office.until('the first reads', async () => (await bodies(budi.chat)).length === 1);
    const second = poll({ lease: lease() });
    await until(() => second.status().state === 'waiting', 'the second waits');
    await office.sql`delete from leases where name = 'telegram:uji'`; // as if it had run out
    await until(() => warnings.some((fields) => String(fields?.why).includes('409')), 'both read', 8_000);
    for (let i = 1; i <= 5; i++) budi.send(`pesan ${i}`);
    await until(() => first.status().state === 'waiting', 'the first has given way', 10_000);
    budi.send('pesan 6');
    await office.until('all is taken', async () => (await bodies(budi.chat)).length === 7);
    expect((await bodies(budi.chat)).toSorted()).toEqual(Array.from({ length: 7 }, (_, i) => `pesan ${i}`));
  });

  it('brings a batch in which some cannot be read: the others are answered, these are kept with their fault', async () => {
    const budi = person();
    const chat = { id: budi.chat, type: 'private' };
    const whole = { message_id: 1, date: 1_800_000_000, chat };
    budi.send('pertama');
    telegram.world.deliver('message', { ...whole, text: 'nol \u0000 dan setengah \ud800' });
    telegram.world.deliver('message', { message_id: 2, date: 1_800_000_000, text: 'tanpa percakapan' });
    telegram.world.deliver('message', { ...whole, date: 'kemarin' });
    telegram.world.deliver('message', { ...whole, document: 'bukan berkas' });
    telegram.world.deliver('message', 'bukan pesan');
    telegram.world.deliver('callback_query', { id: 5 });
    telegram.world.deliver('edited_message', null);
    telegram.world.deliver('message', {
      ...whole,
      text: `${'\udc00'.repeat(3)}\u0000`,
      from: { id: budi.id, first_name: '\u0000' },
    });
    budi.send('terakhir');
    poll();
    await office.until('confirmed', async () => (await waiting()) === 0);
    telegram.faults.length = 0; // broken on purpose
    const rows = await received(office, budi.chat);
    const taken = rows.map(({ body, state }) => (state === 'fault' ? state : body));
    expect(taken.toSorted()).toEqual([
      'fault',
      'fault',
      'nol  dan setengah \ufffd',
      'pertama',
      'terakhir',
      '\ufffd\ufffd\ufffd',
    ]);
    const nowhere = await received(office, '0');
    expect(nowhere.map(({ state }) => state)).toEqual(Array(4).fill('fault'));
    expect(rows.concat(nowhere).every(({ hasRaw }) => hasRaw)).toBe(true);
  });
});
