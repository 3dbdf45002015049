import { PgBoss } from 'pg-boss';
import { createCheckpoint } from '../../db/checkpoints.ts';
import { connect, type Sql } from '../../db/connect.ts';
import { createLease, dropLeases, takeUpJobs } from '../../db/leases.ts';
import { migrate } from '../../db/migrate.ts';
import { createOutbox } from '../../db/outbox.ts';
import { createStore } from '../../db/store.ts';
import { createEnclosureReads, createJobReads } from '../../db/work.ts';
import type { Config } from '../config.ts';
import type { LinkPurpose } from '../conversation/line.ts';
import type { DeliveryParts } from '../desk/deliver.ts';
import { createEnclosures } from '../desk/enclosures.ts';
import { type JobParts, scan } from '../desk/jobs.ts';
import type { DeskSettings } from '../desk/parts.ts';
import type { Channel, ChannelName, Clock } from '../desk/ports.ts';
import { createDesk, type Desk } from '../desk/receive.ts';
import { createRequestReader } from '../issuance/csr.ts';
import { createLetterDraft } from '../letters/draft.ts';
import { createLetterReader } from '../letters/read.ts';
import type { Log } from '../log.ts';
import type { Keyring } from '../seal.ts';
import { createWeb } from '../web/server.ts';
import { type IssuerSide, openIssuer } from './issuer.ts';
import { listen } from './listen.ts';
import { listenMail, type MailParts, openMail } from './mail.ts';
import { listenTelegram, openTelegram, type TelegramSide } from './telegram.ts';
import { startWorkers } from './workers.ts';

/** Where the house stands: real or embedded, by now they look the same. */
export type Ground = {
  readonly database: {
    readonly url: string;
    readonly ownerUrl: string;
    readonly issuerUrl: string /** Nobody else uses it. */;
    readonly own: boolean;
  };
  readonly telegram?: { readonly token: string; readonly apiRoot: string; readonly webhookUrl?: string };
  readonly mail?: MailParts;
  readonly keyring: Keyring;
  readonly caPassphrase?: string;
  readonly operatorChat?: string;
};

export type House = {
  readonly desk: Desk;
  readonly sql: Sql;
  readonly jobs: JobParts;
  readonly settings: DeskSettings;
  readonly issuer: IssuerSide;
  /** Where the pages are. */
  readonly url: string;
  stop(): Promise<void>;
};

/** Puts all rooms together and opens the doors. Stopping closes them in the opposite order: first nothing new comes in. */
export async function openHouse(
  config: Config,
  ground: Ground,
  { clock, log }: { clock: Clock; log: Log },
): Promise<House> {
  const roles = new Set(config.roles);
  await migrate(ground.database.ownerUrl, {
    app: userOf(ground.database.url),
    issuer: userOf(ground.database.issuerUrl),
  });
  const sql = connect(ground.database.url, { name: 'perbarui' });
  if (ground.database.own) await dropLeases(sql);
  const boss = await openBoss(ground.database.url, log);
  if (ground.database.own) await takeUpJobs(sql, boss);
  const { keyring } = ground;

  const telegram = ground.telegram
    ? openTelegram({ ...ground.telegram, ...(config.httpsProxy ? { proxy: config.httpsProxy } : {}), clock, log })
    : undefined;
  const mail = ground.mail ? openMail(ground.mail, clock, log) : undefined;
  const channels = new Map<ChannelName, Channel>();
  if (telegram) channels.set('telegram', telegram.channel);
  if (mail) channels.set('mail', mail);

  const settings = await settingsOf(config, ground, telegram);
  const requests = createRequestReader();
  const store = createStore({ sql, boss, keyring, clock, settings: () => inForce(settings) });
  const desk = createDesk({ store, keyring, clock, requests, settings, log });
  const letters = createLetterReader({ log });
  const issuer = await openIssuer({
    config,
    url: ground.database.issuerUrl,
    ...(ground.caPassphrase ? { passphrase: ground.caPassphrase } : {}),
    keyring,
    clock,
    letters,
    requests,
  });
  const draft = createLetterDraft({ agency: settings.agency.name, timeZone: settings.timeZone });

  const outbox = createOutbox({ sql, boss, clock });
  const enclose = createEnclosures({
    reads: createEnclosureReads({ sql, keyring }),
    draft,
    chain: issuer.authority?.chain ?? [],
    clock,
    settings,
  });
  const url = config.publicUrl;
  const delivery: DeliveryParts = {
    outbox,
    channels,
    keyring,
    desk,
    clock,
    log,
    enclose,
    linkUrl: (purpose, token) => linkUrl(url, settings.bot, purpose, token),
  };
  const jobs: JobParts = {
    desk,
    reads: createJobReads({ sql, keyring }),
    channels,
    letters,
    issuer: issuer.issuer,
    clock,
    log,
    settings: { ...settings, notices: config.notices, noticeDays: config.noticeDays },
  };
  const checkpoint = createCheckpoint({ sql, keyring, clock, dir: config.dataDir });
  const signer = createLease(sql, 'signer');
  await startWorkers(
    {
      boss,
      delivery,
      jobs,
      log,
      checkpoint,
      signer,
      ...(issuer.authority ? { publishCrl: issuer.authority.crl } : {}),
    },
    { desk: roles.has('desk'), issuer: roles.has('issuer') },
  );

  const listening =
    telegram && roles.has('telegram')
      ? listenTelegram(telegram, {
          desk,
          sql,
          keyring,
          clock,
          log,
          ...(ground.telegram?.webhookUrl ? { webhookUrl: ground.telegram.webhookUrl } : {}),
        })
      : undefined;
  const mailbox =
    ground.mail && roles.has('mail')
      ? await listenMail(ground.mail, { desk, sql, log, noticePatternsFile: config.noticePatternsFile })
      : undefined;
  listening?.poller?.start();
  mailbox?.start();

  const health = async () => [
    {
      part: 'database',
      ...(await sql`select 1`.then(
        () => ({ ok: true }),
        () => ({ ok: false, why: 'away' }),
      )),
    },
    ...(listening?.poller
      ? [
          {
            part: 'telegram',
            ok: listening.poller.status().state !== 'failing',
            why: listening.poller.status().why ?? '',
          },
        ]
      : []),
    ...(mailbox ? [{ part: 'mail', ok: mailbox.state().connected }] : []),
  ];
  const web = createWeb({
    desk,
    sql,
    keyring,
    clock,
    settings,
    publicUrl: url,
    log,
    letters,
    draft,
    requests,
    recording: issuer.recording,
    packet: issuer.packet,
    scan: () => scan(jobs),
    health,
    notices: { mode: config.notices, days: config.noticeDays },
    ...(issuer.authority ? { authority: issuer.authority } : {}),
    ...(listening?.webhook ? { webhook: listening.webhook } : {}),
  });
  const server = roles.has('web') ? await listen(web, config.host, config.port) : undefined;

  return {
    desk,
    sql,
    jobs,
    settings,
    issuer,
    url,
    async stop() {
      // What waits for its turn at Telegram's rate stays queued for the next start.
      telegram?.channel.close();
      await Promise.all([listening?.poller?.stop(), mailbox?.stop()]);
      await boss.stop({ graceful: true, timeout: STOP_MS });
      await server?.stop();
      letters.stop();
      mail?.close();
      await signer.release();
      await issuer.close();
      await sql.end({ timeout: POOL_END_S });
    },
  };
}

/** What runs is given this long to finish; what does not finish is done again after the next start. */
const STOP_MS = 8_000;
/** All work is over by then; postgres.js would wait for connections that were cut and never used again. */
const POOL_END_S = 1;
const JOB_CONNECTIONS = 4;

async function openBoss(url: string, log: Log): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: url,
    max: JOB_CONNECTIONS,
    migrate: false,
    createSchema: false,
    useListenNotify: true,
    application_name: 'perbarui-jobs',
  });
  boss.on('error', (error) => log.warn('the job queue has a fault', { detail: error.name }));
  await boss.start();
  return boss;
}

async function settingsOf(config: Config, ground: Ground, telegram: TelegramSide | undefined): Promise<DeskSettings> {
  const bot = await telegram?.client.me().then(
    ({ username }) => username,
    () => undefined,
  );
  return deskSettings(config, {
    ...(bot ? { bot } : {}),
    ...(ground.operatorChat ? { operatorChat: ground.operatorChat } : {}),
  });
}

/** The desk's part of the configuration. */
export function deskSettings(config: Config, telegram: Pick<DeskSettings, 'bot' | 'operatorChat'>): DeskSettings {
  const { agency, timeZone, officeHours, language, fourEyes, issuer, emailChangeDelayHours, revokeDelayHours } = config;
  const { noticeDailyCap, reminderDays, renewalWindowDays: windowDays } = config;
  return {
    agency,
    timeZone,
    officeHours,
    language,
    windowDays,
    fourEyes,
    issuer,
    emailChangeDelayHours,
    revokeDelayHours,
    noticeDailyCap,
    reminderDays,
    ...telegram,
  };
}

/** The settings that are recorded with a renewal: all of the desk's, and none of them secret. */
const inForce = ({ agency, operatorChat: _, ...settings }: DeskSettings) => ({ ...settings, agency: agency.name });

function linkUrl(publicUrl: string, bot: string | undefined, purpose: LinkPurpose, token: string): string {
  if (purpose === 'telegram') return `https://t.me/${bot ?? ''}?start=${token}`;
  return `${publicUrl}/${purpose === 'page' ? 'p' : 'c'}/${token}`;
}

const userOf = (url: string) => decodeURIComponent(new URL(url).username);
