import type { Actor, Mark } from '../../renewal/renewal.ts';
import { apply } from '../apply.ts';
import type { Entry, Outcome, PageAct } from '../entry.ts';
import { converse } from '../message/converse.ts';
import { readRequest, storeDocument } from '../message/documents.ts';
import type { Work } from '../work.ts';
import { outcome } from './results.ts';

const APPLICANT: Actor = { role: 'applicant' };

/**
 * What the applicant does on his personal page. The link went to the address on record or into his bound chat: it is
 * his sign-in.
 */
export async function pageAct(work: Work, entry: Extract<Entry, { enter: 'page' }>): Promise<Outcome> {
  const renewal = await work.renewal(entry.renewal);
  if (!renewal || renewal.applicant !== entry.applicant) return { refused: 'not-yours' };
  const mark = work.mark(APPLICANT, 'web');
  if (!renewal.facts.signedIn && renewal.outcome === undefined)
    await apply(work, renewal.id, { is: 'signed-in', method: 'link', mark }, { quiet: entry.act.page === 'opened' });
  return carryOut(work, renewal.id, entry.act, { applicant: entry.applicant, renewal: entry.renewal }, mark);
}

async function carryOut(
  work: Work,
  renewal: string,
  act: PageAct,
  owner: { applicant: string; renewal: string },
  mark: Mark,
): Promise<Outcome> {
  switch (act.page) {
    case 'opened':
      return { done: true };
    case 'letter': {
      const document = storeDocument(work, act.content, act.name, owner);
      if (document.kind === 'key') return { refused: 'request-refused', why: 'private-key' };
      if (document.kind !== 'pdf') return { refused: 'request-refused', why: 'not-a-pdf' };
      return outcome(
        await apply(work, renewal, {
          is: 'letter-received',
          letter: act.letter,
          document: document.id,
          hash: document.hash,
          name: document.name,
          mark,
        }),
      );
    }
    case 'request': {
      const request = await readRequest(work, act.content, [renewal]);
      if (!request.ok) return { refused: 'request-refused', why: request.refused };
      const document = storeDocument(work, act.content, 'request.der', owner);
      // Nothing of it was kept, so nobody could sign it later.
      if (document.kind === 'key') return { refused: 'request-refused', why: 'private-key' };
      return outcome(
        await apply(work, renewal, { is: 'key-received', request: document.id, spki: request.spki, mark }),
      );
    }
    case 'collected':
    case 'key-lost':
      return outcome(await apply(work, renewal, { is: act.page, mark }));
  }
}

/** A confirming link was used: the message that waited for it is taken again, now as that of a proven person. */
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
  const requests = message.documents.filter(({ kind }) => kind === 'request');
  const enclosed = await Promise.all(
    requests.map(async (row) => ({
      document: row.id,
      hash: row.hash,
      name: row.name,
      kind: row.kind,
      request: await readRequest(
        work,
        await work.tx.content(row.id),
        (await work.renewalsOf(link.applicant)).map((r) => r.id),
      ),
    })),
  );
  const heard = {
    meanings: message.heard ?? [],
    text: message.body,
    pressed: false,
    choice: 'none' as const,
    enclosed,
    tooLong: false,
    tooManyFiles: false,
    tooLargeFile: false,
  };
  // Later messages may have settled what this one answered, or led to another question: to that it says nothing, and a
  // doubt is asked again.
  const latest = await work.ahead.latestQuestion(contact.id);
  const question = latest && latest.askedAt < message.at ? latest : undefined;
  await converse(work, contact, heard, {
    id: message.id,
    proven: 'link',
    found: { choice: 'none', ...(question ? { question } : {}), outdated: () => false },
  });
  work.journal(`contact:${contact.id}`, 'applicant', 'confirmed by link', { link: link.id, message: message.id });
  return { done: true };
}
