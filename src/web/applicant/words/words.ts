import type { Awaited, Basis, Outcome, What } from '../../../renewal/renewal.ts';
import type { Following } from '../following.ts';

/** What a page says when something does not work: what happened, what it means, what to do next. */
export type Trouble = { readonly title: string; readonly what: string; readonly next: string };
const TROUBLES = [
  'expired',
  'expired-long-ago',
  'expired-request',
  'used',
  'unknown',
  'none',
  'no-way',
  'too-many',
  'session',
  'foreign',
  'broken',
  'absent',
  'app-old',
  'app-foreign',
  'app-unbound',
] as const;
export type TroubleCode = (typeof TROUBLES)[number];

/** What the page says once after an act; the code travels in the address. */
export const NOTES = [
  'letter',
  'collected',
  'key-lost',
  'no-file',
  'not-a-pdf',
  'encrypted',
  'sent-back',
  'private-key',
  'photo',
  'too-large',
  'already',
  'not-now',
] as const;
export type Note = (typeof NOTES)[number];

/** Those that say that it worked. */
export const DONE_NOTES: readonly Note[] = ['letter', 'collected', 'key-lost'];

export const CERTIFICATE_FILES = ['certificate.pem', 'certificate.cer', 'chain.pem'] as const;
export type CertificateFile = (typeof CERTIFICATE_FILES)[number];

type Titled = { readonly title: string; readonly text: string };
type Task = { readonly title: string; readonly text: readonly string[] };

/** Every sentence that the server writes into the applicant's pages; what the browser says is in assets/applicant/words.js. */
export type Words = {
  readonly language: string;
  readonly other: string;
  readonly skip: string;
  readonly service: string;
  readonly help: {
    readonly title: string;
    readonly call: (phone: string, hours: string) => string;
    /** Behind the office hours while nobody is there. */
    readonly open: (closes: string) => string;
    readonly closed: (opens: string) => string;
    readonly real: string;
    readonly never: string;
  };
  readonly link: {
    readonly title: string;
    readonly lead: (agency: string) => string;
    readonly does: string;
    readonly forYou: string;
    readonly button: string;
    /** On the page of a link that has expired. */
    readonly another: string;
    readonly anotherTo: string;
    readonly sentTitle: string;
    readonly sent: string;
  };
  readonly confirm: {
    readonly title: string;
    readonly lead: (agency: string) => string;
    readonly does: string;
    readonly notYou: string;
    readonly button: string;
    readonly doneTitle: string;
    readonly done: string;
  };
  readonly bad: Readonly<Record<TroubleCode, Trouble>>;
  readonly back: string;
  readonly greeting: (name: string) => string;
  readonly number: (number: string) => string;
  readonly expires: Readonly<Record<Basis, (date: string) => string>>;
  /** The new certificate. */
  readonly renewed: (date: string) => string;
  /** Whose turn it is. */
  readonly turn: Readonly<Record<Awaited['who'], string>>;
  readonly steps: {
    readonly standard: (minutes: number) => string;
    /** `minutes`: all activities together. */
    readonly whole: (minutes: number) => string;
    readonly title: string;
  };
  readonly data: {
    readonly title: string;
    readonly asOf: (date: string) => string;
    readonly wrong: string;
    readonly empty: string;
  };
  readonly returned: string;
  /** Below the reason of a rejection. */
  readonly rejectedNext: string;
  readonly todo: string;
  readonly letterRefused: string;
  readonly tasks: Readonly<Record<What, Task>>;
  /** While it is somebody else's turn. */
  readonly idle: string;
  readonly waiting: (date: string, hours: string) => string;
  readonly yours: (date: string) => string;
  readonly since: (date: string) => string;
  /** What comes after the present turn. */
  readonly after: Readonly<Record<Following, string>>;
  readonly outcomes: Readonly<Record<Outcome, Titled>>;
  readonly upload: {
    readonly draft: Readonly<Record<'recommendation' | 'change', string>>;
    readonly choose: Readonly<Record<'recommendation' | 'change', string>>;
    readonly limits: (megabytes: number, pages: number) => string;
    readonly send: string;
    readonly sending: string;
    /** In the Mini App, in place of the draft. */
    readonly draftInChat: string;
    /** Of the recommendation, beside the letter of a data change or while that is examined. */
    readonly together: string;
    readonly meanwhile: string;
  };
  readonly notes: Readonly<Record<Note, string>>;
  readonly key: KeyWords;
  readonly collect: CollectWords;
  readonly mini: {
    readonly [K in
      | 'title'
      | 'opening'
      | 'signIn'
      | 'needsScript'
      | 'inBrowser'
      | 'sendLink'
      | 'linkSent'
      | 'close']: string;
  };
  readonly otherBrowser: {
    readonly title: string;
    readonly key: string;
    readonly other: string;
    readonly copy: string;
    readonly lost: string;
    readonly address: string;
  };
};

type KeyWords = {
  readonly [K in
    | 'needsScript'
    | 'where'
    | 'start'
    | 'elsewhereTitle'
    | 'take'
    | 'unsentTitle'
    | 'unsent'
    | 'resume'
    | 'again'
    | 'passphraseTitle'
    | 'passphrase'
    | 'repeat'
    | 'show'
    | 'strength'
    | 'keep'
    | 'whose'
    | 'own'
    | 'shared'
    | 'make'
    | 'makingTitle'
    | 'backupTitle'
    | 'backup'
    | 'save'
    | 'have'
    | 'sendTitle'
    | 'sendWhat'
    | 'send'
    | 'sentTitle'
    | 'sent'
    | 'replaceTitle'
    | 'replace']: string;
} & { readonly plan: readonly string[] };

type CollectWords = {
  readonly [K in
    | 'old'
    | 'needsScript'
    | 'keptTitle'
    | 'kept'
    | 'fileTitle'
    | 'file'
    | 'useFile'
    | 'passphrase'
    | 'show'
    | 'make'
    | 'makingTitle'
    | 'readyTitle'
    | 'ready'
    | 'save'
    | 'installTitle'
    | 'oldSystems'
    | 'sharedFiles'
    | 'filesTitle'
    | 'doneTick'
    | 'done'
    | 'doneWhat'
    | 'lostTitle'
    | 'lost'
    | 'lostTick'
    | 'lostButton'
    | 'again'
    | 'forgetTitle'
    | 'forget'
    | 'forgetWhat']: string;
} & {
  readonly validity: (from: string, until: string) => string;
  readonly fileName: (name: string) => string;
  /** `hours`: how long afterwards our own CA does it; else an operator does. */
  readonly oldRevoked: (hours: number | undefined) => string;
  readonly install: readonly string[];
  readonly files: Readonly<Record<CertificateFile, string>>;
};
