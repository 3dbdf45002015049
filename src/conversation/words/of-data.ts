import { around, endsSentence, isSmall, places } from './clause.ts';
import { fieldAt, isBreak, type Match, negations } from './match.ts';
import { plain, type Token } from './normal.ts';

/** Which data it is that is said to be right, or otherwise. */

const ALL = new Set('semua data all everything'.split(' ').map(plain));

const SHOWN = new Set(
  'isian kolom poin rincian tabel daftar list tertera tertulis tercantum biodata profil details'.split(' ').map(plain),
);

/** Places between `from` and `to` that name what was looked at: fields, and the list itself ("unit kerja", "semua kolom"). */
export function shownIn(at: readonly Token[], from: number, to: number): ReadonlySet<number> {
  return new Set(
    places({ from, to }).flatMap((place) => {
      const field = fieldAt(at, place);
      if (field) return places({ from: place, to: field.end });
      return SHOWN.has(at[place]!.word) ? [place] : [];
    }),
  );
}

/** "Nama sudah benar" says nothing of the rest. */
export function partOfTheData(at: readonly Token[], covered: ReadonlySet<number>): boolean {
  const all = at.some(({ word }) => ALL.has(word));
  return !all && at.some((_, place) => !covered.has(place) && fieldAt(at, place) !== undefined);
}

/** What there may be none of: "instansi tidak ada perubahan", "jabatan gak ada yang salah". */
const FAULTS = new Set(
  'perubahan masalah kendala kesalahan kekeliruan koreksi salah keliru berubah diubah change changes problem mistake'
    .split(' ')
    .map(plain),
);
const THERE_IS = new Set('ada yang is'.split(' ').map(plain));

/** "Tidak ada masalah", "tidak ada yang salah": the fault at this place is denied. */
export function isDeniedFault(at: readonly Token[], place: number): boolean {
  if (!FAULTS.has(at[place]!.word)) return false;
  let back = place - 1;
  while (THERE_IS.has(at[back]?.word ?? '')) back--;
  return back < place - 1 && negations.has(at[back]?.word ?? '');
}

/** It is said in this clause that there is no fault. */
export const isFaultless = (at: readonly Token[], clause: { readonly from: number; readonly to: number }): boolean =>
  places(clause).some((place) => isDeniedFault(at, place));

/** "Sudah benar di SIMPEG" speaks of other data than what was shown. */
const WHERE = new Set('di pada dalam in'.split(' ').map(plain));
const HERE = new Set(
  'pesan email surel chat tabel daftar formulir form sistem sini atas bawah telegram percakapan the this your message'
    .split(' ')
    .map(plain),
);
export function ofOtherData(at: readonly Token[], found: readonly Match[], covered: ReadonlySet<number>): boolean {
  const isLost = (place: number): boolean =>
    at[place]?.kind === 'word' && !covered.has(place) && !isSmall(at[place]!) && !HERE.has(at[place]!.word);
  return found.some(
    ({ rule, start }) =>
      rule.means.startsWith('yes') &&
      places(around(at, start, isBreak)).some((place) => WHERE.has(at[place]!.word) && isLost(place + 1)),
  );
}

/** What was not understood stands in the same sentence as a field of the data. */
export function misheardValue(at: readonly Token[], covered: ReadonlySet<number>): boolean {
  const lost = (place: number): boolean =>
    at[place]!.kind === 'word' && !covered.has(place) && fieldAt(at, place) === undefined && !isSmall(at[place]!);
  return at.some(
    (_, place) =>
      !covered.has(place) && fieldAt(at, place) !== undefined && places(around(at, place, endsSentence)).some(lost),
  );
}
