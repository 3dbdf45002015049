import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { troubleInWords, usageFor } from '../../src/commands/command-words.ts';
import { Fault } from '../../src/fault.ts';

const USAGE = `Pemakaian: PERINTAH

  import applicants BERKAS.csv          pemohon
  import certificates BERKAS.csv        sertifikat
                                        atau PEM
  ca init [--key-type rsa-4096]         membuat CA
  ca revoke NOMOR_SERI --reason ALASAN  mencabut
  scan                                  siapa yang mendekati akhir
`;

describe('the usage that is shown', () => {
  test.each([
    [[], 'Pemakaian: PERINTAH'],
    [['impor'], 'Perintah “impor” tidak dikenal.\nPemakaian: PERINTAH'],
    [['import', 'people'], 'Perintah ini tidak dikenal. Yang ada:\n  import applicants BERKAS.csv'],
    [
      ['import', 'certificates'],
      'Perintah ini belum lengkap, atau ada yang keliru. Pemakaiannya:\n  import certificates',
    ],
    [['ca', 'revoke', '4cab'], 'Pemakaiannya:\n  ca revoke NOMOR_SERI'],
  ])('for %j begins with what is wrong', (words, beginning) => {
    expect(usageFor(words, USAGE)).toContain(beginning);
  });
  test('is of the command alone that was meant', () => {
    expect(usageFor(['import', 'certificates'], USAGE)).toContain('atau PEM');
    expect(usageFor(['import', 'certificates'], USAGE)).not.toMatch(/applicants|ca init|scan /);
  });
});

describe('what went wrong', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'perbarui-salah-'));
  });
  afterAll(() => rm(dir, { recursive: true }));
  const failing = (act: () => unknown): Promise<unknown> =>
    (async () => act())().then(
      () => expect.fail('nothing went wrong'),
      (error: unknown) => error,
    );

  test.each([
    ['a file that is not there', () => readFile(join(dir, 'x')), /^Berkas \S+x tidak ditemukan\. Periksa/],
    ['a folder in place of a file', () => readFile(dir), 'Berkas itu sebenarnya folder.'],
    ['a file that is there already', () => open(dir, 'wx'), /^Berkas \S+ sudah ada dan tidak ditimpa\./],
    [
      'an option that there is not',
      () => parseArgs({ args: ['--cepat'] }),
      'Pilihan --cepat tidak dikenal. Semua perintah: npm run cli -- --help',
    ],
    [
      'a file that an option names',
      () => Promise.reject(new Fault('custody', '--import cannot be read (ENOENT)')),
      'Berkas yang diberikan dengan --import tidak ditemukan.',
    ],
    [
      'a passphrase that is missing',
      () => Promise.reject(new Fault('custody', 'CA_PASSPHRASE is missing')),
      'Kata sandi CA belum diberikan.',
    ],
    ['anything else', () => Promise.reject(new Error('odd')), 'Perintah tidak dapat dijalankan: odd'],
  ])('with %s is told in a sentence', async (_, act, sentence) => {
    expect(troubleInWords(await failing(act))).toMatch(sentence);
  });
});
