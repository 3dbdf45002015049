import type { Applicant, Heard, Known, Revocation } from './conversation.ts';
import type { Line, RevocationState } from './line.ts';
import type { Meaning } from './meaning.ts';
import { saysNotWorking } from './words/use.ts';

/** More would not fit on the screen of a phone. */
const CERTIFICATES_TOLD = 4;

type Certificate = Applicant['certificates'][number];

/** "Sudah dicabut belum?": what is known about the revocation of each of his certificates, the latest first. */
export function revocationLine({ certificates }: Applicant, known: Known): Line {
  const { now, revocations = [], revokesAfterHours } = known;
  const states = certificates
    .toSorted((a, b) => b.expires.getTime() - a.expires.getTime())
    .map((each) => stateOf(each, revocations, now));
  // One that has run out long ago is of interest only where there is no other.
  const told = states.filter(({ state }) => state !== 'expired').slice(0, CERTIFICATES_TOLD);
  if (states.length === 0) return { say: 'revoke-none' };
  return {
    say: 'revocation-state',
    certificates: told.length > 0 ? told : states.slice(0, 1),
    ...(revokesAfterHours !== undefined && certificates.every(({ own }) => own) && { afterHours: revokesAfterHours }),
  };
}

/** The revocation of one of his certificates waits, for an operator or for its time. */
export const isUnderWay = ({ revocations = [] }: Known): boolean =>
  revocations.some(({ state }) => state === 'asked' || state === 'due' || state === 'by-hand');

/** Whether the answer to this may depend on the revocations of his certificates. */
export const asksOfRevocations = ({ meanings, text }: Pick<Heard, 'meanings' | 'text'>): boolean =>
  meanings.some(({ means }) => ASKS_OF_THEM.has(means)) || saysNotWorking(text) === 'now';
const ASKS_OF_THEM: ReadonlySet<Meaning['means']> = new Set<Meaning['means']>([
  'revocation',
  'keep-certificate',
  'status',
  'not-working',
]);

function stateOf(certificate: Certificate, revocations: readonly Revocation[], now: Date): RevocationState {
  const { id, serial, expires } = certificate;
  const known = revocations.find((each) => each.certificate === id && stillSays(each, certificate, now));
  const { at } = known ?? {};
  return { id, serial, expires, state: known ? on(known, now) : without(certificate, now), ...(at && { at }) };
}

/** That it was not to be revoked is of interest only while it is the one in use. */
const stillSays = ({ state }: Revocation, { expires, hasSuccessor }: Certificate, now: Date): boolean =>
  state !== 'refused' || (expires > now && !hasSuccessor);

function on({ state, at }: Revocation, now: Date): RevocationState['state'] {
  if (state !== 'due' && state !== 'by-hand') return state;
  return state === 'due' && at !== undefined && at > now ? 'planned' : 'running';
}

/** Where no revocation is on record. */
function without({ state, expires, hasSuccessor }: Certificate, now: Date): RevocationState['state'] {
  if (state === 'revoked') return 'done';
  if (expires <= now) return 'expired';
  if (state === 'provisional') return 'unsure';
  return hasSuccessor ? 'replaced' : 'in-use';
}
