import { digitsOf, isDate, type NumberFault, type Sex } from './nik.ts';

/**
 * What the 18 digits of a NIP say: birth date YYYYMMDD, appointment YYYYMM, sex 1 or 2, serial of 3. For PPPK staff
 * (contract) digits 13-14 are not a month but a code of 21 or more.
 */
type Nip = {
  readonly day: number;
  readonly month: number;
  readonly year: number;
  readonly appointed: number;
  readonly staff: 'pns' | 'pppk';
  readonly sex: Sex;
};

const NIP_DIGITS = 18;
const LEAST_PPPK_CODE = 21;

export function parseNip(text: string): Nip | NumberFault {
  const digits = digitsOf(text);
  if (digits === undefined) return 'format';
  if (digits.length !== NIP_DIGITS) return 'length';
  const year = Number(digits.slice(0, 4));
  const month = Number(digits.slice(4, 6));
  const day = Number(digits.slice(6, 8));
  if (!isDate(year, month, day)) return 'birth-date';
  const monthOrCode = Number(digits.slice(12, 14));
  const staff = monthOrCode >= LEAST_PPPK_CODE ? 'pppk' : 'pns';
  if (staff === 'pns' && (monthOrCode < 1 || monthOrCode > 12)) return 'format';
  const sex = { '1': 'male', '2': 'female' }[digits[14]!];
  if (sex === undefined) return 'format';
  return { year, month, day, appointed: Number(digits.slice(8, 12)), staff, sex: sex as Sex };
}
