import { describe, expect, test } from 'vitest';
import type { Language, Line } from '../../src/conversation/line.ts';
import type { Meaning } from '../../src/conversation/meaning.ts';
import { type Context, phrases, render } from '../../src/conversation/render.ts';
import { understand } from '../../src/conversation/words.ts';
import { REQUEST_REFUSALS } from '../../src/renewal/refusals.ts';
import { agency, context, everyLine } from './samples.ts';

const LANGUAGES: readonly Language[] = ['id', 'en'];
const CHANNELS = ['telegram', 'mail'] as const;
const BODY_CHARACTERS = 3_500;
/** Telegram wraps or cuts longer labels on a phone; its own limit is on the data behind a button, 64 bytes. */
const LABEL_CHARACTERS = 30;
const LABEL_BYTES = 64;
/** What a person could mean by a word that stands in answer to a question of ours. */
const SAME: Readonly<Record<string, readonly string[]>> = { no: ['no', 'wrong'] };

const every = LANGUAGES.flatMap((language) =>
  CHANNELS.flatMap((channel) => everyLine.map((line) => ({ line, c: context(language, channel) }))),
);
const label = ({ line, c }: { line: Line; c: Context }) =>
  `${c.language}/${c.channel} ${JSON.stringify(line).slice(0, 120)}`;

/** Every string of a line replaced by `value`, but for the names of things that are chosen from a closed set. */
function filledWith<T>(value: string, part: T): T {
  const CLOSED = new Set([
    'say',
    'basis',
    'field',
    'fields',
    'why',
    'reason',
    'refused',
    'to',
    'kind',
    'outcome',
    'awaiting',
    'who',
    'what',
    'letter',
    'state',
    'channel',
    'old',
  ]);
  const OPEN_HERE = new Set(['changes']);
  const walk = (each: unknown, name: string, inChange: boolean): unknown => {
    if (typeof each === 'string') return CLOSED.has(name) && !(inChange && name === 'to') ? each : value;
    if (Array.isArray(each)) return name === 'fields' ? each : each.map((item) => walk(item, name, inChange));
    if (each === null || typeof each !== 'object' || each instanceof Date) return each;
    return Object.fromEntries(
      Object.entries(each).map(([key, item]) => [key, walk(item, key, inChange || OPEN_HERE.has(key))]),
    );
  };
  return walk(part, '', false) as T;
}

describe('every line, in both languages and on both channels', () => {
  test('says something, with a subject, and nothing of the program shows', () => {
    for (const sample of every) {
      const text = render([sample.line], sample.c);
      expect(text.body.length, label(sample)).toBeGreaterThan(10);
      expect(text.subject, label(sample)).toMatch(/^\P{C}{8,120}$/u);
      expect(`${text.subject} ${text.body}`, label(sample)).not.toMatch(
        /undefined|\[object|NaN|Invalid Date|null|\bCSR\b/,
      );
      expect(text.body, label(sample)).not.toMatch(/ {2}|\n{3}|^\s|\s$|\.\.|!/);
    }
  });

  test('has no placeholder but {{code}} and {{link}}, and the link once if and only if there is one', () => {
    for (const sample of every) {
      const text = render([sample.line], sample.c);
      expect(text.body.replaceAll('{{code}}', '').replaceAll('{{link}}', ''), label(sample)).not.toMatch(/\{\{|\}\}/);
      expect(text.body.split('{{link}}').length - 1, label(sample)).toBe(text.link ? 1 : 0);
      expect(text.subject, label(sample)).not.toContain('{{');
    }
  });

  test('stays short enough for one message, with labels that fit on a button', () => {
    for (const sample of every) {
      const text = render([sample.line], sample.c);
      expect(text.body.length, label(sample)).toBeLessThanOrEqual(BODY_CHARACTERS);
      for (const choice of text.choices) {
        expect(choice.label.length, choice.label).toBeLessThanOrEqual(LABEL_CHARACTERS);
        expect(Buffer.byteLength(choice.label), choice.label).toBeLessThanOrEqual(LABEL_BYTES);
      }
    }
  });

  test('offers no two choices with the same label or the same meaning', () => {
    for (const sample of every.filter(({ c }) => c.channel === 'telegram')) {
      const { choices } = render([sample.line], sample.c);
      expect(new Set(choices.map((each) => each.label)).size, label(sample)).toBe(choices.length);
      expect(new Set(choices.map((each) => JSON.stringify(each.meaning))).size, label(sample)).toBe(choices.length);
    }
  });

  test('asks at most one thing, and a question comes with its choices', () => {
    for (const sample of every) {
      const said = phrases(sample.c.language).lines[sample.line.say](sample.line as never, sample.c);
      expect(`${said.body} ${said.question ?? ''}`.split('?').length - 1, label(sample)).toBeLessThanOrEqual(1);
      if (said.question) expect(said.choices.length, label(sample)).toBeGreaterThan(1);
    }
  });

  test('means the same in Indonesian and in English: choices, files and links', () => {
    const [switchId, switchEn] = ['id', 'en'].map((to) => ({ means: 'language', to }) as Meaning);
    for (const line of everyLine)
      for (const channel of CHANNELS) {
        const [id, en] = LANGUAGES.map((language) => render([line], context(language, channel)));
        const meanings = en!.choices.map((each) => (each.meaning.means === 'language' ? switchEn : each.meaning));
        expect(
          id!.choices.map((each) => each.meaning),
          line.say,
        ).toEqual(meanings);
        expect(switchId).not.toEqual(switchEn);
        expect(id!.files, line.say).toEqual(en!.files);
        expect(id!.link?.purpose, line.say).toBe(en!.link?.purpose);
      }
  });

  test.each([
    ['very long', 'Panjang '.repeat(25)],
    ['one long word', 'A'.repeat(400)],
    ['HTML', '<b>Budi</b> & <script>alert(1)</script>'],
    ['emoji', '🧑🏽‍💼'.repeat(50)],
    ['line breaks and controls', 'a\r\n\r\n\r\nb\u0000\u0007c\u202Ed'],
    ['our own placeholders', '{{code}} {{link}} {{{link}}} {{{{code}}}}'],
    ['half a surrogate pair', '\uD83D'],
    ['nothing', ''],
  ])('is not broken by a value that is %s', (_, value) => {
    for (const { line, c } of every) {
      const filled = filledWith(value, line);
      const text = render([filled], { ...c, name: value, number: value });
      const plain = render([line], c);
      const secrets = (body: string) => body.match(/\{\{.*?\}\}/g);
      expect(secrets(text.body), label({ line, c })).toEqual(secrets(plain.body));
      expect(text.body.replaceAll(/\{\{(code|link)\}\}/g, '')).not.toMatch(/\{\{/);
      expect(text.body.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\u202E/u);
      expect(text.body).not.toMatch(/\n{3}|undefined|\[object/u);
      expect(text.body.isWellFormed()).toBe(true);
      expect(text.body.length, label({ line, c })).toBeLessThanOrEqual(BODY_CHARACTERS);
      expect(text.subject).not.toMatch(/[\r\n]/);
      for (const choice of text.choices) expect(Buffer.byteLength(choice.label)).toBeLessThanOrEqual(LABEL_BYTES);
    }
  });
});

test('a name with a degree at its end is followed by no second full stop', () => {
  for (const { line, c } of every) {
    const name = 'Dr. Budi Santoso, S.Kom.';
    const named = {
      ...line,
      ...('name' in line && line.name && { name }),
      ...('operator' in line && { operator: name }),
    };
    expect(render([named], { ...c, name }).body, label({ line, c })).not.toMatch(/\.\.|,,/);
  }
});

describe('the words that a mail suggests', () => {
  const worded = LANGUAGES.flatMap((language) =>
    everyLine.flatMap((line) => {
      const said = phrases(language).lines[line.say](line as never, context(language, 'mail'));
      return said.choices.map((choice) => ({ language, ...choice }));
    }),
  );

  test('stand in the text, and the message has no buttons', () => {
    for (const line of everyLine)
      for (const language of LANGUAGES) {
        const said = phrases(language).lines[line.say](line as never, context(language, 'mail'));
        const text = render([line], context(language, 'mail'));
        expect(text.choices).toEqual([]);
        expect(text.answers ?? []).toEqual(said.choices.map(({ word, label }) => ({ word, label })));
        for (const { word } of said.choices) expect(text.body).toMatch(new RegExp(`^• ${word}(:|$)`, 'm'));
      }
  });

  test('are understood as what their button means', () => {
    for (const { language, word, meaning } of worded) {
      // A certificate is chosen by the end of its number, which only the question can explain.
      if (meaning.means === 'certificate') continue;
      const heard = understand(word).map((each) => each.means);
      const accepted = SAME[meaning.means] ?? [meaning.means];
      expect(
        heard.some((means) => accepted.includes(means)),
        `${language} ${word}: ${heard} for ${meaning.means}`,
      ).toBe(true);
    }
  });

  test('are understood wherever a sentence says “write THIS”', () => {
    const asked = /(?:\b[Tt]ulis|\bmenulis|\bkata|\b[Ww]rite|\bwriting|\bword|^•) ([A-Z]{4,}(?: [A-Z]+)*)/gmu;
    const words = every.flatMap(({ line, c }) => [...render([line], c).body.matchAll(asked)].map((found) => found[1]!));
    expect(new Set(words).size).toBeGreaterThan(15);
    for (const word of new Set(words)) expect(understand(word), word).not.toEqual([{ means: 'unknown' }]);
  });

  test('are never taken for a yes unless they are one', () => {
    for (const { language, word, meaning } of worded)
      if (meaning.means !== 'yes')
        expect(
          understand(word).map((each) => each.means),
          `${language} ${word}`,
        ).not.toContain('yes');
  });
});

describe('a certificate request that cannot be taken', () => {
  const TODO = { id: /Buat|Kirimkan|Kunci baru/, en: /[Mm]ake |Send |A new key/ };
  test('is explained by a sentence of its own for each code, which says what to do', () => {
    for (const language of LANGUAGES) {
      const sentences = REQUEST_REFUSALS.map((code) => phrases(language).requestRefusals[code]);
      expect(new Set(sentences).size).toBe(REQUEST_REFUSALS.length);
      expect(sentences.filter((sentence) => !TODO[language].test(sentence))).toEqual([]);
    }
  });
});

describe('promises of the procedure', () => {
  const body = (line: Line, language: Language = 'id') => render([line], context(language)).body;
  const notice = everyLine.filter((line) => line.say === 'first-notice');

  test('the first message names the office, its telephone, address and announcement, and that we ask for no passphrase', () => {
    for (const line of notice)
      for (const language of LANGUAGES) {
        for (const part of Object.values(agency)) expect(body(line, language)).toContain(part);
        expect(body(line, language)).toMatch(
          /Kami tidak pernah meminta kata sandi atau passphrase|We never ask for your password or passphrase/,
        );
        expect(body(line, language)).toContain('BSrE');
      }
  });

  test('approval by hand says which mails are real and where alone the passphrase is set', () => {
    const id = body({ say: 'approved', byHand: true });
    expect(id).toMatch(/resmi/);
    expect(id).toMatch(/8 karakter, dengan huruf besar, huruf kecil, angka, dan simbol/);
    expect(body({ say: 'approved', byHand: true }, 'en')).toMatch(
      /at least 8 characters, with upper and lower case letters, a digit and a symbol/,
    );
  });

  test('the notice of issuance says that documents signed before stay valid', () => {
    for (const line of everyLine.filter((each) => each.say === 'issued')) {
      expect(body(line)).toContain('Dokumen yang Anda tanda tangani sebelumnya tetap sah');
      expect(body(line, 'en')).toContain('Documents that you signed before stay valid');
    }
  });

  test('whoever asks for another channel is told of those that are on, and how to change over', () => {
    const said = (channel: 'mail' | 'telegram', more: Partial<Context> = {}) =>
      render([{ say: 'answer', to: 'channels' }], context('id', channel, more)).body;
    expect(said('mail')).toContain('cari @perbarui_bot');
    expect(said('telegram')).toContain('balas saja email kami');
    expect(said('mail', { bot: undefined })).not.toMatch(/Telegram|undefined/);
  });

  test('too early names the date and brings a calendar file', () => {
    const [line] = everyLine.filter((each) => each.say === 'too-early');
    const text = render([line!], context('id'));
    expect(text.body).toContain('mulai 16 Desember 2026');
    expect(text.files).toEqual([{ file: 'calendar', from: new Date('2026-12-15T17:30:00Z'), expires: line!.expires }]);
  });

  test('the mail with the code names nobody and tells to keep it to oneself', () => {
    for (const channel of CHANNELS) {
      const text = render([{ say: 'code-mail', channel }], context('id', 'mail', { name: 'Sari Dewi' }));
      expect(text.body).toContain('{{code}}');
      expect(text.body).not.toMatch(/Sari|2026-000123/);
      expect(text.subject).not.toContain('2026-000123');
      expect(text.body).toContain('Jangan memberitahukan kode ini kepada siapa pun');
    }
  });

  test('a code that went to nobody is announced in the same words as one that went out', () => {
    expect(body({ say: 'code-sent' })).toMatch(/^Bila data itu terdaftar/);
    expect(body({ say: 'code-sent' }, 'en')).toMatch(/^If that is on record/);
    expect(body({ say: 'code-sent', again: true })).toMatch(/^Bila data itu terdaftar, .* sekali lagi/);
  });

  test('no whole NIK or NIP stands in any message', () => {
    for (const { line, c } of every)
      expect(render([line], c).body.replaceAll(agency.phone, ''), line.say).not.toMatch(
        line.say === 'change-invalid' && line.field !== 'nip' && line.field !== 'nik' ? /^$/ : /\d{14,}/,
      );
  });
});
