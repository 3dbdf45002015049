import { z } from 'zod';
import type { Clock } from '../src/desk/ports.ts';
import { Fault } from '../src/fault.ts';
import { createOutward, type Outward } from '../src/outward.ts';

/** Where access tokens come from. With a refresh token they are the mailbox's own, without it the application's. */
export type TokenEndpoint = {
  readonly url: string;
  readonly clientId: string;
  /** A public client with a refresh token has none. */
  readonly clientSecret?: string | undefined;
  readonly refreshToken?: string | undefined;
  readonly scope?: string | undefined;
};
type AccessToken = { readonly value: string; readonly until: Date };
export type TokenSource = {
  /** The token at hand, or a new one shortly before it ends. Throws Fault('mail') with the endpoint's error code. */
  current(): Promise<AccessToken>;
  /** A server did not take it: the next one is asked for anew. */
  refused(): void;
};

/** A token endpoint answers in well under a second; a stop waits for it. */
const TIMEOUT_MS = 5_000;
/** An access token with all its claims stays far below. */
const ANSWER_LIMIT_BYTES = 64 * 1024;
/** A token that is used up while the connection is made is of no use. */
const BEFORE_END_MS = 60_000;
/** RFC 6749, 5.1 lets the endpoint leave the time out; most give an hour. */
const LIFETIME_S = 300;

const Granted = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().max(86_400).default(LIFETIME_S).catch(LIFETIME_S),
  refresh_token: z.string().min(1).optional(),
});
const Denied = z.object({ error: z.string().regex(/^[a-z_]{1,40}$/) });

/** Access tokens for IMAP and SMTP (RFC 6749, 4.4 and 6). Kept in memory; several who ask at once get the same one. */
export function createTokenSource(
  endpoint: TokenEndpoint,
  clock: Clock,
  { outward = createOutward(), timeoutMs = TIMEOUT_MS }: { outward?: Outward; timeoutMs?: number } = {},
): TokenSource {
  let { refreshToken } = endpoint;
  let held: AccessToken | undefined;
  let asking: Promise<AccessToken> | undefined;

  const ask = async (): Promise<AccessToken> => {
    const granted = await grantedBy({ ...endpoint, refreshToken }, outward, timeoutMs);
    // Some endpoints hand out a new one each time and forget the old (RFC 6749, 6).
    if (refreshToken) refreshToken = granted.refresh_token ?? refreshToken;
    held = { value: granted.access_token, until: new Date(clock().getTime() + granted.expires_in * 1000) };
    return held;
  };
  return {
    async current() {
      if (held && held.until.getTime() - BEFORE_END_MS > clock().getTime()) return held;
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    refused() {
      held = undefined;
    },
  };
}

async function grantedBy(
  endpoint: TokenEndpoint,
  outward: Outward,
  timeoutMs: number,
): Promise<z.infer<typeof Granted>> {
  const { refreshToken, clientSecret, scope } = endpoint;
  const form = new URLSearchParams({
    client_id: endpoint.clientId,
    ...(clientSecret ? { client_secret: clientSecret } : {}),
    ...(refreshToken
      ? { grant_type: 'refresh_token', refresh_token: refreshToken }
      : { grant_type: 'client_credentials' }),
    ...(scope ? { scope } : {}),
  });
  const { status, answer } = await post(outward, endpoint.url, form, timeoutMs);
  const granted = Granted.safeParse(answer);
  if (status === 200 && granted.success) return granted.data;
  // Only the code: what else the endpoint says may repeat what it was sent.
  const denied = Denied.safeParse(answer);
  throw new Fault('mail', `token endpoint: ${status}${denied.success ? ` ${denied.data.error}` : ''}`);
}

/** A redirect is not followed: the secret goes to this address and to no other. */
async function post(
  outward: Outward,
  url: string,
  form: URLSearchParams,
  timeoutMs: number,
): Promise<{ status: number; answer: unknown }> {
  try {
    const { status, body } = await outward.ask(url, {
      method: 'POST',
      body: form.toString(),
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      timeoutMs,
      limitBytes: ANSWER_LIMIT_BYTES,
    });
    return { status, answer: parsed(body.toString()) };
  } catch (error) {
    const { name, code } = error as { name?: string; code?: unknown };
    throw new Fault('mail', `token endpoint: ${(typeof code === 'string' && code) || name || 'unknown'}`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
