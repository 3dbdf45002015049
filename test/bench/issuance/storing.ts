import { join } from 'node:path';
import { connect } from '../../../db/connect.ts';
import { createIssuanceStorage } from '../../../db/issuance.ts';
import { createRequestReader } from '../../../src/issuance/csr.ts';
import type { Authority } from '../../../src/issuance/custody.ts';
import { createLocalIssuer, type LocalIssuer } from '../../../src/issuance/local.ts';
import { createAgreement } from '../../../src/issuance/reconcile.ts';
import type { Keyring } from '../../../src/seal.ts';
import { approvedRenewal, keepApproved } from '../../issuance/approved.ts';
import { type Ground, layGround, type OpenDatabase } from '../ground.ts';
import { rsaKeys } from './keys.ts';
import { clock, IMPORTED, profile, withAuthority } from './office.ts';
import { opensslSigns } from './others.ts';

const REQUESTS = 4_000;
const SINGLY = 400;
/** Of the first ones: the engine is warm then. */
const WARM = 500;
/** What the signer takes from the rows in one round. */
const TOGETHER = 500;
/** As a prefilled letter of one page is. */
const LETTER = Buffer.alloc(24 * 1024, 'a letter ');
/** Rows of one seeding statement. */
const SLICE = 200;

/**
 * The issuer's whole path, with everything stored: approved requests are read and their approval is worked out again, the
 * intents are committed, the journal is synced, certificates are signed, compared and stored. RSA 2048 keys on both sides,
 * Postgres on the same machine, which syncs to the disk.
 */
export async function storing(print: (line: string) => void): Promise<void> {
  const ids: string[] = [];
  const ground = await layGround(async (database, keyring) => void ids.push(...(await seed(database, keyring))));
  try {
    await withAuthority(IMPORTED, async (authority, dir) => {
      const limits = [await opensslSigns(IMPORTED)];
      const singly = await measured(ground, authority, join(dir, 'singly'), ids.slice(0, WARM + SINGLY), 1);
      limits.push(await opensslSigns(IMPORTED));
      const together = await measured(ground, authority, join(dir, 'together'), ids, TOGETHER);
      limits.push(await opensslSigns(IMPORTED));
      const limit = limits.reduce((sum, each) => sum + each) / limits.length;
      const of = (rate: number, aim = '') =>
        `${rate.toFixed(0)}/s, ${(rate / limit).toFixed(2)} of openssl speed${aim}`;
      print(`  ${IMPORTED}: openssl speed, signatures alone ${limit.toFixed(0)}/s on one core`);
      print(`    one request after the other  ${of(singly)}`);
      print(`    in batches, all cores        ${of(together, ' (aim: 0.5)')}`);
    });
  } finally {
    await ground.close();
  }
}

async function measured(ground: Ground, authority: Authority, journal: string, ids: readonly string[], batch: number) {
  return ground.on(async ({ issuerUrl, rest }) => {
    const sql = connect(issuerUrl, { max: 3, name: 'perbarui-bench' });
    const storage = createIssuanceStorage({ sql, keyring: ground.keyring, requests: createRequestReader() });
    const agreement = createAgreement(journal, storage, clock);
    const issuer = createLocalIssuer({ authority, storage, agreement, clock, profile });
    await rest();
    await issueAll(issuer, ids.slice(0, WARM), batch);
    const began = performance.now();
    await issueAll(issuer, ids.slice(WARM), batch);
    const seconds = (performance.now() - began) / 1000;
    const [row] = await sql`select count(*)::int as issued from issued`;
    await sql.end();
    if (row!.issued !== ids.length) throw new Error(`${row!.issued} of ${ids.length} are stored`);
    return (ids.length - WARM) / seconds;
  });
}

async function issueAll(issuer: LocalIssuer, ids: readonly string[], batch: number): Promise<void> {
  for (let at = 0; at < ids.length; at += batch)
    for (const answer of (await issuer.issueAll(ids.slice(at, at + batch))).values())
      if (answer instanceof Error || answer.status !== 'issued') throw new Error(JSON.stringify(answer));
}

async function seed({ sql }: OpenDatabase, keyring: Keyring): Promise<string[]> {
  const keys = rsaKeys(REQUESTS);
  const ids: string[] = [];
  for (let at = 0; at < REQUESTS; at += SLICE) {
    const made = keys.slice(at, at + SLICE).map((key) => approvedRenewal(keyring, { key, letter: LETTER }));
    await keepApproved(sql, made);
    ids.push(...made.map(({ id }) => id));
  }
  return ids;
}
