import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { openPageOffice, type PageOffice, SITI, someone } from './applicant-office.ts';
import { expectBundle } from './bundle-check.ts';
import { initDataOf, openedWith } from './mini-app.ts';
import { audit } from './page-audit.ts';

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
const TELEGRAM_WEB = 'https://web.telegram.org';
/** More stops than any page of ours has. */
const LAST_STOP = 60;

/** A name that leads here, as it would over plain HTTP in an office network: no secure origin. */
const PLAIN_HOST = 'halaman.contohprov.example';
const found = await launchBrowser([
  `--host-resolver-rules=MAP ${PLAIN_HOST} 127.0.0.1`,
  // Else no public site, such as Telegram's, may show a page of this machine.
  '--disable-features=LocalNetworkAccessChecks',
]);
const browser: Browser | undefined = 'browser' in found ? found.browser : undefined;
if ('missing' in found) console.warn(`skipped: ${found.missing}`);
const withBrowser = test.skipIf(browser === undefined);
/** In the pages of a test that plays Telegram. */
declare function tell(text: string): void;

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
  // The browser is told once that files come from here; told at the moment of the key, it may hear it too late.
  each.on('filechooser', () => {});
  each.on('pageerror', (error) => faults.push(error.message));
  each.on('console', (message) => {
    if (message.type() === 'error' && !/status of (401|403|404|409|410)|ERR_FAILED/.test(message.text()))
      faults.push(message.text());
  });
}

const number = async (id: string) => (await office.renewal(id)).number;
const button = (name: string) => page.getByRole('button', { name, exact: true });
const heading = (name: string) => page.getByRole('heading', { name });

async function openLink(id: string, on = page): Promise<void> {
  await on.goto(office.url + (await office.link('page', { renewal: id })));
  await on.getByRole('button', { name: 'Buka halaman saya' }).click();
  await on.waitForURL(`${office.url}/me`);
}
/** Nothing is wrong with what is shown now; kept as a picture where they are asked for. */
async function look(name: string, on = page): Promise<void> {
  if (LOOK) await on.screenshot({ path: join(LOOK, `${name}.png`), fullPage: true });
  expect([name, await audit(on)]).toEqual([name, []]);
}
/** The page looks for news whenever it is looked at again. */
const news = (on: Pick<Page, 'evaluate'> = page) =>
  on.evaluate(() => void document.dispatchEvent(new Event('visibilitychange')));

async function download(act: () => Promise<void>): Promise<{ name: string; path: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download'), act()]);
  const path = join(dir, `${Date.now()}-${file.suggestedFilename()}`);
  await file.saveAs(path);
  return { name: file.suggestedFilename(), path, bytes: await readFile(path) };
}
const save = (name: string) => download(() => button(name).click());

async function choosePassphrase(place: 'Milik saya sendiri' | 'Dipakai bersama' = 'Milik saya sendiri'): Promise<void> {
  await page.getByLabel('Kata sandi kunci').fill(PASSPHRASE);
  await page.getByLabel('Ulangi kata sandi').fill(PASSPHRASE);
  await page.getByLabel(place).check();
  await button('Buat kunci').click();
}
async function saveAndSend(): Promise<Awaited<ReturnType<typeof save>>> {
  const backup = await save('Simpan berkas cadangan');
  await page.getByLabel('Berkas cadangan sudah tersimpan').check();
  await button('Kirim permintaan sertifikat').click();
  return backup;
}
/** Makes the key and sends the request; returns the backup file. */
async function makeKey(place?: 'Dipakai bersama') {
  await button('Mulai').click();
  await choosePassphrase(place);
  const [backup] = await Promise.all([
    saveAndSend(),
    page.waitForResponse((response) => response.url().endsWith('/me/request') && response.ok()),
  ]);
  await heading('Operator memeriksa permohonan').waitFor();
  return backup;
}

/** Goes from stop to stop with the Tab key, as who has no pointer does, until this one has the focus. */
async function tabTo(control: Locator): Promise<void> {
  const here = () => control.evaluate((each) => each === document.activeElement).catch(() => false);
  for (let stop = 0; !(await here()); stop++) {
    if (stop === LAST_STOP) throw new Error(`the keyboard does not get to ${control}`);
    await page.keyboard.press('Tab');
  }
}
async function press(name: string): Promise<void> {
  await tabTo(button(name));
  await page.keyboard.press('Enter');
}
async function type(label: string, text: string): Promise<void> {
  await tabTo(page.getByLabel(label, { exact: true }).locator('visible=true'));
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
}
async function pick(name: string, mimeType: string, content: string): Promise<void> {
  await tabTo(page.getByLabel('Surat Rekomendasi yang sudah ditandatangani'));
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Space')]);
  await chooser.setFiles({ name, mimeType, buffer: Buffer.from(content) });
}

withBrowser(
  'leads from the link to a .p12 that other programs open, on a small phone, by keyboard alone, and gives no secret away',
  { timeout: 120_000 },
  async () => {
    const requests: { url: string; body: Buffer }[] = [];
    const lines: string[] = [];
    page.on('request', (each) => requests.push({ url: each.url(), body: each.postDataBuffer() ?? Buffer.alloc(0) }));
    page.on('console', (message) => lines.push(message.text()));
    const { data, serial } = someone();
    const id = await office.open({ data, serial });
    await office.happens(id, () => ({ is: 'signed-in', method: 'reply' }));
    await office.happens(id, ({ version }) => ({ is: 'data-confirmed', version }));

    await page.goto(office.url + (await office.link('page', { renewal: id })));
    expect(await page.content()).not.toContain(data.name);
    await look('01-link');
    await press('Buka halaman saya');
    await page.waitForURL(`${office.url}/me`);
    for (const secret of [data.nik, data.nip]) expect(await page.content()).not.toContain(secret);
    await look('02-letter');

    await pick('foto.jpg', 'image/jpeg', 'no pdf');
    await page.getByText('Itu foto').waitFor();
    await look('03-photo');
    await pick('surat.pdf', 'application/pdf', '%PDF-1.4 surat');
    await page.getByText('surat.pdf, 0,1 MB').waitFor();
    await page.route('**/me/letter', (route) => route.abort());
    await press('Unggah surat');
    await page.getByText('karena sambungan terputus').waitFor();
    await page.unroute('**/me/letter');
    await press('Unggah surat');
    await heading('Surat Anda sedang dibuka').waitFor();
    await look('04-reading');
    await office.readLetter(id);
    // Without a reload: the page looks for news itself.
    await heading('Buat pasangan kunci baru').waitFor({ timeout: 20_000 });
    await look('05-key');

    await press('Mulai');
    await type('Kata sandi kunci', 'aB3$5678');
    await page.getByText('Lemah: mudah ditebak').waitFor();
    await type('Kata sandi kunci', 'pendek');
    await page.keyboard.press('Enter');
    // All that is wrong at once, each below its field, and the first field is where he is.
    const wrong = async () => (await page.locator('[data-new-key] .wrong:visible').allTextContents()).join(' ');
    expect(await wrong()).toMatch(/belum memenuhi semua syarat.+Kedua kata sandi tidak sama.+Pilih dahulu: perangkat/);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('kunci-sandi');
    expect(await page.locator('#kunci-ulang[aria-invalid] + .wrong').textContent()).toContain('tidak sama');
    expect(
      await page.locator('#kunci-salah').evaluate((place) => {
        const { color, borderInlineStartColor } = getComputedStyle(place);
        return color === borderInlineStartColor && color !== getComputedStyle(document.body).color;
      }),
    ).toBe(true);
    await look('06-all-wrong');
    await type('Kata sandi kunci', PASSPHRASE);
    await type('Ulangi kata sandi', `${PASSPHRASE}!`);
    await page.keyboard.press('Enter');
    expect(await wrong()).toMatch(/^Kedua kata sandi tidak sama.+Pilih dahulu: perangkat/);
    await type('Ulangi kata sandi', PASSPHRASE);
    await page.keyboard.press('Enter');
    expect(await wrong()).toMatch(/^Pilih dahulu: perangkat/);
    await look('06-passphrase');
    await page.keyboard.press('Space');
    expect(await page.getByLabel('Milik saya sendiri').isChecked()).toBe(true);
    await press('Buat kunci');
    await heading('Langkah 2 dari 3').waitFor();
    // Who does not see the page is led to what has changed.
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Langkah 2 dari 3');
    expect(await page.locator('[data-live]').textContent()).toContain('Kunci sudah dibuat');
    await look('07-backup');
    expect(await button('Kirim permintaan sertifikat').isDisabled()).toBe(true);
    expect(await page.getByLabel('Berkas cadangan sudah tersimpan').isDisabled()).toBe(true);
    const backup = await download(() => press('Simpan berkas cadangan'));
    const made = JSON.parse(backup.bytes.toString()) as { spki: string };
    expect(backup.name).toBe(`perbarui-cadangan-${await number(id)}-${made.spki.slice(0, 8)}.json`);
    await tabTo(page.getByLabel('Berkas cadangan sudah tersimpan'));
    await page.keyboard.press('Space');
    await page.route('**/me/status', (route) => route.abort());
    await press('Kirim permintaan sertifikat');
    await page.getByText('Kami tidak dapat dihubungi').waitFor();
    // He is taken to what is wrong, and not left at the top of the page.
    expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/^Kami tidak dapat dihubungi/);
    await page.unroute('**/me/status');
    await press('Kirim permintaan sertifikat');
    await heading('Operator memeriksa permohonan').waitFor();
    expect(await page.locator('[data-live]').textContent()).toBe('Halaman diperbarui. Operator memeriksa permohonan.');
    await look('08-review');
    expect(await office.awaits(id)).toEqual(['review']);

    await office.approveAndIssue(id);
    await news();
    await heading('Sertifikat baru Anda sudah terbit').waitFor();
    await look('09-collect');
    await type('Kata sandi kunci', 'Salah-Sekali-1');
    await page.keyboard.press('Enter');
    await page.getByText('Kata sandi itu tidak membuka kunci').waitFor();
    await type('Kata sandi kunci', PASSPHRASE);
    await page.keyboard.press('Enter');
    await heading('Berkas .p12 siap').waitFor();
    await look('10-ready');
    const bundle = await download(() => press('Simpan berkas .p12'));
    expect(bundle.name).toBe(`sertifikat-${await number(id)}.p12`);
    const { leaf } = await expectBundle(bundle, PASSPHRASE, office.authority.chain.length);
    expect(leaf.subject).toContain(`CN=${SITI.name}`);

    await tabTo(page.locator('summary', { hasText: 'Berkas lain' }));
    await page.keyboard.press('Enter');
    await look('10-files');
    for (const [name, certificates] of [
      ['Sertifikat (PEM)', 1],
      ['Sertifikat (DER)', 1],
      ['Sertifikat dan rantai penerbit (PEM)', 1 + office.authority.chain.length],
    ] as const) {
      await tabTo(page.getByRole('link', { name }));
      const { bytes } = await download(() => page.keyboard.press('Enter'));
      expect(new X509Certificate(bytes).fingerprint256).toBe(leaf.fingerprint256);
      expect(bytes.toString().match(/BEGIN CERTIFICATE/g)?.length ?? 1).toBe(certificates);
    }
    const stored = await everythingStored();

    await tabTo(page.getByLabel('Berkas itu terbuka'));
    await page.keyboard.press('Space');
    await press('Sudah terpasang');
    await page.locator('[data-note]', { hasText: 'Pengambilan sertifikat sudah dicatat' }).waitFor();
    // Heard as well, and told once: it is not in the address, where a reload would bring it back.
    await page.locator('[data-live]', { hasText: 'Pengambilan sertifikat sudah dicatat' }).waitFor();
    expect(page.url()).toBe(`${office.url}/me`);
    await look('11-done');
    expect((await office.renewal(id)).outcome).toBe('completed');

    const { unlock } = await import(new URL('../../src/web/assets/applicant/backup.js', import.meta.url).href);
    const pkcs8 = Buffer.from(await unlock(JSON.parse(backup.bytes.toString()), PASSPHRASE));
    const secrets = [
      Buffer.from(PASSPHRASE),
      ...partsOf(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })),
    ];
    const sent = Buffer.concat(requests.flatMap(({ url, body }) => [Buffer.from(url), body]));
    const kept = Buffer.from(stored + lines.join('\n'));
    for (const secret of secrets)
      for (const form of formsOf(secret)) expect([sent.includes(form), kept.includes(form)]).toEqual([false, false]);
    // The same search does find what was sent and kept: the public key, and the locked one.
    const spki = leaf.publicKey.export({ type: 'spki', format: 'der' });
    expect(sent.includes(spki)).toBe(true);
    expect(kept.includes(JSON.parse(backup.bytes.toString()).key)).toBe(true);

    const elsewhere = requests.filter(({ url }) => !url.startsWith(office.url) && !/^(blob|data):/.test(url));
    expect(elsewhere).toEqual([]);
    await expectNothingInline();
  },
);

/** Private exponent and primes of a key (RFC 8017, A.1.2). */
function partsOf(key: ReturnType<typeof createPrivateKey>): Buffer[] {
  const { d, p, q } = key.export({ format: 'jwk' });
  return [d, p, q].map((each) => Buffer.from(each!, 'base64url').subarray(0, 48));
}
/** As it may stand in a body or a text: itself, in hex, and in base64 at each of the three places it may begin at. */
function formsOf(secret: Buffer): (Buffer | string)[] {
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), secret]).toString('base64');
    return text.slice(shift === 0 ? 0 : 4, -4);
  });
  return [secret, secret.toString('hex'), ...base64];
}

/** What the browser keeps for this site. */
function everythingStored(): Promise<string> {
  return page.evaluate(async () => {
    const all: unknown[] = [{ ...localStorage }, { ...sessionStorage }, document.cookie];
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open(name!);
        opening.onsuccess = () => resolve(opening.result);
      });
      for (const store of database.objectStoreNames)
        all.push(
          await new Promise((resolve) => {
            const request = database.transaction(store).objectStore(store).getAll();
            request.onsuccess = () => resolve(request.result);
          }),
        );
      database.close();
    }
    return JSON.stringify(all);
  });
}

/** The policy is in force: what somebody has managed to write into the page does not run, and is told. */
async function expectNothingInline(): Promise<void> {
  const refused = await page.evaluate(async () => {
    const told = new Promise<string>((resolve) =>
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective)),
    );
    document.body.append(Object.assign(document.createElement('script'), { textContent: 'globalThis.foreign = true' }));
    return [await told, 'foreign' in globalThis];
  });
  expect(refused).toEqual(['script-src-elem', false]);
  // The console is heard a moment after the page itself.
  await expect.poll(() => faults).toEqual([expect.stringContaining('Content Security Policy')]);
  faults.length = 0;
}

withBrowser('the audit of the pages notices what it is there for', async () => {
  await page.setContent(
    `<main><h2 id="a">x</h2><p id="a" style="color:#999;width:500px">faint</p><button style="width:20px"></button>
     <input aria-describedby="nowhere" style="min-height:60px;width:200px"></main>`,
  );
  const faults = (await audit(page)).map((fault) => fault.replace(/[:(].*/, '').trim());
  expect(new Set(faults)).toEqual(
    new Set([
      'scrolls sideways',
      'too small',
      'two things called a',
      'aria-describedby leads nowhere',
      'not one h1',
      'a heading h2 after h0',
      'no language or no main',
      'hard to read',
      'a button without a name',
      'a textbox without a name',
    ]),
  );
});

withBrowser(
  'brings the key back from the backup file where the browser was shared and kept nothing',
  { timeout: 90_000 },
  async () => {
    const id = await office.readyForKey();
    await openLink(id);
    const backup = await makeKey('Dipakai bersama');
    expect(await everythingStored()).not.toContain(JSON.parse(backup.bytes.toString()).spki);
    await office.approveAndIssue(id);

    await enter(PHONE);
    await openLink(id);
    await heading('Pilih berkas cadangan').waitFor();
    const file = page.locator('[data-stage=file]');
    const choose = async (name: string, content: string | Buffer) => {
      await file
        .locator('[data-backup]')
        .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) });
      await file.getByRole('button', { name: 'Buat berkas .p12' }).click();
    };
    await file.getByLabel('Kata sandi kunci').fill(PASSPHRASE);
    await file.getByRole('button', { name: 'Buat berkas .p12' }).click();
    await page.getByText('Pilih dahulu berkas cadangannya').waitFor();
    const sound = JSON.parse(backup.bytes.toString());
    const wrong = [
      ['{"format":1}', 'bukan berkas cadangan kunci'],
      [backup.bytes.subarray(0, 900), 'bukan berkas cadangan kunci'],
      [JSON.stringify({ ...sound, number: '2020-000001' }), 'milik permohonan 2020-000001'],
      [JSON.stringify({ ...sound, spki: '00'.repeat(32) }), 'tidak cocok dengan sertifikat'],
      [JSON.stringify({ ...sound, key: `AAAA${sound.key.slice(4)}` }), 'Kata sandi itu tidak membuka kunci'],
    ] as const;
    for (const [content, sentence] of wrong) {
      await choose('cadangan.json', content);
      await page.getByText(sentence).waitFor();
    }
    await look('12-wrong-file');
    await choose(backup.name, backup.bytes);
    await heading('Berkas .p12 siap').waitFor();
    await expectBundle(await save('Simpan berkas .p12'), PASSPHRASE, office.authority.chain.length);
  },
);

withBrowser(
  'goes on with an unsent key after the page was closed and the session was over, and makes another for one that is lost',
  { timeout: 90_000 },
  async () => {
    const id = await office.readyForKey();
    await openLink(id);
    await button('Mulai').click();
    await choosePassphrase();
    await heading('Langkah 2 dari 3').waitFor();
    const stored = await everythingStored();
    await page.close();
    page = await context.newPage();
    watch(page);
    await page.goto(`${office.url}/me`);
    await heading('Ada kunci yang belum dikirim').waitFor();
    await look('13-unsent');
    await button('Lanjutkan dengan kunci itu').click();
    await office.sql`delete from sessions where renewal = ${id}`;
    await saveAndSend();
    await page.getByText('kunci di halaman ini masih ada').waitFor();
    const other = await context.newPage();
    watch(other);
    await openLink(id, other);
    await other.close();
    await button('Kirim permintaan sertifikat').click();
    await heading('Operator memeriksa permohonan').waitFor();
    expect(stored).toContain((await office.renewal(id)).facts.key!.spki);

    // Lost after all: an operator lets him make another, and the one of before is not offered as one that waits.
    await office.approveAndIssue(id);
    await news();
    await page.getByText('Kunci hilang atau kata sandinya terlupa', { exact: true }).click();
    await page.getByLabel('Saya sudah mencari berkas cadangan').waitFor();
    // Whatever is news meanwhile folds nothing together that he reads.
    await page.evaluate(() => {
      document.body.dataset.stamp = 'before';
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await page.waitForFunction(() => document.body.dataset.stamp !== 'before');
    await page.getByLabel('Saya sudah mencari berkas cadangan').check();
    await look('13-lost');
    await button('Ya, kunci saya hilang').click();
    await heading('Operator memutuskan penggantian kunci').waitFor();
    await office.operate({ act: 'replace-key', renewal: id });
    await news();
    await heading('Buat pasangan kunci baru').waitFor();
    // The copy of the lost one, which is still here, is not what opens the next certificate.
    const backup = await makeKey('Dipakai bersama');
    await office.approveAndIssue(id);
    await news();
    await heading('Pilih berkas cadangan').waitFor();
    // Both backups may lie in one folder: the page says which one it asks for.
    await page.getByLabel(`Nama berkasnya ${backup.name}`).waitFor();
    await page.locator('[data-stage=file] [data-backup]').setInputFiles({
      name: backup.name,
      mimeType: 'application/json',
      buffer: backup.bytes,
    });
    await page.locator('[data-stage=file]').getByLabel('Kata sandi kunci').fill(PASSPHRASE);
    await page.locator('[data-stage=file]').getByRole('button', { name: 'Buat berkas .p12' }).click();
    await heading('Berkas .p12 siap').waitFor();
  },
);

withBrowser(
  'two tabs make one key: the later one may take over, and the older one says so',
  {
    timeout: 60_000,
  },
  async () => {
    const id = await office.readyForKey();
    await openLink(id);
    await button('Mulai').click();
    await choosePassphrase();
    await heading('Langkah 2 dari 3').waitFor();
    const older = page;
    page = await context.newPage();
    watch(page);
    await page.goto(`${office.url}/me`);
    await button('Lanjutkan dengan kunci itu').click();
    await page.getByText('sedang berjalan di tab atau jendela lain').last().waitFor();
    await look('14-other-tab');
    await button('Lanjutkan di tab ini').click();
    await older.getByText('jadi tab ini berhenti').last().waitFor();
    expect(await older.getByRole('button', { name: 'Kirim permintaan sertifikat' }).isVisible()).toBe(false);
    // It goes on with the key that the older one had made.
    await button('Lanjutkan dengan kunci itu').click();
    await saveAndSend();
    await heading('Operator memeriksa permohonan').waitFor();
    const { facts } = await office.renewal(id);
    expect(JSON.parse(await everythingStored())[3].map(({ spki }: { spki: string }) => spki)).toEqual([
      facts.key!.spki,
    ]);
  },
);

withBrowser(
  'shows the way out where no key can be made: inside an app, in an old browser, without TLS',
  { timeout: 60_000 },
  async () => {
    const id = await office.readyForKey();
    const userAgent =
      'Mozilla/5.0 (Linux; Android 14; SM-A155F; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0 Mobile Safari/537.36 Telegram-Android/11.0';
    await enter({ ...PHONE, userAgent });
    const link = office.url + (await office.link('page', { renewal: id }));
    await page.goto(link);
    expect(await page.getByLabel('Tautan pribadi Anda').inputValue()).toBe(link);
    await button('Buka halaman saya').click();
    await page.waitForURL(`${office.url}/me`);
    await page.getByText('tidak dapat menyimpan berkas kunci').waitFor();
    expect(await page.getByLabel('Tautan pribadi Anda').inputValue()).toBe(link);
    expect(await button('Mulai').isVisible()).toBe(false);
    await button('Salin tautan').click();
    await page
      .getByText(/Tautan sudah (disalin|ditandai)/)
      .first()
      .waitFor();
    await look('15-in-app');

    // Known by no name, but it cannot do what is needed.
    await enter(PHONE);
    await page.addInitScript(() => Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined }));
    await page.goto(link);
    await button('Buka halaman saya').click();
    await page.getByText('tidak dapat menyimpan berkas kunci').waitFor();
    expect(await page.getByLabel('Tautan pribadi Anda').inputValue()).toBe(link);
    expect(await button('Mulai').isVisible()).toBe(false);

    await enter(PHONE);
    await page.goto(link.replace('127.0.0.1', PLAIN_HOST));
    await button('Buka halaman saya').click();
    await page.getByText('tidak dibuka melalui sambungan aman').waitFor();
    expect(await button('Mulai').isVisible()).toBe(false);
  },
);

withBrowser(
  'reads well in either language and scheme, and moves nothing for who asks for that',
  {
    timeout: 60_000,
  },
  async () => {
    const id = await office.readyForKey();
    const expired = await office.link('page', { renewal: id, days: -1 });
    for (const [colorScheme, language, begin] of [
      ['dark', 'id', 'Mulai'],
      ['light', 'en', 'Begin'],
    ] as const) {
      await enter({ ...PHONE, colorScheme, reducedMotion: 'reduce' });
      await page.goto(`${office.url}${expired}?bahasa=${language}`);
      await look(`16-expired-${colorScheme}-${language}`);
      await openLinkAs(id);
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
      await button(begin).click();
      await page.locator('[data-passphrase]').fill('Merdeka');
      await look(`17-key-${colorScheme}-${language}`);
    }
  },
);
async function openLinkAs(id: string): Promise<void> {
  await page.goto(office.url + (await office.link('page', { renewal: id })));
  await page.locator('form[data-remember-link] button').click();
  await page.waitForURL(`${office.url}/me`);
}

withBrowser(
  'offers another key while the office has not issued, and joins the one that fits with no other renewal’s certificate',
  { timeout: 90_000 },
  async () => {
    const [id, other] = [await office.readyForKey(), await office.readyForKey()];
    await openLink(id);
    await makeKey();
    const first = (await office.renewal(id)).facts.key!.spki;
    await page.getByText('Kunci atau berkas cadangan Anda hilang?').click();
    await makeKey();
    expect((await office.renewal(id)).facts.key!.spki).not.toBe(first);
    await office.approveAndIssue(id);
    await news();
    await heading('Masukkan kata sandi kunci').waitFor();
    const second = await context.newPage();
    watch(second);
    await openLink(other, second);
    const join = async () => {
      await page.locator('[data-stage=kept]').getByLabel('Kata sandi kunci').fill(PASSPHRASE);
      await button('Buat berkas .p12').first().click();
    };
    await join();
    await page.getByText('sedang terbuka permohonan yang lain').waitFor();
    await openLink(id, second);
    await join();
    await heading('Berkas .p12 siap').waitFor();
    await expectBundle(await save('Simpan berkas .p12'), PASSPHRASE, office.authority.chain.length);
  },
);

withBrowser(
  'is a Mini App inside Telegram’s web client, without a cookie, and inside no other site',
  {
    timeout: 60_000,
  },
  async () => {
    const id = await office.open(someone());
    const { applicant } = await office.renewal(id);
    const user = await office.bindChat(applicant);
    const address = openedWith(office.url, initDataOf(user, { at: office.clock() }));
    const told: string[] = [];
    await context.exposeFunction('tell', (text: string) => told.push(JSON.parse(text).eventType));
    // As the web client does it: a frame, and an ear for what the app says.
    const host = `<!doctype html><meta name="viewport" content="width=device-width"><title>Telegram</title>
    <style>body{margin:0}iframe{border:0;width:360px;height:2600px}</style><iframe src="${address.replaceAll('&', '&amp;')}"></iframe>
    <script>addEventListener('message', ({ data, origin }) => { if (origin === '${office.url}') tell(data) })</script>`;
    for (const site of [TELEGRAM_WEB, 'https://evil.example'])
      await context.route(`${site}/`, (route) => route.fulfill({ contentType: 'text/html', body: host }));

    // On a phone the client is a view around the page, not a frame.
    const phone = await context.newPage();
    watch(phone);
    await phone.addInitScript(() =>
      Object.assign(globalThis, {
        TelegramWebviewProxy: { postEvent: (eventType: string) => tell(JSON.stringify({ eventType })) },
      }),
    );
    await phone.goto(address);
    await phone.getByRole('heading', { name: 'Memastikan identitas' }).waitFor();
    await look('18-mini', phone);
    await expect.poll(() => told).toEqual(['web_app_ready', 'web_app_expand']);
    told.length = 0;
    await phone.close();

    await page.goto(`${TELEGRAM_WEB}/`);
    const app = page.frameLocator('iframe');
    const at = (name: string) => app.getByRole('heading', { name });
    await at('Memastikan identitas').waitFor();
    await office.happens(id, () => ({ is: 'signed-in', method: 'code' }));
    await office.happens(id, ({ version }) => ({ is: 'data-confirmed', version }));
    await news(page.frames()[1]!);
    await at('Kirim Surat Rekomendasi').waitFor();
    await app
      .getByLabel('Surat Rekomendasi yang sudah ditandatangani')
      .setInputFiles({ name: 'surat.pdf', mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.4 ${id}`) });
    await app.getByRole('button', { name: 'Unggah surat' }).click();
    await at('Surat Anda sedang dibuka').waitFor();
    await office.readLetter(id);
    await news(page.frames()[1]!);
    await at('Buat pasangan kunci baru').waitFor();
    // The question for the key came with a link; by now that one may lie far up in the chat.
    office.passes(20 * 60_000);
    await app.getByRole('button', { name: 'Kirim tautan ke percakapan' }).click();
    await app.getByText('Tautan sudah kami kirim ke percakapan ini').waitFor();
    expect((await office.linksWritten(applicant)).map(({ to }) => to)).toEqual([String(user)]);
    await app.getByRole('button', { name: 'Tutup halaman ini' }).click();
    await expect.poll(() => told).toEqual(['web_app_ready', 'web_app_expand', 'web_app_close']);
    expect(await context.cookies(office.url)).toEqual([]);
    office.passes(-20 * 60_000);

    await page.goto('https://evil.example/');
    await expect.poll(() => faults.join()).toContain('frame-ancestors');
    faults.length = 0;
    expect(await page.locator('iframe').contentFrame().getByRole('heading').count()).toBe(0);
  },
);

withBrowser(
  'wears Telegram’s colours, also when they change, and keeps its own where they could not be read',
  async () => {
    const id = await office.open(someone());
    const { applicant } = await office.renewal(id);
    const user = await office.bindChat(applicant);
    const night = {
      bg_color: '#17212b',
      secondary_bg_color: '#232e3c',
      section_bg_color: '#17212b',
      text_color: '#f5f5f5',
      subtitle_text_color: '#b1c3d5',
      button_color: '#8fc7f7',
      button_text_color: '#101820',
    };
    await page.goto(openedWith(office.url, initDataOf(user, { at: office.clock() }), night));
    await heading('Memastikan identitas').waitFor();
    const NAMES = ['paper', 'card', 'ink', 'soft', 'accent', 'on-accent'];
    const worn = () =>
      page.evaluate((names) => {
        const style = getComputedStyle(document.documentElement);
        return [style.colorScheme, ...names.map((name) => style.getPropertyValue(`--${name}`))];
      }, NAMES);
    const tells = (theme_params: unknown) =>
      page.evaluate(
        (data) => (globalThis as never as TelegramView).Telegram.WebView.receiveEvent('theme_changed', data),
        { theme_params },
      );
    expect(await worn()).toEqual(['dark', '#232e3c', '#17212b', '#f5f5f5', '#b1c3d5', '#8fc7f7', '#101820']);
    await look('19-mini-night');

    // Ours, as the style sheet has them for the light: the device is set to it.
    await tells({});
    const [scheme, ...ours] = await worn();
    expect([scheme, ours[0]]).toEqual(['light dark', '#f4f6f8']);
    const [paper, card, ink, soft, accent, onAccent] = ours;
    // Telegram's own default by day: its blue under white is too pale for a button of ours, its grey too pale for words.
    const day = { bg_color: '#ffffff', secondary_bg_color: '#f1f1f1', text_color: '#000000', hint_color: '#999999' };
    await tells({ ...day, button_color: '#40a7e3', button_text_color: '#ffffff' });
    expect(await worn()).toEqual(['light', '#f1f1f1', '#ffffff', '#000000', soft, accent, onAccent]);
    await look('20-mini-day');

    // Nothing that cannot be read, and nothing that is no colour.
    for (const theme of [
      { bg_color: '#ffffff', text_color: '#fefefe' },
      { bg_color: '#ffffff', text_color: 'url(https://evil.example/)' },
      { bg_color: '#ffffff', text_color: '#000;--card:#000' },
      { bg_color: ['#ffffff'], text_color: 7 },
    ]) {
      await tells(theme);
      expect([theme, (await worn()).slice(1)]).toEqual([theme, [paper, card, ink, soft, accent, onAccent]]);
    }
    await tells(null);
    expect(await worn()).toEqual([scheme, ...ours]);
  },
);
type TelegramView = { Telegram: { WebView: { receiveEvent(type: string, data: unknown): void } } };

withBrowser(
  'shows how far the letter is, and says so when nothing has moved for a minute; the file stays chosen',
  async () => {
    const id = await office.open(someone());
    await office.happens(id, () => ({ is: 'signed-in', method: 'reply' }));
    await office.happens(id, ({ version }) => ({ is: 'data-confirmed', version }));
    await page.clock.install();
    await openLink(id);
    const letter = Buffer.concat([Buffer.from('%PDF-1.4 '), Buffer.alloc(LETTER_SIZE, ' ')]);
    await page
      .getByLabel('Surat Rekomendasi yang sudah ditandatangani')
      .setInputFiles({ name: 'surat.pdf', mimeType: 'application/pdf', buffer: letter });
    await page.getByText('surat.pdf, 1,5 MB').waitFor();

    // A line on which nothing moves.
    let asked = () => {};
    const arrived = new Promise<void>((resolve) => {
      asked = resolve;
    });
    await page.route('**/me/letter', () => asked());
    // Real seconds do not count on a busy machine: time stands still but for what is let pass below.
    await page.clock.pauseAt(Date.now() + 60_000);
    await button('Unggah surat').click();
    await arrived;
    const bar = page.getByRole('progressbar', { name: 'Surat sedang diunggah' });
    expect([await bar.getAttribute('value'), await bar.getAttribute('aria-valuetext')]).toEqual([
      '0',
      'Mengunggah: 0 persen',
    ]);
    // Whoever pressed the button keeps his place, and sees as well how far it is.
    expect(await button('Unggah surat').getAttribute('aria-disabled')).toBe('true');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Unggah surat');
    expect(await page.getByText('Mengunggah: 0 persen').isVisible()).toBe(true);
    await page.clock.fastForward(59_000);
    expect(await page.locator('[data-wrong]').isVisible()).toBe(false);
    await page.clock.fastForward(1_000);
    await page.getByText('Berkasnya masih terpilih: tekan Unggah surat sekali lagi').waitFor();
    await page.getByText('Sudah satu menit tidak ada data yang terkirim').waitFor();
    expect(await bar.isVisible()).toBe(false);
    await look('21-stalled');
    await page.unroute('**/me/letter');
    await page.clock.resume();

    // A line that is slow: what the bar has shown is written down in the page.
    await page.evaluate(() => {
      const shown: string[] = [];
      Object.assign(globalThis, { shown });
      const bar = document.querySelector('progress')!;
      new MutationObserver(() => shown.push(`${bar.value} ${bar.getAttribute('aria-valuetext')}`)).observe(bar, {
        attributeFilter: ['aria-valuetext'],
      });
    });
    const slow = await context.newCDPSession(page);
    await slow.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: 2 * LETTER_SIZE,
    });
    await button('Unggah surat').click();
    await heading('Surat Anda sedang dibuka').waitFor();
    const shown = await page.evaluate(() => (globalThis as never as { shown: string[] }).shown);
    const values = shown.map((each) => Number.parseInt(each, 10));
    expect(values).toEqual(values.toSorted((one, other) => one - other));
    expect(values.filter((value) => value > 0 && value < 100).length).toBeGreaterThan(1);
    expect(shown.at(-1)).toBe('100 Semua sudah dikirim; menunggu jawaban kami …');
  },
);
/** Larger than what a connection takes at once; half a second on the slow line. */
const LETTER_SIZE = 1.5 * 1024 * 1024;
