import { describe, expect, test } from 'vitest';
import { messageIdOf } from '../../mail/token.ts';
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
      messageId: ours,
    });
    expect(inbound.files).toEqual([]);
  });
  test('is passing while the server still tries, or says 4', async () => {
    expect((await receive(bounce('4.2.2'))).automatic).toMatchObject({ permanent: false });
    expect((await receive(bounce('4.4.7', 'delayed'))).automatic).toMatchObject({ permanent: false });
  });
  test('is recognised in the mail of 78 real servers of 80, the other two being an absence and a complaint; never in other mail', async ({
    skip,
  }) => {
    const bounces = corpus('bounces/bounce');
    const others = corpus('bounces/not-bounce');
    if (!bounces || !others) return skip('no corpora here');
    const kinds = await Promise.all(
      bounces.map(async ({ name, raw }) => [name, (await receive(raw)).automatic?.kind] as const),
    );
    expect(kinds.filter(([, kind]) => kind !== 'bounce')).toEqual([
      ['arf-01.eml', 'auto-reply'],
      ['rfc3834-01.eml', 'auto-reply'],
    ]);
    for (const { raw } of others) expect((await receive(raw)).automatic?.kind).not.toBe('bounce');
    const named = await Promise.all(bounces.map(async ({ raw }) => (await receive(raw)).automatic));
    expect(
      named.filter((automatic) => automatic?.kind === 'bounce' && automatic.recipient).length,
    ).toBeGreaterThanOrEqual(76);
  });
});
