import type { Poller } from '../../bots/poll.ts';
import type { Sql } from '../../db/connect.ts';
import { isReadOnly } from '../../db/examine.ts';
import type { Listener } from '../../mail/listener.ts';
import type { WebParts } from '../web/parts.ts';

type Running = {
  readonly sql: Sql;
  /** Where this process reads them. */
  readonly poller: Pick<Poller, 'status'> | undefined;
  readonly mailbox: Pick<Listener, 'state'> | undefined;
};

type Health = Awaited<ReturnType<WebParts['health']>>[number];

/** Is everything that should run running? */
export function health({ sql, poller, mailbox }: Running): WebParts['health'] {
  return async () => {
    const database = await isReadOnly(sql).then<Health, Health>(
      (readOnly) => ({ part: 'database', ok: !readOnly, ...(readOnly ? { why: 'read-only' } : {}) }),
      () => ({ part: 'database', ok: false, why: 'away' }),
    );
    const status = poller?.status();
    return [
      database,
      ...(status ? [{ part: 'telegram' as const, ok: status.state !== 'failing', why: status.why ?? '' }] : []),
      ...(mailbox ? [mailHealth(mailbox.state())] : []),
    ];
  };
}

/** A backlog is no fault, but whoever waits for an answer wants to know of it. */
function mailHealth({ connected, waiting, why }: ReturnType<Listener['state']>): Health {
  const told = connected ? waiting > 0 && `${waiting} email masih menunggu dibaca` : why;
  // Nothing went wrong: it is about to be, or another process has the mailbox.
  return { part: 'mail', ok: connected || why === undefined, ...(told ? { why: told } : {}) };
}
