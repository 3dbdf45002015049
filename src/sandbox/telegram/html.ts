import { badRequest } from './refusal.ts';

export type Entity = { readonly type: string; readonly offset: number; readonly length: number; readonly url?: string };
/** `html` is made anew from what was understood, so that a page may show it as it is. */
export type Formatted = { readonly text: string; readonly entities: readonly Entity[]; readonly html: string };

/** Tag to entity type, as the Bot API's HTML style has it. */
// biome-ignore format: one table
const TAGS: Record<string, string> = {
  b: 'bold', strong: 'bold', i: 'italic', em: 'italic', u: 'underline', ins: 'underline', s: 'strikethrough',
  strike: 'strikethrough', del: 'strikethrough', code: 'code', pre: 'pre', a: 'text_link', blockquote: 'blockquote',
  'tg-spoiler': 'spoiler',
};
const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&${{ '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' }[c]};`);
}

export function plain(text: string): Formatted {
  return { text, entities: [], html: escapeHtml(text) };
}

type Open = { readonly tag: string; readonly at: number; readonly url?: string };

/**
 * Parses `parse_mode: HTML` with the errors of the real server (tdlib, MessageEntity.cpp, parse_html). Offsets in the
 * errors are bytes of the source, those of the entities UTF-16 units of the text.
 */
export function parseHtml(source: string): Formatted {
  const open: Open[] = [];
  const entities: Entity[] = [];
  let text = '';
  let html = '';
  let at = 0;
  while (at < source.length) {
    const c = source[at]!;
    if (c === '&') {
      const [char, length] = decoded(source, at);
      text += char;
      html += escapeHtml(char);
      at += length;
    } else if (c !== '<') {
      text += c;
      html += escapeHtml(c);
      at += 1;
    } else if (source[at + 1] === '/') {
      const end = endTag(source, at, open);
      const tag = open.pop()!;
      entities.push({
        type: TAGS[tag.tag]!,
        offset: tag.at,
        length: text.length - tag.at,
        ...(tag.url === undefined ? {} : { url: tag.url }),
      });
      html += tag.tag === 'a' && tag.url === undefined ? '' : `</${tag.tag}>`;
      at = end;
    } else {
      const start = startTag(source, at);
      open.push({ tag: start.tag, at: text.length, ...(start.url === undefined ? {} : { url: start.url }) });
      html += start.html;
      at = start.end;
    }
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) throw cannot(`Can't find end tag corresponding to start tag "${unclosed.tag}"`);
  return { text, entities: entities.filter((entity) => entity.length > 0).sort((a, b) => a.offset - b.offset), html };
}

function cannot(why: string) {
  return badRequest(`can't parse entities: ${why}`);
}

function offsetOf(source: string, at: number): number {
  return Buffer.byteLength(source.slice(0, at));
}

function decoded(source: string, at: number): [string, number] {
  const match = /^&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot));?/i.exec(source.slice(at, at + 12));
  if (match === null) return ['&', 1];
  const point = match[1] !== undefined ? Number.parseInt(match[1], 16) : Number(match[2]);
  if (match[3] !== undefined) return [NAMED[match[3].toLowerCase()]!, match[0].length];
  return point > 0 && point < 0x10ffff ? [String.fromCodePoint(point), match[0].length] : ['&', 1];
}

function endTag(source: string, at: number, open: readonly Open[]): number {
  const expected = open.at(-1);
  if (expected === undefined) throw cannot(`Unexpected end tag at byte offset ${offsetOf(source, at)}`);
  const match = /^<\/([^\s>]*)\s*>/.exec(source.slice(at));
  if (match === null) throw cannot(`Unclosed end tag at byte offset ${offsetOf(source, at)}`);
  const found = match[1]!.toLowerCase();
  if (found !== '' && found !== expected.tag)
    throw cannot(
      `Unmatched end tag at byte offset ${offsetOf(source, at)}, expected "</${expected.tag}>", found "</${found}>"`,
    );
  return at + match[0].length;
}

function startTag(source: string, at: number): { tag: string; url?: string; html: string; end: number } {
  const name = /^<([^\s>]*)(?=[\s>])/.exec(source.slice(at));
  if (name === null) throw cannot(`Unclosed start tag at byte offset ${offsetOf(source, at)}`);
  const tag = name[1]!.toLowerCase();
  if (!(tag in TAGS)) throw cannot(`Unsupported start tag "${tag}" at byte offset ${offsetOf(source, at)}`);
  const rest = /^((?:\s+[a-z-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))*)\s*>/i.exec(source.slice(at + name[0].length));
  if (rest === null)
    throw cannot(
      `Expected equal sign in declaration of an attribute of the tag "${tag}" at byte offset ${offsetOf(source, at)}`,
    );
  const end = at + name[0].length + rest[0].length;
  if (tag !== 'a') return { tag, html: `<${tag}>`, end };
  const href = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(rest[1]!);
  const url = (href?.[1] ?? href?.[2] ?? href?.[3] ?? '').replace(/&amp;/g, '&');
  if (!/^https?:\/\/[^/\s]+\.[^/\s]/i.test(url)) return { tag, html: '', end }; // the real server drops a bad link and keeps its text
  return { tag, url, html: `<a href="${escapeHtml(url)}" rel="noreferrer">`, end };
}
