import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replyText } from '../../mail/reply.ts';
import { setOff } from '../../src/web/console/talk/set-off.ts';

const marked = (body: string, read: string | undefined) =>
  setOff(body, read).map(({ read: isRead, text }) => `${isRead ? '+' : '-'}${text}`);

test.each([
  [
    'an answer above the quote',
    'Sudah sesuai.\n\nPada 12 Jan 2027, Kantor <a@b> menulis:\n> Data Anda\n> benar?',
    ['+Sudah sesuai.\n', '-Pada 12 Jan 2027, Kantor <a@b> menulis:\n> Data Anda\n> benar?'],
  ],
  ['an answer below the quote', '> Data Anda\n> benar?\nSudah sesuai.', ['-> Data Anda\n> benar?', '+Sudah sesuai.']],
  ['a signature', 'Setuju\n\n--\nSiti\nDinas Kominfo', ['+Setuju\n', '---\nSiti\nDinas Kominfo']],
] as const)('%s is set off as the reader of replies left it', (_, body, parts) => {
  expect(marked(body, replyText(body))).toEqual(parts);
});

test('where everything was read, or what was read is not to be found, nothing is folded away', () => {
  expect(marked('halo\nlagi', undefined)).toEqual(['+halo\nlagi']);
  expect(marked('halo\nlagi', 'bukan ini')).toEqual(['+halo\nlagi']);
});

test('of any mail, nothing is lost and nothing is added', () => {
  const line = fc.constantFrom('', 'ya', '> ya', '--', 'Pada Senin, A menulis:', 'halo  dunia', 'Sent from my iPhone');
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      const body = lines.join('\n');
      const parts = setOff(body, replyText(body));
      expect(parts.map(({ text }) => text).join('\n')).toBe(body);
    }),
  );
});
