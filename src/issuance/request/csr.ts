import { verify } from 'node:crypto';
import { Fault } from '../../fault.ts';
import { assertStrict, children, type Element, expectTag, readBits, readFirst, readInteger, TAG } from '../der/der.ts';
import type { RequestReader, RequestReading, RequestRefusal } from '../issuer.ts';
import { readKey } from './key.ts';

/** An RSA 4096 request with a long subject has 2 KiB, its PEM 3 KiB; the rest is room for mail footers around it. */
export const MAX_REQUEST_BYTES = 16 * 1024;

/**
 * The algorithms that may sign a request, by the whole AlgorithmIdentifier: parameters are part of it (RFC 4055:
 * NULL with RSA, RFC 5758: absent with ECDSA). SHA-1 and everything else is refused.
 */
const ALGORITHMS: Readonly<Record<string, { readonly kind: 'rsa' | 'ec'; readonly digest: string }>> = {
  '300d06092a864886f70d01010b0500': { kind: 'rsa', digest: 'sha256' },
  '300d06092a864886f70d01010c0500': { kind: 'rsa', digest: 'sha384' },
  '300d06092a864886f70d01010d0500': { kind: 'rsa', digest: 'sha512' },
  '300a06082a8648ce3d040302': { kind: 'ec', digest: 'sha256' },
  '300a06082a8648ce3d040303': { kind: 'ec', digest: 'sha384' },
  '300a06082a8648ce3d040304': { kind: 'ec', digest: 'sha512' },
};

const ATTRIBUTES_TAG = 0xa0;
const ARMOUR = /-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----([\s\S]*?)-----END (?:NEW )?CERTIFICATE REQUEST-----/g;

const refuse = (refused: RequestRefusal): RequestReading => ({ ok: false, refused });

/**
 * Reads a certificate request (PKCS #10, RFC 2986), PEM or DER, and proves the possession of its key over the original
 * bytes. Only the public key is taken from it: names and requested extensions are the office's to decide, so they are
 * not even looked at. Never throws for what a stranger sent.
 */
export function readRequest(bytes: Uint8Array): RequestReading {
  if (bytes.length > MAX_REQUEST_BYTES) return refuse('too-large');
  const der = unarmour(bytes);
  if (der === undefined) return refuse('not-a-request');
  try {
    return readDer(der);
  } catch (error) {
    if (error instanceof Fault && error.code === 'unparsable') return refuse('not-a-request');
    throw error;
  }
}

export const createRequestReader = (): RequestReader => ({ read: readRequest });

/** DER as it is; of a text the one block in it, whatever a mail program did to the lines around and inside. */
function unarmour(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes[0] === TAG.sequence && bytes[1] !== undefined && bytes[1] >= 0x80) return bytes;
  const blocks = [...Buffer.from(bytes).toString('latin1').matchAll(ARMOUR)];
  const [block] = blocks;
  if (block === undefined || blocks.length > 1) return undefined;
  const base64 = (block[1] ?? '').replace(/\s/g, '');
  const der = Buffer.from(base64, 'base64');
  // One way to write these bytes: what a lenient decoder passes over would be seen by nobody.
  return der.toString('base64') === base64 ? der : undefined;
}

function readDer(der: Uint8Array): RequestReading {
  const request = expectTag(readFirst(der), TAG.sequence);
  if (request.end < der.length) return refuse('trailing-bytes');
  assertStrict(request);
  const [info, algorithm, signature, ...more] = children(request);
  const spki = keyOf(expectTag(info, TAG.sequence));
  if (more.length > 0 || spki === undefined) return refuse('not-a-request');

  const signedWith = ALGORITHMS[Buffer.from(expectTag(algorithm, TAG.sequence).whole).toString('hex')];
  const key = readKey(spki);
  if (!key.ok) return refuse(key.refused);
  if (signedWith?.kind !== key.kind) return refuse('algorithm');
  const proof = readBits(expectTag(signature, TAG.bits));
  if (!verify(signedWith.digest, info!.whole, key.key, proof)) return refuse('bad-signature');
  const { hash: spkiHash, fingerprints, name } = key;
  return { ok: true, spki: new Uint8Array(spki), spkiHash, fingerprints, key: name, der: new Uint8Array(der) };
}

/**
 * CertificationRequestInfo: version 0, subject, key, and perhaps attributes. Subject and attributes have to be what the
 * standard calls by these names; what they say is not read.
 */
function keyOf(info: Element): Uint8Array | undefined {
  const [version, subject, spki, attributes, ...more] = children(info);
  const sound =
    readInteger(expectTag(version, TAG.integer)) === 0n &&
    isName(expectTag(subject, TAG.sequence)) &&
    spki?.tag === TAG.sequence &&
    (attributes === undefined || isAttributes(expectTag(attributes, ATTRIBUTES_TAG))) &&
    more.length === 0;
  return sound ? spki.whole : undefined;
}

const isName = (name: Element): boolean =>
  children(name).every((part) => {
    const values = children(expectTag(part, TAG.set));
    return values.length > 0 && values.every((value) => typeOf(value) !== undefined);
  });

/** Each type once (X.501): of two, one reader would take the first and another the last. */
function isAttributes(attributes: Element): boolean {
  const types = children(attributes).map((attribute) => typeOf(attribute, TAG.set));
  return types.every((type) => type !== undefined) && new Set(types).size === types.length;
}

/** The type of a pair of type and value, in hexadecimal; undefined for anything else. */
function typeOf(pair: Element, valueTag?: number): string | undefined {
  const [type, value, ...more] = children(expectTag(pair, TAG.sequence));
  const isPair = value !== undefined && more.length === 0 && (valueTag === undefined || value.tag === valueTag);
  return isPair ? Buffer.from(expectTag(type, TAG.oid).content).toString('hex') : undefined;
}
