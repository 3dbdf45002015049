import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLetterDraft } from '../../src/letters/draft.ts';
import type { Data } from '../../src/renewal/renewal.ts';
import type { MailMessage } from '../../src/sandbox/mail/letterbox.ts';
import { type Office, openOffice } from '../support/office.ts';
import { renewsByMail } from './by-mail.ts';
import { booksAreRight, caWrites, comesTo, confirms, mailbox, pageIn } from './transcript.ts';

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

test('of two renewals a confirming link answers the one that its mail belongs to, whichever was asked about last', async () => {
  const siti = office.person('Siti');
  const mail = mailbox(office, siti.email);
  const [first, second] = await twoAskedAbout(siti, mail);
  await confirms(await proofFor(first, mail));
  await mail.reads('Surat Rekomendasi');
  expect(await confirmed(siti)).toEqual({ [first.renewal]: true, [second.renewal]: false });
  await booksAreRight(office);
});

test('a confirming link for a renewal that was closed meanwhile answers no other one', async () => {
  const siti = office.person('Siti');
  const mail = mailbox(office, siti.email);
  const [first, second] = await twoAskedAbout(siti, mail);
  const link = await proofFor(first, mail);
  await office.operators[0]!.does({ act: 'withdraw', renewal: first.renewal });
  await confirms(link);
  await mail.reads('Permohonan ini tidak berjalan lagi');
  expect(await confirmed(siti)).toEqual({ [first.renewal]: false, [second.renewal]: false });
  await booksAreRight(office);
});

test('a confirming link hears the wish to renew of whoever answered a renewal that had ended before', async () => {
  const siti = office.person('Siti');
  const mail = mailbox(office, siti.email);
  const [held] = await office.certificates(siti.nip);
  await office.operators[0]!.does({ act: 'start', certificate: held!.id });
  const asked = await mail.reads('Bersediakah');
  const [ended] = await office.renewals(siti.nip);
  await office.operators[0]!.does({ act: 'withdraw', renewal: ended!.id });
  await mail.person.send({ subject: 'lagi', text: 'PERBARUI', authenticated: false, to: asked.replyTo });
  await confirms(pageIn((await mail.reads('lalu tekan tombol konfirmasi')).text, 'c'));
  await mail.reads('Apakah semua data di atas masih benar?');
  expect((await office.renewals(siti.nip)).map(({ outcome }) => outcome)).toEqual(['withdrawn', undefined]);
  await booksAreRight(office);
});

type Asked = { readonly renewal: string; readonly ask: MailMessage };

/** Two certificates of one person end, and of both renewals his data was asked about. */
async function twoAskedAbout(person: Data, mail: ReturnType<typeof mailbox>): Promise<[Asked, Asked]> {
  const [rina] = office.operators;
  const notAfter = (await office.certificates(person.nip))[0]!.notAfter;
  const certificate = { serial: '7b', notAfter, evidence: 'number', state: 'valid', issuer: 'ams' } as const;
  await rina!.does({ act: 'import-certificate', nip: person.nip, certificate });
  const asked: Asked[] = [];
  for (const { id } of await office.certificates(person.nip)) {
    await rina!.does({ act: 'start', certificate: id });
    const { id: renewal } = (await office.renewals(person.nip)).find((each) => each.certificate === id)!;
    await mail.reads('Bersediakah');
    await mail.replies('ya, perpanjang');
    asked.push({ renewal, ask: await mail.reads('Apakah semua data di atas masih benar?') });
  }
  return asked as [Asked, Asked];
}

/** The link that he gets after he has confirmed his data in a mail that proves nothing. */
async function proofFor({ ask }: Asked, mail: ReturnType<typeof mailbox>): Promise<string> {
  await mail.person.send({ subject: 'data', text: 'sudah sesuai semua', authenticated: false, to: ask.replyTo });
  return pageIn((await mail.reads('lalu tekan tombol konfirmasi')).text, 'c');
}

/** By renewal, whether his data is confirmed. */
const confirmed = async ({ nip }: Data) =>
  Object.fromEntries((await office.renewals(nip)).map(({ id, facts }) => [id, facts.data !== undefined]));

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
