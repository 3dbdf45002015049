import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { expect, test } from 'vitest';
import { reviewContent } from '../../src/renewal/content.ts';
import { launchBrowser } from '../support/browser.ts';
import { openConsole, PASSWORD, person } from './console-office.ts';

test('the way through AMS fits a phone and a sheet of paper; ticks stay, and a field is copied', async (context) => {
  const found = await launchBrowser();
  if ('missing' in found) return context.skip(found.missing);
  const office = await openConsole({ issuer: 'ams' });
  const server = serve({ fetch: office.app.fetch, hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const siti = person('Siti');
    const { id, ...renewal } = await office.reviewable(siti);
    await office.does({ act: 'approve', renewal: id, content: reviewContent({ id, ...renewal }) });
    const page = await found.browser.newPage({ viewport: { width: 360, height: 740 } });
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`${address}/console/sign-in`);
    await page.getByLabel('Nama pengguna').fill('rina');
    await page.getByLabel('Kata sandi').fill(PASSWORD);
    await page.getByRole('button', { name: 'Masuk' }).click();
    await page.getByRole('heading', { name: 'Antrean' }).waitFor();
    const narrow = async (what: string) =>
      expect([what, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([what, 360]);
    const fits = async (path: string) => {
      await page.goto(`${address}/console/${path}`);
      await narrow(path);
    };

    await fits(`renewals/${id}`);
    await page.getByRole('button', { name: 'Buka paket kerja' }).click();
    await page.getByRole('heading', { name: 'Paket kerja AMS' }).waitFor();
    await narrow('packet');
    await page.goBack();
    await page.getByRole('button', { name: 'Buka paket kerja' }).waitFor();
    await page.goForward();
    await page.getByRole('heading', { name: 'Paket kerja AMS' }).waitFor();
    await page.getByLabel('NIK', { exact: true }).check();
    await page.reload();
    expect(await page.getByLabel('NIK', { exact: true }).isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Salin Nama' }).click();
    await page.getByText('Disalin', { exact: true }).waitFor();
    const sheet = (await page.pdf({ format: 'A4' })).toString('latin1');
    expect(sheet.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(1);

    await office.does({ act: 'enter-ams', renewal: id });
    await office.mails(siti, 'belum menerima email');
    await fits(`renewals/${id}`);
    await office.enter({ enter: 'ca-status', renewal: id, said: 'WAITING_FOR_VERIFICATION' });
    await fits(`renewals/${id}`);
    await page.waitForLoadState();
    await page.getByLabel('Nomor seri (heksadesimal)').fill('5fab01');
    await page.getByLabel('Berlaku sampai').focus();
    expect(await page.getByLabel('Nomor dan tanggal').isChecked()).toBe(true);
    const notAfter = new Date(office.clock().getTime() + 700 * 86_400_000);
    const certificate = { serial: '5fab01', notAfter, evidence: 'word', state: 'valid', issuer: 'ams' } as const;
    await office.does({ act: 'record-certificate', renewal: id, certificate });
    await fits(`renewals/${id}`);
    await page.getByText('Nomor seri atau tanggalnya salah ketik').click();
    await page.getByLabel('Nomor seri yang benar').fill('5fab0x');
    await page.getByLabel('Berlaku sampai').fill('2038-11-02');
    await page.getByLabel('Apa yang keliru').fill('Dua angka tertukar');
    await narrow('correction');
    await page.getByRole('button', { name: 'Betulkan catatan' }).click();
    await page.getByText('Periksa isian yang ditandai').waitFor();
    await narrow('correction refused');
    // Who hears the page is told at each field what is wrong with it.
    const number = page.getByRole('textbox', { name: 'Nomor seri yang benar' });
    expect(await number.inputValue()).toBe('5fab0x');
    expect(await number.getAttribute('aria-invalid')).toBe('true');
    const described = await page.getByLabel('Berlaku sampai').getAttribute('aria-describedby');
    expect(await page.locator(`#${described}`).textContent()).toContain('tidak masuk akal');
    await fits(`renewals/${id}`);
    await page.getByText('Nomor seri atau tanggalnya salah ketik').click();
    await page.getByLabel('Berlaku sampai').fill('2028-11-03');
    await page.getByLabel('Apa yang keliru').fill('Tahun keliru');
    await page.getByRole('button', { name: 'Betulkan catatan' }).click();
    await page.getByText('Catatan sertifikat sudah dibetulkan').waitFor();
    await narrow('corrected');
    await fits('revocations');
    await page.getByRole('button', { name: 'Buka paket pencabutan' }).click();
    await page.getByRole('heading', { name: 'Paket pencabutan AMS' }).waitFor();
    await narrow('revocation packet');
    expect(complaints).toEqual([]);
  } finally {
    await found.browser.close();
    server.close();
    (server as unknown as { closeAllConnections(): void }).closeAllConnections();
    await office.close();
  }
});
