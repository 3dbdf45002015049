import { el } from './dom.js';

/** Strangers' text as nodes: addresses become links, the bot's formatting is built anew, nothing else gets through. */

const { bot, timeZone } = document.body.dataset;
const ADDRESS = /(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])/i;
/** What Telegram's formatting may become. */
const MARKS = {
  B: 'b',
  STRONG: 'b',
  I: 'i',
  EM: 'i',
  U: 'u',
  INS: 'u',
  S: 's',
  STRIKE: 's',
  DEL: 's',
  CODE: 'code',
  PRE: 'pre',
  BLOCKQUOTE: 'blockquote',
  'TG-SPOILER': 'span',
};

/** The start payload of a deep link to our bot; '' without one; undefined for every other address. */
export function deepLink(address) {
  if (!bot || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  const named =
    ['t.me', 'telegram.me'].includes(url.hostname) && url.pathname.slice(1).toLowerCase() === bot.toLowerCase();
  return named ? (url.searchParams.get('start') ?? '') : undefined;
}

/** A link that opens the chat here if it leads to our bot, and a new tab otherwise. `open(payload)` opens the chat. */
export function link(address, children, open) {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return el('span', {}, ...children);
  const payload = deepLink(address);
  const away = payload === undefined;
  return el(
    'a',
    {
      href: address,
      target: '_blank',
      rel: 'noopener noreferrer',
      class: away ? undefined : 'deep',
      on: away
        ? {}
        : {
            click: (event) => {
              event.preventDefault();
              open(payload);
            },
          },
    },
    ...children,
  );
}

export function linked(text, open) {
  return text.split(ADDRESS).map((part, index) => (index % 2 ? link(part, [part], open) : part));
}

/** Reads into a document that never runs or loads anything, and builds what is known anew. */
export function formatted(html, open) {
  const build = (node) => {
    if (node.nodeType === Node.TEXT_NODE)
      return node.parentElement?.closest('a') ? [node.data] : linked(node.data, open);
    if (node.nodeType !== Node.ELEMENT_NODE) return [];
    const children = [...node.childNodes].flatMap(build);
    if (node.tagName === 'A') return [link(node.getAttribute('href') ?? '', children, open)];
    const tag = MARKS[node.tagName];
    return tag
      ? [el(tag, node.tagName === 'TG-SPOILER' ? { class: 'spoiler', tabindex: '0' } : {}, ...children)]
      : children;
  };
  return [...new DOMParser().parseFromString(html, 'text/html').body.childNodes].flatMap(build);
}

const day = new Intl.DateTimeFormat('id-ID', { dateStyle: 'long', timeZone });
const clock = new Intl.DateTimeFormat('id-ID', { hour: '2-digit', minute: '2-digit', timeZone });
const short = new Intl.DateTimeFormat('id-ID', { day: 'numeric', month: 'short', timeZone });
const full = new Intl.DateTimeFormat('id-ID', { dateStyle: 'full', timeStyle: 'short', timeZone });

export const dayOf = (at) => day.format(new Date(at));
export const timeOf = (at) => clock.format(new Date(at));
export const momentOf = (at) => full.format(new Date(at));
export const recent = (at) => (dayOf(at) === dayOf(Date.now()) ? timeOf(at) : short.format(new Date(at)));
export const dayName = (at) => (dayOf(at) === dayOf(Date.now()) ? 'Hari ini' : dayOf(at));

export function sizeOf(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const kilo = bytes / 1024;
  return kilo < 1024 ? `${Math.round(kilo)} KB` : `${(kilo / 1024).toFixed(1).replace('.', ',')} MB`;
}
