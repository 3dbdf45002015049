/**
 * Files that hold a private key: PEM of any kind, and the binary forms in which tools and browsers save one. They come by
 * mistake, and nobody may be able to read them afterwards. By their first bytes, in base64 too; a `.p12` is one whatever its passphrase.
 */
const PEM = 'PRIVATE KEY-----';

/** SEQUENCE, its length left out: what such a file goes on with. Texts of bytes in hexadecimal. */
const FORMS: readonly RegExp[] = [
  /^020103(?:3080|30..|3081..|3082....|3083......)06092a864886f70d0107/, // PKCS#12: version 3, then PKCS#7 (RFC 7292 4)
  /^020100(?:30|02)/, // PKCS#8 (RFC 5958 2), or an RSA key by itself (RFC 8017 A.1.2)
  /^02010104/, // an EC key by itself (RFC 5915 3)
  /^30(?:..|81..|82....)06(?:09|0a)2a864886f70d01(?:05|0c01)/, // PKCS#8, encrypted (RFC 5958 3, PKCS#5 or PKCS#12)
];
const SEQUENCE = /^30(?:80|81..|82....|83......|84........|[0-7].)/;
/** A Java keystore. */
const JKS = 'feedfeed';
const HEAD_BYTES = 32;
/** A SEQUENCE in base64, as much of it as its form takes: a key that lost the lines around it on the way. */
const BASE64 = /(?<![A-Za-z0-9+/])M[A-P][A-Za-z0-9+/]{42}/g;
/** Longer texts are no keys, and what stands in front of one is short. */
const BASE64_WITHIN_BYTES = 64 * 1024;
const NUL = 0;

export function holdsPrivateKey(content: Uint8Array): boolean {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return bytes.includes(PEM) || beginsLikeOne(bytes) || holdsBase64(bytes);
}

function beginsLikeOne(bytes: Buffer): boolean {
  const head = bytes.subarray(0, HEAD_BYTES).toString('hex');
  if (head.startsWith(JKS)) return true;
  const sequence = SEQUENCE.exec(head)?.[0];
  return sequence !== undefined && FORMS.some((form) => form.test(head.slice(sequence.length)));
}

function holdsBase64(bytes: Buffer): boolean {
  const head = bytes.subarray(0, BASE64_WITHIN_BYTES);
  // No text has one: of a letter or a picture nothing more is looked at.
  if (head.includes(NUL)) return false;
  return (head.toString('latin1').match(BASE64) ?? []).some((found) => beginsLikeOne(Buffer.from(found, 'base64')));
}
