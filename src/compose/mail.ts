import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Sql } from '../../db/connect.ts';
import { readCursor } from '../../db/cursors.ts';
import { createLease } from '../../db/leases.ts';
import { createAuthenticity } from '../../mail/authenticity.ts';
import type { Account, Dkim } from '../../mail/connection.ts';
import type { InboundOptions } from '../../mail/inbound.ts';
import { createListener, type Limits, type Listener } from '../../mail/listener.ts';
import { createNoticeReader } from '../../mail/notice.ts';
import { NOTICE_PATTERNS, readNoticePatterns } from '../../mail/notice-patterns.ts';
import { createTokenSource } from '../../mail/oauth.ts';
import { createMailChannel } from '../../mail/outbound.ts';
import type { Config } from '../config.ts';
import type { Channel, Clock } from '../desk/ports.ts';
import type { Desk } from '../desk/receive.ts';
import { Fault } from '../fault.ts';
import type { Log } from '../log.ts';
import type { Outward } from '../outward.ts';

export type MailParts = NonNullable<Config['mail']> & {
  /** In place of the rooms' own limits; for tests. */
  readonly limits?: { readonly inbox?: Partial<Limits>; readonly submissionSilenceMs?: number };
};

export type MailSide = {
  readonly parts: MailParts;
  readonly channel: Channel & { close(): void };
  /** How the mailbox is entered, by the same tokens as the server that takes our mail. */
  readonly mailbox: Account;
};

type Surroundings = { readonly clock: Clock; readonly outward: Outward };
type SendingParts = Surroundings & {
  /** The reply token of a message of ours. */
  readonly tokenOf: (id: string) => string;
  readonly log: Log;
};
type MailAccounts = {
  readonly mailbox: Account;
  /** The server that takes our mail. */
  readonly submission: Account;
  readonly dkim?: Dkim | undefined;
};

/** How the servers are entered. Throws Fault('config') when a file that the configuration names cannot be used. */
export async function mailAccounts(parts: MailParts, { clock, outward }: Surroundings): Promise<MailAccounts> {
  const tokens = parts.oauth && createTokenSource(parts.oauth, clock, { outward });
  const trusted = parts.caFile ? await trustedIn(parts.caFile) : undefined;
  return {
    mailbox: { url: parts.imapUrl, tokens, trusted },
    submission: { url: parts.smtpUrl, tokens, trusted },
    dkim: parts.dkim && (await dkimOf(parts.dkim)),
  };
}

/** Throws as `mailAccounts` does. */
export async function openMail(parts: MailParts, sending: SendingParts): Promise<MailSide> {
  const { from, replyAddress } = parts;
  const { tokenOf, clock, log } = sending;
  const { mailbox, submission, dkim } = await mailAccounts(parts, sending);
  return {
    parts,
    channel: createMailChannel({
      account: submission,
      from,
      replyAddress,
      dkim,
      tokenOf,
      clock,
      log,
      timeoutMs: parts.limits?.submissionSilenceMs,
    }),
    mailbox,
  };
}

async function trustedIn(file: string): Promise<string> {
  const pem = await readFile(file, 'utf8').catch(() => '');
  if (!/-----BEGIN CERTIFICATE-----/.test(pem)) throw new Fault('config', 'MAIL_CA_FILE: holds no certificate in PEM');
  return pem;
}

/** RFC 8301, 3.2: verifiers need not take a shorter key. */
const DKIM_LEAST_BITS = 1024;

async function dkimOf({ domain, selector, keyFile }: NonNullable<MailParts['dkim']>): Promise<Dkim> {
  const privateKey = await readFile(keyFile, 'utf8').catch(() => '');
  const key = keyIn(privateKey);
  if (key?.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < DKIM_LEAST_BITS)
    throw new Fault('config', `DKIM_KEY_FILE: holds no private RSA key of ${DKIM_LEAST_BITS} bits or more in PEM`);
  return { domainName: domain, keySelector: selector, privateKey };
}

function keyIn(pem: string) {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

type ListeningParts = {
  readonly desk: Desk;
  readonly sql: Sql;
  readonly log: Log;
  readonly noticePatternsFile?: string | undefined;
};

/** Listens to the mailbox. Throws Fault('config') when the file with the notice's words cannot be used. */
export async function listenMail(
  { parts, mailbox: account }: MailSide,
  { desk, sql, log, noticePatternsFile }: ListeningParts,
): Promise<Listener> {
  const mailbox = new URL(parts.imapUrl);
  return createListener({
    account,
    limits: parts.limits?.inbox,
    ...(await mailReading(parts, noticePatternsFile)),
    receive: async (batch, cursor) =>
      void (await desk.receive(
        batch.map((message) => ({ enter: 'message', message })),
        cursor,
      )),
    cursor: (source) => readCursor(sql, source),
    lease: createLease(sql, `imap:${mailbox.username}@${mailbox.host}${mailbox.pathname}`),
    log,
  });
}

export type MailReading = Pick<MailParts, 'from' | 'replyAddress' | 'authservId'>;

/** By what a mail is read and judged. Throws Fault('config') when the file with the notice's words cannot be used. */
export async function mailReading(
  { from, replyAddress, authservId }: MailReading,
  noticePatternsFile: string | undefined,
): Promise<InboundOptions> {
  return {
    from: /<([^<>]+)>/.exec(from)?.[1] ?? from,
    replyAddress,
    authenticity: createAuthenticity({ authservId }),
    notice: createNoticeReader(await noticePatterns(noticePatternsFile)),
  };
}

async function noticePatterns(file: string | undefined) {
  if (file === undefined) return NOTICE_PATTERNS;
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Fault('config', 'NOTICE_PATTERNS_FILE: cannot be read');
  });
  return readNoticePatterns(text);
}
