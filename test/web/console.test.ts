import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reviewContent } from '../../src/renewal/content.ts';
import type { TestDatabase } from '../support/postgres.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { type ConsoleOffice, openConsole, person } from './console-office.ts';

let database: TestDatabase;
let office: ConsoleOffice;
beforeAll(async () => {
  database = await createTestDatabase();
  office = await openConsole(database.url);
});
afterAll(async () => {
  await office.close();
  await database.drop();
});

const hidden = (page: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1];

describe('the queue', () => {
  test('shows who waits with what tells a person apart, and never a whole NIK or NIP', async () => {
    const siti = person('Siti');
    await office.reviewable(siti);
    const browser = await office.browser();
    const page = await browser.read('/console/queue');
    expect(page).toContain('Siti Rahmawati');
    expect(page).toContain('1371••••••••0004');
    expect(page).toContain('Bidang Aplikasi Informatika');
    expect(page).toContain(siti.email);
    expect(page).toContain('pemeriksaan permohonan');
    expect(page).not.toContain(siti.nik);
    expect(page).not.toContain(siti.nip);
  });
});

describe('a decision', () => {
  test('approves exactly the content the page showed', async () => {
    const budi = person('Budi');
    const renewal = await office.reviewable(budi);
    const browser = await office.browser();
    const page = await browser.read(`/console/renewals/${renewal.id}`);
    expect(page).toContain('Email yang tercatat tidak ditemukan dalam surat.');
    expect(hidden(page, 'content')).toBe(reviewContent(renewal));
    const after = await browser.send(`/console/renewals/${renewal.id}`, {
      act: 'approve',
      content: hidden(page, 'content')!,
    });
    expect(after).toContain('Persetujuan Anda sudah dicatat.');
    expect((await office.renewal(budi)).facts.approvals.map(({ by }) => by.id)).toEqual([office.operator.id]);
  });
});
