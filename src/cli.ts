import { open, readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { blockKeys, certifiedAndBlocked } from '../db/blocked-keys.ts';
import { chains, verifyChain } from '../db/journal.ts';
import { createOperator, readablePassword } from '../db/operators.ts';
import { nipByEmail } from '../db/people.ts';
import { CA_COMMANDS, CA_OPTIONS, type CaOptions } from './compose/ca.ts';
import { troubleInWords, usageFor } from './compose/command-words.ts';
import { openDoctor } from './compose/doctor.ts';
import { passphraseOf } from './compose/passphrase.ts';
import { reconcileJournal } from './compose/reconciling.ts';
import { revokeBySerial } from './compose/revoking.ts';
import type { StandingInParts } from './compose/standing-in.ts';
import { openTools, type Tools } from './compose/tools.ts';
import { type Config, ConfigFault, readConfig } from './config.ts';
import { asJson, isSound } from './doctor/doctor.ts';
import { partInWords } from './doctor/words.ts';
import { importApplicants, importCertificates, textOf } from './import/csv.ts';
import type { Enter, ImportReport } from './import/enter.ts';
import { importPem } from './import/pem.ts';
import type { RevocationReason } from './issuance/issuer.ts';
import { type BlockedKeyFault, readBlockedKeys } from './issuance/request/blocked-keys.ts';
import { REASON_CODES } from './issuance/status/crl.ts';
import { createKeyring } from './seal.ts';
import { importFaultInWords } from './web/console/import-words.ts';
import { againInWords } from './web/console/message-words.ts';

const USAGE = `Pemakaian: npm run cli -- PERINTAH

  import applicants BERKAS.csv          pemohon: nik,nip,nama,email,telepon,jabatan,instansi,unit_kerja,kota,provinsi
  import certificates BERKAS.csv|.pem   sertifikat: nip,serial,berlaku_sampai,status; atau PEM
  import blocked-keys BERKAS            kunci yang pernah bocor, satu per baris: SHA-256 dari SubjectPublicKeyInfo (heksadesimal
                                        atau base64), atau sidik jari openssl-blacklist; juga YAML Boulder dan PEM. Tidak ada
                                        daftar bawaan: paket openssl-blacklist tersimpan di snapshot.debian.org, YAML Boulder
                                        pada CA yang memakainya, dan sidik jari lain pada pemberitahuan CA atau kunci sendiri
  operator add NAMA_MASUK "NAMA"        operator baru; kata sandi pertama ditampilkan sekali
  ca init [--key-type rsa-4096|p-384] [--root-dir FOLDER] [--root-passphrase-file BERKAS] [--organisation NAMA]
                                        membuat CA induk di FOLDER (CA_DIR-root) dan CA penerbit di CA_DIR
  ca init --import SERTIFIKAT.pem [--chain RANTAI.pem] [--key KUNCI.pem] [--key-passphrase-file BERKAS]
                                        memakai CA penerbit yang sudah ada
  ca request [--new-key] [--key-type rsa-4096|p-384] [--organisation NAMA]
                                        membuat permintaan sertifikat CA untuk CA induk di luar
  ca renew [--root-dir FOLDER] [--root-passphrase-file BERKAS] [--renew-root]
  ca renew --import SERTIFIKAT.pem [--chain RANTAI.pem]
                                        memperpanjang sertifikat CA penerbit (dan CA induk), dengan kunci yang sama
  ca renew --new-key [--key-type rsa-4096|p-384] [--root-dir FOLDER] [--root-passphrase-file BERKAS]
  ca renew --new-key --import SERTIFIKAT.pem [--chain RANTAI.pem]
                                        CA penerbit baru dengan kunci baru; yang lama tetap melayani sertifikatnya
  ca reconcile [--apply]                membandingkan jurnal penanda tangan dengan basis data; --apply menyamakannya
  ca revoke NOMOR_SERI --reason ALASAN --by "NAMA OPERATOR"
                                        mencabut sertifikat yang hanya diketahui nomornya; ALASAN: keyCompromise,
                                        affiliationChanged, superseded, atau cessationOfOperation
  journal verify                        memeriksa semua rantai catatan
  journal export BERKAS                 menyalin catatan, satu baris JSON per entri
  process-again NOMOR_PESAN|--all       memproses ulang pesan yang tersimpan dengan gangguan
  doctor [--json]                       mencoba setiap bagian sungguh-sungguh; menyebut apa yang perlu diperbaiki
  scan                                  siapa yang mendekati akhir masa berlaku sertifikatnya
`;

const print = (text: string) => process.stdout.write(`${text}\n`);
const clock = () => new Date();

type Command = (args: readonly string[], tools: Tools, config: Config, options: Options) => Promise<number>;

const COMMANDS: Readonly<Record<string, Command>> = {
  'import applicants': importFile,
  'import certificates': importFile,
  'import blocked-keys': importBlockedKeys,
  'operator add': addOperator,
  'process-again': processAgain,
  'ca reconcile': asSigner,
  'ca revoke': asSigner,
  'journal verify': verifyJournal,
  'journal export': exportJournal,
  scan: async (_, { sql }, config) => {
    const until = new Date(clock().getTime() + config.renewalWindowDays * 86_400_000);
    const [row] =
      await sql`select count(*)::int as count from certificates where successor is null and state = 'valid' and not_after between now() and ${until}`;
    print(
      `${row!.count} sertifikat berakhir dalam ${config.renewalWindowDays} hari. Pemberitahuan dikirim oleh layanan yang berjalan (NOTICES=${config.notices}).`,
    );
    return 0;
  },
};

/** Fails as long as one of them stays as it is. */
async function processAgain([, which]: readonly string[], { again }: Tools): Promise<number> {
  if (which === undefined || (which !== ALL && !isMessageId(which))) return failed(usageFor(['process-again'], USAGE));
  const results = which === ALL ? await again.all() : [{ message: which, outcome: await again.one(which) }];
  for (const { message, outcome } of results) print(`${message}: ${againInWords(outcome)}`);
  const done = results.filter(({ outcome }) => 'done' in outcome || 'duplicate' in outcome).length;
  if (which === ALL) print(`${results.length} pesan dicoba, ${done} selesai, ${results.length - done} tetap tersimpan`);
  return done === results.length ? 0 : 1;
}

const ALL = '--all';
const isMessageId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

async function importFile(words: readonly string[], { desk, sql, keyring }: Tools): Promise<number> {
  const [, kind, path] = words;
  if (!path) return failed(usageFor(words, USAGE));
  const [operator] = await sql`select id, name from operators order by at limit 1`;
  if (!operator) return failed('Belum ada operator: npm run cli -- operator add NAMA_MASUK "NAMA"');
  const text = textOf(await readFile(path));
  const enter: Enter = (acts) =>
    desk.receive(acts.map((act) => ({ enter: 'operator', operator: { id: operator.id, name: operator.name }, act })));
  const pem = text.includes('-----BEGIN CERTIFICATE-----');
  const report = await (kind === 'applicants'
    ? importApplicants(text, enter)
    : pem
      ? importPem(text, enter, (email) => nipByEmail(sql, keyring, email, clock()))
      : importCertificates(text, enter));
  return reported(report);
}

const BLOCKED_BATCH = 5_000;
/** Whoever gives the wrong file does not want to read it again. */
const SHOWN_LINES = 50;

/** Good lines are kept, whatever the others are. Millions of them pass through line by line. */
async function importBlockedKeys(words: readonly string[], { sql }: Tools): Promise<number> {
  const path = words[2];
  if (!path) return failed(usageFor(words, USAGE));
  const file = await open(path);
  let [added, good, bad] = [0, 0, 0];
  let batch: string[] = [];
  const write = async () => {
    added += await blockKeys(sql, batch, clock());
    batch = [];
  };
  for await (const found of readBlockedKeys(file.readLines())) {
    if ('why' in found) {
      if (++bad <= SHOWN_LINES) print(`baris ${found.line}: ${BLOCKED_KEY_FAULTS[found.why]}`);
      continue;
    }
    good++;
    batch.push(found.fingerprint);
    if (batch.length === BLOCKED_BATCH) await write();
  }
  await write();
  if (bad > SHOWN_LINES) print(`dan ${bad - SHOWN_LINES} baris lain`);
  print(`${added} kunci baru dalam daftar, ${good - added} sudah tercatat, ${bad} baris ditolak`);
  for (const serial of await certifiedAndBlocked(sql, clock()))
    print(`!! Sertifikat ${serial} masih berlaku dan kuncinya ada dalam daftar: cabut dengan alasan kunci bocor.`);
  return bad > 0 ? 1 : 0;
}

const BLOCKED_KEY_FAULTS: Readonly<Record<BlockedKeyFault, string>> = {
  'not-a-fingerprint': 'bukan sidik jari kunci (64 atau 20 angka heksadesimal, atau 44 karakter base64)',
  'not-a-key': 'blok PEM rusak atau tidak memuat kunci publik',
  'cut-off': 'blok PEM tidak memiliki akhir',
};

function reported({ rows, fault, field }: ImportReport): number {
  if (fault)
    return failed(`Berkas tidak dapat dipakai, dan tidak ada yang disimpan. ${importFaultInWords(fault, field)}`);
  for (const row of rows)
    if (row.result === 'refused')
      print(`baris ${row.line}${row.field ? `, kolom ${row.field}` : ''}: ${importFaultInWords(row.why!, row.field)}`);
  const count = (result: string) => rows.filter((row) => row.result === result).length;
  print(`${count('done')} baru, ${count('known')} sudah tercatat, ${count('refused')} ditolak`);
  return count('refused') > 0 ? 1 : 0;
}

async function addOperator(words: readonly string[], { sql }: Tools): Promise<number> {
  const [, , login, name] = words;
  if (!login || !name) return failed(usageFor(words, USAGE));
  const password = readablePassword();
  const id = await createOperator(sql, { login, name, password, mustChange: true });
  if (!id) return failed(`Nama masuk ${login} sudah dipakai.`);
  print(`Operator ${name}: nama masuk ${login.toLowerCase()}, kata sandi pertama ${password} (diganti saat masuk)`);
  return 0;
}

/** What is done in the signer's place: it needs his role, and no other. */
async function asSigner(
  words: readonly string[],
  { issuerUrl, keyring }: Pick<Tools, 'issuerUrl' | 'keyring'>,
  config: Config,
  { apply, reason, by }: Options,
): Promise<number> {
  if (!issuerUrl) return failed('ISSUER_DATABASE_URL belum diisi: perintah ini bekerja sebagai penanda tangan.');
  const passphrase = await passphraseOf(config);
  const parts: StandingInParts = { issuerUrl, keyring, clock, caDir: config.caDir, passphrase, print };
  if (words[1] === 'reconcile') return (await reconcileJournal({ ...parts, apply: apply === true })) ? 0 : 1;
  const serial = words[2];
  if (serial === undefined || !isReason(reason) || !by?.trim()) return failed(usageFor(words, USAGE));
  return (await revokeBySerial({ ...parts, serial, reason, by: by.trim() })) ? 0 : 1;
}

const isReason = (text: string | undefined): text is RevocationReason =>
  text !== undefined && Object.hasOwn(REASON_CODES, text);

async function verifyJournal(_: readonly string[], { sql }: Tools): Promise<number> {
  const names = await chains(sql);
  let broken = 0;
  for (const name of names) {
    const at = await verifyChain(sql, name);
    if (at === undefined) continue;
    broken++;
    print(`${name}: entri ${at} tidak cocok`);
  }
  print(`${names.length} rantai diperiksa, ${broken} rusak`);
  return broken === 0 ? 0 : 1;
}

const EXPORT_ROWS = 1_000;

async function exportJournal(words: readonly string[], { sql }: Tools): Promise<number> {
  const path = words[2];
  if (!path) return failed(usageFor(words, USAGE));
  let count = 0;
  await writeFile(path, '', { flag: 'wx' });
  for await (const rows of sql`select * from journal order by chain, number`.cursor(EXPORT_ROWS)) {
    await writeFile(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''), { flag: 'a' });
    count += rows.length;
  }
  print(`${count} entri disalin ke ${path}`);
  return 0;
}

function failed(why: string): number {
  process.stderr.write(`${why}\n`);
  return 2;
}

/** What is wrong with the configuration itself is told to programs in their form, too. */
function configFor(json: boolean): Config | undefined {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!json || !(error instanceof ConfigFault)) throw error;
    print(JSON.stringify({ ok: false, configuration: error.faults }, null, 2));
    return undefined;
  }
}

/** Opens no tools: what they need may be the very thing that is wrong. 0 when nothing is wrong; warnings are allowed. */
async function examine(json: boolean): Promise<number> {
  const config = configFor(json);
  if (!config) return 2;
  const { doctor, close } = await openDoctor(config, clock);
  const shown = new Set<string>();
  try {
    const begun = await doctor.examine((examination) => {
      for (const { part, done, findings } of json ? [] : examination.parts) {
        if (!done || shown.has(part)) continue;
        shown.add(part);
        print(partInWords(part, findings, config.timeZone));
      }
    });
    if (begun === 'busy') return failed('Pemeriksaan lain sedang berjalan. Tunggu sebentar, lalu ulangi.');
    const examination = await begun.done;
    if (json) print(JSON.stringify(asJson(examination, config.timeZone), null, 2));
    else
      print(isSound(examination) ? '\nTidak ada yang perlu diperbaiki.' : '\nAda yang perlu diperbaiki (bertanda !!).');
    return isSound(examination) ? 0 : 1;
  } finally {
    await close();
  }
}

/** What concerns the CA's folder alone; see compose/ca.ts. */
async function keepCa(command: string, options: CaOptions): Promise<number> {
  const spoken = await CA_COMMANDS[command]!(readConfig(process.env), options, clock());
  if (spoken.failed) return failed(spoken.lines.join('\n'));
  for (const line of spoken.lines) print(line);
  return 0;
}

/** With the configuration of a process that only signs there are no commands but those in his place. */
async function alone(words: readonly string[], config: Config, issuerUrl: string, options: Options): Promise<number> {
  if (COMMANDS[words.slice(0, 2).join(' ')] !== asSigner)
    return failed('Perintah ini memerlukan konfigurasi layanan; di sini hanya penanda tangan (ROLES=issuer).');
  const keyring = createKeyring(config.secretKey!, [...config.oldSecretKeys]);
  return asSigner(words, { issuerUrl, keyring }, config, options);
}

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  all: { type: 'boolean' },
  json: { type: 'boolean' },
  apply: { type: 'boolean' },
  reason: { type: 'string' },
  by: { type: 'string' },
} as const;
type Options = { readonly apply?: boolean; readonly reason?: string; readonly by?: string };

async function run(): Promise<number> {
  const { positionals: words, values } = parseArgs({
    allowPositionals: true,
    options: { ...OPTIONS, ...CA_OPTIONS },
  });
  if (values.help || words[0] === 'help') {
    print(USAGE);
    return 0;
  }
  if (words[0] === 'ca' && words.length === 2 && words[1]! in CA_COMMANDS) return keepCa(words[1]!, values);
  if (words[0] === 'doctor' && words.length === 1) return examine(values.json === true);
  const positionals = [...words, ...(values.all ? [ALL] : [])];
  const command = COMMANDS[positionals.slice(0, 2).join(' ')] ?? COMMANDS[positionals[0] ?? ''];
  if (!command) return failed(usageFor(words, USAGE));
  const config = readConfig(process.env);
  if (config.signer) return alone(positionals, config, config.signer.url, values);
  const tools = await openTools(config, clock);
  try {
    return await command(positionals, tools, config, values);
  } finally {
    await tools.close();
  }
}

/** Whoever reads along may have seen enough (`| head`): nothing is wrong then, and nobody is left to be told. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  process.exitCode = await run();
} catch (error) {
  process.exitCode = failed(
    error instanceof ConfigFault
      ? `Perintah tidak dapat dijalankan: ${error.faults.map(({ variable, why }) => `${variable} ${why}`).join('\n')}`
      : troubleInWords(error),
  );
}
