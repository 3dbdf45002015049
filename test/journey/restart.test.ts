import { afterEach, beforeEach, expect, test } from 'vitest';
import { getsFile, newKey, sees } from '../../src/sandbox/play.ts';
import { type Office, openOffice } from '../support/office.ts';
import {
  approves,
  booksAreRight,
  caWrites,
  comesTo,
  deepLinkIn,
  isOver,
  mailbox,
  newCertificate,
  settles,
} from './transcript.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

test('a restart at every step loses nothing and repeats nothing', async () => {
  const dewi = office.person('Dewi');
  const mail = mailbox(office, dewi.email);
  await caWrites(office, dewi);
  const notice = await mail.reads('t.me');
  await office.restart();

  const phone = office.telegram.person({ firstName: 'Dewi', language: 'id' });
  phone.open(deepLinkIn(notice));
  await sees(phone, 'Apakah Anda sendiri orangnya?');
  // The button was sent before the restart and is pressed after it.
  await office.restart();
  phone.press(undefined, 'Ya, itu saya');
  await sees(phone, 'Data sudah sesuai');
  // What is written while the house is down is heard when it is up again; the CA repeats itself meanwhile.
  const restarting = office.restart();
  phone.send('sudah sesuai');
  await caWrites(office, dewi);
  await restarting;
  await sees(phone, 'Surat Rekomendasi');
  const letter = await getsFile(phone, 'Surat-Rekomendasi');
  // A letter on its way to the reader.
  phone.sendFile({ name: 'SR.pdf', type: 'application/pdf', bytes: letter });
  await office.until('the letter is received', async () => (await office.renewal(dewi.nip)).facts.letter !== undefined);
  await office.restart();
  await sees(phone, 'pasangan kunci baru');
  phone.sendFile({ name: 'kunci.csr', type: 'text/plain', bytes: (await newKey(dewi.name)).request });
  await comesTo(office, dewi, 'operator review');
  await approves(office, office.operators[0]!, dewi);
  // The certificate is being signed, or is just signed.
  await office.restart();
  await sees(phone, 'sudah terbit');
  await mail.reads('sudah terbit');
  phone.send('sudah terpasang');
  await sees(phone, 'Apakah sertifikat yang baru sudah terpasang');
  phone.send('ya, sudah');
  await sees(phone, 'selesai');
  await office.restart();
  await isOver(office, dewi, 'completed');
  await office.until(
    'the old certificate is revoked',
    async () => (await office.certificates(dewi.nip))[0]!.state === 'revoked',
  );
  await settles(office);

  await newCertificate(office, dewi);
  expect(await office.renewals(dewi.nip)).toHaveLength(1);
  const said = phone
    .messages()
    .filter(({ from, text }) => from === 'bot' && text !== '')
    .map(({ text }) => text);
  expect(said.filter((text, at) => said.indexOf(text) !== at)).toEqual([]);
  expect(mail.count('Bersediakah Anda memulai sekarang?')).toBe(1);
  expect(mail.count('sudah terbit')).toBe(1);
  const [signed] = await office.sql`select count(*)::int as n from issue_requests`;
  expect(signed!.n).toBe(1);
  await booksAreRight(office);
});
