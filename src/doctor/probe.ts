import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ImapFlow } from 'imapflow';
import type { submission } from '../../mail/connection.ts';
import type { SmtpFailure } from '../../mail/failure.ts';
import { addressOf, messageIdOf, readMessageId, replyAddressOf } from '../../mail/token.ts';
import { DAY_MS } from '../durations.ts';

/** A mail to ourselves, told from all others by its id. */
export type Probe = {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly messageId: string;
  /** In the address it goes to. */
  readonly token?: string;
};

/** Beside the Message-ID, which a server may change. */
const HEADER = 'X-Perbarui-Probe';
const LOOK_EVERY_MS = 500;
/** More mails than this in a minute, and ours is looked for among the first. */
const LOOKED_AT_LIMIT = 200;
/** Of a folder of spam only the newest are of interest. */
const JUNK_LIMIT = 20;

/** With a token in its address, or plainly to ourselves; the Message-ID then carries the token, as in all our mail. */
export function newProbe(
  { from: sender, replyAddress }: { readonly from: string; readonly replyAddress?: string | undefined },
  addressed: boolean,
): Probe {
  const from = addressOf(sender);
  const domain = from.split('@')[1] ?? 'localhost';
  const id = `probe-${randomUUID()}`;
  const token = newToken();
  if (addressed && replyAddress)
    return { id, from, to: replyAddressOf(replyAddress, token), messageId: messageIdOf(id, domain), token };
  return { id, from, to: from, messageId: messageIdOf(id, domain, token) };
}

/** As long as a real one, with everything that a server could spoil: both cases, a dash, an underscore. */
const newToken = () => `aZ-_${randomBytes(21).toString('base64url')}`;

/** What kept a mail from leaving: the server's reply, or, where it gave none, the code of what happened. */
export type Unsent = { readonly reply: number } | { readonly why: string };

/** Undefined when it is on its way. */
export async function sendProbe(
  transport: ReturnType<typeof submission>,
  { id, from, to, messageId }: Probe,
  date: Date,
): Promise<Unsent | undefined> {
  try {
    await transport.sendMail({
      from,
      to,
      messageId,
      date,
      subject: 'Pemeriksaan email Perbarui',
      text: 'Email ini dikirim oleh pemeriksaan layanan kepada kotak suratnya sendiri. Tidak perlu dijawab, dan boleh dihapus.\n',
      headers: { [HEADER]: id, 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    });
    return undefined;
  } catch (error) {
    const { responseCode, code } = error as SmtpFailure;
    return responseCode ? { reply: responseCode } : { why: code ?? 'unknown' };
  }
}

/** The bytes of the probe once it is there, looked for among what has a UID from `next` on. No flag is read or set. */
export async function arrivalIn(
  client: ImapFlow,
  next: number,
  probe: Probe,
  withinMs: number,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  const deadline = performance.now() + withinMs;
  const looked = new Set<number>();
  for (;;) {
    await client.noop();
    const uids = (await client.search({ uid: `${next}:*` }, { uid: true })) || [];
    for (const uid of uids.filter((each) => each >= next && !looked.has(each)).slice(0, LOOKED_AT_LIMIT)) {
      looked.add(uid);
      if (!(await isProbe(client, uid, probe))) continue;
      const fetched = await client.fetchOne(String(uid), { source: true }, { uid: true });
      const source = fetched ? fetched.source : undefined;
      if (source) return source;
    }
    if (performance.now() > deadline || signal.aborted) return undefined;
    await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function isProbe(client: ImapFlow, uid: number, { id }: Probe): Promise<boolean> {
  const fetched = await client.fetchOne(String(uid), { headers: ['message-id', HEADER] }, { uid: true });
  return fetched ? (fetched.headers?.includes(id) ?? false) : false;
}

/** Whether one of them went into the folder of spam. */
export async function inJunk(client: ImapFlow, probes: readonly Probe[]): Promise<boolean> {
  const junk = (await client.list()).find(({ specialUse }) => specialUse === '\\Junk');
  if (!junk) return false;
  await client.mailboxOpen(junk.path, { readOnly: true });
  // A day back: the server's day may be another one.
  const recent = (await client.search({ since: new Date(Date.now() - DAY_MS) }, { uid: true })) || [];
  for (const uid of recent.slice(-JUNK_LIMIT))
    for (const probe of probes) if (await isProbe(client, uid, probe)) return true;
  return false;
}

/** Whether its Message-ID is the one that it left with. */
export function cameBack(raw: Buffer, { messageId, from }: Probe): boolean {
  const [found = ''] = headersOf(raw, 'message-id');
  const domain = from.split('@')[1] ?? '';
  const [sent, kept] = [readMessageId(messageId, domain), readMessageId(found, domain)];
  return kept !== undefined && kept.id === sent?.id && kept.token === sent.token;
}

/** The values of a header, topmost first, unfolded. */
export function headersOf(raw: Buffer, name: string): string[] {
  const text = raw.toString('latin1');
  const end = text.search(/\r?\n\r?\n/);
  const head = (end < 0 ? text : text.slice(0, end)).replace(/\r?\n[ \t]+/g, ' ');
  return head
    .split(/\r?\n/)
    .filter((line) => line.toLowerCase().startsWith(`${name}:`))
    .map((line) => line.slice(name.length + 1).trim());
}
