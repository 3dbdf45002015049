import forge from 'node-forge';

/**
 * DER, written. The structures are node-forge's; this file only gives them the short names of ASN.1 and bytes instead
 * of binary strings. Nothing here reads: what strangers send is read by der.ts.
 */
const { asn1 } = forge;
const { Class, Type } = asn1;
export type Node = forge.asn1.Asn1;

const binary = (bytes: Uint8Array): string => Buffer.from(bytes).toString('binary');
const primitive = (type: number, value: string): Node => asn1.create(Class.UNIVERSAL, type, false, value);

export const sequence = (...parts: readonly Node[]): Node =>
  asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, [...parts]);
export const set = (...parts: readonly Node[]): Node => asn1.create(Class.UNIVERSAL, Type.SET, true, [...parts]);
export const oid = (dotted: string): Node => primitive(Type.OID, asn1.oidToDer(dotted).getBytes());
export const boolean = (value: boolean): Node => primitive(Type.BOOLEAN, value ? '\xff' : '\x00');
export const none = (): Node => primitive(Type.NULL, '');
export const utf8 = (text: string): Node => primitive(Type.UTF8, binary(Buffer.from(text, 'utf8')));
export const printable = (text: string): Node => primitive(Type.PRINTABLESTRING, text);
export const octets = (content: Uint8Array): Node => primitive(Type.OCTETSTRING, binary(content));
export const enumerated = (value: number): Node => primitive(Type.ENUMERATED, String.fromCharCode(value));

/** A non-negative INTEGER from its big-endian bytes: a leading one bit gets the zero octet that keeps it positive. */
export function unsigned(bytes: Uint8Array): Node {
  let from = 0;
  while (from < bytes.length - 1 && bytes[from] === 0) from++;
  const value = binary(bytes.subarray(from));
  return primitive(Type.INTEGER, value.charCodeAt(0) & 0x80 ? `\x00${value}` : value);
}

export function integer(value: number): Node {
  const hex = value.toString(16);
  return unsigned(Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex'));
}

export const bits = (content: Uint8Array, unused = 0): Node =>
  primitive(Type.BITSTRING, String.fromCharCode(unused) + binary(content));

/** A named-bit list (RFC 5280 4.2.1.3): trailing zero bits are left out, as DER asks. */
export function namedBits(set: readonly number[]): Node {
  const highest = Math.max(...set);
  const bytes = Buffer.alloc((highest >> 3) + 1);
  for (const bit of set) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return bits(bytes, 7 - (highest & 7));
}

export const explicit = (tag: number, ...parts: readonly Node[]): Node =>
  asn1.create(Class.CONTEXT_SPECIFIC, tag, true, [...parts]);
export const implicit = (tag: number, content: Uint8Array | string): Node =>
  asn1.create(
    Class.CONTEXT_SPECIFIC,
    tag,
    false,
    typeof content === 'string' ? Buffer.from(content, 'utf8').toString('binary') : binary(content),
  );

/** The first moment that UTCTime cannot say (RFC 5280 4.1.2.5). */
const GENERALIZED_FROM = Date.UTC(2050, 0, 1);
export const time = (at: Date): Node =>
  at.getTime() < GENERALIZED_FROM ? primitive(Type.UTCTIME, asn1.dateToUtcTime(at)) : generalizedTime(at);
/** Whole seconds: what is beyond them is left out. */
export const generalizedTime = (at: Date): Node => primitive(Type.GENERALIZEDTIME, asn1.dateToGeneralizedTime(at));

/** A DER SEQUENCE that exists already, put in byte for byte. */
export function encodedSequence(der: Uint8Array): Node {
  const headerLength = (der[1] ?? 0) < 0x80 ? 2 : 2 + ((der[1] ?? 0) & 0x7f);
  // The constructed bit stands in the type, so that forge writes the content as it is instead of building it again.
  return asn1.create(Class.UNIVERSAL, 0x20 | Type.SEQUENCE, false, binary(der.subarray(headerLength)));
}

export const encode = (node: Node): Uint8Array => new Uint8Array(Buffer.from(asn1.toDer(node).getBytes(), 'binary'));
