import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { MailMessage } from '../mail/letterbox.ts';
import type { MailPerson } from '../mail/people.ts';
import { download } from './download.ts';
import type { SandboxPageParts } from './parts.ts';
import { letterboxOf, playerOf } from './players.ts';
import { readForm, type Upload } from './read.ts';

const ADDRESS = /^[^\s@<>,;"]+@[^\s@<>,;"]+$/;
const PREVIEW_CHARACTERS = 140;

/**
 * A mail is written by a stranger: in its frame nothing runs, nothing is loaded, nothing is sent, and no link leads
 * anywhere by itself. `allow-same-origin` without scripts lets our page measure it and take over its links.
 */
const LETTER_POLICY = [
  'sandbox allow-same-origin',
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join('; ');
const PAPER =
  '<!doctype html><meta charset="utf-8"><style>html{background:#fff;color:#1d2733;font:15px/1.55 system-ui,sans-serif;overflow-wrap:anywhere}body{margin:0;padding:14px 16px;display:flow-root}img{max-width:100%}a{color:#1f5fa8}</style>';

/** The player's webmail: lists, a letter, its files, writing, answering and passing on. */
export function mailRoutes(parts: SandboxPageParts): Hono {
  const letterbox = async (key: string) => letterboxOf(parts, await playerOf(parts, key));
  const letter = async (key: string, id: string) => found(await letterbox(key), id);

  return new Hono()
    .get('/people/:key/mail', async (c) => {
      const box = await letterbox(c.req.param('key'));
      const all = [...box.messages(), ...box.sent()].sort(
        (a, b) => b.at.getTime() - a.at.getTime() || Number(b.id) - Number(a.id),
      );
      return c.json({ office: parts.mail?.systemAddress, messages: all.map(summary) });
    })
    .get('/people/:key/mail/:id', async (c) => c.json(shown(await letter(c.req.param('key'), c.req.param('id')))))
    .get('/people/:key/mail/:id/html', async (c) => {
      const { html = '' } = await letter(c.req.param('key'), c.req.param('id'));
      return c.html(PAPER + html, 200, { 'content-security-policy': LETTER_POLICY });
    })
    .get('/people/:key/mail/:id/files/:at', async (c) => {
      const { attachments } = await letter(c.req.param('key'), c.req.param('id'));
      const file = attachments[Number(c.req.param('at'))];
      if (!file) throw new HTTPException(404, { message: 'Lampiran ini tidak ada.' });
      return download(file.name, file.content);
    })
    .post('/people/:key/mail', async (c) => {
      const { field, files } = await readForm(c);
      const box = await letterbox(c.req.param('key'));
      return c.json({ id: (await dispatch(box, { field, files })).id });
    });
}

function found(box: MailPerson, id: string): MailMessage {
  const message = [...box.messages(), ...box.sent()].find((each) => each.id === id);
  if (!message) throw new HTTPException(404, { message: 'Surat ini sudah tidak ada. Muat ulang halaman.' });
  return message;
}

type Form = { readonly field: (name: string) => string; readonly files: readonly Upload[] };

/** An answer keeps the reply address and the references of the letter, so that the office knows what it belongs to. */
async function dispatch(box: MailPerson, { field, files }: Form): Promise<MailMessage> {
  const text = field('text');
  const attachments = files.map(({ name, type, bytes }) => ({ name, type, content: bytes }));
  if (field('answers')) return box.reply(found(box, field('answers')), text, attachments);
  const to = field('to').trim();
  if (!ADDRESS.test(to))
    throw new HTTPException(400, { message: 'Alamat tujuan belum benar. Contoh: nama@instansi.go.id' });
  if (field('forwards'))
    return box.forward(found(box, field('forwards')), to, { comment: text, attached: field('attached') === 'yes' });
  return box.send({ to, subject: field('subject'), text, attachments });
}

function summary(message: MailMessage) {
  const { id, folder, from, fromName, to, subject, text, attachments, at } = message;
  return {
    id,
    folder,
    mark: message.messageId || id,
    from,
    fromName,
    to,
    subject,
    preview: text
      .slice(0, PREVIEW_CHARACTERS * 2)
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, PREVIEW_CHARACTERS),
    files: attachments.length,
    at,
  };
}

function shown(message: MailMessage) {
  return {
    ...summary(message),
    text: message.text,
    html: message.html !== undefined,
    messageId: message.messageId,
    replyTo: message.replyTo,
    attachments: message.attachments.map(({ name, type, content }) => ({ name, type, size: content.length })),
  };
}
