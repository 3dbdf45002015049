import { expect, test } from 'vitest';
import type { Question } from '../../src/conversation/conversation.ts';
import { agreesByRepeating } from '../../src/conversation/echo.ts';

test.each([
  ['confirm-withdraw', 'ya batalkan'],
  ['confirm-withdraw', 'Iya, batalkan saja permohonannya pak'],
  ['confirm-withdraw', 'yes cancel it'],
  ['confirm-stop', 'ya hentikan'],
  ['confirm-not-me', 'iya bukan saya, salah alamat'],
  ['confirm-left', 'benar, saya sudah pensiun'],
  ['confirm-device-lost', 'iya cabut'],
  ['confirm-device-lost', 'ya cabut sertifikatnya'],
  ['confirm-key-lost', 'iya kuncinya hilang'],
  ['kept-letter', 'ya gunakan berkas itu'],
] as [Question['what'], string][])('%s: "%s" agrees', (asked, text) => {
  expect(agreesByRepeating(text, asked)).toBe(true);
});

test.each([
  ['confirm-withdraw', 'batalkan'],
  ['confirm-withdraw', 'ya jangan batalkan'],
  ['confirm-withdraw', 'ya tapi batalkan besok'],
  ['confirm-withdraw', 'ya batalkan?'],
  ['confirm-device-lost', 'iya hilang tapi sudah ketemu'],
  ['data-check', 'ya batalkan'],
  [undefined, 'ya batalkan'],
] as [Question['what'] | undefined, string][])('%s: "%s" does not', (asked, text) => {
  expect(agreesByRepeating(text, asked)).toBe(false);
});
