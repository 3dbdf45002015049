import { constants, inflateRawSync } from 'node:zlib';

/** What is read of a member, compressed: a key and the certificates around it are shorter. */
const MEMBER_LIMIT_BYTES = 64 * 1024;
/** What a member may become of it. Whatever grows more is no key, whose bits are as good as chance. */
const INFLATED_LIMIT_BYTES = 1024 * 1024;
/** What the smallest of them is counted for: it takes as long. */
const READ_LEAST_BYTES = 32 * 1024;

/** What may still be read of an archive with all archives inside it: so many names, and of members so many bytes. */
export type Allowance = { names: number; bytes: number };
/** The letters and certificates of a whole office are fewer. */
export const newAllowance = (): Allowance => ({ names: 10_000, bytes: 4 * INFLATED_LIMIT_BYTES });

/** `content`: its beginning; undefined where that cannot be read (encrypted, compressed in a rare way, one too many). */
type Member = { readonly name: string; readonly content?: Buffer };

/** APPNOTE.TXT 4.3.7: the header before each member, here with the places of what is read of it. */
const LOCAL_HEADER = Buffer.from('PK\x03\x04', 'latin1');
const [FLAGS, METHOD, SIZE, NAME_LENGTH, EXTRA_LENGTH, HEADER_BYTES] = [6, 8, 18, 26, 28, 30];
const [STORED, DEFLATED] = [0, 8];
const [ENCRYPTED, STREAMED] = [1, 8];
/** A spanned archive of one piece has a mark of four bytes before it. */
const BEGINS_WITHIN_BYTES = 8;

export const isZip = (bytes: Buffer): boolean => bytes.subarray(0, BEGINS_WITHIN_BYTES).includes(LOCAL_HEADER);

/**
 * The members of a ZIP by the headers before them, not by the directory behind them: so it may be cut off, of any size, and
 * say what it likes of the sizes of its members. What is inside an uncompressed ZIP inside of it is found as well.
 */
export function* membersOf(zip: Buffer, allowance: Allowance): Generator<Member> {
  let at = zip.indexOf(LOCAL_HEADER);
  while (at >= 0 && at + HEADER_BYTES <= zip.length && allowance.names-- > 0) {
    const name = at + HEADER_BYTES;
    const extra = name + zip.readUInt16LE(at + NAME_LENGTH);
    const begin = extra + zip.readUInt16LE(at + EXTRA_LENGTH);
    const content = contentOf(zip, at, begin, allowance);
    yield { name: zip.toString('utf8', name, extra), ...(content ? { content } : {}) };
    at = zip.indexOf(LOCAL_HEADER, begin);
  }
}

function contentOf(zip: Buffer, at: number, begin: number, allowance: Allowance): Buffer | undefined {
  const flags = zip.readUInt16LE(at + FLAGS);
  const method = zip.readUInt16LE(at + METHOD);
  const isReadable = (method === STORED || method === DEFLATED) && (flags & ENCRYPTED) === 0;
  if (!isReadable || allowance.bytes <= 0) return undefined;
  const bytes = zip.subarray(begin, begin + MEMBER_LIMIT_BYTES);
  const size = (flags & STREAMED) !== 0 ? undefined : zip.readUInt32LE(at + SIZE);
  const content = method === STORED ? stored(bytes, size) : inflated(bytes);
  allowance.bytes -= Math.max(content?.length ?? INFLATED_LIMIT_BYTES, READ_LEAST_BYTES);
  return content;
}

/** What is compressed ends by itself; what is not after so many bytes, or where these are said behind it (4.3.9). */
function stored(bytes: Buffer, size = bytes.indexOf(DESCRIPTOR)): Buffer {
  return size < 0 ? bytes : bytes.subarray(0, size);
}
const DESCRIPTOR = Buffer.from('PK\x07\x08', 'latin1');

/** What follows a member is left alone, and of one that goes on there is what was read of it. */
function inflated(bytes: Buffer): Buffer | undefined {
  try {
    return inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: INFLATED_LIMIT_BYTES });
  } catch {
    return undefined;
  }
}

/** RAR, 7z and gzip, and Outlook's wrapping (MS-OXTNEF): they are not opened, and say in letters what is in them. */
const CLOSED = ['526172211a07', '377abcaf271c', '1f8b08', '789f3e22'];
/** Where names stand: RAR at the beginning, 7z at the end. */
const NAMES_WITHIN_BYTES = 64 * 1024;

/** What may be names in an archive that is not opened; they may be of two bytes a letter. Undefined for anything else. */
export function namesIn(bytes: Buffer): string | undefined {
  const head = bytes.toString('hex', 0, 6);
  if (!CLOSED.some((magic) => head.startsWith(magic))) return undefined;
  const ends = [bytes.subarray(0, NAMES_WITHIN_BYTES), bytes.subarray(-NAMES_WITHIN_BYTES)];
  return ends.flatMap((end) => [end.toString('latin1'), end.toString('latin1').replaceAll('\0', '')]).join('\n');
}
