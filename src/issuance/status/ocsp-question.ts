import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { Fault } from '../../fault.ts';
import { readParts, readToBeSigned } from '../certificate/read-certificate.ts';
import { encode, explicit, none, octets, oid, sequence, unsigned } from '../der/asn1.ts';
import { children, type Element, expectTag, readBits, readOid, readOnly, readTime, TAG } from '../der/der.ts';
import { verifyBytes } from '../signature/signing.ts';
import { ANSWER_KEY, keyHash } from './ocsp-answer.ts';
import { NONCE } from './ocsp-request.ts';

/** The other side of OCSP: asks as a reader of documents would, so that it is seen from outside whether answers are right. */

const SHA1 = '1.3.14.3.2.26';
const NONCE_BYTES = 32;
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';

type OcspQuestion = { readonly der: Uint8Array; readonly nonce: Uint8Array };

/** A question about one certificate of this issuer (DER), with a nonce, so that no cache can answer it. */
export function ocspQuestion(issuer: Uint8Array, serial: string): OcspQuestion {
  const { subjectDer, spki } = readToBeSigned(readParts(issuer).tbs);
  const nonce = randomBytes(NONCE_BYTES);
  const certId = sequence(
    sequence(oid(SHA1), none()),
    octets(createHash('sha1').update(subjectDer).digest()),
    octets(keyHash(spki, 'sha1')),
    unsigned(Buffer.from(serial.length % 2 ? `0${serial}` : serial, 'hex')),
  );
  const extension = sequence(oid(NONCE), octets(encode(octets(nonce))));
  return { der: encode(sequence(sequence(sequence(sequence(certId)), explicit(2, sequence(extension))))), nonce };
}

const FAILURES: Readonly<Record<number, string>> = {
  1: 'malformedRequest',
  2: 'internalError',
  3: 'tryLater',
  5: 'sigRequired',
  6: 'unauthorized',
};
const STATUSES: Readonly<Record<number, 'good' | 'revoked' | 'unknown'>> = {
  128: 'good',
  161: 'revoked',
  130: 'unknown',
};

type OcspReading =
  | { readonly status: 'good' | 'revoked' | 'unknown'; readonly nextUpdate: Date; readonly signerUntil: Date }
  /** The answer's own word, or what is wrong with it. */
  | { readonly failed: string };

/** Reads the answer to a question. It counts only if a certificate of this issuer, made for it, signed it. */
export function readOcspAnswer(der: Uint8Array, issuer: Uint8Array, { nonce }: OcspQuestion): OcspReading {
  try {
    return read(der, issuer, nonce);
  } catch (error) {
    if (error instanceof Fault && error.code === 'unparsable') return { failed: 'unreadable' };
    throw error;
  }
}

function read(der: Uint8Array, issuer: Uint8Array, nonce: Uint8Array): OcspReading {
  const [status, bytes] = children(readOnly(der, TAG.sequence));
  const code = status?.content[0] ?? -1;
  if (code !== 0) return { failed: FAILURES[code] ?? `status ${code}` };
  const [, basic] = children(readOnly(expectTag(bytes, 0xa0).content, TAG.sequence));
  const [data, , signature, certificates] = children(readOnly(expectTag(basic, TAG.octets).content, TAG.sequence));
  const signer = new X509Certificate(readOnly(expectTag(certificates, 0xa0).content, TAG.sequence).content);
  const ca = new X509Certificate(issuer);
  const isDelegated = signer.keyUsage?.includes(OCSP_SIGNING) && signer.checkIssued(ca) && signer.verify(ca.publicKey);
  if (!isDelegated) return { failed: 'signer' };
  const isSigned = verifyBytes(ANSWER_KEY, data!.whole, signer.publicKey, readBits(expectTag(signature, TAG.bits)));
  if (!isSigned) return { failed: 'signature' };
  const fields = children(data!);
  if (!repeats(fields.at(-1), nonce)) return { failed: 'nonce' };
  const [single] = children(expectTag(fields[2], TAG.sequence));
  const [, is, , nextUpdate] = children(single!);
  const found = STATUSES[is!.tag];
  if (found === undefined) return { failed: 'unreadable' };
  return {
    status: found,
    nextUpdate: readTime(readOnly(expectTag(nextUpdate, 0xa0).content)),
    signerUntil: signer.validToDate,
  };
}

function repeats(extensions: Element | undefined, nonce: Uint8Array): boolean {
  if (extensions?.tag !== 0xa1) return false;
  return children(readOnly(extensions.content, TAG.sequence)).some((each) => {
    const [id, value] = children(each);
    return readOid(expectTag(id, TAG.oid)) === NONCE && Buffer.from(value!.content.subarray(2)).equals(nonce);
  });
}
