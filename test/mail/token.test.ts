import { describe, expect, test } from 'vitest';
import {
  keptMessageId,
  messageIdOf,
  readMessageId,
  replyAddressOf,
  tokenInAddresses,
  tokenInAnswers,
} from '../../mail/token.ts';

const ID = '6c0cbe6e-33b8-4d3f-9c63-2a7a7a4f9f10';

describe('the reply token', () => {
  test('comes back out of the Message-ID it was put in', () => {
    const messageId = messageIdOf(ID, 'kominfo.example', 'a1-B_2');
    expect(readMessageId(messageId, 'Kominfo.example')).toEqual({ id: ID, token: 'a1-B_2' });
    expect(readMessageId(messageIdOf(ID, 'kominfo.example'), 'kominfo.example')).toEqual({ id: ID });
  });
  test('is left out of what is kept, and other names stay as they are', () => {
    const kept = messageIdOf(ID, 'kominfo.example');
    expect(keptMessageId(messageIdOf(ID, 'kominfo.example', 'a1-B_2'), 'kominfo.example')).toBe(kept);
    expect(keptMessageId(kept, 'kominfo.example')).toBe(kept);
    expect(keptMessageId('<x@y.example>', 'kominfo.example')).toBe('<x@y.example>');
  });
  test("is not read from another domain's or another program's Message-ID", () => {
    expect(readMessageId(messageIdOf(ID, 'evil.example', 'tok'), 'kominfo.example')).toBeUndefined();
    expect(readMessageId(`<${ID}@kominfo.example>`, 'kominfo.example')).toBeUndefined();
  });
  test('is found in the address it was sent with, and in no other', () => {
    const pattern = 'sertifikat+{token}@kominfo.example';
    expect(
      tokenInAddresses(pattern, ['a@b.example', replyAddressOf(pattern, 'tok9').replace('kominfo', 'Kominfo')]),
    ).toBe('tok9');
    expect(
      tokenInAddresses(pattern, [
        'sertifikat@kominfo.example',
        'sertifikatXtok@kominfo.example',
        'sertifikat+@kominfo.example',
      ]),
    ).toBeUndefined();
  });
  test('is that of the nearest of our mails in the thread', () => {
    const near = messageIdOf(ID, 'kominfo.example', 'near');
    expect(
      tokenInAnswers('kominfo.example', ['<x@y.example>', near, messageIdOf('older', 'kominfo.example', 'old')]),
    ).toBe('near');
  });
});
