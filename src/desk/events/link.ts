import type { Enclosed, Heard } from '../../conversation/conversation.ts';
import { onlyTalk } from '../../conversation/late.ts';
import type { Meaning } from '../../conversation/meaning.ts';
import type { Outcome } from '../entry.ts';
import { converse } from '../message/converse.ts';
import { readRequest } from '../message/documents.ts';
import { askProof } from '../message/proving.ts';
import { mayAnswer, speak } from '../speak.ts';
import type { ContactRow, MessageRow } from '../store.ts';
import type { Work } from '../work.ts';

/**
 * A confirming link was used: the message that waited for it is taken again, now as that of a proven person. It answers
 * what it answered when it came, in the renewal that it belongs to and in no other.
 */
export async function linkUsed(work: Work, id: string): Promise<Outcome> {
  const link = await work.tx.link({ id });
  if (link?.purpose !== 'confirm' || link.usedAt || link.expiresAt <= work.now || !link.message)
    return { refused: 'outdated' };
  const message = await work.tx.message(link.message);
  if (!message) return { refused: 'unknown' };
  work.tx.update('links', { id: link.id, usedAt: work.now });
  const contact = await work.contact(message.contact);
  // The address may have become somebody else's while the link lay in a mailbox.
  if (contact.applicant !== link.applicant) return { refused: 'not-yours' };
  const renewals = (await work.renewalsOf(link.applicant)).map((renewal) => renewal.id);
  const heard = await heardIn(work, message, renewals);
  if (message.renewal === undefined || message.afterEnd || renewals.includes(message.renewal))
    await takeAgain(work, contact, message, heard);
  else await tellOver(work, contact, message, heard);
  work.journal(`contact:${contact.id}`, 'applicant', 'confirmed by link', { link: link.id, message: message.id });
  return { done: true };
}

async function heardIn(work: Work, message: MessageRow, renewals: readonly string[]): Promise<Heard> {
  const requests = message.documents.filter(({ kind }) => kind === 'request');
  const enclosed = await Promise.all(
    requests.map(
      async ({ id, hash, name, kind }): Promise<Enclosed> => ({
        document: id,
        hash,
        name,
        kind,
        request: await readRequest(work, await work.tx.content(id), renewals),
      }),
    ),
  );
  return {
    meanings: message.heard ?? [],
    text: message.body,
    pressed: false,
    choice: 'none',
    enclosed,
  };
}

/** Later messages may have settled what this one answered: to what is asked now it says nothing, and a doubt is asked again. */
async function takeAgain(work: Work, contact: ContactRow, message: MessageRow, heard: Heard): Promise<void> {
  const [question] = message.question ? await work.tx.questions([message.question]) : [];
  await converse(work, contact, heard, {
    id: message.id,
    at: message.at,
    proven: 'link',
    found: { choice: 'none', question },
    // What was over when he wrote he did not mean: "PERBARUI" below a farewell begins anew.
    renewal: message.afterEnd ? undefined : message.renewal,
  });
}

/** Its renewal was closed meanwhile, and what it answered with it: what it says beside that is heard all the same. */
async function tellOver(work: Work, contact: ContactRow, message: MessageRow, heard: Heard): Promise<void> {
  const outcome = (await work.renewal(message.renewal!))?.outcome;
  const meanings = onlyTalk(heard.meanings);
  if (outcome !== undefined && meanings.length === 0) {
    if (await mayAnswer(work, contact))
      await speak(work, contact, [{ say: 'over', outcome }], { renewal: message.renewal! });
    return;
  }
  await converse(
    work,
    contact,
    { ...heard, meanings, enclosed: [] },
    { id: message.id, at: message.at, proven: 'link', found: { choice: 'none' } },
  );
}

/**
 * "Ya" in answer to that mail, whose link is `confirms`: it is said of what the link confirms, never of the question that
 * was asked last, and counts as the link does if it is proven. False: nothing waits for it any more.
 */
export async function linkAnswered(
  work: Work,
  contact: ContactRow,
  confirms: string,
  proven: boolean,
): Promise<boolean> {
  if (proven) return 'done' in (await linkUsed(work, confirms));
  const link = await work.tx.link({ id: confirms });
  const wish = link?.message && !link.usedAt ? await work.tx.message(link.message) : undefined;
  if (wish) await askProof(work, contact, wish);
  return wish !== undefined;
}

const MANNERS: ReadonlySet<Meaning['means']> = new Set<Meaning['means']>(['yes', 'greeting', 'thanks']);

export const isOnlyYes = (meanings: readonly Meaning[]): boolean =>
  meanings.some(({ means }) => means === 'yes') && meanings.every(({ means }) => MANNERS.has(means));
