import { HOUR_MS } from '../../durations.ts';
import { LIMITS } from '../parts.ts';
import { mayAnswer, speak } from '../speak.ts';
import type { ContactRow } from '../store.ts';
import { onRecord } from '../ways.ts';
import type { Work } from '../work.ts';

/** What a mail asked for that proved too little waits until the link in a mail to the address on record is used. */

type Wish = { readonly id: string; readonly at: Date };

/** Sends that mail; true where it went to the very address that wrote, so that all is said in it. */
export async function askProof(work: Work, contact: ContactRow, { id, at }: Wish): Promise<boolean> {
  if (!contact.applicant) return false;
  const mail = onRecord(await work.contactsOf(contact.applicant), work.now);
  // Whoever forges this person's address must not be able to fill his mailbox.
  const until = new Date(work.now.getTime() + LIMITS.confirmLinkHours * HOUR_MS);
  if (mail && (await mayAnswer(work, mail)))
    await speak(work, mail, [{ say: 'proof-mail', at, until }], { confirms: id });
  else if (!mail) work.awaitOperator('applicant', contact.applicant, 'unreachable', contact.applicant);
  return mail?.id === contact.id;
}
