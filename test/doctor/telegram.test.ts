import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createBotClient } from '../../bots/client.ts';
import { type TelegramCheckParts, telegramCheck } from '../../src/doctor/telegram.ts';
import { createOutward } from '../../src/outward.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { startTelegram } from '../support/telegram.ts';
import { findingsOf } from './findings.ts';

let telegram: Awaited<ReturnType<typeof startTelegram>>;
beforeEach(async () => {
  telegram = await startTelegram();
});
afterEach(() => telegram.stop());

const WEBHOOK = 'https://sertifikat.kominfo.example/telegram';
const examine = (more: Partial<TelegramCheckParts> = {}) =>
  findingsOf(
    telegramCheck({
      client: telegram.client,
      reading: () => undefined,
      isRead: async () => false,
      clock: () => new Date(),
      ...more,
    }),
  );

test('a bot that is well: known, nothing in the way, its group at hand', async () => {
  const group = telegram.world.group({ title: 'Operator Sertifikat' });
  const found = await examine({ operatorChat: String(group.id) });
  expect(found.codes.toSorted()).toEqual(['bot-ok', 'group-ok', 'pending-ok', 'polling-ok']);
  expect(found.valuesOf('group-ok')).toEqual({ title: 'Operator Sertifikat' });
});

describe('receiving', () => {
  test('is another program by a webhook that is set elsewhere, whether we poll or not', async () => {
    await telegram.client.call('setWebhook', { url: 'https://lain.example/rahasia-jalan' });
    const polled = await examine();
    expect(polled.valuesOf('webhook-elsewhere')).toEqual({ host: 'lain.example' });
    expect(polled.text).not.toContain('rahasia-jalan');
    expect((await examine({ webhookUrl: WEBHOOK })).codes).toContain('webhook-elsewhere');
  });

  test('waits for a webhook that is configured and not set', async () => {
    expect((await examine({ webhookUrl: WEBHOOK })).codes).toContain('webhook-missing');
    await telegram.client.call('setWebhook', { url: WEBHOOK });
    expect((await examine({ webhookUrl: WEBHOOK })).codes).toContain('webhook-ok');
  });

  test('fails at a webhook that nobody answers, and is told with the last failure', async () => {
    const url = 'http://127.0.0.1:9/telegram';
    await telegram.client.call('setWebhook', { url });
    telegram.world.person({ firstName: 'Budi', language: 'id' }).send('halo');
    await expect.poll(async () => (await examine({ webhookUrl: url })).codes).toContain('webhook-fails');
    const later = new Date(Date.now() + 2 * 3_600_000);
    expect((await examine({ webhookUrl: url, clock: () => later })).codes).toContain('webhook-failed');
  });

  test('is shared with a second reader, as the loop of ours knows', async () => {
    const why = 'telegram 409: Conflict: terminated by other getUpdates request';
    expect((await examine({ reading: () => ({ state: 'failing', why }) })).codes).toContain('second-reader');
    const cut = { state: 'failing', why: 'telegram: ECONNRESET' };
    expect((await examine({ reading: () => cut })).codes).toContain('reading-fails');
  });

  test('is tried only where none of ours reads: a look would end its poll', async () => {
    await examine({ isRead: async () => true });
    await examine({ reading: () => ({ state: 'polling' }) });
    expect(telegram.calls.map(({ method }) => method)).not.toContain('getUpdates');
    await examine();
    expect(telegram.calls.filter(({ method }) => method === 'getUpdates')).toEqual([
      { method: 'getUpdates', params: expect.not.objectContaining({ offset: expect.anything() }) },
    ]);
  });

  test('has nothing taken from what waits, and says when there is much of it', async () => {
    const person = telegram.world.person({ firstName: 'Budi', language: 'id' });
    for (let n = 0; n < 120; n++) person.send(`pesan ${n}`);
    const waiting = (await telegram.client.call('getWebhookInfo', {})).pending_update_count;
    expect((await examine()).valuesOf('pending-many')).toEqual({ count: waiting, change: '0' });
  });
});

describe("the operators' group", () => {
  test('is told when the bot is not in it, or was never', async () => {
    const group = telegram.world.group({ title: 'Operator' });
    group.remove(telegram.world.person({ firstName: 'Budi', language: 'id' }));
    expect((await examine({ operatorChat: String(group.id) })).codes).toContain('group-unknown');
    expect((await examine({ operatorChat: '-100' })).codes).toContain('group-unknown');
  });
  test('that became a supergroup is told with its new number, though the old one can be looked at', async () => {
    const group = telegram.world.group({ title: 'Operator' });
    const description = 'Bad Request: group chat was upgraded to a supergroup chat';
    telegram.world.fail({ how: 'error', code: 400, description, migrateTo: -1001234567890 }, 1, ['sendChatAction']);
    const found = await examine({ operatorChat: String(group.id) });
    expect(found.codes).not.toContain('group-ok');
    expect(found.valuesOf('group-moved')).toEqual({ to: '-1001234567890' });
  });
  test('need not be', async () => expect((await examine()).codes).toContain('group-none'));
});

describe('a bot that cannot be asked', () => {
  test('has a wrong token, which is not repeated', async () => {
    const token = '1:AAsalah-sekali-token-ini-000000000000';
    const found = await examine({ client: createBotClient({ token, apiRoot: telegram.apiRoot }) });
    expect(found.codes).toEqual(['bot-token']);
    expect(found.text).not.toContain('salah-sekali');
  });
  test('is behind a proxy that does not let us through', async () => {
    const proxy = await startConnectProxy();
    const { agent } = createOutward({ proxy: proxy.url });
    const found = await examine({ client: createBotClient({ token: '1:AA', agent }) });
    expect(found.codes).toEqual(['bot-unreachable']);
    expect(proxy.hosts()).toEqual(['api.telegram.org:443']);
    await proxy.stop();
  });
});
