import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Meaning } from '../../src/conversation/meaning.ts';
import { matches } from '../../src/conversation/words/match.ts';
import { canonical, tokens } from '../../src/conversation/words/normal.ts';
import { RULES } from '../../src/conversation/words/table.ts';
import { CONSIDERED_CHARACTERS, understand } from '../../src/conversation/words.ts';

/** A meaning as sentences.tsv writes it. */
function written(meaning: Meaning): string {
  switch (meaning.means) {
    case 'wrong':
      return meaning.fields.length === 0 ? 'wrong' : `wrong:${meaning.fields.join('+')}`;
    case 'change':
      return `change:${Object.entries(meaning.changes)
        .map(([field, value]) => `${field}=${value}`)
        .join(';')}`;
    case 'not-now':
      return meaning.days === undefined ? 'not-now' : `not-now:${meaning.days}`;
    case 'left':
      return `left:${meaning.why}`;
    case 'language':
      return `language:${meaning.to}`;
    case 'code':
      return `code:${meaning.digits}`;
    case 'number':
      return `number:${meaning.kind}=${meaning.value}`;
    case 'link':
      return `link:${meaning.state}`;
    case 'letter-is':
      return `letter-is:${meaning.letter}`;
    default:
      return meaning.means;
  }
}
const writtenAll = (text: string): string => understand(text).map(written).join(', ') || '(nothing)';
const means = (text: string): string[] => understand(text).map((meaning) => meaning.means);

const sentences = readFileSync(new URL('./sentences.tsv', import.meta.url), 'utf8')
  .split('\n')
  .slice(1)
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t') as [string, string, string])
  .map(([language, sentence, expected]) => ({ language, sentence: sentence.replaceAll('\\n', '\n'), expected }));

describe('what people write', () => {
  it.each(sentences)('$language: $sentence -> $expected', ({ sentence, expected }) => {
    expect(writtenAll(sentence)).toBe(expected);
  });

  it('covers every meaning of the table in both languages', () => {
    const said = (languages: readonly string[]) =>
      new Set(
        sentences
          .filter(({ language }) => languages.includes(language))
          .flatMap(({ expected }) =>
            expected.split(', ').map((one) =>
              one
                .split('=')[0]!
                .replace(/^(change|code|number):.*/, '$1')
                .replace(/:(position|\d).*/, ''),
            ),
          ),
      );
    const inTable = [...new Set(RULES.map((rule) => rule.means))].filter(
      (one) => !/doubt|asked|contrast|unreal|nothing|ack|enclosed|sure|#|:position|:\d/.test(one),
    );
    for (const languages of [['id'], ['en']]) expect(inTable.filter((one) => !said(languages).has(one))).toEqual([]);
  });

  it('is no question where it is a position or a unit, which people answer bare', () => {
    const values =
      'Senior Computer Officer/Kepala Instalasi Farmasi/Analis Manajemen Risiko/Kabupaten Bintan/Kabupaten Buru/' +
      'Tenaga Honorer/Bidang Layanan Publik/Pengelola Surat/Teknisi Printer/Unit Layanan Pengadaan/Head of Key Management';
    expect(values.split('/').filter((value) => writtenAll(value) !== 'unknown')).toEqual([]);
  });

  it('is not changed by capitals, emoji, spaces or a drawn-out last letter', () => {
    for (const { sentence, expected } of sentences) {
      if (/change|number|secret|\(nothing\)/.test(expected) || /[\d?👍🙏]/u.test(sentence)) continue;
      expect([sentence, writtenAll(`  ${sentence.toUpperCase()} 😀 `)]).toEqual([sentence, expected]);
      if (/\p{L}$/u.test(sentence) && sentence.length > 3)
        expect([sentence, writtenAll(sentence + sentence.at(-1)!.repeat(3))]).toEqual([sentence, expected]);
    }
  });
});

describe('a doubt is never a yes', () => {
  const sure = sentences
    .filter(({ sentence, expected }) => expected === 'yes' && !sentence.slice(0, -1).includes('.'))
    .map(({ sentence }) => sentence.replace(/[.!\s👍]+$/u, ''));
  const doubts = ['kayaknya ', 'sepertinya ', 'mungkin ', 'apakah ', 'kalau ', 'I think ', 'maybe ', 'belum tahu '];
  const tails = [
    '?',
    ' kan',
    ' mungkin',
    ' tapi jabatan saya salah',
    ', cuma saya ragu',
    ', kecuali no hp',
    ' I guess',
    ', nanti saya cek lagi',
  ];

  it.each(doubts)('with "%s" before it', (doubt) => {
    for (const sentence of sure) expect([sentence, means(doubt + sentence).includes('yes')]).toEqual([sentence, false]);
  });
  it.each(tails)('with "%s" behind it', (tail) => {
    for (const sentence of sure) expect([sentence, means(sentence + tail).includes('yes')]).toEqual([sentence, false]);
  });
  it('and neither is any yes with a "tidak" or "belum" before its word', () => {
    for (const no of ['tidak', 'belum', 'gak', 'blm', 'bukan', 'kurang', 'not'])
      for (const right of ['benar', 'sesuai', 'betul', 'tepat', 'correct', 'sesuia', 'bener']) {
        expect(means(`${no} ${right}`)).toEqual(['wrong']);
        expect(means(`data saya ${no} ${right} min`)).toEqual(['wrong']);
      }
  });
  it('and no typing error makes a yes of a no', () => {
    for (const word of [
      'gsesuai',
      'tsesuai',
      'seusai',
      'gabener',
      'incorrect',
      'disagree',
      'gasesuai',
      'taksesuai',
      'unsure',
    ])
      expect([word, means(word)]).not.toEqual([word, ['yes']]);
  });
});

describe('what has consequences is never taken from a denied or supposed phrase', () => {
  const grave = ['withdraw', 'stop', 'not-me', 'left', 'device-lost', 'key-lost', 'revoke'];
  it.each(['jangan', 'tidak', 'belum', 'bukan', 'kalau', 'misalnya', "don't", 'if'])('after "%s"', (word) => {
    for (const phrase of [
      'dibatalkan permohonan saya',
      'saya batalkan permohonan',
      'laptop saya hilang',
      'saya pensiun',
      'saya sudah pensiun',
      'saya pindah ke kabupaten Garut',
      'kunci saya hilang',
      'saya resign',
      'unsubscribe',
      'laptop lost',
      'cancel my request',
      'cabut sertifikat saya',
      'revoke my certificate',
    ])
      expect([word, phrase, means(`${word} ${phrase}`).filter((one) => grave.includes(one))]).toEqual([
        word,
        phrase,
        [],
      ]);
  });
});

describe('any text', () => {
  it('never throws, and is never without an answer unless it is blank or accompanies a file', () => {
    const words = fc.constantFrom(
      ...RULES.flatMap((rule) => [...rule.id, ...rule.en]).flatMap((phrase) => phrase.match(/[\p{L}]+/gu) ?? []),
      'tidak',
      ',',
      '.',
      '?',
      '\n',
      ':',
      '123456',
      'a@b.go.id',
      'jabatan',
      'email',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.array(words, { maxLength: 30 }).map((some) => some.join(' ')),
    );
    fc.assert(
      fc.property(text, (some) => {
        const meanings = understand(some);
        expect(Array.isArray(meanings)).toBe(true);
        if (meanings.length === 0 && some.trim() !== '')
          expect(matches(tokens(some)).some(({ rule }) => rule.means === 'enclosed')).toBe(true);
        expect(new Set(meanings.map((one) => JSON.stringify(one))).size).toBe(meanings.length);
        const kinds = meanings.map((one) => one.means);
        if (kinds.includes('yes'))
          expect(
            kinds.filter((kind) => ['wrong', 'change', 'not-now', 'withdraw', 'stop', 'unknown', 'no'].includes(kind)),
          ).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['NUL', '\0\0iya\0'],
    ['right-to-left', '\u202eiya benar\u202c שלום'],
    ['a lone surrogate', '\ud800 iya'],
    ['emoji', '👨‍👩‍👧‍👦🏳️‍🌈'],
    ['combining marks', `i${'\u0301'.repeat(500)}ya`],
    ['full width', 'ｉｙａ　ｂｅｎａｒ'],
  ])('survives %s', (_, text) => {
    expect(understand(text).length).toBeGreaterThan(0);
  });

  it('reads no further than its limit', () => {
    const filling = 'x'.repeat(CONSIDERED_CHARACTERS);
    expect(means(`${filling} batal`)).toEqual(['unknown']);
    expect(means(`sudah benar. ${' '.repeat(CONSIDERED_CHARACTERS)} batal`)).toEqual(['yes']);
    expect(tokens('iya '.repeat(100_000)).length).toBeLessThanOrEqual(CONSIDERED_CHARACTERS);
  });

  it.each([
    'laptop ',
    'tidak ',
    'jabatan ',
    'jabatan, ',
    'passphrase saya ',
    'a',
    'a@',
    '1 ',
    '1',
    '.',
    ': ',
    'dan ',
    'mau ',
    'ya ',
    'jabatan jadi ',
    'sertifikat ',
    'kalau ',
    '\n',
    '"',
    '(',
    'ada yang mau diubah ',
    'pindah ke ',
  ])('takes a bounded number of steps for %j repeated', (piece) => {
    // Work, not time: each element of a pattern that is tried asks one set for one word.
    const work = (repeated: number): number => {
      const has = Set.prototype.has;
      let asked = 0;
      Set.prototype.has = function (value) {
        asked++;
        return has.call(this, value);
      };
      try {
        understand(piece.repeat(Math.ceil(repeated / piece.length)));
      } finally {
        Set.prototype.has = has;
      }
      return asked;
    };
    const half = work(CONSIDERED_CHARACTERS / 2);
    expect(work(CONSIDERED_CHARACTERS)).toBeLessThan(2.2 * half + 5_000);
    expect(work(100_000)).toBeLessThan(2.2 * half + 5_000);
  });
});

describe('the table', () => {
  it('has no phrase that could be said without a word, and no group that does not exist', () => {
    for (const rule of RULES)
      for (const phrase of [...rule.id, ...rule.en]) {
        const items = phrase.replace(/^[\^=] /, '').split(' ');
        expect([rule.means, phrase, items.some((item) => !item.startsWith('[') && item !== '..')]).toEqual([
          rule.means,
          phrase,
          true,
        ]);
        expect(phrase).not.toMatch(/undefined/);
      }
  });

  it.each([
    ['udh', 'sudah'],
    ['iyaaa', 'iya'],
    ['bnr', 'benar'],
    ['gaaak', 'tidak'],
    ['jabatannya', 'jabatan'],
    ['sesuia', 'sesuai'],
    ['sertifkat', 'sertifikat'],
    ['gatau', 'tidak tahu'],
  ])('reads %s as %s', (raw, word) => {
    expect(canonical(raw)).toEqual(word.split(' '));
  });
});

describe('a signature below a mail', () => {
  const SIGNED =
    '\n\nSiti Rahmawati, S.Kom\nAnalis Kebijakan\nDinas Kominfo Kota Padang\nHP 0812-9999-8888\nsiti@mail.example';
  it.each(['Ya, benar.', 'Data sudah sesuai. Terima kasih.', 'Yes, all correct.\n\nBest regards,'])(
    'changes nothing beside %s',
    (text) => {
      expect(understand(text + SIGNED)).toContainEqual({ means: 'yes' });
      expect(understand(text + SIGNED).map(({ means }) => means)).not.toContain('change');
      expect(understand(text + SIGNED).map(({ means }) => means)).not.toContain('number');
    },
  );

  it.each([
    'Telp. (0751) 123456 | HP 0812-9999-8888',
    'Telp/Fax 0751-123456, HP 0812-9999-8888',
    'T: 0751-123456 / M: 0812-9999-8888\nsiti@mail.example | www.kominfo.example',
    'Telp. 0751-123456 ext. 12\nHP 0812-9999-8888',
    'Jl. Pramuka Raya No. 11\nKota Padang 25111\nHP 0812-9999-8888',
    'Gedung B Lantai 3\nHP 0812-9999-8888',
    'Penata Tk. I / III-d\nHP 0812-9999-8888',
    '*Analis Kebijakan*\n*HP 0812-9999-8888*',
  ])('is one with all that offices write there: %j', (office) => {
    const signed = `Ya, benar.\n\nSiti Rahmawati, S.Kom.\nAnalis Kebijakan\n${office}`;
    expect(understand(signed)).toEqual([{ means: 'yes' }]);
  });

  it('says who wrote where nothing is confirmed', () => {
    expect(understand('Mohon diproses.\n\nSiti Rahmawati\nNIP 198505052010012004')).toContainEqual({
      means: 'number',
      kind: 'nip',
      value: '198505052010012004',
      signed: true,
    });
  });

  it.each(['Data yang benar adalah', 'Data yang benar sebagai berikut', 'Data saya yang betul sbb'])(
    'is no yes: "%s" and a name',
    (text) => expect(understand(`${text}\nBudi Santoso`)).not.toContainEqual({ means: 'yes' }),
  );

  it.each([
    'Data benar:',
    'Ya, dengan catatan:',
    'Ya, dengan perubahan',
    'Setuju, dengan data berikut',
    'Ya, benar\nPindah Ke',
  ])('is none where %s announces what stands below, and confirms nothing', (text) =>
    expect(understand(text + SIGNED)).not.toContainEqual({ means: 'yes' }),
  );

  it.each([
    ['Ganti Nomor', 'phone'],
    ['Nomor Baru', 'phone'],
    ['Moved To\nHealth Office', 'unit'],
  ])('is none where a line begins with words of a change: %j', (lines, field) => {
    expect(understand(`Ya, benar.\n\n${lines}\n0751 445566`)).toEqual([{ means: 'wrong', fields: [field] }]);
  });

  it.each(['Pindah Ke\nDinas Kesehatan', 'Siti Rahmawati\nPindah Tugas Ke Dinas Kesehatan'])(
    'is none where a line tells where he has gone: %j',
    (lines) =>
      expect(understand(`Ya, benar.\n\n${lines}\n0751 445566`)).toEqual([
        { means: 'change', changes: { organisation: 'Dinas Kesehatan' } },
      ]),
  );

  it.each(['Sekarang Di Dinas Kesehatan', 'Yang Baru\nKepala Seksi', 'Pindahan Dari Dinas Sosial'])(
    'is none, and takes the yes away, where such a line was not understood: %j',
    (lines) => expect(understand(`Ya, benar.\n\n${lines}\n0751 445566`)).toEqual([{ means: 'unknown' }]),
  );

  it('is one below the word for who signs', () => {
    const signed = 'Ya, benar.\n\nYang Menyatakan\nSiti Rahmawati\nHP 0812-9999-8888';
    expect(understand(signed)).toEqual([{ means: 'yes' }]);
  });

  it('takes no value away that stands in the text or in a list', () => {
    const phone = (text: string) => understand(text).find((each) => each.means === 'change')?.changes.phone;
    expect(phone(`HP saya ganti 0812-9999-7777${SIGNED}`)).toBe('0812-9999-7777');
    expect(phone('Jabatan: Kepala Seksi\nHP: 0812-9999-8888')).toBe('0812-9999-8888');
    expect(phone('Yang salah nomor hp saya.\nHP 0812-9999-8888')).toBe('0812-9999-8888');
  });
});
