import type { Field } from '../../renewal/renewal.ts';
import { fieldsAt, isBreak, particles } from './match.ts';
import { plain, type Token, tokens } from './normal.ts';

const BESIDE: ReadonlySet<string> = new Set('saya saja juga yang dan my the just'.split(' ').map(plain));
const isBeside = (token: Token | undefined): boolean =>
  !isBreak(token) && (particles.has(token!.word) || BESIDE.has(token!.word));

/** Fields that a clause names without another word ("email sama jabatan"); what is said of one behind a colon is its value. */
export function fieldsAlone(text: string): readonly Field[] {
  const at = tokens(text);
  return at.flatMap((_, i): readonly Field[] => {
    if (i > 0 && !isBreak(at[i - 1])) return [];
    let from = i;
    while (isBeside(at[from])) from++;
    const row = fieldsAt(at, from);
    if (row === undefined) return [];
    let end = row.end;
    while (isBeside(at[end])) end++;
    return isBreak(at[end]) && at[end]?.kind !== 'sign' ? row.fields : [];
  });
}
