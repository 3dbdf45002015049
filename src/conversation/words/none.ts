import { isBreak, particles } from './match.ts';
import { plain, type Token } from './normal.ts';

const NONE = new Set('nihil none nil'.split(' ').map(plain));
const NOT = plain('tidak');
const THERE_IS = plain('ada');
const COLON = /^[:=]$/;

/**
 * "Perubahan: tidak ada", "Changes: none": without the colon, since what there is none of stands before it. By itself
 * "tidak ada" would be said of whatever is awaited. "Jawaban: tidak ada perubahan" says the whole of it behind its colon.
 */
export function withNones(at: readonly Token[]): readonly Token[] {
  const out: Token[] = [];
  for (let i = 0; i < at.length; i++) {
    const said = COLON.test(at[i]!.raw) ? behindLines(at, i + 1) : i;
    if (said > i && saysNone(at, said)) i = said;
    out.push(at[i]!);
  }
  return out;
}

/** A form has its answer below the question. */
function behindLines(at: readonly Token[], i: number): number {
  let next = i;
  while (at[next]?.kind === 'line') next++;
  return next;
}

/** And no more than that in its clause. */
function saysNone(at: readonly Token[], i: number): boolean {
  const isNot = at[i]?.word === NOT && at[i + 1]?.word === THERE_IS;
  if (!isNot && !NONE.has(at[i]?.word ?? '')) return false;
  let end = isNot ? i + 2 : i + 1;
  while (at[end]?.kind === 'word' && particles.has(at[end]!.word)) end++;
  return isBreak(at[end]);
}
