import { MASKED } from '../../../renewal/data.ts';
import type { Field } from '../../../renewal/renewal.ts';

export const fields: Readonly<Record<Field, string>> = {
  nik: 'NIK',
  nip: 'NIP',
  name: 'Nama',
  email: 'Email',
  phone: 'Telepon',
  position: 'Jabatan',
  organisation: 'Instansi',
  unit: 'Unit kerja',
  city: 'Kota/kabupaten',
  province: 'Provinsi',
};

/** NIK and NIP are abbreviations; the rest are common nouns. */
export const inSentence = (field: Field) => (MASKED.has(field) ? fields[field] : fields[field].toLowerCase());
