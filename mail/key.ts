import type { ParsedMail } from 'mailparser';
import { newAllowance } from '../src/private-key/archive.ts';
import { holdsPrivateKey } from '../src/private-key/file.ts';

/**
 * Whether a private key came with a mail: in its bytes as they are, which the parser may have left out of everything, or in
 * what was encoded there, whether or not it counts as text or as a file.
 */
export function holdsKey(raw: Buffer, mails: readonly ParsedMail[]): boolean {
  const allowance = newAllowance();
  return (
    holdsPrivateKey(raw) ||
    mails.some(
      ({ subject, text, html, attachments }) =>
        [subject, text, html || ''].some((part) => part && holdsPrivateKey(Buffer.from(part))) ||
        attachments.some(({ content }) => holdsPrivateKey(content, allowance)),
    )
  );
}
