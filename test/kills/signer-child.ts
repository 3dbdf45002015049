import { createHash, createPrivateKey } from 'node:crypto';
import { appendFileSync, openSync, readFileSync, writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { connect } from '../../db/connect.ts';
import { createIssuanceStorage } from '../../db/issuance.ts';
import { personalProfile } from '../../src/issuance/certificate/profile.ts';
import { readAuthority, signingWith } from '../../src/issuance/custody/custody.ts';
import { createLocalIssuer } from '../../src/issuance/local.ts';
import { createRequestReader } from '../../src/issuance/request/csr.ts';
import { type Agreement, createAgreement } from '../../src/issuance/signer/reconcile.ts';
import type { Draft, IssuanceStorage } from '../../src/issuance/storage.ts';
import { createKeyring } from '../../src/seal.ts';

/** A signer in a process of its own, to be killed: the real issuer on the real database and files, and nothing else. */
export type ChildSettings = {
  readonly url: string;
  /** Where the CA, its key in the clear and the journal are, and where the child notes what it signs. */
  readonly dir: string;
  readonly keyBase64: string;
  readonly careless?: Carelessness;
};
/** One safeguard off, to see that the checks see it; `all` are the naive ways together. */
export type Carelessness = 'no intent' | 'no journal' | 'all';

/** Groups of requests, one after the other; `stopAt` is a point of the last one. */
export type Order = { readonly groups: readonly (readonly string[])[]; readonly stopAt?: number };
export type Word =
  | { readonly is: 'ready' }
  /** It has issued the first and is warm. */
  | { readonly is: 'at-work' }
  /** Request and hash of the certificate that left the house. */
  | { readonly is: 'answers'; readonly answers: readonly (readonly [string, string])[] }
  /** It stands at a point between two steps and goes no further. */
  | { readonly is: 'stopped' }
  /** With the points of the last group. */
  | { readonly is: 'done'; readonly points: readonly string[] }
  | { readonly is: 'failed'; readonly why: string };

const settings = JSON.parse(process.argv[2]!) as ChildSettings;
const { dir, careless } = settings;
const points: string[] = [];
let stopAt: number | undefined;

const say = (word: Word) => new Promise<void>((resolve) => process.send!(word, () => resolve()));
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The point that was passed last, for whoever looks after the end. Emptied with the order: until then another one is at work. */
let trace: number;
const POINT_CHARACTERS = 40;

/** Passes a point between two steps, or stands still there until the end. */
async function pass(point: string): Promise<void> {
  points.push(point);
  writeSync(trace, point.padEnd(POINT_CHARACTERS), 0);
  if (points.length - 1 !== stopAt) return;
  await say({ is: 'stopped' });
  // The whole process stands, not only what came by here.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const between =
  <A extends unknown[], R>(name: string, act: (...args: A) => Promise<R>) =>
  async (...args: A): Promise<R> => {
    await pass(`before ${name}`);
    const result = await act(...args);
    await pass(`after ${name}`);
    return result;
  };

function watched(storage: IssuanceStorage): IssuanceStorage {
  const forgetful = careless === 'no intent' || careless === 'all';
  const saveIntents = forgetful
    ? async (drafts: readonly Draft[]) => new Map(drafts.map((draft) => [draft.request, { ...draft, number: 1 }]))
    : storage.saveIntents;
  return {
    ...storage,
    onRecord: between('looking up', storage.onRecord),
    approvedRequests: between('reading', storage.approvedRequests),
    saveIntents: between('storing the intents', saveIntents),
    saveCertificates: between('storing the certificates', storage.saveCertificates),
  };
}

/** Half of a line is in the file, a line is there and not on the disk: the journal's own steps. */
async function watchFiles(): Promise<void> {
  const any = await open(process.execPath, 'r');
  const handle = Object.getPrototypeOf(any) as FileHandle;
  await any.close();
  const { appendFile, datasync } = handle;
  handle.appendFile = async function (this: FileHandle, text) {
    const half = Math.floor(String(text).length / 2);
    await appendFile.call(this, String(text).slice(0, half));
    await pass('a line is half written');
    await appendFile.call(this, String(text).slice(half));
  };
  handle.datasync = async function (this: FileHandle) {
    await pass('before the sync');
    await datasync.call(this);
    await pass('after the sync');
  };
}

function agreementOn(storage: IssuanceStorage): Agreement {
  const agreement = createAgreement(join(dir, 'journal.jsonl'), storage, () => new Date());
  if (careless !== 'no journal' && careless !== 'all') return agreement;
  const nothing = { count: () => 0, latest: () => ({}), knows: () => false, holds: () => 'nothing' as const };
  const unrevoked = { knowsSerial: () => false, revocations: () => new Map(), halted: () => [] };
  // It says of everything that it is on the disk.
  const append = async <E>(entries: readonly E[]) => entries as never;
  const blank = { ...nothing, ...unrevoked, async *entries() {}, append };
  return { journal: async () => blank, memory: async () => blank, doubt() {} };
}

async function openIssuer() {
  const sql = connect(settings.url, { max: 2, name: 'signer-child' });
  await sql`select 1`;
  const keyring = createKeyring(Buffer.from(settings.keyBase64, 'base64'));
  const storage = watched(createIssuanceStorage({ sql, keyring, requests: createRequestReader() }));
  // A passphrase is stretched for some tenths of a second, a thousand times in vain.
  const files = await readAuthority(join(dir, 'ca'));
  const opened = { ...files, ...signingWith(files, createPrivateKey(readFileSync(join(dir, 'key.pem')))) };
  const signAside = async (tbs: Uint8Array) => {
    // The witness: a file that is written before each signature, whatever the issuer thinks of it.
    appendFileSync(join(dir, 'witness'), `${hashOf(tbs)}\n`);
    return opened.signAside(tbs);
  };
  const authority = { ...opened, signAside: between('signing', signAside) };
  const agreement = agreementOn(storage);
  const profile = personalProfile({ addresses: { crl: 'http://127.0.0.1/ca.crl' } });
  return createLocalIssuer({ authority, storage, agreement, clock: () => new Date(), profile });
}

await watchFiles();
const issuer = await openIssuer();

async function carryOut({ groups, stopAt: at }: Order): Promise<void> {
  for (const group of groups) {
    points.length = 0;
    if (group === groups.at(-1)) stopAt = at;
    const answers = [...(await issuer.issueAll(group))].map(([request, answer]) => {
      if (answer instanceof Error || answer.status !== 'issued')
        throw new Error(`${request}: ${JSON.stringify(answer)}`);
      return [request, hashOf(answer.certificate)] as const;
    });
    await pass('before telling');
    await say({ is: 'answers', answers });
    if (group === groups[0]) await say({ is: 'at-work' });
  }
  await say({ is: 'done', points });
}

process.once('message', (order: Order) => {
  trace = openSync(join(dir, 'last-point'), 'w');
  carryOut(order).catch((error) => say({ is: 'failed', why: String(error) }));
});
process.once('disconnect', () => process.exit());
// Whoever is killed writes no cache: what the first compiled spares the others half of their start.
flushCompileCache();
await say({ is: 'ready' });
