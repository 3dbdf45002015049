import { Hono } from 'hono';
import { Fault } from '../../fault.ts';
import type { WebParts } from '../parts.ts';
import { assetRoutes } from './assets.ts';
import { pageHeaders, TELEGRAM_WEB } from './guard.ts';
import { linkRoutes, trouble } from './links.ts';
import { meRoutes } from './me.ts';
import { miniRoutes } from './mini.ts';

/** The paths that are the applicant's; the headers are set for these and for nothing beside them. */
const PATHS = ['/p/*', '/c/*', '/me', '/me/*', '/mini/*', '/assets/applicant/*'] as const;
/** Opened inside Telegram. The only page that another site may frame, and it holds nothing by itself. */
const EMBEDDED = '/mini';

/** Everything the applicant opens in a browser: the links in our messages, his page, the Mini App, their files. */
export function applicantRoutes(parts: WebParts): Hono {
  const app = new Hono();
  const own = pageHeaders(parts);
  const embedded = pageHeaders(parts, TELEGRAM_WEB);
  for (const path of PATHS) app.use(path, (c, next) => (c.req.path === EMBEDDED ? embedded : own)(c, next));
  app.onError((error, c) => {
    parts.log.error('page failed', { code: error instanceof Fault ? error.code : 'invariant', part: 'applicant' });
    return trouble(c, parts, 'broken');
  });
  app.route('/', assetRoutes());
  app.route('/', linkRoutes(parts));
  app.route('/', meRoutes(parts));
  app.route('/', miniRoutes(parts));
  return app;
}
