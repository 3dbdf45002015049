import { pause } from '../src/pause.ts';
import type { BatchLimits } from './backlog.ts';
import { bell } from './bell.ts';
import { type CatchUpParts, catchUp } from './catch-up.ts';
import { type Account, mailboxClient, reasonOf } from './connection.ts';

export type SessionParts = CatchUpParts & {
  readonly account: Account;
  readonly limits: BatchLimits & { readonly sweepEveryMs: number; readonly silenceMs: number };
};
/** How far the work is, for the state page. */
export type Progress = { connected: boolean; waiting: number; syncedAt: Date | undefined; why: string | undefined };
/** `asked`: what is under way is finished first; `forced`: whatever is under way. */
export type Stopping = { readonly asked: AbortSignal; readonly forced: AbortSignal };

/** A polite goodbye, not a condition of leaving. */
const LOGOUT_LIMIT_MS = 2_000;

/** One connection, until it ends. `synced` is told each time the mailbox has been worked to its end. */
export async function session(
  parts: SessionParts,
  progress: Progress,
  { asked, forced }: Stopping,
  synced: () => void,
): Promise<void> {
  const { account, lease, limits, log } = parts;
  const { client, path, connect } = await mailboxClient(account, limits.silenceMs);
  if (asked.aborted) return;
  const news = bell();
  // Without a listener one socket error ends the process; it must be there before anything else (FIELD-NOTES, Mail).
  client.on('error', (error) => log.warn('mailbox connection', { code: 'mail', why: reasonOf(error) }));
  client.on('exists', news.ring);
  client.on('close', news.ring);
  const leave = () => (client.usable ? news.ring() : client.close());
  const cut = () => client.close();
  asked.addEventListener('abort', leave);
  forced.addEventListener('abort', cut);
  try {
    await connect();
    const { uidValidity } = await client.mailboxOpen(path, { readOnly: true });
    const source = `imap:${path}:${uidValidity}`;
    progress.connected = true;
    while (!asked.aborted && client.usable) {
      if (!(await lease.acquire())) return;
      if (!(await catchUp(client, source, parts, progress, asked))) return;
      progress.syncedAt = new Date();
      progress.why = undefined;
      synced();
      await news.wait(limits.sweepEveryMs, () => client.idle());
    }
  } finally {
    asked.removeEventListener('abort', leave);
    await Promise.race([client.logout(), pause(LOGOUT_LIMIT_MS, AbortSignal.timeout(LOGOUT_LIMIT_MS))]).catch(
      () => undefined,
    );
    client.close();
    forced.removeEventListener('abort', cut);
  }
}
