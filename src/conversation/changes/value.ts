import type { Field } from '../../renewal/renewal.ts';
import { namesOffice } from '../words/appointment.ts';
import { CLAUSE_WORDS, fieldAt, isBreak, negations, particles } from '../words/match.ts';
import { plain, type Token } from '../words/normal.ts';
import { isOutOfUse } from '../words/outdated.ts';
import { capital, endsAtTurn, type Lead, leadAt, skip } from './lead.ts';
import { isMark } from './list.ts';
import {
  ANOTHER_THOUGHT,
  AT,
  BEFORE_A_FIELD,
  IS_SPOKEN_OF,
  JOINTS,
  NAMES_ITSELF,
  NOT_A_VALUE,
  REASONS,
  RIGHT,
  SHAPES,
  SPEAKS_OF,
  STATES,
  STAYS,
  WHEN,
} from './vocabulary.ts';

/** No field of a civil servant's data is longer; what is longer is prose. */
const LONGEST_VALUE = 160;

const DONE = plain('sudah');
/** Who writes everything in capitals tells nothing by them. */
const shouted = (token: Token | undefined): boolean => /^\p{Lu}{4,}$/u.test(token?.raw ?? '');

const ONE = plain('satu');
const WITH: ReadonlySet<string> = new Set(['dengan', 'sama', 'bersama'].map(plain));
/** "Unit kerja kami menjadi satu dengan Bidang Statistik" gives no new name. */
const isMerged = (at: readonly Token[], i: number): boolean => at[i]?.word === ONE && WITH.has(at[i + 1]?.word ?? '');

/** "Jabatan saya kepala seksi data": nothing else begins so. */
const isOffice = (token: Token, field: Field): boolean => field === 'position' && namesOffice(token);

/** Whether a value of this field begins here. */
export function beginsValue(at: readonly Token[], lead: Lead): boolean {
  const first = at[lead.value];
  if (!first || isBreak(first)) return false;
  if (NOT_A_VALUE.has(first.word) || negations.has(first.word) || isMerged(at, lead.value)) return false;
  // "Nama benar nip benar": another field begins.
  const named = fieldAt(at, lead.value);
  if (named && RIGHT.has(at[named.end]?.word ?? '')) return false;
  if (SHAPES[lead.field]) return true;
  if (lead.explicit) return true;
  // A name is told in many a greeting ("nama saya Budi"); only an outright change is one.
  const written =
    capital(first) || isOffice(first, lead.field) || (named?.field === lead.field && capital(at[named.end]));
  const names = at[lead.whole ? lead.value : lead.value - 1];
  return written && !shouted(names) && lead.field !== 'name';
}

/** Where the value of this lead ends, and where the clause ends that goes with it. */
export function valueEnd(at: readonly Token[], lead: Lead): { readonly end: number; readonly covered: number } {
  const from = lead.value;
  for (let i = from + 1; ; i++) {
    const token = at[i];
    if (!token || i - from > CLAUSE_WORDS || token.kind === 'line' || token.kind === 'question')
      return { end: i, covered: i };
    if (token.kind === 'stop') {
      // "Kab. Bandung", "S.Kom. M.Si": a stop after a short capitalised word belongs to it.
      if (
        token.raw === '.' &&
        capital(at[i - 1]) &&
        at[i - 1]!.raw.length <= 4 &&
        capital(at[i + 1]) &&
        !startsThought(at, i + 1)
      )
        continue;
      return { end: i, covered: i };
    }
    if (token.kind === 'comma') {
      if (!goesOn(at, i, lead.field)) return { end: i, covered: i };
      continue;
    }
    if (JOINTS.has(token.word)) {
      const next = skip(at, i + 1, BEFORE_A_FIELD);
      if (startsNext(at, next) || startsItem(at, next, lead)) return { end: i, covered: i };
    }
    if (startsField(at, i) || (SHAPES[lead.field] && startsItem(at, i, lead))) return { end: i, covered: i };
    if (endsAtTurn(at, i) || isMark(at, i)) return { end: i, covered: i };
    if (isReason(token)) {
      let covered = i;
      while (!isBreak(at[covered])) covered++;
      return { end: i, covered };
    }
    if (startsThought(at, i)) return { end: i, covered: i };
  }
}

/** Whether a value goes on behind this comma: "Sarana, Prasarana, dan Kota Hijau". */
function goesOn(at: readonly Token[], comma: number, field: Field): boolean {
  const joined = JOINTS.has(at[comma + 1]?.word ?? '');
  const next = joined ? comma + 2 : comma + 1;
  const named = fieldAt(at, next)?.field;
  const inside = named === undefined || named === field || (joined && NAMES_ITSELF.has(at[next]!.word));
  return inside && /^\p{Lu}/u.test(at[next]?.raw ?? '') && !startsThought(at, next) && !startsField(at, next);
}

/** Why, or since when: "Kepala Bidang Aptika bulan lalu"; a name that has such a word has it with a capital. */
const isReason = (token: Token): boolean =>
  REASONS.has(token.word) || REASONS.has(plain(token.raw)) || (WHEN.has(token.word) && !capital(token));

const startsThought = (at: readonly Token[], i: number): boolean => ANOTHER_THOUGHT.has(at[i]?.word ?? '');

const startsNext = (at: readonly Token[], i: number): boolean =>
  fieldAt(at, i) ? startsField(at, i) : startsField(at, i) || startsThought(at, i);

/** A field that is spoken of here, unlike "Bidang" inside a position. */
function startsField(at: readonly Token[], i: number): boolean {
  const lead = leadAt(at, i, false, true);
  if (lead?.explicit) return true;
  const named = fieldAt(at, i);
  return (
    named !== undefined &&
    (STATES.has(at[named.end]?.word ?? '') ||
      (SHAPES[named.field] !== undefined && /[\d@]/.test(at[lead?.value ?? named.end]?.raw ?? '')))
  );
}

/** "Dinas Kominfo akan kirim suratnya", "Kota Padang hujan terus": a name has capitals to its end. A position need not ("Kepala seksi data"). */
const isProse = (at: readonly Token[], i: number): boolean =>
  !JOINTS.has(at[i]!.word) && !particles.has(at[i]!.word) && !AT.has(at[i]!.word) && !fieldAt(at, i);

/** "... , sudah benar" */
const isSaidRight = (at: readonly Token[], i: number): boolean =>
  (at[i]?.word === DONE || STAYS.has(at[i]?.word ?? '')) && RIGHT.has(at[i + 1]?.word ?? '');

/** "Jabatan Camat masih sama", "unit kerja Sekretariat sudah benar": what was said is no new value. */
export function stays(at: readonly Token[], lead: Lead): boolean {
  if (lead.explicit) return false;
  if (SHAPES[lead.field] && isOutOfUse(at, lead.value)) return true;
  for (let i = lead.value; !isBreak(at[i]) && i - lead.value <= CLAUSE_WORDS; i++) {
    const { word } = at[i]!;
    if (at[i + 1]?.kind === 'comma' && isSaidRight(at, i + 2)) return true;
    if (capital(at[i])) continue;
    if (STAYS.has(word) || (word === DONE && RIGHT.has(at[i + 1]?.word ?? ''))) return true;
    if (JOINTS.has(word) && startsItem(at, i + 1, lead)) return false;
    if (lead.whole && SPEAKS_OF.has(word)) return true;
    if (isReason(at[i]!) || startsThought(at, i) || endsAtTurn(at, i)) return false;
    if (lead.listed && IS_SPOKEN_OF.has(word)) return true;
    if (lead.listed && lead.field !== 'position' && isProse(at, i)) return true;
  }
  return false;
}

/** Another field with its value: "... dan jabatan Camat", unlike "Organisasi dan Jabatan" inside a name. */
function startsItem(at: readonly Token[], i: number, { field }: Lead): boolean {
  const next = leadAt(at, i, false, true);
  if (next === undefined || next.field === field || !beginsValue(at, next)) return false;
  return SHAPES[field] !== undefined || !capital(at[i]);
}

/** A name has such a word with a capital: "Seksi Kurang Mampu". */
const denies = ({ word, raw }: Token): boolean => negations.has(word) && !/^\p{Lu}\p{Ll}/u.test(raw);

/** The value as it was written, or undefined where nothing of its field is there. */
export function written(text: string, at: readonly Token[], lead: Lead, end: number): string | undefined {
  let last = end;
  while (last > lead.value && (particles.has(at[last - 1]!.word) || JOINTS.has(at[last - 1]!.word))) last--;
  if (last <= lead.value) return undefined;
  // "Jadi Kepala Bidang belum dilantik"
  if (!SHAPES[lead.field] && at.slice(lead.value, last).some(denies)) return undefined;
  const value = text.slice(at[lead.value]!.start, at[last - 1]!.end);
  const shape = SHAPES[lead.field];
  const shaped = shape?.exec(text.slice(Math.max(0, at[lead.value]!.start - 1), at[last - 1]!.end))?.[0];
  if (shape && !shaped) return lead.explicit && /[\d@]/.test(value) && last - lead.value <= 3 ? value : undefined;
  const out = (shaped ?? value).replace(/[\s,;:]+$/u, '').replace(/\s+/gu, ' ');
  // A degree keeps its last stop: "Budi Santoso, S.Kom."
  const stop = shape ? '' : /\b\p{Lu}\.\p{L}{1,4}$/u.test(out) && text[at[last - 1]!.end] === '.' ? '.' : '';
  return out.length <= LONGEST_VALUE ? out + stop : undefined;
}
