import type { Inbound } from '../../conversation/inbound.ts';
import type { Meaning } from '../../conversation/meaning.ts';
import type { Referred } from '../question.ts';
import type { ContactRow, DocumentRow } from '../store.ts';
import type { Work } from '../work.ts';
import { bring } from './attach.ts';

/** Whose a mail is: known by its address, else by our reply token that it carries, else an operator says so. */

/**
 * The person to whose message this one answers, though it comes from an address that is nobody's. Not where that message
 * had gone to this very address: then it was taken for his, and turned out to be somebody else's.
 */
export function ownerByToken(contact: ContactRow, { answered }: Referred): string | undefined {
  if (contact.applicant !== undefined || answered?.token === undefined) return undefined;
  return answered.contact === contact.id ? undefined : answered.applicant;
}

type Placing = {
  readonly message: Inbound;
  readonly id: string;
  readonly found: Referred;
  readonly meanings: readonly Meaning[];
  readonly documents: readonly DocumentRow[];
};

/** Nothing that comes by mail is dropped: what belongs to nobody is put before the operators. A chat speaks for itself. */
export async function place(work: Work, contact: ContactRow, placing: Placing): Promise<void> {
  const { message, id, found, meanings, documents } = placing;
  if (message.channel !== 'mail' || contact.applicant !== undefined) return;
  if (ownerByToken(contact, found) !== undefined) {
    const renewal = found.answered?.renewal ? await work.renewal(found.answered.renewal) : undefined;
    if (renewal && renewal.outcome === undefined)
      await bring(work, renewal, documents, { message: id, by: { role: 'system' }, from: contact.address });
    return;
  }
  // Whoever sends a code is about to be known.
  if (!meanings.some(({ means }) => means === 'code')) work.awaitOperator('message', id, 'unplaced');
}

/** The address has become somebody's: what it sent before is his. */
export async function placed(work: Work, contact: ContactRow): Promise<void> {
  if (contact.channel !== 'mail') return;
  for (const id of await work.tx.unplaced(contact.id)) work.settled('message', id);
}
