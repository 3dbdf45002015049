import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConsoleOffice, newcomer, openConsole } from '../web/console-office.ts';

let office: ConsoleOffice;
beforeAll(async () => {
  office = await openConsole();
});
afterAll(() => office?.close());

/** Without reply token or aligned signature: who it is from is not known. */
const UNPROVEN = { proof: { token: 'none', authentic: 'unknown' } } as const;
const lastTo = async (address: string) =>
  (
    await office.sql`select m.detail ->> 'language' as language, m.body from messages m join contacts c on c.id = m.contact
    where c.address = ${address} and m.direction = 'out' order by m.number desc limit 1`
  )[0] as { language: string; body: string };

test('a mail that proves nothing is answered in the language in which it is written, its link too', async () => {
  const data = newcomer();
  await office.has(data);
  await office.mails(data, 'Dear Sir or Madam, I would like to renew my certificate.', UNPROVEN);
  expect(await lastTo(data.email)).toMatchObject({ language: 'en' });
  const says = await office.sql`select m.detail -> 'says' as says, m.detail ->> 'language' as language from messages m
    join contacts c on c.id = m.contact where c.address = ${data.email} and m.direction = 'out' order by m.number`;
  expect(says.map(({ language }) => language)).toEqual(says.map(() => 'en'));
  expect(says.flatMap(({ says: lines }) => lines)).toEqual(expect.arrayContaining(['proof-mail']));
  await office.mails(data, 'Mohon maaf, sertifikat saya yang lama sudah habis.', UNPROVEN);
  expect((await lastTo(data.email)).language).toBe('id');
});

test('so is a stranger, whatever his mail program is set to', async () => {
  const data = newcomer();
  await office.mails(data, 'Hello, I would like to know how to renew my certificate.', UNPROVEN);
  expect((await lastTo(data.email)).language).toBe('en');
  const other = newcomer();
  const fromOutlook = { ...UNPROVEN, language: 'en' };
  await office.mails(other, 'Mohon info, bagaimana cara memperbarui sertifikat saya?', fromOutlook);
  expect((await lastTo(other.email)).language).toBe('id');
});

test('a word or two changes nothing, and whoever chose a language keeps it', async () => {
  const data = newcomer();
  await office.does({ act: 'start', certificate: await office.has(data) });
  await office.mails(data, 'OK thanks');
  expect((await lastTo(data.email)).language).toBe('id');
  await office.mails(data, 'ENGLISH');
  expect((await lastTo(data.email)).language).toBe('en');
  await office.mails(data, 'Mohon info, apakah surat saya sudah diterima?');
  expect((await lastTo(data.email)).language).toBe('en');
});
