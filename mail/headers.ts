import { isUtf8 } from 'node:buffer';
import { type ParsedMail, parseAddressHeader } from 'mailparser';
import type { Trace } from './authenticity.ts';
import { ADDRESS_LIMIT, ANSWERS_LIMIT, HEAD_LIMIT_BYTES, MESSAGE_ID_LIMIT } from './limits.ts';
import { clean } from './parse.ts';

export type Headers = ReadonlyMap<string, string[]>;

/** All values of each header in the order they stand, unfolded; names in lower case. */
export function headersOf(mail: ParsedMail): Headers {
  const headers = new Map<string, string[]>();
  for (const { key, line } of mail.headerLines) headers.set(key, [...(headers.get(key) ?? []), unfolded(line)]);
  return headers;
}

const unfolded = (line: string): string =>
  line
    .slice(line.indexOf(':') + 1)
    .replace(/\r?\n[ \t]+/g, ' ')
    .trim();

const TRACE = { 'authentication-results': 'results', received: 'received' } as const;

export function traceOf(mail: ParsedMail): Trace[] {
  return mail.headerLines.flatMap(({ key, line }) =>
    key in TRACE ? [{ header: TRACE[key as keyof typeof TRACE], value: unfolded(line) }] : [],
  );
}

/** The subject, also where it stands in bare bytes of another alphabet than UTF-8. */
export const subjectOf = (mail: ParsedMail, headers: Headers, raw: Buffer): string =>
  bareIn(headers.get('subject')?.[0], raw) ?? mail.subject ?? '';

/**
 * What a header says whose bytes are no UTF-8, which the parser takes all of them for (FIELD-NOTES, Mail): in the first
 * alphabet that the mail names, else in that of Western Europe, which knows every byte. Undefined for any other header.
 */
function bareIn(value: string | undefined, raw: Buffer): string | undefined {
  const bytes = Buffer.from(value ?? '', 'latin1');
  if (isUtf8(bytes)) return undefined;
  const named = /\bcharset\s*=\s*["']?([\w.:-]+)/i.exec(raw.toString('latin1', 0, HEAD_LIMIT_BYTES))?.[1];
  try {
    return new TextDecoder(named, { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/**
 * Exactly one From header with exactly one address; with two, parsers show the forged one (FIELD-NOTES, Mail). The
 * alphabet of bare bytes changes the name alone, never whose mail it is.
 */
export function senderOf(
  mail: ParsedMail,
  headers: Headers,
  raw: Buffer,
): { address: string; name: string } | undefined {
  const [from, ...more] = mail.from?.value ?? [];
  const address = clean(from?.address ?? '')
    .trim()
    .toLowerCase();
  const one = headers.get('from')?.length === 1 && more.length === 0 && !from?.group;
  return one && address.length <= ADDRESS_LIMIT && /^[^\s@<>]+@[^\s@<>]+$/.test(address)
    ? { address, name: clean(bareName(headers, raw) ?? from?.name ?? '').trim() }
    : undefined;
}

const bareName = (headers: Headers, raw: Buffer): string | undefined =>
  parseAddressHeader(bareIn(headers.get('from')?.[0], raw)).value[0]?.name;

export function recipientsOf(mail: ParsedMail, headers: Headers): string[] {
  const listed = [mail.to ?? [], mail.cc ?? []]
    .flat()
    .flatMap((header) => header.value.flatMap((to) => to.address ?? []));
  const delivered = ['delivered-to', 'x-original-to', 'envelope-to'].flatMap((name) => headers.get(name) ?? []);
  return [...listed, ...delivered.map((value) => value.replace(/^<|>$/g, ''))];
}

/** In-Reply-To, then References from the nearest to the oldest. */
export function answersOf(headers: Headers): string[] {
  const ids = (name: string) =>
    (headers.get(name) ?? []).flatMap((value) => value.match(/<[^<>\s]+>/g) ?? []).map(clean);
  const all = new Set([...ids('in-reply-to'), ...ids('references').reverse()]);
  return [...all].filter((id) => id.length <= MESSAGE_ID_LIMIT).slice(0, ANSWERS_LIMIT);
}

export function languageOf(headers: Headers): string | undefined {
  const named = headers.get('content-language')?.[0] ?? headers.get('accept-language')?.[0] ?? '';
  return /^\s*([a-z]{2})\b/i.exec(named)?.[1]?.toLowerCase();
}
