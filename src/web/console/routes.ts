import { Hono } from 'hono';
import type { WebParts } from '../parts.ts';
import { type ConsoleEnv, signedIn, withToken } from '../session.ts';
import { packetRoutes } from './ams/packet.ts';
import { revocationPacketRoutes } from './ams/revocation-packet.ts';
import { consoleBody, signInBody } from './body.ts';
import { doctorRoutes } from './doctor.ts';
import { importRoutes } from './import/import.ts';
import { journalRoutes } from './journal/journal.ts';
import { listRoutes } from './lists.ts';
import { noticeRoutes } from './notices/notices.ts';
import { peopleRoutes } from './people/people.ts';
import { personalDataRoutes } from './people/personal-data.ts';
import { queueRoutes } from './queue.ts';
import { renewalRoutes } from './renewal/renewal.ts';
import { revocationRoutes } from './revocations.ts';
import { passwordRoutes, signInRoutes } from './sign-in.ts';
import { documentRoutes } from './talk/documents.ts';
import { messageRoutes } from './talk/messages.ts';
import { originalRoutes } from './talk/original.ts';
import { talkRoutes } from './talk/talk.ts';

/** The operators' console: signing in is open, everything else needs a session, and every form the session's token. */
export function consoleRoutes(parts: WebParts): Hono {
  const app = new Hono();
  app.use('/console/sign-in', signInBody());
  app.route('/', signInRoutes(parts));
  const inside = new Hono<ConsoleEnv>();
  inside.use('/console/*', signedIn(parts), consoleBody(), withToken());
  for (const routes of [
    passwordRoutes,
    queueRoutes,
    renewalRoutes,
    packetRoutes,
    peopleRoutes,
    journalRoutes,
    personalDataRoutes,
    talkRoutes,
    messageRoutes,
    originalRoutes,
    documentRoutes,
    revocationRoutes,
    revocationPacketRoutes,
    listRoutes,
    noticeRoutes,
    importRoutes,
    doctorRoutes,
  ])
    inside.route('/', routes(parts));
  app.route('/', inside);
  return app;
}
