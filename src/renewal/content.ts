import { type LetterRefusal, letterRefusal } from './refusals.ts';
import type { Approval, Mark, Renewal } from './renewal.ts';

/**
 * What an operator decides about. A decision names the content it saw; if that changed meanwhile, it is refused.
 * The parts are hashes already, so joining them is enough; `none` stands for what is absent.
 */
export function reviewContent(renewal: Renewal): string {
  const { letter, key } = renewal.facts;
  return [renewal.version, letter?.hash ?? 'none', key?.spki ?? 'none'].join('|');
}

/** The same for an open data change: the proposed data and the letter that asks for it. */
export function changeContent(renewal: Renewal): string {
  const { change } = renewal.facts;
  return [change?.version ?? 'none', change?.letter?.hash ?? 'none'].join('|');
}

/**
 * How many different operators have to approve the issuance. Where somebody acts on an operator's word that was given
 * in another renewal, it is not known here whose word it was: then two decide.
 */
export function approvalsNeeded(renewal: Renewal): 1 | 2 {
  const elsewhere = renewal.facts.vouched?.some(({ by }) => by.role !== 'operator') ?? false;
  return renewal.rules.fourEyes || elsewhere ? 2 : 1;
}

/**
 * How many different operators have to approve the open change. Where an operator vouched for the person, nobody has
 * proven the old address, so a new one takes two operators whatever the rules say.
 */
export function changeApprovalsNeeded(renewal: Renewal): 1 | 2 {
  const { change, vouched = [] } = renewal.facts;
  const unprovenAddress = change?.fields.email !== undefined && vouched.length > 0;
  return approvalsNeeded(renewal) === 2 || unprovenAddress ? 2 : 1;
}

/**
 * Why this operator cannot approve: two means two different people, and whoever entered a fact himself (vouching is one)
 * is never the only one who approves it.
 */
export function barred(
  renewal: Renewal,
  what: 'review' | 'change-review',
  operator: string,
): 'twice' | 'alone' | undefined {
  const { approvals, change } = renewal.facts;
  const [given, needed] =
    what === 'review'
      ? [approvals, approvalsNeeded(renewal)]
      : [change?.approvals ?? [], changeApprovalsNeeded(renewal)];
  if (given.some(({ by }) => by.id === operator)) return 'twice';
  const entered = entries(renewal).some(({ by }) => by.id === operator);
  return needed === 1 && entered ? 'alone' : undefined;
}

function entries({ facts }: Renewal): readonly Mark[] {
  const { signedIn, vouched = [], data, change, letter, key } = facts;
  return [...vouched, signedIn, data, change, change?.letter, letter, key].filter((mark) => mark !== undefined);
}

export function approvalsOf(approvals: readonly Approval[], content: string): number {
  return approvals.filter((approval) => approval.content === content).length;
}

/**
 * A certificate was asked for and has not come yet. Approvals are dropped whenever the content changes, so enough of
 * them mean that the request has left. What arrives from then on (a new data version) no longer changes it.
 */
export function isIssuing(renewal: Renewal): boolean {
  const { approvals, certificate } = renewal.facts;
  return certificate === undefined && approvals.length >= approvalsNeeded(renewal);
}

/**
 * Whether a certificate is there or may still come of what was asked for. Until then a renewal may end as if nothing had
 * happened; afterwards, taking back means revoking, which is another procedure.
 */
export function isCommitted({ facts }: Renewal): boolean {
  return facts.issuances > facts.refusals;
}

/** The letters that the reader could not take and that have not come again, each with its finding and its moment. */
export function refusedLetters({ facts }: Renewal): readonly {
  readonly letter: 'recommendation' | 'change';
  readonly refused: LetterRefusal;
  readonly at: Date;
}[] {
  const of = { change: facts.change?.refusedLetter, recommendation: facts.refusedLetter };
  return (['change', 'recommendation'] as const).flatMap((letter) => {
    const found = of[letter];
    return found === undefined ? [] : [{ letter, refused: letterRefusal(found.refused), at: found.at }];
  });
}

/**
 * Whether this is the very file that an operator sent back: it is told, instead of coming before him unchanged. Once: who
 * sends it again means it.
 */
export function isSentBack(renewal: Renewal, hash: string): boolean {
  const isTold = refusedLetters(renewal).some(({ refused }) => refused === 'sent-back');
  return renewal.facts.returned?.hash === hash && !isTold;
}

/** The data version that a letter arriving now is written for: the proposed one while a complete change is open. */
export function letterVersion(renewal: Renewal): string {
  const { change } = renewal.facts;
  return change?.complete && change.version !== undefined ? change.version : renewal.version;
}
