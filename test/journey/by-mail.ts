import { X509Certificate } from 'node:crypto';
import { expect } from 'vitest';
import type { Data } from '../../src/renewal/renewal.ts';
import type { MailPeople } from '../../src/sandbox/mail/people.ts';
import { newKey } from '../../src/sandbox/play.ts';
import type { Office } from '../support/office.ts';
import { approves, booksAreRight, caWrites, enclosure, isOver, mailbox, newCertificate, pageIn } from './transcript.ts';

/** In the address that an answer goes to, or in what it refers to. */
const TOKEN = /[+.][\w-]{32}@/;

/** A whole renewal by mail alone, from the CA's notice to the certificate at work, whatever servers carry it. */
export async function renewsByMail(office: Office<MailPeople>, person: Data): Promise<void> {
  const mail = mailbox(office, person.email);
  await caWrites(office, person);

  const notice = await mail.reads(person.name, 'Bersediakah Anda memulai sekarang?');
  expect(notice.text).toContain('telepon');
  expect(`${notice.replyTo} ${notice.messageId}`).toMatch(TOKEN);
  await mail.replies('Bersedia, silakan dimulai');
  const data = await mail.reads('Apakah semua data di atas masih benar?', '1371••••••••0004');
  expect(data.references).toContain(notice.messageId);
  await mail.replies('sudah sesuai semua, terima kasih');
  const ask = await mail.reads('Surat Rekomendasi');
  await mail.replies('Terlampir surat yang sudah ditandatangani.', [enclosure(ask, 'Surat-Rekomendasi')]);
  const key = await mail.reads('pasangan kunci baru');
  expect(pageIn(key.text)).toContain('/p/');
  const { request } = await newKey(person.name);
  await mail.replies('Ini permintaan sertifikat saya', [{ name: 'permintaan.csr', content: request }]);
  await mail.reads('menunggu pemeriksaan operator');

  await approves(office, office.operators[0]!, person);
  await mail.reads('sudah disetujui');
  const issued = await mail.reads('sudah terbit', 'tetap sah');
  const pem = enclosure(issued, 'sertifikat-');
  const chain = enclosure(issued, 'rantai');
  const certificate = new X509Certificate(pem.content);
  expect(certificate.subject).toContain(person.name);
  expect(certificate.verify(new X509Certificate(chain.content).publicKey)).toBe(true);
  expect((await newCertificate(office, person)).serialNumber).toBe(certificate.serialNumber);
  await mail.replies('sudah terpasang');
  await mail.reads('sudah terpasang, dan berkas .p12');
  // The old one is revoked by a plain yes alone.
  await mail.replies('iya, sudah dipakai teman saya');
  await mail.reads('sudah terpasang, dan berkas .p12');
  await mail.replies('YA');
  await mail.reads('selesai');
  const done = await isOver(office, person, 'completed');
  expect(done.facts.signedIn?.method).toBe('reply');
  expect(await office.renewals(person.nip)).toHaveLength(1);
  await booksAreRight(office);
}
