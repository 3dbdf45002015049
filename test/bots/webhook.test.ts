import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setUpBot } from '../../bots/setup.ts';
import { SECRET_HEADER, webhookHandler } from '../../bots/webhook.ts';
import type { Inbound } from '../../src/conversation/inbound.ts';
import { silent } from '../../src/log.ts';
import { startTelegram, until } from '../support/telegram.ts';

let telegram: Awaited<ReturnType<typeof startTelegram>>;
let hook: Server;
let url: string;
let received: Inbound[];
let away: number;
let handle: (request: Request) => Promise<Response>;
beforeEach(async () => {
  telegram = await startTelegram();
  [received, away] = [[], 0];
  handle = webhookHandler({
    client: telegram.client,
    secret: 'rahasia',
    clock: () => new Date(),
    log: silent,
    receive: async (batch) => {
      if (away-- > 0) throw new Error('the database is away');
      received.push(...batch);
    },
  });
  hook = createServer(getRequestListener(handle));
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/telegram`;
});
afterEach(async () => {
  await telegram.stop();
  hook.closeAllConnections();
  await new Promise((resolve) => hook.close(resolve));
});

const post = async (body: string, secret?: string) =>
  (
    await fetch(url, {
      method: 'POST',
      body,
      ...(secret === undefined ? {} : { headers: { [SECRET_HEADER]: secret } }),
    })
  ).status;

describe('the webhook', () => {
  it('records what Telegram posts, and is posted again what was not committed', async () => {
    await setUpBot(telegram.client, { webhook: { url, secret: 'rahasia' } });
    away = 2;
    telegram.world.person({ firstName: 'Budi' }).send('halo');
    await until(() => received.length === 1, 'received');
    expect(received[0]).toMatchObject({ text: 'halo', source: 'tg:700100200' });
    const info = await telegram.client.call('getWebhookInfo', {});
    expect(info).toMatchObject({
      url,
      allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
    });
  });

  it('answers nobody who does not know the secret', async () => {
    const update = JSON.stringify({
      update_id: 1,
      message: { message_id: 1, date: 1, chat: { id: 1, type: 'private' }, text: 'x' },
    });
    expect(await post(update)).toBe(401);
    expect(await post(update, 'rahasi')).toBe(401);
    expect(await post(update, 'rahasiA')).toBe(401);
    expect(received).toEqual([]);
    expect(await post(update, 'rahasia')).toBe(200);
    expect(received).toHaveLength(1);
  });

  it('says 503 while nothing can be committed, so that Telegram tries again', async () => {
    away = 1;
    expect(await post('{"update_id":1,"message":"x"}', 'rahasia')).toBe(503);
    expect(await post('{"update_id":1,"message":"x"}', 'rahasia')).toBe(200);
  });

  it('refuses what is no update: too large, no JSON, cut off, no POST', async () => {
    const cut = new ReadableStream({
      start(body) {
        body.enqueue(Buffer.from('{"update_id":1,"mess'));
        body.error(new Error('the line was cut'));
      },
    });
    const request = { method: 'POST', headers: { [SECRET_HEADER]: 'rahasia' }, body: cut, duplex: 'half' };
    expect((await handle(new Request(url, request as RequestInit))).status).toBe(400);
    expect(await post('x'.repeat(600_000), 'rahasia')).toBe(413);
    expect(await post('{', 'rahasia')).toBe(400);
    expect((await fetch(url)).status).toBe(405);
    expect(received).toEqual([]);
  });
});
