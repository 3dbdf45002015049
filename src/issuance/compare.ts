import { createPublicKey, X509Certificate } from 'node:crypto';
import { Fault } from '../fault.ts';
import type { Authority } from './custody.ts';
import { type Expected, same, unlike } from './lint.ts';
import { readParts, readToBeSigned } from './read-certificate.ts';
import type { Intent } from './storage.ts';

/**
 * Holds a signed certificate against the intent that was committed, and against the request where that is at hand (it
 * need not be after a crash: by then the intent alone decides). Nobody sees the certificate before. Throws
 * Fault('issuance') with the names of what differs, never with a value.
 */
export function assertAsIntended(
  der: Uint8Array,
  intent: Pick<Intent, 'serial' | 'tbs'>,
  authority: Authority,
  request?: Expected,
): void {
  const certificate = new X509Certificate(der);
  const issuer = new X509Certificate(authority.certificate);
  const fields = readToBeSigned(intent.tbs);
  const checks: Readonly<Record<string, boolean>> = {
    bytes: same(readParts(der).tbs, intent.tbs),
    algorithm: same(readParts(der).algorithm, fields.algorithm),
    serial: certificate.serialNumber.toLowerCase() === intent.serial && fields.serial === intent.serial,
    issuer: certificate.checkIssued(issuer) && same(fields.issuer, authority.name),
    signature: certificate.verify(createPublicKey({ key: Buffer.from(authority.spki), format: 'der', type: 'spki' })),
    'not-before': certificate.validFromDate.getTime() === fields.notBefore.getTime(),
    'not-after': certificate.validToDate.getTime() === fields.notAfter.getTime(),
    key: same(certificate.publicKey.export({ format: 'der', type: 'spki' }), fields.spki),
    ca: !certificate.ca,
  };
  const failed = Object.entries(checks).flatMap(([what, agrees]) => (agrees ? [] : [what]));
  const found = [...failed, ...(request ? unlike(readToBeSigned(readParts(der).tbs), request) : [])];
  if (found.length > 0) throw new Fault('issuance', `the signed certificate is not what it should be: ${found}`);
}
