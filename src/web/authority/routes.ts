import { type Context, Hono } from 'hono';
import type { WebParts } from '../parts.ts';
import { published } from './caching.ts';
import { ocspRoutes } from './ocsp.ts';

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
  if (authority === undefined) return app.all('/ca/*', (c) => c.text(ABSENT, 404));
  const file = (c: Context, content: Uint8Array | undefined, type: string, name: string) =>
    content === undefined ? notYet(c) : published(c, { content, type, ageS: CERTIFICATE_AGE_S, name }, clock());
  const certificate = async (c: Context, keyId: string | undefined, name: string) =>
    file(c, await authority.certificate(keyId), 'application/pkix-cert', name);
  const list = async (c: Context, keyId: string | undefined, name: string) => {
    const found = await authority.crl(keyId);
    if (found === undefined) return notYet(c);
    const content = { content: found.der, type: 'application/pkix-crl', ageS: CRL_AGE_S, name };
    return published(c, { ...content, times: found }, clock());
  };
  // The first CA's addresses stand in its certificates and stay its own; each successor's name its key.
  app.get('/ca/issuing.cer', (c) => certificate(c, undefined, 'issuing.cer'));
  app.get('/ca/crl.der', (c) => list(c, undefined, 'crl.der'));
  app.get(`/ca/:name{${KEY_ID}\\.(cer|crl)}`, async (c) => {
    const name = c.req.param('name');
    const [keyId, kind] = name.split('.');
    if ((await authority.certificate(keyId)) === undefined) return c.text(UNKNOWN, 404);
    return (kind === 'cer' ? certificate : list)(c, keyId, name);
  });
  app.get('/ca/root.cer', async (c) => file(c, (await authority.chain()).at(-1), 'application/pkix-cert', 'root.cer'));
  app.get('/ca/chain.pem', async (c) => {
    const chain = await authority.chain();
    const content = chain.length > 0 ? Buffer.from(pemOf(chain)) : undefined;
    return file(c, content, 'application/pem-certificate-chain', 'chain.pem');
  });
  app.route('/', ocspRoutes({ ocsp: authority.ocsp, clock }));
  return app;
}

/** As it stands in the CA's certificate, hex; nearly always 20 bytes. */
const KEY_ID = '[0-9a-f]{2,128}';

const ABSENT =
  'Sertifikat diterbitkan oleh penyelenggara sertifikasi nasional (BSrE), bukan oleh layanan ini, sehingga tidak ada berkas di alamat ini.\n' +
  'Certificates are issued by the national CA (BSrE), not by this service, so there is no file at this address.\n';

const UNKNOWN =
  'Tidak ada CA dengan pengenal kunci ini di layanan ini. Periksa kembali alamat yang tertulis dalam sertifikat.\n' +
  'There is no CA with this key identifier at this service. Please check the address that stands in the certificate.\n';

const NOT_YET =
  'Berkas ini belum terbit, karena penanda tangan layanan ini belum bekerja. Cobalah lagi dalam satu menit.\n' +
  'This file has not been published yet, because the signer of this service has not started. Please try again in a minute.\n';

const notYet = (c: Context): Response => c.text(NOT_YET, 503, { 'Retry-After': '60' });

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
