import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sql } from '../../db/connect.ts';
import { createOperator } from '../../db/operators.ts';
import { renewalOf } from '../../db/renewals.ts';
import { type Ground, openHouse } from '../../src/compose/house.ts';
import { readConfig } from '../../src/config.ts';
import type { Operator } from '../../src/desk/entry.ts';
import { createLog, silent } from '../../src/log.ts';
import { awaited } from '../../src/renewal/awaited.ts';
import type { Renewal } from '../../src/renewal/renewal.ts';
import { freePort } from '../../src/sandbox/database.ts';
import type { MailPeople } from '../../src/sandbox/mail/people.ts';
import { startMailServer } from '../../src/sandbox/mail/server.ts';
import type { MailWorld } from '../../src/sandbox/mail/world.ts';
import { atConsole } from '../../src/sandbox/play.ts';
import { addSamples, SAMPLES, type Sample } from '../../src/sandbox/samples.ts';
import { createKeyring } from '../../src/seal.ts';
import { createTestDatabase } from './postgres.ts';
import { startTelegram } from './telegram.ts';

export const MAILBOX = 'sertifikat@diskominfo.contohprov.example';
export const BOT_TOKEN = '700000001:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
const UNTIL_MS = 20_000;
const LOOK_MS = 20;

export type HouseGiven = { readonly variables: Record<string, string>; readonly ground: Omit<Ground, 'keyring'> };
export const TEST_KEY = Buffer.alloc(32, 7);

/** The servers that carry the office's mail, and everyone on the other side of them. */
export type OfficeMail<World extends MailPeople> = {
  readonly imapUrl: string;
  readonly smtpUrl: string;
  readonly authservId: string;
  /** The certificate of servers that speak TLS. */
  readonly caFile?: string;
  readonly world: World;
  stop(): Promise<void>;
};

export type OfficeOptions<World extends MailPeople = MailWorld> = {
  readonly issuer?: 'local' | 'ams';
  readonly env?: Record<string, string>;
  readonly samples?: readonly Sample[];
  /** False: the mail server has no addresses with a plus, so that the reply token travels in the Message-ID. */
  readonly plusAddresses?: boolean;
  /** Other mail servers than those of the sandbox; stopped with the office. */
  readonly mail?: OfficeMail<World>;
  /** Telegram calls us, instead of being asked. */
  readonly webhook?: boolean;
  /** As with `IMAP_URL=off`. */
  readonly withoutMail?: boolean;
};

/**
 * A whole office on loopback: a database of its own, a Bot API server, a mailbox, the house with all its rooms, sample
 * people and two operators. The clock can be moved; everything else is real. Whatever is asked of the Bot API is held
 * against the published one.
 */
export async function openOffice<World extends MailPeople = MailWorld>(options: OfficeOptions<World> = {}) {
  const {
    issuer = 'local',
    env = {},
    samples = SAMPLES,
    plusAddresses = true,
    webhook = false,
    withoutMail = false,
  } = options;
  const database = await createTestDatabase();
  const dir = await mkdtemp(join(tmpdir(), 'perbarui-office-'));
  let offset = 0;
  const clock = () => new Date(Date.now() + offset);
  const mail = options.mail ?? ((await sandboxMail(clock)) as OfficeMail<MailPeople> as OfficeMail<World>);
  const telegram = await startTelegram({ token: BOT_TOKEN });
  const variables = {
    PORT: String(await freePort()),
    DATA_DIR: dir,
    ISSUER: issuer,
    REVOKE_DELAY_HOURS: '0',
    OFFICE_HOURS: 'Mon-Sun 00:00-24:00',
    ...env,
  };
  const config = readConfig(variables);
  const ground = {
    database: { url: database.url, ownerUrl: database.ownerUrl, issuerUrl: database.issuerUrl, own: true },
    ...(withoutMail
      ? {}
      : {
          mail: {
            imapUrl: mail.imapUrl,
            smtpUrl: mail.smtpUrl,
            from: `Perbarui <${MAILBOX}>`,
            ...(plusAddresses ? { replyAddress: MAILBOX.replace('@', '+{token}@') } : {}),
            authservId: mail.authservId,
            ...(mail.caFile ? { caFile: mail.caFile } : {}),
          },
        }),
    telegram: {
      token: BOT_TOKEN,
      apiRoot: telegram.apiRoot,
      ...(webhook ? { webhookUrl: `http://127.0.0.1:${variables.PORT}/telegram` } : {}),
    },
    keyring: createKeyring(TEST_KEY),
    caPassphrase: 'kata sandi untuk uji',
    ...(config.operatorChat ? { operatorChat: config.operatorChat } : {}),
  };
  const open = () => openHouse(config, ground, { clock, log: process.env.PERBARUI_TEST_LOG ? createLog() : silent });
  let house = await open();
  const operators = await Promise.all(['Rina', 'Joko'].map((name) => newOperator(name)));

  async function newOperator(name: string): Promise<Operator> {
    const id = await createOperator(house.sql, {
      login: name.toLowerCase(),
      name,
      password: 'kata-sandi-operator-1',
      mustChange: false,
    });
    return { id: id!, name };
  }
  const holdings = await addSamples(house, operators[0]!, clock(), samples);

  const renewals = async (nip: string, sql: Sql = house.sql): Promise<Renewal[]> => {
    const rows =
      await sql`select r.* from renewals r join applicants a on a.id = r.applicant where a.nip_hash = ${ground.keyring.hash('nip', nip)} order by r.opened_at`;
    return rows.map((row) => renewalOf(ground.keyring, row).renewal);
  };
  return {
    get house() {
      return house;
    },
    get sql() {
      return house.sql;
    },
    mail: mail.world,
    telegram: telegram.world,
    /** The Bot API as the bot meets it: what it asked, and what was not as published. */
    api: { client: telegram.client, calls: telegram.calls, faults: telegram.faults },
    config,
    clock,
    get keyring() {
      return ground.keyring;
    },
    operators: operators.map((operator) => ({
      ...atConsole({ receive: (...args) => house.desk.receive(...args) }, operator),
    })),
    person: (name: string) => samples.find((sample) => sample.data.name.startsWith(name))!.data,
    renewals,
    /** The database as its owner, who could also change what the application cannot. */
    ownerUrl: database.ownerUrl,
    databaseUrl: database.url,
    issuerUrl: database.issuerUrl,
    /** By NIP: the private key and certificate that each held before. */
    holdings,
    /** The one renewal of this person. */
    renewal: async (nip: string, sql?: Sql) => (await renewals(nip, sql)).at(-1)!,
    awaits: async (nip: string) => awaited((await renewals(nip)).at(-1)!).map(({ who, what }) => `${who} ${what}`),
    certificates: async (nip: string) =>
      house.sql`select c.* from certificates c join applicants a on a.id = c.applicant where a.nip_hash = ${ground.keyring.hash('nip', nip)} order by c.at`,
    /** Moves the clock; what is due then is done by calling the job. */
    passes(ms: number): void {
      offset += ms;
    },
    /** Closes the house and opens it anew on the same ground, perhaps with other keys; where it refuses them, with those before. */
    async restart(keyring = ground.keyring): Promise<void> {
      await house.stop();
      const before = ground.keyring;
      ground.keyring = keyring;
      house = await open().catch(async (error) => {
        ground.keyring = before;
        house = await open();
        throw error;
      });
    },
    /** Another process has the office meanwhile, on the same ground; `meanwhile` gets what house-child.ts needs to know. */
    async elsewhere<T>(meanwhile: (given: HouseGiven) => Promise<T>): Promise<T> {
      await house.stop();
      const { keyring: _, ...told } = ground;
      const result = await meanwhile({ variables, ground: told }).finally(async () => {
        house = await open();
      });
      return result;
    },
    async until<T>(what: string, look: () => Promise<T | undefined | false>, patienceMs = UNTIL_MS): Promise<T> {
      const deadline = Date.now() + patienceMs;
      for (;;) {
        const found = await look();
        if (found) return found;
        if (Date.now() > deadline) throw new Error(`never came true: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
    },
    /** Throws with all that was asked of the Bot API, or answered by it, and is not as published. */
    async close(): Promise<void> {
      await house.stop();
      await mail.stop();
      await telegram.stop().finally(async () => {
        await database.drop();
        await rm(dir, { recursive: true, force: true });
      });
    },
  };
}
export type Office<World extends MailPeople = MailWorld> = Awaited<ReturnType<typeof openOffice<World>>>;

const sandboxMail = (now: () => Date) =>
  startMailServer({ system: { user: MAILBOX, password: 'kata-sandi', address: MAILBOX }, now });
