import { X509Certificate } from 'node:crypto';
import { children, expectTag, readOid, readOnly, TAG } from '../der/der.ts';

/** Certificates as people have them in files: PEM, alone or many; DER; and PKCS#7 (.p7b), which only carries them. */

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[A-Za-z0-9+/=\s]+-----END \1-----/g;
const BUNDLE = /PKCS ?#?7|CMS/;
/** RFC 5652, 4 and 5.1. */
const SIGNED_DATA = '1.2.840.113549.1.7.2';
const EXPLICIT_0 = 0xa0;

/** All certificates of a file, in its order; undefined for what is no such file. */
export function certificatesIn(file: Uint8Array): X509Certificate[] | undefined {
  const blocks = [...Buffer.from(file).toString('latin1').matchAll(BLOCK)];
  try {
    if (blocks.length === 0) return fromDer(file);
    return blocks.flatMap(([block, label]) =>
      BUNDLE.test(label!) ? fromDer(derOf(block)) : [new X509Certificate(block)],
    );
  } catch {
    return undefined;
  }
}

const derOf = (block: string): Uint8Array => Buffer.from(block.replace(/-----[^-]+-----/g, ''), 'base64');

/** A certificate begins with a SEQUENCE, a PKCS#7 file with the identifier of what it carries. */
function fromDer(der: Uint8Array): X509Certificate[] {
  const [first, content] = children(readOnly(der, TAG.sequence));
  if (first?.tag !== TAG.oid) return [new X509Certificate(Buffer.from(der))];
  if (readOid(first) !== SIGNED_DATA) return [];
  const signed = readOnly(expectTag(content, EXPLICIT_0).content, TAG.sequence);
  const bag = children(signed).find(({ tag }) => tag === EXPLICIT_0);
  return bag ? children(bag).map(({ whole }) => new X509Certificate(Buffer.from(whole))) : [];
}

/** Longer chains are not made; a hostile one would keep us busy. */
const LONGEST_CHAIN = 6;

/**
 * Whether a certificate leads to one of the trusted ones, over as many of the issuing CAs as there are between: those
 * that came along are only links, and only what is trusted is an end (RFC 5280, 6.1). Every link has to be a CA's, to be
 * signed by the next, and to have been valid when the certificate began.
 */
export function leadsTo(
  certificate: X509Certificate,
  trusted: readonly X509Certificate[],
  between: readonly X509Certificate[],
  depth = 0,
): boolean {
  if (trusted.some((each) => each.fingerprint256 === certificate.fingerprint256)) return depth > 0;
  if (depth >= LONGEST_CHAIN) return false;
  const issuers = [...trusted, ...between].filter((each) => isIssuerOf(each, certificate));
  return issuers.some((each) => leadsTo(each, trusted, between, depth + 1));
}

const isIssuerOf = (issuer: X509Certificate, certificate: X509Certificate): boolean =>
  issuer.ca &&
  issuer.fingerprint256 !== certificate.fingerprint256 &&
  certificate.checkIssued(issuer) &&
  certificate.verify(issuer.publicKey) &&
  issuer.validFromDate <= certificate.validFromDate &&
  certificate.validFromDate <= issuer.validToDate;
