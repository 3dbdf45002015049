import { describe, expect, test } from 'vitest';
import { deskSettings } from '../../src/compose/settings.ts';
import { readConfig } from '../../src/config.ts';
import { troublePage } from '../../src/web/applicant/frame.ts';
import { frontPage } from '../../src/web/front.ts';

const settings = deskSettings(
  readConfig({ OFFICE_HOURS: 'Mon-Fri 07:30-16:00', OFFICE_CLOSED: '2026-12-24..2026-12-25' }),
  {},
);
const at = (moment: string) => ({ settings, clock: () => new Date(moment) });
const trouble = { title: 'Judul', what: 'Terjadi.', next: 'Lakukan.' };
const pages = async (moment: string) => ({
  front: String(await frontPage(at(moment))),
  id: String(await troublePage(at(moment), 'id', trouble)),
  en: String(await troublePage(at(moment), 'en', trouble)),
});

describe('the pages that name the office hours', () => {
  test('say on a closed day from when somebody is there again', async () => {
    const { front, id, en } = await pages('2026-12-24T03:00:00Z');
    expect(front).toContain('Sedang tutup, buka lagi pada 28 Desember 2026 pukul 07.30 WIB');
    expect(id).toContain('Kantor sedang tutup dan buka lagi pada 28 Desember 2026 pukul 07.30 WIB.');
    expect(en).toContain('The office is closed now and opens again on 28 December 2026 at 07.30 WIB.');
  });

  test('say nothing of it while somebody is there', async () => {
    for (const page of Object.values(await pages('2026-12-23T03:00:00Z'))) {
      expect(page).toContain('07.30–16.00');
      expect(page).not.toMatch(/tutup|closed/);
    }
  });
});

test('the front page names the ways that there are', async () => {
  const front = async (ways: object) =>
    String(await frontPage({ settings: { ...settings, ...ways }, clock: () => new Date('2026-12-23T03:00:00Z') }));
  expect(await front({ bot: 'perbarui_bot' })).toContain('melalui Telegram atau email, tanpa biaya');
  expect(await front({})).toContain('melalui email, tanpa biaya');
  expect(await front({})).not.toContain('Telegram');
  expect(await front({ bot: 'perbarui_bot', withoutMail: true })).toContain('melalui Telegram, tanpa biaya');
});
