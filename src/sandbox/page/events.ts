import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { SandboxPageParts } from './parts.ts';

/** Less than the shortest time after which something between browser and server takes silence for an end. */
const BEAT_MS = 15_000;

/** Tells the page what happened in both worlds, without contents: it asks for what it shows. */
export function eventRoutes({ telegram, mail }: SandboxPageParts): Hono {
  return new Hono().get('/events', (c) =>
    streamSSE(c, async (stream) => {
      const tell = (event: string, data: unknown) => void stream.writeSSE({ event, data: JSON.stringify(data) });
      const ends = [
        telegram?.on((event) => {
          const key = String(event.chat);
          if (event.what === 'action') tell('typing', { key });
          else if (event.what === 'answered')
            tell('answered', { key, callback: event.callback, text: event.text, alert: event.alert });
          else if (event.what !== 'group' && event.what !== 'person') tell('chat', { key });
        }),
        mail?.on(({ kind, address }) => tell('mail', { kind, address })),
      ];
      tell('beat', {});
      const beat = setInterval(() => tell('beat', {}), BEAT_MS);
      await new Promise<void>((resolve) => stream.onAbort(resolve));
      clearInterval(beat);
      for (const end of ends) end?.();
    }),
  );
}
