import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHouse } from '../../src/compose/house.ts';
import { readConfig } from '../../src/config.ts';
import { silent } from '../../src/log.ts';
import { createKeyring } from '../../src/seal.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { TEST_KEY } from '../support/office.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { TOKEN } from '../support/telegram.ts';

let database: TestDatabase;
let dir: string;
beforeAll(async () => {
  database = await createTestDatabase();
  dir = await mkdtemp(join(tmpdir(), 'perbarui-house-'));
});
afterAll(async () => {
  await database.drop();
  await rm(dir, { recursive: true });
});

/** Nobody answers under this name. */
const HOST = 'api.telegram.example';

/** What the proxy was asked for until the house was open, which takes a question to Telegram, and closed again. */
async function askedOfProxy(variables: Record<string, string> = {}): Promise<ReadonlySet<string>> {
  const proxy = await startConnectProxy();
  try {
    const house = await openHouse(
      readConfig({ DATA_DIR: dir, ROLES: 'desk', HTTPS_PROXY: proxy.url, ...variables }),
      {
        database: { url: database.url, ownerUrl: database.ownerUrl, own: false },
        telegram: { token: TOKEN, apiRoot: `https://${HOST}` },
        keyring: createKeyring(TEST_KEY),
      },
      { clock: () => new Date(), log: silent },
    );
    await house.stop();
    return new Set(proxy.hosts());
  } finally {
    await proxy.stop();
  }
}

test('a house calls Telegram through HTTPS_PROXY, unless NO_PROXY names it', async () => {
  expect(await askedOfProxy()).toEqual(new Set([`${HOST}:443`]));
  expect(await askedOfProxy({ NO_PROXY: HOST })).toEqual(new Set());
});
