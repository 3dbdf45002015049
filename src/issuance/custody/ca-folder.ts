import { createHash, randomUUID } from 'node:crypto';
import { access, chmod, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../fault.ts';

/** What lies in a CA's folder, and in that of its root. Certificates are for everybody, keys for this user alone. */
export const FILES = {
  root: 'root.pem',
  rootKey: 'root.key.pem',
  /** Beside the root: each issuing CA that it made, the newest last, also those whose folder was lost since. */
  made: 'made.pem',
  /** Between the issuing CA and the root, from below; only where there are any. */
  intermediates: 'intermediates.pem',
  issuing: 'issuing.pem',
  issuingKey: 'issuing.key.pem',
  /** Made for an outside root, until its certificate is there. */
  request: 'issuing.csr.pem',
  requestedKey: 'requested.key.pem',
} as const;

/** Where the root lies unless it is told: beside the issuing CA, so that it can be carried away as a whole. */
export const rootFolderOf = (dir: string): string => `${dir.replace(/\/+$/, '')}-root`;

/** One for all CAs of the office, beside the first. */
export const signerJournalIn = (dir: string): string => join(dir, 'signer-journal.jsonl');

/**
 * Where each CA of this office lies, from the first one to the one that signs now. A successor with a new key stands in a
 * folder of its own inside that of the first, so that no file of those before is ever touched.
 */
export async function foldersOf(dir: string): Promise<string[]> {
  const folders = [dir];
  for (let next = successorOf(dir, 1); await has(next, FILES.issuing); next = successorOf(dir, folders.length))
    folders.push(next);
  return folders;
}

/** Of the one that comes after so many; `g2` after the first. */
export const successorOf = (dir: string, count: number): string => join(dir, `g${count + 1}`);

/** Undefined for a file that is not there. Throws Fault('custody') for one that cannot be read. */
export async function readFileOf(dir: string, name: string): Promise<string | undefined> {
  try {
    return await readFile(join(dir, name), 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Fault('custody', `${name} cannot be read (${(cause as NodeJS.ErrnoException).code})`, { cause });
  }
}

export async function readNeeded(dir: string, name: string): Promise<string> {
  const text = await readFileOf(dir, name);
  if (text === undefined) throw new Fault('custody', `${name} is not there`);
  return text;
}

/** Throws Fault('custody') where that cannot be said: a CA that cannot be seen is none that is missing. */
export const has = (dir: string, name: string): Promise<boolean> =>
  access(join(dir, name)).then(
    () => true,
    (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return false;
      throw new Fault('custody', `${name} cannot be read (${cause.code})`, { cause });
    },
  );

/**
 * Writes files for this user alone, each whole and on the disk before it has its name. The last one is the mark of all of
 * them: it is never overwritten, and where it is, the others are. Throws Fault('custody') if it is there already.
 */
export async function writeOnce(dir: string, files: readonly (readonly [name: string, text: string])[]): Promise<void> {
  const mark = files.at(-1)![0];
  if (await has(dir, mark)) throw new Fault('custody', `${mark} is there already: a CA is never overwritten`);
  const stage = join(dir, `.${randomUUID()}`);
  try {
    await mkdir(stage, { recursive: true, mode: 0o700 });
    await chmod(dir, 0o700);
    for (const [name, text] of files) await writeSynced(join(stage, name), text);
    for (const [name] of files) {
      if (name.endsWith(KEY)) await putAside(dir, name);
      await rename(join(stage, name), join(dir, name));
    }
  } catch (cause) {
    throw new Fault('custody', `the folder of the CA cannot be written (${(cause as NodeJS.ErrnoException).code})`, {
      cause,
    });
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

const KEY = '.key.pem';

/** A key whose certificate was lost may be the only one that can revoke what it signed: it makes way and stays. */
async function putAside(dir: string, name: string): Promise<void> {
  const before = await readFileOf(dir, name);
  if (before === undefined) return;
  const print = createHash('sha256').update(before).digest('hex').slice(0, 16);
  await rename(join(dir, name), join(dir, `${name.slice(0, -KEY.length)}-${print}${KEY}`));
}

/** Puts it behind what the file holds. Throws Fault('custody') where nothing can be written. */
export async function addTo(dir: string, name: string, text: string): Promise<void> {
  const before = (await readFileOf(dir, name)) ?? '';
  const stage = join(dir, `.${randomUUID()}`);
  try {
    await writeSynced(stage, before + text);
    await rename(stage, join(dir, name));
  } catch (cause) {
    await rm(stage, { force: true });
    const why = (cause as NodeJS.ErrnoException).code;
    throw new Fault('custody', `the folder of the root cannot be written (${why}), and it keeps what it made`, {
      cause,
    });
  }
}

/** A newer certificate of the same CA in place of the one before, which is kept under `kept`. */
export async function replaceFile(dir: string, name: string, text: string, kept: string): Promise<void> {
  const before = await readFileOf(dir, name);
  if (before === text) return;
  const stage = join(dir, `.${randomUUID()}`);
  if (before !== undefined) await writeSynced(join(dir, kept), before);
  await writeSynced(stage, text);
  await rename(stage, join(dir, name));
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What others than this user could read or write of the keys: names of files, and `.` for the folder. */
export async function exposed(dir: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of ['.', FILES.issuingKey, FILES.rootKey, FILES.requestedKey]) {
    const { mode } = await stat(join(dir, name)).catch(() => ({ mode: 0 }));
    // Whoever may write into the folder may put another key into the place of this one.
    if ((mode & (name === '.' ? 0o022 : 0o077)) !== 0) found.push(name);
  }
  return found;
}
