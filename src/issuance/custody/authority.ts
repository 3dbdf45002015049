import { createHash, X509Certificate } from 'node:crypto';
import type { AuthorityFiles } from './custody.ts';

/** What everybody may know of a CA. */
type PublicAuthority = {
  /** SHA-256 of the issuing certificate, hex. */
  readonly fingerprint: string;
  /** As it stands in the certificates it issues, hex. */
  readonly keyId: string;
  /** PEM, from the issuing CA up to the root. */
  readonly chain: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** The key identifier of the CA whose place it took, hex; absent for one that began here anew. */
  readonly succeeds?: string;
};

/** `before`: the CA whose place it took. */
export const publicSide = (authority: AuthorityFiles, before?: AuthorityFiles): PublicAuthority => ({
  fingerprint: fingerprintOf(authority.certificate),
  keyId: keyIdOf(authority),
  chain: authority.chain.map((der) => new X509Certificate(der).toString()).join(''),
  notBefore: authority.notBefore,
  notAfter: authority.notAfter,
  ...(before ? { succeeds: keyIdOf(before) } : {}),
});

/** The key identifier of a CA, hex: what names it among our own. */
export const keyIdOf = ({ keyId }: Pick<AuthorityFiles, 'keyId'>): string => Buffer.from(keyId).toString('hex');

export const fingerprintOf = (certificate: Uint8Array): string =>
  createHash('sha256').update(certificate).digest('hex');

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The certificates in a PEM text, DER, in their order; what stands between them is left out. */
export const certificatesIn = (text: string): Uint8Array[] =>
  (text.match(CERTIFICATE) ?? []).map((pem) => new Uint8Array(new X509Certificate(pem).raw));
