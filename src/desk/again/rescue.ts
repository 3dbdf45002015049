import type { Inbound } from '../../conversation/inbound.ts';
import { Fault } from '../../fault.ts';
import { SEALED_AS } from '../../seal.ts';
import type { Entry, Outcome } from '../entry.ts';
import { holdsSecret, warningOr } from '../message/secret.ts';
import type { DeskParts } from '../parts.ts';
import type { Address, ChannelName } from '../ports.ts';
import { mayAnswer, speak } from '../speak.ts';
import { Work } from '../work.ts';
import { inVain } from './again.ts';

// What becomes of messages that could not be taken in: they are kept, for the operators, and hold up nobody.

/** Nobody's data is to blame: whoever brought something comes again with it. */
export const isAway = (error: unknown) => error instanceof Fault && error.code === 'database';

/** Processed again in vain: nothing of it has happened, and operators see that it was tried. */
export async function keepAsItIs(
  parts: DeskParts,
  { of, operator }: Extract<Entry, { enter: 'again' }>,
  error: unknown,
): Promise<Outcome> {
  return parts.store.transact((tx) => inVain(new Work(tx, parts), of, detailOf(error), operator?.id));
}

const detailOf = (error: unknown) =>
  error instanceof Fault ? error.message : error instanceof Error ? error.name : 'unknown';

/** The message as bytes with its fault, for the operators; it can be processed again. */
export async function keepWithFault(parts: DeskParts, message: Inbound, error: unknown): Promise<Outcome> {
  const detail = detailOf(error);
  parts.log.error('message kept with fault', {
    code: error instanceof Fault ? error.code : detail,
    source: message.source,
  });
  try {
    return await parts.store.transact((tx) => rescue(new Work(tx, parts), message, message.contact, detail));
  } catch (again) {
    if (isAway(again)) throw again;
    // Its very contact cannot be read: it is kept under nobody's name, so that it holds up nothing.
    return parts.store.transact((tx) => rescue(new Work(tx, parts), message, NOBODY[message.channel], detail));
  }
}

/** Contacts that nobody has and nothing is sent to; the edges use the same. */
const NOBODY: Readonly<Record<ChannelName, Address>> = {
  mail: { channel: 'mail', value: 'unknown@invalid' },
  telegram: { channel: 'telegram', value: '0' },
};

async function rescue(work: Work, message: Inbound, at: Address, detail: string): Promise<Outcome> {
  if ((await work.tx.received([message])).size > 0) return { duplicate: true };
  const [contact] = work.keepContacts(await work.tx.contactsAt([at], work.parts.settings.language));
  const { copyKey } = message;
  if (copyKey && (await work.tx.copies([{ contact: contact!.id, copyKey }])).size > 0) return { duplicate: true };
  const id = work.newId();
  const fault = work.newId();
  work.tx.insert('messages', {
    id,
    contact: contact!.id,
    applicant: contact!.applicant ?? null,
    direction: 'in',
    author: contact!.applicant ? 'applicant' : 'stranger',
    source: message.source,
    externalId: message.externalId,
    copyKey: copyKey ?? null,
    body: '',
    detail: { fault: detail },
    state: 'fault',
    at: work.now,
    sentAt: message.at,
  });
  if (!holdsSecret(message))
    work.tx.insert('raw_messages', {
      message: id,
      sealed: work.parts.keyring.sealing(SEALED_AS.raw(id, null), message.raw),
    });
  work.tx.insert('faults', { id: fault, part: message.channel, ref: id, code: 'core', detail, at: work.now });
  work.awaitOperator('message', id, 'unreadable-message', contact!.applicant);
  const isPerson = !message.automatic && !message.group && at === message.contact;
  // A robot that we fail on writes again as well.
  if (isPerson && (await mayAnswer(work, contact!)))
    await speak(work, contact!, [warningOr(message, { say: 'try-later' })]);
  return { fault: detail };
}
