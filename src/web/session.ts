import { timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import {
  closeSession,
  countTry,
  findSession,
  forgetTries,
  type OperatorRow,
  openSession,
  operatorByLogin,
  SESSION_MS,
  type Session,
} from '../../db/operators.ts';
import { verifyNothing, verifyPassword } from '../../db/password.ts';
import { formIn } from './form.ts';
import type { WebParts } from './parts.ts';
import { pageOfForm, toSignIn } from './way-back.ts';

/** Signing in to the console: a random token in a cookie, its hash in the database, a token of its own for every form. */

/** `token` is the cookie's value: a long stream asks now and then whether the session is still in force. */
export type ConsoleEnv = { Variables: { session: Session; token: string } };

const WINDOW_MS = 15 * 60_000;
/** A person mistypes a few times; a guesser needs many thousands. */
const TRIES_PER_LOGIN = 8;
/** An office behind one address has several operators. */
const TRIES_PER_ADDRESS = 40;
/** argon2 takes time with the length; nobody types more. */
export const PASSWORD_LIMIT = 200;
export const PASSWORD_LEAST = 12;

type SignIn =
  | { readonly ok: true; readonly operator: OperatorRow }
  | { readonly ok: false; readonly why: 'wrong' | 'too-many' };

export const isHttps = (parts: WebParts) => parts.publicUrl.startsWith('https:');
/** `__Host-` (RFC 6265bis): only over HTTPS, only this host, only the whole site. */
const cookieName = (parts: WebParts): string => (isHttps(parts) ? '__Host-console' : 'console');

/** Where a try comes from; `browser`: one in which this operator has signed in before. */
type Whence = { readonly address: string; readonly browser: string | undefined };

/** Counts first, so that tries made at the same time count too. The same answer for an unknown name and a wrong password. */
export async function signIn(
  parts: WebParts,
  login: string,
  password: string,
  { address, browser }: Whence,
): Promise<SignIn> {
  const { sql, keyring, clock } = parts;
  const window = new Date(Math.floor(clock().getTime() / WINDOW_MS) * WINDOW_MS).toISOString();
  const name = keyring.hash('sign-in', browser ? `${login.toLowerCase()}\n${browser}` : login.toLowerCase());
  const tries = await countTry(sql, 'login', name, window);
  const fromHere = await countTry(sql, 'address', keyring.hash('sign-in', address), window);
  if (tries > TRIES_PER_LOGIN || fromHere > TRIES_PER_ADDRESS) return { ok: false, why: 'too-many' };
  const operator = await operatorByLogin(sql, login);
  const known = operator !== undefined && !operator.disabled;
  const right = known ? await verifyPassword(password, operator.password) : await verifyNothing(password);
  if (!known || !right) return { ok: false, why: 'wrong' };
  await forgetTries(sql, name, window);
  return { ok: true, operator };
}

/** A new token at every sign-in; whatever session the browser had before is gone. False as `openSession`. */
export async function startSession(
  c: Context,
  parts: WebParts,
  operator: Pick<OperatorRow, 'id' | 'password'>,
): Promise<boolean> {
  await endSession(c, parts);
  const token = await openSession(parts.sql, operator, parts.clock());
  if (token === undefined) return false;
  setCookie(c, cookieName(parts), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: isHttps(parts),
    maxAge: SESSION_MS / 1000,
  });
  return true;
}

export async function endSession(c: Context, parts: WebParts): Promise<void> {
  const token = getCookie(c, cookieName(parts));
  if (token) await closeSession(parts.sql, token);
  deleteCookie(c, cookieName(parts), { path: '/', secure: isHttps(parts) });
}

/** Lets only operators through; whoever has still his first password gets no further than changing it. */
export function signedIn(parts: WebParts): MiddlewareHandler<ConsoleEnv> {
  return async (c, next) => {
    const token = getCookie(c, cookieName(parts));
    const session = token ? await findSession(parts.sql, token, parts.clock()) : undefined;
    if (!session || !token)
      return c.req.header('hx-request')
        ? c.body(null, 401, { 'hx-redirect': toSignIn(c) })
        : c.redirect(toSignIn(c), c.req.method === 'POST' ? 303 : 302);
    if (session.operator.mustChange && c.req.path !== '/console/password') return c.redirect('/console/password');
    c.set('session', session);
    c.set('token', token);
    return next();
  };
}

export const CSRF_FIELD = 'csrf';

/** Every post must bring back the token of its session; hono's csrf() looks at the origin beside it. */
export function withToken(): MiddlewareHandler<ConsoleEnv> {
  return async (c, next) => {
    if (c.req.method !== 'POST') return next();
    const given = (await formIn(c))[CSRF_FIELD];
    if (typeof given !== 'string' || !same(given, c.get('session').csrf)) return c.redirect(pageOfForm(c), 303);
    return next();
  };
}

function same(a: string, b: string): boolean {
  const [one, two] = [Buffer.from(a), Buffer.from(b)];
  return one.length === two.length && timingSafeEqual(one, two);
}
