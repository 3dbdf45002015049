import { type KeyObject, sign } from 'node:crypto';
import { bits, encode, encodedSequence, explicit, integer, none, oid, sequence } from './asn1.ts';
import { nameNode } from './names.ts';
import { spkiOf } from './signing.ts';

/**
 * Makes a certificate request (PKCS #10, PEM) for a private key, RSA or P-256/P-384, signed with SHA-256. For whoever
 * plays the applicant without a browser; the applicant's own page makes his with WebCrypto.
 */
export function makeRequest(commonName: string, key: KeyObject): string {
  const name = nameNode([{ attribute: 'CN', value: commonName }]);
  const info = sequence(integer(0), name, encodedSequence(spkiOf(key)), explicit(0));
  const algorithm =
    key.asymmetricKeyType === 'rsa'
      ? sequence(oid('1.2.840.113549.1.1.11'), none())
      : sequence(oid('1.2.840.10045.4.3.2'));
  const der = encode(sequence(info, algorithm, bits(sign('sha256', encode(info), key))));
  return pem('CERTIFICATE REQUEST', der);
}

/** RFC 7468: lines of 64 characters. */
export function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
