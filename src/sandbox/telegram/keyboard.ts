import { z } from 'zod';
import { BUTTON_LIMIT, CALLBACK_DATA_BYTES } from './limits.ts';
import { badRequest } from './refusal.ts';

const Button = z.strictObject({
  text: z.string(),
  callback_data: z.string().optional(),
  url: z.string().optional(),
  web_app: z.strictObject({ url: z.string() }).optional(),
});
type KeyboardButton = z.infer<typeof Button>;
export type Keyboard = readonly (readonly KeyboardButton[])[];

/** Reads `reply_markup` of a message in this kind of chat. Only inline keyboards exist here, because nothing else is asked for. */
export function readKeyboard(markup: unknown, chat: 'private' | 'group'): Keyboard | undefined {
  if (markup === undefined) return undefined;
  if (typeof markup !== 'object' || markup === null) throw badRequest("can't parse reply keyboard markup JSON object");
  if (!('inline_keyboard' in markup)) {
    if (Object.keys(markup).length === 0) return undefined;
    throw badRequest('inline keyboard expected');
  }
  const unknown = Object.keys(markup).find((key) => key !== 'inline_keyboard');
  if (unknown !== undefined) throw badRequest(`unknown field "${unknown}" of the keyboard`);
  const rows = z.array(z.array(Button)).safeParse(markup.inline_keyboard);
  if (!rows.success) throw badRequest("can't parse inline keyboard button: InlineKeyboardButton must be an Object");
  const keyboard = rows.data.filter((row) => row.length > 0);
  if (keyboard.flat().length > BUTTON_LIMIT) throw badRequest('REPLY_MARKUP_TOO_LONG');
  for (const button of keyboard.flat()) check(button, chat);
  return keyboard.length === 0 ? undefined : keyboard;
}

function check({ text, callback_data, url, web_app }: KeyboardButton, chat: 'private' | 'group'): void {
  if (text.trim() === '') throw badRequest("can't parse inline keyboard button: Text buttons must be non-empty");
  if (callback_data === undefined && url === undefined && web_app === undefined)
    throw badRequest('Text buttons are unallowed in the inline keyboard');
  if (callback_data !== undefined) {
    const bytes = Buffer.byteLength(callback_data);
    if (bytes < 1 || bytes > CALLBACK_DATA_BYTES) throw badRequest('BUTTON_DATA_INVALID');
  }
  if (url !== undefined && !reachable(url))
    throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
  if (web_app === undefined) return;
  if (!URL.canParse(web_app.url) || new URL(web_app.url).protocol !== 'https:')
    throw badRequest(`inline keyboard button Web App URL '${web_app.url}' is invalid: Only HTTPS links are allowed`);
  if (chat !== 'private') throw badRequest('BUTTON_TYPE_INVALID');
}

/** A name without a dot, such as localhost, is no address to Telegram. */
function reachable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'tg:' || (/^https?:$/.test(protocol) && hostname.includes('.'));
}
