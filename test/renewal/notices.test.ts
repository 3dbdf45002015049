import { describe, expect, it } from 'vitest';
import { type NoticeFacts, noticeDue, reminderDue, touchedAt } from '../../src/renewal/notices.ts';
import { parseOfficeHours } from '../../src/renewal/office.ts';
import type { Facts } from '../../src/renewal/renewal.ts';
import { OPENED, scenario } from './scenario.ts';

const NOW = new Date('2026-11-23T03:00:00Z');
const later = (days: number, from = NOW) => new Date(from.getTime() + days * 86_400_000);
const due = (facts: Partial<NoticeFacts> & { left: number }) =>
  noticeDue({
    now: NOW,
    expires: later(facts.left),
    thresholds: [30, 14, 7, 3, 1],
    windowDays: 30,
    stopped: false,
    unreachable: false,
    ...facts,
  });

describe('a notice', () => {
  it('is due at the smallest threshold reached, so that days without a run lose nothing', () => {
    expect(due({ left: 30 })).toEqual({ due: true, threshold: 30, basis: 'expiring' });
    expect(due({ left: 5, lastSent: { at: NOW, threshold: 30 } })).toEqual({
      due: true,
      threshold: 7,
      basis: 'expiring',
    });
  });

  it('is sent once for each threshold, however often the scan runs', () => {
    for (let left = 31; left > -200; left -= 0.25) {
      const first = due({ left });
      if (!first.due) continue;
      const lastSent = { at: NOW, threshold: first.threshold };
      expect(due({ left, lastSent })).toEqual({ due: false, why: 'already-sent' });
    }
  });

  it('of an expired certificate is sent once, and not to people who left years ago', () => {
    expect(due({ left: -1, lastSent: { at: NOW, threshold: 1 } })).toEqual({
      due: true,
      threshold: 0,
      basis: 'expired',
    });
    expect(due({ left: -2, lastSent: { at: NOW, threshold: 0 } })).toMatchObject({ due: false });
    expect(due({ left: -400 })).toEqual({ due: false, why: 'long-expired' });
  });

  it('is not sent too early, nor to whom it does not concern', () => {
    expect(due({ left: 31 })).toEqual({ due: false, why: 'not-yet' });
    expect(due({ left: 5, stopped: true })).toEqual({ due: false, why: 'stopped' });
    expect(due({ left: 5, unreachable: true })).toEqual({ due: false, why: 'unreachable' });
  });

  it('is not sent to whoever was written to, did something or asked for time within a day and a half', () => {
    const { facts } = scenario().given().renewal;
    const of = (known: Partial<Facts>, days: number, left = 2.5) =>
      due({
        left,
        touchedAt: touchedAt({ ...facts, ...known }),
        ...(known.quietUntil && { quietUntil: known.quietUntil }),
        now: later(days, OPENED),
        expires: later(days + left, OPENED),
      });
    expect(of({}, 1)).toMatchObject({ why: 'not-yet' });
    expect(of({}, 2)).toMatchObject({ due: true, threshold: 3 });
    expect(of({ reminders: { count: 1, last: later(5, OPENED) } }, 6)).toMatchObject({ why: 'not-yet' });
    expect(of({ reminders: { count: 1, last: later(5, OPENED) } }, 7)).toMatchObject({ due: true });
    expect(of({ since: later(5, OPENED) }, 6)).toMatchObject({ why: 'not-yet' });
    expect(of({ quietUntil: later(9, OPENED) }, 8)).toMatchObject({ why: 'not-yet' });
    expect(of({ quietUntil: later(9, OPENED) }, 9)).toMatchObject({ due: true });
    // Five days are left, and the threshold of seven was reached before he was last written to.
    expect(of({}, 1.8, 5)).toMatchObject({ why: 'already-sent' });
    expect(of({}, 2.2, 5)).toMatchObject({ due: true, threshold: 7 });
  });

  it('does not nag while the office is at work', () => {
    for (const openRenewalAwaits of ['operator', 'issuer', 'system'] as const) {
      expect(due({ left: 5, openRenewalAwaits })).toEqual({ due: false, why: 'office-awaited' });
    }
    expect(due({ left: 5, openRenewalAwaits: 'applicant' })).toMatchObject({ due: true });
  });
});

describe('silence', () => {
  const settings = (days: number) => ({
    now: later(days, OPENED),
    reminderDays: [2, 5, 10],
    officeHours: parseOfficeHours('Mon-Sun 00:00-24:00')!,
    timeZone: 'Asia/Jakarta',
  });
  const silent = () => scenario().given({ is: 'signed-in', method: 'code' }).renewal;
  const reminded = (count: number, days: number, renewal = silent()) => ({
    ...renewal,
    facts: { ...renewal.facts, reminders: { count, last: later(days, OPENED) } },
  });

  it('is waited out, then reminded of, one reminder after another', () => {
    expect(reminderDue(silent(), settings(1))).toMatchObject({ due: 'wait' });
    expect(reminderDue(silent(), settings(3))).toEqual({ due: 'remind', count: 1 });
    expect(reminderDue(reminded(1, 3), settings(3.1))).toMatchObject({ due: 'wait' });
    expect(reminderDue(reminded(1, 3), settings(6))).toEqual({ due: 'remind', count: 2 });
  });

  it('leads to the operator, then to a lapse', () => {
    expect(reminderDue(reminded(3, 11), settings(12))).toMatchObject({ due: 'wait' });
    expect(reminderDue(reminded(3, 11), settings(15))).toEqual({ due: 'tell-operator' });
    expect(reminderDue(reminded(3, 11), settings(26))).toEqual({ due: 'lapse' });
  });

  it('never lapses once a certificate was asked for', () => {
    const renewal = reminded(3, 11);
    expect(reminderDue({ ...renewal, facts: { ...renewal.facts, issuances: 1 } }, settings(60))).toEqual({
      due: 'tell-operator',
    });
  });

  it('that was asked for is respected, and ends when it was to end', () => {
    const until = later(1, OPENED);
    const quiet = scenario().given({ is: 'signed-in', method: 'code' }, { is: 'quiet-asked', until }).renewal;
    expect(reminderDue(quiet, settings(0.9))).toEqual({ due: 'wait', until });
    expect(reminderDue(quiet, settings(1))).toEqual({ due: 'remind', count: 1 });
    expect(reminderDue(reminded(1, 1, quiet), settings(1.1))).toMatchObject({ due: 'wait' });
    // The next one comes as long after it as if nobody had asked for anything.
    expect(reminderDue(reminded(1, 4, quiet), settings(6.9))).toMatchObject({ due: 'wait' });
    expect(reminderDue(reminded(1, 4, quiet), settings(7))).toEqual({ due: 'remind', count: 2 });
  });

  it('is broken in office hours only', () => {
    const weekdays = { ...settings(5), officeHours: parseOfficeHours('Mon-Fri 07:30-16:00')! };
    expect(weekdays.now.getUTCDay()).toBe(6);
    expect(reminderDue(silent(), weekdays)).toEqual({ due: 'wait', until: new Date('2026-11-09T00:30:00Z') });
    const closed = [{ first: '2026-11-09', last: '2026-11-10' }];
    const holidays = { ...weekdays, officeHours: parseOfficeHours('Mon-Fri 07:30-16:00', closed)! };
    expect(reminderDue(silent(), holidays)).toEqual({ due: 'wait', until: new Date('2026-11-11T00:30:00Z') });
  });

  it("of the office is none of the applicant's", () => {
    const renewal = scenario().given({ is: 'signed-in', method: 'code' }, { is: 'withdrawn' }).renewal;
    expect(reminderDue(renewal, settings(99))).toEqual({ due: 'nothing' });
  });
});
