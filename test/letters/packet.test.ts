import { afterAll, describe, expect, it } from 'vitest';
import { createPacketPaper, type Packet } from '../../src/letters/packet.ts';
import { createLetterReader } from '../../src/letters/read.ts';

const paper = createPacketPaper({ agency: 'Dinas Kominfo Provinsi Contoh' });
const reader = createLetterReader();
afterAll(() => reader.stop());

const LABELS = ['NIK', 'NIP', 'Nama', 'Email', 'Telepon', 'Jabatan', 'Instansi', 'Unit kerja', 'Kota', 'Provinsi'];
const packet = (value: (label: string) => string, more: Partial<Packet> = {}): Packet => ({
  number: '2026-000123',
  printed: '25 November 2026 pukul 10.05 WIB',
  dataAsOf: '2 November 2026 (versi ke-1)',
  fields: LABELS.map((label) => ({ label, value: value(label) })),
  steps: ['Masuk ke AMS dengan akun Anda sendiri.', 'Lampirkan Surat Rekomendasi.'],
  basis: [['Keputusan', 'data 1234567890 · surat abcdefabcd']],
  ...more,
});
async function readBack(wanted: Packet) {
  const reading = await reader.read(await paper(wanted, new Date('2026-11-25T03:05:00Z')));
  if (!reading.ok) throw new Error(reading.refused);
  return reading;
}

describe('the work packet on paper', () => {
  it('holds every field in its order, the steps, what it rests on, and a warning, on one page', async () => {
    const { text, pages } = await readBack(packet((label) => `isi ${label}`, { warning: 'data berubah lagi.' }));
    expect(pages).toBe(1);
    const places = LABELS.map((label, index) => text.indexOf(`${index + 1}. ${label} isi ${label}`));
    expect(places.every((place, index) => place > (places[index - 1] ?? -1))).toBe(true);
    for (const words of [
      'nomor 2026-000123',
      'data per 2 November 2026',
      'Perhatian: data berubah lagi',
      '1. Masuk',
      '2. Lampirkan',
      'data 1234567890',
      'Dicetak 25 November 2026',
      'hancurkan',
    ])
      expect(text).toContain(words);
  });

  it('fits on one page with long values, and says of an empty one that it is empty', async () => {
    const long = 'Pengelola Sistem Informasi Manajemen Kepegawaian dan Pengembangan Aparatur Daerah';
    const steps = Array.from({ length: 5 }, () => `${long}; ${long}.`);
    const { text, pages } = await readBack(
      packet((label) => (label === 'Unit kerja' ? '' : long), { steps, warning: long }),
    );
    expect(pages).toBe(1);
    expect(text).toContain('Unit kerja (kosong)');
  });
});
