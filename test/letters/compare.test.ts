import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareLetter, withoutTitles } from '../../src/letters/compare.ts';
import { SITI } from './letters.ts';

const LETTER = `SURAT  REKOMENDASI
Nama : SITI AMINAH NURHALIZA, ST., MSi
NIP : 19800101 200501 2 004
NIK : 3273 0141 0180 0001
Jabatan : Kepala Seksi Infrastruktur Teknologi Informasi
dan Komunikasi pada Bidang Persandian
Instansi : pemerintah provinsi contoh; Unit kerja: DINAS KOMUNIKASI & DAN INFORMATIKA
pos-el siti.aminah @diskominfo.contoh.go.id`;

describe('comparing a letter with the data on record', () => {
  it('does not mind case, titles, line breaks or how numbers are grouped', () => {
    expect(compareLetter(LETTER, SITI)).toEqual([]);
  });

  it.each([
    ['missing:nip', (text: string) => text.replace('2 004', '2 005')],
    ['missing:nik', (text: string) => text.replace('0180 0001', '0180 00015')],
    ['missing:name', (text: string) => text.replace('AMINAH', 'AMINAHTUN')],
    ['missing:position', (text: string) => text.replace('Kepala Seksi', 'Kepala Bidang')],
    ['missing:organisation', (text: string) => text.replace('provinsi', 'kota')],
    ['missing:unit', (text: string) => text.replace('INFORMATIKA', 'STATISTIK')],
    ['missing:email', (text: string) => text.replace('aminah @', 'nur @')],
    ['not-a-recommendation', (text: string) => text.replace('REKOMENDASI', 'TUGAS')],
  ])('remarks %s', (remark, spoil) => {
    expect(compareLetter(spoil(LETTER), SITI)).toEqual([remark]);
  });

  it('says of a scan only that it has no text', () => {
    expect(compareLetter('', SITI)).toEqual(['no-text']);
    expect(compareLetter(' \n .\t', SITI)).toEqual(['no-text']);
  });

  it('asks a data-change letter only whom it is about', () => {
    const text = `PERMOHONAN PERUBAHAN\nDATA\nSiti Aminah Nurhaliza ${SITI.nip} ${SITI.nik}`;
    expect(compareLetter(text, SITI, 'change')).toEqual([]);
    expect(compareLetter(LETTER, SITI, 'change')).toEqual(['not-a-change-letter']);
  });

  it('does not miss what is not on record', () => {
    const words = LETTER.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
    for (const text of [LETTER, words]) expect(compareLetter(text, { ...SITI, position: '', unit: '-' })).toEqual([]);
  });

  it('does not find a name of one word inside another word', () => {
    const ani = { ...SITI, name: 'Ani' };
    expect(compareLetter(LETTER.replace('SITI AMINAH NURHALIZA', 'HANIFAH'), ani)).toContain('missing:name');
    expect(compareLetter(LETTER.replace('SITI AMINAH NURHALIZA', 'A N I'), ani)).toEqual([]);
  });

  it.each([
    ['Dr. Hj. Siti Aminah, S.T., M.Si.', 'Siti Aminah'],
    ['Drs H Ahmad Dahlan M.Pd', 'Ahmad Dahlan'],
    ['Prof. Dr. Ir. Bambang S.Kom. M.T.', 'Bambang'],
    ['M. Yusuf', 'M. Yusuf'],
    ['Suharto', 'Suharto'],
    ['H.', 'H.'],
  ])('reads %s as %s', (name, core) => {
    expect(withoutTitles(name)).toBe(core);
  });

  it('takes any text and any data, and finds a name that stands there', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        (text, name) => {
          const data = { ...SITI, name };
          expect(compareLetter(`Rekomendasi ${text}\n${name}\n`, data)).not.toContain('missing:name');
          compareLetter(text, { ...data, nip: text, email: text.slice(0, 80) });
        },
      ),
    );
  });
});
