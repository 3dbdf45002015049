import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { InboundOptions } from '../../mail/inbound.ts';
import {
  FILE_LIMIT_BYTES,
  FILES_LIMIT,
  NESTING_LIMIT,
  ORNAMENT_LIMIT_BYTES,
  WHOLE_TEXT_LIMIT,
} from '../../mail/limits.ts';
import { messageIdOf } from '../../mail/token.ts';
import { kindOf } from '../../src/desk/message/documents.ts';
import { compose } from '../../src/sandbox/mail/compose.ts';
import { bytes, corpus, FROM, RECEIVED, receive } from './support.ts';

const BUDI = { address: 'Budi@pemprov.example', name: 'Budi Santoso' };
const PDF = Buffer.from('%PDF-1.7\nisi');
const mail = (letter: Partial<Parameters<typeof compose>[0]>, to = FROM) =>
  compose({ subject: 'Halo', text: 'Sudah benar', ...letter }, BUDI, to, RECEIVED);

describe('a mail as the desk receives it', () => {
  test('has its sender, its words, and what it answers, nearest first', async () => {
    const inbound = await receive(
      await mail({
        text: 'Sudah benar\n\nPada Senin, X menulis:\n> Benar?',
        inReplyTo: '<c@x>',
        references: ['<a@x>', '<b@x>', '<c@x>'],
      }),
    );
    expect(inbound).toMatchObject({
      channel: 'mail',
      source: 'imap:INBOX:7',
      externalId: '12',
      contact: { channel: 'mail', value: 'budi@pemprov.example' },
      name: 'Budi Santoso',
      at: RECEIVED,
      subject: 'Halo',
      text: 'Sudah benar',
      answers: ['<c@x>', '<b@x>', '<a@x>'],
      files: [],
    });
    expect(inbound.wholeText).toContain('> Benar?');
    expect(inbound.copyKey).toMatch(/^<.+>$/);
    expect(inbound).not.toHaveProperty('fault');
    expect(inbound).not.toHaveProperty('automatic');
  });

  test('brings its reply token in the address, wherever servers put it, or in References', async () => {
    expect((await receive(await mail({}, 'sertifikat+tok1@kominfo.example'))).proof?.token).toBe('tok1');
    const delivered = Buffer.concat([Buffer.from('Delivered-To: sertifikat+tok2@kominfo.example\r\n'), await mail({})]);
    expect((await receive(delivered)).proof?.token).toBe('tok2');
    const thread = await mail({ references: [messageIdOf('id-1', 'kominfo.example', 'tok3')] });
    expect((await receive(thread, { replyAddress: undefined })).proof?.token).toBe('tok3');
    expect((await receive(await mail({}))).proof).toEqual({ authentic: 'unknown' });
  });

  test('is read from its HTML where there is no text, and is empty where there is neither', async () => {
    const html = bytes(
      'From: b@p.example',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<p>Sudah <b>benar</b></p><script>x()</script>',
    );
    expect((await receive(html)).text).toBe('Sudah benar');
    const none = bytes(
      'From: b@p.example',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: application/pdf',
      '',
      '%PDF-1.4',
      '--b--',
    );
    expect(await receive(none)).toMatchObject({ text: '', files: [{ type: 'application/pdf' }] });
  });

  test('gets a key of its own where it has no Message-ID: the same for a copy', async () => {
    const raw = bytes('From: b@p.example', '', 'x');
    const first = await receive(raw);
    expect(first.copyKey).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect((await receive(raw, {}, { uid: 99 })).copyKey).toBe(first.copyKey);
  });

  test.each([
    ['two From headers', ['From: operator@kominfo.example', 'From: budi@pemprov.example']],
    ['two addresses in From', ['From: operator@kominfo.example, budi@pemprov.example']],
    ['no From', ['To: x@y.example']],
    ['a From without an address', ['From: Budi']],
  ])('belongs to nobody with %s', async (_what, headers) => {
    const inbound = await receive(bytes(...headers, 'Subject: x', '', 'sudah benar'), {
      authenticity: async () => ({ authentic: 'aligned' }),
    });
    expect(inbound).toMatchObject({
      fault: 'from-unclear',
      contact: { value: 'unknown@invalid' },
      proof: { authentic: 'unknown' },
    });
  });

  test('is read in the alphabet it was written in, also where its bytes are no UTF-8', async () => {
    const head =
      'From: b@p.example\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n';
    expect((await receive(Buffer.from(`${head}Jos\u00e9 sudah benar`, 'latin1'))).text).toBe('Jos\u00e9 sudah benar');
  });

  test.each([
    ['UTF-8', 'utf-8', 'José 张伟', Buffer.from('José 张伟')],
    ['UTF-8 in a mail that names another', 'iso-8859-1', 'José', Buffer.from('José')],
    ['Latin-1', 'iso-8859-1', 'José', Buffer.from('José', 'latin1')],
    ['Latin-1 in a mail that names UTF-8', 'utf-8', 'José', Buffer.from('José', 'latin1')],
    ['Latin-1 in a mail that names no alphabet', 'x-unknown', 'José', Buffer.from('José', 'latin1')],
    ['GBK', 'gb2312', '张伟', Buffer.from('d5c5ceb0', 'hex')],
    ['Shift-JIS, with a backslash in a letter', '"Shift_JIS"', '表示', Buffer.from('955c8ea6', 'hex')],
  ])('is read in subject and name where these are bare bytes of %s', async (_what, charset, words, bare) => {
    const mail = (...type: string[]) =>
      Buffer.concat([
        ...[Buffer.from('From: "'), bare, Buffer.from('" <b@p.example>\r\nSubject: Re: '), bare],
        bytes('', ...type, '', 'sudah benar'),
      ]);
    const parts = ['Content-Type: multipart/mixed; boundary=b', '', '--b'];
    for (const head of [[], parts]) {
      const inbound = await receive(mail(...head, `Content-Type: text/plain; charset=${charset}`));
      expect(inbound).toMatchObject({ contact: { value: 'b@p.example' }, name: words, subject: `Re: ${words}` });
    }
  });

  test('belongs to the address that stands in its bytes, whatever alphabet it names', async () => {
    const from = Buffer.from(
      'From: \x81<a@p.example>\r\nContent-Type: text/plain; charset=utf-16le\r\n\r\nx',
      'latin1',
    );
    expect(await receive(from)).toMatchObject({ contact: { value: 'a@p.example' } });
  });

  test.each([
    ['"Budi, S.Kom." <b@p.example>', 'Budi, S.Kom.'],
    ['Budi, S.Kom. <b@p.example>', 'Budi, S.Kom.'],
    ['=?utf-8?B?QnVkaSwgUy5Lb20u?= <b@p.example>', 'Budi, S.Kom.'],
    ['=?iso-8859-1?Q?Jos=E9_Budi?= <b@p.example>', 'José Budi'],
    ['"=?utf-8?Q?Budi?=" <b@p.example>', 'Budi'],
    ['Budi (Kepala Seksi) <b@p.example>', 'Budi'],
    ['b@p.example (Budi)', 'Budi'],
    ['"Budi \\"Pak Bud\\" S." <b@p.example>', 'Budi "Pak Bud" S.'],
    ['"x@y.example" <b@p.example>', 'x@y.example'],
    ['Budi\r\n <B@P.example>', 'Budi'],
    ['<b@p.example>', undefined],
    ['b@p.example', undefined],
  ])('has one sender with the line From: %s', async (from, name) => {
    const inbound = await receive(bytes(`From: ${from}`, '', 'sudah benar'));
    expect([inbound.fault, inbound.contact.value, inbound.name]).toEqual([undefined, 'b@p.example', name]);
  });

  test('loses NUL and half characters in text, and keeps them in its bytes', async () => {
    const raw = Buffer.from('From: b@p.example\r\nSubject: a\0b\r\nContent-Type: text/plain; charset=utf-16le\r\n\r\n');
    const inbound = await receive(Buffer.concat([raw, Buffer.from('a\0\0b\ud83d', 'utf16le')]));
    expect(inbound.subject).toBe('ab');
    expect(inbound.wholeText).not.toContain('\0');
    expect(inbound.wholeText.isWellFormed()).toBe(true);
    expect(Buffer.from(inbound.raw).includes(0)).toBe(true);
  });

  test('knows a PDF by its content, and leaves out pictures of signatures', async () => {
    const inline = { name: 'logo.png', type: 'image/png', content: Buffer.from('png') };
    const raw = await mail({
      attachments: [
        { name: 'surat.docx', type: 'application/octet-stream', content: PDF },
        { name: 'foto.jpg', type: 'image/jpeg', content: Buffer.from('jpg') },
      ],
    });
    const files = (await receive(raw)).files;
    expect(files.map(({ name, type }) => [name, type])).toEqual([
      ['surat.docx', 'application/pdf'],
      ['foto.jpg', 'image/jpeg'],
    ]);
    expect(Buffer.from(files[0]!.content!)).toEqual(PDF);
    const related = (await mail({ attachments: [inline] }))
      .toString('latin1')
      .replace('Content-Disposition: attachment', 'Content-Disposition: inline');
    expect((await receive(Buffer.from(related, 'latin1'))).files).toEqual([]);
  });

  test('knows a file by its content, whatever it is called', async () => {
    const attachments = [
      { name: 'surat.dat', type: 'application/octet-stream', content: PDF },
      { name: 'surat.pdf', type: 'application/pdf', content: Buffer.from('PK\x03\x04 dokumen Word') },
      { name: 'permintaan.txt', type: 'text/plain', content: Buffer.from('-----BEGIN CERTIFICATE REQUEST-----') },
      // As `openssl req -text` writes it.
      { name: 'a.csr', content: Buffer.from(`${'    00:aa:bb\n'.repeat(250)}-----BEGIN CERTIFICATE REQUEST-----`) },
    ].map((each) => ({ type: 'text/plain', ...each }));
    const { files } = await receive(await mail({ attachments }));
    expect(files.map(({ type, content }) => [type, kindOf(content!)])).toEqual([
      ['application/pdf', 'pdf'],
      ['application/octet-stream', 'other'],
      ['text/plain', 'request'],
      ['text/plain', 'request'],
    ]);
  });

  test('brings a photo that a phone put between the lines, and no logo', async () => {
    const inline = async (size: number) => {
      const picture = { name: 'IMG_1.jpg', type: 'image/jpeg', content: Buffer.alloc(size, 0xd8) };
      const raw = (await mail({ attachments: [picture] })).toString('latin1');
      return Buffer.from(raw.replace('Content-Disposition: attachment', 'Content-Disposition: inline'), 'latin1');
    };
    expect((await receive(await inline(ORNAMENT_LIMIT_BYTES))).files).toMatchObject([{ name: 'IMG_1.jpg' }]);
    expect((await receive(await inline(ORNAMENT_LIMIT_BYTES - 1))).files).toEqual([]);
  });

  test('lists what Outlook wrapped only when there is a file in it', async () => {
    const wrapped = async (content: number[]) => {
      const tnef = { name: 'winmail.dat', type: 'application/ms-tnef', content: Buffer.from(content) };
      return (await receive(await mail({ attachments: [tnef] }))).files.map(({ name }) => name);
    };
    const head = [0x78, 0x9f, 0x3e, 0x22, 0x01, 0x00];
    expect(await wrapped(head)).toEqual([]);
    expect(await wrapped([...head, 0x02, 0x0f, 0x80, 0x06, 0x00, 0x04])).toEqual(['winmail.dat']);
  });

  test('opens a mail that is attached as bytes of no kind, for the letter in it', async () => {
    const inner = await mail({ text: 'teruskan', attachments: [{ name: 'surat.pdf', content: PDF }] });
    const files = async (content: Buffer) =>
      (
        await receive(await mail({ attachments: [{ name: 'x.dat', type: 'application/octet-stream', content }] }))
      ).files.map(({ name }) => name);
    expect(await files(inner)).toEqual(['surat.pdf']);
    expect(await files(Buffer.from('Judul: catatan\nIsi: From: saya\n'))).toEqual(['x.dat']);
  });

  test('opens a mail inside a mail for its letter and its notice', async () => {
    const notice = await compose(
      {
        subject: 'Sertifikat elektronik akan berakhir',
        text: 'Nomor Seri: 01ABCDEF',
        attachments: [{ name: 'surat.pdf', content: PDF }],
      },
      { address: 'noreply@bsre.bssn.go.id' },
      BUDI.address,
      RECEIVED,
    );
    const inner = await mail({
      text: 'teruskan',
      attachments: [{ name: 'a.eml', type: 'message/rfc822', content: notice }],
    });
    const inbound = await receive(
      await mail({ text: 'tolong', attachments: [{ name: 'b.eml', type: 'message/rfc822', content: inner }] }),
    );
    expect(inbound).toMatchObject({
      text: 'tolong',
      notice: { basis: 'expiring', serial: '1abcdef' },
      files: [{ name: 'surat.pdf', type: 'application/pdf' }],
    });
  });

  test('keeps as a file what lies too deep in other mails', async () => {
    let inner = await mail({ text: 'paling dalam', attachments: [{ name: 'surat.pdf', content: PDF }] });
    for (let level = 0; level <= NESTING_LIMIT; level++) {
      const eml = { name: `${level}.eml`, type: 'message/rfc822', content: inner };
      inner = await mail({ text: 'teruskan', attachments: [eml] });
    }
    expect((await receive(inner)).files.map(({ name }) => name)).toEqual(['0.eml']);
  });

  test('lists every file, and brings the content of those within the limits', async () => {
    const many = Array.from({ length: 200 }, (_, i) => ({ name: `${i}.pdf`, content: PDF }));
    const crowded = await receive(await mail({ attachments: many }));
    expect(crowded).toMatchObject({ text: 'Sudah benar', files: { length: 200 } });
    expect(crowded.files.filter(({ content }) => content)).toHaveLength(FILES_LIMIT);
    const large = { name: 'besar.pdf', content: Buffer.concat([PDF, Buffer.alloc(FILE_LIMIT_BYTES)]) };
    const { files } = await receive(await mail({ attachments: [large, { name: 'kecil.pdf', content: PDF }] }));
    expect(files).toMatchObject([
      { name: 'besar.pdf', size: large.content.length },
      { name: 'kecil.pdf', size: PDF.length },
    ]);
    expect(files.map(({ content }) => content !== undefined)).toEqual([false, true]);
  });

  test('says so when only its head was fetched', async () => {
    const head = bytes('From: b@p.example', 'Subject: besar', '', '');
    expect(await receive(head, {}, { headOnly: true })).toMatchObject({
      fault: 'too-large',
      subject: 'besar',
      proof: { authentic: 'unknown' },
    });
  });

  test('is kept as bytes where it cannot be understood', async () => {
    const raw = Buffer.from(`From: b@p.example\r\n${'X: y\r\n'.repeat(400_000)}\r\n`);
    expect(await receive(raw)).toMatchObject({
      fault: 'unparsable',
      contact: { value: 'unknown@invalid' },
      raw: { length: raw.length },
    });
  });

  test('is taken apart when the one before it is, however large that was; none waits for the verdict on another', async () => {
    const verdict = Promise.withResolvers<void>();
    const authenticity: InboundOptions['authenticity'] = async ({ domain }) => {
      if (domain === 'lambat.example') await verdict.promise;
      return { authentic: 'unknown' };
    };
    const come: string[] = [];
    const comes = async (name: string, from: string, ...rest: string[]) => {
      await receive(bytes(`From: b@${from}`, ...rest), { authenticity });
      come.push(name);
    };
    const slow = comes('slow', 'lambat.example', '', 'Halo');
    await Promise.all([
      comes('large', 'p.example', '', 'Halo\r\n'.repeat(100_000)),
      comes('small', 'p.example', '', 'Halo'),
      comes('not understood', 'p.example', 'X: y\r\n'.repeat(400_000), ''),
      comes('last', 'p.example', '', 'Halo'),
    ]);
    verdict.resolve();
    await slow;
    expect(come).toEqual(['large', 'small', 'not understood', 'last', 'slow']);
  });

  test('comes out of whatever a stranger sends, with its bytes, within the limits, and fit for the database', async () => {
    const word = fc.constantFrom(
      ...[
        'From',
        'To',
        'Subject',
        'Content-Type',
        'Content-Transfer-Encoding',
        'References',
        'Message-ID',
        'Return-Path',
      ],
      ...[': ', ':', '\r\n', '\n\n', '--b', '--b--', '; boundary=b', 'multipart/mixed', 'message/rfc822', 'text/html'],
      ...[
        'base64',
        'quoted-printable',
        '=?utf-8?B?AAA=?=',
        '=?x?Q?=00=ff?=',
        '<a@b.c>',
        'a@b.c, d@e.f',
        '<>',
        '\0',
        '\u{d83d}',
      ],
      ...['<p>', '%PDF-1.7', '> x', 'Pada Senin, X menulis:', 'charset=utf-16le', 'begin 644 x', ';', '"', '('],
    );
    const stranger = fc.oneof(
      fc.uint8Array({ maxLength: 2_000 }).map((all) => Buffer.from(all)),
      fc
        .array(fc.oneof(word, word, fc.string({ unit: 'binary' })), { maxLength: 60 })
        .map((all) => Buffer.from(all.join(''))),
    );
    await fc.assert(
      fc.asyncProperty(stranger, async (raw) => {
        const inbound = await receive(raw);
        expect(Buffer.from(inbound.raw)).toEqual(raw);
        expect(inbound.wholeText.length).toBeLessThanOrEqual(WHOLE_TEXT_LIMIT);
        expect(inbound.copyKey).toMatch(/./);
        const told = JSON.stringify({ ...inbound, raw: '', files: inbound.files.map(({ content: _, ...ref }) => ref) });
        expect(told).not.toMatch(/\\u0000|\\ud[89a-f]/);
      }),
      { numRuns: 300 },
    );
  });

  test('comes out of every hostile message of the corpora, whole', async ({ skip }) => {
    const messages = [corpus('mime'), corpus('bounces/bounce')];
    if (!messages[0] || !messages[1]) return skip('no corpora here');
    for (const { name, raw } of messages.flatMap((all) => all ?? [])) {
      const inbound = await receive(raw);
      expect(inbound.fault, name).not.toBe('unparsable');
      expect(inbound.raw.length, name).toBe(raw.length);
      expect(JSON.stringify({ ...inbound, raw: '', files: [] }), name).not.toMatch(/\\u0000|\\ud[89a-f]/);
    }
    expect(messages[0]).toHaveLength(79);
  });
});
