import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replyText } from '../../mail/reply.ts';
import { REPLIES } from './replies.expected.ts';
import { bytes, corpus, receive } from './support.ts';

const lines = (...all: string[]) => all.join('\n');
const QUOTE = ['> Yth. Bapak Budi,', '>', '> Apakah data di bawah ini benar?'];

describe('what the person wrote', () => {
  test.each([
    [
      'Gmail in Indonesian',
      lines(
        'Sudah benar',
        '',
        'Pada tanggal Sen, 11 Jan 2027 pukul 09.30 Sertifikat <',
        'sertifikat@kominfo.example> menulis:',
        '',
        ...QUOTE,
      ),
    ],
    [
      'Gmail in English',
      lines(
        'Sudah benar',
        '',
        'On Mon, Jan 11, 2027 at 9:30 AM Sertifikat <sertifikat@kominfo.example> wrote:',
        '',
        ...QUOTE,
      ),
    ],
    ['below the quote', lines('Pada Senin, 11 Januari 2027, Sertifikat menulis:', ...QUOTE, '', 'Sudah benar')],
    [
      'Zimbra',
      lines(
        'Sudah benar',
        '',
        'Dari: "Sertifikat" <sertifikat@kominfo.example>',
        'Kepada: "Budi" <budi@pemprov.example>',
        'Terkirim: Senin, 11 Januari 2027 09.30.00',
        'Perihal: Pemeriksaan data',
        '',
        'Apakah data benar?',
      ),
    ],
    [
      'Zimbra in English',
      lines(
        'Sudah benar',
        '',
        '----- Original Message -----',
        'From: "Sertifikat" <s@k.example>',
        'To: "Budi" <b@p.example>',
        'Sent: Monday',
        '',
        'Apakah data benar?',
      ),
    ],
    [
      'Outlook',
      lines(
        'Sudah benar',
        '',
        '________________________________',
        'From: Sertifikat <s@k.example>',
        'Sent: Monday, January 11, 2027 9:30 AM',
        'To: Budi',
        'Subject: Pemeriksaan data',
        '',
        'Apakah data benar?',
      ),
    ],
    [
      'Outlook in Indonesian, in bold',
      lines(
        'Sudah benar',
        '',
        '*Dari:* Sertifikat <s@k.example>',
        '*Dikirim:* Senin',
        '*Kepada:* Budi',
        '*Subjek:* Pemeriksaan data',
        '',
        'Apakah data benar?',
      ),
    ],
    [
      'a phone',
      lines(
        'Sudah benar',
        '',
        'Dikirim dari iPhone saya',
        '',
        '> Pada 11 Jan 2027, pukul 09.30, Sertifikat <s@k.example> menulis:',
        '> ',
        '> Apakah data benar?',
      ),
    ],
    [
      'a phone in English',
      lines(
        'Sudah benar',
        '',
        'Sent from my iPhone',
        '',
        '> On 11 Jan 2027, at 09.30, Sertifikat <s@k.example> wrote:',
        '> ',
        '> Apakah data benar?',
      ),
    ],
    ['a phone, without a quote', lines('Sudah benar', '', 'Sent from my iPhone')],
    ['a signature', lines('Sudah benar', '', '--', 'Budi Santoso, S.Kom.', 'Kepala Seksi')],
    ['a polite end', lines('Sudah benar', '', 'Hormat kami,', 'Budi Santoso')],
    ['a disclaimer', lines('Sudah benar', '', 'Disclaimer: Email ini beserta lampirannya bersifat rahasia.')],
  ])('stands alone, from %s', (_client, whole) => {
    expect(replyText(whole)).toBe('Sudah benar');
  });
  test('keeps several paragraphs, and words that only look like a quote', () => {
    const text = lines('Benar, tapi jabatan saya berubah.', '', 'jabatan: Kepala Seksi', 'Dari dulu unit saya sama.');
    expect(replyText(text)).toBe(text);
  });
  test('is empty where all is quoted', () => {
    expect(replyText(lines('Pada Senin, Sertifikat menulis:', ...QUOTE))).toBe('');
  });
  test('is found in reasonable time in texts made to be slow', () => {
    const started = performance.now();
    for (const slow of ['On a ', '\n', ' \n', 'Pada ', 'From: <', '> ', 'Op x ', 'W dniu '])
      replyText(slow.repeat(50_000));
    // Minutes each, or seconds, in what the library looks for.
    for (const slow of ['1111from<', ' on at', 'Op schreef\n', 'abc. x skrev x\n', 'Sent from my 1234 '])
      expect(replyText(slow.repeat(50_000))).not.toBe('');
    expect(performance.now() - started).toBeLessThan(15_000);
  });
  test('keeps a long line in its place, whole, and takes no mark of a stranger for one', () => {
    const long = 'sudah benar '.repeat(40).trim();
    expect(replyText(lines('Halo,', long, 'ya', '', '-- ', 'Budi'))).toBe(lines('Halo,', long, 'ya'));
    expect(replyText(lines('\ue0000\ue001', long))).toBe(lines('0', long));
  });
  test.each(['\r', '\v', '\u2028'])('is not held up by a run of blanks of any kind: %j', (blank) => {
    const started = performance.now();
    expect(replyText(`benar${blank.repeat(100_000)}`)).toBe('benar');
    expect(replyText(blank.repeat(100_000))).toBe('');
    expect(performance.now() - started).toBeLessThan(5_000);
  });
  test('stands between the lines of the quote, where a person answers point by point', () => {
    const inline = lines(
      'Pada Senin, Sertifikat menulis:',
      '> Apakah NIP benar?',
      '',
      'Ya',
      '',
      '> Apakah unit benar?',
      'Tidak',
    );
    expect(replyText(inline)).toBe('Ya\n\nTidak');
  });
  test.each([
    ['a greeting', lines('Salam,', '', 'Data saya sudah benar.')],
    ['a warning', lines('Perhatian: NIP saya salah.', '', 'Yang benar ada di surat.')],
    ['a list', lines('Jabatan baru:', '-Kepala Seksi', '- Bidang Persandian')],
    ['thanks', 'Sudah benar, terima kasih.'],
    ['a rule', lines('Butir 1 benar', '----', 'Butir 2 salah')],
    [
      'a closing word, when the letter goes on',
      lines('Sudah benar', 'Salam', ...Array(20).fill('Satu lagi pertanyaan.')),
    ],
  ])('keeps %s', (_what, text) => {
    expect(replyText(text)).toBe(text);
  });
  test('whatever a stranger writes, is never longer than it and without a marked line', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '> kutipan',
        'Pada Senin, X menulis:',
        '--',
        'Salam',
        'Dari: a <a@b.c>',
        'Kepada: b',
        '',
        '____',
        'ya',
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (all) => {
        const whole = all.join('\n');
        const reply = replyText(whole);
        expect(reply.length).toBeLessThanOrEqual(whole.length);
        expect(reply).not.toMatch(/^[ \t]*> kutipan$/m);
      }),
    );
  });
});

describe('in the corpus', () => {
  const replies = corpus('replies');
  /** Blank lines, and blanks at the end of a line, do not count. */
  const even = (text: string) =>
    text
      .replace(/[ \t]+$/gm, '')
      .replace(/\n+/g, '\n')
      .trim();

  test('what the person wrote is found in 82 of 90 mails', async ({ skip }) => {
    if (!replies) return skip('no corpora here');
    const head = bytes('From: budi@pemprov.example', 'Content-Type: text/plain; charset=utf-8', '', '');
    const read = await Promise.all(
      replies.map(
        async ({ name, raw }) =>
          [name.replace(/\.txt$/, ''), (await receive(Buffer.concat([head, raw]))).text] as const,
      ),
    );
    expect(read.map(([name]) => name)).toEqual(Object.keys(REPLIES).toSorted());
    expect(read.filter(([name, text]) => even(text) !== even(REPLIES[name]!)).map(([name]) => name)).toEqual([
      // "-Abhishek Kona" might as well be an item of a list, and data must not be lost.
      'email_1',
      // 30,000 characters, of which 10,000 are read.
      'email_21',
      'email_3',
      // "Sent a magnificent torch of pixels", and a bare name: nothing tells them from the text.
      'email_6',
      // A marked line that a client broke in two: its end stands where people answer between the lines.
      'email_8',
      'email_reply_header',
      // The head of the quote is left out of these two.
      'email_with_date_headers',
      'email_with_from_headers',
    ]);
  });
});
