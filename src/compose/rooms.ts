import type { PgBoss } from 'pg-boss';
import { createCheckpoint } from '../../db/checkpoints.ts';
import type { Sql } from '../../db/connect.ts';
import { createEnclosureReads } from '../../db/enclosures.ts';
import { createKeyboards } from '../../db/keyboards.ts';
import { createOutbox } from '../../db/outbox.ts';
import { createStore } from '../../db/store.ts';
import { createJobReads } from '../../db/work.ts';
import type { Config } from '../config.ts';
import type { JobParts } from '../desk/jobs/jobs.ts';
import type { DeskSettings } from '../desk/parts.ts';
import type { Channel, ChannelName, Clock, LetterDraft, RequestReader } from '../desk/ports.ts';
import { createDesk, type Desk } from '../desk/receive.ts';
import { type Courier, createCourier } from '../desk/sending/courier.ts';
import type { DeliveryParts } from '../desk/sending/deliver.ts';
import { createEnclosures } from '../desk/sending/enclosures.ts';
import { createRequestReader } from '../issuance/request/csr.ts';
import { refusedAtSight } from '../letters/at-sight.ts';
import { createLetterDraft } from '../letters/draft.ts';
import { createLetterReader } from '../letters/read.ts';
import type { Log } from '../log.ts';
import type { Outward } from '../outward.ts';
import { openCaStatus } from './ca-status.ts';
import type { Ground } from './ground.ts';
import { type IssuerSide, openIssuer } from './issuer.ts';
import { type MailSide, openMail } from './mail.ts';
import { deskSettings, inForce, linkUrl } from './settings.ts';
import { openTelegram, type TelegramSide } from './telegram.ts';
import { startWorkers } from './workers.ts';

export type Base = {
  readonly config: Config;
  readonly ground: Ground;
  readonly clock: Clock;
  readonly log: Log;
  readonly sql: Sql;
  readonly boss: PgBoss;
  readonly outward: Outward;
};

export type Channels = {
  readonly telegram?: TelegramSide;
  readonly mail?: MailSide;
  readonly all: ReadonlyMap<ChannelName, Channel>;
};

/** What messages leave by. */
export async function openChannels({ config, ground, clock, log, outward }: Base): Promise<Channels> {
  const telegram = ground.telegram
    ? openTelegram({ ...ground.telegram, publicUrl: config.publicUrl, outward, clock, log })
    : undefined;
  const tokenOf = (id: string) => ground.keyring.token('reply', id);
  const mail = ground.mail ? await openMail(ground.mail, { tokenOf, clock, log, outward }) : undefined;
  const all = new Map<ChannelName, Channel>();
  if (telegram) all.set('telegram', telegram.channel);
  if (mail) all.set('mail', mail.channel);
  return { all, telegram, mail };
}

export type Rooms = {
  readonly settings: DeskSettings;
  readonly requests: RequestReader;
  readonly desk: Desk;
  /** Where this process does the desk's work. */
  readonly courier?: Courier;
  readonly letters: ReturnType<typeof createLetterReader>;
  readonly draft: LetterDraft;
  readonly issuer: IssuerSide;
};

/** The desk and the rooms behind its ports. */
export async function openRooms(base: Base, { telegram }: Channels): Promise<Rooms> {
  const { config, ground, clock, log, sql, boss } = base;
  const { keyring } = ground;
  const settings = await settingsOf(base, telegram);
  const requests = createRequestReader();
  const courier = config.roles.includes('desk') ? createCourier(log) : undefined;
  const store = createStore({ sql, boss, keyring, clock, settings: () => inForce(settings), courier });
  const letters = createLetterReader({ log });
  const { issuerUrl: url, silenceMs } = ground.database;
  const passphrase = ground.caPassphrase;
  return {
    courier,
    settings,
    requests,
    desk: createDesk({ store, keyring, clock, requests, refusedAtSight, settings, log }),
    letters,
    draft: createLetterDraft({ agency: settings.agency.name, timeZone: settings.timeZone }),
    issuer: await openIssuer({ config, sql, url, silenceMs, passphrase, keyring, clock, letters, requests, log }),
  };
}

/** The bot's own name is asked of Telegram; where that does not answer, deep links are left out until the next start. */
async function settingsOf({ config, ground }: Base, telegram: TelegramSide | undefined): Promise<DeskSettings> {
  const bot = await telegram?.client.me().then(
    ({ username }) => username,
    () => undefined,
  );
  return deskSettings(config, { bot, ...(!ground.mail && { withoutMail: true }), operatorChat: ground.operatorChat });
}

type Labour = { readonly jobs: JobParts; stop(withinMs: number): Promise<void> };

/** Everything that is done later: deliveries, files, letters, what the signer is asked for, scans. */
export async function startWork(base: Base, channels: Channels, rooms: Rooms): Promise<Labour> {
  const { config, ground, clock, log, sql, boss, outward } = base;
  const { desk, issuer, settings, letters, draft, courier } = rooms;
  const { keyring } = ground;
  const { leaseMs } = ground.database;
  const reads = createEnclosureReads({ sql, keyring });
  const delivery: DeliveryParts = {
    outbox: createOutbox({ sql, boss, clock, leaseMs }),
    keyboards: createKeyboards({ sql, keyring }),
    channels: channels.all,
    keyring,
    desk,
    clock,
    log,
    enclose: createEnclosures({ reads, draft, chainOf: chainsOf(issuer), clock, settings }),
    linkUrl: (purpose, token) => linkUrl(config.publicUrl, settings.bot, purpose, token),
  };
  const caStatus = openCaStatus(config, { outward, clock, keyring });
  const jobs: JobParts = {
    desk,
    reads: createJobReads({ sql, keyring }),
    channels: channels.all,
    letters,
    issuer: issuer.issuer,
    caStatus,
    clock,
    log,
    settings: { ...settings, notices: config.notices, noticeDays: config.noticeDays },
  };
  const checkpoint = createCheckpoint({ sql, keyring, clock, dir: config.dataDir });
  const { stop } = await startWorkers({ sql, boss, delivery, jobs, log, checkpoint, leaseMs, courier });
  return { jobs, stop };
}

/** With AMS nobody here knows the chain. */
const chainsOf = ({ authority }: IssuerSide) => authority?.chainOf ?? (async () => []);
