import { createHash, X509Certificate } from 'node:crypto';
import type { AuthorityFiles } from './custody.ts';

/** What everybody may know of a CA. */
export type PublicAuthority = {
  /** SHA-256 of the issuing certificate, hex. */
  readonly fingerprint: string;
  /** As it stands in the certificates it issues, hex. */
  readonly keyId: string;
  /** PEM, from the issuing CA up to the root. */
  readonly chain: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
};

export const publicSide = ({ certificate, keyId, chain, notBefore, notAfter }: AuthorityFiles): PublicAuthority => ({
  fingerprint: fingerprintOf(certificate),
  keyId: Buffer.from(keyId).toString('hex'),
  chain: chain.map((der) => new X509Certificate(der).toString()).join(''),
  notBefore,
  notAfter,
});

export const fingerprintOf = (certificate: Uint8Array): string =>
  createHash('sha256').update(certificate).digest('hex');

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The certificates in a PEM text, DER, in their order; what stands between them is left out. */
export const certificatesIn = (text: string): Uint8Array[] =>
  (text.match(CERTIFICATE) ?? []).map((pem) => new Uint8Array(new X509Certificate(pem).raw));
