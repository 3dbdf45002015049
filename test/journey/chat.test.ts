import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { remind } from '../../src/desk/jobs.ts';
import { getsFile, reader, sees } from '../../src/sandbox/play.ts';
import type { Person } from '../../src/sandbox/telegram/people.ts';
import { type Office, openOffice } from '../support/office.ts';
import { received, said, settled, signedIn } from '../support/talk.ts';

/** What people do in a chat beside writing and pressing: passing on, correcting, sharing a card, leaving and coming back. */

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const RIGHT = 'Data sudah sesuai';

/** Signed in and asked whether his data is right. */
async function asked(name: string): Promise<Person> {
  const phone = await signedIn(office, name);
  phone.send('perpanjang');
  await sees(phone, RIGHT);
  return phone;
}

describe('passed on', () => {
  let phone: Person;
  let nip: string;
  beforeAll(async () => {
    nip = office.person('Budi').nip;
    phone = await asked('Budi');
  });

  test('a yes is not the sender’s own: nothing changes, and the question is asked again', async () => {
    phone.send('ya, data sudah sesuai', { forwarded: true });
    await sees(phone, 'Pesan terusan tidak kami anggap sebagai jawaban Anda sendiri');
    expect(await office.awaits(nip)).toContain('applicant data-check');
    expect((await received(office, phone.chat)).at(-1)!.detail.forwarded).toBe(true);
  });

  test('a change is not his either', async () => {
    phone.send('jabatan: Kepala Seksi', { forwarded: true });
    await sees(phone, 'Pesan terusan');
    expect((await office.renewal(nip)).facts.change).toBeUndefined();
  });

  test('a letter is welcome, and we show that we are at it', async () => {
    const actions: string[] = [];
    const off = office.telegram.on((event) => {
      if (event.what === 'action' && event.chat === phone.chat) actions.push(event.action);
    });
    phone.send('ya, data sudah sesuai');
    await sees(phone, 'Surat Rekomendasi');
    const letter = await getsFile(phone, 'Surat-Rekomendasi');
    phone.sendFile({ name: 'surat rekomendasi.pdf', type: 'application/pdf', bytes: letter, forwarded: true });
    await sees(phone, 'pasangan kunci');
    off();
    expect(new Set(actions)).toEqual(new Set(['typing']));
    expect(actions.length).toBeGreaterThanOrEqual(2); // fetched, and read
  });
});

test('a notice of the CA that is passed on begins the renewal; a question corrected into a yes does not confirm', async () => {
  const phone = await signedIn(office, 'Rizal');
  phone.send('Yth. Rizal, sertifikat elektronik Anda akan segera berakhir. Segera lakukan perpanjangan.', {
    forwarded: true,
  });
  await sees(phone, RIGHT);

  phone.edit(phone.send('berapa lama prosesnya?'), 'ya, data sudah sesuai');
  await sees(phone, 'Perubahan pada pesan lama tidak kami baca');
  expect(await office.awaits(office.person('Rizal').nip)).toContain('applicant data-check');
});

describe('a contact card', () => {
  test('of somebody else changes nothing, and that is said; his own says his new number', async () => {
    const phone = await asked('Siti');
    const { nip } = office.person('Siti');
    phone.sendContact({ phone: '+6281299990000', of: phone.id + 1 });
    await sees(phone, 'hanya kami terima dari pemiliknya sendiri');
    expect((await office.renewal(nip)).facts.change).toBeUndefined();
    phone.sendContact({ phone: '6281299990000', of: phone.id });
    await sees(phone, '+6281299990000');
    expect((await office.renewal(nip)).facts.change?.fields).toEqual({ phone: '+6281299990000' });
  });
});

test('a group gets one polite line, in answer to whatever is said there first, and nothing after it', async () => {
  const group = office.telegram.group({ title: 'Kantor' });
  const somebody = office.telegram.person({ firstName: 'Tono' });
  group.send(somebody, '/start');
  await group.waitFor(({ text }) => text.includes('kami tidak melayani permohonan di dalam grup'));
  group.send(somebody, '/status');
  group.send(somebody, `halo @${office.telegram.bot.username}`);
  await office.until('all is on record', async () => (await received(office, group.id)).length === 3);
  await settled(office);
  expect(group.messages().filter(({ from }) => from === 'bot')).toHaveLength(1);
});

test('who blocks the bot is written to by mail, and on Telegram again once he is back', async () => {
  const phone = await asked('Dewi');
  const mailbox = reader(office.mail.person(office.person('Dewi').email));
  const unreachable = async () =>
    (await office.sql`select unreachable from contacts where address = ${String(phone.chat)}`)[0]!.unreachable;
  const days = async (count: number) => {
    office.passes(count * 86_400_000);
    await remind(office.house.jobs);
  };

  phone.block();
  await office.until('the block is known', async () => (await unreachable()) === 'blocked');
  await days(3);
  await mailbox('Dewi Lestari', RIGHT);

  phone.unblock();
  await office.until('he is back', async () => (await unreachable()) === null);
  expect((await received(office, phone.chat)).slice(-2).map(({ detail }) => detail.chat)).toEqual(['closed', 'opened']);
  await settled(office);
  const before = (await said(office, phone.chat)).length;
  await days(4);
  await sees(phone, 'Dewi Lestari', RIGHT);
  expect(await said(office, phone.chat)).toHaveLength(before + 1);
});
