import { actor, type Operator, type Outcome } from '../entry.ts';
import { heldMessage } from '../message/held.ts';
import type { MessageRow, QuestionRow } from '../store.ts';
import { isOff } from '../ways.ts';
import type { Work } from '../work.ts';

/** What did not arrive, or perhaps did not. */
const LOST: ReadonlySet<string> = new Set(['failed', 'unsure']);

/**
 * Says a message of ours once more, on an operator's word: a new one behind all others of its contact, with the same
 * words, buttons and links. What it asked is still one question, whichever of the two is answered.
 */
export async function sendAgain(work: Work, operator: Operator, id: string): Promise<Outcome> {
  const held = await heldMessage(work, id);
  if (held?.row.direction !== 'out') return { refused: 'unknown' };
  const { row, contact } = held;
  if (!LOST.has(row.state) || row.detail.sentAgain) return { refused: 'already' };
  if (contact.unreachable) return { refused: 'unreachable' };
  if (isOff(contact, work.parts.settings)) return { refused: 'mail-off' };
  if (await isOver(work, row)) return { refused: 'expired' };
  const copy = work.newId();
  const question = await openQuestion(work, row);
  if (question) work.tx.update('questions', { id: question.id, message: copy, askedAt: work.now });
  contact.lastOut += 1;
  work.tx.insert('messages', {
    id: copy,
    contact: contact.id,
    applicant: row.applicant ?? null,
    renewal: row.renewal ?? null,
    direction: 'out',
    author: row.author,
    operator: row.operator ?? null,
    number: contact.lastOut,
    subject: row.subject ?? null,
    body: row.body,
    // An operator wants it to go, whoever speaks at the moment.
    detail: { ...row.detail, always: true, again: { of: id, by: operator.id } },
    question: question?.id ?? null,
    // Buttons of a question that was answered meanwhile are left out: they would only be refused.
    choices: row.question === question?.id ? (row.choices ?? null) : null,
    state: 'queued',
    attempts: 0,
    nextTryAt: work.now,
    token:
      contact.channel === 'mail' ? work.parts.keyring.hash('reply', work.parts.keyring.token('reply', copy)) : null,
    at: work.now,
  });
  work.saveContact(contact);
  work.tx.update('messages', { id, detail: { ...row.detail, sentAgain: { id: copy, by: operator.id, at: work.now } } });
  work.tx.deliver(contact);
  work.settled('message', id);
  work.journal(`contact:${contact.id}`, actor(operator), 'said again', {
    message: copy,
    of: id,
    renewal: row.renewal,
  });
  return { done: true, id: copy };
}

/** A code is over after minutes, a link after days or once it was used: a new one is asked for, not sent again. */
async function isOver(work: Work, { detail }: MessageRow): Promise<boolean> {
  if (detail.code) return true;
  const { link } = detail as { link?: { id: string } };
  if (!link) return false;
  const found = await work.tx.link({ id: link.id });
  return !found || found.expiresAt <= work.now || (found.purpose !== 'page' && found.usedAt !== undefined);
}

async function openQuestion(work: Work, { id }: MessageRow): Promise<QuestionRow | undefined> {
  const [question] = await work.tx.questionsOfMessages([id]);
  return question?.answeredAt === undefined ? question : undefined;
}
