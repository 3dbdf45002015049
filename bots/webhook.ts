import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../src/desk/ports.ts';
import type { Log } from '../src/log.ts';
import type { BotClient } from './client.ts';
import { inboundOf, sourceOf } from './inbound.ts';
import type { Receive } from './poll.ts';

/** An update holds a text of 4096 characters at most; with entities and what it answers it stays far below this. */
const BODY_LIMIT_BYTES = 512 * 1024;
export const SECRET_HEADER = 'x-telegram-bot-api-secret-token';

type WebhookOptions = {
  readonly client: BotClient;
  /** What setWebhook was told: 1 to 256 of `A-Za-z0-9_-`. */
  readonly secret: string;
  readonly receive: Receive;
  readonly clock: Clock;
  readonly log: Log;
};

/**
 * Answers Telegram's posts: 200 only after the update is committed, so that Telegram brings again what was not. Up to 40
 * arrive at once, in no order; gathering and ordering them is the desk's.
 */
export function webhookHandler({
  client,
  secret,
  receive,
  clock,
  log,
}: WebhookOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'POST') return answer(405);
    if (!same(request.headers.get(SECRET_HEADER) ?? '', secret)) return answer(401);
    const body = await readBody(request);
    if (body === 'too-large') return answer(413);
    if (body === undefined) return answer(400);
    try {
      const inbound = inboundOf(body, await client.me(), clock());
      if (inbound !== undefined) await receive([inbound]);
      return answer(200);
    } catch {
      log.warn('cannot record an update of Telegram', { source: sourceOf(client) });
      return answer(503);
    }
  };
}

function answer(status: number): Response {
  return new Response(null, { status });
}

/** Constant time, whatever the lengths. */
function same(given: string, expected: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}

async function readBody(request: Request): Promise<unknown> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of request.body ?? []) {
      size += part.length;
      if (size > BODY_LIMIT_BYTES) return 'too-large';
      parts.push(part);
    }
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    return undefined;
  }
}
