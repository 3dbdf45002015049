import type { LetterData, LetterKind } from './letter.ts';

/** Words in the title of each letter; without them it is probably another document. */
const TITLES: Readonly<Record<LetterKind, RegExp>> = {
  recommendation: anywhere('rekomendasi'),
  change: anywhere('perubahan data'),
};
/** What each letter must name. A data-change letter shows old and new, so only who it is about is looked for. */
const NAMED: Readonly<Record<LetterKind, readonly (keyof LetterData)[]>> = {
  recommendation: ['nip', 'nik', 'name', 'position', 'organisation', 'unit', 'email'],
  change: ['nip', 'nik', 'name'],
};
/** Titles before a name, without their full stops: academic, religious, noble. */
const TITLE_BEFORE = /^(?:prof|dr|drg|drs|dra|ir|h|hj|kh|ns|apt|hc|rr?|rd|tb|ust)\.?$/iu;
/** A title after a name that stands without a comma: S.T., M.Si, A.Md.Kom. */
const TITLE_AFTER = /^\p{L}{1,4}(?:\.\p{L}{1,6})+\.?$/u;

/**
 * Remarks for the operator, who decides: `no-text` (a scan: nothing to compare), `not-a-recommendation` or
 * `not-a-change-letter`, and `missing:FIELD` for each datum that the text does not show. Case, spaces, line breaks,
 * accents, titles and the grouping of numbers make no difference.
 */
export function compareLetter(
  text: string,
  data: LetterData,
  letter: LetterKind = 'recommendation',
): readonly string[] {
  const plain = fold(text);
  if (!/[\p{L}\p{N}]/u.test(plain)) return ['no-text'];
  const remarks = TITLES[letter].test(plain)
    ? []
    : [letter === 'change' ? 'not-a-change-letter' : 'not-a-recommendation'];
  for (const field of NAMED[letter]) if (!shows(plain, field, data[field])) remarks.push(`missing:${field}`);
  return remarks;
}

function shows(text: string, field: keyof LetterData, value: string): boolean {
  const wanted = fold(field === 'name' ? withoutTitles(value) : value);
  if (field === 'nip' || field === 'nik') return number(wanted).test(text);
  // What is not on record cannot be missing in the letter.
  return !/[\p{L}\p{N}]/u.test(wanted) || anywhere(wanted).test(text);
}

/** Accents are lost in typewriters, scanners and fonts: ḥ and h are one letter here. */
function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** "Dr. Hj. Siti Aminah, S.T., M.Si." is Siti Aminah. */
export function withoutTitles(name: string): string {
  const words = name.split(',')[0]!.trim().split(/\s+/u);
  while (words.length > 1 && TITLE_BEFORE.test(words[0]!)) words.shift();
  while (words.length > 1 && TITLE_AFTER.test(words.at(-1)!)) words.pop();
  return words.join(' ');
}

/** Digits, grouped in any way, and not part of a longer number. */
function number(digits: string): RegExp {
  return new RegExp(`(?<!\\d)${[...digits.replaceAll(/\D/gu, '')].join('[\\s.-]*')}(?!\\d)`, 'u');
}

/** The letters and digits of the words in their order, whole, with any spaces and punctuation between. */
function anywhere(words: string): RegExp {
  const tokens = words.match(/[\p{L}\p{N}]+/gu) ?? [];
  // PDFs set letters one by one now and then, so a space may stand between any two.
  const spread = tokens.map((token) => [...token].join('\\s*'));
  return new RegExp(`(?<![\\p{L}\\p{N}])${spread.join('[^\\p{L}\\p{N}]*')}(?![\\p{L}\\p{N}])`, 'u');
}
