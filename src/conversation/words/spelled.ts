/** As many as a sign-in code has: "satu dua hari" counts days. */
const FEWEST_DIGITS = 6;

const DIGITS: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'nol satu dua tiga empat lima enam tujuh delapan sembilan',
    'zero one two three four five six seven eight nine',
    'kosong',
  ].flatMap((words) => words.split(' ').map((word, digit) => [word, String(digit)])),
);
const WORD = `(?:${Object.keys(DIGITS).join('|')})`;
const SPELLED = new RegExp(`(?<!\\p{L})${WORD}(?:[ ,-]{1,2}${WORD}){${FEWEST_DIGITS - 1},}(?!\\p{L})`, 'giu');

/** A number that was dictated, digit by digit, in figures: "kodenya satu dua tiga empat lima enam". */
export const withFigures = (text: string): string =>
  text.replace(SPELLED, (row) => row.replace(/\p{L}+/gu, (word) => DIGITS[word.toLowerCase()]!).replace(/\D/g, ''));
