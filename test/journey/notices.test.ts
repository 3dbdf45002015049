import { afterEach, expect, test } from 'vitest';
import { remind, scan } from '../../src/desk/jobs/jobs.ts';
import { forwardOf } from '../../src/sandbox/mail/compose.ts';
import { sees } from '../../src/sandbox/play.ts';
import { type Office, type OfficeOptions, openOffice } from '../support/office.ts';
import {
  approves,
  booksAreRight,
  caWrites,
  comesTo,
  deepLinkIn,
  enclosure,
  isOver,
  mailbox,
  settles,
  task,
  tasks,
} from './transcript.ts';

let office: Office;
const opens = async (options?: OfficeOptions) => {
  office = await openOffice(options);
};
afterEach(() => office.close());

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const noRevocations = async () => [...(await office.sql`select id from revocations`)].length;

test('an expired and a revoked certificate are renewed as what they are', async () => {
  await opens();
  const [rina] = office.operators;
  const rizal = office.person('Rizal');
  const mail = mailbox(office, rizal.email);
  await caWrites(office, rizal, 'expired');
  const notice = await mail.reads('sudah berakhir pada', 'Rizal Effendi');
  expect(notice.subject).toContain('sudah berakhir');
  await mail.replies('mulai');
  await mail.reads('Apakah semua data di atas masih benar?');
  expect((await office.renewal(rizal.nip)).basis).toBe('expired');
  await mail.replies('benar');
  const ask = await mail.reads('Surat Rekomendasi');
  await mail.replies('terlampir', [enclosure(ask, 'Surat-Rekomendasi')]);
  await mail.reads('pasangan kunci baru');
  const { newKey } = await import('../../src/sandbox/play.ts');
  await mail.replies('terlampir', [{ name: 'k.csr', content: (await newKey(rizal.name)).request }]);
  await approves(office, rina!, rizal);
  await mail.reads('sudah terbit');
  await mail.replies('sudah terpasang');
  const done = await mail.reads('selesai');
  expect(done.text.split('\n>')[0]).not.toContain('yang lama akan dicabut');
  await isOver(office, rizal, 'completed');
  expect(await noRevocations()).toBe(0);

  // Her laptop was stolen last week: the operator had revoked the certificate, the CA tells of it.
  const dewi = office.person('Dewi');
  const hers = mailbox(office, dewi.email);
  await rina!.does({
    act: 'revoke',
    certificate: (await office.certificates(dewi.nip))[0]!.id,
    reason: 'keyCompromise',
    note: 'laptop dicuri',
  });
  await office.until('it is revoked', async () => (await office.certificates(dewi.nip))[0]!.state === 'revoked');
  await caWrites(office, dewi, 'revoked');
  const revoked = await hers.reads('sudah dicabut', 'Dewi Lestari');
  expect(revoked.subject).toContain('sudah dicabut');
  await hers.replies('Baik, mulai');
  await hers.reads('Apakah semua data di atas masih benar?');
  expect((await office.renewal(dewi.nip)).basis).toBe('revoked');
  await booksAreRight(office);
});

test('too early: a date, a calendar file, and nothing is opened', async () => {
  await opens();
  const nurul = office.person('Nurul');
  const mail = mailbox(office, nurul.email);
  const phone = office.telegram.person({ firstName: 'Nurul', language: 'id' });
  phone.send('mau perpanjang sertifikat dong');
  await sees(phone, 'NIP');
  phone.send(nurul.nip);
  await sees(phone, 'kode enam angka');
  phone.send(/\b\d{6}\b/.exec((await mail.reads('Kode masuk')).text)![0]);
  const early = await sees(phone, 'baru dapat diperbarui mulai');
  const file = await phone.waitFor(({ files }) => files.length > 0, 30_000, early.id - 1);
  expect(Buffer.from(file.files[0]!.bytes()).toString()).toContain('BEGIN:VCALENDAR');
  expect(await office.renewals(nurul.nip)).toEqual([]);
  // She passes on the CA's early notice: the same answer, and nothing is opened.
  await caWrites(office, nurul, 'expiring', nurul.email);
  await mail.person.forward(await mail.reads('akan segera berakhir'));
  await mail.reads('baru dapat diperbarui mulai');
  expect(await office.renewals(nurul.nip)).toEqual([]);
  await booksAreRight(office);
});

test('a forwarded notice opens the renewal of whom it names, at the address on record only', async () => {
  await opens();
  const siti = office.person('Siti');
  const mail = mailbox(office, siti.email);
  await caWrites(office, siti, 'expiring', siti.email);
  const original = await mail.reads('akan segera berakhir');
  await mail.person.forward(original, undefined, { comment: 'Pak, saya dapat email ini. Apakah benar?' });
  await mail.reads('Bersediakah Anda memulai sekarang?', 'Siti Rahmawati');
  // Once more, because nothing seemed to happen: no second renewal, and an answer.
  await mail.person.forward(original, undefined, { comment: 'saya kirim lagi' });
  await mail.reads('belum dimulai', 'PERBARUI');
  expect(await office.renewals(siti.nip)).toHaveLength(1);
  await mail.replies('mulai');
  await mail.reads('Apakah semua data di atas masih benar?');
  // A colleague passes the same notice on from his own address: he learns nothing, she is written to or not at all.
  const colleague = mailbox(office, 'rekan@lain.example');
  await colleague.person.forward(original);
  const answer = await colleague.reads('alamat email yang terdaftar');
  expect(answer.text).not.toMatch(/Rahmawati|Yth/);
  await booksAreRight(office);
});

test('what is written above a forwarded notice is heard as well: a theft, a question, a letter', async () => {
  await opens();
  const siti = office.person('Siti');
  const mail = mailbox(office, siti.email);
  await caWrites(office, siti, 'expiring', siti.email);
  const original = await mail.reads('akan segera berakhir');
  await mail.person.forward(original, undefined, { comment: 'Laptop saya dicuri kemarin, tolong dibantu.' });
  await mail.reads('Bersediakah Anda memulai sekarang?');
  await mail.reads('Laporan Anda', 'operator');
  expect(await tasks(office)).toMatchObject([{ what: 'call-lost' }]);
  await mail.person.forward(original, undefined, { comment: 'Apakah ada biayanya?' });
  await mail.reads('belum dimulai');
  await mail.reads('tidak dipungut biaya');
  // From a colleague's address nothing is learnt, but his words lie before an operator.
  const colleague = mailbox(office, 'rekan@lain.example');
  await colleague.person.forward(original, undefined, { comment: 'Beliau sudah pensiun bulan lalu.' });
  await colleague.reads('alamat email yang terdaftar');
  await office.until('a row for it', async () => (await tasks(office)).some(({ what }) => what === 'unplaced'));
  const letter = {
    name: 'Surat Rekomendasi.pdf',
    type: 'application/pdf',
    content: Buffer.from('%PDF-1.7 surat %%EOF'),
  };
  await mail.person.send({ ...forwardOf(original, 'Suratnya saya lampirkan sekalian.'), attachments: [letter] });
  await mail.reads('Surat Rekomendasi.pdf', 'sudah kami simpan');
  await booksAreRight(office);
});

test('a notice about an unknown certificate of a known person waits for an operator, then goes its way', async () => {
  await opens();
  const [rina] = office.operators;
  const budi = office.person('Budi');
  const mail = mailbox(office, budi.email);
  const expires = new Date(office.clock().getTime() + 20 * DAY_MS);
  const unknown = {
    name: budi.name,
    email: budi.email,
    serial: '00AB12CD34EF5601',
    expires,
    basis: 'expiring',
  } as const;
  await office.mail.caNotice({ ...unknown, to: office.mail.systemAddress });
  const certificate = await task(office, 'confirm-certificate');
  expect(await office.renewals(budi.nip)).toEqual([]);
  // He passes his copy on: he hears that it is being checked.
  await office.mail.caNotice({ ...unknown, to: budi.email });
  await mail.person.forward(await mail.reads('akan segera berakhir'));
  await mail.reads('belum ada dalam catatan kami', 'operator');
  await rina!.does({ act: 'confirm-certificate', certificate });
  await mail.reads('Bersediakah Anda memulai sekarang?', '34EF5601'.toUpperCase());
  expect(await office.renewals(budi.nip)).toHaveLength(1);
  expect(await tasks(office)).toEqual([]);
  await booksAreRight(office);
});

test('the scan in preview: the operator releases, nobody is told twice, the cap holds', async () => {
  await opens({ env: { NOTICES: 'preview', NOTICE_DAILY_CAP: '2' } });
  const [rina] = office.operators;
  const { jobs } = office.house;
  // Siti 14, Budi 7, Dewi 25 days, Rizal expired three days ago; Nurul has 120 and is left alone.
  expect(await scan(jobs)).toBe(4);
  await settles(office);
  expect([...(await office.sql`select id from messages where direction = 'out'`)]).toEqual([]);
  expect((await tasks(office)).map(({ what }) => what)).toEqual(['release-notices']);
  expect(await scan(jobs)).toBe(0);
  const previews =
    await office.sql`select n.certificate, n.threshold from notices n join certificates c on c.id = n.certificate where n.state = 'preview' order by c.not_after desc`;
  const [dewi, siti, budi, rizal] = previews as unknown as { certificate: string; threshold: number }[];
  await rina!.does({ act: 'exclude-notices', notices: [rizal!], why: 'pensiun bulan ini' });
  expect(await rina!.tries({ act: 'release-notices', notices: [dewi!, siti!, budi!] })).toEqual({
    done: true,
    butNot: 'capped',
  });
  expect(await rina!.tries({ act: 'release-notices', notices: [budi!] })).toEqual({ refused: 'capped' });
  await mailbox(office, office.person('Dewi').email).reads('Bersediakah Anda memulai sekarang?');
  await mailbox(office, office.person('Siti').email).reads('Bersediakah Anda memulai sekarang?');
  expect(office.mail.person(office.person('Budi').email).messages()).toEqual([]);
  expect(await scan(jobs)).toBe(0);
  office.passes(DAY_MS);
  await rina!.does({ act: 'release-notices', notices: [budi!] });
  await mailbox(office, office.person('Budi').email).reads('Bersediakah Anda memulai sekarang?');
  expect(office.mail.person(office.person('Rizal').email).messages()).toEqual([]);
  expect((await tasks(office)).map(({ what }) => what)).toEqual([]);
  const notes = await office.sql`select actor, entry from journal where entry like 'notice %' order by entry, at`;
  expect(notes.map(({ entry }) => entry)).toEqual([
    'notice left out',
    'notice released',
    'notice released',
    'notice released',
  ]);
  expect(new Set(notes.map(({ actor }) => actor))).toEqual(new Set([`operator:${rina!.operator.id}`]));
  await booksAreRight(office);
});

test('the scan by itself: told once per threshold, also after days without a run, and not while the office is at work', async () => {
  await opens({ env: { NOTICES: 'on' } });
  const { jobs } = office.house;
  const siti = office.person('Siti');
  const budi = office.person('Budi');
  const mail = mailbox(office, siti.email);
  const his = mailbox(office, budi.email);
  expect(await scan(jobs)).toBe(4);
  expect(await scan(jobs)).toBe(0);
  await mail.reads('Bersediakah Anda memulai sekarang?');
  await his.reads('Bersediakah Anda memulai sekarang?');
  // Budi hands everything in; from then on the office is awaited.
  await his.replies('mulai');
  await his.reads('Apakah semua data di atas masih benar?');
  await his.replies('sudah benar');
  const ask = await his.reads('Surat Rekomendasi');
  await his.replies('terlampir', [enclosure(ask, 'Surat-Rekomendasi')]);
  await his.reads('pasangan kunci baru');
  const { newKey } = await import('../../src/sandbox/play.ts');
  await his.replies('terlampir', [{ name: 'k.csr', content: (await newKey(budi.name)).request }]);
  await comesTo(office, budi, 'operator review');
  await settles(office);
  const before = his.person.messages().length;
  // Eight days without a run: Siti is at six days (threshold 7), and is told once more, not twice.
  office.passes(8 * DAY_MS);
  expect(await scan(jobs)).toBeGreaterThan(0);
  await mail.reads('Bersediakah Anda memulai sekarang?');
  expect(await scan(jobs)).toBe(0);
  await settles(office);
  expect(mail.person.messages()).toHaveLength(2);
  expect(his.person.messages()).toHaveLength(before);
  expect(await office.renewals(siti.nip)).toHaveLength(1);
  await booksAreRight(office);
});

test('whoever the CA has just told, has just been reminded or has asked for time gets no notice beside it, and nobody gets one by night', async () => {
  await opens({ env: { NOTICES: 'on', OFFICE_HOURS: 'Mon-Sun 06:00-18:00' } });
  const { jobs } = office.house;
  const siti = office.person('Siti');
  const mail = mailbox(office, siti.email);
  const hour = () => (office.clock().getTime() + 7 * HOUR_MS) % DAY_MS;
  const morning = (days: number) => office.passes(days * DAY_MS + 7 * HOUR_MS - hour());
  // The next one: his certificate has ends of days of its own, at the hour at which this test began.
  const firstMorning = () => office.passes((DAY_MS + 7 * HOUR_MS - hour()) % DAY_MS);
  const written = async () => {
    await remind(jobs);
    await scan(jobs);
    await settles(office);
    return mail.person.messages().length;
  };
  firstMorning();
  await caWrites(office, siti);
  await mail.reads('Bersediakah Anda memulai sekarang?');
  morning(1);
  // The scan's threshold of fourteen days has been reached, and the CA's notice was passed on yesterday.
  expect(await written()).toBe(1);
  await mail.replies('mulai');
  await mail.reads('Apakah semua data di atas masih benar?');
  await mail.replies('tiga hari lagi ya');
  await mail.reads('tidak mengingatkan Anda sebelum');
  morning(1);
  expect(await written()).toBe(3);
  morning(4);
  expect(await written()).toBe(4);
  await mail.reads('Pengingat', 'Kami masih menunggu jawaban Anda tentang data');
  // Seven days are left; by night nobody is written to, and the reminder of yesterday counts.
  morning(1);
  expect(await written()).toBe(4);
  office.passes(14 * HOUR_MS);
  expect(await written()).toBe(4);
  morning(1);
  expect(await written()).toBe(5);
  await mail.reads('Tulis LANJUT');
  await mail.replies('LANJUT');
  await mail.reads('Apakah semua data di atas masih benar?');
  await booksAreRight(office);
});

test('a notice after the end says so, also where the renewal was opened before', async () => {
  await opens({ env: { NOTICES: 'on' } });
  const { jobs } = office.house;
  const budi = office.person('Budi');
  const mail = mailbox(office, budi.email);
  await scan(jobs);
  await mail.reads('berlaku sampai', 'Bersediakah');
  office.passes(8 * DAY_MS);
  await scan(jobs);
  const notice = await mail.reads('sudah berakhir pada');
  expect(notice.subject).toContain('sudah berakhir');
  expect(await office.renewals(budi.nip)).toHaveLength(1);
  await booksAreRight(office);
});

test('silence: a promise is respected, reminders, the operator, lapse, and "lanjut" takes it up again', async () => {
  await opens();
  const { jobs } = office.house;
  const siti = office.person('Siti');
  const mail = mailbox(office, siti.email);
  await caWrites(office, siti);
  const phone = office.telegram.person({ firstName: 'Siti', language: 'id' });
  phone.open(deepLinkIn(await mail.reads('t.me')));
  await sees(phone, 'Apakah Anda sendiri orangnya?');
  phone.press(undefined, 'Ya, itu saya');
  await sees(phone, 'Data sudah sesuai');
  phone.send('lg rapat, besok ya');
  await sees(phone, 'tidak mengingatkan Anda sebelum');
  office.passes(20 * HOUR_MS);
  expect(await remind(jobs)).toBe(0);
  office.passes(5 * HOUR_MS);
  expect(await remind(jobs)).toBe(1);
  await sees(phone, 'masih menunggu jawaban Anda tentang data', 'Apakah semua data di atas masih benar?');
  expect(await remind(jobs)).toBe(0);
  phone.send('ok sudah sesuai');
  await sees(phone, 'Surat Rekomendasi');
  for (const days of [2, 3, 5]) {
    office.passes(days * DAY_MS + HOUR_MS);
    expect(await remind(jobs)).toBe(1);
    await sees(phone, 'masih menunggu Surat Rekomendasi');
    expect(await remind(jobs)).toBe(0);
  }
  office.passes(3 * DAY_MS + HOUR_MS);
  await remind(jobs);
  const silent = await task(office, 'silent');
  // Told once: what he has settled does not come back ten minutes later.
  await office.operators[0]!.does({ act: 'settle', kind: 'applicant', ref: silent, note: 'akan ditelepon' });
  expect(await remind(jobs)).toBe(0);
  expect(await tasks(office)).toEqual([]);
  office.passes(12 * DAY_MS);
  await remind(jobs);
  await sees(phone, 'permohonan Anda kami tutup', 'LANJUT');
  expect((await office.renewal(siti.nip)).outcome).toBe('lapsed');
  phone.send('lanjut');
  await sees(phone, 'kita lanjutkan', 'Surat Rekomendasi');
  expect(await office.renewals(siti.nip)).toHaveLength(1);
  expect(await office.awaits(siti.nip)).toEqual(['applicant letter']);
  await booksAreRight(office);
});
