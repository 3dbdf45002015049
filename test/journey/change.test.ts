import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { getsFile, newKey, sees } from '../../src/sandbox/play.ts';
import { type Office, openOffice } from '../support/office.ts';
import {
  approves,
  approvesChange,
  booksAreRight,
  caWrites,
  codeIn,
  comesTo,
  deepLinkIn,
  enclosure,
  isOver,
  mailbox,
  newCertificate,
} from './transcript.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

test('several fields change in one message, both letters come together, and the recommendation stands', async () => {
  const budi = office.person('Budi');
  const [rina] = office.operators;
  const mail = mailbox(office, budi.email);
  await caWrites(office, budi);
  await mail.reads('Budi Santoso');
  await mail.replies('Mulai');
  await mail.reads('Apakah semua data di atas masih benar?');
  await mail.replies(
    'Ada yang berubah pak:\nJabatan: Kepala Bidang Persandian\nUnit kerja: Bidang Keamanan Informasi\nTelepon: 0812 3456 7890',
  );
  await mail.reads('Kepala Seksi Persandian → Kepala Bidang Persandian', 'Bidang Keamanan Informasi', '+6281234567890');
  await mail.replies('itu saja');
  const ask = await mail.reads('Surat Permohonan Perubahan Data', 'dua surat');
  await mail.replies('Kedua surat terlampir.', [enclosure(ask, 'Perubahan-Data'), enclosure(ask, 'Rekomendasi')]);
  await mail.reads('Kedua surat dapat dibaca', 'menunggu keputusan operator');
  await approvesChange(office, rina!, budi);
  await mail.reads('sudah disetujui dan berlaku', 'pasangan kunci baru');
  expect((await office.renewal(budi.nip)).facts.letter?.state).toBe('on-file');
  expect(mail.count('tidak dapat dipakai lagi')).toBe(0);
  const { request } = await newKey(budi.name);
  await mail.replies('kunci saya', [{ name: 'kunci.csr', content: request }]);
  await approves(office, rina!, budi);
  await mail.reads('sudah terbit');
  await mail.replies('sudah terpasang');
  await mail.reads('sudah terpasang, dan berkas .p12');
  await mail.replies('YA');
  const done = await isOver(office, budi, 'completed');
  expect(done.facts.changed[0]?.fields.toSorted()).toEqual(['phone', 'position', 'unit']);
  expect((await newCertificate(office, budi)).subject).toContain('Budi Santoso');
  await booksAreRight(office);
});

test('two letters that a scanner named by number change places, are read as what they are, and the operator sees nothing amiss', async () => {
  const budi = office.person('Budi');
  const [rina] = office.operators;
  const mail = mailbox(office, budi.email);
  await caWrites(office, budi);
  await mail.reads('Budi Santoso');
  await mail.replies('Mulai');
  await mail.reads('Apakah semua data di atas masih benar?');
  await mail.replies('Jabatan: Kepala Bidang Persandian. Itu saja');
  const ask = await mail.reads('dua surat');
  // The change is awaited first, so the first file is taken for its letter.
  await mail.replies('Terlampir keduanya.', [
    { ...enclosure(ask, 'Rekomendasi'), name: 'scan0001.pdf' },
    { ...enclosure(ask, 'Perubahan-Data'), name: 'scan0002.pdf' },
  ]);
  await mail.reads('Kedua surat dapat dibaca', 'menunggu keputusan operator');
  const { facts } = await comesTo(office, budi, 'operator change-review');
  const papers = [facts.change?.letter, facts.letter];
  expect(papers.map((paper) => paper?.remarks)).toEqual([[], []]);
  const names =
    await office.sql`select id, name from documents where id in ${office.sql(papers.map((paper) => paper!.document))}`;
  const nameOf = (id: string | undefined) => names.find((each) => each.id === id)?.name;
  expect(papers.map((paper) => nameOf(paper?.document))).toEqual(['scan0002.pdf', 'scan0001.pdf']);
  expect(mail.count('dapat dibaca')).toBe(1);
  await approvesChange(office, rina!, budi);
  await mail.reads('sudah disetujui dan berlaku', 'pasangan kunci baru');
  await booksAreRight(office);
});

test('a file that nobody can read is refused at once, and is never asked about: the one beside it is', async () => {
  const budi = office.person('Budi');
  const mail = mailbox(office, budi.email);
  await caWrites(office, budi);
  await mail.reads('Budi Santoso');
  await mail.replies('Mulai');
  await mail.reads('Apakah semua data di atas masih benar?');
  await mail.replies('Jabatan: Kepala Bidang Persandian. Itu saja');
  const ask = await mail.reads('Surat Permohonan Perubahan Data', 'dua surat');
  const nothing = { name: 'scan 1.pdf', content: Buffer.alloc(0) };
  await mail.replies('Terlampir', [nothing]);
  const { text } = await mail.reads('“scan 1.pdf” belum dapat kami terima', 'kosong', 'kirim lagi');
  expect(text).not.toMatch(/Surat manakah|tidak kami kenali/);
  const locked = new PDFDocument({ userPassword: 'rahasia', pdfVersion: '1.7' });
  locked.text('surat').end();
  const { content } = enclosure(ask, 'Perubahan-Data');
  await mail.replies('Terlampir', [
    { name: 'scan 2.pdf', content: await buffer(locked) },
    { name: 'scan 3.pdf', content },
  ]);
  const both = await mail.reads('“scan 2.pdf” belum dapat kami terima', 'terkunci', '“scan 3.pdf” sudah kami terima');
  expect(both.text.indexOf('Surat manakah ini?')).toBeGreaterThan(both.text.indexOf('terkunci'));
  await mail.replies('Surat perubahan data');
  await mail.reads('Surat Permohonan Perubahan Data', 'dapat dibaca');
  const kept = await office.sql`select name, size, reading->>'refused' as refused from documents order by name`;
  expect(kept.filter(({ name }) => name.startsWith('scan'))).toEqual([
    { name: 'scan 1.pdf', size: 0, refused: 'empty' },
    { name: 'scan 2.pdf', size: expect.any(Number), refused: 'encrypted' },
    { name: 'scan 3.pdf', size: content.length, refused: null },
  ]);
});

test('data that changes otherwise makes the letter void, and a new one is asked for', async () => {
  const siti = office.person('Siti');
  const [rina] = office.operators;
  const mail = mailbox(office, siti.email);
  await caWrites(office, siti);
  const phone = office.telegram.person({ firstName: 'Siti', language: 'id' });
  phone.open(deepLinkIn(await mail.reads('t.me')));
  await sees(phone, 'Apakah Anda sendiri orangnya?');
  phone.press(undefined, 'Ya, itu saya');
  await sees(phone, 'Data sudah sesuai');
  phone.press(undefined, 'Data sudah sesuai');
  const first = await getsFile(phone, 'Surat-Rekomendasi');
  phone.sendFile({ name: 'SR.pdf', type: 'application/pdf', bytes: first });
  await sees(phone, 'pasangan kunci baru');

  // On the way to the key page she reads her letter again: her position is the old one.
  phone.send('eh jabatan saya salah, harusnya Analis Kebijakan Ahli Muda');
  await sees(phone, 'Analis Kebijakan → Analis Kebijakan Ahli Muda', 'Itu saja');
  phone.press(undefined, 'Itu saja');
  await sees(phone, 'Surat Permohonan Perubahan Data');
  const change = await getsFile(phone, 'Perubahan-Data');
  phone.sendFile({ name: 'perubahan data.pdf', type: 'application/pdf', bytes: change });
  await sees(phone, 'menunggu keputusan operator');
  // Our own letter, sent back as it is, gives an operator nothing to wonder about.
  expect((await office.renewal(siti.nip)).facts.change?.letter).toMatchObject({ state: 'on-file', remarks: [] });
  await approvesChange(office, rina!, siti);
  await sees(phone, 'sudah disetujui dan berlaku', 'tidak dapat dipakai lagi');
  const second = await getsFile(phone, 'Surat-Rekomendasi');
  expect(await office.awaits(siti.nip)).toEqual(['applicant letter']);
  phone.sendFile({ name: 'SR baru.pdf', type: 'application/pdf', bytes: second });
  await sees(phone, 'pasangan kunci baru');
  await booksAreRight(office);
});

test('a new e-mail address: the old one is told, and the new one counts only after the delay', async () => {
  const dewi = office.person('Dewi');
  const [rina] = office.operators;
  const mail = mailbox(office, dewi.email);
  await caWrites(office, dewi);
  await mail.reads('Dewi Lestari');
  await mail.replies('ya');
  await mail.reads('Apakah semua data di atas masih benar?');
  await mail.replies('email saya ganti jadi dewi.baru@contohprov.example, itu saja');
  const ask = await mail.reads('→ dewi.baru@contohprov.example', 'dua surat');
  await mail.replies('terlampir', [enclosure(ask, 'Perubahan-Data'), enclosure(ask, 'Rekomendasi')]);
  await mail.reads('Kedua surat dapat dibaca', 'menunggu keputusan operator');
  await approvesChange(office, rina!, dewi);
  await mail.reads('akan diganti pada', 'OPERATOR');
  await mail.reads('pasangan kunci baru');

  // Before the delay a code still goes to the old address; after it to the new one.
  const phone = office.telegram.person({ firstName: 'Dewi', language: 'id' });
  phone.send(dewi.nip);
  await sees(phone, 'kode enam angka');
  codeIn(await mail.reads('Kode masuk Anda'));
  const fresh = mailbox(office, 'dewi.baru@contohprov.example');
  expect(fresh.person.messages()).toEqual([]);
  office.passes(49 * 3_600_000);
  phone.send('kirim kode baru');
  const code = codeIn(await fresh.reads('Kode masuk Anda'));
  phone.send(code);
  await sees(phone, 'Dewi Lestari', 'pasangan kunci baru');
  await comesTo(office, dewi, 'applicant key');
  await booksAreRight(office);
});
