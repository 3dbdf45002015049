import { createHash, X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { OperatorAct, Outcome } from '../src/desk/entry.ts';
import { importApplicants, importCertificates, textOf } from '../src/import/csv.ts';
import { type Enter, IMPORT_LIMITS } from '../src/import/enter.ts';
import { importPem } from '../src/import/pem.ts';
import type { ImportReport, RowFault } from '../src/import/report.ts';
import { fileFaultInWords, lackingInWords, rowFaultInWords } from '../src/web/console/import/words.ts';
import { zipOf } from './support/zip.ts';
import { certificateFor } from './web/certificates.ts';

const HEADING = 'nik,nip,nama,email,telepon,jabatan,instansi,unit_kerja,kota,provinsi';
const SITI =
  '1371015203850004,198503122010012004,Siti Rahmawati,siti@contohprov.example,081234567801,Analis,Dinas Kominfo,Sekretariat,Kota Contoh,Provinsi Contoh';
const BUDI = '1371010807790003,197907082005011003,Budi Santoso,budi@contohprov.example,,,,,,';

/** What is wrong with the rows that were not taken in, one after the other. */
const faultsOf = ({ rows }: ImportReport): RowFault[] =>
  rows.flatMap((row) => (row.result === 'refused' ? row.faults : []));

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
    { line: 2, who: 'Siti Rahmawati', result: 'refused', faults: [{ why: 'length', field: 'nip', length: 8 }] },
    { line: 3, who: 'Siti Rahmawati', result: 'refused', faults: [{ why: 'format', field: 'email' }] },
    { line: 4, who: 'NIP 1985••••••••••2004', result: 'refused', faults: [{ why: 'empty', field: 'nama' }] },
    {
      line: 5,
      who: `${'x'.repeat(60)}…`,
      result: 'refused',
      faults: [{ why: 'too-long', field: 'nama', length: 501 }],
    },
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
      { line: 2, who: 'Budi', result: 'refused', faults: [{ why: 'rounded', field }] },
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
      { line: 3, who: 'Budi', result: 'refused', faults: [{ why: 'cut-off' }] },
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

  test('a column that is named twice and a quote in the middle are told for what they are', async () => {
    const { enter, acts } = door();
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
      { line: 2, who: 'B\ufffddi Santoso', result: 'refused', faults: [{ why: 'format', field: 'nama' }] },
    ]);
  });
});

test('a file that was made before a column came is read: what it does not speak of is not entered, and it says so', async () => {
  const { enter, acts } = door();
  const older = (line: string) => line.split(',').slice(0, 8).join(',');
  const report = await importApplicants([HEADING, SITI].map(older).join('\n'), enter);
  expect(report).toEqual({ rows: [{ line: 2, result: 'done' }], lacking: ['kota', 'provinsi'] });
  expect(acts()).toMatchObject([{ data: { name: 'Siti Rahmawati', unit: 'Sekretariat' } }]);
  expect(acts()[0]).not.toHaveProperty('data.city');
  expect(lackingInWords(report.lacking!)).toMatch(
    /^Tidak ada kolom kota, provinsi di berkas ini\. .* tetap seperti semula/,
  );
  expect(await importApplicants(`${HEADING}\n${SITI}\n`, enter)).not.toHaveProperty('lacking');
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
      { line: 2, result: 'refused', faults: [{ why: 'length', field: 'nik', length: 1 }, { field: 'nip' }, {}, {}] },
      { line: 3, result: 'done' },
    ],
  });
});

test('the wrong kind of list is named for what it is, with what to do', async () => {
  const { enter } = door();
  const certificates = 'nip,serial,berlaku_sampai,status\n198503122010012004,0A1B,2027-01-15,ISSUE\n';
  const asPeople = await importApplicants(certificates, enter);
  expect(asPeople).toEqual({ rows: [], fault: 'list-of-certificates' });
  expect(fileFaultInWords(asPeople)).toContain('Impor sekali lagi sebagai sertifikat.');
  const asCertificates = await importCertificates(`${HEADING}\n${SITI}\n`, enter);
  expect(asCertificates).toEqual({ rows: [], fault: 'list-of-applicants' });
  expect(fileFaultInWords(asCertificates)).toContain('Impor sekali lagi sebagai pemohon.');
});

test('all that is wrong with a row is told at once, with whose row it is', async () => {
  const { enter, acts } = door();
  const person = '13710152038500,1985,Siti Rahmawati,siti di kantor,12,,,,,\n';
  const people = await importApplicants(`${HEADING}\n${person}`, enter);
  expect(people.rows).toMatchObject([{ line: 2, who: 'Siti Rahmawati' }]);
  expect(faultsOf(people).map(({ field }) => field)).toEqual(['nik', 'nip', 'email', 'telepon']);
  const certificate = 'nip,serial,berlaku_sampai,status\n19850312201001200,zz,besok,entah\n';
  const certificates = await importCertificates(certificate, enter);
  expect(certificates.rows).toMatchObject([{ line: 2, who: 'NIP 1985•••••••••1200' }]);
  expect(faultsOf(certificates).map(({ field }) => field)).toEqual(['nip', 'serial', 'berlaku_sampai', 'status']);
  expect(acts()).toEqual([]);
});

test('a name is shown without what a terminal would obey, and without a number that slipped into its column', async () => {
  const odd = SITI.replace('Siti Rahmawati', '\u001b[31mSiti\u202e 1371015203850004');
  const { rows } = await importApplicants(`${HEADING}\n${odd}\n`, door().enter);
  expect(rows).toMatchObject([{ who: '[31mSiti 1371••••••••0004' }]);
});

test.each(['1371 0152 0385 0001', '1371.0152.0385.0001', '137101-520385-0001'])(
  'a number in the column of names is masked in groups, too: %s',
  async (nama) => {
    const { rows } = await importApplicants(`${HEADING}\n1,2,${nama},,,,,,,\n`, async () => []);
    expect(rows).toMatchObject([{ result: 'refused', who: '1371••••••••0001' }]);
  },
);

test('a file that is no list is named for what it is, with what to do', async () => {
  const { enter, acts } = door();
  const pem = await certificateFor({ name: 'Siti Rahmawati', nip: '198503122010012004' });
  const sheet = { name: 'xl/workbook.xml', content: Buffer.from('<workbook/>') };
  const types = { name: '[Content_Types].xml', content: Buffer.from('<Types/>') };
  const files: [Uint8Array, string][] = [
    [Buffer.from(`Bag Attributes\n${pem}`), 'Impor sekali lagi sebagai berkas sertifikat (PEM).'],
    [zipOf([types, sheet]), 'Di Excel pilih Simpan Sebagai, lalu jenis berkas CSV UTF-8'],
    [zipOf([{ ...sheet, name: 'daftar.csv' }]), 'Ini berkas ZIP. Ekstrak dahulu'],
    [Buffer.from('d0cf11e0a1b11ae100000000', 'hex'), 'buku kerja Excel'],
    [Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj'), 'Ini berkas PDF'],
    [new X509Certificate(pem).raw, 'X.509 Base-64'],
  ];
  for (const [file, words] of files)
    for (const take of [importApplicants, importCertificates])
      expect(fileFaultInWords(await take(textOf(file), enter))).toContain(words);
  for (const [file, words] of files.slice(1))
    expect(fileFaultInWords(await importPem(textOf(file), enter, async () => undefined))).toContain(words);
  expect(acts()).toEqual([]);
});

test('a fault of form says which form is expected, and what stands there instead', async () => {
  const { enter } = door();
  const address = `${'kantor'.repeat(50)}@contohprov.example`;
  const bad: [string, string, string][] = [
    ['1371015203850004', '137101520385000', 'NIK terdiri dari 16 angka, tetapi di sini ada 15.'],
    ['1371015203850004', '1371 0152 0385 00', 'NIK terdiri dari 16 angka, tetapi di sini ada 14.'],
    ['198503122010012004', '19850312', 'NIP terdiri dari 18 angka, tetapi di sini ada 8.'],
    ['198503122010012004', '19850312201001200X', 'Ada huruf atau tanda lain di antara angkanya. NIP terdiri dari 18'],
    ['siti@contohprov.example', 'siti di kantor', 'bukan satu alamat email yang lengkap. Contohnya: nama@instansi.go'],
    ['siti@contohprov.example', '', 'Belum diisi. Contohnya: nama@instansi.go.id.'],
    ['siti@contohprov.example', address, 'Isinya 319 karakter, padahal paling panjang 254. Periksa apakah ada teks'],
    ['siti@contohprov.example', address, 'ikut masuk. Contohnya: nama@instansi.go.id.'],
    ['081234567801', '12', 'bukan nomor telepon yang dikenal. Contohnya: 081234567890.'],
    ['Analis', 'x'.repeat(201), 'Isinya 201 karakter, padahal paling panjang 200.'],
    ['Analis', 'x'.repeat(501), 'Isinya 501 karakter, padahal paling panjang 500.'],
    ['Analis', 'Anal\ufffds', 'CSV UTF-8'],
  ];
  const rows = bad.map(([right, wrong]) => SITI.replace(right, wrong));
  const faults = faultsOf(await importApplicants([HEADING, ...rows, ''].join('\n'), enter));
  expect(faults).toHaveLength(bad.length);
  for (const [at, [, , words]] of bad.entries()) expect(rowFaultInWords(faults[at]!)).toContain(words);
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
    {
      line: 2,
      who: 'Siti Rahmawati',
      result: 'refused',
      faults: [{ why: 'second-operator', field: 'email' }],
    },
    { line: 3, result: 'known' },
  ]);
});

test('what belongs to somebody else says to whom', async () => {
  const { enter } = door(() => ({ refused: 'exists', why: 'nik', whose: 'budi' }));
  const report = await importApplicants(`${HEADING}\n${SITI}\n`, enter);
  expect(faultsOf(report)).toEqual([{ why: 'exists', field: 'nik', whose: 'budi' }]);
  expect(rowFaultInWords(faultsOf(report)[0]!)).toMatch(/^NIK ini sudah tercatat pada orang lain\. Bila berkasnya/);
});

test('of two lines that say different things of one person neither is taken, and the operator hears of both', async () => {
  const { enter, acts } = door();
  const other = SITI.replace('Analis', 'Kepala Seksi');
  const report = await importApplicants([HEADING, SITI, BUDI, other, SITI].join('\n'), enter);
  const twice = (line: number, contradicted: number) => ({
    line,
    who: 'Siti Rahmawati',
    result: 'refused',
    faults: [{ why: 'person-twice', field: 'nip', other: contradicted }],
  });
  expect(report.rows).toEqual([twice(2, 4), { line: 3, result: 'done' }, twice(4, 2), twice(5, 4)]);
  expect(acts()).toHaveLength(1);
  const words = rowFaultInWords(faultsOf(report)[0]!);
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
  const report = await importCertificates(`nip,serial,berlaku_sampai,status\n${row}`, enter);
  expect(faultsOf(report)).toMatchObject([{ why, field }]);
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
    { line: 3, who: 'Entah Siapa', result: 'refused', faults: [{ why: 'no-owner-in-certificate' }] },
    { line: 4, result: 'refused', faults: [{ why: 'not-a-certificate' }] },
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
