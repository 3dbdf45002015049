import type { RefusalCode } from '../../renewal/event.ts';
import type { Activity } from '../../renewal/procedure.ts';
import type { LetterRefusal, RequestRefusal } from '../../renewal/refusals.ts';
import type { Awaited, Basis, Field, Outcome, Reason, What } from '../../renewal/renewal.ts';
import type { ChannelName } from '../inbound.ts';
import type { Answer, Choice, FileSpec, Language, Line, StatusStep, Text } from '../line.ts';
import type { OperatorWhat } from '../operator-what.ts';

export type Agency = {
  readonly name: string;
  readonly phone: string;
  readonly address: string;
  /** Where this service is announced, so that people can see that it is real. */
  readonly page: string;
};

/** What the words depend on beside the line itself. */
export type Context = {
  readonly language: Language;
  readonly agency: Agency;
  readonly timeZone: string;
  readonly officeHours: string;
  /** When the office opens again; absent while it is open. */
  readonly opens?: Date;
  /** Until when somebody is there; absent while it is closed. */
  readonly closes?: Date;
  readonly channel: ChannelName;
  /** The bot's user name, where Telegram is on. */
  readonly bot?: string;
  /** There is no mailbox of ours. */
  readonly withoutMail?: true;
  /** The applicant's name, once he is known to be the reader. */
  readonly name?: string;
  /** The renewal's number. */
  readonly number?: string;
};

/** A choice and the word that says the same in a mail; words.ts understands each of these words. */
export type WordedChoice = Choice & { readonly word: string };

/**
 * What one line says; `render` joins several into one Text. The question goes with the choices: it is asked only if
 * they are offered, so that a message never asks two things.
 */
export type Said = Omit<Text, 'choices'> & {
  readonly choices: readonly WordedChoice[];
  readonly question?: string;
};

export type Catalogue = { readonly [S in Line['say']]: (line: Extract<Line, { say: S }>, c: Context) => Said };

/** The words for every closed set of codes; also used by the console. */
export type Vocabulary = {
  readonly fields: Readonly<Record<Field, string>>;
  /**
   * Why, and what to do about it when the operator wrote no instruction of his own.
   * `anew`: what to do where the request is closed and only a new one can follow, if that is something else than `todo`.
   */
  readonly reasons: Readonly<Record<Reason, { readonly why: string; readonly todo: string; readonly anew?: string }>>;
  /** `through`: the way by which something was said; `contact`: somebody's account or address there, beside the one on record. */
  readonly channels: Readonly<Record<ChannelName, { readonly through: string; readonly contact: string }>>;
  readonly letters: Readonly<Record<'recommendation' | 'change', string>>;
  readonly letterRefusals: Readonly<Record<LetterRefusal, string>>;
  readonly requestRefusals: Readonly<Record<RequestRefusal, string>>;
  readonly refusals: Readonly<Record<RefusalCode, string>>;
  readonly answers: Readonly<Record<Answer, (c: Context) => Said>>;
  readonly outcomes: Readonly<Record<Outcome, string>>;
  readonly bases: Readonly<Record<Basis, string>>;
  /** What is awaited, as the object of "waiting for you: ..." */
  readonly whats: Readonly<Record<What, string>>;
  /** The same of what waits for operators alone: who, or what, does or is this. */
  readonly forOperators: Readonly<Record<OperatorWhat, string>>;
  /** The same to the applicant, as what is to be done by whoever's turn it is: "your turn: ..." */
  readonly acts: Readonly<Record<What, string>>;
  readonly whoseTurn: Readonly<Record<Awaited['who'], string>>;
  readonly activities: Readonly<Record<Activity['number'], string>>;
  readonly stepStates: Readonly<Record<StatusStep['state'], string>>;
};

export type Phrases = Vocabulary & {
  readonly lines: Catalogue;
  readonly subject: (c: Context) => string;
  readonly salutation: (name: string) => string;
  /** Above the words that a mail can be answered with. */
  readonly answerWith: (howMany: number) => string;
  /** Above the buttons of a mail: what a click does, and what is still to be done. */
  readonly pressAnswer: (howMany: number) => string;
  readonly closing: (c: Context) => string;
  /** Stands for a link that was already given further up. */
  readonly linkAbove: string;
};

type Extras = Partial<Omit<Said, 'body'>>;

/** More would not fit on a screen, and the sender knows what else he sent. */
const FILES_NAMED = 3;
/** Files by their names. */
export const named = (files: readonly string[]): string =>
  [...files.slice(0, FILES_NAMED).map((name) => `“${name}”`), ...(files.length > FILES_NAMED ? ['…'] : [])].join(', ');

/** Paragraphs, the empty ones left out; in a paragraph, lines. */
export function said(paragraphs: readonly string[], extras: Extras = {}): Said {
  return { choices: [], files: [], ...extras, body: paragraphs.filter((each) => each !== '').join('\n\n') };
}

export function lines(...each: readonly string[]): string {
  return each.filter((line) => line !== '').join('\n');
}

/** What is told to whose request was rejected: it is closed, so nothing can be sent to it again. */
export const toBeginAnew = ({ todo, anew = todo }: Phrases['reasons'][Reason]): string => anew;

export function drafts(renewal: string, ...files: readonly ('draft-recommendation' | 'draft-change')[]): FileSpec[] {
  return files.map((file) => ({ file, renewal }));
}

export const MARKS: Readonly<Record<StatusStep['state'], string>> = {
  done: '✓',
  now: '▶',
  perhaps: '○',
  next: '○',
  later: '○',
  'not-needed': '–',
  left: '–',
};
