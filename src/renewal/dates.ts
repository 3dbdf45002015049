/** Dates in the agency's zone. */

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * Making a format costs a hundred times as much as using it, so each is made once. There are as many as this file's
 * callers name.
 */
export function dateFormat(
  locale: string,
  options: Intl.DateTimeFormatOptions & { readonly timeZone: string },
): Intl.DateTimeFormat {
  const name = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(name);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formats.set(name, made);
  return made;
}

/** 2027-01-15 */
export const isoDay = (at: Date, timeZone: string): string =>
  dateFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone }).format(at);
