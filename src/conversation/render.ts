import { Fault } from '../fault.ts';
import { hoursInWords, presentableAll } from './format.ts';
import { isChat } from './inbound.ts';
import type { FileSpec, Language, Line, Text } from './line.ts';
import type { Catalogue, Context, Phrases, Said, WordedChoice } from './phrases/catalogue.ts';
import { en } from './phrases/en.ts';
import { id } from './phrases/id.ts';

export type { Agency, Context } from './phrases/catalogue.ts';

const PHRASES: Readonly<Record<Language, Phrases>> = { id, en };

/** Lines that are said before we know who reads, or that greet by themselves: a mail with one begins without a name. */
const WITHOUT_SALUTATION: ReadonlySet<Line['say']> = new Set<Line['say']>([
  'welcome',
  'ask-number',
  'code-sent',
  'code-mail',
  'code-wrong',
  'code-spent',
  'code-limit',
  'code-unasked',
  'bind-ask',
  'bind-declined',
  'link-bad',
  'signed-in',
  'proof-mail',
  'proof-needed',
  'proof-other-address',
  'first-notice',
  'email-changes',
  'vouched-for',
  'vouch-taken-back',
  'greeting',
  'not-me-noted',
  'operator-ping',
]);

/** The words for codes (fields, reasons, refusals, outcomes, what is awaited ...), for the console and the pages. */
export function phrases(language: Language): Phrases {
  return PHRASES[language];
}

function say<S extends Line['say']>(catalogue: Catalogue, line: Extract<Line, { say: S }>, c: Context): Said {
  return catalogue[line.say as S](line, c);
}

/** A bare link to the page beside a line that explains the same link is one too many; so is a second bare one. */
function withoutBareLinks(lines: readonly Line[], all: readonly Said[]): readonly Said[] {
  const explained = all.some((each, at) => each.link?.purpose === 'page' && lines[at]!.say !== 'page-link');
  const first = lines.findIndex((line) => line.say === 'page-link');
  return all.filter((_, at) => lines[at]!.say !== 'page-link' || (!explained && at === first));
}

function withoutCopies(files: readonly FileSpec[]): readonly FileSpec[] {
  return [...new Map(files.map((file) => [JSON.stringify(file), file])).values()];
}

/** One link per message: a second one of the same purpose points up; one of another purpose cannot be expressed. */
function oneLink(all: readonly Said[], above: string): readonly Said[] {
  const first = all.find((each) => each.link !== undefined);
  return all.map((each) => {
    if (each.link === undefined || each === first) return each;
    if (each.link.purpose !== first?.link?.purpose) throw new Fault('invariant', 'two kinds of link in one message');
    return { ...each, body: each.body.replace('{{link}}', above) };
  });
}

/** What the label adds to the word that stands before it; nothing if it is the same but for its case and signs. */
function added(label: string, word: string): string {
  const bare = (text: string) => text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
  if (label.startsWith(`${word}, `)) return label.slice(word.length + 2);
  return bare(label) === bare(word) ? '' : label;
}

/** On mail nothing can be pressed: the choices become words to answer with. */
function asWords(choices: readonly WordedChoice[], phrases: Phrases): string {
  if (choices.length === 0) return '';
  const rows = choices.map(({ word, label }) => {
    const more = added(label, word);
    return more === '' ? `• ${word}` : `• ${word}: ${more}`;
  });
  return [phrases.answerWith(choices.length), ...rows].join('\n');
}

/**
 * Makes one message of several lines: bodies as paragraphs, the question and choices of the last line that has any, all
 * files, one link. On mail it adds salutation and closing, and names the choices in the text as words to answer with; these
 * are then in `answers`, and `choices` is empty. Values from outside are made fit here, in one place; escaping for HTML is left to the channel.
 * Throws Fault('invariant') without lines, or when lines with links of different purposes are put together.
 */
export function render(lines: readonly Line[], context: Context): Text {
  if (lines.length === 0) throw new Fault('invariant', 'a message without lines');
  const c: Context = {
    ...context,
    ...presentableAll({ name: context.name, number: context.number }),
    officeHours: hoursInWords(context.officeHours, context.language),
  };
  const words = PHRASES[c.language];
  const said = lines.map((line) => say(words.lines, presentableAll(line), c));
  const all = oneLink(withoutBareLinks(lines, said), words.linkAbove);
  const asking = all.findLast((each) => each.choices.length > 0);
  const choices = asking?.choices ?? [];
  const bodies = all.flatMap((each) => (each === asking && each.question ? [each.body, each.question] : [each.body]));
  const link = all.find((each) => each.link !== undefined)?.link;
  const message = {
    subject: all.find((each) => each.subject !== undefined)?.subject ?? words.subject(c),
    files: withoutCopies(all.flatMap((each) => each.files)),
    ...(link && { link }),
  };
  if (isChat(c.channel)) {
    const app = all.findLast((each) => each.app !== undefined)?.app;
    return {
      ...message,
      ...(app && { app }),
      body: bodies.join('\n\n'),
      choices: choices.map(({ label, meaning }) => ({ label, meaning })),
    };
  }
  const salutation = c.name && !lines.some((line) => WITHOUT_SALUTATION.has(line.say)) ? words.salutation(c.name) : '';
  const paragraphs = [salutation, ...bodies, asWords(choices, words), words.closing(c)];
  const answers = choices.map(({ word, label }) => ({ word, label }));
  return {
    ...message,
    body: paragraphs.filter((each) => each !== '').join('\n\n'),
    choices: [],
    ...(answers.length > 0 && { answers }),
  };
}
