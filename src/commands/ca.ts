import { readFile } from 'node:fs/promises';
import { passphraseOf, readPassphrase } from '../compose/passphrase.ts';
import { AUTHORITY_NAMES } from '../compose/signer.ts';
import type { Config } from '../config.ts';
import { date } from '../conversation/format.ts';
import { Fault } from '../fault.ts';
import { type Adoption, adoptAuthority, adoptRenewal, requestAuthority } from '../issuance/custody/adopt.ts';
import { foldersOf, rootFolderOf } from '../issuance/custody/ca-folder.ts';
import { type AuthorityFiles, hasAuthority } from '../issuance/custody/custody.ts';
import { initAuthority, renewAuthority } from '../issuance/custody/establish.ts';
import { succeedAuthority, successionOf } from '../issuance/custody/succeed.ts';
import type { SignatureKind } from '../issuance/signature/signing.ts';
import { keptSecrets } from '../sandbox/embedded.ts';
import { adoptionInWords } from './ca-words.ts';

/** What may be said beside `ca init`, `ca request` and `ca renew`. Secrets come from files and variables, never from here. */
export const CA_OPTIONS = {
  'key-type': { type: 'string' },
  organisation: { type: 'string' },
  'root-dir': { type: 'string' },
  'root-passphrase-file': { type: 'string' },
  'renew-root': { type: 'boolean' },
  'new-key': { type: 'boolean' },
  import: { type: 'string' },
  chain: { type: 'string' },
  key: { type: 'string' },
  'key-passphrase-file': { type: 'string' },
} as const;
export type CaOptions = {
  readonly [name in keyof typeof CA_OPTIONS]?: (name extends 'renew-root' | 'new-key' ? boolean : string) | undefined;
};

/** What the command says to whoever typed it, line by line; `failed` where nothing was done. */
type Spoken = { readonly failed: boolean; readonly lines: readonly string[] };
const done = (...lines: string[]): Spoken => ({ failed: false, lines });
const failed = (...lines: string[]): Spoken => ({ failed: true, lines });

type CaCommand = (config: Config, options: CaOptions, now: Date) => Promise<Spoken>;

/**
 * Commands about the CA's folder. They open no database, so that the root can be made and used on a machine without a
 * network. Throw Fault('custody') and Fault('config').
 */
export const CA_COMMANDS: Readonly<Record<string, CaCommand>> = { init, request, renew };

async function init(config: Config, options: CaOptions, now: Date): Promise<Spoken> {
  if (options.import) return adopt(config, options, now);
  const { caDir: dir } = config;
  if (await hasAuthority(dir)) return failed(`Di ${dir} sudah ada CA; CA tidak pernah ditimpa.`);
  const rootDir = options['root-dir'] ?? rootFolderOf(dir);
  const names = namesOf(config, options);
  const [passphrase, rootPassphrase] = [await ownPassphrase(config), await rootPassphraseOf(options)];
  const authority = await initAuthority({
    dir,
    rootDir,
    passphrase,
    rootPassphrase,
    names,
    now,
    kind: kindOf(options),
  });
  return done(
    `CA dibuat di ${dir} atas nama ${names.organisation}, berlaku sampai ${day(authority.notAfter, config)}.`,
    `CA induk ada di ${rootDir}. Layanan tidak membutuhkannya: pindahkan folder itu ke media lepas, simpan terkunci di tempat lain bersama salinannya, lalu hapus dari komputer ini.`,
    `Buat juga cadangan ${dir}. ${wherePassphrase(config)}`,
  );
}

const wherePassphrase = ({ caPassphrase, caPassphraseFile, dataDir }: Config): string =>
  caPassphrase === undefined && caPassphraseFile === undefined
    ? `Kata sandinya dibuat sendiri dan ada di ${dataDir}/secrets.json; untuk penggunaan sungguhan tentukan CA_PASSPHRASE.`
    : 'Kata sandinya tidak ada di folder itu; tanpa kata sandi, kuncinya tidak dapat dipakai lagi.';

/** Takes a CA that the office has already. */
async function adopt(config: Config, options: CaOptions, now: Date): Promise<Spoken> {
  const brought = await broughtBy(config, options, now);
  const adoption = await adoptAuthority({ dir: config.caDir, ...brought });
  return told(adoption, config, ({ notAfter }) => [
    `CA diambil ke ${config.caDir} dan berlaku sampai ${day(notAfter, config)}. Kuncinya kini dikunci dengan CA_PASSPHRASE.`,
    'Simpan berkas asalnya di tempat terkunci; layanan ini tidak memakainya lagi.',
  ]);
}

async function broughtBy(config: Config, options: CaOptions, now: Date) {
  const keyPassphrase = await passphraseIn(options, 'key-passphrase-file');
  const [certificate, chain, key] = await Promise.all([
    fileOf(options, 'import'),
    fileOf(options, 'chain'),
    fileOf(options, 'key'),
  ]);
  return { certificate: certificate!, chain, key, keyPassphrase, passphrase: await ownPassphrase(config), now };
}

async function request(config: Config, options: CaOptions): Promise<Spoken> {
  const exists = await hasAuthority(config.caDir);
  if (options['new-key'] && !exists) return failed(NONE_YET(config));
  const passphrase = await ownPassphrase(config);
  const first = { dir: config.caDir, passphrase, names: namesOf(config, options) };
  const { dir, names } = options['new-key']
    ? await successionOf(first)
    : { ...first, dir: await signingFolder(config) };
  const path = await requestAuthority({ dir, passphrase, names, kind: kindOf(options) });
  const next = exists ? `ca renew${options['new-key'] ? ' --new-key' : ''}` : 'ca init';
  return done(
    `Permintaan sertifikat ada di ${path}. Serahkan berkas itu kepada CA induk Anda; kuncinya tetap di ${dir}.`,
    `Setelah sertifikatnya kembali: npm run cli -- ${next} --import SERTIFIKAT.pem --chain RANTAI.pem`,
  );
}

async function renew(config: Config, options: CaOptions, now: Date): Promise<Spoken> {
  if (!(await hasAuthority(config.caDir))) return failed(NONE_YET(config));
  if (options['new-key']) return succeed(config, options, now);
  const dir = await signingFolder(config);
  const restart = 'Mulai ulang proses dengan peran issuer supaya sertifikat CA yang baru dipakai.';
  if (options.import) {
    const [certificate, chain] = await Promise.all([fileOf(options, 'import'), fileOf(options, 'chain')]);
    const adoption = await adoptRenewal({ dir, certificate: certificate!, chain, now });
    return told(adoption, config, ({ notAfter }) => [
      `Sertifikat CA diganti; berlaku sampai ${day(notAfter, config)}.`,
      restart,
    ]);
  }
  const rootDir = options['root-dir'] ?? rootFolderOf(config.caDir);
  const rootPassphrase = (await rootPassphraseOf(options)) ?? (await ownPassphrase(config));
  const withRoot = options['renew-root'] === true;
  const { notAfter } = await renewAuthority({ dir, rootDir, rootPassphrase, withRoot, now });
  const shared = 'Bagikan root.cer yang baru (alamat /ca/root.cer) kepada semua yang mempercayai CA induk ini.';
  return done(
    `CA induk menandatangani sertifikat CA yang baru dengan kunci yang sama; berlaku sampai ${day(notAfter, config)}.`,
    restart,
    ...(withRoot ? [shared] : []),
    `Kembalikan ${rootDir} ke tempat penyimpanannya.`,
  );
}

/** A CA with a new key, which signs from the next start on; the one before it goes on for what it has issued. */
async function succeed(config: Config, options: CaOptions, now: Date): Promise<Spoken> {
  const passphrase = await ownPassphrase(config);
  const first = { dir: config.caDir, passphrase, names: namesOf(config, options) };
  if (options.import) {
    const brought = await broughtBy(config, options, now);
    const { dir, family } = await successionOf(first);
    const adoption = await adoptAuthority({ ...brought, dir, earlier: [family.signing, ...family.retired] });
    return told(adoption, config, (authority) => succeeded(authority, config));
  }
  const rootDir = options['root-dir'] ?? rootFolderOf(config.caDir);
  const rootPassphrase = await rootPassphraseOf(options);
  const authority = await succeedAuthority({ ...first, rootDir, rootPassphrase, now, kind: kindOf(options) });
  return done(...succeeded(authority, config), `Kembalikan ${rootDir} ke tempat penyimpanannya.`);
}

const succeeded = ({ notAfter }: AuthorityFiles, config: Config): string[] => [
  `CA penerbit baru dengan kunci baru dibuat di dalam ${config.caDir}; berlaku sampai ${day(notAfter, config)}.`,
  'Mulai ulang proses dengan peran issuer: sejak itu CA baru yang menandatangani sertifikat.',
  `CA yang lama tidak menerbitkan lagi, tetapi tetap menandatangani daftar pencabutan dan jawaban OCSP untuk sertifikatnya sampai semuanya berakhir. Jangan hapus apa pun dari ${config.caDir}.`,
  `Buat cadangan ${config.caDir} yang baru. ${wherePassphrase(config)}`,
];

const NONE_YET = ({ caDir }: Config): string => `Di ${caDir} belum ada CA. Buat dahulu: npm run cli -- ca init`;

const namesOf = (config: Config, options: CaOptions) => ({
  organisation: options.organisation ?? config.agency.name,
  ...AUTHORITY_NAMES,
});

/** Of the CA that signs now; the first one's where there is none yet. */
const signingFolder = async ({ caDir }: Config): Promise<string> => (await foldersOf(caDir)).at(-1)!;

function told(adoption: Adoption, config: Config, lines: (authority: AuthorityFiles) => string[]): Spoken {
  if (adoption.ok) return done(...lines(adoption.authority));
  return failed(adoptionInWords(adoption, config.caDir), 'Tidak ada yang ditulis.');
}

const day = (at: Date, { timeZone }: Config) => date(at, { language: 'id', timeZone });

function kindOf({ 'key-type': given }: CaOptions): SignatureKind | undefined {
  if (given === undefined || given === 'rsa-4096' || given === 'p-384') return given;
  throw new Fault('config', '--key-type must be rsa-4096 or p-384');
}

/** Where none is configured, the one that the first start made and keeps; production always has its own. */
async function ownPassphrase(config: Config): Promise<string> {
  const given = await passphraseOf(config);
  if (given !== undefined) return given;
  if (config.production || config.signer) throw new Fault('config', 'CA_PASSPHRASE or CA_PASSPHRASE_FILE is missing');
  return (await keptSecrets(config.dataDir)).caPassphrase;
}

const rootPassphraseOf = (options: CaOptions) => passphraseIn(options, 'root-passphrase-file');

async function passphraseIn(options: CaOptions, name: 'root-passphrase-file' | 'key-passphrase-file') {
  const path = options[name];
  // What an office's key was locked with may be shorter than ours would be.
  return path === undefined
    ? undefined
    : readPassphrase(path, `--${name}`, name === 'key-passphrase-file' ? 1 : undefined);
}

async function fileOf(options: CaOptions, name: 'import' | 'chain' | 'key'): Promise<Uint8Array | undefined> {
  const path = options[name];
  if (path === undefined) return undefined;
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new Fault('config', `--${name} cannot be read (${error.code})`);
  });
}
