import { afterEach, beforeEach, expect, test } from 'vitest';
import { lookUpStatuses } from '../../src/desk/jobs/ca-status.ts';
import { remind } from '../../src/desk/jobs/jobs.ts';
import { getsFile, newKey, sees } from '../../src/sandbox/play.ts';
import { ACCOUNT, type Ams, startAms } from '../support/ams.ts';
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
let ams: Ams;
beforeEach(async () => {
  ams = await startAms();
  const status = {
    AMS_STATUS_URL: ams.url,
    AMS_STATUS_USER: ACCOUNT.user,
    AMS_STATUS_PASSWORD: ACCOUNT.password,
  };
  office = await openOffice({ issuer: 'ams', env: status });
});
afterEach(async () => {
  await office.close();
  await ams.stop();
});

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** What the clock brings: reminders, and a look at the CA's service. */
async function passes(ms: number): Promise<void> {
  office.passes(ms);
  await remind(office.house.jobs);
  await lookUpStatuses(office.house.jobs);
}

test('with AMS: a change is entered there first, the request is entered, the link chased, the certificate recorded and told', async () => {
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
  await mail.reads('Kedua surat dapat dibaca', 'menunggu keputusan operator');
  await approvesChange(office, rina!, budi);
  await mail.reads('Operator masih mencatatnya di AMS');
  expect(await office.awaits(budi.nip)).toEqual(['operator change-record']);
  // No packet leaves before the change is in AMS.
  const renewal = await office.renewal(budi.nip);
  expect(renewal.facts.issuances).toBe(0);
  expect(await rina!.tries({ act: 'take-packet', renewal: renewal.id, as: 'pdf' })).toEqual({ refused: 'not-now' });
  await rina!.does({ act: 'record-change', renewal: renewal.id });
  await mail.reads('sudah tercatat di AMS', 'menunggu pemeriksaan operator');
  expect(mail.count('pasangan kunci baru, yaitu')).toBe(0);

  await approves(office, joko!, budi);
  await mail.reads('sudah disetujui', 'BSrE mengirim dua email', 'passphrase');
  await comesTo(office, budi, 'operator packet');
  await rina!.does({ act: 'take-packet', renewal: renewal.id, as: 'pdf' });
  await passes(2 * HOUR_MS);
  expect(ams.asked).toEqual([]);

  // Entered: he is told what the CA's mail looks like, and the CA is asked about him.
  ams.says(budi.nik, 'NEW');
  await rina!.does({ act: 'enter-ams', renewal: renewal.id });
  await mail.reads(budi.email, 'Apakah passphrase sudah Anda tetapkan?', '8 karakter', 'jangan menuliskannya di sini');
  await passes(HOUR_MS);
  expect(await office.awaits(budi.nip)).toEqual(['applicant passphrase']);
  expect((await office.renewal(budi.nip)).facts.ams?.status?.value).toBe('NEW');

  // "Besok ya" is respected, and then he is reminded.
  await mail.replies('besok ya');
  await mail.reads('kami tidak mengingatkan Anda sebelum');
  await passes(HOUR_MS);
  expect(mail.count('menunggu kabar Anda tentang passphrase')).toBe(0);
  await passes(DAY_MS);
  await mail.reads('Pengingat', 'passphrase');
  await mail.replies('belum dapat emailnya');
  await mail.reads('belum Anda terima', 'dikirim ulang');
  await comesTo(office, budi, 'operator resend-link');
  await passes(3 * DAY_MS);
  expect(mail.count('menunggu kabar Anda tentang passphrase')).toBe(1); // the office is awaited, not he
  await rina!.does({ act: 'resend-link', renewal: renewal.id });
  await mail.reads('mengirim ulang tautan', 'Apakah passphrase sudah Anda tetapkan?');
  await mail.replies('sudah, passphrase sudah saya atur');
  await mail.reads('sudah diterbitkan BSrE');
  await comesTo(office, budi, 'operator certificate-record');

  // The CA agrees; an operator records number and dates.
  ams.says(budi.nik, 'ISSUE');
  await passes(DAY_MS);
  const until = new Date(office.clock().getTime() + 730 * DAY_MS);
  const serial = '5d20c7a1b94e3f86';
  const certificate = {
    serial,
    notBefore: office.clock(),
    notAfter: until,
    evidence: 'word',
    state: 'valid',
    issuer: 'ams',
  } as const;
  await rina!.does({ act: 'record-certificate', renewal: renewal.id, certificate });
  const issued = await mail.reads('sudah terbit', serial.toUpperCase(), 'tetap sah', 'belum kami periksa sendiri');
  expect(issued.attachments).toEqual([]);
  const done = await isOver(office, budi, 'completed');
  expect(done.facts.certificate?.evidence).toBe('status');
  const asked = ams.asked.length;
  await passes(3 * DAY_MS);
  expect(ams.asked.length).toBe(asked);
  expect(mail.count('menunggu kabar Anda tentang passphrase')).toBe(1);

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
  await sees(phone, 'menunggu pemeriksaan operator');
  phone.sendFile({ name: 'permintaan.csr', type: 'text/plain', bytes: (await newKey(siti.name)).request });
  await sees(phone, 'tidak perlu membuat atau mengirim pasangan kunci');
  await approves(office, rina!, siti);
  await sees(phone, 'BSrE mengirim dua email');
  await comesTo(office, siti, 'operator packet');
  const { id } = await office.renewal(siti.nip);
  await rina!.does({ act: 'enter-ams', renewal: id });
  await sees(phone, 'Tautan kedaluwarsa');
  phone.press(undefined, 'Tautan kedaluwarsa');
  await sees(phone, 'tautannya tidak berlaku lagi');
  await rina!.does({ act: 'resend-link', renewal: id });
  await sees(phone, 'mengirim ulang tautan');
  // What nobody asks for is forgotten, and the question stands.
  phone.send('Rahasia#2026');
  await sees(phone, 'tampaknya memuat kata sandi');

  // The CA writes to her; she passes it on.
  await caWrites(office, siti, 'issued', siti.email);
  await mail.person.forward(await mail.reads('berhasil diterbitkan'));
  await mail.reads('kami teruskan kepada operator');
  await task(office, 'ca-says-issued');
  // She is left in peace; the operator finds that it is not so, and she is asked again.
  await comesTo(office, siti, 'operator certificate-record');
  await rina!.does({ act: 'resend-link', renewal: id });
  await sees(phone, 'mengirim ulang tautan');
  phone.send('sudah saya atur');
  await sees(phone, 'sudah diterbitkan BSrE');
  expect(await office.awaits(siti.nip)).toEqual(['operator certificate-record']);
  expect(await office.certificates(siti.nip)).toHaveLength(1);
  await booksAreRight(office);
});
