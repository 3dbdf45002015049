import { X509Certificate } from 'node:crypto';
import { DAY_MS } from '../../durations.ts';
import { authorityKeyId, EXTENSIONS, extension } from '../certificate/certificate.ts';
import { readParts, readToBeSigned } from '../certificate/read-certificate.ts';
import type { Authority } from '../custody/custody.ts';
import {
  bits,
  encode,
  encodedSequence,
  enumerated,
  explicit,
  integer,
  type Node,
  sequence,
  time,
  unsigned,
} from '../der/asn1.ts';
import { children, expectTag, readFirst, readOnly, readTime, TAG } from '../der/der.ts';
import type { RevocationReason } from '../issuer.ts';
import { algorithmNode, kindOf, verifyBytes } from '../signature/signing.ts';
import type { Revocation, StoredCrl } from '../storage.ts';

/** The public CAs' rule: a list is never trusted longer than ten days, and a new one comes out within seven. */
const CRL_VALID_MS = 10 * DAY_MS;
/** A day of slack, so that a weekend without the program does no harm. */
const CRL_RENEW_AFTER_MS = 6 * DAY_MS;

/** CRLReason (RFC 5280 5.3.1). */
export const REASON_CODES: Readonly<Record<RevocationReason, number>> = {
  keyCompromise: 1,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
};

/**
 * A revocation list (RFC 5280 5), version 2, DER. Revoked certificates stay on it after they expire: signatures of
 * documents are verified for years.
 */
export function buildCrl(
  authority: Pick<Authority, 'kind' | 'name' | 'keyId' | 'sign'>,
  revocations: readonly Revocation[],
  number: number,
  now: Date,
): StoredCrl {
  const thisUpdate = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const nextUpdate = new Date(thisUpdate.getTime() + CRL_VALID_MS);
  const tbs = encode(
    sequence(
      integer(1), // version 2
      algorithmNode(authority.kind),
      encodedSequence(authority.name),
      time(thisUpdate),
      time(nextUpdate),
      // RFC 5280 5.1.2.6: the list is absent, not empty.
      ...(revocations.length > 0 ? [sequence(...revocations.map(entry))] : []),
      explicit(0, sequence(authorityKeyId(authority.keyId), extension(EXTENSIONS.crlNumber, false, integer(number)))),
    ),
  );
  const der = encode(sequence(encodedSequence(tbs), algorithmNode(authority.kind), bits(authority.sign(tbs))));
  return { number, der, thisUpdate, nextUpdate };
}

const entry = ({ serial, reason, at }: Revocation): Node =>
  sequence(
    unsigned(Buffer.from(serial.length % 2 ? `0${serial}` : serial, 'hex')),
    time(new Date(Math.floor(at.getTime() / 1000) * 1000)),
    sequence(extension(EXTENSIONS.crlReason, false, enumerated(REASON_CODES[reason]))),
  );

/**
 * Whether a new list has to come out: none yet, the last one is old, of a time that has not come (the clock was ahead
 * when it was made, and no reader takes it before then), another CA's (whose place this one has taken), or it lacks a
 * revocation. Revocations are counted, not compared by time: one may be committed late.
 */
export function crlIsDue(
  latest: StoredCrl | undefined,
  revocations: readonly Revocation[],
  now: Date,
  { certificate }: Pick<Authority, 'certificate'>,
): boolean {
  if (latest === undefined) return true;
  const age = now.getTime() - latest.thisUpdate.getTime();
  if (age < 0 || age >= CRL_RENEW_AFTER_MS) return true;
  if (!readCrl(latest.der, certificate).isOurs) return true;
  return countEntries(latest.der) !== revocations.length;
}

/** What a list says of itself, and whether this CA signed it. Throws Fault('unparsable'). */
export function readCrl(der: Uint8Array, issuer: Uint8Array): { isOurs: boolean; nextUpdate: Date } {
  const { tbs, signature } = readParts(der);
  const [, , name, , nextUpdate] = children(readOnly(tbs, TAG.sequence));
  const { subjectDer } = readToBeSigned(readParts(issuer).tbs);
  const { publicKey } = new X509Certificate(issuer);
  const isOurs =
    Buffer.compare(expectTag(name, TAG.sequence).whole, subjectDer) === 0 &&
    verifyBytes(kindOf(publicKey), tbs, publicKey, signature);
  return { isOurs, nextUpdate: readTime(nextUpdate!) };
}

function countEntries(der: Uint8Array): number {
  const parts = children(readFirst(readOnly(der, TAG.sequence).content));
  // version, algorithm, issuer, thisUpdate, nextUpdate, and then perhaps the list
  return parts[5]?.tag === TAG.sequence ? children(parts[5]).length : 0;
}
