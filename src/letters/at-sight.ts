import type { LetterRefusal } from './letter.ts';
import { LIMITS } from './limits.ts';

/** ISO 32000-1, annex H: readers accept the header anywhere in the first 1,024 bytes, and the end in the last. */
const HEADER = '%PDF-';
const HEADER_SPAN = 1_024;
const END_SPAN = 1_024;
/** A trailer has some ten entries; those that signing services write have a kilobyte. */
const TRAILER_SPAN = 8_192;
/** What leads to a PDF's objects (ISO 32000-1, 7.5.5 and 7.5.8): written after all of them, so that a copy cut short has none. */
const LEADS = ['trailer', 'startxref', '/XRef'];
/** Written for the web, it has some at its beginning too, and says there how long it is (annex F, entry L). */
const WRITTEN_LENGTH = /\/Linearized\b[^>]{0,200}?\/L\s+(\d{1,12})\b/;
/** ISO 32000-1, 7.5.5: the entry of a trailer that says that the file is encrypted. */
const ENCRYPTED = /\/Encrypt\s*(?:\d+\s+\d+\s+R\b|<<)/;

/**
 * Why nobody has to open this file to know that it is no letter; undefined: it has to be read. It is quick, and parses
 * nothing: what it does not find, the reader does.
 */
export function refusedAtSight(pdf: Uint8Array, limitBytes: number = LIMITS.bytes): LetterRefusal | undefined {
  if (pdf.length === 0) return 'empty';
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const header = bytes.subarray(0, HEADER_SPAN).indexOf(HEADER);
  if (header < 0) return 'not-a-pdf';
  if (pdf.length > limitBytes) return 'too-large';
  if (ENCRYPTED.test(trailerOf(bytes, header))) return 'encrypted';
  return breaksOff(bytes, header) ? 'unreadable' : undefined;
}

/** A copy that was not finished has objects, and nothing that leads to them: whoever is asked which letter it is believes that we have it. */
function breaksOff(bytes: Buffer, header: number): boolean {
  const written = WRITTEN_LENGTH.exec(bytes.toString('latin1', header, header + HEADER_SPAN))?.[1];
  if (written !== undefined && bytes.length - header < Number(written)) return true;
  return bytes.includes(' obj') && !LEADS.some((lead) => bytes.includes(lead));
}

/** The latest trailer, or the dictionary of the stream that stands for one (7.5.8): neither is ever compressed. Empty where there is none. */
function trailerOf(bytes: Buffer, header: number): string {
  const end = bytes.subarray(-END_SPAN).toString('latin1');
  const offset = [...end.matchAll(/startxref\s+(\d{1,10})/g)].at(-1)?.[1];
  if (offset === undefined) return '';
  const table = header + Number(offset);
  const isTable = /^\s*xref/.test(bytes.toString('latin1', table, table + 8));
  const from = isTable ? bytes.indexOf('trailer', table) : table;
  if (from < 0) return '';
  return bytes.toString('latin1', from, from + TRAILER_SPAN).split(/startxref|\bstream\b/, 1)[0]!;
}
