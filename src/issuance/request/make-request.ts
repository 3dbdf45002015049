import { type KeyObject, sign } from 'node:crypto';
import { type NamePart, nameNode } from '../certificate/names.ts';
import { bits, encode, encodedSequence, explicit, integer, none, oid, sequence } from '../der/asn1.ts';
import { spkiOf } from '../signature/signing.ts';

/**
 * Makes a certificate request (PKCS #10, PEM) for a private key, RSA or P-256/P-384, signed with SHA-256. For a CA under
 * an outside root, and for whoever plays the applicant without a browser; the applicant's own page makes his with
 * WebCrypto. `name`: a common name, all of a name, or one that is encoded already (DER).
 */
export function makeRequest(name: string | readonly NamePart[] | Uint8Array, key: KeyObject): string {
  const subject =
    name instanceof Uint8Array
      ? encodedSequence(name)
      : nameNode(typeof name === 'string' ? [{ attribute: 'CN', value: name }] : name);
  const info = sequence(integer(0), subject, encodedSequence(spkiOf(key)), explicit(0));
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
