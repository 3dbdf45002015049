import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOperator } from '../../db/operators.ts';
import { launchBrowser } from '../support/browser.ts';
import { type ConsoleOffice, openConsole, PASSWORD, person } from './console-office.ts';

let office: ConsoleOffice;
let server: ReturnType<typeof serve>;
let browser: Browser | undefined;
let missing = '';
let address = '';

beforeAll(async () => {
  office = await openConsole();
  server = serve({ fetch: office.app.fetch, hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const found = await launchBrowser();
  if ('missing' in found) missing = found.missing;
  else browser = found.browser;
});
afterAll(async () => {
  await browser?.close();
  server.close();
  (server as unknown as { closeAllConnections(): void }).closeAllConnections();
  await once(server, 'close');
  await office.close();
});

/** A page whose console must stay silent: a blocked script or style would be said there. */
async function open(): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser!.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { page, complaints };
}

test('an operator signs in, sees a renewal arrive by itself, and approves it', async (context) => {
  if (!browser) return context.skip(missing);
  const { page, complaints } = await open();
  await page.goto(`${address}/console/queue`);
  await page.getByLabel('Nama pengguna').fill('rina');
  await page.getByLabel('Kata sandi').fill(PASSWORD);
  await page.getByRole('button', { name: 'Masuk' }).click();
  await page.getByText('Tidak ada yang menunggu Anda saat ini').waitFor();

  await office.reviewable(person('Siti'));
  const review = page.getByRole('link', { name: 'pemeriksaan permohonan' });
  await review.focus();
  await office.mails({ ...person('Budi'), email: 'orang@luar.example' }, 'saya mau bicara dengan operator');
  await page.getByText('meminta berbicara dengan operator').waitFor();
  expect(await review.evaluate((link) => link === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /Permohonan 2026-/ }).waitFor();
  // The scripts run at the end of the page, and a person does not choose before.
  await page.waitForLoadState();
  await page.getByLabel('Tulis melalui Email').fill('Selamat pagi, Bu Siti.');
  await page.getByRole('button', { name: 'Ambil alih percakapan' }).click();
  await page.getByText('Percakapan Anda ambil alih').waitFor();
  await page.waitForLoadState();
  expect(await page.getByLabel('Tulis melalui Email').inputValue()).toBe('Selamat pagi, Bu Siti.');
  await page.getByText('Kembalikan untuk diperbaiki').click();
  const instruction = page.getByLabel('Petunjuk untuk pemohon').first();
  const what = page.getByLabel('Yang harus diperbaiki');
  await page.getByLabel('Alasan').first().selectOption('key-unsuitable');
  expect(await what.inputValue()).toBe('key');
  await page.getByLabel('Alasan').first().selectOption('letter-unsigned');
  expect(await what.inputValue()).toBe('letter');
  expect(await instruction.inputValue()).toContain('Mintakan tanda tangan pimpinan');
  await instruction.fill('Kepala Dinas sendiri yang menandatangani.');
  await page.getByLabel('Alasan').first().selectOption('letter-incomplete');
  expect(await instruction.inputValue()).toBe('Kepala Dinas sendiri yang menandatangani.');
  await page.getByRole('button', { name: 'Setujui penerbitan' }).click();
  await page.getByText('Persetujuan Anda sudah dicatat.').waitFor();
  // Loaded anew, the page says how things stand, not once more what was done.
  await page.waitForLoadState();
  await page.reload();
  await page.getByRole('heading', { name: /Permohonan 2026-/ }).waitFor();
  expect(await page.getByText('Persetujuan Anda sudah dicatat.').count()).toBe(0);
  expect((await office.renewal(person('Siti'))).facts.issuances).toBe(1);

  await page.goto(`${address}/console/people`);
  await page.getByRole('searchbox').pressSequentially('rahmawati');
  await page.getByRole('link', { name: 'Siti Rahmawati' }).click();
  // Who has to be telephoned can be: his number stands on his page; and the way back leads to what was found.
  await page.getByText('Data lengkap').click();
  await page.getByText(person('Siti').phone, { exact: true }).waitFor();
  await page.goBack();
  await page.getByRole('link', { name: 'Siti Rahmawati' }).waitFor();
  expect(complaints).toEqual([]);
  await page.close();
});

test('Enter in the reason why notices stay here releases none of them', async (context) => {
  if (!browser) return context.skip(missing);
  const { page } = await open();
  await page.goto(`${address}/console/sign-in`);
  await page.getByLabel('Nama pengguna').fill('rina');
  await page.getByLabel('Kata sandi').fill(PASSWORD);
  await page.getByRole('button', { name: 'Masuk' }).click();
  await page.getByRole('heading', { name: 'Antrean' }).waitFor();
  const certificate = await office.has(person('Budi'), 6);
  await office.enter({ enter: 'notice-due', certificate, threshold: 7, preview: true });
  await page.goto(`${address}/console/notices`);
  expect(await page.locator('button[value="none"]').isVisible()).toBe(false);
  const choose = () => page.getByRole('checkbox').nth(1).check();
  await choose();
  await page.keyboard.press('Enter');
  await page.getByText('Belum ada yang dikirim').waitFor();
  await choose();
  await page.getByText('Jangan kirim yang dipilih').click();
  await page.getByLabel('Alasan').fill('sudah pensiun');
  await page.getByRole('button', { name: 'Jangan kirim' }).click();
  await page.getByText('Notifikasi yang dipilih tidak akan dikirim.').waitFor();
  expect((await office.sql`select state, why from notices`)[0]).toEqual({ state: 'excluded', why: 'sudah pensiun' });
  await page.close();
});

test('what an operator wrote is in its place again when his session ended meanwhile, and leaves once he has signed in', async (context) => {
  if (!browser) return context.skip(missing);
  const { page } = await open();
  await createOperator(office.sql, { login: 'budi', name: 'Budi', password: PASSWORD, mustChange: false });
  const signIn = async (login = 'rina') => {
    await page.getByLabel('Nama pengguna').fill(login);
    await page.getByLabel('Kata sandi').fill(PASSWORD);
    await page.getByRole('button', { name: 'Masuk' }).click();
  };
  const { applicant } = await office.renewal(person('Siti'));
  const place = `${address}/console/people/${applicant}`;
  await page.goto(place);
  await signIn();
  await page.waitForURL(place);
  const answer = 'Yang menandatangani adalah Sekretaris, selama beliau cuti.';
  await page.getByLabel('Tulis melalui Email').fill(answer);
  await page.context().clearCookies();
  await page.getByRole('button', { name: 'Kirim pesan' }).click();
  await page.getByText('formulir tadi belum dikirim').waitFor();
  await signIn();
  await page.getByText('Formulir tadi sudah kedaluwarsa').waitFor();
  expect(await page.getByLabel('Tulis melalui Email').inputValue()).toBe(answer);
  await page.getByRole('button', { name: 'Kirim pesan' }).click();
  await page.locator('.talk').getByText(answer).waitFor();
  expect(await page.getByLabel('Tulis melalui Email').inputValue()).toBe('');
  // Whoever takes his seat meanwhile does not find it in his own form.
  await page.getByLabel('Tulis melalui Email').fill(answer);
  await page.context().clearCookies();
  await page.getByRole('button', { name: 'Kirim pesan' }).click();
  await signIn('budi');
  await page.getByText('Formulir tadi sudah kedaluwarsa').waitFor();
  const written = await page
    .locator('textarea')
    .evaluateAll((all) => all.map((each) => (each as HTMLTextAreaElement).value));
  expect(written).not.toContain(answer);
  await page.close();
});

test('the pages fit a phone without scrolling sideways', async (context) => {
  if (!browser) return context.skip(missing);
  const { page } = await open();
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${address}/console/sign-in`);
  await page.getByLabel('Nama pengguna').fill('rina');
  await page.getByLabel('Kata sandi').fill(PASSWORD);
  await page.getByRole('button', { name: 'Masuk' }).click();
  await page.getByRole('heading', { name: 'Antrean' }).waitFor();
  const { id, applicant } = await office.renewal(person('Siti'));
  const stranger = { ...person('Siti'), email: 'alamat-yang-sangat-panjang-sekali@luar.example', name: 'Orang Luar' };
  const outcome = await office.mails(stranger, `Ini tentang ${person('Siti').name}: ${'x'.repeat(80)}`);
  const message = (outcome as { id: string }).id;
  for (const path of [
    '/',
    '/console/queue',
    `/console/renewals/${id}`,
    `/console/renewals/${id}/journal`,
    `/console/people/${applicant}`,
    '/console/messages',
    `/console/messages/${message}`,
    '/console/notices',
    '/console/revocations',
    '/console/import',
    '/console/faults',
    '/console/doctor',
  ]) {
    await page.goto(`${address}${path}`);
    expect([path, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([path, 360]);
  }
  await page.close();
});
