/** What the 16 digits of a NIK say: digits 7-12 are the birth date DDMMYY, with 40 added to the day for women. */
type Nik = {
  readonly day: number;
  readonly month: number;
  /** Two digits. */
  readonly year: number;
  readonly sex: Sex;
};
export type Sex = 'male' | 'female';
export type NumberFault = 'format' | 'length' | 'birth-date';

const NIK_DIGITS = 16;
const WOMENS_DAYS = 40;

export function parseNik(text: string): Nik | NumberFault {
  const digits = digitsOf(text);
  if (digits === undefined) return 'format';
  if (digits.length !== NIK_DIGITS) return 'length';
  const day = Number(digits.slice(6, 8));
  const month = Number(digits.slice(8, 10));
  const year = Number(digits.slice(10, 12));
  const sex = day > WOMENS_DAYS ? 'female' : 'male';
  const born = sex === 'female' ? day - WOMENS_DAYS : day;
  // Two digits leave the century open: 29 February 00 existed in 2000, not in 1900.
  if (!isDate(1900 + year, month, born) && !isDate(2000 + year, month, born)) return 'birth-date';
  return { day: born, month, year, sex };
}

/** People write numbers in groups; letters among the digits are a mistake. */
export function digitsOf(text: string): string | undefined {
  const digits = text.replace(/[\s.\-–]/g, '');
  return /^\d+$/.test(digits) ? digits : undefined;
}

export function isDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
