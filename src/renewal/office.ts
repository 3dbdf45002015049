import { dateFormat } from './dates.ts';

/** Office hours in the agency's zone, as `OFFICE_HOURS` writes them: `Mon-Fri 07:30-16:00`, several joined by commas. */
export type OfficeHours = readonly Opening[];
type Opening = { /** minutes since Monday 00:00 */ readonly from: number; readonly until: number };

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const DAY_MINUTES = 24 * 60;
const WEEK_MINUTES = 7 * DAY_MINUTES;
const MINUTE_MS = 60_000;

const PART = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:-(Mon|Tue|Wed|Thu|Fri|Sat|Sun))?\s+(\d{2}):(\d{2})-(\d{2}):(\d{2})$/;

/** Undefined when the text cannot be understood: the configuration is then at fault. */
export function parseOfficeHours(text: string): OfficeHours | undefined {
  const openings: Opening[] = [];
  for (const part of text.split(',')) {
    const found = PART.exec(part.trim());
    if (found === null) return undefined;
    const [, first, last = first, ...times] = found;
    const [h1, m1, h2, m2] = times.map(Number) as [number, number, number, number];
    const [from, until] = [h1 * 60 + m1, h2 * 60 + m2];
    const [start, end] = [DAYS.indexOf(first!), DAYS.indexOf(last!)];
    if (end < start || until <= from || until > DAY_MINUTES || m1 > 59 || m2 > 59) return undefined;
    for (let day = start; day <= end; day++) {
      openings.push({ from: day * DAY_MINUTES + from, until: day * DAY_MINUTES + until });
    }
  }
  return openings.sort((a, b) => a.from - b.from);
}

export function isOpen(hours: OfficeHours, now: Date, timeZone: string): boolean {
  const minute = minuteOfWeek(now, timeZone);
  return hours.some((opening) => opening.from <= minute && minute < opening.until);
}

/** The next moment at which the office is open: now, if it is. */
export function nextOpening(hours: OfficeHours, now: Date, timeZone: string): Date {
  if (hours.length === 0 || isOpen(hours, now, timeZone)) return now;
  const minute = minuteOfWeek(now, timeZone);
  const next = hours.find((opening) => opening.from > minute)?.from ?? hours[0]!.from + WEEK_MINUTES;
  const opens = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS + (next - minute) * MINUTE_MS);
  // Where clocks are put forward or back in between, the wall clock is what counts.
  const off = minuteOfWeek(opens, timeZone) - (next % WEEK_MINUTES);
  return new Date(opens.getTime() - off * MINUTE_MS);
}

function minuteOfWeek(at: Date, timeZone: string): number {
  const format = { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const parts = dateFormat('en-US', format).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)!.value;
  return DAYS.indexOf(part('weekday')) * DAY_MINUTES + Number(part('hour')) * 60 + Number(part('minute'));
}
