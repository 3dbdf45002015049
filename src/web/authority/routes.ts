import { type Context, Hono } from 'hono';
import type { AuthorityParts, WebParts } from '../parts.ts';

/** A CA certificate never changes under its address. */
const CERTIFICATE_AGE_S = 86_400;
/** A list is fetched again at least this often, so that a revocation is known within the hour (RFC 5019 section 6 in spirit). */
const CRL_AGE_S = 3_600;

/**
 * The authority's public side: what stands in certificates as addresses (RFC 5280 4.2.1.13, 4.2.2.1) and the chain for
 * people. Content types are those of RFC 2585 and RFC 8555. Plain answers without cookies, to be cached by anybody.
 */
export function authorityRoutes({ authority, clock }: Pick<WebParts, 'authority' | 'clock'>): Hono {
  const app = new Hono();
  app.get('/ca/issuing.cer', (c) => certificate(c, authority?.chain[0], 'issuing.cer'));
  app.get('/ca/root.cer', (c) => certificate(c, authority?.chain.at(-1), 'root.cer'));
  app.get('/ca/chain.pem', (c) =>
    authority
      ? send(
          c,
          Buffer.from(pemOf(authority.chain)),
          'application/pem-certificate-chain',
          'chain.pem',
          CERTIFICATE_AGE_S,
        )
      : absent(c),
  );
  app.get('/ca/crl.der', (c) => (authority ? crl(c, authority, clock()) : absent(c)));
  return app;
}

function certificate(c: Context, der: Uint8Array | undefined, name: string): Response {
  return der ? send(c, der, 'application/pkix-cert', name, CERTIFICATE_AGE_S) : absent(c);
}

async function crl(c: Context, authority: AuthorityParts, now: Date): Promise<Response> {
  const list = await authority.crl();
  const left = Math.max(0, Math.floor((list.nextUpdate.getTime() - now.getTime()) / 1000));
  c.header('Last-Modified', list.thisUpdate.toUTCString());
  c.header('Expires', list.nextUpdate.toUTCString());
  return send(c, list.der, 'application/pkix-crl', 'crl.der', Math.min(left, CRL_AGE_S));
}

function send(c: Context, content: Uint8Array, type: string, name: string, ageS: number): Response {
  c.header('Content-Type', type);
  c.header('Content-Disposition', `attachment; filename="${name}"`);
  c.header('Cache-Control', `public, max-age=${ageS}`);
  c.header('X-Content-Type-Options', 'nosniff');
  return c.body(new Uint8Array(content));
}

const ABSENT =
  'Sertifikat diterbitkan oleh penyelenggara sertifikasi nasional (BSrE), bukan oleh layanan ini, sehingga tidak ada berkas di alamat ini.\n' +
  'Certificates are issued by the national CA (BSrE), not by this service, so there is no file at this address.\n';

const absent = (c: Context): Response => c.text(ABSENT, 404);

/** RFC 7468: lines of 64 characters; from the leaf upwards. */
export function pemOf(chain: readonly Uint8Array[]): string {
  return chain
    .map(
      (der) =>
        Buffer.from(der)
          .toString('base64')
          .match(/.{1,64}/g) ?? [],
    )
    .map((lines) => `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`)
    .join('');
}
