import type { Changes } from '../../renewal/renewal.ts';
import { correctedValue } from '../changes/correction.ts';
import type { Question } from '../conversation.ts';
import type { Meaning } from '../meaning.ts';
import type { Turn } from '../turn.ts';
import { hearChange } from './change.ts';

/** Where data is the subject. */
export const ABOUT_DATA: ReadonlySet<Question['what'] | undefined> = new Set<Question['what'] | undefined>([
  'data-check',
  'change-values',
  'change-letter',
]);

/** Nothing but a telephone number, and forms of address. */
const PHONE = /^\+?(?:62[ .-]?|0)8\d(?:[ .-]?\d){6,11}(?=(?:[\s,.!]+(?:ya|yah|kak|min|pak|bu|mas|mbak)?)*$)/i;
const OPEN: ReadonlySet<Meaning['means']> = new Set<Meaning['means']>(['unknown', 'no', 'wrong', 'help', 'yes']);

/**
 * A value without the name of its field, noted and asked back like any other: the answer to "what is your new position?",
 * the correction of what was noted just now, and a telephone number, which can be nothing else. Returns whether it was one.
 */
export function hearValue(turn: Turn): boolean {
  const { state, heard } = turn;
  turn.state = { ...state, asked: undefined, noted: undefined };
  const bare = heard.enclosed.length === 0 && !heard.pressed && heard.text.trim() !== '' && !/[?\n]/.test(heard.text);
  const changes = bare && turn.proven !== undefined ? valueIn(turn, state) : undefined;
  if (changes === undefined) return false;
  hearChange(turn, changes, false);
  return true;
}

function valueIn({ heard, conversation }: Turn, { asked, noted }: Turn['state']): Changes | undefined {
  const about = conversation.question?.what;
  const { meanings, text } = heard;
  const isUnknown = meanings.every(({ means }) => means === 'unknown');
  const phone = PHONE.exec(text.trim())?.[0];
  if (isUnknown && phone !== undefined && (about === 'data-check' || about === 'change-values')) return { phone };
  if (isUnknown && asked !== undefined && asked !== 'which' && about === 'change-values') return { [asked]: text };
  if (noted === undefined || !ABOUT_DATA.has(about) || meanings.length === 0) return undefined;
  const sure = meanings.every(isOpen);
  if (!sure && !meanings.every((meaning) => isOpen(meaning) || TITLES.has(meaning.means))) return undefined;
  const value = correctedValue(text, noted, sure);
  return value === undefined ? undefined : { [noted]: value };
}

/** Names no other field, and no other matter. */
const isOpen = (meaning: Meaning): boolean =>
  OPEN.has(meaning.means) && !(meaning.means === 'wrong' && meaning.fields.length > 0);
/** What a position may sound like: "Sekretaris Dinas", "Staf Persuratan". */
const TITLES: ReadonlySet<Meaning['means']> = new Set<Meaning['means']>(['about-helpers', 'about-letter', 'person']);
