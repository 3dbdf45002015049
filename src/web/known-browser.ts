import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { WebParts } from './parts.ts';
import { isHttps } from './session.ts';

/**
 * A browser in which an operator has signed in before has its tries counted apart, so that strangers who guess at his
 * name do not keep him out of it (OWASP: device cookies). The cookie opens nothing: the password is asked for all the same.
 */
const KNOWN_S = 180 * 86_400;
const ID_BYTES = 16;
const cookieName = (parts: WebParts) => (isHttps(parts) ? '__Host-browser' : 'browser');

const proofOf = ({ keyring }: WebParts, login: string, id: string) =>
  keyring.hash('browser', `${login.toLowerCase()}\n${id}`);

/** The number of this browser, if somebody has signed in here under this name. */
export function knownBrowser(c: Context, parts: WebParts, login: string): string | undefined {
  const [id, proof] = (getCookie(c, cookieName(parts)) ?? '').split('.');
  return id && proof === proofOf(parts, login, id) ? id : undefined;
}

export function rememberBrowser(c: Context, parts: WebParts, login: string): void {
  const id = randomBytes(ID_BYTES).toString('base64url');
  setCookie(c, cookieName(parts), `${id}.${proofOf(parts, login, id)}`, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: isHttps(parts),
    maxAge: KNOWN_S,
  });
}
