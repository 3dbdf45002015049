import { MASKED } from '../../../renewal/data.ts';
import type { Field } from '../../../renewal/renewal.ts';

export const fields: Readonly<Record<Field, string>> = {
  nik: 'NIK',
  nip: 'NIP',
  name: 'Name',
  email: 'E-mail',
  phone: 'Telephone',
  position: 'Position',
  organisation: 'Organisation',
  unit: 'Unit',
  city: 'City or regency',
  province: 'Province',
};

/** NIK and NIP are abbreviations; the rest are common nouns. */
export const inSentence = (field: Field) => (MASKED.has(field) ? fields[field] : fields[field].toLowerCase());
