import { Fault } from '../fault.ts';

/** What the command line answers to whoever typed something that it cannot carry out: a sentence that leads on. */

const ALL = 'Semua perintah: npm run cli -- --help';

/** Of the usage only what these words begin, under a sentence; all of it where they begin nothing. */
export function usageFor(words: readonly string[], usage: string): string {
  if (words.length === 0) return usage;
  const entries = usage.split(/\n(?= {2}\S)/).slice(1);
  const begun = (count: number) => {
    const beginning = `  ${words.slice(0, count).join(' ')}`;
    return entries.filter((entry) => entry === beginning || entry.startsWith(`${beginning} `));
  };
  const [two, one] = [begun(2), begun(1)];
  if (one.length === 0) return `Perintah “${words[0]}” tidak dikenal.\n${usage}`;
  const shown = two.length > 0 ? two : one;
  return [
    two.length > 0
      ? 'Perintah ini belum lengkap, atau ada yang keliru. Pemakaiannya:'
      : 'Perintah ini tidak dikenal. Yang ada:',
    ...shown.map((entry) => entry.trimEnd()),
    ALL,
  ].join('\n');
}

const FILE_TROUBLES: Readonly<Record<string, string>> = {
  ENOENT: 'tidak ditemukan. Periksa nama berkas dan foldernya.',
  ENOTDIR: 'tidak ditemukan. Periksa nama berkas dan foldernya.',
  EISDIR: 'sebenarnya folder. Berikan nama berkas di dalamnya.',
  EACCES: 'tidak dapat dibuka dengan hak pengguna ini. Periksa hak aksesnya.',
  EPERM: 'tidak dapat dibuka dengan hak pengguna ini. Periksa hak aksesnya.',
  EEXIST: 'sudah ada dan tidak ditimpa. Pilih nama lain.',
  ENOSPC: 'tidak dapat ditulis karena diska penuh.',
};

/** A file's trouble, by the code of the operating system. Undefined for what is no trouble of a file. */
function fileTroubleInWords(file: string, code: string | undefined): string | undefined {
  const words = code === undefined ? undefined : FILE_TROUBLES[code];
  return words && `${file} ${words}`;
}

const OPTION_TROUBLES: Readonly<Record<string, string>> = {
  ERR_PARSE_ARGS_UNKNOWN_OPTION: 'tidak dikenal',
  ERR_PARSE_ARGS_INVALID_OPTION_VALUE: 'memerlukan nilai di belakangnya, atau diberi nilai yang tidak diperlukannya',
};

/** `npm run cli` was told something that stops it before or while it works: why, and what to do. */
export function troubleInWords(error: unknown): string {
  const { code, path, message } = error as NodeJS.ErrnoException;
  const option = code === undefined ? undefined : OPTION_TROUBLES[code];
  if (option) return `Pilihan ${/--?[\w-]+/.exec(message)?.[0] ?? ''} ${option}. ${ALL}`;
  // A folder is opened like a file, and only the reading fails, which does not know the name any more.
  const file = fileTroubleInWords(path === undefined ? 'Berkas itu' : `Berkas ${path}`, code);
  if (file) return file;
  const detail = error instanceof Fault ? error.message.slice(error.code.length + 2) : undefined;
  const words = detail === undefined ? undefined : (CA_TROUBLES[detail] ?? givenInWords(detail));
  return words ?? `Perintah tidak dapat dijalankan: ${error instanceof Error ? error.message : String(error)}`;
}

/** A file that was given under the name of an option or a variable. */
function givenInWords(detail: string): string | undefined {
  const [, unread, code] = /^(\S+) cannot be read \((\w+)\)$/.exec(detail) ?? [];
  if (unread) return fileTroubleInWords(`Berkas yang diberikan dengan ${unread}`, code);
  const [, short, least] = /^(\S+) must hold (\d+) characters or more$/.exec(detail) ?? [];
  return short && `Kata sandi dalam berkas ${short} terlalu pendek: paling sedikit ${least} karakter.`;
}

/** The faults of the CA's folder that a wrong word on the command line brings about, by their details. */
const CA_TROUBLES: Readonly<Record<string, string>> = {
  'the root is not in that folder':
    'CA induk tidak ada di folder itu. Berikan folder tempat CA induk disimpan dengan --root-dir.',
  'a CA is there already: it is never overwritten':
    'CA sudah ada di CA_DIR dan tidak pernah ditimpa. Untuk memperpanjangnya: npm run cli -- ca renew',
  'this root did not sign the issuing CA':
    'CA induk di folder itu bukan CA induk dari CA penerbit ini. Periksa --root-dir.',
  'there is no CA in CA_DIR; make one or take one: ca init':
    'Belum ada CA di CA_DIR. Buat atau pakai CA yang ada: npm run cli -- ca init',
  '--key-type must be rsa-4096 or p-384': 'Pilihan --key-type hanya mengenal rsa-4096 dan p-384.',
  'CA_PASSPHRASE or CA_PASSPHRASE_FILE is missing':
    'Kata sandi CA belum diberikan. Isi CA_PASSPHRASE, atau CA_PASSPHRASE_FILE dengan nama berkas yang memuatnya.',
  'CA_PASSPHRASE is missing':
    'Kata sandi CA belum diberikan. Isi CA_PASSPHRASE, atau CA_PASSPHRASE_FILE dengan nama berkas yang memuatnya.',
};
