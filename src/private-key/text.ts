import { beginsLikeKey } from './form.ts';

/**
 * Private keys as text, protected or not. Of one that is cut off nothing is left either. All of it is linear in the length
 * of the text.
 */

/** RFC 7468, and what OpenSSH, SSH2 and PGP make of it. Keyboards join two hyphens to a dash, editors split a line. Without any it is a word about keys. */
const PEM =
  /(?:[-–—]{1,5} ?BEGIN|\bBEGIN(?=[A-Z0-9\s]{1,80} ?[-–—]))\s{1,4}(?:[A-Z0-9]{1,20}\s{1,4}){0,3}PRIVATE\s{1,4}KEY\b(?:(?!END\s{1,4}(?:[A-Z0-9]{1,20}\s{1,4}){0,3}PRIVATE\s{1,4}KEY)[\s\S])*(?:END\s{1,4}[A-Z0-9\s]{0,40}KEY(?: BLOCK)? ?[-–—]{0,5})?/g;

/** What a chat cut in two ends so: all before it was the key. */
const REST_OF_PEM = /^[\s\S]*?[-–—]{1,5} ?END (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)? ?[-–—]{0,5}/;

/** PuTTY's own file (.ppk): the public half, the private one, and a code over both. */
const PUTTY =
  /(?:PuTTY-User-Key-File-\d|Private-Lines: ?\d)(?:(?!Private-(?:MAC|Hash):)[\s\S])*(?:Private-(?:MAC|Hash): ?[0-9a-fA-F]*)?/g;

/** RFC 7517: with the member "d" (RFC 7518 6.2.2, 6.3.2; RFC 8037 2) it is a private key. */
const JWK = /["“”]kty["“”]\s{0,20}:/;
const JWK_PRIVATE = /["“”]d["“”]\s{0,20}:\s{0,20}["“”][\w-]{16}/;
const JWK_MEMBERS = /(["“”](?:d|p|q|dp|dq|qi)["“”]\s{0,20}:\s{0,20})["“”][\w-]*["“”]?/g;

/**
 * The beginning of base64 that may be a key without the lines around it: a SEQUENCE, a keystore, OpenSSH's form, or a file
 * in PEM that was encoded once more. As much of it as its form takes, and no more than the shortest line that is in use.
 */
const BEGINS = String.raw`(?:M[A-P]|/u3\+7|zs7Ozg|b3BlbnNza|LS0tLS1CRUdJTi|HvG1s)[A-Za-z0-9+/]`;
const BASE64 = new RegExp(`(?<![A-Za-z0-9+/])${BEGINS}{26,48}`, 'g');
const BASE64_LINE = new RegExp(`\\n${BEGINS}{26,48}`, 'g');
/** All that belongs to it, with the marks of a quotation; words behind it that look like it go with it. */
const BASE64_ON = /[A-Za-z0-9+/=\s>|]*/y;

const isKey = (base64: string): boolean => {
  const head = Buffer.from(base64, 'base64');
  return beginsLikeKey(head) || /^-----BEGIN [A-Z0-9 ]{0,20}PRIVATE/.test(head.toString('latin1'));
};

/** Whether a line begins with one, as files stand in a mail: much less to look at where most of a text is base64. */
export const lineHoldsPrivateKey = (text: string): boolean =>
  [...text.matchAll(BASE64_LINE)].some(([line]) => isKey(line.slice(1)));

function withoutBase64(text: string, instead: string): string {
  let kept = '';
  let from = 0;
  for (const { 0: head, index } of text.matchAll(BASE64)) {
    if (index < from || !isKey(head)) continue;
    BASE64_ON.lastIndex = index;
    const end = index + BASE64_ON.exec(text)![0].length;
    kept += `${text.slice(from, index)}${instead}\n`;
    from = end;
  }
  return kept + text.slice(from);
}

function withoutPlain(text: string, instead: string): string {
  const rest = text.replace(PEM, instead).replace(REST_OF_PEM, instead).replace(PUTTY, instead);
  const members = JWK.test(rest) && JWK_PRIVATE.test(rest) ? rest.replace(JWK_MEMBERS, `$1"${instead}"`) : rest;
  return withoutBase64(members, instead);
}

/** Between the letters of a key where somebody pasted it into a formatted text, of HTML or of Word; some of them begin a line. */
const LINE_TAGS = /<\/?(?:w:)?(?:p|br|div|h\d|li|pre|t[dhr])\b[^<>]{0,500}>/gi;
const TAGS = /<[^<>]{0,500}>/g;
/** As much of a key is left between two of them. */
const PIECE = /[A-Za-z0-9+/]{12}/;

/** The text without private keys. Where only the formatting between it lets one be seen, nothing of the text is left. */
export function withoutPrivateKeys(text: string, instead: string): string {
  const plain = withoutPlain(text, instead);
  if (!plain.includes('<') || !PIECE.test(plain)) return plain;
  const bare = plain.replaceAll('&nbsp;', ' ').replaceAll(LINE_TAGS, '\n').replaceAll(TAGS, '');
  return withoutPlain(bare, instead) === bare ? plain : instead;
}

/** Words that each form cannot do without, or the beginning of its base64, before a tag may part it. */
const MARKS = ['PRIVATE', 'Private-', 'PuTTY-', 'kty'];
const BASE64_BEGINS = new RegExp(`(?<![A-Za-z0-9+/])${BEGINS}{6}`);

/** Most texts hold nothing of the kind, and are looked through once. */
export const mayHoldPrivateKey = (text: string): boolean =>
  MARKS.some((mark) => text.includes(mark)) || BASE64_BEGINS.test(text);

/** What is looked through closely: a longer text would take a regular expression more than the stack. Of the rest only PEM. */
export const CLOSELY_CHARACTERS = 256 * 1024;
/** As all of these end; found wherever it stands. */
export const PEM_ENDING = 'PRIVATE KEY-----';

export function textHoldsPrivateKey(text: string): boolean {
  if (text.includes(PEM_ENDING, CLOSELY_CHARACTERS)) return true;
  const head = text.slice(0, CLOSELY_CHARACTERS);
  return mayHoldPrivateKey(head) && withoutPrivateKeys(head, '') !== head;
}
