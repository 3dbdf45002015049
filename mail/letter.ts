import { phrases } from '../src/conversation/render.ts';
import type { ReadyText } from '../src/desk/ports.ts';

/** The two forms of an outgoing mail's body. PURE. */

const escapeHtml = (text: string): string =>
  text.replace(
    /[&<>"']/g,
    (letter) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[letter] ?? '',
  );

/** Links that the body does not mention yet stand below it; a mail client must never get anything but a web address. */
const linksOf = (text: ReadyText) => text.links.filter(({ url }) => /^https?:\/\//i.test(url));

export function bodyText(text: ReadyText): string {
  const missing = linksOf(text).filter(({ url }) => !text.body.includes(url));
  return [text.body, ...missing.map(({ label, url }) => `${label}:\n${url}`)].join('\n\n');
}

/**
 * Paragraphs, links as anchors, and each choice as a button that opens an answer with its words ready to send, right below
 * where the text names the words. Neither text nor links have a colour of their own, so that a dark mail program shows
 * them light, and what is long breaks on a phone.
 */
export function bodyHtml(text: ReadyText, reply: { readonly replyTo: string; readonly messageId: string }): string {
  const paragraphs = text.body.split(/\n{2,}/);
  const html = paragraphs.map((paragraph) => `<p>${withAnchors(paragraph).replaceAll('\n', '<br>')}</p>`);
  const links = linksOf(text)
    .filter(({ url }) => !text.body.includes(url))
    .map(({ label, url }) => `<p><a href="${escapeHtml(url)}">${escapeHtml(label)}</a></p>`);
  const named = paragraphs.findLastIndex((each) => each.includes(`\n• ${text.choices[0]?.id}`));
  const below = named < 0 ? html.length : named + 1;
  const body = [...html.slice(0, below), ...buttons(text, reply), ...html.slice(below), ...links].join('\n');
  return `<!doctype html>\n<html lang="${text.language}"><head>${HEAD}</head><body style="${BODY}">\n${body}\n</body></html>`;
}

const HEAD =
  '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">';
const BODY =
  'font-family: sans-serif; font-size: 16px; line-height: 1.5; max-width: 42em; overflow-wrap: anywhere; word-break: break-word';

/** A click opens a mail that still has to be sent, which nobody expects of a button: so it is said. */
function buttons(text: ReadyText, reply: { readonly replyTo: string; readonly messageId: string }): string[] {
  if (text.choices.length === 0) return [];
  const all = text.choices.map(({ id, label }, at) => {
    const href = escapeHtml(answerLink(text.subject, id, reply));
    return `<a href="${href}" style="${BUTTON}; ${at === 0 ? FIRST : OTHER}">${escapeHtml(label)}</a>`;
  });
  return [`<p>${escapeHtml(phrases(text.language).pressAnswer(all.length))}</p>`, `<p>${all.join(' ')}</p>`];
}

const BUTTON =
  'display: inline-block; padding: 10px 16px; margin: 4px 4px 4px 0; border-radius: 6px; text-decoration: none';
const FIRST = 'border: 1px solid #1f5fa8; background-color: #1f5fa8; color: #ffffff';
const OTHER = 'border: 1px solid #8a94a3; color: inherit';

/** RFC 6068. The token is in the address, or in the Message-ID that In-Reply-To names. */
function answerLink(
  subject: string,
  answer: string,
  { replyTo, messageId }: { replyTo: string; messageId: string },
): string {
  const fields = [
    ['subject', /^re:/i.test(subject) ? subject : `Re: ${subject}`],
    ['body', answer],
    ['In-Reply-To', messageId],
  ];
  const [local = '', domain = ''] = replyTo.split('@');
  return `mailto:${encodeURIComponent(local)}@${domain}?${fields.map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`).join('&')}`;
}

/** Web addresses in the text become anchors; a full stop or bracket after one belongs to the sentence. */
function withAnchors(paragraph: string): string {
  return paragraph
    .split(/(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])/i)
    .map((part, index) => (index % 2 ? `<a href="${escapeHtml(part)}">${escapeHtml(part)}</a>` : escapeHtml(part)))
    .join('');
}
