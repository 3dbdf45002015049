import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect } from '../../db/connect.ts';
import { createOperator } from '../../db/operators.ts';
import { phrases } from '../../src/conversation/render.ts';
import { changeContent, reviewContent } from '../../src/renewal/content.ts';
import type { Data } from '../../src/renewal/renewal.ts';
import { mailFrom } from '../support/inbound.ts';
import { certificateFor } from './certificates.ts';
import { type ConsoleOffice, openConsole, PASSWORD, person } from './console-office.ts';

let office: ConsoleOffice;
let rina: Awaited<ReturnType<ConsoleOffice['browser']>>;
beforeAll(async () => {
  office = await openConsole();
});
/** The clock moves by hours, and a session lasts a working day. */
beforeEach(async () => {
  rina = await office.browser();
});
afterAll(() => office?.close());

const hidden = (page: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1];
const digits = (count: number) => String(count).padStart(4, '0');
let people = 100;
/** A new person of his own for a test, with an unusual name that would break a careless page. */
function somebody(name = 'Ani <b>"Wati"</b>'): Data {
  const number = digits(++people);
  return {
    ...person('Siti'),
    name,
    nik: `137101520385${number}`,
    nip: `19850312201001${2}${number.slice(1)}`,
    email: `orang-${people}@contohprov.example`,
  };
}
const renewalPath = async (data: Data) => `/console/renewals/${(await office.renewal(data)).id}`;
const personPath = async (data: Data) => `/console/people/${(await office.renewal(data)).applicant}`;
const contactOf = async ({ email }: Data) =>
  (await office.sql`select id from contacts where address = ${email}`)[0]!.id as string;
const lastTo = async ({ email }: Data) =>
  (
    await office.sql`select m.* from messages m join contacts c on c.id = m.contact where c.address = ${email} and m.direction = 'out' order by m.number desc limit 1`
  )[0]!;

describe('the queue', () => {
  test('a lost device stands first and says so, whatever is said after it; each row says what was written', async () => {
    const [calm, robbed] = [somebody('Tenang Sekali'), somebody('Kena Curi')];
    for (const data of [calm, robbed]) await office.has(data);
    await office.mails(calm, 'saya mau bicara dengan operator, soal jadwal');
    await office.mails(robbed, 'laptop saya hilang dicuri, tolong cabut sertifikat saya', { proof: undefined });
    expect((await lastTo(robbed)).body).toContain('langsung kami teruskan kepada operator');
    office.passes(60_000);
    await office.mails(robbed, 'saya mau bicara dengan operator', { proof: undefined });
    const page = await rina.read('/console/queue');
    const lost = page.indexOf('melaporkan perangkat atau kuncinya hilang');
    expect(lost).toBeGreaterThan(0);
    expect(lost).toBeLessThan(page.indexOf('soal jadwal'));
    expect(page.slice(lost)).toMatch(/^[^<]*<\/a> <span class="badge bad">segera/);
    await office.mails({ ...calm, email: 'luar@surel.example', name: 'Orang Luar' }, 'Penawaran pelatihan', {
      proof: undefined,
      subject: 'Promo',
    });
    expect(await rina.read('/console/queue')).toContain('Promo: Penawaran pelatihan');
  });

  test('whoever called an operator by a button stands there with it, with what he wrote before, and where he stands', async () => {
    const data = somebody('Tekan Tombol');
    const certificate = await office.has(data);
    await office.does({ act: 'start', certificate });
    const chat = `8${people}0001`;
    const inChat = (text: string, choice?: string) =>
      office.mails(data, text, {
        channel: 'telegram',
        source: 'telegram:700',
        copyKey: undefined,
        contact: { channel: 'telegram', value: chat },
        proof: undefined,
        ...(choice ? { choice } : {}),
      });
    const presses = async (label: string) => {
      const { id, choices } = await lastTo({ ...data, email: chat });
      await inChat('', `${id}.${choices.findIndex((each: { label: string }) => each.label === label)}`);
    };
    await inChat('Halo');
    await office.sql`update contacts set applicant = ${(await office.renewal(data)).applicant}, standing = 'bound', proven_by = 'code', proven_until = ${new Date(office.clock().getTime() + 86_400_000)} where address = ${chat}`;
    const rowOfHim = async () => {
      const page = await rina.read('/console/queue');
      return /<tr(?:(?!<tr)[\s\S])*meminta berbicara dengan operator[\s\S]*?<\/tr>/.exec(
        page.slice(page.lastIndexOf('<tr', page.indexOf('Tekan Tombol'))),
      )![0];
    };
    office.passes(60_000);
    await inChat('NIP saya 198503122010012001, kok datanya beda ya dengan SK terakhir');
    office.passes(60_000);
    await presses('Bicara dengan operator');
    const row = await rowOfHim();
    expect(row).toContain('Menekan tombol “Bicara dengan operator”; sebelumnya menulis: “');
    expect(row).toMatch(/kok datanya beda ya[\s\S]*”/);
    expect(row).toContain('melalui Telegram · pada langkah pemeriksaan data');
    expect(row).not.toContain('198503122010012001');
    office.passes(60_000);
    await inChat('halo, apakah masih ada orang?');
    // So little says less than what was written before it; what was written long before belongs to something else.
    expect(await rowOfHim()).toMatch(
      /gist">NIP saya [^<]*kok datanya beda ya dengan SK terakhir … halo, apakah masih ada orang\?</,
    );
    await office.sql`update messages set at = at - interval '2 hours' where body = 'Halo' or body like 'NIP saya%'`;
    expect(await rowOfHim()).toMatch(/gist">halo, apakah masih ada orang\?</);
  });

  test('shows who waits with what tells a person apart, and never a whole NIK or NIP', async () => {
    const siti = person('Siti');
    await office.reviewable(siti);
    const page = await rina.read('/console/queue');
    for (const shown of [
      'Siti Rahmawati',
      '1371••••••••0004',
      '1985••••••••••2004',
      'Bidang Aplikasi Informatika',
      siti.email,
      'pemeriksaan permohonan',
    ])
      expect(page).toContain(shown);
    expect(page).not.toContain(siti.nik);
    expect(page).not.toContain(siti.nip);
  });

  test('finds people by name, whole NIP, whole NIK, serial and number, and by no part of a NIK', async () => {
    const dewi = person('Dewi');
    const certificate = await office.has(dewi, 14, '7c4e02a8b95d1f63');
    await office.does({ act: 'start', certificate });
    const { number } = await office.renewal(dewi);
    for (const query of [
      'dewi les',
      'Lestari,  Dewi',
      `lestari ${dewi.unit}`,
      dewi.nip,
      dewi.nik,
      dewi.email,
      '7C:4E:02:A8:B9:5D:1F:63',
      number,
    ]) {
      expect([
        query,
        (await rina.read(`/console/queue?tab=applicant&q=${encodeURIComponent(query)}`)).includes('Dewi Lestari'),
      ]).toEqual([query, true]);
      expect([
        query,
        (await rina.read(`/console/people?q=${encodeURIComponent(query)}`)).includes('Dewi Lestari'),
      ]).toEqual([query, true]);
    }
    for (const query of [dewi.nik.slice(0, 12), 'Dewi Santoso', '%', '_', ',,', "' or 1=1 --"])
      expect(await rina.read(`/console/people?q=${encodeURIComponent(query)}`)).not.toContain('Dewi Lestari');
  });

  test('follows by itself what happens while its page is open', async () => {
    const mark = /seen=([^"]+)"/.exec(await rina.read('/console/queue'))![1]!;
    const response = await rina.get(`/console/queue/live?tab=operator&seen=${encodeURIComponent(mark)}`);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const reader = response.body!.getReader();
    const orang = { ...somebody(), name: 'Orang Luar', email: 'orang.luar@contohprov.example' };
    await office.mails(orang, 'saya mau bicara dengan operator');
    let text = '';
    while (!text.includes('orang.luar@contohprov.example')) {
      const { done, value } = await reader.read();
      if (done) break;
      text += Buffer.from(value).toString();
    }
    await reader.cancel();
    expect(text).toMatch(/^data: /m);
    expect(text).toContain('meminta berbicara dengan operator');
  });

  test('an empty part of it says so kindly', async () => {
    expect(await rina.read('/console/queue?tab=issuer')).toContain('Tidak ada penerbitan yang sedang berjalan.');
  });
});

describe('a decision', () => {
  test('approves exactly the content that the page showed', async () => {
    const data = somebody();
    const renewal = await office.reviewable(data);
    const page = await rina.read(await renewalPath(data));
    expect(page).toContain('Email yang tercatat tidak ditemukan dalam surat.');
    expect(page).toContain('Ani &lt;b&gt;&quot;Wati&quot;&lt;/b&gt;');
    expect(page).not.toContain('<b>"Wati"');
    expect(hidden(page, 'content')).toBe(reviewContent(renewal));
    expect(await rina.send(await renewalPath(data), { act: 'approve', content: hidden(page, 'content')! })).toContain(
      'Persetujuan Anda sudah dicatat.',
    );
    expect((await office.renewal(data)).facts.approvals.map(({ by }) => by.id)).toEqual([office.operator.id]);
  });

  test('is refused with the reason when the content changed after the page was opened', async () => {
    const data = somebody();
    await office.reviewable(data);
    const path = await renewalPath(data);
    const seen = hidden(await rina.read(path), 'content')!;
    await office.does({ act: 'import-applicant', data: { ...data, position: 'Kepala Seksi' } });
    await office.mails(data, 'sudah sesuai');
    const page = await rina.send(path, { act: 'approve', content: seen });
    expect(page).toContain('Langkah ini tidak sedang ditunggu');
    await office.page(data, {
      page: 'letter',
      name: 'baru.pdf',
      content: await office.letter({ ...data, position: 'Kepala Seksi' }),
      letter: 'recommendation',
    });
    const { facts, id } = await office.renewal(data);
    await office.enter({
      enter: 'letter-read',
      renewal: id,
      document: facts.letter!.document,
      reading: { ok: true, pages: 1, text: '', signature: 'none' },
      remarks: [],
    });
    const again = await rina.send(path, { act: 'approve', content: seen });
    expect(again).toContain('isi permohonan berubah setelah halaman ini Anda buka');
    expect((await office.renewal(data)).facts.approvals).toEqual([]);
  });

  test('returns to the letter with reason and instruction, which the applicant is told', async () => {
    const data = somebody();
    await office.reviewable(data);
    const path = await renewalPath(data);
    const content = hidden(await rina.read(path), 'content')!;
    expect(
      await rina.send(path, { act: 'return', content, to: 'letter', reason: 'letter-unsigned', instruction: '' }),
    ).toContain('Formulir belum lengkap');
    const page = await rina.send(path, {
      act: 'return',
      content,
      to: 'letter',
      reason: 'letter-unsigned',
      instruction: 'Mintakan tanda tangan Bu Kepala.',
    });
    expect(page).toContain('Permohonan dikembalikan');
    expect((await lastTo(data)).body).toContain('Mintakan tanda tangan Bu Kepala.');
    expect((await office.renewal(data)).facts.letter).toBeUndefined();
    // Who presses a moment later sees who was before him, and that the letter was not lost.
    const late = await rina.send(path, { act: 'approve', content });
    expect(late).toMatch(/tidak ada yang berubah[\s\S]*Keputusan terakhir, [^<]*: Rina mengembalikan permohonan/);
    expect(late).toContain('Surat sebelumnya dikembalikan dan ada pada Berkas');
  });

  test('rejects with a reason, suggested in the language of the applicant, and the renewal is over', async () => {
    const data = somebody();
    await office.reviewable(data);
    const path = await renewalPath(data);
    const content = hidden(await rina.read(path), 'content')!;
    // Nobody signs off by mistake what nobody has looked at.
    expect(await rina.read(path)).toContain('yang belum pernah dibuka operator');
    await rina.get(`/console/documents/${(await office.renewal(data)).facts.letter!.document}`);
    expect(await rina.read(path)).not.toContain('yang belum pernah dibuka operator');
    expect(await rina.read(path)).toContain('data-todo="Mintakan tanda tangan');
    await office.mails(data, 'Could you write to me in English, please?');
    const english = await rina.read(path);
    expect(english).toContain(`data-todo="${phrases('en').reasons['letter-unsigned'].todo}"`);
    // Only for what is in front of the operator here.
    const [, toReturn = ''] = /<select id="reason-return"([\s\S]*?)<\/select>/.exec(english)!;
    expect(toReturn).toContain('value="key-unsuitable"');
    expect(toReturn).not.toContain('value="change-');
    // To a request that is closed nothing is sent again.
    const [, toReject = ''] = /<select id="reason-reject"([\s\S]*?)<\/select>/.exec(english)!;
    expect(toReject).toContain('data-todo="Have your letter signed by your head of office."');
    expect(toReject).not.toMatch(/send it again|Send (a|the) letter/);
    expect(english).toContain('yang memakai bahasa Inggris');
    const page = await rina.send(path, {
      act: 'reject',
      content,
      reason: 'not-employed',
      instruction: 'Hubungi bagian kepegawaian.',
    });
    expect(page).toContain('Berakhir: ditolak');
    expect(page).not.toContain('Setujui penerbitan');
    // What is over does not run on, and a no is not called a return.
    expect(page).toContain('<dt>Ditolak</dt>');
    // A reason in brackets ends with the bracket.
    expect(page).toMatch(/Keputusan terakhir[^<]*<span class="muted">\([^<]+[^.]\)<\/span>: “Hubungi/);
    expect(page).not.toMatch(/berjalan sejak|<dt>Dikembalikan</);
  });

  test('shows a data change before and after, and approves it', async () => {
    const data = somebody('Budi Utomo');
    const certificate = await office.has(data);
    await office.does({ act: 'start', certificate });
    const slip = ['telepon: 0812 1111 2222', `telepon: ${data.phone}`];
    for (const text of ['Bersedia, silakan dimulai', 'jabatan: Kepala Bidang Persandian', ...slip, 'itu saja'])
      await office.mails(data, text);
    await office.page(data, {
      page: 'letter',
      name: 'perubahan.pdf',
      content: await office.letter(data),
      letter: 'change',
    });
    const before = await office.renewal(data);
    await office.enter({
      enter: 'letter-read',
      renewal: before.id,
      document: before.facts.change!.letter!.document,
      reading: { ok: true, pages: 1, text: '', signature: 'intact' },
      remarks: [],
    });
    const page = await rina.read(await renewalPath(data));
    expect(page).toMatch(/<del>Analis Kebijakan<\/del>[\s\S]*<ins>Kepala Bidang Persandian<\/ins>/);
    // What he took back is no change.
    expect(page.match(/<ins>/g)).toHaveLength(1);
    expect(hidden(page, 'content')).toBe(changeContent(await office.renewal(data)));
    await rina.send(await renewalPath(data), { act: 'approve-change', content: hidden(page, 'content')! });
    expect(await rina.read(await personPath(data))).toContain('Budi Utomo');
    expect((await office.renewal(data)).facts.changed).toHaveLength(1);
  });

  test('withdraws for the applicant, and says that nothing is left to decide', async () => {
    const data = somebody();
    await office.reviewable(data);
    const page = await rina.send(await renewalPath(data), { act: 'withdraw' });
    expect(page).toContain('Permohonan dibatalkan');
    expect(await rina.send(await renewalPath(data), { act: 'withdraw' })).toContain('sudah berakhir');
  });

  test('measures the steps against the SOP, the review by itself', async () => {
    const data = somebody();
    await office.reviewable(data);
    office.passes(7_200_000);
    const page = await rina.read(await renewalPath(data));
    expect(page).toMatch(/Pemeriksaan data[\s\S]*?4 menit[\s\S]*?5 menit/);
    expect(page).toMatch(/Pemeriksaan oleh operator[\s\S]*?2 jam[\s\S]*?tidak diatur/);
    expect(page).toContain('20 menit');
  });

  test('colours a step late only if the number beside it is above the standard', async () => {
    const data = somebody();
    await office.does({ act: 'start', certificate: await office.has(data) });
    office.passes(95_000);
    await office.mails(data, 'Bersedia, silakan dimulai');
    const login = /Login[\s\S]*?<td class="([^"]*)">(\d) menit<\/td><td>(\d) menit</.exec(
      await rina.read(await renewalPath(data)),
    );
    expect(login?.slice(1)).toEqual(['', '1', '1']);
  });
});

describe('with two operators', () => {
  test('the same one cannot approve twice; the page says who has approved', async () => {
    const strict = await openConsole({ fourEyes: true });
    const data = person('Siti');
    await strict.reviewable(data);
    await createOperator(strict.sql, { login: 'joko', name: 'Joko', password: PASSWORD, mustChange: false });
    const [first, second] = [await strict.browser(), await strict.browser('joko')];
    const path = `/console/renewals/${(await strict.renewal(data)).id}`;
    const content = hidden(await first.read(path), 'content')!;
    const before = /seen=([^"]+)"/.exec(await second.read('/console/queue'))![1];
    const approved = await first.send(path, { act: 'approve', content });
    expect(approved).toContain('Sudah disetujui oleh Rina');
    expect(approved).toContain('Sekarang operator lain yang memutuskan');
    expect(approved).not.toContain('Setujui penerbitan');
    // The queue says it too, to each what it means for him; a page that is open meanwhile hears of it.
    expect(await first.read('/console/queue')).toMatch(/Anda sudah menyetujui[\s\S]*tidak ada yang perlu Anda lakukan/);
    const queue = await second.read('/console/queue');
    expect(queue).toMatch(/1 dari 2 persetujuan[\s\S]*Rina sudah menyetujui, menunggu operator kedua/);
    expect(/seen=([^"]+)"/.exec(queue)![1]).not.toBe(before);
    expect(await second.read(path)).toContain('Setujui penerbitan');
    expect(await first.send(path, { act: 'approve', content })).toContain('harus diambil operator lain');
    expect(await first.read(path)).toContain('Rina mencoba, tetapi tidak diterima: menyetujui penerbitan');
    await second.send(path, { act: 'approve', content });
    expect((await strict.renewal(data)).facts.issuances).toBe(1);
    await strict.close();
  });

  test('a revocation that one proposes is decided by the other', async () => {
    const strict = await openConsole({ fourEyes: true });
    const certificate = await strict.has(person('Siti'));
    await createOperator(strict.sql, { login: 'joko', name: 'Joko', password: PASSWORD, mustChange: false });
    const [first, second] = [await strict.browser(), await strict.browser('joko')];
    const [row] = await strict.sql`select applicant from certificates where id = ${certificate}`;
    const proposed = await first.send(`/console/people/${row!.applicant}`, {
      act: 'revoke',
      certificate,
      reason: 'affiliationChanged',
      note: 'mutasi ke kementerian',
    });
    expect(proposed).toContain('menunggu keputusan operator lain');
    const again = { act: 'revoke', certificate, reason: 'affiliationChanged', note: 'sekali lagi' };
    expect(await first.send(`/console/people/${row!.applicant}`, again)).toContain('sudah tercatat sebelumnya');
    const [{ id }] = (await strict.sql`select id from revocations`) as never as [{ id: string }];
    const path = `/console/revocations/${id}`;
    expect(await first.read('/console/revocations')).toContain('jadi operator lain yang memutuskan');
    expect(await first.send(path, { act: 'approve', note: 'saya sendiri' })).toContain('operator lain');
    expect((await strict.sql`select state from revocations`)[0]!.state).toBe('asked');
    expect(await second.read('/console/revocations')).toContain('Diminta oleh operator Rina');
    await second.send(path, { act: 'approve', note: 'SK mutasi dilihat' });
    expect((await strict.sql`select state from revocations`)[0]!.state).toBe('due');
    await strict.close();
  });
});

describe('documents', () => {
  test('leave as a download with a name of ours, and every look is recorded', async () => {
    const data = somebody();
    const { facts } = await office.reviewable(data);
    const response = await rina.get(`/console/documents/${facts.letter!.document}`);
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="berkas-[0-9a-f]{8}\.pdf"$/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await office.sql`select by from document_views where document = ${facts.letter!.document}`).toEqual([
      { by: office.operator.id },
    ]);
    expect(await rina.read(await renewalPath(data))).toContain('Dibuka 1 kali, terakhir oleh Rina');
  });

  test('what is not there is said kindly', async () => {
    for (const path of ['documents', 'renewals', 'people', 'contacts', 'messages']) {
      const response = await rina.get(`/console/${path}/00000000-0000-4000-8000-000000000001`);
      expect([path, response.status]).toEqual([path, 404]);
      expect(await response.text()).toContain('tidak ditemukan');
    }
    expect((await rina.get('/console/renewals/bukan-nomor')).status).toBe(404);
  });
});

describe('a conversation', () => {
  test('shows no secret, and no markup of a stranger', async () => {
    const data = somebody();
    await office.reviewable(data);
    await office.mails(data, 'halo <script>alert(1)</script>');
    const page = await rina.read(await renewalPath(data));
    expect(page).toContain('[tautan pribadi]');
    expect(page).not.toMatch(/\{\{(link|code)/);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toContain('<script>alert');
    expect(page).toContain('menunggu dikirim');
  });

  test('is taken over, written in, and handed back', async () => {
    const data = somebody();
    await office.reviewable(data);
    const path = `/console/contacts/${await contactOf(data)}`;
    const back = await renewalPath(data);
    expect(await rina.send(path, { act: 'take-over', back })).toContain('Asisten diam');
    expect(await rina.read(back)).toContain('ditangani Anda');
    expect(await rina.send(path, { act: 'say', back, text: 'Selamat siang, saya Rina.' })).toContain(
      'antrean pengiriman',
    );
    expect((await lastTo(data)).body).toContain('Selamat siang, saya Rina.');
    expect(await rina.send(path, { act: 'say', back, text: '  ' })).toContain('Pesannya masih kosong');
    expect(await rina.send(path, { act: 'take-over', back })).toContain('sudah tercatat sebelumnya');
    expect(await rina.send(path, { act: 'hand-back', back })).toContain('dikembalikan kepada asisten');
  });

  test('belongs to one operator at a time, and is taken from him knowingly', async () => {
    const data = somebody();
    await office.has(data);
    const path = `/console/contacts/${await contactOf(data)}`;
    const back = path;
    await rina.send(path, { act: 'take-over', back });
    const before = await lastTo(data);
    // Joko's page is older: he cannot know that she is at it.
    await createOperator(office.sql, { login: 'joko', name: 'Joko', password: PASSWORD, mustChange: false });
    const joko = await office.browser('joko');
    for (const act of ['take-over', 'say', 'hand-back'])
      expect(await joko.send(path, { act, back, text: 'Halo' })).toContain('sedang ditangani operator lain');
    expect(await lastTo(data)).toEqual(before);
    const page = await joko.read(back);
    expect(page).toContain('Ambil alih dari Rina');
    expect(page).not.toContain('Tulis melalui Email');
    const from = /name="from" value="([^"]+)"/.exec(page)![1]!;
    expect(await joko.send(path, { act: 'take-over', back, from })).toContain('Asisten diam');
    expect((await lastTo(data)).body).toContain('Joko');
    expect(await rina.send(path, { act: 'say', back, text: 'Masih di sana?' })).toContain('sedang ditangani operator');
    expect(await rina.send(path, { act: 'take-over', back, from })).toContain('sedang ditangani operator');
    expect(await joko.send(path, { act: 'hand-back', back })).toContain('dikembalikan kepada asisten');
  });

  test('says whose a number in it is, which is read masked', async () => {
    const [data, other] = [somebody(), somebody()];
    await office.has(data);
    await office.has(other);
    const address = '700100200';
    const at = office.clock();
    const chat = {
      channel: 'telegram',
      source: 'telegram:1',
      contact: { channel: 'telegram', value: address },
    } as const;
    const contact = async () => (await office.sql`select id from contacts where address = ${address}`)[0]!.id as string;
    const writes = (text: string) => office.enter({ enter: 'message', message: mailFrom(address, at, text, chat) });
    await writes('halo');
    const path = `/console/contacts/${await contact()}`;
    await rina.send(path, { act: 'take-over', back: path });
    await writes(`NIP saya ${data.nip}, tolong dicek`);
    const page = await rina.read(path);
    expect(page).not.toContain(data.nip);
    expect(page).toMatch(/NIP\/NIK di atas tercatat atas nama <a href="\/console\/people\/[0-9a-f-]+">/);
    await writes(`atau ${other.nip.slice(0, 6)} ${other.nip.slice(6)}? atau 198503122010012999`);
    expect(await rina.read(path)).toContain('NIP/NIK lainnya tidak tercatat pada siapa pun.');
    // On his own page his own number is nothing to tell.
    const [, person] = /tercatat atas nama <a href="([^"]+)"/.exec(page)!;
    await office.mails(data, `NIP saya ${data.nip}`);
    expect(await rina.read(person!)).not.toContain('NIP/NIK di atas');
  });

  test('goes back only to pages of the console', async () => {
    const data = somebody();
    await office.has(data);
    const path = `/console/contacts/${await contactOf(data)}`;
    for (const back of ['https://jahat.example', '//jahat.example', '/console/../x', '']) {
      const response = await rina.post(path, { act: 'answered', back });
      expect(response.headers.get('location')).toBe('/console/queue?said=settled#talk');
    }
  });

  test('an operator vouches for who cannot read his mailbox', async () => {
    const data = somebody();
    const certificate = await office.has(data);
    await office.does({ act: 'start', certificate });
    const { id } = await office.renewal(data);
    // A word for the very mailbox helps nobody who cannot read it.
    expect(await rina.read(`/console/renewals/${id}`)).toMatch(
      /Belum ada kontak lain[\s\S]*Alamat yang tercatat, hanya bila ia dapat membacanya[\s\S]*Jamin untuk Email/,
    );
    const orang = { ...data, email: `pribadi-${people}@luar.example` };
    await office.mails(orang, 'saya tidak bisa buka email dinas');
    const contact = await contactOf(orang);
    // What he is called there is where the search begins; nobody is shown for it unasked.
    const unasked = await rina.read(`/console/contacts/${contact}`);
    expect(unasked).toMatch(/type="search" value="Ani [^"]/);
    expect(unasked).not.toContain('Jamin untuk No.');
    const searched = await rina.read(`/console/contacts/${contact}?q=${data.nip}`);
    // On a phone what was found is far down: the search leads there.
    expect(searched).toMatch(/id="vouch"[\s\S]*method="get" action="#vouch"[\s\S]*Jamin untuk No\./);
    const back = `/console/renewals/${id}`;
    expect(
      await rina.send(`/console/contacts/${contact}`, { act: 'vouch', renewal: id, how: 'video', note: '', back }),
    ).toContain('Formulir belum lengkap');
    expect(
      await rina.send(`/console/contacts/${contact}`, {
        act: 'vouch',
        renewal: id,
        how: 'video',
        note: 'KTP dicocokkan',
        back,
      }),
    ).toContain('Jaminan Anda sudah dicatat');
    expect((await office.renewal(data)).facts.signedIn?.method).toBe('vouched');
    const vouched = await rina.read(`/console/contacts/${contact}`);
    expect(vouched).toContain('jaminan operator');
    expect(vouched).not.toMatch(/Menurut pengakuannya|terhubung dan terbukti/);
    // The address on record hears of it, and a word for the wrong person is taken back.
    const told = await office.sql`select m.body from messages m join contacts k on k.id = m.contact
      where k.address = ${data.email} and m.direction = 'out'`;
    expect(JSON.stringify(told)).toContain('Seorang operator telah memastikan identitas Anda');
    const unvouch = (note: string) => rina.send(`/console/contacts/${contact}`, { act: 'unvouch', note, back });
    expect(await unvouch('')).toContain('Formulir belum lengkap');
    expect(await unvouch('percakapan orang lain')).toMatch(
      /Jaminan dibatalkan[^<]*sudah terbit, putuskan pada menu Pencabutan/,
    );
    const free = await rina.read(`/console/contacts/${contact}`);
    expect(free).toContain('jaminan identitasnya dibatalkan');
    expect(free).toContain('belum membuktikan siapa dirinya');
    expect(free).not.toContain('Batalkan jaminan');
    expect(await rina.read('/console/queue')).toContain('jaminan identitasnya dibatalkan');
    expect(await rina.read(`${back}/journal`)).toContain('jaminan identitas dibatalkan');
    // Whoever decides on the renewal sees it there, with the reason; and the right contact can be vouched for.
    const decided = await rina.read(back);
    expect(decided).toMatch(/Jaminan identitas dibatalkan<\/strong> oleh Rina[^(]*\(percakapan orang lain\)/);
    expect(decided).toContain(orang.email);
    expect(decided).toContain('jaminan operator, dibatalkan;');
    expect(decided).toContain('Tidak dapat membaca kotak suratnya?');
    expect(await unvouch('sekali lagi')).not.toContain('Jaminan dibatalkan');
    await office.does({ act: 'vouch', contact, renewal: id, how: 'video', note: 'kali ini orangnya' });
    expect(await rina.read(back)).not.toMatch(/Jaminan identitas dibatalkan|jaminan operator, dibatalkan/);
  });

  test('a message that attaches to nobody is attached to a person with one click', async () => {
    const data = somebody('Cari Saya');
    const certificate = await office.has(data);
    await office.does({ act: 'start', certificate });
    const outcome = await office.mails({ ...data, email: 'ca@bsre.example' }, 'Sertifikat akan berakhir', {
      notice: { basis: 'expiring', serial: 'feedbeef01' },
    });
    const id = (outcome as { id: string }).id;
    expect(await rina.read('/console/queue')).toContain(`/console/messages/${id}`);
    const found = await rina.read(`/console/messages/${id}?q=cari%20saya`);
    expect(found).toMatch(/id="attach"[\s\S]*method="get" action="#attach"/);
    const applicant = hidden(found, 'applicant')!;
    expect(await rina.send(`/console/messages/${id}`, { applicant })).toContain('Pesan sudah dilekatkan');
    expect(await rina.read('/console/queue')).not.toContain(`/console/messages/${id}`);
    const page = await rina.read(`/console/people/${applicant}`);
    expect(page).toContain('Sertifikat akan berakhir');
    // Where its sender is answered: he is not the person it was attached to.
    expect(page).toContain(`<a href="/console/contacts/${await contactOf({ ...data, email: 'ca@bsre.example' })}">`);
  });
});

describe('a person', () => {
  test('has all his certificates and renewals; a renewal is started from there', async () => {
    const data = somebody();
    const certificate = await office.has(data);
    const [row] = await office.sql`select applicant from certificates where id = ${certificate}`;
    const path = `/console/people/${row!.applicant}`;
    expect(await rina.read(path)).toContain('Mulai pembaruan');
    expect(await rina.send(path, { act: 'start', certificate })).toContain('Permohonan pembaruan dibuka');
    expect(await rina.send(path, { act: 'start', certificate })).toContain('Tidak ada yang dibuat ganda');
    expect(await rina.read(path)).toContain((await office.renewal(data)).number);
  });

  test('is offered the revocation of what is in force alone', async () => {
    const data = somebody();
    const over = await office.has(data, -3);
    const [row] = await office.sql`select applicant from certificates where id = ${over}`;
    const path = `/console/people/${row!.applicant}`;
    const ended = await rina.read(path);
    expect(ended).toContain('masa berlaku lewat');
    expect(ended).not.toContain('Cabut sertifikat');
    await office.has(data, 400, 'abcdef0901');
    expect(await rina.read(path)).toContain('Cabut sertifikat');
  });

  test('has only his own certificates acted on', async () => {
    const [one, other] = [somebody(), somebody()];
    const [mine, his] = [await office.has(one), await office.has(other)];
    const [row] = await office.sql`select applicant from certificates where id = ${mine}`;
    const page = await rina.send(`/console/people/${row!.applicant}`, {
      act: 'revoke',
      certificate: his,
      reason: 'keyCompromise',
      note: 'x',
    });
    expect(page).toContain('tidak ditemukan');
    expect(await office.sql`select 1 from revocations where certificate = ${his}`).toHaveLength(0);
  });

  test('who is silent waits until somebody has called him', async () => {
    const data = somebody();
    await office.does({ act: 'start', certificate: await office.has(data) });
    const { id, applicant } = await office.renewal(data);
    await office.enter({ enter: 'silence', renewal: id, act: 'remind' });
    await office.enter({ enter: 'silence', renewal: id, act: 'operator' });
    const path = `/console/people/${applicant}`;
    expect(await rina.read(path)).toContain('belum menanggapi setelah diingatkan');
    expect(await rina.send(path, { act: 'settle', note: 'Sudah ditelepon' })).not.toContain('belum menanggapi');
  });

  test('flags numbers that contradict each other, and decides nothing by them', async () => {
    const data = { ...somebody(), nik: '1371011203850099' };
    const { applicant } = await office.reviewable(data);
    expect(await rina.read(`/console/people/${applicant}`)).toContain('Jenis kelamin dalam NIK dan NIP berbeda.');
  });
});

describe('the small flows', () => {
  test('a revocation asked for comes first and is decided with a note', async () => {
    const data = somebody();
    const certificate = await office.has(data);
    await office.does({ act: 'start', certificate });
    for (const text of ['Bersedia', 'laptop saya hilang', 'ya']) await office.mails(data, text);
    const queue = await rina.read('/console/queue');
    expect(queue.indexOf('pencabutan sertifikat perlu diputuskan')).toBeLessThan(
      queue.indexOf('pemeriksaan permohonan'),
    );
    const [row] = await office.sql`select id from revocations where certificate = ${certificate}`;
    const path = `/console/revocations/${row!.id}`;
    expect(await rina.read(await personPath(data))).toContain(
      '<a href="/console/revocations">pencabutan sertifikat perlu diputuskan</a>',
    );
    expect(await rina.send(path, { act: 'approve', note: '' })).toContain('Formulir belum lengkap');
    expect(await rina.send(path, { act: 'approve', note: 'Sudah ditelepon' })).toContain('Pencabutan sudah dicatat');
    expect(await rina.send(path, { act: 'approve', note: 'lagi' })).toContain('sudah tercatat sebelumnya');
  });

  test("all certificates of one theft are revoked in one decision, and what is another CA's is said to be revoked in AMS", async () => {
    const data = somebody();
    const first = await office.has(data);
    const second = await office.has(data, 200, 'abcdef01');
    await office.does({ act: 'start', certificate: first });
    for (const text of ['Bersedia', 'laptop saya dicuri', 'ya']) await office.mails(data, text);
    const rows =
      await office.sql`select id from revocations where certificate in (${first}, ${second}) order by certificate = ${first} desc`;
    const [one, other] = rows.map(({ id }) => id as string);
    const page = await rina.read('/console/revocations');
    expect(page).toMatch(new RegExp(`name="also" value="${other}"> Cabut sekaligus seri[^<]*<[^<]*ABCDEF01`));
    const act = { act: 'approve', note: 'Sudah ditelepon' };
    await office.sql`update certificates set issuer = 'ams' where id = ${second}`;
    expect(await rina.send(`/console/revocations/${one}`, { ...act, also: other! })).toContain('harus dicabut di AMS');
    const states = await office.sql`select state, decided_by from revocations where id in (${one!}, ${other!})`;
    expect(states.map(({ state, decidedBy }) => [state, decidedBy])).toEqual([
      ['due', office.operator.id],
      ['due', office.operator.id],
    ]);
    // What was revoked in AMS is marked at once, too, and told in one mail.
    await office.enter({ enter: 'revoked', revocations: [one!, other!], result: 'by-hand' });
    expect(await rina.read('/console/revocations')).toMatch(new RegExp(`value="${other}"> Seri[^<]*<[^<]*ABCDEF01`));
    await rina.send(`/console/revocations/${one}`, { act: 'by-hand', note: 'AMS, tiket 7', also: other! });
    const told =
      await office.sql`select m.body from messages m join contacts c on c.id = m.contact where c.address = ${data.email} and m.body like '%dicabut pada%'`;
    expect(told.map(({ body }) => body.match(/• nomor seri/g)?.length)).toEqual([2]);
  });

  test('a revocation that is refused owes the person a reason, which he is told with the date', async () => {
    const data = somebody();
    const certificate = await office.has(data);
    await office.does({ act: 'start', certificate });
    for (const text of ['Bersedia', 'cabut sertifikat saya', 'TIDAK DIPAKAI LAGI', 'ya'])
      await office.mails(data, text);
    const [row] = await office.sql`select id, reason from revocations where certificate = ${certificate}`;
    expect(row!.reason).toBe('cessationOfOperation');
    const page = await rina.read('/console/revocations');
    expect(page).toContain('Diminta oleh pemohon melalui email');
    const path = `/console/revocations/${row!.id}`;
    expect(await rina.send(path, { act: 'refuse', note: 'x', instruction: '' })).toContain('Formulir belum lengkap');
    // Sent by hand, past the form, as if it were an operator's own proposal.
    expect(await rina.send(path, { act: 'drop', note: 'x' })).toContain('tuliskan penjelasan untuknya');
    await rina.send(path, { act: 'refuse', note: 'masih bertugas', instruction: 'Masih diperlukan sampai Desember.' });
    const [told] = await office.sql`
      select body from messages where applicant = (select applicant from certificates where id = ${certificate})
      and direction = 'out' order by number desc limit 1`;
    expect(told!.body).toContain('2 November 2026');
    expect(told!.body).toContain('Masih diperlukan sampai Desember.');
    expect(told!.body).not.toContain('masih bertugas');
    expect((await office.sql`select state from certificates where id = ${certificate}`)[0]!.state).toBe('valid');
  });

  test('what is revoked by itself can be held until then, and whoever it is of hears what was decided', async () => {
    const [waiting, data] = [somebody('Lebih Dulu Menunggu'), somebody('Ditahan Pencabutannya')];
    await office.has(waiting);
    await office.mails(waiting, 'saya mau bicara dengan operator');
    office.passes(60_000);
    const certificate = await office.has(data);
    const [{ id }] = (await office.sql`
      insert into revocations (id, certificate, applicant, reason, state, asked_by, due_at, at)
      select gen_random_uuid(), id, applicant, 'superseded', 'due', 'system', ${new Date(office.clock().getTime() + 3_600_000)}, ${office.clock()}
      from certificates where id = ${certificate} returning id`) as never as [{ id: string }];
    const path = `/console/revocations/${id}`;
    expect(await rina.read('/console/revocations')).toContain('Tahan pencabutan ini');
    expect(await rina.send(path, { act: 'hold', note: '' })).toContain('Formulir belum lengkap');
    const held = await rina.send(path, { act: 'hold', note: 'menelepon, sertifikat baru belum terpasang' });
    for (const words of [
      'Pencabutan ditahan',
      'ditahan sebelum dijalankan',
      'menelepon, sertifikat baru',
      'Penjelasan kepada pemohon',
    ])
      expect(held).toContain(words);
    expect(held).not.toContain('Tahan pencabutan ini');
    const queue = await rina.read('/console/queue');
    expect(queue.indexOf('Lebih Dulu Menunggu')).toBeGreaterThan(0);
    expect(queue.indexOf('Lebih Dulu Menunggu')).toBeLessThan(queue.indexOf('Ditahan Pencabutannya'));
    await rina.send(path, { act: 'refuse', note: 'x', instruction: 'Kuncinya diganti dahulu.' });
    expect((await office.sql`select state from revocations where id = ${id}`)[0]!.state).toBe('refused');
  });

  test('what was asked of a certificate that is revoked already is done with it, and the basis of its renewal changes', async () => {
    const data = somebody();
    const certificate = await office.has(data);
    await office.does({ act: 'start', certificate });
    for (const text of ['Bersedia', 'cabut sertifikat saya', 'TIDAK DIPAKAI LAGI', 'ya'])
      await office.mails(data, text);
    const { applicant } = await office.renewal(data);
    await rina.send(`/console/people/${applicant}`, {
      act: 'revoke',
      certificate,
      reason: 'keyCompromise',
      note: 'dicuri',
    });
    const [due] = await office.sql`select id from revocations where certificate = ${certificate} and state = 'due'`;
    await office.enter({ enter: 'revoked', revocations: [due!.id], result: 'revoked' });
    const states = await office.sql`select state from revocations where certificate = ${certificate}`;
    expect(states.map(({ state }) => state)).toEqual(['done', 'done']);
    expect(await office.sql`select 1 from awaits where kind = 'revocation' and applicant = ${applicant}`).toEqual([]);
    expect((await office.sql`select revoked_for from certificates where id = ${certificate}`)[0]!.revokedFor).toBe(
      'keyCompromise',
    );
    expect(await office.renewal(data)).toMatchObject({ basis: 'revoked' });
    expect((await office.renewal(data)).outcome).toBeUndefined();
  });

  test('a certificate that only a notice told of is confirmed and opens a renewal', async () => {
    const data = somebody();
    await office.has(data, 300);
    const expires = new Date(office.clock().getTime() + 10 * 86_400_000);
    await office.mails({ ...data, email: 'ca2@bsre.example' }, 'akan berakhir', {
      notice: { basis: 'expiring', serial: 'deadbeef02', email: data.email, expires },
    });
    const page = await rina.read('/console/certificates');
    expect(page).toContain('DEADBEEF02');
    expect(
      await rina.send('/console/certificates', { act: 'confirm', certificate: hidden(page, 'certificate')! }),
    ).toContain('Sertifikat dipastikan.');
    expect((await office.renewal(data)).certificate).toBe(hidden(page, 'certificate'));
    expect(await rina.read('/console/certificates')).toContain('Tidak ada sertifikat yang perlu dipastikan.');
  });

  test('notices leave only when released, and never more than the daily cap; each release says how far it went', async () => {
    const owners = [1, 2, 3, 4].map(() => somebody('Pemilik Lama'));
    const due = await Promise.all(owners.map(async (owner) => office.has(owner, 20)));
    const meanwhile = owners[1]!;
    for (const certificate of due)
      await office.enter({ enter: 'notice-due', certificate, threshold: 30, preview: true });
    const page = await rina.read('/console/notices');
    expect(page).toContain('Menunggu dilepas (4)');
    for (const words of [
      'pada 30, 14, dan 7 hari sebelum berakhir',
      '· 30 hari sebelum berakhir',
      'Kirim yang dipilih',
    ])
      expect(page).toContain(words);
    expect(page).toContain('permohonannya sedang menunggu kantor');
    expect(await rina.send('/console/notices', { act: 'release' })).toContain('Belum ada notifikasi yang dipilih');
    const [excluded, gone, ...others] = due.map((certificate) => `${certificate}:30`);
    const excludes = () => rina.send('/console/notices', { act: 'exclude', notice: excluded!, why: 'sudah pensiun' });
    expect(await excludes()).toMatch(
      /tidak akan dikirim[\s\S]*sudah pensiun[^<]*<\/span> <[^>]*>diputuskan oleh Rina, /,
    );
    expect(await excludes()).toContain('Tidak ada yang berubah: notifikasi yang dipilih sudah ditangani');
    // Somebody began by himself meanwhile, and it is no longer his turn.
    await office.does({ act: 'start', certificate: due[1]! });
    await office.mails(meanwhile, 'Bersedia, silakan dimulai');
    await office.mails(meanwhile, 'sudah sesuai semua');
    const content = await office.letter(meanwhile);
    await office.page(meanwhile, { page: 'letter', name: 'surat.pdf', content, letter: 'recommendation' });
    expect(await rina.send('/console/notices', { act: 'release', notice: [gone!, others[0]!] })).toMatch(
      /Sebagian sudah dilepas. Yang lain tidak dikirim[\s\S]*Tidak dikirim<[\s\S]*permohonannya sedang menunggu kantor[\s\S]*Sudah dikirim<[\s\S]*dilepas oleh Rina/,
    );
    const late = await office.has(somebody(), 20);
    await office.enter({ enter: 'notice-due', certificate: late, threshold: 30, preview: true });
    expect(await rina.send('/console/notices', { act: 'release', notice: [others[1]!, `${late}:30`] })).toContain(
      'Sebagian sudah dilepas. Batas hari ini sudah tercapai',
    );
    expect(await rina.send('/console/notices', { act: 'release', notice: `${late}:30` })).toContain(
      'Batas notifikasi hari ini sudah tercapai',
    );
    const decisions =
      await office.sql`select subject from decisions where subject like '%-notices' order by at, subject`;
    expect(decisions.map(({ subject }) => subject).toSorted()).toEqual([
      'exclude-notices',
      'refused-exclude-notices',
      'refused-release-notices',
      'release-notices',
      'release-notices',
    ]);
  });

  const escaped = (text: string) =>
    text.replace(
      /[&<>"']/g,
      (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[sign]!,
    );

  test('a notice that waits shows the very mail that leaves when it is released', async () => {
    office.passes(86_400_000);
    rina = await office.browser();
    const data = somebody('Baca Dahulu');
    const certificate = await office.has(data, 20);
    await office.enter({ enter: 'notice-due', certificate, threshold: 30, preview: true });
    const page = await rina.read(`/console/notices`);
    await rina.send('/console/notices', { act: 'release', notice: `${certificate}:30` });
    const { subject, body } = await lastTo(data);
    expect(page).toContain(escaped(subject));
    expect(page).toContain(escaped(body.replace(/\d{4}-\d{6}/, '[nomor permohonan]')));
  });

  test('a notice that goes into a chat is shown as it stands there, with or without the mail beside it', async () => {
    office.passes(86_400_000);
    rina = await office.browser();
    const [fresh, begun] = [somebody('Baca di Telegram'), somebody('Sudah Mulai')];
    for (const [data, chat] of [
      [fresh, '880001'],
      [begun, '880002'],
    ] as const) {
      const certificate = await office.has(data, 20);
      await office.sql`insert into contacts (id, channel, address, applicant, standing, proven_by, proven_until, state, speaker, last_out, created_at)
        values (gen_random_uuid(), 'telegram', ${chat}, (select applicant from certificates where id = ${certificate}), 'bound', 'code', ${new Date(office.clock().getTime() + 86_400_000)},
          ${office.sql.json({ language: 'en', misunderstood: 0, greeted: true, undecided: [] })}, 'assistant', 0, ${office.clock()})`;
      if (data === begun) {
        await office.does({ act: 'start', certificate });
        await office.mails(data, 'Bersedia, silakan dimulai');
        // He went on in his chat.
        await office.sql`update renewals set contact = (select id from contacts where address = ${chat}) where certificate = ${certificate}`;
      }
      await office.enter({ enter: 'notice-due', certificate, threshold: 30, preview: true });
      const page = (await rina.read('/console/notices')).split(`${certificate}:30`)[1]!.split('name="notice"')[0]!;
      const shown = [...page.matchAll(/<summary>(Isi [^<]*)<\/summary>/g)].map(([, label]) => label);
      expect(shown).toEqual(data === fresh ? ['Isi emailnya', 'Isi pesan Telegramnya'] : ['Isi pesan Telegramnya']);
      await rina.send('/console/notices', { act: 'release', notice: `${certificate}:30` });
      const [last] = await office.sql`
        select m.body from messages m join contacts c on c.id = m.contact where c.address = ${chat} and m.direction = 'out' order by m.number desc limit 1`;
      const number = (await office.renewal(data)).number;
      expect(page).toContain(escaped(data === fresh ? last!.body.replace(number, '[nomor permohonan]') : last!.body));
      if (data === fresh) expect(last!.body).toContain('certificate');
    }
  });

  test('a fault is shown with what it concerns and settled with a note', async () => {
    const id = '11111111-1111-4111-8111-111111111111';
    await office.sql`insert into faults (id, part, code, detail, at) values (${id}, 'issuance', 'issuance', 'the signer did not answer', ${office.clock()})`;
    await office.sql`insert into awaits (kind, ref, what, who, is_primary, since) values ('fault', ${id}, 'fault', 'operator', true, ${office.clock()})`;
    expect(await rina.read('/console/faults')).toContain('the signer did not answer');
    await office.sql`update faults set detail = 'too-long:organisation' where id = ${id}`;
    expect(await rina.read('/console/faults')).toMatch(/Instansi[^<]*lebih panjang[^<]*perubahan data/);
    await office.sql`update faults set detail = 'key-roca' where id = ${id}`;
    expect(await rina.read('/console/faults')).toMatch(/chip atau kartu[^<]*Kembalikan permohonan/);
    // Also where it is decided, so that nobody approves again what cannot be issued.
    const data = somebody();
    await office.does({ act: 'start', certificate: await office.has(data) });
    const { id: renewal } = await office.renewal(data);
    await office.sql`update faults set ref = ${renewal}, detail = 'issuer-ends' where id = ${id}`;
    expect(await rina.read(`/console/renewals/${renewal}`)).toMatch(/CA penerbit berakhir dalam waktu kurang dari/);
    expect(await rina.send(`/console/faults/${id}`, { note: 'Penerbit dihidupkan lagi' })).toContain(
      'Tidak ada gangguan yang terbuka',
    );
    expect(await rina.read(`/console/renewals/${renewal}`)).not.toContain('CA penerbit berakhir');
  });

  test('an import reports line by line and keeps the good rows', async () => {
    const data = somebody('Orang Impor');
    const heading = 'nik;nip;nama;email;telepon;jabatan;instansi;unit_kerja;kota;provinsi';
    const rows = [heading, `${data.nik};${data.nip};${data.name};${data.email};;;;;;`, '1;2;Salah;x;;;;;;'].join(
      '\r\n',
    );
    const page = await rina.send('/console/import', {
      kind: 'applicants',
      file: new Blob([rows], { type: 'text/csv' }),
    });
    expect(page).toContain('1 disimpan');
    expect(page).toContain('1 tidak diterima');
    expect(page).toMatch(/Baris 3<\/strong><br>Salah<\/td>/);
    expect(page.match(/<li><span class="mono">(nik|nip|email)<\/span>/g)).toHaveLength(3);
    const certificates = `nip,serial,berlaku_sampai,status\n${data.nip},0a1b2c3d,2027-01-15,ISSUE\n199001012015011001,0a1b2c3e,2027-01-15,`;
    const second = await rina.send('/console/import', { kind: 'certificates', file: new Blob([certificates]) });
    expect(second).toContain('Tidak ada pemohon dengan NIP ini');
    expect(await rina.read('/console/people?q=orang%20impor')).toContain('Orang Impor');

    const other = somebody('Orang Kembar');
    const twin = `${heading}\r\n${data.nik};${other.nip};${other.name};${other.email};;;;;;`;
    const third = await rina.send('/console/import', { kind: 'applicants', file: new Blob([twin]) });
    const named = /Tercatat pada <a href="(\/console\/people\/[\w-]+)">Orang Impor<\/a> \(NIP /.exec(third);
    expect(await rina.read(named![1]!)).toContain('Orang Impor');
    expect(third).not.toContain(data.nip);
  });

  test('certificates as files find their holder by NIP or by address on record', async () => {
    const [byNip, byEmail] = [somebody('Orang Pertama'), somebody('Orang Kedua')];
    for (const data of [byNip, byEmail]) await office.does({ act: 'import-applicant', data });
    const files = await Promise.all([
      certificateFor({ name: byNip.name, nip: byNip.nip }),
      certificateFor({ name: byEmail.name, email: byEmail.email.toUpperCase() }),
      certificateFor({ name: 'Entah Siapa', email: 'entah@luar.example' }),
    ]);
    const page = await rina.send('/console/import', { kind: 'pem', file: new Blob([files.join('\n')]) });
    expect(page).toContain('2 disimpan');
    expect(page).toMatch(/Baris 3<\/strong><br>Entah Siapa<\/td>/);
    for (const { nip } of [byNip, byEmail]) {
      const rows = await office.sql`
        select c.serial from certificates c join applicants a on a.id = c.applicant where a.nip_hash = ${office.keyring.hash('nip', nip)}`;
      expect(rows).toHaveLength(1);
    }
  });

  test('a long import says how far it is, to whoever began it, and goes on without its page', async () => {
    const data = somebody('Orang Antre');
    const rows = `nik,nip,nama,email,telepon,jabatan,instansi,unit_kerja,kota,provinsi\n${data.nik},${data.nip},${data.name},${data.email},,,,,,`;
    const owner = connect(office.database.ownerUrl, { max: 1 });
    const [locked, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const held = owner.begin(async (tx) => {
      await tx`lock table applicants in exclusive mode`;
      locked.resolve();
      await release.promise;
    });
    await locked.promise;
    const page = await rina.send('/console/import', { kind: 'applicants', file: new File([rows], 'daftar <b>.csv') });
    expect(page).toContain('Sedang diimpor');
    expect(page).toContain('daftar &lt;b&gt;.csv');
    const [place] = /\/console\/import\/[\w-]+(?=\/standing)/.exec(page)!;
    expect(await rina.read(`${place}/standing`)).toContain('<progress');
    expect(await rina.read('/console/import')).toContain(`href="${place}"`);
    release.resolve();
    await held;
    await owner.end();
    await expect.poll(() => rina.read(`${place}/standing`)).toContain('1 disimpan');
    await createOperator(office.sql, { login: 'wulan', name: 'Wulan', password: PASSWORD, mustChange: false });
    const other = await office.browser('wulan');
    expect(await other.read(place)).toContain('tidak lagi diketahui');
    expect(await other.read('/console/import')).not.toContain(place);
  });

  test('the journal of a person names the operator whose import changed his data', async () => {
    const data = somebody();
    await office.reviewable(data);
    await office.does({ act: 'import-applicant', data: { ...data, position: 'Kepala Seksi' } });
    const page = await rina.read(`/console/people/${(await office.renewal(data)).applicant}/journal`);
    expect(page).toMatch(/<td>operator Rina[^<]*<\/td><td>versi data baru<\/td>/);
  });

  test('the journal of a renewal says whether it is whole', async () => {
    const data = somebody();
    await office.reviewable(data);
    const path = `${await renewalPath(data)}/journal`;
    const page = await rina.read(path);
    expect(page).toContain('Catatan utuh');
    expect(page).toContain('data dipastikan benar');
    expect(page).not.toContain('{&quot;');
    expect(page).toMatch(/<span class="muted">dasar: sertifikat<\/span> <span title="expiring">akan berakhir/);
    expect(page).not.toContain(data.nik);
    const owner = connect(office.database.ownerUrl, { max: 1 });
    const refs = '{"due":"2026-99-99T00:00:00Z"}'; // a time that is none takes the page away from nobody
    await owner`update journal set entry = 'approved', refs = ${refs} where chain = ${`renewal:${(await office.renewal(data)).id}`} and number = 2`;
    await owner.end();
    expect(await rina.read(path)).toContain('Catatan tidak utuh mulai baris ke-2');
  });
});

test.each([
  ['on', 'Di luar jam layanan tidak ada notifikasi yang dikirim'],
  ['off', 'Notifikasi sedang dimatikan'],
] as const)('whoever asks for the scan while nobody is looked at (%s) is told why', async (mode, why) => {
  const closed = await openConsole({}, { scan: async () => undefined, notices: { mode, days: [30] } });
  try {
    const page = await (await closed.browser()).send('/console/notices', { act: 'scan' });
    expect(page).toContain(why);
    expect(page).not.toContain('selesai dijalankan');
  } finally {
    await closed.close();
  }
});
