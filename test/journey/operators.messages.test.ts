import { afterAll, beforeAll, expect, test } from 'vitest';
import { reader, sees } from '../../src/sandbox/play.ts';
import { type Office, openOffice } from '../support/office.ts';
import { codeIn, received, stranger } from '../support/talk.ts';

/** Operators at the console, over HTTP, with people who write by mail and in a chat. */

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

/** Rina's browser: signs in, reads pages, sends forms. */
async function atConsole() {
  let cookie = '';
  const ask = async (path: string, form?: Record<string, string>): Promise<Response> => {
    const response = await fetch(new URL(path, office.house.url), {
      redirect: 'manual',
      headers: { cookie, origin: office.house.url },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const part of response.headers.getSetCookie()) cookie = part.split(';')[0]!;
    return response;
  };
  const read = async (path: string) => (await ask(path)).text();
  const send = async (path: string, form: Record<string, string>) => {
    const csrf = /name="csrf" value="([^"]+)"/.exec(await read('/console/people'))?.[1] ?? '';
    const response = await ask(path, { csrf, ...form });
    return read(response.headers.get('location')!.split('#')[0]!);
  };
  await ask('/console/sign-in', { login: 'rina', password: 'kata-sandi-operator-1' });
  return { read, send };
}
/** A contact that cannot be read has its message kept under nobody's name. */
const faulty = async (channel: string) =>
  (await office.until('it is kept with its fault', async () => {
    const rows =
      await office.sql`select m.id from messages m join contacts c on c.id = m.contact where c.channel = ${channel} and m.state = 'fault'`;
    return rows[0];
  }))!.id as string;
/** Our own record of this contact cannot be read, as after a fault of ours; the second time it is mended. */
const breaks = (address: string) =>
  office.sql`update contacts set state = state || '{"language":"xx"}' where address = ${address}`;
const mends = (address: string) =>
  office.sql`update contacts set state = state || '{"language":"id"}' where address = ${address}`;

test('what we failed on is processed again from the console, and answered by mail and in the chat', async () => {
  const rina = await atConsole();
  const phone = await stranger(office);
  const he = office.mail.person('tanya@luar.example', 'Penanya');
  const gets = reader(he);
  await he.send({ subject: 'halo', text: 'halo' });
  await gets('NIP');
  await Promise.all([breaks(String(phone.chat)), breaks(he.address)]);
  phone.send('berapa lama prosesnya?');
  await he.send({ subject: 'Tanya', text: 'apa biayanya?' });
  const [chat, mail] = await Promise.all([faulty('telegram'), faulty('mail')]);
  expect(await rina.read('/console/messages')).toContain('sistem gagal memprosesnya');
  expect(await rina.send(`/console/messages/${mail}`, { act: 'again' })).toContain('masih belum dapat diproses');

  await Promise.all([mends(String(phone.chat)), mends(he.address)]);
  expect(await rina.send('/console/messages', { act: 'again' })).toContain('Pesan sudah diproses ulang');
  await sees(phone, 'menit');
  await gets('biaya');
  expect((await received(office, he.address)).map(({ body, state }) => [body.trim(), state])).toEqual([
    ['halo', 'received'],
    ['apa biayanya?', 'received'],
  ]);
  expect(await rina.read('/console/messages')).not.toContain('Belum dapat diproses');
  expect(await rina.read(`/console/messages/${chat}`)).toContain('Diproses ulang oleh Rina');
});

test('a letter from a private mailbox is attached with one click, and counts once its owner says so', async () => {
  const rina = await atConsole();
  const siti = office.person('Siti');
  const mailbox = reader(office.mail.person(siti.email));
  const phone = await stranger(office, 'Siti');
  phone.send(siti.nip);
  phone.send(codeIn((await mailbox('Kode masuk')).text));
  await sees(phone, 'Data sudah sesuai');
  phone.press(undefined, 'Data sudah sesuai');
  const letter = await phone
    .waitFor(({ files }) => files.some(({ name }) => name.includes('Surat-Rekomendasi')), 30_000)
    .then(({ files }) => files.find(({ name }) => name.includes('Surat-Rekomendasi'))!.bytes());

  const home = office.mail.person('siti.rumah@gmail.example', 'Siti Rahmawati');
  await home.send({
    subject: 'Surat rekomendasi',
    text: 'Berikut surat saya dari rumah.',
    attachments: [{ name: 'surat.pdf', type: 'application/pdf', content: Buffer.from(letter) }],
  });
  await reader(home)('NIP');
  const { id, applicant } = await office.renewal(siti.nip);
  const list = await rina.read('/console/messages');
  expect(list).toContain('nama pengirim mirip namanya');
  const message = /action="(\/console\/messages\/[0-9a-f-]+)"/.exec(list.split('Surat rekomendasi')[1]!)![1]!;
  expect(await rina.send(message, { act: 'attach', applicant })).toContain('Pesan sudah dilekatkan');

  await sees(phone, 'surat.pdf');
  // It was another's after all: he need not answer, and is asked again once it proves to be his.
  expect(await rina.send(message, { act: 'detach' })).toContain('Pesan dilepaskan');
  await sees(phone, '“surat.pdf” yang kami tanyakan ternyata bukan untuk permohonan Anda', 'Kami masih menunggu');
  expect(await rina.send(message, { act: 'attach', applicant })).toContain('Pesan sudah dilekatkan');
  const question = await sees(phone, 'mengirim berkas “surat.pdf”');
  expect((await office.renewal(siti.nip)).facts.letter).toBeUndefined();
  expect(question.buttons.length).toBeGreaterThan(0);
  phone.press(undefined, 0);
  await sees(phone, '/p/');
  expect((await office.renewal(siti.nip)).facts.letter).toMatchObject({ state: 'on-file' });
  expect(await rina.send(message, { act: 'detach' })).toContain('sudah dipakai sebagai surat');
  expect((await office.renewal(siti.nip)).id).toBe(id);
  const [contact] = await office.sql`select applicant, standing from contacts where address = ${home.address}`;
  expect(contact).toEqual({ applicant: null, standing: 'claimed' });
});
