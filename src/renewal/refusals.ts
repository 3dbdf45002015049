/** Why a letter or a certificate request cannot be taken. Closed sets: each has a sentence for a layman in every language. */
export const REQUEST_REFUSALS = [
  'not-a-request',
  'too-large',
  'trailing-bytes',
  'algorithm', // signature algorithm not allowed or not matching the key
  'bad-signature', // no proof of possession
  'key-type',
  'key-size',
  'key-exponent',
  'key-weak', // small factors, Fermat, ROCA, point not on the curve
  'key-blocked',
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
] as const;
export type LetterRefusal = (typeof LETTER_REFUSALS)[number];
