import { isChat } from '../../conversation/inbound.ts';
import { MINUTE_MS } from '../../durations.ts';
import type { Entry, Outcome } from '../entry.ts';
import { LIMITS } from '../parts.ts';
import { speak } from '../speak.ts';
import type { ContactRow } from '../store.ts';
import { isProven, whereToTell } from '../ways.ts';
import type { Work } from '../work.ts';

const DAY_MINUTES = 24 * 60;

/**
 * A new link to the applicant's page, asked for by a button: on a page that an old link leads to, or in the Mini App of
 * his chat. Whoever presses is not shown it: it goes to where its owner is proven to be, his bound chat or the address
 * on record. `done` names that channel. Refused with `no-address` where there is neither, and with `capped` where he has
 * had enough of them today.
 */
export async function freshLink(work: Work, wanted: Extract<Entry, { enter: 'link-wanted' }>): Promise<Outcome> {
  const { applicant, renewal, contact } = wanted;
  const to = contact ? await work.contact(contact) : await whereToTell(work, applicant, renewal);
  if (!to || to.applicant !== applicant || !isHis(to, work.now)) return { refused: 'no-address' };
  const ago = (minutes: number) => new Date(work.now.getTime() - minutes * MINUTE_MS);
  const today = await work.tx.linkedSince(to.id, ago(DAY_MINUTES));
  // The last one has hardly arrived: whoever presses again is told the same.
  if (today.some((at) => at > ago(LIMITS.freshLinkMinutes))) return { done: true, id: to.channel };
  if (today.length >= LIMITS.linksPerContactPerDay) return { refused: 'capped' };
  await speak(work, to, [{ say: 'page-link' }], { renewal, always: true });
  return { done: true, id: to.channel };
}

/** A chat whose proof has expired may be somebody else's by now: there he signs in first. */
const isHis = (contact: ContactRow, now: Date): boolean =>
  isChat(contact.channel) ? contact.standing === 'bound' && isProven(contact, now) : contact.standing !== 'claimed';
