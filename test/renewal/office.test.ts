import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoDay } from '../../src/renewal/dates.ts';
import { isOpen, nextOpening, parseOfficeHours, presence } from '../../src/renewal/office.ts';

const zone = 'Asia/Jakarta';
const TEXT = 'Mon-Thu 07:30-16:00, Fri 07:30-11:30';
const hours = parseOfficeHours(TEXT)!;

describe('office hours', () => {
  it("are read in the agency's zone", () => {
    expect(isOpen(hours, new Date('2026-11-23T00:30:00Z'), zone)).toBe(true);
    expect(isOpen(hours, new Date('2026-11-23T00:29:59Z'), zone)).toBe(false);
    expect(isOpen(hours, new Date('2026-11-23T09:00:00Z'), zone)).toBe(false);
    expect(isOpen(hours, new Date('2026-11-27T05:00:00Z'), zone)).toBe(false);
  });

  it('begin again on the next working day', () => {
    expect(nextOpening(hours, new Date('2026-11-27T05:00:10Z'), zone)).toEqual(new Date('2026-11-30T00:30:00Z'));
    expect(nextOpening(hours, new Date('2026-11-23T09:00:00Z'), zone)).toEqual(new Date('2026-11-24T00:30:00Z'));
  });

  it('keep to the wall clock where clocks are put back, at midnight as well', () => {
    const berlin = 'Europe/Berlin';
    const saturday = new Date('2026-10-24T10:00:00Z');
    const day = parseOfficeHours('Mon-Fri 08:00-16:00')!;
    expect(nextOpening(day, saturday, berlin)).toEqual(new Date('2026-10-26T07:00:00Z'));
    const always = parseOfficeHours('Mon-Fri 00:00-24:00')!;
    expect(nextOpening(always, saturday, berlin)).toEqual(new Date('2026-10-25T23:00:00Z'));
  });

  it('say until when somebody is there, or from when', () => {
    const office = { officeHours: TEXT, officeClosed: [], timeZone: zone };
    expect(presence(office, new Date('2026-11-23T03:00:00Z'))).toEqual({ closes: new Date('2026-11-23T09:00:00Z') });
    expect(presence(office, new Date('2026-11-23T09:00:00Z'))).toEqual({ opens: new Date('2026-11-24T00:30:00Z') });
    expect(presence({ ...office, officeHours: 'always' }, new Date('2026-11-23T03:00:00Z'))).toEqual({});
  });

  it('are told alike whatever was asked before, at a moment that was later or earlier', () => {
    const office = {
      officeHours: 'Mon-Thu 07:30-12:00, Mon-Thu 13:00-16:00, Fri 07:30-11:30',
      officeClosed: [{ first: '2026-11-25', last: '2026-11-26' }],
      timeZone: zone,
    };
    const quarters = fc.array(fc.integer({ min: 0, max: 14 * 96 }), { minLength: 2, maxLength: 40 });
    const moment = (quarter: number) => new Date(Date.UTC(2026, 10, 20) + quarter * 15 * 60_000);
    fc.assert(
      fc.property(quarters, (asked) => {
        for (const now of asked.map(moment)) expect(presence(office, now)).toEqual(presence({ ...office }, now));
      }),
    );
  });

  it('that make no sense are refused', () => {
    for (const text of ['', 'always', 'Mon-Fri 16:00-07:30', 'Fri-Mon 07:30-16:00', 'Mon 07:60-08:00']) {
      expect(parseOfficeHours(text)).toBeUndefined();
    }
  });
});

describe('closed days', () => {
  const holidays = [
    { first: '2026-12-25', last: '2026-12-25' },
    { first: '2026-12-28', last: '2027-01-02' },
  ];
  const office = parseOfficeHours(TEXT, holidays)!;

  it('are closed from midnight to midnight of the agency, whatever the week says', () => {
    const friday = new Date('2026-12-25T01:00:00Z');
    expect(isOpen(hours, friday, zone)).toBe(true);
    expect(isOpen(office, friday, zone)).toBe(false);
    expect(isOpen(office, new Date('2026-12-24T01:00:00Z'), zone)).toBe(true);
  });

  it('are passed over, with the weekends between them', () => {
    const afterWork = new Date('2026-12-24T10:00:00Z');
    expect(nextOpening(office, afterWork, zone)).toEqual(new Date('2027-01-04T00:30:00Z'));
  });

  it('never hold a moment that is called open, and none that is open is passed over, in any zone', () => {
    const zones = fc.constantFrom(zone, 'Asia/Jayapura', 'Europe/Berlin', 'America/New_York', 'Africa/Cairo');
    const texts = fc.constantFrom(TEXT, 'Mon-Sun 00:00-24:00', 'Mon 00:00-24:00', 'Tue 08:00-09:00, Tue 13:00-15:00');
    const at = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
    const closures = fc.array(fc.tuple(fc.integer({ min: -3, max: 20 }), fc.nat({ max: 9 })), { maxLength: 4 });
    const plainDay = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10);
    fc.assert(
      fc.property(zones, texts, at, closures, (timeZone, text, now, offsets) => {
        const today = Math.floor(now.getTime() / DAY_MS);
        const closed = offsets.map(([from, days]) => ({
          first: plainDay(today + from),
          last: plainDay(today + from + days),
        }));
        const any = parseOfficeHours(text, closed)!;
        const next = nextOpening(any, now, timeZone);
        const day = isoDay(next, timeZone);
        expect(next >= now && isOpen(any, next, timeZone)).toBe(true);
        expect(closed.some(({ first, last }) => first <= day && day <= last)).toBe(false);
        for (let before = now.getTime(); before < next.getTime(); before += HALF_HOUR_MS) {
          expect(isOpen(any, new Date(before), timeZone)).toBe(false);
        }
      }),
      { numRuns: 150 },
    );
  });
});

const DAY_MS = 86_400_000;
const HALF_HOUR_MS = 1_800_000;
