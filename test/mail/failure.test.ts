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
