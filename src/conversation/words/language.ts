import type { Language } from '../line.ts';

/** Small words that a sentence of its language can hardly do without, and no other language here has. */
const SMALL: Readonly<Record<Language, ReadonlySet<string>>> = {
  id: new Set(
    (
      'yang saya kami anda dan di ke dari untuk dengan tidak belum sudah telah akan ini itu adalah atau bisa dapat apa apakah ' +
      'bagaimana gimana kapan berapa mana siapa kenapa mohon tolong terima kasih yth bapak ibu pak bu ya juga pada agar supaya ' +
      'karena jika kalau bila sertifikat surat perbarui memperbarui perpanjang nya gak ga udah aja dong kak min'
    ).split(' '),
  ),
  en: new Set(
    (
      'the a an i my me you your we our us is are am was were be been have has had do does did not dont cannot can could would ' +
      'will shall should please this that these it to of for from with on at what which when where why how who if but there ' +
      'renew renewal certificate letter thank thanks dear hello'
    ).split(' '),
  ),
};
/** As many of them make a sentence; a single word may be a borrowed one ("please kak"). */
const ENOUGH = 3;
/** What is looked at: whatever is written below that is a signature, or says nothing new. */
const CONSIDERED_CHARACTERS = 1_000;

/**
 * The language in which a text is written, where that is plain: whole sentences of one language, with hardly a word of the
 * other. Undefined for a word or two and for a mixture.
 */
export function writtenIn(text: string): Language | undefined {
  const words =
    text
      .slice(0, CONSIDERED_CHARACTERS)
      .toLowerCase()
      .replaceAll(/['’]/g, '')
      .match(/\p{L}+/gu) ?? [];
  const [id, en] = [SMALL.id, SMALL.en].map((small) => words.filter((word) => small.has(word)).length) as [
    number,
    number,
  ];
  if (en >= ENOUGH && en > 2 * id) return 'en';
  return id >= ENOUGH && id > 2 * en ? 'id' : undefined;
}
