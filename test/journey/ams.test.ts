import { afterEach, beforeEach, expect, test } from 'vitest';
import { getsFile, newKey, sees } from '../../src/sandbox/play.ts';
import { type Office, openOffice } from '../support/office.ts';
import {
  approves,
  approvesChange,
  booksAreRight,
  caWrites,
  comesTo,
  deepLinkIn,
  enclosure,
  isOver,
  mailbox,
  task,
} from './transcript.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice({ issuer: 'ams' });
});
afterEach(() => office.close());

const DAY_MS = 86_400_000;

test('with AMS a change is entered there first, no key is asked for, and the CA hands the certificate over', async () => {
  const budi = office.person('Budi');
  const [rina, joko] = office.operators;
  const mail = mailbox(office, budi.email);
  await caWrites(office, budi);
  await mail.reads('Budi Santoso', 'tautan untuk menetapkan passphrase');
  await mail.replies('mulai');
  await mail.reads('Apakah semua data di atas masih benar?');
  await mail.replies('jabatan: Kepala Bidang Persandian\nunit kerja: Bidang Persandian dan Keamanan');
  await mail.reads('Kepala Bidang Persandian', 'Perubahan ini baru berlaku');
  await mail.replies('ya itu saja');
  const ask = await mail.reads('dua surat');
  await mail.replies('terlampir kedua suratnya', [enclosure(ask, 'Perubahan-Data'), enclosure(ask, 'Rekomendasi')]);
  await mail.reads('Surat Rekomendasi dapat dibaca', 'menunggu keputusan operator');
  await approvesChange(office, rina!, budi);
  await mail.reads('Operator masih mencatatnya di AMS');
  expect(await office.awaits(budi.nip)).toEqual(['operator change-record']);
  // No packet leaves before the change is in AMS.
  const renewal = await office.renewal(budi.nip);
  expect(renewal.facts.issuances).toBe(0);
  await rina!.does({ act: 'record-change', renewal: renewal.id });
  await mail.reads('sudah tercatat di AMS', 'sedang diperiksa operator');
  expect(mail.count('pasangan kunci baru, yaitu')).toBe(0);

  await approves(office, joko!, budi);
  await mail.reads('sudah disetujui', 'BSrE mengirim dua email', 'passphrase');
  await comesTo(office, budi, 'operator packet');
  const until = new Date(office.clock().getTime() + 730 * DAY_MS);
  await rina!.does({
    act: 'record-certificate',
    renewal: renewal.id,
    certificate: {
      serial: '5d20c7a1b94e3f86',
      notBefore: office.clock(),
      notAfter: until,
      evidence: 'number',
      state: 'valid',
      issuer: 'ams',
    },
  });
  const issued = await mail.reads('sudah terbit', '5d20c7a1b94e3f86', 'tetap sah');
  expect(issued.attachments).toEqual([]);
  const done = await isOver(office, budi, 'completed');
  expect(done.facts.certificate?.evidence).toBe('number');

  // The old certificate lies with the CA: its revocation is an operator's task, done by hand.
  const revocation = await task(office, 'revoke-by-hand');
  await rina!.does({ act: 'settle', kind: 'revocation', ref: revocation, note: 'dicabut di AMS' });
  expect((await office.certificates(budi.nip)).map(({ state }) => state)).toEqual(['revoked', 'valid']);
  await mail.replies('sudah terpasang, terima kasih');
  await mail.reads('Sama-sama');
  await booksAreRight(office);
});

test('a request file is declined kindly, and a forwarded "issued" mail only prompts the operator', async () => {
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
  phone.sendFile({ name: 'SR.pdf', type: 'application/pdf', bytes: await getsFile(phone, 'Surat-Rekomendasi') });
  await sees(phone, 'sedang diperiksa operator');
  phone.sendFile({ name: 'permintaan.csr', type: 'text/plain', bytes: (await newKey(siti.name)).request });
  await sees(phone, 'tidak perlu membuat atau mengirim pasangan kunci');
  await approves(office, rina!, siti);
  await sees(phone, 'BSrE mengirim dua email');

  // The CA writes to her; she passes it on.
  await caWrites(office, siti, 'issued', siti.email);
  await mail.person.forward(await mail.reads('berhasil diterbitkan'));
  await mail.reads('kami teruskan kepada operator');
  await task(office, 'ca-says-issued');
  expect(await office.awaits(siti.nip)).toEqual(['operator packet']);
  expect(await office.certificates(siti.nip)).toHaveLength(1);
  await booksAreRight(office);
});
