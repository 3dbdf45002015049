import type { RecordedCertificate } from '../desk/entry.ts';
import { type Entered, isRequired, mask, validEntry } from '../renewal/data.ts';
import { digitsOf } from '../renewal/nik.ts';
import { FIELDS, type Field } from '../renewal/renewal.ts';
import { serialOf } from '../renewal/serial.ts';
import { type Found, IMPORT_LIMITS } from './enter.ts';
import { type RowFault, refused } from './report.ts';

/** A row of a table: what it asks of the desk, or all that is wrong with it. */

/** Under which name each field of a person's data stands. */
const COLUMN_OF: Readonly<Record<Field, string>> = {
  nik: 'nik',
  nip: 'nip',
  name: 'nama',
  email: 'email',
  phone: 'telepon',
  position: 'jabatan',
  organisation: 'instansi',
  unit: 'unit_kerja',
  city: 'kota',
  province: 'provinsi',
};

/** The columns of each kind of list; the page and the help show them in this order, a file may have another. */
export const COLUMNS = {
  applicants: FIELDS.map((field) => COLUMN_OF[field]),
  certificates: ['nip', 'serial', 'berlaku_sampai', 'status'],
} as const;

/** The columns that a file has to have. A list of people that was made before a field came is read without it. */
export const NEEDED = {
  applicants: FIELDS.filter(isRequired).map((field) => COLUMN_OF[field]),
  certificates: COLUMNS.certificates,
} as const;

export type Row = {
  readonly line: number;
  /** Of each column that the file has. */
  readonly cells: Readonly<Record<string, string>>;
  /** The file ends in the middle of it. */
  readonly cut?: boolean;
};

export function applicantOf({ line, cells, cut }: Row): Found {
  const place = { line, who: whoIn(cells.nama, cells.nip) };
  if (cut) return refused(place, { why: 'cut-off' });
  const read = FIELDS.filter((field) => COLUMN_OF[field] in cells).map((field) => ({
    field,
    ...cellOf(cells, COLUMN_OF[field], field),
  }));
  const faults = read.flatMap(({ fault }) => fault ?? []);
  if (faults.length > 0) return refused(place, ...faults);
  const data = Object.fromEntries(read.map(({ field, value }) => [field, value])) as Entered;
  return { ...place, act: { act: 'import-applicant', data } };
}

type Cell = { readonly value: string; readonly fault?: RowFault };

/** What stands in a cell, as it is stored, or what is wrong with it. */
function cellOf(cells: Row['cells'], column: string, field: Field): Cell {
  const cell = cells[column] ?? '';
  const value = NUMBERS.includes(field) ? numberIn(cell) : cell;
  const { length } = (NUMBERS.includes(field) && digitsOf(value)) || value;
  const wrong = (fault: Omit<RowFault, 'field'>): Cell => ({ value, fault: { ...fault, field: column } });
  if (isRounded(field, value)) return wrong({ why: 'rounded' });
  if (value.length > IMPORT_LIMITS.cellCharacters) return wrong({ why: 'too-long', length: value.length });
  const checked = validEntry(field, value);
  if (checked.ok) return { value: checked.value };
  return wrong(checked.why === 'length' ? { why: 'length', length } : { why: checked.why });
}

/** Too long for anything in a name, also as people write it: in groups. */
const LONG_NUMBER = /\d(?:[ .'–-]?\d){7,}/g;

/** More of a name is not needed to find its row. */
const WHO_CHARACTERS = 60;

/** Whose row it is: the name as it stands there, or the masked NIP. In columns that slipped, a number may stand for the name. */
export function whoIn(name = '', nip = ''): string | undefined {
  const shown = name
    .slice(0, IMPORT_LIMITS.cellCharacters)
    .replace(/[\s\p{C}]+/gu, ' ')
    .replace(LONG_NUMBER, (number) => mask(number.replace(/\D/g, '')))
    .trim();
  if (shown !== '') return shown.length > WHO_CHARACTERS ? `${shown.slice(0, WHO_CHARACTERS).trim()}…` : shown;
  const masked = mask(numberIn(nip).slice(0, NIP_DIGITS));
  return /^\d/.test(masked) ? `NIP ${masked}` : undefined;
}

const NIP_DIGITS = 18;

const NUMBERS: readonly Field[] = ['nik', 'nip', 'phone'];
/** The apostrophe by which people make Excel leave a number as it is. */
const numberIn = (cell: string): string => cell.replace(/^['’]/, '');

const SCIENTIFIC = /^\d[.,]?\d*e\+?\d+$/i;
/** Nobody's: the last three digits of a NIP count from 001. */
const NOBODYS_NIP = /^\d{15}000$/;

/** Excel keeps fifteen digits of a number, and noughts in place of the others: this would be somebody else's. */
const isRounded = (field: Field, value: string): boolean =>
  field !== 'phone' &&
  NUMBERS.includes(field) &&
  (SCIENTIFIC.test(value) || (field === 'nip' && NOBODYS_NIP.test(value)));

/** As the field writes its states: what is over by date alone is still a certificate that can be renewed. */
const STATES: Readonly<Record<string, RecordedCertificate['state']>> = {
  '': 'valid',
  issue: 'valid',
  issued: 'valid',
  aktif: 'valid',
  active: 'valid',
  berlaku: 'valid',
  valid: 'valid',
  expired: 'valid',
  kedaluwarsa: 'valid',
  kadaluarsa: 'valid',
  renew: 'valid',
  revoke: 'revoked',
  revoked: 'revoked',
  dicabut: 'revoked',
};

export function certificateOf({ line, cells, cut }: Row): Found {
  const place = { line, who: whoIn('', cells.nip) };
  if (cut) return refused(place, { why: 'cut-off' });
  const nip = cellOf(cells, 'nip', 'nip');
  const serial = serialOf(numberIn(cells.serial ?? ''));
  const notAfter = lastMomentOf(cells.berlaku_sampai ?? '');
  const state = STATES[(cells.status ?? '').toLowerCase()];
  if (nip.fault || !serial || !notAfter || !state)
    return refused(
      place,
      ...(nip.fault ? [nip.fault] : []),
      ...(serial ? [] : [{ why: 'serial', field: 'serial' } as const]),
      ...(notAfter ? [] : [{ why: 'date', field: 'berlaku_sampai' } as const]),
      ...(state ? [] : [{ why: 'status', field: 'status' } as const]),
    );
  return {
    ...place,
    act: {
      act: 'import-certificate',
      nip: nip.value,
      certificate: { serial, notAfter, evidence: 'number', state, issuer: 'ams' },
    },
  };
}

/** 2027-01-15, 15/01/2027, 15-01-2027 or 15.01.2027: until that day is over in all of Indonesia, in the west last. */
function lastMomentOf(text: string): Date | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(text) ?? /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  if (!found) return undefined;
  const numbers = found.slice(1, 4).map(Number) as [number, number, number];
  const [year, month, day] = numbers[0] > 31 ? numbers : (numbers.toReversed() as [number, number, number]);
  const at = new Date(Date.UTC(year, month - 1, day, 16, 59, 59));
  return year >= 2000 && year < 2100 && at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at : undefined;
}
