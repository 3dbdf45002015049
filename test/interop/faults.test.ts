import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createListener } from '../../mail/listener.ts';
import { createMailChannel } from '../../mail/outbound.ts';
import type { Outgoing } from '../../src/desk/ports.ts';
import { silent } from '../../src/log.ts';
import type { MailMessage } from '../../src/sandbox/mail/letterbox.ts';
import type { MailPeople } from '../../src/sandbox/mail/people.ts';
import { SAMPLES } from '../../src/sandbox/samples.ts';
import { caWrites, mailbox, settles, task } from '../journey/transcript.ts';
import { options } from '../mail/support.ts';
import { MAILBOX, type Office, openOffice } from '../support/office.ts';
import { said, timePasses } from '../support/talk.ts';
import { type Exchange, openExchange, STRICT_DOMAIN, withoutExchange } from './exchange.ts';
import { createTally } from './tally.ts';

const missing = withoutExchange();
if (missing) console.warn(`skipped: ${missing}`);

/** Rizal is on record with an address where Dovecot has no mailbox; Dewi with one that Postfix itself refuses. */
const NO_MAILBOX = SAMPLES.find(({ data }) => data.name.startsWith('Rizal'))!.data.email;
const REFUSED = `dewi.lestari@${STRICT_DOMAIN}`;
const samples = SAMPLES.map((sample) =>
  sample.data.name.startsWith('Dewi') ? { ...sample, data: { ...sample.data, email: REFUSED } } : sample,
);
const writers = Array.from({ length: 5 }, (_, i) => `warga${i + 1}@contohprov.example`);
const people = [...writers, ...samples.map(({ data }) => data.email)].filter(
  (address) => address !== NO_MAILBOX && address !== REFUSED,
);
/** Dovecot itself waits half a second before it tells of a change; far from the minutes of a sweep. */
const PUSH_LIMIT_MS = 5_000;
const MESSAGE_BYTES = 200_000;
const MINUTE_MS = 60_000;
const stops: (() => Promise<void>)[] = [];

const tally = createTally('mail faults at real servers');
let exchange: Exchange;
let office: Office<MailPeople>;
beforeAll(async () => {
  if (missing) return;
  exchange = await openExchange({ office: MAILBOX, people, messageBytes: MESSAGE_BYTES });
  office = await openOffice({ mail: exchange, samples });
});
afterAll(() => office?.close());

const written: MailMessage[] = [];
const answersTo = ({ messageId, from }: MailMessage) =>
  office.mail
    .person(from)
    .messages()
    .filter(({ inReplyTo }) => inReplyTo === messageId);

/** Everyone asks something that has one answer. */
async function everyoneAsks(subject: string): Promise<void> {
  for (const address of writers)
    written.push(await office.mail.person(address).send({ subject, text: 'Berapa lama prosesnya?' }));
}
const allAnswered = () =>
  office.until('all are answered', async () => written.every((mail) => answersTo(mail).length > 0), 60_000);
/** The mails without exactly one record or without an answer; what was answered more than once or otherwise; what nobody could process. */
async function books() {
  const rows =
    await office.sql`select copy_key, count(*)::int as count from messages where direction = 'in' group by copy_key`;
  const recorded = new Map(rows.map(({ copyKey, count }) => [copyKey, count]));
  return {
    lost: written.filter((mail) => recorded.get(mail.messageId) !== 1 || answersTo(mail).length === 0),
    twice: writers.flatMap((address) =>
      office.mail
        .person(address)
        .messages()
        .slice(written.filter(({ from }) => from === address).length),
    ),
    faults: [...(await office.sql`select code, detail from faults`)],
  };
}
const RIGHT = { lost: [], twice: [], faults: [] };
const signIn = async () => {
  const url = new URL(exchange.imapUrl);
  const [user, pass] = [url.username, url.password].map(decodeURIComponent) as [string, string];
  const port = Number(url.port);
  const client = new ImapFlow({
    host: url.hostname,
    port,
    auth: { user, pass },
    tls: { ca: exchange.certificate },
    logger: false,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

describe.skipIf(missing)('the mailbox', () => {
  test('IDLE tells of a mail long before the next sweep', async () => {
    await everyoneAsks('Halo');
    await allAnswered();
    const began = performance.now();
    await exchange.dovecot.put(
      MAILBOX,
      Buffer.from(
        `From: ${writers[0]}\r\nMessage-ID: <cepat@uji>\r\nSubject: cepat\r\nAuto-Submitted: auto-replied\r\n\r\nx\r\n`,
      ),
    );
    await office.until('it is on record', async () => {
      const [row] = await office.sql`select 1 from messages where copy_key = '<cepat@uji>'`;
      return row;
    });
    const took = performance.now() - began;
    expect(took).toBeLessThan(PUSH_LIMIT_MS);
    process.stdout.write(`\nfrom the mailbox to the record by IDLE: ${Math.round(took)} ms\n`);
  });

  test.each(['stop', 'kill'] as const)(
    'a server that goes (%s) during IDLE and comes back loses no mail',
    async (how) => {
      await tally.breaks(how === 'stop' ? 'Dovecot restarted' : 'Dovecot killed (-9)', () => exchange.dovecot[how]());
      await everyoneAsks(`Selagi server mati (${how})`);
      await exchange.dovecot.start();
      exchange.postfix.flush();
      await allAnswered();
      expect(await books()).toEqual(RIGHT);
    },
  );

  test('a new UIDVALIDITY brings everything again, and nothing is answered again', async () => {
    await tally.breaks('UIDVALIDITY changed', () =>
      exchange.dovecot.doveadm('mailbox', 'update', '--uid-validity', '4242', '-u', MAILBOX, 'INBOX'),
    );
    await everyoneAsks('Sesudah penomoran baru');
    await allAnswered();
    await office.until('the new numbers are worked to their end', async () => {
      const [row] = await office.sql`select value::int as value from cursors where source = 'imap:INBOX:4242'`;
      return row && row.value >= written.length;
    });
    expect(await books()).toEqual(RIGHT);
  });

  test('a mailbox that is built anew from its files, as from a backup, does neither', async () => {
    await tally.breaks('Dovecot killed (-9)', () => exchange.dovecot.kill());
    const dir = exchange.dovecot.maildir(MAILBOX);
    await tally.breaks('mailbox numbered anew', () => {
      for (const name of readdirSync(dir)) if (name.startsWith('dovecot')) rmSync(join(dir, name), { recursive: true });
    });
    await exchange.dovecot.start();
    await everyoneAsks('Sesudah pemulihan');
    await allAnswered();
    await settles(office);
    const sources = await office.sql`select source from cursors where source like 'imap:%'`;
    expect(sources.length).toBeGreaterThanOrEqual(3);
    expect(await books()).toEqual(RIGHT);
  });

  test('a person reads, marks, copies, moves and deletes in between, and every mail is answered once', async () => {
    const client = await signIn();
    await client.mailboxOpen('INBOX');
    await client.mailboxCreate('Selesai');
    await tally.breaks('a person worked in the mailbox', async () => {
      await client.messageFlagsAdd('1:*', ['\\Seen', '\\Answered']);
      await client.messageCopy('2', 'INBOX');
      await client.messageMove('3', 'Selesai');
      await client.messageDelete('4:8');
    });
    await everyoneAsks('Sesudah dirapikan');
    await allAnswered();
    await client.logout();
    expect(await books()).toEqual(RIGHT);
  });

  test('a password that is refused for a while delays mail, nothing else', async () => {
    await tally.breaks('sign-in refused', async () => {
      await exchange.dovecot.people({ ...exchange.passwords, [MAILBOX]: 'lain' });
      await exchange.dovecot.stop();
      await exchange.dovecot.start();
    });
    await everyoneAsks('Selagi kata sandi ditolak');
    await expect(signIn()).rejects.toMatchObject({ authenticationFailed: true });
    await exchange.dovecot.people(exchange.passwords);
    await allAnswered();
    expect(await books()).toEqual(RIGHT);
  });
});

describe.skipIf(missing)('what goes out', () => {
  test('greylisting is waited for, and the mail arrives', async () => {
    const siti = office.person('Siti');
    await tally.breaks('greylisted (450)', () => exchange.greylist(siti.email));
    await caWrites(office, siti);
    await office.until('it waits', async () =>
      (await said(office, siti.email)).find(({ state, why }) => state === 'queued' && /450/.test(why ?? '')),
    );
    await timePasses(office, MINUTE_MS);
    await mailbox(office, siti.email).reads('Siti Rahmawati', 'Bersediakah Anda memulai sekarang?');
    expect((await said(office, siti.email)).map(({ state, attempts }) => [state, attempts])).toEqual([['sent', 2]]);
  });

  test('a real bounce comes back to its message, marks the address, and operators are told', async () => {
    const rizal = office.person('Rizal');
    await tally.breaks('bounced by Postfix', () => caWrites(office, rizal, 'expired'));
    const told = await task(office, 'unreachable');
    const [row] = await office.sql`select c.applicant, c.unreachable from contacts c where c.address = ${rizal.email}`;
    expect(row).toMatchObject({ applicant: told, unreachable: 'bounced' });
    expect((await said(office, rizal.email)).map(({ state, why }) => [state, why])).toEqual([['failed', 'bounced']]);
  });

  test('an address that the server refuses at once is marked as well', async () => {
    const dewi = office.person('Dewi');
    await tally.breaks('refused by Postfix (550)', () => caWrites(office, dewi));
    await office.until('it is marked', async () => {
      const [row] = await office.sql`select 1 from contacts where address = ${dewi.email} and unreachable is not null`;
      return row;
    });
    // Operators are told before the message is settled: a crash in between tells twice, never not at all.
    await office.until('it is settled', async () =>
      (await said(office, dewi.email)).every(({ state }) => state !== 'queued'),
    );
    expect(await said(office, dewi.email)).toMatchObject([{ state: 'failed', why: expect.stringContaining('550') }]);
  });

  const channelTo = (url: string, trusted?: string) =>
    createMailChannel({
      account: { url, ...(trusted ? { trusted } : {}) },
      from: MAILBOX,
      tokenOf: (id) => id,
      clock: office.clock,
      log: silent,
    });
  const outgoing = (bytes: number): Outgoing => ({
    id: '3f1f1c0e-2b8f-4a53-9d4c-6a7f4b0f6c11',
    to: { channel: 'mail', value: office.person('Budi').email },
    text: {
      subject: 'Halo',
      body: 'Halo',
      language: 'id',
      choices: [],
      links: [],
      files: [{ name: 'a.pdf', type: 'application/pdf', content: new Uint8Array(bytes) }],
    },
    references: [],
  });

  test('a mail over the size that the server takes is refused, not its reader', async () => {
    const channel = channelTo(exchange.smtpUrl, exchange.certificate);
    expect(await channel.send(outgoing(10))).toMatchObject({ sent: expect.any(String) });
    tally.counted('refused for its size (552)', 1);
    expect(await channel.send(outgoing(MESSAGE_BYTES))).toMatchObject({
      refused: true,
      why: expect.stringContaining('552'),
    });
    channel.close();
  });

  test('a refused password and a certificate of nobody concern no reader: it is tried again', async () => {
    const wrong = Object.assign(new URL(exchange.smtpUrl), { password: 'salah' }).href;
    tally.counted('sign-in refused', 1);
    tally.counted('certificate not trusted', 2);
    const [refused, untrusted] = [channelTo(wrong, exchange.certificate), channelTo(exchange.smtpUrl)];
    expect(await refused.send(outgoing(10))).toMatchObject({
      retryAt: expect.any(Date),
      why: expect.stringContaining('535'),
    });
    expect(await untrusted.send(outgoing(10))).toMatchObject({ retryAt: expect.any(Date) });
    refused.close();
    untrusted.close();
  });

  test('the mailbox of a server with a certificate of nobody is not entered', async () => {
    const reasons: unknown[] = [];
    const told = new Promise<void>((resolve) => {
      const warn = (_text: string, fields?: { why?: unknown }) => {
        reasons.push(fields?.why);
        resolve();
      };
      const listener = createListener({
        ...options,
        account: { url: exchange.imapUrl },
        receive: async () => undefined,
        cursor: async () => undefined,
        lease: { acquire: async () => true, release: async () => undefined },
        log: { ...silent, warn },
      });
      listener.start();
      stops.push(() => listener.stop());
    });
    await told;
    for (const stop of stops) await stop();
    expect(String(reasons[0])).toMatch(/SELF_SIGNED|UNABLE_TO_VERIFY|no TLS/);
  });
});

test.skipIf(missing)('after all of it no mail is lost, and none was taken twice', async () => {
  await settles(office);
  const { lost, twice, faults } = await books();
  tally.tell(written.length, lost.length, twice.length);
  expect({ lost, twice, faults }).toEqual(RIGHT);
});
