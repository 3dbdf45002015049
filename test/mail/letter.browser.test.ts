import { expect, test } from 'vitest';
import { bodyHtml } from '../../mail/letter.ts';
import type { ReadyText } from '../../src/desk/ports.ts';
import { launchBrowser } from '../support/browser.ts';

const long = `https://diskominfo.contohprov.example/sertifikat/${'halaman-pengumuman'.repeat(4)}`;
const text: ReadyText = {
  subject: 'Pemeriksaan data',
  body: `Apakah data Anda masih benar?\n\nPengumuman:\n${long}\n\nBalas dengan:\n• SESUAI: Data sudah sesuai\n• SALAH: Ada yang salah\n\nHormat kami,\nDinas`,
  language: 'id',
  choices: [
    { id: 'SESUAI', label: 'Data sudah sesuai' },
    { id: 'SALAH', label: 'Ada yang salah' },
  ],
  links: [],
  files: [],
};

test('a mail fits a phone, and can be read in the light and in the dark', async (context) => {
  const found = await launchBrowser();
  if ('missing' in found) return context.skip(found.missing);
  try {
    const html = bodyHtml(text, { replyTo: 'sertifikat+abc@dinas.example', messageId: '<1@dinas.example>' });
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await found.browser.newPage({ viewport: { width: 360, height: 740 }, colorScheme });
      await page.setContent(html);
      const seen = await page.evaluate(look);
      expect([colorScheme, seen.width]).toEqual([colorScheme, 360]);
      // WCAG 2.2, 1.4.3 (AA), on what the program shows behind it: Chromium's dark canvas is #121212.
      for (const { words, ratio } of seen.texts)
        expect([colorScheme, words, ratio >= 4.5]).toEqual([colorScheme, words, true]);
    }
  } finally {
    await found.browser.close();
  }
});

/** Runs in the page. */
function look() {
  const rgb = (color: string) => color.match(/[\d.]+/g)!.map(Number);
  const luminance = ([red, green, blue]: number[]) => {
    const [r, g, b] = [red!, green!, blue!].map((each) => {
      const share = each / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const canvas = matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18] : [255, 255, 255];
  const texts = [...document.querySelectorAll('p, a')].map((each) => {
    const { color, backgroundColor } = getComputedStyle(each);
    const behind = /, 0\)$/.test(backgroundColor) ? canvas : rgb(backgroundColor);
    const [light, dark] = [luminance(rgb(color)), luminance(behind)].sort((a, b) => b - a);
    return { words: each.textContent!.slice(0, 20), ratio: (light! + 0.05) / (dark! + 0.05) };
  });
  return { width: document.documentElement.scrollWidth, texts };
}
