import { type KeyObject, X509Certificate } from 'node:crypto';
import { Fault } from '../../fault.ts';
import { readParts } from '../certificate/read-certificate.ts';
import { askedFor, differences, type Expected, opensslStatement, read } from '../certificate/statement.ts';
import type { Authority } from '../custody/custody.ts';
import { readKey } from '../request/key.ts';
import type { Intent } from '../storage.ts';

/**
 * Holds a signed certificate against the intent that was committed, byte for byte; against the request, field by field,
 * where that is at hand (it need not be after a crash: by then the intent alone decides); and against what OpenSSL reads
 * in it. Nobody sees the certificate before. Throws Fault('issuance') with the names of what differs, never with a value.
 */
export function assertAsIntended(
  der: Uint8Array,
  intent: Pick<Intent, 'serial' | 'tbs'>,
  authority: Known,
  request?: Expected,
): void {
  const certificate = new X509Certificate(der);
  const issuer = issuerOf(authority);
  const { tbs, algorithm } = readParts(der);
  const { fields, said } = read(tbs);
  const key = readKey(fields.spki);
  const checks: Readonly<Record<string, boolean>> = {
    bytes: Buffer.compare(tbs, intent.tbs) === 0,
    algorithm: Buffer.compare(algorithm, fields.algorithm) === 0,
    serial: said.serial === intent.serial,
    issuer: certificate.checkIssued(issuer.certificate) && Buffer.compare(fields.issuer, authority.name) === 0,
    signature: certificate.verify(issuer.key),
    // The key of these bytes was judged, too, and is written in no other way.
    key: key.ok && certificate.publicKey.equals(key.key),
  };
  const found = [
    ...Object.entries(checks).flatMap(([what, holds]) => (holds ? [] : [what])),
    ...differences(opensslStatement(certificate, fields), said).map((part) => `openssl-${part}`),
    ...(request ? differences(askedFor(request), said) : []),
  ];
  if (found.length > 0) throw new Fault('issuance', `the signed certificate is not what it should be: ${found}`);
}

/** Its public side is enough. */
type Known = Pick<Authority, 'certificate' | 'name'>;
type IssuerParts = { readonly certificate: X509Certificate; readonly key: KeyObject };
/** Parsed once for each CA that was opened. */
const issuers = new WeakMap<Known, IssuerParts>();

function issuerOf(authority: Known): IssuerParts {
  const known = issuers.get(authority);
  if (known) return known;
  const certificate = new X509Certificate(authority.certificate);
  const parts = { certificate, key: certificate.publicKey };
  issuers.set(authority, parts);
  return parts;
}
