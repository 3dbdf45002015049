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
