import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { HOUR_MS } from '../src/durations.ts';

/** Telegram's own data has some 500 characters; whatever is much longer is not from there. */
const LONGEST_CHARACTERS = 4096;
/** As long as somebody may take from opening the app to a letter that is signed and uploaded; then he opens it again. */
export const FRESH_MS = HOUR_MS;
/** Clocks of two houses are not quite the same. */
const AHEAD_MS = 60_000;

const Fields = z.object({
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  auth_date: z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(Number),
  user: z.string(),
});
const User = z.object({ id: z.int().positive(), is_bot: z.literal(false).optional() });

type MiniAppVisitor =
  /** The Telegram user, whose id is that of his private chat with the bot. */
  | { readonly user: string }
  /** `old`: it was ours once, the app has to be opened again. */
  | { readonly refused: 'foreign' | 'old' };

/**
 * Who has opened our Mini App, as Telegram vouches for it: `initData` is signed by HMAC-SHA-256 with a key made of the
 * bot's token ("Validating data received via the Mini App", core.telegram.org/bots/webapps). It proves what the private
 * chat proves, to whoever holds it, for an hour. Never throws.
 */
export function readMiniAppVisitor(token: string, initData: string, now: Date): MiniAppVisitor {
  if (initData.length > LONGEST_CHARACTERS) return { refused: 'foreign' };
  const pairs = [...new URLSearchParams(initData)];
  const fields = Fields.safeParse(Object.fromEntries(pairs));
  // A name that stands there twice would be signed as one thing and read as another.
  if (!fields.success || new Set(pairs.map(([name]) => name)).size < pairs.length) return { refused: 'foreign' };
  if (!isSigned(token, pairs, fields.data.hash)) return { refused: 'foreign' };
  const age = now.getTime() - fields.data.auth_date * 1000;
  if (age > FRESH_MS || age < -AHEAD_MS) return { refused: 'old' };
  const user = User.safeParse(jsonOf(fields.data.user));
  return user.success ? { user: String(user.data.id) } : { refused: 'foreign' };
}

function isSigned(token: string, pairs: readonly [string, string][], hash: string): boolean {
  const lines = pairs
    .filter(([name]) => name !== 'hash')
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  const key = createHmac('sha256', 'WebAppData').update(token).digest();
  const expected = createHmac('sha256', key).update(lines.join('\n')).digest();
  return timingSafeEqual(expected, Buffer.from(hash, 'hex'));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Telegram opens a Mini App over HTTPS only, at a name that the world knows. */
export function miniAppUrl(publicUrl: string): string | undefined {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'https:' && hostname.includes('.') && !/^[\d.]+$/.test(hostname)
    ? `${publicUrl}/mini`
    : undefined;
}
