import type { Line } from '../line.ts';
import type { Meaning } from '../meaning.ts';
import type { Turn } from '../turn.ts';
import { hearRequest } from './key-request.ts';
import { type Document, forLetter, hearLetters, hint, type Letter, letterIs, wantedLetters } from './letter.ts';

/** SOP activities 4 and 5, and the new key: what came with the message, by its content and by what is awaited. */
export function hearDocuments(turn: Turn, meanings: readonly Meaning[]): void {
  const { enclosed } = turn.heard;
  for (const each of enclosed) if (each.kind === 'request') hearRequest(turn, each);
  const unreadable = enclosed.filter(({ refused }) => refused !== undefined);
  const pdfs = enclosed.filter(({ kind, refused }) => kind === 'pdf' && refused === undefined);
  const named = meanings.find((meaning) => meaning.means === 'letter-is');
  const onlyOne = pdfs.length + unreadable.length === 1;
  if (unreadable.length > 0) refuse(turn, unreadable);
  if (unreadable.length > 0 && onlyOne) noteRefused(turn, unreadable[0]!, named?.letter);
  if (pdfs.length > 0) hearLetters(turn, pdfs, unreadable, onlyOne ? named?.letter : undefined);
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
