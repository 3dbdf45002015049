import { Hono } from 'hono';
import type { WebParts } from '../parts.ts';
import { type ConsoleEnv, signedIn, withToken } from '../session.ts';
import { consoleBody, signInBody } from './body.ts';
import { doctorRoutes } from './doctor.ts';
import { documentRoutes } from './documents.ts';
import { importRoutes } from './import.ts';
import { listRoutes } from './lists.ts';
import { messageRoutes } from './messages.ts';
import { noticeRoutes } from './notices.ts';
import { originalRoutes } from './original.ts';
import { packetRoutes } from './packet.ts';
import { peopleRoutes } from './people.ts';
import { personalDataRoutes } from './personal-data.ts';
import { queueRoutes } from './queue.ts';
import { renewalRoutes } from './renewal.ts';
import { revocationPacketRoutes } from './revocation-packet.ts';
import { revocationRoutes } from './revocations.ts';
import { passwordRoutes, signInRoutes } from './sign-in.ts';
import { talkRoutes } from './talk.ts';

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
