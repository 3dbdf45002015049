import type { Context } from 'hono';

/** The fields of a form; none where what was sent is none, whatever it calls itself: that is no trouble of ours. */
export async function formIn(
  c: Context,
  options: { readonly all?: true } = {},
): ReturnType<Context['req']['parseBody']> {
  try {
    return await c.req.parseBody(options);
  } catch {
    return {};
  }
}

/** Postgres takes no NUL in a text, and nobody types one. */
export const withoutNul = (text: string): string => text.replaceAll('\0', '');

/** What is searched for, as it stands in the address. */
const QUERY_CHARACTERS = 200;
export const searchedFor = (c: Context): string => withoutNul(c.req.query('q') ?? '').slice(0, QUERY_CHARACTERS);
