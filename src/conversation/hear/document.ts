import { awaited, primary } from '../../renewal/awaited.ts';
import { isSentBack } from '../../renewal/content.ts';
import type { Renewal } from '../../renewal/renewal.ts';
import { about, nextLines } from '../ask.ts';
import type { Enclosed, Heard } from '../conversation.ts';
import { askWhichLetter, explain, focus } from '../focus.ts';
import type { Line } from '../line.ts';
import type { Meaning } from '../meaning.ts';
import type { Turn } from '../turn.ts';
import { gist } from '../words/match.ts';
import { holdDocument, isKnownMail, mayAct } from './identity.ts';

type Letter = 'recommendation' | 'change';
type Document = Pick<Enclosed, 'document' | 'hash' | 'name' | 'letter' | 'refused'>;

/** SOP activities 4 and 5, and the new key: what came with the message, by its content and by what is awaited. */
export function hearDocuments(turn: Turn, meanings: readonly Meaning[]): void {
  const { enclosed } = turn.heard;
  for (const each of enclosed) if (each.kind === 'request') request(turn, each);
  const unreadable = enclosed.filter(({ refused }) => refused !== undefined);
  const pdfs = enclosed.filter(({ kind, refused }) => kind === 'pdf' && refused === undefined);
  const named = meanings.find((meaning) => meaning.means === 'letter-is');
  const onlyOne = pdfs.length + unreadable.length === 1;
  if (unreadable.length > 0) refuse(turn, unreadable);
  if (unreadable.length > 0 && onlyOne) noteRefused(turn, unreadable[0]!, named?.letter);
  if (pdfs.length > 0) letters(turn, pdfs, unreadable, onlyOne ? named?.letter : undefined);
  else if (named !== undefined && unreadable.length === 0) letterIs(turn, named.letter);
  const others = enclosed.filter(({ kind, refused }) => kind === 'other' && refused === undefined);
  if (others.length > 0) {
    turn.understood = true;
    turn.say(...unknownFiles(others.map(({ name }) => name)));
    if (turn.follow === 'nothing') turn.follow = 'pending';
  }
}

/** What a telephone's camera makes; by mail a photo is a file like any other. */
const PICTURE = /\.(?:jpe?g|png|heic|heif|webp)$/i;
const KINDS = [
  ['word', /\.(?:docx?|odt|rtf)$/i],
  ['archive', /\.(?:zip|rar|7z|gz)$/i],
  ['other', /(?:)/],
] as const;

/** Each kind of file has its own way of becoming the PDF that is wanted. */
function unknownFiles(names: readonly string[]): readonly Line[] {
  const pictures = names.filter((name) => PICTURE.test(name));
  const kindOf = (name: string) => KINDS.find(([, ends]) => ends.test(name))![0];
  const rest = KINDS.map(([kind]) => ({
    kind,
    names: names.filter((name) => !pictures.includes(name) && kindOf(name) === kind),
  }));
  return [
    ...(pictures.length > 0 ? [{ say: 'odd', kind: 'photo' } as const] : []),
    ...rest.filter((each) => each.names.length > 0).map((each) => ({ say: 'file-unknown', ...each }) as const),
  ];
}

/** Said before anything else: whoever is asked which letter it is believes that we have it. */
function refuse(turn: Turn, files: readonly Document[]): void {
  turn.understood = true;
  for (const { name, refused } of files) if (refused !== undefined) turn.say({ say: 'file-refused', name, refused });
  if (turn.follow === 'nothing') turn.follow = 'pending';
}

/** Where it is clear which letter it was to be, the renewal knows why that one is still awaited. */
function noteRefused(turn: Turn, file: Document, named: Letter | undefined): void {
  const renewal = forLetter(turn);
  if (turn.proven === undefined || renewal === undefined) return;
  const wanted = wantedLetters(renewal);
  const letter = hint(file, named) ?? (wanted.length === 1 ? wanted[0] : undefined);
  const { document, hash, name, refused } = file;
  if (letter !== undefined) turn.apply(renewal, { is: 'letter-received', letter, document, hash, name, refused });
}

function letters(
  turn: Turn,
  pdfs: readonly Document[],
  unreadable: readonly Document[],
  named: Letter | undefined,
): void {
  turn.understood = true;
  const renewal = forLetter(turn);
  if (turn.proven === undefined || renewal === undefined) {
    keepUnproven(turn, renewal, pdfs);
    return;
  }
  turn.follow = 'next';
  const wanted = wantedLetters(renewal);
  const { assigned, unclear, rest } = assign(pdfs, unreadable, wanted, named);
  for (const [letter, pdf] of assigned) receive(turn, renewal, letter, pdf);
  for (const pdf of rest) keep(turn, renewal, pdf);
  for (const pdf of unclear) holdDocument(turn, pdf);
  if (unclear.length > 0) askWhichLetter(turn, renewal);
}

/** A letter that is awaited but proves nothing is asked about at once; one that a secretary sends the desk asks its owner about. */
function keepUnproven(turn: Turn, renewal: Renewal | undefined, pdfs: readonly Document[]): void {
  const awaitsLetter = renewal !== undefined && wantedLetters(renewal).includes('recommendation');
  if (isKnownMail(turn) && awaitsLetter && turn.applicant !== undefined) {
    for (const { document, hash, name } of pdfs) turn.apply(renewal, { is: 'document-kept', document, hash, name });
    const { say, ask } = nextLines(turn.renewal(renewal.id) ?? renewal, turn.applicant, turn.conversation);
    if (ask?.what === 'kept-letter') {
      turn.ask(ask, ...say);
      return;
    }
  }
  if (turn.known.forOwner) {
    for (const { name } of pdfs) turn.say({ say: 'kept-for-owner', name });
    return;
  }
  for (const pdf of pdfs) keep(turn, renewal, pdf);
  turn.follow = isKnownMail(turn) ? 'pending' : 'next';
}

/** The renewal that waits for a letter, before the one we happen to talk about. */
function forLetter(turn: Turn): Renewal | undefined {
  const here = focus(turn);
  if (here !== undefined && wantedLetters(here).length > 0) return here;
  return turn.open.find((renewal) => wantedLetters(renewal).length > 0) ?? here;
}

/** In the order in which they are awaited. */
function wantedLetters(renewal: Renewal | undefined): readonly Letter[] {
  if (renewal === undefined) return [];
  return awaited(renewal).flatMap(({ what }): Letter[] => {
    if (what === 'change-letter') return ['change'];
    return what === 'letter' || what === 'kept-letter' ? ['recommendation'] : [];
  });
}

type Assigned = {
  readonly assigned: readonly (readonly [Letter, Document])[];
  readonly unclear: readonly Document[];
  readonly rest: readonly Document[];
};

/** What the person says beside a file or about a single one, then what its name says, then what is awaited. */
function assign(
  pdfs: readonly Document[],
  unreadable: readonly Document[],
  wanted: readonly Letter[],
  named: Letter | undefined,
): Assigned {
  const hinted = new Map<Letter, Document>();
  for (const pdf of pdfs) {
    const letter = hint(pdf, named);
    if (letter !== undefined && wanted.includes(letter) && !hinted.has(letter)) hinted.set(letter, pdf);
  }
  const open = wanted.filter((letter) => !hinted.has(letter));
  const nameless = pdfs.filter((pdf) => hint(pdf, named) === undefined);
  // What could not be read may have been any of the letters, or by its name is the one that is awaited.
  const isWhole =
    unreadable.length === 0 ||
    (open.length < 2 && !unreadable.some((file) => open.some((each) => each === hint(file))));
  // A letter for each place: they are taken in the order in which they are awaited. Otherwise they are asked about.
  const enough = isWhole && nameless.length >= open.length;
  const ordered = enough ? open.map((letter, index): [Letter, Document] => [letter, nameless[index]!]) : [];
  const assigned = [...hinted, ...ordered];
  const unclear = enough ? [] : nameless;
  const rest = pdfs.filter((pdf) => !unclear.includes(pdf) && !assigned.some(([, each]) => each === pdf));
  return { assigned, unclear, rest };
}

const hint = ({ letter, name }: Document, named?: Letter): Letter | undefined => letter ?? named ?? byName(name);

function byName(name: string): Letter | undefined {
  const change = /perubahan/i.test(name);
  const recommendation = /rekomendasi/i.test(name);
  return change === recommendation ? undefined : change ? 'change' : 'recommendation';
}

function receive(turn: Turn, renewal: Renewal, letter: Letter, { document, hash, name }: Document): void {
  const refused = isSentBack(turn.renewal(renewal.id) ?? renewal, hash) ? ('sent-back' as const) : undefined;
  const result = turn.apply(renewal, {
    is: 'letter-received',
    letter,
    document,
    hash,
    name,
    ...(refused && { refused }),
  });
  if (result === 'applied' && refused !== undefined) {
    turn.say({ say: 'file-refused', name, refused });
    return;
  }
  if (result === 'applied' || result === 'already') turn.say({ say: 'letter-reading', letter });
  else explain(turn, renewal, result);
}

function keep(turn: Turn, renewal: Renewal | undefined, { document, hash, name }: Document): void {
  if (renewal === undefined) holdDocument(turn, { document, hash, name });
  else turn.apply(renewal, { is: 'document-kept', document, hash, name });
  turn.say({ say: 'kept-noted', name });
}

/** The answer to "which letter is this?". One at a time, the oldest first. */
const ENCLOSES =
  /\b(?:\w*lampir\w*|\w*kirim\w*|\w*sampaikan|berikut|\w*upload|\w*unggah|attached|enclosed|sent|here)\b/;
/** "Terlampir surat rekomendasi", and nothing is: whoever merely names a letter says nothing of a file. */
const encloses = ({ heard }: Turn): boolean => !heard.pressed && ENCLOSES.test(gist(heard.text));

function letterIs(turn: Turn, letter: Letter): void {
  if (!mayAct(turn)) return;
  turn.understood = true;
  turn.follow = 'next';
  const [document, ...others] = turn.state.undecided;
  const renewal = forLetter(turn);
  if (document === undefined && renewal !== undefined && wantedLetters(renewal).includes(letter) && encloses(turn)) {
    turn.say({ say: 'file-missing' });
    turn.follow = 'pending';
  }
  if (document === undefined || renewal === undefined) return;
  turn.state = { ...turn.state, undecided: others };
  if (wantedLetters(renewal).includes(letter)) receive(turn, renewal, letter, document);
  else keep(turn, renewal, document);
  if (others.length > 0) askWhichLetter(turn, renewal);
}

/** The answer "none of these": a wrong file is laid aside, and the letters are asked for. */
export function letterIsNeither(turn: Turn): void {
  if (!mayAct(turn)) return;
  turn.understood = true;
  turn.follow = 'next';
  const [document, ...others] = turn.state.undecided;
  if (document === undefined) return;
  turn.state = { ...turn.state, undecided: others };
  turn.say({ say: 'letter-neither', name: document.name });
  const renewal = forLetter(turn);
  if (others.length > 0 && renewal !== undefined) askWhichLetter(turn, renewal);
}

const NEITHER =
  /\b(?:bukan|tidak)\b.*\b(?:keduanya|dua)\b|\b(?:salah|keliru) (?:kirim|file|pdf|berkas|surat|dokumen|unggah|upload|lampir\w*)|\b(?:surat|berkas|file|dokumen) (?:lain|tugas|undangan|cuti|edaran|pengantar|keputusan|keterangan|perintah|izin)\b|\b(?:neither|none of|not any)\b|\b(?:wrong|another|other) (?:file|letter|document)/;
const NAMES: readonly (readonly [Letter, RegExp])[] = [
  ['recommendation', /\b(?:rekomendasi|recomendation|sr)\b/],
  ['change', /\b(?:surat|yang|letter)\b.*\b(?:perubahan|change)\b|^perubahan(?: data)?$/],
];
/** What is denied, asked about, or still to come is not said of the file that is here. */
const DENIES =
  /\b(?:bukan|tidak|belum|sudah|salah|keliru|menyusul|nanti|mana|apa|lagi|not|wrong|later|follows|which|what)\b/;

/** "Yang perubahan data" speaks of no data that is wrong. */
const saysNoMore = (meaning: Meaning): boolean =>
  meaning.means === 'unknown' || (meaning.means === 'wrong' && meaning.fields.length === 0);

const FOLLOWS = /\b(?:rekomendasi|sr|perubahan)(?: \w+){0,2} (?:menyusul|nyusul)\b/;

/** In answer to "which letter is this?": its name is the answer, "bukan keduanya" is the no, and "salah kirim" speaks of the file, not of the person. */
export function aboutWhichLetter(
  meanings: readonly Meaning[],
  heard: Pick<Heard, 'meanings' | 'text'>,
): readonly Meaning[] {
  // What came late or from others has lost its meanings by now: it answers nothing.
  if (heard.meanings.length === 0 || meanings.some(({ means }) => means === 'letter-is')) return meanings;
  const said = gist(heard.text);
  const named = NAMES.filter(([, name]) => name.test(said)).map(([letter]) => letter);
  // "Surat rekomendasinya menyusul": this one is the other.
  if (named.length === 1 && FOLLOWS.test(said) && !heard.text.includes('?'))
    return [{ means: 'letter-is', letter: named[0] === 'change' ? 'recommendation' : 'change' }];
  const isNamed = named.length === 1 && heard.meanings.every(saysNoMore) && !heard.text.includes('?');
  if (isNamed && !DENIES.test(said)) return [{ means: 'letter-is', letter: named[0]! }];
  return NEITHER.test(said) ? [{ means: 'no' }] : meanings;
}

/** The letter of a colleague: where one is still awaited the right one takes its place, else an operator has it before him. */
export function hearWrongFile(turn: Turn): void {
  if (!mayAct(turn)) return;
  turn.understood = true;
  // He sends the right one along with it.
  if (turn.heard.enclosed.length > 0) return;
  if (turn.state.undecided.length > 0) {
    letterIsNeither(turn);
    return;
  }
  const renewal = forLetter(turn);
  turn.follow = 'next';
  if (wantedLetters(renewal).length > 0) turn.say({ say: 'wrong-file-noted' });
  else if (renewal !== undefined && (renewal.facts.letter ?? renewal.facts.change?.letter) !== undefined) {
    turn.act({ act: 'call-operator', why: 'other' });
    turn.say({ say: 'person-called' });
  }
}

/** "Sudah", and no letter came with it or is being read: nothing is here, and how it gets here. */
export function hearSent(turn: Turn): void {
  if (!mayAct(turn)) return;
  turn.understood = true;
  // What came along says by itself what is still missing.
  if (turn.heard.enclosed.length > 0) return;
  const renewal = focus(turn);
  const what = renewal && primary(renewal)?.what;
  if (what === 'letter' || what === 'change-letter')
    turn.say({ say: 'letter-missing', letter: what === 'letter' ? 'recommendation' : 'change' });
  turn.follow = 'next';
}

/** "Kuncinya sudah saya buat", and nothing came: what is lost is the request, on the page that still has the key. */
export function hearKeyMade(turn: Turn): void {
  if (!mayAct(turn)) return;
  turn.understood = true;
  const renewal = focus(turn);
  if (renewal === undefined || primary(renewal)?.what !== 'key') turn.follow = 'next';
  else turn.ask({ what: 'key', renewal: renewal.id, about: about(renewal, 'key') }, { say: 'key-unseen' });
}

const lacksKey = ({ facts, rules }: Renewal) => rules.needsCsr && facts.key === undefined;

/** The renewal that lacks a key: the one we talk about before any other. */
function forKey(turn: Turn): Renewal | undefined {
  const here = focus(turn);
  return here !== undefined && lacksKey(here) ? here : (turn.open.find(lacksKey) ?? here);
}

function request(turn: Turn, { document, request: reading }: Enclosed): void {
  if (reading === undefined || !mayAct(turn)) return;
  turn.understood = true;
  turn.follow = 'next';
  const renewal = forKey(turn);
  if (renewal === undefined) turn.say({ say: 'status-none' });
  else if (!renewal.rules.needsCsr) turn.say({ say: 'key-not-needed' });
  else if (!reading.ok) turn.say({ say: 'key-refused', refused: reading.refused });
  else {
    const result = turn.apply(renewal, { is: 'key-received', request: document, spki: reading.spki });
    if (result === 'applied' || result === 'already') turn.say({ say: 'key-received' });
    else explain(turn, renewal, result);
  }
}
