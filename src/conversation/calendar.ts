import { isoDay } from '../renewal/dates.ts';
import { date } from './format.ts';
import type { Language } from './line.ts';

/** RFC 5545, 3.1: a line holds at most 75 octets, without its line break. */
const LINE_OCTETS = 75;
const WORDS = {
  id: {
    summary: 'Perbarui sertifikat elektronik',
    description: (expires: string) =>
      `Mulai hari ini, sertifikat elektronik Anda dapat diperbarui. Sertifikat berlaku sampai ${expires}. Tulis PERBARUI kepada layanan kami untuk memulai.`,
    phone: 'Telepon',
  },
  en: {
    summary: 'Renew your electronic certificate',
    description: (expires: string) =>
      `From today your electronic certificate can be renewed. It is valid until ${expires}. Write RENEW to our service to begin.`,
    phone: 'Telephone',
  },
} as const;

/** RFC 5545, 3.3.11 */
function escaped(value: string): string {
  return value.replace(/[\\;,]/gu, '\\$&').replace(/\r\n|\r|\n/gu, '\\n');
}

/** RFC 5545, 3.1: a continued line begins with a space; a character is never torn apart. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  let out = '';
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > LINE_OCTETS) {
      out += '\r\n ';
      octets = 1;
    }
    out += character;
    octets += size;
  }
  return out;
}

/** 20270115, the day in the agency's zone; `later` days are added. */
function day(at: Date, timeZone: string, later = 0): string {
  const [year, month, date] = isoDay(at, timeZone).split('-').map(Number);
  return new Date(Date.UTC(year!, month! - 1, date! + later)).toISOString().slice(0, 10).replaceAll('-', '');
}

/**
 * A calendar file (RFC 5545) with one all-day entry on the first day of the renewal window, and an alarm at nine.
 * `uid` keeps a second copy from becoming a second entry. The same input gives the same bytes: DTSTAMP is `from`.
 */
export function calendar(entry: {
  readonly from: Date;
  readonly expires: Date;
  readonly agency: { readonly name: string; readonly phone: string; readonly page: string };
  readonly language: Language;
  readonly uid: string;
  readonly timeZone?: string;
}): string {
  const { from, expires, agency, language, uid, timeZone = 'Asia/Jakarta' } = entry;
  const words = WORDS[language];
  const contact = [agency.name, agency.phone && `${words.phone}: ${agency.phone}`, agency.page].filter(Boolean);
  const description = [words.description(date(expires, { language, timeZone })), ...contact].join('\n');
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Perbarui//Pembaruan Sertifikat Elektronik//ID',
    'CALSCALE:GREGORIAN',
    'BEGIN:VEVENT',
    `UID:${escaped(uid)}`,
    `DTSTAMP:${from.toISOString().replace(/[-:]|\.\d+/gu, '')}`,
    `DTSTART;VALUE=DATE:${day(from, timeZone)}`,
    `DTEND;VALUE=DATE:${day(from, timeZone, 1)}`,
    `SUMMARY:${escaped(words.summary)}`,
    `DESCRIPTION:${escaped(description)}`,
    'TRANSP:TRANSPARENT',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(words.summary)}`,
    'TRIGGER:PT9H',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}
