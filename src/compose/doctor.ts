import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { createBotClient } from '../../bots/client.ts';
import { connect, type Sql } from '../../db/connect.ts';
import { databaseTime, isHeld, issuedInUse } from '../../db/examine.ts';
import { createLease } from '../../db/leases.ts';
import { createSignedReads } from '../../db/signing.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../desk/ports.ts';
import { ADDRESS_LIMIT_MS, addressCheck } from '../doctor/address.ts';
import { AMS_LIMIT_MS, amsCheck } from '../doctor/ams.ts';
import type { PublishedAuthority } from '../doctor/authority.ts';
import { CLOCK_LIMIT_MS, clockCheck, type OtherClock } from '../doctor/clock.ts';
import { DATABASE_LIMIT_MS, type DatabaseUrls, databaseCheck } from '../doctor/database.ts';
import { DISK_LIMIT_MS, diskCheck, type Space } from '../doctor/disk.ts';
import { createDoctor, type Doctor, type DoctorParts } from '../doctor/doctor.ts';
import type { Check } from '../doctor/finding.ts';
import { KEYS_LIMIT_MS, keysCheck } from '../doctor/keys.ts';
import { MAIL_LIMIT_MS, type MailCheckParts, mailCheck } from '../doctor/mail.ts';
import { TELEGRAM_LIMIT_MS, type TelegramCheckParts, telegramCheck } from '../doctor/telegram.ts';
import { addressesIn } from '../issuance/certificate/read-certificate.ts';
import { certificatesIn } from '../issuance/custody/authority.ts';
import { createRequestReader } from '../issuance/request/csr.ts';
import { createOutward, type Outward } from '../outward.ts';
import { runningDatabase } from '../sandbox/database.ts';
import { keptSecrets } from '../sandbox/embedded.ts';
import { createKeyring, installationProof, type Keyring } from '../seal.ts';
import { statusToExamine } from './ca-status.ts';
import { trustedCas } from './issuer.ts';
import { mailAccounts, mailReading } from './mail.ts';
import { passphraseOf } from './passphrase.ts';
import type { Base } from './rooms.ts';
import { authorityAddresses } from './signer.ts';

/** What the doctor needs to know of the house; a command knows less of it than the house itself. */
type DoctorGround = {
  readonly config: Config;
  readonly clock: Clock;
  readonly outward: Outward;
  /** Undefined when the embedded one does not run. */
  readonly database: DatabaseUrls | undefined;
  /** For its lease and that of the bot's reader. */
  readonly sql: Sql | undefined;
  readonly keyring: Keyring | undefined;
  readonly caPassphrase: string | undefined;
  readonly reading?: TelegramCheckParts['reading'];
  /** For tests. */
  readonly patience?: MailCheckParts['patience'];
  readonly space?: (folder: string) => Promise<Space>;
};

export function houseDoctor(base: Base, reading: TelegramCheckParts['reading']): Doctor {
  const { config, ground, clock, outward, sql } = base;
  const { database, keyring, caPassphrase } = ground;
  return composeDoctor({ config, clock, outward, database, sql, keyring, caPassphrase, reading });
}

/** For a command: beside the service, or without it. Nothing is started, and nothing made. */
export async function openDoctor(config: Config, clock: Clock): Promise<{ doctor: Doctor; close(): Promise<void> }> {
  const own: DatabaseUrls | undefined = config.signer ? { issuerUrl: config.signer.url } : config.database;
  const database: DatabaseUrls | undefined = own ?? (await runningDatabase(join(config.dataDir, 'postgres')));
  const kept = await access(join(config.dataDir, 'secrets.json')).then(
    () => keptSecrets(config.dataDir),
    () => undefined,
  );
  const secret = config.secretKey ?? (kept && Buffer.from(kept.secretKey, 'base64'));
  const sql = database?.url === undefined ? undefined : connect(database.url, { max: 1, name: 'perbarui-doctor' });
  const doctor = composeDoctor({
    config,
    clock,
    outward: createOutward({ proxy: config.httpsProxy, noProxy: config.noProxy }),
    database,
    sql,
    keyring: secret && createKeyring(secret, [...config.oldSecretKeys]),
    caPassphrase: (await passphraseOf(config).catch(() => undefined)) ?? kept?.caPassphrase,
  });
  return { doctor, close: async () => sql?.end({ timeout: 1 }) };
}

const NOBODY_ELSE: DoctorParts['lease'] = { acquire: async () => true, release: async () => undefined };

function composeDoctor(ground: DoctorGround): Doctor {
  const { config, clock, outward, database, sql, keyring } = ground;
  const embedded = config.parts.database === 'embedded';
  return createDoctor({
    clock,
    lease: sql ? createLease(sql, 'doctor') : NOBODY_ELSE,
    checks: {
      database: { check: databaseCheck({ database, embedded }), limitMs: DATABASE_LIMIT_MS },
      mail: { check: mailOf(ground), limitMs: MAIL_LIMIT_MS },
      telegram: { check: telegramOf(ground), limitMs: TELEGRAM_LIMIT_MS },
      address: {
        check: addressCheck({
          publicUrl: config.publicUrl,
          outward,
          proofOf: (nonce) => (keyring ? installationProof(keyring, nonce) : ''),
          clock,
          ...(config.issuer === 'local' && sql ? { published: () => publishedAuthorities(sql, config, clock()) } : {}),
        }),
        limitMs: ADDRESS_LIMIT_MS,
      },
      clock: { check: clockCheck(otherClocks(ground), config, clock), limitMs: CLOCK_LIMIT_MS },
      disk: {
        check: diskCheck({ folders: foldersOf(config), ...(ground.space ? { space: ground.space } : {}) }),
        limitMs: DISK_LIMIT_MS,
      },
      keys: {
        check: keysCheck({
          database,
          keyring,
          issuer: config.issuer,
          caDir: config.caDir,
          caPassphrase: ground.caPassphrase,
          caPassphraseFile: config.caPassphraseFile,
          embedded,
          requests: createRequestReader(),
          clock,
        }),
        limitMs: KEYS_LIMIT_MS,
      },
      ams: { check: amsOf(ground), limitMs: AMS_LIMIT_MS },
    },
  });
}

/** The CAs that have not ended, and the addresses that stand in their certificates or will. */
async function publishedAuthorities(sql: Sql, config: Config, now: Date): Promise<PublishedAuthority[]> {
  const all = await createSignedReads(sql).authorities();
  const alive = all.filter(({ notAfter }) => notAfter > now);
  return Promise.all(
    alive.map(async ({ keyId, chain, succeeds }) => {
      const inUse = await issuedInUse(sql, keyId, now);
      const own = authorityAddresses(config, succeeds && keyId);
      const addresses = [own, ...inUse.map(({ der }) => addressesIn(der))];
      const each = (what: 'crl' | 'ocsp') => [...new Set(addresses.flatMap((those) => those[what] ?? []))];
      const [known] = inUse;
      return {
        issuer: certificatesIn(chain)[0]!,
        crls: each('crl'),
        responders: each('ocsp'),
        ...(known
          ? { known: { serial: known.serial, status: known.revoked ? ('revoked' as const) : ('good' as const) } }
          : {}),
      };
    }),
  );
}

function amsOf({ config, clock, outward }: DoctorGround): Check {
  const { issuer, amsCaFile, amsStatus } = config;
  return amsCheck({
    issuer,
    clock,
    ...(amsCaFile ? { trusted: () => trustedCas(amsCaFile) } : {}),
    ...(amsStatus ? { status: statusToExamine(amsStatus, { outward, clock }) } : {}),
  });
}

const unused =
  (state: 'embedded' | 'off'): Check =>
  async (report) =>
    report(state);

function mailOf({ config, clock, outward, patience }: DoctorGround): Check {
  const { mail, parts, noticePatternsFile } = config;
  if (!mail) return unused(parts.mail === 'off' ? 'off' : 'embedded');
  return mailCheck({
    accounts: () => mailAccounts(mail, { clock, outward }),
    reading: () => mailReading(mail, noticePatternsFile),
    from: mail.from,
    replyAddress: mail.replyAddress,
    authservId: mail.authservId,
    clock,
    ...(patience ? { patience } : {}),
  });
}

function telegramOf({ config, clock, outward, sql, reading = () => undefined }: DoctorGround): Check {
  const { telegram, parts, operatorChat } = config;
  if (!telegram) return unused(parts.telegram === 'off' ? 'off' : 'embedded');
  const client = createBotClient({ token: telegram.token, apiRoot: telegram.apiRoot, agent: outward.agent });
  return telegramCheck({
    client,
    webhookUrl: telegram.webhookUrl,
    operatorChat,
    reading,
    isRead: async () => sql !== undefined && isHeld(sql, `telegram:${client.id}`),
    clock,
  });
}

/** A server says in whole seconds when it answered (RFC 9110, 6.6.1). */
const HTTP_DATE_MS = 1_000;
const ASK_MS = 10_000;

function otherClocks({ config, outward, database }: DoctorGround): OtherClock[] {
  const entered = database?.url ?? database?.issuerUrl;
  const urls = [config.telegram?.apiRoot, config.publicUrl].filter((url) => url?.startsWith('https:'));
  return [
    ...(entered ? [databaseClock(entered)] : []),
    ...urls.map((url) => ({
      source: new URL(url!).host,
      roughMs: HTTP_DATE_MS,
      read: async (signal: AbortSignal) => {
        const { headers } = await outward.ask(url!, { timeoutMs: ASK_MS, signal });
        const date = new Date(String(headers.date ?? ''));
        return Number.isNaN(date.getTime()) ? undefined : date;
      },
    })),
  ];
}

function databaseClock(url: string): OtherClock {
  return {
    source: 'basis data',
    roughMs: 0,
    read: async () => {
      const sql = connect(url, { max: 1, name: 'perbarui-doctor' });
      try {
        return await databaseTime(sql);
      } finally {
        await sql.end({ timeout: 1 });
      }
    },
  };
}

function foldersOf({ dataDir, caDir, issuer, parts }: Config): string[] {
  return [
    dataDir,
    ...(parts.database === 'embedded' ? [join(dataDir, 'postgres')] : []),
    ...(issuer === 'local' ? [caDir] : []),
  ];
}
