import type { Core } from '../core.ts';
import { apiChat, apiMessage, apiUser, type PersonRecord } from '../state.ts';

/** A person's finger on the bot's buttons. */
export type Pressing = {
  /** Presses a button by its place or label; without a message, in the newest one that has buttons. Answers the callback's id. */
  press(message: number | undefined, which: number | string): string;
  /** A press that was on its way when the buttons changed, or that a changed client makes up. */
  pressData(message: number, data: string): string;
};

export function createPressing(core: Core, record: PersonRecord): Pressing {
  const { state, bot, queue } = core;
  const chat = record.id;

  function press(messageId: number | undefined, which: number | string): string {
    const shown = (state.messages[chat] ?? []).filter((message) => message.keyboard !== undefined);
    const message = messageId === undefined ? shown.at(-1) : core.find(chat, messageId);
    const buttons = message?.keyboard?.flat() ?? [];
    const button = typeof which === 'number' ? buttons[which] : buttons.find(({ text }) => text === which);
    if (message === undefined || button?.callback_data === undefined)
      throw new Error(`no such button: ${which}; there are: ${buttons.map(({ text }) => text).join(' | ')}`);
    return pressData(message.id, button.callback_data);
  }

  function pressData(messageId: number, data: string): string {
    const message = core.find(chat, messageId);
    const id = core.askCallback(chat);
    const shown =
      message === undefined
        ? { chat: apiChat(state, chat), message_id: messageId, date: 0 }
        : apiMessage(state, bot, message);
    queue.push('callback_query', { id, from: apiUser(record), chat_instance: String(chat), message: shown, data });
    return id;
  }

  return { press, pressData };
}
