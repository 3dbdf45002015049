import { timingSafeEqual } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { type PageSession, pageStamp, readPage } from '../../../db/pages.ts';
import type { Language } from '../../conversation/line.ts';
import { phrases } from '../../conversation/render.ts';
import { REQUEST_REFUSALS, type RequestRefusal } from '../../renewal/refusals.ts';
import { formIn } from '../form.ts';
import type { WebParts } from '../parts.ts';
import { answer, enter, FORM_BYTES, isScript, LETTER_FORM_BYTES, takeLetter, within } from './acts.ts';
import { sendCertificate, sendDraft } from './files.ts';
import { isForeign } from './guard.ts';
import { trouble } from './links.ts';
import { sessionOf } from './session.ts';
import { page } from './view.ts';
import type { Visit } from './visit.ts';
import { languageOf, words } from './words/choose.ts';
import { CERTIFICATE_FILES, NOTES, type Note } from './words/words.ts';

/** The request reader takes no more either. */
const REQUEST_BYTES = 16 * 1024;

/** The applicant's page and what he does there. Every act goes through the desk; nothing is decided here. */
export function meRoutes(parts: WebParts): Hono {
  const app = new Hono();
  const visited = (act: (visit: Visit) => Response | Promise<Response>) => async (c: Context) => {
    const visit = await visitOf(c, parts);
    return visit ? act(visit) : isScript(c) ? c.json({ refused: 'session' }, 401) : trouble(c, parts, 'session');
  };

  app.get(
    '/me',
    visited((visit) => visit.c.html(page(parts, visit, noteOf(visit.c.req.query('kabar'))))),
  );
  app.get('/me/status', (c) => status(c, parts));
  for (const file of CERTIFICATE_FILES)
    app.get(
      `/me/${file}`,
      visited((visit) => sendCertificate(visit, parts, file)),
    );
  for (const letter of ['recommendation', 'change'] as const)
    app.get(
      `/me/draft-${letter}.pdf`,
      visited((visit) => sendDraft(visit, parts, letter)),
    );

  const tooLarge = (c: Context) => answer({ c, language: languageOf(c, parts) }, 'too-large');
  app.post('/me/letter', visited(within(LETTER_FORM_BYTES, tooLarge, (visit) => letter(visit, parts))));
  app.post(
    '/me/request',
    visited(
      within(
        REQUEST_BYTES,
        (c) => refused(c, languageOf(c, parts), 'too-large'),
        (visit) => request(visit, parts),
      ),
    ),
  );
  for (const act of ['collected', 'key-lost'] as const)
    app.post(`/me/${act}`, visited(within(FORM_BYTES, tooLarge, (visit) => simple(visit, parts, act))));
  return app;
}

/** Asked every few seconds by every open page, so it reads no more than it has to. */
async function status(c: Context, parts: WebParts): Promise<Response> {
  const session = await sessionOf(c, parts);
  const now = session && (await pageStamp(parts.sql, session.renewal));
  return now ? c.json({ ...now, csrf: session.csrf }) : c.json({ refused: 'session' }, 401);
}

async function visitOf(c: Context, parts: WebParts): Promise<Visit | undefined> {
  const session = await sessionOf(c, parts);
  const content = session && (await readPage(parts.sql, parts.keyring, session));
  return (
    session && content && { c, session, content, place: 'browser', language: languageOf(c, parts, content.language) }
  );
}

function noteOf(text: string | undefined): Note | undefined {
  return NOTES.find((note) => note === text);
}

function isOwn(c: Context, parts: WebParts, session: PageSession, token: unknown): boolean {
  if (isForeign(c, parts) || typeof token !== 'string') return false;
  const [given, kept] = [Buffer.from(token), Buffer.from(session.csrf)];
  return given.length === kept.length && timingSafeEqual(given, kept);
}

function foreign(c: Context, parts: WebParts): Response | Promise<Response> {
  return isScript(c) ? c.json({ refused: 'foreign' }, 403) : trouble(c, parts, 'foreign', { back: true });
}

async function letter(visit: Visit, parts: WebParts): Promise<Response> {
  const { c, session } = visit;
  const form = await formIn(c);
  return isOwn(c, parts, session, form.csrf) ? takeLetter(visit, parts, form) : foreign(c, parts);
}

async function simple(visit: Visit, parts: WebParts, act: 'collected' | 'key-lost'): Promise<Response> {
  const { c, session } = visit;
  const form = await formIn(c);
  if (!isOwn(c, parts, session, form.csrf)) return foreign(c, parts);
  const outcome = await enter(parts, visit, { page: act });
  return answer(visit, 'done' in outcome ? act : 'not-now');
}

/** The certificate request as DER bytes, from our script. The answer is always a sentence for the person. */
async function request(visit: Visit, parts: WebParts): Promise<Response> {
  const { c, session, language } = visit;
  if (!isOwn(c, parts, session, c.req.header('x-csrf'))) return c.json({ refused: 'foreign' }, 403);
  const outcome = await enter(parts, visit, { page: 'request', content: new Uint8Array(await c.req.arrayBuffer()) });
  if ('done' in outcome) return c.json({ done: true });
  if (!('refused' in outcome)) return refused(c, language, 'not-now');
  // Sent twice, because the first answer was lost on the way: it is there, and that is what counts.
  if (outcome.refused === 'already') return c.json({ done: true });
  return refused(c, language, REQUEST_REFUSALS.find((code) => code === outcome.why) ?? 'not-now');
}

function refused(c: Context, language: Language, why: RequestRefusal | 'not-now'): Response {
  const sentence = why === 'not-now' ? words(language).notes[why] : phrases(language).requestRefusals[why];
  return c.json({ refused: why, sentence }, 409);
}
