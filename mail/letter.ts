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

/** Paragraphs, links as anchors, and each choice as a button that opens an answer with its words ready to send. */
export function bodyHtml(text: ReadyText, reply: { readonly replyTo: string; readonly messageId: string }): string {
  const paragraphs = text.body
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${withAnchors(paragraph).replaceAll('\n', '<br>')}</p>`);
  const links = linksOf(text)
    .filter(({ url }) => !text.body.includes(url))
    .map(({ label, url }) => `<p><a href="${escapeHtml(url)}">${escapeHtml(label)}</a></p>`);
  const choices = text.choices.map(
    ({ id, label }) =>
      `<a href="${escapeHtml(answerLink(text.subject, id, reply))}" style="${BUTTON}">${escapeHtml(label)}</a>`,
  );
  const body = [...paragraphs, ...links, ...(choices.length ? [`<p>${choices.join(' ')}</p>`] : [])].join('\n');
  return `<!doctype html>\n<html lang="${text.language}"><body style="font-family: sans-serif; font-size: 15px; line-height: 1.5; color: #1d2733">\n${body}\n</body></html>`;
}

const BUTTON =
  'display: inline-block; padding: 8px 14px; margin: 4px 4px 4px 0; border: 1px solid #1f5fa8; border-radius: 6px; color: #1f5fa8; text-decoration: none';

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
