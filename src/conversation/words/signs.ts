import type { Meaning } from '../meaning.ts';

/** Thumbs, faces and question marks. */

const WORDLESS = /^[^\p{L}\p{N}]+$/u;
const ADORNED = String.raw`(?:\s|\u{fe0f}|[\u{1f3fb}-\u{1f3ff}]|`;
/** Signs say what people mean by them: a thumb is an acknowledgement, like "oke", and "???" asks what has become of it. */
const SIGNS: readonly (readonly [RegExp, Meaning])[] = [
  [new RegExp(`^${ADORNED}🙏|😊|🙂|❤|🥰|😍|🎉)+$`, 'u'), { means: 'thanks' }],
  [new RegExp(`^${ADORNED}👍|🙏|👌|😊|🙂|✅|✔|☑|💪|🤝|😁|😄|😀|🫡|💯)+$`, 'u'), { means: 'thanks', ack: true }],
  [new RegExp(`^${ADORNED}👎|❌|✖|🙅)+$`, 'u'), { means: 'no' }],
  [new RegExp(`^${ADORNED}😡|😠|🤬|😤)+$`, 'u'), { means: 'complaint' }],
  [/^[\s?？]+$/u, { means: 'status' }],
];
/** Beside a yes these say that it is none. */
const FROWNS = /[🤔👎❌✖🙅😡😠🤬😤🙄😒🤨😕🤷❓❔]/u;
export const frowns = (text: string): boolean => FROWNS.test(text);

/** What a text without a word says, if anything. */
export const signed = (text: string): Meaning | undefined =>
  WORDLESS.test(text) ? SIGNS.find(([signs]) => signs.test(text))?.[1] : undefined;
