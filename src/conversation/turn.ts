import { DAY_MS } from '../durations.ts';
import type { RefusalCode, RenewalEvent } from '../renewal/event.ts';
import type { Renewal } from '../renewal/renewal.ts';
import { isRefusal, step } from '../renewal/step.ts';
import type { Act, Applicant, Conversation, ConversationState, Heard, Interpretation, Known } from './conversation.ts';
import type { Line } from './line.ts';

type Ask = NonNullable<Interpretation['ask']>;
type Told<T> = T extends unknown ? Omit<T, 'mark'> : never;

/** A weekend, and a day more. */
const CALLED_MS = 3 * DAY_MS;

/** What leaves the open question as it was. */
const BESIDE: ReadonlySet<Line['say']> = new Set<Line['say']>([
  'answer',
  'returned',
  'change-returned',
  'letter-refused',
  'deadline',
  'help',
  'not-understood',
  'not-understood-again',
  'complaint-noted',
  'passed-on',
  'file-unknown',
  'file-refused',
  'file-missing',
  'letter-missing',
  'wrong-file-noted',
  'odd',
  'empty',
  'text-too-long',
]);

/**
 * One message being answered: what was understood so far is applied at once, so that the next question is already that
 * of the new state. Lives for one call of `interpret`; nothing outside sees it change.
 */
export class Turn {
  readonly heard: Heard;
  readonly known: Known;
  readonly conversation: Conversation;
  state: ConversationState;
  applicant: Applicant | undefined;
  proven: Conversation['proven'];
  /** Something was understood, so the count of misunderstandings starts anew. */
  understood = false;
  /** What follows at the end: `next` whatever is the case now, `pending` only if the person is awaited, or nothing. */
  follow: 'next' | 'pending' | 'nothing' = 'nothing';
  /** He agreed to send the letter that was asked for: he has it. */
  agreed = false;
  private renewals: readonly Renewal[];
  private readonly events: { renewal: string; event: RenewalEvent }[] = [];
  private readonly acts: Act[] = [];
  private readonly lines: Line[] = [];
  private question: Ask | undefined;

  constructor(heard: Heard, known: Known, conversation: Conversation, renewals: readonly Renewal[]) {
    this.heard = heard;
    this.known = known;
    this.conversation = conversation;
    this.state = conversation.state;
    this.applicant = conversation.applicant;
    this.proven = conversation.proven;
    this.renewals = renewals;
  }

  /** Open renewals, in the order they were given. */
  get open(): readonly Renewal[] {
    return this.own.filter((renewal) => renewal.outcome === undefined);
  }

  get lapsed(): readonly Renewal[] {
    return this.own.filter((renewal) => renewal.outcome === 'lapsed');
  }

  /** Only those of whoever is talking: a link or code may name another, whose they become once it has bound. */
  private get own(): readonly Renewal[] {
    return this.renewals.filter((renewal) => renewal.applicant === this.applicant?.id);
  }

  get lastQuestion(): Ask | undefined {
    return this.question;
  }

  /** Nothing is said so far, and nobody else is going to: a renewal that opens speaks for itself. */
  get silent(): boolean {
    return this.lines.length === 0 && !this.acts.some(({ act }) => act === 'start-renewal');
  }

  /** All that was said so far answers a question of the person's own, or says that we can do nothing with what came. */
  get onlyAnswered(): boolean {
    return (this.lines.length > 0 || this.agreed) && this.lines.every(({ say }) => BESIDE.has(say));
  }

  /** He called an operator in this conversation, who has not spoken with him since. */
  get hasCalled(): boolean {
    const { called } = this.conversation.state;
    return called !== undefined && this.known.now.getTime() - called.getTime() < CALLED_MS;
  }

  renewal(id: string | undefined): Renewal | undefined {
    return this.own.find((renewal) => renewal.id === id);
  }

  say(...lines: readonly Line[]): void {
    // One message says a thing once, however many ways led to it.
    const said = (line: Line) => this.lines.some((each) => JSON.stringify(each) === JSON.stringify(line));
    for (const line of lines) if (!said(line)) this.lines.push(line);
  }

  ask(question: Ask, ...lines: readonly Line[]): void {
    this.say(...lines);
    this.question = question;
  }

  act(act: Act): void {
    if (act.act === 'call-operator' && act.why !== 'not-understood')
      this.state = { ...this.state, called: this.known.now };
    // Of one conversation one call stands in the queue, and a thief does not wait for the rest of the sentence.
    const isLost = this.acts.some((each) => each.act === 'call-operator' && each.why === 'lost');
    if (isLost && act.act === 'call-operator') return;
    if (!this.acts.some((each) => JSON.stringify(each) === JSON.stringify(act))) this.acts.push(act);
  }

  /** Applies an event of this person; what was refused is not among the events. */
  apply(renewal: Renewal, told: Told<RenewalEvent>): RefusalCode | 'applied' {
    const mark = { at: this.known.now, by: { role: 'applicant' }, channel: this.conversation.channel } as const;
    const event = { ...told, mark } as RenewalEvent;
    const result = step(this.renewal(renewal.id) ?? renewal, event);
    if (isRefusal(result)) return result.refused;
    this.renewals = this.renewals.map((each) => (each.id === renewal.id ? result.renewal : each));
    this.events.push({ renewal: renewal.id, event });
    return 'applied';
  }

  result(): Interpretation {
    const { state, events, acts, lines, question } = this;
    return { state, events, acts, say: lines, ...(question && { ask: question }) };
  }
}
