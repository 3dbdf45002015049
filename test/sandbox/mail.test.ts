import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import { afterEach, describe, expect, test } from 'vitest';
import { type MailServer, type MailServerOptions, startMailServer } from '../../src/sandbox/mail/server.ts';

const system = { user: 'sertifikat', password: 'p@ss w/ord', address: 'sertifikat@kominfo.example' };
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function started(options: Partial<MailServerOptions> = {}): Promise<MailServer> {
  const server = await startMailServer({ system, ...options });
  stops.push(() => server.stop());
  return server;
}

async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'mail-'));
  stops.push(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** What the office's mailbox holds, read as any client reads it. */
async function inboxOf(server: MailServer) {
  const url = new URL(server.imapUrl);
  const auth = { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
  const client = new ImapFlow({ host: url.hostname, port: Number(url.port), secure: false, auth, logger: false });
  client.on('error', () => {});
  await client.connect();
  const { uidValidity } = await client.mailboxOpen('INBOX', { readOnly: true });
  const messages = (await client.search({ all: true }, { uid: true })) || [];
  const fetched = messages.length
    ? await client.fetchAll(messages, { source: true, internalDate: true }, { uid: true })
    : [];
  await client.logout();
  return {
    uidValidity,
    messages: fetched.map((m) => ({ uid: m.uid, at: m.internalDate, raw: m.source!.toString('latin1') })),
  };
}

function transportTo(server: MailServer) {
  const transport = createTransport(server.smtpUrl);
  stops.push(async () => transport.close());
  return transport;
}

describe('the sandbox mailbox', () => {
  test("puts a person's mail into the office's INBOX with the server's verdict, and takes foreign verdicts away", async () => {
    const server = await started({ now: () => new Date('2027-01-02T03:04:05Z') });
    const budi = server.world.person('Budi@pemprov.example', 'Budi');
    const forged = { 'Authentication-Results': `${server.authservId}; dkim=pass header.d=forged.example` };
    await budi.send({ subject: 'Halo', text: 'Saya ingin memperbarui.', headers: forged });
    await budi.send({ subject: 'Dua', text: 'x', to: 'sertifikat+abc@kominfo.example', authenticated: false });
    const { messages } = await inboxOf(server);
    expect(messages.map((m) => m.uid)).toEqual([1, 2]);
    expect(messages[0]!.raw).toContain(
      `Authentication-Results: ${server.authservId}; dkim=pass header.d=pemprov.example;`,
    );
    expect(messages[0]!.raw).not.toContain('forged.example');
    expect(messages[0]!.at).toEqual(new Date('2027-01-02T03:04:05Z'));
    expect(messages[1]!.raw).toContain('dkim=none');
    expect(messages[1]!.raw).toContain('Delivered-To: sertifikat+abc@kominfo.example');
  });

  test('keeps mail, UIDs and UIDVALIDITY across a restart', async () => {
    const dir = await folder();
    const first = await started({ dir });
    await first.world.person('a@b.example').send({ subject: 'satu', text: '1' });
    await transportTo(first).sendMail({ from: system.address, to: 'a@b.example', subject: 'jawab', text: 'ya' });
    const before = await inboxOf(first);
    await first.stop();
    const second = await started({ dir });
    await second.world.person('a@b.example').send({ subject: 'dua', text: '2' });
    const after = await inboxOf(second);
    expect(after.uidValidity).toBe(before.uidValidity);
    expect(after.messages.map((m) => m.uid)).toEqual([1, 2]);
    expect(after.messages[0]).toEqual(before.messages[0]);
    expect(
      second.world
        .person('a@b.example')
        .messages()
        .map((m) => m.subject),
    ).toEqual(['jawab']);
    expect(
      second.world
        .person('a@b.example')
        .sent()
        .map((m) => m.subject),
    ).toEqual(['satu', 'dua']);
  });

  test('tells a client that idles of a new message at once', async () => {
    const server = await started();
    const url = new URL(server.imapUrl);
    const auth = { user: system.user, pass: system.password };
    const client = new ImapFlow({ host: url.hostname, port: Number(url.port), secure: false, auth, logger: false });
    client.on('error', () => {});
    await client.connect();
    stops.push(async () => client.close());
    await client.mailboxOpen('INBOX', { readOnly: true });
    const told = new Promise<number>((resolve) => client.once('exists', ({ count }) => resolve(count)));
    void client.idle();
    await server.world.person('a@b.example').send({ subject: 'satu', text: '1' });
    expect(await told).toBe(1);
  });

  test('lets a person wait for, answer and forward what the office wrote', async () => {
    const server = await started();
    const budi = server.world.person('budi@pemprov.example', 'Budi');
    const seen: string[] = [];
    server.world.on(({ kind, address }) => seen.push(`${kind} ${address}`));
    const awaited = budi.waitFor((m) => m.subject === 'Pemeriksaan data', 5_000);
    await transportTo(server).sendMail({
      from: system.address,
      to: budi.address,
      replyTo: 'sertifikat+t0k3n@kominfo.example',
      subject: 'Pemeriksaan data',
      text: 'Apakah benar?',
      attachments: [{ filename: 'surat.pdf', content: Buffer.from('%PDF-1.7') }],
    });
    const message = await awaited;
    expect(message.attachments[0]).toMatchObject({ name: 'surat.pdf', content: Buffer.from('%PDF-1.7') });
    await budi.reply(message, 'Sudah benar');
    await budi.forward(message, 'citra@pemprov.example', { attached: true });
    const { messages } = await inboxOf(server);
    expect(messages[0]!.raw).toContain(`In-Reply-To: ${message.messageId}`);
    expect(messages[0]!.raw).toContain('Delivered-To: sertifikat+t0k3n@kominfo.example');
    expect(messages[0]!.raw).toContain('> Apakah benar?');
    expect(server.world.person('citra@pemprov.example').messages()[0]!.attachments[0]!.type).toBe('message/rfc822');
    expect(seen).toContain('received budi@pemprov.example');
    await expect(budi.waitFor(() => false, 10)).rejects.toThrow('there are: Pemeriksaan data');
  });

  test('refuses a wrong password, and relaying without one', async () => {
    const server = await started();
    const { port } = new URL(server.smtpUrl);
    const wrong = createTransport({ host: '127.0.0.1', port: Number(port), auth: { user: system.user, pass: 'x' } });
    const open = createTransport({ host: '127.0.0.1', port: Number(port) });
    await expect(wrong.sendMail({ from: 'a@b.example', to: system.address, text: '' })).rejects.toMatchObject({
      responseCode: 535,
    });
    await expect(open.sendMail({ from: 'a@b.example', to: 'c@d.example', text: '' })).rejects.toMatchObject({
      responseCode: 554,
    });
    await open.sendMail({ from: 'a@b.example', to: system.address, text: 'dari luar' });
    expect((await inboxOf(server)).messages[0]!.raw).toContain('dmarc=none');
  });

  test('fails as it is told to', async () => {
    const server = await started();
    const transport = transportTo(server);
    const send = (to: string) => transport.sendMail({ from: system.address, to, text: 'x' });
    server.world.smtpFaults(
      { at: 'recipient', does: { reply: 550 }, to: 'gone@b.example' },
      { at: 'data', does: { reply: 451 }, times: 1 },
    );
    await expect(send('gone@b.example')).rejects.toMatchObject({ responseCode: 550 });
    await expect(send('a@b.example')).rejects.toMatchObject({ responseCode: 451 });
    await send('a@b.example');
    server.world.smtpFaults({ at: 'data', does: 'deliver-and-close', times: 1 });
    await expect(send('a@b.example')).rejects.toThrow();
    expect(server.world.person('a@b.example').messages()).toHaveLength(2);
    server.world.smtpFaults();
    await send('a@b.example');
  });

  test('renumbers on demand, and a dropped client can come back', async () => {
    const server = await started({ dir: await folder() });
    await server.world.caNotice({
      name: 'Budi',
      email: 'b@c.example',
      serial: '01AB',
      expires: new Date('2027-01-15T05:00:00Z'),
      basis: 'expiring',
      to: system.address,
    });
    const before = await inboxOf(server);
    server.world.imap.renumber();
    const after = await inboxOf(server);
    expect(after.uidValidity).not.toBe(before.uidValidity);
    expect(after.messages[0]!.raw).toBe(before.messages[0]!.raw);
    server.world.imap.refuse(true);
    await expect(inboxOf(server)).rejects.toThrow();
    server.world.imap.refuse(false);
    expect((await inboxOf(server)).messages).toHaveLength(1);
  });
});
