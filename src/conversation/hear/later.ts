import { DAY_MS } from '../../durations.ts';
import { certificateOf } from '../ask.ts';
import type { Turn } from '../turn.ts';
import { dayIn } from '../words/day.ts';
import { isKnownMail } from './identity.ts';

/** "Besok ya" without a number of days. */
const DEFAULT_QUIET_DAYS = 1;
/** A certificate may be renewed in its last 30 days: a longer silence would sleep through them. */
const LONGEST_QUIET_DAYS = 14;
/** On a day that he names himself he is reminded, if this many days of the certificate are left then. */
const LEFT_DAYS = 3;

/** Respected from anybody: it only delays reminders. */
export function hearNotNow(turn: Turn, days: number = DEFAULT_QUIET_DAYS): void {
  turn.understood = true;
  turn.follow = 'nothing';
  // Nobody whom we do not know is reminded, and a code does not wait.
  if (turn.proven === undefined && !isKnownMail(turn)) {
    turn.say({ say: 'later-sign-in', code: turn.conversation.question?.what === 'code' });
    return;
  }
  const { now } = turn.known;
  const named = turn.heard.pressed ? undefined : dayIn(turn.heard.text, now);
  const latest = latestFor(turn);
  const until =
    named === undefined ? inDays(now, Math.min(Math.max(days, 1), LONGEST_QUIET_DAYS)) : earlier(named, latest);
  for (const renewal of turn.open) turn.apply(renewal, { is: 'quiet-asked', until });
  turn.say({ say: 'later-noted', until, ...(named !== undefined && until < named && { sooner: true as const }) });
}

/** The last day on which a reminder is of use: shortly before the first of his certificates ends; of one that ended, soon. */
function latestFor(turn: Turn): Date {
  const { now } = turn.known;
  const ends = turn.open.map((renewal) => certificateOf(renewal, turn.applicant!).expires.getTime());
  const useful = ends.flatMap((end) => lastUseful(end, now)?.getTime() ?? []);
  return useful.length > 0 ? new Date(Math.min(...useful)) : inDays(now, LONGEST_QUIET_DAYS);
}

/** So long before the end that an operator still sees it; undefined if that is not even tomorrow. */
export function lastUseful(end: number, now: Date): Date | undefined {
  const last = end - LEFT_DAYS * DAY_MS;
  return last > now.getTime() + DAY_MS ? new Date(last) : undefined;
}

const inDays = (from: Date, days: number): Date => new Date(from.getTime() + days * DAY_MS);
const earlier = (a: Date, b: Date): Date => (a < b ? a : b);
