/**
 * A mail without the files in it that are stored as documents: where the base64 of one stood, only what it takes to write
 * it again is left. Nothing is guessed. What is left out was compared byte by byte with what will be written in its
 * place, and whatever a client encodes in another way stays as it is.
 *
 * Form 1: four bytes with the length of the gaps (big endian), the gaps as JSON, then all other bytes of the mail.
 */
export const SHORTENED_FORM = 1;

export type Content = { readonly hash: string; readonly content: Uint8Array };

/** The base64 of the document with this hash, behind so many bytes of the rest, in lines of so many characters. */
type Gap = { readonly at: number; readonly hash: string; readonly line: number; readonly ending: '\n' | '\r\n' };
type Span = Gap & { readonly end: number };

const HEAD_BYTES = 4;
/** What is smaller is not worth a look-up. */
const LEAST_BYTES = 1024;
/** How a file begins, three quarters of it as bytes: shorter than the lines of all clients. */
const BEGINNING_CHARACTERS = 40;
/** PDFs begin alike, so the first place may be another's. Who writes a mail of nothing but beginnings is not humoured. */
const PLACES_LIMIT = 64;
/** Lines that are encoded at once: they stay in the processor's cache. */
const LINES_OF_A_BLOCK = 256;
const [LF, CR] = [10, 13];

/** The mail without these documents; undefined where none of them stands in it as base64 in lines of one length. */
export function shorten(raw: Uint8Array, documents: readonly Content[]): Uint8Array | undefined {
  const mail = asBuffer(raw);
  const spans: Span[] = [];
  const patience = { left: PLACES_LIMIT };
  for (const document of documents) {
    const span = spanOf(mail, document, spans, patience);
    if (span) spans.push(span);
  }
  if (spans.length === 0) return undefined;
  spans.sort((one, other) => one.at - other.at);
  return without(mail, spans);
}

/** The hashes of the documents that are to be put back. */
export const hashesIn = (shortened: Uint8Array): string[] => [
  ...new Set(read(asBuffer(shortened)).gaps.map(({ hash }) => hash)),
];

/** The mail as it came, byte by byte. `contentOf` throws where a document is missing. */
export function lengthen(shortened: Uint8Array, contentOf: (hash: string) => Uint8Array): Uint8Array {
  const { gaps, rest } = read(asBuffer(shortened));
  const pieces: Uint8Array[] = [];
  let done = 0;
  for (const { at, hash, line, ending } of gaps) {
    pieces.push(rest.subarray(done, at), writtenOut(asBuffer(contentOf(hash)), line, ending));
    done = at;
  }
  return Buffer.concat([...pieces, rest.subarray(done)]);
}

function spanOf(
  mail: Buffer,
  { hash, content }: Content,
  taken: readonly Span[],
  patience: { left: number },
): Span | undefined {
  if (content.length < LEAST_BYTES) return undefined;
  const file = asBuffer(content);
  const begins = Buffer.from(`\n${file.toString('base64', 0, (BEGINNING_CHARACTERS / 4) * 3)}`);
  let at = mail.indexOf(begins) + 1;
  while (at > 0 && patience.left > 0) {
    const there = taken.find((other) => at >= other.at && at < other.end);
    if (!there) {
      const span = { at, hash, ...lineAt(mail, at, encodedLength(file)) };
      const end = at + lengthInLines(file, span);
      const isFree = taken.every((other) => end <= other.at || at >= other.end);
      if (isFree && isWrittenAt(mail, span, end, file)) return { ...span, end };
      patience.left--;
    }
    at = mail.indexOf(begins, there?.end ?? at) + 1;
  }
  return undefined;
}

const encodedLength = ({ length }: Uint8Array) => Math.ceil(length / 3) * 4;

/** How long the line is that begins here, and how it ends. */
function lineAt(mail: Buffer, at: number, longest: number): Pick<Span, 'line' | 'ending'> {
  const feed = mail.indexOf(LF, at);
  const isMail = mail[feed - 1] === CR;
  const length = (feed < 0 ? mail.length : isMail ? feed - 1 : feed) - at;
  return { line: Math.min(length, longest), ending: isMail ? '\r\n' : '\n' };
}

function lengthInLines(file: Buffer, { line, ending }: Pick<Span, 'line' | 'ending'>): number {
  const encoded = encodedLength(file);
  return encoded + (Math.ceil(encoded / line) - 1) * ending.length;
}

/**
 * Whether `writtenOut` gives exactly what stands there. Compared block by block: most of what is looked at is what it
 * seems to be.
 */
function isWrittenAt(mail: Buffer, { at, line, ending }: Omit<Span, 'end'>, end: number, file: Buffer): boolean {
  if (end > mail.length) return false;
  let place = at;
  for (const block of blocksOf(file, line, ending)) {
    if (mail.toString('latin1', place, place + block.length) !== block) return false;
    place += block.length;
  }
  return place === end;
}

/** A file as base64 in lines of this length, the last of them without an ending. */
const writtenOut = (file: Buffer, line: number, ending: string): Buffer =>
  Buffer.concat([...blocksOf(file, line, ending)].map((block) => Buffer.from(block, 'latin1')));

/**
 * The same, so many lines at once. As text, because the engine cuts and compares that in place, where each line of bytes
 * would be a call out of it.
 */
function* blocksOf(file: Buffer, line: number, ending: string): Generator<string> {
  // Four lines of any length are three times as many bytes, without a remainder.
  const step = (LINES_OF_A_BLOCK / 4) * 3 * line;
  for (let done = 0; done < file.length; done += step) {
    const encoded = file.toString('base64', done, done + step);
    let block = done > 0 ? ending : '';
    let from = 0;
    for (; from + line < encoded.length; from += line) block += encoded.slice(from, from + line) + ending;
    yield block + encoded.slice(from);
  }
}

function without(mail: Buffer, spans: readonly Span[]): Uint8Array {
  const gaps: Gap[] = [];
  const rest: Uint8Array[] = [];
  let [done, kept] = [0, 0];
  for (const { at, end, hash, line, ending } of spans) {
    rest.push(mail.subarray(done, at));
    kept += at - done;
    gaps.push({ at: kept, hash, line, ending });
    done = end;
  }
  const head = Buffer.from(JSON.stringify(gaps));
  const length = Buffer.alloc(HEAD_BYTES);
  length.writeUInt32BE(head.length);
  return Buffer.concat([length, head, ...rest, mail.subarray(done)]);
}

function read(shortened: Buffer): { readonly gaps: readonly Gap[]; readonly rest: Buffer } {
  const begin = HEAD_BYTES + shortened.readUInt32BE();
  return { gaps: JSON.parse(shortened.toString('utf8', HEAD_BYTES, begin)), rest: shortened.subarray(begin) };
}

const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array) => Buffer.from(buffer, byteOffset, byteLength);
