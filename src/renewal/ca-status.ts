import { isTold } from './evidence.ts';
import type { Basis, Renewal } from './renewal.ts';

/**
 * What the CA's status service says of a person, by NIK (field note: nine values). It speaks of a person, never of one
 * certificate: it knows neither serial nor dates, so it can hasten a record and never make one.
 */
export const CA_STATUSES = [
  'ISSUE', // holds a valid certificate
  'EXPIRED', // his last one has run out
  'RENEW', // a renewal is under way
  'WAITING_FOR_VERIFICATION', // somebody has to verify him in AMS
  'NEW', // registered, and has not set his passphrase
  'NO_CERTIFICATE', // registered, without a certificate
  'NOT_REGISTERED', // AMS does not know this NIK
  'SUSPEND', // his account is suspended
  'REVOKE', // his last certificate was revoked
] as const;
export type CaStatus = (typeof CA_STATUSES)[number];

/** Undefined for a value that nobody has told us of; an operator looks at it. */
export const caStatusOf = (said: string): CaStatus | undefined => CA_STATUSES.find((each) => each === said);

/** What a status means for a request that stands in AMS. */
type CaEffect =
  /** The new certificate is there: it is recorded, and nobody is chased any more. */
  | 'issued'
  /** Nothing new: whoever is awaited stays awaited. */
  | 'wait'
  /** Somebody of the office has to look into AMS. */
  | 'check';

/**
 * ISSUE is also what is said of the certificate that is being renewed. It speaks of the new one only after another
 * status was seen since the request was entered (`moved`), or where the old one was no longer valid.
 */
export function caEffect(status: CaStatus, moved: boolean, basis: Basis): CaEffect {
  switch (status) {
    case 'ISSUE':
      return moved || basis !== 'expiring' ? 'issued' : 'wait';
    case 'WAITING_FOR_VERIFICATION':
    case 'NOT_REGISTERED':
    case 'SUSPEND':
      return 'check';
    case 'REVOKE':
      return basis === 'revoked' ? 'wait' : 'check';
    case 'EXPIRED':
    case 'RENEW':
    case 'NEW':
    case 'NO_CERTIFICATE':
      return 'wait';
  }
}

/** Whether the CA's service agrees that the certificate of this renewal is there. */
export function caAgrees({ facts, basis }: Renewal): boolean {
  const status = facts.ams?.status;
  return status !== undefined && caEffect(status.value, status.moved, basis) === 'issued';
}

/** The new certificate was recorded on somebody's word, and the CA's service has not agreed with it yet. */
export function awaitsAgreement(renewal: Renewal): boolean {
  const { ams, certificate } = renewal.facts;
  const recorded = renewal.outcome === 'completed' && ams !== undefined && certificate !== undefined;
  return recorded && isTold(certificate.evidence) && !caAgrees(renewal);
}
