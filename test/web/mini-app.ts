import { createHmac } from 'node:crypto';
import { TOKEN } from '../support/telegram.ts';

/** What Telegram's client puts behind the # of a Mini App's address: signed as the Bot API's documentation says. */
export function initDataOf(
  user: number | string,
  { at, token = TOKEN, more = {} }: { at: Date; token?: string; more?: Record<string, string> },
): string {
  const fields: Record<string, string> = {
    auth_date: String(Math.floor(at.getTime() / 1000)),
    chat_type: 'private',
    query_id: 'AAHdF6IQAAAAAN0XohDhrOrc',
    signature: 'not-for-the-bot',
    user: JSON.stringify({ id: Number(user), first_name: 'Siti', language_code: 'id' }),
    ...more,
  };
  const key = createHmac('sha256', 'WebAppData').update(token).digest();
  const lines = Object.keys(fields)
    .sort()
    .map((name) => `${name}=${fields[name]}`);
  const hash = createHmac('sha256', key).update(lines.join('\n')).digest('hex');
  return new URLSearchParams({ ...fields, hash }).toString();
}

/** The address with which Telegram opens it. */
export const openedWith = (url: string, initData: string, theme: Record<string, string> = {}): string =>
  `${url}/mini#${new URLSearchParams({ tgWebAppData: initData, tgWebAppVersion: '8.0', tgWebAppPlatform: 'web', tgWebAppThemeParams: JSON.stringify(theme) })}`;
