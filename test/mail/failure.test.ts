import { describe, expect, test } from 'vitest';
import { failureOf } from '../../mail/failure.ts';

const now = new Date('2027-01-15T03:00:00Z');
const attempt = { now, before: 0, dataBegan: false };

describe('a mail that did not go out', () => {
  test.each([421, 450, 451, 452, 503, 535])(
    'is tried again after reply %i, whatever the library calls it',
    (responseCode) => {
      expect(failureOf({ responseCode, code: 'EENVELOPE', command: 'RCPT TO' }, attempt)).toMatchObject({
        retryAt: new Date('2027-01-15T03:01:00Z'),
      });
    },
  );
  test.each([
    [500, 'STARTTLS'],
    [550, 'EHLO'],
    [554, 'CONN'],
    [535, 'AUTH PLAIN'],
    [550, undefined],
  ])('is tried again after %i at %s: that was about us, not about the mail', (responseCode, command) => {
    expect(failureOf({ responseCode, code: 'ECONNECTION', command }, attempt)).toHaveProperty('retryAt');
  });
  test('has its reason in the enhanced status: a full mailbox passes, a policy is about the message', () => {
    const at = (response: string, responseCode = 550) =>
      failureOf({ responseCode, code: 'EENVELOPE', command: 'RCPT TO', response }, attempt);
    expect(at('552 5.2.2 Mailbox full', 552)).toHaveProperty('retryAt');
    expect(at('550-5.7.1 blocked using a list\n550 5.7.1 of hosts')).toMatchObject({ refused: true });
    expect(at('550 5.1.1 No such user, see 5.2.2')).toMatchObject({ unreachable: true });
  });
  test('waits longer each time, a day at most', () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 99].map((before) => {
      const delivery = failureOf({ responseCode: 450 }, { ...attempt, before });
      return 'retryAt' in delivery ? (delivery.retryAt.getTime() - now.getTime()) / 60_000 : undefined;
    });
    expect(waits).toEqual([1, 5, 15, 60, 240, 1440, 1440, 1440]);
  });
  test.each([550, 551, 553])('means an unreachable reader after %i for the recipient', (responseCode) => {
    expect(failureOf({ responseCode, code: 'EENVELOPE', command: 'RCPT TO' }, attempt)).toMatchObject({
      unreachable: true,
    });
  });
  test.each([
    [554, 'DATA'],
    [550, 'DATA'],
    [552, 'RCPT TO'],
    [554, 'RCPT TO'],
  ])('means a refused message after %i at %s', (responseCode, command) => {
    expect(failureOf({ responseCode, code: 'EMESSAGE', command }, attempt)).toMatchObject({ refused: true });
  });
  test('is tried again when the connection failed before the message, and in doubt after it', () => {
    expect(failureOf({ code: 'ECONNECTION' }, attempt)).toHaveProperty('retryAt');
    expect(failureOf({ code: 'ETIMEDOUT' }, { ...attempt, dataBegan: true })).toMatchObject({ unknown: true });
    expect(failureOf({ code: 'EAUTH', responseCode: 535 }, { ...attempt, dataBegan: true })).toHaveProperty('retryAt');
  });
});
