import type { Field } from '../../renewal/renewal.ts';
import { FIELD_NAMES } from './fields.ts';
import { asToken, plain, type Token, tokens } from './normal.ts';
import { FILLERS, GROUPS, NEGATIONS, NUMBER_WORDS, OPENERS, PARTICLES, RULES, type Rule } from './table.ts';

/** How many unknown words ".." may stand for: enough for "laptop dinas saya kemarin hilang", too few to join two thoughts. */
const GAP_WORDS = 4;
/** And how many tokens, with the particles among them ("HP saya yang ada passphrase-nya hilang"). */
const GAP_TOKENS = 6;
/** How many particles may stand in one place ("ya kak min"). */
const PARTICLES_IN_A_ROW = 3;
/** How far the start of a clause is looked for: one of more words than this is not a short answer. */
export const CLAUSE_WORDS = 40;
/** How many fields one phrase may name; there are ten. */
const FIELDS_IN_A_ROW = 10;

export type Match = {
  readonly rule: Rule;
  readonly start: number;
  readonly end: number;
  /** Places of the tokens that are part of the phrase, without the gaps. */
  readonly covers: readonly number[];
  readonly fields: readonly Field[];
  readonly number?: number;
};

type Element =
  | { readonly is: 'words'; readonly words: ReadonlySet<string>; readonly optional: boolean }
  | { readonly is: 'gap' }
  | { readonly is: 'field'; readonly only?: Field }
  | { readonly is: 'number' };
type Pattern = { readonly rule: Rule; readonly elements: readonly Element[]; readonly anchor: '' | '^' | '=' };

const set = (words: readonly string[]) => new Set(words.map(asToken));
export const particles = set(PARTICLES);
export const fillers = set(FILLERS);
export const openers = set(OPENERS);

/** A short answer in the words of the table, without particles and signs: "Udah kak, mksh" is "sudah terima kasih". */
export const gist = (text: string): string =>
  tokens(text)
    .filter(({ kind, word }) => kind === 'word' && !particles.has(word))
    .map(({ word }) => word)
    .join(' ');

export const negations = set(NEGATIONS);
const numbers = new Map(Object.entries(NUMBER_WORDS).map(([word, value]) => [plain(word), value]));

const fieldNames = new Map<string, { readonly field: Field; readonly words: readonly string[] }[]>();
for (const [field, names] of Object.entries(FIELD_NAMES) as [Field, readonly string[]][])
  for (const name of names) {
    const words = name.split(' ').map(plain);
    fieldNames.set(
      words[0]!,
      [...(fieldNames.get(words[0]!) ?? []), { field, words }].sort((a, b) => b.words.length - a.words.length),
    );
  }

/** "Kepala dinas", "sekretaris bidang": a person, and nobody's data. */
const HEADS = new Set('kepala pimpinan sekretaris'.split(' ').map(plain));
const LED: ReadonlySet<Field> = new Set<Field>(['organisation', 'unit']);

/** "Datanya beda sama KTP", "tidak sesuai dengan KTP": what the data is held against, and nothing that is wrong. */
const AGAINST = new Set('sama dengan di pada dari seperti menurut sesuai'.split(' ').map(plain));
const isHeldAgainst = (at: readonly Token[], i: number): boolean =>
  at[i]?.word === 'ktp' && AGAINST.has(at[i - 1]?.word ?? '');

/** The field named at this place, by its longest name. */
export function fieldAt(at: readonly Token[], i: number): { readonly field: Field; readonly end: number } | undefined {
  if (isHeldAgainst(at, i)) return undefined;
  const isLed = HEADS.has(at[i - 1]?.word ?? '');
  for (const { field, words } of fieldNames.get(at[i]?.word ?? '') ?? [])
    if (words.every((word, k) => at[i + k]?.word === word) && !(isLed && LED.has(field)))
      return { field, end: i + words.length };
  return undefined;
}

const GROUPED = /<(\w+)>/g;
function element(item: string): Element {
  if (item === '..') return { is: 'gap' };
  if (item === '{field}') return { is: 'field' };
  if (item.startsWith('{')) return { is: 'field', only: item.slice(1, -1) as Field };
  if (item === '#') return { is: 'number' };
  const optional = item.startsWith('[');
  const words = (optional ? item.slice(1, -1) : item).replace(GROUPED, (_, name: string) => GROUPS[name]!);
  return { is: 'words', words: set(words.split('|')), optional };
}

/** Patterns under each word they may begin with; those that begin with a field or a number under "{field}" and "#". */
const index = new Map<string, Pattern[]>();
function file(pattern: Pattern): void {
  for (const first of pattern.elements) {
    const keys = first.is === 'words' ? first.words : [first.is === 'field' ? '{field}' : '#'];
    for (const key of keys) index.set(key, [...(index.get(key) ?? []), pattern]);
    if (first.is !== 'words' || !first.optional) return;
  }
}
for (const rule of RULES)
  for (const phrase of [...rule.id, ...rule.en]) {
    const anchor = phrase.startsWith('^ ') ? '^' : phrase.startsWith('= ') ? '=' : '';
    // A group inside [brackets] is a choice, not two words: spaces stand only between elements.
    file({
      rule,
      anchor,
      elements: phrase
        .slice(anchor ? 2 : 0)
        .split(' ')
        .map(element),
    });
  }

export const isBreak = (token: Token | undefined): boolean =>
  token === undefined || (token.kind !== 'word' && token.kind !== 'email' && token.kind !== 'link');

/** What a phrase was found to be made of; the last number that it names counts. */
type Found = { readonly covers: readonly number[]; readonly fields: readonly Field[]; readonly number?: number };
const END: Found = { covers: [], fields: [] };

/** "jabatan, unit kerja dan email": where a row of field names ends, and which they are. */
export function fieldsAt(
  at: readonly Token[],
  i: number,
): { readonly fields: readonly Field[]; readonly end: number } | undefined {
  const fields: Field[] = [];
  let end = i;
  for (let next = i; fields.length < FIELDS_IN_A_ROW; ) {
    const found = fieldAt(at, next);
    if (!found) break;
    fields.push(found.field);
    end = found.end;
    next = end;
    while (at[next]?.kind === 'comma' || ['dan', 'and', 'sama', 'serta', 'juga', 'atau'].includes(at[next]?.word ?? ''))
      next++;
  }
  return fields.length > 0 ? { fields, end } : undefined;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, k) => from + k);
}

/**
 * Tries the elements from `k` at token `i`. Bounded by the length of a phrase, the gap and the row of particles. Most
 * tries fail, so what was found is put together on the way back.
 */
function follow(at: readonly Token[], elements: readonly Element[], k: number, i: number): Found | undefined {
  const wanted = elements[k];
  if (!wanted) return END;
  if (wanted.is === 'gap') return behindGap(at, elements, k, i);
  const here = wanted.is === 'field' ? named(at, elements, k, i, wanted.only) : worded(at, elements, k, i);
  if (here) return here;
  if (elements[k - 1] && elements[k - 1]!.is !== 'gap')
    for (let skipped = 1; skipped <= PARTICLES_IN_A_ROW && particles.has(at[i + skipped - 1]?.word ?? ''); skipped++) {
      // Only to where the wanted word stands: an optional one that is not there must not swallow particles.
      if (wanted.is === 'words' && !wanted.words.has(at[i + skipped]?.word ?? '')) continue;
      const rest = follow(at, elements, k, i + skipped);
      if (rest) return rest;
    }
  return wanted.is === 'words' && wanted.optional ? follow(at, elements, k + 1, i) : undefined;
}

function behindGap(at: readonly Token[], elements: readonly Element[], k: number, i: number): Found | undefined {
  let words = 0;
  for (let next = i; words <= GAP_WORDS && next <= i + GAP_TOKENS; next++) {
    const rest = follow(at, elements, k + 1, next);
    if (rest) return rest;
    if (isBreak(at[next]) || negations.has(at[next]!.word)) return undefined;
    if (!particles.has(at[next]!.word)) words++;
  }
  return undefined;
}

function named(
  at: readonly Token[],
  elements: readonly Element[],
  k: number,
  i: number,
  only: Field | undefined,
): Found | undefined {
  const row = fieldsAt(at, i);
  if (!row || (only && row.fields[0] !== only)) return undefined;
  const rest = follow(at, elements, k + 1, row.end);
  return rest && { ...rest, covers: [...range(i, row.end), ...rest.covers], fields: [...row.fields, ...rest.fields] };
}

function worded(at: readonly Token[], elements: readonly Element[], k: number, i: number): Found | undefined {
  const wanted = elements[k]!;
  const token = at[i];
  if (token?.kind !== 'word') return undefined;
  const number = wanted.is === 'number' ? numberOf(token.word) : undefined;
  if (wanted.is === 'words' ? !wanted.words.has(token.word) : number === undefined) return undefined;
  const rest = follow(at, elements, k + 1, i + 1);
  return rest && { ...rest, covers: [i, ...rest.covers], number: rest.number ?? number };
}

const numberOf = (word: string): number | undefined => (/^\d{1,3}$/.test(word) ? Number(word) : numbers.get(word));

/** From `i` back to the start of the clause there are only particles and openers. */
function beginsClause(at: readonly Token[], i: number): boolean {
  for (let back = i - 1; !isBreak(at[back]); back--)
    if ((!particles.has(at[back]!.word) && !openers.has(at[back]!.word)) || i - back > CLAUSE_WORDS) return false;
  return true;
}

/** All that the clause says is in `covers`, beside particles. */
function isClause(at: readonly Token[], covers: readonly number[]): boolean {
  const covered = new Set(covers);
  let from = covers[0]!;
  while (!isBreak(at[from - 1]) && particles.has(at[from - 1]!.word) && covers[0]! - from <= CLAUSE_WORDS) from--;
  if (!isBreak(at[from - 1])) return false;
  for (let i = from; !isBreak(at[i]); i++) if (!covered.has(i) && !particles.has(at[i]!.word)) return false;
  return true;
}

function matchAt(at: readonly Token[], i: number, pattern: Pattern): Match | undefined {
  const found = follow(at, pattern.elements, 0, i);
  if (!found || found.covers[0] !== i) return undefined;
  if (pattern.anchor === '^' && !beginsClause(at, i)) return undefined;
  if (pattern.anchor === '=' && !isClause(at, found.covers)) return undefined;
  return { rule: pattern.rule, start: i, end: found.covers.at(-1)! + 1, ...found };
}

/** Every phrase of the table in these tokens, in order of appearance; where two meet, the one with more words has won. */
export function matches(at: readonly Token[]): Match[] {
  const all: Match[] = [];
  for (let i = 0; i < at.length; i++) {
    if (at[i]!.kind !== 'word') continue;
    const word = at[i]!.word;
    const keys = [word, ...(fieldAt(at, i) ? ['{field}'] : []), ...(numberOf(word) !== undefined ? ['#'] : [])];
    for (const key of keys)
      for (const pattern of index.get(key) ?? []) {
        const match = matchAt(at, i, pattern);
        if (match) all.push(match);
      }
  }
  all.sort((a, b) => b.covers.length - a.covers.length || a.start - b.start);
  const taken = new Set<number>();
  const accepted: Match[] = [];
  for (const match of all) {
    if (match.covers.some((place) => taken.has(place))) continue;
    for (const place of match.covers) taken.add(place);
    accepted.push(match);
  }
  return accepted.sort((a, b) => a.start - b.start);
}
