import { describe, expect, test } from 'vitest';
import { createAuthenticity, SIGNATURES_LIMIT } from '../../mail/authenticity.ts';
import { SUBJECT_LIMIT } from '../../mail/limits.ts';
import { createNoticeReader } from '../../mail/notice.ts';
import { NOTICE_PATTERNS } from '../../mail/notice-patterns.ts';
import { zipOf } from '../support/zip.ts';
import { bytes, FROM, receive } from './support.ts';

/** What a stranger makes to keep us busy: a thousandth of it would have been read at once. */
const ENDLESS = 'a'.repeat(90_000);
/** A slow machine takes a twentieth of it; without a bound each of these took from five seconds to minutes. */
const AT_ONCE_MS = 2_000;

async function atOnce<T>(act: () => Promise<T> | T): Promise<T> {
  const { user, system } = process.cpuUsage();
  const result = await act();
  const used = process.cpuUsage({ user, system });
  expect((used.user + used.system) / 1000).toBeLessThan(AT_ONCE_MS);
  return result;
}

const BASE64 = ['Content-Transfer-Encoding: base64', ''];
const person = ['From: Budi <budi@pemprov.example>', `To: ${FROM}`];
const daemon = ['From: MAILER-DAEMON@pemprov.example', `To: ${FROM}`, 'X-Failed-Recipients: kosong'];
const returned = (...parts: string[]) =>
  bytes(
    ...daemon,
    'Content-Type: multipart/mixed; boundary=b',
    '',
    ...parts.flatMap((part) => ['--b', 'Content-Type: text/rfc822-headers', '', part]),
    '--b--',
  );

describe('a mail that was made to keep us busy holds nobody up', () => {
  test('an endless word where an address is looked for', async () => {
    const mail = bytes(...daemon, '', `undeliverable ${ENDLESS}`, 'Siti@dinas.example');
    expect((await atOnce(() => receive(mail))).automatic).toMatchObject({ recipient: 'siti@dinas.example' });
  });
  test('endless words in what came back', async () => {
    const mail = returned(`to: ${ENDLESS}`, `reply-to: ${ENDLESS}`, `reply-to: ${'a'.repeat(250)}\n`.repeat(400));
    expect((await atOnce(() => receive(mail))).automatic).toMatchObject({ kind: 'bounce' });
  });
  test('an endless word in the head of what was passed on', async () => {
    const read = createNoticeReader(NOTICE_PATTERNS);
    const text = `From: ${ENDLESS}\n`;
    await atOnce(() => {
      for (let n = 0; n < 20; n++) expect(read({ from: 'a@b.example', subject: 'x', text }, [])).toBeUndefined();
    });
  });
  test('a head full of signatures, each over another part of the body, is not verified', async () => {
    const asked: string[] = [];
    const resolver = async (name: string): Promise<never> => {
      asked.push(name);
      throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    };
    const signature = (n: number) =>
      `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; l=${n}; d=pemprov.example; s=s${n}; h=from; bh=AAAA; b=AAAA`;
    const authenticity = createAuthenticity({ resolver });
    const signed = (count: number, body: string) =>
      bytes(...Array.from({ length: count }, (_, n) => signature(n)), ...person, '', body);
    const flooded = await atOnce(() => receive(signed(500, `${'x'.repeat(70)}\r\n`.repeat(50_000)), { authenticity }));
    expect([flooded.proof, asked]).toEqual([{ authentic: 'unknown' }, []]);
    await receive(signed(SIGNATURES_LIMIT, 'isi'), { authenticity });
    expect(asked).not.toEqual([]);
  });
  test('mails in mails, each a page without end', async () => {
    const page = ['Content-Type: text/html', '', '<p>a'.repeat(240_000)];
    const parts = Array.from({ length: 8 }, () => ['--b', 'Content-Type: message/rfc822', '', ...person, ...page]);
    const mail = bytes(...person, 'Content-Type: multipart/mixed; boundary=b', '', ...parts.flat(), '--b--');
    expect((await atOnce(() => receive(mail))).fault).toBeUndefined();
  });
  test('hundreds of archives, each of pages without end', async () => {
    const page = { name: 'a', content: Buffer.alloc(500_000, '<p>abcdefghijklm') };
    const archive = zipOf(Array.from({ length: 50 }, () => page)).toString('base64');
    const parts = Array.from({ length: 300 }, () => [...['--b', 'Content-Type: application/zip'], ...BASE64, archive]);
    const mail = bytes(...person, 'Content-Type: multipart/mixed; boundary=b', '', ...parts.flat(), '--b--');
    expect((await atOnce(() => receive(mail))).holdsKey).toBe(false);
  });
  test('a subject without end is cut, since our answer repeats it', async () => {
    const { subject } = await receive(bytes(...person, `Subject: ${ENDLESS}`, '', 'isi'));
    expect(subject).toHaveLength(SUBJECT_LIMIT);
  });
});
