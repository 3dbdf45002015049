import type { Field } from '../../renewal/renewal.ts';
import { findChanges } from '../changes.ts';
import { FIELD_NAMES } from '../words/fields.ts';
import { fieldAt, isBreak, particles } from '../words/match.ts';
import { plain, type Token, tokens } from '../words/normal.ts';
import { capital, isPhone, skip } from './lead.ts';
import { AFTER_BECOMES, ANOTHER_THOUGHT, NOT_A_VALUE } from './vocabulary.ts';

const set = (words: string): ReadonlySet<string> => new Set(words.split(' ').map(plain));
/** Say that what was noted is not what was meant. */
const TAKES_BACK = set('salah keliru typo bukan tidak kurang tepat ketik tulis ralat koreksi no not wrong');
const BESIDE = set(
  'itu yang tadi saya mohon maaf it that i its thats eh oh iya ya wait actually the one is sorry sori',
);
/** Say that the right value follows. */
const GIVES = set('seharusnya mestinya sebenarnya benar betul maksud ralat koreksi should meant mean right correct');
/** "Betul, saya Budi" merely agrees; "yang betul Kepala Bidang" gives the value. */
const AGREES = set('benar betul right correct');
const YANG = plain('yang');
const LEADS_ON: ReadonlySet<string> = new Set([...AFTER_BECOMES, ...set('saya itu one')]);
/** Begin a sentence about what is to be done, or when, and no value. */
const BEGINS_NONE: ReadonlySet<string> = new Set([
  ...NOT_A_VALUE,
  ...ANOTHER_THOUGHT,
  ...set(
    'hapus dihapus dikosongkan batal cancel kemarin hari minggu bulan operator petugas urusan gratis semula bapak ibu',
  ),
]);
const NUMBERS: readonly Field[] = ['nik', 'nip', 'phone', 'email'];
/** Nobody takes a value back in more words than these. */
const LONGEST_LEAD = 10;

/**
 * "Salah, harusnya Kepala Bidang", said of a value that was noted just now: the new value of that field. Undefined where
 * this is something else. Without a word that takes the old one back, or where it may mean something else (not `sure`), only
 * what is written like a value counts as one.
 */
export function correctedValue(text: string, field: Field, sure: boolean): string | undefined {
  const at = tokens(text);
  const lead = leadOf(at);
  if (lead === undefined || isBreak(at[lead.value]) || isNoValue(at, lead.value, field)) return undefined;
  if (!(lead.takesBack && sure) && !capital(at[lead.value])) return undefined;
  const told = `${FIELD_NAMES[field][0]}: ${text.slice(at[lead.value]!.start)}`;
  return findChanges(told, tokens(told)).changes[field];
}

/** A number is no position, and "maksud saya email" names a field, not its value. */
function isNoValue(at: readonly Token[], value: number, field: Field): boolean {
  const { word, kind } = at[value]!;
  const named = fieldAt(at, value);
  const isAddress = kind === 'email' || isPhone(at, value);
  return (
    (!capital(at[value]) && BEGINS_NONE.has(word)) ||
    (isAddress && !NUMBERS.includes(field)) ||
    (named !== undefined && isBreak(at[named.end]))
  );
}

function leadOf(at: readonly Token[]): { readonly value: number; readonly takesBack: boolean } | undefined {
  let takesBack = false;
  // "Bukan kepala seksi, harusnya ...": what it is not ends with its clause.
  let within = false;
  for (let i = 0; i < LONGEST_LEAD && i < at.length; i++) {
    const { word, kind } = at[i]!;
    takesBack ||= TAKES_BACK.has(word);
    if (kind === 'comma' || kind === 'stop') within = false;
    if (GIVES.has(word) && !within && (takesBack || !AGREES.has(word) || at[i - 1]?.word === YANG)) {
      const value = skip(at, i + 1, LEADS_ON);
      const isLedOn = at[value]?.kind === 'sign' || at[value]?.kind === 'comma';
      return { value: isLedOn ? skip(at, value + 1, LEADS_ON) : value, takesBack };
    }
    const isLead = kind !== 'word' || TAKES_BACK.has(word) || BESIDE.has(word) || particles.has(word);
    if (!isLead && !takesBack) return undefined;
    within ||= !isLead;
  }
  return undefined;
}
