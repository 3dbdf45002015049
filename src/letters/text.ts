import { getDocument, type PDFDocumentProxy, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
// Puts its message handler where pdf.js looks for it before starting a worker: everything runs in this process.
import 'pdfjs-dist/legacy/build/pdf.worker.mjs';

type OpenPdf = PDFDocumentProxy;

/** In a trailer, which is never compressed. */
const ENCRYPTED = /\/Encrypt\b/;

/** Opens without fonts, network, images or scripts. `encrypted` also when the password is empty or is a certificate. */
export async function openPdf(pdf: Buffer): Promise<OpenPdf | 'encrypted'> {
  try {
    const document = await getDocument({
      data: new Uint8Array(pdf),
      verbosity: VerbosityLevel.ERRORS,
      disableFontFace: true,
      useSystemFonts: false,
      useWasm: false,
      useWorkerFetch: false,
      stopAtErrors: false,
      enableXfa: false,
    }).promise;
    const { info } = await document.getMetadata();
    return (info as { EncryptFilterName?: string | null }).EncryptFilterName ? 'encrypted' : document;
  } catch (error) {
    if ((error as Error).name === 'PasswordException' || ENCRYPTED.test(pdf.toString('latin1'))) return 'encrypted';
    throw error;
  }
}

/** What pdf.js itself finds of scripts, files inside and dynamic forms: a second pair of eyes beside content.ts. */
export async function findsActiveContent(document: OpenPdf): Promise<boolean> {
  const { info } = await document.getMetadata();
  const { IsXFAPresent, IsCollectionPresent } = info as { IsXFAPresent?: boolean; IsCollectionPresent?: boolean };
  // Not hasJSActions(), which takes every form field without a script for one with a script (pdf.js 6.5).
  if (IsXFAPresent || IsCollectionPresent || (await document.getJSActions())) return true;
  return (await document.getAttachments()) !== null;
}

/** The text of all pages, at most `limit` characters, without control characters (a NUL would break the database). */
export async function textOf(document: OpenPdf, limit: number): Promise<string> {
  let text = '';
  for (let number = 1; number <= document.numPages && text.length < limit; number += 1) {
    const page = await document.getPage(number);
    for await (const { items } of page.streamTextContent()) {
      for (const item of items) if ('str' in item) text += item.hasEOL ? `${item.str}\n` : item.str;
      if (text.length >= limit) break;
    }
    text += '\n';
    page.cleanup();
  }
  return text
    .slice(0, limit)
    .toWellFormed()
    .replaceAll(/[^\P{Cc}\n\t]/gu, ' ')
    .trim();
}
