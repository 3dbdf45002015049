import { describe, expect, test } from 'vitest';
import { firstDate } from '../../mail/dates.ts';
import { createNoticeReader } from '../../mail/notice.ts';
import { NOTICE_PATTERNS, readNoticePatterns } from '../../mail/notice-patterns.ts';

const read = createNoticeReader(NOTICE_PATTERNS);
const CA = 'noreply@bsre.bssn.go.id';
const letter = (...lines: string[]) => lines.join('\n');
const INDONESIAN = letter(
  'Yth. Bapak/Ibu Budi Santoso,',
  '',
  'Masa berlaku sertifikat elektronik Anda akan segera berakhir.',
  '',
  'Nama           : Budi Santoso, S.Kom.',
  'Email          : Budi@pemprov.example',
  'Nomor Seri     : 01:AB:CD:EF:22',
  'Berlaku sampai : 15 Januari 2027',
);
const FOUND = {
  basis: 'expiring',
  name: 'Budi Santoso, S.Kom.',
  email: 'budi@pemprov.example',
  serial: '1abcdef22',
  expires: new Date('2027-01-15T00:00:00Z'),
};

describe("the CA's notice", () => {
  test('is read in Indonesian', () => {
    expect(
      read(
        { from: CA, subject: 'Pemberitahuan Masa Berlaku Sertifikat Elektronik Akan Berakhir', text: INDONESIAN },
        [],
      ),
    ).toEqual(FOUND);
  });
  test('is read in English, in sentences', () => {
    const text =
      'Dear Budi Santoso,\n\nYour electronic certificate with serial number 4F3A9901BC will expire on January 15, 2027. It was made for budi@pemprov.example (email: budi@pemprov.example).';
    expect(read({ from: CA, subject: 'Certificate expiry', text }, [])).toEqual({
      ...FOUND,
      name: 'Budi Santoso',
      serial: '4f3a9901bc',
    });
  });
  test('is read from a table, where names and values stand on lines of their own', () => {
    const text = letter(
      'Sertifikat elektronik telah kedaluwarsa',
      'Nama',
      'Budi Santoso',
      'Nomor Seri',
      '0123456789',
      'Berlaku sampai',
      '15/01/2027',
    );
    expect(read({ from: CA, subject: 'Info', text }, [])).toEqual({
      basis: 'expired',
      name: 'Budi Santoso',
      serial: '123456789',
      expires: FOUND.expires,
    });
  });
  test.each([
    ['Sertifikat elektronik Anda telah dicabut', { basis: 'revoked' }],
    ['Your digital certificate has expired', { basis: 'expired' }],
    ['Sertifikat Elektronik berhasil diterbitkan', { basis: 'expiring', issued: true }],
    ['Sertifikat elektronik akan berakhir; yang telah berakhir tidak dapat dipakai', { basis: 'expiring' }],
  ])('tells what happened: %s', (subject, notice) => {
    expect(read({ from: CA, subject, text: '' }, [])).toEqual(notice);
  });
  test.each([
    [
      'Gmail',
      letter(
        'Mohon bantuannya',
        '',
        '---------- Forwarded message ---------',
        `From: BSrE <${CA}>`,
        'Date: Mon',
        'Subject: Pemberitahuan',
        'To: <budi@pemprov.example>',
        '',
        INDONESIAN,
      ),
    ],
    [
      'Indonesian',
      letter(
        '---------- Pesan terusan ----------',
        `Dari: BSrE <${CA}>`,
        'Tanggal: Senin',
        'Subjek: Pemberitahuan',
        '',
        INDONESIAN,
      ),
    ],
    [
      'quoted',
      letter(
        'Min, ini',
        ...`From: ${CA}\nSubject: Pemberitahuan\n\n${INDONESIAN}`.split('\n').map((line) => `> ${line}`),
      ),
    ],
    ['without its head', INDONESIAN],
  ])('is read when forwarded in the text: %s', (_how, text) => {
    expect(read({ from: 'budi@pemprov.example', subject: 'Fwd: Pemberitahuan', text }, [])).toEqual(FOUND);
  });
  test('is read when forwarded as an attached mail', () => {
    const attached = { from: CA, subject: 'Pemberitahuan', text: INDONESIAN };
    expect(read({ from: 'budi@pemprov.example', subject: 'ini notifnya', text: '' }, [attached])).toEqual(FOUND);
  });
  test.each([
    [
      'a person asks about it',
      { from: 'budi@pemprov.example', subject: 'Tanya', text: 'Sertifikat elektronik saya akan berakhir, bagaimana?' },
    ],
    [
      'an answer quotes our own notice',
      {
        from: 'budi@pemprov.example',
        subject: 'Re: Sertifikat elektronik Anda akan berakhir',
        text: `ya\n\n${INDONESIAN}`,
      },
    ],
    [
      'a name is like the CA',
      { from: 'noreply@bssn.go.id.evil.example', subject: 'Sertifikat elektronik akan berakhir', text: INDONESIAN },
    ],
    ['the CA writes of other things', { from: CA, subject: 'Undangan sosialisasi', text: 'Kami mengundang Anda.' }],
    [
      'a forward without its head names no certificate',
      { from: 'budi@pemprov.example', subject: 'Fwd: info', text: 'Sertifikat elektronik akan berakhir' },
    ],
  ])('is not seen where %s', (_why, mail) => {
    expect(read(mail, [])).toBeUndefined();
  });
  test('is recognised by what is configured', () => {
    const other = createNoticeReader({
      ...NOTICE_PATTERNS,
      senders: ['ca.example'],
      kinds: { ...NOTICE_PATTERNS.kinds, expiring: ['habis masa'] },
    });
    expect(other({ from: 'x@ca.example', subject: 'Sertifikat digital habis masa', text: '' }, [])).toEqual({
      basis: 'expiring',
    });
  });
});

describe('a date', () => {
  test.each([
    '15 Januari 2027',
    '15/01/2027',
    '15-01-2027',
    '2027-01-15',
    'January 15, 2027',
    '15 Jan 2027',
    'Jan. 15, 2027',
    '01/15/2027',
    'pada Jumat, 15 JANUARI 2027 pukul 10.00 WIB',
  ])('is read: %s', (text) => {
    expect(firstDate(text)).toEqual(new Date('2027-01-15T00:00:00Z'));
  });
  test.each(['31/02/2027', '2027', '15 Bulan 2027', '1234567890'])('is not invented: %s', (text) => {
    expect(firstDate(text)).toBeUndefined();
  });
  test('is the first one of the text', () => {
    expect(firstDate('mulai 2025-01-15, sampai 15 Januari 2027')).toEqual(new Date('2025-01-15T00:00:00Z'));
  });
});

describe('words of an office', () => {
  test('replace the defaults one by one', () => {
    const patterns = readNoticePatterns(
      JSON.stringify({ senders: ['ca.example'], kinds: { expiring: ['tinggal sebentar'] } }),
    );
    expect(patterns.senders).toEqual(['ca.example']);
    expect(patterns.kinds.expiring).toEqual(['tinggal sebentar']);
    expect(patterns.kinds.expired).toEqual(NOTICE_PATTERNS.kinds.expired);
  });

  test('that cannot be used are named by their place, never quoted', () => {
    expect(() => readNoticePatterns('{"kinds":{"expiring":"rahasia"}}')).toThrow('wrong at kinds.expiring');
    expect(() => readNoticePatterns('{"kinds":{"expiring":"rahasia"}}')).not.toThrow('rahasia');
    expect(() => readNoticePatterns('senders: x')).toThrow('is not JSON');
  });
});
