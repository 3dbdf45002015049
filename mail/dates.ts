/** Dates as the CA's mails and people write them, in Indonesian and English. PURE. */

const MONTHS = [
  ['januari', 'january', 'jan'],
  ['februari', 'february', 'pebruari', 'feb', 'peb'],
  ['maret', 'march', 'mar'],
  ['april', 'apr'],
  ['mei', 'may'],
  ['juni', 'june', 'jun'],
  ['juli', 'july', 'jul'],
  ['agustus', 'august', 'agu', 'agt', 'ags', 'aug'],
  ['september', 'sept', 'sep'],
  ['oktober', 'october', 'okt', 'oct'],
  ['november', 'nopember', 'nov', 'nop'],
  ['desember', 'december', 'des', 'dec'],
];
const MONTH_OF = new Map(MONTHS.flatMap((names, index) => names.map((name) => [name, index + 1] as const)));
const NAMES = [...MONTH_OF.keys()].sort((a, b) => b.length - a.length).join('|');

type Shape = {
  readonly pattern: RegExp;
  readonly read: (match: RegExpExecArray) => [year: number, month: number, day: number];
};
const SHAPES: readonly Shape[] = [
  { pattern: /\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/, read: ([, y, m, d]) => [Number(y), Number(m), Number(d)] },
  // Day first, as everybody here writes it; month first only where nothing else makes sense.
  {
    pattern: /\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)/,
    read: ([, a, b, y]) => (Number(b) > 12 ? [Number(y), Number(a), Number(b)] : [Number(y), Number(b), Number(a)]),
  },
  {
    pattern: new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?[\\s-]+(${NAMES})\\.?,?[\\s-]+(\\d{4})(?!\\d)`, 'i'),
    read: ([, d, name, y]) => [Number(y), MONTH_OF.get((name ?? '').toLowerCase()) ?? 0, Number(d)],
  },
  {
    pattern: new RegExp(`\\b(${NAMES})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})(?!\\d)`, 'i'),
    read: ([, name, d, y]) => [Number(y), MONTH_OF.get((name ?? '').toLowerCase()) ?? 0, Number(d)],
  },
];

/** The first date in the text, as midnight UTC of that calendar day; undefined if there is none that exists. */
export function firstDate(text: string): Date | undefined {
  let best: { at: number; date: Date } | undefined;
  for (const { pattern, read } of SHAPES) {
    const match = pattern.exec(text);
    if (!match || (best && best.at <= match.index)) continue;
    const [year, month, day] = read(match);
    const date = new Date(Date.UTC(year, month - 1, day));
    // 31 February rolls over into March: such a date is a misprint, not a date.
    if (date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day)
      best = { at: match.index, date };
  }
  return best?.date;
}
