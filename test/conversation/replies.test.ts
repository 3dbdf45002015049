import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Known } from '../../src/conversation/conversation.ts';
import { inAnswerTo } from '../../src/conversation/echo.ts';
import type { Line } from '../../src/conversation/line.ts';
import type { Meaning } from '../../src/conversation/meaning.ts';
import { understand } from '../../src/conversation/words.ts';
import * as places from './places.ts';
import { applicant, type Talk } from './talk.ts';

const PLACES: Readonly<Record<string, () => Talk>> = {
  stranger: places.atStart,
  number: places.atNumber,
  code: places.atCode,
  bind: places.atBind,
  notice: places.atNotice,
  data: places.atDataCheck,
  change: places.atChange,
  changeletter: places.atChangeLetter,
  whichletter: places.atWhichLetter,
  letter: places.atLetter,
  reading: places.atReading,
  refused: places.atRefused,
  key: places.atKey,
  review: places.atReview,
  passphrase: places.atPassphrase,
  collect: places.atCollect,
  collected: places.atCollected,
  done: places.atEnd,
  withdraw: places.atWithdraw,
  revoke: places.atRevoke,
  revokewhy: places.atRevokeWhy,
  keylost: places.atKeyLost,
  lost: places.atDeviceLost,
};

/** What the desk finds out about a message: whether the code is the one that was sent, whose the link is. */
function known(talk: Talk, meanings: readonly Meaning[]): Partial<Known> {
  const code = meanings.find((meaning) => meaning.means === 'code');
  if (talk.question?.what === 'confirm-bind') return { link: places.LINK };
  if (code === undefined) return {};
  if (talk.question?.what !== 'code') return { code: 'unasked' };
  return code.digits === '123456' ? { code: 'right', codeApplicant: applicant() } : { code: 'wrong', codeLeft: 4 };
}

const name = (line: Line) => (line.say === 'answer' ? `answer:${line.to}` : line.say);
/** Said only after something was done or understood: never where it is not what the sentence wants. */
const STEPS =
  /^(not-understood.*|data-confirmed|change-noted|change-ask|completed|not-collected|letter-neither|code-(wrong|spent|unasked)|.*-confirm|revoke-.*|link-noted|passphrase-noted|bind-declined|signed-in|person-called|no-mailbox|change-too-late|later-.*)$/;

const replies = readFileSync(new URL('./replies.tsv', import.meta.url), 'utf8')
  .split('\n')
  .slice(1)
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t') as [string, string, string, string])
  .map(([at, , sentence, says]) => ({ at, sentence: sentence.replaceAll('\\n', '\n'), says }));

/** Each place knows the lines that one of these sentences must lead to; `|` stands between lines that are equally good. */
describe('what is said to a sentence, where it is written', () => {
  it.each(replies)('$at: $sentence -> $says', ({ at, sentence, says }) => {
    const talk = PLACES[at]!();
    const meanings = inAnswerTo(talk.question?.what, sentence, understand(sentence));
    talk.receives({ meanings, text: sentence }, known(talk, meanings));
    const said = talk.last!.say.map(name);
    const wanted = says.split('|');
    expect([said, meanings, said.some((line) => wanted.includes(line))]).toEqual([said, meanings, true]);
    expect([said, said.filter((line) => STEPS.test(line) && !wanted.includes(line))]).toEqual([said, []]);
  });
});
