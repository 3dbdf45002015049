import { expect, test } from 'vitest';
import type { Question } from '../../src/conversation/conversation.ts';
import { agreesByRepeating, inAnswerTo } from '../../src/conversation/echo.ts';
import { understand } from '../../src/conversation/words.ts';

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

const means = (asked: Question['what'], text: string) =>
  inAnswerTo(asked, text, understand(text)).map((each) => each.means);

test.each([
  ['confirm-withdraw', 'iya lanjut'],
  ['confirm-withdraw', 'yes continue'],
  ['confirm-withdraw', 'ya jangan'],
  ['confirm-withdraw', 'iya segera diproses ya pak'],
  ['confirm-withdraw', 'ya, ini surat saya'],
  ['confirm-withdraw', 'iya sudah saya kirim'],
  ['confirm-collected', 'iya gimana pasangnya'],
  ['confirm-collected', 'iya sudah terima emailnya'],
  ['confirm-collected', 'iya saya tunggu'],
  ['confirm-collected', 'iya makasih infonya'],
  ['confirm-collected', 'ya, filenya sudah di laptop'],
  ['confirm-revoke', 'iya itu sertifikat saya'],
  ['confirm-device-lost', 'iya dulu'],
  ['confirm-withdraw', 'ya 👎'],
  ['confirm-revoke', 'iya cabut 🤔'],
  ['confirm-revoke', 'Ya Pak\nSertifikat Saya Masih Dipakai'],
  ['confirm-withdraw', 'Ya\nDiproses'],
  ['confirm-withdraw', 'Yes\nKeep It'],
  ['confirm-withdraw', 'ya minta tolong'],
  ['confirm-revoke', 'ya, mohon bantuannya'],
  ['confirm-device-lost', 'ya tolong'],
  ['confirm-left', 'iya, saya mau pindah tugas'],
  ['confirm-left', 'yes I want to retire'],
  ['confirm-not-me', 'iya, itu saya'],
  ['confirm-not-me', "yes, that's me"],
] as [Question['what'], string][])('%s: "%s" agrees to something else, or to nothing', (asked, text) => {
  expect(means(asked, text)).not.toContain('yes');
});

test.each([
  ['confirm-withdraw', 'Iya, yakin.'],
  ['confirm-withdraw', "yes, I'm sure"],
  ['confirm-withdraw', 'setuju pak, terima kasih'],
  ['confirm-collected', 'Yes, I have the file and the passphrase'],
  ['confirm-device-lost', 'ya, laptop saya dicuri di bus'],
  ['confirm-withdraw', 'yoi'],
  ['confirm-withdraw', 'yes, go ahead'],
  ['confirm-withdraw', "Yes, that's right"],
  ['confirm-withdraw', 'yes I confirm'],
  ['confirm-withdraw', 'Iya, hapus saja permohonannya'],
  ['confirm-withdraw', 'Selamat siang Bapak/Ibu,\nya benar.\nDemikian, terima kasih.'],
  ['confirm-revoke', 'ya cabut semuanya'],
  ['confirm-revoke', 'ya, cabut keduanya'],
  ['confirm-revoke', 'mohon izin, ya betul'],
  ['confirm-device-lost', 'iya, tolong cabut sekarang'],
  ['confirm-device-lost', 'Ya, perlu dicabut sertifikatnya'],
] as [Question['what'], string][])('%s: "%s" is the yes in its own words', (asked, text) => {
  expect(means(asked, text)).toContain('yes');
});

test.each([
  'Ya.\n\nSiti Rahmawati\nAnalis Kebijakan\nHP 0812-9999-8888',
  'Yth. Bapak/Ibu Admin,\n\nYa.\n\nHormat saya,\nSiti Rahmawati',
  'Dengan hormat,\n\nYa, benar. Mohon dibatalkan.\n\nTerima kasih,\nSiti Rahmawati',
  'Yes.\n\nBest regards,\nSiti Rahmawati',
])('greetings, thanks and names are no words beside the yes: %j', (text) => {
  expect(means('confirm-withdraw', text)).toContain('yes');
});

test.each(['Ya.\n\nLanjut', 'Ya\nPerpanjang Saja', 'Ya, itu permohonan saya'])(
  'what stands below it, or only the thing, is none: %j',
  (text) => expect(means('confirm-withdraw', text)).not.toContain('yes'),
);

test('a yes that can be taken back, and a question, are heard as they are', () => {
  expect(means('data-check', 'sudah benar, lanjut')).toContain('yes');
  expect(means('confirm-withdraw', 'ya, nanti bisa ajukan lagi?')).toEqual(['apply-again']);
});
