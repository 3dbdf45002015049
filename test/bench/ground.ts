import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PgBoss } from 'pg-boss';
import postgres from 'postgres';
import { connect, type Sql } from '../../db/connect.ts';
import { migrate } from '../../db/migrate.ts';
import { openSender } from '../../db/sender.ts';
import { createStore } from '../../db/store.ts';
import { deskSettings } from '../../src/compose/settings.ts';
import { readConfig } from '../../src/config.ts';
import { createDesk, type Desk } from '../../src/desk/receive.ts';
import { createRequestReader } from '../../src/issuance/request/csr.ts';
import { refusedAtSight } from '../../src/letters/at-sight.ts';
import { silent } from '../../src/log.ts';
import { startDatabase } from '../../src/sandbox/database.ts';
import { createKeyring, type Keyring } from '../../src/seal.ts';

/** What a bench stands on: a Postgres of its own that syncs to the disk like a real one, and copies of one seeded database. */
export type Ground = {
  readonly keyring: Keyring;
  /** For a house in another process. */
  readonly keyBase64: string;
  /** Runs `act` on a copy of the seeded database, then drops the copy. */
  on<T>(act: (database: OpenDatabase) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};
/** The application's way into a database. */
export type Entrance = {
  readonly sql: Sql;
  readonly boss: PgBoss;
  /** The one door on this database; on another client if one is given. */
  readonly desk: (sql?: Sql) => Desk;
  close(): Promise<void>;
};
export type OpenDatabase = Omit<Entrance, 'close'> & {
  readonly url: string;
  readonly ownerUrl: string;
  readonly issuerUrl: string;
  /** What was filled in is written out and counted, so that it is not what is measured. */
  rest(): Promise<void>;
};

const SETTINGS = deskSettings(readConfig({ NOTICE_DAILY_CAP: '100000' }), { bot: 'perbarui_bot' });

/** Enters a database of a ground; also from another process. */
export async function enter(url: string, keyring: Keyring): Promise<Entrance> {
  const sql = connect(url, { name: 'perbarui-bench' });
  const boss = await openSender(url, 2);
  return {
    sql,
    boss,
    desk(client = sql) {
      const clock = () => new Date();
      const store = createStore({ sql: client, boss, keyring, clock, settings: () => SETTINGS });
      const requests = createRequestReader();
      return createDesk({ store, keyring, clock, requests, refusedAtSight, settings: SETTINGS, log: silent });
    },
    async close() {
      await boss.stop({ graceful: false });
      await sql.end();
    },
  };
}

/** `seed` fills the database that the copies are made of. */
export async function layGround(seed: (database: OpenDatabase, keyring: Keyring) => Promise<void>): Promise<Ground> {
  const dir = await mkdtemp(join(tmpdir(), 'perbarui-bench-'));
  const server = await startDatabase({ dir });
  const key = Buffer.alloc(32, 7);
  const keyring = createKeyring(key);
  const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
  let copies = 0;

  async function open(name: string): Promise<OpenDatabase & { close(): Promise<void> }> {
    const at = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
    const url = at(server.url);
    const entrance = await enter(url, keyring);
    return {
      url,
      ownerUrl: at(server.ownerUrl),
      issuerUrl: at(server.issuerUrl),
      ...entrance,
      async rest() {
        const owner = postgres(at(server.ownerUrl), { max: 1, onnotice: () => {} });
        await owner`analyze`;
        await owner.end();
        await admin.unsafe('checkpoint');
      },
    };
  }

  const owner = new URL(server.ownerUrl).username;
  await admin.unsafe(`create database seed owner ${owner}`);
  const users = { app: new URL(server.url).username, issuer: new URL(server.issuerUrl).username };
  await migrate(Object.assign(new URL(server.ownerUrl), { pathname: '/seed' }).href, users);
  const seeded = await open('seed');
  await seed(seeded, keyring);
  await seeded.close();

  return {
    keyring,
    keyBase64: key.toString('base64'),
    async on(act) {
      const name = `copy_${++copies}`;
      await admin.unsafe(`create database ${name} template seed owner ${owner}`);
      await admin.unsafe('checkpoint');
      const database = await open(name);
      try {
        return await act(database);
      } finally {
        await database.close();
        await admin.unsafe(`drop database ${name} with (force)`);
      }
    },
    async close() {
      await admin.end();
      await server.stop();
    },
  };
}
