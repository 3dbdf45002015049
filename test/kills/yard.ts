import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Sql } from '../../db/connect.ts';
import { createIssuanceStorage } from '../../db/issuance.ts';
import { FILES } from '../../src/issuance/custody/ca-folder.ts';
import { initAuthority } from '../../src/issuance/custody/establish.ts';
import { unlockKey } from '../../src/issuance/custody/locked-key.ts';
import { createRequestReader } from '../../src/issuance/request/csr.ts';
import type { IssuanceStorage } from '../../src/issuance/storage.ts';
import { createKeyring } from '../../src/seal.ts';
import { approvedRenewal, keepApproved } from '../issuance/approved.ts';
import { NAMES, PASSPHRASE } from '../issuance/office.ts';
import { createTestDatabase } from '../support/postgres.ts';
import type { Carelessness, ChildSettings, Order, Word } from './signer-child.ts';

const KEY = Buffer.alloc(32, 7);
const CHILD = join(import.meta.dirname, 'signer-child.ts');
/** Earlier than any certificate: no certificate may begin before its issuer. */
const CA_BEGAN = new Date('2026-01-01T00:00:00Z');

/** A database, a CA and a journal that outlive the signers which work on them one after the other. */
export type Yard = {
  readonly dir: string;
  readonly storage: IssuanceStorage;
  readonly sql: Sql;
  /** Brings so many requests as far as the issuer and names them. */
  approve(count: number): Promise<string[]>;
  /** A process that has loaded everything and waits for its order. */
  start(careless?: Carelessness): Signer;
  /** Where the last signer was when it was killed. */
  lastPoint(): Promise<string>;
  close(): Promise<void>;
};

export type Signer = {
  readonly words: readonly Word[];
  /** Until it says this, or is over. */
  heard(is: Word['is']): Promise<void>;
  order(order: Order): void;
  /** SIGKILL; returns when it is gone and all that it said has arrived. */
  kill(): Promise<void>;
};

export async function openYard(): Promise<Yard> {
  const database = await createTestDatabase();
  const dir = await mkdtemp(join(tmpdir(), 'perbarui-kills-'));
  await initAuthority({ dir: join(dir, 'ca'), passphrase: PASSPHRASE, names: NAMES, now: CA_BEGAN, kind: 'p-384' });
  const key = unlockKey(await readFile(join(dir, 'ca', FILES.issuingKey), 'utf8'), PASSPHRASE, 'the key');
  await writeFile(join(dir, 'key.pem'), key.export({ format: 'pem', type: 'pkcs8' }));
  const [app, sql] = [connect(database.url, { max: 1 }), connect(database.issuerUrl, { max: 1 })];
  const keyring = createKeyring(KEY);
  const settings: ChildSettings = {
    url: database.issuerUrl,
    dir,
    keyBase64: KEY.toString('base64'),
  };
  const signers = new Set<Signer>();
  return {
    dir,
    sql,
    storage: createIssuanceStorage({ sql, keyring, requests: createRequestReader() }),
    async approve(count) {
      const made = Array.from({ length: count }, () => approvedRenewal(keyring));
      await keepApproved(app, made);
      return made.map(({ id }) => id);
    },
    start(careless) {
      const signer = startSigner({ ...settings, ...(careless ? { careless } : {}) }, dir);
      signers.add(signer);
      return signer;
    },
    lastPoint: async () => (await readFile(join(dir, 'last-point'), 'utf8')).trim(),
    async close() {
      await Promise.all([...signers].map((each) => each.kill()));
      await Promise.all([app.end(), sql.end()]);
      await database.drop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function startSigner(settings: ChildSettings, dir: string): Signer {
  // Compiled once for all of them: their start is most of what a thousand cost.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(dir, 'compiled') };
  const child = fork(CHILD, [JSON.stringify(settings)], { cwd: dir, env, execArgv: [] });
  const words: Word[] = [];
  const over = Promise.all([once(child, 'exit'), once(child, 'disconnect')]);
  child.on('message', (word: Word) => words.push(word));
  return {
    words,
    heard: (is) => Promise.race([said(child, words, is), over.then(() => {})]),
    order: (order) => child.connected && child.send(order),
    async kill() {
      child.kill('SIGKILL');
      await over;
    },
  };
}

async function said(child: ChildProcess, words: readonly Word[], is: Word['is']): Promise<void> {
  while (!words.some((word) => word.is === is || word.is === 'failed')) await once(child, 'message');
}
