import { afterEach, beforeEach, expect, test } from 'vitest';
import { getsFile, newKey, sees } from '../../src/sandbox/play.ts';
import { type Office, openOffice } from '../support/office.ts';
import {
  approves,
  booksAreRight,
  caWrites,
  codeIn,
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

test('starts by mail and ends on Telegram: the deep link carries everything along', async () => {
  const dewi = office.person('Dewi');
  const mail = mailbox(office, dewi.email);
  await caWrites(office, dewi);
  const notice = await mail.reads('Dewi Lestari', 't.me');
  await mail.replies('ya, mulai');
  await mail.reads('Apakah semua data di atas masih benar?');
  await mail.replies('tidak ada perubahan');
  const ask = await mail.reads('Surat Rekomendasi');

  // The letter takes days to be signed; by then she has found Telegram more convenient.
  const phone = office.telegram.person({ firstName: 'Dewi', language: 'id' });
  phone.open(deepLinkIn(notice));
  const doubt = await sees(phone, 'Apakah Anda sendiri orangnya?');
  expect(doubt.text).not.toContain('Lestari');
  phone.press(undefined, 'Ya, itu saya');
  await sees(phone, 'Dewi Lestari', 'Surat Rekomendasi');
  phone.sendFile({ name: 'SR.pdf', type: 'application/pdf', bytes: enclosure(ask, 'Surat-Rekomendasi').content });
  await sees(phone, 'pasangan kunci baru');
  const { request } = await newKey(dewi.name);
  phone.sendFile({ name: 'kunci.csr', type: 'application/octet-stream', bytes: request });
  await sees(phone, 'menunggu pemeriksaan operator');

  await approves(office, office.operators[0]!, dewi);
  await sees(phone, 'sudah terbit');
  // The notice of issuance goes by mail always.
  enclosure(await mail.reads('sudah terbit'), 'sertifikat-');
  phone.press(undefined, 'Sertifikat sudah terpasang');
  await sees(phone, 'dicabut pada', 'Apakah sertifikat yang baru sudah terpasang');
  phone.press(undefined, 'Ya, sudah terpasang');
  await sees(phone, 'selesai', 'Sertifikat yang lama akan dicabut pada');
  phone.send('yang lama sudah dicabut belum?');
  await sees(phone, 'Keadaan sertifikat Anda:', 'masih berlaku sampai');
  await isOver(office, dewi, 'completed');
  await newCertificate(office, dewi);
  expect(await office.renewals(dewi.nip)).toHaveLength(1);
  // The link binds once: whoever finds the mail later gets nowhere with it.
  const finder = office.telegram.person({ firstName: 'Orang', language: 'id' });
  finder.open(deepLinkIn(notice));
  await sees(finder, 'tidak dapat dipakai lagi');
  await booksAreRight(office);
});

test('starts on Telegram with the NIP and the code mailed to the address on record, and ends by mail', async () => {
  const siti = office.person('Siti');
  const mail = mailbox(office, siti.email);
  const phone = office.telegram.person({ firstName: 'Siti', language: 'id' });
  phone.open();
  await sees(phone, 'NIP Anda (18 angka)', 'tidak pernah meminta kata sandi');
  phone.send('halo mau perpanjang sertifikat');
  await sees(phone, 'NIP (18 angka)');
  phone.send('198503122010012004');
  await sees(phone, 'kode enam angka');
  const code = codeIn(await mail.reads('Kode masuk Anda'));
  phone.send(code === '000000' ? '111111' : '000000');
  await sees(phone, 'tidak cocok', '4 kali');
  phone.send(code);
  await sees(phone, 'Siti Rahmawati', 'Apakah semua data di atas masih benar?');
  phone.send('iya udah bener min');
  await sees(phone, 'Surat Rekomendasi');
  const letter = await getsFile(phone, 'Surat-Rekomendasi');

  // Her phone has no scanner: she sends the letter from the office computer, as a new mail.
  await mail.person.send({
    to: office.mail.systemAddress,
    subject: 'Surat Rekomendasi',
    text: 'Berikut surat rekomendasi saya.',
    attachments: [{ name: 'Surat Rekomendasi.pdf', content: letter }],
  });
  // A new mail proves nothing; her answer to ours does.
  await mail.reads('Surat Rekomendasi.pdf', 'Apakah berkas itu Surat Rekomendasi');
  expect(await office.awaits(siti.nip)).toEqual(['applicant kept-letter']);
  await mail.replies('Ya, gunakan berkas itu');
  await mail.reads('pasangan kunci baru');
  const { request } = await newKey(siti.name);
  await mail.replies('terlampir', [{ name: 'permintaan.csr', content: request }]);
  await mail.reads('menunggu pemeriksaan operator');
  await approves(office, office.operators[0]!, siti);
  await mail.reads('sudah terbit', 'tetap sah');
  await sees(phone, 'sudah terbit');
  await mail.replies('sudah terpasang dan berhasil');
  await mail.reads('sudah terpasang, dan berkas .p12');
  await mail.replies('YA');
  await mail.reads('selesai');
  await isOver(office, siti, 'completed');
  await newCertificate(office, siti);
  expect(await office.renewals(siti.nip)).toHaveLength(1);
  await booksAreRight(office);
});
