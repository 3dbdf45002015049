import { html } from 'hono/html';
import type { Html } from '../frame.ts';
import type { Visit } from '../visit.ts';
import { words } from '../words/choose.ts';

/** In the Mini App, in place of what is done with a key: the way to a real browser, through the chat (mini.js). */
export function inBrowser({ language }: Visit): Html {
  const w = words(language).mini;
  return html`<div class="part" data-link-wanted><p>${w.inBrowser}</p>
<button type="button" data-do="link">${w.sendLink}</button>
<p class="note" role="status" data-said hidden></p>
<button type="button" class="quiet" data-do="close" hidden>${w.close}</button></div>`;
}
