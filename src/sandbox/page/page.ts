import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { silent } from '../../log.ts';
import { assetRoutes } from '../../web/assets.ts';
import { REQUEST_BYTES } from '../telegram/limits.ts';
import { chatRoutes } from './chat.ts';
import { eventRoutes } from './events.ts';
import { onlyThisMachine, safeHeaders, sameOrigin } from './guard.ts';
import { letterRoutes } from './letters.ts';
import { mailRoutes } from './mailbox.ts';
import { noticeRoutes } from './notice.ts';
import type { SandboxPageParts } from './parts.ts';
import { peopleRoutes } from './people.ts';
import { scriptRoutes } from './scripts.ts';
import { shell } from './shell.ts';

export type { SamplePerson, SandboxPageParts } from './parts.ts';

/**
 * The page that plays the applicant in the embedded Telegram and mailbox. It shows what only the applicant may see,
 * sign-in codes above all, so it must listen on loopback only; it refuses other host names and foreign origins.
 */
export function createSandboxPage(parts: SandboxPageParts): Hono {
  const { log = silent } = parts;
  const tooLarge = () => {
    throw new HTTPException(413, { message: 'Berkas ini terlalu besar. Telegram menerima sampai 50 MB.' });
  };
  const app = new Hono();
  app.use(safeHeaders, onlyThisMachine, sameOrigin, bodyLimit({ maxSize: REQUEST_BYTES, onError: tooLarge }));
  app.get('/', (c) => c.html(shell(parts)));
  for (const routes of [assetRoutes(), scriptRoutes(), eventRoutes(parts), peopleRoutes(parts), chatRoutes(parts)])
    app.route('/', routes);
  for (const routes of [mailRoutes(parts), noticeRoutes(parts), letterRoutes(parts)]) app.route('/', routes);
  app.notFound((c) => c.json({ error: 'Halaman ini tidak ada.' }, 404));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return c.json({ error: error.message }, error.status);
    log.error('the sandbox page failed', { detail: error.name });
    return c.json(
      { error: 'Ada gangguan di ruang coba, sehingga tindakan ini tidak dijalankan. Silakan coba lagi.' },
      500,
    );
  });
  return app;
}
