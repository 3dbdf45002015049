import { isCommitted, isIssuing } from '../../renewal/content.ts';
import type { Confirmation, ConversationState } from '../conversation.ts';
import { explain, focus } from '../focus.ts';
import type { Line } from '../line.ts';
import type { Meaning } from '../meaning.ts';
import type { Turn } from '../turn.ts';
import { collectedConfirmed, hearCollected } from './collect.ts';
import { mayAct } from './identity.ts';
import { forget, hearRevoke, reasonOfLeaving, remember, revocable, revocationConfirmed } from './revoke.ts';

/** What is asked back before it is done, the most urgent first: of several in one message only one can be asked. */
const GRAVE = ['revoke', 'device-lost', 'not-me', 'left', 'key-lost', 'withdraw', 'stop'] as const;
type Grave = Extract<Meaning, { means: (typeof GRAVE)[number] }>;

export function graveOf(meanings: readonly Meaning[]): Grave | undefined {
  for (const means of GRAVE) {
    const found = meanings.find((meaning): meaning is Grave => meaning.means === means);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function askBack(turn: Turn, meaning: Grave): void {
  turn.understood = true;
  switch (meaning.means) {
    case 'revoke':
      hearRevoke(turn);
      return;
    case 'device-lost':
      lossReported(turn);
      return;
    case 'not-me':
      confirm(turn, 'confirm-not-me', { say: 'not-me-confirm' });
      return;
    case 'left':
      confirm(turn, 'confirm-left', { say: 'left-confirm', why: meaning.why }, meaning.why);
      return;
    case 'key-lost':
      keyLost(turn);
      return;
    case 'withdraw':
      withdraw(turn);
      return;
    case 'stop':
      if (mayStop(turn)) confirm(turn, 'confirm-stop', { say: 'stop-confirm' });
  }
}

/** The wish that was asked back last, once more. */
export function askBackAgain(turn: Turn): void {
  const { what = '', about } = turn.conversation.question ?? {};
  if (what === 'confirm-collected') hearCollected(turn);
  const wish = graveOf([{ means: what.replace('confirm-', ''), why: about } as Meaning]);
  if (wish !== undefined) askBack(turn, wish);
}

function confirm(turn: Turn, what: Confirmation, line: Line, about: string = what): void {
  const renewal = focus(turn)?.id;
  turn.ask({ what, about, ...(renewal !== undefined && { renewal }) }, line);
}

function withdraw(turn: Turn): void {
  if (!mayAct(turn)) return;
  const renewal = focus(turn);
  if (renewal === undefined) turn.say({ say: 'status-none' });
  else if (isCommitted(renewal)) turn.say({ say: 'withdraw-too-late' });
  else confirm(turn, 'confirm-withdraw', { say: 'withdraw-confirm' });
}

/** A thief does not wait for an answer: the operator knows at once, the revocation follows the yes. */
function lossReported(turn: Turn): void {
  turn.act({ act: 'call-operator', why: 'lost' });
  confirm(turn, 'confirm-device-lost', { say: 'device-lost-confirm' });
}

/** Only a key whose certificate exists has to be replaced; before that a new one is simply made. */
function keyLost(turn: Turn): void {
  if (!mayAct(turn)) return;
  const renewal = focus(turn);
  const beforeIssuance = renewal !== undefined && renewal.facts.certificate === undefined && !isIssuing(renewal);
  if (renewal?.facts.certificate !== undefined) confirm(turn, 'confirm-key-lost', { say: 'key-lost-confirm' });
  else if (beforeIssuance && renewal.facts.key !== undefined) turn.say({ say: 'key-again' });
  else if (beforeIssuance && renewal.rules.needsCsr) turn.follow = 'next';
  else if (renewal === undefined && revocable(turn).length > 0) lossReported(turn);
  else {
    turn.act({ act: 'call-operator', why: 'other' });
    turn.say({ say: 'person-called' });
  }
}

/** The yes to what was asked back. */
export function confirmed(turn: Turn, what: Confirmation): void {
  turn.understood = true;
  switch (what) {
    case 'confirm-device-lost':
      deviceLost(turn);
      return;
    case 'confirm-revoke':
      revocationConfirmed(turn);
      return;
    case 'confirm-not-me':
      notMe(turn);
      return;
    case 'confirm-left':
      left(turn, turn.conversation.question?.about ?? 'left');
      return;
    case 'confirm-key-lost':
      keyLostConfirmed(turn);
      return;
    case 'confirm-collected':
      collectedConfirmed(turn);
      return;
    case 'confirm-withdraw':
      withdrawConfirmed(turn);
      return;
    case 'confirm-stop':
      if (!mayStop(turn)) return;
      turn.act({ act: 'stop-writing' });
      turn.say({ say: 'stopped' });
  }
}

/** The operator knows already; a request to revoke is of the person himself, like everything that cannot be undone. */
function deviceLost(turn: Turn): void {
  remember(turn, 'keyCompromise');
  if (!mayAct(turn)) return;
  forget(turn);
  turn.act({ act: 'ask-revocation', reason: 'keyCompromise' });
  turn.say({ say: 'device-lost-noted' });
}

/** A forged mail must not end anybody's renewal; without proof only the operator is told. */
function notMe(turn: Turn): void {
  turn.act({ act: 'call-operator', why: 'not-me' });
  if (turn.proven !== undefined) for (const renewal of turn.open) turn.apply(renewal, { is: 'not-applicant' });
  turn.say({ say: 'not-me-noted' });
}

type Left = NonNullable<ConversationState['left']>;
const LEFT: readonly string[] = ['left', 'retired', 'moved', 'died'] satisfies Left[];

/** An operator decides what follows; until then nobody is reminded of a certificate that nobody needs any more. */
function left(turn: Turn, about: string): void {
  const why = LEFT.includes(about) ? (about as Left) : 'left';
  turn.act({ act: 'call-operator', why: 'left' });
  if (turn.proven !== undefined) {
    turn.act({ act: 'ask-revocation', reason: reasonOfLeaving(why) });
    turn.act({ act: 'stop-writing' });
    turn.state = { ...turn.state, left: why };
  }
  turn.say({ say: 'left-noted' });
}

function keyLostConfirmed(turn: Turn): void {
  if (!mayAct(turn)) return;
  const renewal = focus(turn);
  if (renewal === undefined) {
    turn.say({ say: 'status-none' });
    return;
  }
  const result = turn.apply(renewal, { is: 'key-lost' });
  if (result === 'applied' || result === 'already') turn.say({ say: 'key-lost-noted' });
  else explain(turn, renewal, result);
}

function withdrawConfirmed(turn: Turn): void {
  if (!mayAct(turn)) return;
  const renewal = focus(turn);
  if (renewal === undefined) {
    turn.say({ say: 'status-none' });
    return;
  }
  const result = turn.apply(renewal, { is: 'withdrawn' });
  if (result === 'applied') turn.say({ say: 'withdrawn' });
  else explain(turn, renewal, result);
}

/** Whoever is nobody's contact may always be left in peace; else silence could be ordered for another. */
function mayStop(turn: Turn): boolean {
  return turn.applicant === undefined || mayAct(turn);
}
