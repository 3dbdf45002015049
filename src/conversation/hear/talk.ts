import { primary } from '../../renewal/awaited.ts';
import { refusedLetters } from '../../renewal/content.ts';
import { certificateOf } from '../ask.ts';
import type { ConversationState } from '../conversation.ts';
import { focus, isUnnamed, waitsForApplicant } from '../focus.ts';
import { isChat } from '../inbound.ts';
import { ANSWERS, type Answer, type Line } from '../line.ts';
import type { Meaning } from '../meaning.ts';
import { isUnderWay, revocationLine } from '../revocation-state.ts';
import { statusLine } from '../status.ts';
import type { Turn } from '../turn.ts';
import { isConfirmation } from './answer.ts';
import { hearNotWorking } from './collect.ts';
import { mayAct, noMailbox } from './identity.ts';
import { lastUseful } from './later.ts';
import { tooEarly } from './renew.ts';
import { askBackAgain } from './request.ts';

/** What may be said at any time by anybody and changes nothing but the language; the question that was open stays open. */
export function hearTalk(turn: Turn, meaning: Meaning): void {
  if (meaning.means === 'not-working' && !meaning.supposed && hearNotWorking(turn)) return;
  const answer = ANSWERS.find((each) => each === meaning.means);
  if (answer !== undefined) {
    pending(turn, () => explainTo(turn, answer));
    return;
  }
  switch (meaning.means) {
    case 'greeting':
      pending(turn, () => greet(turn));
      return;
    case 'help':
      pending(turn, () => help(turn));
      return;
    case 'language':
      pending(turn, () => speak(turn, meaning.to));
      return;
    case 'thanks':
      turn.understood = true;
      if (meaning.ack && heardUs(turn)) return;
      turn.say({ say: 'thanks' });
      // "Siap", "baik" to the first notice: whoever answers it has begun, and waits for the next step.
      if (turn.conversation.question?.what === 'sign-in' && turn.follow === 'nothing') turn.follow = 'pending';
      return;
    case 'person':
      turn.understood = true;
      turn.act({ act: 'call-operator', why: 'asked' });
      turn.say({ say: 'person-called' });
      return;
    case 'no-mailbox':
      noMailbox(turn);
      return;
    case 'complaint':
      complaint(turn);
      return;
    case 'status':
    case 'revocation':
    case 'why-rejected':
      standing(turn, meaning.means);
      return;
    case 'deadline':
      pending(turn, () => deadline(turn));
      return;
    case 'page':
      if (mayAct(turn)) page(turn);
  }
}

/** What was told just before is told in short the second time. */
function explainTo(turn: Turn, to: Answer): void {
  turn.say({ say: 'answer', to, ...(turn.conversation.state.explained === to && { again: true as const }) });
  turn.state = { ...turn.state, explained: to };
}

/**
 * "Oke", "siap", a thumb. Whoever was asked something has not answered it, and is asked again; else it is said whose turn it
 * is. Returns whether there is anything that goes on.
 */
function heardUs(turn: Turn): boolean {
  const { question, outdated } = turn.conversation;
  const asked = outdated ? undefined : question?.what;
  if (turn.proven !== undefined && turn.open.length === 0) return false;
  const isNew = turn.applicant === undefined && !turn.state.greeted;
  if (asked === 'confirm-bind' || isNew || (asked === 'sign-in' && turn.proven !== undefined)) turn.follow = 'pending';
  else if (turn.proven === undefined) turn.say({ say: 'ack', awaits: 'applicant' });
  else if (isConfirmation(asked)) askBackAgain(turn);
  else if (asked === 'data-check' || asked === 'change-values' || asked === 'kept-letter' || asked === 'letter-which') {
    turn.agreed = true;
    turn.follow = 'next';
  } else turn.say({ say: 'ack', awaits: turn.open.some(waitsForApplicant) ? 'applicant' : 'office' });
  return true;
}

/** A person hears of it; beside the apology it is said what is the case. */
function complaint(turn: Turn): void {
  turn.understood = true;
  turn.say({ say: turn.hasCalled ? 'passed-on' : 'complaint-noted' });
  turn.act({ act: 'call-operator', why: 'complaint' });
  if (turn.follow === 'nothing') turn.follow = turn.open.length > 0 ? 'next' : 'pending';
}

function pending(turn: Turn, say: () => void): void {
  turn.understood = true;
  if (turn.follow === 'nothing') turn.follow = 'pending';
  say();
}

/** A stranger's greeting is answered by the welcome, which follows as his pending question. */
function greet(turn: Turn): void {
  const { name } = turn.applicant?.data ?? {};
  if (turn.proven !== undefined) turn.say({ say: 'greeting', name });
  else if (turn.state.greeted || turn.applicant !== undefined) turn.say({ say: 'greeting' });
}

/** To a stranger the welcome, which follows, says what to do. */
function help(turn: Turn): void {
  if (turn.state.greeted || turn.applicant !== undefined) turn.say({ say: 'help' });
}

function speak(turn: Turn, language: ConversationState['language']): void {
  turn.state = { ...turn.state, language, chosen: true };
  turn.say({ say: 'language-changed' });
}

/** Told to the address on record without proof as well: the answer goes there and nowhere else. */
function standing(turn: Turn, of: 'status' | 'revocation' | 'why-rejected'): void {
  const { applicant } = turn;
  if (applicant === undefined || (turn.proven === undefined && isChat(turn.conversation.channel))) {
    mayAct(turn);
    return;
  }
  turn.understood = true;
  if (isUnnamed(turn)) turn.follow = 'pending';
  if (of === 'why-rejected' && whyTold(turn)) return;
  if (of === 'revocation') turn.say(revocationLine(applicant, turn.known));
  else if (turn.open.length > 0) turn.say(...turn.open.map((renewal) => statusLine(renewal, applicant)));
  else if (turn.lapsed.length > 0) turn.say({ say: 'lapsed' });
  else if (turn.known.rejection !== undefined) turn.say({ say: 'rejected', ...turn.known.rejection });
  else {
    // What is on its way after a renewal, or was asked for, is what is asked about.
    const state = isUnderWay(turn.known) ? revocationLine(applicant, turn.known) : tooEarly(turn);
    turn.say(state ?? { say: 'status-none' });
  }
}

/** Both where there is both: of several letters one may have been refused and another sent back. */
function whyTold(turn: Turn): boolean {
  const told = [refusalsTold(turn), decisionTold(turn)].some((each) => each);
  return told || letterTold(turn);
}

/** What the reader found in each letter that is awaited again, in the words in which it was told then. */
function refusalsTold(turn: Turn): boolean {
  const found = turn.open.flatMap(refusedLetters);
  turn.say(...found.map((each): Line => ({ say: 'letter-refused', ...each })));
  if (found.length > 0 && turn.follow === 'nothing') turn.follow = 'pending';
  return found.length > 0;
}

/** What the operator wrote when he sent it back or rejected it. False where nothing of his is as he sent it back. */
function decisionTold(turn: Turn): boolean {
  const returned = turn.open.find(({ facts }) => facts.returned !== undefined)?.facts.returned;
  const { rejection } = turn.known;
  if (returned !== undefined) {
    const { at, to, reason, instruction } = returned;
    turn.say({ say: 'returned', to, reason, instruction, at });
    if (turn.follow === 'nothing') turn.follow = 'pending';
  } else if (rejection !== undefined && turn.open.length === 0) turn.say({ say: 'rejected', ...rejection });
  else return false;
  return true;
}

/** "Kapan paling lambat suratnya?": a day, to whoever may hear when his certificate ends. */
function deadline(turn: Turn): void {
  const { applicant, known, conversation } = turn;
  const renewal = focus(turn);
  const mayHear = turn.proven !== undefined || !isChat(conversation.channel);
  if (renewal === undefined || applicant === undefined || !mayHear) {
    explainTo(turn, 'not-renewing');
    return;
  }
  const { expires } = certificateOf(renewal, applicant);
  const by = lastUseful(expires.getTime(), known.now);
  const { what } = primary(renewal) ?? {};
  const ofLetter = what === 'letter' || what === 'change-letter';
  const of = ofLetter ? 'letter' : waitsForApplicant(renewal) ? 'step' : 'nothing';
  turn.say({ say: 'deadline', of, expires, ...(by && { by }), ...(expires <= known.now && { over: true as const }) });
}

/** Nothing is known against a letter that is awaited: what it has to be is what is asked about. */
function letterTold(turn: Turn): boolean {
  const { question, outdated } = turn.conversation;
  if (outdated || (question?.what !== 'letter' && question?.what !== 'change-letter')) return false;
  explainTo(turn, 'about-letter');
  if (turn.follow === 'nothing') turn.follow = 'pending';
  return true;
}

function page(turn: Turn): void {
  turn.understood = true;
  turn.say(turn.open.length > 0 ? { say: 'page-link' } : { say: 'status-none' });
}
