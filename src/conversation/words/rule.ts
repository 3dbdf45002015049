/**
 * The table of words (practical, answers, times, talk, leaving, revoking, losses, questions, course; joined in table.ts): what people write, and
 * what they mean by it. Data only; `match.ts` reads it. Phrases are separated by " / ".
 *
 * A phrase is a row of words as `normal.ts` makes them (lower case, abbreviations and -nya resolved, so "gak", "tdk" and
 * "ndak" are all `tidak` here, "udh" is `sudah`, "bener" is `benar`):
 *   a|b        one of these words            [a|b]    perhaps one of these words
 *   <group>    one of the words of a group   ..       up to four words that we do not know (never a negation)
 *   {field}    names of one or more fields, {unit} of that field alone   #        a number, in digits or words
 *   ^ ...      only at the start of a clause = ...    only if nothing else is said in the clause
 * Particles ("min", "kak", "dong", "ya") may stand anywhere. Where two phrases meet, the one with more words wins, so a
 * longer phrase is also the way to write an exception.
 *
 * Means, beside those of meaning.ts:
 *   wrong:unit this field, whatever it is called
 *   yes/sure   a yes that says of what was shown that it is right; counts only if everything else in its clause is understood
 *   yes        a bare yes, which may agree with anything; counts only if everything else in its sentence is understood
 *   ack        "oke", "siap", "baik": has heard, has not confirmed. Becomes thanks when alone, else it is dropped
 *   .../asked  only in a question
 *   help/doubt a call for help that is a doubt, too
 *   doubt, contrast, unreal   take away the yes of the message (a doubt is never a yes); `unreal` (if, will, almost)
 *              takes away the guarded meanings as well
 *   guarded    see `Rule`; collected is held to the same as a yes, because the old certificate is revoked after it
 *   nothing    known words without a meaning of their own ("ya ampun")
 *   enclosed   merely accompanies a file
 */
export type Rule = {
  readonly means: string;
  /** Has consequences: never from a negated or supposed phrase, nor from a question that does not ask for it. */
  readonly guarded?: true;
  readonly id: readonly string[];
  readonly en: readonly string[];
};

/** Phrases of one rule, separated by " / ". */
export function say(text: TemplateStringsArray): readonly string[] {
  return text
    .join('')
    .split(/\s\/\s/)
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== '');
}
