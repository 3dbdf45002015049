import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createBotClient } from '../bots/client.ts';
import { createTokenSource } from '../mail/oauth.ts';
import { createOutward } from '../src/outward.ts';
import { type Credentials, selfSigned } from './mail/secure.ts';
import { startConnectProxy } from './support/connect-proxy.ts';

/** Nobody answers under this name: only the proxy leads there. */
const HOST = 'api.kominfo.example';
const system = getCACertificates('default');
let credentials: Credentials;
const asked: string[] = [];
const server = { port: 0, close: async () => {} };
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  credentials = await selfSigned(HOST, `unit.${HOST}`);
  setDefaultCACertificates([...system, credentials.cert]);
  const https = createServer(credentials, async (request, response) => {
    for await (const _ of request);
    asked.push(`${request.method} ${request.url}`);
    if (request.url?.startsWith('/file/')) return void response.end('isi berkas');
    if (request.url === '/moved') return void response.writeHead(302, { location: `https://${HOST}/token` }).end();
    response.setHeader('content-type', 'application/json');
    const token = { access_token: 'token-1', expires_in: 3600 };
    response.end(JSON.stringify({ ...token, ok: true, result: { id: 1, username: 'perbarui_bot' } }));
  });
  await once(https.listen(0, '127.0.0.1'), 'listening');
  server.port = (https.address() as AddressInfo).port;
  server.close = () =>
    new Promise((resolve) => {
      https.close(() => resolve());
      https.closeAllConnections();
    });
});
afterAll(async () => {
  setDefaultCACertificates(system);
  await server.close();
});
afterEach(async () => {
  asked.length = 0;
  for (const stop of stops.splice(0)) await stop();
});
async function throughProxy(noProxy?: string) {
  const proxy = await startConnectProxy(server.port);
  stops.push(proxy.stop);
  return { proxy, outward: createOutward({ proxy: proxy.url, noProxy }) };
}
const timeoutMs = 5_000;

describe('HTTPS_PROXY is the way of', () => {
  test("calls to Telegram and its files, with Telegram's certificate verified behind it", async () => {
    const { proxy, outward } = await throughProxy();
    const client = createBotClient({ token: '1:rahasia', apiRoot: `https://${HOST}`, agent: outward.agent });
    expect(await client.me()).toEqual({ id: 1, username: 'perbarui_bot' });
    expect(Buffer.from(await client.download('a.pdf', 100)).toString()).toBe('isi berkas');
    expect(asked).toEqual(['POST /bot1:rahasia/getMe', 'GET /file/bot1:rahasia/a.pdf']);
    expect(new Set(proxy.hosts())).toEqual(new Set([`${HOST}:443`]));
  });

  test('the question for an access token', async () => {
    const { proxy, outward } = await throughProxy();
    const endpoint = { url: `https://${HOST}/token`, clientId: 'klien', clientSecret: 'rahasia' };
    const tokens = createTokenSource(endpoint, () => new Date(), { outward });
    expect((await tokens.current()).value).toBe('token-1');
    expect(proxy.hosts()).toEqual([`${HOST}:443`]);
  });

  test('our own questions, which bring the certificate and follow no redirection', async () => {
    const { proxy, outward } = await throughProxy();
    const answer = await outward.ask(`https://${HOST}/moved`, { timeoutMs });
    expect(answer).toMatchObject({ status: 302, certificate: { subjectaltname: expect.stringContaining(HOST) } });
    expect(asked).toEqual(['GET /moved']);
    expect(proxy.asked).toHaveLength(1);
  });

  test('whoever has to sign in at the proxy, by the name and password in its address', async () => {
    const { proxy } = await throughProxy();
    const signed = createOutward({ proxy: proxy.url.replace('://', '://budi:kata%40sandi@') });
    await signed.ask(`https://${HOST}/`, { timeoutMs });
    const authorization = `Basic ${Buffer.from('budi:kata@sandi').toString('base64')}`;
    expect(proxy.asked).toEqual([{ host: `${HOST}:443`, authorization }]);
  });
});

describe('the proxy is not asked', () => {
  test('for this machine, by whatever name', async () => {
    const { proxy, outward } = await throughProxy();
    const answer = await outward.ask(`https://127.0.0.1:${server.port}/`, { timeoutMs });
    expect(answer.status).toBe(200);
    for (const host of ['localhost', '127.8.9.10', '[::1]'])
      await outward.ask(`https://${host}:${server.port}/`, { timeoutMs }).catch(() => undefined);
    expect(proxy.asked).toEqual([]);
  });

  test('for what NO_PROXY names, and everything below it', async () => {
    const { proxy, outward } = await throughProxy(` ${HOST} ,10.0.0.0`);
    for (const host of [HOST, `unit.${HOST}`])
      await expect(outward.ask(`https://${host}/`, { timeoutMs })).rejects.toMatchObject({
        code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/),
      });
    await outward.ask(`https://${HOST}.other.example/`, { timeoutMs }).catch(() => undefined);
    expect(proxy.hosts()).toEqual([`${HOST}.other.example:443`]);
  });

  test('without TLS: only what is secret on its way is meant', async () => {
    const { proxy, outward } = await throughProxy();
    await outward.ask('http://pesan.kominfo.example/', { timeoutMs }).catch(() => undefined);
    expect(proxy.asked).toEqual([]);
  });
});

test('an answer of an unknown certificate, too late or too long is none', async () => {
  const { proxy } = await throughProxy();
  setDefaultCACertificates(system);
  const strict = createOutward({ proxy: proxy.url });
  await expect(strict.ask(`https://${HOST}/`, { timeoutMs })).rejects.toMatchObject({
    code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  });
  setDefaultCACertificates([...system, credentials.cert]);
  const open = createOutward({ proxy: proxy.url });
  await expect(open.ask(`https://${HOST}/`, { timeoutMs, limitBytes: 10 })).rejects.toMatchObject({
    code: 'too-large',
  });
  const signal = AbortSignal.abort();
  await expect(open.ask(`https://${HOST}/`, { timeoutMs, signal })).rejects.toMatchObject({ name: 'AbortError' });
});
