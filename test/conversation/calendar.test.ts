import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendar } from '../../src/conversation/calendar.ts';
import { agency } from './samples.ts';

const entry = {
  // 17.30 UTC: 16 December and 15 January in Jakarta.
  from: new Date('2026-12-15T17:30:00Z'),
  expires: new Date('2027-01-14T17:30:00Z'),
  agency,
  language: 'id',
  uid: '2026-000123@perbarui',
} as const;

/** The content lines of a calendar, unfolded and unescaped as RFC 5545 says. */
function read(file: string): Map<string, string> {
  const lines = file.replace(/\r\n[ \t]/g, '').split('\r\n');
  const pairs = lines.filter(Boolean).map((line): [string, string] => {
    const colon = line.indexOf(':');
    const value = line
      .slice(colon + 1)
      .replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
    return [line.slice(0, colon), value];
  });
  return new Map(pairs.reverse());
}

describe('the calendar file', () => {
  test('is one all-day entry on the first day of the window, in the agency’s zone', () => {
    const event = read(calendar(entry));
    expect(event.get('DTSTART;VALUE=DATE')).toBe('20261216');
    expect(event.get('DTEND;VALUE=DATE')).toBe('20261217');
    expect(event.get('UID')).toBe(entry.uid);
    expect(event.get('SUMMARY')).toBe('Perbarui sertifikat elektronik');
    expect(event.get('DESCRIPTION')).toContain('berlaku sampai 15 Januari 2027');
    for (const part of [agency.name, agency.phone, agency.page]) expect(event.get('DESCRIPTION')).toContain(part);
    expect(read(calendar({ ...entry, timeZone: 'America/New_York' })).get('DTSTART;VALUE=DATE')).toBe('20261215');
  });

  test('ends the month and the year as calendars do', () => {
    const event = read(calendar({ ...entry, from: new Date('2026-12-31T05:00:00Z') }));
    expect([event.get('DTSTART;VALUE=DATE'), event.get('DTEND;VALUE=DATE')]).toEqual(['20261231', '20270101']);
  });

  test('has everything RFC 5545 requires, in pairs, and the same bytes every time', () => {
    const file = calendar({ ...entry, language: 'en' });
    expect(file).toBe(calendar({ ...entry, language: 'en' }));
    expect(file.startsWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:')).toBe(true);
    expect(file.endsWith('END:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n')).toBe(true);
    expect(file).toMatch(/\r\nDTSTAMP:20261215T173000Z\r\n/);
    expect(read(file).get('DESCRIPTION')).toContain('valid until 15 January 2027');
  });

  test('holds no line over 75 octets, breaks no character, and gives every value back, whatever the office is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.string({ maxLength: 80 }), (name, uid) => {
        const file = calendar({ ...entry, uid, agency: { ...agency, name } });
        expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        for (const line of file.split('\r\n')) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          expect(line.isWellFormed()).toBe(true);
        }
        expect(read(file).get('DESCRIPTION')).toContain(name.replace(/\r\n?/g, '\n'));
        expect(file.match(/^BEGIN:VEVENT\r$/gm)).toHaveLength(1);
      }),
    );
  });
});
