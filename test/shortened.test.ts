import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Content, hashesIn, lengthen, shorten } from '../src/shortened.ts';

const hashOf = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');
const document = (content: Uint8Array): Content => ({ hash: hashOf(content), content });
const among = (documents: readonly Content[]) => (hash: string) =>
  documents.find((each) => each.hash === hash)!.content;

/** As most clients write it. */
const base64 = (content: Uint8Array, line = 76, ending = '\r\n') =>
  (
    Buffer.from(content)
      .toString('base64')
      .match(new RegExp(`.{1,${line}}`, 'g')) ?? []
  ).join(ending);
const mail = (...parts: string[]) =>
  Buffer.from(['Subject: surat', '', ...parts.flatMap((part) => ['--b', '', part]), '--b--', ''].join('\r\n'));
const letter = (size: number) =>
  Buffer.concat([Buffer.from('%PDF-1.7\n% the same beginning in all of them\n'), randomBytes(size)]);

function expectWhole(raw: Uint8Array, documents: readonly Content[]): number {
  const short = shorten(raw, documents);
  if (!short) return raw.length;
  expect(Buffer.from(lengthen(short, among(documents))).equals(raw)).toBe(true);
  return short.length;
}

test('any mail comes back byte by byte, whatever its documents are and however they are written in it', () => {
  // Few letters, so that beginnings, endings and whole files are alike and stand in one another.
  const content = fc.oneof(
    fc.uint8Array({ minLength: 1000, maxLength: 5000 }),
    fc
      .tuple(fc.constantFrom(0, 65), fc.integer({ min: 1000, max: 5000 }))
      .map(([byte, size]) => new Uint8Array(size).fill(byte)),
  );
  const written = fc.record({
    which: fc.nat({ max: 2 }),
    line: fc.constantFrom(4, 40, 60, 64, 75, 76, 77, 998, 100_000),
    ending: fc.constantFrom('\n', '\r\n', '\r', ' \r\n'),
    spoilt: fc.option(fc.nat(), { freq: 2 }),
    cut: fc.option(fc.nat({ max: 3000 }), { freq: 4 }),
  });
  fc.assert(
    fc.property(
      fc.array(content, { minLength: 3, maxLength: 3 }),
      fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.constantFrom('', '\n', '\r\n'), written), { maxLength: 5 }),
      (contents, pieces) => {
        const texts = pieces.flatMap(([before, feed, { which, line, ending, spoilt, cut }]) => {
          const encoded = Buffer.from(base64(contents[which]!, line, ending));
          if (spoilt !== null) encoded[spoilt % encoded.length]! ^= 1;
          return [Buffer.from(before + feed), encoded.subarray(0, cut ?? encoded.length)];
        });
        expectWhole(Buffer.concat(texts), contents.map(document));
      },
    ),
    { numRuns: 300 },
  );
});

test('of a file that is stored only what it takes to write it again is left, in every form that clients use', () => {
  for (const line of [60, 64, 72, 75, 76, 998, 1_000_000])
    for (const ending of ['\n', '\r\n'])
      for (const size of [1023, 1024, 1025, 60_000, 60_001, 60_002]) {
        const file = document(letter(size));
        expect(expectWhole(mail(base64(file.content, line, ending)), [file])).toBeLessThan(300);
      }
});

test('the same file twice, files that begin alike and a file in a mail within the mail are each left out', () => {
  const [first, second] = [document(letter(30_000)), document(letter(40_000))];
  const within = mail('halo', base64(second.content)).toString('latin1');
  const raw = mail(base64(first.content), within, base64(second.content), base64(first.content));
  const files = [second, first, second, first];
  expect(expectWhole(raw, files)).toBeLessThan(1000);
  expect(hashesIn(shorten(raw, files)!).sort()).toEqual([first.hash, second.hash].sort());
});

test('what is written in any other way stays as it is', () => {
  const file = document(Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(4000, 7)]));
  const right = base64(file.content);
  const lines = right.split('\r\n');
  const other = {
    'lines of different length': [lines[0], lines[1]!.slice(0, 40), lines[1]!.slice(40), ...lines.slice(2)].join(
      '\r\n',
    ),
    'one other ending': right.replace('\r\n', '\n'),
    'endings that change': right.replace(/\r\n(?=[^\r]*$)/, '\n'),
    'spaces at the end of a line': right.replaceAll('\r\n', ' \r\n'),
    'a sign of the other alphabet': right.replaceAll('/', '_').replaceAll('H', '-'),
    'a missing end': right.slice(0, -80),
    'bits that decoding drops': right.replace(/.=*$/, (end) => `${end.startsWith('c') ? 'd' : 'B'}${end.slice(1)}`),
  };
  expect(shorten(mail(right), [file])).toBeDefined();
  for (const [how, text] of Object.entries(other)) expect([how, shorten(mail(text), [file])]).toEqual([how, undefined]);
  expect(shorten(mail('halo'), [file])).toBeUndefined();
  expect(shorten(mail(base64(Buffer.alloc(100))), [document(Buffer.alloc(100))])).toBeUndefined();
});

test('a mail of nothing but beginnings holds up nobody', () => {
  const file = document(Buffer.alloc(3_000_000));
  // Every line could be the first, and almost to its end each looks like it.
  const almost = `${base64(file.content).replace(/A{8}$/, 'BAAAAAAA')}\r\n${base64(file.content.subarray(0, 100_000))}`;
  const began = performance.now();
  expect(shorten(mail(almost), Array(20).fill(file))).toBeUndefined();
  expect(performance.now() - began).toBeLessThan(30_000);
});

test('a document that is missing is told, and nothing is made up in its place', () => {
  const file = document(letter(5000));
  const missing = () => {
    throw new Error('missing');
  };
  expect(() => lengthen(shorten(mail(base64(file.content)), [file])!, missing)).toThrow('missing');
});
