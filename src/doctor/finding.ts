import { DAY_MS } from '../durations.ts';
import type { Code } from './words.ts';

/** The parts that are examined, in the order in which they are shown. */
export const PARTS = ['database', 'mail', 'telegram', 'address', 'clock', 'disk', 'keys', 'ams'] as const;
export type Part = (typeof PARTS)[number];

/** What a sentence of words.ts is filled with. Nothing secret: hosts, counts, codes of errors, dates. */
export type Values = Readonly<Record<string, string | number | Date>>;
export type Finding = { readonly code: Code; readonly values: Values };
export type Report = (code: Code, values?: Values) => void;

/**
 * Tries one part for real and reports what it finds as it finds it. May throw: what was reported before stays. `signal`
 * ends when its time is over; whatever it opened it closes itself.
 */
export type Check = (report: Report, signal: AbortSignal) => Promise<void>;

/** Days before the end of a certificate from which on it is told: a renewal takes an office some weeks. */
export const CERTIFICATE_DAYS = 21;

export const daysUntil = (end: Date, now: Date): number => Math.floor((end.getTime() - now.getTime()) / DAY_MS);
