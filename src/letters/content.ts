import { inflateSync } from 'node:zlib';

/**
 * Names that make a PDF more than paper: scripts, programs to start, files inside, forms that are programs, forms that
 * send themselves. pdf.js runs none of them, but the letter is kept and opened by operators with other readers.
 */
const ACTIVE_NAMES = [
  'JavaScript',
  'Launch',
  'EmbeddedFile',
  'EmbeddedFiles',
  'XFA',
  'RichMedia',
  'SubmitForm',
  'ImportData',
];

/** Object streams hold dictionaries, not pictures: real ones stay far below these. */
const OBJECT_STREAMS_MAX = 5_000;
const OBJECT_STREAMS_BYTES_MAX = 64 * 1024 * 1024;
/** How far back from `stream` its dictionary is looked for. */
const DICTIONARY_SPAN = 4_096;

const END_OF_NAME = '(?=[\\s\\0()<>\\[\\]{}/%]|$)';
const active = names(ACTIVE_NAMES);
const objectStream = names(['ObjStm', 'First']);
const plainFlate = /\/Filter\s*(?:\/FlateDecode|\[\s*\/FlateDecode\s*\])(?=[\s/>])/;
/** What no producer writes into the dictionary of an object stream, but who wants it to be read differently does. */
const odd = /#|\/DecodeParms|\/Filter.*\/Filter/s;

/** PDF names may spell any character as #xx (ISO 32000-1, 7.3.5), and those who hide things do. */
function names(list: readonly string[]): RegExp {
  const spelled = (name: string) =>
    [...name]
      .map((letter) => {
        const [high, low] = letter.charCodeAt(0).toString(16).padStart(2, '0');
        return `(?:${letter}|#${high}[${low}${low!.toUpperCase()}])`;
      })
      .join('');
  return new RegExp(`/(?:${list.map(spelled).join('|')})${END_OF_NAME}`);
}

/**
 * Whether the file holds active content, found by its names in the bytes and in the object streams, where newer
 * producers pack their dictionaries. Throws when an object stream cannot be opened by the plain means every producer
 * uses: then nobody can say what is in it.
 */
export function hasActiveContent(pdf: Buffer): boolean {
  const bytes = pdf.toString('latin1');
  return active.test(bytes) || objectStreams(pdf, bytes).some((content) => active.test(content));
}

function objectStreams(pdf: Buffer, bytes: string): string[] {
  const contents: string[] = [];
  let left = OBJECT_STREAMS_BYTES_MAX;
  for (const found of bytes.matchAll(/\bstream(?:\r\n|\n|\r)/g)) {
    const before = bytes.slice(Math.max(0, found.index - DICTIONARY_SPAN), found.index);
    const dictionary = before.slice(before.lastIndexOf('obj'));
    if (!objectStream.test(dictionary)) continue;
    if (odd.test(dictionary) || contents.length >= OBJECT_STREAMS_MAX) throw new Error('object stream');
    // Without a filter its names already stood in the bytes.
    if (!dictionary.includes('/Filter')) continue;
    if (!plainFlate.test(dictionary)) throw new Error('object stream');
    const content = inflateSync(pdf.subarray(found.index + found[0].length), { maxOutputLength: left });
    left -= content.length;
    if (left <= 0) throw new Error('object stream');
    contents.push(content.toString('latin1'));
  }
  return contents;
}
