import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHECKPOINT_FILE, createCheckpoint, verifyCheckpoints } from '../../db/checkpoints.ts';
import { connect, type Sql } from '../../db/connect.ts';
import { createChains, verifyChain } from '../../db/journal.ts';
import { createKeyring } from '../../src/seal.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
let app: Sql;
let owner: Sql;
let dir: string;
let hour = 0;
const keyring = createKeyring(Buffer.alloc(32, 7));
const clock = () => new Date(Date.UTC(2026, 10, 27, hour));
const verified = async (file = join(dir, CHECKPOINT_FILE)) => verifyCheckpoints(owner, keyring, file);

beforeAll(async () => {
  database = await createTestDatabase();
  [app, owner] = [database.url, database.ownerUrl].map((url) => connect(url, { max: 2 })) as [Sql, Sql];
  dir = await mkdtemp(join(tmpdir(), 'perbarui-titik-'));
  const checkpoint = createCheckpoint({ sql: app, keyring, clock, dir });
  for (const words of ['opened', 'approved', 'issued']) {
    hour++;
    const entry = { chain: 'renewal:1', at: clock(), actor: 'operator:1', entry: words, refs: '{}' };
    await createChains(app).append([entry, { ...entry, chain: 'contact:1' }]);
    await checkpoint();
  }
});
afterAll(async () => {
  await Promise.all([app.end(), owner.end()]);
  await database.drop();
  await rm(dir, { recursive: true, force: true });
});

/** What is done to the database in `act` is undone after `look`. */
async function meanwhile(act: (sql: Sql) => Promise<unknown>, look: (sql: Sql) => Promise<void>): Promise<void> {
  const undone = new Error('undone');
  await owner
    .begin(async (tx) => {
      await act(tx as unknown as Sql);
      await look(tx as unknown as Sql);
      throw undone;
    })
    .catch((error) => {
      if (error !== undone) throw error;
    });
}

test('a journal that nobody touched fits its checkpoints, in the database and outside', async () => {
  expect(await verified()).toEqual({ count: 3, inFile: 3, faults: [] });
  expect(await verified(join(dir, 'none.jsonl'))).toEqual({ count: 3, inFile: 0, faults: [] });
});

test('a chain whose end was cut off is whole by itself, and contradicts its checkpoint', async () => {
  await meanwhile(
    (sql) => sql`delete from journal where chain = 'renewal:1' and number = 3`,
    async (sql) => {
      expect(await verifyChain(sql, 'renewal:1')).toBeUndefined();
      expect((await verifyCheckpoints(sql, keyring, join(dir, CHECKPOINT_FILE))).faults).toEqual([
        { is: 'rewritten', number: 3, chain: 'renewal:1', entry: 3 },
      ]);
    },
  );
});

test('checkpoints that were taken away or made anew contradict the file, and those without the key are known', async () => {
  await meanwhile(
    (sql) => sql`delete from checkpoints where number = 3`,
    async (sql) =>
      expect((await verifyCheckpoints(sql, keyring, join(dir, CHECKPOINT_FILE))).faults).toEqual([
        { is: 'lost', number: 3 },
      ]),
  );
  await meanwhile(
    (sql) => sql`update checkpoints set heads = 'previous none', hash = 'abc' where number = 1`,
    async (sql) =>
      expect((await verifyCheckpoints(sql, keyring, join(dir, CHECKPOINT_FILE))).faults).toEqual([
        { is: 'forged', number: 1 },
        { is: 'forged', number: 2 },
        { is: 'replaced', number: 1 },
      ]),
  );
});

test('a last line that a full disk cut off does not hinder', async () => {
  const file = join(dir, 'cut.jsonl');
  await writeFile(file, '{"number":1,"ha');
  expect(await verified(file)).toMatchObject({ inFile: 0, faults: [] });
});
