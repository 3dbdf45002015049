import { isSentBack } from '../../renewal/content.ts';
import type { Actor, Mark } from '../../renewal/renewal.ts';
import { apply } from '../apply.ts';
import type { Entry, Outcome, PageAct } from '../entry.ts';
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
      if (document.refused) return { refused: 'request-refused', why: document.refused };
      const { id, hash, name } = document;
      const same = isSentBack((await work.renewal(renewal))!, hash);
      const received = { is: 'letter-received', letter: act.letter, document: id, hash, name, mark } as const;
      if (same) await apply(work, renewal, { ...received, refused: 'sent-back' }, { quiet: true });
      return same ? { refused: 'request-refused', why: 'sent-back' } : outcome(await apply(work, renewal, received));
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
