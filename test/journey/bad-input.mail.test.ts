import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FILE_LIMIT_BYTES, MESSAGE_LIMIT_BYTES } from '../../mail/limits.ts';
import { LIMITS } from '../../src/desk/parts.ts';
import type { Letter } from '../../src/sandbox/mail/compose.ts';
import { reader, sees } from '../../src/sandbox/play.ts';
import { type Office, openOffice } from '../support/office.ts';
import { awaitedOf, received, said, settled } from '../support/talk.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

/** Somebody nobody knows, with an address of his own. */
let strangers = 0;
function stranger() {
  const person = office.mail.person(`orang${++strangers}@lain.example`, 'Orang');
  return {
    person,
    gets: reader(person),
    send: (letter: Partial<Letter>) => person.send({ subject: 'Halo', text: '', ...letter }),
  };
}
const raw = (from: string, lines: readonly string[]) =>
  office.mail.sendRaw(Buffer.from(lines.join('\r\n')), { from, to: office.mail.systemAddress });

/** A good message right after a bad one is understood. */
async function goesOn({ send, gets }: ReturnType<typeof stranger>): Promise<void> {
  await send({ text: 'berapa lama prosesnya?' });
  await gets('menit');
}
const last = async (address: string) => (await received(office, address)).at(-1)!;
const NOBODY = 'unknown@invalid';

test('a mail without words or files is answered with what to do', async () => {
  const he = stranger();
  await he.send({});
  await he.gets('tanpa isi');
  expect(await last(he.person.address)).toMatchObject({ body: '', state: 'received', hasRaw: true });
  await goesOn(he);
});

test('a mail without a text part is read by what it has', async () => {
  const he = stranger();
  await raw(he.person.address, [
    `From: ${he.person.address}`,
    'Subject: surat',
    'Message-ID: <tanpa-teks@lain.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: application/octet-stream; name=a.bin',
    'Content-Disposition: attachment; filename=a.bin',
    '',
    'xyz',
    '--b--',
    '',
  ]);
  await he.gets('“a.bin”: berkas ini tidak kami kenali');
  await goesOn(he);
});

test('a mail without a Message-ID is taken once, however often it is delivered', async () => {
  const he = stranger();
  const mail = [`From: ${he.person.address}`, 'Subject: tanya', '', 'berapa lama prosesnya?', ''];
  await raw(he.person.address, mail);
  await he.gets('menit');
  const [{ copy }] =
    (await office.sql`select m.copy_key as copy from messages m join contacts c on c.id = m.contact where c.address = ${he.person.address} and direction = 'in'`) as never as [
      { copy: string },
    ];
  expect(copy).toMatch(/^sha256:/);
  await goesOn(he);
});

test('two From headers: nobody is believed and nobody answered, the operators have it', async () => {
  const siti = office.person('Siti');
  const before = office.mail.person(siti.email).messages().length;
  await raw('penipu@lain.example', [
    'From: penipu@lain.example',
    `From: ${siti.email}`,
    'Subject: x',
    'Message-ID: <dua@lain.example>',
    '',
    'ya, data sudah sesuai',
    '',
  ]);
  const row = await office.until('it is on record', async () => last(NOBODY));
  expect(row).toMatchObject({ state: 'fault', hasRaw: true, detail: { fault: 'from-unclear' } });
  expect(await awaitedOf(office, row.id)).toEqual(['unreadable-message']);
  expect(await office.sql`select 1 from faults where ref = ${row.id}`).toHaveLength(1);
  await settled(office);
  expect(await said(office, NOBODY)).toEqual([]);
  expect(office.mail.person(siti.email).messages()).toHaveLength(before);
  expect(office.mail.person('penipu@lain.example').messages()).toEqual([]);
});

test('200 attachments: twenty are kept, and the limit is said', async () => {
  const he = stranger();
  const attachments = Array.from({ length: 200 }, (_, i) => ({
    name: `lampiran ${i}.txt`,
    content: Buffer.from(`isi ${i}`),
  }));
  await he.send({ text: 'ini semua berkasnya', attachments });
  await he.gets(`paling banyak ${LIMITS.filesPerMessage} berkas`);
  const { id, detail } = await last(he.person.address);
  expect(detail.files).toBe(200);
  expect(await office.sql`select 1 from documents where message = ${id}`).toHaveLength(LIMITS.filesPerMessage);
  await goesOn(he);
});

test('a file is what it holds, not what it is called: a PDF named .dat is one, a .pdf that is none is told so', async () => {
  const he = stranger();
  const attachments = [
    { name: 'surat.pdf', type: 'application/pdf', content: Buffer.from('PK\x03\x04 dokumen Word') },
    { name: 'surat.dat', type: 'application/octet-stream', content: Buffer.from('%PDF-1.7\n') },
  ];
  await he.send({ text: 'surat terlampir', attachments: attachments.slice(0, 1) });
  await he.gets('“surat.pdf” belum dapat kami terima', 'bukan PDF');
  await he.send({ text: 'surat terlampir', attachments: attachments.slice(1) });
  await office.until('both are on record', async () => (await received(office, he.person.address)).length === 2);
  const kinds = await office.sql`select d.name, d.kind from documents d join messages m on m.id = d.message
    join contacts c on c.id = m.contact where c.address = ${he.person.address} order by m.at`;
  expect(kinds).toEqual([
    { name: 'surat.pdf', kind: 'other' },
    { name: 'surat.dat', kind: 'pdf' },
  ]);
});

test('a mail over the limit is known by its head, and the limit is said', async () => {
  const he = stranger();
  await he.send({
    text: 'surat terlampir',
    attachments: [{ name: 'surat.pdf', content: Buffer.alloc(MESSAGE_LIMIT_BYTES, '%PDF-1.7 ') }],
  });
  await he.gets('20 MB');
  const row = await last(he.person.address);
  expect(row).toMatchObject({ state: 'fault', detail: { fault: 'too-large' }, hasRaw: true });
  expect(await awaitedOf(office, row.id)).toEqual(['unreadable-message']);
  await goesOn(he);
});

test('a file over the limit in a mail within it is not kept, and the limit is said once', async () => {
  const he = stranger();
  const content = Buffer.alloc(FILE_LIMIT_BYTES + 1, '%PDF-1.7 ');
  await he.send({ text: 'surat terlampir', attachments: [{ name: 'surat.pdf', content }] });
  await he.gets('melebihi 20 MB', 'pindai ulang');
  const { id, ...row } = await last(he.person.address);
  expect(row).toMatchObject({ state: 'received', detail: { tooLarge: true, files: 1 } });
  expect(await office.sql`select 1 from documents where message = ${id}`).toEqual([]);
  await goesOn(he);
  expect((await said(office, he.person.address)).filter(({ body }) => body.includes('20 MB'))).toHaveLength(1);
});

test('a text of 5,000 characters is kept whole and asked for in short', async () => {
  const he = stranger();
  const text = 'panjang '.repeat(625).trim();
  await he.send({ text });
  await he.gets('4.000 karakter');
  expect((await last(he.person.address)).body.trim()).toBe(text);
  await goesOn(he);
});

test('NUL bytes in subject and text neither stop the mailbox nor the record', async () => {
  const he = stranger();
  await raw(he.person.address, [
    `From: ${he.person.address}`,
    'Subject: ta\0nya',
    'Message-ID: <nul@lain.example>',
    '',
    'berapa lama\0 prosesnya?',
    '',
  ]);
  await he.gets('menit');
  expect((await last(he.person.address)).body).not.toContain('\0');
});

test('a password is kept nowhere, not from the subject either, and its sender is warned', async () => {
  const he = stranger();
  await he.send({ subject: 'passphrase: Rahasia#2024x', text: 'password saya: Sangat@Rahasia9' });
  await he.gets('segera ganti kata sandi');
  expect(await last(he.person.address)).toMatchObject({ hasRaw: false, detail: { secret: true } });
  const [{ found }] =
    (await office.sql`select count(*)::int as found from messages where coalesce(subject, '') || body like '%Rahasia#2024x%' or body like '%Sangat@Rahasia9%'`) as never as [
      { found: number },
    ];
  expect(found).toBe(0);
  await goesOn(he);
});

describe('machines', () => {
  test('an auto-reply is recorded and never answered', async () => {
    const he = stranger();
    await he.send({
      subject: 'Di luar kantor',
      text: 'Saya cuti sampai Senin.',
      headers: { 'Auto-Submitted': 'auto-replied' },
    });
    expect(await office.until('it is on record', async () => last(he.person.address))).toMatchObject({
      author: 'robot',
      detail: { automatic: { kind: 'auto-reply' } },
    });
    await settled(office);
    expect(await said(office, he.person.address)).toEqual([]);
    await goesOn(he);
  });

  test('a bounce marks the address, is never answered, and the other channel is used', async () => {
    const budi = office.person('Budi');
    const [certificate] = await office.certificates(budi.nip);
    await office.operators[0]!.does({ act: 'start', certificate: certificate!.id });
    const notice = await reader(office.mail.person(budi.email))('Budi Santoso', 't.me');
    const phone = office.telegram.person({ firstName: 'Budi', language: 'id' });
    phone.open(/start=([\w-]+)/.exec(notice.text)![1]!);
    await sees(phone, 'Ya, itu saya');
    phone.press(undefined, 0);
    await sees(phone, 'Data per tanggal');
    await office.mail.bounce(notice, budi.email);
    const again = await sees(phone, 'Data per tanggal');
    expect(again.buttons.length).toBeGreaterThan(0);
    const [contact] = await office.sql`select id, applicant, unreachable from contacts where address = ${budi.email}`;
    expect(contact!.unreachable).toBe('bounced');
    expect(await awaitedOf(office, contact!.applicant)).toEqual(['unreachable']);
    const [sent] = await office.sql`select state, why from messages where sent_as = ${notice.messageId}`;
    expect(sent).toMatchObject({ state: 'failed', why: 'bounced' });
    expect(
      await office.sql`select 1 from messages m join contacts c on c.id = m.contact where c.address like 'mailer-daemon%' and m.direction = 'out'`,
    ).toHaveLength(0);
  });

  test('two polite robots end at the cap of replies, and the operators know', async () => {
    const he = stranger();
    const mails = Array.from({ length: LIMITS.repliesPerAddressPerHour + 5 }, (_, i) =>
      he.send({ text: `Terima kasih atas email Anda nomor ${i}.` }),
    );
    await Promise.all(mails);
    await office.until(
      'all are on record',
      async () => (await received(office, he.person.address)).length === mails.length,
    );
    await settled(office);
    expect(await said(office, he.person.address)).toHaveLength(LIMITS.repliesPerAddressPerHour);
    const [contact] = await office.sql`select id from contacts where address = ${he.person.address}`;
    expect(await awaitedOf(office, contact!.id)).toContain('reply-cap');
  });
});

test('an unknown number gets the same answer as a known one, and no mail goes out for it', async () => {
  const answers: string[] = [];
  for (const nip of [office.person('Dewi').nip, '199912312020011009']) {
    const he = stranger();
    await he.send({ subject: 'masuk', text: nip });
    answers.push((await he.gets('enam angka')).text);
  }
  expect(answers[1]).toBe(answers[0]);
});

test('who only claims the address on record confirms nothing: he is told, and the proof goes to that address', async () => {
  const rizal = office.person('Rizal');
  const box = office.mail.person(rizal.email);
  const gets = reader(box);
  const [certificate] = await office.certificates(rizal.nip);
  await office.operators[0]!.does({ act: 'start', certificate: certificate!.id });
  const notice = await gets('Rizal Effendi', 'Bersediakah');
  await box.send({ subject: 'data', text: 'ya, perpanjang', authenticated: false, to: notice.replyTo });
  await gets('tekan tombol konfirmasi');
  expect((await office.renewal(rizal.nip)).facts.signedIn).toBeUndefined();
  // The quote of our own words about passphrases is not taken for one.
  await box.reply(notice, 'ya, perpanjang');
  await gets('Data per tanggal');
  expect((await received(office, rizal.email)).every(({ hasRaw }) => hasRaw)).toBe(true);
});
