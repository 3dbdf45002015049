import { createHash, X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { OperatorAct, Outcome } from '../src/desk/entry.ts';
import { importApplicants, importCertificates, textOf } from '../src/import/csv.ts';
import { type Enter, IMPORT_LIMITS } from '../src/import/enter.ts';
import { importPem } from '../src/import/pem.ts';
import { importFaultInWords, rowFaultInWords } from '../src/web/console/import-words.ts';
import { certificateFor } from './web/certificates.ts';

const HEADING = 'nik,nip,nama,email,telepon,jabatan,instansi,unit_kerja,kota,provinsi';
const SITI =
  '1371015203850004,198503122010012004,Siti Rahmawati,siti@contohprov.example,081234567801,Analis,Dinas Kominfo,Sekretariat,Kota Contoh,Provinsi Contoh';
const BUDI = '1371010807790003,197907082005011003,Budi Santoso,budi@contohprov.example,,,,,,';

/** What reached the desk, batch by batch, and what it answers. */
function door(answer: (act: OperatorAct) => Outcome = () => ({ done: true })) {
  const batches: OperatorAct[][] = [];
  const enter: Enter = async (acts) => {
    batches.push([...acts]);
    return acts.map(answer);
  };
  return { enter, batches, acts: () => batches.flat() };
}

test('a table is read as spreadsheets write it, the older ones in windows-1252', () => {
  expect(textOf(Buffer.from('Renée'))).toBe('Renée');
  expect(textOf(Buffer.from('Renée', 'latin1'))).toBe('Renée');
});

test('takes applicants in, with values brought into the form they are stored in', async () => {
  const { enter, acts } = door();
  const report = await importApplicants(`${HEADING}\n${SITI}\n${BUDI}\n`, enter);
  expect(report.rows.map(({ line, result }) => [line, result])).toEqual([
    [2, 'done'],
    [3, 'done'],
  ]);
  expect(acts()[0]).toMatchObject({
    act: 'import-applicant',
    data: { name: 'Siti Rahmawati', phone: '+6281234567801', unit: 'Sekretariat' },
  });
  expect(acts()[1]).toMatchObject({ data: { position: '' } });
});

test('reads what Excel saves: semicolons, a byte order mark, quoted cells, other cases and spaces in the heading', async () => {
  const { enter, acts } = door();
  const text = `\ufeffNIK;NIP;Nama;Email;Telepon;Jabatan;Instansi;Unit Kerja;Kota;Provinsi\r\n1371015203850004;198503122010012004;"Rahmawati; Siti";SITI@contohprov.example;;;;;;\r\n`;
  expect((await importApplicants(text, enter)).rows).toEqual([{ line: 2, result: 'done' }]);
  expect(acts()[0]).toMatchObject({ data: { name: 'Rahmawati; Siti', email: 'siti@contohprov.example' } });
});

test('reports a bad row with its line, column and reason, and keeps the good ones', async () => {
  const { enter, acts } = door();
  const bad = [
    SITI.replace('198503122010012004', '19850312'),
    SITI.replace('siti@contohprov.example', 'siti di kantor'),
    SITI.replace('Siti Rahmawati', ''),
    SITI.replace('Siti Rahmawati', 'x'.repeat(501)),
  ];
  const report = await importApplicants([HEADING, ...bad, BUDI].join('\n'), enter);
  expect(report.rows).toEqual([
    { line: 2, result: 'refused', why: 'length', field: 'nip' },
    { line: 3, result: 'refused', why: 'format', field: 'email' },
    { line: 4, result: 'refused', why: 'empty', field: 'nama' },
    { line: 5, result: 'refused', why: 'too-long', field: 'nama' },
    { line: 6, result: 'done' },
  ]);
  expect(acts()).toHaveLength(1);
});

describe('what Excel and careless hands make of a file', () => {
  const rounded = (nip: string, nik = '1371010807790003') => `${nik},${nip},Budi,budi@contohprov.example,,,,,,`;

  test.each([
    ['1.98503E+17', '1371010807790003', 'nip'],
    ['"1,98503E+17"', '1371010807790003', 'nip'],
    ['198503122010012000', '1371010807790003', 'nip'],
    ['197907082005011003', '1.37101E+15', 'nik'],
  ])('a number that Excel rounded is refused, not stored: %s, %s', async (nip, nik, field) => {
    const { enter, acts } = door();
    expect((await importApplicants(`${HEADING}\n${rounded(nip, nik)}\n`, enter)).rows).toEqual([
      { line: 2, result: 'refused', why: 'rounded', field },
    ]);
    expect(acts()).toEqual([]);
  });

  test('a file of whose NIK every last digit is nought was rounded as a whole', async () => {
    const rows = [1, 2, 3, 4, 5].map((n) => rounded(`19790708200501100${n}`, `137101080779${n}010`));
    expect(await importApplicants([HEADING, ...rows].join('\n'), door().enter)).toMatchObject({
      fault: 'rounded',
      field: 'nik',
      rows: [],
    });
    const four = await importApplicants([HEADING, ...rows.slice(1)].join('\n'), door().enter);
    expect(four.rows).toHaveLength(4);
  });

  test('an apostrophe in front of a number is no part of it', async () => {
    const { enter, acts } = door();
    await importApplicants(
      `${HEADING}\n'1371010807790003,'197907082005011003,Budi,budi@contohprov.example,'081234567801,,,,,\n`,
      enter,
    );
    expect(acts()).toMatchObject([
      { data: { nik: '1371010807790003', nip: '197907082005011003', phone: '+6281234567801' } },
    ]);
  });

  test('a file that ends in the middle of a row is known by it: no address that was cut is stored', async () => {
    const { enter, acts } = door();
    const cut = `${HEADING}\n${SITI}\n1371010807790003,197907082005011003,Budi,budi@contohprov.exam`;
    expect((await importApplicants(cut, enter)).rows).toEqual([
      { line: 2, result: 'done' },
      { line: 3, result: 'refused', why: 'cut-off' },
    ]);
    expect(acts()).toHaveLength(1);
    expect((await importApplicants(`${cut}\n`, enter)).rows[1]).toMatchObject({ result: 'done' });
  });

  test('Unicode text with tabs, a line about the delimiter, lines of delimiters alone', async () => {
    const { enter, acts } = door();
    const tabs = Buffer.from(
      `\ufeff${HEADING}\r\n${BUDI.replace('Budi', 'Bùdi')}\r\n`.replaceAll(',', '\t'),
      'utf16le',
    );
    const semicolons = `sep=;\r\n${`\r\n${HEADING}\r\n;;;;;;;;;\r\n${SITI}`.replaceAll(',', ';')}\r\n;;;;;;;;;\r\n`;
    expect((await importApplicants(textOf(tabs), enter)).rows).toEqual([{ line: 2, result: 'done' }]);
    expect((await importApplicants(semicolons, enter)).rows).toEqual([{ line: 5, result: 'done' }]);
    expect(acts()).toMatchObject([{ data: { name: 'Bùdi Santoso' } }, { data: { name: 'Siti Rahmawati' } }]);
  });

  test('a workbook, a column that is named twice and a quote in the middle are told for what they are', async () => {
    const { enter, acts } = door();
    const workbook = textOf(Buffer.from([0x50, 0x4b, 3, 4, 0xff, 0xfe, 0]));
    expect(await importApplicants(workbook, enter)).toMatchObject({ fault: 'workbook' });
    expect(await importApplicants(`${HEADING},Email\n${SITI},lain@contohprov.example\n`, enter)).toMatchObject({
      fault: 'column-twice',
      field: 'email',
    });
    const quoted = `${HEADING}\n${SITI}\n${BUDI.replace('Budi', '"Budi')}\n${SITI}\n`;
    expect(await importApplicants(quoted, enter)).toMatchObject({ fault: 'not-csv', line: 3 });
    expect(acts()).toEqual([]);
  });

  test('what was a letter before somebody saved the file wrongly is no name', async () => {
    const { enter } = door();
    expect((await importApplicants(`${HEADING}\n${BUDI.replace('Budi', 'B\ufffddi')}\n`, enter)).rows).toEqual([
      { line: 2, result: 'refused', why: 'format', field: 'nama' },
    ]);
  });
});

test('counts lines as an editor does, where a quoted cell runs over several', async () => {
  const { enter } = door();
  const report = await importApplicants(
    `${HEADING}\n${SITI.replace('Analis', '"Analis\nKebijakan"')}\n${SITI.replace('198503122010012004', 'x')}\n`,
    enter,
  );
  expect(report.rows.map(({ line }) => line)).toEqual([3, 4]);
});

test('a first row that is cut short is judged by itself, and the file is read', async () => {
  const { enter } = door();
  expect(await importApplicants(`${HEADING}\n1,2\n${SITI}\n`, enter)).toMatchObject({
    rows: [
      { line: 2, result: 'refused', why: 'length', field: 'nik' },
      { line: 3, result: 'done' },
    ],
  });
});

test('the wrong kind of list is named for what it is, with what to do', async () => {
  const { enter } = door();
  const certificates = 'nip,serial,berlaku_sampai,status\n198503122010012004,0A1B,2027-01-15,ISSUE\n';
  const asPeople = await importApplicants(certificates, enter);
  expect(asPeople).toEqual({ rows: [], fault: 'list-of-certificates' });
  expect(importFaultInWords(asPeople.fault!)).toContain('Impor sekali lagi sebagai sertifikat.');
  const asCertificates = await importCertificates(`${HEADING}\n${SITI}\n`, enter);
  expect(asCertificates).toEqual({ rows: [], fault: 'list-of-applicants' });
  expect(importFaultInWords(asCertificates.fault!)).toContain('Impor sekali lagi sebagai pemohon.');
});

test('a fault of form says which form is expected', async () => {
  const { enter } = door();
  const bad = [
    SITI.replace('1371015203850004', '137101520385000'),
    SITI.replace('198503122010012004', '19850312'),
    SITI.replace('siti@contohprov.example', 'siti di kantor'),
    SITI.replace('081234567801', '12'),
    SITI.replace('Analis', 'x'.repeat(201)),
    SITI.replace('Analis', 'x'.repeat(501)),
  ];
  const { rows } = await importApplicants([HEADING, ...bad, ''].join('\n'), enter);
  const forms = ['16 angka', '18 angka', 'nama@instansi.go.id', '081234567890', '200 huruf', '500 huruf'];
  for (const [at, form] of forms.entries()) expect(rowFaultInWords(rows[at]!)).toContain(form);
});

test('says why a file as a whole cannot be used', async () => {
  const { enter, acts } = door();
  expect(await importApplicants('nik,nip\n1,2\n', enter)).toMatchObject({ fault: 'missing-column', field: 'nama' });
  expect(await importApplicants(`${HEADING}\n`, enter)).toMatchObject({ fault: 'empty' });
  expect(await importApplicants(`${HEADING}\n"never closed`, enter)).toMatchObject({ fault: 'not-csv' });
  expect(await importApplicants('x'.repeat(IMPORT_LIMITS.bytes + 1), enter)).toMatchObject({ fault: 'too-large' });
  expect(
    await importApplicants([HEADING, ...Array.from({ length: IMPORT_LIMITS.rows + 1 }, () => 'x')].join('\n'), enter),
  ).toMatchObject({ fault: 'too-many-rows' });
  expect(acts()).toEqual([]);
});

test('passes on what the desk refuses, and tells the known from the new', async () => {
  const { enter } = door((act) =>
    act.act === 'import-applicant' && act.data.name.startsWith('Siti')
      ? { refused: 'second-operator', why: 'email' }
      : { refused: 'already' },
  );
  expect((await importApplicants([HEADING, SITI, BUDI].join('\n'), enter)).rows).toEqual([
    { line: 2, result: 'refused', why: 'second-operator', field: 'email' },
    { line: 3, result: 'known' },
  ]);
});

test('of two lines that say different things of one person neither is taken, and the operator hears of both', async () => {
  const { enter, acts } = door();
  const other = SITI.replace('Analis', 'Kepala Seksi');
  const { rows } = await importApplicants([HEADING, SITI, BUDI, other, SITI].join('\n'), enter);
  const twice = { result: 'refused', why: 'person-twice', field: 'nip' } as const;
  expect(rows).toEqual([
    { line: 2, ...twice, other: 4 },
    { line: 3, result: 'done' },
    { line: 4, ...twice, other: 2 },
    { line: 5, ...twice, other: 4 },
  ]);
  expect(acts()).toHaveLength(1);
  const words = rowFaultInWords(rows[0]!);
  for (const told of ['tidak satu pun dari baris itu disimpan', 'Sisakan satu baris yang benar', 'baris 4'])
    expect(words).toContain(told);
});

test('a person whose line stands in the file twice comes after the first one was committed', async () => {
  const { enter, batches } = door();
  await importApplicants([HEADING, SITI, BUDI, SITI].join('\n'), enter);
  expect(batches.map((batch) => batch.length)).toEqual([2, 1]);
});

test('takes certificates by number and date, in the ways offices write them', async () => {
  const { enter, acts } = door();
  const rows = [
    '198503122010012004,00:6F:3A:91,2027-01-15,ISSUE',
    '198503122010012004,0xABCDEF,15/01/2027,',
    '198503122010012004,7b,1-2-2027,Revoke',
  ];
  expect(
    (await importCertificates(['nip,serial,berlaku_sampai,status', ...rows].join('\n'), enter)).rows.map(
      ({ result }) => result,
    ),
  ).toEqual(['done', 'done', 'done']);
  expect(acts()).toMatchObject([
    {
      certificate: {
        serial: '6f3a91',
        notAfter: new Date('2027-01-15T16:59:59Z'),
        state: 'valid',
        evidence: 'number',
        issuer: 'ams',
      },
    },
    { certificate: { serial: 'abcdef', notAfter: new Date('2027-01-15T16:59:59Z'), state: 'valid' } },
    { certificate: { serial: '7b', notAfter: new Date('2027-02-01T16:59:59Z'), state: 'revoked' } },
  ]);
});

test.each([
  ['198503122010012004,zz,2027-01-15,', 'serial', 'serial'],
  ['198503122010012004,6f,31-02-2027,', 'date', 'berlaku_sampai'],
  ['198503122010012004,6f,besok,', 'date', 'berlaku_sampai'],
  ['198503122010012004,6f,2027-01-15,SUSPEND', 'status', 'status'],
  ['123,6f,2027-01-15,', 'length', 'nip'],
])('refuses the certificate row %s', async (row, why, field) => {
  const { enter } = door();
  expect((await importCertificates(`nip,serial,berlaku_sampai,status\n${row}`, enter)).rows).toEqual([
    { line: 2, result: 'refused', why, field },
  ]);
});

test('gives each PEM certificate to the person whose NIP or e-mail stands in it', async () => {
  const { enter, acts } = door();
  const byNip = await certificateFor({ name: 'Siti Rahmawati', nip: '198503122010012004' });
  const byEmail = await certificateFor({ name: 'Budi Santoso', email: 'budi@contohprov.example' });
  const stranger = await certificateFor({ name: 'Entah Siapa', email: 'entah@luar.example' });
  const broken = byNip.replace('MII', 'AAA');
  const nips = async (email: string) => (email === 'budi@contohprov.example' ? '197907082005011003' : undefined);
  const report = await importPem([byNip, byEmail, stranger, broken].join('\n'), enter, nips);
  expect(report.rows).toEqual([
    { line: 1, result: 'done' },
    { line: 2, result: 'done' },
    { line: 3, result: 'refused', why: 'no-owner-in-certificate' },
    { line: 4, result: 'refused', why: 'not-a-certificate' },
  ]);
  const certificate = new X509Certificate(byNip);
  const spki = createHash('sha256')
    .update(certificate.publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
  expect(acts()).toMatchObject([
    { nip: '198503122010012004', certificate: { evidence: 'certificate', spki, notAfter: certificate.validToDate } },
    { nip: '197907082005011003' },
  ]);
});

test('a file without any certificate says so', async () => {
  expect(await importPem('halo', door().enter, async () => undefined)).toEqual({
    rows: [],
    fault: 'not-a-certificate',
  });
});
