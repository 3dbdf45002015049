import type { CaStatus } from './ca-status.ts';
import type { LetterRefusal } from './refusals.ts';
import type { Basis, Changes, Field, LinkState, Mark, Reason, Renewal, ReturnTo } from './renewal.ts';

/**
 * Everything that can happen to a renewal. Whatever needs a hash, an id or a look at the clock was computed by the
 * desk before and is passed in.
 */
export type RenewalEvent = { readonly mark: Mark } & (
  | { readonly is: 'signed-in'; readonly method: 'code' | 'link' | 'reply' | 'vouched' }
  | { readonly is: 'data-confirmed'; readonly version: string }
  /** Something is wrong, but not yet said what. */
  | { readonly is: 'change-opened' }
  /**
   * `dropped`: earlier wishes that are taken back. `version`: hash of the applicant's data with all that is wished for
   * then. `complete`: no further changes.
   */
  | {
      readonly is: 'change-proposed';
      readonly fields: Changes;
      readonly dropped?: readonly Field[];
      readonly version: string;
      readonly complete: boolean;
    }
  | { readonly is: 'change-completed' }
  | { readonly is: 'change-cancelled' }
  | {
      readonly is: 'letter-received';
      readonly letter: 'recommendation' | 'change';
      readonly document: string;
      readonly hash: string;
      readonly name: string;
      /** It shows at sight that it cannot be read. */
      readonly refused?: LetterRefusal;
    }
  /** A document whose purpose is not known or whose time has not come. */
  /** `from`: the address of whoever sent it for the applicant. */
  | {
      readonly is: 'document-kept';
      readonly document: string;
      readonly hash: string;
      readonly name: string;
      readonly from?: string;
    }
  /** The applicant says whether the kept document is the letter. */
  | { readonly is: 'kept-used'; readonly document: string }
  | { readonly is: 'kept-discarded'; readonly document: string }
  /** The reader's result. `refused` is a code with a sentence in phrases; remarks are shown to the operator. */
  | {
      readonly is: 'letter-read';
      readonly document: string;
      readonly refused?: string;
      readonly remarks: readonly string[];
    }
  /** A request that passed every check and whose key was never seen before. */
  | { readonly is: 'key-received'; readonly request: string; readonly spki: string }
  | { readonly is: 'change-approved'; readonly content: string }
  | { readonly is: 'change-returned'; readonly content: string; readonly reason: Reason; readonly instruction: string }
  /** The operator has entered the change in AMS. */
  | { readonly is: 'change-recorded' }
  /** The applicant has a new current data version, whatever its source. */
  | { readonly is: 'data-versioned'; readonly version: string }
  | { readonly is: 'approved'; readonly content: string }
  | {
      readonly is: 'returned';
      readonly content: string;
      readonly to: ReturnTo;
      readonly reason: Reason;
      readonly instruction: string;
    }
  | { readonly is: 'rejected'; readonly content: string; readonly reason: Reason; readonly instruction: string }
  /** The operator has entered the request in AMS. */
  | { readonly is: 'ams-entered' }
  /** The applicant says how he got on with the CA's mail. */
  | { readonly is: 'link-said'; readonly state: LinkState }
  /** The operator had AMS send the link once more. */
  | { readonly is: 'link-resent' }
  /** The CA's status service was asked. */
  | { readonly is: 'ca-status'; readonly status: CaStatus }
  /** The operator has looked into AMS because of what the service said. */
  | { readonly is: 'ca-checked' }
  | { readonly is: 'issued'; readonly certificate: string; readonly serial?: string; readonly evidence: string }
  /**
   * The issuer would not sign (or AMS would not take the request), and nothing was signed: the operators decide again,
   * with the reason among the faults. `intended`: an intent to sign is on record all the same.
   */
  | { readonly is: 'issuance-refused'; readonly intended?: boolean }
  | { readonly is: 'collected' }
  | { readonly is: 'key-lost' }
  | { readonly is: 'key-replacement-approved' }
  | { readonly is: 'key-replacement-refused'; readonly instruction: string }
  | { readonly is: 'quiet-asked'; readonly until: Date }
  | { readonly is: 'reminded' }
  /** After all reminders: an operator was told of the silence. */
  | { readonly is: 'silence-told' }
  /** The certificate that this renewal replaces was revoked meanwhile. */
  | { readonly is: 'certificate-revoked' }
  /** The last day of that certificate was mistyped; by the right one the renewal began for this reason. */
  | { readonly is: 'date-corrected'; readonly basis: Basis }
  | { readonly is: 'withdrawn' }
  | { readonly is: 'not-applicant' }
  | { readonly is: 'lapsed' }
  | { readonly is: 'resumed' }
);

/** What the desk does after a step, in the same transaction. */
export type Effect =
  | { readonly do: 'read-letter'; readonly document: string; readonly letter: 'recommendation' | 'change' }
  /** Write the change as the applicant's new current data version and tell his other open renewals. */
  | { readonly do: 'adopt-data'; readonly fields: Changes; readonly version: string }
  /** Ask the issuer for a certificate. `number` counts the requests of this renewal from 1. */
  | { readonly do: 'issue'; readonly content: string; readonly number: number }
  /** Once the new certificate was collected. */
  | { readonly do: 'revoke-old' };

/** Why an event was not applied. Data, explained to the person; never thrown. */
export const REFUSALS = [
  'over', // the renewal has ended
  'not-signed-in',
  'not-now', // not awaited in this state
  'outdated', // refers to content that changed meanwhile
  'same-operator', // four eyes: the same operator twice, or his own entry
  'already', // nothing changed: it was so before
  'issuing', // too late to withdraw: the certificate is being issued
] as const;
export type RefusalCode = (typeof REFUSALS)[number];
export type Refusal = { readonly refused: RefusalCode };

export type Step = { readonly renewal: Renewal; readonly effects: readonly Effect[] };
