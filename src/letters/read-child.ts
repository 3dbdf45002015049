/**
 * The process that opens a stranger's PDF: the file comes on the standard input, the answer leaves as one line of JSON
 * on the standard output, after a line that says that the process works (what happens before it is our fault, what
 * happens after it is the letter's). It has no environment, no files but its own code, and whoever started it ends it.
 */
import type { Answer } from './answer.ts';
import { hasActiveContent } from './content.ts';
import { LIMITS, READY } from './limits.ts';
import { readSignature } from './signature.ts';
import { findsActiveContent, openPdf, textOf } from './text.ts';

async function read(pdf: Buffer): Promise<Answer> {
  const document = await openPdf(pdf);
  if (document === 'encrypted') return { ok: false, refused: 'encrypted' };
  if (document.numPages > LIMITS.pages) return { ok: false, refused: 'too-many-pages' };
  if (hasActiveContent(pdf) || (await findsActiveContent(document))) return { ok: false, refused: 'active-content' };
  const text = await textOf(document, LIMITS.text);
  const { certificate, others = [], ...signature } = readSignature(pdf);
  const along = others.map(toBase64).filter(({ length }) => length <= LIMITS.otherCharacters);
  return {
    ok: true,
    pages: document.numPages,
    text,
    ...signature,
    ...(certificate ? { certificate: toBase64(certificate) } : {}),
    ...(along.length > 0 ? { others: along } : {}),
  };
}

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

process.stdout.write(`${READY}\n`);
const parts: Buffer[] = [];
for await (const part of process.stdin) parts.push(part);
const answer = await read(Buffer.concat(parts)).catch((): Answer => ({ ok: false, refused: 'unreadable' }));
// pdf.js may have left timers and promises behind: nothing of them matters once the answer is out.
process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit(0));
