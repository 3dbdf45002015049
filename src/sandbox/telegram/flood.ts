import { ApiRefusal } from './refusal.ts';

/** So many messages within so many milliseconds pass; the next is refused with the time after which to come again. */
type Window = { readonly messages: number; readonly ms: number };

/**
 * What the Bot FAQ names (30 messages a second in all, one a second to a chat, 20 a minute to a group), with the short
 * bursts that pass in reality.
 */
export const FLOOD: { readonly all: Window; readonly chat: Window; readonly group: Window } = {
  all: { messages: 60, ms: 1_000 },
  chat: { messages: 20, ms: 10_000 },
  group: { messages: 20, ms: 60_000 },
};

/** Counts what is sent; throws 429 for what is too much. */
export function createFlood(windows = FLOOD): (chat: number) => void {
  const sent = new Map<string, number[]>();

  /** The times that count, with this one. */
  function passing(name: string, { messages, ms }: Window, now: number): number[] {
    const times = (sent.get(name) ?? []).filter((at) => at > now - ms);
    const oldest = times.at(-messages);
    if (oldest === undefined) return [...times, now];
    const retry_after = Math.max(1, Math.ceil((oldest + ms - now) / 1_000));
    throw new ApiRefusal(429, `Too Many Requests: retry after ${retry_after}`, { retry_after });
  }

  return (chat) => {
    const now = Date.now();
    const all = passing('all', windows.all, now);
    sent.set(String(chat), passing(String(chat), chat < 0 ? windows.group : windows.chat, now));
    sent.set('all', all);
  };
}
