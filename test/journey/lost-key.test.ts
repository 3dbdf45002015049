import { afterEach, beforeEach, expect, test } from 'vitest';
import { newKey } from '../../src/sandbox/play.ts';
import { type Office, openOffice } from '../support/office.ts';
import { approves, booksAreRight, caWrites, comesTo, enclosure, isOver, mailbox } from './transcript.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

test('a key lost after issuance is replaced without a new letter, with the operator’s approval', async () => {
  const siti = office.person('Siti');
  const [rina, joko] = office.operators;
  const mail = mailbox(office, siti.email);
  await caWrites(office, siti);
  await mail.reads('Siti Rahmawati');
  await mail.replies('mulai');
  await mail.reads('Apakah semua data di atas masih benar?');
  await mail.replies('sesuai');
  const ask = await mail.reads('Surat Rekomendasi');
  await mail.replies('terlampir', [enclosure(ask, 'Surat-Rekomendasi')]);
  await mail.reads('pasangan kunci baru');
  const first = await newKey(siti.name);
  await mail.replies('terlampir', [{ name: 'kunci.csr', content: first.request }]);
  await approves(office, rina!, siti);
  await mail.reads('sudah terbit');

  await mail.replies('berkas cadangan kunci saya terhapus');
  await mail.reads('Apakah kuncinya benar-benar hilang?');
  expect(await office.awaits(siti.nip)).toEqual(['applicant collect']);
  await mail.replies('ya, hilang');
  await mail.reads('Operator akan memutuskan penggantiannya', 'Bila kuncinya ternyata ditemukan, tulis OPERATOR');
  const renewal = await comesTo(office, siti, 'operator key-replacement');
  await joko!.does({ act: 'replace-key', renewal: renewal.id });
  await mail.reads('Penggantian kunci sudah disetujui', 'pasangan kunci baru');
  expect(await office.awaits(siti.nip)).toEqual(['applicant key']);

  // The lost key, found again on an old stick, is not taken: its certificate will be revoked.
  await mail.replies('terlampir', [{ name: 'kunci lama.csr', content: first.request }]);
  await mail.reads('sudah pernah digunakan');
  expect(await office.awaits(siti.nip)).toEqual(['applicant key']);

  const second = await newKey(siti.name);
  await mail.replies('kunci yang baru', [{ name: 'kunci baru.csr', content: second.request }]);
  await mail.reads('menunggu pemeriksaan operator');
  await approves(office, rina!, siti);
  await mail.reads('sudah terbit');
  await mail.replies('sudah terpasang');
  await mail.reads('sudah terpasang, dan berkas .p12');
  await mail.replies('YA');
  await mail.reads('selesai');
  const done = await isOver(office, siti, 'completed');
  expect(done.facts.issuances).toBe(2);
  // The one from before, the one whose key was lost, and the one in use.
  await office.until(
    'the two old ones are revoked',
    async () => (await office.certificates(siti.nip)).filter(({ state }) => state === 'revoked').length === 2,
  );
  const rows = await office.certificates(siti.nip);
  expect(rows.map(({ state }) => state)).toEqual(['revoked', 'revoked', 'valid']);
  expect(rows.map(({ successor }) => successor)).toEqual([rows[2]!.id, rows[2]!.id, null]);
  expect(new Set(rows.map(({ spki }) => spki)).size).toBe(3);
  expect(mail.count('Mohon lengkapi bagian yang masih bertitik-titik')).toBeLessThanOrEqual(1);
  await booksAreRight(office);
});

test('a replacement that the operator refuses says what to do, and the certificate can still be collected', async () => {
  const budi = office.person('Budi');
  const [rina, joko] = office.operators;
  const mail = mailbox(office, budi.email);
  await caWrites(office, budi);
  await mail.reads('Budi Santoso');
  await mail.replies('mulai');
  await mail.reads('Apakah semua data di atas masih benar?');
  await mail.replies('sesuai');
  const ask = await mail.reads('Surat Rekomendasi');
  await mail.replies('terlampir', [enclosure(ask, 'Surat-Rekomendasi')]);
  await mail.reads('pasangan kunci baru');
  await mail.replies('terlampir', [{ name: 'kunci.csr', content: (await newKey(budi.name)).request }]);
  await approves(office, rina!, budi);
  await mail.reads('sudah terbit');
  await mail.replies('kunci saya hilang pak, berkas p12 nya kehapus');
  await mail.reads('Apakah kuncinya benar-benar hilang?');
  await mail.replies('iya hilang');
  await mail.reads('Operator akan memutuskan');
  const renewal = await comesTo(office, budi, 'operator key-replacement');
  await joko!.does({
    act: 'refuse-key',
    renewal: renewal.id,
    instruction: 'Berkas cadangan Anda masih ada di komputer kantor; silakan cari di folder Unduhan.',
  });
  const refused = await mail.reads('belum dapat disetujui', 'folder Unduhan');
  expect(refused.text).toMatch(/\/p\//);
  expect(await office.awaits(budi.nip)).toEqual(['applicant collect']);
  await mail.replies('ketemu, sudah terpasang');
  await mail.reads('sudah terpasang, dan berkas .p12');
  await mail.replies('ya, sudah');
  await isOver(office, budi, 'completed');
  await booksAreRight(office);
});
