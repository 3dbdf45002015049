import { HOUR_MS } from '../durations.ts';
import { Fault, unreachable } from '../fault.ts';
import { isAwaited, primary } from '../renewal/awaited.ts';
import { letterVersion } from '../renewal/content.ts';
import { dataChanges } from '../renewal/data.ts';
import { type Renewal, type ReturnTo, WHATS, type What } from '../renewal/renewal.ts';
import type { Applicant, Conversation, Interpretation, Known, Question } from './conversation.ts';
import { type ChannelName, isChat } from './inbound.ts';
import type { Line } from './line.ts';

export type Next = { readonly say: readonly Line[]; readonly ask?: NonNullable<Interpretation['ask']> };

/**
 * What is to be said about where a renewal stands: the question for what is awaited of the applicant, or what the
 * office is doing. Empty once the renewal is over.
 */
export function nextLines(renewal: Renewal, applicant: Applicant, conversation?: Pick<Conversation, 'channel'>): Next {
  const what = primary(renewal)?.what;
  if (what === undefined) return { say: [] };
  const beside = besideChange(renewal, what);
  const say = lines(renewal, applicant, what, conversation?.channel);
  if (beside !== undefined) return question(renewal, beside.what, [...say, ...beside.say]);
  // Whoever writes in a chat and is not known yet is asked for his number; a mail is proven by being answered.
  if (what === 'sign-in' && conversation && isChat(conversation.channel))
    return { say, ask: { what: 'number', about: renewal.id } };
  return OF_APPLICANT.has(what) ? question(renewal, what, say) : { say };
}

const OF_APPLICANT: ReadonlySet<What> = new Set<What>([
  'sign-in',
  'data-check',
  'change-values',
  'change-letter',
  'letter',
  'kept-letter',
  'key',
  'passphrase',
  'collect',
]);

function question(renewal: Renewal, what: What, say: readonly Line[]): Next {
  return { say, ask: { what, renewal: renewal.id, about: about(renewal, what) } };
}

/** While the change waits for the office, the recommendation for the new data may already be sent. */
function besideChange(renewal: Renewal, what: What): { what: What; say: readonly Line[] } | undefined {
  const waiting = what === 'change-review' || what === 'change-record';
  if (waiting && isAwaited(renewal, 'letter'))
    return { what: 'letter', say: [{ say: 'letter-ask', renewal: renewal.id }] };
  if (waiting && isAwaited(renewal, 'kept-letter')) return { what: 'kept-letter', say: keptAsk(renewal) };
  return undefined;
}

function lines(renewal: Renewal, applicant: Applicant, what: What, channel: ChannelName | undefined): readonly Line[] {
  switch (what) {
    case 'sign-in':
      return signInAsk(renewal, applicant, channel);
    case 'data-check':
      return [...sentBack(renewal), { say: 'data-check', data: applicant.data, asOf: applicant.asOf }];
    case 'change-values':
      return [changeSoFar(renewal, applicant)];
    case 'change-letter':
      return [
        ...sentBack(renewal),
        { say: 'change-letter-ask', renewal: renewal.id, ...(isAlone(renewal) && { alone: true as const }) },
      ];
    case 'letter':
      return [...sentBack(renewal), { say: 'letter-ask', renewal: renewal.id, ...letterAgain(renewal) }];
    case 'kept-letter':
      return [...sentBack(renewal), ...keptAsk(renewal)];
    case 'key':
      return [...sentBack(renewal), { say: 'key-ask' }];
    case 'collect':
      return [{ say: 'page-link' }];
    case 'reading':
      return [{ say: 'letter-reading', letter: renewal.facts.change === undefined ? 'recommendation' : 'change' }];
    case 'change-review':
      return [{ say: 'change-received' }];
    case 'change-record':
      return [{ say: 'change-approved', recorded: false }];
    case 'review':
      return [{ say: 'in-review' }];
    case 'packet':
    case 'issuance':
      return [{ say: 'approved', byHand: what === 'packet' }];
    case 'passphrase':
      return [{ say: 'passphrase-ask', email: applicant.data.email }];
    case 'resend-link':
      return linkSaid(renewal);
    case 'certificate-record':
      return [{ say: 'passphrase-noted' }];
    case 'ca-check':
      return [{ say: 'with-ca' }];
    case 'key-replacement':
      return [{ say: 'key-lost-noted' }];
    default:
      return unreachable(what);
  }
}

const RETURNED_TO: Readonly<Partial<Record<What, ReturnTo>>> = {
  'data-check': 'data',
  'change-letter': 'data',
  letter: 'letter',
  'kept-letter': 'letter',
  key: 'key',
};

/** What an operator sent back is asked for with what he wrote about it, until it is here again: also in a reminder, days later. */
export function sentBack(renewal: Renewal): readonly Line[] {
  const { returned, change } = renewal.facts;
  const what = primary(renewal)?.what;
  if (returned === undefined || what === undefined || RETURNED_TO[what] !== returned.to) return [];
  const { at, to, reason, instruction } = returned;
  return [
    change === undefined
      ? { say: 'returned', to, reason, instruction, at }
      : { say: 'change-returned', reason, instruction },
  ];
}

/** Whoever has sent one knows what it is. */
export const letterAgain = ({ facts }: Renewal): { readonly again?: true } =>
  facts.returned?.to === 'letter' ? { again: true } : {};

/** The recommendation for the new data is here, or being read. */
const isAlone = (renewal: Renewal): boolean => !isAwaited(renewal, 'letter') && !isAwaited(renewal, 'kept-letter');

function linkSaid({ facts }: Renewal): readonly Line[] {
  const state = facts.ams?.link?.state;
  return state === undefined || state === 'set' ? [] : [{ say: 'link-noted', state }];
}

/** Without a channel this is beside other news, which can be answered; by itself a mail has to say what it is about. */
function signInAsk(renewal: Renewal, applicant: Applicant, channel: ChannelName | undefined): readonly Line[] {
  if (channel === undefined) return [];
  if (isChat(channel)) return [{ say: 'ask-number' }];
  const { expires } = certificateOf(renewal, applicant);
  return [{ say: 'reminder', what: 'sign-in', count: renewal.facts.reminders?.count ?? 0, expires }];
}

function keptAsk(renewal: Renewal): readonly Line[] {
  const [kept] = renewal.facts.kept;
  return kept === undefined
    ? []
    : [{ say: 'kept-ask', name: kept.name, document: kept.document, ...(kept.from && { from: kept.from }) }];
}

/** All changes proposed so far, or the question for the first. */
export function changeSoFar(renewal: Renewal, applicant: Applicant): Line {
  const changes = dataChanges(applicant.data, renewal.facts.change?.fields);
  return changes.length === 0 ? { say: 'change-ask', fields: [] } : { say: 'change-noted', changes };
}

/** The content a question is about: an answer counts only while this is the same. */
export function about(renewal: Renewal, what: What): string {
  const { facts, version } = renewal;
  switch (what) {
    case 'change-values':
    case 'change-letter':
      return facts.change?.version ?? 'none';
    case 'letter':
      return letterVersion(renewal);
    case 'kept-letter':
      return facts.kept[0]?.document ?? 'none';
    case 'collect':
      return facts.certificate?.id ?? 'none';
    case 'passphrase':
      return `${renewal.id}:${facts.issuances}`;
    case 'sign-in':
      return renewal.id;
    default:
      return version;
  }
}

/**
 * Whether a question that was asked no longer stands: what it asks for is not awaited any more, or it was about other
 * content. Confirmations stand for the desk to judge by their age, because they are about a wish and not about facts.
 */
export function isOutdated(
  question: Pick<Question, 'what' | 'renewal' | 'about'>,
  renewals: readonly Renewal[],
): boolean {
  const what = WHATS.find((each) => each === question.what);
  const renewal = renewals.find((each) => each.id === question.renewal);
  if (what === undefined) return false;
  return renewal === undefined || !isAwaited(renewal, what) || about(renewal, what) !== question.about;
}

/** The certificate that a renewal replaces. */
export function certificateOf(renewal: Renewal, applicant: Applicant): Applicant['certificates'][number] {
  const certificate = applicant.certificates.find((each) => each.id === renewal.certificate);
  if (certificate === undefined) throw new Fault('invariant', 'a renewal without its certificate');
  return certificate;
}

/** Whether completing the renewal still has an old certificate to revoke. */
export function revokesOld(renewal: Renewal, applicant: Applicant, now: Date): boolean {
  const old = certificateOf(renewal, applicant);
  return old.state === 'valid' && old.expires > now;
}

/** When our own CA revokes the old certificate, if the renewal is completed now; undefined where an operator does it, or nobody. */
export function revocationAt(
  renewal: Renewal,
  applicant: Applicant,
  { now, revokesAfterHours }: Pick<Known, 'now' | 'revokesAfterHours'>,
): Date | undefined {
  const byItself = revokesOld(renewal, applicant, now) && certificateOf(renewal, applicant).own === true;
  return byItself && revokesAfterHours !== undefined
    ? new Date(now.getTime() + revokesAfterHours * HOUR_MS)
    : undefined;
}
