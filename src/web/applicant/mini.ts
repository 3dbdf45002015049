import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { boundChat, pageStamp, readPage, renewalToShow } from '../../../db/pages.ts';
import { formIn } from '../form.ts';
import type { WebParts } from '../parts.ts';
import { answer, isScript, LETTER_FORM_BYTES, takeLetter, within } from './acts.ts';
import { frame } from './frame.ts';
import { isForeign } from './guard.ts';
import { noLink, trouble } from './links.ts';
import { page } from './view.ts';
import type { Visit } from './visit.ts';
import { languageOf, words } from './words/choose.ts';
import type { TroubleCode } from './words/words.ts';

/** How Mini Apps send what Telegram signed: `Authorization: tma INITDATA`. */
const SCHEME = 'tma ';

type Identified = { readonly applicant: string; readonly contact: string } | { readonly bad: TroubleCode };

/**
 * The Telegram Mini App: status and upload of the letter, inside the chat. Every request carries what Telegram signed;
 * there is no cookie, because Telegram's web client shows the page in a frame, where browsers keep none. What it proves
 * can be copied out of a browser, so it opens nothing that makes or joins a key: for that a personal link is sent into
 * the chat itself.
 */
export function miniRoutes(parts: WebParts): Hono {
  const app = new Hono();
  const { miniAppVisitor } = parts;
  if (!miniAppVisitor) return app;
  const visited = (act: (visit: Visit, contact: string) => Response | Promise<Response>) => async (c: Context) => {
    const who = await identify(c, parts, miniAppVisitor);
    if ('bad' in who) return refused(c, parts, who.bad);
    const visit = await visitOf(c, parts, who.applicant);
    return 'bad' in visit ? refused(c, parts, visit.bad) : act(visit, who.contact);
  };

  app.get('/mini', (c) => shell(c, parts));
  app.get(
    '/mini/page',
    visited((visit) => visit.c.html(page(parts, visit))),
  );
  app.get(
    '/mini/status',
    visited(async ({ c, session }) => c.json((await pageStamp(parts.sql, session.renewal)) ?? {})),
  );
  const tooLarge = (c: Context) => answer({ c, language: languageOf(c, parts) }, 'too-large');
  app.post(
    '/mini/letter',
    visited(
      within(LETTER_FORM_BYTES, tooLarge, async (visit) =>
        isForeign(visit.c, parts)
          ? refused(visit.c, parts, 'foreign')
          : takeLetter(visit, parts, await formIn(visit.c)),
      ),
    ),
  );
  app.post(
    '/mini/link',
    visited((visit, contact) => sendLink(visit, parts, contact)),
  );
  return app;
}

/** Who opened the app: a person whose chat is bound, and whose proof is still in force. */
async function identify(
  c: Context,
  { sql, clock }: WebParts,
  visitor: NonNullable<WebParts['miniAppVisitor']>,
): Promise<Identified> {
  const header = c.req.header('authorization') ?? '';
  if (!header.startsWith(SCHEME)) return { bad: 'app-foreign' };
  const who = visitor(header.slice(SCHEME.length));
  if ('refused' in who) return { bad: who.refused === 'old' ? 'app-old' : 'app-foreign' };
  return (await boundChat(sql, who.user, clock())) ?? { bad: 'app-unbound' };
}

async function visitOf(c: Context, parts: WebParts, applicant: string): Promise<Visit | { readonly bad: TroubleCode }> {
  const renewal = await renewalToShow(parts.sql, applicant);
  // Nothing is posted with a cookie here, so there is no token against it either.
  const session = renewal === undefined ? undefined : { applicant, renewal, csrf: '' };
  const content = session && (await readPage(parts.sql, parts.keyring, session));
  if (!session || !content) return { bad: 'none' };
  return { c, session, content, place: 'chat', language: languageOf(c, parts, content.language) };
}

function refused(c: Context, parts: WebParts, code: TroubleCode): Response | Promise<Response> {
  if (!isScript(c)) return trouble(c, parts, code);
  return c.json({ refused: code, sentence: words(languageOf(c, parts)).bad[code].next }, 401);
}

/** Holds nothing personal: mini.js brings that, once it has shown who asks. */
function shell(c: Context, parts: WebParts): Response | Promise<Response> {
  const language = languageOf(c, parts);
  const { title, opening, needsScript } = words(language).mini;
  return c.html(
    frame(
      parts,
      { language, title, place: 'chat' },
      html`<section class="card"><h1>${title}</h1><p>${opening}</p><noscript><p class="wrong">${needsScript}</p></noscript></section>`,
    ),
  );
}

/** Into the chat, where its owner is; not as an answer to whoever asked. */
async function sendLink({ c, session, language }: Visit, parts: WebParts, contact: string): Promise<Response> {
  if (isForeign(c, parts)) return refused(c, parts, 'foreign');
  const { applicant, renewal } = session;
  const [outcome] = await parts.desk.receive([{ enter: 'link-wanted', applicant, renewal, contact }]);
  const w = words(language);
  if (outcome && 'done' in outcome) return c.json({ done: true, sentence: w.mini.linkSent });
  const why = noLink(outcome);
  return c.json({ refused: why, sentence: w.bad[why].next }, 409);
}
