import { html } from 'hono/html';
import { type Html, nothing } from '../frame.ts';
import type { Visit } from '../visit.ts';
import { words } from '../words/choose.ts';

/** As much as the letter reader takes; a page scanned in colour has 1 to 3 MB. */
export const LETTER_BYTES = 10 * 1024 * 1024;
/** The same for pages; told to the person, checked by the reader. */
const LETTER_PAGES = 20;

/** Works without scripts as a plain form; upload.js adds checks before sending, and progress. */
export function letterUpload({ language, session, content, place }: Visit, letter: 'recommendation' | 'change'): Html {
  const w = words(language).upload;
  const { change } = content.renewal.facts;
  const beside = letter === 'recommendation' && change ? (change.letter ? w.meanwhile : w.together) : undefined;
  const id = `surat-${letter}`;
  // Telegram's view saves no files; the bot has sent the same draft into the chat.
  const inChat = place === 'chat';
  return html`<div class="part">${beside ? html`<p>${beside}</p>` : nothing}
${inChat ? html`<p>${w.draftInChat}</p>` : html`<p><a class="button quiet" href="/me/draft-${letter}.pdf" download>${w.draft[letter]}</a></p>`}
<form method="post" action="${inChat ? '/mini' : '/me'}/letter" enctype="multipart/form-data" data-upload data-limit="${LETTER_BYTES}">
${inChat ? nothing : html`<input type="hidden" name="csrf" value="${session.csrf}">`}<input type="hidden" name="letter" value="${letter}">
<label for="${id}">${w.choose[letter]}</label>
<input id="${id}" type="file" name="file" accept="application/pdf,.pdf" required aria-describedby="${id}-batas ${id}-salah">
<p class="aside" id="${id}-batas">${w.limits(LETTER_BYTES / 1024 / 1024, LETTER_PAGES)}</p>
<p class="file" role="status" data-picked hidden></p>
<p class="wrong" id="${id}-salah" role="alert" data-wrong hidden></p>
<progress max="100" value="0" aria-label="${w.sending}" data-progress hidden></progress>
<p class="file" aria-hidden="true" data-share hidden></p>
<button>${w.send}</button></form></div>`;
}
