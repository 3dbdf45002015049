import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mask } from '../src/renewal/data.ts';
import { mailFrom } from './support/inbound.ts';
import { type Office, openOffice, TEST_KEY } from './support/office.ts';
import { said } from './support/talk.ts';

/** Commands as whoever looks after the system types them, beside the running service. */

const CLI = join(import.meta.dirname, '../src/cli.ts');

let office: Office;
beforeAll(async () => {
  office = await openOffice({ env: { ROLES: 'web' } });
});
afterAll(() => office.close());

function cli(...args: string[]): Promise<{ code: number; output: string }> {
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: office.databaseUrl,
    DATABASE_OWNER_URL: office.ownerUrl,
    ISSUER_DATABASE_URL: office.issuerUrl,
    SECRET_KEY: TEST_KEY.toString('base64'),
    CA_PASSPHRASE: 'kata sandi untuk uji',
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
    );
  });
}

/** What a command says of itself while nobody reads its output any more. */
function unread(...args: string[]): Promise<{ code: number | null; errors: string }> {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { PATH: process.env.PATH, PORT: 'enam' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  let errors = '';
  child.stderr.on('data', (part) => (errors += part));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, errors })));
}

async function kept(raw: string): Promise<string> {
  const unread = { fault: 'unparsable', raw: Buffer.from(raw) };
  const message = mailFrom('unknown@invalid', office.clock(), '', unread);
  const [outcome] = await office.house.desk.receive([{ enter: 'message', message }]);
  return (outcome as { id: string }).id;
}

/** As `npm run cli` starts it, in a folder with a `.env` of its own. */
function npmCli(folder: string, ...args: string[]): Promise<{ code: number; output: string }> {
  const root = join(import.meta.dirname, '..');
  const { cli: script, start: service } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts;
  const [, ahead, program] = script.split(' ');
  if (!service.split(' ').includes(ahead)) throw new Error('the service is started with another configuration');
  const [, file] = ahead.split('=');
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [`--import=${join(root, file)}`, join(root, program), ...args],
      { cwd: folder, env: { PATH: process.env.PATH } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
    );
  });
}

/** Each command is a process of its own, which opens the database first. */
const LONG_MS = 120_000;

test('process-again takes in one message, or all, and tells of each how it went', { timeout: LONG_MS }, async () => {
  const [one, two, broken] = [
    await kept('From: satu@luar.example\r\n\r\nberapa lama prosesnya?'),
    await kept('From: dua@luar.example\r\n\r\napa biayanya?'),
    await kept('From: a@luar.example, b@luar.example\r\n\r\nhalo'),
  ];
  const first = await cli('process-again', one);
  expect(first).toMatchObject({ code: 0, output: expect.stringContaining(`${one}: Pesan sudah diproses ulang`) });
  expect(await said(office, 'satu@luar.example')).toHaveLength(1);
  expect(await said(office, 'dua@luar.example')).toHaveLength(0);

  const all = await cli('process-again', '--all');
  expect(all.code).toBe(1);
  expect(all.output).toContain(`${two}: Pesan sudah diproses ulang`);
  expect(all.output).toContain(
    `${broken}: Pesan ini masih belum dapat diproses dan tetap tersimpan. Pengirimnya tidak jelas`,
  );
  expect(all.output).toContain('2 pesan dicoba, 1 selesai, 1 tetap tersimpan');
  expect(await said(office, 'dua@luar.example')).toHaveLength(1);
  // No such message came: nothing of it is kept either.
  const nobody = await cli('process-again', randomUUID());
  expect(nobody).toMatchObject({ code: 1, output: expect.stringContaining('Tidak ada pesan masuk dengan nomor itu') });
  expect(nobody.output).not.toContain('tetap tersimpan');
  expect((await cli('process-again', 'bukan-nomor')).code).toBe(2);
});

test('import blocked-keys keeps the good lines and tells of the bad ones', {
  timeout: LONG_MS,
}, async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'perbarui-kunci-')), 'daftar.txt');
  const [one, two] = ['a1'.repeat(32), 'b2'.repeat(10)];
  const [{ id: applicant }] = (await office.sql`select id from applicants limit 1`) as unknown as [{ id: string }];
  for (const [serial, spki, state] of [
    ['4cab', one, 'valid'],
    ['4cac', one, 'revoked'],
    ['4cad', 'c3'.repeat(32), 'valid'],
  ] as const)
    await office.sql`insert into certificates (id, applicant, serial, issuer, evidence, not_after, state, spki, at)
      values (${randomUUID()}, ${applicant}, ${serial}, 'ams', 'certificate', now() + interval '1 year', ${state}, ${spki}, now())`;
  await writeFile(file, `# daftar\n${one}\nkunci budi\n${two}\n-----BEGIN PUBLIC KEY-----\n`);
  const first = await cli('import', 'blocked-keys', file);
  expect(first.code).toBe(1);
  expect(first.output).toContain('baris 3: bukan sidik jari kunci');
  expect(first.output).toContain('baris 5: blok PEM tidak memiliki akhir');
  expect(first.output).toContain('2 kunci baru dalam daftar, 0 sudah tercatat, 2 baris ditolak');
  expect(first.output).toContain('!! Sertifikat 4cab masih berlaku dan kuncinya ada dalam daftar');
  expect(first.output.match(/!!/g)).toHaveLength(1);
  const rows = await office.sql`select encode(fingerprint, 'hex') as name from blocked_keys order by name`;
  expect(rows.map(({ name }) => name)).toEqual([one, two]);
});

test('whoever types something wrong is told what, and what to type', { timeout: LONG_MS }, async () => {
  const there = join(await mkdtemp(join(tmpdir(), 'perbarui-salah-')), 'orang.csv');
  await writeFile(
    there,
    `nik,nip,nama,email,telepon,jabatan,instansi,unit_kerja,kota,provinsi
1,198503122010012004,Siti,siti di kantor
${office.person('Siti').nik},199011252015022002,Dewi,dewi@contohprov.example
`,
  );
  const pem = join(await mkdtemp(join(tmpdir(), 'perbarui-salah-')), 'siti.pem');
  await writeFile(pem, '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n');
  // Every command is a process that reads all of the house; the sentences are tested in commands/command-words.test.ts.
  const answers: [string[], number, string][] = [
    [['--help'], 0, 'Pemakaian: npm run cli -- PERINTAH'],
    [['operator', 'disable', 'entah'], 2, 'Tidak ada operator dengan nama masuk entah'],
    [['ca', 'init', '--import'], 2, 'Pilihan --import memerlukan nilai di belakangnya'],
    [['import', 'applicants', `${there}x`, '--by', 'rina'], 2, `Berkas ${there}x tidak ditemukan.`],
    [['import', 'applicants', pem, '--by', 'rina'], 2, `npm run cli -- import certificates ${pem}`],
    [
      ['import', 'applicants', there, '--by', 'rina'],
      1,
      'baris 2 (Siti), kolom nik: NIK terdiri dari 16 angka, tetapi di sini ada 1.\nbaris 2 (Siti), kolom email: ',
    ],
    [
      ['import', 'applicants', there, '--by', 'rina'],
      1,
      `Tercatat pada ${office.person('Siti').name} (NIP ${mask(office.person('Siti').nip)}).`,
    ],
  ];
  for (const [args, code, output] of answers)
    expect(await cli(...args), args.join(' ')).toMatchObject({ code, output: expect.stringContaining(output) });
});

test('commands mean the database that .env in their folder names, as the service does', {
  timeout: LONG_MS,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'perbarui-env-'));
  const variables = {
    DATABASE_URL: office.databaseUrl,
    DATABASE_OWNER_URL: office.ownerUrl,
    ISSUER_DATABASE_URL: office.issuerUrl,
    SECRET_KEY: TEST_KEY.toString('base64'),
  };
  await writeFile(
    join(folder, '.env'),
    Object.entries(variables)
      .map(([name, value]) => `${name}="${value}"\n`)
      .join(''),
  );
  expect(await npmCli(folder, 'operator', 'add', 'tono', 'Tono')).toMatchObject({ code: 0 });
  expect(await office.sql`select name from operators where login = 'tono'`).toEqual([{ name: 'Tono' }]);
  expect(await readdir(folder)).toEqual(['.env']);
});

test('whose output is read by nobody any more ends without a trace', { timeout: LONG_MS }, async () => {
  expect(await unread('doctor', '--json')).toMatchObject({ errors: '' });
});
