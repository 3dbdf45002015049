/** Telegram's rates: about 1 message a second to a chat, 20 a minute to a group, 30 a second in all. */
export type Rate = {
  readonly perSecond: number;
  readonly chatPerSecond: number;
  /** How many may go to one chat at once after a pause: a greeting, an answer and a file belong together. */
  readonly chatBurst: number;
  readonly groupPerMinute: number;
};
export const TELEGRAM_RATE: Rate = { perSecond: 30, chatPerSecond: 1, chatBurst: 5, groupPerMinute: 20 };

/** Quiet chats are forgotten beyond this many. */
const REMEMBERED_CHATS = 10_000;

export type Limiter = ReturnType<typeof createLimiter>;

/**
 * One for the whole bot. Holds, for all messages and for each chat, the moment at which the rate would be used up
 * exactly (generic cell rate algorithm), in milliseconds that pass: a clock that is put back by an hour must not make it last
 * an hour.
 */
export function createLimiter(rate: Rate, passed: () => number = () => performance.now()) {
  const chats = new Map<string, number>();
  const paused = new Map<string, number>();
  let all = 0;
  let allPaused = 0;
  const spacing = 1000 / rate.perSecond;

  function chatSpacing(chat: string): number {
    // No minute of a group holds more than its number, the burst at its beginning included.
    return isGroup(chat) ? 60_000 / (rate.groupPerMinute - rate.chatBurst) : 1000 / rate.chatPerSecond;
  }

  /** 0: it may go now, and its place is taken. Else the milliseconds after which to ask again. */
  function take(chat: string): number {
    const now = passed();
    const each = chatSpacing(chat);
    const due = chats.get(chat) ?? 0;
    const at = Math.max(
      due - each * (rate.chatBurst - 1),
      all - spacing * (rate.perSecond - 1),
      allPaused,
      paused.get(chat) ?? 0,
    );
    if (at - now >= 1) return Math.ceil(at - now);
    chats.set(chat, Math.max(due, now) + each);
    all = Math.max(all, now) + spacing;
    if (chats.size > REMEMBERED_CHATS) forget(now);
    return 0;
  }

  /** After 429. A group's limit is its own; one met in a private chat is taken as the whole bot's. */
  function pause(chat: string | undefined, ms: number): void {
    const until = passed() + ms;
    if (chat !== undefined && isGroup(chat)) paused.set(chat, until);
    else allPaused = Math.max(allPaused, until);
  }

  /** Milliseconds until Telegram may be asked again; without a chat, for the bot as a whole. */
  function pausedFor(chat?: string): number {
    return Math.max(allPaused - passed(), (paused.get(chat ?? '') ?? 0) - passed(), 0);
  }

  function forget(now: number): void {
    for (const [chat, due] of chats) if (due < now) chats.delete(chat);
    for (const [chat, until] of paused) if (until < now) paused.delete(chat);
  }

  return { take, pause, pausedFor };
}

function isGroup(chat: string): boolean {
  return chat.startsWith('-');
}
