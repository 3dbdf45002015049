import { DAY_MS, MINUTE_MS } from '../durations.ts';
import { dateFormat, isoDay } from './dates.ts';

/** When the office is open, in the agency's zone. */
export type OfficeHours = { readonly openings: readonly Opening[]; readonly closed: readonly ClosedDays[] };
/** Minutes since midnight; Monday is weekday 0. */
type Opening = { readonly weekday: number; readonly from: number; readonly until: number };
/** Days on which nobody is there, whatever the week says: the first and the last, as 2026-12-25. */
export type ClosedDays = { readonly first: string; readonly last: string };

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = DAYS.indexOf('Thu');
const DAY_MINUTES = 24 * 60;
const WALL = {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
  hourCycle: 'h23',
} as const;

const PART = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:-(Mon|Tue|Wed|Thu|Fri|Sat|Sun))?\s+(\d{2}):(\d{2})-(\d{2}):(\d{2})$/;

/**
 * Reads `OFFICE_HOURS`: `Mon-Fri 07:30-16:00`, several joined by commas. Undefined when the text cannot be understood:
 * the configuration is then at fault.
 */
export function parseOfficeHours(text: string, closed: readonly ClosedDays[] = []): OfficeHours | undefined {
  const openings: Opening[] = [];
  for (const part of text.split(',')) {
    const found = PART.exec(part.trim());
    if (found === null) return undefined;
    const [, first, last = first, ...times] = found;
    const [h1, m1, h2, m2] = times.map(Number) as [number, number, number, number];
    const [from, until] = [h1 * 60 + m1, h2 * 60 + m2];
    const [start, end] = [DAYS.indexOf(first!), DAYS.indexOf(last!)];
    if (end < start || until <= from || until > DAY_MINUTES || m1 > 59 || m2 > 59) return undefined;
    for (let weekday = start; weekday <= end; weekday++) openings.push({ weekday, from, until });
  }
  return { openings: openings.sort((a, b) => a.from - b.from), closed };
}

export function isOpen(hours: OfficeHours, now: Date, timeZone: string): boolean {
  const wall = wallClock(now.getTime(), timeZone);
  const day = Math.floor(wall / DAY_MS);
  return (
    closureOn(hours, day) === undefined &&
    openingsOn(hours, day).some(({ from, until }) => from <= wall && wall < until)
  );
}

/** The next moment at which the office is open: now, if it is, or if it has no hours at all. */
export function nextOpening(hours: OfficeHours, now: Date, timeZone: string): Date {
  if (hours.openings.length === 0 || isOpen(hours, now, timeZone)) return now;
  for (let day = Math.floor(wallClock(now.getTime(), timeZone) / DAY_MS); ; day++) {
    const closure = closureOn(hours, day);
    if (closure !== undefined) day = dayNumber(closure.last);
    else {
      const opens = openingsOn(hours, day).map(({ from }) => momentOf(from, timeZone));
      const next = opens.find((at) => at > now.getTime());
      if (next !== undefined) return new Date(next);
    }
  }
}

/** Somebody is there until `closes`, or nobody is before `opens`. Without hours that can be understood neither is known. */
export type Presence = { readonly opens?: Date; readonly closes?: Date };

type Office = { readonly officeHours: string; readonly officeClosed: readonly ClosedDays[]; readonly timeZone: string };

/** What was worked out of an office last: it holds from then until the door opens or closes. */
const lately = new WeakMap<Office, { readonly from: Date; readonly presence: Presence }>();

/** `office` stays as it is. Every answer asks for this, so that it is worked out once an opening or closing. */
export function presence(office: Office, now: Date): Presence {
  const last = lately.get(office);
  if (last && last.from <= now && now < (last.presence.opens ?? last.presence.closes ?? now)) return last.presence;
  const found = presenceAt(office, now);
  lately.set(office, { from: now, presence: found });
  return found;
}

function presenceAt(office: Office, now: Date): Presence {
  const hours = parseOfficeHours(office.officeHours, office.officeClosed);
  if (hours === undefined) return {};
  const opens = nextOpening(hours, now, office.timeZone);
  return opens > now ? { opens } : { closes: closing(hours, now, office.timeZone) };
}

/** The end of the opening that `now` lies in. */
function closing(hours: OfficeHours, now: Date, timeZone: string): Date {
  const wall = wallClock(now.getTime(), timeZone);
  const opening = openingsOn(hours, Math.floor(wall / DAY_MS)).find(({ from, until }) => from <= wall && wall < until);
  return new Date(momentOf(opening!.until, timeZone));
}

/** The last of the closed days, where all of them are over: the calendar needs its next year. */
export function calendarRanOut(closed: readonly ClosedDays[], now: Date, timeZone: string): string | undefined {
  const last = closed
    .map((days) => days.last)
    .toSorted()
    .at(-1);
  return last !== undefined && last < isoDay(now, timeZone) ? last : undefined;
}

/** Days since 1970-01-01, on the calendar. */
const dayNumber = (day: string): number => Date.parse(day) / DAY_MS;

const closureOn = ({ closed }: OfficeHours, day: number): ClosedDays | undefined =>
  closed.find(({ first, last }) => dayNumber(first) <= day && day <= dayNumber(last));

/** As the clock on the wall shows them. */
function openingsOn({ openings }: OfficeHours, day: number): { from: number; until: number }[] {
  const weekday = (day + FIRST_WEEKDAY) % DAYS.length;
  return openings
    .filter((opening) => opening.weekday === weekday)
    .map(({ from, until }) => ({ from: day * DAY_MS + from * MINUTE_MS, until: day * DAY_MS + until * MINUTE_MS }));
}

/** What the clock on the wall shows, in milliseconds, as if it hung in Greenwich: a day there always has 24 hours. */
function wallClock(at: number, timeZone: string): number {
  const shown = dateFormat('en-US', { ...WALL, timeZone }).formatToParts(at);
  const part = (type: string) => Number(shown.find((one) => one.type === type)!.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

/** When the clock on the wall shows this; an hour that is left out where clocks are put forward is the one after it. */
function momentOf(wall: number, timeZone: string): number {
  const about = wall + (wall - wallClock(wall, timeZone));
  const exact = about + (wall - wallClock(about, timeZone));
  return wallClock(exact, timeZone) === wall ? exact : Math.max(about, exact);
}
