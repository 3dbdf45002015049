import { type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent, request as requestHttps } from 'node:https';
import { type PeerCertificate, TLSSocket } from 'node:tls';
import { Fault } from './fault.ts';

type OutwardOptions = {
  /** `HTTPS_PROXY`: an http or https URL, asked to CONNECT. */
  readonly proxy?: string | undefined;
  /** `NO_PROXY`: hosts that are reached without it, joined by commas; a name stands for everything below it too. */
  readonly noProxy?: string | undefined;
};
export type Ask = {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly timeoutMs: number;
  readonly limitBytes?: number;
  readonly signal?: AbortSignal | undefined;
};
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** The server's own, verified; absent without TLS. */
  readonly certificate?: PeerCertificate;
};
/** The way out over HTTPS, the same for everything that leaves. */
export type Outward = {
  /** For libraries that take one. Only for `https:`. */
  readonly agent: Agent;
  /** One question, one answer; no redirect is followed. Throws Fault('too-large'), or the system's error with its `code`. */
  ask(url: string | URL, ask: Ask): Promise<Answer>;
};

/** What is on this machine is never asked for through another one. */
const THIS_MACHINE = ['localhost', '127.0.0.0-127.255.255.255', '::1'];
/** A token, a page of state: no answer to our own questions is longer. */
const LIMIT_BYTES = 256 * 1024;

/** Plain `http:` never goes through the proxy: HTTPS_PROXY is for what is secret on its way. */
export function createOutward({ proxy, noProxy = '' }: OutwardOptions = {}): Outward {
  const env = { HTTPS_PROXY: proxy, NO_PROXY: [...THIS_MACHINE, ...bypassed(noProxy)].join(',') };
  const agent = new Agent({ keepAlive: true, ...(proxy === undefined ? {} : { proxyEnv: env }) });
  return { agent, ask: (url, ask) => answered(new URL(url), ask, agent) };
}

/** Node takes `agency.go.id` for that host alone; everybody else (curl, Go, Python) for its subdomains as well. */
const bypassed = (list: string): string[] =>
  list
    .split(',')
    .map((host) => host.trim())
    .filter((host) => host !== '')
    .flatMap((host) => (/^[a-z]/i.test(host) ? [host, `.${host}`] : [host]));

async function answered(url: URL, ask: Ask, agent: Agent): Promise<Answer> {
  const timeout = AbortSignal.timeout(ask.timeoutMs);
  const signal = ask.signal ? AbortSignal.any([ask.signal, timeout]) : timeout;
  const response = await send(url, ask, agent, signal);
  const socket = response.socket;
  const certificate = socket instanceof TLSSocket ? socket.getPeerCertificate() : undefined;
  const body = await bytesOf(response, ask.limitBytes ?? LIMIT_BYTES).catch((error) => {
    throw signal.aborted ? signal.reason : error;
  });
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body,
    ...(certificate ? { certificate } : {}),
  };
}

function send(url: URL, { method = 'GET', headers = {}, body }: Ask, agent: Agent, signal: AbortSignal) {
  return new Promise<IncomingMessage>((resolve, reject) => {
    const secure = url.protocol === 'https:';
    const options = { method, headers, signal, ...(secure ? { agent } : {}) };
    const request = (secure ? requestHttps : requestHttp)(url, options, resolve);
    request.once('error', (error) => reject(signal.aborted ? signal.reason : error));
    request.end(body);
  });
}

/** All that comes, and not more: else Fault('too-large'). */
export async function bytesOf(response: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response) {
    size += part.length;
    if (size > limitBytes) {
      response.destroy();
      throw new Fault('too-large', `what came is over ${limitBytes} bytes`);
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}
