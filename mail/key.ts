import type { ParsedMail } from 'mailparser';
import { newAllowance } from '../src/private-key/archive.ts';
import { holdsPrivateKey } from '../src/private-key/file.ts';
import { lineHoldsPrivateKey, textHoldsPrivateKey } from '../src/private-key/text.ts';

/** So far from either end of a mail the parser may leave something out, before its first part and behind its last. */
const LEFT_OUT_BYTES = 16 * 1024;

/** What is looked at decoded need not be found in its base64 as well: of the bytes as they are, PEM and what was left out. */
function mayHold(raw: Buffer): boolean {
  if (raw.includes('PRIVATE KEY')) return true;
  const ends =
    raw.length > 2 * LEFT_OUT_BYTES ? [raw.subarray(0, LEFT_OUT_BYTES), raw.subarray(-LEFT_OUT_BYTES)] : [raw];
  return ends.some((end) => {
    const text = end.toString('latin1');
    return KEY_FILES.some((mark) => text.includes(mark)) || lineHoldsPrivateKey(text);
  });
}
const KEY_FILES = ['PuTTY-', 'Private-', '"kty"'];

/**
 * Whether a private key came with a mail: in its bytes as they are, which the parser may have left out of everything, or in
 * what was encoded there, whether or not it counts as text or as a file.
 */
export function holdsKey(raw: Buffer, mails: readonly ParsedMail[]): boolean {
  const allowance = newAllowance();
  return (
    (mayHold(raw) && holdsPrivateKey(raw)) ||
    mails.some(
      ({ subject, text, html, attachments }) =>
        [subject, text, html || ''].some((part) => part && textHoldsPrivateKey(part)) ||
        attachments.some(({ content }) => holdsPrivateKey(content, allowance)),
    )
  );
}
