import type { Sql } from '../../db/connect.ts';
import { createLease, readCursor } from '../../db/leases.ts';
import { createAuthenticity } from '../../mail/authenticity.ts';
import { createListener, type Listener } from '../../mail/listener.ts';
import { createNoticeReader } from '../../mail/notice.ts';
import { NOTICE_PATTERNS } from '../../mail/notice-patterns.ts';
import { createMailChannel } from '../../mail/outbound.ts';
import type { Channel, Clock } from '../desk/ports.ts';
import type { Desk } from '../desk/receive.ts';
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

export function listenMail(parts: MailParts, { desk, sql, log }: { desk: Desk; sql: Sql; log: Log }): Listener {
  const mailbox = new URL(parts.imapUrl);
  return createListener({
    url: parts.imapUrl,
    from: /<([^<>]+)>/.exec(parts.from)?.[1] ?? parts.from,
    replyAddress: parts.replyAddress,
    authenticity: createAuthenticity(parts.authservId ? { authservId: parts.authservId } : {}),
    notice: createNoticeReader(NOTICE_PATTERNS),
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
