import { readCms } from './cms.ts';
import type { SignatureReading } from './letter.ts';

/** A letter bears one signature, at most a few; each is checked over the whole file. */
const SIGNATURES_MAX = 20;
/** A signature with its chain and revocation answers is 10 to 60 KB; as hexadecimal digits twice that. */
const CONTENTS_MAX = 1024 * 1024;

type Range = { readonly at: number; readonly before: number; readonly after: number; readonly end: number };
type Checked = { readonly end: number; readonly signer?: string } & Pick<
  Required<SignatureReading>,
  'certificate' | 'others'
>;

/**
 * Checks every signature in a PDF over its original bytes (ISO 32000-1, 12.8; CMS as RFC 5652). A signature counts only
 * when its byte range is the file from the first byte to its end but for the signature itself. With several, one
 * after the other, the last must cover the whole file and all must hold; the signer is the last one's. A time stamp of
 * the document is nobody's signature, and what a signing service adds later for long-term validation makes the
 * signature `partial`: an operator then looks. Who the signer is, is not judged here.
 */
export function readSignature(pdf: Buffer): SignatureReading {
  const bytes = pdf.toString('latin1');
  const marks = bytes.match(/\/ByteRange\b/g)?.length ?? 0;
  if (marks === 0) return { signature: 'none' };
  const ranges = byteRanges(bytes);
  if (marks !== ranges.length || marks > SIGNATURES_MAX) return { signature: 'broken' };

  const signatures = ranges.filter((range) => !isTimeStamp(bytes, range));
  if (signatures.length === 0) return { signature: 'none' };
  const checked = signatures.map((range) => check(pdf, range));
  if (!checked.every((signature) => signature !== undefined)) return { signature: 'broken' };
  const last = checked.reduce((a, b) => (b.end > a.end ? b : a));
  return {
    signature: last.end === pdf.length ? 'intact' : 'partial',
    ...(last.signer ? { signer: last.signer } : {}),
    certificate: last.certificate,
    ...(last.others.length > 0 ? { others: last.others } : {}),
  };
}

function byteRanges(bytes: string): Range[] {
  const found = bytes.matchAll(/\/ByteRange\s*\[\s*0+\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]/g);
  return [...found].map((match) => {
    const after = Number(match[2]);
    return { at: match.index, before: Number(match[1]), after, end: after + Number(match[3]) };
  });
}

function isTimeStamp(bytes: string, { at }: Range): boolean {
  const dictionary = bytes.slice(bytes.lastIndexOf('obj', at), bytes.indexOf('endobj', at));
  return /\/SubFilter\s*\/ETSI\.RFC3161\b/.test(dictionary);
}

function check(pdf: Buffer, range: Range): Checked | undefined {
  const contents = signatureBytes(pdf, range);
  if (!contents) return undefined;
  const signed = [pdf.subarray(0, range.before), pdf.subarray(range.after, range.end)];
  const cms = readCms(contents, signed);
  return cms && { end: range.end, ...cms };
}

/** The gap must be exactly the hexadecimal string of /Contents: in it, and only in it, nothing is signed. */
function signatureBytes(pdf: Buffer, { before, after, end }: Range): Buffer | undefined {
  if (end > pdf.length || after - before > CONTENTS_MAX) return undefined;
  if (!/\/Contents\s*$/.test(pdf.toString('latin1', Math.max(0, before - 32), before))) return undefined;
  const hex = /^<((?:[0-9a-fA-F]{2})+)>$/.exec(pdf.toString('latin1', before, after));
  return hex ? Buffer.from(hex[1]!, 'hex') : undefined;
}
