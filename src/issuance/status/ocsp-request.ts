import { Fault } from '../../fault.ts';
import { assertStrict, children, type Element, expectTag, readInteger, readOid, readOnly, TAG } from '../der/der.ts';

/** About which certificate is asked (RFC 6960 4.1.1, CertID). */
export type CertId = {
  /** As it was sent: the answer repeats it byte for byte, because some readers compare bytes. */
  readonly der: Uint8Array;
  /** Of the hash, dotted. */
  readonly hash: string;
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
  /** Lower-case hexadecimal without leading zeros. */
  readonly serial: string;
};

export type OcspRequest = {
  readonly certIds: readonly CertId[];
  /** The extension as it was sent, to be repeated. */
  readonly nonce?: Uint8Array;
};

/** One certificate weighs about 120 bytes; this leaves room for ten and for a signature that nobody needs. */
export const MAX_OCSP_REQUEST_BYTES = 4096;
/** Readers ask for one, some for a chain; each one more is work for us. */
export const MAX_CERT_IDS = 10;
/** RFC 9654 2.1, which took over the 32 of RFC 8954. */
const MAX_NONCE_BYTES = 128;
/** RFC 5280 4.1.2.2: no serial is longer. */
const MAX_SERIAL_BYTES = 20;

export const NONCE = '1.3.6.1.5.5.7.48.1.2';

const broken = (why: string): Fault => new Fault('unparsable', `OCSP request: ${why}`);

/**
 * Reads an OCSPRequest (RFC 6960 4.1.1), as strictly as everything that strangers send. A signature on it is allowed and
 * means nothing here: the answer is the same for everybody. Throws Fault('unparsable'), which is a malformedRequest.
 */
export function readOcspRequest(bytes: Uint8Array): OcspRequest {
  if (bytes.length > MAX_OCSP_REQUEST_BYTES) throw broken('too large');
  const root = readOnly(bytes, TAG.sequence);
  assertStrict(root);
  const [request, signature, ...more] = children(root);
  if (more.length > 0 || (signature !== undefined && signature.tag !== 0xa0)) throw broken('more fields than expected');
  const parts = children(expectTag(request, TAG.sequence));
  const version = optional(parts, 0xa0);
  if (version && readInteger(readOnly(version.content)) !== 0n) throw broken('version');
  optional(parts, 0xa1); // who asks: the answer does not depend on it
  const list = children(expectTag(parts.shift(), TAG.sequence));
  const extensions = optional(parts, 0xa2);
  if (parts.length > 0) throw broken('more fields than expected');
  if (list.length === 0 || list.length > MAX_CERT_IDS) throw broken('none or too many certificates');
  const nonce = extensions && nonceIn(extensions);
  return { certIds: list.map(readSingle), ...(nonce ? { nonce } : {}) };
}

function optional(parts: Element[], tag: number): Element | undefined {
  return parts[0]?.tag === tag ? parts.shift() : undefined;
}

function readSingle(single: Element): CertId {
  const [certId, extensions, ...more] = children(expectTag(single, TAG.sequence));
  if (more.length > 0) throw broken('more fields than expected');
  if (extensions) refuseCritical(expectTag(extensions, 0xa0));
  const [algorithm, name, key, serial, ...rest] = children(expectTag(certId, TAG.sequence));
  if (rest.length > 0) throw broken('more fields than expected');
  const [hash, parameters, ...others] = children(expectTag(algorithm, TAG.sequence));
  // A hash has none, or NULL (RFC 4055 2.1). With room for more, one question could be spelled in endless ways, and each
  // of them would cost a signature of its own and push out an answer that is kept.
  if (others.length > 0 || (parameters && parameters.tag !== TAG.none)) throw broken('parameters of a hash');
  const number = readInteger(expectTag(serial, TAG.integer));
  if (serial!.content.length > MAX_SERIAL_BYTES) throw broken('serial too long');
  return {
    der: certId!.whole,
    hash: readOid(expectTag(hash, TAG.oid)),
    issuerNameHash: expectTag(name, TAG.octets).content,
    issuerKeyHash: expectTag(key, TAG.octets).content,
    serial: number.toString(16),
  };
}

type Extension = {
  readonly id: string;
  readonly critical: boolean;
  readonly whole: Uint8Array;
  readonly value: Element;
};

function readExtensions(wrapper: Element): Extension[] {
  return children(readOnly(wrapper.content, TAG.sequence)).map((item) => {
    const parts = children(expectTag(item, TAG.sequence));
    return {
      id: readOid(expectTag(parts[0], TAG.oid)),
      critical: parts[1]?.tag === TAG.boolean && parts[1].content[0] === 0xff,
      whole: item.whole,
      value: expectTag(parts.at(-1), TAG.octets),
    };
  });
}

/** Whoever marks as critical what we do not know wants no answer that leaves it out. */
function refuseCritical(wrapper: Element): Extension[] {
  const found = readExtensions(wrapper);
  if (found.some(({ id, critical }) => critical && id !== NONCE)) throw broken('unknown critical extension');
  return found;
}

function nonceIn(wrapper: Element): Uint8Array | undefined {
  const [nonce, ...more] = refuseCritical(wrapper).filter(({ id }) => id === NONCE);
  if (nonce === undefined) return undefined;
  const { length } = readOnly(nonce.value.content, TAG.octets).content;
  if (more.length > 0 || length === 0 || length > MAX_NONCE_BYTES) throw broken('nonce');
  return nonce.whole;
}
