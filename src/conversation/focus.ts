import { primary } from '../renewal/awaited.ts';
import type { RefusalCode } from '../renewal/event.ts';
import type { Renewal } from '../renewal/renewal.ts';
import { letterAgain, type Next, nextLines } from './ask.ts';
import type { Applicant } from './conversation.ts';
import { askWho, isKnownMail, mayAct } from './hear/identity.ts';
import { STILL_WAITING, type StillWaiting } from './line.ts';
import type { Turn } from './turn.ts';

/** The renewal a message is about: that of the question it answers, else one that waits for the person, else any. */
export function focus(turn: Turn): Renewal | undefined {
  const asked = turn.renewal(turn.conversation.question?.renewal);
  if (asked !== undefined && asked.outcome === undefined) return asked;
  return turn.open.find(waitsForApplicant) ?? turn.open[0];
}

export const waitsForApplicant = (renewal: Renewal) => primary(renewal)?.who === 'applicant';

/** Ends the message with the next question, or with what the office is doing. Nobody is left without an answer. */
export function follow(turn: Turn): void {
  const wanted = turn.silent ? 'next' : turn.follow;
  if (wanted === 'nothing' || turn.lastQuestion !== undefined) return;
  if (turn.proven !== undefined && turn.applicant !== undefined) {
    const waiting = turn.open.find(waitsForApplicant);
    showWhereItStands(turn, turn.applicant, wanted === 'next' ? [focus(turn), waiting] : [waiting]);
    if (turn.silent) turn.say({ say: turn.lapsed.length > 0 ? 'lapsed' : 'status-none' });
  } else if (!isKnownMail(turn)) askWho(turn);
  // A known address that proved nothing is told about proof only when it wants something that needs it.
  else if (turn.follow === 'next') mayAct(turn);
  else if (turn.silent) turn.say({ say: 'help' });
}

function showWhereItStands(turn: Turn, applicant: Applicant, renewals: readonly (Renewal | undefined)[]): void {
  for (const renewal of new Set(renewals)) {
    // Of two questions only one can be answered: that of the renewal we are talking about.
    if (renewal === undefined || turn.lastQuestion !== undefined) continue;
    if (isUnnamed(turn)) {
      askWhichLetter(turn, renewal);
      continue;
    }
    const next = nextLines(renewal, applicant, turn.conversation);
    const open = stillOpen(turn, next);
    if (open !== undefined)
      turn.ask(next.ask!, { say: 'still-waiting', what: open, ...(open === 'letter' && letterAgain(renewal)) });
    else if (next.ask === undefined) turn.say(...next.say);
    else turn.ask(next.ask, ...next.say);
  }
}

/** "Iya", "itu saja" where nothing was asked that this answers: he goes on. */
export function agree(turn: Turn): void {
  const asked = turn.conversation.question?.what;
  turn.understood = true;
  turn.agreed = asked === 'letter' || asked === 'change-letter';
  turn.follow = 'next';
}

/** A letter came and was not said to be which: nothing goes on with it until that is answered. */
export const isUnnamed = ({ state, conversation }: Turn): boolean =>
  state.undecided.length > 0 && conversation.question?.what === 'letter-which';

/** One at a time, the oldest first. */
export function askWhichLetter(turn: Turn, renewal: Renewal): void {
  const [first] = turn.state.undecided;
  if (first === undefined) return;
  turn.ask(
    { what: 'letter-which', renewal: renewal.id, about: first.document },
    { say: 'letter-which', name: first.name },
  );
}

/** The question that was asked last, where only something beside it was answered: people know it, and its letters. */
function stillOpen(turn: Turn, next: Next): StillWaiting | undefined {
  const { question, outdated } = turn.conversation;
  const same = question?.what === next.ask?.what && question?.about === next.ask?.about;
  if (outdated || question === undefined || !same || !turn.onlyAnswered) return undefined;
  return STILL_WAITING.find((what) => what === question.what);
}

/** Says why something was not applied, and asks what is the case now. */
export function explain(turn: Turn, renewal: Renewal, code: RefusalCode): void {
  turn.follow = 'next';
  switch (code) {
    case 'already':
      return;
    case 'outdated':
      turn.say({ say: 'question-outdated' });
      return;
    case 'not-signed-in':
      mayAct(turn);
      return;
    case 'over':
      turn.say(
        renewal.outcome === undefined ? { say: 'refused', refused: code } : { say: 'over', outcome: renewal.outcome },
      );
      return;
    case 'issuing':
      turn.say({ say: 'withdraw-too-late' });
      return;
    default:
      turn.say({ say: 'refused', refused: code });
  }
}
