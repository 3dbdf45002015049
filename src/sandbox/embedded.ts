import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Ground } from '../compose/house.ts';
import { passphraseOf } from '../compose/passphrase.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { createKeyring } from '../seal.ts';
import { type Database, startDatabase } from './database.ts';
import { authservIdOf, type MailServer, startMailServer } from './mail/server.ts';
import { startTelegramServer, type TelegramServer } from './telegram/server.ts';

/** What stands in for the parts that are not configured, until each is. */
export type Embedded = {
  readonly ground: Ground;
  readonly database?: Database;
  readonly mail?: MailServer;
  readonly telegram?: TelegramServer;
  stop(): Promise<void>;
};

const MAILBOX = 'sertifikat@diskominfo.contohprov.example';
export const BOT = 'perbarui_bot';

/** Made once and kept, readable by this user only: keys, passwords and the bot's token. */
const Kept = z.object({
  secretKey: z.string(),
  caPassphrase: z.string(),
  mailPassword: z.string(),
  botToken: z.string(),
  ports: z.object({ imap: z.number(), smtp: z.number(), telegram: z.number() }),
});
type Kept = z.infer<typeof Kept>;

/** Starts a real Postgres, an IMAP and SMTP server and a Bot API server for whatever the configuration leaves open. */
export async function startEmbedded(config: Config, log: Log): Promise<Embedded> {
  const { parts, dataDir } = config;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const kept = await readKept(dataDir);
  // Where another process signs, its passphrase is not known here.
  const caPassphrase = config.roles.includes('issuer')
    ? ((await passphraseOf(config)) ?? kept.caPassphrase)
    : undefined;
  const [database, mail, telegram] = await Promise.all([
    parts.database === 'embedded' ? startDatabase({ dir: join(dataDir, 'postgres') }) : undefined,
    parts.mail === 'embedded'
      ? startMailServer({
          dir: join(dataDir, 'mail'),
          system: { user: MAILBOX, password: kept.mailPassword, address: MAILBOX },
          imapPort: kept.ports.imap,
          smtpPort: kept.ports.smtp,
        })
      : undefined,
    parts.telegram === 'embedded'
      ? startTelegramServer({
          token: kept.botToken,
          username: BOT,
          flood: true,
          file: join(dataDir, 'telegram.json'),
          port: kept.ports.telegram,
          log,
        })
      : undefined,
  ]);
  return {
    ground: groundOf(config, { ...kept, caPassphrase }, { database, mail, telegram }),
    database,
    mail,
    telegram,
    async stop() {
      await Promise.all([telegram?.stop(), mail?.stop()]);
      await database?.stop();
    },
  };
}

type Known = Omit<Kept, 'caPassphrase'> & { readonly caPassphrase: string | undefined };

function groundOf(
  config: Config,
  kept: Known,
  { database, mail, telegram }: Omit<Embedded, 'ground' | 'stop'>,
): Ground {
  return {
    database: database
      ? { url: database.url, ownerUrl: database.ownerUrl, issuerUrl: database.issuerUrl, own: true }
      : { ...config.database!, own: false },
    mail: mail ? { imapUrl: mail.imapUrl, smtpUrl: mail.smtpUrl, ...embeddedMailbox(config) } : config.mail,
    telegram: telegram ? { token: kept.botToken, apiRoot: telegram.apiRoot } : config.telegram,
    keyring: createKeyring(config.secretKey ?? Buffer.from(kept.secretKey, 'base64'), [...config.oldSecretKeys]),
    caPassphrase: kept.caPassphrase,
    operatorChat: config.operatorChat,
  };
}

/** What the embedded mailbox is called, for the service and for commands that run beside it. */
export const embeddedMailbox = ({ agency }: Config) => ({
  from: `${agency.name} <${MAILBOX}>`,
  replyAddress: MAILBOX.replace('@', '+{token}@'),
  authservId: authservIdOf(MAILBOX),
});

/** The secrets that the first start made, for commands that run beside the service. */
export async function keptSecrets(dataDir: string): Promise<Pick<Kept, 'secretKey' | 'caPassphrase'>> {
  return readKept(dataDir);
}

async function readKept(dataDir: string): Promise<Kept> {
  const path = join(dataDir, 'secrets.json');
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (text !== undefined) return Kept.parse(JSON.parse(text));
  const secret = (bytes: number) => randomBytes(bytes).toString('base64url');
  const kept: Kept = {
    secretKey: randomBytes(32).toString('base64'),
    caPassphrase: secret(24),
    mailPassword: secret(12),
    botToken: `${700_000_000 + randomBytes(3).readUIntBE(0, 3)}:${secret(26)}`,
    ports: { imap: 0, smtp: 0, telegram: 0 },
  };
  await writeFile(path, JSON.stringify(kept, null, 2), { mode: 0o600, flag: 'wx' });
  return kept;
}
