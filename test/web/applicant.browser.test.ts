import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import forge from 'node-forge';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { openPageOffice, type PageOffice, SITI, someone } from './applicant-office.ts';

/** A small phone. */
const PHONE = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
  deviceScaleFactor: 2,
  locale: 'id-ID',
  acceptDownloads: true,
} as const;
const PASSPHRASE = 'Merdeka-17-Agustus';
const LOOK = process.env.PERBARUI_SCREENSHOTS;
/** The page asks for news every few seconds. */
const NEWS_MS = 20_000;

/** A name that leads here, as it would over plain HTTP in an office network: no secure origin. */
const PLAIN_HOST = 'halaman.contohprov.example';
const found = await launchBrowser([`--host-resolver-rules=MAP ${PLAIN_HOST} 127.0.0.1`]);
const browser: Browser | undefined = 'browser' in found ? found.browser : undefined;
if ('missing' in found) console.warn(`skipped: ${found.missing}`);
const withBrowser = test.skipIf(browser === undefined);

let office: PageOffice;
let context: BrowserContext;
let page: Page;
let dir: string;
const faults: string[] = [];

beforeAll(async () => {
  office = await openPageOffice();
  dir = await mkdtemp(join(tmpdir(), 'perbarui-downloads-'));
});
afterAll(async () => {
  await browser?.close();
  await office?.close();
  await rm(dir, { recursive: true, force: true });
});
beforeEach(async () => {
  if (browser) await enter(PHONE);
});
afterEach(async () => {
  await context?.close();
  expect(faults.splice(0)).toEqual([]);
});

async function enter(options: Parameters<Browser['newContext']>[0]): Promise<void> {
  await context?.close();
  context = await browser!.newContext(options);
  page = await context.newPage();
  watch(page);
}
/** A script error or a refused resource is a fault of the page, whatever it looks like. */
function watch(each: Page): void {
  each.on('pageerror', (error) => faults.push(error.message));
  each.on('console', (message) => {
    if (message.type() === 'error' && !/status of (401|403|404|409|410)/.test(message.text()))
      faults.push(message.text());
  });
}

const number = async (id: string) => (await office.renewal(id)).number;
const readyForKey = () => office.readyForKey();

async function openLink(id: string, on = page): Promise<void> {
  await on.goto(office.url + (await office.link('page', { renewal: id })));
  await on.getByRole('button', { name: 'Buka halaman saya' }).click();
  await on.waitForURL(`${office.url}/me`);
}
async function look(name: string): Promise<void> {
  if (LOOK) await page.screenshot({ path: join(LOOK, `${name}.png`), fullPage: true });
}
async function save(button: string): Promise<{ name: string; path: string; bytes: Buffer }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  const path = join(dir, `${Date.now()}-${download.suggestedFilename()}`);
  await download.saveAs(path);
  return { name: download.suggestedFilename(), path, bytes: await readFile(path) };
}
async function choosePassphrase(first: string, second = first): Promise<void> {
  await page.getByLabel('Kata sandi kunci').fill(first);
  await page.getByLabel('Ulangi kata sandi').fill(second);
  await page.getByRole('button', { name: 'Buat kunci', exact: true }).click();
}
/** Makes the key and sends the request; returns the backup file. */
async function makeKey(options: { shared?: boolean } = {}) {
  await page.getByRole('button', { name: 'Mulai' }).click();
  if (options.shared) await page.getByLabel('Ini komputer bersama').check();
  await choosePassphrase(PASSPHRASE);
  const backup = await save('Simpan berkas cadangan');
  await page.getByLabel('Berkas cadangan sudah tersimpan').check();
  await Promise.all([
    page.waitForResponse((response) => response.url().endsWith('/me/request') && response.ok()),
    page.getByRole('button', { name: 'Kirim permintaan sertifikat' }).click(),
  ]);
  await page.getByRole('heading', { name: 'Operator memeriksa permohonan' }).waitFor();
  return backup;
}

/** The file as node-forge and OpenSSL see it: passphrase, key and certificate belong together, the chain leads to the root. */
async function expectBundle(bundle: Buffer, path: string): Promise<void> {
  const asn1 = forge.asn1.fromDer(bundle.toString('binary'));
  const opened = forge.pkcs12.pkcs12FromAsn1(asn1, PASSPHRASE);
  const [key] = opened.getBags({ bagType: forge.pki.oids.pkcs8ShroudedKeyBag! })[forge.pki.oids.pkcs8ShroudedKeyBag!]!;
  const bags = opened.getBags({ bagType: forge.pki.oids.certBag! })[forge.pki.oids.certBag!]!;
  // forge reads no certificate that an EC key has signed; its bytes are what counts.
  const leafAsn1 = bags[0]!.cert ? forge.pki.certificateToAsn1(bags[0]!.cert) : bags[0]!.asn1;
  const leaf = new X509Certificate(Buffer.from(forge.asn1.toDer(leafAsn1).getBytes(), 'binary'));
  expect(leaf.subject).toContain(`CN=${SITI.name}`);
  const publicKey = forge.pki.rsa.setPublicKey(
    (key!.key as forge.pki.rsa.PrivateKey).n,
    (key!.key as forge.pki.rsa.PrivateKey).e,
  );
  expect(leaf.publicKey.export({ type: 'spki', format: 'pem' })).toBe(
    forge.pki.publicKeyToPem(publicKey).replaceAll('\r', ''),
  );
  expect(() => forge.pkcs12.pkcs12FromAsn1(asn1, `${PASSPHRASE}x`)).toThrow();
  if (spawnSync('openssl', ['version']).status !== 0) return;
  const openssl = (...args: string[]) => spawnSync('openssl', args, { encoding: 'utf8' });
  const info = openssl('pkcs12', '-info', '-noout', '-in', path, '-passin', `pass:${PASSPHRASE}`);
  expect([info.status, info.stderr]).toEqual([0, expect.stringContaining('PBES2, PBKDF2, AES-256-CBC')]);
  const all = openssl('pkcs12', '-in', path, '-passin', `pass:${PASSPHRASE}`, '-nodes');
  const [certificate, ...chain] = all.stdout.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g)!;
  const [leafPem, chainPem] = [join(dir, 'leaf.pem'), join(dir, 'chain.pem')];
  await writeFile(leafPem, certificate!);
  await writeFile(chainPem, chain.join('\n'));
  expect(openssl('verify', '-CAfile', chainPem, leafPem).stdout).toContain('OK');
}

withBrowser(
  'leads from the link to a .p12 that other programs open, on a small phone',
  { timeout: 120_000 },
  async () => {
    const { data, serial } = someone();
    const id = await office.open({ data, serial });
    await office.happens(id, () => ({ is: 'signed-in', method: 'reply' }));
    await office.happens(id, ({ version }) => ({ is: 'data-confirmed', version }));

    const link = await office.link('page', { renewal: id });
    await page.goto(office.url + link);
    expect(await page.content()).not.toContain(data.name);
    await look('01-link');
    await page.getByRole('button', { name: 'Buka halaman saya' }).click();
    await page.waitForURL(`${office.url}/me`);
    expect(await page.content()).not.toContain(data.nik);
    await look('02-letter');

    await page
      .getByLabel('Surat Rekomendasi yang sudah ditandatangani')
      .setInputFiles({ name: 'foto.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no pdf') });
    await page.getByText('Berkas itu bukan PDF').waitFor();
    await page
      .getByLabel('Surat Rekomendasi yang sudah ditandatangani')
      .setInputFiles({ name: 'surat.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 surat') });
    await page.getByRole('button', { name: 'Unggah surat' }).click();
    await page.getByRole('heading', { name: 'Surat Anda sedang dibuka' }).waitFor();
    await look('03-reading');
    await office.readLetter(id);
    // Without a reload: the page looks for news itself.
    await page.getByRole('heading', { name: 'Buat pasangan kunci baru' }).waitFor({ timeout: NEWS_MS });
    await look('04-key');

    await page.getByRole('button', { name: 'Mulai' }).click();
    await choosePassphrase('pendek');
    await page.getByText('Kata sandi belum memenuhi semua syarat').waitFor();
    await choosePassphrase(PASSPHRASE, `${PASSPHRASE}!`);
    await page.getByText('Kedua kata sandi tidak sama').waitFor();
    await look('05-passphrase');
    await choosePassphrase(PASSPHRASE);
    const sending = page.getByRole('button', { name: 'Kirim permintaan sertifikat' });
    await sending.waitFor();
    await look('06-backup');
    expect(await sending.isDisabled()).toBe(true);
    expect(await page.getByLabel('Berkas cadangan sudah tersimpan').isDisabled()).toBe(true);
    const backup = await save('Simpan berkas cadangan');
    expect(backup.name).toBe(`perbarui-cadangan-${await number(id)}.json`);
    expect(JSON.parse(backup.bytes.toString())).toMatchObject({
      number: await number(id),
      kdf: { name: 'PBKDF2', hash: 'SHA-256', iterations: 600_000 },
      cipher: { name: 'AES-GCM' },
    });
    await page.getByLabel('Berkas cadangan sudah tersimpan').check();
    await sending.click();
    await page.getByRole('heading', { name: 'Operator memeriksa permohonan' }).waitFor();
    await look('07-review');
    expect(await office.awaits(id)).toEqual(['review']);

    await office.approveAndIssue(id);
    await page.getByRole('heading', { name: 'Sertifikat baru Anda sudah terbit' }).waitFor({ timeout: NEWS_MS });
    await look('08-collect');
    await page.getByLabel('Kata sandi kunci').first().fill('Salah-Sekali-1');
    await page.getByRole('button', { name: 'Buat berkas .p12' }).first().click();
    await page.getByText('Kata sandi itu tidak membuka kunci').waitFor();
    await page.getByLabel('Kata sandi kunci').first().fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Buat berkas .p12' }).first().click();
    await page.getByRole('heading', { name: 'Berkas .p12 siap' }).waitFor();
    await look('09-ready');
    const bundle = await save('Simpan berkas .p12');
    expect(bundle.name).toBe(`sertifikat-${await number(id)}.p12`);
    await expectBundle(bundle.bytes, bundle.path);

    await page.getByLabel('Berkas itu terbuka').check();
    await page.getByRole('button', { name: 'Sudah terpasang' }).click();
    await page.getByText('Pengambilan sertifikat sudah dicatat').waitFor();
    await look('10-done');
    expect((await office.renewal(id)).outcome).toBe('completed');
  },
);

withBrowser(
  'brings the key back from the backup file after the browser lost everything',
  { timeout: 90_000 },
  async () => {
    const id = await readyForKey();
    await openLink(id);
    const backup = await makeKey({ shared: true });
    await office.approveAndIssue(id);

    await enter(PHONE);
    await openLink(id);
    await page.getByRole('heading', { name: 'Pilih berkas cadangan' }).waitFor();
    const file = page.locator('[data-stage=file]');
    const join = () => file.getByRole('button', { name: 'Buat berkas .p12' }).click();
    await file.getByLabel('Kata sandi kunci').fill(PASSPHRASE);
    await join();
    await page.getByText('Pilih dahulu berkas cadangannya').waitFor();
    await file
      .locator('[data-backup]')
      .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"format":1}') });
    await join();
    await page.getByText('bukan berkas cadangan kunci').waitFor();
    const other = { ...JSON.parse(backup.bytes.toString()), number: '2020-000001' };
    await file
      .locator('[data-backup]')
      .setInputFiles({ name: 'y.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(other)) });
    await join();
    await page.getByText('milik permohonan 2020-000001').waitFor();
    const unfit = { ...JSON.parse(backup.bytes.toString()), spki: '00'.repeat(32) };
    await file
      .locator('[data-backup]')
      .setInputFiles({ name: 'z.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(unfit)) });
    await join();
    await page.getByText('tidak cocok dengan sertifikat').waitFor();
    await look('11-wrong-file');
    await file.locator('[data-backup]').setInputFiles(backup.path);
    await join();
    await page.getByRole('heading', { name: 'Berkas .p12 siap' }).waitFor();
    const bundle = await save('Simpan berkas .p12');
    await expectBundle(bundle.bytes, bundle.path);
  },
);

withBrowser('keeps nothing in a shared computer’s browser', { timeout: 60_000 }, async () => {
  const id = await readyForKey();
  await openLink(id);
  await makeKey({ shared: true });
  const kept = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  expect(kept.includes('perbarui') ? await keptKeys() : []).toEqual([]);
});

/** The names of the keys in the browser's database. */
function keptKeys(): Promise<string[]> {
  return page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const opening = indexedDB.open('perbarui', 1);
        opening.onsuccess = () => {
          const request = opening.result.transaction('keys').objectStore('keys').getAllKeys();
          request.onsuccess = () => {
            opening.result.close();
            resolve(request.result as string[]);
          };
        };
      }),
  );
}

withBrowser('goes on with an unsent key after the page was closed', { timeout: 60_000 }, async () => {
  const id = await readyForKey();
  await openLink(id);
  await page.getByRole('button', { name: 'Mulai' }).click();
  await choosePassphrase(PASSPHRASE);
  await page.getByRole('button', { name: 'Simpan berkas cadangan' }).waitFor();
  const [kept] = await keptKeys();
  await page.close();
  page = await context.newPage();
  watch(page);
  await page.goto(`${office.url}/me`);
  await page.getByRole('button', { name: 'Lanjutkan dengan kunci itu' }).click();
  await save('Simpan berkas cadangan');
  await page.getByLabel('Berkas cadangan sudah tersimpan').check();
  await page.getByRole('button', { name: 'Kirim permintaan sertifikat' }).click();
  await page.getByRole('heading', { name: 'Operator memeriksa permohonan' }).waitFor();
  expect((await office.renewal(id)).facts.key?.spki).toBe(kept);
});

withBrowser(
  'sends the same key after the session had ended and was opened again in another tab',
  { timeout: 60_000 },
  async () => {
    const id = await readyForKey();
    await openLink(id);
    await page.getByRole('button', { name: 'Mulai' }).click();
    await choosePassphrase(PASSPHRASE);
    await save('Simpan berkas cadangan');
    await page.getByLabel('Berkas cadangan sudah tersimpan').check();
    const renewed = await office.renewal(id);
    await office.sql`delete from sessions where renewal = ${id}`;
    const send = page.getByRole('button', { name: 'Kirim permintaan sertifikat' });
    await send.click();
    await page.getByText('kunci di halaman ini masih ada').waitFor();
    const other = await context.newPage();
    watch(other);
    await openLink(id, other);
    await other.close();
    await send.click();
    await page.getByRole('heading', { name: 'Operator memeriksa permohonan' }).waitFor();
    expect(renewed.facts.key).toBeUndefined();
    expect((await office.renewal(id)).facts.key).toBeDefined();
  },
);

withBrowser('does not make a second key while another tab makes one', { timeout: 60_000 }, async () => {
  const id = await readyForKey();
  await openLink(id);
  const other = await context.newPage();
  watch(other);
  await other.goto(`${office.url}/me`);
  await other.evaluate(() => void navigator.locks.request('perbarui-key', () => new Promise(() => undefined)));
  await page.getByRole('button', { name: 'Mulai' }).click();
  await choosePassphrase(PASSPHRASE);
  await page.getByText('sedang berjalan di tab atau jendela lain').waitFor();
  await other.close();
  await choosePassphrase(PASSPHRASE);
  await page.getByRole('button', { name: 'Simpan berkas cadangan' }).waitFor();
});

withBrowser('shows the way out of a browser inside an app, with the link to copy', { timeout: 60_000 }, async () => {
  const id = await readyForKey();
  const userAgent =
    'Mozilla/5.0 (Linux; Android 14; SM-A155F; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0 Mobile Safari/537.36 Telegram-Android/11.0';
  await enter({ ...PHONE, userAgent });
  const link = await office.link('page', { renewal: id });
  await page.goto(office.url + link);
  expect(await page.getByLabel('Tautan pribadi Anda').inputValue()).toBe(office.url + link);
  await page.getByRole('button', { name: 'Buka halaman saya' }).click();
  await page.waitForURL(`${office.url}/me`);
  await page.getByText('tidak dapat menyimpan berkas kunci').waitFor();
  expect(await page.getByLabel('Tautan pribadi Anda').inputValue()).toBe(office.url + link);
  expect(await page.getByRole('button', { name: 'Mulai' }).isVisible()).toBe(false);
  await look('12-in-app');
});

withBrowser(
  'does not scroll sideways on a small phone, in either language and scheme',
  { timeout: 60_000 },
  async () => {
    const id = await readyForKey();
    for (const colorScheme of ['light', 'dark'] as const) {
      await enter({ ...PHONE, colorScheme });
      await openLink(id);
      for (const language of ['id', 'en']) {
        await page.goto(`${office.url}/me?bahasa=${language}`);
        expect(await page.locator('html').getAttribute('lang')).toBe(language);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
        await look(`13-${colorScheme}-${language}`);
      }
    }
  },
);

withBrowser('can be used with the keyboard alone', { timeout: 60_000 }, async () => {
  const id = await readyForKey();
  await openLink(id);
  await page.getByRole('button', { name: 'Mulai' }).focus();
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H3');
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSPHRASE);
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSPHRASE);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Simpan berkas cadangan' }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Langkah 2');
});

withBrowser('says why no key can be made over an insecure connection', { timeout: 60_000 }, async () => {
  const id = await readyForKey();
  const plain = office.url.replace('127.0.0.1', PLAIN_HOST);
  await page.goto(plain + (await office.link('page', { renewal: id })));
  await page.getByRole('button', { name: 'Buka halaman saya' }).click();
  await page.getByText('tidak dibuka melalui sambungan aman').waitFor();
  expect(await page.getByRole('button', { name: 'Mulai' }).isVisible()).toBe(false);
});

withBrowser(
  'offers another key while the office has not issued, and finds the one that fits later',
  { timeout: 90_000 },
  async () => {
    const id = await readyForKey();
    await openLink(id);
    await makeKey();
    const first = (await office.renewal(id)).facts.key!.spki;
    await page.getByText('Kunci atau berkas cadangan Anda hilang?').click();
    await makeKey();
    expect((await office.renewal(id)).facts.key!.spki).not.toBe(first);
    expect(await keptKeys()).toHaveLength(2);
    await office.approveAndIssue(id);
    await page.getByRole('heading', { name: 'Masukkan kata sandi kunci' }).waitFor({ timeout: NEWS_MS });
    await page.locator('[data-stage=kept]').getByLabel('Kata sandi kunci').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Buat berkas .p12' }).first().click();
    await page.getByRole('heading', { name: 'Berkas .p12 siap' }).waitFor();
    const bundle = await save('Simpan berkas .p12');
    await expectBundle(bundle.bytes, bundle.path);
  },
);

withBrowser(
  'does not join a key with the certificate of another renewal that is open in another tab',
  { timeout: 60_000 },
  async () => {
    const [id, other] = [await readyForKey(), await readyForKey()];
    await openLink(id);
    await makeKey();
    await office.approveAndIssue(id);
    await page.reload();
    const second = await context.newPage();
    watch(second);
    await openLink(other, second);
    await page.locator('[data-stage=kept]').getByLabel('Kata sandi kunci').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Buat berkas .p12' }).first().click();
    await page.getByText('sedang terbuka permohonan yang lain').waitFor();
    await openLink(id, second);
    await page.locator('[data-stage=kept]').getByLabel('Kata sandi kunci').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Buat berkas .p12' }).first().click();
    await page.getByRole('heading', { name: 'Berkas .p12 siap' }).waitFor();
  },
);
