import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createOperator, ensureFirstOperator, sessionHash } from '../../db/operators.ts';
import { hashPassword, verifyPassword } from '../../db/password.ts';
import { createWeb } from '../../src/web/server.ts';
import { type ConsoleOffice, openConsole, PASSWORD, plainBrowser, signedInBrowser } from './console-office.ts';

let office: ConsoleOffice;
beforeAll(async () => {
  office = await openConsole();
});
afterAll(() => office?.close());
/** Tries are counted by the quarter of an hour. */
beforeEach(() => office.passes(16 * 60_000));

const signIn = (login: string, password: string) =>
  plainBrowser(office.app).post('/console/sign-in', { login, password });
const count = async (table: string) =>
  (await office.sql.unsafe(`select count(*)::int as count from ${table}`))[0]!.count;

test('a stranger sees nothing but the way in', async () => {
  for (const path of [
    '/console',
    '/console/queue',
    '/console/queue/live',
    '/console/people',
    '/console/renewals/00000000-0000-4000-8000-000000000001',
    '/console/nothing',
  ]) {
    const response = await office.app.request(path);
    const back = path === '/console' || path === '/console/queue' ? '' : `?back=${encodeURIComponent(path)}`;
    expect([path, response.status, response.headers.get('location')]).toEqual([path, 302, `/console/sign-in${back}`]);
  }
  const post = await office.app.request('/console/notices', {
    method: 'POST',
    body: new FormData(),
    headers: { origin: 'http://localhost' },
  });
  expect(post.headers.get('location')).toBe('/console/sign-in');
});

test('whoever signs in goes on where he was: to the page that he opened, or that his form stood on, and nowhere else', async () => {
  const opened = (await office.app.request('/console/people')).headers.get('location')!;
  const post = await office.app.request('/console/contacts/00000000-0000-4000-8000-000000000001', {
    method: 'POST',
    body: new FormData(),
    headers: { origin: 'http://localhost', referer: 'http://localhost/console/faults?q=Siti' },
  });
  const sent = post.headers.get('location')!;
  const browser = plainBrowser(office.app);
  expect(await browser.read(opened)).not.toContain('formulir tadi');
  expect(await browser.read(sent)).toContain('formulir tadi belum dikirim');
  const after = async (back: string) =>
    (await browser.post('/console/sign-in', { login: 'rina', password: PASSWORD, back })).headers.get('location');
  const named = (way: string) => new URL(way, 'http://localhost').searchParams.get('back')!;
  expect(await after(named(opened))).toBe('/console/people');
  expect(await after(named(sent))).toBe('/console/faults?said=form-expired');
  for (const elsewhere of [
    'https://luar.example/',
    '//luar.example/console/',
    '/console/../p/x',
    '/console/people?q=Siti',
  ])
    expect(await after(elsewhere)).toBe('/console/queue');
});

test('signs an operator in; the database holds only a hash of what the browser keeps', async () => {
  const browser = await office.browser();
  expect(browser.response.headers.get('location')).toBe('/console/queue');
  const cookie = browser.response.headers.getSetCookie().at(-1)!;
  expect(cookie).toMatch(/^console=[\w-]{43}; .*HttpOnly; SameSite=Lax/);
  expect(cookie).not.toContain('Secure');
  const value = browser.cookie().split('=')[1]!;
  const rows = await office.sql`select hash from sessions where operator = ${office.operator.id}`;
  expect(rows.map(({ hash }) => hash)).toContain(sessionHash(value));
  expect(rows.map(({ hash }) => hash)).not.toContain(value);
});

test('over HTTPS the cookie is bound to this host, and browsers are told to stay on HTTPS', async () => {
  const app = createWeb({ ...office.parts, publicUrl: 'https://sertifikat.contohprov.example' });
  const response = await plainBrowser(app).post(
    '/console/sign-in',
    { login: 'rina', password: PASSWORD },
    { origin: 'https://sertifikat.contohprov.example' },
  );
  expect(response.headers.getSetCookie().at(-1)).toMatch(/^__Host-console=.*Path=\/; HttpOnly; Secure; SameSite=Lax/);
  expect(response.headers.get('strict-transport-security')).toContain('max-age');
});

test('an unknown name and a wrong password get the same answer', async () => {
  const [wrong, unknown] = [await signIn('rina', 'salah-salah-salah'), await signIn('siapa', 'salah-salah-salah')];
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  const [one, other] = [await wrong.text(), await unknown.text()];
  // But for the name that was typed, which need not be typed again.
  expect(one).toContain('value="rina"');
  expect(one.replace('value="rina"', '')).toBe(other.replace('value="siapa"', ''));
  expect(one).toContain('Nama pengguna atau kata sandi tidak cocok');
});

test('after eight tries, however the name is written, even the right password has to wait, and the page says how long', async () => {
  for (let tries = 0; tries < 8; tries++) await signIn(tries % 2 ? 'RINA' : 'Rina', `salah-${tries}`);
  const stopped = await signIn('rina', PASSWORD);
  expect(stopped.status).toBe(429);
  expect(await stopped.text()).toContain('tunggu 15 menit');
  office.passes(16 * 60_000);
  expect((await signIn('rina', PASSWORD)).status).toBe(303);
});

test('whoever signs in has all his tries again', async () => {
  for (let round = 0; round < 2; round++) {
    for (let tries = 0; tries < 7; tries++) await signIn('rina', `salah-${tries}`);
    expect((await signIn('rina', PASSWORD)).status).toBe(303);
  }
});

test('one address may not try many names either', async () => {
  const statuses = [];
  for (let tries = 0; tries < 41; tries++) statuses.push((await signIn(`nama-${tries}`, 'x')).status);
  expect(statuses.slice(0, 40)).not.toContain(429);
  expect(statuses[40]).toBe(429);
});

test('strangers who guess at a name keep its owner out of no browser in which he has signed in before', async () => {
  const browser = await office.browser();
  const known = browser.response.headers.getSetCookie().find((each) => each.startsWith('browser='))!;
  expect(known).toMatch(/HttpOnly; SameSite=Lax/);
  const from = (cookie: string, login: string, password: string) =>
    plainBrowser(office.app).post('/console/sign-in', { login, password }, { cookie });
  const cookie = known.split(';')[0]!;
  for (let tries = 0; tries < 8; tries++) await signIn('rina', `salah-${tries}`);
  expect((await signIn('rina', PASSWORD)).status).toBe(429);
  expect((await from(cookie, 'rina', PASSWORD)).status).toBe(303);
  // A cookie that was changed, or is another's, is none; and a known browser has no more tries than others.
  expect((await from(`${cookie}0`, 'rina', PASSWORD)).status).toBe(429);
  for (let tries = 0; tries < 8; tries++) await signIn('joko', `salah-${tries}`);
  expect((await from(cookie, 'joko', PASSWORD)).status).toBe(429);
  for (let tries = 0; tries < 8; tries++) await from(cookie, 'rina', `salah-${tries}`);
  expect((await from(cookie, 'rina', PASSWORD)).status).toBe(429);
});

test('old tries leave no trace', async () => {
  await signIn('rina', 'salah');
  office.passes(16 * 60_000);
  await signIn('joko', 'salah');
  expect(await office.sql`select name from counters where name like 'sign-in:%'`).toHaveLength(2);
});

test('a new sign-in ends the session that the browser had', async () => {
  const browser = await office.browser();
  const before = browser.cookie();
  await browser.post('/console/sign-in', { login: 'rina', password: PASSWORD });
  expect(browser.cookie()).not.toBe(before);
  expect((await office.app.request('/console/queue', { headers: { cookie: before } })).status).toBe(302);
  expect((await browser.get('/console/queue')).status).toBe(200);
});

test('signing out ends the session at once, a working day ends it by itself', async () => {
  const browser = await office.browser();
  const cookie = browser.cookie();
  await browser.post('/console/sign-out', {});
  expect((await office.app.request('/console/queue', { headers: { cookie } })).status).toBe(302);
  const other = await office.browser();
  office.passes(10 * 3_600_000 + 1);
  expect((await other.get('/console/queue')).status).toBe(302);
});

test('a disabled operator is out, whatever his browser holds', async () => {
  await createOperator(office.sql, { login: 'pergi', name: 'Pergi', password: PASSWORD, mustChange: false });
  const browser = await office.browser('pergi');
  await office.sql`update operators set disabled = true where login = 'pergi'`;
  expect((await browser.get('/console/queue')).status).toBe(302);
  // Nor does the answer tell him that his password is still the right one.
  const [right, wrong] = [await signIn('pergi', PASSWORD), await signIn('pergi', 'salah-salah-salah')];
  expect([right.status, right.headers.getSetCookie()]).toEqual([401, []]);
  expect(await right.text()).toBe(await wrong.text());
});

test('a first password opens nothing but its own change', async () => {
  await createOperator(office.sql, { login: 'baru', name: 'Baru', password: 'kata-sandi-pertama', mustChange: true });
  const browser = await office.browser('baru', 'kata-sandi-pertama');
  expect((await browser.get('/console/queue')).headers.get('location')).toBe('/console/password');
  const page = await browser.read('/console/password');
  expect(page).toContain('Silakan buat kata sandi Anda sendiri');
  const csrf = /name="csrf" value="([^"]+)"/.exec(page)![1]!;
  const change = (now: string, next: string, again = next) =>
    browser.post('/console/password', { csrf, now, next, again });
  expect(await (await change('salah', 'kata-sandi-baru-saya')).text()).toContain('tidak cocok');
  expect(await (await change('kata-sandi-pertama', 'pendek')).text()).toContain('terlalu pendek');
  expect(await (await change('kata-sandi-pertama', 'kata-sandi-baru-saya', 'lain-lagi-isinya')).text()).toContain(
    'tidak sama',
  );
  expect(await (await change('kata-sandi-pertama', 'kata-sandi-pertama')).text()).toContain('sama dengan yang lama');
  const other = await office.browser('baru', 'kata-sandi-pertama');
  expect((await change('kata-sandi-pertama', 'kata-sandi-baru-saya')).headers.get('location')).toContain(
    'password-changed',
  );
  expect((await browser.get('/console/queue')).status).toBe(200);
  expect((await other.get('/console/queue')).status).toBe(302);
  expect((await signIn('baru', 'kata-sandi-pertama')).status).toBe(401);
});

test('a form without the token of its session changes nothing', async () => {
  const browser = await office.browser();
  const before = await count('decisions');
  for (const csrf of ['', 'x'.repeat(43)]) {
    const page = await browser.send('/console/notices', {
      csrf,
      act: 'release',
      notice: '00000000-0000-4000-8000-000000000001:30',
    });
    expect(page).toContain('Formulir tadi sudah kedaluwarsa');
  }
  expect(await count('decisions')).toBe(before);
});

test('a form that comes from another site is refused in words', async () => {
  const browser = await office.browser();
  const response = await browser.post('/console/notices', { act: 'scan' }, { origin: 'https://jahat.example' });
  expect(response.status).toBe(403);
  expect(await response.text()).toContain('tidak dikirim dari halaman ini');
});

test('every page forbids inline script, frames and other sites, and is kept in no cache', async () => {
  const browser = await office.browser();
  for (const path of ['/', '/console/sign-in', '/console/queue', '/console/import']) {
    const { headers } = await browser.get(path);
    const policy = headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    for (const rule of ["frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"])
      expect(policy).toContain(rule);
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    if (path !== '/') expect(headers.get('cache-control')).toBe('no-store');
  }
  const page = await browser.read('/console/queue');
  expect(page).not.toMatch(/<script(?![^>]* src="\/assets\/)|<style| on\w+="| style="|https?:\/\//);
});

test('too large a form is refused before it is read', async () => {
  const response = await plainBrowser(office.app).post('/console/sign-in', {
    login: 'x'.repeat(20_000),
    password: 'x',
  });
  expect(response.status).toBe(413);
  expect(await response.text()).toContain('Berkas terlalu besar');
});

test('too large a file is answered to who has signed in when all of it was sent: before that a browser sees no answer', async () => {
  const browser = await office.browser();
  const server = createAdaptorServer({ fetch: office.app.fetch });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const bytes = 24 * 1024 * 1024;
  const sending = request(`http://127.0.0.1:${port}/console/import`, {
    method: 'POST',
    headers: {
      origin: 'http://localhost',
      cookie: browser.cookie(),
      'content-type': 'multipart/form-data; boundary=b',
      'content-length': bytes,
    },
  });
  let answered = false;
  const answer = once(sending, 'response').then(([response]) => {
    answered = true;
    return response;
  });
  sending.write(Buffer.alloc(bytes / 2));
  // Whoever asks later has been answered: the refusal had its time.
  for (let asked = 0; asked < 3; asked++) await fetch(`http://127.0.0.1:${port}/health`);
  expect(answered).toBe(false);
  sending.end(Buffer.alloc(bytes / 2));
  const response = await answer;
  expect(response.statusCode).toBe(413);
  expect(Buffer.concat(await response.toArray()).toString()).toContain('Kecilkan atau bagi berkasnya');
  server.close();
  await once(server, 'close');
});

test('the first operator is made once, with a password that can be read out and must be changed', async () => {
  expect(await ensureFirstOperator(office.sql, office.clock)).toBeUndefined();
  const other = await openConsole();
  await other.sql`delete from operators`;
  const made = await ensureFirstOperator(other.sql, other.clock);
  expect(made?.login).toBe('operator');
  expect(made?.password).toMatch(/^([a-z]{4}\d-){3}[a-z]{4}\d$/);
  const browser = await signedInBrowser(other.app, made!.login, made!.password);
  expect((await browser.get('/console/queue')).headers.get('location')).toBe('/console/password');
  expect(await ensureFirstOperator(other.sql, other.clock)).toBeUndefined();
  await other.close();
});

test('passwords are kept as argon2id with their parameters, each with its own salt', async () => {
  const [one, two] = await Promise.all([hashPassword('kata sandi'), hashPassword('kata sandi')]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(one).not.toBe(two);
  expect(await verifyPassword('kata sandi', one!)).toBe(true);
  expect(await verifyPassword('kata sandi ', one!)).toBe(false);
  expect(await verifyPassword('kata sandi', 'kata sandi')).toBe(false);
});

test('the front page names the office and nobody else; health tells parts, not details', async () => {
  const front = await (await office.app.request('/')).text();
  expect(front).toContain('Diskominfo Provinsi Contoh');
  expect(front).toContain('021-555-0100');
  expect(await (await office.app.request('/health')).json()).toEqual({
    ok: true,
    parts: [{ part: 'database', ok: true }],
  });
  expect((await office.app.request('/tidak-ada')).status).toBe(404);
});

test('assets carry their hash in the address and are then kept for ever', async () => {
  const front = await (await office.app.request('/')).text();
  const address = /\/assets\/base\.css\?v=\w+/.exec(front)![0];
  const asset = await office.app.request(address);
  expect(asset.headers.get('cache-control')).toContain('immutable');
  expect((await office.app.request('/assets/base.css')).headers.get('cache-control')).not.toContain('immutable');
  expect((await office.app.request(address, { headers: { 'if-none-match': asset.headers.get('etag')! } })).status).toBe(
    304,
  );
  expect((await office.app.request('/assets/..%2fserver.ts')).status).toBe(404);
});

test('nothing of a stranger’s upload is read into memory before it is known who he is', async () => {
  for (const path of ['/console/import', '/me/letter', '/me/request']) {
    let chunks = 0;
    // Without a length, as a chunked upload comes.
    const body = new ReadableStream({
      pull(stream) {
        chunks++;
        if (chunks > 100) stream.close();
        else stream.enqueue(new Uint8Array(64 * 1024));
      },
    });
    const headers = { 'content-type': 'multipart/form-data; boundary=x', origin: 'http://localhost' };
    const given = { method: 'POST', body, headers, duplex: 'half' } as RequestInit;
    const { status } = await office.app.request(`http://localhost${path}`, given);
    expect([path, status >= 300, chunks <= 2]).toEqual([path, true, true]);
  }
});
