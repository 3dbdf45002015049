import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { AuthorityParts } from '../parts.ts';
import { published } from './caching.ts';

/** Answers stand for hours; a cache asks again within the hour, so that a revocation is known by then. */
const ANSWER_AGE_S = 3_600;
/** A question about ten certificates weighs little more than a kilobyte. */
const MAX_BODY_BYTES = 8 * 1024;
/** In an address each byte takes up to four characters; servers and proxies on the way allow about so much. */
const MAX_ADDRESS_CHARACTERS = 8 * 1024;
const RESPONSE_TYPE = 'application/ocsp-response';
/** OCSPResponse with malformedRequest (RFC 6960 4.2.1). */
const MALFORMED = new Uint8Array([0x30, 0x03, 0x0a, 0x01, 0x01]);

type OcspParts = { readonly ocsp: AuthorityParts['ocsp']; readonly clock: () => Date };

/** The responder over HTTP: POST with the request as body, GET with it in the address (RFC 6960, appendix A.1). */
export function ocspRoutes({ ocsp, clock }: OcspParts): Hono {
  const app = new Hono();
  app.post('/ca/ocsp', bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => unsaved(c, MALFORMED, 413) }), async (c) =>
    unsaved(c, (await ocsp(new Uint8Array(await c.req.arrayBuffer()))).der),
  );
  app.get('/ca/ocsp/:request{.+}', async (c) => {
    const request = requestIn(new URL(c.req.url).pathname.slice('/ca/ocsp/'.length));
    if (request === undefined) return unsaved(c, MALFORMED);
    const { der, times } = await ocsp(request);
    return times
      ? published(c, { content: der, type: RESPONSE_TYPE, ageS: ANSWER_AGE_S, times }, clock())
      : unsaved(c, der);
  });
  app.get('/ca/ocsp', (c) => unsaved(c, MALFORMED));
  app.all('/ca/ocsp', (c) => c.body(null, 405, { Allow: 'GET, POST' }));
  return app;
}

/** Base64 in an address, percent-encoded or not; some readers write it in the alphabet of addresses. */
function requestIn(path: string): Uint8Array | undefined {
  if (path.length > MAX_ADDRESS_CHARACTERS) return undefined;
  try {
    const text = decodeURIComponent(path);
    return /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) ? new Uint8Array(Buffer.from(text, 'base64')) : undefined;
  } catch {
    return undefined;
  }
}

/** For one asker, or a failure that may be over in a moment: no cache keeps it. */
function unsaved(c: Context, der: Uint8Array, status: 200 | 413 = 200): Response {
  const headers = { 'Content-Type': RESPONSE_TYPE, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };
  return c.body(new Uint8Array(der), status, headers);
}
