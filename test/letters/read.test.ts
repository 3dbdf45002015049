import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import PDFDocument from 'pdfkit';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { Fault } from '../../src/fault.ts';
import { refusedAtSight } from '../../src/letters/at-sight.ts';
import { hasActiveContent } from '../../src/letters/content.ts';
import { createLetterReader } from '../../src/letters/read.ts';
import { listening } from './letters.ts';
import { packed, page, pageOf, stream, zeros } from './pdf.ts';

const HEARD = listening();
/** What ends a bomb is the limit that it breaks, not the busy machine: the deadline has its own test. */
const reader = createLetterReader({ log: HEARD.log, limits: { deadlineMs: 55_000 } });
afterAll(() => reader.stop());
afterEach(() => HEARD.ended.splice(0));

async function made(options: PDFKit.PDFDocumentOptions, write: (doc: PDFKit.PDFDocument) => void): Promise<Buffer> {
  const doc = new PDFDocument(options);
  write(doc);
  doc.end();
  const parts: Buffer[] = [];
  for await (const part of doc) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
const refusal = async (pdf: Uint8Array) => {
  const reading = await reader.read(pdf);
  return reading.ok ? 'ok' : reading.refused;
};

const CHILDREN_KNOWN = existsSync(`/proc/${process.pid}/task/${process.pid}/children`);
/** Processes that read letters and were started by this one. */
function childrenLeft(): string[] {
  const own = `/proc/${process.pid}/task`;
  if (!CHILDREN_KNOWN) return [];
  const pids = readdirSync(own).flatMap((task) => readFileSync(`${own}/${task}/children`, 'utf8').trim().split(' '));
  const command = (pid: string) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    } catch {
      return '';
    }
  };
  return pids.filter((pid) => pid && command(pid).includes('read-child'));
}

describe('letters that can be read', () => {
  it('give their text and pages, also with the header behind a mailer’s bytes and with no end to the file', async () => {
    const letter = page('Surat Rekomendasi');
    const expected = { ok: true, pages: 1, text: 'Surat Rekomendasi', signature: 'none' };
    expect(await reader.read(letter)).toEqual(expected);
    expect(await reader.read(Buffer.concat([Buffer.from('\r\n\r\n'), letter]))).toEqual(expected);
    expect(await reader.read(letter.subarray(0, letter.lastIndexOf('startxref')))).toEqual(expected);
    expect(await reader.read(packed('Surat Rekomendasi', ''))).toEqual(expected);
  });

  it('have no text when they are scans, and that is no refusal', async () => {
    expect(await reader.read(pageOf(deflateSync(Buffer.from('0 0 595 842 re f')), '/FlateDecode'))).toEqual({
      ok: true,
      pages: 1,
      text: '',
      signature: 'none',
    });
  });

  it('may have fields to fill in and to sign, as long as no script hangs on them', async () => {
    const fields = '/AcroForm << /SigFlags 3 /Fields [6 0 R 7 0 R] >>';
    const letter = page('Surat', fields, [
      '<< /FT /Sig /T (Sig1) /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /P 3 0 R >>',
      '<< /FT /Tx /T (nomor) /V (800/12) /Type /Annot /Subtype /Widget /Rect [0 0 9 9] /P 3 0 R >>',
    ]);
    expect(await reader.read(letter)).toMatchObject({ ok: true, text: 'Surat' });
  });

  it('lose control characters, which no database takes', async () => {
    const reading = await reader.read(page('Surat\\000 Rek\\001omendasi'));
    expect(reading.ok && /^Surat.+omendasi$/.test(reading.text)).toBe(true);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(reading.ok && /[\u0000-\u0008]/.test(reading.text)).toBe(false);
  });
});

describe('files that are refused before anything opens them', () => {
  it.each([
    ['empty', Buffer.alloc(0)],
    ['not-a-pdf', Buffer.from('PK\x03\x04 a document of another kind')],
    ['not-a-pdf', Buffer.concat([Buffer.alloc(1_024, 32), page('too far behind')])],
    ['too-large', Buffer.concat([page('large'), Buffer.alloc(10 * 1024 * 1024)])],
  ])('%s', async (refused, file) => {
    expect(await refusal(file)).toBe(refused);
  });
});

describe('what shows at sight', () => {
  const letter = (doc: PDFKit.PDFDocument) => doc.text('Surat Rekomendasi');
  /** It begins as one that is this long. */
  const forTheWeb = (length: number) =>
    Buffer.from(
      page('Surat')
        .toString('latin1')
        .replace(/\n1 0 obj/, `\n9 0 obj\n<< /Linearized 1 /L ${length} /O 3 >>\nendobj\n1 0 obj`),
      'latin1',
    );

  it('that a PDF is locked, whether its trailer is one or a stream', async () => {
    for (const options of [{ userPassword: 'rahasia' }, { ownerPassword: 'rahasia' }])
      expect(refusedAtSight(await made(options, letter))).toBe('encrypted');
    const locked = packed('Surat', '').toString('latin1').replace('/Type /XRef', '/Type /XRef /Encrypt 9 0 R');
    expect(refusedAtSight(Buffer.from(locked, 'latin1'))).toBe('encrypted');
    expect(refusedAtSight(Buffer.concat([Buffer.from('\r\n\r\n'), await made({ userPassword: 'x' }, letter)]))).toBe(
      'encrypted',
    );
  });

  it('that a copy breaks off, also of a PDF that was written for the web', async () => {
    const whole = await made({}, letter);
    for (const file of [whole.subarray(0, whole.length / 2), page('Surat').subarray(0, 120)])
      expect(refusedAtSight(file)).toBe('unreadable');
    expect(refusedAtSight(forTheWeb(4_000))).toBe('unreadable');
    expect(refusedAtSight(Buffer.concat([Buffer.from('\r\n'), forTheWeb(4_000)]))).toBe('unreadable');
  });

  it('nothing of a letter that only speaks of it, or whose damage can be mended: the reader opens these', async () => {
    const speaks = page('see /Encrypt 9 0 R in the trailer', '', ['<< /Encrypt 9 0 R >>']);
    const whole = await made({}, letter);
    const withoutEnd = whole.subarray(0, whole.lastIndexOf('startxref'));
    const astray = Buffer.from(whole.toString('latin1').replace(/startxref\s+\d+/, 'startxref\n99999999'), 'latin1');
    for (const file of [speaks, whole, packed('Surat', ''), withoutEnd, astray, forTheWeb(100)])
      expect(refusedAtSight(file)).toBeUndefined();
    for (const file of [withoutEnd, astray]) expect(await refusal(file)).toBe('ok');
  });

  it('whatever is written where the trailer should be', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.integer({ min: 0, max: 9_999_999_999 }), (rubbish, offset) => {
        const file = Buffer.concat([Buffer.from('%PDF-1.7\n'), rubbish, Buffer.from(`\nstartxref\n${offset}\n%%EOF`)]);
        expect([undefined, 'encrypted']).toContain(refusedAtSight(file));
      }),
    );
  });
});

describe('files that are refused after a look inside', () => {
  it('truncated in the middle, or rubbish behind the header', async () => {
    expect(await refusal(page('Surat').subarray(0, 120))).toBe('unreadable');
    expect(await refusal(Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.from('rubbish '.repeat(2_000))]))).toBe(
      'unreadable',
    );
  });

  it('a table of objects that points nowhere is repaired or refused, never the end of us', async () => {
    const broken = page('Surat')
      .toString('latin1')
      .replaceAll(/^\d{10} 00000 n/gm, '0000009999 00000 n');
    expect(['ok', 'unreadable']).toContain(await refusal(Buffer.from(broken, 'latin1')));
  });

  it('encrypted, with a password to open or only one to change it', async () => {
    const letter = (doc: PDFKit.PDFDocument) => doc.text('Surat Rekomendasi');
    expect(await refusal(await made({ userPassword: 'rahasia', pdfVersion: '1.7' }, letter))).toBe('encrypted');
    expect(await refusal(await made({ ownerPassword: 'rahasia', pdfVersion: '1.4' }, letter))).toBe('encrypted');
  });

  it('encrypted for the holder of a certificate', async () => {
    const file = page('Surat')
      .toString('latin1')
      .replace('trailer\n<<', 'trailer\n<< /Encrypt << /Filter /Adobe.PubSec /V 4 >>');
    expect(await refusal(Buffer.from(file, 'latin1'))).toBe('encrypted');
  });

  it('more than twenty pages', async () => {
    const pages = (count: number) =>
      made({}, (doc) => {
        for (let number = 1; number < count; number += 1) doc.addPage();
      });
    expect(await refusal(await pages(1_000))).toBe('too-many-pages');
    expect(await refusal(await pages(21))).toBe('too-many-pages');
    expect(await refusal(await pages(20))).toBe('ok');
  });

  const SCRIPT = '/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>';
  it.each([
    ['JavaScript', page('Surat', SCRIPT)],
    ['JavaScript spelled otherwise', page('Surat', '/OpenAction << /S /J#61vaScr#69pt /JS (x) >>')],
    ['JavaScript in an object stream', packed('Surat', SCRIPT)],
    ['JavaScript in an object stream without a filter', packed('Surat', SCRIPT, (content) => content as never, '')],
    ['a program to start', page('Surat', '/OpenAction << /S /Launch /F (calc.exe) >>')],
    ['an XFA form', page('Surat', '/AcroForm << /Fields [] /XFA 6 0 R >>', ['<< /Length 0 >>\nstream\n\nendstream'])],
    ['a form that sends itself', page('Surat', '/OpenAction << /S /SubmitForm /F (http://127.0.0.1/) >>')],
  ])('%s', async (_what, file) => {
    expect(await refusal(file)).toBe('active-content');
  });

  it.each(['JavaScript', 'Launch', 'EmbeddedFile', 'EmbeddedFiles', 'XFA', 'RichMedia', 'SubmitForm', 'ImportData'])(
    'whatever is called %s, by this name alone',
    (name) => {
      expect(hasActiveContent(page('Surat', `/${name} 6 0 R`))).toBe(true);
      expect(hasActiveContent(page('Surat', `/${name}Lama 6 0 R`))).toBe(false);
    },
  );

  it('a file inside the file', async () => {
    const file = await made({}, (doc) => {
      doc.text('Surat').file(Buffer.from('MZ'), { name: 'surat.exe' });
    });
    expect(await refusal(file)).toBe('active-content');
  });

  it('object streams packed twice: nobody can say what is in them', async () => {
    const twice = (content: Buffer) => deflateSync(deflateSync(content));
    const file = packed('Surat', SCRIPT, twice as typeof deflateSync, '/Filter [/FlateDecode /FlateDecode]');
    expect(await refusal(file)).toBe('unreadable');
  });
});

describe('bombs', () => {
  it('2 KB that unfold to 1.8 GB end with the child, within its memory and time', async () => {
    const bomb = pageOf(
      deflateSync(deflateSync(zeros(180), { level: 9 }), { level: 9 }),
      '[/FlateDecode /FlateDecode /FlateDecode]',
    );
    expect(bomb.length).toBeLessThan(4_000);
    expect(await refusal(bomb)).toBe('unreadable');
    expect(HEARD.ended).toEqual(['memory']);
    expect(childrenLeft()).toEqual([]);
  });

  it('an object stream that unfolds to 1 GB ends the same way', async () => {
    const bomb = packed('Surat', '', ((content: Buffer) =>
      Buffer.concat([content.subarray(0, 0), zeros(100)])) as typeof deflateSync);
    expect(await refusal(bomb)).toBe('unreadable');
  });

  /** A form of 1.2 million steps and one letter, called a thousand times: minutes of work in little memory. */
  function endless(): Buffer {
    const steps = deflateSync(Buffer.from(`${'q Q '.repeat(1_200_000)}BT /F1 1 Tf (a) Tj ET`));
    const resources = '/Resources << /XObject << /X 6 0 R >> /Font << /F1 5 0 R >> >>';
    const form = stream(steps, `/Type /XObject /Subtype /Form /BBox [0 0 9 9] ${resources} /Filter /FlateDecode`);
    return page('x', '', [form], resources, '/X Do '.repeat(1_000));
  }

  it('work that is not done by the deadline is ended, and is tried again: the machine may be busy', async () => {
    const hurried = createLetterReader({ log: HEARD.log, limits: { deadlineMs: 4_000 } });
    await expect(hurried.read(endless())).rejects.toMatchObject({ code: 'letter-reader' });
    expect(HEARD.ended).toEqual(['deadline']);
  });

  it.skipIf(!existsSync('/bin/sh'))(
    'work without end is ended by the kernel too, should we be too busy to do it',
    async () => {
      const thrifty = createLetterReader({ log: HEARD.log, limits: { cpuSeconds: 2 } });
      expect(await thrifty.read(endless())).toEqual({ ok: false, refused: 'unreadable' });
      expect(HEARD.ended).toEqual([]);
    },
  );
});

describe('the process that reads', () => {
  it('is a fault of ours, not of the letter, when it does not come up', async () => {
    const cramped = createLetterReader({ limits: { deadlineMs: 1 } });
    await expect(cramped.read(page('Surat'))).rejects.toThrow(new Fault('letter-reader', 'did not come up (deadline)'));
  });

  it('is used by so many letters at once and no more, and the queue has an end', async () => {
    const narrow = createLetterReader({ limits: { children: 1, waiting: 1 } });
    const [first, second, third] = [page('satu'), page('dua'), page('tiga')].map((pdf) => narrow.read(pdf));
    await expect(third).rejects.toMatchObject({ code: 'letter-reader' });
    expect(await first).toMatchObject({ text: 'satu' });
    expect(await second).toMatchObject({ text: 'dua' });
  });

  it('goes on after a letter that ended it', async () => {
    const single = createLetterReader({ log: HEARD.log, limits: { children: 1, deadlineMs: 1 } });
    await expect(single.read(page('Surat'))).rejects.toThrow(Fault);
    await expect(single.read(page('Surat'))).rejects.toThrow(Fault);
    expect(HEARD.ended).toEqual(['deadline', 'deadline']);
  });

  it.skipIf(!CHILDREN_KNOWN)('is gone when we stop', async () => {
    const stopped = createLetterReader({ limits: { children: 2 } });
    const readings = ['satu', 'dua', 'tiga'].map((text) => stopped.read(page(text)));
    const ends = Promise.allSettled(readings);
    // On a busy machine a child bears our own name until it has become the program that it runs.
    await expect.poll(childrenLeft, { interval: 5 }).toHaveLength(2);
    await stopped.stop();
    expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(childrenLeft()).toEqual([]);
  });
});
