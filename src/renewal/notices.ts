import { DAY_MS, HOUR_MS } from '../durations.ts';
import { primary } from './awaited.ts';
import { isCommitted } from './content.ts';
import { isOpen, nextOpening, type OfficeHours } from './office.ts';
import type { Awaited, Facts, Renewal } from './renewal.ts';

/** Longer expired means that nobody misses it: switching the service on must not write to people who left years ago. */
export const EXPIRED_NOTICE_DAYS = 90;
/** The threshold that stands for "has expired" in `lastSent`. */
const EXPIRED_THRESHOLD = 0;

/** Of a certificate that is valid and that no other has replaced: a revoked one is renewed because somebody says so. */
export type NoticeFacts = {
  readonly now: Date;
  readonly expires: Date;
  /** `NOTICE_DAYS`: days before expiry, in any order. */
  readonly thresholds: readonly number[];
  readonly windowDays: number;
  /** The last notice about this certificate, whoever caused it. */
  readonly lastSent?: { readonly at: Date; readonly threshold: number };
  /** Who is awaited in its open renewal, if there is one; when its applicant last heard or did something (`touchedAt`). */
  readonly openRenewalAwaits?: Awaited['who'];
  readonly touchedAt?: Date;
  /** "Besok ya" holds for notices as for reminders. */
  readonly quietUntil?: Date;
  /** The person asked not to be written to. */
  readonly stopped: boolean;
  readonly unreachable: boolean;
};

export type Exclusion =
  | 'has-successor'
  | 'revoked'
  | 'stopped'
  | 'unreachable'
  | 'office-awaited'
  | 'not-yet'
  | 'already-sent'
  | 'long-expired';
type NoticeDue =
  | { readonly due: true; readonly threshold: number; readonly basis: 'expiring' | 'expired' }
  | { readonly due: false; readonly why: Exclusion };

/** Nobody is written to about one certificate on two days running, whether by the CA's mail, a reminder or the scan. */
const REST_MS = 36 * HOUR_MS;

/** When he last heard of it, or did something about it himself. */
export const touchedAt = ({ noticed, reminders, since }: Facts): Date =>
  new Date(Math.max(...[noticed.at, reminders?.last, since].map((at) => at?.getTime() ?? 0)));

/**
 * SOP activity 1: is this person to be told now? A threshold is due once that many days or fewer are left and nothing
 * was sent for it or for a smaller one. So a day without a run loses nothing, and nobody is told twice.
 */
export function noticeDue(facts: NoticeFacts): NoticeDue {
  const excluded = exclusion(facts);
  if (excluded !== undefined) return { due: false, why: excluded };
  const threshold = thresholdNow(facts);
  if (threshold === undefined) return { due: false, why: 'not-yet' };
  if (facts.lastSent !== undefined && facts.lastSent.threshold <= threshold) return { due: false, why: 'already-sent' };
  // The CA's mail, or a reminder, has told him since it was reached.
  const reachedAt = facts.expires.getTime() - threshold * DAY_MS;
  if (facts.touchedAt !== undefined && facts.touchedAt.getTime() >= reachedAt)
    return { due: false, why: 'already-sent' };
  return { due: true, threshold, basis: threshold === EXPIRED_THRESHOLD ? 'expired' : 'expiring' };
}

function exclusion(facts: NoticeFacts): Exclusion | undefined {
  if (facts.stopped) return 'stopped';
  if (facts.unreachable) return 'unreachable';
  if (facts.openRenewalAwaits !== undefined && facts.openRenewalAwaits !== 'applicant') return 'office-awaited';
  const rests = facts.touchedAt !== undefined && facts.now.getTime() - facts.touchedAt.getTime() < REST_MS;
  if (rests || (facts.quietUntil !== undefined && facts.now < facts.quietUntil)) return 'not-yet';
  if (facts.now.getTime() - facts.expires.getTime() > EXPIRED_NOTICE_DAYS * DAY_MS) return 'long-expired';
  return undefined;
}

/** The smallest threshold that has been reached; none before the window, because nothing could be renewed yet. */
function thresholdNow({ now, expires, thresholds, windowDays }: NoticeFacts): number | undefined {
  const left = expires.getTime() - now.getTime();
  if (left <= 0) return EXPIRED_THRESHOLD;
  if (left > windowDays * DAY_MS) return undefined;
  const reached = thresholds.filter((days) => days > EXPIRED_THRESHOLD && left <= days * DAY_MS);
  return reached.length === 0 ? undefined : Math.min(...reached);
}

/** After the last reminder a person gets these days before an operator is told: two nights and a day off are no silence. */
const OPERATOR_AFTER_DAYS = 3;
/**
 * After the last reminder a silent renewal lapses in two weeks, the length of a usual leave. It can be taken up again,
 * and once it has lapsed the notices for its certificate go on, so that nobody is forgotten.
 */
const LAPSE_AFTER_DAYS = 14;

type ReminderSettings = {
  readonly now: Date;
  /** `REMINDER_DAYS`: days of silence after which the first, second ... reminder goes out, the shortest first. */
  readonly reminderDays: readonly number[];
  readonly officeHours: OfficeHours;
  readonly timeZone: string;
};

type Silence =
  /** Over, or somebody else is awaited. */
  | { readonly due: 'nothing' }
  | { readonly due: 'wait'; readonly until: Date }
  /** `count` as the reminder says it, from 1. */
  | { readonly due: 'remind'; readonly count: number }
  | { readonly due: 'tell-operator' }
  | { readonly due: 'lapse' };

/**
 * What an applicant's silence leads to now: reminders in office hours, then the operator, then the renewal lapses.
 * After a certificate was asked for nothing lapses: the operator is told instead, again and again, two weeks apart.
 */
export function reminderDue(renewal: Renewal, settings: ReminderSettings): Silence {
  const turn = primary(renewal);
  if (turn?.who !== 'applicant') return { due: 'nothing' };
  const count = renewal.facts.reminders?.count ?? 0;
  if (count >= settings.reminderDays.length) return afterReminders(renewal, turn.since, settings.now);
  const due = reminderAt(renewal, turn.since, settings.reminderDays, count);
  if (settings.now < due) return { due: 'wait', until: due };
  if (isOpen(settings.officeHours, settings.now, settings.timeZone)) return { due: 'remind', count: count + 1 };
  return { due: 'wait', until: nextOpening(settings.officeHours, settings.now, settings.timeZone) };
}

/**
 * "Besok ya" is respected both ways: not before that moment, and then without further waiting. What came late, or was a
 * notice, moves the next one on with it.
 */
function reminderAt(renewal: Renewal, since: Date, reminderDays: readonly number[], count: number): Date {
  const { quietUntil, reminders } = renewal.facts;
  const promised =
    quietUntil !== undefined && quietUntil > since && (reminders === undefined || reminders.last < quietUntil);
  if (promised) return quietUntil;
  const days = reminderDays[count]!;
  const gap = days - (reminderDays[count - 1] ?? 0);
  return new Date(Math.max(since.getTime() + days * DAY_MS, (reminders?.last.getTime() ?? 0) + gap * DAY_MS));
}

function afterReminders(renewal: Renewal, since: Date, now: Date): Silence {
  const last = renewal.facts.reminders?.last ?? since;
  const silentDays = (now.getTime() - last.getTime()) / DAY_MS;
  if (silentDays >= LAPSE_AFTER_DAYS && !isCommitted(renewal)) return { due: 'lapse' };
  const told = renewal.facts.reminders?.told;
  const again = told && new Date(told.getTime() + LAPSE_AFTER_DAYS * DAY_MS);
  if (again !== undefined && now < again) return { due: 'wait', until: again };
  if (silentDays >= OPERATOR_AFTER_DAYS) return { due: 'tell-operator' };
  return { due: 'wait', until: new Date(last.getTime() + OPERATOR_AFTER_DAYS * DAY_MS) };
}
