import { describe, expect, test } from 'vitest';
import { deliveryOf } from '../../bots/failure.ts';
import type { Inbound } from '../../src/conversation/inbound.ts';
import { MAIL_PROOF, provenBy } from '../../src/desk/message/identity.ts';
import { LIMITS } from '../../src/desk/parts.ts';
import type { Delivery } from '../../src/desk/ports.ts';
import { settle } from '../../src/desk/sending/deliver.ts';
import type { ContactRow, SentRow } from '../../src/desk/store.ts';

const NOW = new Date('2026-11-23T08:00:00Z');
const LATER = new Date('2026-11-23T09:00:00Z');
const SOON = new Date(NOW.getTime() + 20_000);

describe('what becomes of a message that was tried', () => {
  const AT = new Date(NOW.getTime() - 24 * 60 * 60_000);
  const TABLE: readonly (readonly [string, number, Delivery, object])[] = [
    ['sent', 0, { sent: 'x1' }, { state: 'sent', attempts: 1, sentAs: 'x1' }],
    ['sent at last', 14, { sent: 'x1' }, { state: 'sent', attempts: 15, sentAs: 'x1' }],
    ['not now', 0, { retryAt: LATER, why: 'w' }, { state: 'queued', attempts: 1, nextTryAt: LATER, why: 'w' }],
    [
      'not now, for the last but one time',
      13,
      { retryAt: LATER, why: 'w' },
      { state: 'queued', attempts: 14, nextTryAt: LATER, why: 'w' },
    ],
    ['not now, once too often', 14, { retryAt: LATER, why: 'w' }, { state: 'failed', attempts: 15, why: 'w' }],
    ['nobody knows', 0, { unknown: true, why: 'w' }, { state: 'queued', attempts: 1, nextTryAt: SOON, why: 'w' }],
    ['nobody knows again', 1, { unknown: true, why: 'w' }, { state: 'unsure', attempts: 2, why: 'w' }],
    ['unreachable', 0, { unreachable: true, why: 'w' }, { state: 'failed', attempts: 1, why: 'w' }],
    ['refused', 0, { refused: true, why: 'w' }, { state: 'failed', attempts: 1, why: 'w' }],
  ];
  test.each(TABLE)('%s', (_, attempts, delivery, settlement) => {
    expect(settle({ attempts, at: AT }, delivery, NOW)).toEqual(settlement);
  });

  test('is given up after a day, not after the minutes that fifteen refused connections take', () => {
    const refused = Object.assign(new Error('no way'), { code: 'ECONNREFUSED' });
    let attempts = 0;
    let now = NOW;
    const waits: number[] = [];
    for (;;) {
      const next = settle({ attempts, at: NOW }, deliveryOf(refused, now), now);
      if (next.state !== 'queued') break;
      waits.push(next.nextTryAt!.getTime() - now.getTime());
      ({ attempts } = next);
      now = next.nextTryAt!;
    }
    expect(now.getTime() - NOW.getTime()).toBeGreaterThanOrEqual(24 * 60 * 60_000);
    // Whoever is back is not waited for much longer.
    expect([Math.min(...waits), Math.max(...waits)]).toEqual([15_000, 300_000]);
  });
});

describe('what proves the sender of a mail', () => {
  const contact = (more: Partial<ContactRow>): ContactRow => ({
    id: 'c',
    channel: 'mail',
    address: 'a@x',
    applicant: 'p',
    standing: 'on-record',
    state: { language: 'id', misunderstood: 0, greeted: true, undecided: [] },
    speaker: 'assistant',
    lastOut: 0,
    ...more,
  });
  const mail = (authentic: 'aligned' | 'failed' | 'unknown'): Inbound => ({
    channel: 'mail',
    source: 's',
    externalId: '1',
    contact: { channel: 'mail', value: 'a@x' },
    at: NOW,
    text: '',
    wholeText: '',
    answers: [],
    files: [],
    raw: new Uint8Array(),
    proof: { authentic },
  });
  const sent = (whose: 'ours' | 'other', at = NOW): SentRow => ({
    id: 'm',
    contact: whose === 'ours' ? 'c' : 'd',
    author: 'assistant',
    state: 'sent',
    token: 'its hash',
    at,
  });

  test('the table has every case once, and one that proves', () => {
    expect(new Set(MAIL_PROOF.map(({ proves: _, ...each }) => JSON.stringify(each))).size).toBe(2 * 3 * 3);
    expect(MAIL_PROOF.filter(({ proves }) => proves)).toEqual([
      { address: 'on-record', authentic: 'aligned', token: 'ours', proves: true },
    ]);
  });
  test.each(MAIL_PROOF)(
    '$address address, $authentic, token $token: $proves',
    ({ address, authentic, token, proves }) => {
      const answered = token === 'none' ? undefined : sent(token);
      const standing = address === 'on-record' ? 'on-record' : 'claimed';
      expect(provenBy(contact({ standing }), mail(authentic), answered, NOW)).toBe(proves ? 'reply' : undefined);
    },
  );

  const PROVEN = ['aligned', sent('ours')] as const;
  test('an address that is not yet in force, or nobody stands behind, proves nothing', () => {
    expect(provenBy(contact({ validFrom: LATER }), mail(PROVEN[0]), PROVEN[1], NOW)).toBeUndefined();
    expect(provenBy(contact({ validFrom: NOW }), mail(PROVEN[0]), PROVEN[1], NOW)).toBe('reply');
    const { applicant: _, ...nobody } = contact({});
    expect(provenBy(nobody, mail(PROVEN[0]), PROVEN[1], NOW)).toBeUndefined();
  });
  test('a message of ours that was found by its name alone proves nothing', () => {
    const { token: _, ...named } = sent('ours');
    expect(provenBy(contact({}), mail('aligned'), named, NOW)).toBeUndefined();
  });
  test('a token that is too old proves nothing', () => {
    const old = new Date(NOW.getTime() - LIMITS.replyTokenDays * 86_400_000);
    expect(provenBy(contact({}), mail('aligned'), sent('ours', old), NOW)).toBeUndefined();
    expect(provenBy(contact({}), mail('aligned'), sent('ours', new Date(old.getTime() + 1)), NOW)).toBe('reply');
  });
  test('a chat is proven until it expires, and only a chat', () => {
    const chat = contact({ channel: 'telegram', standing: 'bound', provenBy: 'code', provenUntil: LATER });
    const said: Inbound = { ...mail('unknown'), channel: 'telegram' };
    expect(provenBy(chat, said, undefined, NOW)).toBe('code');
    expect(provenBy(chat, said, undefined, LATER)).toBeUndefined();
    expect(provenBy({ ...chat, channel: 'mail' }, mail('unknown'), undefined, NOW)).toBeUndefined();
  });
});
