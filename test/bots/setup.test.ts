import { afterEach, beforeEach, expect, it } from 'vitest';
import { createBotClient } from '../../bots/client.ts';
import { COMMANDS, keepSettingUp, setUpBot } from '../../bots/setup.ts';
import { understand } from '../../src/conversation/words.ts';
import { type Fields, silent } from '../../src/log.ts';
import { ALMOST_A_SECOND_MS, startTelegram, until } from '../support/telegram.ts';

let telegram: Awaited<ReturnType<typeof startTelegram>>;
beforeEach(async () => {
  telegram = await startTelegram();
});
afterEach(() => telegram.stop());

it('puts a menu in both languages, and lets updates be polled again after a webhook', async () => {
  await telegram.client.call('setWebhook', { url: 'https://kominfo.go.id/hook' });
  await setUpBot(telegram.client);
  await setUpBot(telegram.client);
  const commands = telegram.world.commands();
  expect(commands.all_private_chats?.map(({ command }) => command)).toEqual([
    'start',
    'status',
    'bantuan',
    'operator',
    'english',
  ]);
  expect(commands['all_private_chats:en']?.map(({ command }) => command)).toEqual([
    'start',
    'status',
    'help',
    'operator',
    'bahasa',
  ]);
  expect(await telegram.client.call('getWebhookInfo', {})).toMatchObject({ url: '' });
});

it('is set up as soon as Telegram can be reached, and given up only when the house closes', async () => {
  const attempts: unknown[] = [];
  const log = { ...silent, warn: (_what: string, fields?: Fields) => void attempts.push(fields?.attempt) };
  const timing = { pollSeconds: 1, silenceMs: 1_000, firstRetryMs: 1, lastRetryMs: 4 };
  await telegram.client.call('setWebhook', { url: 'https://kominfo.go.id/yesterday' });
  telegram.world.fail({ how: 'close' }, 3);
  await keepSettingUp(telegram.client, {}, { log, timing, ended: new AbortController().signal });
  expect(attempts).toEqual([1, 2, 3]);
  expect(await telegram.client.call('getWebhookInfo', {})).toMatchObject({ url: '' });

  const before = Date.now();
  telegram.world.fail({ how: 'flood', retryAfter: 1 });
  await keepSettingUp(telegram.client, {}, { log, timing, ended: new AbortController().signal });
  expect(Date.now() - before).toBeGreaterThanOrEqual(ALMOST_A_SECOND_MS);

  const house = new AbortController();
  telegram.world.fail({ how: 'error', code: 401, description: 'Unauthorized' }, 1_000);
  const settingUp = keepSettingUp(telegram.client, {}, { log, timing, ended: house.signal });
  await until(() => attempts.length > 7, 'tried again and again');
  house.abort();
  await settingUp;
});

it('opens the Mini App from the button beside the menu, and the menu where there is none', async () => {
  const button = () => telegram.client.call('getChatMenuButton', {});
  const url = 'https://sertifikat.contohprov.go.id/mini';
  await setUpBot(telegram.client, { app: url });
  expect(await button()).toEqual({ type: 'web_app', text: 'Status', web_app: { url } });
  await expect(setUpBot(telegram.client, { app: url.replace('https', 'http') })).rejects.toThrow('Only HTTPS links');
  await setUpBot(telegram.client);
  expect(await button()).toEqual({ type: 'commands' });
});

it('says that the token is wrong, without saying the token', async () => {
  const stranger = createBotClient({ token: '1:x', apiRoot: telegram.apiRoot });
  await expect(setUpBot(stranger)).rejects.toMatchObject({
    code: 'telegram',
    message: 'telegram: telegram 401: Unauthorized',
  });
});

it('asks once who the bot is', async () => {
  expect(await telegram.client.me()).toEqual({ id: telegram.client.id, username: 'perbarui_bot' });
  await telegram.client.me();
  expect(telegram.calls).toHaveLength(1);
});

it('offers no command that the assistant would not understand', () => {
  const meanings = Object.values(COMMANDS)
    .flat()
    .map(({ command }) => [command, understand(command)[0]]);
  expect(Object.fromEntries(meanings)).toEqual({
    start: { means: 'greeting' },
    status: { means: 'status' },
    bantuan: { means: 'help' },
    help: { means: 'help' },
    operator: { means: 'person' },
    english: { means: 'language', to: 'en' },
    bahasa: { means: 'language', to: 'id' },
  });
});
