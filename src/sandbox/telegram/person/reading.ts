import type { Core } from '../core.ts';
import type { WorldMessage } from '../seen.ts';

/** A chat as it is read, by a person or by those of a group. */
export type Reading = {
  messages(): readonly WorldMessage[];
  /**
   * The next message of the bot that fits, reading on from the last one that was waited for; rejects after `timeoutMs`.
   * `from` reads on from behind that message instead.
   */
  waitFor(fits: (message: WorldMessage) => boolean, timeoutMs?: number, from?: number): Promise<WorldMessage>;
};

const WAIT_MS = 10_000;

export function createReading(core: Core, chat: number): Reading {
  return { messages: () => (core.state.messages[chat] ?? []).map(core.seen), waitFor: reader(core, chat) };
}

/** Reads the bot's messages one after the other. */
function reader(core: Core, chat: number): Reading['waitFor'] {
  let read = 0;
  return (fits, timeoutMs = WAIT_MS, from = read) => {
    const next = () =>
      (core.state.messages[chat] ?? [])
        .map(core.seen)
        .find((message) => message.id > from && message.from === 'bot' && fits(message));
    return new Promise((resolve, reject) => {
      const settle = (message: WorldMessage) => {
        clearTimeout(timer);
        off();
        read = Math.max(read, message.id);
        resolve(message);
      };
      const timer = setTimeout(() => {
        off();
        const last = (core.state.messages[chat] ?? []).slice(-3).map((message) => `- ${message.text}`);
        reject(new Error(`no such message within ${timeoutMs} ms; the chat ends with:\n${last.join('\n')}`));
      }, timeoutMs);
      const off = core.on((event) => {
        if ((event.what === 'message' || event.what === 'edited') && event.chat === chat) {
          const message = next();
          if (message !== undefined) settle(message);
        }
      });
      const already = next();
      if (already !== undefined) settle(already);
    });
  };
}
