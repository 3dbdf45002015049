import { afterEach, beforeEach, expect, test } from 'vitest';
import { remind, scan } from '../../src/desk/jobs/jobs.ts';
import { sees } from '../../src/sandbox/play.ts';
import { type Office, openOffice } from '../support/office.ts';
import {
  booksAreRight,
  caWrites,
  codeIn,
  contactOf,
  inChat,
  isOver,
  mailbox,
  settles,
  task,
  tasks,
} from './transcript.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

test('withdrawing is asked back, and "tidak" keeps everything as it was', async () => {
  const siti = office.person('Siti');
  const phone = await inChat(office, 'Siti');
  phone.send('batalkan saja permohonannya');
  await sees(phone, 'benar-benar ingin membatalkan');
  phone.press(undefined, 'Tidak, lanjutkan');
  await sees(phone, 'tidak ada yang berubah', 'Apakah semua data di atas masih benar?');
  expect((await office.renewal(siti.nip)).outcome).toBeUndefined();
  phone.send('saya mau batalkan permohonan');
  await sees(phone, 'benar-benar ingin membatalkan');
  phone.send('ya batalkan');
  await sees(phone, 'sudah dibatalkan', 'PERBARUI');
  await isOver(office, siti, 'withdrawn');
  phone.send('perbarui');
  await sees(phone, 'Apakah semua data di atas masih benar?');
  expect((await office.renewals(siti.nip)).map(({ outcome }) => outcome)).toEqual(['withdrawn', undefined]);
  await booksAreRight(office);
});

test('questions at any time are answered, and the open question stays open', async () => {
  const phone = await inChat(office, 'Siti');
  for (const [asked, answered] of [
    ['berapa lama prosesnya?', '20 menit'],
    ['dokumennya apa aja ya', 'Surat Rekomendasi'],
    ['bayar berapa?', 'tidak dipungut biaya'],
    ['SR itu apa?', 'pimpinan instansi'],
    ['saya lupa passphrase', 'tidak diselesaikan dengan pembaruan'],
    ['ini resmi atau penipuan?', 'Diselenggarakan'.toLowerCase()],
    ['dokumen lama gimana, masih sah?', 'tetap sah'],
    ['sampai mana?', 'Menunggu Anda sejak'],
  ] as const) {
    phone.send(asked);
    await sees(phone, answered);
  }
  phone.send('makasih ya');
  await sees(phone, 'Sama-sama');
  expect(await office.awaits(office.person('Siti').nip)).toEqual(['applicant data-check']);
  phone.send('udah bener semua');
  await sees(phone, 'Surat Rekomendasi', 'lengkapi bagian');
  await booksAreRight(office);
});

test('"stop", "ini bukan saya" and "sudah pensiun" are asked back and reach an operator', async () => {
  const budi = office.person('Budi');
  const his = mailbox(office, budi.email);
  await caWrites(office, budi);
  await his.reads('Bersediakah Anda');
  await his.replies('tolong berhenti kirim pesan');
  await his.reads('benar-benar ingin menghentikan');
  await his.replies('ya hentikan');
  await his.reads('tidak lagi mengirim pengingat');
  const [stopped] =
    await office.sql`select stopped from applicants where nip_hash = ${office.keyring.hash('nip', budi.nip)}`;
  expect(stopped!.stopped).toBe('asked');

  const dewi = office.person('Dewi');
  const hers = mailbox(office, dewi.email);
  await caWrites(office, dewi);
  await hers.reads('Bersediakah Anda');
  await hers.replies('maaf ini bukan saya, salah alamat');
  await hers.reads('Apakah pesan kami memang salah alamat?');
  await hers.replies('ya salah alamat');
  await hers.reads('mohon maaf atas kekeliruan');
  await isOver(office, dewi, 'not-applicant');
  await task(office, 'call-not-me');

  const rizal = office.person('Rizal');
  const mail = mailbox(office, rizal.email);
  await caWrites(office, rizal, 'expired');
  await mail.reads('Bersediakah Anda');
  await mail.replies('Saya sudah pensiun sejak bulan lalu');
  await mail.reads('sudah pensiun', 'Apakah benar demikian?');
  await mail.replies('benar');
  await mail.reads('Operator akan memeriksa');
  await task(office, 'call-left');

  // Days later neither the scan nor a reminder writes to the one who wanted no more.
  const heard = his.person.messages().length;
  office.passes(3 * 86_400_000);
  await remind(office.house.jobs);
  await scan(office.house.jobs);
  await settles(office);
  expect(his.person.messages()).toHaveLength(heard);

  // His own word begins it again.
  await his.replies('LANJUT');
  await his.reads('Data sudah sesuai');
  const [again] =
    await office.sql`select stopped from applicants where nip_hash = ${office.keyring.hash('nip', budi.nip)}`;
  expect(again!.stopped).toBeNull();
  await booksAreRight(office);
});

test('a lost laptop: the operator knows at once, decides, and the certificate is on the revocation list', async () => {
  const siti = office.person('Siti');
  const [rina] = office.operators;
  const phone = await inChat(office, 'Siti');
  phone.send('tolong!! laptop saya hilang dicuri orang');
  await sees(phone, 'Apakah sertifikat Anda perlu dicabut?');
  await task(office, 'call-lost');
  phone.send('iya cabut');
  await sees(phone, 'operator langsung kami beri tahu', 'telepon');
  const revocation = await task(office, 'revocation-asked');
  expect((await office.certificates(siti.nip))[0]!.state).toBe('valid');
  await rina!.does({ act: 'decide-revocation', revocation, approve: true, note: 'dikonfirmasi lewat telepon' });
  await office.until('it is revoked', async () => (await office.certificates(siti.nip))[0]!.state === 'revoked');
  expect((await office.certificates(siti.nip))[0]!.revokedFor).toBe('keyCompromise');
  const { der } = (await office.house.issuer.authority!.crl())!;
  const serial = Buffer.from((await office.certificates(siti.nip))[0]!.serial, 'hex');
  expect(Buffer.from(der).includes(serial)).toBe(true);
  await booksAreRight(office);
});

test('an operator takes over: the assistant keeps silent until he hands back', async () => {
  const siti = office.person('Siti');
  const [rina] = office.operators;
  const phone = await inChat(office, 'Siti');
  phone.send('mau ngomong sama orang dong');
  await sees(phone, 'Operator sudah kami beri tahu');
  await task(office, 'call-asked');
  phone.send('asdf qwer');
  phone.send('zxcv poiu');
  // What he writes now is for her, and is not answered with that we do not understand it.
  await sees(phone, 'juga kami sampaikan kepada operator');
  await settles(office);
  await task(office, 'call-asked');
  const contact = await contactOf(office, siti, 'telegram');
  await rina!.does({ act: 'take-over', contact });
  await sees(phone, 'Rina', 'Asisten otomatis tidak menjawab');
  expect((await tasks(office)).map(({ what }) => what)).toEqual([]);
  await rina!.does({ act: 'say', contact, text: 'Selamat siang Bu Siti, ada yang bisa saya bantu?' });
  await sees(phone, 'Rina (operator):', 'ada yang bisa saya bantu?');
  phone.send('datanya sudah benar bu');
  phone.send('suratnya bagaimana?');
  await settles(office);
  await office.until(
    'her words are on record',
    async () =>
      (await office.sql`select 1 from messages where direction = 'in' and body like '%suratnya bagaimana%'`).length ===
      1,
  );
  await settles(office);
  expect(phone.messages().at(-1)!.from).toBe('person');
  // Said to her, it is no answer to the assistant's question; nobody else answers now, so that it waits is seen.
  expect((await office.renewal(office.person('Siti').nip)).facts.data).toBeUndefined();
  expect((await tasks(office)).map(({ what }) => what)).toEqual(['talk-answered']);
  await rina!.does({ act: 'say', contact, text: 'Suratnya kami siapkan, Ibu tinggal meminta tanda tangan.' });
  await sees(phone, 'tinggal meminta tanda tangan');
  expect(await tasks(office)).toEqual([]);
  await rina!.does({ act: 'hand-back', contact });
  await sees(phone, 'asisten otomatis kembali membantu');
  await sees(phone, 'Apakah semua data di atas masih benar?');
  phone.send('sudah sesuai');
  await sees(phone, 'Surat Rekomendasi');
  await booksAreRight(office, 'assistant');
});

test('a chat that is nobody’s, or nobody’s any more, is asked for a number when an operator hands it back, and shown nothing', async () => {
  const [rina] = office.operators;
  const siti = office.person('Siti');
  const mail = mailbox(office, siti.email);
  const phone = office.telegram.person({ firstName: 'Siti', language: 'id' });
  const handsBack = async () => {
    const [chat] = await office.sql`select id from contacts where channel = 'telegram'`;
    await rina!.does({ act: 'take-over', contact: chat!.id });
    await sees(phone, 'Asisten otomatis tidak menjawab');
    await rina!.does({ act: 'hand-back', contact: chat!.id });
    await sees(phone, 'asisten otomatis kembali membantu');
    const { text } = await sees(phone, 'NIP (18 angka)');
    expect(text).not.toContain('Jabatan');
  };
  phone.send('halo, saya mau bicara dengan petugas');
  await sees(phone, 'Operator sudah kami beri tahu');
  await handsBack();
  phone.send(siti.nip);
  await sees(phone, 'kode enam angka');
  phone.send(codeIn(await mail.reads('Kode masuk Anda')));
  await sees(phone, 'identitas Anda sudah kami pastikan');
  phone.send('perbarui');
  await sees(phone, 'Apakah semua data di atas masih benar?');
  // Longer than a proof counts.
  office.passes(31 * 24 * 3_600_000);
  await handsBack();
  await booksAreRight(office, 'assistant');
});

test('the whole conversation in English', async () => {
  const dewi = office.person('Dewi');
  const mail = mailbox(office, dewi.email);
  const phone = office.telegram.person({ firstName: 'Dewi', language: 'en' });
  phone.open();
  await sees(phone, 'NIP', 'never ask');
  phone.send('I want to renew my certificate');
  await sees(phone, '18 digits');
  phone.send(dewi.email);
  await sees(phone, 'six-digit code');
  phone.send(codeIn(await mail.reads('Kode masuk Anda')));
  await sees(phone, 'Dewi Lestari', 'Is all');
  phone.send('my position is wrong');
  await sees(phone, 'new value for your position');
  phone.send('Senior Computer Officer');
  await sees(phone, 'Pranata Komputer Ahli Muda → Senior Computer Officer');
  phone.press(undefined, 0);
  await sees(phone, 'letter');
  phone.send('how long does it take?');
  await sees(phone, 'minutes');
  phone.send('bahasa indonesia saja');
  await sees(phone, 'bahasa Indonesia');
  await booksAreRight(office);
});
