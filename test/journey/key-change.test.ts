import { afterEach, beforeEach, expect, test } from 'vitest';
import { getsFile, newKey, sees } from '../../src/sandbox/play.ts';
import { createKeyring } from '../../src/seal.ts';
import { type Office, openOffice, TEST_KEY } from '../support/office.ts';
import {
  approves,
  booksAreRight,
  caWrites,
  codeIn,
  comesTo,
  deepLinkIn,
  isOver,
  mailbox,
  newCertificate,
} from './transcript.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

const key = (byte: number) => Buffer.alloc(32, byte);

test('the secret key is changed twice during a renewal, and every link, answer, letter and approval still counts', async () => {
  const [siti, budi, dewi] = ['Siti', 'Budi', 'Dewi'].map((name) => office.person(name)) as [Person, Person, Person];
  const [toSiti, toBudi] = [mailbox(office, siti.email), mailbox(office, budi.email)];
  await caWrites(office, siti);
  await caWrites(office, budi);
  const notice = await toSiti.reads('t.me');
  await toBudi.reads('t.me');

  await office.restart(createKeyring(key(8), [TEST_KEY]));
  const phone = office.telegram.person({ firstName: 'Siti', language: 'id' });
  phone.open(deepLinkIn(notice));
  await sees(phone, 'Apakah Anda sendiri orangnya?');
  phone.press(undefined, 'Ya, itu saya');
  await sees(phone, 'Data sudah sesuai');
  phone.send('sudah sesuai');
  phone.sendFile({ name: 'SR.pdf', type: 'application/pdf', bytes: await getsFile(phone, 'Surat-Rekomendasi') });
  await sees(phone, 'pasangan kunci baru');
  // The answer to a mail that was sent under the first key proves its sender.
  await toBudi.replies('Ya, mulai');
  await toBudi.reads('Apakah semua data di atas masih benar?');

  await office.restart(createKeyring(key(9), [key(8), TEST_KEY]));
  phone.sendFile({ name: 'kunci.csr', type: 'text/plain', bytes: (await newKey(siti.name)).request });
  await comesTo(office, siti, 'operator review');
  await approves(office, office.operators[0]!, siti);
  await sees(phone, 'sudah terbit');
  phone.send('sudah terpasang');
  await sees(phone, 'Apakah sertifikat yang baru sudah terpasang');
  phone.send('ya, sudah');
  await isOver(office, siti, 'completed');
  expect((await newCertificate(office, siti)).subject).toContain(siti.name);

  const stranger = office.telegram.person({ firstName: 'Dewi', language: 'id' });
  stranger.open();
  await sees(stranger, 'NIP');
  stranger.send(dewi.nip);
  stranger.send(codeIn(await mailbox(office, dewi.email).reads('Kode masuk')));
  await sees(stranger, 'identitas Anda sudah kami pastikan');
  await booksAreRight(office);
});
type Person = ReturnType<Office['person']>;

test('a house does not open with keys that are not those of its database', async () => {
  await expect(office.restart(createKeyring(key(8)))).rejects.toThrow('config: SECRET_KEY opens nothing');
  await expect(office.restart(createKeyring(key(9), [TEST_KEY, key(8)]))).rejects.toThrow(
    'config: the last key of SECRET_KEY_OLD must be the first',
  );
});
