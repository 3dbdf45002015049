import parsePhone from 'libphonenumber-js';
import { digitsOf, parseNik } from './nik.ts';
import { parseNip } from './nip.ts';
import { type Changes, type Data, FIELDS, type Field } from './renewal.ts';

/** Names, positions and offices: the longest on record in the field are about half of this. */
export const TEXT_LIMIT = 200;
/** RFC 5321 section 4.5.3.1.3: a path of 256 octets with its brackets. */
export const EMAIL_LIMIT = 254;

type FieldFault = 'format' | 'birth-date' | 'length' | 'empty' | 'not-changeable';
type FieldCheck = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly why: FieldFault };

/**
 * A new value as a person wrote it, checked and brought into the form it is stored in: digits only, E.164 for
 * telephones (Indonesia unless another country is named), lower case for e-mail, single spaces elsewhere.
 */
export function validField(field: Field, value: string): FieldCheck {
  const text = value.normalize('NFC').replace(/\s+/g, ' ').trim();
  if (text === '') return { ok: false, why: 'empty' };
  if (INVISIBLE.test(text)) return { ok: false, why: 'format' };
  switch (field) {
    case 'nik':
      return numbered(text, parseNik(text));
    case 'nip':
      return numbered(text, parseNip(text));
    case 'phone':
      return phone(text);
    case 'email':
      return email(text);
    default:
      return text.length > TEXT_LIMIT ? { ok: false, why: 'length' } : { ok: true, value: text };
  }
}

/** What is known of everybody. */
const REQUIRED = ['nik', 'nip', 'name', 'email'] as const;
export const isRequired = (field: Field): boolean => (REQUIRED as readonly Field[]).includes(field);

/** A person as an import has him; what its file has no column for is absent. */
export type Entered = Pick<Data, (typeof REQUIRED)[number]> & Partial<Data>;

/** As it is taken from an import: what need not be known of a person may also be empty. */
export const validEntry = (field: Field, value: string): FieldCheck =>
  value === '' && !isRequired(field) ? { ok: true, value } : validField(field, value);

/** Control characters, the marks that make text read in another order than it is stored, and what was a letter once. */
const INVISIBLE = /[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]/u;

function numbered(text: string, parsed: object | FieldFault): FieldCheck {
  return typeof parsed === 'string' ? { ok: false, why: parsed } : { ok: true, value: digitsOf(text)! };
}

function phone(text: string): FieldCheck {
  const parsed = parsePhone(text, 'ID');
  return parsed?.isValid() ? { ok: true, value: parsed.number } : { ok: false, why: 'format' };
}

/** Plain addresses only: no quoted local parts, no comments, a domain with a dot. */
const EMAIL = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

function email(text: string): FieldCheck {
  const value = text.toLowerCase();
  if (value.length > EMAIL_LIMIT) return { ok: false, why: 'length' };
  return EMAIL.test(value) && !value.includes('..') ? { ok: true, value } : { ok: false, why: 'format' };
}

export type DataChange = { readonly field: Field; readonly from: string; readonly to: string };

/** What these wishes would make another, in the order of the data. One for what is on record takes an earlier wish back. */
export const dataChanges = (data: Data, wishes: Changes = {}): readonly DataChange[] =>
  FIELDS.flatMap((field) => {
    const [from, to = from] = [data[field], wishes[field]];
    return to === from ? [] : [{ field, from, to }];
  });

/** Never whole in a conversation or on a page; letters and work packets need them. */
export const MASKED: ReadonlySet<Field> = new Set<Field>(['nik', 'nip']);

const SHOWN_DIGITS = 4;

/** A NIK or NIP as it may stand in a chat: `1371••••••••0004`. What is too short to hide anything in is hidden whole. */
export function mask(number: string): string {
  const hidden = number.length - 2 * SHOWN_DIGITS;
  if (hidden < SHOWN_DIGITS) return '•'.repeat(number.length);
  return number.slice(0, SHOWN_DIGITS) + '•'.repeat(hidden) + number.slice(-SHOWN_DIGITS);
}

const FLAGS = ['nik-invalid', 'nip-invalid', 'birth-date-differs', 'sex-differs'] as const;
export type Flag = (typeof FLAGS)[number];

/** What the two numbers say about each other. Shown to the operator; it never rejects by itself. */
export function crossCheck(data: Pick<Data, 'nik' | 'nip'>): readonly Flag[] {
  const nik = parseNik(data.nik);
  const nip = parseNip(data.nip);
  const flags: Flag[] = [];
  if (typeof nik === 'string') flags.push('nik-invalid');
  if (typeof nip === 'string') flags.push('nip-invalid');
  if (typeof nik === 'string' || typeof nip === 'string') return flags;
  const sameBirth = nik.day === nip.day && nik.month === nip.month && nik.year === nip.year % 100;
  if (!sameBirth) flags.push('birth-date-differs');
  if (nik.sex !== nip.sex) flags.push('sex-differs');
  return flags;
}
