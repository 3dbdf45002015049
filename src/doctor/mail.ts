import type { PeerCertificate } from 'node:tls';
import type { ImapFlow } from 'imapflow';
import { type Account, type Dkim, mailboxClient, submission } from '../../mail/connection.ts';
import { type InboundOptions, inboundOf } from '../../mail/inbound.ts';
import { Fault } from '../fault.ts';
import { CERTIFICATE_DAYS, type Check, daysUntil, type Report } from './finding.ts';
import { verdictFindings } from './mail-verdict.ts';
import { arrivalIn, cameBack, inJunk, newProbe, type Probe, sendProbe, type Unsent } from './probe.ts';
import { troubleOf } from './trouble.ts';

export type MailCheckParts = {
  /** Read when the check runs: files that the configuration names may be missing. Throws Fault('config'). */
  readonly accounts: () => Promise<{ mailbox: Account; submission: Account; dkim?: Dkim | undefined }>;
  /** By what every mail is read and judged. */
  readonly reading: () => Promise<InboundOptions>;
  readonly from: string;
  readonly replyAddress?: string | undefined;
  readonly authservId?: string | undefined;
  readonly clock: () => Date;
  readonly patience?: Partial<Patience>;
};
type Patience = typeof PATIENCE;
const PATIENCE = {
  /** How long a server may be silent. The mailbox twice as long: it waits while the other server takes the mail. */
  silenceMs: 15_000 as number,
  /** A mail to oneself takes seconds; greylisting minutes, which a person does not wait for. */
  arrivalMs: 60_000 as number,
  /** The second mail, without a token, when the first is lost. */
  againMs: 30_000 as number,
};
/** All of it together, with the sign-in. */
export const MAIL_LIMIT_MS = 150_000;
/** Over this an applicant takes the assistant for dead. */
const SLOW_S = 30;

/**
 * Signs in at both servers, writes a mail to ourselves and waits for it; then judges it as the listener judges every
 * mail. The probe is of our own address and Message-ID, so the listener records it as ours and answers nothing. It stays
 * in the mailbox: the listener may be fetching it, and we delete nothing in a mailbox that people use too.
 */
export function mailCheck(parts: MailCheckParts): Check {
  return async (report, signal) => {
    const patience = { ...PATIENCE, ...parts.patience };
    const accounts = await parts.accounts().catch((error) => told(report, error));
    if (!accounts) return;
    const [mailbox, transport] = await Promise.all([
      enterMailbox(accounts.mailbox, report, parts.clock, patience),
      enterSubmission(accounts.submission, report, parts.clock, patience, accounts.dkim),
    ]);
    try {
      if (mailbox && transport) await thereAndBack({ mailbox, transport }, { ...parts, patience }, report, signal);
    } finally {
      mailbox?.client.close();
      transport?.close();
    }
  };
}

function told(report: Report, error: unknown): undefined {
  if (!(error instanceof Fault)) throw error;
  const why = error.message.replace(/^\w+: /, '');
  report(error.code === 'config' ? 'mail-file' : 'mail-token', { why });
  return undefined;
}

type Mailbox = { readonly client: ImapFlow; readonly path: string; readonly next: number };

async function enterMailbox(
  account: Account,
  report: Report,
  clock: () => Date,
  { silenceMs }: Patience,
): Promise<Mailbox | undefined> {
  const { host } = new URL(account.url);
  const seen = certificates(account);
  try {
    const { client, path, connect } = await mailboxClient(seen.account, 2 * silenceMs);
    client.on('error', () => undefined);
    try {
      await connect();
      const opened = await client.mailboxOpen(path, { readOnly: true }).catch(() => undefined);
      if (!opened) {
        report('imap-folder', { path });
        client.close();
        return undefined;
      }
      report('imap-ok', { host, security: securityOf(client.secureConnection) });
      seen.tell(report, host, clock());
      return { client, path, next: opened.uidNext };
    } catch (error) {
      client.close();
      throw error;
    }
  } catch (error) {
    return serverTrouble('imap', host, error, report);
  }
}

async function enterSubmission(
  account: Account,
  report: Report,
  clock: () => Date,
  { silenceMs }: Patience,
  dkim?: Dkim,
) {
  const { host } = new URL(account.url);
  const seen = certificates(account);
  const transport = submission(seen.account, silenceMs, dkim);
  try {
    await transport.verify();
    report('smtp-ok', { host, security: securityOf(seen.any()) });
    seen.tell(report, host, clock());
    return transport;
  } catch (error) {
    transport.close();
    return serverTrouble('smtp', host, error, report);
  }
}

const securityOf = (secure: boolean) =>
  secure ? 'terenkripsi TLS, sertifikat terperiksa' : 'tanpa TLS, di komputer ini sendiri';

function serverTrouble(server: 'imap' | 'smtp', host: string, error: unknown, report: Report): undefined {
  if (error instanceof Fault) return told(report, error);
  const { kind, why } = troubleOf(error);
  report(`${server}-${kind}`, { host, why });
  return undefined;
}

/** The account, and what its server showed of itself. */
function certificates(account: Account) {
  let certificate: PeerCertificate | undefined;
  const onCertificate = (shown: PeerCertificate) => {
    certificate = shown;
  };
  return {
    account: { ...account, onCertificate },
    any: () => certificate !== undefined,
    tell(report: Report, host: string, now: Date): void {
      if (!certificate) return;
      const until = new Date(certificate.valid_to);
      const days = daysUntil(until, now);
      if (days < CERTIFICATE_DAYS) report('certificate-ends', { host, until, days });
    },
  };
}

type Trip = MailCheckParts & { readonly patience: Patience };
type Ways = { readonly mailbox: Mailbox; readonly transport: ReturnType<typeof submission> };
type Fate =
  | { readonly raw: Buffer; readonly seconds: number }
  | { readonly unsent: Unsent }
  | { readonly lostAfterMs: number };

async function thereAndBack(ways: Ways, trip: Trip, report: Report, signal: AbortSignal): Promise<void> {
  const { patience, replyAddress } = trip;
  const first = newProbe(trip, replyAddress !== undefined);
  const fate = await fateOf(first, ways, patience.arrivalMs, trip.clock, signal);
  if ('raw' in fate) return judge(first, fate, trip, report);
  if (signal.aborted) return;
  const unknown = 'unsent' in fate && 'why' in fate.unsent;
  if (replyAddress === undefined || unknown) return missing([first], fate, ways, report);
  // Does nothing arrive, or only nothing with a token in its address?
  const second = newProbe(trip, false);
  const plain = await fateOf(second, ways, patience.againMs, trip.clock, signal);
  if (signal.aborted) return;
  if (!('raw' in plain)) return missing([first, second], plain, ways, report);
  const refused = 'unsent' in fate && 'reply' in fate.unsent ? `kode ${fate.unsent.reply}` : undefined;
  report('reply-token-lost', { why: refused ?? 'tidak tiba' });
  return judge(second, plain, trip, report);
}

async function fateOf(
  probe: Probe,
  { mailbox, transport }: Ways,
  withinMs: number,
  clock: () => Date,
  signal: AbortSignal,
): Promise<Fate> {
  const began = performance.now();
  const unsent = await sendProbe(transport, probe, clock());
  if (unsent) return { unsent };
  const raw = await arrivalIn(mailbox.client, mailbox.next, probe, withinMs, signal);
  return raw ? { raw, seconds: (performance.now() - began) / 1000 } : { lostAfterMs: withinMs };
}

async function missing(
  probes: readonly Probe[],
  fate: Exclude<Fate, { raw: Buffer }>,
  { mailbox }: Ways,
  report: Report,
): Promise<void> {
  const { to } = probes.at(-1)!;
  if ('unsent' in fate) {
    if ('reply' in fate.unsent) report('mail-refused', { to, reply: fate.unsent.reply });
    else report('mail-not-sent', { to, why: fate.unsent.why });
  } else if (await inJunk(mailbox.client, probes).catch(() => false)) report('mail-in-junk');
  else report('mail-lost', { to, seconds: fate.lostAfterMs / 1000 });
}

/** By the very code that reads and judges all mail. */
async function judge(
  probe: Probe,
  { raw, seconds }: { readonly raw: Buffer; readonly seconds: number },
  trip: Trip,
  report: Report,
): Promise<void> {
  report(seconds > SLOW_S ? 'mail-slow' : 'mail-arrived', { seconds });
  const meta = { source: 'imap:doctor', uid: 0, receivedAt: trip.clock() };
  const { proof, automatic } = await inboundOf(raw, meta, await trip.reading());
  const domain = probe.from.split('@')[1] ?? '';
  const { authservId } = trip;
  for (const { code, values } of verdictFindings({ raw, domain, authentic: proof?.authentic ?? 'unknown', authservId }))
    report(code, values);
  if (automatic?.kind !== 'own') report('probe-not-own');
  if (probe.token === undefined) {
    if (trip.replyAddress === undefined) report(cameBack(raw, probe) ? 'message-id-kept' : 'message-id-changed');
  } else if (proof?.token === probe.token) report('reply-token-kept');
  else report('reply-token-lost', { why: proof?.token ? 'tandanya berubah' : 'tandanya hilang' });
}
