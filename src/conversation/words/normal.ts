import { FIELD_NAMES } from './fields.ts';
import {
  ABBREVIATIONS,
  FILLERS,
  GROUPS,
  LEAVE_ALONE,
  NEGATIONS,
  NUMBER_WORDS,
  PARTICLES,
  REQUESTS,
  RULES,
  TOPICS,
} from './table.ts';

/** How much of a message is considered: Telegram's own limit for a text. What comes after is not read for meaning. */
export const CONSIDERED_CHARACTERS = 4_096;
/** Words shorter than this are too close to each other to be corrected. */
const CORRECTED_LETTERS = 6;
/** No word of the table is longer; longer ones are not looked at for typing errors. */
const LONGEST_WORD = 24;

/** `word`: as the table writes it. Several tokens may share one place in the text ("makasih" is `terima kasih`). */
export type Token = {
  readonly kind: 'word' | 'comma' | 'stop' | 'question' | 'line' | 'sign' | 'email' | 'link';
  readonly word: string;
  readonly raw: string;
  readonly start: number;
  readonly end: number;
};

/** "iyaaa" and "iya", "benerr" and "bener" are one word; so are "tunggu" and "tungu". Numbers stay as they are. */
const collapse = (word: string): string => word.replace(/([^\d])\1+/gu, '$1');

/** "PPPK" is written "P3K", too; drawn together it would be "pk", which is short for "pakai". */
const bare = (raw: string): string =>
  raw
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}'’]/gu, '')
    .replace(/^pppk/, 'p3k')
    .replace(/^(\p{L}{3,})2(nya|an|in|lah|kah|ku)?$/u, '$1$2');

/** A word in the form in which words are compared. */
export const plain = (raw: string): string => collapse(bare(raw));

const abbreviations = new Map<string, readonly string[]>(
  Object.entries(ABBREVIATIONS).map(([short, full]) => [plain(short), full.split(' ').map(plain)]),
);

const known = new Set<string>();
for (const text of [
  ...RULES.flatMap((rule) => [...rule.id, ...rule.en]),
  ...Object.values(GROUPS),
  ...Object.values(FIELD_NAMES).flat(),
  ...TOPICS.map(([, words]) => words),
  ...FILLERS,
  ...PARTICLES,
  ...NEGATIONS,
  ...REQUESTS,
  ...LEAVE_ALONE,
  ...Object.keys(NUMBER_WORDS),
  ...Object.values(ABBREVIATIONS),
])
  for (const word of text.match(/[\p{L}\d]+/gu) ?? []) known.add(plain(word));

// A word with -nya is found by its stem, wherever the table has both.
for (const word of known)
  if (word.endsWith('nya') && (known.has(word.slice(0, -3)) || known.has(word.slice(0, -2)))) known.delete(word);

/** Each long word of the table under itself and under itself less one letter: finds every word at edit distance 1. */
const nearby = new Map<string, string[]>();
for (const word of known)
  if (word.length >= CORRECTED_LETTERS)
    for (const key of [word, ...shortened(word)]) nearby.set(key, [...(nearby.get(key) ?? []), word]);

function shortened(word: string): string[] {
  return Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1));
}

/** One letter missing, too many, wrong, or two neighbours swapped. */
function oneApart(a: string, b: string): boolean {
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  const restA = a.slice(from);
  const restB = b.slice(from);
  return (
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    restA.slice(1) === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}

/**
 * The one word of the table that a mistyped word can be. The first letter must be right: "gsesuai" is a "ga sesuai"
 * that was typed together, and a typing error must never turn a no into a yes.
 */
function corrected(word: string): string | undefined {
  if (word.length < CORRECTED_LETTERS || word.length > LONGEST_WORD || /\d/.test(word)) return undefined;
  const found = new Set<string>();
  for (const key of [word, ...shortened(word)])
    for (const candidate of nearby.get(key) ?? [])
      if (candidate[0] === word[0] && oneApart(word, candidate)) found.add(candidate);
  return found.size === 1 ? [...found][0] : undefined;
}

/** Javanese and Sundanese say "datane", "prosesipun", "kodena"; they are shorter, so the stem must not be. */
const SUFFIXES = ['nya', 'lah', 'kah', 'ku', 'mu', 'nipun', 'ipun', 'pun', 'ne', 'na', 'e', 'in'];
const SHORTEST_STEM: Readonly<Record<string, number>> = { ne: 4, na: 4, e: 4, in: 4 };

const inTable = (word: string): readonly string[] | undefined =>
  abbreviations.get(word) ?? (known.has(word) ? [word] : undefined);

/** No name is made of these. */
export const isInTable = (raw: string): boolean => inTable(plain(raw)) !== undefined;

/** The words of the table that a written word stands for, usually one; a name is taken as it is written. */
export function canonical(raw: string, isName = false): readonly string[] {
  const word = plain(raw);
  const exact = inTable(word);
  if (exact) return exact;
  for (const suffix of SUFFIXES) {
    if (!word.endsWith(suffix) || word.length < suffix.length + (SHORTEST_STEM[suffix] ?? 3)) continue;
    const stem = word.slice(0, -suffix.length);
    // "jabatannya" has lost one n to `collapse`.
    // "Batalin" is spoken for "batalkan".
    const full = (suffix === 'in' ? inTable(`${stem}kan`) : undefined) ?? inTable(stem) ?? inTable(stem + suffix[0]);
    // "-kah" makes a question of a word and is kept as one; "-ku" is "saya".
    if (full) return suffix === 'kah' ? [...full, 'kah'] : suffix === 'ku' ? [...full, 'saya'] : full;
  }
  return [(isName ? undefined : corrected(word)) ?? word];
}

/** A word of ours as tokens carry it: "dulunya" is "dulu"; what stands for several words can only be written out. */
export const asToken = (word: string): string => (canonical(word).length === 1 ? canonical(word)[0]! : plain(word));

const PIECE =
  /([^\s@,;:<>()"]{1,64}@[^\s@,;:<>()"?!]{1,190}\.[\p{L}]{2,20})|(https?:\/\/\S+)|([\p{L}\p{N}\p{M}'’]+)|(\n)|(->|=>|→|[:=])|(,)|(\?+)|([.!…]+(?=\s|$)|[;()]|\.\.+)/gu;

function kindOf(piece: RegExpExecArray): Token['kind'] {
  if (piece[1]) return 'email';
  if (piece[2]) return 'link';
  if (piece[3]) return 'word';
  if (piece[4]) return 'line';
  if (piece[5]) return 'sign';
  if (piece[6]) return 'comma';
  return piece[7] ? 'question' : 'stop';
}

/** Within a sentence "Gunawan" is a name, and no misspelt "gunakan". */
const CAPITALISED = /^\p{Lu}\p{Ll}+$/u;

/** Nobody ends a thought with these: what they lead to stands on the next line ("Pindah ke\nDinas Kesehatan"). */
const LEADS_OVER: ReadonlySet<string> = new Set('ke di menjadi adalah yaitu to at into'.split(' ').map(plain));

/** A stop behind these ends no thought: "Yth. Bapak/Ibu Operator". */
const SHORTENED: ReadonlySet<string> = new Set('yth sdr sdri'.split(' '));

/** A stop before these behind "no" ends no thought either: "no. HP". */
const NUMBERED: ReadonlySet<string> = new Set('hp telepon handphone ponsel wa nip nik ktp'.split(' ').map(plain));
const NO = plain('no');

/** The first `CONSIDERED_CHARACTERS` of a text as tokens. Emoji, dashes and quotes vanish; places refer to `text`. */
export function tokens(text: string): Token[] {
  const out: Token[] = [];
  for (const piece of text.slice(0, CONSIDERED_CHARACTERS).matchAll(PIECE)) {
    const kind = kindOf(piece);
    if (kind === 'line' && LEADS_OVER.has(out.at(-1)?.word ?? '')) continue;
    if (kind === 'stop' && SHORTENED.has(out.at(-1)?.word ?? '')) continue;
    const place = { kind, raw: piece[0], start: piece.index, end: piece.index + piece[0].length };
    if (kind === 'word') {
      const words = canonical(piece[0], out.at(-1)?.kind === 'word' && CAPITALISED.test(piece[0]));
      if (out.at(-1)?.raw === '.' && out.at(-2)?.word === NO && NUMBERED.has(words[0]!)) out.pop();
      for (const word of words) out.push({ ...place, word });
    } else out.push({ ...place, word: '' });
  }
  return out;
}
