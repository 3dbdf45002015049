import { expect, test } from 'vitest';
import type { Renewal } from '../../src/renewal/renewal.ts';
import { isRefusal, step } from '../../src/renewal/step.ts';
import { event, opened, type Told } from './scenario.ts';

/** Two scans in one mail are taken in the order in which they are awaited; what stands in them may say otherwise. */

const CHANGE: Told = { is: 'change-proposed', fields: { position: 'Kepala Seksi' }, version: 'v2', complete: true };
const letter = (which: 'change' | 'recommendation', document: string): Told => ({
  is: 'letter-received',
  letter: which,
  document,
  hash: document,
  name: `${document}.pdf`,
});
const read = (document: string, ...remarks: string[]): Told => ({ is: 'letter-read', document, remarks });

function goes(renewal: Renewal, ...told: readonly (readonly [hour: number, Told])[]): Renewal {
  return told.reduce((before, [hour, each]) => {
    const result = step(before, event(each, hour));
    if (isRefusal(result)) throw new Error(`${each.is} was refused: ${result.refused}`);
    return result.renewal;
  }, renewal);
}
const begun = goes(opened(), [1, { is: 'signed-in', method: 'reply' }], [2, CHANGE]);
const places = ({ facts: { letter: one, change } }: Renewal) => [
  [change?.letter?.document, change?.letter?.state],
  [one?.document, one?.state],
];
const WRONG = [
  [4, read('d1', 'not-a-change-letter')],
  [5, read('d2', 'not-a-recommendation', 'missing:email')],
] as const;

test('of two that came together and are neither what they were taken for, each takes the place of the other, and both are read again', () => {
  const came = goes(begun, [3, letter('change', 'd1')], [3, letter('recommendation', 'd2')]);
  const after = goes(came, ...WRONG);
  expect(places(after)).toEqual([
    ['d2', 'reading'],
    ['d1', 'reading'],
  ]);
  const done = goes(after, [6, read('d2')], [7, read('d1')]);
  expect(places(done)).toEqual([
    ['d2', 'on-file'],
    ['d1', 'on-file'],
  ]);
  // Whatever is wrong then is an operator's to see: they do not change places for ever.
  const still = goes(after, [6, read('d2', 'not-a-change-letter')], [7, read('d1', 'not-a-recommendation')]);
  expect(places(still)).toEqual(places(done));
  expect(still.facts.letter?.remarks).toEqual(['not-a-recommendation']);
});

test.each([
  ['only one is wrong', 3, [WRONG[0], [5, read('d2')]]],
  ['they came one after the other', 4, WRONG],
] as const)('they stay where they are if %s', (_, hour, readings) => {
  const came = goes(begun, [3, letter('change', 'd1')], [hour, letter('recommendation', 'd2')]);
  expect(places(goes(came, ...readings))).toEqual([
    ['d1', 'on-file'],
    ['d2', 'on-file'],
  ]);
});
