import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';

/** A sheet being written: the document, the size of the running text, and whether a letter had to be replaced. */
export type Sheet = { readonly doc: PDFKit.PDFDocument; readonly size: number; replaced: boolean };

/** Liberation Sans comes with pdf.js: the measures of Arial, all of Latin-1 and Latin Extended-A, embedded in part. */
const FONTS = {
  regular: fileURLToPath(import.meta.resolve('pdfjs-dist/standard_fonts/LiberationSans-Regular.ttf')),
  bold: fileURLToPath(import.meta.resolve('pdfjs-dist/standard_fonts/LiberationSans-Bold.ttf')),
};
/** Points; 2.5 cm left for filing, 2 cm right. */
const MARGINS = { top: 40, bottom: 44, left: 71, right: 57 };
const WIDTH = 595.28 - MARGINS.left - MARGINS.right;

/** What the font can set. What it cannot becomes its base letter or a box, and the foot of the letter says so. */
const PRINTABLE = /[\x20-\x7e\u00a1-\u00ac\u00ae-\u017f\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026]/u;
const BOX = '\u25a1';
const REPLACED = `Mohon diperiksa: ada huruf yang tidak dapat dicetak persis seperti pada data (diganti huruf dasarnya atau ${BOX}).`;

export function newSheet(size: number, info: { title: string; at: Date }): Sheet {
  const doc = new PDFDocument({
    size: 'A4',
    margins: MARGINS,
    bufferPages: true,
    lang: 'id-ID',
    info: { Title: info.title, CreationDate: info.at },
  });
  doc.registerFont('regular', FONTS.regular).registerFont('bold', FONTS.bold);
  return { doc: doc.font('regular').fontSize(size), size, replaced: false };
}

/** Says each character as the font can: nothing crashes, nothing visible vanishes silently. */
function printable(sheet: Sheet, text: string): string {
  const spell = (letter: string): string => {
    if (PRINTABLE.test(letter)) return letter;
    if (/[\s\p{Cc}]/u.test(letter)) return ' ';
    // Zero-width and direction marks show nothing in the first place.
    if (/\p{Cf}/u.test(letter)) return '';
    sheet.replaced = true;
    const base = letter.normalize('NFKD').replaceAll(/\p{M}/gu, '');
    return [...base].every((part) => PRINTABLE.test(part)) ? base : BOX;
  };
  return [...text.toWellFormed().normalize('NFC')].map(spell).join('').replaceAll(/ +/g, ' ').trim();
}

/** The letterhead: the government, the office, and lines for its address, over a thick and a thin rule. */
export function letterhead(sheet: Sheet, government: string, office: string): void {
  const { doc, size } = sheet;
  const lines = [
    { text: printable(sheet, government).toLocaleUpperCase('id'), size: size + 2 },
    { text: printable(sheet, office).toLocaleUpperCase('id'), size: size + 4 },
  ].filter(({ text }) => text !== '');
  doc.font('bold');
  for (const line of lines) doc.fontSize(line.size).text(line.text, { align: 'center' });
  if (lines.length === 0) doc.moveDown(3);
  doc
    .font('regular')
    .fontSize(size - 2)
    .moveDown(0.5);
  const y = doc.y;
  blankAfter(sheet, 'Alamat', MARGINS.left, y, WIDTH * 0.46);
  blankAfter(sheet, 'Telepon', MARGINS.left + WIDTH * 0.48, y, WIDTH * 0.22);
  blankAfter(sheet, 'Pos-el', MARGINS.left + WIDTH * 0.72, y, WIDTH * 0.28);
  const rule = doc.y + size * 0.6;
  doc
    .lineWidth(2.25)
    .moveTo(MARGINS.left, rule)
    .lineTo(MARGINS.left + WIDTH, rule)
    .stroke();
  doc
    .lineWidth(0.75)
    .moveTo(MARGINS.left, rule + 3)
    .lineTo(MARGINS.left + WIDTH, rule + 3)
    .stroke();
  doc.fontSize(size);
  at(sheet, rule + size * 2);
}

/** The title, underlined, and below it the number that the agency gives the letter. */
export function title(sheet: Sheet, lines: readonly string[]): void {
  const { doc, size } = sheet;
  doc.font('bold').fontSize(size + 1);
  for (const line of lines) doc.text(line, { align: 'center', underline: true, lineGap: 3 });
  doc.font('regular').fontSize(size).moveDown(0.2);
  blankAfter(sheet, 'Nomor :', MARGINS.left + WIDTH * 0.26, doc.y, WIDTH * 0.48);
  doc.moveDown(1.2);
}

/** A heading of our own papers: what it is, and below it for whom. */
export function headline(sheet: Sheet, text: string, below: string): void {
  const { doc, size } = sheet;
  doc
    .font('bold')
    .fontSize(size + 4)
    .text(printable(sheet, text), MARGINS.left, doc.y, { width: WIDTH });
  doc.font('regular').fontSize(size).text(printable(sheet, below), { width: WIDTH }).moveDown(0.7);
}

/** Numbered sentences. */
export function steps(sheet: Sheet, list: readonly string[]): void {
  const { doc, size } = sheet;
  const x = MARGINS.left + size * 1.8;
  const width = MARGINS.left + WIDTH - x;
  for (const [index, said] of list.entries()) {
    const text = printable(sheet, said);
    room(sheet, doc.heightOfString(text, { width }));
    const y = doc.y;
    doc.text(`${index + 1}.`, MARGINS.left, y, { lineBreak: false });
    doc.text(text, x, y, { width, lineGap: 1 });
    at(sheet, doc.y + size * 0.15);
  }
  at(sheet, doc.y + size * 0.5);
}

export function paragraph(sheet: Sheet, text: string): void {
  sheet.doc.text(printable(sheet, text), MARGINS.left, sheet.doc.y, { width: WIDTH, align: 'justify', lineGap: 2 });
  sheet.doc.moveDown(0.6);
}

/** Numbered rows "1. Nama : ..."; a row without a value is a line to write on. */
export function rows(sheet: Sheet, list: readonly (readonly [label: string, value?: string])[]): void {
  const { doc, size } = sheet;
  const label = MARGINS.left + size * 2.6;
  const value = label + size * 11.5;
  const width = MARGINS.left + WIDTH - value;
  for (const [index, [name, said]] of list.entries()) {
    const text = printable(sheet, said ?? '');
    const height = Math.max(doc.heightOfString(text || ' ', { width }), doc.currentLineHeight(true));
    room(sheet, height);
    const y = doc.y;
    doc.text(`${index + 1}.`, MARGINS.left + size, y, { lineBreak: false });
    doc.text(name, label, y, { lineBreak: false });
    doc.text(':', value - size, y, { lineBreak: false });
    if (text) doc.text(text, value, y, { width });
    else dotted(sheet, value, y, width);
    at(sheet, y + height + size * 0.28);
  }
  at(sheet, doc.y + size * 0.5);
}

/** A ruled table; every row is as high as its highest cell, and none is torn apart by a page's end. */
export function table(
  sheet: Sheet,
  shares: readonly number[],
  head: readonly string[],
  body: readonly (readonly string[])[],
): void {
  const { doc, size } = sheet;
  const pad = size * 0.4;
  const widths = shares.map((share) => share * WIDTH);
  for (const [index, row] of [head, ...body].entries()) {
    doc.font(index === 0 ? 'bold' : 'regular').lineWidth(0.6);
    const cells = row.map((cell) => printable(sheet, cell));
    const heights = cells.map((cell, column) => doc.heightOfString(cell || ' ', { width: widths[column]! - 2 * pad }));
    const height = Math.max(...heights) + 2 * pad;
    room(sheet, height);
    const y = doc.y;
    let x = MARGINS.left;
    for (const [column, cell] of cells.entries()) {
      doc.rect(x, y, widths[column]!, height).stroke();
      doc.text(cell, x + pad, y + pad, { width: widths[column]! - 2 * pad, align: index === 0 ? 'center' : 'left' });
      x += widths[column]!;
    }
    at(sheet, y + height);
  }
  doc.font('regular');
  at(sheet, doc.y + size);
}

type Signatory = {
  /** What stands above the signature, line by line; an empty one, and the rest of one that ends in "…", is written on. */
  readonly above: readonly string[];
  readonly name?: string;
  readonly nip?: string;
};

/** Places for signatures, stamp and date; one stands right, two stand left and right. Kept on one page. */
export function signatures(sheet: Sheet, signatories: readonly Signatory[]): void {
  const { doc, size } = sheet;
  const width = WIDTH * 0.46;
  const line = doc.currentLineHeight(true) * 1.15;
  room(sheet, line * 10);
  const top = doc.y + size * 0.4;
  for (const [index, { above, name, nip }] of signatories.entries()) {
    const x = signatories.length === 2 && index === 0 ? MARGINS.left : MARGINS.left + WIDTH - width;
    for (const [row, text] of above.entries()) written(sheet, text, x, top + row * line, width);
    const foot = top + (above.length + 4.2) * line;
    if (name) doc.font('bold').text(printable(sheet, name), x, foot, { width, underline: true }).font('regular');
    else dotted(sheet, x, foot, width);
    const below = name ? doc.y + size * 0.15 : foot + line;
    if (nip) doc.text(`NIP ${nip}`, x, below, { width });
    else blankAfter(sheet, 'NIP', x, below, width);
  }
}

/** Small print at the foot of the page. */
export function foot(sheet: Sheet, said: readonly string[]): void {
  const { doc } = sheet;
  const lines = [...(sheet.replaced ? [REPLACED] : []), ...said];
  doc.fontSize(7.5).fillColor('#555555');
  let y = doc.page.height - MARGINS.bottom - lines.length * 10;
  for (const line of lines) {
    doc.text(line, MARGINS.left, y, { width: WIDTH, lineBreak: false });
    y += 10;
  }
  doc.fillColor('black').fontSize(sheet.size);
}

export function pages({ doc }: Sheet): number {
  return doc.bufferedPageRange().count;
}

export async function finish({ doc }: Sheet): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  doc.end();
  for await (const part of doc) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Moves to the next page when `height` does not fit above the small print. */
function room({ doc }: Sheet, height: number): void {
  if (doc.y + height > doc.page.height - MARGINS.bottom - 24) doc.addPage();
}

function at({ doc }: Sheet, y: number): void {
  doc.x = MARGINS.left;
  doc.y = y;
}

/** Text or, where there is none, a line to write on. */
function written(sheet: Sheet, text: string, x: number, y: number, width: number): void {
  if (text.endsWith('…')) blankAfter(sheet, text.slice(0, -1), x, y, width);
  else if (text) sheet.doc.text(printable(sheet, text), x, y, { width, lineBreak: false, ellipsis: true });
  else dotted(sheet, x, y, width);
}

function blankAfter(sheet: Sheet, text: string, x: number, y: number, width: number): void {
  const { doc } = sheet;
  const shown = printable(sheet, text);
  doc.text(shown, x, y, { lineBreak: false });
  const gone = doc.widthOfString(`${shown} `);
  dotted(sheet, x + gone, y, Math.max(width - gone, 0));
  at(sheet, y + doc.currentLineHeight(true));
}

function dotted({ doc }: Sheet, x: number, y: number, width: number): void {
  const base = y + doc.currentLineHeight() * 0.86;
  doc
    .save()
    .lineWidth(0.7)
    .dash(0.7, { space: 2 })
    .moveTo(x, base)
    .lineTo(x + width, base)
    .stroke()
    .undash()
    .restore();
}
