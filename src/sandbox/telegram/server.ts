import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Log, silent } from '../../log.ts';
import { type Params, readParams } from './body.ts';
import { createCore } from './core.ts';
import type { Failure } from './failures.ts';
import { createFlood } from './flood.ts';
import { createMethods } from './methods.ts';
import { type Method, methodNamed, readParameters } from './parameters.ts';
import { ApiRefusal } from './refusal.ts';
import { openStore } from './store.ts';
import { createUpdateQueue } from './updates.ts';
import { createWebhookDelivery } from './webhook.ts';
import { createWorld, type TelegramWorld } from './world.ts';

export type TelegramServerOptions = {
  /** 0 or absent: any free port. */
  readonly port?: number;
  readonly host?: string;
  readonly token: string;
  readonly username: string;
  /** Where chats and waiting updates outlive a restart; without it they are gone with the server. */
  readonly file?: string;
  readonly log?: Log;
  /** Refuses more messages than the real server takes, with 429. */
  readonly flood?: boolean;
  /** Sees each request that was understood, and what was answered; throws to refuse. For tests. */
  readonly onRequest?: (method: Method, params: Params) => void;
  readonly onAnswer?: (method: Method, result: unknown) => void;
};
export type TelegramServer = {
  readonly apiRoot: string;
  readonly port: number;
  readonly world: TelegramWorld;
  stop(): Promise<void>;
};

type Result =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error_code: number; readonly description: string; readonly parameters?: unknown };

/**
 * A Bot API server on this machine: the bot talks to it through its ordinary client and `TELEGRAM_API_ROOT`. It refuses
 * what the real one refuses, in its words, and is stricter in one thing: unknown parameters are refused too.
 */
export async function startTelegramServer(options: TelegramServerOptions): Promise<TelegramServer> {
  const { token, username, log = silent } = options;
  const host = options.host ?? '127.0.0.1';
  const store = openStore(options.file);
  const queue = createUpdateQueue(store.state, store.changed);
  const core = createCore(
    store.state,
    { id: Number(token.split(':')[0]), username },
    queue,
    store.files,
    store.changed,
    options.flood === true ? createFlood() : () => undefined,
  );
  const webhook = createWebhookDelivery(store.state, queue);
  const methods = createMethods(core, () => {
    store.changed();
    webhook.pump();
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `http://${host}`);
    const download = /^\/file\/bot([^/]+)\/(.+)$/.exec(url.pathname);
    if (download !== null) return sendFile(response, download[1]!, decodeURIComponent(download[2]!));
    const called = /^\/bot([^/]+)\/([A-Za-z]+)$/.exec(url.pathname);
    const method = methodNamed(called?.[2] ?? '');
    const failure = method === undefined ? undefined : core.nextFailure(method);
    if (failure !== undefined && failure.how !== 'close-after') return fail(response, failure);
    const result = await refusals(log, async () => {
      if (called !== null && called[1] !== token) throw new ApiRefusal(401, 'Unauthorized');
      if (method === undefined) throw new ApiRefusal(404, 'Not Found');
      return call(method, await readParams(request, url), response);
    });
    if (failure !== undefined) response.destroy();
    else send(response, result);
  }

  async function call(method: Method, params: Params, response: ServerResponse): Promise<unknown> {
    options.onRequest?.(method, params);
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const act = methods[method] as (params: unknown, gone: AbortSignal) => unknown;
    const result = await act(readParameters(method, params), gone.signal);
    options.onAnswer?.(method, result);
    return result;
  }

  function sendFile(response: ServerResponse, given: string, path: string): void {
    const file = given === token ? Object.values(store.state.files).find((each) => each.path === path) : undefined;
    if (file === undefined) send(response, { ok: false, error_code: 404, description: 'Not Found' });
    else response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(store.files.read(file.id));
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port ?? 0, host, resolve));
  webhook.pump();
  const { port } = server.address() as AddressInfo;
  return {
    apiRoot: `http://${host}:${port}`,
    port,
    world: createWorld(core),
    async stop() {
      webhook.stop();
      queue.terminate();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      store.close();
    },
  };
}

async function refusals(log: Log, act: () => Promise<unknown>): Promise<Result> {
  try {
    return { ok: true, result: await act() };
  } catch (error) {
    if (error instanceof ApiRefusal)
      return {
        ok: false,
        error_code: error.code,
        description: error.description,
        ...(error.parameters === undefined ? {} : { parameters: error.parameters }),
      };
    log.error('the local Telegram server failed', { detail: error instanceof Error ? error.message : 'unknown' });
    return { ok: false, error_code: 500, description: 'Internal Server Error' };
  }
}

function fail(response: ServerResponse, failure: Failure): void {
  if (failure.how === 'silence') return; // the client gives up, or stop() closes the connection
  if (failure.how === 'close' || failure.how === 'close-after') response.destroy();
  else send(response, spoken(failure));
}

function spoken(failure: Extract<Failure, { how: 'flood' | 'error' }>): Result {
  if (failure.how === 'error') {
    const { code: error_code = 500, description = 'Internal Server Error', migrateTo } = failure;
    const parameters = migrateTo === undefined ? {} : { parameters: { migrate_to_chat_id: migrateTo } };
    return { ok: false, error_code, description, ...parameters };
  }
  const retry_after = failure.retryAfter;
  return {
    ok: false,
    error_code: 429,
    description: `Too Many Requests: retry after ${retry_after}`,
    parameters: { retry_after },
  };
}

function send(response: ServerResponse, result: Result): void {
  if (response.destroyed) return;
  response
    .writeHead(result.ok ? 200 : result.error_code, { 'content-type': 'application/json' })
    .end(JSON.stringify(result));
}
