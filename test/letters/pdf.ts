import { deflateRawSync, deflateSync } from 'node:zlib';
import { Integer, ObjectIdentifier, OctetString, UTCTime, Utf8String } from 'asn1js';
import * as pkijs from 'pkijs';

/** PDFs written byte by byte, as strangers' producers and attackers write them. */

type Entry = string | Buffer;
const bytes = (part: Entry) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part);

/** A file of the given objects, numbered from 1; the first is the catalogue, "2 0 R" the pages. */
function pdfOf(objects: readonly Entry[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  const at: number[] = [];
  let size = parts[0]!.length;
  for (const [index, object] of objects.entries()) {
    at.push(size);
    const part = Buffer.concat([bytes(`${index + 1} 0 obj\n`), bytes(object), bytes('\nendobj\n')]);
    parts.push(part);
    size += part.length;
  }
  const lines = at.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const count = objects.length + 1;
  const tail = `xref\n0 ${count}\n0000000000 65535 f \n${lines}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${size}\n%%EOF\n`;
  return Buffer.concat([...parts, bytes(tail)]);
}

export function stream(content: Entry, dictionary = ''): Buffer {
  const body = bytes(content);
  return Buffer.concat([bytes(`<< ${dictionary} /Length ${body.length} >>\nstream\n`), body, bytes('\nendstream')]);
}

const PAGES = '<< /Type /Pages /Kids [3 0 R] /Count 1 >>';
const FONTS = '/Resources << /Font << /F1 5 0 R >> >>';
const leaf = (resources: string) =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R ${resources} >>`;
const PAGE = leaf(FONTS);
const FONT = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';
const show = (text: string) => `BT /F1 12 Tf 50 700 Td (${text}) Tj ET`;

/** One page that says `text`; `catalogue`, `more` objects from 6 on, and the page's resources are where an attack goes. */
export function page(
  text: string,
  catalogue = '',
  more: readonly Entry[] = [],
  resources = FONTS,
  content = show(text),
): Buffer {
  return pdfOf([
    `<< /Type /Catalog /Pages 2 0 R ${catalogue} >>`,
    PAGES,
    leaf(resources),
    stream(content),
    FONT,
    ...more,
  ]);
}

/** The page's content is `content` as it stands, behind `filter`. */
export function pageOf(content: Buffer, filter: string): Buffer {
  return pdfOf(['<< /Type /Catalog /Pages 2 0 R >>', PAGES, PAGE, stream(content, `/Filter ${filter}`), FONT]);
}

/** The same page with its dictionaries packed into an object stream (PDF 1.5), where a look at the bytes sees nothing. */
export function packed(text: string, catalogue: string, pack = deflateSync, filter = '/Filter /FlateDecode'): Buffer {
  const objects = [`<< /Type /Catalog /Pages 2 0 R ${catalogue} >>`, PAGES, PAGE, FONT];
  const numbers = [1, 2, 3, 5];
  let offset = 0;
  const index = objects.map((object, n) => {
    const entry = `${numbers[n]} ${offset}`;
    offset += object.length + 1;
    return entry;
  });
  const head = `${index.join(' ')} `;
  const content = pack(Buffer.from(head + objects.join(' '), 'latin1'));
  const dictionary = `/Type /ObjStm /N ${objects.length} /First ${head.length} ${filter}`;
  const start = bytes('%PDF-1.7\n');
  const text4 = Buffer.concat([bytes('4 0 obj\n'), stream(show(text)), bytes('\nendobj\n')]);
  const stream6 = Buffer.concat([bytes('6 0 obj\n'), stream(content, dictionary), bytes('\nendobj\n')]);
  const at6 = start.length + text4.length;
  const at7 = at6 + stream6.length;
  // type, then offset or holding stream, then generation or place in it
  const rows = [
    [0, 0, 255],
    [2, 6, 0],
    [2, 6, 1],
    [2, 6, 2],
    [1, start.length, 0],
    [2, 6, 3],
    [1, at6, 0],
    [1, at7, 0],
  ];
  const table = Buffer.from(rows.flatMap(([type, where, place]) => [type!, where! >> 8, where! & 255, place!]));
  const xref = stream(table, '/Type /XRef /Size 8 /W [1 2 1] /Root 1 0 R');
  return Buffer.concat([
    start,
    text4,
    stream6,
    bytes('7 0 obj\n'),
    xref,
    bytes(`\nendobj\nstartxref\n${at7}\n%%EOF\n`),
  ]);
}

const BLOCK = 10_000_000;
/** zlib data that inflates to `tens` times 10 MB of NUL, which is white space in a PDF: about 10 KB for each. */
export function zeros(tens: number): Buffer {
  // 0 = Z_NO_FLUSH keeps it open; a full flush makes the block repeatable.
  const block = deflateRawSync(Buffer.alloc(BLOCK), { finishFlush: 3 });
  const size = tens * BLOCK;
  const adler = Buffer.alloc(4);
  adler.writeUInt32BE((((size % 65_521) << 16) | 1) >>> 0);
  return Buffer.concat([Buffer.from([0x78, 0x9c]), ...Array(tens).fill(block), Buffer.from([0x03, 0x00]), adler]);
}

export type KeyKind = 'rsa' | 'pss' | 'ec';
const ALGORITHMS = {
  rsa: { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
  pss: { name: 'RSA-PSS', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
  ec: { name: 'ECDSA', namedCurve: 'P-256' },
};
type Signer = { readonly certificate: pkijs.Certificate; readonly key: CryptoKey };

/** A certificate that signed itself: trust is not judged by what is tested here. */
export async function newSigner(kind: KeyKind, name: string): Promise<Signer> {
  const pair = (await crypto.subtle.generateKey(ALGORITHMS[kind], true, ['sign', 'verify'])) as CryptoKeyPair;
  const certificate = new pkijs.Certificate();
  certificate.version = 2;
  certificate.serialNumber = new Integer({ value: 4711 });
  const commonName = new pkijs.AttributeTypeAndValue({ type: '2.5.4.3', value: new Utf8String({ value: name }) });
  certificate.subject.typesAndValues.push(commonName);
  certificate.issuer.typesAndValues.push(commonName);
  certificate.notBefore.value = new Date('2026-01-01T00:00:00Z');
  certificate.notAfter.value = new Date('2028-01-01T00:00:00Z');
  await certificate.subjectPublicKeyInfo.importKey(pair.publicKey);
  await certificate.sign(pair.privateKey, 'SHA-256');
  return { certificate, key: pair.privateKey };
}

export async function cmsOf(
  content: Buffer,
  signer: Signer,
  hash = 'SHA-256',
  along: readonly pkijs.Certificate[] = [],
): Promise<Buffer> {
  const data = new Uint8Array(content);
  const digest = await crypto.subtle.digest(hash, data);
  const attribute = (type: string, value: unknown) => new pkijs.Attribute({ type, values: [value] });
  const signed = new pkijs.SignedData({
    version: 1,
    encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: '1.2.840.113549.1.7.1' }),
    certificates: [...along, signer.certificate],
    signerInfos: [
      new pkijs.SignerInfo({
        version: 1,
        sid: new pkijs.IssuerAndSerialNumber({
          issuer: signer.certificate.issuer,
          serialNumber: signer.certificate.serialNumber,
        }),
        signedAttrs: new pkijs.SignedAndUnsignedAttributes({
          type: 0,
          attributes: [
            attribute('1.2.840.113549.1.9.3', new ObjectIdentifier({ value: '1.2.840.113549.1.7.1' })),
            attribute('1.2.840.113549.1.9.5', new UTCTime({ valueDate: new Date('2026-10-01T00:00:00Z') })),
            attribute('1.2.840.113549.1.9.4', new OctetString({ valueHex: digest })),
          ],
        }),
      }),
    ],
  });
  await signed.sign(signer.key, 0, hash, data);
  const info = new pkijs.ContentInfo({ contentType: '1.2.840.113549.1.7.2', content: signed.toSchema(true) });
  return Buffer.from(info.toSchema().toBER());
}

const ROOM = 65_536;
const RANGE = '[0 0000000000 0000000000 0000000000]';

/** Signs `base` by an addition at its end, as signing services do; `sign` gets the bytes that are signed. */
export async function signedPdf(
  base: Buffer,
  sign: (data: Buffer) => Promise<Buffer>,
  {
    subFilter = 'ETSI.CAdES.detached',
    contents = '/Contents',
    room = ROOM,
    beyond = 0,
  }: { subFilter?: string; contents?: string; room?: number; beyond?: number } = {},
): Promise<Buffer> {
  const hex = '0'.repeat(room * 2);
  const value = `8 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /${subFilter} /ByteRange ${RANGE} ${contents} <${hex}> >>\nendobj\n`;
  const file = Buffer.concat([base, bytes(value), bytes('trailer\n<< /Size 9 /Root 1 0 R >>\n%%EOF\n')]);
  const before = file.lastIndexOf(`<${hex}>`);
  const after = before + hex.length + 2;
  const numbers = [before, after, file.length - after + beyond].map((n) => String(n).padStart(10, '0'));
  file.write(`[0 ${numbers.join(' ')}]`, file.lastIndexOf(RANGE), 'latin1');
  const cms = await sign(Buffer.concat([file.subarray(0, before), file.subarray(after)]));
  file.write(cms.toString('hex'), before + 1, 'latin1');
  return file;
}
