import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../support/telegram.ts';
import { posted, SITI, startPage } from './page-world.ts';

let world: Awaited<ReturnType<typeof startPage>>;
let server: ReturnType<typeof serve>;
let url: string;
beforeEach(async () => {
  world = await startPage();
  await new Promise<void>((resolve) => {
    server = serve({ fetch: world.page.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve());
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  const closed = new Promise((resolve) => server.close(resolve));
  if ('closeAllConnections' in server) server.closeAllConnections();
  await closed;
  await world.stop();
});

/** The stream as a browser reads it: event names and their data. */
async function listen(signal: AbortSignal) {
  const response = await fetch(`${url}/events`, { signal });
  const seen: { event: string; data: Record<string, unknown> }[] = [];
  const reading = (async () => {
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const parts = (text + chunk).split('\n\n');
      text = parts.pop()!;
      for (const part of parts) {
        const [, event = '', data = '{}'] = /^event: (.*)\ndata: (.*)$/.exec(part) ?? [];
        seen.push({ event, data: JSON.parse(data) });
      }
    }
  })().catch((error: Error) => {
    if (error.name !== 'AbortError') throw error;
  });
  await until(() => seen.length > 0, 'the stream has begun');
  return { type: response.headers.get('content-type'), seen, reading };
}

test('tells a browser at once what happens in both worlds, and forgets a browser that has gone', async () => {
  const gone = new AbortController();
  const { type, seen, reading } = await listen(gone.signal);
  expect(type).toBe('text/event-stream');
  const key = world.key(SITI.email);
  const post = (path: string, body: unknown) => {
    const init = posted(body);
    return fetch(`${url}/people/${key}${path}`, { ...init, headers: { ...(init.headers as object), origin: url } });
  };
  expect((await post('/chat/open', {})).status).toBe(200);
  expect((await world.updates())[0]!.message).toMatchObject({ text: '/start' });

  const chat_id = Number(key);
  const callback_data = 'a1';
  await world.telegram.client.call('sendChatAction', { chat_id, action: 'typing' });
  await world.telegram.client.call('sendMessage', {
    chat_id,
    text: 'Benar?',
    reply_markup: { inline_keyboard: [[{ text: 'Ya', callback_data }]] },
  });
  const message = world.telegram.world.people()[0]!.messages().at(-1)!.id;
  const { callback } = (await (await post('/chat/press', { message, button: 0 })).json()) as { callback: string };
  await world.telegram.client.call('answerCallbackQuery', { callback_query_id: callback, text: 'Dicatat' });
  await world.fromOffice(SITI.email, { subject: 'Kode', text: '123456' });
  await until(() => seen.some(({ event }) => event === 'mail'), 'the mail is told of');

  expect(seen.map(({ event }) => event)).toEqual(['beat', 'chat', 'typing', 'chat', 'answered', 'mail']);
  expect(seen.at(1)!.data).toEqual({ key });
  expect(seen.at(4)!.data).toEqual({ key, callback, text: 'Dicatat', alert: false });
  expect(seen.at(5)!.data).toEqual({ kind: 'received', address: SITI.email });
  expect(JSON.stringify(seen)).not.toContain('123456');

  expect(world.listening()).toBe(2);
  gone.abort();
  await reading;
  await until(() => world.listening() === 0, 'nobody listens for the browser that has gone');
});
