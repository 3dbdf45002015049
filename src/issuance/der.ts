import { Fault } from '../fault.ts';

/**
 * DER, read strictly: definite lengths in their shortest form, nothing after the last element, one way to write a
 * value. What a lenient reader forgives, two readers understand differently; that is how forged requests are made.
 * Throws Fault('unparsable').
 */
export type Element = {
  /** The identifier octet, such as 0x30 for SEQUENCE. */
  readonly tag: number;
  /** The element with its header, as it stands in the input. */
  readonly whole: Uint8Array;
  readonly content: Uint8Array;
};

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  printable: 0x13,
  ia5: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Certificates and requests nest about ten deep; a hostile one nests until the stack ends. */
const MAX_DEPTH = 24;

const broken = (why: string): Fault => new Fault('unparsable', `DER: ${why}`);

/** The first element of `bytes`; more may follow. */
export function readFirst(bytes: Uint8Array): Element {
  const tag = bytes[0];
  const first = bytes[1];
  if (tag === undefined || first === undefined) throw broken('ends early');
  if ((tag & 0x1f) === 0x1f) throw broken('long tag');
  let length = first;
  let header = 2;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 3) throw broken('indefinite or absurd length');
    if (bytes.length < 2 + count) throw broken('ends early');
    length = 0;
    for (const byte of bytes.subarray(2, 2 + count)) length = length * 256 + byte;
    header = 2 + count;
    if (length < 0x80 || bytes[2] === 0) throw broken('length not in its shortest form');
  }
  if (bytes.length < header + length) throw broken('ends early');
  return { tag, whole: bytes.subarray(0, header + length), content: bytes.subarray(header, header + length) };
}

/** Exactly one element that fills `bytes`. */
export function readOnly(bytes: Uint8Array, tag?: number): Element {
  const element = readFirst(bytes);
  if (element.whole.length !== bytes.length) throw broken('bytes after the end');
  return tag === undefined ? element : expectTag(element, tag);
}

export function children(parent: Element): Element[] {
  const found: Element[] = [];
  let rest = parent.content;
  while (rest.length > 0) {
    const element = readFirst(rest);
    found.push(element);
    rest = rest.subarray(element.whole.length);
  }
  return found;
}

export function expectTag(element: Element | undefined, tag: number): Element {
  if (element?.tag !== tag) throw broken(`expected tag ${tag.toString(16)}`);
  return element;
}

/** Walks the whole tree, so that no part of it is anything but DER. */
export function assertStrict(element: Element, depth = 0): void {
  if (depth > MAX_DEPTH) throw broken('nested too deep');
  if (element.tag & 0x20) {
    for (const child of children(element)) assertStrict(child, depth + 1);
    return;
  }
  const { tag, content } = element;
  if (tag === TAG.boolean && !(content.length === 1 && (content[0] === 0 || content[0] === 0xff))) {
    throw broken('boolean');
  }
  if (tag === TAG.integer) readInteger(element);
  if (tag === TAG.bits && (content.length === 0 || (content[0] ?? 0) > 7)) throw broken('bit string');
  if (tag === TAG.oid) readOid(element);
}

/** The content octets of a minimally written INTEGER, as big-endian hex. Negative values are refused. */
export function readInteger(element: Element): bigint {
  const { content } = expectTag(element, TAG.integer);
  const [first, second] = content;
  if (first === undefined) throw broken('empty integer');
  if (content.length > 1 && first === 0 && (second ?? 0) < 0x80) throw broken('integer not in its shortest form');
  if (first >= 0x80) throw broken('negative integer');
  return BigInt(`0x${Buffer.from(content).toString('hex')}`);
}

/** The bytes of a BIT STRING that has no unused bits. */
export function readBits(element: Element): Uint8Array {
  const { content } = expectTag(element, TAG.bits);
  if (content[0] !== 0) throw broken('unused bits');
  return content.subarray(1);
}

export function readOid(element: Element): string {
  const { content } = expectTag(element, TAG.oid);
  const arcs: number[] = [];
  let value = 0;
  let fresh = true;
  for (const byte of content) {
    if (fresh && byte === 0x80) throw broken('object identifier not in its shortest form');
    value = value * 128 + (byte & 0x7f);
    // Beyond this a double is no longer exact. No identifier that we know comes near.
    if (value > Number.MAX_SAFE_INTEGER / 128) throw broken('object identifier too long');
    fresh = (byte & 0x80) === 0;
    if (fresh) {
      arcs.push(value);
      value = 0;
    }
  }
  const [first, ...rest] = arcs;
  if (!fresh || first === undefined) throw broken('object identifier ends early');
  const top = Math.min(2, Math.floor(first / 40));
  return [top, first - top * 40, ...rest].join('.');
}

/** UTCTime or GeneralizedTime in the only forms that RFC 5280 4.1.2.5 allows. */
export function readTime(element: Element): Date {
  const text = Buffer.from(element.content).toString('latin1');
  const utc = element.tag === TAG.utcTime;
  const parts = (utc ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/).exec(
    text,
  );
  if ((!utc && element.tag !== TAG.generalizedTime) || parts === null) throw broken('time');
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  const century = utc ? (year >= 50 ? 1900 : 2000) : 0;
  return new Date(Date.UTC(century + year, month - 1, day, hour, minute, second));
}

const STRINGS: Readonly<Record<number, 'utf8' | 'latin1'>> = {
  [TAG.utf8]: 'utf8',
  [TAG.printable]: 'latin1',
  [TAG.ia5]: 'latin1',
};

export function readString(element: Element): string {
  const encoding = STRINGS[element.tag];
  if (encoding === undefined) throw broken('string type');
  return Buffer.from(element.content).toString(encoding);
}
