import { Hono } from 'hono';
import { Fault } from '../../fault.ts';
import type { WebParts } from '../parts.ts';
import { assetRoutes } from './assets.ts';
import { pageHeaders } from './guard.ts';
import { linkRoutes, trouble } from './links.ts';
import { meRoutes } from './me.ts';

/** The paths that are the applicant's; the headers are set for these and for nothing beside them. */
const PATHS = ['/p/*', '/c/*', '/me', '/me/*', '/assets/applicant/*'] as const;

/** Everything the applicant opens in a browser: the links in our messages, his page, its files. */
export function applicantRoutes(parts: WebParts): Hono {
  const app = new Hono();
  for (const path of PATHS) app.use(path, pageHeaders);
  app.onError((error, c) => {
    parts.log.error('page failed', { code: error instanceof Fault ? error.code : 'invariant', part: 'applicant' });
    return trouble(c, parts, 'broken');
  });
  app.route('/', assetRoutes());
  app.route('/', linkRoutes(parts));
  app.route('/', meRoutes(parts));
  return app;
}
