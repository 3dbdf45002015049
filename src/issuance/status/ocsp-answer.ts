import { createHash, type KeyObject } from 'node:crypto';
import {
  bits,
  encode,
  encodedSequence,
  enumerated,
  explicit,
  generalizedTime,
  implicit,
  type Node,
  octets,
  oid,
  sequence,
} from '../der/asn1.ts';
import { children, readBits, readOnly, TAG } from '../der/der.ts';
import { algorithmNode, signBytes } from '../signature/signing.ts';
import type { Revocation } from '../storage.ts';
import { REASON_CODES } from './crl.ts';

/** OCSPResponseStatus (RFC 6960 4.2.1) of answers without content, which are not signed. */
const FAILURES = { malformedRequest: 1, internalError: 2, tryLater: 3, unauthorized: 6 } as const;
export type OcspFailure = keyof typeof FAILURES;

/**
 * What is known of a serial. `unknown` is said of every serial that was never issued here: "revoked", which RFC 6960
 * would allow as well (2.2, extended revoke), says of a number that never existed that it was taken back.
 */
export type CertStatus = 'good' | 'unknown' | Pick<Revocation, 'reason' | 'at'>;

type SingleAnswer = { readonly certId: Uint8Array; readonly status: CertStatus };

/** Who signs answers: a delegated certificate and its key, never the CA's own (RFC 6960 4.2.2.2). */
export type AnswerSigner = { readonly certificate: Uint8Array; readonly spki: Uint8Array; readonly key: KeyObject };

const BASIC_RESPONSE = '1.3.6.1.5.5.7.48.1.1';
/** Quick to make, and every verifier in use knows it; so preferences in requests (RFC 6960 4.4.7) are not weighed. */
export const ANSWER_KEY = 'p-256';

export const failure = (status: OcspFailure): Uint8Array => encode(sequence(enumerated(FAILURES[status])));

/** A signed answer (RFC 6960 4.2.1), DER. The dates are whole seconds; `nonce` is the extension as it came. */
export function signedAnswer(
  answers: readonly SingleAnswer[],
  times: { readonly thisUpdate: Date; readonly nextUpdate: Date },
  signer: AnswerSigner,
  nonce?: Uint8Array,
): Uint8Array {
  const data = encode(
    sequence(
      explicit(2, octets(keyHash(signer.spki, 'sha1'))),
      generalizedTime(times.thisUpdate),
      sequence(...answers.map((answer) => single(answer, times))),
      ...(nonce ? [explicit(1, sequence(encodedSequence(nonce)))] : []),
    ),
  );
  const basic = sequence(
    encodedSequence(data),
    algorithmNode(ANSWER_KEY),
    bits(signBytes(ANSWER_KEY, data, signer.key)),
    explicit(0, sequence(encodedSequence(signer.certificate))),
  );
  return encode(sequence(enumerated(0), explicit(0, sequence(oid(BASIC_RESPONSE), octets(encode(basic))))));
}

const single = ({ certId, status }: SingleAnswer, times: { thisUpdate: Date; nextUpdate: Date }): Node =>
  sequence(
    encodedSequence(certId),
    statusNode(status),
    generalizedTime(times.thisUpdate),
    explicit(0, generalizedTime(times.nextUpdate)),
  );

function statusNode(status: CertStatus): Node {
  if (status === 'good') return implicit(0, '');
  if (status === 'unknown') return implicit(2, '');
  return explicit(1, generalizedTime(status.at), explicit(0, enumerated(REASON_CODES[status.reason])));
}

/** Of the key's bits without the head of SubjectPublicKeyInfo, as OCSP names keys (RFC 6960 4.1.1). */
export function keyHash(spki: Uint8Array, hash: 'sha1' | 'sha256'): Buffer {
  const [, key] = children(readOnly(spki, TAG.sequence));
  return createHash(hash).update(readBits(key!)).digest();
}
