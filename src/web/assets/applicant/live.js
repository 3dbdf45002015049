import { way } from './way.js';
import { words } from './words.js';

/** The page keeps itself up to date: a small question every few seconds while it is looked at. */
const QUICK_MS = 4_000;
const SLOW_MS = 20_000;
/** After so long without news the questions become rarer. */
const QUICK_FOR_MS = 180_000;

const busyWith = new Set();
/** While something is being made here, the page is not exchanged under the reader's hands. */
export const begin = (work) => busyWith.add(work);
export const end = (work) => busyWith.delete(work);

/** For screen readers; the same words stand on the page for everybody else. */
export function announce(sentence) {
  const place = document.querySelector('[data-live]');
  if (place) place.textContent = sentence;
}

/** The present state: its stamp, the renewal's number and key, the token for posts. 'session' when the session is over. */
export async function askStatus() {
  const headers = { ...way.headers, accept: 'application/json' };
  const response = await fetch(way.status, { headers, cache: 'no-store' });
  if (response.status === 401) return 'session';
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

/** Fetches the page anew and exchanges its content; `enhance` wakes the new one. `byReader`: his own act led to it. */
export async function refresh(enhance, { byReader = false } = {}) {
  const response = await fetch(way.page, { headers: way.headers, cache: 'no-store' });
  if (!response.ok) return location.reload();
  const main = document.querySelector('main');
  const hadFocus = main.contains(document.activeElement);
  exchange(new DOMParser().parseFromString(await response.text(), 'text/html'));
  banner();
  // The first heading says what there is now: a letter refused, the next task, the end.
  announce(words.updated(main.querySelector('h2').textContent));
  enhance(main);
  if (hadFocus || byReader) main.focus({ preventScroll: true });
  // Whoever just sent something is shown what came of it; who only reads is left where he reads.
  if (byReader) scrollTo({ top: 0 });
}

const titleOf = (details) => details.querySelector('summary')?.textContent;

/** Puts the content of a page that was fetched in place of what is shown. What the reader had unfolded stays unfolded. */
export function exchange(fresh) {
  const main = document.querySelector('main');
  const unfolded = new Set([...main.querySelectorAll('details[open]')].map(titleOf));
  main.replaceChildren(...document.adoptNode(fresh.querySelector('main')).childNodes);
  for (const details of main.querySelectorAll('details')) if (unfolded.has(titleOf(details))) details.open = true;
  for (const name of ['stamp', 'number'])
    if (fresh.body.dataset[name]) document.body.dataset[name] = fresh.body.dataset[name];
}

/** A line above the page; without a sentence it goes away. */
export function banner(sentence, withReload = false) {
  const place = document.querySelector('[data-banner]');
  place.replaceChildren();
  place.hidden = sentence === undefined;
  if (sentence === undefined) return;
  place.append(Object.assign(document.createElement('p'), { textContent: sentence }));
  if (withReload) {
    const button = Object.assign(document.createElement('button'), {
      type: 'button',
      className: 'quiet',
      textContent: words.reload,
    });
    button.addEventListener('click', () => location.reload());
    place.append(button);
  }
  announce(sentence);
}

export function watch(enhance) {
  let lastNews = Date.now();
  const look = async () => {
    if (document.hidden) return;
    const status = await askStatus();
    if (status === 'session') return banner(words[way.over]);
    if (status.stamp === document.body.dataset.stamp && status.number === document.body.dataset.number) return;
    lastNews = Date.now();
    if (busyWith.size > 0 || status.number !== document.body.dataset.number) banner(words.changedMeanwhile, true);
    else await refresh(enhance);
  };
  // A look that fails is simply repeated: the page says nothing about passing troubles of the network.
  const next = () =>
    setTimeout(
      () =>
        look()
          .catch(() => undefined)
          .finally(next),
      Date.now() - lastNews < QUICK_FOR_MS ? QUICK_MS : SLOW_MS,
    );
  next();
  document.addEventListener('visibilitychange', () => void look().catch(() => undefined));
}
