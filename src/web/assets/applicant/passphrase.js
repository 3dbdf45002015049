/** The CA's own rules for a passphrase: 8 or more characters with capital and small letter, digit and symbol. */
const MIN_LENGTH = 8;

/**
 * `plain`: programs that open a .p12 write anything but ASCII in different ways, and a passphrase that opens here but
 * not there would lock its owner out.
 */
export const RULES = [
  ['length', (text) => text.length >= MIN_LENGTH],
  ['upper', (text) => /[A-Z]/.test(text)],
  ['lower', (text) => /[a-z]/.test(text)],
  ['digit', (text) => /[0-9]/.test(text)],
  ['symbol', (text) => /[!-/:-@[-`{-~]/.test(text)],
  ['plain', (text) => /^[ -~]*$/.test(text)],
];

export const isGood = (text) => RULES.every(([, met]) => met(text));

/** What people take first when they have to take something, and what everybody here would try. */
const COMMON =
  /pass(word|phrase)?|kata ?sandi|rahasia|admin|qwerty|asdf|indonesia|merdeka|garuda|pancasila|bismillah|jakarta|sayang|cinta|sertifikat|bsre|kominfo|diskominfo|(19|20)\d\d/gi;
const RUN = /(.)\1+/g;
/** Of the symbols people use few. */
const KINDS = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/[0-9]/, 10],
  [/[^A-Za-z0-9]/, 20],
];
/** At a million guesses a second (a graphics card at the mark of a .p12, bundle.js) a year, and a million years. */
const FAIR_BITS = 45;
const STRONG_BITS = 65;

/**
 * How hard a passphrase is to guess: 'weak', 'fair' or 'strong'. An estimate of our own, so that no word of it is asked
 * of anybody: what is common, repeated, counted up or the owner's own name counts as one character.
 */
export function strength(text, name = '') {
  const own = name.split(/\W+/).filter((part) => part.length > 2);
  const bare = own.reduce((rest, part) => rest.replaceAll(new RegExp(part, 'gi'), ' '), text);
  const rest = bare.replaceAll(COMMON, ' ').replaceAll(RUN, '$1');
  const alphabet = KINDS.reduce((sum, [kind, size]) => sum + (kind.test(rest) ? size : 0), 1);
  const bits = [...rest].filter((each, at) => !follows(each, rest[at - 1])).length * Math.log2(alphabet);
  return bits < FAIR_BITS ? 'weak' : bits < STRONG_BITS ? 'fair' : 'strong';
}

const follows = (each, before) => before !== undefined && Math.abs(each.charCodeAt(0) - before.charCodeAt(0)) === 1;

/** A key of AES-256 that follows from a passphrase (PBKDF2 with SHA-256). */
export async function keyFrom(passphrase, salt, iterations, mode, use) {
  const secret = await crypto.subtle.importKey('raw', new TextEncoder().encode(passphrase), 'PBKDF2', false, [
    'deriveKey',
  ]);
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    secret,
    { name: mode, length: 256 },
    false,
    [use],
  );
}
