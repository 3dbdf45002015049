import type { Meaning } from '../meaning.ts';
import { gist } from '../words/match.ts';

const WITHIN = /\b(?:pindah|dipindah\w*|mutasi|dimutasi|dirotasi|moved|transferred) .*\b(?:dari|from) .*\b(?:ke|to) /;
const ELSEWHERE =
  /\b(?:kabupaten|kota|provinsi|pemkab|pemkot|pemprov|kementerian|pusat|daerah|instansi|luar|city|province|regency|ministry)\b/;

/** "Pindah dari IGD ke ICU", said of his data: another unit, and he is still here. */
export const aboutMove = (text: string, meaning: Meaning): Meaning =>
  meaning.means === 'left' && meaning.why === 'moved' && WITHIN.test(gist(text)) && !ELSEWHERE.test(gist(text))
    ? { means: 'wrong', fields: ['unit'] }
    : meaning;
