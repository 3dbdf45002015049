import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { messageIdOf } from '../../mail/token.ts';
import { BOUNCES, RETURNED } from './bounces.expected.ts';
import { bytes, corpus, FROM, receive } from './support.ts';

const person = ['From: Budi <budi@pemprov.example>', `To: ${FROM}`, 'Subject: Halo'];
const kindOf = async (...headers: string[]) => (await receive(bytes(...headers, '', 'isi'))).automatic?.kind;

describe('mail that no person wrote', () => {
  test.each([
    ['Auto-Submitted: auto-replied', 'auto-reply'],
    ['Auto-Submitted: auto-generated (vacation)', 'auto-reply'],
    ['Return-Path: <>', 'auto-reply'],
    ['X-Autoreply: yes', 'auto-reply'],
    ['Precedence: auto_reply', 'auto-reply'],
    ['List-Id: <pns.pemprov.example>', 'list'],
    ['Precedence: bulk', 'list'],
    [`Message-ID: ${messageIdOf('id-1', 'kominfo.example', 'tok')}`, 'own'],
  ])('is known by %s', async (header, kind) => {
    expect(await kindOf(...person, header)).toBe(kind);
  });
  test.each([
    'Auto-Submitted: no',
    'Return-Path: <budi@pemprov.example>',
    'Precedence: first-class',
    'X-Auto-Response-Suppress: All',
  ])('is not known by %s', async (header) => {
    expect(await kindOf(...person, header)).toBeUndefined();
  });
  test('is known by the subject of an absence, at its beginning only', async () => {
    expect(await kindOf(person[0]!, 'Subject: Balasan otomatis: Pemeriksaan data')).toBe('auto-reply');
    expect(await kindOf(person[0]!, 'Subject: Tentang balasan otomatis')).toBeUndefined();
  });
  test('is our own when it comes from our own address, or from a reply address', async () => {
    expect(await kindOf('From: Sertifikat@Kominfo.example', 'Subject: x')).toBe('own');
    expect(await kindOf('From: sertifikat+abc@kominfo.example', 'Subject: x')).toBe('own');
  });
});

describe('a bounce', () => {
  const ours = messageIdOf('6c0cbe6e', 'kominfo.example', 'tok');
  const bounce = (status: string, action = 'failed') =>
    bytes(
      'From: MAILER-DAEMON@pemprov.example',
      `To: ${FROM}`,
      'Subject: Undelivered Mail Returned to Sender',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'gagal',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; x',
      '',
      'Final-Recipient: rfc822; Budi@pemprov.example',
      `Action: ${action}`,
      `Status: ${status}`,
      '--b',
      'Content-Type: text/rfc822-headers',
      '',
      `Message-ID: ${ours}`,
      'To: budi@pemprov.example',
      '',
      '--b--',
      '',
    );
  test('names the address and the message of ours that it returns', async () => {
    const inbound = await receive(bounce('5.1.1'));
    expect(inbound.automatic).toEqual({
      kind: 'bounce',
      permanent: true,
      recipient: 'budi@pemprov.example',
      messageId: messageIdOf('6c0cbe6e', 'kominfo.example'),
    });
    expect(inbound.files).toEqual([]);
  });
  test('is passing while the server still tries, or says 4', async () => {
    expect((await receive(bounce('4.2.2'))).automatic).toMatchObject({ permanent: false });
    expect((await receive(bounce('4.4.7', 'delayed'))).automatic).toMatchObject({ permanent: false });
  });
  test('names whom the message was for, not whom an alias led to, and passes when the mailbox is full', async () => {
    const aliased = (await receive(bounce('5.2.2\r\nOriginal-Recipient: rfc822;kepala@pemprov.example'))).automatic;
    expect(aliased).toMatchObject({ permanent: false, recipient: 'kepala@pemprov.example' });
  });

  describe('of a real server', () => {
    const bounces = corpus('bounces/bounce');
    const others = corpus('bounces/not-bounce');
    const automatic = async (all: readonly { name: string; raw: Buffer }[]) =>
      Promise.all(
        all.map(async ({ name, raw }) => [name.replace(/\.eml$/, ''), (await receive(raw)).automatic] as const),
      );

    test('is recognised 78 times in 80, the other two being an absence and a complaint; no other mail is one', async ({
      skip,
    }) => {
      if (!bounces || !others) return skip('no corpora here');
      const found = await automatic(bounces);
      expect(found).toHaveLength(80);
      expect(found.filter(([, robot]) => robot?.kind !== 'bounce')).toEqual([
        ['arf-01', { kind: 'auto-reply' }],
        ['rfc3834-01', { kind: 'auto-reply' }],
      ]);
      expect((await automatic(others)).filter(([, robot]) => robot?.kind === 'bounce')).toEqual([]);
      expect(others).toHaveLength(3);
    });
    test('names its addressee, and whether it failed for good', async ({ skip }) => {
      if (!bounces) return skip('no corpora here');
      const read = (await automatic(bounces)).flatMap(([name, robot]) =>
        robot?.kind === 'bounce' ? [[name, [robot.recipient, robot.permanent ? 'hard' : 'soft']]] : [],
      );
      expect(Object.fromEntries(read)).toEqual(BOUNCES);
    });
    test('names the message that came back', async ({ skip }) => {
      if (!bounces) return skip('no corpora here');
      const ids = Object.fromEntries(
        (await automatic(bounces)).map(([name, robot]) => [name, robot?.kind === 'bounce' && robot.messageId]),
      );
      expect(ids).toMatchObject(RETURNED);
    });
  });
});

describe('a person', () => {
  const words = [
    'Undelivered Mail Returned to Sender',
    'Delivery failed: 550 5.1.1 user unknown, mailbox unavailable',
    'Email saya gagal terkirim, tidak dapat terkirim, apakah Bapak menerimanya?',
    'Final-Recipient: rfc822; budi@pemprov.example\nAction: failed\nStatus: 5.1.1',
    'From: MAILER-DAEMON@pemprov.example\nSubject: failure notice\nReturn-Path: <>\nX-Failed-Recipients: a@b.example',
    `> Message-ID: ${messageIdOf('id-1', 'kominfo.example')}`,
  ];
  const report = [
    'Content-Type: message/delivery-status',
    '',
    'Final-Recipient: rfc822; a@b.example',
    'Action: failed',
  ];
  const returned = [
    'Content-Type: message/rfc822',
    '',
    'From: MAILER-DAEMON@x.example',
    'Subject: failure notice',
    '',
    'x',
  ];

  test('who passes on a bounce, in words or with all its parts, is no bounce', async () => {
    const part = fc.constantFrom(report, returned, ['Content-Type: text/plain', '', 'No such user here']);
    const letter = fc.record({
      subject: fc.constantFrom(...words.slice(0, 3)),
      text: fc.array(fc.constantFrom(...words), { maxLength: 4 }),
      parts: fc.array(part, { maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(letter, async ({ subject, text, parts }) => {
        const raw = bytes(
          'Return-Path: <budi@pemprov.example>',
          ...person.slice(0, 2),
          `Subject: Fwd: ${subject}`,
          'Content-Type: multipart/mixed; boundary=b',
          '',
          ...[['Content-Type: text/plain', '', ...text], ...parts].flatMap((lines) => ['--b', ...lines]),
          '--b--',
        );
        expect((await receive(raw)).automatic).toBeUndefined();
      }),
      { numRuns: 100 },
    );
  });
});
