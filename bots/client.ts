import { Agent } from 'node:https';
import { Telegram } from 'telegraf';
import type { Telegram as Api, Opts } from 'telegraf/types';
import { download } from './download.ts';

/** Longer than Telegram takes to answer, shorter than a job's patience. telegraf's own limit is 500 s. */
const CALL_MS = 30_000;
/** A file at the upload limit of 50 MB over a slow line. */
const UPLOAD_MS = 180_000;

export type BotIdentity = { readonly id: number; readonly username: string };
type CallOptions = { readonly timeoutMs?: number; readonly signal?: AbortSignal };

/** The Bot API by telegraf's typed client, with a time limit on every call. Errors carry the whole payload: see failure.ts. */
export type BotClient = {
  /** The bot's id, from its token. */
  readonly id: number;
  /** Asks Telegram once who we are. */
  me(): Promise<BotIdentity>;
  /** Throws telegraf's TelegramError for a refusal, and the network's errors. */
  call<M extends keyof Api>(method: M, payload: Opts<M>, options?: CallOptions): Promise<ReturnType<Api[M]>>;
  /** The content at a `file_path` of getFile; at most `limitBytes`, else Fault('too-large'). */
  download(path: string, limitBytes: number): Promise<Uint8Array>;
};

type BotClientOptions = {
  readonly token: string;
  /** Another Bot API server than Telegram's own. */
  readonly apiRoot?: string;
  /** The way out, through `HTTPS_PROXY` where one is set (outward.ts). Not used for an apiRoot without TLS. */
  readonly agent?: Agent | undefined;
  /** In place of all limits of this room on a call, an upload, a download; for tests. */
  readonly callMs?: number;
};

export function createBotClient({
  token,
  apiRoot = 'https://api.telegram.org',
  callMs,
  agent: way = new Agent({ keepAlive: true }),
}: BotClientOptions): BotClient {
  const agent = apiRoot.startsWith('https:') ? way : undefined;
  const telegram = new Telegram(token, { apiRoot, webhookReply: false, ...(agent === undefined ? {} : { agent }) });
  let identity: BotIdentity | undefined;

  async function call<M extends keyof Api>(
    method: M,
    payload: Opts<M>,
    options: CallOptions = {},
  ): Promise<ReturnType<Api[M]>> {
    const timeout = AbortSignal.timeout(
      options.timeoutMs ?? callMs ?? (method === 'sendDocument' ? UPLOAD_MS : CALL_MS),
    );
    const signal = options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout]);
    // telegraf's type is that of an old shim; node-fetch takes the real one.
    return await telegram.callApi(method, payload, { signal: signal as never });
  }

  return {
    id: Number(token.split(':')[0]),
    call,
    async me() {
      if (identity === undefined) {
        const { id, username } = await call('getMe', {});
        identity = { id, username };
      }
      return identity;
    },
    download: (path, limitBytes) =>
      download(new URL(`./file/bot${token}/${path}`, `${apiRoot}/`), agent, limitBytes, callMs),
  };
}
