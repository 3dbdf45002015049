import { expect, test } from 'vitest';
import { choiceId, readChoiceId } from '../../src/desk/choice.ts';

const MESSAGE = '01935f5e-8a00-7abc-8def-0123456789ab';

test('a button names its message and its place, within what Telegram lets it carry', () => {
  for (const place of [0, 7, 99]) {
    const id = choiceId(MESSAGE, place);
    expect(readChoiceId(id)).toEqual({ message: MESSAGE, place });
    expect(Buffer.byteLength(id)).toBeLessThanOrEqual(64);
  }
});

test('what no button of ours carries names nothing, and reaches no query', () => {
  const strange = [
    '',
    'row-17',
    MESSAGE,
    `${MESSAGE}.`,
    `${MESSAGE}.-1`,
    `${MESSAGE}.1e3`,
    `${MESSAGE}.0\n`,
    `x${MESSAGE}.0`,
  ];
  for (const id of [...strange, `${MESSAGE}.0' or true --`]) expect(readChoiceId(id), id).toBeUndefined();
});
