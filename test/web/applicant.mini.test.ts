import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { erase } from '../../db/erasure.ts';
import { openPageOffice, type PageOffice, someone } from './applicant-office.ts';
import { initDataOf } from './mini-app.ts';

const HOUR_MS = 3_600_000;
let office: PageOffice;
let id: string;
let applicant: string;
let user: number;

beforeAll(async () => {
  office = await openPageOffice();
});
afterAll(() => office?.close());
beforeEach(async () => {
  id = await office.open(someone());
  ({ applicant } = await office.renewal(id));
  user = await office.bindChat(applicant);
});

type Sent = { who?: number | string; initData?: string; headers?: Record<string, string>; body?: BodyInit };
async function ask(method: 'GET' | 'POST', path: string, { who = user, initData, headers, body }: Sent = {}) {
  const authorization = `tma ${initData ?? initDataOf(who, { at: office.clock() })}`;
  const response = await fetch(office.url + path, {
    method,
    redirect: 'manual',
    headers: { authorization, ...(method === 'POST' ? { origin: office.url } : {}), ...headers },
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
const json = { accept: 'application/json' };
const letter = (content: string) => {
  const form = new FormData();
  form.append('letter', 'recommendation');
  form.append('file', new Blob([content]), 'surat.pdf');
  return form;
};

test('only Telegram’s web client may show it in a frame, and what is behind it nobody', async () => {
  const { headers, text, status } = await ask('GET', '/mini', { initData: '' });
  expect(status).toBe(200);
  expect(headers.get('content-security-policy')).toContain('frame-ancestors https://web.telegram.org;');
  expect(headers.get('x-frame-options')).toBeNull();
  expect(headers.get('cache-control')).toBe('no-store');
  // Telegram's own script comes from another address than ours.
  expect([...text.matchAll(/<script src="([^"]*)"/g)].map(([, src]) => src)).toEqual(['/assets/applicant/mini.js']);
  const behind = await ask('GET', '/mini/page');
  expect(behind.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});

test('shows his own renewal to whom Telegram vouches for, and leaves no cookie', async () => {
  const page = await ask('GET', '/mini/page');
  const { number } = await office.renewal(id);
  expect(page.status).toBe(200);
  expect(page.text).toContain(`data-number="${number}"`);
  expect(page.text).toContain('balas pesan terakhir kami di percakapan');
  expect(page.headers.get('set-cookie')).toBeNull();
  expect(JSON.parse((await ask('GET', '/mini/status')).text)).toMatchObject({ number });
  // It was only looked at.
  expect((await office.renewal(id)).facts.signedIn).toBeUndefined();
});

test('says what to do to whoever is not known, came too late, or did not come from Telegram', async () => {
  const expired = await office.bindChat(applicant, { days: -1 });
  const cases = [
    [{ who: 12_345 }, 403, 'Percakapan ini belum terhubung'],
    [{ who: expired }, 403, 'Percakapan ini belum terhubung'],
    [
      { initData: initDataOf(user, { at: new Date(office.clock().getTime() - 2 * HOUR_MS) }) },
      401,
      'sudah lama terbuka',
    ],
    [{ initData: initDataOf(user, { at: office.clock(), token: '1:other' }) }, 401, 'Buka halaman ini dari Telegram'],
    [{ headers: { authorization: 'Bearer x' } }, 401, 'Buka halaman ini dari Telegram'],
  ] as const;
  for (const [sent, status, sentence] of cases) {
    const page = await ask('GET', '/mini/page', sent);
    expect([page.status, page.text.includes(sentence), page.text.includes('data-number')]).toEqual([
      status,
      true,
      false,
    ]);
    for (const path of ['/mini/letter', '/mini/link'])
      expect((await ask('POST', path, { ...sent, body: letter('%PDF-1.4') })).status).not.toBe(200);
  }
  expect(await office.linksWritten(applicant)).toEqual([]);
});

test('a chat that was taken from him shows nothing any more', async () => {
  expect((await ask('GET', '/mini/page')).status).toBe(200);
  await office.sql`update contacts set standing = 'claimed' where address = ${String(user)}`;
  expect((await ask('GET', '/mini/page')).status).toBe(403);
});

test('whoever was erased is a stranger to it', async () => {
  await office.sql.begin((sql) => erase(sql as never, office.keyring, applicant, office.clock()));
  const page = await ask('GET', '/mini/page');
  expect([page.status, page.text.includes('Percakapan ini belum terhubung')]).toEqual([403, true]);
  for (const path of ['/mini/letter', '/mini/link'])
    expect((await ask('POST', path, { body: letter('%PDF-1.4') })).status).toBe(403);
  expect(await office.linksWritten(applicant)).toEqual([]);
});

test('takes the letter, from its own page only', async () => {
  await office.happens(id, () => ({ is: 'signed-in', method: 'code' }));
  await office.happens(id, ({ version }) => ({ is: 'data-confirmed', version }));
  const page = (await ask('GET', '/mini/page')).text;
  expect(page).toContain('action="/mini/letter"');
  // Telegram's view saves no files, and no token of a session stands in the page.
  expect(page).not.toMatch(/draft-recommendation|name="csrf"/);
  const foreign = { origin: 'https://web.telegram.org', 'sec-fetch-site': 'cross-site' };
  expect((await ask('POST', '/mini/letter', { body: letter('%PDF-1.4 x'), headers: foreign })).status).toBe(403);
  const wrong = await ask('POST', '/mini/letter', { body: letter('foto'), headers: json });
  expect([wrong.status, JSON.parse(wrong.text).sentence]).toEqual([409, expect.stringContaining('bukan PDF')]);
  expect((await ask('POST', '/mini/letter', { body: letter(`%PDF-1.4 ${id}`), headers: json })).status).toBe(200);
  expect((await office.renewal(id)).facts.letter).toMatchObject({ state: 'reading' });
});

test('opens nothing that makes or joins a key: it has the personal link sent into the chat', async () => {
  const ready = await office.readyForKey(someone());
  const owner = (await office.renewal(ready)).applicant;
  const who = await office.bindChat(owner);
  const page = (await ask('GET', '/mini/page', { who })).text;
  expect(page).toContain('Buat pasangan kunci baru');
  expect(page).toContain('data-link-wanted');
  expect(page).not.toContain('data-new-key');
  for (const path of ['/me', '/me/chain.pem', '/me/draft-recommendation.pdf'])
    expect((await ask('GET', path, { who })).status).toBe(403);
  for (const path of ['/me/request', '/me/collected', '/me/key-lost', '/me/letter'])
    expect((await ask('POST', path, { who, body: 'x' })).status).toBe(403);

  const sent = await ask('POST', '/mini/link', { who, headers: json });
  expect([sent.status, sent.text.includes('/p/')]).toEqual([200, false]);
  const [written] = await office.linksWritten(owner);
  expect(written!.to).toBe(String(who));
});
