import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Language } from '../../../conversation/line.ts';
import type { WebParts } from '../../parts.ts';
import { en } from './en.ts';
import { id } from './id.ts';
import type { Words } from './words.ts';

const WORDS: Readonly<Record<Language, Words>> = { id, en };
export const words = (language: Language): Words => WORDS[language];

/** The switch in the page's head: `?bahasa=en`. Nothing personal is in the cookie, so it may stay for long. */
export const SWITCH = 'bahasa';
const REMEMBERED_S = 365 * 86_400;

/** What the reader chose here, else the language he is spoken to in, else the office's. */
export function languageOf(c: Context, parts: Pick<WebParts, 'settings' | 'publicUrl'>, spoken?: Language): Language {
  const asked = known(c.req.query(SWITCH));
  if (asked) {
    setCookie(c, SWITCH, asked, {
      path: '/',
      maxAge: REMEMBERED_S,
      sameSite: 'Lax',
      secure: parts.publicUrl.startsWith('https:'),
    });
    return asked;
  }
  return known(getCookie(c, SWITCH)) ?? spoken ?? parts.settings.language;
}

const known = (value: string | undefined): Language | undefined =>
  value === 'id' || value === 'en' ? value : undefined;
