import { type Context, Hono } from 'hono';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import { Fault } from '../fault.ts';
import { installationProof } from '../seal.ts';
import { applicantRoutes } from './applicant/routes.ts';
import { assetRoutes } from './assets.ts';
import { authorityRoutes } from './authority/routes.ts';
import { consoleRoutes } from './console/routes.ts';
import { frontPage } from './front.ts';
import { messagePage } from './layout.ts';
import { metricsRoutes } from './metrics.ts';
import type { WebParts } from './parts.ts';

/** All pages of the product: console, applicant, authority, webhook, health, figures, and the front page. */
export function createWeb(parts: WebParts): Hono {
  const app = new Hono();
  // The applicant's pages, the authority's files and the webhook bring their own headers and limits.
  for (const path of ['/', '/console/*', '/assets/:name', '/health']) app.use(path, headers(parts));
  app.use(
    '/console/*',
    csrf({ origin: (origin, c) => origin === new URL(parts.publicUrl).origin || origin === new URL(c.req.url).origin }),
  );
  app.use('/console/*', noStore);
  app.get('/', (c) => c.html(frontPage(parts)));
  app.get('/health', (c) => health(c, parts));
  app.route('/', metricsRoutes(parts));
  app.route('/', assetRoutes());
  app.route('/', consoleRoutes(parts));
  app.route('/', applicantRoutes(parts));
  app.route('/', authorityRoutes(parts));
  const { webhook } = parts;
  if (webhook) app.post(webhook.path, (c) => webhook.handle(c.req.raw));
  app.notFound((c) =>
    c.html(
      messagePage(
        'Halaman tidak ditemukan',
        ['Alamat ini tidak ada. Mungkin tautannya terpotong saat disalin, atau sudah kedaluwarsa.'],
        { href: '/', label: 'Ke halaman depan' },
      ),
      404,
    ),
  );
  app.onError((error, c) => trouble(error, c, parts));
  return app;
}

/** Nothing inline, nothing from elsewhere, never inside another page. */
function headers(parts: WebParts) {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
    referrerPolicy: 'same-origin',
    xFrameOptions: 'DENY',
    crossOriginResourcePolicy: 'same-origin',
    strictTransportSecurity: parts.publicUrl.startsWith('https:') ? 'max-age=31536000' : false,
    permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
  });
}

/** What an operator saw stays in no cache of a shared computer. */
async function noStore(c: Context, next: () => Promise<void>): Promise<void> {
  await next();
  c.res.headers.set('cache-control', 'no-store');
}

const NONCE = /^[\w-]{20,64}$/;

async function health(c: Context, parts: WebParts): Promise<Response> {
  const found = await parts.health();
  c.header('cache-control', 'no-store');
  const nonce = c.req.query('nonce');
  // Shows who looks for us from outside that he found this installation and no other.
  const proof = nonce !== undefined && NONCE.test(nonce) ? { proof: installationProof(parts.keyring, nonce) } : {};
  return c.json(
    { ok: found.every(({ ok }) => ok), parts: found.map(({ part, ok }) => ({ part, ok })), ...proof },
    found.every(({ ok }) => ok) ? 200 : 503,
  );
}

/** A fault of ours: its code goes to the log, a sentence to the person, its detail to nobody. */
function trouble(error: Error, c: Context, parts: WebParts): Response | Promise<Response> {
  if (error instanceof HTTPException && error.status === 403) {
    return c.html(
      messagePage(
        'Formulir tidak diterima',
        [
          'Formulir itu tidak dikirim dari halaman ini, jadi tidak ada yang berubah.',
          'Buka lagi halamannya dari layanan ini, lalu ulangi.',
        ],
        { href: '/console/queue', label: 'Ke antrean' },
      ),
      403,
    );
  }
  // Who asks for the figures is a program.
  if (error instanceof HTTPException && error.status === 401) return error.getResponse();
  const code = error instanceof Fault ? error.code : 'unexpected';
  parts.log.error('a page failed', { part: 'web', code, detail: error instanceof Fault ? error.message : error.name });
  return c.html(
    messagePage(
      'Layanan sedang terganggu',
      [
        'Halaman ini belum dapat ditampilkan. Yang sudah tersimpan tetap aman; yang baru Anda kirim mungkin belum tercatat.',
        'Tunggu sebentar, muat ulang halaman, lalu periksa apakah tindakan Anda sudah tercatat sebelum mengulanginya.',
      ],
      { href: '/console/queue', label: 'Coba lagi' },
    ),
    503,
  );
}
