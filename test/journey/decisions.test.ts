import { afterEach, expect, test } from 'vitest';
import { connect } from '../../db/connect.ts';
import { createIssuanceStorage } from '../../db/issuance.ts';
import { createSignedReads } from '../../db/signing.ts';
import { drawSerial } from '../../src/issuance/certificate/certificate.ts';
import { createRequestReader } from '../../src/issuance/request/csr.ts';
import { isCommitted, reviewContent } from '../../src/renewal/content.ts';
import { getsFile, newKey, sees } from '../../src/sandbox/play.ts';
import { type Office, type OfficeOptions, openOffice } from '../support/office.ts';
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
  newCertificate,
  sendsBack,
} from './transcript.ts';

let office: Office;
const opens = async (options?: OfficeOptions) => {
  office = await openOffice(options);
};
afterEach(() => office.close());

/** By mail to the operator's desk: everything in order, one after the other. */
async function handsIn(name: string) {
  const person = office.person(name);
  const mail = mailbox(office, person.email);
  await caWrites(office, person);
  await mail.reads(person.name);
  await mail.replies('ya');
  await mail.reads('Apakah semua data di atas masih benar?');
  await mail.replies('sudah benar');
  const letter = enclosure(await mail.reads('Surat Rekomendasi'), 'Surat-Rekomendasi');
  await mail.replies('terlampir', [letter]);
  await mail.reads('pasangan kunci baru');
  await mail.replies('terlampir', [{ name: 'kunci.csr', content: (await newKey(person.name)).request }]);
  await mail.reads('menunggu pemeriksaan operator');
  return { person, mail, letter };
}

test('what is sent back comes with a reason and an instruction, and leads on', async () => {
  await opens();
  const [rina, joko] = office.operators;
  const { person, mail, letter } = await handsIn('Siti');

  // The letter lacks its signature.
  await sendsBack(office, rina!, person, { act: 'return', to: 'letter', reason: 'letter-unsigned', instruction: '' });
  const back = await mail.reads('belum ditandatangani', 'Mintakan tanda tangan pimpinan', 'kami lampirkan sekali lagi');
  expect(back.text).not.toContain('bagian yang masih bertitik-titik');
  expect(await office.awaits(person.nip)).toEqual(['applicant letter']);
  await mail.replies('sudah ditandatangani', [
    { ...letter, content: Buffer.concat([letter.content, Buffer.from('\n%signed')]) },
  ]);
  await mail.reads('dapat dibaca', 'menunggu pemeriksaan operator');

  // The data is not what the personnel office has.
  await sendsBack(office, rina!, person, {
    act: 'return',
    to: 'data',
    reason: 'data-incomplete',
    instruction: 'Tulis unit kerja Anda yang sekarang.',
  });
  await mail.reads('Tulis unit kerja Anda yang sekarang.', 'Apakah semua data di atas masih benar?');
  await mail.replies('Unit kerja: Bidang Statistik');
  await mail.reads('Bidang Aplikasi Informatika → Bidang Statistik');
  await mail.replies('itu saja');
  const both = await mail.reads('dua surat');
  await mail.replies('terlampir', [enclosure(both, 'Perubahan-Data'), enclosure(both, 'Rekomendasi')]);
  await mail.reads('menunggu keputusan operator');
  await approvesChange(office, joko!, person);
  await mail.reads('sudah disetujui dan berlaku', 'menunggu pemeriksaan operator');

  // The key was made on a shared computer.
  await sendsBack(office, rina!, person, { act: 'return', to: 'key', reason: 'key-unsuitable', instruction: '' });
  await mail.reads('Buat pasangan kunci sekali lagi');
  await mail.replies('terlampir', [{ name: 'kunci.csr', content: (await newKey(person.name)).request }]);
  await mail.reads('menunggu pemeriksaan operator');
  await approves(office, joko!, person);
  await mail.reads('sudah terbit');
  await mail.replies('sudah terpasang');
  await mail.reads('sudah terpasang, dan berkas .p12');
  await mail.replies('YA');
  await isOver(office, person, 'completed');
  await newCertificate(office, person);
  await booksAreRight(office);
});

test('who is rejected learns why and can begin anew', async () => {
  await opens();
  const [rina] = office.operators;
  const { person, mail } = await handsIn('Budi');
  await sendsBack(office, rina!, person, { act: 'reject', reason: 'not-employed', instruction: '' });
  const rejected = await mail.reads('tidak dapat disetujui', 'surat keputusan', 'PERBARUI');
  expect(rejected.subject).toContain('tidak dapat disetujui');
  expect((await office.renewal(person.nip)).outcome).toBe('rejected');
  await mail.replies('Bagaimana status permohonan saya?');
  await mail.reads('pada', 'tidak dapat disetujui', 'surat keputusan');
  await mail.replies('Kenapa ditolak?');
  await mail.reads('Mohon maaf, pada ', 'tidak dapat disetujui', 'surat keputusan', 'PERBARUI');
  await mail.replies('Terlampir SK saya. Perbarui');
  await mail.reads('Apakah semua data di atas masih benar?');
  expect((await office.renewals(person.nip)).map(({ outcome }) => outcome)).toEqual(['rejected', undefined]);
  await booksAreRight(office);
});

test('a decision about what has changed meanwhile is refused, and the operator looks again', async () => {
  await opens();
  const [rina] = office.operators;
  const { person, mail } = await handsIn('Dewi');
  const seen = await comesTo(office, person, 'operator review');
  await mail.replies('maaf, kunci saya ganti lagi', [
    { name: 'kunci.csr', content: (await newKey(person.name)).request },
  ]);
  await office.until(
    'another key',
    async () => (await office.renewal(person.nip)).facts.key?.spki !== seen.facts.key?.spki,
  );
  expect(await rina!.tries({ act: 'approve', renewal: seen.id, content: reviewContent(seen) })).toEqual({
    refused: 'outdated',
  });
  expect((await office.renewal(person.nip)).facts.issuances).toBe(0);
  await approves(office, rina!, person);
  await mail.reads('sudah terbit');
  await newCertificate(office, person);
  await booksAreRight(office);
});

test('with four eyes two different operators decide, and the applicant hears once', async () => {
  await opens({ env: { FOUR_EYES: 'on' } });
  const [rina, joko] = office.operators;
  const siti = office.person('Siti');
  await caWrites(office, siti);
  const phone = office.telegram.person({ firstName: 'Siti', language: 'id' });
  phone.open(deepLinkIn(await mailbox(office, siti.email).reads('t.me')));
  await sees(phone, 'Apakah Anda sendiri orangnya?');
  phone.press(undefined, 'Ya, itu saya');
  await sees(phone, 'Data sudah sesuai');
  phone.press(undefined, 'Data sudah sesuai');
  phone.sendFile({ name: 'SR.pdf', type: 'application/pdf', bytes: await getsFile(phone, 'Surat-Rekomendasi') });
  await sees(phone, 'pasangan kunci baru');
  phone.sendFile({ name: 'kunci.csr', type: 'text/plain', bytes: (await newKey(siti.name)).request });
  const renewal = await comesTo(office, siti, 'operator review');
  const approval = { act: 'approve', renewal: renewal.id, content: reviewContent(renewal) } as const;
  await rina!.does(approval);
  expect(await rina!.tries(approval)).toEqual({ refused: 'same-operator' });
  expect(await office.awaits(siti.nip)).toEqual(['operator review']);
  await joko!.does(approval);
  await sees(phone, 'sudah terbit');
  expect(phone.messages().filter(({ text }) => text.includes('sudah disetujui'))).toHaveLength(1);
  await newCertificate(office, siti);
  await booksAreRight(office);
});

test('what the signer refused though an intent for it is on record is decided again, ends in no silence, and goes on with a new key', async () => {
  await opens();
  const [rina] = office.operators;
  const { person, mail } = await handsIn('Siti');
  const { id, facts } = await comesTo(office, person, 'operator review');
  const request = `${id}:1`;
  const answerTo = createSignedReads(office.sql).answer;
  expect(await answerTo(request)).toBeUndefined();
  // Another signer, or somebody with his role, has written down what nobody approved.
  const signer = connect(office.issuerUrl, { max: 1 });
  await createIssuanceStorage({ sql: signer, keyring: office.keyring, requests: createRequestReader() }).saveIntents([
    {
      request,
      serial: drawSerial(),
      tbs: Buffer.from('3003020101', 'hex'),
      approval: reviewContent(await office.renewal(person.nip)),
      key: facts.key!.spki,
      at: office.clock(),
    },
  ]);
  await signer.end();

  await approves(office, rina!, person);
  await office.until('it is refused', async () => (await office.renewal(person.nip)).facts.approvals.length === 0);
  expect(await answerTo(request)).toEqual({ refused: 'intent-not-approved', intended: true });
  expect(await office.awaits(person.nip)).toEqual(['operator review']);
  expect(await faultsOf(id)).toEqual(['intent-not-approved']);
  // Nobody can say that nothing comes of it, so it neither is taken back nor lapses.
  expect(isCommitted(await office.renewal(person.nip))).toBe(true);
  await mail.replies('batalkan permohonan saya');
  await mail.reads('sudah dimulai', 'tidak dapat dibatalkan lagi');

  // The key is that of the intent for ever, so it is refused once more, and the applicant is asked for another one.
  await approves(office, rina!, person);
  await office.until('it is refused again', async () => (await faultsOf(id)).length === 2);
  expect(await answerTo(`${id}:2`)).toEqual({ refused: 'key-seen', intended: false });
  expect(isCommitted(await office.renewal(person.nip))).toBe(true);
  await sendsBack(office, rina!, person, { act: 'return', to: 'key', reason: 'key-unsuitable', instruction: '' });
  await mail.reads('Buat pasangan kunci sekali lagi');
  await mail.replies('terlampir', [{ name: 'kunci.csr', content: (await newKey(person.name)).request }]);
  await mail.reads('menunggu pemeriksaan operator');
  await approves(office, rina!, person);
  await mail.reads('sudah terbit');
  expect(await answerTo(`${id}:3`)).toHaveProperty('serial');
  expect(await answerTo(request)).toEqual({ refused: 'intent-not-approved', intended: true });
  await newCertificate(office, person);
});

const faultsOf = async (renewal: string) =>
  (await office.sql`select detail from faults where ref = ${renewal} order by at, id`).map(({ detail }) => detail);
