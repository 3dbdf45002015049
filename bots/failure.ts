import type { Delivery } from '../src/desk/ports.ts';

/** What went wrong with a call, free of the payload that telegraf's errors carry. */
type Failed = {
  /** The Bot API's error_code, if it answered. */
  readonly status?: number;
  readonly retryAfterSeconds?: number;
  /** The group has become a supergroup, which has this id (Bot API, ResponseParameters). */
  readonly movedTo?: number;
  /** The request certainly never reached Telegram. */
  readonly unsent: boolean;
  /** For operators and the log: no names, no text, no token. */
  readonly why: string;
};

/** After Telegram said that it cannot now, or was not reached at all. */
const SOON_MS = 15_000;
/** A wrong token or a second reader: only a person can mend that. */
const LATER_MS = 5 * 60_000;

/** System codes of a connection that never came about (libuv, and OpenSSL for certificates). */
const NO_CONNECTION =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|CERT_|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED|ERR_TLS|ERR_PROXY)/;
/** 400s that are about the chat and not about the message. */
const NO_CHAT =
  /chat not found|user not found|PEER_ID_INVALID|have no rights to send|group chat was upgraded|CHAT_WRITE_FORBIDDEN/i;

/** Reads any error of the client. */
export function failed(error: unknown): Failed {
  const { response, code, name, type } = shape(error);
  if (response?.error_code !== undefined) {
    const { retry_after: retryAfter, migrate_to_chat_id: movedTo } = response.parameters ?? {};
    return {
      status: response.error_code,
      ...(typeof retryAfter === 'number' ? { retryAfterSeconds: retryAfter } : {}),
      ...(typeof movedTo === 'number' ? { movedTo } : {}),
      unsent: response.error_code < 500,
      why: `telegram ${response.error_code}: ${withoutQuotes(response.description ?? '')}`,
    };
  }
  if (name === 'AbortError' || name === 'TimeoutError')
    return { unsent: false, why: 'telegram did not answer in time' };
  const system = typeof code === 'string' ? code : typeof type === 'string' ? type : 'unknown';
  return { unsent: NO_CONNECTION.test(system), why: `telegram: ${system}` };
}

/**
 * What became of a message whose sending failed. Obeys `retry_after`. A 5xx is an answer: Telegram says that it could
 * not, so it is tried again (a duplicate is harmless); silence and a broken connection leave it unknown.
 */
export function deliveryOf(error: unknown, now: Date): Exclude<Delivery, { sent: string }> {
  const { status, retryAfterSeconds, unsent, why } = failed(error);
  const inMs = (ms: number) => ({ retryAt: new Date(now.getTime() + ms), why });
  if (status === undefined) return unsent ? inMs(SOON_MS) : { unknown: true, why };
  if (status === 429) return inMs((retryAfterSeconds ?? 30) * 1000);
  if (status === 403) return { unreachable: true, why };
  if (status === 401 || status === 404 || status === 409) return inMs(LATER_MS);
  if (status >= 500) return inMs(SOON_MS);
  return NO_CHAT.test(why) ? { unreachable: true, why } : { refused: true, why };
}

/** Success by another name: what was wanted is so already, or nobody waits for it any more. */
export function isHarmless(error: unknown): boolean {
  return /message is not modified|query is too old|message to (edit|delete) not found|message can't be (edited|deleted)/.test(
    failed(error).why,
  );
}

type Shape = {
  response?: {
    error_code?: number;
    description?: string;
    parameters?: { retry_after?: number; migrate_to_chat_id?: number };
  };
  code?: unknown;
  name?: string;
  type?: string;
};

function shape(error: unknown): Shape {
  return typeof error === 'object' && error !== null ? (error as Shape) : {};
}

/** Descriptions quote what was sent: tags, addresses, links. */
function withoutQuotes(description: string): string {
  return description.replace(/"[^"]*"|'(?=\S*[/:.])[^']*'/g, '…').slice(0, 120);
}
