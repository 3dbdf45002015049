/** Telegram counts after entities are parsed; UTF-16 units are never fewer than its characters. */
const TEXT_LIMIT = 4096;

/** Where a text may be cut, best first: between paragraphs, lines, sentences, words. */
const SEAMS = ['\n\n', '\n', '. ', ' '];

/** Cuts a text into parts of at most `limit`; nothing but the white space at the seams is lost. */
export function split(text: string, limit = TEXT_LIMIT): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > limit) {
    const at = seam(rest, limit);
    parts.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return rest === '' ? parts : [...parts, rest];
}

function seam(text: string, limit: number): number {
  for (const mark of SEAMS) {
    const at = text.lastIndexOf(mark, limit - mark.trimEnd().length);
    if (at > 0) return at + mark.trimEnd().length;
  }
  const high = text.charCodeAt(limit - 1);
  return high >= 0xd800 && high < 0xdc00 ? limit - 1 : limit; // not inside a surrogate pair
}

/** For `parse_mode: HTML`. */
export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
