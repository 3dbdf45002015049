import { randomUUID } from 'node:crypto';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check, Report } from './finding.ts';

export type Space = { readonly freeBytes: number; readonly allBytes: number };
type DiskCheckParts = {
  /** Each that the product writes to. */
  readonly folders: readonly string[];
  readonly space?: (folder: string) => Promise<Space>;
};
export const DISK_LIMIT_MS = 10_000;
const GIGABYTE = 1024 ** 3;
/** A day of mail with scanned letters, twice. */
const LOW_BYTES = 2 * GIGABYTE;
/** Postgres needs room for its log to stop in order. */
const FULL_BYTES = GIGABYTE / 2;

export function diskCheck({ folders, space = spaceOf }: DiskCheckParts): Check {
  return async (report) => {
    await Promise.all(folders.map((folder) => one(folder, space, report)));
  };
}

async function spaceOf(folder: string): Promise<Space> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, allBytes: blocks * bsize };
}

async function one(folder: string, space: (folder: string) => Promise<Space>, report: Report): Promise<void> {
  try {
    const { freeBytes, allBytes } = await space(folder);
    const code = freeBytes < FULL_BYTES ? 'disk-full' : freeBytes < LOW_BYTES ? 'disk-low' : 'disk-ok';
    report(code, { folder, free: freeBytes / GIGABYTE, all: allBytes / GIGABYTE });
  } catch (error) {
    return report('folder-missing', { folder, why: codeOf(error) });
  }
  const file = join(folder, `.doctor-${randomUUID()}`);
  await writeFile(file, '', { flag: 'wx' }).then(
    () => rm(file, { force: true }),
    (error) => report('folder-locked', { folder, why: codeOf(error) }),
  );
}

const codeOf = (error: unknown) => String((error as NodeJS.ErrnoException).code ?? 'unknown');
