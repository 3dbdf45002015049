import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CHECKPOINT_FILE, type CheckpointFault, verifyCheckpoints } from '../../db/checkpoints.ts';
import { chains, verifyChain } from '../../db/journal.ts';
import type { Config } from '../config.ts';
import { print } from './command.ts';
import type { Tools } from './tools.ts';
import { misused } from './usage.ts';

/** The chains by themselves, and against what was signed of them; that also outside of the database, where the file is. */
export async function verifyJournal(
  [, , file]: readonly string[],
  { sql, keyring }: Pick<Tools, 'sql' | 'keyring'>,
  { dataDir }: Pick<Config, 'dataDir'>,
): Promise<number> {
  const names = await chains(sql);
  let broken = 0;
  for (const name of names) {
    const at = await verifyChain(sql, name);
    if (at === undefined) continue;
    broken++;
    print(`${name}: entri ${at} tidak cocok`);
  }
  print(`${names.length} rantai diperiksa, ${broken} rusak`);
  const { count, inFile, faults } = await verifyCheckpoints(sql, keyring, file ?? join(dataDir, CHECKPOINT_FILE));
  for (const fault of faults.slice(0, SHOWN)) print(faultInWords(fault));
  if (faults.length > SHOWN) print(`dan ${faults.length - SHOWN} lainnya`);
  print(
    `${count} titik periksa dibandingkan, ${inFile} di antaranya tercatat juga di luar basis data; ${faults.length} tidak cocok`,
  );
  if (faults.some(({ is }) => is === 'lost' || is === 'replaced')) print(RESTORED);
  return broken + faults.length === 0 ? 0 : 1;
}

/** Whoever has thousands of them does not want to read each. */
const SHOWN = 50;

function faultInWords(fault: CheckpointFault): string {
  const { number } = fault;
  switch (fault.is) {
    case 'forged':
      return `titik periksa ${number}: isinya bukan yang pernah ditandatangani`;
    case 'rewritten':
      return `${fault.chain}: entri ${fault.entry} bukan lagi yang tercatat pada titik periksa ${number}, atau sudah tidak ada`;
    case 'lost':
      return `titik periksa ${number} ada di ${CHECKPOINT_FILE}, tetapi tidak di basis data`;
    case 'replaced':
      return `titik periksa ${number} di ${CHECKPOINT_FILE} berbeda dari yang di basis data`;
  }
}

const RESTORED = `Basis data lebih tua dari berkas itu, atau catatannya diubah. Bila basis data memang baru dipulihkan dari cadangan,
simpan ${CHECKPOINT_FILE} di tempat lain: layanan memulai yang baru. Bila tidak, carilah siapa yang mengubahnya.`;

const EXPORT_ROWS = 1_000;

export async function exportJournal(words: readonly string[], { sql }: Tools): Promise<number> {
  const path = words[2];
  if (!path) return misused(words);
  let count = 0;
  await writeFile(path, '', { flag: 'wx' });
  for await (const rows of sql`select * from journal order by chain, number`.cursor(EXPORT_ROWS)) {
    await writeFile(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''), { flag: 'a' });
    count += rows.length;
  }
  print(`${count} entri disalin ke ${path}`);
  return 0;
}
