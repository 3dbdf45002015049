import { afterAll, beforeAll, expect, test } from 'vitest';
import { reviewContent } from '../../src/renewal/content.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { certificateFor } from './certificates.ts';
import { type ConsoleOffice, openConsole, person } from './console-office.ts';

let database: TestDatabase;
let office: ConsoleOffice;
beforeAll(async () => {
  database = await createTestDatabase();
  office = await openConsole(database.url, { issuer: 'ams' });
});
afterAll(async () => {
  await office.close();
  await database.drop();
});

test('the work packet has the fields of AMS in their order, and the new certificate is recorded from there', async () => {
  const data = person('Siti');
  const renewal = await office.reviewable(data);
  await office.does({ act: 'approve', renewal: renewal.id, content: reviewContent(renewal) });
  const rina = await office.browser();
  const path = `/console/renewals/${renewal.id}`;
  const page = await rina.read(path);
  const copied = [...page.matchAll(/data-copy="([^"]*)"/g)].map(([, value]) => value);
  expect(copied).toEqual([
    data.nik,
    data.nip,
    data.name,
    data.email,
    data.phone,
    data.position,
    data.organisation,
    data.unit,
    data.city,
    data.province,
  ]);
  expect(page).toContain(`/console/documents/${renewal.facts.letter!.document}`);

  expect(await rina.send(`${path}/certificate`, { way: 'certificate' })).toContain('Formulir belum lengkap');
  const stranger = new Blob([await certificateFor({ name: 'Orang Lain', nip: '197907082005011003' })]);
  expect(await rina.send(`${path}/certificate`, { way: 'certificate', pem: stranger })).toMatch(
    /berbeda dari data yang disetujui[\s\S]*Tidak ada yang dicatat/,
  );
  expect(await rina.send(`${path}/certificate`, { way: 'certificate', pem: new Blob(['halo']) })).toContain(
    'tidak terbaca sebagai sertifikat',
  );
  expect(await rina.send(`${path}/certificate`, { way: 'number', serial: 'bukan', until: '2028-11-02' })).toContain(
    'Nomor seri tidak sesuai',
  );
  expect(await rina.send(`${path}/certificate`, { way: 'number', serial: '5F:AB:01', until: '2028-02-31' })).toContain(
    'Formulir belum lengkap',
  );

  const done = await rina.send(`${path}/certificate`, {
    way: 'number',
    serial: '00:5F:AB:01',
    from: '2026-11-02',
    until: '2028-11-02',
  });
  expect(done).toContain('Sertifikat baru sudah dicatat');
  expect(done).toContain('5FAB01');
  const [row] = await office.sql`select * from certificates where serial = '5fab01'`;
  expect(row).toMatchObject({
    evidence: 'number',
    issuer: 'ams',
    notBefore: new Date('2026-11-01T17:00:00Z'),
    notAfter: new Date('2028-11-02T16:59:59Z'),
  });
  expect((await office.renewal(data)).outcome).toBe('completed');
});

test('a data change waits until an operator has recorded it in AMS', async () => {
  const data = person('Budi');
  const certificate = await office.has(data, 7);
  await office.does({ act: 'start', certificate });
  for (const text of ['Bersedia, silakan dimulai', 'jabatan: Kepala Bidang Persandian', 'itu saja'])
    await office.mails(data, text);
  await office.page(data, {
    page: 'letter',
    name: 'perubahan.pdf',
    content: await office.letter(data),
    letter: 'change',
  });
  const { id, facts } = await office.renewal(data);
  await office.enter({
    enter: 'letter-read',
    renewal: id,
    document: facts.change!.letter!.document,
    reading: { ok: true, pages: 1, text: '', signature: 'none' },
    remarks: ['no-text'],
  });
  const rina = await office.browser();
  const path = `/console/renewals/${id}`;
  const page = await rina.read(path);
  expect(page).toContain('isinya tidak dapat dibandingkan otomatis');
  const content = /name="content" value="([^"]*)"/.exec(page)![1]!;
  expect(await rina.send(path, { act: 'approve-change', content })).toContain('Catat perubahan di AMS');
  expect(await rina.send(path, { act: 'record-change' })).toContain('Sudah dicatat.');
  expect((await office.renewal(data)).facts.changed).toHaveLength(1);
});

test('a revocation of a certificate that is not ours is carried out in AMS and settled here', async () => {
  const rina = await office.browser();
  expect(await rina.read('/console/revocations')).toContain('Cabut di AMS, lalu tandai di sini');
  const [row] = await office.sql`select id, certificate from revocations where state = 'by-hand'`;
  await rina.send(`/console/revocations/${row!.id}`, { act: 'by-hand', note: 'dicabut di AMS' });
  expect((await office.sql`select state from certificates where id = ${row!.certificate}`)[0]!.state).toBe('revoked');
});
