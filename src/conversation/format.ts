import { TEXT_LIMIT } from '../renewal/data.ts';
import { dateFormat } from '../renewal/dates.ts';
import type { Language } from './line.ts';

/** Longest value that a message repeats, in UTF-16 units as Telegram counts: whole for everything `validField` lets in, addresses of monstrous length aside. */
const VALUE_CHARACTERS = TEXT_LIMIT;
/** Longest free text of an operator, in the same units: with our own words it stays below Telegram's 4,096. */
const OPERATOR_TEXT_CHARACTERS = 3_000;
/** Fields of a line that people write freely and that keep their line breaks. */
const FREE_TEXT = new Set(['text', 'instruction']);
const LOCALES = { id: 'id-ID', en: 'en-GB' } as const;

type Place = { readonly language: Language; readonly timeZone: string };

/** 15 Januari 2027, in the agency's zone. */
export function date(at: Date, place: Place): string {
  const { timeZone } = place;
  return dateFormat(LOCALES[place.language], { day: 'numeric', month: 'long', year: 'numeric', timeZone }).format(at);
}

/** 15-01-2027, for labels of buttons. */
export function shortDate(at: Date, place: Place): string {
  const { timeZone } = place;
  return dateFormat('en-GB', { day: '2-digit', month: '2-digit', year: 'numeric', timeZone })
    .format(at)
    .replaceAll('/', '-');
}

/** 15 Januari 2027 pukul 14.30 WIB. Indonesia writes its hours and names its zones the same way in every language. */
export function dateAndTime(at: Date, place: Place): string {
  const part = partsOf(at, place);
  const at_ = place.language === 'id' ? 'pukul' : 'at';
  return `${date(at, place)} ${at_} ${part('hour')}.${part('minute')} ${part('timeZoneName')}`;
}

/** WIB, WITA, WIT; elsewhere its distance from Greenwich at that moment. */
export const zoneName = (at: Date, place: Pick<Place, 'timeZone'>): string => partsOf(at, place)('timeZoneName');

function partsOf(at: Date, { timeZone }: Pick<Place, 'timeZone'>): (type: Intl.DateTimeFormatPartTypes) => string {
  const parts = dateFormat('id-ID', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
    timeZoneName: 'short',
  }).formatToParts(at);
  return (type) => parts.find((each) => each.type === type)?.value ?? '';
}

const DAYS = {
  id: { Mon: 'Senin', Tue: 'Selasa', Wed: 'Rabu', Thu: 'Kamis', Fri: 'Jumat', Sat: 'Sabtu', Sun: 'Minggu' },
  en: {
    Mon: 'Monday',
    Tue: 'Tuesday',
    Wed: 'Wednesday',
    Thu: 'Thursday',
    Fri: 'Friday',
    Sat: 'Saturday',
    Sun: 'Sunday',
  },
} as const;

/** `Mon-Fri 07:30-16:00`, as the configuration writes it, in words: Senin–Jumat 07.30–16.00. */
export function hoursInWords(officeHours: string, language: Language): string {
  return officeHours
    .replace(/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b/gu, (day) => DAYS[language][day as keyof (typeof DAYS)['id']])
    .replace(/(\d{2}):(\d{2})/gu, '$1.$2')
    .replaceAll('-', '–');
}

/** 4.000 in Indonesian, 4,000 in English. */
export function amount(value: number, language: Language): string {
  return value.toLocaleString(LOCALES[language]);
}

/** "a, b, dan c" */
export function listed(items: readonly string[], language: Language): string {
  return new Intl.ListFormat(LOCALES[language], { type: 'conjunction' }).format(items);
}

/** S••• D•••: enough for its owner to recognise, too little to learn. Masking twice changes nothing. */
export function maskedName(name: string): string {
  const words = name.split(/\s+/u).filter((word) => word !== '');
  return words.map((word) => `${Array.from(word)[0]}•••`).join(' ');
}

/** The end of a serial number, as much as tells a person's certificates apart. */
export function serialEnd(serial: string): string {
  const SHOWN = 8;
  return Array.from(serial.toUpperCase()).slice(-SHOWN).join('');
}

/** At most `limit` UTF-16 units, with an ellipsis where something is missing; no character is torn apart. */
export function cut(value: string, limit: number): string {
  if (value.length <= limit) return value;
  let kept = '';
  for (const character of value) {
    if (kept.length + character.length >= limit) break;
    kept += character;
  }
  return `${kept}…`;
}

/**
 * A value that came from outside, fit to stand in a message: no control or text-direction characters, bounded, and
 * never one of our placeholders, which the desk would fill with a secret.
 */
function presentable(value: string, free = false): string {
  const whole = value.toWellFormed().replace(/\r\n?/gu, '\n').replaceAll('\t', ' ');
  const visible = whole.replace(/[^\P{C}\n\u200d]/gu, '').replace(/\{(?=\{)/gu, '{ ');
  const laid = free ? visible.replace(/\n{3,}/gu, '\n\n') : visible.replace(/\s+/gu, ' ');
  return cut(laid.trim(), free ? OPERATOR_TEXT_CHARACTERS : VALUE_CHARACTERS);
}

/** The same value with every string in it made fit, at any depth; dates and numbers stay as they are. */
export function presentableAll<T>(value: T, free = false): T {
  if (typeof value === 'string') return presentable(value, free) as T;
  if (Array.isArray(value)) return value.map((each) => presentableAll(each, free)) as T;
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  const entries = Object.entries(value).map(([name, each]) => [name, presentableAll(each, FREE_TEXT.has(name))]);
  return Object.fromEntries(entries) as T;
}
