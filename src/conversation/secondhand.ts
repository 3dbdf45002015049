import type { Heard } from './conversation.ts';
import { ANSWERS } from './line.ts';
import type { Meaning } from './meaning.ts';

/** What words of others may bring about: an answer to a question, an officer, a renewal that is begun, but no fact. */
const ASKS: ReadonlySet<Meaning['means']> = new Set<Meaning['means']>([
  ...ANSWERS,
  'secret',
  'renew',
  'help',
  'person',
  'no-mailbox',
  'status',
  'revocation',
]);
const MANNERS: ReadonlySet<Meaning['means']> = new Set<Meaning['means']>(['greeting', 'thanks', 'unknown']);

type Said = Pick<Heard, 'meanings' | 'odd'> & { readonly forwarded?: boolean; readonly hasFiles: boolean };

/**
 * What counts of a message whose words the person did not write now. A message that was passed on may ask ("apakah ini
 * asli?") and may bring the CA's notice or a letter, but it confirms nothing, changes nothing and says of nobody who he
 * is. Of one that was edited nothing counts but a password, which is forgotten in any case.
 */
export function ownWords({ meanings, odd, forwarded, hasFiles }: Said): Pick<Heard, 'meanings' | 'odd'> {
  if (odd === 'edited') return { meanings: meanings.filter(({ means }) => means === 'secret'), odd };
  if (!forwarded) return odd === undefined ? { meanings } : { meanings, odd };
  const counts = meanings.filter(({ means }) => ASKS.has(means) || (hasFiles && means === 'letter-is'));
  const ignored = meanings.some((each) => !counts.includes(each) && !MANNERS.has(each.means));
  const empty = counts.length === 0 && !hasFiles;
  const why = odd ?? (ignored || empty ? ('forwarded' as const) : undefined);
  return why === undefined ? { meanings: counts } : { meanings: counts, odd: why };
}
