import { describe, expect, test } from 'vitest';
import { provenBy } from '../../src/desk/message/identity.ts';
import { LIMITS } from '../../src/desk/parts.ts';
import type { ContactRow, SentRow } from '../../src/desk/store.ts';
import { mailFrom } from '../support/inbound.ts';

/** When a sender counts as proven, by what is on record of him alone. Which mails prove is in identity.test.ts, whole. */

const NOW = new Date('2026-11-02T02:00:00Z');
const DAY_MS = 86_400_000;
const days = (count: number) => new Date(NOW.getTime() + count * DAY_MS);

const contactRow: ContactRow = {
  id: 'kontak',
  channel: 'mail',
  address: 'siti@contohprov.example',
  applicant: 'siti',
  standing: 'on-record',
  state: { language: 'id' } as ContactRow['state'],
  speaker: 'assistant',
  lastOut: 1,
};
const sent: SentRow = {
  id: 'pesan',
  contact: 'kontak',
  author: 'assistant',
  state: 'sent',
  token: 'token',
  at: days(-1),
};
const chat = (of: Partial<ContactRow>): ContactRow => ({
  ...contactRow,
  channel: 'telegram',
  address: '4711',
  standing: 'bound',
  provenBy: 'code',
  provenUntil: days(1),
  ...of,
});
const vouchedFor = (of: Partial<ContactRow>): ContactRow => ({
  ...contactRow,
  standing: 'bound',
  provenBy: 'vouched',
  provenUntil: days(1),
  ...of,
});

const message = mailFrom(contactRow.address, NOW, 'ya', { proof: { token: 'token', authentic: 'aligned' } });
const proven = (of: ContactRow, answered: SentRow | undefined = sent, more = message) =>
  provenBy(of, more, answered, NOW);

describe('a chat', () => {
  test('is its owner’s as it was bound, until that runs out', () => {
    expect(proven(chat({}))).toBe('code');
    expect(proven(chat({ provenBy: 'link' }))).toBe('link');
    expect(proven(chat({ provenUntil: NOW }))).toBeUndefined();
  });
  test('is nobody’s once it was taken from him', () => {
    const { applicant: _, ...nobodys } = chat({});
    expect(proven(nobodys)).toBeUndefined();
  });
});

describe('a mail that is aligned and answers us', () => {
  test('proves the address on record, from the moment on in which it is', () => {
    expect(proven(contactRow)).toBe('reply');
    expect(proven({ ...contactRow, validFrom: NOW })).toBe('reply');
    expect(proven({ ...contactRow, validFrom: days(1) })).toBeUndefined();
  });
  test('proves an address that an operator vouched for, as long as his word counts, and no other one', () => {
    expect(proven(vouchedFor({}))).toBe('vouched');
    expect(proven(vouchedFor({ provenUntil: NOW }))).toBeUndefined();
    for (const by of ['code', 'link'] as const) expect(proven(vouchedFor({ provenBy: by }))).toBeUndefined();
    expect(proven(vouchedFor({ standing: 'claimed' }))).toBeUndefined();
  });
  test('proves nothing by the token of another’s mail, of an old one, or of none', () => {
    expect(proven(contactRow, { ...sent, contact: 'lain' })).toBeUndefined();
    expect(proven(contactRow, { ...sent, at: days(-LIMITS.replyTokenDays) })).toBeUndefined();
    const { token: _, ...named } = sent;
    expect(proven(contactRow, named)).toBeUndefined();
    expect(provenBy(contactRow, message, undefined, NOW)).toBeUndefined();
  });
  test('proves nothing where nobody has judged it', () => {
    const { proof: _, ...unjudged } = message;
    expect(proven(contactRow, sent, unjudged)).toBeUndefined();
  });
});
