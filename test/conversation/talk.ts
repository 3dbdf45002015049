import { announce } from '../../src/conversation/announce.ts';
import { isOutdated, type Next } from '../../src/conversation/ask.ts';
import type {
  Act,
  Applicant,
  Conversation,
  ConversationState,
  Enclosed,
  Heard,
  Interpretation,
  Known,
  Question,
} from '../../src/conversation/conversation.ts';
import { interpret } from '../../src/conversation/interpret.ts';
import type { Line } from '../../src/conversation/line.ts';
import type { Meaning } from '../../src/conversation/meaning.ts';
import type { Data, Renewal, Rules } from '../../src/renewal/renewal.ts';
import { isRefusal, step } from '../../src/renewal/step.ts';
import { event, opened, seen, type Told } from '../renewal/scenario.ts';
import { somebody } from '../support/person.ts';

export const NOW = new Date('2026-11-23T03:00:00Z');

export const DATA = somebody({
  nik: '1371024505850004',
  nip: '198505052010012004',
  name: 'Siti Rahmawati',
  email: 'siti@agency.go.id',
  position: 'Analis Kebijakan',
  organisation: 'Dinas Kominfo',
  city: 'Padang',
  province: 'Sumatera Barat',
});

/** Any change of the data changes it, as a hash does. */
export const hash = (data: Data): string => Object.values(data).join('/');

export function days(count: number): Date {
  return new Date(NOW.getTime() + count * 86_400_000);
}

export function applicant(more: Partial<Applicant> = {}): Applicant {
  return {
    id: 'a1',
    data: DATA,
    version: hash(DATA),
    asOf: NOW,
    certificates: [{ id: 'c1', serial: '0a', expires: days(20), state: 'valid', hasSuccessor: false }],
    ...more,
  };
}

export const pdf = (document: string, name = 'scan.pdf'): Enclosed => ({
  document,
  hash: `hash of ${document}`,
  name,
  kind: 'pdf',
});

type Setting = {
  readonly channel?: Conversation['channel'];
  readonly proven?: Conversation['proven'];
  readonly who?: Applicant;
  readonly rules?: Partial<Rules>;
  /** Without one: no renewal is open. */
  readonly renewal?: Renewal | 'opened';
  readonly state?: Partial<ConversationState>;
};

/** A conversation over several messages: what was applied and asked is remembered, as the desk remembers it. */
export class Talk {
  renewals: Renewal[];
  state: ConversationState;
  question: Question | undefined;
  who: Applicant | undefined;
  proven: Conversation['proven'];
  readonly channel: Conversation['channel'];
  last: Interpretation | undefined;
  /** His answer comes too late for what was asked. */
  outdated = false;
  /** What he was told of the last thing that happened elsewhere. */
  told: readonly Line[] = [];
  /** The question has had its answer, as the desk marks it. */
  private answered = false;
  private hours = 1;

  constructor({ channel = 'telegram', proven, who, rules, renewal, state }: Setting) {
    this.channel = channel;
    this.proven = proven;
    this.who = who;
    const fresh = () => opened(rules, { version: hash(DATA) });
    this.renewals = renewal === undefined ? [] : [renewal === 'opened' ? fresh() : renewal];
    this.state = { language: 'id', misunderstood: 0, greeted: false, undecided: [], ...state };
  }

  get renewal(): Renewal {
    return this.renewals[0]!;
  }

  /** What is said to a message with these meanings, as names of lines. */
  hears(...meanings: Meaning[]): string[] {
    return this.receives({ meanings });
  }

  receives(heard: Partial<Heard>, known: Partial<Known> = {}): string[] {
    const question = this.question;
    const conversation: Conversation = {
      contact: 'k1',
      channel: this.channel,
      state: this.state,
      speaker: 'assistant',
      outdated: this.outdated || this.answered || (question !== undefined && isOutdated(question, this.renewals)),
      ...(this.who && { applicant: this.who }),
      ...(this.proven && { proven: this.proven }),
      ...(question && { question }),
    };
    const named = known.codeApplicant ?? (known.link && 'applicant' in known.link ? known.link.applicant : undefined);
    const renewals = (named ?? this.who) ? this.renewals : [];
    const result = interpret(message(heard), { ...KNOWN, ...known }, conversation, renewals);
    this.last = result;
    this.state = result.state;
    const bound = result.acts.find((each) => each.act === 'bind');
    if (bound !== undefined) {
      this.who = named;
      this.proven = bound.method;
    }
    for (const { renewal, event } of result.events) this.apply(renewal, event);
    if (result.events.length + result.acts.length > 0) this.answered = true;
    this.remember(result);
    return result.say.map((line) => line.say);
  }

  /** Something happens elsewhere; returns what the applicant is told. */
  happens(told: Told): string[] {
    const before = this.renewal;
    const happened = event(seen(before, told), this.hours++);
    this.apply(before.id, happened);
    const next = announce(before, this.renewal, happened, this.who!);
    this.remember(next);
    this.told = next.say;
    return next.say.map((line) => line.say);
  }

  line<S extends Line['say']>(say: S): Extract<Line, { say: S }> {
    return this.last!.say.find((line): line is Extract<Line, { say: S }> => line.say === say)!;
  }

  get acts(): readonly Act[] {
    return this.last!.acts;
  }

  get events(): string[] {
    return this.last!.events.map(({ event }) => event.is);
  }

  private apply(id: string, happened: Parameters<typeof step>[1]): void {
    this.renewals = this.renewals.map((renewal) => {
      if (renewal.id !== id) return renewal;
      const result = step(renewal, happened);
      if (isRefusal(result)) throw new Error(`${happened.is} was refused: ${result.refused}`);
      return result.renewal;
    });
  }

  private remember({ ask }: Pick<Next, 'ask'>): void {
    if (ask === undefined) return;
    this.question = { id: 'q', revision: 0, askedAt: NOW, ...ask };
    this.answered = false;
  }
}

const KNOWN: Known = {
  now: NOW,
  windowDays: 30,
  hash,
  limits: { characters: 4000, files: 20, megabytes: 20 },
};

function message(heard: Partial<Heard>): Heard {
  return {
    meanings: [],
    text: 'x',
    pressed: false,
    choice: 'none',
    enclosed: [],
    tooLong: false,
    tooManyFiles: false,
    tooLargeFile: false,
    ...heard,
  };
}
