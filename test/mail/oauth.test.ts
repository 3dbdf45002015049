import { afterEach, describe, expect, test } from 'vitest';
import { mailboxClient, reasonOf } from '../../mail/connection.ts';
import { createListener } from '../../mail/listener.ts';
import { createTokenSource, type TokenEndpoint } from '../../mail/oauth.ts';
import { createMailChannel } from '../../mail/outbound.ts';
import type { Fields, Log } from '../../src/log.ts';
import { type Grant, secureMailbox, secureSubmission, tokenEndpoint, USER } from './secure.ts';
import { FROM, options, RECEIVED } from './support.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});
async function endpoint(grant: (form: URLSearchParams, asked: number) => Grant) {
  const server = await tokenEndpoint(grant);
  stops.push(server.stop);
  return server;
}
const client = { clientId: 'klien', clientSecret: 'rahasia-klien' };
const tokenNo = (n: number, more = {}): Grant => ({ body: { access_token: `token-${n}`, expires_in: 3600, ...more } });
let now = RECEIVED;
const source = (given: Partial<TokenEndpoint> & { url: string }, timeoutMs?: number) => {
  now = RECEIVED;
  return createTokenSource({ ...client, ...given }, () => now, timeoutMs ? { timeoutMs } : {});
};

describe('an access token', () => {
  test('is asked for as the application, or with a refresh token as the mailbox', async () => {
    const server = await endpoint((_, n) => tokenNo(n));
    await source({ url: server.url, scope: 'https://mail.example/.default' }).current();
    await source({ url: server.url, refreshToken: 'segar' }).current();
    const who = { client_id: 'klien', client_secret: 'rahasia-klien' };
    expect(server.forms).toEqual([
      { ...who, grant_type: 'client_credentials', scope: 'https://mail.example/.default' },
      { ...who, grant_type: 'refresh_token', refresh_token: 'segar' },
    ]);
  });

  test('serves until shortly before its end, everyone who asks at once', async () => {
    const server = await endpoint((_, n) => tokenNo(n));
    const tokens = source({ url: server.url });
    const first = await Promise.all([tokens.current(), tokens.current(), tokens.current()]);
    expect(new Set(first.map(({ value }) => value))).toEqual(new Set(['token-1']));
    now = new Date(RECEIVED.getTime() + 3_530_000);
    expect((await tokens.current()).value).toBe('token-1');
    now = new Date(RECEIVED.getTime() + 3_541_000);
    expect((await tokens.current()).value).toBe('token-2');
    tokens.refused();
    expect((await tokens.current()).value).toBe('token-3');
  });

  test('comes by the newest refresh token, where the endpoint hands out a new one each time', async () => {
    const server = await endpoint((_, n) => tokenNo(n, { refresh_token: `segar-${n}` }));
    const tokens = source({ url: server.url, refreshToken: 'segar-0' });
    await tokens.current();
    tokens.refused();
    await tokens.current();
    expect(server.forms.map(({ refresh_token }) => refresh_token)).toEqual(['segar-0', 'segar-1']);
  });

  test.each([
    ['a refusal', { status: 400, body: { error: 'invalid_grant', error_description: 'segar' } }, '400 invalid_grant'],
    ['a refusal in words', { status: 401, body: { error: 'klien rahasia-klien' } }, '401'],
    ['a page', { body: '<html>segar</html>' }, '200'],
    ['a flood', { body: ' '.repeat(100_000) }, 'too-large'],
    ['a redirection', { status: 302, body: '' }, '302'],
    ['silence', { hang: true }, 'TimeoutError'],
  ])('is not to be had from %s, which is told by its code alone', async (_what, grant: Grant, why) => {
    const server = await endpoint(() => grant);
    const tokens = source({ url: server.url, refreshToken: 'segar' }, 100);
    await expect(tokens.current()).rejects.toMatchObject({ code: 'mail', message: `mail: token endpoint: ${why}` });
  });

  test('is not to be had where nobody is', async () => {
    const server = await endpoint(() => ({}));
    await server.stop();
    await expect(source({ url: server.url }).current()).rejects.toThrow('token endpoint: ECONNREFUSED');
  });
});

describe('with it', () => {
  /** Servers that take only the token given last, and everything that was logged. */
  async function office() {
    const accepts = { accessToken: 'token-1' };
    const server = await endpoint((_, n) => tokenNo(n));
    const mailbox = await secureMailbox({}, accepts);
    const submission = await secureSubmission({}, accepts);
    stops.push(mailbox.stop, submission.stop);
    const tokens = source({ url: server.url, refreshToken: 'segar' });
    const logged: [string, Fields | undefined][] = [];
    const note = (what: string, fields?: Fields) => void logged.push([what, fields]);
    const log: Log = { info: note, warn: note, error: note };
    const user = encodeURIComponent(USER);
    const channel = createMailChannel({
      account: { url: `smtp://${user}@127.0.0.1:${submission.port}`, tokens },
      from: FROM,
      tokenOf: String,
      clock: () => RECEIVED,
      log,
      timeoutMs: 1_000,
    });
    stops.push(() => channel.close());
    const send = () =>
      channel.send({
        id: 'id-1',
        to: { channel: 'mail', value: 'budi@pemprov.example' },
        references: [],
        text: { subject: 'x', body: 'x', language: 'id', choices: [], links: [], files: [] },
      });
    return {
      accepts,
      server,
      submission,
      tokens,
      send,
      log,
      logged,
      imapUrl: `imap://${user}@127.0.0.1:${mailbox.port}`,
    };
  }

  test('mail is read and sent, by one token for both', async () => {
    const { server, submission, tokens, send, imapUrl } = await office();
    const { client, connect } = await mailboxClient({ url: imapUrl, tokens });
    stops.push(() => client.close());
    await connect();
    expect(client.authenticated).toBeTruthy();
    expect(await send()).toHaveProperty('sent');
    expect(submission.sessions.map(({ method }) => method)).toEqual(['XOAUTH2']);
    expect(server.forms).toHaveLength(1);
  });

  test('that a server no longer takes, a new one is asked for, and no secret is logged', async () => {
    const { accepts, server, tokens, send, log, logged, imapUrl } = await office();
    await tokens.current();
    accepts.accessToken = 'token-2';
    expect(await send()).toHaveProperty('sent');
    accepts.accessToken = 'token-3';
    const received = new Promise<string | undefined>((resolve) => {
      const listener = createListener({
        ...options,
        account: { url: imapUrl, tokens },
        receive: async ([first]) => resolve(first?.subject),
        cursor: async () => undefined,
        lease: { acquire: async () => true, release: async () => undefined },
        log,
        limits: { reconnectFirstMs: 10 },
      });
      listener.start();
      stops.push(() => listener.stop());
    });
    expect(await received).toBe('Halo');
    expect(server.forms).toHaveLength(3);
    expect(logged).toEqual([['mailbox not reachable', { code: 'mail', why: 'sign-in refused', ms: 10 }]]);
  });

  test('the lack of it is a passing fault: the mailbox says why, and what goes out waits', async () => {
    const server = await endpoint(() => ({ status: 400, body: { error: 'invalid_grant' } }));
    const tokens = source({ url: server.url, refreshToken: 'segar' });
    const why = await mailboxClient({ url: 'imap://u@127.0.0.1', tokens }).catch(reasonOf);
    expect(why).toBe('mail: token endpoint: 400 invalid_grant');
    const { submission, log } = await office();
    const channel = createMailChannel({
      account: { url: `smtp://u@127.0.0.1:${submission.port}`, tokens },
      from: FROM,
      tokenOf: String,
      clock: () => RECEIVED,
      log,
      timeoutMs: 1_000,
    });
    stops.push(() => channel.close());
    const text = { subject: 'x', body: 'x', language: 'id' as const, choices: [], links: [], files: [] };
    const to = { channel: 'mail' as const, value: 'budi@pemprov.example' };
    expect(await channel.send({ id: 'id-1', to, references: [], text })).toHaveProperty('retryAt');
  });
});
