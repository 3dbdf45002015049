import { type ParsedMail, simpleParser } from 'mailparser';
import { ATTACHED_HTML_LIMIT, HTML_LIMIT } from './limits.ts';

const OPTIONS = {
  ignoreEmbedded: true,
  keepDeliveryStatus: true,
  skipTextToHtml: true,
  skipImageLinks: true,
  maxHtmlLengthToParse: HTML_LIMIT,
  checksumAlgo: false as const,
};

let parsing: Promise<unknown> = Promise.resolve();
/**
 * One mail after the other, whoever asks. In every turn of the event loop the parser goes a step on with each mail under
 * way: with all of a batch, whoever waits for the database meanwhile, as the desk does, waits for fifty of them.
 */
export function parseMail(raw: Buffer): Promise<ParsedMail> {
  const mail = parsing.then(() => simpleParser(raw, OPTIONS));
  parsing = mail.catch(() => undefined);
  return mail;
}

/** A mail that was attached to one; undefined where it cannot be read. */
export const parseAttached = (raw: Buffer): Promise<ParsedMail | undefined> =>
  simpleParser(raw, { ...OPTIONS, maxHtmlLengthToParse: ATTACHED_HTML_LIMIT }).catch(() => undefined);

/** Postgres takes no NUL in text, and no half of a surrogate pair in json. The raw bytes keep both. */
export const clean = (text: string): string => text.replaceAll('\0', '').toWellFormed();

/** The same memory: a copy of each mail and each file in it costs as much as reading them. */
export const bytesOf = ({ buffer, byteOffset, byteLength }: Buffer) => new Uint8Array(buffer, byteOffset, byteLength);
