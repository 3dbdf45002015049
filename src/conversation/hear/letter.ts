import { awaited, primary } from '../../renewal/awaited.ts';
import { isSentBack } from '../../renewal/content.ts';
import type { Renewal } from '../../renewal/renewal.ts';
import { nextLines } from '../ask.ts';
import type { Enclosed } from '../conversation.ts';
import { askWhichLetter, explain, focus } from '../focus.ts';
import type { Turn } from '../turn.ts';
import { gist } from '../words/match.ts';
import { holdDocument, isKnownMail, mayAct } from './identity.ts';

export type Letter = 'recommendation' | 'change';
export type Document = Pick<Enclosed, 'document' | 'hash' | 'name' | 'letter' | 'refused'>;

/** Letters that came: each goes where it is awaited, and what is unclear is asked about. */
export function hearLetters(
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
export function forLetter(turn: Turn): Renewal | undefined {
  const here = focus(turn);
  if (here !== undefined && wantedLetters(here).length > 0) return here;
  return turn.open.find((renewal) => wantedLetters(renewal).length > 0) ?? here;
}

/** In the order in which they are awaited. */
export function wantedLetters(renewal: Renewal | undefined): readonly Letter[] {
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

export const hint = ({ letter, name }: Document, named?: Letter): Letter | undefined => letter ?? named ?? byName(name);

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
  // "Kirim SK Anda", an operator has asked: it is for him, and nobody will ask for it.
  turn.say(turn.hasCalled ? { say: 'kept-for-operator', name } : { say: 'kept-noted', name });
}

const ENCLOSES =
  /\b(?:\w*lampir\w*|\w*kirim\w*|\w*sampaikan|berikut|\w*upload|\w*unggah|attached|enclosed|sent|here)\b/;
/** "Terlampir surat rekomendasi", and nothing is: whoever merely names a letter says nothing of a file. */
const encloses = ({ heard }: Turn): boolean => !heard.pressed && ENCLOSES.test(gist(heard.text));

/** The answer to "which letter is this?". One at a time, the oldest first. */
export function letterIs(turn: Turn, letter: Letter): void {
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
