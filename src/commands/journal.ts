import { writeFile } from 'node:fs/promises';
import { chains, verifyChain } from '../../db/journal.ts';
import { print } from './command.ts';
import type { Tools } from './tools.ts';
import { misused } from './usage.ts';

export async function verifyJournal(_: readonly string[], { sql }: Tools): Promise<number> {
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
