import type { Line } from '../../conversation/line.ts';
import { DAY_MS } from '../../durations.ts';
import { awaited } from '../../renewal/awaited.ts';
import { isoDay } from '../../renewal/dates.ts';
import type { Exclusion } from '../../renewal/notices.ts';
import type { Renewal } from '../../renewal/renewal.ts';
import { apply } from '../apply.ts';
import type { Operator, Outcome } from '../entry.ts';
import { speak } from '../speak.ts';
import type { CertificateRow, NoticeRow } from '../store.ts';
import { ways, whereToTell } from '../ways.ts';
import type { Work } from '../work.ts';
import { giveNotice, openRenewal } from './opening.ts';

/**
 * The scan found a notice due, or an operator (`by`) releases one. A preview waits for that; the daily cap holds for
 * everybody. What is not due any more is left out with the reason, and nothing is sent.
 */
export async function noticeDue(
  work: Work,
  certificateId: string,
  threshold: number,
  preview: boolean,
  by?: Operator,
): Promise<Outcome> {
  const named = await work.certificate(certificateId);
  // As it is under its holder's lock: its date may have been corrected since the scan looked at it.
  const certificate = named && (await work.applicant(named.applicant)).certificates.find(({ id }) => id === named.id);
  if (!certificate || !hasReached(certificate, threshold, work.now)) return { refused: 'unknown' };
  const earlier = await work.preloaded.notice(certificateId, threshold);
  const state = earlier?.state ?? 'void';
  const why = await overtaken(work, certificate);
  if (why) {
    const isUntold = why === 'unreachable' && (state === 'void' || state === 'preview');
    if (isUntold || state === 'preview') keep(work, certificateId, threshold, earlier, { state: 'excluded', why });
    // Somebody telephones, or writes a letter: once for each notice that he would have had.
    if (isUntold) work.awaitOperator('applicant', certificate.applicant, 'unreachable', certificate.applicant);
    return { refused: 'unknown' };
  }
  // What waits is what an operator can release. The scan tells nobody twice, but anew where a date was corrected.
  if (by ? state !== 'preview' : state !== 'void' && (state !== 'preview' || preview)) return { refused: 'already' };
  if (preview) {
    keep(work, certificateId, threshold, earlier, { state: 'preview' });
    work.awaitOperator('notices', 'preview', 'release-notices');
    return { done: true };
  }
  const day = isoDay(work.now, work.parts.settings.timeZone);
  if ((await work.tx.next(`notices:${day}`)) > work.parts.settings.noticeDailyCap) return { refused: 'capped' };
  await send(work, certificate);
  keep(work, certificateId, threshold, earlier, { state: 'sent', sentAt: work.now, releasedBy: by?.id ?? null });
  if (by) noteDecision(work, by, certificate, threshold, 'notice released');
  return { done: true };
}

const hasReached = ({ notAfter }: CertificateRow, threshold: number, now: Date): boolean =>
  notAfter.getTime() - now.getTime() <= threshold * DAY_MS;

/** In the record of whom it is about: which notice an operator let go, or kept back. */
export function noteDecision(
  work: Work,
  by: Operator,
  { id, applicant }: CertificateRow,
  threshold: number,
  entry: 'notice released' | 'notice left out',
): void {
  work.journal(`applicant:${applicant}`, { role: 'operator', id: by.id }, entry, { certificate: id, threshold });
}

type Kept = {
  readonly state: 'preview' | 'sent' | 'excluded';
  readonly why?: Exclusion;
  readonly sentAt?: Date;
  readonly releasedBy?: string | null;
};

function keep(work: Work, certificate: string, threshold: number, earlier: NoticeRow | undefined, kept: Kept): void {
  const anew = earlier?.state === 'void' && { at: work.now, why: null, sentAt: null, releasedBy: null };
  if (earlier) work.tx.update('notices', { id: earlier.id, ...anew, ...kept });
  else work.tx.insert('notices', { id: work.newId(), certificate, threshold, at: work.now, ...kept });
}

/** Between the preview and its release the person may have renewed, gone on, or asked not to be written to. */
async function overtaken(work: Work, certificate: CertificateRow): Promise<Exclusion | undefined> {
  if (certificate.successor) return 'has-successor';
  if ((await work.applicant(certificate.applicant)).stopped) return 'stopped';
  const open = await openOf(work, certificate);
  if (open && awaited(open)[0]?.who !== 'applicant') return 'office-awaited';
  const { mail, chats } = await ways(work, certificate.applicant);
  return mail || chats.length > 0 ? undefined : 'unreachable';
}

const openOf = async (work: Work, { id, applicant }: CertificateRow): Promise<Renewal | undefined> =>
  (await work.openRenewalsOf(applicant)).find(({ certificate }) => certificate === id);

async function send(work: Work, certificate: CertificateRow): Promise<void> {
  const open = await openOf(work, certificate);
  const renewal = open ?? (await openRenewal(work, certificate, 'scan', { role: 'system' }, 'none'));
  if (!renewal) return;
  // It is one of his reminders, so that the next one does not come beside it.
  if (open)
    await apply(work, open.id, { is: 'reminded', mark: work.mark({ role: 'system' }, 'none') }, { quiet: true });
  const line = reminderOf(renewal, certificate.notAfter);
  if (!line) {
    await giveNotice(work, renewal, certificate);
    return;
  }
  const contact = await whereToTell(work, renewal.applicant, renewal.id);
  if (contact) await speak(work, contact, [line], { renewal: renewal.id });
}

/** Whoever has signed in is reminded of what is awaited of him now; anybody else gets the notice itself. */
export function reminderOf(renewal: Renewal, expires: Date): Line | undefined {
  const [first] = awaited(renewal);
  return renewal.facts.signedIn && first
    ? { say: 'reminder', what: first.what, count: 1, expires, alone: true }
    : undefined;
}
