import type { Context, MiddlewareHandler } from 'hono';
import type { WebParts } from '../parts.ts';

/** Telegram's web client, which shows a Mini App in a frame; its other clients show it in a view of their own. */
export const TELEGRAM_WEB = 'https://web.telegram.org';

/** Nothing but our own files; nothing inline. */
const policy = (embedder: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    `frame-ancestors ${embedder}`,
    "base-uri 'none'",
  ].join('; ');

/**
 * Headers of every page of the applicant. Nobody may frame it but the `embedder`, if one is named. The referrer policy
 * keeps tokens from other sites, and is not `no-referrer` because browsers then send `Origin: null` with our own forms.
 */
export const pageHeaders =
  ({ publicUrl }: Pick<WebParts, 'publicUrl'>, embedder?: string): MiddlewareHandler =>
  async (c, next) => {
    await next();
    c.header('Content-Security-Policy', policy(embedder ?? "'none'"));
    if (embedder === undefined) c.header('X-Frame-Options', 'DENY');
    c.header('Cross-Origin-Resource-Policy', 'same-origin');
    c.header('Referrer-Policy', 'same-origin');
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('X-Robots-Tag', 'noindex, nofollow');
    c.header('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=()');
    if (publicUrl.startsWith('https:')) {
      // Without TLS browsers heed neither, and complain.
      c.header('Strict-Transport-Security', 'max-age=31536000');
      c.header('Cross-Origin-Opener-Policy', 'same-origin');
    }
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store');
  };

/**
 * Was this post sent by another site's page? Every current browser sends at least one of the two headers with a post;
 * what sends neither is no browser and has nobody's session.
 */
export function isForeign(c: Context, { publicUrl }: Pick<WebParts, 'publicUrl'>): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = c.req.header('origin');
  if (origin === undefined) return false;
  return origin !== new URL(publicUrl).origin && hostOf(origin) !== c.req.header('host');
}

const hostOf = (origin: string) => (URL.canParse(origin) ? new URL(origin).host : '');
