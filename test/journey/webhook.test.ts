import { afterAll, beforeAll, expect, test } from 'vitest';
import { sees } from '../../src/sandbox/play.ts';
import { type Office, openOffice } from '../support/office.ts';
import { received, said, settled, signedIn } from '../support/talk.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice({ webhook: true });
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

test('a post without the secret is nobody’s', async () => {
  const update = { update_id: 1, message: { message_id: 1, date: 1, chat: { id: 77, type: 'private' }, text: 'x' } };
  const post = (headers: Record<string, string>) =>
    fetch(`${office.house.url}/telegram`, { method: 'POST', headers, body: JSON.stringify(update) });
  expect((await post({ 'content-type': 'application/json' })).status).toBe(401);
  expect((await post({ 'x-telegram-bot-api-secret-token': 'tebakan' })).status).toBe(401);
  expect(await received(office, 77)).toEqual([]);
});
