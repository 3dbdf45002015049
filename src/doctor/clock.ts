import { type ClosedDays, calendarRanOut } from '../renewal/office.ts';
import type { Check } from './finding.ts';

/** A clock of somebody else: what it says, and how far that may be off by itself. */
export type OtherClock = {
  readonly source: string;
  /** Undefined when it cannot be asked. */
  readonly read: (signal: AbortSignal) => Promise<Date | undefined>;
  /** It tells whole seconds, or was on its way for a while. */
  readonly roughMs: number;
};
export const CLOCK_LIMIT_MS = 20_000;
/** Nothing of ours minds so little. */
const OFF_MS = 5_000;
/** Half of what Telegram and authenticators put up with. */
const WRONG_MS = 30_000;

type Calendar = { readonly officeClosed: readonly ClosedDays[]; readonly timeZone: string };

/**
 * Compares our clock with those of others, each at the middle of the time that asking took, and the office's calendar
 * with the day.
 */
export function clockCheck(others: readonly OtherClock[], calendar: Calendar, clock: () => Date): Check {
  return async (report, signal) => {
    const over = calendarRanOut(calendar.officeClosed, clock(), calendar.timeZone);
    if (over) report('calendar-over', { last: over });
    const seen = await Promise.all(
      others.map(async ({ source, read, roughMs }) => {
        const before = clock().getTime();
        const theirs = await read(signal).catch(() => undefined);
        const after = clock().getTime();
        if (!theirs) return false;
        const off = (before + after) / 2 - theirs.getTime();
        const certain = Math.max(0, Math.abs(off) - roughMs - (after - before) / 2);
        const code = certain > WRONG_MS ? 'clock-wrong' : certain > OFF_MS ? 'clock-off' : 'clock-ok';
        report(code, { source, seconds: Math.round(Math.abs(off) / 100) / 10 });
        return true;
      }),
    );
    if (!seen.includes(true)) report('clock-unknown');
  };
}
