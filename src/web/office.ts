import { dateAndTime, hoursInWords } from '../conversation/format.ts';
import type { Language } from '../conversation/line.ts';
import { closedUntil } from '../renewal/office.ts';
import type { WebParts } from './parts.ts';

/** What a page needs to know of the office, and of the moment in which it is shown. */
export type OfficeParts = Pick<WebParts, 'settings' | 'clock'>;

/** Its hours in words and, while nobody is there, the moment from which somebody is again: closed days are known, too. */
export function officeInWords({ settings, clock }: OfficeParts, language: Language): { hours: string; opens?: string } {
  const opens = closedUntil(settings, clock());
  return {
    hours: hoursInWords(settings.officeHours, language),
    ...(opens ? { opens: dateAndTime(opens, { language, timeZone: settings.timeZone }) } : {}),
  };
}
