import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Act } from '../../src/conversation/conversation.ts';
import { inAnswerTo } from '../../src/conversation/echo.ts';
import type { Line } from '../../src/conversation/line.ts';
import type { Meaning } from '../../src/conversation/meaning.ts';
import { gist } from '../../src/conversation/words/match.ts';
import { understand } from '../../src/conversation/words.ts';
import type { RenewalEvent } from '../../src/renewal/event.ts';
import * as places from './places.ts';
import type { Talk } from './talk.ts';

type Means = Meaning['means'];

/** Every sentence that was collected, whatever it was collected for. */
const column = (file: string, at: number): string[] =>
  readFileSync(new URL(file, import.meta.url), 'utf8')
    .split('\n')
    .slice(1)
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t')[at]!.replaceAll('\\n', '\n'));
const sentences = [...new Set([...column('./sentences.tsv', 1), ...column('./replies.tsv', 2)])].map((text) => ({
  text,
  meanings: understand(text),
}));

/** Sentences that were collected for this answer. */
const saying = (line: string): string[] =>
  column('./replies.tsv', 2).filter((_, at) => column('./replies.tsv', 3)[at]!.split('|').includes(line));
/** Collected before there was an answer to them. */
const EARLIER = [
  'sudah saya pasang kok tidak bisa tanda tangan',
  'siang, TTE saya kok sudah tidak bisa dipakai ya',
  'tte saya ga bisa dipake sejak kemarin katanya expired',
];

/** Told at the place: a code is never the right one, and only a person who was asked whether a link is his may be bound. */
const at: Readonly<Record<string, readonly [() => Talk, Parameters<Talk['receives']>[1]?]>> = {
  start: [places.atStart],
  number: [places.atNumber, { code: 'unasked' }],
  code: [places.atCode, { code: 'wrong', codeLeft: 4 }],
  'wrong code': [places.atWrongCode, { code: 'wrong', codeLeft: 2 }],
  'spent code': [places.atSpentCode, { code: 'spent' }],
  'too many codes': [places.atCodeLimit, { code: 'spent', codeLimit: true }],
  'deep link': [places.atBind, { link: places.LINK }],
  'first notice': [places.atNotice],
  data: [places.atDataCheck],
  change: [places.atChange],
  'change letter': [places.atChangeLetter],
  'which letter?': [places.atWhichLetter],
  letter: [places.atLetter],
  reading: [places.atReading],
  key: [places.atKey],
  review: [places.atReview],
  passphrase: [places.atPassphrase],
  collect: [places.atCollect],
  'the end': [places.atEnd, { revocations: [places.MAKES_WAY] }],
  'installed?': [places.atCollected],
  'key lost?': [places.atKeyLost],
  'why revoke?': [places.atRevokeWhy],
  'revoke?': [places.atRevoke],
  'device lost?': [places.atDeviceLost],
  'withdraw?': [places.atWithdraw],
};
/** What cannot be undone, and the one place where a yes brings it about; a word too much beside it is no yes. */
const CONFIRMED: Readonly<Record<string, string>> = {
  'installed?': 'collected',
  'key lost?': 'key-lost',
  'revoke?': 'ask-revocation',
  'device lost?': 'ask-revocation',
  'withdraw?': 'withdrawn',
};
/** And what says yes there: asked whether it is installed, whoever says "sudah" or "sudah terpasang" has answered. */
const SAYS_YES: Readonly<Record<string, readonly Means[]>> = {
  'installed?': ['yes', 'collected', 'unknown', 'thanks', 'that-is-all'],
};
/** These say that the new certificate does not sign; where there is one, an operator is called and the old one held. */
const DOES_NOT_SIGN: ReadonlySet<string> = new Set([...saying('not-working-noted'), ...EARLIER]);
/** "It is me, let us begin." */
const IS_ME: ReadonlySet<string> = new Set(saying('signed-in'));
/** Words that name nothing, and are said of what was asked or noted just before: the sentences that were collected for it. */
const SAID_OF: Readonly<Partial<Record<string, ReadonlySet<string>>>> = {
  'change-proposed': new Set(saying('change-noted')),
  'letter-received': new Set(saying('letter-reading')),
  'link-said': new Set(saying('link-noted')),
};
const OF_NEW: ReadonlySet<string> = new Set(['call-operator', 'hold-revocation']);
const STRANGERS = ['start', 'number', 'code', 'wrong code', 'spent code', 'too many codes', 'deep link'];

/** Every step, and the meanings without one of which it is nobody's wish. What is not here, no sentence brings about. */
const WISHED: Readonly<Partial<Record<RenewalEvent['is'] | Act['act'], readonly Means[]>>> = {
  'data-confirmed': ['yes'],
  'change-opened': ['wrong', 'no', 'more', 'change', 'number'],
  'change-proposed': ['change', 'number', 'wrong', 'more'],
  // "Sudah" is no wish anywhere else than behind "is that all?".
  'change-completed': ['that-is-all', 'yes', 'change', 'unknown'],
  // "Batal" and "ternyata benar" where a change is under way.
  'change-cancelled': ['cancel-change', 'change', 'withdraw', 'yes'],
  'quiet-asked': ['not-now'],
  'link-said': ['link', 'yes', 'collected', 'page', 'new-code', 'wrong', 'thanks', 'unknown', 'renew'],
  // A form says who he is.
  challenge: ['number', 'change'],
  'challenge-again': ['new-code', 'link'],
  // "That's me" answers nothing but "is it you?".
  bind: ['yes', 'unknown'],
  'start-renewal': ['renew', 'resume', 'yes'],
  // Data that changes when the certificate is about to be there, or is, is an operator's matter.
  'call-operator': [
    'person',
    'no-mailbox',
    'device-lost',
    'revoke',
    'key-lost',
    'change',
    'wrong',
    'more',
    'number',
    'renew',
    'not-working',
    'complaint',
    // "Salah kirim" is said of a letter, where there is one.
    'wrong-file',
    'not-me',
  ],
  'hold-revocation': ['keep-certificate', 'not-working'],
  'letter-received': ['letter-is'],
  'forget-secret': ['secret'],
};

/** What may be said to somebody of whom nobody knows who he is: nothing of anybody's data or renewal. */
const TO_STRANGERS =
  /^(welcome|ask-number|change-unheard|number-odd|greeting|thanks|ack|help|answer|language-changed|person-called|complaint-noted|loss-heard|no-mailbox|later-sign-in|kept-going|bind-.*|code-.*|file-missing|not-understood|secret-warning|(device-lost|not-me|left|stop)-confirm)$/;
const CODES: readonly Line['say'][] = ['code-wrong', 'code-spent', 'code-unasked'];

type Sentence = { readonly text: string; readonly meanings: readonly Meaning[] };

/** `meanings`: in answer to what was asked there, as the desk has them. */
function hear(place: string, { text, meanings: understood }: Sentence): Sentence & { readonly talk: Talk } {
  const [start, known = {}] = at[place]!;
  const talk = start();
  const meanings = inAnswerTo(talk.question?.what, text, understood);
  const code = meanings.some(({ means }) => means === 'code');
  // The desk looks a code up only where there is one.
  const { code: result, ...rest } = known;
  talk.receives({ meanings, text }, code && result ? known : rest);
  return { text, meanings, talk };
}

const everything = (place: string) => sentences.map((sentence) => hear(place, sentence));
type Each = ReturnType<typeof everything>[number];
const texts = (heard: readonly Each[], is: (each: Each) => boolean) => heard.filter(is).map(({ text }) => text);

describe.each(Object.keys(at))('every sentence, at %s', (place) => {
  const heard = everything(place);

  it('is answered', () => {
    expect(sentences.length).toBeGreaterThan(900);
    const opens = ({ acts }: Talk) => acts.some(({ act }) => act === 'start-renewal');
    expect(texts(heard, ({ talk }) => talk.last!.say.length === 0 && !opens(talk))).toEqual([]);
  });

  it('takes no step that it did not wish for', () => {
    const steps = ({ events, acts }: Talk) => [...events, ...acts.map(({ act }) => act)] as (keyof typeof WISHED)[];
    const wished = (step: keyof typeof WISHED) =>
      CONFIRMED[place] === step ? (SAYS_YES[place] ?? ['yes']) : (WISHED[step] ?? []);
    const unwished = heard.flatMap(({ text, meanings, talk }) =>
      steps(talk)
        // Of a device that is lost the operator is told whenever it is asked about.
        .filter((step) => step !== 'signed-in' && !(place === 'device lost?' && step === 'call-operator'))
        .filter((step) => !(OF_NEW.has(step) && DOES_NOT_SIGN.has(text)) && !(step === 'bind' && IS_ME.has(text)))
        .filter((step) => !SAID_OF[step]?.has(text))
        .filter((step) => !meanings.some(({ means }) => wished(step).includes(means)))
        .map((step) => `${step}: ${text}`),
    );
    expect(unwished).toEqual([]);
  });
});

describe.each(Object.keys(CONFIRMED))('every sentence about the data, at %s', (place) => {
  it('confirms nothing else', () => {
    const steps = ({ talk }: Each) => [...talk.events, ...talk.acts.map(({ act }) => act)] as string[];
    const data = everything(place).filter(({ text }) => /\bdata\b|perubahan/i.test(text));
    expect(data.length).toBeGreaterThan(50);
    expect(texts(data, (each) => steps(each).includes(CONFIRMED[place]!))).toEqual([]);
  });
});

describe.each(STRANGERS)('every sentence of a stranger, at %s', (place) => {
  const heard = everything(place);
  const bound = ({ talk }: Each) => talk.acts.some(({ act }) => act === 'bind');
  const says = ({ talk }: Each, wanted: (say: Line['say']) => boolean) => talk.last!.say.some(({ say }) => wanted(say));

  it('brings him nothing of a renewal or its data', () => {
    expect(texts(heard, (each) => !bound(each) && says(each, (say) => !TO_STRANGERS.test(say)))).toEqual([]);
    const isYes = ({ meanings, text }: Each) =>
      meanings.some(({ means }) => means === 'yes') || /\bme\b|saya/.test(gist(text));
    expect(texts(heard, (each) => bound(each) && !(place === 'deep link' && isYes(each)))).toEqual([]);
  });

  it('is tried as a code only where it is one', () => {
    const isCode = ({ meanings }: Each) => meanings.some(({ means }) => means === 'code');
    expect(texts(heard, (each) => !isCode(each) && says(each, (say) => CODES.includes(say)))).toEqual([]);
  });
});
