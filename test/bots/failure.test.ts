import { TelegramError } from 'telegraf';
import { describe, expect, it } from 'vitest';
import { deliveryOf, failed, isHarmless } from '../../bots/failure.ts';

const now = new Date('2027-01-15T03:00:00Z');
const secret = 'https://kantor.go.id/p/rahasia';
const refused = (error_code: number, description: string, parameters?: { retry_after: number }) =>
  new TelegramError(
    { error_code, description, ...(parameters ? { parameters } : {}) },
    { method: 'sendMessage', payload: { text: secret } },
  );
const network = (code: string) =>
  Object.assign(new Error(`request to https://api.telegram.org failed, ${secret}`), {
    name: 'FetchError',
    type: 'system',
    code,
  });

describe('what became of a message', () => {
  it.each([
    [
      'flooded',
      refused(429, 'Too Many Requests: retry after 7', { retry_after: 7 }),
      { retryAt: new Date(now.getTime() + 7000) },
    ],
    ['blocked', refused(403, 'Forbidden: bot was blocked by the user'), { unreachable: true }],
    ['deactivated', refused(403, 'Forbidden: user is deactivated'), { unreachable: true }],
    ['no such chat', refused(400, 'Bad Request: chat not found'), { unreachable: true }],
    ['a bad message', refused(400, 'Bad Request: message is too long'), { refused: true }],
    ['a file too large', refused(413, 'Request Entity Too Large'), { refused: true }],
    ['a wrong token', refused(401, 'Unauthorized'), { retryAt: new Date(now.getTime() + 300_000) }],
    ['broken at Telegram', refused(502, 'Bad Gateway'), { retryAt: new Date(now.getTime() + 15_000) }],
    ['no connection', network('ECONNREFUSED'), { retryAt: new Date(now.getTime() + 15_000) }],
    ['no name', network('ENOTFOUND'), { retryAt: new Date(now.getTime() + 15_000) }],
    ['a cut line', network('ECONNRESET'), { unknown: true }],
    ['no answer', Object.assign(new Error('aborted'), { name: 'AbortError', type: 'aborted' }), { unknown: true }],
    [
      'an answer that is no JSON',
      Object.assign(new Error('invalid json'), { name: 'FetchError', type: 'invalid-json' }),
      { unknown: true },
    ],
    ['anything else', 'x', { unknown: true }],
  ])('%s', (_name, error, expected) => {
    expect(deliveryOf(error, now)).toEqual({ ...expected, why: expect.any(String) });
  });
});

it('never repeats the payload, an address or what was quoted', () => {
  const errors = [
    refused(400, `Bad Request: inline keyboard button URL '${secret}' is invalid: Wrong HTTP URL`),
    refused(400, `Bad Request: can't parse entities: Unsupported start tag "${secret}" at byte offset 5`),
    network('ECONNRESET'),
  ];
  for (const error of errors) expect(failed(error).why).not.toContain('rahasia');
  expect(failed(errors[1]).why).toContain("can't parse entities: Unsupported start tag … at byte offset 5");
});

it('takes what is so already, and what nobody waits for, as harmless', () => {
  expect(
    isHarmless(
      refused(
        400,
        'Bad Request: message is not modified: specified new message content and reply markup are exactly the same',
      ),
    ),
  ).toBe(true);
  expect(
    isHarmless(refused(400, 'Bad Request: query is too old and response timeout expired or query ID is invalid')),
  ).toBe(true);
  expect(isHarmless(refused(400, 'Bad Request: message is too long'))).toBe(false);
});
