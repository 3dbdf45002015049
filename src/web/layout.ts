import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { assetUrl } from './assets.ts';

/** A piece of a page; everything put into `html` is escaped unless it is such a piece itself. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;
/** What `html` takes where there may be nothing. */
export type Maybe = Html | Html[] | '' | undefined | false;

type Page = {
  readonly title: string;
  /** Names in `assets`, after base.css. */
  readonly styles?: readonly string[];
  /** Names in `assets`; loaded deferred, in this order. */
  readonly scripts?: readonly string[];
  readonly body: Html;
};

/** The frame of every page: no inline script or style, no address of a third party, readable on a phone, light and dark. */
export function page({ title, styles = [], scripts = [], body }: Page): Html {
  return html`<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="htmx-config" content="includeIndicatorCSS:false, extensions:'sse'">
<title>${title}</title>
<link rel="icon" href="${assetUrl('icon.svg')}" type="image/svg+xml">
${['base.css', ...styles].map((name) => html`<link rel="stylesheet" href="${assetUrl(name)}">`)}
${scripts.map((name) => html`<script src="${assetUrl(name)}" defer></script>`)}
</head>
<body>
${body}
</body>
</html>`;
}

/** The sign beside our name: a certificate that turns into a new one. */
export function brand(): Html {
  return html`<span class="brand"><img src="${assetUrl('icon.svg')}" alt="" width="28" height="28"><span>Perbarui</span></span>`;
}

/** A short page with one message: an error, a thing that is not there. */
export function messagePage(title: string, paragraphs: readonly string[], way?: { href: string; label: string }): Html {
  return page({
    title,
    body: html`<main class="narrow"><div class="card"><h1>${title}</h1>${paragraphs.map((each) => html`<p>${each}</p>`)}${
      way ? html`<p><a class="button" href="${way.href}">${way.label}</a></p>` : ''
    }</div></main>`,
  });
}
