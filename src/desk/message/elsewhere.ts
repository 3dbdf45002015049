import { nextLines } from '../../conversation/ask.ts';
import { speak } from '../speak.ts';
import type { ContactRow, MessageRow } from '../store.ts';
import { whereToTell } from '../ways.ts';
import { applicantView, type Work } from '../work.ts';

/**
 * A message of ours that did not arrive because nothing does: its news goes another way; what an operator said is his
 * to say again.
 */
export async function lost(
  work: Work,
  message: Pick<MessageRow, 'id' | 'renewal' | 'author'>,
  contact: ContactRow,
  why: string,
): Promise<void> {
  if (message.author === 'operator')
    work.awaitOperator('message', message.id, 'not-delivered', contact.applicant, why.slice(0, WHY_LIMIT));
  await sayElsewhere(work, contact, message.renewal, why);
}

/**
 * A contact that cannot be reached any more (blocked, bounced). What did not arrive is said on the person's other
 * channel, in that channel's form: what is awaited of him now. Where there is none, an operator is told.
 */
async function sayElsewhere(
  work: Work,
  contact: ContactRow,
  renewalId: string | undefined,
  why: string,
): Promise<void> {
  contact.unreachable ??= why.slice(0, WHY_LIMIT);
  work.saveContact(contact);
  const { applicant } = contact;
  if (!applicant) return;
  const other = contact.standing === 'claimed' ? undefined : await whereToTell(work, applicant, undefined);
  if (!other || other.id === contact.id) {
    work.awaitOperator('applicant', applicant, 'unreachable', applicant);
    return;
  }
  const renewal = renewalId ? await work.renewal(renewalId) : undefined;
  if (!renewal) return;
  const { say, ask } = nextLines(renewal, applicantView(await work.applicant(applicant)), other);
  await speak(work, other, say, { renewal: renewal.id, ask });
}

/** What servers say can be long; operators need its beginning. */
const WHY_LIMIT = 80;
