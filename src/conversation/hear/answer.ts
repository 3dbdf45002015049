import { primary } from '../../renewal/awaited.ts';
import type { Confirmation, Question } from '../conversation.ts';
import { agree, askWhichLetter, explain, focus } from '../focus.ts';
import { STILL_WAITING } from '../line.ts';
import type { Turn } from '../turn.ts';
import { gist } from '../words/match.ts';
import { hearMore, hearThatIsAll, hearWrong } from './change.ts';
import { notCollected } from './collect.ts';
import { askWho, mayAct } from './identity.ts';
import { letterIsNeither } from './letter.ts';
import { hearRenew, tooEarly } from './renew.ts';
import { askBackAgain, confirmed } from './request.ts';
import { forget, isAskedAboutRevocation } from './revoke.ts';

/** Naming the data or its changes; a bare "ya" to the first notice only begins. */
const NAMES_DATA = /\bdata\b|perubahan|berubah|\bdetails?\b|\bchanged?s?\b/i;

/** A yes means what it answers. To nothing in particular it confirms nothing: the question is asked again. */
export function hearYes(turn: Turn): void {
  const { question } = turn.conversation;
  switch (question?.what) {
    case 'data-check':
      dataConfirmed(turn, question);
      return;
    case 'kept-letter':
      keptUsed(turn, question);
      return;
    case 'change-values':
      // A yes to "which data?" names none, and is no word on what was noted before.
      if (turn.conversation.state.asked === undefined) hearThatIsAll(turn);
      else goOn(turn);
      return;
    case 'which-certificate':
      hearRenew(turn);
      return;
    case 'sign-in':
      if (!dataTaken(turn)) goOn(turn);
      return;
    case 'letter-which':
      again(turn, question);
      return;
    case 'number':
    case 'code':
      turn.understood = true;
      if (turn.proven === undefined) askWho(turn);
      else turn.follow = 'next';
      return;
    default:
      if (isConfirmation(question?.what)) confirmedBy(turn, question!.what as Confirmation);
      else goOn(turn);
  }
}

/** "Data saya sudah benar" is a yes, but none to "shall it be revoked?". */
function confirmedBy(turn: Turn, what: Confirmation): void {
  if (!turn.heard.pressed && NAMES_DATA.test(turn.heard.text)) askBackAgain(turn);
  else confirmed(turn, what);
}

/** "Belum" is a no as well, and refuses nothing. */
const REFUSES = /^(?:tidak|no|nope|nah)\b/;

export function hearNo(turn: Turn): void {
  const { question } = turn.conversation;
  switch (question?.what) {
    case 'data-check':
      hearWrong(turn, []);
      return;
    case 'kept-letter':
      keptDiscarded(turn, question);
      return;
    case 'change-values':
      hearMore(turn);
      return;
    case 'letter-which':
      letterIsNeither(turn);
      return;
    case 'confirm-collected':
      notCollected(turn);
      return;
    default:
      turn.understood = true;
      if (isConfirmation(question?.what) || isAskedAboutRevocation(turn)) turn.say({ say: 'kept-going' });
      // "Tidak mau": what follows from that, and how to end it.
      else if (REFUSES.test(gist(turn.heard.text)) && isAskedToGoOn(question?.what))
        turn.say({ say: 'answer', to: 'not-renewing' });
      else if (question?.what === 'sign-in') turn.say({ say: 'kept-going' });
      forget(turn);
      turn.follow = isConfirmation(question?.what) ? 'next' : 'pending';
      // Whoever does not want to begin is not asked for the first step in the same breath.
      if (question?.what === 'sign-in') turn.follow = 'nothing';
  }
}

const isAskedToGoOn = (what: Question['what'] | undefined): boolean =>
  what === 'sign-in' || STILL_WAITING.some((each) => each === what);

const CONFIRMATIONS: ReadonlySet<string> = new Set<Confirmation>([
  'confirm-withdraw',
  'confirm-stop',
  'confirm-not-me',
  'confirm-left',
  'confirm-device-lost',
  'confirm-key-lost',
  'confirm-revoke',
  'confirm-collected',
]);

export function isConfirmation(what: Question['what'] | undefined): boolean {
  return what !== undefined && CONFIRMATIONS.has(what);
}

/** "Tautannya sudah saya terima": what was sent is there, and what is to be done with it is still open. */
export function hearArrived(turn: Turn): void {
  if (turn.proven !== undefined && turn.open.length === 0) {
    turn.understood = true;
    turn.say({ say: 'thanks' });
    return;
  }
  goOn(turn);
  turn.agreed = turn.proven !== undefined;
}

/** "Ya", "baik": agreed to go on. Nothing is confirmed by it; what is awaited is asked for. */
function goOn(turn: Turn): void {
  if (turn.proven !== undefined && turn.open.length === 0) {
    if (turn.conversation.question !== undefined || tooEarly(turn) === undefined) hearRenew(turn);
    else {
      // Nothing was asked, and there is nothing to go on with: he agrees with what he was told.
      turn.understood = true;
      turn.say({ say: 'thanks' });
    }
    return;
  }
  if (!mayAct(turn)) return;
  agree(turn);
}

function dataConfirmed(turn: Turn, question: Question): void {
  if (!mayAct(turn)) return;
  turn.understood = true;
  turn.follow = 'next';
  const renewal = focus(turn);
  if (renewal === undefined) return;
  const result = turn.apply(renewal, { is: 'data-confirmed', version: question.about });
  if (result === 'applied') turn.say({ say: 'data-confirmed' });
  else explain(turn, renewal, result);
}

/**
 * "Data saya tidak berubah, surat terlampir" in answer to the first notice: one mail that signs in, confirms and brings
 * the letter. What is on record is shown with the thanks, so that he can still object.
 */
function dataTaken(turn: Turn): boolean {
  const renewal = focus(turn);
  const { applicant, heard } = turn;
  if (turn.proven !== 'reply' || renewal === undefined || applicant === undefined) return false;
  if (!NAMES_DATA.test(heard.text) || primary(renewal)?.what !== 'data-check') return false;
  if (turn.apply(renewal, { is: 'data-confirmed', version: renewal.version }) !== 'applied') return false;
  turn.understood = true;
  turn.follow = 'next';
  turn.say({ say: 'data-taken', data: applicant.data, asOf: applicant.asOf });
  return true;
}

function keptUsed(turn: Turn, question: Question): void {
  if (!mayAct(turn)) return;
  turn.understood = true;
  turn.follow = 'next';
  const renewal = focus(turn);
  if (renewal === undefined) return;
  const result = turn.apply(renewal, { is: 'kept-used', document: question.about });
  if (result === 'applied') turn.say({ say: 'letter-reading', letter: 'recommendation' });
  else explain(turn, renewal, result);
}

function keptDiscarded(turn: Turn, question: Question): void {
  if (!mayAct(turn)) return;
  turn.understood = true;
  turn.follow = 'next';
  const renewal = focus(turn);
  if (renewal === undefined) return;
  const result = turn.apply(renewal, { is: 'kept-discarded', document: question.about });
  if (result === 'applied') turn.say({ say: 'kept-discarded' });
}

function again(turn: Turn, question: Question): void {
  turn.understood = true;
  const renewal = turn.renewal(question.renewal);
  if (turn.state.undecided.length === 0 || renewal === undefined) turn.follow = 'next';
  else askWhichLetter(turn, renewal);
}
