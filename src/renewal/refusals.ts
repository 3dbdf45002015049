/** Why a letter or a certificate request cannot be taken. Closed sets: each has a sentence for a layman in every language. */
export const REQUEST_REFUSALS = [
  'not-a-request',
  'too-large',
  'trailing-bytes',
  'algorithm', // signature algorithm not allowed or not matching the key
  'bad-signature', // no proof of possession
  'key-type',
  'key-encoding', // a known kind of key, written in another way than the one that counts
  'key-size',
  'key-exponent',
  'key-small-factor',
  'key-close-primes', // Fermat
  'key-roca', // CVE-2017-15361
  'key-point', // not on its curve
  'key-blocked', // on the list of compromised keys; found by the desk
  'key-seen', // known from an earlier certificate or request; found by the desk
] as const;
export type RequestRefusal = (typeof REQUEST_REFUSALS)[number];

export const LETTER_REFUSALS = [
  'not-a-pdf',
  'too-large',
  'too-many-pages',
  'encrypted',
  'active-content',
  'unreadable',
  'empty',
  'sent-back', // the very file that an operator sent back
] as const;
export type LetterRefusal = (typeof LETTER_REFUSALS)[number];

/** Events and facts carry the code as text; one that an older version knew is told as what it comes to. */
export const letterRefusal = (code: string): LetterRefusal =>
  LETTER_REFUSALS.find((each) => each === code) ?? 'unreadable';
