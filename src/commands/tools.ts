import { join } from 'node:path';
import { connect, type Sql } from '../../db/connect.ts';
import { assertKeysFit } from '../../db/keys.ts';
import { migrate } from '../../db/migrate.ts';
import { openSender } from '../../db/sender.ts';
import { createStore } from '../../db/store.ts';
import { edgesUnjudged, openProcessingAgain, type WaysIn } from '../compose/again.ts';
import { type Ground, rolesIn } from '../compose/ground.ts';
import { deskSettings } from '../compose/settings.ts';
import type { Config } from '../config.ts';
import type { Edge, ProcessingAgain } from '../desk/again/kept.ts';
import type { ChannelName, Clock } from '../desk/ports.ts';
import { createDesk, type Desk } from '../desk/receive.ts';
import { createRequestReader } from '../issuance/request/csr.ts';
import { refusedAtSight } from '../letters/at-sight.ts';
import { silent } from '../log.ts';
import { runningDatabase, startDatabase } from '../sandbox/database.ts';
import { BOT, embeddedMailbox, keptSecrets } from '../sandbox/embedded.ts';
import { createKeyring, type Keyring } from '../seal.ts';

/** What a command works with: the database, the keys, and the same one door as the service. No channels, no jobs. */
export type Tools = {
  readonly sql: Sql;
  readonly keyring: Keyring;
  readonly desk: Desk;
  /** Of the signer's role; absent where another process signs. */
  readonly issuerUrl: string | undefined;
  readonly again: ProcessingAgain;
  /** What messages came by, to read them once more. */
  readonly edges: ReadonlyMap<ChannelName, Edge>;
  close(): Promise<void>;
};

/** Opens the database that the configuration means; an embedded one that is not running is started for the command. */
export async function openTools(config: Config, clock: Clock): Promise<Tools> {
  const database = config.database ? { ...config.database, async stop() {} } : await embedded(config);
  return furnish(config, clock, database).catch(async (error) => {
    await database.stop();
    throw error;
  });
}

type Opened = Omit<Ground['database'], 'own'> & { stop(): Promise<void> };

async function furnish(config: Config, clock: Clock, database: Opened): Promise<Tools> {
  const secrets = config.secretKey ? undefined : await keptSecrets(config.dataDir);
  await migrate(database.ownerUrl, rolesIn(database));
  const keyring = createKeyring(config.secretKey ?? Buffer.from(secrets!.secretKey, 'base64'), [
    ...config.oldSecretKeys,
  ]);
  const sql = connect(database.url, { max: 3, name: 'perbarui-cli' });
  await assertKeysFit(sql, keyring).catch(async (error) => {
    await sql.end({ timeout: 1 });
    throw error;
  });
  const boss = await openSender(database.url, 1);
  const settings = deskSettings(config, {});
  const store = createStore({ sql, boss, keyring, clock, settings: () => ({}) });
  const requests = createRequestReader();
  const desk = createDesk({ store, keyring, clock, requests, refusedAtSight, settings, log: silent });
  const ways = { ...waysIn(config), noticePatternsFile: config.noticePatternsFile };
  return {
    sql,
    keyring,
    desk,
    issuerUrl: database.issuerUrl,
    again: openProcessingAgain({ desk, sql, keyring, ...ways }),
    edges: edgesUnjudged(ways),
    async close() {
      await boss.stop({ graceful: false });
      await sql.end({ timeout: 5 });
      await database.stop();
    },
  };
}

/** What messages came by, as far as it has to be known to read them again; nothing is connected. */
function waysIn(config: Config): Pick<WaysIn, 'mail' | 'bot'> {
  const { parts } = config;
  const mail = parts.mail === 'embedded' ? embeddedMailbox(config) : config.mail;
  const bot = parts.telegram === 'off' ? undefined : parts.telegram === 'embedded' ? { username: BOT } : {};
  return { ...(mail ? { mail } : {}), ...(bot ? { bot } : {}) };
}

async function embedded({ dataDir }: Config) {
  const dir = join(dataDir, 'postgres');
  const running = await runningDatabase(dir);
  return running ? { ...running, async stop() {} } : startDatabase({ dir });
}
