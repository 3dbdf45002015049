import { sentBack } from './ask.ts';
import { focus } from './focus.ts';
import { isKnownMail, mayAct } from './hear/identity.ts';
import { isAskedBack } from './hear/meanings.ts';
import { askBackAgain } from './hear/request.ts';
import type { Meaning } from './meaning.ts';
import type { Turn } from './turn.ts';

/** What was not understood, and how often in a row. */

/** Answered by its topic alone a second time, the question was not understood, whatever manners stand beside it. */
export function withoutSameGuess({ heard, state }: Turn, meanings: readonly Meaning[]): readonly Meaning[] {
  const guess = guessIn(meanings);
  return guess !== undefined && guess === state.guessed && heard.enclosed.length === 0
    ? [{ means: 'unknown' }]
    : meanings;
}

const guessIn = (meanings: readonly Meaning[]): Meaning['means'] | undefined =>
  meanings.find((meaning) => 'guessed' in meaning)?.means;

/** What was answered by its topic alone was perhaps understood: it is no reason to begin counting anew. */
export function settle(turn: Turn, meanings: readonly Meaning[]): void {
  const { misunderstood } = turn.state;
  const guess = turn.heard.enclosed.length === 0 ? guessIn(meanings) : undefined;
  if (!turn.understood) notUnderstood(turn);
  else if (guess === undefined) turn.state = { ...turn.state, misunderstood: 0, guessed: undefined };
  else turn.state = { ...turn.state, misunderstood: Math.max(misunderstood, 1), guessed: guess };
}

/** Asked again in other words; the second time an operator is offered and knows. */
function notUnderstood(turn: Turn): void {
  const misunderstood = turn.state.misunderstood + 1;
  const stranger = turn.proven === undefined && !isKnownMail(turn);
  if (stranger && !turn.state.greeted) {
    mayAct(turn);
    return;
  }
  // Whoever has called an operator explains himself to him.
  if (turn.hasCalled) {
    turn.say({ say: 'passed-on' });
    return;
  }
  turn.state = { ...turn.state, misunderstood };
  turn.say({ say: misunderstood === 1 ? 'not-understood' : 'not-understood-again' });
  if (misunderstood === 2) turn.act({ act: 'call-operator', why: 'not-understood' });
  if (isKnownMail(turn)) turn.say({ say: 'help' });
  // Nobody is asked for a letter while he is thinking about whether to withdraw.
  if (isAskedBack(turn) && !turn.conversation.outdated && turn.proven !== undefined) askBackAgain(turn);
  else if (misunderstood === 1 && turn.proven !== undefined) whatWasSentBack(turn);
  turn.follow = 'pending';
}

/** "Maksudnya?": after something was sent back that is most likely what he asks about. */
function whatWasSentBack(turn: Turn): void {
  const renewal = focus(turn);
  if (renewal !== undefined) turn.say(...sentBack(renewal));
}
