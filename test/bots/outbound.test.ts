import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTelegramChannel } from '../../bots/outbound.ts';
import type { Channel, Outgoing, ReadyText } from '../../src/desk/ports.ts';
import { type Fields, silent } from '../../src/log.ts';
import { ALMOST_A_SECOND_MS, startTelegram, until } from '../support/telegram.ts';

/** Fast enough for a test; the real rate has its own test. */
const RATE = { perSecond: 1000, chatPerSecond: 1000, chatBurst: 100, groupPerMinute: 60_000 };
const PDF = Buffer.from('%PDF-1.7 isi');

let telegram: Awaited<ReturnType<typeof startTelegram>>;
let channel: Channel;
let budi: ReturnType<typeof telegram.world.person>;
beforeEach(async () => {
  telegram = await startTelegram();
  channel = createTelegramChannel({ client: telegram.client, clock: () => new Date(), rate: RATE });
  budi = telegram.world.person({ firstName: 'Budi' });
  budi.open();
});
afterEach(() => telegram.stop());

let rows = 0;
function outgoing(text: Partial<ReadyText>, more: Partial<Outgoing> = {}): Outgoing {
  const ready: ReadyText = { subject: '', body: '', language: 'id', choices: [], links: [], files: [], ...text };
  return {
    id: `row-${rows++}`,
    to: { channel: 'telegram', value: String(budi.chat) },
    text: ready,
    references: [],
    ...more,
  };
}
const send = (text: Partial<ReadyText>, more?: Partial<Outgoing>) => channel.send(outgoing(text, more));
const shown = () => budi.messages().filter(({ from }) => from === 'bot');

describe('closing', () => {
  it('gives back at once what waits for its turn', async () => {
    // Its turn would come in a hundred seconds.
    const slow = { ...RATE, chatPerSecond: 0.01, chatBurst: 1 };
    const closable = createTelegramChannel({ client: telegram.client, clock: () => new Date(), rate: slow });
    expect(await closable.send(outgoing({ body: 'satu' }))).toHaveProperty('sent');
    const waiting = closable.send(outgoing({ body: 'dua' }));
    closable.close();
    const began = performance.now();
    expect(await waiting).toMatchObject({ why: 'sending rate', retryAt: expect.any(Date) });
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(shown().map(({ text }) => text)).toEqual(['satu']);
  });
});

it('is not silent for an hour when the clock is put back by one', async () => {
  let back = 0;
  const clock = () => new Date(Date.now() - back);
  const jumping = createTelegramChannel({ client: telegram.client, clock, rate: RATE });
  expect(await jumping.send(outgoing({ body: 'satu' }))).toHaveProperty('sent');
  back = 3_600_000;
  expect(await jumping.send(outgoing({ body: 'dua' }))).toHaveProperty('sent');
});

it('what another process may be sending by now stops where it is, also between two parts', async () => {
  let ours = true;
  const off = telegram.world.on((event) => {
    if (event.what === 'message' && event.message.from === 'bot') ours = false;
  });
  const file = { name: 'surat.pdf', type: 'application/pdf', content: PDF };
  expect(await send({ body: 'satu', files: [file] }, { mayLeave: () => ours })).toHaveProperty('retryAt');
  expect(await send({ body: 'dua' }, { mayLeave: () => ours })).toHaveProperty('retryAt');
  off();
  expect(shown().map(({ text }) => text)).toEqual(['satu']);
});

describe('a message', () => {
  it('arrives as it was written, whatever characters it has', async () => {
    const body = 'Jabatan <b>"Kepala" & Sekretaris</b>\n\nUnit: R&D < 5 > 3 &amp; 🙂';
    const delivery = await send({ body });
    expect(delivery).toEqual({ sent: String(shown()[0]!.id) });
    expect(shown()[0]!.text).toBe(body);
  });

  it('has one button a row, and its press comes back with the choice', async () => {
    await send({
      body: 'Sudah sesuai?',
      choices: [
        { id: 'c-1', label: 'Ya, sudah' },
        { id: 'c-2', label: 'Ada yang salah' },
      ],
    });
    expect(telegram.calls.at(-1)?.params.reply_markup).toEqual({
      inline_keyboard: [
        [{ text: 'Ya, sudah', callback_data: 'c-1' }],
        [{ text: 'Ada yang salah', callback_data: 'c-2' }],
      ],
    });
    budi.press(undefined, 'Ya, sudah');
    expect(await telegram.client.call('getUpdates', {})).toMatchObject([{}, { callback_query: { data: 'c-1' } }]);
  });

  it('has links as buttons where Telegram allows them, else as text, and never twice', async () => {
    await send({
      body: 'Buka halaman Anda.',
      links: [
        { label: 'Halaman', url: 'https://sertifikat.agency.go.id/p/1' },
        { label: 'Lokal', url: 'http://127.0.0.1:3000/p/2' },
      ],
    });
    expect(shown()[0]).toMatchObject({
      text: 'Buka halaman Anda.\n\nLokal: http://127.0.0.1:3000/p/2',
      buttons: [{ label: 'Halaman', url: 'https://sertifikat.agency.go.id/p/1' }],
    });
    await send({
      body: 'Buka http://127.0.0.1:3000/p/2',
      links: [{ label: 'Lokal', url: 'http://127.0.0.1:3000/p/2' }],
    });
    expect(shown()[1]).toMatchObject({ text: 'Buka http://127.0.0.1:3000/p/2', buttons: [] });
  });

  it('opens the Mini App from a private chat, and has no such button where it cannot open', async () => {
    const app = 'https://sertifikat.agency.go.id/mini';
    const parts = { client: telegram.client, clock: () => new Date(), rate: RATE };
    const text = { body: 'Status', choices: [{ id: 'c-1', label: 'Ya' }], app: 'Lihat status' };
    const withApp = createTelegramChannel({ ...parts, app });
    await withApp.send(outgoing(text));
    expect(telegram.calls.at(-1)?.params.reply_markup).toEqual({
      inline_keyboard: [[{ text: 'Ya', callback_data: 'c-1' }], [{ text: 'Lihat status', web_app: { url: app } }]],
    });
    const { id } = shown()[0]!;
    await withApp.settle!({ chat: String(budi.chat), message: String(id), app: text.app }, 'disarm');
    expect(shown()[0]!.buttons).toEqual([{ label: 'Lihat status', app }]);

    // The server of these tests refuses it in a group, as Telegram does.
    const group = telegram.world.group({ title: 'Operator' });
    const delivery = await withApp.send(outgoing(text, { to: { channel: 'telegram', value: String(group.id) } }));
    expect(delivery).toHaveProperty('sent');
    expect(group.messages().at(-1)!.buttons).toEqual([{ label: 'Ya', data: 'c-1' }]);
    await createTelegramChannel(parts).send(outgoing(text));
    expect(shown()[1]!.buttons).toEqual([{ label: 'Ya', data: 'c-1' }]);
  });

  it('over 4096 characters goes in pieces, the buttons on the last, whose id counts', async () => {
    const paragraph = `${'a & b '.repeat(300).trim()}.`;
    const delivery = await send({
      body: [paragraph, paragraph, paragraph].join('\n\n'),
      choices: [{ id: 'c-1', label: 'Ya' }],
    });
    expect(shown().map(({ text, buttons }) => [text.length, buttons.length])).toEqual([
      [paragraph.length * 2 + 2, 0],
      [paragraph.length, 1],
    ]);
    expect(delivery).toEqual({ sent: String(shown()[1]!.id) });
  });

  it('brings its files after the text, with harmless names', async () => {
    const delivery = await send({
      body: 'Ini konsepnya.',
      files: [{ name: 'Surat "Rekomendasi"\r\nX: y.pdf', type: 'application/pdf', content: PDF }],
    });
    expect(shown().map(({ kind }) => kind)).toEqual(['text', 'document']);
    expect(delivery).toEqual({ sent: String(shown()[0]!.id) });
    expect(shown()[1]!.files[0]).toMatchObject({ name: 'Surat _Rekomendasi___X: y.pdf', type: 'application/pdf' });
    expect(Buffer.from(shown()[1]!.files[0]!.bytes())).toEqual(PDF);
  });

  it('answers the message it belongs to, or goes alone when that is gone', async () => {
    const asked = budi.send('berapa lama?');
    await send({ body: 'Sehari.' }, { replyTo: String(asked) });
    await send({ body: 'Dua hari.' }, { replyTo: '999999' });
    expect(shown().map(({ replyTo }) => replyTo)).toEqual([asked, undefined]);
  });

  it('without anything in it is refused, not sent', async () => {
    expect(await send({})).toEqual({ refused: true, why: 'nothing to send' });
  });
});

describe('when sending fails', () => {
  it('writes to a group that became a supergroup under its new number, from then on at once', async () => {
    const group = telegram.world.group({ title: 'Petugas' });
    const to = { channel: 'telegram' as const, value: '-4004' };
    const description = 'Bad Request: group chat was upgraded to a supergroup chat';
    telegram.world.fail({ how: 'error', code: 400, description, migrateTo: group.id });
    expect(await send({ body: 'satu' }, { to })).toHaveProperty('sent');
    expect(await send({ body: 'dua' }, { to })).toHaveProperty('sent');
    expect(group.messages().map(({ text }) => text)).toEqual(['satu', 'dua']);
  });

  it('says when to come back after 429, and holds back the others until then', async () => {
    const before = Date.now();
    telegram.world.fail({ how: 'flood', retryAfter: 30 });
    const delivery = await send({ body: 'a' });
    expect(delivery).toMatchObject({ why: expect.stringContaining('429') });
    expect('retryAt' in delivery && delivery.retryAt.getTime() - before).toBeGreaterThanOrEqual(30_000);
    const calls = telegram.calls.length;
    expect(await send({ body: 'b' })).toMatchObject({ retryAt: expect.any(Date), why: 'sending rate' });
    expect(telegram.calls).toHaveLength(calls);
  });

  it('knows a person who is out of reach from a message that cannot be sent', async () => {
    budi.block();
    expect(await send({ body: 'a' })).toEqual({
      unreachable: true,
      why: 'telegram 403: Forbidden: bot was blocked by the user',
    });
    budi.unblock();
    expect(await send({ body: 'a', choices: [{ id: 'x'.repeat(65), label: 'Ya' }] })).toMatchObject({
      refused: true,
      why: expect.stringContaining('BUTTON_DATA_INVALID'),
    });
  });

  it('does not know what became of it when the line was cut, and can send again', async () => {
    telegram.world.fail({ how: 'close-after' });
    const message = outgoing({ body: 'a' });
    expect(await channel.send(message)).toMatchObject({ unknown: true });
    expect(await channel.send(message)).toMatchObject({ sent: expect.any(String) });
    expect(shown()).toHaveLength(2); // at least once: a duplicate is harmless, a loss is not
  });

  it('goes on behind the parts that were sent', async () => {
    const message = outgoing({
      body: 'Ini suratnya.',
      files: [
        { name: 'a.pdf', type: 'application/pdf', content: PDF },
        { name: 'b.pdf', type: 'application/pdf', content: PDF },
      ],
    });
    telegram.world.fail({ how: 'error', code: 500 }, 1, ['sendDocument']);
    expect(await channel.send(message)).toMatchObject({ retryAt: expect.any(Date) });
    const delivery = await channel.send(message);
    expect(shown().map(({ text, files }) => text || files[0]?.name)).toEqual(['Ini suratnya.', 'a.pdf', 'b.pdf']);
    expect(delivery).toEqual({ sent: String(shown()[0]!.id) });
  });
});

describe('files that people send', () => {
  it('are loaded by their id, up to a limit', async () => {
    budi.sendFile({ name: 'surat.pdf', type: 'application/pdf', bytes: PDF });
    const id = budi.messages().at(-1)!.files[0]!.id;
    expect(Buffer.from(await channel.fetch!(id, 1000))).toEqual(PDF);
    await expect(channel.fetch!(id, 5)).rejects.toMatchObject({ code: 'too-large' });
    await expect(telegram.client.download(`documents/file_0.pdf`, 5)).rejects.toMatchObject({ code: 'too-large' });
  });

  it('are not asked for before Telegram’s pause is over', async () => {
    budi.sendFile({ name: 'surat.pdf', type: 'application/pdf', bytes: PDF });
    const id = budi.messages().at(-1)!.files[0]!.id;
    telegram.world.fail({ how: 'flood', retryAfter: 1 }, 1, ['getFile']);
    const before = Date.now();
    await expect(channel.fetch!(id, 1000)).rejects.toMatchObject({ code: 'telegram' });
    expect(Buffer.from(await channel.fetch!(id, 1000))).toEqual(PDF);
    expect(Date.now() - before).toBeGreaterThanOrEqual(ALMOST_A_SECOND_MS);
  });

  it('that Telegram does not give are a fault without the address, which holds the token', async () => {
    await expect(channel.fetch!('x', 5)).rejects.toMatchObject({
      code: 'telegram',
      message: 'telegram: telegram 400: Bad Request: invalid file_id',
    });
    await expect(telegram.client.download('nowhere', 5)).rejects.toMatchObject({
      code: 'telegram',
      message: 'telegram: the download answered 404',
    });
    budi.sendFile({ name: 'besar.pdf', type: 'application/pdf', bytes: Buffer.alloc(20 * 1024 * 1024 + 1) });
    await expect(channel.fetch!(budi.messages().at(-1)!.files[0]!.id, 1e9)).rejects.toMatchObject({
      code: 'too-large',
    });
  });
});

describe('courtesies', () => {
  const chat = () => String(budi.chat);

  it('answer a press with a note, and show that somebody is writing', async () => {
    const seen: unknown[] = [];
    telegram.world.on((event) => seen.push(event));
    await send({ body: 'x', choices: [{ id: 'c-1', label: 'Ya' }] });
    const callback = budi.press(undefined, 0);
    await channel.settle!({ chat: chat(), callback }, 'answered', `Dicatat${'.'.repeat(300)}`);
    await channel.settle!({ chat: chat() }, 'typing');
    expect(seen).toContainEqual(
      expect.objectContaining({ what: 'answered', callback, text: expect.stringMatching(/^Dicatat\.{193}$/) }),
    );
    expect(seen).toContainEqual({ what: 'action', chat: budi.chat, action: 'typing' });
  });

  it('take the buttons off a message that was answered, and delete one that held a secret', async () => {
    await send({ body: 'x', choices: [{ id: 'c-1', label: 'Ya' }] });
    const secret = budi.send('sandi saya: Rahasia#2027');
    await channel.settle!({ chat: chat(), message: String(shown()[0]!.id) }, 'disarm');
    await channel.settle!({ chat: chat(), message: String(secret) }, 'delete');
    expect(shown()[0]!.buttons).toEqual([]);
    expect(budi.messages().some(({ text }) => text.includes('Rahasia'))).toBe(false);
  });

  it('leave the links of a message that is disarmed', async () => {
    const page = { label: 'Halaman', url: 'https://sertifikat.agency.go.id/p/1' };
    const local = { label: 'Lokal', url: 'http://127.0.0.1:3000/p/2' };
    await send({ body: 'x', choices: [{ id: 'c-1', label: 'Ya' }], links: [page, local] });
    await channel.settle!({ chat: chat(), message: String(shown()[0]!.id), links: [page, local] }, 'disarm');
    expect(shown()[0]!.buttons).toEqual([page]);
  });

  it('are left out while Telegram asks for a pause, but what held a secret is deleted afterwards', async () => {
    await send({ body: 'x', choices: [{ id: 'c-1', label: 'Ya' }] });
    const secret = budi.send('sandi saya: Rahasia#2027');
    telegram.world.fail({ how: 'flood', retryAfter: 1 });
    const before = Date.now();
    const asked: unknown[] = [];
    const log = { ...silent, info: (_what: string, fields?: Fields) => void asked.push(fields?.why) };
    const polite = createTelegramChannel({ client: telegram.client, clock: () => new Date(), rate: RATE, log });
    const deleted = polite.settle!({ chat: chat(), message: String(secret) }, 'delete');
    await until(() => asked.length === 1, 'asked to pause');
    expect(asked).toEqual(['telegram 429: Too Many Requests: retry after 1']);
    const calls = telegram.calls.length;
    await polite.settle!({ chat: chat() }, 'typing');
    await polite.settle!({ chat: chat(), message: String(shown()[0]!.id) }, 'disarm');
    expect(telegram.calls).toHaveLength(calls);
    await deleted;
    expect(Date.now() - before).toBeGreaterThanOrEqual(ALMOST_A_SECOND_MS);
    expect(budi.messages().some(({ text }) => text.includes('Rahasia'))).toBe(false);
  });

  it('never fail the one who asked for them', async () => {
    telegram.world.fail({ how: 'close' });
    await channel.settle!({ chat: chat(), callback: 'x' }, 'answered');
    await channel.settle!({ chat: chat(), callback: 'x' }, 'answered');
    await channel.settle!({ chat: chat(), message: '999999' }, 'disarm');
    await channel.settle!({ chat: chat(), message: '999999' }, 'delete');
    await channel.settle!({ chat: chat() }, 'delete');
  });
});
