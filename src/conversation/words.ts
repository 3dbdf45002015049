import type { Field, LinkState } from '../renewal/renewal.ts';
import { findChanges } from './changes.ts';
import { ANSWERS } from './line.ts';
import type { Meaning } from './meaning.ts';
import { findSecrets, SECRET_REMOVED } from './secret.ts';
import { CLAUSE_WORDS, fieldAt, fillers, isBreak, type Match, matches, negations, particles } from './words/match.ts';
import { CONSIDERED_CHARACTERS, plain, type Token, tokens } from './words/normal.ts';
import { ABOUT_APPLICANT, GROUPS, REQUESTS } from './words/table.ts';

export { CONSIDERED_CHARACTERS } from './words/normal.ts';

/** "Data saya sudah sesuai" may have this many unknown words beside it; a bare "iya" none. */
const UNKNOWN_BESIDE_SURE_YES = 2;
/** A message of greetings and thanks with this many other words says something that was not understood. */
const UNKNOWN_BESIDE_MANNERS = 2;
/** An address in a longer text is a signature; with this many other words it is an answer. */
const WORDS_BESIDE_ADDRESS = 6;

const requests = new Set(REQUESTS.map(plain));
const relatives = new Set(GROUPS.relative!.split('|').map(plain));
/** Ways of saying that it is settled after all: "laptop hilang tapi sudah ketemu". */
const FOUND_AGAIN = new Set('ketemu ditemukan balik found'.split(' ').map(plain));
/** "Jangan ganti jabatan saya" finds nothing wrong. */
const FORBIDS = new Set('jangan dont'.split(' ').map(plain));
/** Ask who did it or why; and whether it was done, unless the question itself asks for the thing ("apakah bisa dibatalkan"). */
const ASKS_WHO = new Set('siapa kenapa mengapa kok pernah who why'.split(' ').map(plain));
const ASKS_WHETHER = new Set('apakah kapan when'.split(' ').map(plain));
/** The same at the beginning of a clause alone: "did you revoke it", unlike "I have to revoke it". */
const ASKS_FIRST = new Set('did has have had was were is are apa'.split(' ').map(plain));
/** Ask without a question mark. */
const ASKS_WHY = new Set([...ASKS_WHO, ...'kapan when'.split(' ').map(plain)]);
const WISHES: readonly string[] = ['revoke', 'withdraw', 'cancel-change'];
/** At the end of a sentence these ask whether. */
const [NOT, NOT_YET, DONE] = ['tidak', 'belum', 'sudah'].map(plain);
const ALL = new Set('semua data all everything'.split(' ').map(plain));
const MANNERS = new Set<string>(['thanks', 'greeting']);
const QUESTIONS = new Set<string>([
  ...ANSWERS,
  ...'revocation help person status new-code page that-is-all more language:id language:en'.split(' '),
]);

type Said = {
  readonly at: readonly Token[];
  readonly matches: readonly Match[];
  readonly covered: ReadonlySet<number>;
  /** Something in the message takes every yes away. */
  readonly doubted: boolean;
  /** A field is named among words that were not understood: perhaps its new value ("Kabid Sandi maksud saya jabatannya"). */
  readonly misheard: boolean;
  /** Help is asked for: "yes, I have a question" confirms nothing. */
  readonly helped: boolean;
  readonly foundAgain: boolean;
  /** Places of supposing words, of questions other than "is it right?", and of manners and other yes-words. */
  readonly unreal: readonly number[];
  readonly questions: readonly number[];
  readonly agreeable: ReadonlySet<number>;
};
type Placed = { readonly place: number; readonly meaning: Meaning };

/** All that is asked of the whole message, asked once. */
function said(at: readonly Token[], found: readonly Match[]): Said {
  const covered = new Set(found.flatMap(({ covers }) => covers));
  const starts = (wanted: (means: string) => boolean): number[] =>
    found.filter(({ rule }) => wanted(rule.means)).map(({ start }) => start);
  const denied = at.some((token, place) => !covered.has(place) && negations.has(token.word));
  const against = found.some(
    ({ rule }) => rule.means.endsWith('doubt') || ['contrast', 'unreal', 'wrong'].includes(rule.means),
  );
  return {
    at,
    matches: found,
    covered,
    doubted: against || denied || at.some((token) => relatives.has(token.word)) || partOfTheData(at, covered),
    misheard: misheardValue(at, covered),
    helped: found.some(({ rule }) => rule.means.startsWith('help')),
    foundAgain: at.some((token, i) => FOUND_AGAIN.has(token.word) && !negations.has(at[i - 1]?.word ?? '')),
    unreal: starts((means) => means === 'unreal'),
    questions: starts((means) => QUESTIONS.has(means)),
    agreeable: new Set(
      found
        .filter(({ rule }) => MANNERS.has(rule.means) || rule.means.startsWith('yes') || rule.means === 'ack')
        .flatMap(({ covers }) => covers),
    ),
  };
}

/** Whether one of the sorted `places` is in the range; looks at no more places than the range has. */
function anyIn(sorted: readonly number[], from: number, to: number): boolean {
  let low = 0;
  for (let high = sorted.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return low < sorted.length && sorted[low]! < to;
}

/** The tokens around `i` up to the next one that `ends`, at most `CLAUSE_WORDS` to each side. */
function around(
  at: readonly Token[],
  i: number,
  ends: (token: Token | undefined) => boolean,
): { readonly from: number; readonly to: number } {
  let from = i;
  while (from > 0 && i - from < CLAUSE_WORDS && !ends(at[from - 1])) from--;
  let to = i;
  while (to < at.length && to - i < CLAUSE_WORDS && !ends(at[to])) to++;
  return { from, to };
}
const endsSentence = (token: Token | undefined): boolean =>
  token === undefined || token.kind === 'stop' || token.kind === 'question' || token.kind === 'line';
const places = ({ from, to }: { from: number; to: number }): number[] =>
  Array.from({ length: to - from }, (_, k) => from + k);
/** By its mark, by a "-kah" at its end, or by its end alone: "masih bisa dipakai gak", "sudah dicabut belum". */
function isQuestion(at: readonly Token[], i: number): boolean {
  const { from, to } = around(at, i, endsSentence);
  if (at[to]?.kind === 'question' || at[to - 1]?.word === 'kah') return true;
  let last = to - 1;
  while (last > i && particles.has(at[last]!.word)) last--;
  if (last <= i) return false;
  return (
    at[last]!.word === NOT ||
    (at[last]!.word === NOT_YET && places({ from, to: last }).some((place) => at[place]!.word === DONE))
  );
}

/** A guarded meaning stands only if it is neither denied nor supposed, and a question only if it asks for the thing. */
function stands(match: Match, { at, covered, doubted, foundAgain, misheard, unreal }: Said): boolean {
  const clause = around(at, match.start, isBreak);
  const sentence = around(at, match.start, endsSentence);
  const free = (place: number): boolean => !covered.has(place);
  if (ABOUT_APPLICANT.includes(match.rule.means)) {
    if (places(clause).some((place) => relatives.has(at[place]!.word))) return false;
    if (foundAgain) return false;
  }
  if (WISHES.includes(match.rule.means) && asksOf(at, clause.from, match.end)) return false;
  if (
    match.rule.means === 'resume' &&
    places({ from: clause.from, to: match.start }).some((place) => free(place) && negations.has(at[place]!.word))
  )
    return false;
  // Of an address or a telephone it is said that they changed.
  if (match.rule.means === 'unused' && places(clause).some((place) => fieldAt(at, place) !== undefined)) return false;
  if (match.rule.means === 'wrong')
    return !places({ from: clause.from, to: match.start }).some((place) => free(place) && FORBIDS.has(at[place]!.word));
  if (match.rule.means.startsWith('not-now'))
    return (
      !isQuestion(at, match.start) ||
      places(sentence).some((place) => requests.has(at[place]!.word)) ||
      places(sentence).every((place) => !free(place) || isSmall(at[place]!))
    );
  if (match.rule.means.endsWith('/asked'))
    return isQuestion(at, match.start) || places(clause).some((place) => ASKS_WHY.has(at[place]!.word));
  if (match.rule.means === 'that-is-all' && misheard) return false;
  if (match.rule.means === 'collected' && (doubted || isQuestion(at, match.start))) return false;
  if (!match.rule.guarded) return true;
  for (let place = clause.from; place < match.start; place++)
    if (free(place) && negations.has(at[place]!.word)) return false;
  if (anyIn(unreal, sentence.from, sentence.to)) return false;
  return !isQuestion(at, match.start) || places(sentence).some((place) => requests.has(at[place]!.word));
}

/** A question on what was done wishes for nothing: "siapa yang mencabut sertifikat saya". */
function asksOf(at: readonly Token[], from: number, to: number): boolean {
  const words = at.slice(from, to).map(({ word }) => word);
  if (words.some((word) => ASKS_WHO.has(word))) return true;
  return (
    (ASKS_FIRST.has(words[0]!) || words.some((word) => ASKS_WHETHER.has(word))) &&
    !words.some((word) => requests.has(word))
  );
}

/** Whether nothing takes the yes away; a doubt is never a yes. */
function isYes(match: Match, said: Said): boolean {
  const { at, covered, doubted, helped, questions } = said;
  if (doubted) return false;
  const sure = match.rule.means === 'yes/sure';
  if (!sure && helped) return false;
  const sentence = around(at, match.start, endsSentence);
  // "Sudah benar, berapa lama prosesnya?": the question mark belongs to the other question.
  if (isQuestion(at, match.start) && !anyIn(questions, match.start + 1, sentence.to)) return false;
  const unknown = places(around(at, match.start, isBreak)).filter(
    (place) => !covered.has(place) && !isSmall(at[place]!),
  );
  if (unknown.length > (sure ? UNKNOWN_BESIDE_SURE_YES : 0)) return false;
  return sure || !['iya', 'ya', 'y'].includes(at[match.start]!.word) || isFirst(match, said);
}

const isSmall = (token: Token): boolean => fillers.has(token.word) || particles.has(token.word);

/** A "ya" behind other words is a particle ("tolong dicek, ya"); it is an answer where a sentence begins. */
function isFirst(match: Match, { at, agreeable }: Said): boolean {
  const { from } = around(at, match.start, endsSentence);
  return places({ from, to: match.start }).every(
    (place) => at[place]!.kind === 'comma' || particles.has(at[place]!.word) || agreeable.has(place),
  );
}

/** "Nama sudah benar" says nothing of the rest. */
function partOfTheData(at: readonly Token[], covered: ReadonlySet<number>): boolean {
  const all = at.some(({ word }) => ALL.has(word));
  return !all && at.some((_, place) => !covered.has(place) && fieldAt(at, place) !== undefined);
}

/** What was not understood stands in the same sentence as a field of the data. */
function misheardValue(at: readonly Token[], covered: ReadonlySet<number>): boolean {
  const lost = (place: number): boolean =>
    at[place]!.kind === 'word' && !covered.has(place) && fieldAt(at, place) === undefined && !isSmall(at[place]!);
  return at.some(
    (_, place) =>
      !covered.has(place) && fieldAt(at, place) !== undefined && places(around(at, place, endsSentence)).some(lost),
  );
}

function meaningOf(match: Match): Meaning | undefined {
  const means = match.rule.means.replace(/\/(?:doubt|asked)$/, '');
  const [name, detail] = means.split(':') as [string, string?];
  if (name === 'wrong') return { means: 'wrong', fields: match.fields };
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

/** Six digits alone, or beside the word code. */
function codeIn(text: string, at: readonly Token[]): Placed | undefined {
  const found = /(?<!\d)\d(?:[ -]?\d){5}(?![ -]?\d)/.exec(text);
  if (!found) return undefined;
  const place = at.findIndex(({ start }) => start >= found.index);
  const others = at.filter(
    (token) => token.kind === 'word' && (token.end <= found.index || token.start >= found.index + found[0].length),
  );
  const named =
    others.some(({ word }) => ['kode', 'code', 'otp', 'verifikasi', 'verification'].map(plain).includes(word)) &&
    !others.some(({ word }) => word === 'pos');
  if (!named && !others.every(isSmall)) return undefined;
  return { place, meaning: { means: 'code', digits: found[0].replace(/\D/g, '') } };
}

/** NIP, NIK, and an address that is not part of a longer text. */
function numbersIn(text: string, at: readonly Token[], changed: ReadonlySet<number>): Placed[] {
  const placeOf = (index: number): number => at.findIndex(({ end }) => end > index);
  const out: Placed[] = [];
  for (const found of text
    .slice(0, CONSIDERED_CHARACTERS)
    .matchAll(/(?<!\d)\d{6,18}(?:[ .-]\d{1,12}){0,5}(?!\d)|(?<!\d)\d{4}(?:[ .-]\d{4}){3}(?!\d)/g)) {
    const value = found[0].replace(/\D/g, '');
    const place = placeOf(found.index);
    if ((value.length === 16 || value.length === 18) && !changed.has(place))
      out.push({ place, meaning: { means: 'number', kind: value.length === 18 ? 'nip' : 'nik', value } });
  }
  const words = at.filter((token) => token.kind === 'word' && !isSmall(token)).length;
  at.forEach((token, place) => {
    if (token.kind === 'email' && !changed.has(place) && words <= WORDS_BESIDE_ADDRESS)
      out.push({ place, meaning: { means: 'number', kind: 'email', value: token.raw.toLowerCase() } });
  });
  return out;
}

/** Said of a certificate; a request is cancelled. */
const REVOKING = /cabut|^revo(?:k|cation)/;

/** One `wrong` with all fields, without those that have a new value; each other meaning once; what excludes a yes beats it. */
function settled(found: readonly Placed[], namesRevoking: boolean): Meaning[] {
  const sorted = [...found].sort((a, b) => a.place - b.place);
  const ordered = [
    ...new Map(sorted.toReversed().map(({ meaning }) => [JSON.stringify(meaning), meaning])).values(),
  ].reverse();
  const changed = new Set(
    ordered.flatMap((meaning) => (meaning.means === 'change' ? Object.keys(meaning.changes) : [])),
  );
  const fields = [...new Set(ordered.flatMap((meaning) => (meaning.means === 'wrong' ? meaning.fields : [])))].filter(
    (field) => !changed.has(field),
  ) as Field[];
  const has = (...names: Meaning['means'][]): boolean => ordered.some(({ means }) => names.includes(means));
  const out: Meaning[] = [];
  for (const meaning of ordered) {
    if (meaning.means === 'wrong') {
      if (
        out.some(({ means }) => means === 'wrong') ||
        (changed.size > 0 && fields.length === 0) ||
        has('cancel-change')
      )
        continue;
      out.push({ means: 'wrong', fields });
    } else if (
      meaning.means === 'yes' &&
      has('wrong', 'change', 'not-now', 'withdraw', 'stop', 'not-me', 'left', 'cancel-change')
    )
      continue;
    else if (meaning.means === 'no' && ordered.length > 1) continue;
    else if (
      meaning.means === 'not-now' &&
      (meaning.days === undefined
        ? ordered.some((other) => other.means === 'not-now' && other.days !== undefined)
        : out.some(({ means }) => means === 'not-now'))
    )
      continue;
    else if (
      meaning.means === 'help' &&
      ordered.some(({ means }) => !MANNERS.has(means) && means !== 'help' && means !== 'yes')
    )
      continue;
    else if (meaning.means === 'withdraw' && has('cancel-change')) continue;
    // Whoever says that his data is old because he has moved is still here.
    else if (meaning.means === 'left' && meaning.why === 'moved' && has('wrong', 'change')) continue;
    // "Sertifikat tidak dipakai lagi, tolong dicabut": not the request, the certificate.
    else if (meaning.means === 'withdraw' && namesRevoking && has('unused')) out.push({ means: 'revoke' });
    else if (
      meaning.means === 'renew' &&
      has('withdraw', 'left', 'not-me', 'cost', 'how-long', 'which-documents', 'collected', 'status', 'revocation')
    )
      continue;
    else out.push(meaning);
  }
  return out;
}

/** Emoji say what people mean by them: a thumb is an acknowledgement, like "oke". */
const isApplause = (text: string): boolean =>
  /^(?:\s|\u{fe0f}|[\u{1f3fb}-\u{1f3ff}]|👍|🙏|👌|😊|🙂|✅|💪|🤝)+$/u.test(text);

/**
 * What a message means, in order of appearance; `unknown` where nothing was understood; empty only for a blank text and
 * for words that merely accompany a file ("terlampir"). Pure; reads the first `CONSIDERED_CHARACTERS` characters, in
 * time linear in them; never throws. A doubt, a condition, a contrast ("benar, tapi ..."), a question or words that were
 * not understood beside it take a yes away: it is then `unknown`, to be asked back.
 */
export function understand(text: string): readonly Meaning[] {
  const considered = text.slice(0, CONSIDERED_CHARACTERS);
  if (considered.trim() === '') return [];
  if (isApplause(considered)) return [{ means: 'thanks' }];
  const secret = findSecrets(considered);
  const clean = secret.found ? secret.redacted.replaceAll(SECRET_REMOVED, '\n') : considered;
  const at = tokens(clean);
  const change = findChanges(clean, at);
  // What is part of a change is not looked at again, and ends the clause beside it.
  const rest = at.map(
    (token, place): Token => (change.covers.has(place) ? { ...token, kind: 'stop', word: '' } : token),
  );
  const found = matches(rest);
  const message = said(rest, found);

  const placed: Placed[] = [...numbersIn(clean, at, change.covers)];
  const code = codeIn(clean, at);
  if (code) placed.push(code);
  if (secret.found) placed.push({ place: -1, meaning: { means: 'secret' } });
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
      else asksBack = true;
      continue;
    }
    const meaning = good ? meaningOf(match) : undefined;
    if (meaning) placed.push({ place: match.start, meaning });
    else if (!good) asksBack = true;
  }
  const namesRevoking = at.some(({ word }) => REVOKING.test(word));
  return withManners(settled(placed, namesRevoking), message, asksBack);
}

/** Adds what is left to say when no meaning, or nothing but manners, was found. */
function withManners(
  meanings: readonly Meaning[],
  { at, matches: found, covered }: Said,
  asksBack: boolean,
): readonly Meaning[] {
  if (meanings.some(({ means }) => !MANNERS.has(means))) return meanings;
  const unknown = at.filter((token, place) => token.kind === 'word' && !covered.has(place) && !isSmall(token)).length;
  const means = new Set(found.map(({ rule }) => rule.means));
  const lost = asksBack || means.has('doubt') || means.has('contrast') || means.has('unreal');
  if (means.has('enclosed') && !lost) return meanings;
  if (lost || unknown >= (meanings.length > 0 ? UNKNOWN_BESIDE_MANNERS : 1)) return [...meanings, { means: 'unknown' }];
  if (meanings.length > 0) return meanings;
  return [{ means: means.has('ack') ? 'thanks' : 'unknown' }];
}
