/** "Nanti tanggal 3 Desember", "remind me on December 3rd", "tgl 3": a day that is named, in the words of both languages. */

/** A day without its year that is farther off was one of the past: "surat tanggal 20 November masih diproses". */
const AHEAD_MS = 180 * 86_400_000;

const MONTHS = [
  'jan(?:uari|uary)?',
  'feb(?:ruari|ruary)?',
  'mar(?:et|ch)?',
  'apr(?:il)?',
  'mei|may',
  'jun[ie]?',
  'jul[iy]?',
  'agu(?:stus)?|ags|agt|aug(?:ust)?',
  'sept?(?:ember)?',
  'o[kc]t(?:ober)?',
  'nov(?:ember)?',
  'de[sc](?:ember)?',
];
const MONTH = `(?<name>${MONTHS.join('|')})(?!\\p{L})\\.?`;
const DAY = '(?<day>\\d{1,2})(?:st|nd|rd|th)?';
const YEAR = '(?:,? (?<year>\\d{4}))?';
const form = (pattern: string) => new RegExp(`(?<![\\p{L}\\d/.-])(?:${pattern})(?![\\d/-])`, 'iu');

/** In the order in which they are looked for. A day and a month as figures are told from hours by their stroke or year. */
const FORMS: readonly RegExp[] = [
  form(`${DAY}(?: of)? ${MONTH}${YEAR}`),
  form(`${MONTH} ${DAY}${YEAR}`),
  form('(?<day>\\d{1,2})/(?<month>\\d{1,2})(?:/(?<year>\\d{4}))?'),
  form('(?<day>\\d{1,2})-(?<month>\\d{1,2})-(?<year>\\d{4})'),
  form('(?:tanggal|tgl\\.?) (?<day>\\d{1,2})'),
];

/**
 * The next such day after `now`, at 00:00 UTC: in every zone of Indonesia that is the morning of the same day. Undefined
 * where no day is named, or one that is over or does not exist.
 */
export function dayIn(text: string, now: Date): Date | undefined {
  const said = text.replace(/\s+/gu, ' ');
  const { day, name, month, year } = FORMS.map((each) => each.exec(said)?.groups).find((found) => found) ?? {};
  if (day === undefined) return undefined;
  const thisYear = now.getUTCFullYear();
  if (year !== undefined) return [dayOf(day, monthOf(name, month), Number(year))].find((at) => at && at > now);
  // A day alone is in this month or the next, a day with its month in this year or the next.
  const alone = name === undefined && month === undefined;
  const next = now.getUTCMonth() + 2;
  const tries = alone
    ? [dayOf(day, next - 1, thisYear), dayOf(day, next > 12 ? 1 : next, next > 12 ? thisYear + 1 : thisYear)]
    : [thisYear, thisYear + 1].map((each) => dayOf(day, monthOf(name, month), each));
  return tries.find((at) => at !== undefined && at > now && at.getTime() - now.getTime() < AHEAD_MS);
}

const monthOf = (name: string | undefined, month: string | undefined): number =>
  name === undefined ? Number(month) : MONTHS.findIndex((names) => new RegExp(`^(?:${names})$`, 'i').test(name)) + 1;

function dayOf(day: string, month: number, year: number): Date | undefined {
  const at = new Date(Date.UTC(year, month - 1, Number(day)));
  return at.getUTCDate() === Number(day) && at.getUTCMonth() === month - 1 ? at : undefined;
}
