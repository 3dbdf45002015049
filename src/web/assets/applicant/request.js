import { fromBinary, isSame, sha256Hex, writer } from './der.js';

/** RSA 2048 with SHA-256: what certificates in the field have, and what every program that signs documents can use. */
export const ALGORITHM = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};
const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';
const COMMON_NAME = '2.5.4.3';

/** A new key pair: `pkcs8` has to be locked away at once, `spki` is public. */
export async function newKeyPair() {
  const pair = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const [pkcs8, spki] = await Promise.all([
    crypto.subtle.exportKey('pkcs8', pair.privateKey),
    crypto.subtle.exportKey('spki', pair.publicKey),
  ]);
  return {
    privateKey: pair.privateKey,
    publicKey: pair.publicKey,
    pkcs8: new Uint8Array(pkcs8),
    spki: new Uint8Array(spki),
  };
}

/**
 * A certificate request (PKCS #10, RFC 2986), DER. The CA takes only the key; the name is there because a request has
 * a subject. WebCrypto signs the exact bytes that are sent.
 */
export async function makeRequest(forge, { privateKey, publicKey, spki }, name) {
  const { sequence, set, oid, integer, none, bits, utf8, tagged, read, write } = writer(forge);
  const subject = sequence(set(sequence(oid(COMMON_NAME), utf8(name))));
  const info = write(sequence(integer(0), subject, read(spki), tagged(0)));
  const signature = new Uint8Array(await crypto.subtle.sign(ALGORITHM.name, privateKey, info));
  const der = write(sequence(read(info), sequence(oid(SHA256_WITH_RSA), none()), bits(signature)));
  const head = der.length - info.length - signature.length;
  const signed = der.subarray(4, 4 + info.length);
  if (head <= 0 || !isSame(signed, info)) throw new Error('the request is not what was signed');
  if (!(await crypto.subtle.verify(ALGORITHM.name, publicKey, signature, signed)))
    throw new Error('the request does not verify');
  return der;
}

/** The private key that was locked away, for signing; throws when it is not one. */
export async function openPrivateKey(pkcs8) {
  return crypto.subtle.importKey('pkcs8', pkcs8, ALGORITHM, false, ['sign']);
}

/** Does this private key belong to the public key of a certificate? Proven by a signature, not by what a file claims. */
export async function fits(pkcs8, spki) {
  const proof = fromBinary('perbarui');
  const publicKey = await crypto.subtle.importKey('spki', spki, ALGORITHM, false, ['verify']);
  const signature = await crypto.subtle.sign(ALGORITHM.name, await openPrivateKey(pkcs8), proof);
  return crypto.subtle.verify(ALGORITHM.name, publicKey, signature, proof);
}

/** The name of a public key: SHA-256 of its SubjectPublicKeyInfo, hex. */
export const nameOfKey = (spki) => sha256Hex(spki);
