import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import type { SandboxPageParts } from './parts.ts';
import { chatOf, letterboxOf, type Player, playerOf } from './players.ts';
import { readBody } from './read.ts';

const Channel = z.enum(['chat', 'mail']);
const Signing = z.object({ source: Channel, id: z.string(), file: z.number().int().nonnegative(), via: Channel });

/** A prefilled letter that the office sent, in the chat or by mail. */
type Draft = {
  readonly source: z.infer<typeof Channel>;
  readonly id: string;
  readonly file: number;
  readonly name: string;
  readonly at: Date;
  readonly content: () => Uint8Array;
};

const SIGNED = '-bertanda-tangan';
const COVER = 'Terlampir surat yang sudah ditandatangani.';

/** The letters that wait for a signature, and one act that "signs" and returns one: a journey by hand in a minute. */
export function letterRoutes(parts: SandboxPageParts): Hono {
  return new Hono()
    .get('/people/:key/letters', async (c) => {
      const drafts = newestByName(draftsOf(parts, await playerOf(parts, c.req.param('key'))));
      return c.json(drafts.map(({ content: _, ...draft }) => draft));
    })
    .post('/people/:key/letters', async (c) => {
      const { source, id, file, via } = await readBody(c, Signing);
      const player = await playerOf(parts, c.req.param('key'));
      const drafts = draftsOf(parts, player);
      const draft = drafts.find((each) => each.source === source && each.id === id && each.file === file);
      if (!draft) throw new HTTPException(404, { message: 'Surat ini sudah tidak ada. Gunakan surat yang terbaru.' });
      await giveBack(parts, player, draft, via);
      return c.json({ name: signedName(draft.name) });
    });
}

function draftsOf(parts: SandboxPageParts, player: Player): Draft[] {
  const chat = parts.telegram ? chatOf(parts, player).messages() : [];
  const mail = parts.mail ? letterboxOf(parts, player).messages() : [];
  const office = parts.mail?.systemAddress.toLowerCase();
  return [
    ...chat
      .filter(({ from }) => from === 'bot')
      .flatMap(({ id, at, files }) =>
        files.map(({ name, bytes }, file) => ({
          source: 'chat' as const,
          id: String(id),
          file,
          name,
          at,
          content: bytes,
        })),
      ),
    ...mail
      .filter(({ from }) => from === office)
      .flatMap(({ id, at, attachments }) =>
        attachments.map(({ name, content }, file) => ({
          source: 'mail' as const,
          id,
          file,
          name,
          at,
          content: () => content,
        })),
      ),
  ].filter(({ name }) => /\.pdf$/i.test(name));
}

/** Only the newest of each letter: an older one may carry data that was changed since. */
function newestByName(drafts: readonly Draft[]): Draft[] {
  const newest = new Map<string, Draft>();
  for (const draft of [...drafts].sort((a, b) => a.at.getTime() - b.at.getTime())) newest.set(draft.name, draft);
  return [...newest.values()].reverse();
}

const signedName = (name: string) => name.replace(/\.pdf$/i, `${SIGNED}.pdf`);

/** By mail as an answer to the letter it came with, else to the newest one, so that its reply address comes back. */
async function giveBack(
  parts: SandboxPageParts,
  player: Player,
  draft: Draft,
  via: z.infer<typeof Channel>,
): Promise<void> {
  const name = signedName(draft.name);
  const type = 'application/pdf';
  if (via === 'chat') {
    chatOf(parts, player).sendFile({ name, type, bytes: draft.content() });
    return;
  }
  const box = letterboxOf(parts, player);
  const office = box.messages().filter(({ from }) => from === parts.mail?.systemAddress.toLowerCase());
  const answered = (draft.source === 'mail' && office.find(({ id }) => id === draft.id)) || office.at(-1);
  const attachments = [{ name, type, content: draft.content() }];
  if (answered) await box.reply(answered, COVER, attachments);
  else await box.send({ subject: name, text: COVER, attachments });
}
