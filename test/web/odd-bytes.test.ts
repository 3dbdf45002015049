import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConsoleOffice, openConsole, PASSWORD, plainBrowser } from './console-office.ts';

let office: ConsoleOffice;
beforeAll(async () => {
  office = await openConsole();
});
afterAll(() => office?.close());

const isTrouble = (response: Response) => response.status >= 500;

test('a NUL in a name or a search is nothing, and no trouble of ours: Postgres would refuse the whole statement', async () => {
  const entry = plainBrowser(office.app);
  expect((await entry.post('/console/sign-in', { login: 'ri\0na', password: 'salah' })).status).toBe(401);
  const browser = await office.browser();
  for (const path of ['/console/queue?q=a%00b', '/console/people?q=a%00b'])
    expect([path, (await browser.get(path)).status]).toEqual([path, 200]);
});

test.each([
  ['multipart/form-data', 'x'],
  ['multipart/form-data; boundary=x', '--y'],
  ['multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="login"\r\n\r\nrina'],
  ['application/x-www-form-urlencoded', '%'],
  ['application/json', '{"login":"rina"}'],
])('what calls itself %s and is no form signs nobody in, and is no trouble of ours', async (type, body) => {
  const headers = { 'content-type': type, origin: 'http://localhost' };
  const response = await office.app.request('/console/sign-in', { method: 'POST', body, headers });
  expect(response.status).toBe(401);
  const { cookie } = await office.browser('rina', PASSWORD);
  const inside = await office.app.request('/console/notices', {
    method: 'POST',
    body,
    headers: { ...headers, cookie: cookie() },
  });
  expect([isTrouble(inside), inside.headers.get('location')]).toEqual([false, '/console/queue?said=form-expired']);
});
