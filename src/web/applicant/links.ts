import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { findLink, type PageLink, renewalToShow } from '../../../db/pages.ts';
import type { Outcome } from '../../desk/entry.ts';
import { DAY_MS } from '../../durations.ts';
import type { WebParts } from '../parts.ts';
import { frame, nothing, otherBrowserNotice, troublePage } from './frame.ts';
import { isForeign } from './guard.ts';
import { beginSession } from './session.ts';
import { languageOf, words } from './words/choose.ts';
import type { TroubleCode } from './words/words.ts';

/** A token is 32 characters of base64url; whatever is longer is no link of ours. */
const TOKEN = /^[A-Za-z0-9_-]{16,64}$/;
/**
 * Links lie about for years in old mailboxes and printed mails; by then nobody who presses their button is likely to be
 * the owner.
 */
const RENEWABLE_DAYS = 180;

/**
 * The addresses that stand in our messages. Looking changes nothing, because scanners and previews look too, and shows
 * nothing personal, because the looker is not known yet; the button posts.
 */
export function linkRoutes(parts: WebParts): Hono {
  const app = new Hono();
  app.get('/p/:token', (c) => show(c, parts, 'page'));
  app.post('/p/:token', (c) => openPage(c, parts));
  app.post('/p/:token/again', (c) => sendAnother(c, parts));
  app.get('/c/:token', (c) => show(c, parts, 'confirm'));
  app.post('/c/:token', (c) => confirm(c, parts));
  return app;
}

/** An `expired` link to a page can still say whose it was. */
type Found = { readonly link: PageLink } | { readonly bad: TroubleCode; readonly expired?: PageLink };

async function find(c: Context, parts: WebParts, purpose: PageLink['purpose']): Promise<Found> {
  const token = c.req.param('token') ?? '';
  if (!TOKEN.test(token)) return { bad: 'unknown' };
  const link = await findLink(parts.sql, parts.keyring.hash('link', token), parts.clock());
  if (link?.purpose !== purpose) return { bad: 'unknown' };
  if (purpose === 'confirm' && link.usedAt) return { bad: 'used' };
  const expiredFor = parts.clock().getTime() - link.expiresAt.getTime();
  if (expiredFor < 0) return { link };
  if (purpose !== 'page') return { bad: 'expired-request' };
  return expiredFor > RENEWABLE_DAYS * DAY_MS ? { bad: 'expired-long-ago' } : { bad: 'expired', expired: link };
}

const STATUS: Readonly<Record<TroubleCode, 401 | 403 | 404 | 409 | 410 | 429 | 503>> = {
  expired: 410,
  'expired-long-ago': 410,
  'expired-request': 410,
  'no-way': 409,
  'too-many': 429,
  'app-old': 401,
  'app-foreign': 401,
  'app-unbound': 403,
  used: 410,
  unknown: 404,
  none: 404,
  absent: 404,
  session: 403,
  foreign: 403,
  broken: 503,
};

export function trouble(
  c: Context,
  parts: WebParts,
  code: TroubleCode,
  options: { readonly back?: boolean } = {},
): Response | Promise<Response> {
  const language = languageOf(c, parts);
  const w = words(language);
  return c.html(troublePage(parts, language, w.bad[code], options.back ? w.back : undefined), STATUS[code]);
}

async function show(c: Context, parts: WebParts, purpose: 'page' | 'confirm'): Promise<Response> {
  const found = await find(c, parts, purpose);
  if ('bad' in found) return found.expired ? expired(c, parts, found.expired) : trouble(c, parts, found.bad);
  const language = languageOf(c, parts, found.link.language);
  const w = words(language);
  const { name } = parts.settings.agency;
  const { title, lead, does, button, aside } =
    purpose === 'page' ? { ...w.link, aside: w.link.forYou } : { ...w.confirm, aside: w.confirm.notYou };
  const content = html`${purpose === 'page' ? otherBrowserNotice(language, 'other') : nothing}
<section class="card"><h1>${title}</h1><p>${lead(name)}</p><p>${does}</p>
<form method="post"${purpose === 'page' ? html` data-remember-link` : nothing}><button>${button}</button></form>
<p class="aside">${aside}</p></section>`;
  return c.html(frame(parts, { language, title }, content));
}

async function openPage(c: Context, parts: WebParts): Promise<Response> {
  if (isForeign(c, parts)) return trouble(c, parts, 'foreign');
  const found = await find(c, parts, 'page');
  if ('bad' in found) return found.expired ? expired(c, parts, found.expired) : trouble(c, parts, found.bad);
  const { applicant } = found.link;
  const renewal = found.link.renewal ?? (await renewalToShow(parts.sql, applicant));
  if (renewal === undefined) return trouble(c, parts, 'none');
  const [outcome] = await parts.desk.receive([{ enter: 'page', applicant, renewal, act: { page: 'opened' } }]);
  if (!outcome || !('done' in outcome)) return trouble(c, parts, 'unknown');
  await beginSession(c, parts, { applicant, renewal, link: found.link.id });
  return c.redirect('/me', 303);
}

/** The way to a fresh link is a button on the page of the old one. */
function expired(c: Context, parts: WebParts, link: PageLink): Response | Promise<Response> {
  const language = languageOf(c, parts, link.language);
  const { bad, link: w } = words(language);
  const { title, what, next } = bad.expired;
  const content = html`<section class="card"><h1>${title}</h1><p>${what}</p><p>${next}</p>
<form method="post" action="/p/${c.req.param('token')}/again"><button>${w.another}</button></form><p class="aside">${w.anotherTo}</p></section>`;
  return c.html(frame(parts, { language, title }, content), STATUS.expired);
}

/** Goes to the owner of the old link, wherever it is pressed. */
async function sendAnother(c: Context, parts: WebParts): Promise<Response> {
  if (isForeign(c, parts)) return trouble(c, parts, 'foreign');
  const found = await find(c, parts, 'page');
  if ('link' in found) return c.redirect(`/p/${c.req.param('token')}`, 303);
  if (!found.expired) return trouble(c, parts, found.bad);
  const { applicant, renewal } = found.expired;
  const [outcome] = await parts.desk.receive([{ enter: 'link-wanted', applicant, ...(renewal ? { renewal } : {}) }]);
  if (!outcome || !('done' in outcome)) return trouble(c, parts, noLink(outcome));
  const language = languageOf(c, parts, found.expired.language);
  const { sentTitle: title, sent } = words(language).link;
  return c.html(
    frame(parts, { language, title }, html`<section class="card"><h1>${title}</h1><p>${sent}</p></section>`),
  );
}

/** Why no new link was sent. */
export const noLink = (outcome: Outcome | undefined): 'too-many' | 'no-way' =>
  outcome && 'refused' in outcome && outcome.refused === 'capped' ? 'too-many' : 'no-way';

async function confirm(c: Context, parts: WebParts): Promise<Response> {
  if (isForeign(c, parts)) return trouble(c, parts, 'foreign');
  const found = await find(c, parts, 'confirm');
  if ('bad' in found) return trouble(c, parts, found.bad);
  const [outcome] = await parts.desk.receive([{ enter: 'link-used', link: found.link.id }]);
  // Two presses at once: the desk lets the first one through.
  if (!outcome || !('done' in outcome)) return trouble(c, parts, 'used');
  const language = languageOf(c, parts, found.link.language);
  const w = words(language).confirm;
  return c.html(
    frame(
      parts,
      { language, title: w.doneTitle },
      html`<section class="card"><h1>${w.doneTitle}</h1><p>${w.done}</p></section>`,
    ),
  );
}
