import type { Context } from 'hono';
import { etag, RETAINED_304_HEADERS } from 'hono/etag';

/** Who keeps an old copy is told that it still stands, and what it stands for. */
const tagged = etag({ retainedHeaders: [...RETAINED_304_HEADERS, 'last-modified'] });

type Published = {
  readonly content: Uint8Array;
  readonly type: string;
  /** The longest time a cache keeps it without asking again, in seconds. */
  readonly ageS: number;
  /** When it was made and until when it is in force; a cache keeps it no longer. */
  readonly times?: { readonly thisUpdate: Date; readonly nextUpdate: Date };
  /** What a browser calls it when it is saved. */
  readonly name?: string;
};

/**
 * What the authority publishes, with the headers that RFC 5019 6.2 asks for: any cache on the way may keep it, none may
 * change it, and none may give it out when its time is over.
 */
export async function published(c: Context, file: Published, now: Date): Promise<Response> {
  const { content, type, ageS, times, name } = file;
  const left = times ? Math.max(0, Math.floor((times.nextUpdate.getTime() - now.getTime()) / 1000)) : ageS;
  c.header('Content-Type', type);
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('Cache-Control', `public, max-age=${Math.min(left, ageS)}, no-transform, must-revalidate`);
  if (name) c.header('Content-Disposition', `attachment; filename="${name}"`);
  if (times) {
    c.header('Last-Modified', times.thisUpdate.toUTCString());
    c.header('Expires', times.nextUpdate.toUTCString());
  }
  const response = c.body(new Uint8Array(content));
  await tagged(c, async () => {
    c.res = response;
  });
  return c.res;
}
