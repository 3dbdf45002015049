import type { Field } from '../../renewal/renewal.ts';
import { namesOffice } from '../words/appointment.ts';
import { CLAUSE_WORDS, fieldAt, isBreak, particles } from '../words/match.ts';
import { asToken, plain, type Token } from '../words/normal.ts';
import { before } from './sense.ts';
import {
  AFTER_BECOMES,
  BECOMES,
  BEFORE_A_FIELD,
  BETWEEN,
  CHANGES,
  CORRECTS,
  GIVES,
  JOINTS,
  LEADS_ON,
  MERGES,
  NAMES_ITSELF,
  NEW,
  NOT_A_VALUE,
  NOW,
  OF_THE_FIELD,
  RIGHT,
  SHAPES,
  SLIPS,
  STATES,
  TAKES,
  TOWARDS,
} from './vocabulary.ts';

/** "jabatan dari Kasi Sandi jadi Kabid": how far the new value may stand behind the old one. */
const OLD_VALUE_WORDS = 8;
const ARROW = /^(?:->|=>|→)$/;
const BRACKET = '(';
const BUKAN = plain('bukan');
const MENJADI = plain('menjadi');
const AT_A_PLACE = plain('di');
const INSTEAD: ReadonlySet<string> = new Set(['melainkan', 'tapi', 'but'].map(plain));
const TURNS_INTO: ReadonlySet<string> = new Set([plain('jadi'), MENJADI]);
const FORMERLY: ReadonlySet<string> = new Set('dari semula dulunya sebelumnya from'.split(' ').map(asToken));
const IT: ReadonlySet<string> = new Set([...BETWEEN, ...['lagi', 'sekarang'].map(plain)]);
const IS: ReadonlySet<string> = new Set([...BETWEEN, ...BECOMES]);
const SINCE: ReadonlySet<string> = new Set(['per', 'sejak', 'mulai', 'terhitung', 'tmt', 'since'].map(plain));
/** "Mulai tanggal 1 November 2026" */
const DATE_WORDS = 6;
const NUMBER: ReadonlySet<string> = new Set(['nomor', 'no', 'number'].map(plain));
const NOTHING: ReadonlySet<string> = new Set();

/** A field, and where its new value begins. `explicit`: it is said outright that what follows is the value. */
export type Lead = {
  readonly field: Field;
  readonly value: number;
  readonly explicit: boolean;
  /** The field itself was named in a clause before. */
  readonly before?: true;
  /** Only its place on a list of changes makes it one: "hp 0812..., jabatan Camat". */
  readonly listed?: true;
  /** The name of the field is part of the value: "Bidang Aptika". */
  readonly whole?: true;
};

export const capital = (token: Token | undefined): boolean => /^[\p{Lu}\d]/u.test(token?.raw ?? '');
export const skip = (at: readonly Token[], i: number, words: ReadonlySet<string>): number => {
  let next = i;
  while (words.has(at[next]?.word ?? '') || (particles.has(at[next]?.word ?? '') && at[next]?.kind === 'word')) next++;
  return next;
};

/** "dari Kasi Sandi jadi Kabid", "semula Kasi Sandi menjadi Kabid": the place of "jadi", or `i` where nothing is said of the old value. */
function behindOldValue(at: readonly Token[], i: number): number {
  if (!FORMERLY.has(at[i]?.word ?? '')) return i;
  for (let next = i + 1; next <= i + OLD_VALUE_WORDS && !isBreak(at[next]); next++)
    if (TOWARDS.has(at[next]!.word) && at[next]!.word !== 'dengan') return next;
  return i;
}

/** "Jabatan: Kasi Sandi -> Kabid", "Kasi Sandi menjadi Kabid": the place of the new value, or `i` where this is none. */
function behindArrow(at: readonly Token[], i: number): number {
  let next = i;
  while (next <= i + OLD_VALUE_WORDS && !isBreak(at[next])) {
    if (turnsInto(at, next) && capital(at[i])) return next + 1;
    if (next > i && namesAnother(at, next)) return i;
    next++;
  }
  return next > i && ARROW.test(at[next]?.raw ?? '') ? next + 1 : i;
}

/** "... jadi mohon diubah" says hence, and gives no value. */
const isHence = (at: readonly Token[], i: number): boolean => isBreak(at[i + 1]) || NOT_A_VALUE.has(at[i + 1]!.word);
const turnsInto = (at: readonly Token[], i: number): boolean => TURNS_INTO.has(at[i]!.word) && !isHence(at, i);
export const endsAtTurn = (at: readonly Token[], i: number): boolean => TURNS_INTO.has(at[i]!.word) && isHence(at, i);

/** "0812... & jabatan jadi Kasi": it is the next one that turns into something. */
function namesAnother(at: readonly Token[], i: number): boolean {
  const named = fieldAt(at, i);
  return named !== undefined && (!NAMES_ITSELF.has(at[i]!.word) || TURNS_INTO.has(at[named.end]?.word ?? ''));
}

/** "Provinsinya keliru, harusnya Jawa Tengah", "yang salah provinsinya, harusnya ...": the place behind "harusnya". */
function behindCorrection(at: readonly Token[], i: number, singledOut: boolean): number | undefined {
  const stated = STATES.has(at[i]?.word ?? '') || at[i]?.word === BUKAN;
  if (!stated && !(singledOut && at[i]?.kind === 'comma')) return undefined;
  // "Kurang tepat", "salah ketik" and "nama saya kurang gelar" say it in two words, "bukan itu lagi" in more.
  const behindIt = at[i + 1]?.word ?? '';
  const says = RIGHT.has(behindIt) || SLIPS.has(behindIt) || fieldAt(at, i + 1) !== undefined;
  const state = says && isBreak(at[skip(at, i + 2, NOTHING)]) ? i + 1 : i;
  let next = stated ? skip(at, state + 1, at[i]?.word === BUKAN ? IT : BETWEEN) : i;
  if (at[next]?.kind === 'comma' || at[next]?.kind === 'stop') next = skip(at, next + 1, BETWEEN);
  // "Kotanya salah, saya di Kota Bukittinggi"
  if (at[next]?.word === AT_A_PLACE && next > i + 1 && capital(at[next + 1])) return next + 1;
  const corrects = CORRECTS.has(at[next]?.word ?? '');
  if (!corrects && !NOW.has(at[next]?.word ?? '')) return undefined;
  const to = skip(at, next + 1, AFTER_BECOMES);
  if (!corrects && !capital(at[to])) return undefined;
  return at[to]?.kind === 'sign' ? to + 1 : to;
}

/** "Yang berubah adalah jabatan, menjadi X", "... jabatan saya, dari A menjadi X"; "jadi" alone may mean hence. */
function behindComma(at: readonly Token[], comma: number): number | undefined {
  if (at[comma]?.kind !== 'comma') return undefined;
  const to = behindOldValue(at, comma + 1);
  if (to === comma + 1 && at[to]?.word !== MENJADI) return undefined;
  const value = skip(at, to + 1, AFTER_BECOMES);
  return capital(at[value]) ? value : undefined;
}

/** "Jabatannya sudah bukan Analis, tapi Kepala Seksi", "bukan lagi di Bidang A melainkan di Bidang B". */
function behindContrast(at: readonly Token[], i: number): number | undefined {
  if (at[i]?.word !== BUKAN) return undefined;
  for (let next = i + 1; next <= i + OLD_VALUE_WORDS && (!isBreak(at[next]) || at[next]?.kind === 'comma'); next++) {
    if (!INSTEAD.has(at[next]!.word)) continue;
    const value = skip(at, next + 1, AFTER_BECOMES);
    return capital(at[value]) && namesOffice(at[value]!) ? value : undefined;
  }
  return undefined;
}

/** "... berubah per 1 November jadi Kabid": at "jadi". */
function behindDate(at: readonly Token[], i: number): number {
  if (!SINCE.has(at[i]?.word ?? '')) return i;
  for (let next = i + 1; next <= i + DATE_WORDS && !isBreak(at[next]); next++) if (turnsInto(at, next)) return next;
  return i;
}

/** "... ganti (jadi) X", "... berubah dari A menjadi X". */
function changedTo(at: readonly Token[], i: number, lead: (value: number, explicit: boolean) => Lead): Lead {
  const of = OF_THE_FIELD.has(at[i + 1]?.word ?? '') && TOWARDS.has(at[i + 2]?.word ?? '') ? i + 2 : i + 1;
  const towards = skip(at, behindDate(at, of), TOWARDS);
  const behind = behindOldValue(at, towards);
  const to = behind > towards ? behind + 1 : towards;
  // "Nomor hp saya ganti, sekarang 0812 ...", "jabatan saya berubah, menjadi ..."
  const goesOn = NOW.has(at[to + 1]?.word ?? '') || at[to + 1]?.word === MENJADI;
  const now = at[to]?.kind === 'comma' && goesOn ? skip(at, to + 2, AFTER_BECOMES) : to;
  if (now > to && capital(at[now])) return lead(now, true);
  return at[to]?.kind === 'sign' ? lead(to + 1, true) : lead(to, to > i + 1);
}

/** Behind a break, an "and", or a number: "hp 0812..., jabatan Camat", "hp 0812... jabatan Camat". */
function beginsItem(at: readonly Token[], i: number): boolean {
  let back = i - 1;
  while (particles.has(at[back]?.word ?? '') || BEFORE_A_FIELD.has(at[back]?.word ?? '')) back--;
  const joined = at.slice(back + 1, i).some(({ word }) => JOINTS.has(word));
  return joined || isBreak(at[back]) || /[\d@]/.test(at[back]?.raw ?? '');
}

/**
 * A field and what connects it with a value, at this place. `verb`: a word of change stands before ("ubah jabatan ke").
 * `more`: another change was found in the sentence before ("... dan unit kerja di Y").
 */
export function leadAt(at: readonly Token[], i: number, verb: boolean, more: boolean): Lead | undefined {
  const adjective = NEW.has(at[i]?.word ?? '') && at[i]?.word !== 'correct' ? i + 1 : i; // "new email"
  const named = fieldAt(at, adjective);
  if (!named) return undefined;
  const lead = (value: number, explicit: boolean): Lead => ({
    field: named.field,
    value: behindArrow(at, value),
    explicit,
  });
  let next = skip(at, named.end, BETWEEN);
  let renewed = adjective > i;
  while (NEW.has(at[next]?.word ?? '') || NOW.has(at[next]?.word ?? '')) {
    renewed = true;
    next = skip(at, next + 1, BETWEEN);
  }
  next = behindOldValue(at, next);
  // "Nomor HP (0812...)"
  if (SHAPES[named.field] && at[next]?.raw === BRACKET) next++;
  if (at[next]?.kind === 'sign') return lead(next + 1, true);
  const word = at[next]?.word ?? '';
  if (CHANGES.has(word)) return changedTo(at, next, lead);
  if (MERGES.has(word)) return TURNS_INTO.has(at[next + 1]?.word ?? '') ? lead(next + 2, true) : undefined;
  if (BECOMES.has(word)) {
    const to = skip(at, next + 1, AFTER_BECOMES);
    return lead(at[to]?.kind === 'sign' ? to + 1 : to, word !== 'is' || renewed);
  }
  const into = behindComma(at, next) ?? behindContrast(at, next);
  if (into !== undefined) return lead(into, true);
  const corrected = behindCorrection(at, next, before(at, i).singledOut);
  if (corrected !== undefined) return lead(corrected, true);
  if ((verb || renewed) && TOWARDS.has(word)) return lead(next + 1, true);
  const listed = more && beginsItem(at, i);
  if (listed && TOWARDS.has(word)) return lead(next + 1, false);
  if ((renewed || more || verb) && word === 'di') return lead(next + 1, true);
  if (renewed) return lead(next, true);
  // "jabatan saya Kepala Seksi", "jabatannya Kepala Seksi": only with a capital letter, or a value that can be nothing else.
  const owned =
    at.slice(named.end, next).some(({ word }) => BETWEEN.has(word)) || /nya$/iu.test(at[named.end - 1]!.raw);
  if (owned || SHAPES[named.field]) return lead(next, false);
  // "Unit kerja Bapak Budi" is another's.
  if (!listed || next !== named.end) return undefined;
  const isWhole = next === i + 1 && NAMES_ITSELF.has(at[i]!.word);
  // On a line of its own "Dinas Kesehatan" is part of a signature.
  if (isWhole && at[i - 1]?.kind === 'line') return undefined;
  return isWhole ? { ...lead(i, false), listed, whole: true } : { ...lead(next, false), listed };
}

/**
 * "Email saya sudah mati, mohon diganti ke a@b.go.id", "nomor saya sekarang 0812...": the field was named before, or is a
 * number, and the value can be nothing else.
 */
export function leadBefore(at: readonly Token[], i: number): Lead | undefined {
  const word = at[i]!.word;
  const is = OF_THE_FIELD.has(word) ? (at[skip(at, i + 1, IS)]?.word ?? '') : '';
  const isIts = OF_THE_FIELD.has(word) && /nya$/iu.test(at[i]!.raw); // "saya ganti hp, nomornya 0812..."
  const isNumber = isIts || NEW.has(is) || NOW.has(is) || (NEW.has(word) && OF_THE_FIELD.has(at[i + 1]?.word ?? ''));
  // "... hp, yang baru 0812...", "my phone is wrong, it should be ...", "... it is ...".
  const isCorrected =
    GIVES.has(word) || (NEW.has(word) && at[i - 1]?.word === 'yang') || (word === 'it' && at[i + 1]?.word === 'is');
  if (!CHANGES.has(word) && !TAKES.has(word) && !isNumber && !isCorrected) return undefined;
  let value = i + 1;
  while (value - i <= OLD_VALUE_WORDS && LEADS_ON.has(at[value]?.word ?? '')) value++;
  if (at[value]?.kind === 'sign' || at[value]?.kind === 'comma' || at[value]?.raw === BRACKET)
    value = skip(at, value + 1, LEADS_ON);
  const field = at[value]?.kind === 'email' ? 'email' : isPhone(at, value) ? 'phone' : undefined;
  if (field === undefined) return undefined;
  const named = Array.from({ length: Math.min(i, CLAUSE_WORDS) }, (_, back) => fieldAt(at, i - 1 - back)?.field);
  const lead: Lead = { field, value, explicit: true, before: true };
  return named.includes(field) || (field === 'phone' && !isIts && isOwnNumber(at, i)) ? lead : undefined;
}

/** "Nomor saya" and no more; "nomor operator" is another's. */
function isOwnNumber(at: readonly Token[], i: number): boolean {
  let back = i - 1;
  while (BETWEEN.has(at[back]?.word ?? '')) back--;
  return NUMBER.has(at[i]!.word) || NUMBER.has(at[back]?.word ?? '');
}

/** The country's code may stand by itself: "+62 813 ...". */
export const isPhone = (at: readonly Token[], i: number): boolean =>
  /^(?:62|0)8\d/.test(at[i]?.raw === '62' ? `62${at[i + 1]?.raw ?? ''}` : (at[i]?.raw ?? ''));

/** "NIP saya 1985...", "email: budi@x.go.id" with no word of change: the sender says who he is. */
export function identifies(at: readonly Token[], i: number, lead: Lead, verb: boolean): boolean {
  if (!['nik', 'nip', 'email'].includes(lead.field) || verb || lead.before) return false;
  const between = at.slice(i, lead.value);
  return !between.some(
    (token) =>
      NEW.has(token.word) ||
      NOW.has(token.word) ||
      CHANGES.has(token.word) ||
      TOWARDS.has(token.word) ||
      ['seharusnya', 'sebenarnya', 'mestinya'].includes(token.word),
  );
}
