import { afterAll, beforeAll, expect, test } from 'vitest';
import { sees } from '../../src/sandbox/play.ts';
import type { Person } from '../../src/sandbox/telegram/person/person.ts';
import { type Office, openOffice } from '../support/office.ts';
import { signedIn } from '../support/talk.ts';

/** What people write on a telephone: half sentences, said of what stands just above. */

let office: Office;
let phone: Person;
beforeAll(async () => {
  office = await openOffice();
  phone = await signedIn(office, 'Siti');
  phone.send('perpanjang');
  await sees(phone, 'Data sudah sesuai');
});
afterAll(() => office.close());

test('a number by itself is noted, and put right in half a sentence beside what was noted before', async () => {
  phone.send('jabatan saya jadi Kepala Seksi Persandian');
  await sees(phone, '→ Kepala Seksi Persandian');
  phone.send('0812 6677 8899');
  await sees(phone, '→ +6281266778899');
  phone.send('salah, harusnya 081266778800');
  await sees(phone, '→ Kepala Seksi Persandian', '→ +6281266778800');
  const { change } = (await office.renewal(office.person('Siti').nip)).facts;
  expect(change?.fields).toEqual({ position: 'Kepala Seksi Persandian', phone: '+6281266778800' });
});

test('"sudah" is told that no letter has come, and the long answer is short where it stands just above', async () => {
  phone.send('itu saja');
  await sees(phone, 'dua surat');
  phone.send('udah kak');
  await sees(phone, 'belum sampai kepada kami');
  phone.send('surat rekomendasi itu apa?');
  await sees(phone, 'Surat Rekomendasi adalah');
  phone.send('yang ttd siapa?');
  await sees(phone, 'Singkatnya');
  phone.send('kalau ditolak gimana?');
  await sees(phone, 'dikembalikan kepada Anda');
});
