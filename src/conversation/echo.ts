import type { Question } from './conversation.ts';
import { aboutLetterInHand } from './hear/awaited-letter.ts';
import { aboutCode } from './hear/code.ts';
import { PLAIN_USE } from './hear/collect.ts';
import { aboutData, aboutFields } from './hear/data.ts';
import type { Meaning } from './meaning.ts';
import { matches } from './words/match.ts';
import { plain, type Token, tokens } from './words/normal.ts';
import { MANNERS } from './words/settled.ts';
import { isTitle, signatureAt } from './words/signature.ts';
import { frowns } from './words/signs.ts';
import { PARTICLES } from './words/table.ts';

const list = (words: string) => words.split(' ').map(plain);
const AGREES = new Set(list('iya ya y yoi benar betul memang yes yeah yep yup sure confirmed'));
const BESIDE = new Set([
  ...PARTICLES.map(plain),
  ...list(
    'saya aku kami izin silakan segera sekarang saja sekali itu tersebut yang yakin pasti setuju perlu demikian disampaikan',
  ),
  ...list(
    'terima kasih selamat pagi siang sore malam dengan hormat just really i im we to do it that thats the my now go ahead',
  ),
  ...list('correct right confirm agree agreed oke ok siap baik salam wassalam best kind warm regards sincerely yours'),
]);
/** "Ya, minta tolong" asks for something, and only with an act for this; "mohon izin, ya" is manners. */
const PLEAS: ReadonlySet<string> = new Set(list('mohon tolong minta'));
/** Of what is to be done, not of what has happened: "iya, saya mau pindah tugas". */
const WISHES: ReadonlySet<string> = new Set(list('mau ingin want would like'));
/** No name and no office has one of these: "Sertifikat Saya Masih Dipakai" is said, however it is written. */
const SAID: ReadonlySet<string> = new Set(
  list(
    'saya aku kami kita anda itu ini masih sudah telah akan mau ingin saja segera lagi diproses dipakai digunakan',
  ).concat(list('i we you it its this that is are still keep please')),
);

/**
 * `acts`: what is to be done, or has happened. `things`: what it is done with, which alone says nothing of it ("iya itu
 * permohonan saya"). `beside`: what may stand with or without them.
 */
type Words = {
  readonly acts: ReadonlySet<string>;
  readonly things: ReadonlySet<string>;
  readonly beside: ReadonlySet<string>;
};
const words = (acts: string, things = '', beside: ReadonlySet<string> = new Set()): Words => ({
  acts: new Set(list(acts)),
  things: new Set(list(things)),
  beside,
});

const BLOCKS = 'blokir diblokir memblokir nonaktifkan dinonaktifkan block deactivate';

/** The words in which each of these questions is put, and those in which people repeat it. */
const ASKED: Partial<Record<Question['what'], Words>> = {
  'confirm-bind': words('ini orang sendiri akun nama name its is me am'),
  'confirm-withdraw': words(
    'batal batalkan dibatalkan membatalkan hapus dihapus cancel withdraw',
    'permohonan pengajuan request',
    WISHES,
  ),
  'confirm-stop': words('hentikan dihentikan berhenti stop', 'pesan messages messaging writing', WISHES),
  'confirm-not-me': words('bukan salah not wrong', 'saya aku alamat orang kirim sambung me address person'),
  'confirm-left': words(
    'pensiun berhenti keluar resign pindah mutasi meninggal wafat almarhum retired left moved died',
    'sudah tugas dunia has',
  ),
  'confirm-device-lost': words(
    `cabut dicabut mencabut hilang dicuri kecurian dicopet kecopetan dijambret dirampok revoke lost stolen ${BLOCKS}`,
    'sudah sertifikat laptop hp certificate',
    WISHES,
  ),
  'confirm-revoke': words(
    `cabut dicabut mencabut revoke ${BLOCKS}`,
    'sertifikat certificate',
    new Set([...WISHES, ...list('ini semua kedua keduanya this both all')]),
  ),
  'confirm-key-lost': words('hilang terhapus kehapus rusak lost gone', 'sudah kunci key'),
  // Where the file is says nothing of whether it can be used.
  'confirm-collected': words(
    'sandi passphrase',
    'kata berkas p12 file',
    new Set([...PLAIN_USE, ...list('ada punya have')]),
  ),
  'kept-letter': words('ini gunakan pakai dipakai berkas surat rekomendasi untuk permohonan use file letter this is'),
};

/** "Iya, makasih infonya" thanks for what it answers. */
const FOR_NEWS = new Set(list('info informasi kabar penjelasan information explanation'));

const isName = (line: string): boolean => isTitle(line) && !tokens(line).some(({ word }) => SAID.has(word));

/** Without greetings, thanks, and the names below. */
function spoken(text: string): readonly Token[] {
  const [first = '', ...lines] = text.slice(0, signatureAt(text)).trim().split('\n');
  const said = tokens([first, ...lines.filter((line) => !isName(line.trim()))].join('\n'));
  const manners = matches(said).filter(({ rule }) => MANNERS.has(rule.means));
  const covered = new Set(manners.flatMap(({ covers }) => covers));
  return said.filter(({ word }, place) => !covered.has(place) || FOR_NEWS.has(word));
}

/** Whether all of it are words of agreement and of the question. */
function isPlain(said: readonly Token[], { acts, things, beside }: Words): boolean {
  const isWord = ({ word }: Token) => [AGREES, BESIDE, PLEAS, acts, things, beside].some((known) => known.has(word));
  const agreed = said.findIndex(({ word }) => AGREES.has(word));
  const asksFor = ({ word }: Token, i: number) => things.has(word) || (i > agreed && PLEAS.has(word));
  return (
    said.every((token) => token.kind !== 'question' && (token.kind !== 'word' || isWord(token))) &&
    (said.some(({ word }) => acts.has(word)) || !said.some(asksFor))
  );
}

/**
 * Whether a text agrees to what was asked back by repeating it: "iya batalkan", "ya, cabut sertifikatnya". Only with a
 * word of agreement at its beginning and nothing in it that the question did not say: a repeated wish alone may have
 * been sent before the question was read.
 */
export function agreesByRepeating(text: string, asked: Question['what'] | undefined): boolean {
  const repeated = asked && ASKED[asked];
  // A frown beside a yes says that it is none.
  if (repeated === undefined || frowns(text)) return false;
  const said = spoken(text);
  // That the new certificate works is a matter of its own words (`aboutCollected`).
  if (asked === 'confirm-collected' && !said.some(({ word }) => repeated.acts.has(word))) return false;
  // Before it may stand "dengan hormat", "saya": whatever says nothing by itself.
  const isBeside = (word: string) => BESIDE.has(word) || PLEAS.has(word) || repeated.beside.has(word);
  const begins = said.find(({ kind, word }) => kind === 'word' && (AGREES.has(word) || !isBeside(word)));
  return AGREES.has(begins?.word ?? '') && isPlain(said, repeated);
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
  if (asked === 'code') return aboutCode(text, understood);
  if (asked === 'letter' || asked === 'change-letter') return aboutLetterInHand(text, understood);
  if (asked === 'data-check') return aboutData(text, understood);
  if (asked === 'change-values') return aboutFields(text, aboutData(text, understood));
  // Who somebody is he says in his own words and with his name (`hearIdentity`).
  const plainly = asked?.startsWith('confirm-') && asked !== 'confirm-bind' ? ASKED[asked] : undefined;
  if (plainly === undefined || !understood.some(({ means }) => means === 'yes')) return understood;
  const isRepeated = understood.some(({ means }) => `confirm-${means}` === asked);
  if (isRepeated || isPlain(spoken(text), plainly)) return understood;
  const rest = understood.filter(({ means }) => means !== 'yes');
  if (rest.length > 0) return rest;
  return [{ means: asked === 'confirm-collected' ? 'collected' : 'unknown' }];
}
