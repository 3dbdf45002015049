import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { START_PAYLOAD } from '../telegram/limits.ts';
import type { Person } from '../telegram/person/person.ts';
import type { WorldMessage } from '../telegram/seen.ts';
import { download } from './download.ts';
import type { SandboxPageParts } from './parts.ts';
import { chatOf, playerOf } from './players.ts';
import { readBody, readForm, type Upload } from './read.ts';

const Said = z.object({ text: z.string().min(1) });
const Pressed = z.object({ message: z.number().int(), button: z.number().int().nonnegative() });
const Opened = z.object({ payload: z.string().regex(START_PAYLOAD).optional() });

/** What clients show with a picture; everything else is a document. */
const PHOTO = /^image\/(?:jpeg|png|webp)$/;

/** The player's chat with the bot: read, write, press, open, send and fetch files. */
export function chatRoutes(parts: SandboxPageParts): Hono {
  const person = async (key: string) => chatOf(parts, await playerOf(parts, key));

  return new Hono()
    .get('/people/:key/chat', async (c) => {
      const { messages } = await person(c.req.param('key'));
      return c.json({ messages: messages().map(shown), commands: commandsOf(parts) });
    })
    .post('/people/:key/chat', async (c) => {
      const { text } = await readBody(c, Said);
      return c.json({ id: (await person(c.req.param('key'))).send(text) });
    })
    .post('/people/:key/chat/files', async (c) => {
      const { field, files } = await readForm(c);
      if (files.length === 0) throw new HTTPException(400, { message: 'Belum ada berkas yang dipilih.' });
      return c.json({ ids: sendFiles(await person(c.req.param('key')), files, field('caption')) });
    })
    .post('/people/:key/chat/press', async (c) => {
      const { message, button } = await readBody(c, Pressed);
      return c.json({ callback: press(await person(c.req.param('key')), message, button) });
    })
    .post('/people/:key/chat/open', async (c) => {
      const { payload } = await readBody(c, Opened);
      return c.json({ id: (await person(c.req.param('key'))).open(payload) });
    })
    .get('/people/:key/chat/:message/file', async (c) => {
      const { messages } = await person(c.req.param('key'));
      const file = messages().find(({ id }) => String(id) === c.req.param('message'))?.files[0];
      if (!file) throw new HTTPException(404, { message: 'Berkas ini sudah tidak ada.' });
      return download(file.name, file.bytes());
    });
}

/** As the page gets it: a button by its place, since what it carries is the bot's own affair. */
function shown({ id, from, kind, text, html, buttons, files, replyTo, at, edited }: WorldMessage) {
  return {
    id,
    from,
    kind,
    text,
    html,
    buttons: buttons.map(({ label, url, app = url }) => ({ label, ...(app ? { url: app } : {}) })),
    files: files.map(({ name, type, size }) => ({ name, type, size })),
    ...(replyTo ? { replyTo } : {}),
    at,
    edited,
  };
}

/** Several files at once leave as an album, as from a real client; the caption stands with the first. */
function sendFiles(person: Person, files: readonly Upload[], caption: string): number[] {
  const album = files.length > 1 ? { album: `${person.id}-${person.messages().length}` } : {};
  return files.map(({ name, type, bytes }, at) => {
    const words = at === 0 ? caption : '';
    if (PHOTO.test(type) && files.length === 1) return person.sendPhoto(bytes, words);
    return person.sendFile({ name, type, bytes, caption: words, ...album });
  });
}

function press(person: Person, message: number, button: number): string {
  try {
    return person.press(message, button);
  } catch {
    throw new HTTPException(409, { message: 'Tombol ini sudah tidak ada. Gunakan tombol pada pesan terbaru.' });
  }
}

/** The menu as an Indonesian client shows it in a private chat. */
function commandsOf({ telegram }: SandboxPageParts) {
  const lists = Object.entries(telegram?.commands() ?? {}).filter(([scope]) => !scope.includes('group'));
  const [, commands] = lists.find(([scope]) => /\bid\b/.test(scope)) ?? lists[0] ?? [];
  return (commands ?? []).map(({ command, description }) => ({
    command: `/${command.replace(/^\//, '')}`,
    description,
  }));
}
