import type { Changes, Field } from '../renewal/renewal.ts';
import { appointmentAt } from './words/appointment.ts';
import { CLAUSE_WORDS, fieldAt, isBreak, negations, particles } from './words/match.ts';
import { plain, type Token } from './words/normal.ts';

/** No field of a civil servant's data is longer; what is longer is prose. */
const LONGEST_VALUE = 160;
/** "jabatan dari Kasi Sandi jadi Kabid": how far the new value may stand behind the old one. */
const OLD_VALUE_WORDS = 8;

const set = (words: string): ReadonlySet<string> => new Set(words.split(' ').map(plain));

/** Say outright that what follows is the value. */
const BECOMES = set(
  'jadi menjadi adalah ialah yaitu yakni seharusnya sebenarnya mestinya is becomes became should must',
);
/** Say that something changes; the value follows, perhaps after `TOWARDS`. */
const CHANGES = set(
  'naik ganti diganti gantikan ubah diubah rubah dirubah berubah update diupdate diperbarui dikoreksi koreksi diperbaiki perbaiki pindah changed change updated ralat mengubah mengganti merubah perbarui correct fix edit',
);
const TOWARDS = set('ke jadi menjadi dengan to into as');
/** Stand between a field and what connects it with its value. */
/** "Unit kerja ganti nama jadi X", "hp ganti nomor": what changes of the field that was named is its value. */
const OF_THE_FIELD = set('nama name nomor no number alamat address');
/** What is said of an address or a number that is taken instead. */
const TAKES = set('pakai gunakan menggunakan dipakai use');
const BETWEEN = set('saya yang its it juga also kami my sudah has been telah itu ini anda the resmi');
/** Whatever may stand between these and the value. */
const LEADS_ON: ReadonlySet<string> = new Set([
  ...TOWARDS,
  ...BETWEEN,
  ...BECOMES,
  ...OF_THE_FIELD,
  ...set('saja it this that baru new sekarang now be'),
]);
/** Follow a word that gives the value, without being part of it. */
const AFTER_BECOMES: ReadonlySet<string> = new Set([
  ...BECOMES,
  ...set('sekarang now currently saat di changed to berubah be read'),
]);
/** Give the right value after it was said that the old one is wrong. */
const CORRECTS = set('seharusnya sebenarnya mestinya benar betul should');
/** The same, without a word for right that may merely agree ("email saya benar"). */
const GIVES = set('seharusnya mestinya should baru terbaru new');
const NEW = set('baru terbaru terkini new benar betul correct sebenarnya');
const NOW = set('sekarang now currently terkini saat');
/** A row of words that begins so is a statement about the field, not its value. */
const NOT_A_VALUE = set(
  'salah keliru berubah sudah telah belum masih tidak bukan jangan kurang lama apa mana berapa siapa kapan benar sesuai betul beda berbeda ganti diganti diubah ubah sama tetap ya yang itu ini tolong mohon minta kosong hilang nanti besok baru dong ' +
    'lagi sedang juga kok kenapa gimana bagaimana kah typo seperti kayaknya mungkin harus perlu mau bisa dan atau tapi yg saya di ke dari pada saja terlampir aktif valid wrong incorrect not changed correct right fine ok oke the same what outdated old tomorrow later missing also has still now my no yes good accurate as to different misspelled updated cek kan menjadi jadi akan bakal rencana dulu dulunya tadinya memang sebelumnya will would was',
);
/** Say of a field that was just named how it is. */
const STATES = set(
  'ditambah ditambahkan dilengkapi salah keliru kurang berubah juga beda berbeda tidak belum sudah tetap masih wrong incorrect has also changed',
);
/** Say before a field that it is the one: "yang salah jabatannya, harusnya ..." */
const SINGLES_OUT = set('salah keliru typo kecuali hanya cuma tapi selain wrong incorrect except only but');
const RIGHT = set('benar betul sesuai tepat lengkap pas right correct accurate');
/** Words that end a value and say why or since when; the rest of the clause goes with them. */
const REASONS = set(
  'bukan karena sesuai berdasarkan sejak mulai terhitung tmt soalnya since because not instead effective dari semenjak sebelumnya dulunya tadinya',
);
/** Words that end a value and begin another thought. */
const ANOTHER_THOUGHT = set(
  'tolong mohon terima thanks please lainnya selain sisanya selebihnya sisa apakah berapa kapan gimana bagaimana apa apakah itu sudah tapi makasih kalau rest everything others other lalu terus kemudian semua yang how what when will saya sedangkan sementara untuk besok nanti min kak pak bu dong ya saja benar betul ok oke siap',
);
const JOINTS = set('dan and serta sama lalu terus then juga plus');
const BEFORE_A_FIELD = set('dan and serta sama lalu terus then juga plus also my the untuk also');
/** The sentence only supposes the change, or announces it for later. */
const SUPPOSED = set(
  'kalau jika apabila bila misal misalnya seandainya andai if would akan bakal rencananya besok nanti suppose when hampir kapan calon',
);
const DOUBTED = set(
  'kayaknya kayak sepertinya mungkin kira rasanya barangkali ragu think maybe perhaps probably guess',
);
const ASKED_FOR = set('tolong mohon bisa boleh minta mau ingin please can could want need');

export type FoundChanges = {
  readonly changes: Changes;
  /** Fields of which a new value was only supposed with a doubt: something is wrong, the value is asked for. */
  readonly doubted: readonly Field[];
  /** Places of the tokens that are part of a change. */
  readonly covers: ReadonlySet<number>;
};

type Lead = {
  readonly field: Field;
  readonly value: number;
  readonly explicit: boolean;
  /** The field itself was named in a clause before. */
  readonly before?: true;
};

const SHAPES: { readonly [F in Field]?: RegExp } = {
  nik: /\d(?:[ .-]?\d){15}(?!\d)/,
  nip: /\d(?:[ .-]?\d){17}(?!\d)/,
  email: /[^\s@,;:<>()"]{1,64}@[^\s@,;:<>()"]{1,190}/,
  phone: /\+?\d(?:[ .()-]{0,2}\d){6,15}/,
};

const capital = (token: Token | undefined): boolean => /^[\p{Lu}\d]/u.test(token?.raw ?? '');
const skip = (at: readonly Token[], i: number, words: ReadonlySet<string>): number => {
  let next = i;
  while (words.has(at[next]?.word ?? '') || (particles.has(at[next]?.word ?? '') && at[next]?.kind === 'word')) next++;
  return next;
};

/** "dari Kasi Sandi jadi Kabid": the place behind "jadi", or `i` where nothing is said of the old value. */
function behindOldValue(at: readonly Token[], i: number): number {
  if (!['dari', 'from'].includes(at[i]?.word ?? '')) return i;
  for (let next = i + 1; next <= i + OLD_VALUE_WORDS && !isBreak(at[next]); next++)
    if (TOWARDS.has(at[next]!.word) && at[next]!.word !== 'dengan') return next;
  return i;
}

/** "Provinsinya keliru, harusnya Jawa Tengah", "yang salah provinsinya, harusnya ...": the place behind "harusnya". */
function behindCorrection(at: readonly Token[], i: number, singledOut: boolean): number | undefined {
  const stated = STATES.has(at[i]?.word ?? '');
  if (!stated && !(singledOut && at[i]?.kind === 'comma')) return undefined;
  // "Kurang tepat, harusnya ..." says it in two words.
  const state = RIGHT.has(at[i + 1]?.word ?? '') && isBreak(at[i + 2]) ? i + 1 : i;
  let next = stated ? skip(at, state + 1, BETWEEN) : i;
  if (at[next]?.kind === 'comma' || at[next]?.kind === 'stop') next = skip(at, next + 1, BETWEEN);
  const corrects = CORRECTS.has(at[next]?.word ?? '');
  if (!corrects && !NOW.has(at[next]?.word ?? '')) return undefined;
  const to = skip(at, next + 1, AFTER_BECOMES);
  if (!corrects && !capital(at[to])) return undefined;
  return at[to]?.kind === 'sign' ? to + 1 : to;
}

/** "... ganti (jadi) X", "... berubah dari A menjadi X". */
function changedTo(at: readonly Token[], i: number, lead: (value: number, explicit: boolean) => Lead): Lead {
  const of = OF_THE_FIELD.has(at[i + 1]?.word ?? '') && TOWARDS.has(at[i + 2]?.word ?? '') ? i + 2 : i + 1;
  const towards = skip(at, of, TOWARDS);
  const behind = behindOldValue(at, towards);
  const to = behind > towards ? behind + 1 : towards;
  return at[to]?.kind === 'sign' ? lead(to + 1, true) : lead(to, to > i + 1);
}

/**
 * A field and what connects it with a value, at this place. `verb`: a word of change stands before ("ubah jabatan ke").
 * `more`: another change was found in the sentence before ("... dan unit kerja di Y").
 */
function leadAt(at: readonly Token[], i: number, verb: boolean, more: boolean): Lead | undefined {
  const adjective = NEW.has(at[i]?.word ?? '') && at[i]?.word !== 'correct' ? i + 1 : i; // "new email"
  const named = fieldAt(at, adjective);
  if (!named) return undefined;
  const lead = (value: number, explicit: boolean): Lead => ({ field: named.field, value, explicit });
  let next = skip(at, named.end, BETWEEN);
  let renewed = adjective > i;
  while (NEW.has(at[next]?.word ?? '') || NOW.has(at[next]?.word ?? '')) {
    renewed = true;
    next = skip(at, next + 1, BETWEEN);
  }
  next = behindOldValue(at, next);
  if (at[next]?.kind === 'sign') return lead(next + 1, true);
  const word = at[next]?.word ?? '';
  if (CHANGES.has(word)) return changedTo(at, next, lead);
  if (BECOMES.has(word)) {
    const to = skip(at, next + 1, AFTER_BECOMES);
    return lead(at[to]?.kind === 'sign' ? to + 1 : to, word !== 'is' || renewed);
  }
  const corrected = behindCorrection(at, next, before(at, i).singledOut);
  if (corrected !== undefined) return lead(corrected, true);
  if ((verb || renewed) && TOWARDS.has(word)) return lead(next + 1, true);
  if ((renewed || more || verb) && word === 'di') return lead(next + 1, true);
  if (renewed) return lead(next, true);
  // "jabatan saya Kepala Seksi", "jabatannya Kepala Seksi": only with a capital letter, or a value that can be nothing else.
  const owned = next > named.end || /nya$/iu.test(at[named.end - 1]!.raw);
  return owned || SHAPES[named.field] ? lead(next, false) : undefined;
}

/** "Email saya sudah mati, mohon diganti ke a@b.go.id": the field was named before, and the value can be nothing else. */
function leadBefore(at: readonly Token[], i: number): Lead | undefined {
  const word = at[i]!.word;
  const next = at[i + 1]?.word ?? '';
  const isNumber =
    (OF_THE_FIELD.has(word) && (NEW.has(next) || NOW.has(next))) || (NEW.has(word) && OF_THE_FIELD.has(next));
  // "... hp, yang baru 0812...", "my phone is wrong, it should be ...".
  const isCorrected = GIVES.has(word) || (NEW.has(word) && at[i - 1]?.word === 'yang');
  if (!CHANGES.has(word) && !TAKES.has(word) && !isNumber && !isCorrected) return undefined;
  let value = i + 1;
  while (value - i <= OLD_VALUE_WORDS && LEADS_ON.has(at[value]?.word ?? '')) value++;
  if (at[value]?.kind === 'sign' || at[value]?.kind === 'comma') value++;
  const field =
    at[value]?.kind === 'email' ? 'email' : /^(\+?62|0)8\d/.test(at[value]?.raw ?? '') ? 'phone' : undefined;
  if (field === undefined) return undefined;
  const named = Array.from({ length: Math.min(i, CLAUSE_WORDS) }, (_, back) => fieldAt(at, i - 1 - back)?.field);
  return named.includes(field) ? { field, value, explicit: true, before: true } : undefined;
}

/** Who writes everything in capitals tells nothing by them. */
const shouted = (token: Token | undefined): boolean => /^\p{Lu}{4,}$/u.test(token?.raw ?? '');

/** Whether a value of this field begins here. */
function beginsValue(at: readonly Token[], lead: Lead): boolean {
  const first = at[lead.value];
  if (!first || isBreak(first)) return false;
  if (NOT_A_VALUE.has(first.word) || negations.has(first.word)) return false;
  if (SHAPES[lead.field]) return true;
  // A name is told in many a greeting ("nama saya Budi"); only an outright change is one.
  return lead.explicit || (capital(first) && !shouted(at[lead.value - 1]) && lead.field !== 'name');
}

const endsSentence = (token: Token): boolean =>
  token.kind === 'stop' || token.kind === 'question' || token.kind === 'line';

/** Where the value that begins at `from` ends, and where the clause ends that goes with it. */
function valueEnd(at: readonly Token[], from: number): { readonly end: number; readonly covered: number } {
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
      if (!capital(at[i + 1]) || startsThought(at, i + 1) || fieldAt(at, i + 1)) return { end: i, covered: i };
      continue;
    }
    if (JOINTS.has(token.word) && startsNext(at, skip(at, i + 1, BEFORE_A_FIELD))) return { end: i, covered: i };
    if (startsField(at, i)) return { end: i, covered: i };
    if (REASONS.has(token.word)) {
      let covered = i;
      while (!isBreak(at[covered])) covered++;
      return { end: i, covered };
    }
    if (startsThought(at, i)) return { end: i, covered: i };
  }
}

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

/** What was said before in this clause that changes the sense. */
function before(
  at: readonly Token[],
  i: number,
): { readonly denied: boolean; readonly verb: boolean; readonly singledOut: boolean } {
  let denied = false;
  let verb = false;
  let singledOut = false;
  for (let back = i - 1; !isBreak(at[back]) && i - back <= CLAUSE_WORDS; back--) {
    if (negations.has(at[back]!.word)) denied = true;
    if (CHANGES.has(at[back]!.word)) verb = true;
    if (SINGLES_OUT.has(at[back]!.word)) singledOut = true;
  }
  return { denied, verb, singledOut };
}

/** What is said in the whole sentence around `i`. */
function sentence(
  at: readonly Token[],
  i: number,
): { readonly supposed: boolean; readonly doubted: boolean; readonly asked: boolean } {
  let from = i;
  while (from > 0 && i - from < CLAUSE_WORDS && !endsSentence(at[from - 1]!)) from--;
  const words: string[] = [];
  let to = from;
  for (; at[to] && to - i < CLAUSE_WORDS && !endsSentence(at[to]!); to++) if (to < i) words.push(at[to]!.word);
  const question = at[to]?.kind === 'question' || at[to - 1]?.word === 'kah';
  return {
    supposed: words.some((word) => SUPPOSED.has(word)),
    doubted: words.some((word) => DOUBTED.has(word)),
    asked: question && !words.some((word) => ASKED_FOR.has(word) || CHANGES.has(word)),
  };
}

function written(text: string, at: readonly Token[], lead: Lead, end: number): string | undefined {
  let last = end;
  while (last > lead.value && (particles.has(at[last - 1]!.word) || JOINTS.has(at[last - 1]!.word))) last--;
  if (last <= lead.value) return undefined;
  const value = text.slice(at[lead.value]!.start, at[last - 1]!.end);
  const shape = SHAPES[lead.field];
  const shaped = shape?.exec(text.slice(Math.max(0, at[lead.value]!.start - 1), at[last - 1]!.end))?.[0];
  if (shape && !shaped) return lead.explicit && /[\d@]/.test(value) && last - lead.value <= 3 ? value : undefined;
  const out = (shaped ?? value).replace(/[\s,;:]+$/u, '').replace(/\s+/gu, ' ');
  // A degree keeps its last stop: "Budi Santoso, S.Kom."
  const stop = shape ? '' : /\b\p{Lu}\.\p{L}{1,4}$/u.test(out) && text[at[last - 1]!.end] === '.' ? '.' : '';
  return out.length <= LONGEST_VALUE ? out + stop : undefined;
}

/**
 * New values of fields in a message: "jabatan: Kepala Seksi", "no hp ganti 0812..., email baru budi@x.go.id", one or
 * several, by line, comma or "dan". Values keep the writer's case. A NIK, NIP or e-mail address without a word of change
 * beside it is left alone: it is how people say who they are, too.
 */
export function findChanges(text: string, at: readonly Token[]): FoundChanges {
  const changes: { [F in Field]?: string } = {};
  const doubted: Field[] = [];
  const covers = new Set<number>();
  const identities: { readonly field: Field; readonly value: string; readonly from: number; readonly to: number }[] =
    [];
  for (let i = 0; i < at.length; ) {
    const { denied, verb } = before(at, i);
    const lead =
      at[i]!.kind === 'word'
        ? (leadAt(at, i, verb, covers.size > 0) ?? leadBefore(at, i) ?? appointmentAt(at, i))
        : undefined;
    if (!lead || denied || !beginsValue(at, lead)) {
      i++;
      continue;
    }
    const { end, covered } = valueEnd(at, lead.value);
    const value = written(text, at, lead, end);
    const { supposed, doubted: unsure, asked } = sentence(at, i);
    if (value !== undefined && !supposed && !asked) {
      if (unsure) doubted.push(lead.field);
      else if (identifies(at, i, lead, verb)) identities.push({ field: lead.field, value, from: i, to: covered });
      else changes[lead.field] = value;
      if (unsure || changes[lead.field] !== undefined) for (let place = i; place < covered; place++) covers.add(place);
    }
    i = value === undefined ? i + 1 : Math.max(covered, i + 1);
  }
  // In a list of fields ("jabatan: X, email: Y") an address is a value like the others.
  if (Object.keys(changes).length > 0)
    for (const { field, value, from, to } of identities) {
      changes[field] = value;
      for (let place = from; place < to; place++) covers.add(place);
    }
  return { changes, doubted, covers };
}

/** "NIP saya 1985...", "email: budi@x.go.id" with no word of change: the sender says who he is. */
function identifies(at: readonly Token[], i: number, lead: Lead, verb: boolean): boolean {
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
