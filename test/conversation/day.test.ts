import { expect, test } from 'vitest';
import { dayIn } from '../../src/conversation/words/day.ts';
import { understand } from '../../src/conversation/words.ts';

const NOW = new Date('2026-11-23T03:00:00Z');

test.each([
  ['nanti tanggal 3 Desember saja', '2026-12-03'],
  ['ingatkan saya tgl 3 Des', '2026-12-03'],
  ['nanti saja tgl. 25', '2026-11-25'],
  ['nanti tanggal 3', '2026-12-03'],
  ['remind me on 3 December', '2026-12-03'],
  ['Please remind me on December 3rd, 2026', '2026-12-03'],
  ['nanti 3/12 ya', '2026-12-03'],
  ['ditunda sampai 03-12-2026', '2026-12-03'],
  ['nanti saja, 9 Januari', '2027-01-09'],
] as const)('%s is a later with its day', (text, day) => {
  expect(understand(text).map(({ means }) => means)).toContain('not-now');
  expect(dayIn(text, NOW)).toEqual(new Date(day));
});

test.each([
  'nanti jam 10.30',
  'nanti jam 10-11',
  'nanti 3 hari lagi',
  'nanti tanggal 31/2',
  'surat tanggal 20 November masih diproses',
  '3/15',
  'jangan 3',
  '3-12-2025',
  '',
])('"%s" names no day to come', (text) => {
  expect(dayIn(text, NOW)).toBeUndefined();
});
