import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../src/sandbox/database.ts';
import { sees } from '../../src/sandbox/play.ts';
import { BOT_TOKEN, type Office, openOffice } from '../support/office.ts';
import { received, said, settled, signedIn } from '../support/talk.ts';
import { initDataOf } from '../web/mini-app.ts';

/** What the world calls this house, in front of which there is a machine that speaks TLS. */
const PUBLIC_URL = 'https://sertifikat.contohprov.example';
let office: Office;
let behind: string;
beforeAll(async () => {
  const port = await freePort();
  behind = `http://127.0.0.1:${port}`;
  office = await openOffice({ webhook: true, env: { PORT: String(port), PUBLIC_URL } });
});
afterAll(() => office.close());

test('a conversation runs by webhook as it does by poll, and what was sent while the house was closed is not lost', async () => {
  const siti = office.person('Siti');
  const phone = await signedIn(office, 'Siti');
  phone.send('perpanjang');
  const question = await sees(phone, 'Data sudah sesuai');

  await office.elsewhere(async () => {
    phone.press(question.id, 'Data sudah sesuai');
    phone.send('berapa lama prosesnya?');
    await office.until('Telegram is turned away', async () => {
      const { pending_update_count: waiting, last_error_message: error } = await office.api.client.call(
        'getWebhookInfo',
        {},
      );
      return waiting === 2 && error !== undefined;
    });
  });
  await sees(phone, 'Surat Rekomendasi');
  await sees(phone, 'menit');
  expect(await office.awaits(siti.nip)).toContain('applicant letter');

  await settled(office);
  const rows = await received(office, phone.chat);
  expect(rows.filter(({ body }) => body === 'berapa lama prosesnya?')).toHaveLength(1);
  expect((await said(office, phone.chat)).every(({ state }) => state === 'sent')).toBe(true);
  expect(office.api.calls.some(({ method }) => method === 'getUpdates')).toBe(false);
});

test('the button of the bot opens a Mini App that knows whose chat it is', async () => {
  const menu = await office.api.client.call('getChatMenuButton', {});
  expect(menu).toEqual({ type: 'web_app', text: 'Status', web_app: { url: `${PUBLIC_URL}/mini` } });
  const phone = await signedIn(office, 'Budi');
  const ask = async (user: number) => {
    const authorization = `tma ${initDataOf(user, { at: office.clock(), token: BOT_TOKEN })}`;
    return (await fetch(`${behind}/mini/page`, { headers: { authorization } })).text();
  };
  const [renewal] = await office.renewals(office.person('Budi').nip);
  expect(await ask(phone.id)).toContain(`data-number="${renewal!.number}"`);
  expect(await ask(phone.id + 1)).toContain('Percakapan ini belum terhubung');
});

test('a post without the secret is nobody’s', async () => {
  const update = { update_id: 1, message: { message_id: 1, date: 1, chat: { id: 77, type: 'private' }, text: 'x' } };
  const post = (headers: Record<string, string>) =>
    fetch(`${behind}/telegram`, { method: 'POST', headers, body: JSON.stringify(update) });
  expect((await post({ 'content-type': 'application/json' })).status).toBe(401);
  expect((await post({ 'x-telegram-bot-api-secret-token': 'tebakan' })).status).toBe(401);
  expect(await received(office, 77)).toEqual([]);
});
