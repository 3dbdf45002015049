import type { ImportFault } from './report.ts';

/** What a file is that holds neither rows nor PEM, known by how it begins; in the text that `textOf` makes of it. */
export function otherFile(text: string): ImportFault | undefined {
  if (text.startsWith('PK\u0003\u0004')) return SHEETS.some((name) => text.includes(name)) ? 'workbook' : 'zip';
  // The compound file of older Excels.
  if (text.startsWith('\u00d0\u00cf\u0011\u00e0')) return 'workbook';
  if (text.trimStart().startsWith('%PDF-')) return 'pdf';
  return CERTIFICATE.test(text) ? 'der' : undefined;
}

/** How members of a workbook are called, or what it says it is (Excel, LibreOffice); that stands in a ZIP as it is. */
const SHEETS = ['xl/', 'opendocument.spreadsheet'];
/** A SEQUENCE that begins with one (RFC 5280 4.1): its length is given in two octets, 0x82 in windows-1252. */
const CERTIFICATE = /^0\u201a..0\u201a/s;

export const hasPem = (text: string): boolean => text.includes('-----BEGIN CERTIFICATE-----');
