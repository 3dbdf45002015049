import { X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLetterDraft } from '../../src/letters/draft.ts';
import { newKey } from '../../src/sandbox/play.ts';
import { type Office, openOffice } from '../support/office.ts';
import {
  approves,
  booksAreRight,
  caWrites,
  comesTo,
  enclosure,
  isOver,
  mailbox,
  newCertificate,
  pageIn,
} from './transcript.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

test('a renewal runs from notice to certificate by mail alone', async () => {
  const siti = office.person('Siti');
  const mail = mailbox(office, siti.email);
  await caWrites(office, siti);

  const notice = await mail.reads('Siti Rahmawati', 'Bersediakah Anda memulai sekarang?');
  expect(notice.text).toContain('telepon');
  expect(notice.replyTo).toMatch(/\+[\w-]{20,}@/);
  await mail.replies('Bersedia, silakan dimulai');
  await mail.reads('Apakah semua data di atas masih benar?', '1371••••••••0004');
  await mail.replies('sudah sesuai semua, terima kasih');
  const ask = await mail.reads('Surat Rekomendasi');
  await mail.replies('Terlampir surat yang sudah ditandatangani.', [enclosure(ask, 'Surat-Rekomendasi')]);
  const key = await mail.reads('pasangan kunci baru');
  expect(pageIn(key.text)).toContain('/p/');
  const { request } = await newKey(siti.name);
  await mail.replies('Ini permintaan sertifikat saya', [{ name: 'permintaan.csr', content: request }]);
  await mail.reads('sedang diperiksa operator');

  await approves(office, office.operators[0]!, siti);
  await mail.reads('sudah disetujui');
  const issued = await mail.reads('sudah terbit', 'tetap sah');
  const pem = enclosure(issued, 'sertifikat-');
  const chain = enclosure(issued, 'rantai');
  const certificate = new X509Certificate(pem.content);
  expect(certificate.subject).toContain('Siti Rahmawati');
  expect(certificate.verify(new X509Certificate(chain.content).publicKey)).toBe(true);
  expect((await newCertificate(office, siti)).serialNumber).toBe(certificate.serialNumber);
  await mail.replies('sudah terpasang');
  await mail.reads('selesai');
  const done = await isOver(office, siti, 'completed');
  expect(done.facts.signedIn?.method).toBe('reply');
  expect(await office.renewals(siti.nip)).toHaveLength(1);
  await booksAreRight(office);
});

test('one single mail signs in, confirms the data and brings the letter', async () => {
  const budi = office.person('Budi');
  const mail = mailbox(office, budi.email);
  await caWrites(office, budi);
  await mail.reads('Budi Santoso');
  // He wrote his letter himself, after last year's example.
  const letter = await ownLetter(office);
  await mail.replies('Data saya sudah benar semua, tidak ada perubahan. Surat rekomendasi terlampir.', [letter]);
  await mail.reads(
    'data berikut kami catat sebagai data yang benar',
    'Kepala Seksi Persandian',
    'Surat Rekomendasi sudah kami terima',
  );
  await mail.reads('pasangan kunci baru');
  const { facts } = await comesTo(office, budi, 'applicant key');
  expect([
    facts.signedIn?.method,
    facts.data?.version === (await office.renewal(budi.nip)).version,
    facts.letter?.state,
  ]).toEqual(['reply', true, 'on-file']);
  expect(mail.count('belum diperlukan')).toBe(0);
  await booksAreRight(office);
});

/** His letter as he wrote it himself. */
async function ownLetter(office: Office): Promise<{ name: string; content: Uint8Array }> {
  const draft = createLetterDraft({ agency: 'Dinas Komunikasi dan Informatika', timeZone: 'Asia/Jakarta' });
  return {
    name: 'Surat Rekomendasi.pdf',
    content: await draft.draft({
      letter: 'recommendation',
      data: office.person('Budi'),
      renewal: '2026-000001',
      at: office.clock(),
    }),
  };
}
