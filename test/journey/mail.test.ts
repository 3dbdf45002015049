import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLetterDraft } from '../../src/letters/draft.ts';
import { type Office, openOffice } from '../support/office.ts';
import { renewsByMail } from './by-mail.ts';
import { booksAreRight, caWrites, comesTo, mailbox } from './transcript.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

test('a renewal runs from notice to certificate by mail alone', async () => {
  await renewsByMail(office, office.person('Siti'));
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
