import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inboundOf } from '../../bots/inbound.ts';
import { remind } from '../../src/desk/jobs/jobs.ts';
import { getsFile, reader, sees } from '../../src/sandbox/play.ts';
import type { Person } from '../../src/sandbox/telegram/person/person.ts';
import { type Office, openOffice } from '../support/office.ts';
import { received, said, settled, signedIn, stranger } from '../support/talk.ts';

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

test('what Telegram refuses with 403 goes by mail, and whoever writes in the chat again is answered there', async () => {
  const nurul = office.person('Nurul');
  const phone = await signedIn(office, 'Nurul');
  const mailbox = reader(office.mail.person(nurul.email));
  const [certificate] = await office.certificates(nurul.nip);
  await office.operators[0]!.does({ act: 'start', certificate: certificate!.id });
  await sees(phone, 'Kami akan memandu Anda');
  phone.send('ya, mulai');
  await sees(phone, RIGHT);
  const refusal = { how: 'error', code: 403, description: 'Forbidden: bot was blocked by the user' } as const;
  office.telegram.fail(refusal, 1, ['sendMessage']);
  phone.send('berapa lama prosesnya?');
  await mailbox('Nurul Hidayah', RIGHT);
  phone.send('berapa lama prosesnya?');
  await sees(phone, 'menit');
});

let sitisPhone: Person | undefined;
describe('a contact card', () => {
  test('of somebody else changes nothing, and that is said; his own says his new number', async () => {
    const phone = await asked('Siti');
    sitisPhone = phone;
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
  const user = { id: somebody.id, is_bot: false, first_name: 'Tono' };
  const message = { message_id: 1, date: 0, chat: { id: group.id, type: 'group', title: 'Kantor' } };
  office.telegram.deliver('callback_query', { id: '4711', from: user, chat_instance: '1', message, data: 'x' });
  // The client of whoever presses waits for an answer, in a group as well.
  await office.until('the press is answered', async () =>
    office.api.calls.some(({ params }) => params.callback_query_id === '4711'),
  );
  await settled(office);
  expect(group.messages().filter(({ from }) => from === 'bot')).toHaveLength(1);
});

describe('an album', () => {
  const linesTo = async (phone: Person) =>
    (
      await office.sql`select m.detail->'says' as says from messages m join contacts c on c.id = m.contact
        where c.address = ${String(phone.chat)} and m.direction = 'out' order by m.number`
    ).map(({ says }) => says as string[]);
  const told = async (phone: Person, line: string) => (await linesTo(phone)).filter((says) => says.includes(line));

  test('of photos gets one answer, and what its caption asks is heard', async () => {
    const phone = await stranger(office, 'Album');
    const before = (await linesTo(phone)).length;
    phone.sendPhoto(Buffer.from('satu'), '', '501');
    phone.sendPhoto(Buffer.from('dua'), '', '501');
    phone.sendPhoto(Buffer.from('tiga'), 'berapa lama prosesnya?', '501');
    phone.sendPhoto(Buffer.from('empat'), '', '502');
    await office.until('all are on record', async () => (await received(office, phone.chat)).length === 5);
    const answers = (await linesTo(phone)).slice(before);
    expect(answers.map(([first]) => first)).toEqual(['odd', 'answer', 'odd']);
  });

  test('of two letters is answered once, and each letter is taken for what it is', async () => {
    const siti = office.person('Siti');
    const phone = sitisPhone!;
    phone.send('itu saja');
    await sees(phone, 'Surat Permohonan Perubahan Data');
    const change = await getsFile(phone, 'Surat-Permohonan-Perubahan-Data');
    const recommendation = await getsFile(phone, 'Surat-Rekomendasi');
    phone.sendFile({
      name: '1.pdf',
      type: 'application/pdf',
      bytes: recommendation,
      caption: 'surat rekomendasi',
      album: '601',
    });
    phone.sendFile({
      name: '2.pdf',
      type: 'application/pdf',
      bytes: change,
      caption: 'surat perubahan data',
      album: '601',
    });
    await office.until('both letters are on file', async () => {
      const { facts } = await office.renewal(siti.nip);
      return facts.letter?.state === 'on-file' && facts.change?.letter?.state === 'on-file';
    });
    expect(await told(phone, 'letter-reading')).toEqual([['letter-reading', 'letter-reading']]);
  });

  test('of files over 20 MB is told the limit once, and none is loaded', async () => {
    const phone = await stranger(office, 'Besar');
    const bytes = Buffer.alloc(20 * 1024 * 1024 + 1);
    const loads = () => office.api.calls.filter(({ method }) => method === 'getFile').length;
    const before = loads();
    for (const name of ['a.pdf', 'b.pdf']) phone.sendFile({ name, type: 'application/pdf', bytes, album: '701' });
    await sees(phone, '20 MB');
    await office.until('both are on record', async () => (await received(office, phone.chat)).length === 3);
    expect(await told(phone, 'file-too-large')).toHaveLength(1);
    expect(loads()).toBe(before);
  });
});

test('a file whose size was not said is told to be too large once that is known, not to be lost', async () => {
  const phone = await stranger(office, 'Tanpa ukuran');
  phone.sendFile({ name: 'a.pdf', type: 'application/pdf', bytes: Buffer.alloc(20 * 1024 * 1024 + 1) });
  await sees(phone, '20 MB');
  const document = { file_id: phone.messages().findLast(({ files }) => files.length > 0)!.files[0]!.id };
  const chat = { id: phone.chat, type: 'private' };
  const update = { update_id: 2 ** 40, message: { message_id: 99_999, date: 1, chat, document } };
  const message = inboundOf(update, office.telegram.bot, office.clock())!;
  await office.house.desk.receive([{ enter: 'message', message }]);
  await sees(phone, '20 MB');
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
