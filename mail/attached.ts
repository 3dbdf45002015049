import type { Attachment, ParsedMail } from 'mailparser';
import type { FileRef } from '../src/conversation/inbound.ts';
import { FILE_LIMIT_BYTES, FILES_LIMIT, NESTING_LIMIT, ORNAMENT_LIMIT_BYTES, WHOLE_TEXT_LIMIT } from './limits.ts';
import type { Letter } from './notice.ts';
import { bytesOf, clean, parseAttached } from './parse.ts';

/** A mail that is attached, with the part it was in. */
type Nested = { readonly part: Attachment; readonly mail: ParsedMail };

/**
 * The mails attached to this one, and to these. What cannot be read, lies too deep, or is one too many of all of them
 * (`allowance`), stays a file.
 */
export async function nestedIn(
  attachments: readonly Attachment[],
  allowance = { left: FILES_LIMIT },
  depth = 1,
): Promise<Nested[]> {
  if (depth > NESTING_LIMIT) return [];
  const found: Nested[] = [];
  for (const part of attachments.filter(isMail)) {
    if (allowance.left-- <= 0) break;
    const mail = await parseAttached(part.content);
    if (mail) found.push({ part, mail }, ...(await nestedIn(mail.attachments, allowance, depth + 1)));
  }
  return found;
}

/** Some clients attach a mail as bytes of no kind, and the parser then goes by its name: what counts is how it begins. */
function isMail({ contentType, content, headers }: Attachment): boolean {
  const declared = (headers.get('content-type') as { value?: string } | undefined)?.value;
  if (declared === 'message/rfc822') return true;
  if (contentType !== 'message/rfc822' && contentType !== 'application/octet-stream') return false;
  const [head = ''] = content.toString('latin1', 0, MAIL_HEAD_WITHIN_BYTES).split(/\r?\n\r?\n/, 1);
  const names = head.split(/\r?\n(?![ \t])/).map((line) => /^([\w-]+)[ \t]*:/.exec(line)?.[1]?.toLowerCase());
  return !names.includes(undefined) && ['from', 'date', 'subject'].every((name) => names.includes(name));
}
const MAIL_HEAD_WITHIN_BYTES = 16 * 1024;

export const letterOf = ({ mail }: Nested): Letter => ({
  from: mail.from?.value[0]?.address ?? '',
  subject: mail.subject ?? '',
  text: clean(mail.text ?? ''),
});

export const partsOf = (mail: ParsedMail, type: RegExp): string[] =>
  mail.attachments
    .filter((part) => type.test(part.contentType))
    .map((part) => clean(part.content.subarray(0, WHOLE_TEXT_LIMIT).toString('utf8').replaceAll('\r\n', '\n')));

/** What belongs to the mail itself and is no document of anybody: reports, signatures, what a client adds. */
const NO_DOCUMENT =
  /^(?:message\/(?:delivery-status|disposition-notification|feedback-report)|text\/rfc822-headers|application\/(?:pgp|x-pkcs7|pkcs7)-signature)$/i;

function isDocument(part: Attachment): boolean {
  if (NO_DOCUMENT.test(part.contentType)) return false;
  if (part.contentType === 'application/ms-tnef') return part.content.includes(TNEF_ATTACHMENT);
  return !(part.contentType.startsWith('image/') && isOrnament(part));
}

/** Pictures that the text refers to, and small ones in its middle, belong to signatures; phones put photos there too. */
const isOrnament = ({ related, contentDisposition, content }: Attachment): boolean =>
  related || (contentDisposition === 'inline' && content.length < ORNAMENT_LIMIT_BYTES);

/** Outlook's own wrapping: with this attribute (MS-OXTNEF, attAttachData) there is a file in it that nobody else can open. */
const TNEF_ATTACHMENT = Buffer.from([0x02, 0x0f, 0x80, 0x06, 0x00]);

/** Every file is listed, so that the desk can say which limit was passed; content over a limit stays in the raw bytes. */
export function filesOf(mail: ParsedMail, nested: readonly Nested[]): FileRef[] {
  const opened = new Set(nested.map(({ part }) => part));
  const parts = [mail, ...nested.map((each) => each.mail)]
    .flatMap(({ attachments }) => attachments)
    .filter((part) => isDocument(part) && !opened.has(part));
  return parts.map((part, index): FileRef => {
    const ref = { name: clean(part.filename ?? ''), type: typeOf(part), size: part.content.length };
    const within = index < FILES_LIMIT && part.content.length <= FILE_LIMIT_BYTES;
    return within ? { ...ref, content: bytesOf(part.content) } : ref;
  });
}

/** How far into a file readers look for the mark of a PDF (ISO 32000-1, annex H). */
const PDF_MARK_WITHIN_BYTES = 1024;

/** Clients name files as they like: what is a PDF by its content is one, and nothing else is. */
function typeOf(part: Attachment): string {
  if (part.content.subarray(0, PDF_MARK_WITHIN_BYTES).includes('%PDF-')) return 'application/pdf';
  return part.contentType === 'application/pdf' ? 'application/octet-stream' : clean(part.contentType);
}
