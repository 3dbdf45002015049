import type { Field } from '../../renewal/renewal.ts';
import { CLAUSE_WORDS, fieldAt, isBreak, particles } from './match.ts';
import { plain, type Token } from './normal.ts';

/** A new position or unit told without the name of the field: "saya baru dilantik jadi Kabid Aptika". */

const set = (words: string): ReadonlySet<string> => new Set(words.split(' ').map(plain));

export const TAKES_OFFICE = set('dilantik diangkat dipromosikan menjabat promoted appointed');
const AS = set('sebagai jadi menjadi selaku to as the');
export const MOVES = set('pindah dipindah dipindahkan mutasi dimutasi digeser dirotasi');
const TO = set('tugas ke di');
const FROM = set('dari from');
const THITHER = set('ke to');
/** How far it may stand behind where he was. */
const OLD_PLACE_WORDS = 8;
const NOW = set('sekarang now');
/** All that may stand before these in their clause: of others ("kadis kami baru dilantik") nothing is taken. */
const OF_HIMSELF = set(
  'saya kami i im ive am have was been per sejak mulai tanggal bulan tahun saat ini sekarang now baru sudah telah just saja di bahwa karena lalu kemarin ' +
    'januari februari maret april mei juni juli agustus september oktober november desember',
);
const AND = set('dan and serta');
const SELF = set('saya i im');
const NONE: ReadonlySet<string> = new Set();
const UNITS = set('bidang bagian subbagian subbidang seksi sekretariat uptd');
const ORGANISATIONS = set('dinas badan');
const IN_OFFICE = set('sebagai selaku');
/** Nobody's position: how one is employed. */
const EMPLOYMENT = set('asn pns cpns pppk pegawai honorer tenaga staf');

/** Titles: "saya sekarang Kepala Seksi Data" names none but the position. */
const TITLES = set(
  'plt plh pj pjs kepala kabid kasi kasubag kasubbag kasubid sekretaris analis pranata penata pengelola pengawas auditor arsiparis lurah camat head director manager',
);

const capital = (token: Token | undefined): boolean => /^\p{Lu}/u.test(token?.raw ?? '');
/** "SAYA PINDAH KE DINAS LAIN": capitals tell nothing here. */
const shouted = (token: Token): boolean => /^\p{Lu}+$/u.test(token.raw);

function ofHimself(at: readonly Token[], i: number): boolean {
  for (let back = i - 1; !isBreak(at[back]) && i - back <= CLAUSE_WORDS; back--)
    // "... and I am now Head of Division": he begins anew.
    if (AND.has(at[back]!.word)) return SELF.has(at[back + 1]?.word ?? '');
    else if (!OF_HIMSELF.has(at[back]!.word) && !particles.has(at[back]!.word) && !/^\d+$/.test(at[back]!.word))
      return false;
  return true;
}

const behind = (at: readonly Token[], i: number, words: ReadonlySet<string>): number => {
  let next = i;
  while (words.has(at[next]?.word ?? '')) next++;
  return next;
};

/** "Pindah dari Bidang A ke Bidang B": at "ke". */
function behindOldPlace(at: readonly Token[], i: number): number {
  if (!FROM.has(at[i]?.word ?? '')) return i;
  for (let next = i + 1; next <= i + OLD_PLACE_WORDS && !isBreak(at[next]); next++)
    if (THITHER.has(at[next]!.word)) return next;
  return i;
}

/** Where such a value begins; only where it can be nothing else, since it is told without its field. */
export function appointmentAt(
  at: readonly Token[],
  i: number,
): { readonly field: Field; readonly value: number; readonly explicit: boolean; readonly listed?: true } | undefined {
  const word = at[i]!.word;
  if (!ofHimself(at, i)) return undefined;
  if (MOVES.has(word)) {
    if (shouted(at[i]!)) return undefined;
    const value = behind(at, behindOldPlace(at, i + 1), TO);
    const place = at[value]?.word ?? '';
    const field = UNITS.has(place) ? 'unit' : ORGANISATIONS.has(place) ? 'organisation' : undefined;
    const whole = place === 'sekretariat' || capital(at[value + 1]);
    const named = value > i + 1 && capital(at[value]) && whole;
    return named && field ? { field, value, explicit: false, listed: true } : undefined;
  }
  // "Sekarang saya Sekretaris Camat"
  const value = behind(at, behind(at, i + 1, NOW.has(word) ? SELF : NONE), AS);
  const title = at[value]?.word ?? '';
  const isNow =
    NOW.has(word) && ['saya', 'am', 'im'].some((self) => self === at[i - 1]?.word || self === at[i + 1]?.word);
  if (!TAKES_OFFICE.has(word) && !(isNow && (TITLES.has(title) || namesPosition(at, i)))) return undefined;
  if (EMPLOYMENT.has(title)) return undefined;
  return { field: 'position', value, explicit: value > i + 1 && !isNow };
}

/** "Saya pindah ke Bidang Statistik(,) sebagai Kepala Bidang": behind where he has gone. */
export function inOfficeAt(
  at: readonly Token[],
  i: number,
  covers: ReadonlySet<number>,
): { readonly field: Field; readonly value: number; readonly explicit: boolean } | undefined {
  const behindPlace = covers.has(at[i - 1]?.kind === 'comma' ? i - 2 : i - 1);
  const named = IN_OFFICE.has(at[i]!.word) && TITLES.has(at[i + 1]?.word ?? '') && capital(at[i + 1]);
  return behindPlace && named ? { field: 'position', value: i + 1, explicit: true } : undefined;
}

/** A position or an office begins so, and no other thought does. */
export const namesOffice = ({ word }: Token): boolean => TITLES.has(word) || UNITS.has(word) || ORGANISATIONS.has(word);

const namesPosition = (at: readonly Token[], i: number): boolean =>
  Array.from({ length: Math.min(i, CLAUSE_WORDS) }, (_, back) => fieldAt(at, i - 1 - back)?.field).includes('position');
