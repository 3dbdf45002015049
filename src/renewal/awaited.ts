import { caAgrees, caEffect } from './ca-status.ts';
import { isIssuing } from './content.ts';
import type { Awaited, Renewal, What } from './renewal.ts';

type Turn = Omit<Awaited, 'since'>;

const applicant = (what: What): Turn => ({ who: 'applicant', what });
const operator = (what: What): Turn => ({ who: 'operator', what });
const READING: Turn = { who: 'system', what: 'reading' };

/**
 * Whose turn it is and for what, derived from the facts alone. Empty when the renewal is over; the first entry is the
 * primary one, which is asked for and reminded of. Further entries may be supplied at the same time.
 */
export function awaited(renewal: Renewal): readonly Awaited[] {
  if (renewal.outcome !== undefined) return [];
  const since = renewal.facts.since ?? renewal.openedAt;
  return turns(renewal).map((turn) => ({ ...turn, since }));
}

/** The primary awaited thing, or undefined when the renewal is over. */
export function primary(renewal: Renewal): Awaited | undefined {
  return awaited(renewal)[0];
}

export function isAwaited(renewal: Renewal, what: What): boolean {
  return awaited(renewal).some((turn) => turn.what === what);
}

function turns(renewal: Renewal): readonly Turn[] {
  const { facts, rules } = renewal;
  if (facts.certificate !== undefined) return [facts.keyLost ? operator('key-replacement') : applicant('collect')];
  if (isIssuing(renewal)) return [rules.needsCsr ? { who: 'issuer', what: 'issuance' } : amsTurn(renewal)];
  if (facts.signedIn === undefined) return [applicant('sign-in')];
  if (facts.change !== undefined) return changeTurns(renewal);
  if (facts.data?.version !== renewal.version) return [applicant('data-check')];
  const letter = letterTurn(renewal, renewal.version);
  if (letter !== undefined) return [letter];
  // The key is asked for last: a page that keeps a private key should not lie open for the days a signature takes.
  if (rules.needsCsr && facts.key === undefined) return [applicant('key')];
  return [operator('review')];
}

/**
 * Between approval and certificate with the `ams` issuer: the operator enters the request, the applicant sets his
 * passphrase behind the CA's link, the operator records what came out. What the CA says goes before what he says.
 */
function amsTurn(renewal: Renewal): Turn {
  const { ams } = renewal.facts;
  if (ams === undefined) return operator('packet');
  const { link, status } = ams;
  if (caAgrees(renewal)) return operator('certificate-record');
  const effect = status && caEffect(status.value, status.moved, renewal.basis);
  if (effect === 'check' && status?.checked === undefined) return operator('ca-check');
  if (link === undefined) return applicant('passphrase');
  return operator(link.state === 'set' ? 'certificate-record' : 'resend-link');
}

/** SOP activity 4. Both letters may be signed in one go, so the recommendation may come beside the change. */
function changeTurns(renewal: Renewal): readonly Turn[] {
  const change = renewal.facts.change;
  if (!change?.complete || change.version === undefined) return [applicant('change-values')];
  const recommendation = letterTurn(renewal, change.version);
  return recommendation === undefined ? [changeTurn(renewal)] : [changeTurn(renewal), recommendation];
}

function changeTurn(renewal: Renewal): Turn {
  const change = renewal.facts.change;
  if (change?.approved !== undefined) return operator('change-record');
  if (change?.letter === undefined) return applicant('change-letter');
  return change.letter.state === 'reading' ? READING : operator('change-review');
}

/** SOP activity 5: a letter counts only for the data version it is written for. Undefined: it is on file. */
function letterTurn(renewal: Renewal, version: string): Turn | undefined {
  const { letter, kept } = renewal.facts;
  if (letter?.version !== version) return applicant(kept.length > 0 ? 'kept-letter' : 'letter');
  return letter.state === 'reading' ? READING : undefined;
}
