import { nextLines } from '../../conversation/ask.ts';
import { isChat } from '../../conversation/inbound.ts';
import type { Operator, OperatorAct, Outcome } from '../entry.ts';
import { speak } from '../speak.ts';
import type { ContactRow } from '../store.ts';
import { isOff, isProven } from '../ways.ts';
import { applicantView, type Work } from '../work.ts';

type Talk = Extract<OperatorAct, { contact: string; act: 'say' | 'take-over' | 'hand-back' | 'answered' }>;

/** An operator speaks himself, takes a conversation over, or hands it back. */
export async function talk(work: Work, operator: Operator, act: Talk): Promise<Outcome> {
  const contact = await work.contact(act.contact);
  if (isOthers(contact, operator) && !maySpeak(contact, act)) return { refused: 'taken' };
  if (act.act === 'say') {
    if (isOff(contact, work.parts.settings)) return { refused: 'mail-off' };
    await speak(work, contact, [{ say: 'from-operator', operator: operator.name, text: act.text }], {
      operator: operator.id,
    });
    work.settled('contact', contact.id);
    return { done: true };
  }
  if (act.act === 'answered') {
    work.settled('contact', contact.id);
    return { done: true };
  }
  const takes = act.act === 'take-over';
  if ((contact.speaker === 'operator') === takes && !isOthers(contact, operator)) return { refused: 'already' };
  Object.assign(
    contact,
    takes
      ? { speaker: 'operator', takenBy: operator.id, takenAt: work.now }
      : { speaker: 'assistant', takenBy: undefined, takenAt: undefined },
  );
  // Whom he called has spoken with him.
  contact.state = { ...contact.state, called: undefined };
  work.saveContact(contact);
  work.settled('contact', contact.id);
  await speak(work, contact, [takes ? { say: 'operator-here', operator: operator.name } : { say: 'handed-back' }], {
    operator: operator.id,
  });
  if (!takes) await askAgain(work, contact);
  return { done: true };
}

const isOthers = ({ speaker, takenBy }: ContactRow, { id }: Operator): boolean =>
  speaker === 'operator' && takenBy !== undefined && takenBy !== id;

/** A person speaks with one operator at a time: whoever goes on in his place has seen from whom he takes it. */
const maySpeak = ({ takenBy }: ContactRow, act: Talk): boolean =>
  act.act === 'answered' || (act.act === 'take-over' && act.from === takenBy);

/**
 * After a takeover the assistant goes on where things stand now. Who has not shown in this chat who he is, or not for long, is
 * asked for his number: what he told the operator was not said to the assistant, and the chat may be somebody else's by now.
 */
async function askAgain(work: Work, contact: ContactRow): Promise<void> {
  if (isChat(contact.channel) && !isProven(contact, work.now)) {
    await speak(work, contact, [{ say: 'ask-number' }], { ask: { what: 'number', about: 'number' } });
    return;
  }
  if (!contact.applicant) return;
  const renewal = (await work.renewalsOf(contact.applicant)).find(({ outcome: over }) => over === undefined);
  if (!renewal) return;
  const { say, ask } = nextLines(renewal, applicantView(await work.applicant(contact.applicant)), contact);
  await speak(work, contact, say, { renewal: renewal.id, ...(ask ? { ask } : {}) });
}
