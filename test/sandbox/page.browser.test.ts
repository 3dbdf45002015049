import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { SITI, startPage } from './page-world.ts';

/** Nothing but loopback: a browser left alone looks for its maker's hosts. */
const QUIET = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const WIDE = { width: 1400, height: 900 };

const found = await launchBrowser(QUIET);
const browser = 'browser' in found ? found.browser : undefined;
if ('missing' in found) console.warn(`skipped: ${found.missing}`);
const withBrowser = test.skipIf(browser === undefined);

let world: Awaited<ReturnType<typeof startPage>>;
let server: ReturnType<typeof serve>;
let page: Page;
/** A stranger's server, and who called it. */
const calls: string[] = [];
const stranger = createServer((request, response) => {
  calls.push(request.url ?? '');
  response.end();
});
let evil: string;
const complaints: string[] = [];

beforeAll(async () => {
  world = await startPage();
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  evil = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => {
    server = serve({ fetch: world.page.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve());
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (!browser) return;
  const context = await browser.newContext({ viewport: WIDE });
  page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', async (dialog) => {
    complaints.push(dialog.message());
    await dialog.dismiss();
  });
  await page.goto(url);
  await page.getByRole('radio', { name: 'Siti Rahmawati' }).click();
});
afterAll(async () => {
  await browser?.close();
  await new Promise((resolve) => stranger.close(resolve));
  const closed = new Promise((resolve) => server.close(resolve));
  if ('closeAllConnections' in server) server.closeAllConnections();
  await closed;
  await world.stop();
});

withBrowser(
  'a person opens the chat, presses a button and writes; the bot is told, and its answers appear by themselves',
  async () => {
    await page.getByRole('button', { name: 'Mulai', exact: true }).click();
    await page.getByRole('textbox', { name: 'Pesan' }).waitFor();
    await world.telegram.client.call('sendMessage', {
      chat_id: Number(world.key(SITI.email)),
      text: 'Apakah <b>data</b> Anda &lt;benar&gt;?',
      parse_mode: 'HTML',
      reply_markup: { inline_keyboard: [[{ text: 'Sudah benar', callback_data: 'y1' }]] },
    });
    await page.getByText('<benar>').waitFor();
    expect(await page.locator('.bubble b').textContent()).toBe('data');
    await page.getByRole('button', { name: 'Sudah benar' }).click();
    await page.getByRole('textbox', { name: 'Pesan' }).fill('<i>terima</i> kasih');
    await page.keyboard.press('Enter');
    await page.locator('.person .text', { hasText: '<i>terima</i> kasih' }).waitFor();
    const updates = await world.updates();
    expect(updates.map((each) => each.message?.text ?? each.callback_query?.data)).toEqual([
      '/start',
      'y1',
      '<i>terima</i> kasih',
    ]);
  },
);

withBrowser.each([
  [1280, 800],
  [360, 740],
])(
  'what everything begins with is seen without scrolling, and says whom it is about, at %i by %i',
  async (width, height) => {
    const other = await browser!.newPage({ viewport: { width, height } });
    await other.goto(page.url());
    await other.getByRole('heading', { name: 'Pemberitahuan BSrE untuk Siti Rahmawati' }).waitFor();
    const button = other.getByRole('button', { name: 'Kirim pemberitahuan BSrE' });
    expect(
      await button.evaluate((node) => {
        const { left, right, top, bottom } = node.getBoundingClientRect();
        const within = left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight;
        return within && node.contains(document.elementFromPoint((left + right) / 2, bottom - 2));
      }),
    ).toBe(true);
    await other.getByRole('radio', { name: 'Orang tidak dikenal' }).click();
    await other.getByRole('heading', { name: 'Pemberitahuan BSrE', exact: true, includeHidden: true }).waitFor();
    await other.close();
  },
);

withBrowser('a deep link in a letter opens the chat, and a button in it begins the answer', async () => {
  const messageId = '<m1@kominfo.example>';
  const replyTo = 'sertifikat+t0k3n@kominfo.example';
  const answer = `mailto:sertifikat%2Bt0k3n@kominfo.example?subject=Re&body=Sudah%20benar&In-Reply-To=${encodeURIComponent(messageId)}`;
  await world.fromOffice(SITI.email, {
    messageId,
    replyTo,
    subject: 'Pemeriksaan data',
    text: 'x',
    html: `<p><a href="https://t.me/perbarui_bot?start=abc_123">Telegram</a> <a href="${answer}">Sudah benar</a></p>`,
  });
  await page.getByRole('button', { name: 'Pemeriksaan data' }).click();
  const letter = page.frameLocator('iframe.paper');
  await letter.getByRole('link', { name: 'Telegram' }).click();
  // As in Telegram's own apps the payload is sent, and only the command shown: beside the one that opened the chat.
  await expect.poll(() => page.locator('.person .text').getByText('/start', { exact: true }).count()).toBe(2);
  expect(
    world.telegram.world
      .people()
      .flatMap((one) => one.messages())
      .some(({ text }) => text === '/start abc_123'),
  ).toBe(true);
  await letter.getByRole('link', { name: 'Sudah benar' }).click();
  await expect.poll(() => page.getByRole('textbox', { name: 'Isi surat' }).inputValue()).toBe('Sudah benar');
  await page.locator('.writer').getByRole('button', { name: 'Kirim' }).click();
  await page.getByText('Surat terkirim.').waitFor();
  const [mail] = await world.inbox();
  expect(mail).toContain(`Delivered-To: ${replyTo}`);
  expect(mail).toContain(`In-Reply-To: ${messageId}`);
});

withBrowser("a stranger's letter runs nothing, loads nothing and leads nowhere", async () => {
  const script = "alert('berjalan');top.document.title='diambil'";
  await world.mail.world.person('asing@x.example', '<img src=x onerror=alert(1)>').send({
    to: SITI.email,
    subject: '<img src=x onerror=alert(2)>',
    text: 'x',
    html: `<meta http-equiv="refresh" content="0;url=${evil}/"><base href="${evil}/"><script>${script}</script>
      <img src="${evil}/p.gif" onerror="${script}"><svg onload="${script}"></svg><iframe src="${evil}/"></iframe>
      <link rel="stylesheet" href="${evil}/x.css"><form action="${evil}/" method="post"><button>Kirim data</button></form>
      <a href="javascript:${script}">jalankan</a> <a href="/people" target="_top">atas</a>`,
  });
  await page.getByRole('tab', { name: 'Kotak masuk' }).click();
  await page.getByRole('button', { name: '<img src=x onerror=alert(2)>' }).click();
  const letter = page.frameLocator('iframe.paper');
  await letter.getByRole('link', { name: 'jalankan' }).click();
  await letter.getByRole('button', { name: 'Kirim data' }).click();
  await letter.getByRole('link', { name: 'atas' }).click();
  await page.getByText('Tautan ini tidak dibuka').first().waitFor();
  await page.getByRole('heading', { name: '<img src=x onerror=alert(2)>' }).waitFor();
  expect(await page.title()).toBe('Ruang coba · Perbarui');
  expect(page.context().pages()).toHaveLength(1);
  expect(complaints).toEqual([]);
  expect(calls).toEqual([]);
});
