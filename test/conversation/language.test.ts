import { expect, test } from 'vitest';
import { writtenIn } from '../../src/conversation/words/language.ts';

test.each([
  ['Dear Sir or Madam, I would like to renew my certificate.', 'en'],
  ["I don't have the letter yet. What should I do?", 'en'],
  ['Please send me the link', 'en'],
  ['Mohon dibantu, sertifikat saya akan habis minggu depan.', 'id'],
  ['gimana cara perpanjang nya kak', 'id'],
  ['Mohon info, apakah saya bisa upload surat lewat link itu? Please, thanks.', 'id'],
] as const)('%s is written in a language', (text, language) => {
  expect(writtenIn(text)).toBe(language);
});

test.each([
  '',
  'YES',
  'CORRECT',
  'ok',
  'SESUAI',
  'please kak',
  'jabatan: Head of the Data Center',
  '198505052010012004',
  'thanks pak',
])('"%s" says nothing of a language', (text) => {
  expect(writtenIn(text)).toBeUndefined();
});
