import { timingSafeEqual } from 'node:crypto';
import { MINUTE_MS } from '../../durations.ts';
import type { WebParts } from '../parts.ts';
import type { At } from './frame.ts';

/**
 * Pages with a whole NIK open by a press, which is in the journal. The press leads on to an address that shows the page for
 * a while, so that the way back and a reload are what they are everywhere, and send no form a second time.
 */

/** About as long as it takes to type a packet into AMS; after that one presses anew, and is in the journal anew. */
const LOOK_MS = 15 * MINUTE_MS;

/** To the page of this path, for whoever has just pressed, in his session and for a while. */
export function opened(c: At, parts: WebParts, path: string): Response {
  const until = String(parts.clock().getTime() + LOOK_MS);
  return c.redirect(`${path}?${new URLSearchParams({ until, look: lookOf(c, parts, path, until) })}`, 303);
}

/** Whether this address was given out for a press that is not long ago, to this session. */
export function isOpened(c: At, parts: WebParts): boolean {
  const { until = '', look = '' } = c.req.query();
  const given = Buffer.from(look);
  const due = Buffer.from(lookOf(c, parts, c.req.path, until));
  return given.length === due.length && timingSafeEqual(given, due) && Number(until) > parts.clock().getTime();
}

const lookOf = (c: At, { keyring }: WebParts, path: string, until: string): string =>
  keyring.token('look', JSON.stringify([c.get('token'), path, until]));
