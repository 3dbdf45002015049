import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formOf, OFFICE, posted, RIZAL, SITI, startPage } from './page-world.ts';

let world: Awaited<ReturnType<typeof startPage>>;
beforeEach(async () => {
  world = await startPage();
});
afterEach(() => world.stop());

type Chat = { messages: { id: number; from: string; html: string; buttons: { label: string }[] }[] };
type Letter = { id: string; folder: string; subject: string };
const PDF = new File(['%PDF-1.7 surat'], 'surat rekomendasi.pdf', { type: 'application/pdf' });
const siti = (path: string) => `/people/${world.key(SITI.email)}${path}`;
const lettersOf = async (folder: string) =>
  (await world.ask<{ messages: Letter[] }>(siti('/mail'))).messages.filter((each) => each.folder === folder);

describe('the chat', () => {
  test('brings what the person writes, opens, presses and sends to the bot', async () => {
    const chat_id = Number(world.key(SITI.email));
    await world.act(siti('/chat/open'), { payload: 'abc_123' });
    await world.act(siti('/chat'), { text: 'sampai mana?' });
    await world.telegram.client.call('sendMessage', {
      chat_id,
      text: 'Benar?',
      reply_markup: {
        inline_keyboard: [[{ text: 'Ya', callback_data: 'y1' }], [{ text: 'Tidak', callback_data: 'n1' }]],
      },
    });
    const { messages } = await world.ask<Chat>(siti('/chat'));
    expect(messages.at(-1)).toMatchObject({ from: 'bot', buttons: [{ label: 'Ya' }, { label: 'Tidak' }] });
    await world.act(siti('/chat/press'), { message: messages.at(-1)!.id, button: 1 });
    await world.act(siti('/chat/files'), formOf({ caption: 'ini suratnya' }, PDF));
    const updates = await world.updates();
    expect(updates.map((each) => each.message?.text ?? each.callback_query?.data ?? each.message?.caption)).toEqual([
      '/start abc_123',
      'sampai mana?',
      'n1',
      'ini suratnya',
    ]);
    const document = updates.at(-1)!.message!.document;
    expect(document).toMatchObject({ file_name: 'surat rekomendasi.pdf', mime_type: 'application/pdf' });
    expect(updates[0]!.message!.from).toMatchObject({ id: chat_id, first_name: 'Siti Rahmawati' });
  });

  test('gives a file of the bot as a download, whatever it claims to be', async () => {
    await world.act(siti('/chat/open'), {});
    await world.telegram.client.call('sendDocument', {
      chat_id: Number(world.key(SITI.email)),
      document: { source: Buffer.from('<script>x</script>'), filename: "salinan (1)'; é.html" },
    });
    const { messages } = await world.ask<Chat>(siti('/chat'));
    const file = await world.page.request(siti(`/chat/${messages.at(-1)!.id}/file`));
    expect(await file.text()).toBe('<script>x</script>');
    expect(Object.fromEntries(file.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': expect.stringMatching(/^attachment; filename\*=UTF-8''[\w%.-]+$/),
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
  });

  test('explains what cannot be done', async () => {
    const refused = async (path: string, body: unknown) => {
      const init = posted(body);
      const headers = { ...(init.headers as Record<string, string>), 'sec-fetch-site': 'same-origin' };
      const response = await world.page.request(path, { ...init, headers });
      return [response.status, ((await response.json()) as { error: string }).error];
    };
    expect(await refused(siti('/chat/press'), { message: 99, button: 0 })).toEqual([
      409,
      'Tombol ini sudah tidak ada. Gunakan tombol pada pesan terbaru.',
    ]);
    expect((await refused(siti('/chat'), { text: '' }))[0]).toBe(400);
    expect((await refused(siti('/chat/open'), { payload: 'a b' }))[0]).toBe(400);
    expect((await refused(siti('/chat/files'), formOf({ caption: 'x' })))[1]).toBe('Belum ada berkas yang dipilih.');
    expect((await refused('/people/5/chat', { text: 'x' }))[0]).toBe(404);
    expect(await refused(siti('/mail'), formOf({ to: 'a@b.example, c@d.example', text: 'x' }))).toEqual([
      400,
      'Alamat tujuan belum benar. Contoh: nama@instansi.go.id',
    ]);
  });
});

describe('the webmail', () => {
  test('answers to the reply address with the references, so that the token comes back', async () => {
    const sent = await world.fromOffice(SITI.email, {
      replyTo: 'sertifikat+t0k3n@kominfo.example',
      subject: 'Pemeriksaan data',
      text: 'Apakah benar?',
      references: ['<lama@kominfo.example>'],
    });
    const [letter] = await lettersOf('inbox');
    await world.act(siti('/mail'), formOf({ answers: letter!.id, text: 'Sudah benar' }, PDF));
    const [mail] = await world.inbox();
    expect(mail).toContain('Delivered-To: sertifikat+t0k3n@kominfo.example');
    expect(mail).toContain(`In-Reply-To: ${sent.messageId}`);
    expect(mail).toMatch(/References:\s+<lama@kominfo\.example>\s/);
    expect(mail).toContain('From: Siti Rahmawati <siti@contohprov.example>');
    expect(mail).toContain('Sudah benar');
    expect(mail).toContain('filename="surat rekomendasi.pdf"');
    expect((await lettersOf('sent'))[0]!.subject).toBe('Re: Pemeriksaan data');
  });

  test('writes anew, and passes on in the text or attached', async () => {
    await world.act(
      siti('/mail'),
      formOf({ to: OFFICE, subject: 'Halo\r\nBcc: x@y.example', text: 'Saya ingin memperbarui.' }),
    );
    await world.act(siti('/notice'), { way: 'person', about: 'validity' });
    const [notice] = await lettersOf('inbox');
    await world.act(siti('/mail'), formOf({ forwards: notice!.id, to: OFFICE, text: 'Mohon bantuan' }));
    await world.act(siti('/mail'), formOf({ forwards: notice!.id, to: OFFICE, attached: 'yes' }));
    const [fresh, inside, attached] = await world.inbox();
    expect(fresh).toContain('Saya ingin memperbarui.');
    expect(fresh).not.toMatch(/^Bcc:/m);
    expect(inside).toContain('Mohon bantuan');
    expect(inside).toContain(SITI.serial);
    expect(attached).toContain('Content-Type: message/rfc822');
  });

  test('shows a letter with its files', async () => {
    await world.fromOffice(SITI.email, {
      subject: 'Terbit',
      text: 'Selamat',
      attachments: [{ filename: 'sertifikat.pem', content: 'PEM' }],
    });
    const [letter] = await lettersOf('inbox');
    expect(await world.ask(siti(`/mail/${letter!.id}`))).toMatchObject({
      from: OFFICE,
      text: expect.stringContaining('Selamat'),
      attachments: [{ name: 'sertifikat.pem', size: 3 }],
    });
    expect(await (await world.page.request(siti(`/mail/${letter!.id}/files/0`))).text()).toBe('PEM');
  });
});

describe("the CA's notice", () => {
  test('reaches the office directly, or forwarded by the applicant who got it', async () => {
    await world.act(siti('/notice'), { way: 'office', about: 'validity' });
    expect(await lettersOf('inbox')).toEqual([]);
    await world.act(siti('/notice'), { way: 'forwarded', about: 'validity' });
    const [direct, forwarded] = await world.inbox();
    expect(direct).toContain('noreply@bsre.bssn.go.id');
    expect(direct).toContain('Akan Berakhir');
    expect(forwarded).toContain('From: Siti Rahmawati');
    expect(forwarded).toContain(SITI.serial);
  });

  test('says of an ended certificate that it has ended', async () => {
    await world.act(`/people/${world.key(RIZAL.email)}/notice`, { way: 'office', about: 'validity' });
    expect((await world.inbox())[0]).toContain('Telah Kedaluwarsa');
  });

  test('is not sent for somebody without a certificate', async () => {
    const key = world.key('seseorang@surel.example');
    await expect(world.act(`/people/${key}/notice`, { way: 'office', about: 'validity' })).rejects.toThrow(
      'tidak memiliki sertifikat',
    );
  });
});

describe('letters to sign', () => {
  type Draft = { source: string; id: string; file: number; name: string };
  const draft = () => ({ source: Buffer.from('%PDF-1.7 isian'), filename: 'Surat-Rekomendasi-12.pdf' });

  test('go back with one act, by chat and as an answer to the newest letter of the office', async () => {
    await world.act(siti('/chat/open'), {});
    await world.telegram.client.call('sendDocument', { chat_id: Number(world.key(SITI.email)), document: draft() });
    await world.fromOffice(SITI.email, {
      replyTo: 'sertifikat+baru@kominfo.example',
      subject: 'Surat',
      text: 'Mohon ditandatangani',
    });
    const [found] = await world.ask<Draft[]>(siti('/letters'));
    expect(found).toMatchObject({ source: 'chat', name: 'Surat-Rekomendasi-12.pdf' });
    const { source, id, file } = found!;
    await world.act(siti('/letters'), { source, id, file, via: 'chat' });
    await world.act(siti('/letters'), { source, id, file, via: 'mail' });
    const document = (await world.updates()).at(-1)!.message!.document;
    expect(document).toMatchObject({ file_name: 'Surat-Rekomendasi-12-bertanda-tangan.pdf', file_size: 14 });
    const [mail] = await world.inbox();
    expect(mail).toContain('Delivered-To: sertifikat+baru@kominfo.example');
    expect(mail).toContain('Surat-Rekomendasi-12-bertanda-tangan.pdf');
  });

  test('are only those that the office sent, the newest of each', async () => {
    const attachments = [{ filename: 'Surat-Rekomendasi-12.pdf', content: 'lama' }];
    await world.fromOffice(SITI.email, { subject: 'satu', text: '1', attachments });
    await world.fromOffice(SITI.email, { subject: 'dua', text: '2', attachments });
    await world.mail.world.person('asing@x.example').send({
      to: SITI.email,
      subject: 'tiga',
      text: '3',
      attachments: [{ name: 'palsu.pdf', content: Buffer.from('x') }],
    });
    const [, newest] = (await lettersOf('inbox')).map(({ id, subject }) => ({ id, subject }));
    expect(newest!.subject).toBe('dua');
    expect(await world.ask<Draft[]>(siti('/letters'))).toMatchObject([
      { source: 'mail', id: newest!.id, name: 'Surat-Rekomendasi-12.pdf' },
    ]);
  });
});

describe('strangers', () => {
  const HOSTILE =
    '<script>top.x=1</script><img src="https://evil.example/p.gif" onerror="x()"><form action="/people"><a href="javascript:x()">a</a>';

  test("a letter's HTML comes with a policy under which nothing runs, loads or is sent", async () => {
    await world.mail.world
      .person('asing@x.example')
      .send({ to: SITI.email, subject: '<b>x</b>', text: 'x', html: HOSTILE });
    const [letter] = await lettersOf('inbox');
    const { headers } = await world.page.request(siti(`/mail/${letter!.id}/html`));
    const policy = headers.get('content-security-policy')!.split('; ');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'none'");
    expect(policy).toContain('sandbox allow-same-origin');
    expect(policy.filter((each) => /script|allow-(?:scripts|forms|top|popups)/.test(each))).toEqual([]);
    expect(policy.filter((each) => /https?:|\*/.test(each))).toEqual([]);
  });

  test('the page itself has no inline script or style and asks nothing of a third party', async () => {
    const response = await world.page.request('/');
    const html = await response.text();
    expect(html).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=/i);
    expect(html).toContain('Dinas Komunikasi &amp; Informatika &lt;Contoh&gt;');
    const addresses = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address!);
    expect(addresses.filter((each) => !/^[/#]/.test(each))).toEqual([
      'http://localhost:3000/health',
      'http://localhost:3000/console',
    ]);
    for (const own of addresses.filter((each) => each.startsWith('/')))
      expect((await world.page.request(own)).status, own).toBe(200);
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect((await world.page.request('/sandbox/..%2f..%2fpage.ts')).status).toBe(404);
  });

  test.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', { 'sec-fetch-site': 'same-site', origin: 'http://localhost:3000' }],
    ['a foreign origin that claims more', { 'sec-fetch-site': 'same-origin', origin: 'http://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['nobody who says where from', {}],
  ])('nothing is done for %s', async (_who, headers) => {
    for (const path of ['/chat', '/chat/open', '/chat/press', '/chat/files', '/mail', '/notice', '/letters']) {
      const response = await world.page.request(siti(path), {
        method: 'POST',
        body: '{"text":"x"}',
        headers: headers as Record<string, string>,
      });
      expect(response.status, path).toBe(403);
    }
    expect(await lettersOf('sent')).toEqual([]);
    expect((await world.ask<Chat>(siti('/chat'))).messages).toEqual([]);
  });

  test('a name that was made to point to this machine gets no answer', async () => {
    expect((await world.page.request('http://evil.example/people')).status).toBe(421);
    for (const own of ['http://127.0.0.1:8081/people', 'http://[::1]:8081/people'])
      expect((await world.page.request(own)).status).toBe(200);
  });
});

test('a part that is not embedded is said to be outside, and does nothing here', async () => {
  const other = await startPage({ telegram: undefined as never });
  try {
    expect(await (await other.page.request('/')).text()).toContain(
      'Bot @perbarui_bot memakai Telegram yang sebenarnya',
    );
    await expect(other.act(`/people/${other.key(SITI.email)}/chat`, { text: 'x' })).rejects.toThrow(
      'Telegram bawaan tidak dijalankan',
    );
  } finally {
    await other.stop();
  }
});
