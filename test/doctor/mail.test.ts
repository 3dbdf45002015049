import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createAuthenticity } from '../../mail/authenticity.ts';
import type { Account } from '../../mail/connection.ts';
import { inboundOf } from '../../mail/inbound.ts';
import { createListener } from '../../mail/listener.ts';
import { createTokenSource } from '../../mail/oauth.ts';
import { mailReading } from '../../src/compose/mail.ts';
import type { Inbound } from '../../src/conversation/inbound.ts';
import { type MailCheckParts, mailCheck } from '../../src/doctor/mail.ts';
import { verdictFindings } from '../../src/doctor/mail-verdict.ts';
import { Fault } from '../../src/fault.ts';
import { silent } from '../../src/log.ts';
import { type MailServer, startMailServer } from '../../src/sandbox/mail/server.ts';
import {
  type Credentials,
  PASSWORD,
  secureMailbox,
  secureSubmission,
  selfSigned,
  tokenEndpoint,
  USER,
} from '../mail/secure.ts';
import { FROM, REPLY_ADDRESS } from '../mail/support.ts';
import { findingsOf } from './findings.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});
let credentials: Credentials;
beforeAll(async () => {
  credentials = await selfSigned();
});

const SECRET = 'kata-sandi-rahasia';
async function office(): Promise<MailServer> {
  const server = await startMailServer({ system: { user: FROM, password: SECRET, address: FROM } });
  stops.push(() => server.stop());
  return server;
}
/** The servers are quick here: what has not come by then never comes. */
const patience = { silenceMs: 2_000, arrivalMs: 700, againMs: 700 };
function check(mailbox: Account, submission: Account, more: Partial<MailCheckParts> = {}) {
  const { authservId, replyAddress } = more;
  const reading = { from: FROM, ...(replyAddress ? { replyAddress } : {}), ...(authservId ? { authservId } : {}) };
  return mailCheck({
    accounts: async () => ({ mailbox, submission }),
    reading: () => mailReading(reading, undefined),
    from: FROM,
    clock: () => new Date(),
    patience,
    ...more,
  });
}
const examine = ({ imapUrl, smtpUrl }: MailServer, more?: Partial<MailCheckParts>) =>
  findingsOf(check({ url: imapUrl }, { url: smtpUrl }, more));

describe('a mail goes there and back', () => {
  test('and the verdict, the reply token and the round trip are told', async () => {
    const server = await office();
    const found = await examine(server, { replyAddress: REPLY_ADDRESS, authservId: server.authservId });
    expect(found.codes.toSorted()).toEqual(
      ['imap-ok', 'smtp-ok', 'mail-arrived', 'mail-unproven', 'authserv-seen', 'reply-token-kept'].toSorted(),
    );
    expect(found.valuesOf('mail-arrived')?.seconds).toBeLessThan(30);
    expect(found.text).not.toContain(SECRET);
  });

  test('signed with the key that DNS has for us it is proved to be ours, and with another one it is not', async () => {
    const [ours, other] = [1, 2].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }));
    const published = ours!.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    const resolver = async (name: string) => {
      if (name === 'k1._domainkey.kominfo.example') return [[`v=DKIM1; k=rsa; p=${published}`]];
      throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    };
    const server = await office();
    const signedBy = async ({ privateKey }: { privateKey: KeyObject }) => {
      const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      const dkim = { domainName: 'kominfo.example', keySelector: 'k1', privateKey: pem };
      const found = await examine(server, {
        accounts: async () => ({ mailbox: { url: server.imapUrl }, submission: { url: server.smtpUrl }, dkim }),
        reading: async () => ({
          ...(await mailReading({ from: FROM }, undefined)),
          authenticity: createAuthenticity({ resolver }),
        }),
      });
      return found.codes;
    };
    expect(await signedBy(ours!)).toContain('mail-aligned');
    expect(await signedBy(other!)).toContain('mail-forged');
  });

  test('without reply addresses it is the Message-ID that has to come back, and the name of the judge is proposed', async () => {
    const server = await office();
    const found = await examine(server);
    expect(found.codes).toContain('message-id-kept');
    expect(found.valuesOf('authserv-hint')).toEqual({ seen: server.authservId });
  });

  test('a judge that is configured and does not sign is missed', async () => {
    const found = await examine(await office(), { authservId: 'mx.lain.example' });
    expect(found.valuesOf('authserv-missing')).toMatchObject({ id: 'mx.lain.example' });
  });

  test('a reply address that leads nowhere is told from a mailbox that gets nothing', async () => {
    const found = await examine(await office(), { replyAddress: 'sertifikat-{token}@kominfo.example' });
    expect(found.codes).toEqual(expect.arrayContaining(['reply-token-lost', 'mail-arrived']));
    expect(found.codes).not.toContain('mail-lost');
  });

  test('a reply address that the server refuses is told with its code', async () => {
    const server = await office();
    server.world.smtpFaults({ at: 'recipient', does: { reply: 550 }, times: 1 });
    const found = await examine(server, { replyAddress: REPLY_ADDRESS });
    expect(found.valuesOf('reply-token-lost')).toEqual({ why: 'kode 550' });
  });

  test('a mail that never arrives is told with the address it went to', async () => {
    const server = await office();
    const found = await examine(server, { from: 'lain@pemprov.example' });
    expect(found.codes.slice(2)).toEqual(['mail-lost']);
    expect(found.valuesOf('mail-lost')).toMatchObject({ to: 'lain@pemprov.example', seconds: 0.7 });
  });

  test('a sender that the server refuses is told with the code', async () => {
    const server = await office();
    server.world.smtpFaults({ at: 'recipient', does: { reply: 554 } });
    const found = await examine(server);
    expect(found.valuesOf('mail-refused')).toEqual({ to: FROM, reply: 554 });
  });

  test.each(['hang', 'close'] as const)(
    'a server that does not say whether it took the mail (%s) is told as such',
    async (does) => {
      const server = await office();
      server.world.smtpFaults({ at: 'data', does });
      const found = await examine(server, { replyAddress: REPLY_ADDRESS });
      expect(found.codes.slice(2)).toEqual(['mail-not-sent']);
    },
  );

  test('ends with the time it is given', async () => {
    const server = await office();
    const parts = check(
      { url: server.imapUrl },
      { url: server.smtpUrl },
      { from: 'lain@pemprov.example', patience: { arrivalMs: 60_000 } },
    );
    const began = performance.now();
    await findingsOf(parts, AbortSignal.timeout(300));
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

describe('what a server says of DMARC against its own word about DKIM', () => {
  const ID = 'mx.kominfo.example';
  const domain = 'kominfo.example';
  const dmarc = (result: string, by = ID) => `${by}; dmarc=${result} (p=none dis=none) header.from=kominfo.example`;
  const dkim = (result: string, by = ID, d = domain) =>
    `${by};\r\n\tdkim=${result} (2048-bit key; unprotected) header.d=${d} header.i=@${d} header.b="x/y"`;
  /** As it lies in the mailbox, read by what reads all mail. */
  const returned = async (...results: string[]) => {
    const raw = Buffer.from(
      [
        `Received: from ${ID} by ${ID} (Postfix) with ESMTP`,
        ...results.map((each) => `Authentication-Results: ${each}`),
        `Received: by ${ID} (Postfix, from userid 0)`,
        `From: ${FROM}`,
        `To: ${FROM}`,
        'Message-ID: <1@kominfo.example>',
        '',
        'x',
        '',
      ].join('\r\n'),
    );
    const reading = await mailReading({ from: FROM, authservId: ID }, undefined);
    const { proof } = await inboundOf(raw, { source: 'x', uid: 1, receivedAt: new Date() }, reading);
    const { authentic } = proof!;
    return findingsOf(async (report) => {
      for (const { code, values } of verdictFindings({ raw, domain, authentic, authservId: ID })) report(code, values);
    });
  };

  test('is named with what mends it, whichever name the other one writes', async () => {
    for (const signer of [ID, 'opendkim.kominfo.example']) {
      const found = await returned(dmarc('fail'), dkim('pass', signer));
      expect(found.codes).toEqual(['dmarc-deaf', 'authserv-seen']);
      expect(found.valuesOf('dmarc-deaf')).toEqual({ domain, id: ID, signer });
      expect(found.text).toContain(`isi TrustedAuthservIDs dengan ${signer}`);
    }
  });

  test.each([
    ['the signature is broken', 'mail-forged', [dmarc('fail'), dkim('fail')]],
    ['another domain signed', 'mail-forged', [dmarc('fail'), dkim('pass', ID, 'lain.example')]],
    // Where the domain asks for it (adkim=s) one above it does not count.
    ['a domain above it signed', 'mail-forged', [dmarc('fail'), dkim('pass', ID, 'example')]],
    ['they agree', 'mail-aligned', [dmarc('pass'), dkim('pass')]],
    ['somebody else judged DMARC', 'mail-aligned', [dmarc('fail', 'mx.lain.example'), dkim('pass')]],
  ] as const)('is not seen where %s: %s', async (_, code, results) => {
    expect((await returned(...results)).codes).toEqual([code, 'authserv-seen']);
  });
});

test('the listener takes the mail for our own: recorded, and nobody to be answered', async () => {
  const server = await office();
  const heard: Inbound[] = [];
  const listener = createListener({
    ...(await mailReading({ from: FROM, replyAddress: REPLY_ADDRESS }, undefined)),
    account: { url: server.imapUrl },
    receive: async (batch) => void heard.push(...batch),
    cursor: async () => undefined,
    lease: { acquire: async () => true, release: async () => undefined },
    log: silent,
  });
  listener.start();
  stops.push(() => listener.stop());
  await examine(server, { replyAddress: REPLY_ADDRESS });
  await expect.poll(() => heard.map(({ automatic }) => automatic?.kind)).toEqual(['own']);
});

describe('signing in fails in words', () => {
  const signIn = (password = PASSWORD) => `${encodeURIComponent(USER)}:${encodeURIComponent(password)}@127.0.0.1`;

  test('at a wrong password, on both sides, and the password is not among them', async () => {
    const server = await office();
    const wrong = (url: string) => Object.assign(new URL(url), { password: 'salah-ketik' }).href;
    const found = await findingsOf(check({ url: wrong(server.imapUrl) }, { url: wrong(server.smtpUrl) }));
    expect(found.codes.toSorted()).toEqual(['imap-sign-in', 'smtp-sign-in']);
    expect(found.text).not.toContain('salah-ketik');
  });

  test('at a port where nobody listens', async () => {
    const server = await office();
    await server.stop();
    stops.length = 0;
    const found = await examine(server);
    expect(found.codes.toSorted()).toEqual(['imap-unreachable', 'smtp-unreachable']);
    expect(found.text).toContain('ECONNREFUSED');
  });

  test.each(['tls', 'starttls'] as const)('at a certificate that nobody vouches for, by %s', async (by) => {
    const [mailbox, submission] = [
      await secureMailbox({ credentials, by }),
      await secureSubmission({ credentials, by }),
    ];
    stops.push(mailbox.stop, submission.stop);
    const s = by === 'tls' ? 's' : '';
    const urls = [`imap${s}://${signIn()}:${mailbox.port}`, `smtp${s}://${signIn()}:${submission.port}`] as const;
    const found = await findingsOf(check({ url: urls[0] }, { url: urls[1] }));
    expect(found.codes.toSorted()).toEqual(['imap-certificate', 'smtp-certificate']);
    expect(submission.sessions).toEqual([]);
  });

  test('and a certificate that is known but ends soon is a warning', async () => {
    const [mailbox, submission] = [
      await secureMailbox({ credentials, by: 'tls' }),
      await secureSubmission({ credentials, by: 'tls' }),
    ];
    stops.push(mailbox.stop, submission.stop);
    const trusted = credentials.cert;
    const found = await findingsOf(
      check(
        { url: `imaps://${signIn()}:${mailbox.port}`, trusted },
        { url: `smtps://${signIn()}:${submission.port}`, trusted },
      ),
    );
    expect(found.codes.filter((code) => code === 'certificate-ends')).toHaveLength(2);
    expect(found.codes).toEqual(expect.arrayContaining(['imap-ok', 'smtp-ok']));
  });

  test('at a server elsewhere without TLS, which gets no password', async () => {
    const [mailbox, submission] = [await secureMailbox({}), await secureSubmission({})];
    stops.push(mailbox.stop, submission.stop);
    const elsewhere = signIn().replace('127.0.0.1', '0.0.0.0');
    const found = await findingsOf(
      check({ url: `imap://${elsewhere}:${mailbox.port}` }, { url: `smtp://${elsewhere}:${submission.port}` }),
    );
    expect(found.codes.toSorted()).toEqual(['imap-no-tls', 'smtp-no-tls']);
    expect(submission.sessions).toEqual([]);
  });

  test('at a folder that is not there', async () => {
    const server = await office();
    const url = server.imapUrl.replace('INBOX', `Arsip-${randomUUID()}`);
    expect((await findingsOf(check({ url }, { url: server.smtpUrl }))).codes).toContain('imap-folder');
  });

  test('at a token endpoint that refuses, and at a file that is not there', async () => {
    const endpoint = await tokenEndpoint(() => ({ status: 400, body: { error: 'invalid_grant' } }));
    stops.push(endpoint.stop);
    const server = await office();
    const tokens = createTokenSource({ url: endpoint.url, clientId: 'k', clientSecret: 'r' }, () => new Date());
    const found = await findingsOf(check({ url: server.imapUrl, tokens }, { url: server.smtpUrl }));
    expect(found.valuesOf('mail-token')).toEqual({ why: 'token endpoint: 400 invalid_grant' });
    const accounts = () => Promise.reject(new Fault('config', 'MAIL_CA_FILE: holds no certificate in PEM'));
    expect((await examine(server, { accounts })).codes).toEqual(['mail-file']);
  });
});
