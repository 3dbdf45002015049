import type { Inbound } from '../../conversation/inbound.ts';
import type { Outcome } from '../entry.ts';
import { receiveNotice } from '../notice/from-ca.ts';
import { LIMITS } from '../parts.ts';
import { mayAnswer, speak } from '../speak.ts';
import type { ContactRow, SentRow } from '../store.ts';
import type { Work } from '../work.ts';
import { lost } from './elsewhere.ts';
import { warningOr } from './secret.ts';

/** Messages that begin no conversation: a person who is gone, a robot, a group, and what nobody can read. */

export function gone(work: Work, contact: ContactRow, id: string): Outcome {
  contact.unreachable = 'blocked';
  work.saveContact(contact);
  return { done: true, id };
}

/** Whatever was to be said meanwhile went another way; he is written to here again from now on. */
export function back(work: Work, contact: ContactRow, id: string): Outcome {
  work.saveContact(contact); // any message but the one that says goodbye has made him reachable
  return { done: true, id };
}

export async function automatic(work: Work, message: Inbound, contact: ContactRow, id: string): Promise<Outcome> {
  if (message.notice && (await receiveNotice(work, message, message.notice, contact, id))) return { done: true, id };
  const bounce = message.automatic?.kind === 'bounce' ? message.automatic : undefined;
  if (bounce) await bounced(work, id, bounce, message.proof?.token);
  return { done: true, id };
}

/** A bounce belongs to the message that it quotes, stands in that conversation, and marks the address. */
async function bounced(work: Work, id: string, bounce: Bounce, token: string | undefined): Promise<void> {
  const sent = await returned(work, bounce.messageId, token);
  if (!sent) return;
  const { recipient, permanent } = bounce;
  work.tx.update('messages', { id, applicant: sent.applicant ?? null, renewal: sent.renewal ?? null });
  // A warning that comes after the end is an old one.
  if (!permanent && sent.state === 'failed') return;
  work.tx.update('messages', {
    id: sent.id,
    state: permanent ? 'failed' : 'sent',
    why: permanent ? 'bounced' : 'bounced for now',
  });
  if (!permanent) return;
  const contact = await work.contact(sent.contact);
  if (recipient && recipient.toLowerCase() !== contact.address) {
    // His mailbox took it and passes on to another: his address is right, but somebody has to see that nothing came.
    work.awaitOperator('message', sent.id, 'not-delivered', contact.applicant, 'bounced');
    return;
  }
  await lost(work, sent, contact, 'bounced');
  // The address on record is wrong, and only a person can find out the right one.
  if (contact.applicant) work.awaitOperator('applicant', contact.applicant, 'unreachable', contact.applicant);
}

/** By its name, else by the reply token in what came back: a gateway may have given it another name. */
async function returned(
  work: Work,
  messageId: string | undefined,
  token: string | undefined,
): Promise<SentRow | undefined> {
  const [named] = messageId ? await work.tx.sentAs([messageId]) : [];
  if (named || token === undefined) return named;
  return (await work.tx.sentByToken([work.parts.keyring.hash('reply', token)]))[0];
}

type Bounce = Extract<NonNullable<Inbound['automatic']>, { kind: 'bounce' }>;

export async function faulty(work: Work, message: Inbound, contact: ContactRow, id: string): Promise<Outcome> {
  work.tx.insert('faults', {
    id: work.newId(),
    part: message.channel,
    ref: id,
    code: 'unparsable',
    detail: message.fault,
    at: work.now,
  });
  work.awaitOperator('message', id, 'unreadable-message', contact.applicant);
  const limit =
    message.fault === 'too-large'
      ? { say: 'file-too-large' as const, limitMegabytes: LIMITS.fileBytes / 1024 / 1024 }
      : { say: 'try-later' as const };
  const { automatic: robot } = message;
  if (robot?.kind === 'bounce') await bounced(work, id, robot, message.proof?.token);
  if (!robot && !isNobody(contact) && (await mayAnswer(work, contact)))
    await speak(work, contact, [warningOr(message, limit)]);
  return { done: true, id };
}

/** A mail that names no one sender belongs to an address where nothing can be sent (RFC 2606). */
const isNobody = ({ address }: ContactRow) => address.endsWith('@invalid');

export async function group(work: Work, contact: ContactRow, id: string): Promise<Outcome> {
  if (contact.state.greeted || contact.address === work.parts.settings.operatorChat) return { done: true, id };
  contact.state = { ...contact.state, greeted: true };
  await speak(work, contact, [{ say: 'group-only-private' }]);
  return { done: true, id };
}
