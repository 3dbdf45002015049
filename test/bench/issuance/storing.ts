import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../../db/connect.ts';
import { createIssuanceStorage } from '../../../db/issuance.ts';
import type { Authority } from '../../../src/issuance/custody/custody.ts';
import { createLocalIssuer, type LocalIssuer } from '../../../src/issuance/local.ts';
import { createRequestReader } from '../../../src/issuance/request/csr.ts';
import { createAgreement } from '../../../src/issuance/signer/reconcile.ts';
import type { Keyring } from '../../../src/seal.ts';
import { approvedRenewal, keepApproved } from '../../issuance/approved.ts';
import { type Ground, layGround, type OpenDatabase } from '../ground.ts';
import { parentOf, processorOf } from '../processor.ts';
import { floorOf } from './floor.ts';
import { rsaKeys } from './keys.ts';
import { clock, IMPORTED, profile, withAuthority } from './office.ts';
import { opensslSigns } from './others.ts';

const REQUESTS = 4_000;
const SINGLY = 400;
/** Of the first ones: the engine is warm then. */
const WARM = 500;
/** What the signer takes from the rows in one round. */
const TOGETHER = 2_000;
/** As a prefilled letter of one page is. */
const LETTER = Buffer.alloc(24 * 1024, 'a letter ');
/** Certificates by which the floor is measured. */
const FLOOR = 1_200;
/** Rows of one seeding statement. */
const SLICE = 200;

/**
 * The issuer's whole path, with everything stored: approved requests are read and their approval is worked out again, the
 * intents are committed, the journal is synced, certificates are signed, compared and stored. RSA 2048 keys on both sides,
 * Postgres on the same machine, which syncs to the disk. Beside it what all cores sign that do nothing else.
 */
export async function storing(print: (line: string) => void): Promise<void> {
  const ids: string[] = [];
  const ground = await layGround(async (database, keyring) => void ids.push(...(await seed(database, keyring))));
  try {
    await withAuthority(IMPORTED, async (authority, dir) => {
      const before = await limits();
      const singly = await measured(ground, authority, join(dir, 'singly'), ids.slice(0, WARM + SINGLY), 1);
      const between = await limits();
      const together = await measured(ground, authority, join(dir, 'together'), ids, TOGETHER);
      const after = await limits();
      const [core, all] = ([0, 1] as const).map((n) => (before[n] + between[n] + after[n]) / 3) as [number, number];
      const line = (what: string, { rate, node, postgres }: Measured, aim = '') => {
        print(`    ${what} ${rate.toFixed(0)}/s, ${(rate / core).toFixed(2)} of one core's openssl speed${aim},`);
        print(`      ${(rate / all).toFixed(2)} of all cores'; ${cost('node', node)}, ${cost('Postgres', postgres)}`);
      };
      print(
        `  ${IMPORTED}: openssl speed, signatures alone, ${core.toFixed(0)}/s on one core, ${all.toFixed(0)}/s on all`,
      );
      line('one request after the other', singly);
      line('in batches', together, ' (aim: 0.5)');
      const floor = await floorOf(authority, ground.keyring, rsaKeys(FLOOR), LETTER);
      const most = (availableParallelism() * 1_000_000) / (floor + together.postgres);
      print(
        `    what OpenSSL takes for a certificate with all its checks: ${floor.toFixed(0)} µs; with Postgres, and nothing`,
      );
      print(
        `      of ours, all cores would issue ${most.toFixed(0)}/s, ${(most / core).toFixed(2)} of one core's openssl speed`,
      );
    });
  } finally {
    await ground.close();
  }
}

const limits = async (): Promise<[core: number, all: number]> => [
  await opensslSigns(IMPORTED),
  await opensslSigns(IMPORTED, availableParallelism()),
];

/** Certificates a second, and what each took of the processor, in microseconds; 0 where that cannot be seen. */
type Measured = { readonly rate: number; readonly node: number; readonly postgres: number };

const cost = (who: string, us: number): string => `${who} ${us === 0 ? 'unknown' : us.toFixed(0)} µs a certificate`;

async function measured(
  ground: Ground,
  authority: Authority,
  journal: string,
  ids: readonly string[],
  batch: number,
): Promise<Measured> {
  return ground.on(async ({ issuerUrl, rest }) => {
    const sql = connect(issuerUrl, { max: 3, name: 'perbarui-bench' });
    const storage = createIssuanceStorage({ sql, keyring: ground.keyring, requests: createRequestReader() });
    const agreement = createAgreement(journal, storage, clock);
    const issuer = createLocalIssuer({ authority, storage, agreement, clock, profile });
    await rest();
    await issueAll(issuer, ids.slice(0, WARM), batch);
    const [backend] = await sql`select pg_backend_pid() as pid`;
    const server = parentOf(backend!.pid) ?? 0;
    const [own, theirs, began] = [process.cpuUsage(), processorOf(server), performance.now()];
    await issueAll(issuer, ids.slice(WARM), batch);
    const seconds = (performance.now() - began) / 1000;
    const [{ user, system }, postgres] = [process.cpuUsage(own), processorOf(server) - theirs];
    const [row] = await sql`select count(*)::int as issued from issued`;
    await sql.end();
    if (row!.issued !== ids.length) throw new Error(`${row!.issued} of ${ids.length} are stored`);
    const issued = ids.length - WARM;
    return { rate: issued / seconds, node: (user + system) / issued, postgres: postgres / issued };
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
