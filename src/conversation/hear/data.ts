import type { Meaning } from '../meaning.ts';
import { gist } from '../words/match.ts';
import { fieldsAlone } from '../words/named.ts';

/** What is said while his data is the subject is said of it. */

const WITHIN = /\b(?:pindah|dipindah\w*|mutasi|dimutasi|dirotasi|moved|transfered) .*\b(?:dari|from) .*\b(?:ke|to) /;
const ELSEWHERE =
  /\b(?:kabupaten|kota|provinsi|pemkab|pemkot|pemprov|kementerian|pusat|daerah|instansi|luar|city|province|regency|ministry)\b/;
const OFFICE_NUMBER = /\b(?:nomor|no) (?:hp |telepon )?kantor\b/;
const CALLS = /\b(?:operator|petugas|admin|hubungi|dihubungi|bicara|minta|bantu|bantuan)\b/;

/** "Pindah dari IGD ke ICU": another unit, and he is still here. "Itu nomor kantor yang lama" asks for nobody. */
export function aboutData(text: string, meanings: readonly Meaning[]): readonly Meaning[] {
  const said = gist(text);
  const within = WITHIN.test(said) && !ELSEWHERE.test(said);
  const callsNobody = OFFICE_NUMBER.test(said) && !CALLS.test(said) && meanings.some(({ means }) => means === 'wrong');
  return meanings
    .filter(({ means }) => !(callsNobody && means === 'person'))
    .map((each) =>
      within && each.means === 'left' && each.why === 'moved' ? { means: 'wrong', fields: ['unit'] } : each,
    );
}

/** "Email": in answer to what changes, its name alone says which; beside a new value of another field as well. */
export function aboutFields(text: string, meanings: readonly Meaning[]): readonly Meaning[] {
  const isNaming = meanings.length > 0 && meanings.every(({ means }) => means === 'unknown' || means === 'change');
  const given = meanings.flatMap((each) => (each.means === 'change' ? Object.keys(each.changes) : []));
  const fields = isNaming && !text.includes('?') ? fieldsAlone(text).filter((field) => !given.includes(field)) : [];
  return fields.length > 0
    ? [...meanings.filter(({ means }) => means !== 'unknown'), { means: 'wrong', fields: [...new Set(fields)] }]
    : meanings;
}
