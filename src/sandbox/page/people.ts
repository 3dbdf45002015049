import { Hono } from 'hono';
import type { SandboxPageParts } from './parts.ts';
import { type Player, playersOf } from './players.ts';

/** Who can be played, and what is new for each. */
export function peopleRoutes(parts: SandboxPageParts): Hono {
  return new Hono().get('/people', async (c) =>
    c.json((await playersOf(parts)).map((player) => ({ ...player, ...marksOf(parts, player) }))),
  );
}

/** The bot's newest message and the letters in the inbox; which of them were seen the browser knows. */
function marksOf({ telegram, mail }: SandboxPageParts, { key, email }: Player) {
  const chat = telegram?.people().find(({ id }) => String(id) === key);
  const newest = chat?.messages().findLast(({ from }) => from === 'bot')?.id ?? 0;
  const inbox =
    mail
      ?.person(email)
      .messages()
      .map(({ messageId, id }) => messageId || id) ?? [];
  return { newest, inbox };
}
