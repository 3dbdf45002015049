import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Account, mailboxClient, reasonOf } from '../../mail/connection.ts';
import { createMailChannel } from '../../mail/outbound.ts';
import { silent } from '../../src/log.ts';
import {
  type Credentials,
  PASSWORD,
  type Security,
  secureMailbox,
  secureSubmission,
  selfSigned,
  USER,
} from './secure.ts';
import { FROM, RECEIVED } from './support.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});
let credentials: Credentials;
beforeAll(async () => {
  credentials = await selfSigned();
});

const signIn = (password = PASSWORD) => `${encodeURIComponent(USER)}:${encodeURIComponent(password)}`;
/** How the mailbox was entered, or why it was not. */
async function entering(account: Account): Promise<{ secure: boolean; mails: number } | { why: string }> {
  const { client, path, connect } = await mailboxClient(account);
  client.on('error', () => undefined);
  stops.push(() => client.close());
  try {
    await connect();
    const { exists } = await client.mailboxOpen(path, { readOnly: true });
    return { secure: client.secureConnection, mails: exists };
  } catch (error) {
    return { why: reasonOf(error) };
  }
}
async function sending(account: Account) {
  const channel = createMailChannel({
    account,
    from: FROM,
    tokenOf: String,
    clock: () => RECEIVED,
    log: silent,
    timeoutMs: 1_000,
  });
  stops.push(() => channel.close());
  const text = { subject: 'x', body: 'x', language: 'id' as const, choices: [], links: [], files: [] };
  const to = { channel: 'mail' as const, value: 'budi@pemprov.example' };
  return channel.send({ id: 'id-1', to, references: [], text });
}
async function servers(security: Security) {
  const mailbox = await secureMailbox(security);
  const submission = await secureSubmission(security);
  stops.push(mailbox.stop, submission.stop);
  return { mailbox, submission };
}
/** An address by which this machine answers too, though it does not say so. */
const ELSEWHERE = '0.0.0.0';

describe('a mail server is entered', () => {
  test.each([
    ['tls', 'imaps', 'smtps'],
    ['starttls', 'imap', 'smtp'],
  ] as const)('over %s, when its certificate is known', async (by, imap, smtp) => {
    const { mailbox, submission } = await servers({ credentials, by });
    const trusted = credentials.cert;
    const host = `${signIn()}@127.0.0.1`;
    expect(await entering({ url: `${imap}://${host}:${mailbox.port}/INBOX`, trusted })).toEqual({
      secure: true,
      mails: 1,
    });
    expect(await sending({ url: `${smtp}://${host}:${submission.port}`, trusted })).toHaveProperty('sent');
    expect(submission.sessions).toEqual([{ secure: true, method: 'PLAIN' }]);
  });

  test.each([
    ['tls', 'imaps', 'smtps', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['starttls', 'imap', 'smtp', 'no TLS: DEPTH_ZERO_SELF_SIGNED_CERT'],
  ] as const)(
    'over %s never, when nobody vouches for its certificate, and no password leaves',
    async (by, imap, smtp, why) => {
      const { mailbox, submission } = await servers({ credentials, by });
      const host = `${signIn()}@127.0.0.1`;
      expect(await entering({ url: `${imap}://${host}:${mailbox.port}/INBOX` })).toEqual({ why });
      expect(await sending({ url: `${smtp}://${host}:${submission.port}` })).toEqual({
        retryAt: new Date(RECEIVED.getTime() + 60_000),
        why: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      });
      expect(submission.sessions).toEqual([]);
    },
  );

  test('in the clear on this machine only', async () => {
    const { mailbox, submission } = await servers({});
    const here = `${signIn()}@127.0.0.1`;
    expect(await entering({ url: `imap://${here}:${mailbox.port}/INBOX` })).toEqual({ secure: false, mails: 1 });
    expect(await sending({ url: `smtp://${here}:${submission.port}` })).toHaveProperty('sent');
    submission.sessions.length = 0;
    const there = `${signIn()}@${ELSEWHERE}`;
    expect(await entering({ url: `imap://${there}:${mailbox.port}/INBOX` })).toEqual({ why: 'no TLS' });
    expect(await sending({ url: `smtp://${there}:${submission.port}` })).toMatchObject({
      retryAt: expect.any(Date),
      why: 'smtp 500 at STARTTLS',
    });
    expect(submission.sessions).toEqual([]);
  });

  test('with the right password only', async () => {
    const { mailbox, submission } = await servers({});
    const wrong = `${signIn('salah')}@127.0.0.1`;
    expect(await entering({ url: `imap://${wrong}:${mailbox.port}/INBOX` })).toEqual({ why: 'sign-in refused' });
    expect(await sending({ url: `smtp://${wrong}:${submission.port}` })).toMatchObject({
      why: 'smtp 535 at AUTH PLAIN',
    });
  });
});
