import { X509Certificate } from 'node:crypto';
import { Fault } from '../../fault.ts';
import { EXTENSIONS } from '../certificate/certificate.ts';
import { type CertificateFields, readParts, readToBeSigned } from '../certificate/read-certificate.ts';
import { children, readInteger, readOid, readOnly, TAG } from '../der/der.ts';
import { certificatesIn } from './authority.ts';

/** Chains are short; who hands over more has taken the wrong file. */
const MOST_CERTIFICATES = 8;

/** RSA and ECDSA with SHA-2, PSS included. */
const SHA_2: readonly string[] = [
  '1.2.840.113549.1.1.10',
  '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
  '1.2.840.10045.4.3.2',
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
];
const CERT_SIGN_BIT = 5;
const CRL_SIGN_BIT = 6;

/** Why a CA's certificate and chain cannot be taken; words for people are in commands/ca-words.ts. */
export type ChainFlaw =
  | 'no-certificate'
  | 'too-many'
  | 'unreadable'
  | 'no-root'
  | 'signature'
  | 'not-a-ca'
  | 'key-usage'
  | 'path-length'
  | 'not-yet-valid'
  | 'expired'
  | 'algorithm';

type Link = { readonly certificate: X509Certificate; readonly fields: CertificateFields };

/**
 * Puts the certificates in order, from the issuing CA up to a root that is signed by itself, and checks what every reader
 * will check (RFC 5280 6.1), before anything is signed under it. `others` may lie in any order and hold more than needed.
 * Without `now` it is not asked whether they are valid at the moment.
 */
export function chainOf(
  issuing: string,
  others: string,
  now?: Date,
): { readonly chain: readonly Uint8Array[] } | { readonly flaw: ChainFlaw; readonly where?: string } {
  const [own, pool] = [linksIn(issuing), linksIn(others)];
  if (own === undefined || pool === undefined) return { flaw: 'unreadable' };
  const [first] = own;
  if (first === undefined) return { flaw: 'no-certificate' };
  if (pool.length > MOST_CERTIFICATES) return { flaw: 'too-many' };
  const chain = [first];
  while (!isSelfSigned(chain.at(-1)!)) {
    const last = chain.at(-1)!;
    const issuers = pool.filter((link) => last.certificate.checkIssued(link.certificate) && !chain.includes(link));
    if (issuers.length === 0) return { flaw: 'no-root', where: commonName(last) };
    const issuer = issuers.find(({ certificate }) => last.certificate.verify(certificate.publicKey));
    if (issuer === undefined) return { flaw: 'signature', where: commonName(last) };
    chain.push(issuer);
  }
  for (const [below, link] of chain.entries()) {
    const flaw = flawOf(link, below, now);
    if (flaw !== undefined) return { flaw, where: commonName(link) };
  }
  return { chain: chain.map(({ certificate }) => new Uint8Array(certificate.raw)) };
}

/** Undefined if one of them is not what a certificate of a CA looks like (version 3, strict DER). */
function linksIn(text: string): Link[] | undefined {
  try {
    return certificatesIn(text).map((der) => ({
      certificate: new X509Certificate(der),
      fields: readToBeSigned(readParts(der).tbs),
    }));
  } catch {
    return undefined;
  }
}

const isSelfSigned = ({ certificate }: Link): boolean =>
  certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey);

export const commonName = ({ certificate }: Pick<Link, 'certificate'>): string =>
  /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? certificate.subject.replaceAll('\n', ', ');

/** `below`: how many CAs stand under this one in the chain. */
function flawOf(link: Link, below: number, now: Date | undefined): ChainFlaw | undefined {
  const { certificate, fields } = link;
  if (!mayCertify(fields)) return 'key-usage';
  if (!certificate.ca) return 'not-a-ca';
  const pathLength = pathLengthOf(fields);
  if (pathLength !== undefined && pathLength < below) return 'path-length';
  if (now && fields.notBefore > now) return 'not-yet-valid';
  if (now && fields.notAfter <= now) return 'expired';
  // What a root says of itself is trusted for where it comes from, not for its signature.
  if (!isSelfSigned(link) && !SHA_2.includes(algorithmOf(fields))) return 'algorithm';
  return undefined;
}

/** keyCertSign and cRLSign; a certificate without the extension allows everything (RFC 5280 4.2.1.3). */
function mayCertify({ extensions }: CertificateFields): boolean {
  const usage = extensions.get(EXTENSIONS.keyUsage);
  if (usage === undefined) return true;
  // The first octet counts the unused bits of the last one.
  const bits = readOnly(usage.value, TAG.bits).content.subarray(1);
  const isSet = (bit: number) => ((bits[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0;
  return isSet(CERT_SIGN_BIT) && isSet(CRL_SIGN_BIT);
}

function pathLengthOf({ extensions }: CertificateFields): number | undefined {
  const constraints = extensions.get(EXTENSIONS.basicConstraints);
  const [, length] = constraints ? children(readOnly(constraints.value, TAG.sequence)) : [];
  return length && Number(readInteger(length));
}

const algorithmOf = ({ algorithm }: CertificateFields): string =>
  readOid(children(readOnly(algorithm, TAG.sequence))[0]!);

/** Until when what the first of these signs can be verified: until one of them ends (RFC 5280 6.1.3 asks for all). */
export function endOf(chain: readonly Uint8Array[]): Date {
  if (chain.length === 0) throw new Fault('invariant', 'a chain without a certificate');
  const ends = chain.map((der) => new X509Certificate(der).validToDate.getTime());
  return new Date(Math.min(...ends));
}
