import { setTimeout as sleep } from 'node:timers/promises';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../durations.ts';
import { Fault } from '../../fault.ts';
import type { Log } from '../../log.ts';
import { holdsPrivateKey } from '../../private-key/file.ts';
import { type NoticeFacts, noticeDue, reminderDue } from '../../renewal/notices.ts';
import { isOpen, parseOfficeHours } from '../../renewal/office.ts';
import type { Data, Renewal } from '../../renewal/renewal.ts';
import { together } from '../../together.ts';
import type { Entry, Outcome } from '../entry.ts';
import { type DeskSettings, LIMITS } from '../parts.ts';
import type {
  Address,
  CaStatusService,
  Channel,
  ChannelName,
  Clock,
  Issuer,
  LetterReader,
  RevocationReason,
} from '../ports.ts';
import type { Desk } from '../receive.ts';
import { typing } from '../sending/typing.ts';

/** What the jobs need to know of the records; db/work.ts reads it. */
export interface JobReads {
  pendingFile(
    document: string,
  ): Promise<{ from: Address; message?: string; remote: string; album: boolean; at: Date } | undefined>;
  letter(
    renewal: string,
    document: string,
  ): Promise<{ content: Uint8Array; data: Data; letter: 'recommendation' | 'change' } | undefined>;
  /** Where the applicant last spoke about this renewal (or this request of it), if he can be reached there. */
  whoWaits(of: { renewal: string } | { request: string }): Promise<Address | undefined>;
  /** This one and whatever else of its person is to be revoked by now for the same reason; none where it is not due any more. */
  dueRevocations(
    id: string,
    now: Date,
  ): Promise<readonly { id: string; serial: string; issuer: string; reason: RevocationReason }[]>;
  /** Certificates that may be due, with what the decision needs; grows with those near expiry, not with the total. */
  noticeCandidates(now: Date, withinDays: number): AsyncIterable<readonly NoticeCandidate[]>;
  /** Open renewals in which the applicant has been awaited since before this moment. */
  awaitingApplicant(before: Date): Promise<readonly Renewal[]>;
  /** Revocations of the command line that no operator was told of yet. */
  revokedElsewhere(): Promise<readonly { serial: string; reason: RevocationReason; by: string }[]>;
  /** Work that should have been done by this moment, whose job is lost or has given up. */
  overdueWork(before: Date): Promise<readonly OverdueWork[]>;
  /**
   * Requests that stand in AMS and whose certificate is neither recorded nor known to be there, the longest first; then those
   * whose certificate was recorded on somebody's word since this moment.
   */
  inAms(
    recordedSince: Date,
  ): Promise<
    readonly { readonly renewal: string; readonly nik: string; readonly source: string; readonly place?: string }[]
  >;
  cursor(source: string): Promise<string | undefined>;
  forgottenTakeovers(before: Date): Promise<readonly { contact: string; operator: string; name: string }[]>;
}

export type OverdueWork = {
  readonly work: 'fetch' | 'read' | 'issue' | 'revoke';
  /** What its job is told. */
  readonly data: Readonly<Record<string, string>>;
  /** What an operator looks at: the message, the renewal, the revocation. */
  readonly ref: string;
  readonly since: Date;
  /** An operator knows already. */
  readonly told: boolean;
};

export type NoticeCandidate = { readonly certificate: string } & Omit<NoticeFacts, 'now' | 'thresholds' | 'windowDays'>;

export type JobParts = {
  readonly desk: Desk;
  readonly reads: JobReads;
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  readonly letters: LetterReader;
  readonly issuer: Issuer;
  /** Where one is configured. */
  readonly caStatus?: CaStatusService;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: Pick<DeskSettings, 'windowDays' | 'reminderDays' | 'officeHours' | 'officeClosed' | 'timeZone'> & {
    readonly notices: 'off' | 'preview' | 'on';
    readonly noticeDays: readonly number[];
  };
};

/** "Besok ya": nobody is quiet by agreement for less, and whoever is, is reminded then, whatever the settings say. */
const SHORTEST_QUIET_DAYS = 1;
/** Entries per transaction of a scan. */
const SCAN_BATCH = 100;
/** An operator who has not written for so long has forgotten that he took over. */
const TAKEOVER_HOURS = 8;

/** A job's own retries are nearly over by then; what is read twice changes nothing. */
const OVERDUE_MS = 10 * MINUTE_MS;
/** Long enough for an outage that passes by itself, short enough for an office day. */
const TOLD_AFTER_MS = HOUR_MS;

/**
 * Nothing is stuck for ever and unseen: work whose job was lost or has given up is queued again, and after an hour an
 * operator is told. `again` queues it, at most once in a while for the same work.
 */
export async function takeUpWork(parts: JobParts, again: (overdue: OverdueWork) => Promise<unknown>): Promise<void> {
  const now = parts.clock().getTime();
  for (const overdue of await parts.reads.overdueWork(new Date(now - OVERDUE_MS))) {
    await again(overdue);
    if (!overdue.told && overdue.since.getTime() <= now - TOLD_AFTER_MS)
      await parts.desk.receive([{ enter: 'stuck', work: overdue.work, ref: overdue.ref }]);
  }
}

/** What is looked for in the rows now and then. Each for itself: none waits for what keeps another from being done. */
export async function sweep(parts: JobParts, again: (overdue: OverdueWork) => Promise<unknown>): Promise<void> {
  await together([takeUpWork(parts, again), hearOfRevocations(parts)]);
}

/** What `ca revoke` did past the desk is heard of here, as of any other revocation. */
export async function hearOfRevocations({ desk, reads }: JobParts): Promise<void> {
  const entries = (await reads.revokedElsewhere()).map((each) => ({ enter: 'revoked-elsewhere' as const, ...each }));
  if (entries.length > 0) await desk.receive(entries);
}

/** Fetches a file that a message named; what cannot be had is reported as lost, so that the person can send it again. */
export async function fetchFile(parts: JobParts, document: string, lastTry: boolean): Promise<void> {
  const file = await parts.reads.pendingFile(document);
  const fetch = file && parts.channels.get(file.from.channel)?.fetch;
  if (!file || !fetch) return;
  const old = parts.clock().getTime() - file.at.getTime();
  if (file.album && old < ALBUM_MS) await sleep(Math.min(ALBUM_MS - old, ALBUM_MS));
  try {
    const content = await typing(parts.channels, file.from, () => fetch(file.remote, LIMITS.fileBytes));
    await parts.desk.receive([{ enter: 'fetched', document, content }]);
    if (holdsPrivateKey(content)) await forgetFile(parts, file.from, file.message);
  } catch (error) {
    const tooLarge = error instanceof Fault && error.code === 'too-large';
    if (!lastTry && !tooLarge) throw error;
    await parts.desk.receive([{ enter: 'fetched', document, tooLarge }]);
  }
}

/** Nobody shall find it in the chat later on. */
async function forgetFile(parts: JobParts, from: Address, message: string | undefined): Promise<void> {
  const settle = parts.channels.get(from.channel)?.settle;
  if (message !== undefined) await settle?.({ chat: from.value, message }, 'delete');
}

/** By then the others of an album have come as well, and are heard together with the first. */
const ALBUM_MS = 1_000;

export async function readLetter(parts: JobParts, job: { renewal: string; document: string }): Promise<void> {
  const letter = await parts.reads.letter(job.renewal, job.document);
  if (!letter) return;
  const person = await parts.reads.whoWaits({ renewal: job.renewal });
  const reading = await typing(parts.channels, person, () => parts.letters.read(letter.content));
  const remarks = reading.ok ? parts.letters.compare(reading.text, letter.data, letter.letter) : [];
  await parts.desk.receive([{ enter: 'letter-read', ...job, reading, remarks }]);
}

export async function issue(parts: JobParts, request: string): Promise<void> {
  const person = await parts.reads.whoWaits({ request });
  const issuance = await typing(parts.channels, person, () => parts.issuer.issue({ id: request }));
  await parts.desk.receive([{ enter: 'issuance', request, issuance }]);
}

/** What was decided together is reported together, so that its owner is told once. */
export async function revoke({ desk, reads, issuer, clock }: JobParts, revocation: string): Promise<void> {
  const rows = await reads.dueRevocations(revocation, clock());
  const results = await together(
    rows.map(async ({ id, serial, issuer: by, reason }) => {
      const isRevoked = by === 'local' && (await issuer.revoke(serial, reason)) === 'revoked';
      return { id, result: isRevoked ? ('revoked' as const) : ('by-hand' as const) };
    }),
  );
  const entries = [...Map.groupBy(results, ({ result }) => result)].map(([result, of]) => ({
    enter: 'revoked' as const,
    revocations: of.map(({ id }) => id),
    result,
  }));
  if (entries.length > 0) await desk.receive(entries);
}

/** Nobody is written to at night for what is not news. */
function isOfficeOpen({ officeHours, officeClosed, timeZone }: JobParts['settings'], now: Date): boolean {
  const hours = parseOfficeHours(officeHours, officeClosed);
  return hours !== undefined && isOpen(hours, now, timeZone);
}

/**
 * SOP activity 1 from our own records: who is due is told in office hours, or put before an operator at any time. Returns
 * how many; undefined where nobody was looked at, since notices are off or the office is closed.
 */
export async function scan(parts: JobParts): Promise<number | undefined> {
  const { settings, clock } = parts;
  const { noticeDays: thresholds, windowDays } = settings;
  const now = clock();
  if (settings.notices === 'off' || (settings.notices === 'on' && !isOfficeOpen(settings, now))) return undefined;
  let count = 0;
  for await (const candidates of parts.reads.noticeCandidates(now, Math.max(...thresholds))) {
    const entries = candidates.flatMap(({ certificate, ...facts }): Entry[] => {
      const due = noticeDue({ now, thresholds, windowDays, ...facts });
      if (!due.due) return [];
      return [{ enter: 'notice-due', certificate, threshold: due.threshold, preview: settings.notices === 'preview' }];
    });
    const outcomes = await enterInBatches(parts.desk, entries);
    count += outcomes.filter((outcome) => 'done' in outcome).length;
  }
  return count;
}

async function enterInBatches(desk: Desk, entries: readonly Entry[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let at = 0; at < entries.length; at += SCAN_BATCH)
    outcomes.push(...(await desk.receive(entries.slice(at, at + SCAN_BATCH))));
  return outcomes;
}

/** Reminders, the operator, and lapsing, for those from whom nothing came. Returns how many. */
export async function remind(parts: JobParts): Promise<number> {
  const { settings, clock } = parts;
  const officeHours = parseOfficeHours(settings.officeHours, settings.officeClosed);
  if (!officeHours) return 0;
  const now = clock();
  const before = new Date(now.getTime() - Math.min(SHORTEST_QUIET_DAYS, ...settings.reminderDays) * DAY_MS);
  const { reminderDays, timeZone } = settings;
  const silent = (await parts.reads.awaitingApplicant(before)).flatMap((renewal): Entry[] => {
    const { due } = reminderDue(renewal, { now, reminderDays, officeHours, timeZone });
    if (due === 'nothing' || due === 'wait') return [];
    return [{ enter: 'silence', renewal: renewal.id, act: due === 'tell-operator' ? 'operator' : due }];
  });
  const forgotten = await parts.reads.forgottenTakeovers(new Date(now.getTime() - TAKEOVER_HOURS * HOUR_MS));
  const handedBack = forgotten.map(({ contact, operator: id, name }): Entry => {
    return { enter: 'operator', operator: { id, name }, act: { act: 'hand-back', contact } };
  });
  return (await enterInBatches(parts.desk, [...silent, ...handedBack])).length;
}
