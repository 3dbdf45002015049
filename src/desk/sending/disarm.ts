import type { LinkPurpose } from '../../conversation/line.ts';
import type { Renewal } from '../../renewal/renewal.ts';
import type { Keyring } from '../../seal.ts';
import type { Channel, ChannelName, Clock } from '../ports.ts';
import { isOutdated } from '../question.ts';
import type { QuestionRow } from '../store.ts';
import type { SentLink } from './outbox.ts';

/** A question that stands in a chat with its buttons. */
export type Armed = {
  readonly message: string;
  readonly channel: ChannelName;
  readonly chat: string;
  readonly sentAs: string;
  readonly question: QuestionRow;
  readonly link?: SentLink;
  /** On the button of the Mini App. */
  readonly app?: string;
};

/** What is read and noted of buttons in chats; db/keyboards.ts does it. */
export interface Keyboards {
  /** In this chat, or in all of the applicant whose contact this is; but not on what has just been sent. */
  armed(contact: string, but: readonly string[]): Promise<readonly Armed[]>;
  renewals(ids: readonly string[]): Promise<readonly Renewal[]>;
  disarmed(message: string): Promise<void>;
}

export type DisarmParts = {
  readonly keyboards: Keyboards;
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly linkUrl: (purpose: LinkPurpose, token: string) => string;
};

/**
 * Takes the buttons off questions that no longer stand, however they were answered: by a button, in words, on the other
 * channel, by an operator. A link that stands beside them stays, and so does the button of the Mini App. A courtesy: a
 * press that comes all the same changes nothing and is told so.
 */
export async function disarm(parts: DisarmParts, contact: string, justSent: readonly string[]): Promise<void> {
  const armed = await parts.keyboards.armed(contact, justSent);
  const open = armed.flatMap(({ question }) => (question.answeredAt ? [] : (question.renewal ?? [])));
  const renewals = open.length > 0 ? await parts.keyboards.renewals([...new Set(open)]) : [];
  for (const { message, channel, chat, sentAs, question, link, app } of armed) {
    const settle = parts.channels.get(channel)?.settle;
    if (!settle || !isOutdated(question, renewals, parts.clock())) continue;
    const links = link
      ? [{ label: link.label, url: parts.linkUrl(link.purpose, parts.keyring.promised('link', link.id, link.hash)) }]
      : [];
    await settle({ chat, message: sentAs, links, app }, 'disarm');
    await parts.keyboards.disarmed(message);
  }
}
