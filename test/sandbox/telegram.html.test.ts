import fc from 'fast-check';
import { expect, it } from 'vitest';
import { escapeHtml } from '../../bots/split.ts';
import { parseHtml } from '../../src/sandbox/telegram/html.ts';
import { ApiRefusal } from '../../src/sandbox/telegram/refusal.ts';

const markup = fc.string({
  unit: fc.oneof(
    fc.constantFrom('<b>', '</b>', '<a href="https://a.id/">', '</a>', '<', '>', '&', '&lt;', '&#65;', '"', '/', ' '),
    fc.string({ unit: 'grapheme', maxLength: 2 }),
  ),
});

it('gives back every text that the bot escapes', () => {
  fc.assert(
    fc.property(markup, (text) => {
      expect(parseHtml(escapeHtml(text))).toMatchObject({ text, entities: [] });
    }),
  );
});

it('parses or refuses, and its HTML has no tag that it did not allow', () => {
  fc.assert(
    fc.property(markup, (source) => {
      try {
        const { html, text, entities } = parseHtml(source);
        expect(html.replace(/<\/?b>|<a href="[^"<>]*" rel="noreferrer">|<\/a>/g, '')).not.toMatch(/[<>]/);
        for (const { offset, length } of entities) expect(offset + length).toBeLessThanOrEqual(text.length);
      } catch (error) {
        expect(error).toBeInstanceOf(ApiRefusal);
      }
    }),
  );
});

it('marks what was formatted by its place in the text', () => {
  expect(parseHtml('🙂 <b>satu <i>dua</i></b> &#x41;&quot;')).toEqual({
    text: '🙂 satu dua A"',
    html: '🙂 <b>satu <i>dua</i></b> A&quot;',
    entities: [
      { type: 'bold', offset: 3, length: 8 },
      { type: 'italic', offset: 8, length: 3 },
    ],
  });
});
