import { readFile } from 'node:fs/promises';
import type { Sql } from '../../db/connect.ts';
import { createLease, readCursor } from '../../db/leases.ts';
import { createAuthenticity } from '../../mail/authenticity.ts';
import { createListener, type Listener } from '../../mail/listener.ts';
import { createNoticeReader } from '../../mail/notice.ts';
import { NOTICE_PATTERNS, readNoticePatterns } from '../../mail/notice-patterns.ts';
import { createMailChannel } from '../../mail/outbound.ts';
import type { Channel, Clock } from '../desk/ports.ts';
import type { Desk } from '../desk/receive.ts';
import { Fault } from '../fault.ts';
import type { Log } from '../log.ts';

export type MailParts = {
  readonly imapUrl: string;
  readonly smtpUrl: string;
  readonly from: string;
  readonly replyAddress?: string;
  readonly authservId?: string;
};

export function openMail(parts: MailParts, clock: Clock, log: Log): Channel & { close(): void } {
  return createMailChannel({ url: parts.smtpUrl, from: parts.from, replyAddress: parts.replyAddress, clock, log });
}

type ListeningParts = {
  readonly desk: Desk;
  readonly sql: Sql;
  readonly log: Log;
  readonly noticePatternsFile?: string | undefined;
};

/** Listens to the mailbox. Throws Fault('config') when the file with the notice's words cannot be used. */
export async function listenMail(
  parts: MailParts,
  { desk, sql, log, noticePatternsFile }: ListeningParts,
): Promise<Listener> {
  const mailbox = new URL(parts.imapUrl);
  return createListener({
    url: parts.imapUrl,
    from: /<([^<>]+)>/.exec(parts.from)?.[1] ?? parts.from,
    replyAddress: parts.replyAddress,
    authenticity: createAuthenticity(parts.authservId ? { authservId: parts.authservId } : {}),
    notice: createNoticeReader(await noticePatterns(noticePatternsFile)),
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

async function noticePatterns(file: string | undefined) {
  if (file === undefined) return NOTICE_PATTERNS;
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Fault('config', 'NOTICE_PATTERNS_FILE: cannot be read');
  });
  return readNoticePatterns(text);
}
