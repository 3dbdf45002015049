import type { Core } from '../core.ts';
import { escapeHtml } from '../html.ts';
import { apiBot, apiChat, apiMessage, apiUser, type MessageRecord, type PersonRecord } from '../state.ts';

/** What a person changes afterwards: his messages, and whether the bot may write to him. */
export type Changing = {
  edit(message: number, text: string): void;
  moveLocation(): void;
  block(): void;
  unblock(): void;
};

export function createChanging(core: Core, record: PersonRecord): Changing {
  const { state, bot, queue } = core;
  const chat = record.id;

  function tell(message: MessageRecord): void {
    message.edited = Math.floor(Date.now() / 1000);
    message.reworded = true;
    core.edited(message);
    queue.push('edited_message', apiMessage(state, bot, message));
  }

  function edit(messageId: number, text: string): void {
    const message = core.find(chat, messageId);
    if (message === undefined || message.from !== record.id) throw new Error('only own messages can be edited');
    message.text = text;
    message.html = escapeHtml(text);
    tell(message);
  }

  function moveLocation(): void {
    const message = (state.messages[chat] ?? []).findLast(({ kind }) => kind === 'location');
    if (message === undefined) throw new Error('there is no location to move');
    const { location } = message.extra as { location: { latitude: number } };
    location.latitude += 0.001;
    tell(message);
  }

  function membership(status: 'member' | 'kicked'): void {
    const member = (now: string) => ({
      user: apiBot(bot),
      status: now,
      ...(now === 'kicked' ? { until_date: 0 } : {}),
    });
    record.blocked = status === 'kicked';
    core.emit({ what: 'person', chat });
    queue.push('my_chat_member', {
      chat: apiChat(state, chat),
      from: apiUser(record),
      date: Math.floor(Date.now() / 1000),
      old_chat_member: member(status === 'kicked' ? 'member' : 'kicked'),
      new_chat_member: member(status),
    });
  }

  return { edit, moveLocation, block: () => membership('kicked'), unblock: () => membership('member') };
}
