import { dateAndTime, hoursInWords } from '../conversation/format.ts';
import type { Language } from '../conversation/line.ts';
import { presence } from '../renewal/office.ts';
import type { WebParts } from './parts.ts';

/** What a page needs to know of the office, and of the moment in which it is shown. */
export type OfficeParts = Pick<WebParts, 'settings' | 'clock'>;

type InWords = { readonly hours: string; readonly opens?: string; readonly closes?: string };

/** Its hours in words, and the moment until which somebody is there or from which somebody is again: closed days are known, too. */
export function officeInWords({ settings, clock }: OfficeParts, language: Language): InWords {
  const { opens, closes } = presence(settings, clock());
  const inWords = (at: Date) => dateAndTime(at, { language, timeZone: settings.timeZone });
  return {
    hours: hoursInWords(settings.officeHours, language),
    ...(opens && { opens: inWords(opens) }),
    ...(closes && { closes: inWords(closes) }),
  };
}
