import { textHoldsPrivateKey } from '../private-key/text.ts';
import type { Field, LinkState } from '../renewal/renewal.ts';
import { findChanges } from './changes.ts';
import type { Meaning } from './meaning.ts';
import { findSecrets, SECRET_REMOVED } from './secret.ts';
import { isSmall } from './words/clause.ts';
import { type Match, matches } from './words/match.ts';
import { withNones } from './words/none.ts';
import { CONSIDERED_CHARACTERS, type Token, tokens } from './words/normal.ts';
import { codeIn, numbersIn, type Placed } from './words/numbers.ts';
import { type Said, said } from './words/said.ts';
import { MANNERS, settled } from './words/settled.ts';
import { isBelow, signatureAt } from './words/signature.ts';
import { frowns, signed } from './words/signs.ts';
import { withFigures } from './words/spelled.ts';
import { stands } from './words/stands.ts';
import { topicOf } from './words/topic.ts';
import { isReport, isYes } from './words/yes.ts';

export { CONSIDERED_CHARACTERS } from './words/normal.ts';

/** A message of greetings and thanks with this many other words says something that was not understood. */
const UNKNOWN_BESIDE_MANNERS = 2;

function meaningOf(match: Match): Meaning | undefined {
  const means = match.rule.means.replace(/\/(?:doubt|asked)$/, '');
  const [name, detail] = means.split(':') as [string, string?];
  if (name === 'wrong') return { means: 'wrong', fields: detail === undefined ? match.fields : [detail as Field] };
  if (name === 'cancel-change' && match.fields.length > 0) return { means: name, fields: match.fields };
  if (name === 'not-now')
    return detail === undefined
      ? { means: 'not-now' }
      : {
          means: 'not-now',
          days: detail.startsWith('#') ? match.number! * Number(detail.slice(1) || 1) : Number(detail),
        };
  if (name === 'left') return { means: 'left', why: detail as 'left' | 'retired' | 'moved' | 'died' };
  if (name === 'language') return { means: 'language', to: detail as 'id' | 'en' };
  if (name === 'link') return { means: 'link', state: detail as LinkState };
  if (name === 'letter-is') return { means: 'letter-is', letter: detail as 'recommendation' | 'change' };
  if (['ack', 'doubt', 'contrast', 'unreal', 'nothing', 'enclosed'].includes(name)) return undefined;
  return { means: name } as Meaning;
}

/** Said of a certificate; a request is cancelled. */
const REVOKING = /cabut|^revo(?:k|cation)/;

/**
 * What a message means, in order of appearance; `unknown` where nothing was understood; empty only for a blank text and
 * for words that merely accompany a file ("terlampir"). Pure; reads the first `CONSIDERED_CHARACTERS` characters, in
 * time linear in them; never throws. A doubt, a condition, a contrast ("benar, tapi ..."), a question or words that were
 * not understood beside it take a yes away: it is then `unknown`, to be asked back.
 */
export function understand(text: string): readonly Meaning[] {
  const considered = withFigures(text.slice(0, CONSIDERED_CHARACTERS));
  if (considered.trim() === '') return [];
  const sign = signed(considered);
  if (sign !== undefined) return [sign];
  const secret = findSecrets(considered);
  const clean = secret.found ? secret.redacted.replaceAll(SECRET_REMOVED, '\n') : considered;
  const all = withNones(tokens(clean));
  const signature = signatureAt(clean);
  const at = signature < clean.length ? all.filter(({ start }) => start < signature) : all;
  const change = findChanges(clean, at);
  // What is part of a change is not looked at again, and ends the clause beside it.
  const rest = at.map(
    (token, place): Token => (change.covers.has(place) ? { ...token, kind: 'stop', word: '' } : token),
  );
  const found = matches(rest);
  const message = said(rest, found, frowns(considered));

  const confirms = found.some(({ rule }) => rule.means.startsWith('yes'));
  // A signature says who wrote; below a yes that is nothing new.
  const objects = found.some(({ rule }) => rule.means.startsWith('wrong'));
  const signs = (index: number) => index >= signature || (!objects && isBelow(clean, index));
  const numbers = numbersIn(clean, all, change.covers, signs);
  const placed: Placed[] = confirms ? numbers.filter(({ meaning }) => !('signed' in meaning)) : numbers;
  const code = codeIn(clean, all);
  if (code) placed.push(code);
  if (secret.found)
    placed.push({ place: -1, meaning: { means: 'secret', ...(textHoldsPrivateKey(considered) && { key: true }) } });
  if (Object.keys(change.changes).length > 0)
    placed.push({ place: Math.min(...change.covers), meaning: { means: 'change', changes: change.changes } });
  if (change.doubted.length > 0)
    placed.push({ place: Math.min(...change.covers), meaning: { means: 'wrong', fields: change.doubted } });
  let asksBack = false;
  for (const match of found) {
    const isYesRule = match.rule.means.startsWith('yes');
    const good = isYesRule ? isYes(match, message) : stands(match, message);
    if (isYesRule) {
      if (good) placed.push({ place: match.start, meaning: { means: 'yes' } });
      else asksBack ||= !isReport(match, message);
      continue;
    }
    const meaning = good ? meaningOf(match) : undefined;
    if (meaning) placed.push({ place: match.start, meaning });
    else if (!good) asksBack = true;
  }
  const namesRevoking = at.some(({ word }) => REVOKING.test(word));
  return withManners(settled(placed, namesRevoking), message, asksBack);
}

const UNKNOWN: Meaning = { means: 'unknown' };

/** The topic alone was understood, or nothing. */
function guess(at: readonly Token[]): Meaning {
  const topic = topicOf(at);
  return topic === undefined ? UNKNOWN : { means: topic, guessed: true };
}

/** Adds what is left to say when no meaning, or nothing but manners, was found. */
function withManners(
  meanings: readonly Meaning[],
  { at, matches: found, covered }: Said,
  asksBack: boolean,
): readonly Meaning[] {
  if (meanings.some(({ means }) => !MANNERS.has(means) && means !== 'help')) return meanings;
  // "What do I do with this letter?": what is asked about says more than that help is wanted.
  const topic = found.some(({ rule }) => rule.means === 'help') ? topicOf(at) : undefined;
  if (meanings.some(({ means }) => means === 'help'))
    return topic === undefined
      ? meanings
      : [...meanings.filter(({ means }) => means !== 'help'), { means: topic, guessed: true }];
  const unknown = at.filter((token, place) => token.kind === 'word' && !covered.has(place) && !isSmall(token)).length;
  const means = new Set(found.map(({ rule }) => rule.means));
  // A loss or a wish that is denied or supposed is asked back, not answered by what its thing is.
  const refused = found.some(({ rule }) => rule.guarded);
  const lost = asksBack || means.has('doubt') || means.has('contrast') || means.has('unreal');
  const asks = at.some(({ kind }) => kind === 'question');
  if (means.has('enclosed') && !lost && !asks) return meanings;
  if (lost || unknown >= (meanings.length > 0 ? UNKNOWN_BESIDE_MANNERS : 1))
    return [...meanings, refused ? UNKNOWN : guess(at)];
  if (meanings.length > 0) return meanings;
  return [means.has('ack') ? { means: 'thanks', ack: true } : UNKNOWN];
}
