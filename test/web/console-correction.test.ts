import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect } from '../../db/connect.ts';
import { noticeCandidates } from '../../db/notice-candidates.ts';
import { reviewContent } from '../../src/renewal/content.ts';
import { isoDay } from '../../src/renewal/dates.ts';
import type { Data, Renewal } from '../../src/renewal/renewal.ts';
import { certify } from '../issuance/family.ts';
import { lockWaits } from '../support/locks.ts';
import { type ConsoleOffice, newcomer, openConsole, person } from './console-office.ts';

/** The way back from what was mistyped when a certificate of AMS was recorded. */

let office: ConsoleOffice;
let rina: Awaited<ReturnType<ConsoleOffice['browser']>>;
beforeAll(async () => {
  office = await openConsole({ issuer: 'ams', noticeDailyCap: 100 });
});
afterAll(() => office?.close());

const DAY_MS = 86_400_000;
const UNTIL = '2028-11-22';
const NOTE = 'Dua angka tertukar';
let data: Data;
let renewal: Renewal;
const path = (of = renewal) => `/console/renewals/${of.id}`;
const record = (fields: Parameters<typeof rina.send>[1], of = renewal) =>
  rina.send(`${path(of)}/certificate`, { way: 'number', until: UNTIL, told: 'word', ...fields });
const row = async (of = renewal) => (await office.sql`select * from certificates where renewal = ${of.id}`)[0]!;
const day = (at: Date) => isoDay(at, 'Asia/Jakarta');

/** The form as the page shows it, with these fields written over. */
async function correct(fields: Record<string, string>, page?: string): Promise<string> {
  const form = /action="[^"]+\/correction"[\s\S]*?<\/form>/.exec(page ?? (await rina.read(path())))?.[0] ?? '';
  const shown = Object.fromEntries(
    [...form.matchAll(/<input[^>]*? name="((?:was-)?right[^"]*)"[^>]*? value="([^"]*)"/g)].map(([, name, value]) => [
      name!,
      value!,
    ]),
  );
  return rina.send(`${path()}/correction`, { ...shown, note: NOTE, ...fields });
}
/** What stands below a field that was refused. */
const wrongAt = (page: string, name: string) => new RegExp(`id="${name}-problem">([^<]*)<`).exec(page)?.[1];
const told = async (of = renewal) =>
  (
    await office.sql`
      select body from messages where renewal = ${of.id} and direction = 'out' and detail->'says' ? 'record-corrected' order by number`
  ).map(({ body }) => body as string);
const corrections = async (of = renewal) =>
  (
    await office.sql`
      select actor, refs from journal where chain = ${`renewal:${of.id}`} and entry = 'certificate corrected' order by number`
  ).map(({ actor, refs }) => ({ actor, ...JSON.parse(refs) }));

async function entered(): Promise<Renewal> {
  data = newcomer();
  const before = await office.reviewable(data);
  await office.does({ act: 'approve', renewal: before.id, content: reviewContent(before) });
  await office.does({ act: 'enter-ams', renewal: before.id });
  return office.renewal(data);
}

beforeEach(async () => {
  renewal = await entered();
  // Hours pass with each request, and a session that nobody used is over.
  rina = await office.browser();
});

describe('a number that was mistyped', () => {
  test('is corrected with a reason: both are in the journal, and its holder hears the right one', async () => {
    await record({ serial: '99ab01' });
    await office.has(person('Nurul'), 14, 'beef01');
    const cases: readonly (readonly [Record<string, string>, string, string])[] = [
      [{ right: '99ab10', note: '' }, 'note', 'Tuliskan alasannya'],
      [{ right: '99abO1' }, 'right', 'Nomor seri tidak sesuai'],
      [{ right: '' }, 'right', 'Nomor seri tidak sesuai'],
      [{ right: data.nik }, 'right', 'Ini sertifikat lama'],
      [{ right: 'beef01' }, 'right', 'sudah tercatat pada sertifikat lain'],
    ];
    for (const [fields, name, words] of cases)
      expect([fields, wrongAt(await correct(fields), name)]).toEqual([fields, expect.stringContaining(words)]);
    expect(await correct({ right: '00:99:AB:01' })).toContain('Isinya sama dengan yang tercatat');
    expect((await row()).serial).toBe('99ab01');
    expect(await correct({ right: '99abO1' })).toMatch(
      /<details open><summary>Nomor seri atau tanggalnya salah ketik[\s\S]*value="99abO1" aria-invalid="true"[\s\S]*value="Dua angka tertukar"/,
    );

    const done = await correct({ right: '0x99:AB:10' });
    expect(done).toContain('Catatan sertifikat sudah dibetulkan');
    expect(done).toMatch(/Rina membetulkan catatan sertifikat baru[\s\S]*Dua angka tertukar/);
    expect((await row()).serial).toBe('99ab10');
    expect(await corrections()).toEqual([
      { actor: `operator:${office.operator.id}`, certificate: (await row()).id, was: '99ab01', serial: '99ab10' },
    ]);
    expect(await rina.read(`${path()}/journal`)).toMatch(/catatan sertifikat dibetulkan[\s\S]*99AB01/);
    expect(await told()).toEqual([expect.stringContaining('• Nomor seri: 99AB10')]);
    expect((await told())[0]).not.toContain('Berlaku');
  });

  test('belongs to nobody afterwards: another certificate may bear it, also where it was known only later', async () => {
    await record({ serial: '99cd01' });
    await correct({ right: '99cd10' });
    const first = renewal;
    renewal = await entered();
    await record({ unknown: 'yes' });
    expect(await record({ serial: '99cd01' })).toContain('Bukti ditambahkan');
    expect(await correct({ right: '99cd20' })).toContain('sudah dibetulkan');
    expect(await rina.read(path())).toContain('99CD20');
    renewal = first;
    expect(await correct({ right: '99cd01' })).toContain('sudah dibetulkan');
  });

  test('stays where it was revoked under it', async () => {
    await record({ serial: '99ab30' });
    const page = await rina.read(path());
    const { id } = await row();
    await office.does({ act: 'revoke', certificate: id, reason: 'keyCompromise', note: 'hilang' });
    const [asked] = await office.sql`select id from revocations where certificate = ${id}`;
    await office.enter({ enter: 'revoked', revocations: [asked!.id], result: 'revoked' });
    expect(await rina.read(path())).not.toContain('salah ketik</summary>');
    expect(await correct({ right: '99ab31' }, page)).toContain('sudah dicabut atau digantikan');
    expect((await row()).serial).toBe('99ab30');
  });
});

describe('a date that was mistyped', () => {
  test('is corrected the same way; of what is wrong each stands at its field, and what was typed stays', async () => {
    await record({ serial: 'da01', from: '2026-11-02' });
    const cases: readonly (readonly [Record<string, string>, string, string])[] = [
      [{ 'right-until': '2028-02-31' }, 'right-until', 'Isi tanggal yang lengkap'],
      [{ 'right-until': '' }, 'right-until', 'Isi tanggal yang lengkap'],
      [{ 'right-until': '2026-11-01' }, 'right-until', 'tidak masuk akal'],
      [{ 'right-until': '2026-11-01', 'right-from': '2026-11-01' }, 'right-until', 'sudah lewat ketika'],
      [{ 'right-until': '2038-11-22' }, 'right-until', 'tidak masuk akal'],
      [{ 'right-from': '' }, 'right-from', 'jangan dikosongkan'],
      [{ 'right-from': '2027-11-02' }, 'right-from', 'belum tiba ketika'],
      [{ 'right-from': '2026-10-01' }, 'right-from', 'sebelum permohonan ini disetujui'],
    ];
    office.passes(DAY_MS / 4);
    for (const [fields, name, words] of cases) {
      const page = await correct(fields);
      expect([fields, wrongAt(page, name)]).toEqual([fields, expect.stringContaining(words)]);
      for (const [typed, value] of Object.entries(fields))
        expect(page).toMatch(new RegExp(`name="${typed}"[^>]* value="${value}"`));
    }
    expect(await told()).toEqual([]);

    expect(await correct({ 'right-until': '2028-12-22' })).toContain('sudah dibetulkan');
    const { notBefore, notAfter, serial } = await row();
    expect([day(notBefore), day(notAfter), serial]).toEqual(['2026-11-02', '2028-12-22', 'da01']);
    expect(await corrections()).toMatchObject([
      { wasUntil: '2028-11-22T16:59:59.000Z', until: '2028-12-22T16:59:59.000Z' },
    ]);
    expect(await rina.read(`${path()}/journal`)).toMatch(
      /semula berlaku sampai[\s\S]*22 November 2028[\s\S]*berlaku sampai[\s\S]*22 Desember 2028/,
    );
    expect(await told()).toEqual([expect.stringContaining('• Berlaku sampai: 22 Desember 2028')]);
    expect((await told())[0]).not.toMatch(/Nomor seri|Berlaku sejak/);

    // Both at once, and the first day, which he was told.
    await correct({ right: 'DA02', 'right-from': '2026-11-03' });
    expect((await told())[1]).toMatch(/Nomor seri: DA02\n• Berlaku sejak: 3 November 2026\n\n/);
  });

  test('is corrected where nobody knows the number, too; a first day that he was told rightly is no news to him', async () => {
    await record({ unknown: 'yes' });
    const page = await rina.read(path());
    expect(page).toContain('Tanggalnya salah ketik');
    expect(page).not.toContain('Nomor seri yang benar');
    const [old] = await office.sql`select not_after from certificates where id = ${renewal.certificate}`;
    expect(wrongAt(await correct({ 'right-until': day(old!.notAfter) }), 'right-until')).toContain(
      'Ini sertifikat lama',
    );
    expect(await correct({ 'right-from': day((await office.renewal(data)).facts.certificate!.at) })).toContain(
      'sudah dibetulkan',
    );
    expect(await told()).toEqual([]);
    // What the file says is another day: the sentence names the way that works.
    const file = new Blob([
      new Uint8Array(certify({ name: data.name, ca: false, from: office.clock(), until: new Date('2028-12-22') }).der),
    ]);
    expect(await record({ way: 'certificate', pem: file })).toContain('betulkan dahulu tanggalnya');
    expect(await correct({ 'right-until': '2028-12-22' })).toContain('sudah dibetulkan');
    expect(await record({ way: 'certificate', pem: file })).toContain('Bukti ditambahkan');
  });

  test('stays with the rest of a person whose data was erased', async () => {
    await record({ serial: 'da07', until: day(new Date(office.clock().getTime() + 10 * DAY_MS)) });
    const page = await rina.read(path());
    const [waiting] = await office.sql`select id from revocations where applicant = ${renewal.applicant}`;
    await office.does({ act: 'settle', kind: 'revocation', ref: waiting!.id, note: 'dicabut di AMS' });
    office.passes(20 * DAY_MS);
    expect(await office.does({ act: 'erase', applicant: renewal.applicant, note: 'diminta' })).toMatchObject({
      done: true,
    });
    rina = await office.browser();
    expect(await correct({ right: 'da08' }, page)).toContain('Data orang ini sudah dihapus, jadi');
    expect((await row()).serial).toBe('da07');
  });

  test('may be one that has passed since', async () => {
    await record({ serial: 'da03', until: '2028-11-22' });
    office.passes(400 * DAY_MS);
    rina = await office.browser();
    expect(await correct({ 'right-until': '2027-11-22' })).toContain('sudah dibetulkan');
  });

  test('is nobody’s word once the certificate itself was here: its own days are followed, and told', async () => {
    const certificate = certify({ name: data.name, ca: false, from: office.clock(), until: new Date('2028-12-22') });
    const serial = new X509Certificate(Buffer.from(certificate.der)).serialNumber.toLowerCase();
    await record({ serial });
    const page = await rina.read(path());
    const pem = new Blob([new Uint8Array(certificate.der)]);
    expect(await record({ way: 'certificate', pem })).toContain('Bukti ditambahkan');
    expect(day((await row()).notAfter)).toBe('2028-12-22');
    expect(await told()).toEqual([expect.stringContaining('• Berlaku sampai: 22 Desember 2028')]);
    expect(await rina.read(path())).not.toContain('salah ketik</summary>');
    expect(await correct({ 'right-until': '2028-10-22' }, page)).toContain('dari sertifikatnya sendiri');
    expect(await correct({ right: 'da04' }, page)).toContain('dari sertifikatnya sendiri');
  });

  test('is not brought back by another operator, who began to write before and corrects something else', async () => {
    await record({ serial: 'da05' });
    const page = await rina.read(path());
    await correct({ 'right-until': '2028-12-22' });
    const refused = await correct({ right: 'zz' }, page);
    await correct({ right: 'da06' }, refused);
    const { notAfter, serial } = await row();
    expect([day(notAfter), serial]).toEqual(['2028-12-22', 'da06']);
  });
});

describe('two who correct the same record', () => {
  test('undo nothing of one another unseen: the second is told, and what he left as it was follows the first', async () => {
    await record({ serial: 'db01' });
    const page = await rina.read(path());
    await correct({ right: 'db02', 'right-until': '2028-12-22' });
    const refused = await correct({ right: 'db03' }, page);
    expect(refused).toContain('Operator lain baru saja membetulkan hal yang sama');
    expect(wrongAt(refused, 'right')).toBe('Sekarang tercatat: DB02.');
    expect((await row()).serial).toBe('db02');
    expect(await told()).toHaveLength(1);
    // Sent once more it is meant.
    expect(await correct({}, refused)).toContain('sudah dibetulkan');
    const { notAfter, serial } = await row();
    expect([day(notAfter), serial]).toEqual(['2028-12-22', 'db03']);
    expect(wrongAt(await correct({ 'right-until': '2028-10-22' }, page), 'right-until')).toBe(
      'Sekarang tercatat: 22 Desember 2028.',
    );
    // Whoever was a moment too late with the same is told that it stands there.
    expect(await correct({ 'right-until': '2028-12-22' }, page)).not.toContain('sudah dibetulkan');
  });

  test('lock as a message of the person does, so that neither waits for the other: his contacts first', async () => {
    await record({ serial: 'db07' });
    const certificate = await row();
    const owner = connect(office.database.ownerUrl, { max: 1 });
    let corrected: Promise<unknown> = Promise.resolve();
    await owner.begin(async (sql) => {
      await sql`select 1 from contacts where applicant = ${renewal.applicant} for update`;
      const { notAfter, serial } = certificate as unknown as { notAfter: Date; serial: string };
      const seen = { notAfter, serial };
      corrected = office.does({ act: 'correct-record', renewal: renewal.id, serial: 'db08', seen, note: NOTE });
      await lockWaits(office.sql);
      await sql`select 1 from applicants where id = ${renewal.applicant} for update nowait`;
      await sql`select 1 from renewals where id = ${renewal.id} for update nowait`;
    });
    await owner.end();
    expect(await corrected).toEqual({ done: true });
  });
});

describe('what a wrong date led to', () => {
  /** Ten days from now, and a day in two years. */
  const soon = () => day(new Date(office.clock().getTime() + 10 * DAY_MS));
  const later = () => day(new Date(office.clock().getTime() + 730 * DAY_MS));
  const notice = async (threshold: number, preview = false) =>
    office.enter({ enter: 'notice-due', certificate: (await row()).id, threshold, preview });
  const candidate = async () => {
    const { id } = await row();
    for await (const rows of noticeCandidates(office.sql, office.clock(), 800)) {
      const found = rows.find(({ certificate }) => certificate === id);
      if (found) return found;
    }
    return undefined;
  };

  test('is taken back: the renewal that we began ends, and he is told once that the notice was wrong', async () => {
    await record({ serial: 'fa01', until: soon() });
    expect(await notice(14)).toMatchObject({ done: true });
    const begun = await office.renewal(data);
    expect([begun.certificate, begun.facts.noticed.how]).toEqual([(await row()).id, 'scan']);
    expect(await correct({ 'right-until': later() })).toContain('sudah dibetulkan');
    expect((await office.renewal(data)).outcome).toBe('withdrawn');
    expect(await told()).toEqual([expect.stringContaining('permohonan yang telanjur kami buka sudah ditutup')]);
    const said = await office.sql`
      select detail->'says' as says from messages where direction = 'out' and applicant = ${renewal.applicant} order by number desc limit 1`;
    expect([...said]).toEqual([{ says: ['record-corrected'] }]);

    // The notices that the right date asks for come in their time, the same threshold too.
    expect((await candidate())?.lastSent).toBeUndefined();
    office.passes(720 * DAY_MS);
    expect(await notice(14)).toMatchObject({ done: true });
    expect((await candidate())?.lastSent).toMatchObject({ threshold: 14 });
    expect(await notice(14)).toEqual({ refused: 'already' });
  });

  test('and a notice that waits for its release leaves the list and the queue', async () => {
    await record({ serial: 'fa02', until: soon() });
    await notice(14, true);
    expect(await rina.read('/console/notices')).toContain('FA02');
    await correct({ 'right-until': later() });
    expect(await rina.read('/console/notices')).not.toContain('FA02');
    // What became of it stands with the certificate.
    expect(await rina.read(`/console/people/${renewal.applicant}`)).toContain(
      'tidak berlaku lagi karena tanggal sertifikatnya dibetulkan',
    );
    // Whoever still has the list before him lets nothing go.
    const notices = [{ certificate: (await row()).id, threshold: 14 }];
    expect(await office.does({ act: 'release-notices', notices })).toEqual({ refused: 'already' });
    expect(await candidate()).not.toHaveProperty('lastSent');
    expect(await office.sql`select 1 from awaits where kind = 'notices'`).toEqual([]);
    office.passes(720 * DAY_MS);
    rina = await office.browser();
    expect(await notice(14, true)).toMatchObject({ done: true });
    expect(await notice(14, true)).toEqual({ refused: 'already' });
    expect(await rina.read('/console/notices')).toContain('FA02');
  });

  test('and a scan that had looked at the wrong date before tells nobody of it', async () => {
    await record({ serial: 'fa07', until: soon() });
    expect((await candidate())?.certificate).toBe((await row()).id);
    await correct({ 'right-until': later() });
    expect(await notice(14)).toEqual({ refused: 'unknown' });
    expect(await notice(14, true)).toEqual({ refused: 'unknown' });
    expect((await office.renewal(data)).id).toBe(renewal.id);
  });

  test('goes on where he has answered it: the operator is shown the way to it', async () => {
    await record({ serial: 'fa03', until: soon() });
    await notice(14);
    const begun = await office.renewal(data);
    await office.mails(data, 'Bersedia, silakan dimulai');
    expect((await office.renewal(data)).facts.signedIn).toBeDefined();
    const done = await correct({ 'right-until': later() });
    expect(done).toMatch(
      new RegExp(`tidak diperlukan[^<]*<a href="/console/renewals/${begun.id}">Buka permohonannya</a>`),
    );
    expect((await office.renewal(data)).outcome).toBeUndefined();
    expect((await told())[0]).not.toContain('sudah ditutup');
  });

  test('and what an operator began goes on for the reason that it has by the right date', async () => {
    await record({ serial: 'fa08', until: soon() });
    office.passes(12 * DAY_MS);
    rina = await office.browser();
    await office.does({ act: 'start', certificate: (await row()).id });
    const begun = await office.renewal(data);
    expect(begun.basis).toBe('expired');
    await correct({ 'right-until': day(new Date(office.clock().getTime() + 5 * DAY_MS)) });
    expect(await office.renewal(data)).toMatchObject({ id: begun.id, basis: 'expiring' });
    expect(await rina.read(`${path(begun)}/journal`)).toContain('dasar permohonan mengikuti tanggal yang dibetulkan');
    // Once it was revoked, the day says nothing of it.
    await office.sql`update renewals set basis = 'revoked' where id = ${begun.id}`;
    await correct({ 'right-until': later() });
    expect((await office.renewal(data)).basis).toBe('revoked');
  });

  test('stays where the right date is near as well', async () => {
    await record({ serial: 'fa04', until: soon() });
    await notice(14);
    await correct({ 'right-until': day(new Date(office.clock().getTime() + 12 * DAY_MS)) });
    expect((await office.renewal(data)).outcome).toBeUndefined();
    expect(await notice(14)).toMatchObject({ done: true });
  });
});

describe('a right number that is on record already, since the CA’s notice named it', () => {
  const right = () => `ab${renewal.number.slice(-4)}cd`;
  const wrong = () => `ab${renewal.number.slice(-4)}dc`;
  /** The CA's notice about the certificate, with the number and day that the CA has. */
  const notified = async () =>
    office.mails(data, 'Sertifikat Anda akan berakhir', {
      notice: { basis: 'expiring', serial: right(), expires: new Date(`${until}T00:00:00+07:00`), email: data.email },
      automatic: { kind: 'list' },
    });
  const all = async () =>
    (
      await office.sql`
        select id, serial, state, revoked_for, successor from certificates where applicant = ${renewal.applicant} and id <> ${renewal.certificate} order by renewal is null`
    ).map((each) => ({ ...each }));
  const twin = async () => (await all()).find(({ id, serial }) => serial === right() && id)!.id as string;
  const confirms = (id: string, act = 'confirm') => rina.send('/console/certificates', { certificate: id, act });
  const isOne = async () => {
    const [recorded, other, ...more] = await all();
    expect(more).toEqual([]);
    expect(recorded).toMatchObject({ serial: right(), state: 'valid' });
    expect(other).toMatchObject({ serial: null, state: 'revoked', revokedFor: 'merged', successor: recorded!.id });
  };
  let until: string;
  beforeEach(async () => {
    until = day(new Date(office.clock().getTime() + 700 * DAY_MS));
    await record({ serial: wrong(), until });
    await notified();
  });

  test('is met where it is to be confirmed: the way to the mistyped one stands beside it', async () => {
    const list = await rina.read('/console/certificates');
    expect(list).toContain(wrong().toUpperCase());
    expect(list).toContain(`<a href="${path()}#record">betulkan nomornya di permohonannya</a>`);
  });

  test('is taken over: one certificate is left, and nothing of the other waits for anybody', async () => {
    const other = await twin();
    expect(await correct({ right: right() })).toContain('sudah dibetulkan');
    await isOne();
    expect(await office.sql`select 1 from awaits where ref = ${other}`).toEqual([]);
    const people = await rina.read(`/console/people/${renewal.applicant}`);
    expect(people.split(`>${right().toUpperCase()}<`).length).toBe(2);
    expect(people).not.toContain('belum diketahui');
    expect(await rina.read(`${path()}/journal`)).toContain('dua catatan satu sertifikat digabung');
    expect(await told()).toHaveLength(1);
    // The next notice of the CA is about this one certificate; and he is told of no revocation.
    await notified();
    await isOne();
    office.passes(60_000);
    await office.mails(data, 'sudah dicabut belum?');
    const [answer] = await office.sql`
      select body from messages where applicant = ${renewal.applicant} and direction = 'out' order by number desc limit 1`;
    const about = (answer!.body as string).split('\n').filter((line) => line.includes(right().toUpperCase().slice(-4)));
    expect(about).toEqual([expect.stringMatching(/^• .*: (?!.*dicabut)/)]);
  });

  test('also where an operator had put it aside before, or where nobody knew the number', async () => {
    await confirms(await twin(), 'discard');
    expect(await correct({ right: right() })).toContain('sudah dibetulkan');
    await isOne();

    renewal = await entered();
    await record({ unknown: 'yes', until });
    await notified();
    expect(await rina.read('/console/certificates')).toContain('lengkapi nomornya di permohonannya');
    expect(await record({ serial: right(), until })).toContain('Bukti ditambahkan');
    await isOne();
  });

  test('is another one where the day differs, or the person; a renewal of it is ended first, and then it works', async () => {
    const id = await twin();
    await office.sql`update certificates set not_after = not_after - interval '90 days' where id = ${id}`;
    expect(wrongAt(await correct({ right: right() }), 'right')).toContain('tanggal berakhir yang lain');
    await office.sql`update certificates set not_after = not_after + interval '90 days' where id = ${id}`;

    await confirms(id);
    const begun = await office.renewal(data);
    expect(begun.certificate).toBe(id);
    expect(wrongAt(await correct({ right: right() }), 'right')).toContain('masih berjalan permohonan');
    expect((await row()).serial).toBe(wrong());
    await rina.send(path(begun), { act: 'withdraw' });
    expect(await correct({ right: right() })).toContain('sudah dibetulkan');
    await isOne();
    // The page of what was begun by mistake still says of which certificate.
    expect(await rina.read(path(begun))).toMatch(
      new RegExp(`Sertifikat lama</h3><dl><dt>Nomor seri</dt><dd[^>]*>${right().toUpperCase()}<`),
    );

    const mine = right();
    renewal = await entered();
    await record({ serial: wrong(), until });
    expect(wrongAt(await correct({ right: mine }), 'right')).toContain('sudah tercatat pada sertifikat lain');
  });

  test('is taken over with what became of it', async () => {
    const id = await twin();
    await confirms(id);
    const begun = await office.renewal(data);
    // Renewed under its right number, while the mistyped one was on record beside it.
    await office.sql`update renewals set outcome = 'completed' where id = ${begun.id}`;
    const [{ id: next }] = (await office.sql`select id from certificates where serial = ${data.nik}`) as unknown as [
      { id: string },
    ];
    await office.sql`update certificates set successor = ${next} where id = ${id}`;
    expect(await correct({ right: right() })).toContain('sudah dibetulkan');
    await isOne();
    expect((await row()).successor).toBe(next);
    expect(await rina.read(path())).not.toContain('salah ketik</summary>');
  });
});
