import { actor, type Entry, type Outcome } from '../entry.ts';
import { heldMessage, settleFaults } from '../message/held.ts';
import { receiveMessage } from '../message/message.ts';
import type { ContactRow, MessageRow } from '../store.ts';
import type { Work } from '../work.ts';

type Again = Extract<Entry, { enter: 'again' }>;

/**
 * A message that was kept with a fault is taken in as if it came now, into the row it has. Once the person has acted
 * since, it never confirms, withdraws or changes by itself: it may talk, ask and bring files.
 */
export async function again(work: Work, { of, message, operator }: Again): Promise<Outcome> {
  const held = await heldMessage(work, of);
  if (!held) return { refused: 'unknown' };
  const { row } = held;
  if (row.direction !== 'in' || row.state !== 'fault') return { refused: 'already' };
  if (message.fault) return inVain(work, of, message.fault, operator?.id);
  const [contact] = work.keepContacts(await work.tx.contactsAt([message.contact], work.parts.settings.language));
  settleFaults(work, row, operator?.id);
  journal(work, row, 'processed again', operator?.id);
  if (await isCopy(work, row, contact!, message.copyKey)) {
    work.tx.update('messages', { id: row.id, state: 'received', detail: { ...row.detail, copy: true } });
    return { duplicate: true };
  }
  const late = await work.tx.hasActedSince(contact!.id, row.at);
  return receiveMessage(work, message, contact!, { row, late, by: operator?.id });
}

/** The same mail came once more meanwhile, and was understood then. */
async function isCopy(
  work: Work,
  row: MessageRow,
  { id: contact }: ContactRow,
  copyKey: string | undefined,
): Promise<boolean> {
  if (copyKey === undefined || (row.contact === contact && row.copyKey === copyKey)) return false;
  return (await work.tx.copies([{ contact, copyKey }])).size > 0;
}

/** It cannot be processed now either: it stays as it is, and says since when and why. */
export async function inVain(work: Work, of: string, fault: string, by: string | undefined): Promise<Outcome> {
  const held = await heldMessage(work, of);
  if (held?.row.state !== 'fault') return { refused: 'already' };
  const { row } = held;
  work.tx.update('messages', { id: of, detail: { ...row.detail, fault, again: { at: work.now, by } } });
  for (const id of row.faults) work.tx.update('faults', { id, detail: fault });
  journal(work, row, 'processed again in vain', by);
  return { fault };
}

const journal = (
  work: Work,
  { id, contact }: MessageRow,
  entry: 'processed again' | 'processed again in vain',
  by: string | undefined,
) => work.journal(`contact:${contact}`, by ? actor({ id: by }) : 'system', entry, { message: id });
