import { html, raw } from 'hono/html';
import type { Language } from '../../conversation/line.ts';
import { type OfficeParts, officeInWords } from '../office.ts';
import { SWITCH, words } from './words/choose.ts';
import type { Trouble } from './words/words.ts';

/** A piece of HTML whose values are escaped. */
export type Html = ReturnType<typeof html>;
export const nothing = raw('');

type Frame = {
  readonly language: Language;
  readonly title: string;
  /** The number of the renewal and what changes when it does; only behind a session. */
  readonly live?: { readonly number: string; readonly stamp: string };
  /** `chat`: inside Telegram, by mini.js; the page's address must stay as it is, so no language can be chosen there. */
  readonly place?: 'browser' | 'chat';
};

/** The page around everything the applicant sees. No inline script or style, no address but our own. */
export function frame(parts: OfficeParts, { language, title, live, place = 'browser' }: Frame, content: Html): Html {
  const { agency } = parts.settings;
  const w = words(language);
  const { hours, opens } = officeInWords(parts, language);
  const other = language === 'id' ? 'en' : 'id';
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${agency.name}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/applicant/applicant.css">
<script src="/assets/applicant/${place === 'chat' ? 'mini' : 'page'}.js" type="module"></script>
</head>
<body${live ? html` data-number="${live.number}" data-stamp="${live.stamp}"` : nothing}>
<a class="skip" href="#isi">${w.skip}</a>
<header class="head">
<div class="wide"><p class="who"><b>${agency.name}</b><span>${w.service}</span></p>
${place === 'chat' ? nothing : html`<a class="switch" href="?${SWITCH}=${other}" lang="${other}" hreflang="${other}">${w.other}</a>`}</div>
</header>
<p class="sr" role="status" aria-live="polite" data-live></p>
<div class="banner" data-banner hidden></div>
<main id="isi" tabindex="-1">${content}</main>
<footer class="foot"><h2>${w.help.title}</h2>
<p>${w.help.call(agency.phone, hours)}${opens ? ` ${w.help.closed(opens)}` : ''}</p>
<p><b>${w.help.never}</b></p>
<p>${agency.name}, ${agency.address}. ${agency.page ? html`<a href="${agency.page}" rel="noreferrer external" data-outside>${w.help.real}</a>` : nothing}</p>
</footer>
</body>
</html>`;
}

/** What happened, what it means, what to do next. */
export function troublePage(
  parts: OfficeParts,
  language: Language,
  { title, what, next }: Trouble,
  back?: string,
): Html {
  return frame(
    parts,
    { language, title },
    html`<section class="card"><h1>${title}</h1><p>${what}</p><p>${next}</p>${back ? html`<p><a class="button quiet" href="/me">${back}</a></p>` : nothing}</section>`,
  );
}

/** Shown by enhance.js where the browser is too poor for a key; `key`: nothing can go on here. */
export function otherBrowserNotice(language: Language, kind: 'key' | 'other'): Html {
  const w = words(language).otherBrowser;
  return html`<section class="card notice" data-other-browser hidden><h2>${w.title}</h2><p>${w[kind]}</p>
<div data-copy hidden><label for="salin-${kind}">${w.address}</label><input id="salin-${kind}" readonly data-address>
<button type="button" class="quiet" data-copy-button>${w.copy}</button><p class="aside" data-said hidden></p></div>
<p data-no-address hidden>${w.lost}</p></section>`;
}
