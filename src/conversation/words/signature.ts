import { CHANGES, NEW, NOW } from '../changes/vocabulary.ts';
import { MOVES, TAKES_OFFICE } from './appointment.ts';
import { matches } from './match.ts';
import { canonical, isInTable, plain, tokens } from './normal.ts';

/** More lines than these, or longer ones, are a text. */
const LINES = 8;
const LONGEST_LINE = 80;

/** "HP 0812-9999-8888", "NIP. 1985...", "+62 812 ...", "Telp. 0751-12345 ext. 12": a number, and at most what it is. */
const NUMBER = /^(?:[\p{L}][\p{L}./ ]{0,20}:? ?)?\+?\(?\d[\d ().-]{6,26}(?:(?:ext|pes)\w{0,10}\.? ?\d{1,5})?$/iu;
const ADDRESS = /^(?:e-?mail|surel)?\s?:? ?[^\s@:]{1,64}@[^\s@]{1,64}$/iu;
/** "Telp. 0751-12345 | HP 0812-9999-8888": several of them on one line. */
const BESIDE = /\s*[|•·;,]\s*|\s+[/–-]\s+/u;
/** "Jl. Pramuka Raya No. 11 A, Padang", "Gedung B Lantai 3", "Padang 25111", "www.kominfo.go.id": where the office is. */
const PLACE =
  /^(?:alamat\s?:? ?)?(?:(?:jl|jln)\b\.?|(?:jalan|gedung|lantai|komplek|kompleks)\s)|^\p{L}[\p{L}., -]{0,60} \d{5}$|^(?:web(?:site)?|situs)?\s?:? ?(?:https?:\/\/|www\.)\S+$/iu;
/** Names, degrees, positions and offices are written with capitals. */
const CAPITALS = /^\(?\p{Lu}[\p{L}.,'’()/&-]*$/u;
const BETWEEN = new Set(['di', 'dan', 'pada', 'bin', 'binti', 'of', 'and', 'the', 'at', '-', '–', '&', '|', '/']);
/** "Jabatan Kepala Seksi" above a telephone number is a list of what is to be changed. */
const LABELS = new Set(
  'nama jabatan posisi instansi unit satuan email nomor hp telepon name position office organisation phone mobile'
    .split(' ')
    .map(plain),
);
/** "Pindah Ke", "Sekarang Di", "Nomor Baru": a line that begins so tells a change, however it is written. */
const TELLS: ReadonlySet<string> = new Set([
  ...[CHANGES, NEW, NOW, MOVES, TAKES_OFFICE].flatMap((words) => [...words]),
  ...'per menjadi jadi bukan pindahan promosi naik moved transferred became'.split(' ').map(plain),
]);
/** Little pictures, and the stars that bold letters become where a mail is made into text. */
const ADORNS = /\p{Extended_Pictographic}|\u{fe0f}|[\u{1f3fb}-\u{1f3ff}]|\*/gu;
const YANG = plain('yang');
/** "Ya, dengan catatan", "yang benar:": what stands below is what is meant. A full stop announces nothing. */
const ANNOUNCES =
  /(?::|\b(?:berikut|ini|adalah|yaitu|yakni|sbb|catatan|perubahan|menjadi|ke|di|baru|below|follows?|changes?|to|with))[\s,]*$/iu;

/**
 * Where the signature below a text begins: the lines at its end that hold a name, perhaps a position and an office, and a
 * telephone number or an address, or a name above a position or an office alone, with something said above. The length of the text where there is none. What is written
 * there says who wrote, and neither confirms nor changes anything. Looks at the last few lines.
 */
export function signatureAt(text: string): number {
  if (!text.includes('\n')) return text.length;
  let begins = text.length;
  let reached = false;
  let titles = 0;
  let end = text.trimEnd().length;
  for (let count = 0; count < LINES && end > 0; count++) {
    const from = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(from, end).replace(ADORNS, '').trim();
    if (tellsChange(line)) return text.length;
    const isReach = line.length <= LONGEST_LINE && reaches(line);
    const isPlace = line.length <= LONGEST_LINE && PLACE.test(line);
    if (!isReach && !isPlace && !isTitle(line)) break;
    const isBelowText = text.slice(0, from).trim() !== '';
    if (isReach) reached = true;
    else if (!isPlace && isBelowText && (reached || (++titles > 1 && isPerson(line)))) begins = from;
    end = from - 1;
  }
  return ANNOUNCES.test(text.slice(Math.max(0, begins - LONGEST_LINE), begins)) ? text.length : begins;
}

/** Numbers and addresses, by themselves or side by side, perhaps beside a name or an office. */
function reaches(line: string): boolean {
  const parts = line.split(BESIDE);
  const isWay = (part: string) => NUMBER.test(part) || ADDRESS.test(part);
  return isWay(line) || (parts.some(isWay) && parts.every((part) => isWay(part) || PLACE.test(part) || isTitle(part)));
}

/** Whether a number stands by itself on a line below a text that announces nothing: it says who wrote, whatever is between. */
export function isBelow(text: string, index: number): boolean {
  const from = text.lastIndexOf('\n', index) + 1;
  const [line = ''] = text.slice(from, from + LONGEST_LINE).split('\n');
  const above = text.slice(0, from).trim().split('\n');
  return above[0] !== '' && NUMBER.test(line.trim()) && !above.some((each) => ANNOUNCES.test(each) || isLabelled(each));
}

/** "Jabatan: Kepala Seksi", "Pindah Ke Dinas Kesehatan". */
const isLabelled = (line: string): boolean => tellsChange(line) || LABELS.has(firstWord(line));

/** By its first word, or by the second: "Nomor Baru", "Yang Benar". */
function tellsChange(line: string): boolean {
  if (line.length > LONGEST_LINE) return false;
  const [first = '', second = ''] = line.split(/[^\p{L}]+/u).flatMap((word) => (word ? canonical(word) : []));
  return TELLS.has(first) || ((LABELS.has(first) || first === YANG) && TELLS.has(second));
}

const firstWord = (line: string): string => plain(/^\p{L}*/u.exec(line)![0]);

/** A name: not a word of it is one of ours, as in "Kepala Bidang", beside degrees ("S.Kom.", "Hj."). */
function isPerson(line: string): boolean {
  const names = line.split(/[\s,]+/).filter((word) => word !== '' && !word.includes('.'));
  return names.length > 0 && !names.some(isInTable);
}

/** A name, a position or an office, by itself on its line. */
export function isTitle(line: string): boolean {
  if (line === '' || line.length > LONGEST_LINE) return false;
  const words = line.split(/\s+/);
  return (
    !LABELS.has(firstWord(line)) &&
    words.every((word) => BETWEEN.has(word.toLowerCase()) || CAPITALS.test(word)) &&
    !words.some((word) => CHANGES.has(plain(word))) &&
    matches(tokens(line)).length === 0
  );
}
