import { Fault } from '../../fault.ts';

/**
 * DER, read strictly: definite lengths in their shortest form, nothing after the last element, one way to write a
 * value. What a lenient reader forgives, two readers understand differently; that is how forged requests are made.
 * Throws Fault('unparsable').
 */
export class Element {
  /** The identifier octet, such as 0x30 for SEQUENCE. */
  readonly tag: number;
  /** What it is a part of, and where it begins, where its content begins, and where both end. */
  readonly bytes: Buffer;
  readonly from: number;
  readonly contentFrom: number;
  readonly end: number;

  constructor(bytes: Buffer, from: number, contentFrom: number, end: number) {
    this.tag = bytes[from] as number;
    this.bytes = bytes;
    this.from = from;
    this.contentFrom = contentFrom;
    this.end = end;
  }
  /** Of the content. */
  get length(): number {
    return this.end - this.contentFrom;
  }
  // Views, made when they are asked for: most elements are only walked over.
  /** The element with its header, as it stands in the input. */
  get whole(): Uint8Array {
    return this.bytes.subarray(this.from, this.end);
  }
  get content(): Uint8Array {
    return this.bytes.subarray(this.contentFrom, this.end);
  }
  /** The content as it is written in this encoding. */
  text(encoding: 'utf8' | 'latin1' | 'hex'): string {
    return this.bytes.toString(encoding, this.contentFrom, this.end);
  }
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  none: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
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
/** Three length octets say 16 MiB; nothing that is read here is a thousandth of that. */
const MAX_LENGTH_OCTETS = 3;
const CONSTRUCTED = 0x20;
const CLASS = 0xc0;
const LONG_TAG = 0x1f;

const broken = (why: string): Fault => new Fault('unparsable', `DER: ${why}`);

function readAt(bytes: Buffer, from: number, end: number): Element {
  if (from + 2 > end) throw broken('ends early');
  const first = bytes[from + 1] as number;
  if (((bytes[from] as number) & LONG_TAG) === LONG_TAG) throw broken('long tag');
  let length = first;
  let contentFrom = from + 2;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > MAX_LENGTH_OCTETS) throw broken('indefinite or absurd length');
    if (contentFrom + count > end) throw broken('ends early');
    length = 0;
    for (let at = contentFrom; at < contentFrom + count; at++) length = length * 256 + (bytes[at] as number);
    if (length < 0x80 || bytes[contentFrom] === 0) throw broken('length not in its shortest form');
    contentFrom += count;
  }
  if (contentFrom + length > end) throw broken('ends early');
  return new Element(bytes, from, contentFrom, contentFrom + length);
}

/** The first element of `bytes`; more may follow. */
export const readFirst = ({ buffer, byteOffset, length }: Uint8Array): Element =>
  readAt(Buffer.from(buffer, byteOffset, length), 0, length);

/** Exactly one element that fills `bytes`. */
export function readOnly(bytes: Uint8Array, tag?: number): Element {
  const element = readFirst(bytes);
  if (element.end < bytes.length) throw broken('bytes after the end');
  return tag === undefined ? element : expectTag(element, tag);
}

export function children(parent: Element): Element[] {
  const found: Element[] = [];
  for (let at = parent.contentFrom; at < parent.end; ) {
    const child = readAt(parent.bytes, at, parent.end);
    found.push(child);
    at = child.end;
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
  const { tag } = element;
  const constructed = (tag & CONSTRUCTED) !== 0;
  // A universal type has one form in DER: a string in pieces is BER, and tag 0 ends a length that DER does not have.
  if ((tag & CLASS) === 0 && constructed !== (tag === TAG.sequence || tag === TAG.set)) throw broken('form of a type');
  if (!constructed) assertValue(element);
  else
    for (let at = element.contentFrom; at < element.end; ) {
      const child = readAt(element.bytes, at, element.end);
      assertStrict(child, depth + 1);
      at = child.end;
    }
}

function assertValue(element: Element): void {
  switch (element.tag) {
    case TAG.boolean:
      readBoolean(element);
      break;
    case TAG.integer:
      assertInteger(element);
      break;
    case TAG.bits:
      assertBits(element);
      break;
    case TAG.oid:
      assertOid(element);
      break;
    case TAG.none:
      if (element.length > 0) throw broken('null');
      break;
    case 0x00:
    case 0x10:
    case 0x11:
      throw broken('form of a type');
  }
}

export function readBoolean(element: Element): boolean {
  const { bytes, contentFrom, length } = expectTag(element, TAG.boolean);
  const value = bytes[contentFrom];
  if (length !== 1 || (value !== 0 && value !== 0xff)) throw broken('boolean');
  return value === 0xff;
}

/** In its shortest form and not negative: none of the numbers that we read is. */
function assertInteger({ bytes, contentFrom, length }: Element): void {
  if (length === 0) throw broken('empty integer');
  const first = bytes[contentFrom]!;
  if (length > 1 && first === 0 && bytes[contentFrom + 1]! < 0x80) throw broken('integer not in its shortest form');
  if (first >= 0x80) throw broken('negative integer');
}

/** DER sets the unused bits to zero (X.690 11.2.1). */
function assertBits({ bytes, contentFrom, end, length }: Element): void {
  const unused = bytes[contentFrom]!;
  if (length === 0 || unused > 7 || (length === 1 && unused > 0)) throw broken('bit string');
  if ((bytes[end - 1]! & ((1 << unused) - 1)) !== 0 && length > 1) throw broken('unused bits');
}

function assertOid({ bytes, contentFrom, end, length }: Element): void {
  let fresh = true;
  for (let at = contentFrom; at < end; at++) {
    const byte = bytes[at]!;
    if (fresh && byte === 0x80) throw broken('object identifier not in its shortest form');
    fresh = byte < 0x80;
  }
  if (!fresh || length === 0) throw broken('object identifier ends early');
}

export function readInteger(element: Element): bigint {
  assertInteger(expectTag(element, TAG.integer));
  return BigInt(`0x${element.text('hex')}`);
}

/** The bytes of a BIT STRING that has no unused bits. */
export function readBits(element: Element): Uint8Array {
  const { content } = expectTag(element, TAG.bits);
  if (content[0] !== 0) throw broken('unused bits');
  return content.subarray(1);
}

export function readOid(element: Element): string {
  assertOid(expectTag(element, TAG.oid));
  let dotted = '';
  let value = 0;
  for (let at = element.contentFrom; at < element.end; at++) {
    const byte = element.bytes[at]!;
    value = value * 128 + (byte & 0x7f);
    // Beyond this a double is no longer exact. No identifier that we know comes near.
    if (value > Number.MAX_SAFE_INTEGER / 128) throw broken('object identifier too long');
    if (byte >= 0x80) continue;
    dotted += dotted === '' ? firstArcs(value) : `.${value}`;
    value = 0;
  }
  return dotted;
}

/** The first two arcs are one number (X.690 8.19.4). */
function firstArcs(value: number): string {
  const top = Math.min(2, Math.floor(value / 40));
  return `${top}.${value - top * 40}`;
}

/** UTCTime or GeneralizedTime in the only forms that RFC 5280 4.1.2.5 allows. */
export function readTime(element: Element): Date {
  const text = element.text('latin1');
  const utc = element.tag === TAG.utcTime;
  const parts = (utc ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/).exec(
    text,
  );
  if ((!utc && element.tag !== TAG.generalizedTime) || parts === null) throw broken('time');
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  const century = utc ? (year >= 50 ? 1900 : 2000) : 0;
  const at = new Date(Date.UTC(century + year, month - 1, day, hour, minute, second));
  // A thirteenth month would be the first one of the next year, and a leap second the next minute.
  const isReal = at.getUTCMonth() === month - 1 && at.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  if (!isReal) throw broken('time');
  return at;
}

const STRINGS: Readonly<Record<number, 'utf8' | 'latin1'>> = {
  [TAG.utf8]: 'utf8',
  [TAG.printable]: 'latin1',
  [TAG.ia5]: 'latin1',
};

export function readString(element: Element): string {
  const encoding = STRINGS[element.tag];
  if (encoding === undefined) throw broken('string type');
  return element.text(encoding);
}
