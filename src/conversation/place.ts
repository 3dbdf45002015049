import type { Renewal } from '../renewal/renewal.ts';
import type { Heard, Question } from './conversation.ts';
import { aboutCollected, aboutUse } from './hear/collect.ts';
import { aboutWhichLetter } from './hear/document.ts';
import { aboutLink } from './hear/link.ts';
import type { Meaning } from './meaning.ts';
import { gist } from './words/match.ts';

type Place = {
  readonly asked: Question['what'] | undefined;
  /** The renewal that is talked about. */
  readonly renewal?: Renewal;
  /** There is none, since he has a new certificate that is valid for long. */
  readonly renewed?: boolean;
};

/** What is said at a place is about that place: the same words mean something else elsewhere. */
export function atPlace(
  meanings: readonly Meaning[],
  { asked, renewal, renewed = false }: Place,
  heard: Pick<Heard, 'meanings' | 'text'>,
): readonly Meaning[] {
  if (asked === 'number' || asked === 'code') return meanings.map(atSignIn);
  if (asked === 'letter-which') return aboutWhichLetter(meanings, heard);
  if (ASKED_BACK.has(asked) && TAKES_BACK.test(gist(heard.text)) && heard.meanings.length > 0) return [{ means: 'no' }];
  if (asked === 'passphrase') return aboutLink(meanings, heard);
  const key = renewal?.rules.needsCsr === true && (asked === 'key' || renewal.facts.key !== undefined);
  const isThere = renewal?.facts.certificate !== undefined || renewed;
  const used = isThere ? aboutUse(meanings, heard) : meanings;
  const here = asked === 'confirm-collected' ? aboutCollected(used, heard) : used;
  return key ? here.map((meaning) => atKey(meaning, heard.text, renewal)) : here;
}

/** "Eh ketemu, tidak jadi": the wish that is asked back is taken back, and nothing else is. */
const ASKED_BACK: ReadonlySet<Question['what'] | undefined> = new Set<Question['what'] | undefined>([
  ...(['confirm-withdraw', 'confirm-stop', 'confirm-left', 'confirm-device-lost'] as const),
  ...(['confirm-key-lost', 'confirm-revoke'] as const),
]);
const TAKES_BACK =
  /^(?!.*\b(?:tidak|belum|not)(?: \w+)? (?:ketemu|ditemukan|found)\b).*\b(?:tidak jadi|ketemu|ditemukan|found it|never ?mind|forget it)\b/;

/** His mail is where the code comes in: one that he cannot open, or that brings nothing, is no data that has changed. */
function atSignIn(meaning: Meaning): Meaning {
  switch (meaning.means) {
    case 'wrong':
      // Data is none of a stranger's: something is wrong with his number or his code, and is asked for again.
      return { means: meaning.fields.includes('email') ? 'no-mailbox' : 'resume' };
    case 'link':
      return { means: 'new-code' };
    default:
      return meaning;
  }
}

/** A number is said to be one; a "HP" that is changed while the key is talked about is where the key lies. */
const IS_NUMBER = /\b(?:no|nomor|number|telepon|wa)\b/;

/** From his own key on, the only passphrase is that of the key. */
function atKey(meaning: Meaning, text: string, { facts }: Renewal): Meaning {
  switch (meaning.means) {
    case 'forgotten-passphrase':
      return facts.key === undefined ? meaning : { means: 'key-lost' };
    case 'wrong': {
      const device = meaning.fields.length === 1 && meaning.fields[0] === 'phone' && !IS_NUMBER.test(gist(text));
      return device ? { means: 'about-key' } : meaning;
    }
    default:
      return meaning;
  }
}
