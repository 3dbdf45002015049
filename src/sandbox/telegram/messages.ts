import type { WorldEvent } from './events.ts';
import { escapeHtml } from './html.ts';
import { seenIn, type WorldMessage } from './seen.ts';
import { type Bot, findMessage, type MessageRecord, type State } from './state.ts';

type Said = Omit<MessageRecord, 'id' | 'date' | 'text' | 'html' | 'entities' | 'extra'> & Partial<MessageRecord>;

/** The messages of all chats. Whoever changes one that he has found says so with `edited`. */
export function createMessages(
  state: State,
  bot: Bot,
  read: (file: string) => Uint8Array,
  emit: (event: WorldEvent) => void,
) {
  const seen = (message: MessageRecord): WorldMessage => seenIn(state, bot, read, message);
  const find = (chat: number, id: number | undefined) => findMessage(state, chat, id);

  function say(said: Said): MessageRecord {
    const text = said.text ?? '';
    const message: MessageRecord = {
      html: escapeHtml(text),
      entities: [],
      extra: {},
      ...said,
      text,
      id: state.nextMessage++,
      date: Math.floor(Date.now() / 1000),
    };
    state.messages[message.chat] = [...(state.messages[message.chat] ?? []), message];
    emit({ what: 'message', chat: message.chat, message: seen(message) });
    return message;
  }

  function edited(message: MessageRecord): void {
    emit({ what: 'edited', chat: message.chat, message: seen(message) });
  }

  function remove(message: MessageRecord): void {
    state.messages[message.chat] = (state.messages[message.chat] ?? []).filter((other) => other.id !== message.id);
    emit({ what: 'deleted', chat: message.chat, id: message.id });
  }

  return { seen, find, say, edited, remove };
}
