import { createHash, randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { closeSession, findSession, openSession, type PageSession } from '../../../db/pages.ts';
import { HOUR_MS } from '../../durations.ts';
import type { WebParts } from '../parts.ts';

/** Long enough for a working day with a signature to fetch, short enough for a forgotten computer. */
const SESSION_HOURS = 12;
const TOKEN_BYTES = 32;

/** The token is random and stored only as its SHA-256: who reads the table cannot become an applicant. */
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');
const newToken = () => randomBytes(TOKEN_BYTES).toString('base64url');

const isSecure = ({ publicUrl }: Pick<WebParts, 'publicUrl'>) => publicUrl.startsWith('https:');
/** `__Host-` binds the cookie to this host and to HTTPS; over plain HTTP (loopback) browsers would not take it. */
const cookieName = (parts: WebParts) => (isSecure(parts) ? '__Host-halaman' : 'halaman');
const attributes = (parts: WebParts) =>
  ({ path: '/', httpOnly: true, secure: isSecure(parts), sameSite: 'Lax' }) as const;

/** A new session, never an old one continued, so that nobody can plant one. */
export async function beginSession(
  c: Context,
  parts: WebParts,
  of: { readonly applicant: string; readonly renewal: string; readonly link: string },
): Promise<void> {
  const now = parts.clock();
  const token = newToken();
  const until = new Date(now.getTime() + SESSION_HOURS * HOUR_MS);
  await endSession(c, parts);
  await openSession(parts.sql, hashOf(token), { ...of, csrf: newToken() }, now, until);
  setCookie(c, cookieName(parts), token, { ...attributes(parts), maxAge: SESSION_HOURS * 3_600 });
}

export async function sessionOf(c: Context, parts: WebParts): Promise<PageSession | undefined> {
  const token = getCookie(c, cookieName(parts));
  return token === undefined ? undefined : findSession(parts.sql, hashOf(token), parts.clock());
}

async function endSession(c: Context, parts: WebParts): Promise<void> {
  const token = getCookie(c, cookieName(parts));
  if (token === undefined) return;
  await closeSession(parts.sql, hashOf(token));
  deleteCookie(c, cookieName(parts), attributes(parts));
}
