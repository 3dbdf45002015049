import type { ExpiryNotice } from '../src/conversation/inbound.ts';
import { plainSerial } from '../src/renewal/serial.ts';
import { firstDate } from './dates.ts';
import type { NoticePatterns } from './notice-patterns.ts';

/** A letter as it may stand in a mail: the mail itself, or one that is attached to it. */
export type Letter = { readonly from: string; readonly subject: string; readonly text: string };
export type NoticeReader = (mail: Letter, attached: readonly Letter[]) => ExpiryNotice | undefined;

/** What is looked at of one letter, in characters; notices are short. */
const LETTER_LIMIT = 20_000;
/** How far after its name the value of a field may begin, and how long it may be. */
const FIELD_REACH = 120;
const FORWARDED_SUBJECT = /^\s*(?:(?:fwd?|tr|fw|terusan|diteruskan)\s*:)/i;
const KINDS = ['revoked', 'expired', 'expiring', 'issued'] as const;

/**
 * Recognises the CA's notice in a mail of the CA, one that a mail rule passed on, one forwarded in the text, and one
 * attached. In a forward whose head is gone the sender cannot be checked: there a field that names a certificate
 * must be present. PURE.
 */
export function createNoticeReader(patterns: NoticePatterns): NoticeReader {
  return (mail, attached) => {
    const direct = letterNotice(patterns, mail, isSender(patterns, mail.from));
    if (direct) return direct;
    const inline = forwardedInText(mail);
    const inside = inline ? [...attached, inline] : attached;
    for (const letter of inside) {
      const notice = letterNotice(patterns, letter, isSender(patterns, letter.from));
      if (notice) return notice;
    }
    if (!FORWARDED_SUBJECT.test(mail.subject)) return undefined;
    const headless = letterNotice(patterns, { ...mail, subject: mail.subject.replace(FORWARDED_SUBJECT, '') }, true);
    return headless?.serial || (headless?.email && headless.expires) ? headless : undefined;
  };
}

function isSender(patterns: NoticePatterns, from: string): boolean {
  const address = from.toLowerCase();
  const domain = address.split('@')[1] ?? '';
  return patterns.senders.some((sender) =>
    sender.includes('@') ? address === sender : domain === sender || domain.endsWith(`.${sender}`),
  );
}

function letterNotice(patterns: NoticePatterns, letter: Letter, fromCa: boolean): ExpiryNotice | undefined {
  if (!fromCa) return undefined;
  const text = unquoted(letter.text).slice(0, LETTER_LIMIT);
  const subject = plain(letter.subject);
  const body = plain(text);
  if (!patterns.topics.some((topic) => subject.includes(topic) || body.includes(topic))) return undefined;
  const kind = kindIn(patterns, subject) ?? kindIn(patterns, body);
  if (!kind) return undefined;
  const found = {
    name: field(text, patterns.fields.name, nameIn) ?? greeted(text, patterns.greetings),
    email: field(text, patterns.fields.email, (value) =>
      /[^\s<>():;,"]+@[^\s<>():;,"]+\.[a-z]{2,}/i.exec(value)?.[0].toLowerCase(),
    ),
    serial: field(text, patterns.fields.serial, serialIn),
    expires: field(text, patterns.fields.expires, firstDate),
  };
  return {
    // An "issued" mail has no basis of its own: it only prompts the operator.
    basis: kind === 'issued' ? 'expiring' : kind,
    ...(kind === 'issued' ? { issued: true } : {}),
    ...(found.name ? { name: found.name } : {}),
    ...(found.email ? { email: found.email } : {}),
    ...(found.serial ? { serial: found.serial } : {}),
    ...(found.expires ? { expires: found.expires } : {}),
  };
}

const plain = (text: string) => text.toLowerCase().replace(/\s+/g, ' ');
const unquoted = (text: string) =>
  text
    .replaceAll('\r\n', '\n')
    .replace(/^(?:[ \t]*>)+[ \t]?/gm, '')
    .replaceAll('\u00a0', ' ');

function kindIn(patterns: NoticePatterns, text: string): (typeof KINDS)[number] | undefined {
  let best: { kind: (typeof KINDS)[number]; at: number } | undefined;
  for (const kind of KINDS) {
    for (const words of patterns.kinds[kind]) {
      const at = text.indexOf(words);
      if (at >= 0 && (!best || at < best.at)) best = { kind, at };
    }
  }
  return best?.kind;
}

/** The value after the first of these names that has one. Longer names stand first in the patterns. */
function field<T>(text: string, names: readonly string[], read: (value: string) => T | undefined): T | undefined {
  for (const name of names) {
    const words = name.split(' ').map(escaped).join('\\s+');
    const pattern = new RegExp(`(?<![\\p{L}\\d])${words}(?![\\p{L}\\d])`, 'giu');
    for (const match of text.matchAll(pattern)) {
      const start = match.index + match[0].length;
      const value = read(text.slice(start, start + FIELD_REACH));
      if (value !== undefined) return value;
    }
  }
  return undefined;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A name follows a colon or stands on the next line of a table; in running text the word means nothing. */
function nameIn(value: string): string | undefined {
  const name = /^[ \t*]*(?::|=|\||\n)[\s:*|]*([^\n|:]{2,100})/.exec(value)?.[1]?.replace(/[*|]/g, '').trim();
  return name && /\p{L}{2}/u.test(name) ? name : undefined;
}

/** Hexadecimal or decimal, with or without colons and spaces; given back as our records have it. */
function serialIn(value: string): string | undefined {
  const serial = /^[\s:=*|#.]{0,20}(?:0x)?((?:[0-9a-f]{2}[: -]){3,40}[0-9a-f]{2}|[0-9a-f]{4,64})(?![\p{L}\d])/iu.exec(
    value,
  )?.[1];
  return plainSerial(serial ?? '') || undefined;
}

function greeted(text: string, greetings: readonly string[]): string | undefined {
  for (const greeting of greetings) {
    const match = new RegExp(`^[ \\t]*${escaped(greeting)}[ \\t:]+([\\p{L}.,' -]{2,100}?)[,:]?[ \\t]*$`, 'imu').exec(
      text,
    );
    if (match?.[1]) return match[1].trim();
  }
  return undefined;
}

/** Begun at the beginning of a word and bounded, so that an endless word is looked through once. */
const SENDER = /(?<![^\s<>:"'[\]()@])([^\s<>:"'[\]()@]{1,254}@[^\s<>:"'[\]()]{1,254})/;

/** A mail passed on inside the text: a head with its sender, a subject soon after, then the letter. */
function forwardedInText(mail: Letter): Letter | undefined {
  const text = unquoted(mail.text).slice(0, LETTER_LIMIT);
  const heads = [...text.matchAll(/^[ \t]*\*?(?:From|Dari|Pengirim)\s*:\*?([^\n]*)/gim)];
  const from = heads.find(([, value]) => SENDER.test(value!));
  if (!from) return undefined;
  const after = text.slice(from.index);
  const subject = /^[ \t]*\*?(?:Subject|Subjek|Perihal|Judul)\s*:\*?[ \t]*([^\n]*)/im.exec(after.slice(0, 2_000));
  return {
    from: SENDER.exec(from[1]!)![1]!,
    subject: subject?.[1] ?? mail.subject,
    text: after.slice(subject ? subject.index + subject[0].length : from[0].length),
  };
}
