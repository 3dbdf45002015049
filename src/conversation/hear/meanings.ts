import type { Field } from '../../renewal/renewal.ts';
import { waitsForApplicant } from '../focus.ts';
import { ANSWERS as EXPLAINED } from '../line.ts';
import type { Meaning } from '../meaning.ts';
import type { Turn } from '../turn.ts';
import { gist } from '../words/match.ts';
import { hearArrived, hearNo, hearYes, isConfirmation } from './answer.ts';
import { hearCancelChange, hearChange, hearMore, hearThatIsAll, hearWrong } from './change.ts';
import { hearCollected } from './collect.ts';
import { mayAct } from './identity.ts';
import { hearKeyMade } from './key-request.ts';
import { hearNotNow } from './later.ts';
import { hearSent, hearWrongFile } from './letter.ts';
import { hearLink } from './link.ts';
import { hearCertificate, hearRenew } from './renew.ts';
import { askBack, askBackAgain, graveOf } from './request.ts';
import { answersRevocation, hearKeep } from './revoke.ts';
import { hearTalk } from './talk.ts';
import { ABOUT_DATA } from './value.ts';

/**
 * All that a message means, each for itself: what may be said at any time, then what cannot be undone, which is asked back
 * alone, then what moves the renewal.
 */
export function hearMeanings(turn: Turn, meanings: readonly Meaning[]): void {
  turn.state = { ...turn.state, explained: undefined };
  // Greetings and thanks beside something else are manners, and an answer to them would only be in the way.
  const isManners = ({ means }: Meaning) => means === 'greeting' || means === 'thanks';
  const onlyManners = turn.heard.enclosed.length === 0 && meanings.every(isManners);
  for (const meaning of meanings) if (onlyManners || !isManners(meaning)) hearTalk(turn, meaning);
  if (answersRevocation(turn, meanings)) return;
  const grave = graveOf(meanings);
  if (grave !== undefined) {
    askBack(turn, grave);
    return;
  }
  const { question, outdated } = turn.conversation;
  const answers = meanings.filter(({ means }) => ANSWERS.has(means));
  if (outdated && question !== undefined && answers.length > 0) {
    turn.understood = true;
    askedAgain(turn);
    for (const meaning of meanings) if (!ANSWERS.has(meaning.means)) hearMatter(turn, meaning, meanings);
    return;
  }
  if (onlyAsks(turn, meanings)) {
    askBackAgain(turn);
    return;
  }
  for (const meaning of meanings) hearMatter(turn, meaning, meanings);
}

/**
 * "Ya, tapi nanti bisa ajukan lagi?" where something that cannot be undone waits for his yes: the question is answered,
 * and whoever still has one has not decided. What was asked back is asked again, so that neither is lost; not where it is
 * settled or too old, nor of a mail that would have to be proven for it.
 */
function onlyAsks(turn: Turn, meanings: readonly Meaning[]): boolean {
  const asks = ({ means }: Meaning) => QUESTIONS.has(means);
  const isBeside = ({ means }: Meaning) => means === 'yes' || means === 'greeting' || means === 'thanks';
  return (
    isAskedBack(turn) &&
    !turn.conversation.outdated &&
    turn.proven !== undefined &&
    !turn.heard.pressed &&
    meanings.some(asks) &&
    meanings.every((each) => asks(each) || isBeside(each))
  );
}

/** Answered at any time, and no step. */
const QUESTIONS: ReadonlySet<Meaning['means']> = new Set<Meaning['means']>([
  ...EXPLAINED,
  'status',
  'revocation',
  'why-rejected',
  'help',
]);

/** What answers a question and means nothing without it. */
const ANSWERS: ReadonlySet<Meaning['means']> = new Set<Meaning['means']>(['yes', 'no', 'that-is-all']);

/** The answer came too late for its question. A wish that was asked back is asked back again, the rest as it now stands. */
function askedAgain(turn: Turn): void {
  const { question } = turn.conversation;
  turn.follow = 'next';
  if (turn.proven === undefined) return;
  if (agreesOnly(turn)) {
    if (turn.open.length === 0) turn.say({ say: 'thanks' });
    return;
  }
  turn.say({ say: 'question-outdated' });
  if (isConfirmation(question?.what)) askBackAgain(turn);
}

/** "Iya" to "nothing for you to do now": what he was asked before is done, and nothing is awaited of him. */
function agreesOnly(turn: Turn): boolean {
  return !isAskedBack(turn) && !turn.open.some(waitsForApplicant);
}

/** Whether something that cannot be undone waits for his yes. */
export function isAskedBack({ conversation: { question } }: Turn): boolean {
  return isConfirmation(question?.what) && question?.what !== 'confirm-collected';
}

/** What moves the renewal. */
function hearMatter(turn: Turn, meaning: Meaning, meanings: readonly Meaning[]): void {
  const also = (means: Meaning['means']) => meanings.some((each) => each.means === means);
  switch (meaning.means) {
    case 'yes':
      hearYes(turn);
      return;
    case 'no':
      hearNo(turn);
      return;
    case 'wrong':
      wrong(turn, meaning, meanings);
      return;
    case 'change':
      hearChange(turn, meaning.changes, also('that-is-all'));
      return;
    case 'that-is-all':
      if (!also('change')) hearThatIsAll(turn);
      return;
    case 'more':
      hearMore(turn);
      return;
    case 'cancel-change':
      hearCancelChange(turn, meaning.fields);
      return;
    case 'not-now':
      hearNotNow(turn, meaning.days);
      return;
    case 'renew':
    case 'resume':
      // "Lanjut" to "shall it be withdrawn?" is no clear yes: nothing changes, and that is said.
      if (isAskedBack(turn)) hearNo(turn);
      else hearRenew(turn);
      return;
    case 'certificate':
      hearCertificate(turn, meaning.id);
      return;
    case 'unused':
      unused(turn);
      return;
    case 'wrong-file':
      hearWrongFile(turn);
      return;
    case 'sent':
      hearSent(turn);
      return;
    case 'key-made':
      hearKeyMade(turn);
      return;
    case 'arrived':
      hearArrived(turn);
      return;
    case 'collected':
      hearCollected(turn);
      return;
    case 'link':
      hearLink(turn, meaning.state);
      return;
    case 'keep-certificate':
      hearKeep(turn);
      return;
    case 'number':
      if (
        turn.proven !== undefined &&
        (ABOUT_DATA.has(turn.conversation.question?.what) || corrects(meaning, meanings))
      ) {
        newNumber(turn, meaning, also('that-is-all'));
        return;
      }
      if (mayAct(turn)) known(turn);
      return;
    case 'new-code':
      // Said by someone we know already, or whose address we know: the proof is what may be missing.
      if (mayAct(turn)) known(turn);
      return;
  }
}

/** A reason to end it, and no wish: what follows from doing nothing, and who helps to end it. */
function unused(turn: Turn): void {
  turn.understood = true;
  turn.say({ say: 'answer', to: 'not-renewing' });
  if (turn.follow === 'nothing' && turn.conversation.question?.what !== 'sign-in') turn.follow = 'pending';
}

/** "NIP saya salah, 1985...": the new one, wherever it is said. */
const corrects = ({ kind }: { kind: Field }, meanings: readonly Meaning[]): boolean =>
  meanings.some((each) => each.means === 'wrong' && each.fields.includes(kind));

/** Where data is the subject, another address or number than the one on record is a change, unless it says who writes. */
function newNumber(turn: Turn, { kind, value, signed }: Extract<Meaning, { means: 'number' }>, all: boolean): void {
  if (signed || turn.applicant?.data[kind] === value) known(turn);
  else hearChange(turn, { [kind]: value }, all);
}

function known(turn: Turn): void {
  turn.understood = true;
  turn.follow = 'next';
}

/** A letter may be called after it: "surat perubahan data salah". */
const SAYS_DATA = /\b(?:(?<!perubahan )data|details?)\b/;
/** Where data is the subject, something wrong means the data; elsewhere only if it is named. */
function wrong(turn: Turn, { fields }: Extract<Meaning, { means: 'wrong' }>, meanings: readonly Meaning[]): void {
  const given = meanings.flatMap((each): string[] => {
    if (each.means === 'change') return Object.keys(each.changes);
    return each.means === 'number' && !each.signed && fields.includes(each.kind) ? [each.kind] : [];
  });
  const rest = fields.filter((field) => !given.includes(field));
  if (given.length > 0 && rest.length === 0) return;
  const isAboutData = ABOUT_DATA.has(turn.conversation.question?.what) || SAYS_DATA.test(gist(turn.heard.text));
  if (fields.length > 0 || isAboutData) hearWrong(turn, rest);
}
