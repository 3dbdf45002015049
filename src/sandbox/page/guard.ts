import type { MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';

/** Other names would be a stranger's domain that was made to point here (DNS rebinding). */
const THIS_MACHINE = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Own files only: no inline script or style, nothing of a third party, in nobody's frame. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** On every answer; a route that sets a header itself keeps its own. */
const HEADERS = {
  'content-security-policy': PAGE_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

export const safeHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(HEADERS)) if (!c.res.headers.has(name)) c.res.headers.set(name, value);
};

/** The page shows sign-in codes, so it answers only under this machine's own names. */
export const onlyThisMachine: MiddlewareHandler = async (c, next) => {
  if (!THIS_MACHINE.has(new URL(c.req.url).hostname))
    throw new HTTPException(421, { message: 'Halaman ini hanya dapat dibuka di komputer yang menjalankannya.' });
  await next();
};

/**
 * Any web page in the same browser can post to loopback. What a browser says of the origin must be ours; a request
 * that says nothing of it does not come from the page.
 */
export const sameOrigin: MiddlewareHandler = async (c, next) => {
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
    const site = c.req.header('sec-fetch-site');
    const origin = c.req.header('origin');
    const said = site !== undefined || origin !== undefined;
    const ours = origin === undefined || (URL.canParse(origin) && new URL(origin).host === new URL(c.req.url).host);
    if (!said || !ours || (site !== undefined && site !== 'same-origin'))
      throw new HTTPException(403, { message: 'Permintaan ini bukan dari halaman ini, sehingga tidak dijalankan.' });
  }
  await next();
};
