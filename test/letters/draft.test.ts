import { afterAll, describe, expect, it } from 'vitest';
import { createLetterDraft } from '../../src/letters/draft.ts';
import type { LetterData, LetterDraftRequest } from '../../src/letters/letter.ts';
import { createLetterReader } from '../../src/letters/read.ts';
import { SITI } from './letters.ts';

const drafts = createLetterDraft({ agency: 'Dinas Kominfo Provinsi Contoh', timeZone: 'Asia/Jakarta' });
const reader = createLetterReader();
afterAll(() => reader.stop());

// 20:00 UTC is the next day in Jakarta.
const AT = new Date('2027-01-14T20:00:00Z');
const request = (more: Partial<LetterDraftRequest> = {}): LetterDraftRequest => ({
  letter: 'recommendation',
  data: SITI,
  renewal: '2026-000123',
  at: AT,
  ...more,
});
async function readBack(wanted: LetterDraftRequest): Promise<{ text: string; pages: number }> {
  const reading = await reader.read(await drafts.draft(wanted));
  if (!reading.ok) throw new Error(reading.refused);
  return reading;
}

describe('the prefilled letters', () => {
  it('carry everything on record on one page, and our own reader finds it', async () => {
    const { text, pages } = await readBack(request());
    expect(pages).toBe(1);
    expect(reader.compare(text, SITI)).toEqual([]);
    expect(text).toContain('SURAT REKOMENDASI\nPERMOHONAN PENERBITAN SERTIFIKAT ELEKTRONIK');
    expect(text).toContain('Disiapkan 15 Januari 2027 untuk permohonan pembaruan nomor 2026-000123');
    for (const label of ['Nomor :', 'Pangkat/Golongan', 'Yang bertanda tangan', 'Kota Contoh,'])
      expect(text).toContain(label);
  });

  it('show before and after when data change', async () => {
    const changes = [
      { field: 'position', from: 'Analis Muda', to: SITI.position },
      { field: 'phone', from: '', to: SITI.phone },
    ] as const;
    const { text, pages } = await readBack(request({ letter: 'change', changes }));
    expect(pages).toBe(1);
    expect(reader.compare(text, SITI, 'change')).toEqual([]);
    expect(text).toMatch(/1\. Jabatan Analis Muda Kepala Seksi/);
    expect(text).toMatch(/2\. Nomor telepon - \+6281234567890/);
    expect(text).toContain('Kepada Yth. Pimpinan Dinas Kominfo Provinsi Contoh');
  });

  it('fit on one page when every datum changes and each is long', async () => {
    const long = 'Pengelola Sistem Informasi Manajemen Kepegawaian dan Pengembangan Aparatur';
    const fields = Object.keys(SITI) as (keyof LetterData)[];
    const changes = fields.map((field) => ({ field, from: long, to: long }));
    const { pages } = await readBack(request({ letter: 'change', changes }));
    expect(pages).toBe(1);
  });

  it('take a second page rather than lose a word of absurdly long data', async () => {
    const unit = `${'Subbagian Tata Usaha '.repeat(400)}paling akhir`;
    const { text, pages } = await readBack(request({ data: { ...SITI, unit } }));
    expect(pages).toBeGreaterThan(1);
    expect(text).toContain('paling akhir');
  });

  it('set accented letters as they are', async () => {
    const data = { ...SITI, name: "Renée Ağa Łukasz D'Angelo Şahin-Œuvre" };
    expect((await readBack(request({ data }))).text).toContain("Renée Ağa Łukasz D'Angelo Şahin-Œuvre");
  });

  it('never lose a letter silently: what the font lacks is replaced and said so', async () => {
    const data = { ...SITI, name: 'Muḥammad 李 Nur\u0000\u200bul \ud800' };
    const { text } = await readBack(request({ data }));
    expect(text).toMatch(/Nama : Muhammad □ Nur ul [□\ufffd]/);
    expect(text).toContain('Mohon diperiksa: ada huruf yang tidak dapat dicetak persis');
    expect((await readBack(request())).text).not.toContain('Mohon diperiksa');
  });

  it('leave lines to write on where nothing is on record, and print no internal id', async () => {
    const data = { ...SITI, organisation: '', unit: '', position: '', city: '' };
    const { text } = await readBack(request({ data, renewal: '0199f2a4-internal' }));
    expect(text).not.toContain('internal');
    expect(text).toContain('SURAT REKOMENDASI');
  });
});
