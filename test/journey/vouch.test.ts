import { afterEach, beforeEach, expect, test } from 'vitest';
import { changeContent, reviewContent } from '../../src/renewal/content.ts';
import { getsFile, newKey, sees } from '../../src/sandbox/play.ts';
import { type Office, openOffice } from '../support/office.ts';
import { booksAreRight, comesTo, isOver, mailbox, newCertificate, task } from './transcript.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

test('whoever cannot read his mailbox is checked by one operator, and another one decides', async () => {
  const rizal = office.person('Rizal');
  const [rina, joko] = office.operators;
  const phone = office.telegram.person({ firstName: 'Rizal', language: 'id' });
  phone.send('selamat pagi, sertifikat saya sudah mati');
  await sees(phone, 'NIP Anda (18 angka)');
  phone.send(rizal.nip);
  await sees(phone, 'operator siap membantu');
  phone.send('email dinas saya tidak bisa dibuka, minta tolong operator');
  await sees(phone, 'Operator sudah kami beri tahu');
  const chat = await task(office, 'call-asked');

  // Rina calls him by video, and puts her word on record.
  const { id: certificate } = (await office.certificates(rizal.nip))[0]!;
  await rina!.does({ act: 'start', certificate });
  const renewal = await office.renewal(rizal.nip);
  await rina!.does({
    act: 'vouch',
    contact: chat,
    renewal: renewal.id,
    how: 'video',
    note: 'KTP dan wajah dicocokkan lewat panggilan video',
  });
  await sees(phone, 'Rizal Effendi', 'Apakah semua data di atas masih benar?');
  expect((await office.renewal(rizal.nip)).facts.signedIn?.method).toBe('vouched');

  await mailbox(office, rizal.email).reads('Operator telah memastikan identitas Anda', 'akun Telegram');

  // The lost mailbox is replaced by one that he can read: that takes two operators, whatever the settings say.
  phone.send('email: rizal.effendi.baru@contohprov.example');
  await sees(phone, '→ rizal.effendi.baru@contohprov.example');
  phone.press(undefined, 'Itu saja');
  await sees(phone, 'dua surat');
  phone.sendFile({ name: 'perubahan.pdf', type: 'application/pdf', bytes: await getsFile(phone, 'Perubahan-Data') });
  await sees(phone, 'Surat Permohonan Perubahan Data dapat dibaca');
  phone.sendFile({
    name: 'rekomendasi.pdf',
    type: 'application/pdf',
    bytes: await getsFile(phone, 'Surat-Rekomendasi'),
  });
  await sees(phone, 'Surat Rekomendasi dapat dibaca');
  const change = await comesTo(office, rizal, 'operator change-review');
  const decision = { act: 'approve-change', renewal: change.id, content: changeContent(change) } as const;
  await rina!.does(decision);
  expect(await rina!.tries(decision)).toEqual({ refused: 'same-operator' });
  expect((await office.renewal(rizal.nip)).facts.changed).toEqual([]);
  await joko!.does(decision);
  await sees(phone, 'sudah disetujui dan berlaku', 'pasangan kunci baru');
  await mailbox(office, rizal.email).reads('akan diganti pada');

  phone.sendFile({ name: 'kunci.csr', type: 'text/plain', bytes: (await newKey(rizal.name)).request });
  await sees(phone, 'menunggu pemeriksaan operator');
  const review = await comesTo(office, rizal, 'operator review');
  const approval = { act: 'approve', renewal: review.id, content: reviewContent(review) } as const;
  expect(await rina!.tries(approval)).toEqual({ refused: 'same-operator' });
  await joko!.does(approval);
  await sees(phone, 'sudah terbit');
  phone.press(undefined, 'Sertifikat sudah terpasang');
  await isOver(office, rizal, 'completed');
  await newCertificate(office, rizal);
  const journal = await office.sql`select entry from journal where chain = ${`renewal:${review.id}`}`;
  expect(journal.map(({ entry }) => entry)).toContain('vouched');

  // It was another's face after all: another operator revokes what was issued on Rina's word.
  await rina!.does({ act: 'unvouch', contact: chat, note: 'wajahnya ternyata lain' });
  const revocation = await task(office, 'revocation-asked');
  await joko!.does({ act: 'decide-revocation', revocation, approve: true, note: 'orangnya sudah ditelepon' });
  await office.until('it is revoked', async () =>
    (await office.certificates(rizal.nip)).some(({ renewal: of, state }) => of === review.id && state === 'revoked'),
  );
  // The new address is in force after some days only.
  await mailbox(office, rizal.email).reads('dicabut pada');
  await booksAreRight(office);
});
