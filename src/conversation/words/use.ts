import { gist } from './match.ts';
import { GROUPS } from './table.ts';

/** What a certificate is there for; of what it is used with the words are in the table. */
const USE = String.raw`tanda tangan|menandatangani|\w*pakai|\w*gunakan|berfungsi|sign\w*|work\w*|used?`;
const CANNOT = String.raw`(?:tidak|belum)(?: \w+)? (?:bisa|dapat|mau|berhasil)|canot|cant|couldnt|doesnt|does not|wont|wil not`;
const FAILS = 'gagal|eror|ditolak|fails?|failed|failing|unable';
/** Up to three words between. */
const NEAR = String.raw`(?: \w+){0,3}`;
const NOT = '(?:tidak|belum) (?:berfungsi|terbaca|terdeteksi)|not (?:yet )?(?:work|sign)ing';

const NOT_WORKING = new RegExp(
  String.raw`\b(?:(?:${CANNOT}|${FAILS})${NEAR} (?:${USE})|(?:${USE})${NEAR} (?:${CANNOT}|${FAILS})|${NOT})\b`,
);
const SUPPOSED = /\b(?:kalau|jika|bila|apabila|if|when)\b/;
/** Of somebody who is to sign a letter. */
const OTHERS = new RegExp(String.raw`\b(?:${GROUPS.relative})\b`);

/**
 * "Sudah terpasang tapi belum bisa tanda tangan": it is there and does not do what it is for. `supposed`: he asks what to
 * do in that case ("kalau belum bisa ttd gimana?").
 */
export function saysNotWorking(text: string): 'now' | 'supposed' | undefined {
  const said = gist(text);
  if (!NOT_WORKING.test(said) || OTHERS.test(said)) return undefined;
  return SUPPOSED.test(said) ? 'supposed' : 'now';
}
