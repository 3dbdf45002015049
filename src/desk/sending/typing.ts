import type { Address, Channel, ChannelName } from '../ports.ts';

/** Telegram shows the sign for 5 s, or until a message arrives (Bot API, sendChatAction). */
const AGAIN_MS = 4_500;
/** Whoever has waited for so long has put the phone away; and a job that hangs must not show it for ever. */
const LONGEST_MS = 2 * 60_000;

/**
 * Shows the person that we are at it for as long as the work lasts, where his channel can. The work neither waits for
 * that nor fails by it.
 */
export async function typing<T>(
  channels: ReadonlyMap<ChannelName, Channel>,
  person: Address | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const settle = person && channels.get(person.channel)?.settle;
  if (!person || !settle) return work();
  let left = LONGEST_MS / AGAIN_MS;
  const show = () => {
    left -= 1;
    if (left > 0) void settle({ chat: person.value }, 'typing');
  };
  show();
  const timer = setInterval(show, AGAIN_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
