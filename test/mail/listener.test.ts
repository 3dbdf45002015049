import type { AddressInfo } from 'node:net';
import createImapServer, { type FetchHandler, type ImapServer } from 'hoodiecrow-imap';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Cursor } from '../../mail/catch-up.ts';
import { createListener, type ListenerOptions } from '../../mail/listener.ts';
import type { Inbound } from '../../src/conversation/inbound.ts';
import { type Fields, silent } from '../../src/log.ts';
import { type MailServer, startMailServer } from '../../src/sandbox/mail/server.ts';
import { startProxy } from '../support/proxy.ts';
import { FROM, options } from './support.ts';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});
async function mailbox(): Promise<MailServer> {
  const server = await startMailServer({ system: { user: 'u', password: 'p:@/', address: FROM } });
  stops.push(() => server.stop());
  return server;
}

/** What the desk would keep: everything once by source and UID, and the cursor, in one act. */
function desk() {
  const batches: Inbound[][] = [];
  const cursors = new Map<string, string>();
  const waiting = new Set<() => void>();
  const subjects = () => batches.flat().map((inbound) => inbound.subject);
  return {
    batches,
    cursors,
    subjects,
    failing: 0,
    async receive(this: { failing: number }, batch: Inbound[], cursor: Cursor) {
      if (this.failing > 0) {
        this.failing -= 1;
        throw new Error('database away');
      }
      batches.push(batch);
      cursors.set(cursor.source, cursor.value);
      for (const look of waiting) look();
    },
    /** Until so many mails were received; the test's own deadline ends it. */
    async got(count: number): Promise<Inbound[]> {
      await new Promise<void>((resolve) => {
        const look = () => batches.flat().length >= count && resolve();
        waiting.add(look);
        look();
      });
      return batches.flat();
    },
  };
}
function listening(
  server: Pick<MailServer, 'imapUrl'>,
  kept: ReturnType<typeof desk>,
  changes: Partial<ListenerOptions> = {},
) {
  const listener = createListener({
    ...options,
    account: { url: server.imapUrl },
    receive: (batch, cursor) => kept.receive(batch, cursor),
    cursor: async (source) => kept.cursors.get(source),
    lease: { acquire: async () => true, release: async () => undefined },
    log: silent,
    ...changes,
    limits: { reconnectFirstMs: 20, reconnectLastMs: 100, leaseRetryMs: 20, ...changes.limits },
  });
  listener.start();
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= listener.stop());
  stops.push(stop);
  return { listener, stop };
}
const write = (server: MailServer, ...subjects: string[]) =>
  subjects.reduce(async (before, subject) => {
    await before;
    await server.world.person('budi@pemprov.example').send({ subject, text: 'x' });
  }, Promise.resolve());

describe('the listener', () => {
  test('receives what waits, then what arrives, each once and in order', async () => {
    const server = await mailbox();
    const kept = desk();
    await write(server, 'satu', 'dua');
    listening(server, kept);
    await kept.got(2);
    await write(server, 'tiga');
    await kept.got(3);
    expect(kept.subjects()).toEqual(['satu', 'dua', 'tiga']);
    expect([...kept.cursors]).toEqual([[kept.batches[0]![0]!.source, '3']]);
    expect(kept.batches[0]![0]!.source).toMatch(/^imap:INBOX:\d+$/);
  });

  test('begins after the cursor, and takes nothing twice after a restart', async () => {
    const server = await mailbox();
    const kept = desk();
    await write(server, 'satu');
    const first = listening(server, kept);
    await kept.got(1);
    await first.stop();
    await write(server, 'dua');
    listening(server, kept);
    await kept.got(2);
    expect(kept.subjects()).toEqual(['satu', 'dua']);
  });

  test('brings a batch again that was not kept', async () => {
    const server = await mailbox();
    const kept = desk();
    kept.failing = 2;
    await write(server, 'satu');
    listening(server, kept);
    await kept.got(1);
    expect(kept.subjects()).toEqual(['satu']);
  });

  test('leaves a server that has fallen silent, and enters it anew', async () => {
    const server = await mailbox();
    const proxy = await startProxy(Number(new URL(server.imapUrl).port));
    stops.push(() => proxy.stop());
    const account = { url: Object.assign(new URL(server.imapUrl), { port: String(proxy.port) }).href };
    const kept = desk();
    await write(server, 'satu');
    listening(server, kept, { account, limits: { sweepEveryMs: 300, silenceMs: 900 } });
    await kept.got(1);
    await proxy.inject({ kind: 'half-open', silent: 'both' });
    await write(server, 'dua');
    await proxy.heal();
    await kept.got(2);
    expect(kept.subjects()).toEqual(['satu', 'dua']);
  });

  test('comes back after the connection was cut and the server was away', async () => {
    const server = await mailbox();
    const kept = desk();
    await write(server, 'satu');
    listening(server, kept);
    await kept.got(1);
    server.world.imap.refuse(true);
    await write(server, 'dua');
    server.world.imap.refuse(false);
    await kept.got(2);
    expect(kept.subjects()).toEqual(['satu', 'dua']);
  });

  test('waits twice as long after each failure, and begins anew only when the mailbox was worked to its end', async () => {
    const server = await mailbox();
    const kept = desk();
    const waits: unknown[] = [];
    const failures = new Set<() => void>();
    const warn = (what: string, fields?: Fields) => {
      if (what === 'mailbox not reachable') waits.push(fields?.ms);
      for (const look of failures) look();
    };
    const failed = (count: number) =>
      new Promise<void>((resolve) => {
        const look = () => waits.length >= count && resolve();
        failures.add(look);
        look();
      });
    // Connected and signed in each time, but the desk does not take it.
    kept.failing = 3;
    await write(server, 'satu');
    const { listener } = listening(server, kept, {
      log: { ...silent, warn },
      limits: { reconnectFirstMs: 10, reconnectLastMs: 40 },
    });
    await failed(3);
    expect(listener.state().syncedAt).toBeUndefined();
    await vi.waitUntil(() => listener.state().syncedAt !== undefined, { timeout: 20_000 });
    server.world.imap.refuse(true);
    await failed(6);
    // The connection that was cut is no failure yet: the first wait, of 10, comes before the first refusal.
    expect(waits.slice(0, 6)).toEqual([10, 20, 40, 20, 40, 40]);
    expect(listener.state()).toMatchObject({ connected: false, why: expect.stringMatching(/./) });
    server.world.imap.refuse(false);
    await write(server, 'dua');
    await kept.got(2);
  });

  test('says how much is still to be read while it works through a backlog', async () => {
    const server = await mailbox();
    const kept = desk();
    await write(server, ...Array.from({ length: 12 }, (_, i) => `m${i}`));
    const logged: unknown[] = [];
    const seen: number[] = [];
    let state = (): number => -1;
    const { listener } = listening(server, kept, {
      log: { ...silent, info: (_what, fields) => void logged.push(fields?.count) },
      receive: async (batch, cursor) => {
        seen.push(state());
        await kept.receive(batch, cursor);
      },
      limits: { batchCount: 5 },
    });
    state = () => listener.state().waiting;
    await kept.got(12);
    // The batch that is being kept, and those read after it, are out of the count as soon as they are read.
    expect(seen.toSorted((a, b) => b - a)).toEqual(seen);
    expect(seen[0]).toBeGreaterThan(0);
    expect(logged).toEqual([12, 7]);
    expect(listener.state().waiting).toBe(0);
  });

  test('takes a renumbered mailbox for a new source and reads it from its beginning', async () => {
    const server = await mailbox();
    const kept = desk();
    await write(server, 'satu');
    listening(server, kept);
    const [before] = await kept.got(1);
    server.world.imap.renumber();
    const [, after] = await kept.got(2);
    expect(after!.source).not.toBe(before!.source);
    expect(after!.copyKey).toBe(before!.copyKey);
  });

  test('sweeps when IDLE stays silent', async () => {
    const server = await mailbox();
    const kept = desk();
    await write(server, 'satu');
    listening(server, kept, { limits: { sweepEveryMs: 30 } });
    await kept.got(1);
    server.world.imap.mute(true);
    await write(server, 'dua');
    await kept.got(2);
    expect(kept.subjects()).toEqual(['satu', 'dua']);
  });

  test('works a backlog in batches bounded in count and in bytes', async () => {
    const server = await mailbox();
    const kept = desk();
    await write(server, ...Array.from({ length: 25 }, (_, i) => `m${i}`));
    listening(server, kept, { limits: { batchCount: 10, batchBytes: 2_000 } });
    await kept.got(25);
    expect(kept.subjects()).toEqual(Array.from({ length: 25 }, (_, i) => `m${i}`));
    expect(Math.max(...kept.batches.map((batch) => batch.length))).toBeLessThan(10);
    expect(
      Math.max(...kept.batches.map((batch) => batch.reduce((sum, { raw }) => sum + raw.length, 0))),
    ).toBeLessThanOrEqual(2_000);
  });

  test('reads two batches ahead while one is committed, no more, and commits one after the other', async () => {
    const server = await mailbox();
    const kept = desk();
    await write(server, ...Array.from({ length: 10 }, (_, i) => `m${i}`));
    const read: string[] = [];
    const open = { commits: 0, most: 0, ahead: 0 };
    let lookAgain: () => unknown = () => undefined;
    listening(server, kept, {
      authenticity: async ({ raw }) => {
        read.push(/^Subject: (.*)$/m.exec(raw.toString())![1]!.trim());
        open.ahead = Math.max(open.ahead, read.length - kept.batches.flat().length);
        lookAgain();
        return { authentic: 'unknown' };
      },
      receive: async (batch, cursor) => {
        open.commits += 1;
        open.most = Math.max(open.most, open.commits);
        // Held until the mails of the next two batches have been read, as many as there are.
        const wanted = Math.min(10, Number(cursor.value) + 4);
        await new Promise<void>((resolve) => {
          lookAgain = () => read.length >= wanted && resolve();
          lookAgain();
        });
        open.commits -= 1;
        await kept.receive(batch, cursor);
      },
      limits: { batchCount: 2 },
    });
    await kept.got(10);
    expect(kept.subjects()).toEqual(Array.from({ length: 10 }, (_, i) => `m${i}`));
    expect(open).toMatchObject({ commits: 0, most: 1, ahead: 6 });
  });

  test('hands on nothing that follows a batch which was not kept, and brings all of it again', async () => {
    const server = await mailbox();
    const kept = desk();
    await write(server, ...Array.from({ length: 8 }, (_, i) => `m${i}`));
    const offered: string[] = [];
    listening(server, kept, {
      receive: async (batch, cursor) => {
        offered.push(cursor.value);
        if (offered.length === 2) throw new Error('not kept');
        await kept.receive(batch, cursor);
      },
      limits: { batchCount: 2, reconnectFirstMs: 1 },
    });
    await kept.got(8);
    expect(offered.slice(0, 3)).toEqual(['2', '4', '4']);
    expect(kept.subjects()).toEqual(Array.from({ length: 8 }, (_, i) => `m${i}`));
  });

  test('keeps a mail that the server lists and does not hand out, for an operator to see, and passes over a deleted one', async () => {
    const mails = ['satu', 'rusak', 'dua', 'terhapus', 'tiga'].map((subject) => ({
      raw: `From: budi@pemprov.example\r\nSubject: ${subject}\r\n\r\nx`,
    }));
    const withholding = (imap: ImapServer) => {
      const whole: FetchHandler = (_connection, { raw }) => {
        const { messages } = imap.getMailbox('INBOX');
        const gone = messages.findIndex((message) => message.raw.includes('terhapus'));
        if (gone >= 0) messages.splice(gone, 1);
        return /rusak|terhapus/.test(raw) ? null : { type: 'LITERAL', value: raw };
      };
      imap.fetchHandlers['BODY.PEEK'] = whole;
      imap.fetchHandlers.BODY = whole;
    };
    const imap = createImapServer({
      plugins: ['ID', 'IDLE', withholding],
      users: { u: { password: 'p' } },
      storage: { INBOX: { messages: mails } },
    });
    await new Promise<void>((resolve) => imap.listen(0, '127.0.0.1', resolve));
    stops.push(() => new Promise<void>((resolve) => imap.server.close(() => resolve())));
    const kept = desk();
    const { port } = imap.server.address() as AddressInfo;
    listening({ imapUrl: `imap://u:p@127.0.0.1:${port}` }, kept);
    const received = await kept.got(4);
    expect(
      received.map(({ externalId, subject, fault, raw }) => [externalId, subject ?? fault, raw.length > 0]),
    ).toEqual([
      ['1', 'satu', true],
      ['2', 'from-unclear', false],
      ['3', 'dua', true],
      ['5', 'tiga', true],
    ]);
    expect([...kept.cursors.values()]).toEqual(['5']);
  });

  test('fetches only the head of a mail that is too large, and goes on', async () => {
    const server = await mailbox();
    const kept = desk();
    await server.world.person('budi@pemprov.example').send({ subject: 'besar', text: 'x'.repeat(5_000) });
    await write(server, 'kecil');
    listening(server, kept, { limits: { messageBytes: 2_000 } });
    const [large, small] = await kept.got(2);
    expect(large).toMatchObject({
      subject: 'besar',
      fault: 'too-large',
      text: '',
      contact: { value: 'budi@pemprov.example' },
    });
    expect(large!.raw.length).toBeLessThan(2_000);
    expect(small).not.toHaveProperty('fault');
  });

  test('leaves the mailbox alone while another process holds it, and gives it back', async () => {
    const server = await mailbox();
    const kept = desk();
    const lease = { holder: 'other', asked: 0, released: false };
    const asked = new Promise<void>((resolve) => {
      stops.push(async () => resolve());
      listening(server, kept, {
        lease: {
          acquire: async () => {
            if (++lease.asked === 3) resolve();
            return lease.holder === 'us';
          },
          release: async () => {
            lease.released = true;
          },
        },
      });
    });
    await write(server, 'satu');
    await asked;
    expect(kept.batches).toEqual([]);
    lease.holder = 'us';
    await kept.got(1);
    await stops.pop()!();
    expect(lease.released).toBe(true);
  });

  test('takes in nothing more of a backlog once another process has the mailbox', async () => {
    const server = await mailbox();
    const kept = desk();
    const subjects = ['satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan'];
    await write(server, ...subjects);
    let isOurs = true;
    let askedSince = 0;
    await new Promise<void>((resolve) => {
      listening(server, kept, {
        receive: async (batch, cursor) => {
          isOurs = false;
          await kept.receive(batch, cursor);
        },
        // Asked more often than there are batches: what was under way has come to its end.
        lease: {
          acquire: async () => {
            if (!isOurs && ++askedSince > subjects.length) resolve();
            return isOurs;
          },
          release: async () => undefined,
        },
        limits: { batchCount: 1 },
      });
    });
    // Those that were read ahead belong to who had the lease when they were read.
    expect(kept.subjects().length).toBeLessThanOrEqual(3);
  });

  test('trusts what the sandbox server found out, and reads its notice', async () => {
    const server = await mailbox();
    const kept = desk();
    const { createAuthenticity } = await import('../../mail/authenticity.ts');
    const noDns = async () => Promise.reject(new Error('no DNS in a test'));
    await server.world
      .person('budi@pemprov.example')
      .send({ subject: 'asli', text: 'x', to: 'sertifikat+tok@kominfo.example' });
    await server.world.person('budi@pemprov.example').send({ subject: 'palsu', text: 'x', authenticated: false });
    for (const basis of ['expiring', 'expired', 'revoked', 'issued'] as const) {
      await server.world.caNotice({
        name: 'Budi Santoso',
        email: 'budi@pemprov.example',
        serial: '01AB23CD',
        expires: new Date('2027-01-15T05:00:00Z'),
        basis,
        to: FROM,
      });
    }
    listening(server, kept, { authenticity: createAuthenticity({ authservId: server.authservId, resolver: noDns }) });
    const [real, fake, ...notices] = await kept.got(6);
    expect([real!.proof, fake!.proof]).toEqual([
      { token: 'tok', authentic: 'aligned', spf: 'pass' },
      { authentic: 'unknown', spf: 'unknown' },
    ]);
    const fields = {
      name: 'Budi Santoso',
      email: 'budi@pemprov.example',
      serial: '1ab23cd',
      expires: new Date('2027-01-15T00:00:00Z'),
    };
    expect(notices.map(({ notice }) => notice)).toEqual([
      { basis: 'expiring', ...fields },
      { basis: 'expired', ...fields },
      { basis: 'revoked', ...fields },
      { basis: 'expiring', issued: true, ...fields },
    ]);
  });

  test("recognises a person's forward of the notice, in the text and attached, and the bounce of a mail of ours", async () => {
    const server = await mailbox();
    const kept = desk();
    const budi = server.world.person('budi@pemprov.example', 'Budi');
    await server.world.caNotice({
      name: 'Budi',
      email: budi.address,
      serial: '01AB23CD',
      expires: new Date('2027-01-15T05:00:00Z'),
      basis: 'expiring',
    });
    const [notice] = budi.messages();
    await budi.forward(notice!);
    await budi.forward(notice!, undefined, { attached: true, comment: 'Mohon bantuannya' });
    await server.world.sendRaw(Buffer.from(`From: ${FROM}\r\nMessage-ID: <perbarui.id-1@kominfo.example>\r\n\r\nx`), {
      from: FROM,
      to: budi.address,
    });
    await server.world.bounce(budi.messages()[1]!, budi.address);
    listening(server, kept);
    const [inline, attached, bounce] = await kept.got(3);
    for (const inbound of [inline, attached])
      expect(inbound!.notice).toMatchObject({ basis: 'expiring', serial: '1ab23cd', name: 'Budi' });
    expect(attached!.text).toBe('Mohon bantuannya');
    expect(bounce!.automatic).toEqual({
      kind: 'bounce',
      permanent: true,
      recipient: budi.address,
      messageId: '<perbarui.id-1@kominfo.example>',
    });
  });

  test('stops while the server is away', async () => {
    const server = await mailbox();
    server.world.imap.refuse(true);
    const { stop, listener } = listening(server, desk());
    await stop();
    expect(listener.state().connected).toBe(false);
  });

  test('stops at once while a server that never greets is being waited for', async () => {
    const server = await mailbox();
    const { createServer } = await import('node:net');
    const silentServer = createServer();
    const called = new Promise<void>((resolve) => silentServer.once('connection', () => resolve()));
    await new Promise<void>((resolve) => silentServer.listen(0, '127.0.0.1', resolve));
    stops.push(() => new Promise((resolve) => silentServer.close(resolve)));
    const { port } = silentServer.address() as { port: number };
    const { stop, listener } = listening(server, desk(), {
      account: { url: `imap://u:p@127.0.0.1:${port}/INBOX` },
    });
    await called;
    const began = performance.now();
    await stop();
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(listener.state().connected).toBe(false);
  });

  test('stops in time while a server holds back what was asked of it', async () => {
    const server = await mailbox();
    const proxy = await startProxy(Number(new URL(server.imapUrl).port));
    stops.push(() => proxy.stop());
    const account = { url: Object.assign(new URL(server.imapUrl), { port: String(proxy.port) }).href };
    const silence = Promise.withResolvers<void>();
    const cursor = async () => {
      await proxy.inject({ kind: 'half-open', silent: 'both' });
      silence.resolve();
      return undefined;
    };
    const { stop, listener } = listening(server, desk(), { account, cursor });
    await silence.promise;
    const began = performance.now();
    await stop();
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(listener.state().connected).toBe(false);
  }, 30_000);
});
