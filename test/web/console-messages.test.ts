import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createKeptReads } from '../../db/kept.ts';
import { createAuthenticity } from '../../mail/authenticity.ts';
import { inboundOf } from '../../mail/inbound.ts';
import { createNoticeReader } from '../../mail/notice.ts';
import { NOTICE_PATTERNS } from '../../mail/notice-patterns.ts';
import type { Inbound } from '../../src/conversation/inbound.ts';
import { createProcessingAgain, type Edge } from '../../src/desk/again/kept.ts';
import type { Data } from '../../src/renewal/renewal.ts';
import { TEXT_BYTES } from '../../src/web/console/talk/original.ts';
import { type ConsoleOffice, openConsole, person } from './console-office.ts';

/** What operators see of messages: whose they are, how far that is proven, what became of them, what can be done. */

let office: ConsoleOffice;
let rina: Awaited<ReturnType<ConsoleOffice['browser']>>;
beforeAll(async () => {
  office = await openConsole(
    {},
    {
      channels: () => [
        {
          channel: 'mail',
          state: 'connected',
          since: new Date('2026-11-02T01:00:00Z'),
          syncedAt: new Date('2026-11-02T01:59:00Z'),
          waiting: 1250,
        },
        { channel: 'telegram', state: 'failing', why: 'telegram 409: Conflict' },
      ],
    },
  );
  const options = {
    from: 'sertifikat@kantor.example',
    authenticity: createAuthenticity({ authservId: 'mx.uji' }),
    notice: createNoticeReader(NOTICE_PATTERNS),
  };
  const mail: Edge = async ({ raw, source, externalId, receivedAt }) =>
    inboundOf(Buffer.from(raw), { source, uid: Number(externalId), receivedAt }, options);
  const { desk, sql, keyring } = office;
  Object.assign(office.parts, {
    again: createProcessingAgain({ desk, reads: createKeptReads({ sql, keyring }), edges: new Map([['mail', mail]]) }),
  });
});
beforeEach(async () => {
  rina = await office.browser();
});
afterAll(() => office?.close());

let people = 0;
function somebody(name: string): Data {
  people += 1;
  const number = String(300 + people);
  return {
    ...person('Siti'),
    name,
    nik: `1371015203850${number}`,
    nip: `198503122010012${number}`,
    email: `${name.toLowerCase().split(' ')[0]}.${number}@contohprov.example`,
  };
}
const stranger = (address: string, name = 'Orang Luar'): Data => ({ ...person('Siti'), email: address, name });
const idOf = (outcome: object) => (outcome as { id: string }).id;
const pathOf = async (data: Data) => `/console/people/${(await office.renewal(data)).applicant}`;
async function started(name: string): Promise<Data> {
  const data = somebody(name);
  await office.does({ act: 'start', certificate: await office.has(data) });
  return data;
}
const lastTo = async ({ email }: Data) =>
  (
    await office.sql`select m.* from messages m join contacts c on c.id = m.contact where c.address = ${email} and m.direction = 'out' order by m.number desc limit 1`
  )[0]!;
/** How a message of ours went, as its delivery would have written it. */
async function went(data: Data, state: string, more: Partial<{ why: string; attempts: number; nextTryAt: Date }> = {}) {
  const { id } = await lastTo(data);
  const { why = null, attempts = 1, nextTryAt = null } = more;
  await office.sql`update messages set state = ${state}, why = ${why}, attempts = ${attempts}, next_try_at = ${nextTryAt}, sent_as = ${`<${id}@kantor>`}, sent_at = ${state === 'sent' ? office.clock() : null} where id = ${id}`;
  return id as string;
}
const bounce = (sent: string): Partial<Inbound> => ({
  automatic: { kind: 'bounce', messageId: `<${sent}@kantor>`, permanent: true },
  proof: { authentic: 'unknown' },
});

describe('a message that could not be processed', () => {
  const unread = async (raw: string, more: Partial<Inbound> = {}) =>
    idOf(
      await office.mails(stranger('unknown@invalid', ''), '', {
        raw: Buffer.from(raw),
        fault: 'unparsable',
        proof: { authentic: 'unknown' },
        ...more,
      }),
    );

  test('stands in the list with its fault in plain words, and is processed again with one click', async () => {
    const id = await unread('From: tanya@luar.example\r\nSubject: Tanya\r\n\r\nberapa lama prosesnya?');
    const list = await rina.read('/console/messages');
    expect(list).toContain('Susunan email ini rusak, sehingga isinya tidak dapat dibaca.');
    expect(list).toContain('pengirim tidak terbaca');
    expect(await rina.read('/console/faults')).toContain(`/console/messages/${id}`);

    // The address that stands for nobody is shown to nobody, and leads to no conversation.
    expect(await rina.read(`/console/messages/${id}`)).not.toMatch(/@invalid|Seluruh percakapan/);

    const page = await rina.send(`/console/messages/${id}`, { act: 'again', back: '/console/messages' });
    expect(page).toContain('Pesan sudah diproses ulang');
    expect(page).not.toContain('Susunan email ini rusak');
    const message = await rina.read(`/console/messages/${id}`);
    expect(message).toContain('berapa lama prosesnya?');
    expect(message).toContain('Diproses ulang oleh Rina');
    expect(message).toContain('tanya@luar.example');
    expect(await rina.send(`/console/messages/${id}`, { act: 'again' })).toContain('sudah tercatat sebelumnya');
    const nobody = '11111111-1111-4111-8111-111111111111';
    expect(await rina.send(`/console/messages/${nobody}`, { act: 'again', back: '/console/messages' })).toContain(
      'Tidak ada pesan masuk dengan nomor itu',
    );
  });

  test('that still cannot be read says so and stays; all are tried in one go', async () => {
    const broken = await unread('From: a@luar.example, b@luar.example\r\n\r\nhalo');
    const fine = await unread('From: lancar@luar.example\r\n\r\nhalo');
    expect(await rina.send(`/console/messages/${broken}`, { act: 'again' })).toContain('masih belum dapat diproses');
    const page = await rina.send('/console/messages', { act: 'again' });
    expect(page).toContain('Sebagian pesan masih belum dapat diproses');
    expect(page).toContain('Pengirimnya tidak jelas');
    expect(await rina.read(`/console/messages/${fine}`)).toContain('lancar@luar.example');
    expect(await rina.send(`/console/messages/${broken}`, { note: 'iklan' })).toContain('Sudah ditandai selesai');
    expect(await rina.read('/console/faults')).toContain('Tidak ada gangguan yang terbuka');
  });

  test('can be looked at as the letters that came, and downloaded; whoever looks is in the journal', async () => {
    const raw = `From: a@luar.example, b@luar.example\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>${'x'.repeat(TEXT_BYTES)}AKHIR`;
    const id = await unread(raw);
    const path = `/console/messages/${id}`;
    expect(await rina.read(path)).toContain(`href="${path}/original"`);
    const looks = async () =>
      (await office.sql`select actor from journal where entry = 'original taken' and refs like ${`%${id}%`}`).map(
        ({ actor }) => actor,
      );
    expect((await rina.ask(`${path}/original`, { headers: { 'sec-purpose': 'prefetch' } })).status).toBe(204);
    expect(await looks()).toEqual([]);

    const text = await rina.get(`${path}/original`);
    expect(text.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(text.headers.get('x-content-type-options')).toBe('nosniff');
    expect(text.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(text.headers.get('cache-control')).toBe('no-store');
    const shown = await text.text();
    expect(shown).toContain('\r\n\r\n<script>alert(1)</script>');
    expect(shown).toContain('terpotong');
    expect(shown).not.toContain('AKHIR');
    expect(shown.length).toBeLessThan(TEXT_BYTES + 200);

    const file = await rina.get(`${path}/original/file`);
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="pesan-[0-9a-f]{8}\.eml"$/);
    expect(await file.text()).toBe(raw);
    expect(await looks()).toEqual([`operator:${office.operator.id}`, `operator:${office.operator.id}`]);

    await office.sql`update raw_messages set sealed = null where message = ${id}`;
    expect((await rina.get(`${path}/original`)).headers.get('location')).toBe(`${path}?refused=no-copy`);
    await rina.send(path, { note: 'sudah dilihat' });
  });

  test('of which nothing is left that could be read says what to do instead', async () => {
    const large = await unread('From: besar@luar.example\r\n', { fault: 'too-large' });
    expect(await rina.send(`/console/messages/${large}`, { act: 'again' })).toContain(
      'hanya bagian kepalanya yang tersimpan',
    );
    const secret = await unread('From: rahasia@luar.example\r\n\r\nhalo');
    await office.sql`update raw_messages set sealed = null where message = ${secret}`;
    expect(await rina.send(`/console/messages/${secret}`, { act: 'again' })).toContain(
      'sudah dihapus karena memuat kata sandi',
    );
  });
});

describe('a mail that belongs to nobody', () => {
  test.each([
    [
      'the NIP in it',
      (data: Data) => ({
        text: `Mohon bantu Ibu dengan NIP ${data.nip.slice(0, 8)} ${data.nip.slice(8, 14)} ${data.nip.slice(14, 15)} ${data.nip.slice(15)}`,
      }),
      'NIP-nya disebut',
    ],
    ['the NIK in it', (data: Data) => ({ text: `NIK: ${data.nik}` }), 'NIK-nya disebut'],
    [
      'the address in it',
      (data: Data) => ({ text: `kotak surat ${data.email} tidak bisa dibuka` }),
      'alamat emailnya disebut',
    ],
    [
      'the certificate in it',
      (data: Data) => ({ text: `sertifikat ${data.nik.match(/../g)!.join(':')}` }),
      'nomor seri sertifikatnya disebut',
    ],
    ['the name in it', (data: Data) => ({ text: `ini dari ${data.name}` }), 'namanya disebut'],
    [
      'the name of its sender',
      (data: Data) => ({ name: `${data.name}, S.Kom.`, text: 'mohon bantuan' }),
      'nama pengirim mirip namanya',
    ],
    [
      'the name of its mailbox',
      (data: Data) => ({ from: `${data.email.split('@')[0]}@gmail.example`, text: 'mohon bantuan' }),
      'nama kotak suratnya sama',
    ],
    [
      'its domain and the name of its sender',
      (data: Data) => ({
        from: `asing-${data.nip.slice(-3)}@contohprov.example`,
        name: `Ibu ${data.name.split(' ')[0]}`,
        text: 'mohon bantuan',
      }),
      'domain email sama',
    ],
  ] as const)('is offered to whom %s points at, and attached with one click', async (_, writes, sign) => {
    const data = await started(
      `${['Ratna', 'Wulan', 'Intan', 'Galuh', 'Mega', 'Tirta', 'Sekar', 'Kinanti'][people % 8]} Pertiwi`,
    );
    const {
      text,
      from = `asing${people}@luar.example`,
      name = 'Orang Luar',
    } = writes(data) as { text: string; from?: string; name?: string };
    const id = idOf(await office.mails(stranger(from, name), text, { proof: { authentic: 'aligned' } }));
    const { applicant } = await office.renewal(data);
    const page = await rina.read(`/console/messages/${id}`);
    expect(page).toContain(`name="applicant" value="${applicant}"`);
    expect(page).toContain(sign);
    expect(page).not.toContain(data.nip);
    expect(page).toContain(data.email);
    expect(await rina.read('/console/messages')).toContain(`/console/messages/${id}`);

    const attached = await rina.send(`/console/messages/${id}`, { act: 'attach', applicant });
    expect(attached).toContain('Pesan sudah dilekatkan');
    expect(attached).toContain('Dilekatkan oleh Rina');
    expect(await rina.read('/console/messages')).not.toContain(`/console/messages/${id}"`);
    expect(await rina.read(`/console/people/${applicant}/journal`)).toContain('pesan dilekatkan');

    const detached = await rina.send(`/console/messages/${id}`, { act: 'detach' });
    expect(detached).toContain('Pesan dilepaskan');
    expect(await rina.read(`/console/people/${applicant}`)).not.toContain(`id="m-${id}"`);
    expect(await rina.read(`/console/people/${applicant}/journal`)).toContain('pesan dilepaskan');
    await office.does({ act: 'settle', kind: 'message', ref: id, note: 'selesai' });
  });

  test('is known by its files where it has no words, and offered to whom they name', async () => {
    const data = await started('Maharani Lestari');
    const content = Buffer.from('%PDF-1.7 surat %%EOF');
    const files = [
      { name: 'Rekomendasi_Maharani-Lestari.pdf', type: 'application/pdf', size: content.length, content },
    ];
    const id = idOf(
      await office.mails(stranger('berkas@luar.example'), '', { subject: '', files, proof: { authentic: 'unknown' } }),
    );
    for (const page of ['/console/messages', '/console/queue'])
      expect(await rina.read(page)).toContain('Rekomendasi_Maharani-Lestari.pdf');
    const { applicant } = await office.renewal(data);
    expect(await rina.read(`/console/messages/${id}`)).toContain(`name="applicant" value="${applicant}"`);
    await office.does({ act: 'settle', kind: 'message', ref: id, note: 'selesai' });
  });

  test('is put aside with one click where it is not for us, and the record says so', async () => {
    const id = idOf(
      await office.mails(stranger('iklan@luar.example', 'Toko'), 'promo besar', { proof: { authentic: 'unknown' } }),
    );
    const after = await rina.send(`/console/messages/${id}`, { act: 'not-ours', back: '/console/messages' });
    expect(after).not.toContain(`id="w-${id}"`);
    // Whoever pressed it by mistake finds the message again, and may still say whose it is.
    expect(after).toContain(`<a href="/console/messages/${id}">Buka lagi</a>`);
    expect(await rina.read(`/console/messages/${id}`)).toContain('Lekatkan pada orang');
    expect(await office.sql`select note from decisions where subject = 'settle' and content = ${id}`).toEqual([
      { note: 'bukan untuk kita' },
    ]);
  });

  test('leads on to the next one that waits, by keyboard too', async () => {
    const ids: string[] = [];
    for (const address of ['satu@luar.example', 'dua@luar.example']) {
      ids.push(idOf(await office.mails(stranger(address, 'Toko'), 'promo', { proof: { authentic: 'unknown' } })));
      office.passes(1000);
    }
    const [one, two] = ids;
    const back = `/console/messages#w-${two}`;
    expect(await rina.read('/console/messages')).toContain(`value="${back}"`);
    const { headers } = await rina.post(`/console/messages/${one}`, { act: 'not-ours', back });
    expect(headers.get('location')).toBe(`/console/messages?of=${one}&said=put-aside#w-${two}`);
    await office.does({ act: 'settle', kind: 'message', ref: two!, note: 'selesai' });
  });

  test('of somebody known is not offered to himself, but to whom he wrote for; taken back, it is called no stranger’s', async () => {
    const data = await started('Sekretaris Kantor');
    const path = `/console/messages/${idOf(await office.mails(data, 'apa biayanya?'))}`;
    const page = await rina.read(path);
    expect(page).toContain(`Pesan ini datang dari kontak ${data.name}.`);
    expect(page).not.toContain('name="applicant"');
    const { applicant } = await office.renewal(await started('Pimpinan Kantor'));
    const himself = await rina.read(`${path}?q=Sekretaris%20Kantor`);
    expect(himself).toContain(`Pesan ini datang dari kontak ${data.name}.`);
    expect(himself).not.toContain('Tidak ada orang yang cocok');
    expect(await rina.read(`${path}?q=Pimpinan%20Kantor`)).toContain(`name="applicant" value="${applicant}"`);
    await rina.send(path, { applicant });
    const released = await rina.send(path, { act: 'detach' });
    expect(released).toContain('pesan yang belum jelas milik siapa');
    expect(released).not.toContain('belum dikenal');
    // It may be his after all, and with it the files that came in it.
    const his = (await office.renewal(data)).applicant;
    expect(released).toContain(`name="applicant" value="${his}"`);
    expect(await rina.send(path, { applicant: his })).toContain('Pesan sudah dilekatkan');
  });

  test('is not attached to somebody who is not there', async () => {
    const id = idOf(
      await office.mails(stranger('asing@luar.example'), 'mohon bantuan', { proof: { authentic: 'unknown' } }),
    );
    const applicant = '00000000-0000-4000-8000-000000000001';
    expect(await rina.send(`/console/messages/${id}`, { act: 'attach', applicant })).toContain('tidak ditemukan');
  });
});

describe('in a conversation', () => {
  test('each mail says in words how far its sender is proven', async () => {
    const data = await started('Verdik Nyata');
    const path = await pathOf(data);
    for (const [authentic, token, words] of [
      ['aligned', true, 'terbukti dari pemilik alamat'],
      ['aligned', false, 'Tanpa kode balasan'],
      ['failed', false, 'pengirim tidak terbukti'],
      ['unknown', false, 'pengirim belum terbukti'],
    ] as const) {
      const { id } = await lastTo(data);
      const proof = { authentic, ...(token ? { token: office.keyring.token('reply', id) } : {}) };
      const message = idOf(await office.mails(data, 'apa biayanya?', { proof }));
      expect((await rina.read(path)).split(`id="m-${message}"`)[1]!.split('</li>')[0]).toContain(words);
    }
  });

  test('the whole body is there, with what the assistant left out folded away', async () => {
    const data = await started('Kutip Panjang');
    const whole = 'Sudah sesuai semua.\n\nPada 2 Nov 2026, Kantor menulis:\n> Apakah data Anda benar?\n\n--\nKutip';
    await office.mails(data, 'Sudah sesuai semua.', { wholeText: whole });
    const page = await rina.read(await pathOf(data));
    expect(page).toMatch(
      /<div>Sudah sesuai semua\.<\/div><details class="left-out"><summary>Tidak dibaca asisten[^<]*<\/summary>Pada 2 Nov 2026[\s\S]*?Kutip<\/details>/,
    );
  });

  test('automatic mail is folded, with its kind', async () => {
    const data = await started('Cuti Tahunan');
    await office.mails(data, 'Saya sedang cuti', { automatic: { kind: 'auto-reply' } });
    expect(await rina.read(await pathOf(data))).toMatch(
      /<details class="folded"><summary>Balasan otomatis, tidak dijawab<\/summary>[\s\S]*?Saya sedang cuti/,
    );
    // A notice of the CA is no answer of anybody's.
    const notice = { basis: 'expiring', email: data.email } as const;
    await office.mails(data, 'Masa berlaku sertifikat', { automatic: { kind: 'auto-reply' }, notice });
    expect(await rina.read(await pathOf(data))).toMatch(
      /<summary>Pemberitahuan CA tentang sertifikat<\/summary>[\s\S]*?Masa berlaku sertifikat/,
    );
  });

  test('each message of ours says what became of it', async () => {
    const data = await started('Kirim Pesan');
    const path = await pathOf(data);
    const shows = async (...words: string[]) => {
      const { id } = await lastTo(data);
      const message = (await rina.read(path)).split(`id="m-${id}"`)[1]!.split('</li>')[0]!;
      for (const each of words) expect(message).toContain(each);
      return message;
    };
    await shows('menunggu dikirim');
    await went(data, 'queued', {
      attempts: 2,
      why: 'smtp 450 at RCPT TO',
      nextTryAt: new Date('2026-11-02T03:00:00Z'),
    });
    await shows(
      'dicoba lagi',
      '2 November 2026 pukul 10.00 WIB',
      'percobaan ke-3',
      'meminta dicoba lagi nanti (SMTP 450',
    );
    await went(data, 'sent');
    expect(await shows('terkirim', '2 November 2026 pukul')).not.toContain('Kirim ulang');
    await went(data, 'sent', { why: 'bounced for now' });
    await shows('terkirim, tetapi tertunda', 'masih mencobanya');
    await went(data, 'held', { why: 'operator speaks' });
    await shows('ditahan', 'operator sedang berbicara');
    await went(data, 'unsure', { why: 'ETIMEDOUT after the message was handed over' });
    await shows('mungkin sudah sampai', 'Kirim ulang');
    const lost = await went(data, 'failed', { why: 'smtp 554 at DATA' });
    await shows('gagal terkirim', 'menolak pesan ini (SMTP 554 at DATA)', 'Kirim ulang');

    expect(await rina.send(`/console/messages/${lost}`, { act: 'send-again', back: path })).toContain(
      'Pesan masuk lagi ke antrean pengiriman',
    );
    await shows('menunggu dikirim', 'Pengiriman ulang atas permintaan Rina');
    expect((await rina.read(path)).split(`id="m-${lost}"`)[1]!.split('</li>')[0]).toContain('Dikirim ulang oleh Rina');
    expect(await rina.send(`/console/messages/${lost}`, { act: 'send-again', back: path })).toContain(
      'sudah tercatat sebelumnya',
    );
  });

  test('what came back is there, and the address works again once an operator says why', async () => {
    const data = await started('Alamat Mati');
    const path = await pathOf(data);
    const sent = await went(data, 'sent');
    await office.mails(stranger('mailer-daemon@luar.example', 'Mail Delivery'), 'Undelivered', bounce(sent));
    const page = await rina.read(path);
    expect(page).toContain('dikembalikan');
    expect(page).toContain('Pemberitahuan bahwa surat kita tidak sampai');
    expect(page).toContain('Tidak dapat dihubungi: Server penerima menolak alamat ini.');
    expect(page).toContain('tandai dahulu bahwa kontak ini dapat dihubungi lagi');
    expect(await rina.send(`/console/messages/${sent}`, { act: 'send-again' })).toContain(
      'Kontak ini ditandai tidak dapat dihubungi',
    );

    const [{ id: contact }] = (await office.sql`select id from contacts where address = ${data.email}`) as never as [
      { id: string },
    ];
    expect(await rina.send(`/console/contacts/${contact}`, { act: 'reachable', back: path, note: '' })).toContain(
      'Formulir belum lengkap',
    );
    expect(
      await rina.send(`/console/contacts/${contact}`, { act: 'reachable', back: path, note: 'sudah ditelepon' }),
    ).toContain('dapat dihubungi lagi');
    expect(await rina.send(`/console/messages/${sent}`, { act: 'send-again', back: path })).toContain(
      'Pesan masuk lagi',
    );
  });

  test('what did not arrive stands in the list and is sent again from there', async () => {
    const data = await started('Daftar Gagal');
    const lost = await went(data, 'failed', { why: 'smtp 554 at DATA' });
    await office.enter({ enter: 'undelivered', message: lost, unreachable: false, why: 'smtp 554 at DATA' });
    await office.sql`update messages set body = '{{link:x}} ' || body where id = ${lost}`;
    const shown = [await rina.read('/console/messages'), await rina.read('/console/queue')];
    expect(shown[0]).toContain('Tidak terkirim (1)');
    for (const page of shown) {
      expect(page).toContain('[tautan pribadi]');
      expect(page).not.toContain('{{link');
    }
    expect(
      await rina.send(`/console/messages/${lost}`, { act: 'send-again', back: '/console/messages' }),
    ).not.toContain('Tidak terkirim (');
  });
});

test('the mailbox and the bot say how they are doing, with what waits and what is wrong', async () => {
  const page = await rina.read('/console/faults');
  for (const words of [
    'Kotak surat',
    'tersambung',
    '1.250 pesan menunggu diambil',
    'Bot Telegram',
    'Program lain memakai token bot yang sama',
    'telegram 409: Conflict',
  ])
    expect(page).toContain(words);
  // How a backlog shrinks is seen without loading the page anew.
  expect(page).toContain('hx-get="/console/faults/channels" hx-trigger="every 5s"');
  expect(await rina.read('/console/faults/channels')).toMatch(/^<section class="card"[\s\S]*1\.250 pesan/);
});
