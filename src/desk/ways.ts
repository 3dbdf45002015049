import { isChat } from '../conversation/inbound.ts';
import type { DeskSettings } from './parts.ts';
import type { ContactRow } from './store.ts';
import type { Work } from './work.ts';

/** Where a person is reached: the address on record, and chats that are his. */

type Off = Pick<DeskSettings, 'withoutMail'>;

/** Nothing leaves there until the office is set up otherwise: what was said would wait for a day, and be given up. */
export const isOff = ({ channel }: Pick<ContactRow, 'channel'>, { withoutMail }: Off): boolean =>
  channel === 'mail' && withoutMail === true;

/** The ways to an applicant that are open: his address on record, and his bound chats (or an address vouched for). */
type Ways = { readonly mail?: ContactRow; readonly chats: readonly ContactRow[] };

/** Who writes here has shown who he is, and that still counts. */
export const isProven = ({ provenUntil }: ContactRow, now: Date): boolean =>
  provenUntil !== undefined && provenUntil > now;

/** The address on record now. An earlier one is nobody's any more, whether or not the new one can be reached. */
export function onRecord(contacts: readonly ContactRow[], now: Date): ContactRow | undefined {
  return contacts
    .filter(
      (contact) =>
        contact.channel === 'mail' &&
        contact.standing === 'on-record' &&
        (contact.validFrom === undefined || contact.validFrom <= now),
    )
    .sort((a, b) => (b.validFrom?.getTime() ?? 0) - (a.validFrom?.getTime() ?? 0))[0];
}

/** Where an applicant is told something: where he last spoke about it, else his chat, else the address on record. */
export const whereToTell = async (
  work: Work,
  applicant: string,
  renewal: string | undefined,
): Promise<ContactRow | undefined> =>
  placeToTell(await ways(work, applicant), renewal ? work.contactOfRenewal(renewal) : undefined, work.now);

/** The same, of ways that are known. */
export function placeToTell({ mail, chats }: Ways, last: string | undefined, now: Date): ContactRow | undefined {
  const known = [...chats.filter((chat) => isProven(chat, now)), ...(mail ? [mail] : [])];
  // A chat whose proof has expired is written to only where there is no other way: it may be somebody else's by now.
  return known.find((contact) => contact.id === last) ?? known[0] ?? chats[0];
}

/** The ways to somebody that are open in this moment. */
export const ways = async (work: Work, applicant: string): Promise<Ways> =>
  waysAmong(await work.contactsOf(applicant), work.now, work.parts.settings);

/** The same, among contacts that are known. */
export function waysAmong(contacts: readonly ContactRow[], now: Date, settings: Off): Ways {
  const isOpen = (contact: ContactRow) => contact.unreachable === undefined && !isOff(contact, settings);
  const mail = onRecord(contacts, now);
  return {
    ...(mail && isOpen(mail) ? { mail } : {}),
    chats: contacts
      .filter((each) => each.standing === 'bound' && isOpen(each) && (isChat(each.channel) || isProven(each, now)))
      .sort((a, b) => Number(isChat(b.channel)) - Number(isChat(a.channel))),
  };
}
