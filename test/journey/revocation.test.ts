import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CertificateRevocationList } from 'pkijs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connect } from '../../db/connect.ts';
import { sees } from '../../src/sandbox/play.ts';
import { hasOpenssl } from '../issuance/office.ts';
import { type Office, openOffice } from '../support/office.ts';
import { booksAreRight, codeIn, confirms, inChat, mailbox, pageIn, task, tasks } from './transcript.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

const stateOf = async (nip: string) => (await office.certificates(nip)).at(-1)!.state;

test('by chat: asked for, taken back, asked for again, decided; OCSP knows for ever, and the renewal goes on', async () => {
  const siti = office.person('Siti');
  const [rina] = office.operators;
  const phone = await inChat(office, 'Siti');
  phone.send('tolong cabut sertifikat saya');
  await sees(phone, 'Mengapa sertifikat Anda perlu dicabut?');
  phone.press(undefined, 'Tidak dipakai lagi');
  await sees(phone, 'tidak dapat dipakai lagi', 'tetap sah', 'benar-benar perlu dicabut?');
  expect(await tasks(office)).toEqual([]);
  phone.press(undefined, 'Ya, cabut sertifikatnya');
  await sees(phone, 'sudah kami teruskan kepada operator', 'BATAL CABUT');
  const first = await task(office, 'revocation-asked');
  phone.send('batal cabut');
  await sees(phone, 'kami tarik kembali', 'tetap berlaku');
  expect(await tasks(office)).toEqual([]);
  expect(await rina!.tries({ act: 'decide-revocation', revocation: first, approve: true, note: 'terlambat' })).toEqual({
    refused: 'already',
  });

  phone.send('HP saya hilang, tolong cabut sertifikat saya');
  await sees(phone, 'kunci atau perangkatnya hilang', 'benar-benar perlu dicabut?');
  await task(office, 'call-lost');
  phone.send('ya cabut');
  await sees(phone, 'sudah kami teruskan kepada operator');
  const revocation = await task(office, 'revocation-asked');
  phone.send('cabut sertifikat saya');
  await sees(phone, 'belum diputuskan');
  phone.send('sudah dicabut belum?');
  await sees(phone, 'permintaan pencabutannya kami terima pada', 'masih diperiksa operator');
  await rina!.does({ act: 'decide-revocation', revocation, approve: true, note: 'ditelepon, dan benar' });
  await sees(phone, 'sudah dicabut pada', 'tetap sah', 'PERBARUI');
  // Whoever holds the telephone may not be Siti: her mailbox hears of it too.
  await mailbox(office, siti.email).reads('Sertifikat elektronik Anda sudah dicabut');
  expect(await stateOf(siti.nip)).toBe('revoked');
  if (hasOpenssl) expect(await askOcsp(siti.nip)).toMatch(/: revoked[\s\S]*Reason: keyCompromise/);

  phone.send('kapan sertifikat saya dicabut?');
  await sees(phone, 'Keadaan sertifikat Anda:', 'sudah dicabut pada');

  // The renewal goes on as one of a revoked certificate.
  expect(await office.renewal(siti.nip)).toMatchObject({ basis: 'revoked' });
  expect(await office.awaits(siti.nip)).toEqual(['applicant data-check']);
  phone.send('perbarui');
  await sees(phone, 'Apakah semua data di atas masih benar?');
  phone.press(undefined, 'Data sudah sesuai');
  await sees(phone, 'Surat Rekomendasi');
  await booksAreRight(office);

  // On a database that was put back to before it, the signer gives the revocation back by himself.
  const serial = (await office.certificates(siti.nip)).at(-1)!.serial;
  const owner = connect(office.ownerUrl, { max: 1 });
  await owner`delete from crls where number = (select max(number) from crls)`;
  await owner`delete from revoked`;
  await vi.waitFor(async () => expect(await serialsOnList()).toEqual([serial]), PATIENCE);
  expect(await owner`select serial, reason from revoked`).toEqual([{ serial, reason: 'keyCompromise' }]);
  await owner.end();
  if (hasOpenssl) expect(await askOcsp(siti.nip)).toMatch(/: revoked[\s\S]*Reason: keyCompromise/);
});

/** The signer looks every second. */
const PATIENCE = { timeout: 20_000, interval: 100 };

/** On the list that is served to everybody. */
async function serialsOnList(): Promise<string[]> {
  const crl = await office.house.issuer.authority!.crl();
  return (CertificateRevocationList.fromBER(new Uint8Array(crl!.der)).revokedCertificates ?? []).map(
    ({ userCertificate }) => userCertificate.toBigInt().toString(16),
  );
}

test('by mail: proven by the link, refused by an operator with his reason; nothing is revoked', async () => {
  const dewi = office.person('Dewi');
  const mail = mailbox(office, dewi.email);
  const [rina] = office.operators;
  await mail.person.send({ subject: 'Sertifikat', text: 'Mohon sertifikat saya dicabut. Terima kasih.' });
  const proof = await mail.reads('lalu tekan tombol konfirmasi');
  await confirms(pageIn(proof.text, 'c'));
  await mail.reads('Mengapa sertifikat Anda perlu dicabut?', 'TIDAK DIPAKAI LAGI');
  await mail.replies('TIDAK DIPAKAI LAGI');
  await mail.reads('Alasannya: sertifikatnya tidak dipakai lagi', 'benar-benar perlu dicabut?');
  await mail.replies('YA');
  await mail.reads('sudah kami teruskan kepada operator');
  const revocation = await task(office, 'revocation-asked');
  await rina!.does({
    act: 'decide-revocation',
    revocation,
    approve: false,
    note: 'masih bertugas',
    instruction: 'Sertifikat ini masih diperlukan untuk menandatangani laporan akhir tahun.',
  });
  const refused = await mail.reads('tidak dicabut', 'masih diperlukan untuk menandatangani laporan akhir tahun');
  expect(refused.text).not.toContain('masih bertugas');
  expect(await stateOf(dewi.nip)).toBe('valid');
  expect(await office.sql`select 1 from pgboss.job where name = 'revoke'`).toEqual([]);
  if (hasOpenssl) expect(await askOcsp(dewi.nip)).toMatch(/: good/);
  await booksAreRight(office);
});

test('a stranger is asked who he is, whoever he names, and is heard once he has proven it', async () => {
  const budi = office.person('Budi');
  const phone = office.telegram.person({ firstName: 'Seseorang', language: 'id' });
  phone.send('cabut sertifikat saya');
  await sees(phone, 'NIP');
  expect(await tasks(office)).toEqual([]);
  phone.send(budi.nip);
  await sees(phone, 'kode');
  phone.send(codeIn(await mailbox(office, budi.email).reads('Kode masuk')));
  await sees(phone, 'Mengapa sertifikat Anda perlu dicabut?');
  phone.send('saya sudah pensiun');
  await sees(phone, 'sertifikatnya tidak dipakai lagi', 'benar-benar perlu dicabut?');
  phone.send('tidak');
  await sees(phone, 'tidak ada yang berubah');
  expect(await tasks(office)).toEqual([]);
  expect(await stateOf(budi.nip)).toBe('valid');
  await booksAreRight(office);
});

/** What OpenSSL is told at the address that stands in this person's newest certificate. */
async function askOcsp(nip: string): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'perbarui-ocsp-'));
  const chain = await office.house.issuer.authority!.chain();
  const certificate = new X509Certificate((await office.certificates(nip)).at(-1)!.der);
  const [url] = /(?<=OCSP - URI:)\S+/.exec(certificate.infoAccess!)!;
  const files = { 'ca.pem': chain, 'issuing.pem': chain.slice(0, 1), 'his.pem': [new Uint8Array(certificate.raw)] };
  for (const [name, ders] of Object.entries(files))
    await writeFile(join(dir, name), ders.map((der) => new X509Certificate(der).toString()).join(''));
  const path = (name: string) => join(dir, name);
  const args = ['-url', url, '-CAfile', path('ca.pem'), '-issuer', path('issuing.pem'), '-cert', path('his.pem')];
  try {
    const { stdout, stderr } = await promisify(execFile)('openssl', ['ocsp', ...args]);
    expect(stderr).toContain('Response verify OK');
    return stdout;
  } finally {
    await rm(dir, { recursive: true });
  }
}
