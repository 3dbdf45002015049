import type { Context } from 'hono';

/** Of a body that is refused; who sends more than that has the connection cut off. */
const FORGOTTEN_BYTES = 64 * 1024 * 1024;

/**
 * Reads what is left of a body that is too large, and forgets it. A browser that is still sending shows no answer: it would
 * see a connection that ended, and its person no sentence.
 */
export async function forgetBody({ req }: Context): Promise<void> {
  const { body, bodyUsed } = req.raw;
  if (body === null || bodyUsed || body.locked) return;
  let left = FORGOTTEN_BYTES;
  try {
    for await (const chunk of body) {
      left -= chunk.length;
      if (left < 0) return;
    }
  } catch {
    // Whoever went away needs no answer.
  }
}
