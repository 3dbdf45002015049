import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBotClient } from '../../bots/client.ts';
import type { WorldEvent } from '../../src/sandbox/telegram/events.ts';
import { botApiIsHere, requiredOf } from '../support/bot-api.ts';
import { startTelegram, TOKEN, until } from '../support/telegram.ts';

let telegram: Awaited<ReturnType<typeof startTelegram>>;
beforeEach(async () => {
  telegram = await startTelegram();
});
afterEach(() => telegram.stop());

const budi = () => telegram.world.person({ firstName: 'Budi' });
/** What the server answers to a request made by hand. */
async function ask(method: string, params: unknown, token = TOKEN) {
  const response = await fetch(`${telegram.apiRoot}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  });
  return [response.status, (await response.json()) as { ok: boolean; description?: string; result?: unknown }] as const;
}
async function refusal(method: string, params: unknown): Promise<string | undefined> {
  return (await ask(method, params))[1].description;
}

describe('what the real server refuses is refused in its words', () => {
  it.each([
    ['a chat nobody knows', { chat_id: 5, text: 'x' }, 'Bad Request: chat not found'],
    ['no chat', { chat_id: undefined, text: 'x' }, 'Bad Request: chat_id is empty'],
    ['an unknown parameter', { text: 'x', colour: 'red' }, 'Bad Request: unknown parameter "colour"'],
    [
      'an unknown tag',
      { text: 'a < b <x>' },
      `Bad Request: can't parse entities: Unsupported start tag "" at byte offset 2`,
    ],
    [
      'an unclosed tag',
      { text: '<b>tebal' },
      `Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`,
    ],
    ['a half tag', { text: 'a <b' }, `Bad Request: can't parse entities: Unclosed start tag at byte offset 2`],
    [
      'crossed tags',
      { text: '<b><i>x</b></i>' },
      `Bad Request: can't parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"`,
    ],
    ['a stray end', { text: 'x</b>' }, `Bad Request: can't parse entities: Unexpected end tag at byte offset 1`],
    ['white space only', { text: ' \n ' }, 'Bad Request: message text is empty'],
    ['4097 characters', { text: 'x'.repeat(4097) }, 'Bad Request: message is too long'],
    [
      '65 bytes in a button',
      { text: 'x', reply_markup: { inline_keyboard: [[{ text: 'ya', callback_data: 'é'.repeat(33) }]] } },
      'Bad Request: BUTTON_DATA_INVALID',
    ],
    [
      'a button that does nothing',
      { text: 'x', reply_markup: { inline_keyboard: [[{ text: 'ya' }]] } },
      'Bad Request: Text buttons are unallowed in the inline keyboard',
    ],
    [
      'a button to localhost',
      { text: 'x', reply_markup: { inline_keyboard: [[{ text: 'ya', url: 'http://localhost:3000/' }]] } },
      "Bad Request: inline keyboard button URL 'http://localhost:3000/' is invalid: Wrong HTTP URL",
    ],
    [
      'a Mini App without TLS',
      { text: 'x', reply_markup: { inline_keyboard: [[{ text: 'ya', web_app: { url: 'http://a.example/mini' } }]] } },
      "Bad Request: inline keyboard button Web App URL 'http://a.example/mini' is invalid: Only HTTPS links are allowed",
    ],
    [
      'an answer to nothing',
      { text: 'x', reply_parameters: { message_id: 99 } },
      'Bad Request: message to be replied not found',
    ],
  ])('%s', async (_name, params, description) => {
    const person = budi();
    person.open();
    expect(await refusal('sendMessage', { chat_id: person.chat, parse_mode: 'HTML', ...params })).toBe(description);
    telegram.faults.length = 0; // asked wrongly on purpose
  });

  describe('a request that lacks something, or has too much', () => {
    type Params = Record<string, unknown>;
    const GOOD: Readonly<Record<string, (person: ReturnType<typeof budi>) => Params | Promise<Params>>> = {
      getMe: () => ({}),
      getUpdates: () => ({ timeout: 0 }),
      // Nobody answers there, nor is asked to: fetch leaves this port alone.
      setWebhook: () => ({ url: 'http://127.0.0.1:1/' }),
      deleteWebhook: () => ({ drop_pending_updates: true }),
      getWebhookInfo: () => ({}),
      getChat: ({ chat }) => ({ chat_id: chat }),
      getChatMember: () => ({
        chat_id: telegram.world.group({ title: 'Operator' }).id,
        user_id: telegram.world.bot.id,
      }),
      sendMessage: ({ chat }) => ({ chat_id: chat, text: 'x' }),
      sendDocument: (person) => ({ chat_id: person.chat, document: fileOf(person) }),
      sendChatAction: ({ chat }) => ({ chat_id: chat, action: 'typing' }),
      editMessageReplyMarkup: async ({ chat }) => ({ chat_id: chat, message_id: await withButton(chat) }),
      deleteMessage: (person) => ({ chat_id: person.chat, message_id: person.send('x') }),
      answerCallbackQuery: (person) => ({ callback_query_id: person.pressData(person.send('x'), 'y') }),
      setMyCommands: () => ({ commands: [{ command: 'start', description: 'Mulai' }] }),
      setChatMenuButton: () => ({ menu_button: { type: 'commands' } }),
      getFile: (person) => ({ file_id: fileOf(person) }),
    };
    const fileOf = (person: ReturnType<typeof budi>) => {
      person.sendFile({ name: 'a.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-1.7') });
      return person.messages().at(-1)!.files[0]!.id;
    };
    async function withButton(chat: number): Promise<unknown> {
      const reply_markup = { inline_keyboard: [[{ text: 'Ya', callback_data: 'a1' }]] };
      const [, { result }] = await ask('sendMessage', { chat_id: chat, text: 'x', reply_markup });
      return (result as { message_id: number }).message_id;
    }
    /** Where the server needs other things than its list of parameters says: an address left out ends the webhook. */
    const NEEDED: Readonly<Record<string, readonly string[]>> = {
      setWebhook: [],
      editMessageReplyMarkup: ['chat_id', 'message_id'],
    };

    it.each(Object.keys(GOOD))('%s', async (method) => {
      const person = budi();
      person.open();
      const asked = async (more: Params = {}) => ask(method, { ...(await GOOD[method]!(person)), ...more });
      expect((await asked())[0]).toBe(200);
      expect(telegram.faults).toEqual([]);
      expect((await asked({ colour: 'red' }))[1].description).toBe('Bad Request: unknown parameter "colour"');
      for (const name of NEEDED[method] ?? requiredOf(method))
        expect([name, (await asked({ [name]: undefined }))[0]]).toEqual([name, 400]);
      telegram.faults.length = 0; // asked wrongly on purpose
    });

    it.each([
      ['reply_parameters', { message_id: 1, colour: 'red' }],
      ['reply_parameters', { allow_sending_without_reply: true }],
      ['link_preview_options', { is_disabled: true, colour: 'red' }],
      ['reply_markup', { inline_keyboard: [], colour: 'red' }],
      ['reply_markup', { inline_keyboard: [[{ text: 'Ya', callback_data: '1', colour: 'red' }]] }],
    ])('inside: %s %j', async (name, value) => {
      const person = budi();
      person.open();
      expect((await ask('sendMessage', { chat_id: person.chat, text: 'x', [name]: value }))[0]).toBe(400);
      telegram.faults.length = 0; // asked wrongly on purpose
    });
  });

  it('opens a Mini App from private chats alone', async () => {
    const person = budi();
    person.open();
    const group = telegram.world.group({ title: 'Operator' });
    const reply_markup = { inline_keyboard: [[{ text: 'ya', web_app: { url: 'https://a.example/mini' } }]] };
    const [status] = await ask('sendMessage', { chat_id: person.chat, text: 'x', reply_markup });
    expect([status, person.messages().at(-1)!.buttons]).toEqual([
      200,
      [{ label: 'ya', app: 'https://a.example/mini' }],
    ]);
    expect(await refusal('sendMessage', { chat_id: group.id, text: 'x', reply_markup })).toBe(
      'Bad Request: BUTTON_TYPE_INVALID',
    );
    telegram.faults.length = 0; // asked wrongly on purpose
  });

  it('refuses a flood to one person and to a group', async () => {
    const person = budi();
    person.open();
    const group = telegram.world.group({ title: 'Operator' });
    const sends = async (chat: number, count: number) => {
      const answers = await Promise.all(
        Array.from({ length: count }, () => ask('sendMessage', { chat_id: chat, text: 'x' })),
      );
      return answers.filter(([status]) => status === 429);
    };
    const refused = await sends(person.chat, 25);
    expect(refused).toHaveLength(5);
    expect(refused[0]![1]).toMatchObject({ parameters: { retry_after: 10 } });
    expect(await sends(group.id, 21)).toHaveLength(1);
  });

  it('takes exactly 4096 characters, counted after entities are parsed', async () => {
    const person = budi();
    person.open();
    const [status] = await ask('sendMessage', { chat_id: person.chat, parse_mode: 'HTML', text: '&amp;'.repeat(4096) });
    expect(status).toBe(200);
    expect(person.messages().at(-1)?.text).toBe('&'.repeat(4096));
  });

  it('takes a caption of exactly 1024 characters, counted after entities are parsed', async () => {
    const person = budi();
    person.open();
    person.sendFile({ name: 'a.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-1.7') });
    const document = person.messages().at(-1)!.files[0]!.id;
    const captioned = (length: number) =>
      ask('sendDocument', { chat_id: person.chat, document, parse_mode: 'HTML', caption: '&amp;'.repeat(length) });
    expect((await captioned(1024))[0]).toBe(200);
    expect(await captioned(1025)).toMatchObject([400, { description: 'Bad Request: message caption is too long' }]);
  });

  it('takes exactly 200 characters in the answer to a press', async () => {
    const person = budi();
    const answer = (length: number) =>
      ask('answerCallbackQuery', {
        callback_query_id: person.pressData(person.open(), 'a1'),
        text: 'x'.repeat(length),
      });
    expect((await answer(200))[0]).toBe(200);
    expect(await answer(201)).toMatchObject([400, { description: 'Bad Request: MESSAGE_TOO_LONG' }]);
  });

  it('forbids to write first, and to write to who blocked the bot', async () => {
    const person = budi();
    expect(await ask('sendMessage', { chat_id: person.chat, text: 'x' })).toMatchObject([
      403,
      { description: "Forbidden: bot can't initiate conversation with a user" },
    ]);
    person.open();
    person.block();
    expect(await ask('sendMessage', { chat_id: person.chat, text: 'x' })).toMatchObject([
      403,
      { description: 'Forbidden: bot was blocked by the user' },
    ]);
    person.unblock();
    expect((await ask('sendMessage', { chat_id: person.chat, text: 'x' }))[0]).toBe(200);
  });

  it('knows its token and its methods', async () => {
    expect(await ask('getMe', {}, '700100200:wrong')).toMatchObject([401, { description: 'Unauthorized' }]);
    expect(await ask('sendRubbish', {})).toMatchObject([404, { description: 'Not Found' }]);
    expect(await ask('getme', {})).toMatchObject([200, { result: { id: 700100200 } }]);
  });

  it('answers a press once, and never one that was not made', async () => {
    const person = budi();
    person.open();
    await ask('sendMessage', {
      chat_id: person.chat,
      text: 'x',
      reply_markup: { inline_keyboard: [[{ text: 'Ya', callback_data: 'a1' }]] },
    });
    const id = person.press(undefined, 'Ya');
    expect((await ask('answerCallbackQuery', { callback_query_id: id }))[0]).toBe(200);
    expect(await refusal('answerCallbackQuery', { callback_query_id: id })).toContain('query is too old');
  });

  it('edits only what is its own and differs', async () => {
    const person = budi();
    const theirs = person.open();
    const [, { result }] = await ask('sendMessage', { chat_id: person.chat, text: 'lama' });
    const message_id = (result as { message_id: number }).message_id;
    expect(await refusal('editMessageText', { chat_id: person.chat, message_id, text: 'lama' })).toContain(
      'message is not modified',
    );
    expect(await refusal('editMessageText', { chat_id: person.chat, message_id: theirs, text: 'x' })).toBe(
      "Bad Request: message can't be edited",
    );
    expect(await refusal('editMessageText', { chat_id: person.chat, message_id: 4711, text: 'x' })).toBe(
      'Bad Request: message to edit not found',
    );
    const reply_markup = { inline_keyboard: [[{ text: 'Ya', callback_data: 'ya' }]] };
    expect((await ask('editMessageReplyMarkup', { chat_id: person.chat, message_id, reply_markup }))[0]).toBe(200);
    expect(person.messages().at(-1), 'other buttons are no edit that an app shows').toMatchObject({ edited: false });
    expect((await ask('editMessageText', { chat_id: person.chat, message_id, text: 'baru' }))[0]).toBe(200);
    expect(person.messages().at(-1)).toMatchObject({ text: 'baru', edited: true });
    expect((await ask('deleteMessage', { chat_id: person.chat, message_id: theirs }))[0]).toBe(200);
    expect(person.messages()).toHaveLength(1);
  });
});

it.skipIf(!botApiIsHere)('what is not as published is told when the server stops', async () => {
  const other = await startTelegram();
  await fetch(`${other.apiRoot}/bot${TOKEN}/getMe`, { method: 'POST', body: new URLSearchParams({ colour: 'red' }) });
  await fetch(`${other.apiRoot}/bot${TOKEN}/sendMessage`, { method: 'POST', body: new URLSearchParams({ text: 'x' }) });
  await expect(other.stop()).rejects.toThrow(/getMe.colour is unknown\nsendMessage.chat_id is missing/);
});

describe('updates', () => {
  it('stay until they are confirmed by an offset', async () => {
    const person = budi();
    person.send('satu');
    person.send('dua');
    const first = await telegram.client.call('getUpdates', {});
    expect(await telegram.client.call('getUpdates', {})).toEqual(first);
    expect(await telegram.client.call('getUpdates', { offset: first[1]!.update_id, limit: 1 })).toEqual([first[1]]);
    expect(await telegram.client.call('getUpdates', { offset: first[1]!.update_id + 1 })).toEqual([]);
  });

  it('reach a poll that waits', async () => {
    const person = budi();
    const polled = telegram.client.call('getUpdates', { timeout: 20 });
    await until(() => telegram.calls.length === 1, 'polling');
    person.send('halo');
    expect(await polled).toMatchObject([{ message: { text: 'halo', from: { language_code: 'id' } } }]);
  });

  it('go to the newer of two polls, the older one ends with 409', async () => {
    const older = ask('getUpdates', { timeout: 20 });
    await until(() => telegram.calls.length === 1, 'polling');
    const newer = ask('getUpdates', { timeout: 20 });
    expect(await older).toMatchObject([
      409,
      { description: expect.stringContaining('terminated by other getUpdates request') },
    ]);
    budi().send('halo');
    expect((await newer)[1].result).toHaveLength(1);
  });

  it('are only those that were asked for, and the last wish stays', async () => {
    const person = budi();
    await telegram.client.call('getUpdates', { allowed_updates: ['callback_query'] });
    person.send('tidak terlihat');
    expect(await telegram.client.call('getUpdates', {})).toEqual([]);
    await telegram.client.call('getUpdates', { allowed_updates: ['message'] });
    person.send('terlihat');
    expect(await telegram.client.call('getUpdates', {})).toHaveLength(1);
  });

  it('look as the published API says, whatever a person does', async () => {
    const person = budi();
    const first = person.open('token-123');
    person.edit(first, 'lain');
    person.sendFile({
      name: 'surat.pdf',
      type: 'application/pdf',
      bytes: Buffer.from('%PDF-1.7'),
      caption: 'ini',
      album: '77',
    });
    person.sendPhoto(Buffer.from('jpeg'));
    for (const odd of ['sendSticker', 'sendVoice', 'sendVideo', 'sendLocation', 'sendContact'] as const) person[odd]();
    person.send('terusan', { forwarded: true, replyTo: first });
    person.pressData(first, 'x');
    person.pressData(999_999, 'x');
    person.block();
    person.unblock();
    telegram.world.group({ title: 'Operator' }).send(person, '/start');
    expect(await telegram.client.call('getUpdates', {})).toHaveLength(15); // each was held against the API on its way
  });

  it('show of a group only what is meant for the bot', async () => {
    const group = telegram.world.group({ title: 'Operator' });
    group.send(budi(), 'hanya obrolan');
    group.send(budi(), 'halo @perbarui_bot');
    expect(await telegram.client.call('getUpdates', {})).toMatchObject([
      { message: { text: 'halo @perbarui_bot', chat: { type: 'group', id: group.id } } },
    ]);
    group.remove(budi());
    expect(await ask('sendMessage', { chat_id: group.id, text: 'x' })).toMatchObject([
      403,
      { description: 'Forbidden: bot was kicked from the group chat' },
    ]);
  });
});

describe('a webhook', () => {
  it('gets each update with its secret until it answers 200', async () => {
    const posts: { secret: unknown; body: string }[] = [];
    const hook = createServer(async (request, response) => {
      let body = '';
      for await (const part of request) body += part;
      posts.push({ secret: request.headers['x-telegram-bot-api-secret-token'], body });
      response.writeHead(posts.length === 1 ? 503 : 200).end();
    });
    await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
    try {
      const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`;
      await telegram.client.call('setWebhook', { url, secret_token: 'rahasia' });
      expect(await ask('getUpdates', {})).toMatchObject([
        409,
        { description: expect.stringContaining('webhook is active') },
      ]);
      budi().send('halo');
      await until(() => posts.length === 2, 'posted again');
      expect(posts[0]).toEqual(posts[1]);
      expect(posts[0]!.secret).toBe('rahasia');
      expect(await telegram.client.call('getWebhookInfo', {})).toMatchObject({
        url,
        last_error_message: expect.stringContaining('503'),
      });
    } finally {
      hook.closeAllConnections();
      await new Promise((resolve) => hook.close(resolve));
    }
  });

  it('needs TLS unless it is on this machine', async () => {
    expect(await refusal('setWebhook', { url: 'http://kominfo.go.id/hook' })).toContain(
      'An HTTPS URL must be provided',
    );
    expect(await refusal('setWebhook', { url: 'https://kominfo.go.id/hook', secret_token: 'dua kata' })).toContain(
      'unallowed characters',
    );
  });
});

describe('files', () => {
  it('go out with their name and come back by getFile', async () => {
    const person = budi();
    person.open();
    await telegram.client.call('sendDocument', {
      chat_id: person.chat,
      caption: 'ini',
      document: { source: Buffer.from('%PDF-1.7 isi'), filename: 'Surat "A" ç.pdf'.replaceAll('"', '') },
    });
    const shown = person.messages().at(-1)!;
    expect(shown).toMatchObject({ text: 'ini', files: [{ name: 'Surat A ç.pdf', type: 'application/pdf', size: 12 }] });
    const { file_path } = await telegram.client.call('getFile', { file_id: shown.files[0]!.id });
    expect(Buffer.from(await telegram.client.download(file_path!, 100)).toString()).toBe('%PDF-1.7 isi');
  });

  it('are refused when empty, unknown, or over 20 MB to download', async () => {
    const person = budi();
    person.sendFile({ name: 'besar.pdf', type: 'application/pdf', bytes: Buffer.alloc(20 * 1024 * 1024 + 1) });
    expect(await refusal('getFile', { file_id: person.messages()[0]!.files[0]!.id })).toBe(
      'Bad Request: file is too big',
    );
    expect(await refusal('getFile', { file_id: 'x' })).toBe('Bad Request: invalid file_id');
    expect(await refusal('sendDocument', { chat_id: person.chat, document: 'x' })).toBe(
      'Bad Request: wrong file identifier/HTTP URL specified',
    );
  });

  it('are taken up to exactly 50 MB', async () => {
    const person = budi();
    person.open();
    const sent = async (bytes: number) => {
      const body = new FormData();
      body.set('chat_id', String(person.chat));
      body.set('document', new Blob([new Uint8Array(bytes)]), 'besar.pdf');
      return (await fetch(`${telegram.apiRoot}/bot${TOKEN}/sendDocument`, { method: 'POST', body })).status;
    };
    expect([await sent(50 * 1024 * 1024), await sent(50 * 1024 * 1024 + 1)]).toEqual([200, 413]);
  });
});

describe('the world', () => {
  it('tells what happens as it happens', async () => {
    const seen: WorldEvent['what'][] = [];
    telegram.world.on((event) => seen.push(event.what));
    const person = budi();
    person.open();
    await ask('sendChatAction', { chat_id: person.chat, action: 'typing' });
    await ask('sendMessage', {
      chat_id: person.chat,
      text: 'x',
      reply_markup: { inline_keyboard: [[{ text: 'Ya', callback_data: 'a1' }]] },
    });
    await ask('answerCallbackQuery', { callback_query_id: person.press(undefined, 0), text: 'Baik' });
    expect(seen).toEqual(['person', 'message', 'action', 'message', 'answered']);
  });

  it('reads message after message, and says what it saw instead', async () => {
    const person = budi();
    person.open();
    await ask('sendMessage', { chat_id: person.chat, text: 'satu' });
    await ask('sendMessage', { chat_id: person.chat, text: 'dua' });
    expect((await person.waitFor(() => true)).text).toBe('satu');
    expect((await person.waitFor(() => true)).text).toBe('dua');
    await expect(person.waitFor(() => true, 1)).rejects.toThrow('- dua');
    const third = person.waitFor((message) => message.text === 'tiga');
    await ask('sendMessage', { chat_id: person.chat, text: 'tiga' });
    expect((await third).text).toBe('tiga');
  });

  it('sends a long text as a real client does, in messages of 4096', () => {
    const person = budi();
    person.send('x'.repeat(5000));
    expect(person.messages().map(({ text }) => text.length)).toEqual([4096, 904]);
  });

  it('gives back safe HTML of what the bot formatted', async () => {
    const person = budi();
    person.open();
    await ask('sendMessage', {
      chat_id: person.chat,
      parse_mode: 'HTML',
      text: '<b>1 &lt; 2</b> <a href="https://kominfo.go.id/?a=1&amp;b=2">buka</a> <a href="javascript:x">x</a>',
    });
    expect(person.messages().at(-1)).toMatchObject({
      text: '1 < 2 buka x',
      html: '<b>1 &lt; 2</b> <a href="https://kominfo.go.id/?a=1&amp;b=2" rel="noreferrer">buka</a> x',
    });
  });

  it('fails as told: flood, error, a cut line before and after the act, silence', async () => {
    const person = budi();
    person.open();
    const say = (text: string) =>
      telegram.client.call('sendMessage', { chat_id: person.chat, text }, { timeoutMs: 300 });
    telegram.world.fail({ how: 'flood', retryAfter: 7 });
    await expect(say('a')).rejects.toMatchObject({ response: { error_code: 429, parameters: { retry_after: 7 } } });
    telegram.world.fail({ how: 'error', code: 502 });
    await expect(say('b')).rejects.toMatchObject({ response: { error_code: 502 } });
    telegram.world.fail({ how: 'close' });
    await expect(say('c')).rejects.toMatchObject({ name: 'FetchError' });
    telegram.world.fail({ how: 'silence' });
    await expect(say('d')).rejects.toMatchObject({ name: 'AbortError' });
    telegram.world.fail({ how: 'close-after' });
    await expect(say('e')).rejects.toMatchObject({ name: 'FetchError' });
    await say('f');
    expect(person.messages().map(({ text }) => text)).toEqual(['/start', 'e', 'f']);
  });
});

it('keeps chats, files and waiting updates across a restart, and never repeats a number', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'telegram-'));
  const file = join(folder, 'telegram.json');
  const before = await startTelegram({ file });
  const person = before.world.person({ firstName: 'Sari', username: 'sari' });
  const sent = person.sendFile({ name: 'surat.pdf', type: 'application/pdf', bytes: Buffer.from('isi') });
  await before.stop();
  const after = await startTelegram({ file });
  try {
    const again = after.world.people()[0]!;
    expect(again).toMatchObject({ id: person.id, name: 'Sari' });
    expect(Buffer.from(again.messages()[0]!.files[0]!.bytes()).toString()).toBe('isi');
    const next = again.send('lanjut');
    expect(next).toBeGreaterThan(sent);
    const updates = await createBotClient({ token: TOKEN, apiRoot: after.apiRoot }).call('getUpdates', {});
    expect(updates).toHaveLength(2);
    expect(updates[1]!.update_id).toBeGreaterThan(updates[0]!.update_id);
  } finally {
    await after.stop();
    rmSync(folder, { recursive: true });
  }
});
