import { afterEach, describe, expect, test } from 'vitest';
import { createListener } from '../../mail/listener.ts';
import { createTokenSource } from '../../mail/oauth.ts';
import type { Log } from '../../src/log.ts';
import { type Grant, tokenEndpoint } from '../mail/secure.ts';
import { options, RECEIVED } from '../mail/support.ts';
import { MAILBOX } from '../support/office.ts';
import { type Dovecot, startDovecot, type Tokens, withoutDovecot } from './dovecot.ts';

const missing = withoutDovecot();
if (missing) console.warn(`skipped: ${missing}`);

const LIFETIME_S = 3_600;
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** A server that hands out tokens, and tells Dovecot which of them it still knows. */
async function authority() {
  const valid = new Set<string>();
  const granting = await tokenEndpoint((_form, n) => {
    valid.add(`token-${n}`);
    return { body: { access_token: `token-${n}`, expires_in: LIFETIME_S } };
  });
  const asked: string[] = [];
  const introspecting = await tokenEndpoint((form): Grant => {
    const token = form.get('token') ?? '';
    asked.push(token);
    return { body: valid.has(token) ? { active: true, username: MAILBOX } : { active: false } };
  });
  stops.push(granting.stop, introspecting.stop);
  return { granting, introspecting, asked, forget: () => valid.clear() };
}

/** Works the mailbox, and keeps its cursor as the desk would. */
function listening(dovecot: Dovecot, tokens: ReturnType<typeof createTokenSource>) {
  const subjects: (string | undefined)[] = [];
  const cursors = new Map<string, string>();
  const refusals: unknown[] = [];
  const waiting = new Map<string, () => void>();
  const note: Log['warn'] = (_what, fields) => void refusals.push(fields?.why);
  const listener = createListener({
    ...options,
    account: { url: `imap://${encodeURIComponent(MAILBOX)}@127.0.0.1:${dovecot.imapPort}/INBOX`, tokens },
    receive: async (batch, { source, value }) => {
      cursors.set(source, value);
      for (const { subject = '' } of batch) {
        subjects.push(subject);
        waiting.get(subject)?.();
      }
    },
    cursor: async (source) => cursors.get(source),
    lease: { acquire: async () => true, release: async () => undefined },
    log: { info: () => undefined, warn: note, error: note },
    limits: { reconnectFirstMs: 10 },
  });
  listener.start();
  stops.push(() => listener.stop());
  const arrives = (subject: string) =>
    new Promise<void>((resolve) => {
      if (subjects.includes(subject)) resolve();
      waiting.set(subject, resolve);
    });
  return {
    subjects,
    /** Why the mailbox could not be had, each time. */
    refusals,
    async takes(subject: string): Promise<void> {
      const mail = `From: warga@contohprov.example\r\nMessage-ID: <${subject}@uji>\r\nSubject: ${subject}\r\n\r\nx\r\n`;
      await dovecot.put(MAILBOX, Buffer.from(mail));
      await arrives(subject);
    },
  };
}

async function opened(mechanism: Tokens['mechanism']) {
  const { introspecting, ...given } = await authority();
  const dovecot = await startDovecot({ [MAILBOX]: '' }, undefined, { mechanism, introspectionUrl: introspecting.url });
  stops.push(() => dovecot.close());
  const time = { now: RECEIVED };
  const { granting } = given;
  const tokens = createTokenSource({ url: granting.url, clientId: 'klien', refreshToken: 'segar' }, () => time.now);
  return { ...given, dovecot, time, mailbox: listening(dovecot, tokens) };
}

describe.skipIf(missing)('a mailbox that is opened by a token', () => {
  test('stays open when the token ends, and is opened anew by the next one (XOAUTH2)', async () => {
    const { granting, asked, forget, dovecot, time, mailbox } = await opened('xoauth2');
    const refused = () => mailbox.refusals.filter((why) => why === 'sign-in refused').length;
    await mailbox.takes('satu');
    expect(asked).toEqual(['token-1']);

    // The token is withdrawn while the session goes on.
    forget();
    await mailbox.takes('dua');
    expect([granting.forms.length, mailbox.refusals]).toEqual([1, []]);

    // The connection is lost: the server no longer takes what looks good to us, and the next token is asked for.
    dovecot.doveadm('kick', MAILBOX);
    await mailbox.takes('tiga');
    expect([...new Set(asked)]).toEqual(['token-1', 'token-2']);
    expect(refused()).toBe(1);

    // What has run out by the clock is not even tried.
    forget();
    time.now = new Date(time.now.getTime() + LIFETIME_S * 1_000);
    dovecot.doveadm('kick', MAILBOX);
    await mailbox.takes('empat');
    expect([refused(), granting.forms.length]).toEqual([1, 3]);
    expect(mailbox.subjects).toEqual(['satu', 'dua', 'tiga', 'empat']);
  });

  test('is opened by OAUTHBEARER where that is what the server offers', async () => {
    const { asked, mailbox } = await opened('oauthbearer');
    await mailbox.takes('satu');
    expect([asked, mailbox.refusals]).toEqual([['token-1'], []]);
  });
});
