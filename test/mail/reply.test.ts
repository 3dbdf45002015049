import { describe, expect, test } from 'vitest';
import { replyText } from '../../mail/reply.ts';
import { corpus } from './support.ts';

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
    expect(performance.now() - started).toBeLessThan(4_000);
  });
  test('is found without a fault in every body of the corpus', ({ skip }) => {
    const replies = corpus('replies');
    if (!replies) return skip('no corpora here');
    for (const { raw } of replies) {
      const whole = raw.toString('utf8');
      expect(replyText(whole).length).toBeLessThanOrEqual(whole.length);
    }
    expect(replies).toHaveLength(90);
  });
});
