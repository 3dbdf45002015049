import { signedByTelegram, tellTelegram } from './telegram.js';
import { followTheme } from './theme.js';
import { way } from './way.js';

/** The Mini App: shows Telegram's word for who is here, and gets his page for it. */
Object.assign(way, {
  page: '/mini/page',
  status: '/mini/status',
  headers: { authorization: `tma ${signedByTelegram()}` },
  over: 'appOver',
  uploadOver: 'uploadAppOver',
});
followTheme();
tellTelegram('web_app_ready');
tellTelegram('web_app_expand');

const answer = await fetch(way.page, { headers: way.headers, cache: 'no-store' }).catch(() => undefined);
const fresh = answer && new DOMParser().parseFromString(await answer.text(), 'text/html');
// Our own sentences are in the language of the page, which is known only now.
if (fresh) document.documentElement.lang = fresh.documentElement.lang;
const [{ banner, exchange, watch }, { enhance }, { words }] = await Promise.all([
  import('./live.js'),
  import('./enhance.js'),
  import('./words.js'),
]);

if (fresh) {
  for (const place of ['.skip', '.who', '.foot'])
    document.querySelector(place).replaceWith(document.adoptNode(fresh.querySelector(place)));
  exchange(fresh);
  inTelegram(document);
} else banner(words.unreachable, true);
if (document.body.dataset.stamp) watch(inTelegram);

function inTelegram(root) {
  enhance(root);
  for (const part of root.querySelectorAll('[data-link-wanted]')) startLink(part);
  for (const link of root.querySelectorAll('[data-outside]')) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      tellTelegram('web_app_open_link', { url: link.href });
    });
  }
}

/** Has the personal link sent into the chat; it is not handed over here. */
function startLink(part) {
  const [button, close] = ['link', 'close'].map((name) => part.querySelector(`[data-do="${name}"]`));
  const said = part.querySelector('[data-said]');
  button.addEventListener('click', async () => {
    button.disabled = true;
    const headers = { ...way.headers, accept: 'application/json' };
    const response = await fetch('/mini/link', { method: 'POST', headers }).catch(() => undefined);
    const { sentence = words.unreachable } = (await response?.json().catch(() => undefined)) ?? {};
    said.hidden = false;
    said.textContent = sentence;
    button.disabled = false;
    if (!response?.ok) return;
    button.hidden = true;
    close.hidden = false;
    close.focus();
  });
  close.addEventListener('click', () => tellTelegram('web_app_close'));
}
