import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { blockKeys } from '../../db/blocked-keys.ts';
import { date } from '../../src/conversation/format.ts';
import type { Inbound } from '../../src/conversation/inbound.ts';
import { LIMITS } from '../../src/desk/parts.ts';
import { readRequest } from '../../src/issuance/request/csr.ts';
import { makeRequest } from '../../src/issuance/request/make-request.ts';
import { reviewContent } from '../../src/renewal/content.ts';
import { applicantRoutes } from '../../src/web/applicant/routes.ts';
import { newRsaKey } from '../issuance/office.ts';
import { openPageOffice, type PageOffice, SITI, someone } from './applicant-office.ts';

const HOUR_MS = 3_600_000;
let office: PageOffice;
let email: string;
let id: string;
let applicant: string;

beforeAll(async () => {
  office = await openPageOffice();
});
afterAll(() => office?.close());
beforeEach(async () => {
  const person = someone();
  email = person.data.email;
  id = await office.readyForKey(person);
  applicant = (await office.renewal(id)).applicant;
});

type Sent = { cookie?: string; headers?: Record<string, string>; body?: BodyInit };
const get = (path: string, { cookie, headers }: Sent = {}) =>
  fetch(office.url + path, { redirect: 'manual', headers: { ...(cookie ? { cookie } : {}), ...headers } });
const post = (path: string, { cookie, headers, body }: Sent = {}) =>
  fetch(office.url + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: office.url, ...(cookie ? { cookie } : {}), ...headers },
    ...(body === undefined ? {} : { body }),
  });
const cookieOf = (response: Response) => response.headers.get('set-cookie')!.split(';')[0]!;

async function signIn(link?: string): Promise<{ cookie: string; csrf: string }> {
  const cookie = cookieOf(await post(link ?? (await office.link('page', { renewal: id }))));
  const { csrf } = (await (await get('/me/status', { cookie })).json()) as { csrf: string };
  return { cookie, csrf };
}
const der = (pem: string) => Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
const count = async (table: string) => Number((await office.sql.unsafe(`select count(*) from ${table}`))[0]!.count);
const form = (fields: Record<string, string | Blob>): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') data.append(name, value);
    else data.append(name, value, 'surat.pdf');
  }
  return data;
};

test('looking at a link changes nothing and shows nothing personal', async () => {
  const link = await office.link('page', { renewal: id });
  const before = [await count('sessions'), await count('events'), await count('journal')];
  for (let scan = 0; scan < 3; scan++) {
    const response = await get(link);
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).toContain('Diskominfo Provinsi Contoh');
    expect(text).toContain('021-555-0100');
    for (const secret of [SITI.name, '2026-', '3374', '1990']) expect(text).not.toContain(secret);
    expect(response.headers.get('set-cookie')).toBeNull();
  }
  expect([await count('sessions'), await count('events'), await count('journal')]).toEqual(before);
});

test('a page link opens a session as often as needed, each with a token of its own, stored hashed', async () => {
  const link = await office.link('page', { renewal: id });
  const first = await post(link);
  expect([first.status, first.headers.get('location')]).toEqual([303, '/me']);
  expect(first.headers.get('set-cookie')).toMatch(/^halaman=[\w-]{43}; .*HttpOnly; SameSite=Lax/);
  const second = await post(link);
  expect(cookieOf(second)).not.toBe(cookieOf(first));
  expect((await get('/me', { cookie: cookieOf(first) })).status).toBe(200);
  const rows = await office.sql`select hash from sessions where renewal = ${id}`;
  expect(rows).toHaveLength(2);
  for (const { hash } of rows) expect(cookieOf(first) + cookieOf(second)).not.toContain(hash);
});

test('signs the applicant in, as step 2 of the procedure', async () => {
  const fresh = await office.open();
  await post(await office.link('page', { renewal: fresh }));
  const { facts } = await office.renewal(fresh);
  expect(facts.signedIn).toMatchObject({ method: 'link', channel: 'web' });
});

test('an expired, unknown, foreign or mistyped link says what to do next and opens nothing', async () => {
  const expired = await office.link('page', { renewal: id, days: -1 });
  const confirm = (await office.link('confirm', { renewal: id })).replace('/c/', '/p/');
  const cases = [
    [expired, 410, 'Masa berlaku tautan ini sudah habis'],
    [await office.link('page', { renewal: id, days: -181 }), 410, 'Tautan ini sudah lama tidak berlaku'],
    [confirm, 404, 'Tautan ini tidak dikenal'],
    [`/p/${'x'.repeat(32)}`, 404, 'Tautan ini tidak dikenal'],
    ['/p/terpotong', 404, 'Tautan ini tidak dikenal'],
  ] as const;
  for (const [link, status, sentence] of cases) {
    for (const response of [await get(link), await post(link)]) {
      const text = await response.text();
      expect([response.status, text.includes(sentence), text.includes('TAUTAN')]).toEqual([status, true, true]);
      expect(response.headers.get('set-cookie')).toBeNull();
    }
  }
});

test('whoever holds an expired link has a new one sent to its owner, and is not shown it', async () => {
  // When the letter came he was asked for the key, with a link; now that is long ago.
  office.passes(HOUR_MS);
  const expired = await office.link('page', { renewal: id, days: -1 });
  expect(await (await get(expired)).text()).toContain(`action="${expired}/again"`);
  expect(await office.linksWritten(applicant)).toEqual([]);
  const answers = [await post(`${expired}/again`), await post(`${expired}/again`)];
  for (const response of answers) {
    expect([response.status, response.headers.get('set-cookie')]).toEqual([200, null]);
    const text = await response.text();
    expect(text).toContain('Tautan baru sudah kami kirim');
    expect(text).not.toMatch(/\/p\/|@/);
  }
  // Pressed twice, written once.
  const [written, ...more] = await office.linksWritten(applicant);
  expect([written?.to, more]).toEqual([email, []]);
  // It was asked for by a button, so it goes even while an operator speaks.
  const [row] = await office.sql`
    select detail->'always' as always from messages where detail->'link'->>'id' = ${written!.id}`;
  expect(row!.always).toBe(true);
  const fresh = `/p/${office.keyring.token('link', written!.id)}`;
  // In the language of the message in which it stands.
  await office.sql`update messages set detail = jsonb_set(detail, '{language}', '"en"') where detail->'link'->>'id' = ${written!.id}`;
  expect(await (await get(fresh)).text()).toContain('<html lang="en">');
  expect((await post(fresh)).status).toBe(303);
  office.passes(HOUR_MS);
  await post(`${expired}/again`);
  expect(await office.linksWritten(applicant)).toHaveLength(2);
  office.passes(-2 * HOUR_MS);
});

test('so many new links are sent to one person in a day, and no more', async () => {
  const expired = await office.link('page', { renewal: id, days: -2 });
  const before = (await office.linksWritten(applicant)).length;
  office.passes(3 * HOUR_MS);
  let answer = await post(`${expired}/again`);
  for (let asked = 1; answer.status === 200 && asked <= LIMITS.linksPerContactPerDay; asked++) {
    office.passes(HOUR_MS / 4);
    answer = await post(`${expired}/again`);
  }
  expect([answer.status, (await answer.text()).includes('coba lagi besok')]).toEqual([429, true]);
  const written = (await office.linksWritten(applicant)).length - before;
  expect(written).toBeGreaterThan(0);
  expect(written).toBeLessThanOrEqual(LIMITS.linksPerContactPerDay);
  office.passes(24 * HOUR_MS);
  expect((await post(`${expired}/again`)).status).toBe(200);
});

test('a new link is sent for no other kind of link, from no other site, and to nobody who is not proven', async () => {
  const expired = await office.link('page', { renewal: id, days: -1 });
  const foreign = { headers: { origin: 'https://evil.example' } };
  expect((await post(`${expired}/again`, foreign)).status).toBe(403);
  const good = await office.link('page', { renewal: id });
  expect((await post(`${good}/again`)).headers.get('location')).toBe(good);
  const confirm = (await office.link('confirm', { renewal: id, days: -1 })).replace('/c/', '/p/');
  for (const bad of [confirm, `/p/${'x'.repeat(32)}`]) expect((await post(`${bad}/again`)).status).toBe(404);
  await office.sql`update contacts set unreachable = 'bounced' where applicant = ${applicant}`;
  await office.bindChat(applicant, { days: -1 });
  const nowhere = await post(`${expired}/again`);
  expect([nowhere.status, (await nowhere.text()).includes('Silakan telepon kami')]).toEqual([409, true]);
  expect(await office.linksWritten(applicant)).toEqual([]);
});

test('an expired link to confirm a mail says to send the mail again', async () => {
  const response = await get(await office.link('confirm', { renewal: id, days: -1 }));
  expect([response.status, (await response.text()).includes('Kirim email Anda sekali lagi')]).toEqual([410, true]);
});

test('a link without a renewal opens the one under way, and says so when there is none', async () => {
  const link = await office.link('page', { applicant });
  expect((await post(link)).status).toBe(303);
  const [row] = await office.sql`insert into applicants (id, nip_hash, nik_hash, version, version_number, created_at)
    values (${randomUUID()}, ${'x'}, 'y', 'v', 1, now()) returning id`;
  const nobody = await post(await office.link('page', { applicant: row!.id }));
  expect(nobody.status).toBe(404);
  expect(await nobody.text()).toContain('Belum ada permohonan');
});

test('a confirming link works once, and tells in words what happened', async () => {
  const message: Inbound = {
    channel: 'mail',
    source: 'mail:test',
    externalId: 'confirm-1',
    contact: { channel: 'mail', value: email },
    at: office.clock(),
    text: 'sampai mana?',
    wholeText: 'sampai mana?',
    answers: [],
    files: [],
    raw: Buffer.from('raw'),
  };
  await office.enter({ enter: 'message', message });
  const [row] = await office.sql`select id from messages where external_id = ${message.externalId}`;
  const link = await office.link('confirm', { applicant, message: row!.id });
  const shown = await (await get(link)).text();
  expect(shown).toContain('Konfirmasi permintaan');
  expect(shown).not.toContain(SITI.name);
  const first = await post(link);
  expect([first.status, (await first.text()).includes('sudah dikonfirmasi')]).toEqual([200, true]);
  for (const again of [await post(link), await get(link)])
    expect([again.status, (await again.text()).includes('Tautan ini sudah dipakai')]).toEqual([410, true]);
});

test('without a session there is no page, no file and no act', async () => {
  for (const path of ['/me', '/me/certificate.pem', '/me/draft-recommendation.pdf'])
    expect([path, (await get(path)).status]).toEqual([path, 403]);
  expect((await get('/me/status')).status).toBe(401);
  for (const path of ['/me/letter', '/me/request', '/me/collected', '/me/key-lost'])
    expect([path, (await post(path, { cookie: 'halaman=x' })).status]).toEqual([path, 403]);
  expect(await (await get('/me')).text()).toContain('Sesi Anda sudah berakhir');
});

test('a session ends after 12 hours', async () => {
  const { cookie } = await signIn();
  expect((await get('/me', { cookie })).status).toBe(200);
  office.passes(12 * HOUR_MS);
  expect((await get('/me', { cookie })).status).toBe(403);
  office.passes(-12 * HOUR_MS);
});

test('a session ends with its link: when the chat it was sent to turns out to be somebody else’s', async () => {
  const user = await office.stranger();
  await office.operate({ act: 'vouch', contact: user, renewal: id, how: 'video', note: 'wajah dicocokkan' });
  const [written] = await office.sql`
    select detail->'link'->>'id' as id from messages where contact = ${user} and detail->'link'->>'purpose' = 'page'`;
  const opened = await signIn(`/p/${office.keyring.token('link', written!.id)}`);
  const own = await signIn();
  expect((await get('/me', opened)).status).toBe(200);
  await office.operate({ act: 'unvouch', contact: user, note: 'bukan orangnya' });
  expect((await get('/me', opened)).status).toBe(403);
  expect((await get('/me/status', opened)).status).toBe(401);
  const lost = await post('/me/key-lost', { cookie: opened.cookie, body: form({ csrf: opened.csrf }) });
  expect(lost.status).toBe(403);
  // Nor does it open anew where the chat becomes another applicant's.
  const other = (await office.renewal(await office.open())).applicant;
  await office.sql`update contacts set applicant = ${other}, standing = 'bound' where id = ${user}`;
  expect((await get('/me', opened)).status).toBe(403);
  // Who came by another way stays.
  expect((await get('/me', own)).status).toBe(200);
});

test('a post without the session’s token, or from another site, changes nothing', async () => {
  const { cookie, csrf } = await signIn();
  const revision = (await office.renewal(id)).revision;
  const tries: Sent[] = [
    { cookie, body: form({}) },
    { cookie, body: form({ csrf: `${csrf}x` }) },
    { cookie, body: form({ csrf }), headers: { origin: 'https://evil.example' } },
    { cookie, body: form({ csrf }), headers: { 'sec-fetch-site': 'cross-site' } },
    // Another site under the same domain is another's all the same.
    { cookie, body: form({ csrf }), headers: { 'sec-fetch-site': 'same-site' } },
  ];
  for (const path of ['/me/key-lost', '/me/collected', '/me/letter'])
    for (const each of tries) expect([path, (await post(path, each)).status]).toEqual([path, 403]);
  const body = der(makeRequest('Siti', newRsaKey()));
  for (const headers of [{}, { 'x-csrf': 'x' }, { 'x-csrf': csrf, origin: 'https://evil.example' }] as Record<
    string,
    string
  >[])
    expect((await post('/me/request', { cookie, body, headers })).status).toBe(403);
  for (const purpose of ['page', 'confirm'] as const) {
    const link = await office.link(purpose, { renewal: id });
    expect([purpose, (await post(link, { headers: { origin: 'https://evil.example' } })).status]).toEqual([
      purpose,
      403,
    ]);
  }
  expect((await office.renewal(id)).revision).toBe(revision);
});

test('every page has the strict headers', async () => {
  const { cookie } = await signIn();
  for (const path of [await office.link('page', { renewal: id }), '/me', '/me/status', '/p/unknown-unknown-unknown']) {
    const { headers } = await get(path, { cookie });
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    for (const rule of ["frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"])
      expect(headers.get('content-security-policy')).toContain(rule);
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-robots-tag')).toBe('noindex, nofollow');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
  }
});

test('names no address of a third party and has nothing inline', async () => {
  const { cookie } = await signIn();
  const text = await (await get('/me', { cookie })).text();
  const addresses = [...text.matchAll(/(?:src|href|action)="([^"]*)"/g)].map(([, address]) => address!);
  expect(addresses.filter((address) => !/^(\/|#|\?|data:,)/.test(address))).toEqual([
    'https://diskominfo.contohprov.example/sertifikat',
  ]);
  expect(text).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+="|style="/);
});

test('says whose turn it is since when, what comes next, and how the procedure stands in its own times', async () => {
  const { cookie, csrf } = await signIn();
  const text = async () =>
    (await (await get('/me', { cookie })).text()).replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
  const today = date(office.clock(), { language: 'id', timeZone: 'Asia/Jakarta' });
  const before = await text();
  expect(before).toMatch(
    new RegExp(`Sekarang giliran Anda Buat pasangan kunci baru .* Giliran Anda sejak ${today} pukul`),
  );
  expect(before).toContain('Langkah berikutnya: operator memeriksa kiriman Anda.');
  expect(before).toMatch(new RegExp(`Pemeriksaan data selesai, ${today} pukul [\\d.]+ WIB waktu baku 5 menit`));
  expect(before).toContain('Perubahan data tidak diperlukan');
  expect(before).toContain(
    'Penerbitan sertifikat giliran Anda: buat pasangan kunci baru di halaman pribadi Anda waktu',
  );
  expect(before).toContain('Waktu baku seluruhnya 20 menit');
  await post('/me/request', { cookie, body: der(makeRequest('Siti', newRsaKey())), headers: { 'x-csrf': csrf } });
  const after = await text();
  expect(after).toContain('Sekarang giliran operator');
  expect(after).toContain('Penerbitan sertifikat giliran operator: memeriksa permohonan Anda waktu');
  expect(after).toContain('Saat ini tidak ada yang perlu Anda lakukan.');
  // This test has no hour of its own: the page says until when somebody is there, or from when again.
  expect(after).toMatch(
    /Operator bekerja Senin–Jumat 07\.30–16\.00\. Kantor (sedang tutup dan buka lagi pada \d+ \S+ \d+ pukul 07\.30|buka sampai \d+ \S+ \d+ pukul 16\.00) WIB\. Langkah berikutnya: sertifikat diterbitkan\./,
  );
});

test('shows no step as under way once the renewal has ended, and leaves it as it was', async () => {
  const { cookie } = await signIn();
  await office.happens(id, () => ({ is: 'withdrawn' }));
  const shown = await (await get('/me', { cookie })).text();
  expect(shown).toContain('Permohonan dibatalkan');
  expect(shown).not.toMatch(/giliran|aria-current="step"/);
  expect(shown).toMatch(/Penerbitan sertifikat<\/span> <small>tidak dilanjutkan/);
});

test('masks the numbers and escapes what stands in the data', async () => {
  const person = someone({ name: 'Siti "<script>alert(1)</script>', unit: "<img src=x onerror='x'>" });
  const odd = await office.readyForKey(person);
  const { nip, nik } = person.data;
  const { cookie } = await signIn(await office.link('page', { renewal: odd }));
  const text = await (await get('/me', { cookie })).text();
  expect(text).not.toMatch(/<script>|<img/);
  expect(text).toContain('&lt;script&gt;');
  for (const digits of [nip, nik]) expect(text).not.toContain(digits);
  expect(text).toContain(`3374••••••••${nik.slice(-4)}`);
});

test('breaks a long address behind its signs, not within a word', async () => {
  const email = 'siti.rahmawati@sekretariat.contohprov.example';
  const { cookie } = await signIn(await office.link('page', { renewal: await office.readyForKey(someone({ email })) }));
  const text = await (await get('/me', { cookie })).text();
  expect(text).toContain('siti.<wbr>rahmawati@<wbr>sekretariat.<wbr>contohprov.<wbr>example');
});

test('speaks English on demand and remembers it', async () => {
  const { cookie } = await signIn();
  const response = await get('/me?bahasa=en', { cookie });
  expect(await response.text()).toContain('Make a new key pair');
  expect(await (await get('/me', { cookie: `${cookie}; ${cookieOf(response)}` })).text()).toContain(
    'Make a new key pair',
  );
  expect(await (await get('/me?bahasa=xx', { cookie })).text()).toContain('Buat pasangan kunci baru');
});

test('takes a certificate request, the same one twice, and explains what it refuses', async () => {
  const { cookie, csrf } = await signIn();
  const send = (body: Uint8Array) =>
    post('/me/request', {
      cookie,
      body: new Uint8Array(body),
      headers: { 'x-csrf': csrf, accept: 'application/json' },
    });
  const bad = await send(Buffer.from('not a request'));
  expect([bad.status, await bad.json()]).toEqual([
    409,
    { refused: 'not-a-request', sentence: expect.stringContaining('bukan permintaan sertifikat') },
  ]);
  const weak = await send(der(makeRequest('Siti', newRsaKey(1024))));
  expect(await weak.json()).toMatchObject({ refused: 'key-size' });
  const large = await send(Buffer.alloc(17 * 1024, 48));
  expect([large.status, await large.json()]).toMatchObject([409, { refused: 'too-large' }]);
  const request = der(makeRequest('Siti', newRsaKey()));
  expect((await send(request)).status).toBe(200);
  expect(await (await send(request)).json()).toEqual({ done: true });
  expect(await office.awaits(id)).toEqual(['review']);
});

test('takes no key that is known as compromised, and says so', async () => {
  const { cookie, csrf } = await signIn();
  const body = new Uint8Array(der(makeRequest('Siti', newRsaKey())));
  const reading = readRequest(body);
  if (!reading.ok) throw new Error(reading.refused);
  await blockKeys(office.sql, [reading.spkiHash], office.clock());
  const response = await post('/me/request', { cookie, body, headers: { 'x-csrf': csrf, accept: 'application/json' } });
  expect([response.status, await response.json()]).toMatchObject([409, { refused: 'key-blocked' }]);
  expect((await office.renewal(id)).facts.key).toBeUndefined();
});

test('takes a letter without scripts, and says what is wrong with one it cannot take', async () => {
  const fresh = await office.open();
  const { cookie, csrf } = await signIn(await office.link('page', { renewal: fresh }));
  await office.happens(fresh, ({ version }) => ({ is: 'data-confirmed', version }));
  const send = async (file: Blob | string) =>
    (await post('/me/letter', { cookie, body: form({ csrf, letter: 'recommendation', file }) })).headers.get(
      'location',
    );
  expect(await send('')).toBe('/me?kabar=no-file');
  expect(await send(new Blob(['JPEG']))).toBe('/me?kabar=not-a-pdf');
  expect(await send(new Blob(['-----BEGIN PRIVATE KEY-----']))).toBe('/me?kabar=private-key');
  expect(await (await get('/me?kabar=private-key', { cookie })).text()).toContain('tidak kami simpan');
  expect(await send(new Blob(['JPEG'], { type: 'image/jpeg' }))).toBe('/me?kabar=photo');
  expect(await (await get('/me?kabar=photo', { cookie })).text()).toContain('Pindai Dokumen');
  const locked = '%PDF-1.7\ntrailer<</Encrypt 1 0 R>>\nstartxref\n9\n%%EOF';
  expect(await send(new Blob([locked]))).toBe('/me?kabar=encrypted');
  expect(await (await get('/me?kabar=encrypted', { cookie })).text()).toContain('terkunci kata sandi');
  expect(await send(new Blob([Buffer.alloc(10 * 1024 * 1024 + 1)]))).toBe('/me?kabar=too-large');
  expect(await send(new Blob([Buffer.alloc(11 * 1024 * 1024)]))).toBe('/me?kabar=too-large');
  expect(await send(new Blob(['%PDF-1.4 surat']))).toBe('/me?kabar=letter');
  expect(await (await get('/me?kabar=letter', { cookie })).text()).toContain('Surat sudah kami terima');
  const { facts } = await office.renewal(fresh);
  expect(facts.letter).toMatchObject({ state: 'reading', channel: 'web' });
  await office.enter({
    enter: 'letter-read',
    renewal: fresh,
    document: facts.letter!.document,
    reading: { ok: false, refused: 'encrypted' },
    remarks: [],
  });
  const page = await (await get('/me', { cookie })).text();
  expect(page).toContain('Surat terakhir belum dapat diterima');
  expect(page).toContain('terkunci kata sandi');
});

test('answers a letter that is too large when all of it was sent: before that a browser sees no answer', async () => {
  const { cookie } = await signIn();
  const bytes = 12 * 1024 * 1024;
  const sending = request(`${office.url}/me/letter`, {
    method: 'POST',
    headers: { origin: office.url, cookie, 'content-type': 'multipart/form-data; boundary=b', 'content-length': bytes },
  });
  let answered = false;
  const answer = once(sending, 'response').then(([response]) => {
    answered = true;
    return response.resume();
  });
  sending.write(Buffer.alloc(bytes / 2));
  // Whoever asks later has been answered: the refusal had its time.
  for (let asked = 0; asked < 3; asked++) await get('/me', { cookie });
  expect(answered).toBe(false);
  sending.end(Buffer.alloc(bytes / 2));
  expect((await answer).headers.location).toBe('/me?kabar=too-large');
});

test('offers the letter with the data filled in', async () => {
  const { cookie } = await signIn();
  const response = await get('/me/draft-recommendation.pdf', { cookie });
  expect(response.headers.get('content-type')).toBe('application/pdf');
  expect(response.headers.get('content-disposition')).toMatch(
    /^attachment; filename="surat-rekomendasi-2026-\d+\.pdf"$/,
  );
  expect(
    Buffer.from(await response.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
});

test('asks for both letters of a data change, each with its draft', async () => {
  const fresh = await office.open();
  const { cookie, csrf } = await signIn(await office.link('page', { renewal: fresh }));
  await office.happens(fresh, () => ({
    is: 'change-proposed',
    fields: { position: 'Kepala Seksi' },
    version: 'v2',
    complete: true,
  }));
  const text = await (await get('/me', { cookie })).text();
  expect(text).toContain('Kirim Surat Permohonan Perubahan Data');
  expect([...text.matchAll(/name="letter" value="(\w+)"/g)].map(([, letter]) => letter)).toEqual([
    'change',
    'recommendation',
  ]);
  for (const letter of ['change', 'recommendation'])
    expect((await get(`/me/draft-${letter}.pdf`, { cookie })).headers.get('content-type')).toBe('application/pdf');
  expect(text).toContain('Surat Rekomendasi dapat dikirim sekaligus.');
  await post('/me/letter', { cookie, body: form({ csrf, letter: 'change', file: new Blob(['%PDF-1.4 surat']) }) });
  const meanwhile = await (await get('/me', { cookie })).text();
  expect(meanwhile).toContain('Sambil menunggu, Anda sudah dapat mengirim Surat Rekomendasi.');
  expect(meanwhile).not.toContain('tidak ada yang perlu Anda lakukan');
});

test('gives out certificate and chain once it is issued, and completes when it is collected', async () => {
  const { cookie, csrf } = await signIn();
  const none = await get('/me/certificate.pem', { cookie });
  expect([none.status, (await none.text()).includes('belum terbit')]).toEqual([404, true]);
  await post('/me/request', { cookie, body: der(makeRequest('Siti', newRsaKey())), headers: { 'x-csrf': csrf } });
  const invites = async () => (await (await get('/me', { cookie })).text()).includes('Ada yang keliru?');
  expect(await invites()).toBe(true);
  await office.approveAndIssue(id);
  // What is in the certificate by now is changed in another one.
  expect(await invites()).toBe(false);
  expect((await (await get('/me/certificate.pem', { cookie })).text()).match(/BEGIN CERTIFICATE/g)).toHaveLength(1);
  expect((await (await get('/me/chain.pem', { cookie })).text()).match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
  expect(Buffer.from(await (await get('/me/certificate.cer', { cookie })).arrayBuffer())[0]).toBe(0x30);
  expect(await (await get('/me', { cookie })).text()).toContain('Sertifikat lama akan dicabut oleh operator.');
  const early = await post('/me/collected', { cookie, body: form({ csrf }) });
  expect(early.headers.get('location')).toBe('/me?kabar=collected');
  expect((await office.renewal(id)).outcome).toBe('completed');
  expect(await (await get('/me', { cookie })).text()).toContain('Selesai');
});

test('speaks of the revocation of the old certificate only where there is still one to revoke', async () => {
  const { cookie, csrf } = await signIn();
  await post('/me/request', { cookie, body: der(makeRequest('Siti', newRsaKey())), headers: { 'x-csrf': csrf } });
  await office.approveAndIssue(id);
  const old = (await office.renewal(id)).certificate;
  const page = async () => (await get('/me', { cookie })).text();
  await office.sql`update certificates set issuer = 'local' where id = ${old}`;
  expect(await page()).toContain('Sertifikat lama akan dicabut 24 jam kemudian.');
  await office.sql`update certificates set state = 'revoked' where id = ${old}`;
  expect(await page()).toContain('Dengan langkah ini, permohonan Anda selesai.');
  expect(await page()).not.toContain('Sertifikat lama');
});

test('a lost key goes to the operator, who may let a new one be made without a new letter', async () => {
  const { cookie, csrf } = await signIn();
  await post('/me/request', { cookie, body: der(makeRequest('Siti', newRsaKey())), headers: { 'x-csrf': csrf } });
  await office.approveAndIssue(id);
  expect((await post('/me/key-lost', { cookie, body: form({ csrf }) })).headers.get('location')).toBe(
    '/me?kabar=key-lost',
  );
  const lost = await (await get('/me', { cookie })).text();
  expect(lost).toContain('Operator memutuskan penggantian kunci');
  expect(lost).toContain('Bila kuncinya ternyata ditemukan, tulis OPERATOR');
  // Nobody can sign with the new one any more.
  expect(lost).toMatch(/Sertifikat Anda yang sekarang berlaku sampai/);
  expect((await post('/me/collected', { cookie, body: form({ csrf }) })).headers.get('location')).toBe(
    '/me?kabar=not-now',
  );
  await office.operate({ act: 'replace-key', renewal: id });
  expect(await office.awaits(id)).toEqual(['key']);
  expect(await (await get('/me', { cookie })).text()).toContain('Buat pasangan kunci baru');
});

test('a returned renewal shows the operator’s own instruction', async () => {
  const { cookie, csrf } = await signIn();
  await post('/me/request', { cookie, body: der(makeRequest('Siti', newRsaKey())), headers: { 'x-csrf': csrf } });
  const content = reviewContent(await office.renewal(id));
  await office.operate({
    act: 'return',
    renewal: id,
    content,
    to: 'letter',
    reason: 'letter-unsigned',
    instruction: 'Mohon minta tanda tangan <Kepala Dinas>.',
  });
  const text = await (await get('/me', { cookie })).text();
  expect(text).toContain('Surat belum ditandatangani.');
  expect(text).toContain('tanda tangan &lt;Kepala Dinas&gt;');
  // The very file that went back is told at once; who uploads it once more means it.
  const same = () => form({ csrf, letter: 'recommendation', file: new Blob([`%PDF-1.4 ${id}`]) });
  const again = async () => (await post('/me/letter', { cookie, body: same() })).headers.get('location');
  expect(await again()).toBe('/me?kabar=sent-back');
  expect(await (await get('/me?kabar=sent-back', { cookie })).text()).toContain('sama persis');
  expect(await again()).toBe('/me?kabar=letter');
});

test('a rejected renewal says why and how to begin anew, and does not ask for a correction', async () => {
  const { cookie, csrf } = await signIn();
  await post('/me/request', { cookie, body: der(makeRequest('Siti', newRsaKey())), headers: { 'x-csrf': csrf } });
  const content = reviewContent(await office.renewal(id));
  await office.operate({ act: 'reject', renewal: id, content, reason: 'not-entitled', instruction: '' });
  const shown = await (await get('/me', { cookie })).text();
  for (const words of ['Permohonan ditolak', 'Jabatan yang tercatat tidak memerlukan', 'tulis PERBARUI'])
    expect(shown).toContain(words);
  expect(shown).not.toMatch(/meminta perbaikan|task done|giliran/);
});

test('each applicant sees only his own renewal', async () => {
  const { cookie } = await signIn();
  const other = await office.open();
  const status = (await (await get('/me/status', { cookie })).json()) as { number: string };
  expect(status.number).toBe((await office.renewal(id)).number);
  expect(await (await get('/me', { cookie })).text()).not.toContain((await office.renewal(other)).number);
});

test('over HTTPS the cookie is bound to the host', async () => {
  const app = applicantRoutes({ ...office.parts, publicUrl: 'https://sertifikat.contohprov.example' });
  const link = await office.link('page', { renewal: id });
  const response = await app.request(`https://sertifikat.contohprov.example${link}`, {
    method: 'POST',
    headers: { origin: 'https://sertifikat.contohprov.example' },
  });
  expect(response.headers.get('set-cookie')).toMatch(/^__Host-halaman=.*Path=\/.*HttpOnly; Secure; SameSite=Lax/);
  expect(response.headers.get('strict-transport-security')).toBe('max-age=31536000');
  expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
});

test('serves its own scripts and nothing beside them', async () => {
  for (const name of ['page.js', 'bundle.js', 'forge.js', 'applicant.css']) {
    const response = await get(`/assets/applicant/${name}`);
    expect([name, response.status, (await response.text()).length > 100]).toEqual([name, 200, true]);
    const again = await get(`/assets/applicant/${name}`, {
      headers: { 'if-none-match': response.headers.get('etag')! },
    });
    expect(again.status).toBe(304);
  }
  for (const name of ['package.json', '..%2f..%2froutes.ts', '__proto__', 'toString'])
    expect([name, (await get(`/assets/applicant/${name}`)).status]).toEqual([name, 404]);
});

test('says so when the database is away, without a word of why', async () => {
  const desk = { receive: () => Promise.reject(new Error('connection to 10.0.0.1 refused')) };
  const app = applicantRoutes({ ...office.parts, desk });
  const response = await app.request(office.url + (await office.link('page', { renewal: id })), {
    method: 'POST',
    headers: { origin: office.url },
  });
  const text = await response.text();
  expect([response.status, text.includes('Sistem kami sedang terganggu'), text.includes('10.0.0.1')]).toEqual([
    503,
    true,
    false,
  ]);
});
