import type { Heard } from './conversation.ts';
import { ANSWERS } from './line.ts';
import type { Meaning } from './meaning.ts';

/** What asks, or is asked back before anything is done. None of it confirms, changes or binds by itself. */
const TALK: ReadonlySet<Meaning['means']> = new Set<Meaning['means']>([
  ...ANSWERS,
  'help',
  'person',
  'no-mailbox',
  'status',
  'revocation',
  'language',
  'withdraw',
  'stop',
  'not-me',
  'left',
  'device-lost',
  'key-lost',
  'revoke',
  'secret',
]);

/**
 * A message that could be read only after later ones were applied: what it confirmed, changed or answered then is not
 * true by itself now. It may talk, ask and bring files; a button of it, a new key and an answer are left out.
 */
export function withoutAnswers(heard: Heard, at: Date): Heard {
  const { notice: _, ...rest } = heard;
  return {
    ...rest,
    late: at,
    pressed: false,
    choice: 'none',
    meanings: onlyTalk(heard.meanings),
    enclosed: heard.enclosed.filter(({ kind }) => kind !== 'request'),
  };
}

export const onlyTalk = (meanings: readonly Meaning[]): readonly Meaning[] =>
  meanings.filter(({ means }) => TALK.has(means));

/** Of what stands above the CA's notice that is passed on: a request for help is answered by what the notice leads to. */
export const aboveNotice = (meanings: readonly Meaning[]): readonly Meaning[] =>
  onlyTalk(meanings).filter(({ means }) => means !== 'help');
