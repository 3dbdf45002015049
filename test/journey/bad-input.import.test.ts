import { X509Certificate } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openData } from '../../db/people.ts';
import { importApplicants, importCertificates } from '../../src/import/csv.ts';
import { type Enter, IMPORT_LIMITS } from '../../src/import/enter.ts';
import { importPem } from '../../src/import/pem.ts';
import { type Office, openOffice } from '../support/office.ts';
import { certificateFor } from '../web/certificates.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice({ samples: [] });
});
afterAll(() => office.close());

const enter: Enter = (acts) =>
  office.house.desk.receive(acts.map((act) => ({ enter: 'operator', operator: office.operators[0]!.operator, act })));
const HEADING = 'nik,nip,nama,email,telepon,jabatan,instansi,unit_kerja,kota,provinsi';
const REST = '081234567890,Analis,Dinas Kominfo,Bidang Persandian,Kota Contoh,Provinsi Contoh';
const row = (nik: string, nip: string, name: string, email: string) => `${nik},${nip},${name},${email},${REST}`;
const GOOD = row('1371015203850004', '198503122010012004', 'Siti Rahmawati', 'siti@contoh.example');
const people = async () =>
  (
    await office.sql`select v.name from applicants a join data_versions v on v.applicant = a.id and v.number = a.version_number order by v.name`
  ).map(({ name }) => name);

test('of an import file with bad rows the good ones are kept, and each bad one is named by its line and reason', async () => {
  const file = [
    HEADING,
    GOOD,
    row('12', '197907082005011003', 'Budi', 'budi@contoh.example'),
    row('1371010807790003', '123', 'Budi', 'budi@contoh.example'),
    row('1371010807790003', '197907082005011003', '', 'budi@contoh.example'),
    row('1371010807790003', '197907082005011003', 'Budi Santoso', 'bukan alamat'),
    row('1371010807790003', '197907082005011003', 'Budi Santoso', 'siti@contoh.example'),
    GOOD,
    row('1371016511900002', '199011252015022002', 'Dewi \u0000Lestari', 'dewi@contoh.example'),
    'satu,dua',
    row('1371014709930001', '199309072019032001', 'Nurul Hidayah', 'nurul@contoh.example'),
  ].join('\n');
  const { rows, fault } = await importApplicants(file, enter);
  expect(fault).toBeUndefined();
  const refused = rows.flatMap((row) => (row.result === 'refused' ? [row] : []));
  expect(refused.flatMap(({ line, faults }) => faults.map(({ field }) => [line, field]))).toEqual(
    expect.arrayContaining([
      [3, 'nik'],
      [4, 'nip'],
      [5, 'nama'],
      [6, 'email'],
      [9, 'nama'],
    ]),
  );
  expect(refused.find(({ line }) => line === 7)).toMatchObject({ who: 'Budi Santoso', faults: [{ why: 'exists' }] });
  expect(refused.every(({ faults }) => faults.length > 0)).toBe(true);
  expect(await people()).toEqual(['Nurul Hidayah', 'Siti Rahmawati']);

  // The same file again changes nothing, and says the same of the bad rows.
  const again = await importApplicants(file, enter);
  expect(again.rows.filter(({ result }) => result === 'refused').map(({ line }) => line)).toEqual(
    refused.map(({ line }) => line),
  );
  expect(await people()).toHaveLength(2);
  expect((await office.sql`select max(version_number) as last from applicants`)[0]!.last).toBe(1);
});

const idOf = async (nip: string) =>
  (await office.sql`select id from applicants where nip_hash = ${office.keyring.hash('nip', nip)}`)[0]!.id;
const nikOwner = async (nik: string) =>
  (await office.sql`select id from applicants where nik_hash = ${office.keyring.hash('nik', nik)}`)[0];
const dataOf = async (nip: string) => {
  const [version] = await office.sql`
    select id, sealed from data_versions where applicant = ${await idOf(nip)} order by number desc limit 1`;
  return openData(office.keyring, version!.id, version!.sealed);
};
const nikOf = async (nip: string) => ({ why: 'exists', field: 'nik', whose: await idOf(nip) });

test('a NIK that is somebody else’s is refused, and who is on record as he was is no new one', async () => {
  const [other, same] = [
    row('1371015203850004', '198503122010012009', 'Siti Lain', 'siti.lain@contoh.example'),
    row('1371010203800003', '198003022005011005', 'Agus Salim', 'agus@contoh.example'),
  ];
  const twin = row('1371010203800003', '198003022005011006', 'Agus Kedua', 'agus2@contoh.example');
  const first = await importApplicants([HEADING, GOOD, other, same, twin].join('\n'), enter);
  expect(first.rows).toEqual([
    { line: 2, result: 'known' },
    { line: 3, who: 'Siti Lain', result: 'refused', faults: [await nikOf('198503122010012004')] },
    { line: 4, result: 'done' },
    { line: 5, who: 'Agus Kedua', result: 'refused', faults: [await nikOf('198003022005011005')] },
  ]);
});

test('a NIK that moves from one person to another arrives in the same file, and a row that is refused leaves no address', async () => {
  const rina = row('1371014107880001', '198807012012012001', 'Rina Amelia', 'rina.amelia@contoh.example');
  const rini = row('1371014107880002', '198807012012012002', 'Rini Amelia', 'rini.amelia@contoh.example');
  expect((await importApplicants([HEADING, rina, rini].join('\n'), enter)).rows).toMatchObject([
    { result: 'done' },
    { result: 'done' },
  ]);
  const moved = [rina.replace('880001', '880003'), rini.replace('880002', '880001')];
  const nobody = row('1371014107880003', '198807012012012009', 'Rani Amelia', 'rani.amelia@contoh.example');
  expect((await importApplicants([HEADING, ...moved, nobody].join('\n'), enter)).rows).toEqual([
    { line: 2, result: 'done' },
    { line: 3, result: 'done' },
    { line: 4, who: 'Rani Amelia', result: 'refused', faults: [await nikOf('198807012012012001')] },
  ]);
  const again = await importApplicants([HEADING, nobody].join('\n'), enter);
  expect(again.rows).toMatchObject([{ result: 'refused', faults: [{ why: 'exists' }] }]);
  expect(await office.sql`select id from contacts where address = 'rani.amelia@contoh.example'`).toEqual([]);
});

test('two persons exchange their NIKs wherever they stand in a file, and only while both keep their addresses', async () => {
  const person = (at: number, nik = at, email = at) =>
    row(`13710141078800${nik}`, `1988070120120120${at}`, `Orang ${at}`, `orang${email}@contoh.example`);
  const others = Array.from({ length: IMPORT_LIMITS.batch }, (_, at) =>
    row(`13710141078810${10 + at}`, `19880701201201${10 + at}99`, 'Lain', `lain${at}@contoh.example`),
  );
  const take = async (...rows: string[]) => (await importApplicants([HEADING, ...rows].join('\n'), enter)).rows;
  await take(person(21), person(22));
  const owner = async (at: number) => (await nikOwner(`13710141078800${at}`))?.id;
  const [first, second] = [await owner(21), await owner(22)];
  // As where the column of one number slipped against the others: nobody gets another's name and NIK under his address.
  const refused = [second, first].map((whose) => ({ faults: [{ why: 'exists', field: 'nik', whose }] }));
  expect(await take(person(21, 22, 22), person(22, 21, 21))).toMatchObject(refused);
  expect(await take(person(21, 22), person(22, 21, 29))).toMatchObject(refused);
  expect([await owner(21), await owner(22)]).toEqual([first, second]);
  const exchanged = await take(person(21, 22), ...others, person(22, 21));
  expect([exchanged.at(0), exchanged.at(-1)]).toMatchObject([{ result: 'done' }, { result: 'done' }]);
  expect([await owner(21), await owner(22)]).toEqual([second, first]);
});

test('what an older file has no column for stays as it is on record, and is empty of somebody new', async () => {
  const older = (line: string) => line.split(',').slice(0, 8).join(',');
  const moved = row('1371015203850004', '198503122010012004', 'Siti Rahmawati', 'siti@contoh.example').replace(
    'Bidang Persandian',
    'Sekretariat',
  );
  const newcomer = row('1371016511900002', '199011252015022002', 'Dewi Lestari', 'dewi@contoh.example');
  const { rows, lacking } = await importApplicants([HEADING, moved, newcomer].map(older).join('\n'), enter);
  expect(rows.map(({ result }) => result)).toEqual(['done', 'done']);
  expect(lacking).toEqual(['kota', 'provinsi']);
  expect(await dataOf('198503122010012004')).toMatchObject({ unit: 'Sekretariat', province: 'Provinsi Contoh' });
  expect(await dataOf('199011252015022002')).toMatchObject({ unit: 'Bidang Persandian', province: '' });
});

test('a file that is no such file is refused as a whole, and nothing is entered', async () => {
  const before = await people();
  for (const [file, fault] of [
    ['', 'empty'],
    ['nik,nip\n1,2', 'missing-column'],
    [`${HEADING}\n"offen`, 'not-csv'],
    ['%PDF-1.7 \u0000\u0001', 'pdf'],
  ] as const)
    expect((await importApplicants(file, enter)).fault).toBe(fault);
  expect(await people()).toEqual(before);
});

test('certificates of unknown people, with impossible dates or twice are named; the others are kept', async () => {
  const file = [
    'nip;serial;berlaku_sampai;status',
    '198503122010012004;0A1B2C3D4E5F6071;2027-01-15;ISSUE',
    '198503122010012004;0A1B2C3D4E5F6071;2027-01-15;ISSUE',
    '198503122010012004;ff01;31/02/2027;ISSUE',
    '198503122010012004;zz;2027-01-15;ISSUE',
    '197907082005011003;ff02;2027-01-15;ISSUE',
    '198503122010012004;ff03;15/01/2027;entah',
  ].join('\r\n');
  const { rows } = await importCertificates(file, enter);
  expect(rows.map(({ line, result }) => [line, result])).toEqual([
    [2, 'done'],
    [3, 'known'],
    [4, 'refused'],
    [5, 'refused'],
    [6, 'refused'],
    [7, 'refused'],
  ]);
  expect(await office.certificates('198503122010012004')).toMatchObject([
    { serial: 'a1b2c3d4e5f6071', state: 'valid', evidence: 'number' },
  ]);
});

test('of a PEM file the certificate that our own CA signed is taken as ours, once, and one of another CA as theirs', async () => {
  const siti = { name: 'Siti Rahmawati', nip: '198503122010012004' };
  const [ours, theirs] = [await certificateFor(siti), await certificateFor(siti)];
  const serials = [ours, theirs].map((pem) => new X509Certificate(pem).serialNumber.toLowerCase().replace(/^0+/, ''));
  const der = Buffer.from(new X509Certificate(ours).raw);
  const owner = postgres(office.ownerUrl, { max: 1 });
  await owner`insert into issued (request, serial, der, not_before, not_after, at)
    values ('of-the-import', ${serials[0]!}, ${der}, now(), now() + interval '1 year', now())`.finally(() =>
    owner.end(),
  );
  const file = `${ours}\n${theirs}`;
  const results = async () => (await importPem(file, enter, async () => undefined)).rows.map(({ result }) => result);
  expect(await results()).toEqual(['done', 'done']);
  expect(await results()).toEqual(['known', 'known']);
  expect([
    ...(await office.sql`select serial, issuer from certificates where serial = any(${serials}) order by serial`),
  ]).toEqual([
    { serial: serials[0], issuer: 'local' },
    { serial: serials[1], issuer: 'ams' },
  ]);
});
