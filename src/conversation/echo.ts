import type { Question } from './conversation.ts';
import { PLAIN_USE } from './hear/collect.ts';
import type { Meaning } from './meaning.ts';
import { plain, type Token, tokens } from './words/normal.ts';
import { PARTICLES } from './words/table.ts';

const list = (words: string) => words.split(' ').map(plain);
const AGREES = new Set(list('iya ya y benar betul memang yes yeah yep yup sure'));
const BESIDE = new Set([
  ...PARTICLES.map(plain),
  ...list('saya aku kami mau ingin mohon minta tolong silakan segera saja sekali itu tersebut yang yakin pasti setuju'),
  ...list(
    'terima kasih selamat pagi siang sore malam dengan hormat just really i im we want would like to do it that the my',
  ),
  ...list('correct right agree agreed thank thanks you'),
]);

/** The words in which each of these questions is put, and those in which people repeat it. */
const ASKED: Partial<Record<Question['what'], ReadonlySet<string>>> = {
  'confirm-bind': new Set(list('ini orang sendiri nama akun its is me am')),
  'confirm-withdraw': new Set(
    list('batal batalkan dibatalkan membatalkan permohonan pengajuan cancel withdraw request'),
  ),
  'confirm-stop': new Set(list('hentikan dihentikan berhenti stop pesan messages messaging writing')),
  'confirm-not-me': new Set(list('bukan salah alamat orang kirim sambung not me wrong address person')),
  'confirm-left': new Set(
    list(
      'sudah pensiun berhenti keluar resign pindah mutasi tugas meninggal dunia wafat almarhum retired left moved died has',
    ),
  ),
  'confirm-device-lost': new Set(
    list('sudah cabut dicabut mencabut sertifikat hilang dicuri revoke certificate lost stolen'),
  ),
  'confirm-revoke': new Set(list('cabut dicabut mencabut sertifikat revoke certificate')),
  'confirm-key-lost': new Set(list('sudah hilang kunci terhapus kehapus rusak lost gone key')),
  'confirm-collected': new Set([...PLAIN_USE, ...list('ada punya berkas p12 kata sandi passphrase have file')]),
  'kept-letter': new Set(
    list('ini gunakan pakai dipakai berkas surat rekomendasi untuk permohonan use file letter this is'),
  ),
};

/** Whether all of it are words of agreement and of the question. */
const isPlain = (said: readonly Token[], asked: ReadonlySet<string>): boolean =>
  said.every(
    ({ kind, word }) =>
      kind !== 'question' && (kind !== 'word' || AGREES.has(word) || BESIDE.has(word) || asked.has(word)),
  );

/**
 * Whether a text agrees to what was asked back by repeating it: "iya batalkan", "ya, cabut sertifikatnya". Only with a
 * word of agreement at its beginning and nothing in it that the question did not say: a repeated wish alone may have
 * been sent before the question was read.
 */
export function agreesByRepeating(text: string, asked: Question['what'] | undefined): boolean {
  // That the new certificate works is a matter of its own words (`aboutCollected`).
  const repeated = asked === 'confirm-collected' ? undefined : asked && ASKED[asked];
  if (repeated === undefined) return false;
  const said = tokens(text);
  return AGREES.has(said.find(({ kind }) => kind === 'word')?.word ?? '') && isPlain(said, repeated);
}

/**
 * What a text means in answer to this question. The yes to what cannot be undone is made of words of agreement and of the
 * question alone: "iya lanjut", "ya, ini suratnya", "iya gimana pasangnya" agree to something else, and it is asked back
 * once more. So does whoever repeats his wish in words of his own ("iya, laptopnya dicuri di bus").
 */
export function inAnswerTo(
  asked: Question['what'] | undefined,
  text: string,
  understood: readonly Meaning[],
): readonly Meaning[] {
  if (agreesByRepeating(text, asked)) return [{ means: 'yes' }];
  const words = asked?.startsWith('confirm-') ? ASKED[asked] : undefined;
  if (words === undefined || !understood.some(({ means }) => means === 'yes')) return understood;
  const isRepeated = understood.some(({ means }) => `confirm-${means}` === asked);
  if (isRepeated || isPlain(tokens(text), words)) return understood;
  const rest = understood.filter(({ means }) => means !== 'yes');
  if (rest.length > 0) return rest;
  return [{ means: asked === 'confirm-collected' ? 'collected' : 'unknown' }];
}
