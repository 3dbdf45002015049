import { open } from 'node:fs/promises';
import { blockKeys, certifiedAndBlocked } from '../../db/blocked-keys.ts';
import { type BlockedKeyFault, readBlockedKeys } from '../issuance/request/blocked-keys.ts';
import { clock, print } from './command.ts';
import type { Tools } from './tools.ts';
import { misused } from './usage.ts';

const BLOCKED_BATCH = 5_000;
/** Whoever gives the wrong file does not want to read it again. */
const SHOWN_LINES = 50;

/** Good lines are kept, whatever the others are. Millions of them pass through line by line. */
export async function importBlockedKeys(words: readonly string[], { sql }: Tools): Promise<number> {
  const path = words[2];
  if (!path) return misused(words);
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
