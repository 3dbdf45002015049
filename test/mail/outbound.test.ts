import { afterEach, describe, expect, test } from 'vitest';
import { createMailChannel, type MailChannelOptions } from '../../mail/outbound.ts';
import { messageIdOf } from '../../mail/token.ts';
import type { Outgoing, ReadyText } from '../../src/desk/ports.ts';
import { silent } from '../../src/log.ts';
import { startMailServer } from '../../src/sandbox/mail/server.ts';
import { FROM, RECEIVED, REPLY_ADDRESS } from './support.ts';

const stops: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});
async function started(options: Partial<MailChannelOptions> = {}) {
  const server = await startMailServer({ system: { user: 'u', password: 'p:@/', address: FROM } });
  const channel = createMailChannel({
    account: { url: server.smtpUrl },
    from: `Layanan Sertifikat <${FROM}>`,
    replyAddress: REPLY_ADDRESS,
    tokenOf: (id) => `token-of-${id}`,
    clock: () => RECEIVED,
    log: silent,
    timeoutMs: 500,
    ...options,
  });
  stops.push(
    () => server.stop(),
    () => channel.close(),
  );
  const budi = server.world.person('budi@pemprov.example');
  return { server, channel, budi };
}
const text: ReadyText = {
  subject: 'Pemeriksaan data',
  body: 'Yth. Budi & keluarga,\n\nApakah <benar>?\nLihat https://k.example/p?a=1&b=2.',
  language: 'id',
  choices: [],
  links: [],
  files: [],
};
const outgoing = (changes: Partial<Omit<Outgoing, 'text'>> & { text?: Partial<ReadyText> } = {}): Outgoing => ({
  id: '6c0cbe6e-33b8',
  to: { channel: 'mail', value: 'budi@pemprov.example' },
  references: [],
  token: 'tok1',
  ...changes,
  text: { ...text, ...changes.text },
});

describe('a mail that goes out', () => {
  test('carries its way back in the address, and is the same message however often it is sent', async () => {
    const { channel, budi } = await started();
    expect(await channel.send(outgoing())).toEqual({ sent: '<perbarui.6c0cbe6e-33b8@kominfo.example>' });
    await channel.send(outgoing());
    const [first, second] = budi.messages();
    expect(first).toMatchObject({
      from: FROM,
      fromName: 'Layanan Sertifikat',
      replyTo: 'sertifikat+tok1@kominfo.example',
      subject: 'Pemeriksaan data',
      messageId: '<perbarui.6c0cbe6e-33b8@kominfo.example>',
    });
    expect(second!.messageId).toBe(first!.messageId);
    expect(first!.raw.toString()).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    // What cannot be delivered comes back to the mailbox that we read.
    expect(first!.raw.toString()).toContain(`Return-Path: <${FROM}>`);
  });

  test('carries it in the Message-ID where the server has no such addresses, and it is on record nowhere', async () => {
    const { channel, budi } = await started({ replyAddress: undefined });
    const references = ['<a@x>', messageIdOf('earlier', 'kominfo.example')];
    const sent = { sent: messageIdOf('6c0cbe6e-33b8', 'kominfo.example') };
    expect(await channel.send(outgoing({ references }))).toEqual(sent);
    expect(budi.messages()[0]).toMatchObject({
      replyTo: FROM,
      messageId: messageIdOf('6c0cbe6e-33b8', 'kominfo.example', 'token-of-6c0cbe6e-33b8'),
      references: ['<a@x>', messageIdOf('earlier', 'kominfo.example', 'token-of-earlier')],
    });
  });

  test('stays in its thread, as an answer', async () => {
    const { channel, budi } = await started();
    const text = { ...outgoing().text, subject: 'Re: Pertanyaan saya' };
    await channel.send(outgoing({ text, references: ['<a@x>', 'sha256:00', '<b@x>'] }));
    expect(budi.messages()[0]).toMatchObject({
      subject: 'Re: Pertanyaan saya',
      inReplyTo: '<b@x>',
      references: ['<a@x>', '<b@x>'],
    });
    expect(budi.messages()[0]!.raw.toString()).toMatch(/^Auto-Submitted: auto-replied\r$/m);
  });

  test('has text and HTML, with everything of a stranger escaped', async () => {
    const { channel, budi } = await started();
    const choices = [{ id: 'SESUAI & "benar"', label: 'Data "sesuai" & benar' }];
    const links = [
      { label: 'Buka <halaman>', url: 'https://k.example/h/abc' },
      { label: 'jahat', url: 'javascript:alert(1)' },
    ];
    await channel.send(
      outgoing({
        text: {
          choices,
          links,
          files: [{ name: 'surat.pdf', type: 'application/pdf', content: Buffer.from('%PDF-1.7') }],
        },
      }),
    );
    const { text: plain, html, attachments } = budi.messages()[0]!;
    expect(plain).toContain(
      'Apakah <benar>?\nLihat https://k.example/p?a=1&b=2.\n\nBuka <halaman>:\nhttps://k.example/h/abc',
    );
    expect(html).toContain(
      'Apakah &lt;benar&gt;?<br>Lihat <a href="https://k.example/p?a=1&amp;b=2">https://k.example/p?a=1&amp;b=2</a>.',
    );
    expect(html).toContain('<a href="https://k.example/h/abc">Buka &lt;halaman&gt;</a>');
    expect(html).toContain(
      'href="mailto:sertifikat%2Btok1@kominfo.example?subject=Re%3A%20Pemeriksaan%20data&amp;body=SESUAI%20%26%20%22benar%22&amp;',
    );
    expect(html + plain).not.toContain('javascript');
    expect(attachments).toMatchObject([
      { name: 'surat.pdf', type: 'application/pdf', content: Buffer.from('%PDF-1.7') },
    ]);
  });

  test('has its buttons where it names the words, above its closing, and says what a click opens', async () => {
    const { channel, budi } = await started();
    const choices = [
      { id: 'SESUAI', label: 'Data sudah sesuai' },
      { id: 'SALAH', label: 'Ada yang salah' },
    ];
    const body = 'Benar?\n\nBalas dengan:\n• SESUAI: Data sudah sesuai\n• SALAH: Ada yang salah\n\nHormat kami,\nDinas';
    await channel.send(outgoing({ text: { body, choices } }));
    const { html = '' } = budi.messages()[0]!;
    const places = ['• SALAH', 'Anda tinggal mengirimnya', '>Ada yang salah</a>', 'Hormat kami'].map((each) =>
      html.indexOf(each),
    );
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThan(0);
  });

  test('does not let a subject or an address add headers', async () => {
    const { channel, budi, server } = await started();
    await channel.send(outgoing({ text: { subject: 'Halo\r\nBcc: evil@x.example' } }));
    expect(budi.messages()[0]!.raw.toString()).not.toMatch(/^Bcc:/m);
    expect(server.world.addresses()).toEqual(['budi@pemprov.example']);
    expect(
      await channel.send(outgoing({ to: { channel: 'mail', value: 'a@b.example>\r\nRCPT TO:<c@d.example' } })),
    ).toMatchObject({ unreachable: true });
    expect(await channel.send(outgoing({ to: { channel: 'mail', value: 'unknown@invalid' } }))).toMatchObject({
      unreachable: true,
    });
  });
});

describe('a mail that does not go out', () => {
  test('is judged by what the server answered', async () => {
    const { channel, server } = await started();
    server.world.smtpFaults(
      { at: 'recipient', does: { reply: 450 }, times: 1 },
      { at: 'recipient', does: { reply: 550 }, times: 1 },
      { at: 'data', does: { reply: 554 }, times: 1 },
    );
    expect(await channel.send(outgoing())).toEqual({
      retryAt: new Date(RECEIVED.getTime() + 60_000),
      why: 'smtp 450 at RCPT TO',
    });
    expect(await channel.send(outgoing())).toEqual({ unreachable: true, why: 'smtp 550 at RCPT TO' });
    expect(await channel.send(outgoing())).toEqual({ refused: true, why: 'smtp 554 at DATA' });
    expect(await channel.send(outgoing())).toHaveProperty('sent');
  });
  test('is tried again when the connection ends before the message, in doubt when after it', async () => {
    const { channel, server, budi } = await started();
    for (const does of ['close', 'hang'] as const) {
      server.world.smtpFaults({ at: 'recipient', does });
      expect(await channel.send(outgoing()), does).toHaveProperty('retryAt');
    }
    for (const does of ['hang', 'deliver-and-close'] as const) {
      server.world.smtpFaults({ at: 'data', does, times: 1 });
      expect(await channel.send(outgoing()), does).toMatchObject({ unknown: true });
    }
    expect(budi.messages()).toHaveLength(1);
  });
  test('stays when another process may be sending it by the time the server asks for it', async () => {
    const { channel, budi } = await started();
    expect(await channel.send(outgoing({ mayLeave: () => false }))).toMatchObject({ retryAt: RECEIVED });
    expect(budi.messages()).toEqual([]);
    expect(await channel.send(outgoing({ mayLeave: () => true }))).toHaveProperty('sent');
    expect(budi.messages()).toHaveLength(1);
  });
  test('is tried again when there is no server', async () => {
    const { channel, server } = await started();
    await server.stop();
    stops.shift();
    expect(await channel.send(outgoing())).toHaveProperty('retryAt');
  });
});
