import type { Opts } from 'telegraf/types';
import type { Outgoing, ReadyText } from '../src/desk/ports.ts';
import { escapeHtml, split } from './split.ts';

/** What leaves in one request. */
export type Part =
  | { readonly method: 'sendMessage'; readonly payload: Opts<'sendMessage'> }
  | { readonly method: 'sendDocument'; readonly payload: Opts<'sendDocument'> };

/** The text, cut where it is too long, with the buttons on its last piece; then each file. */
export function partsOf({ to, text, replyTo }: Outgoing, app: string | undefined): Part[] {
  const chat_id = /^-?\d+$/.test(to.value) ? Number(to.value) : to.value; // a public group may be given as @name
  const pieces = split(bodyWithLinks(text));
  const keyboard = keyboardOf(text, to.value, app);
  const said = pieces.map((piece, index): Part => {
    const payload: Opts<'sendMessage'> = {
      chat_id,
      text: escapeHtml(piece),
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true }, // a preview would open a personal link
    };
    if (index === 0 && replyTo !== undefined)
      payload.reply_parameters = { message_id: Number(replyTo), allow_sending_without_reply: true };
    if (index === pieces.length - 1 && keyboard.length > 0) payload.reply_markup = { inline_keyboard: keyboard };
    return { method: 'sendMessage', payload };
  });
  const files = text.files.map(({ name, content }): Part => {
    const document = { source: Buffer.from(content), filename: headerSafe(name) };
    return { method: 'sendDocument', payload: { chat_id, document } };
  });
  return [...said, ...files];
}

type Button =
  | { text: string; callback_data: string }
  | { text: string; url: string }
  | { text: string; web_app: { url: string } };

export function keyboardOf(text: Pick<ReadyText, 'choices' | 'links' | 'app'>, chat: string, app?: string): Button[][] {
  return [
    ...text.choices.map(({ id, label }) => [{ text: label, callback_data: id }]),
    ...text.links.filter(asButton).map(({ label, url }) => [{ text: label, url }]),
    ...(app && text.app && isPrivate(chat) ? [[{ text: text.app, web_app: { url: app } }]] : []),
  ];
}

/** Mini Apps open from private chats alone (Bot API, InlineKeyboardButton); groups and channels have negative ids, or names. */
const isPrivate = (chat: string) => /^\d+$/.test(chat);

/**
 * Telegram refuses buttons to addresses that only this machine knows, and nobody should be led to one without TLS:
 * these go as text.
 */
function asButton({ url }: { url: string }): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' && hostname.includes('.') && !/^[\d.]+$/.test(hostname);
}

function bodyWithLinks({ body, links }: ReadyText): string {
  const spelled = links
    .filter((link) => !asButton(link) && !body.includes(link.url))
    .map(({ label, url }) => `${label}: ${url}`);
  return [body.trim(), ...spelled].filter((paragraph) => paragraph !== '').join('\n\n');
}

/** telegraf writes the name into a multipart header as it is. */
function headerSafe(name: string): string {
  return name.replace(/[\p{Cc}"\\/]/gu, '_').slice(0, 200) || 'file';
}
