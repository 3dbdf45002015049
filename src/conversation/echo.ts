import type { Question } from './conversation.ts';
import { plain, tokens } from './words/normal.ts';
import { FILLERS, PARTICLES } from './words/table.ts';

const list = (words: string) => words.split(' ').map(plain);
const AGREES = new Set(list('iya ya y benar betul memang yes yeah yep'));
const BESIDE = new Set([...FILLERS.map(plain), ...PARTICLES.map(plain), ...list('saja just really')]);

/** The words in which each of these questions is put, and those in which people repeat it. */
const ASKED: Partial<Record<Question['what'], ReadonlySet<string>>> = {
  'confirm-bind': new Set(list('orang sendiri me i am')),
  'confirm-withdraw': new Set(
    list('batal batalkan dibatalkan membatalkan permohonan pengajuan cancel withdraw request'),
  ),
  'confirm-stop': new Set(list('hentikan dihentikan berhenti stop pesan messages messaging writing')),
  'confirm-not-me': new Set(list('bukan salah alamat orang kirim sambung not me wrong address person')),
  'confirm-left': new Set(
    list(
      'pensiun berhenti keluar resign pindah mutasi tugas meninggal dunia wafat almarhum retired left moved died has',
    ),
  ),
  'confirm-device-lost': new Set(
    list('cabut dicabut mencabut sertifikat hilang dicuri revoke certificate lost stolen'),
  ),
  'confirm-revoke': new Set(list('cabut dicabut mencabut sertifikat revoke certificate')),
  'confirm-key-lost': new Set(list('hilang kunci terhapus kehapus rusak lost gone key')),
  'kept-letter': new Set(list('gunakan pakai dipakai berkas surat rekomendasi use file letter')),
};

/**
 * Whether a text agrees to what was asked back by repeating it: "iya batalkan", "ya, cabut sertifikatnya". Only with a
 * word of agreement at its beginning and nothing in it that the question did not say: a repeated wish alone may have
 * been sent before the question was read.
 */
export function agreesByRepeating(text: string, asked: Question['what'] | undefined): boolean {
  const repeated = asked && ASKED[asked];
  if (repeated === undefined) return false;
  const said = tokens(text);
  if (said.some(({ kind }) => kind === 'question')) return false;
  const words = said.filter(({ kind }) => kind === 'word').map(({ word }) => word);
  return (
    AGREES.has(words[0] ?? '') && words.every((word) => AGREES.has(word) || BESIDE.has(word) || repeated.has(word))
  );
}
