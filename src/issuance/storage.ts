import type { Fault } from '../fault.ts';
import type { RevocationReason, SubjectData } from './issuer.ts';

/**
 * What issuance keeps, as functions. Whoever implements them promises that what a function returned is committed, that
 * nothing is ever overwritten, and that of two writers the first wins.
 */

/** An operator's first approval of a content. */
export type Approval = {
  readonly at: Date;
  /** He is on record as an operator and was not switched off since. */
  readonly mayDecide: boolean;
};

/** A request that operators approved, read from the rows and not from what somebody claims about them. */
export type ApprovedRequest = {
  readonly renewal: string;
  /** The content as the rows give it now, recomputed by the storage. */
  readonly content: string;
  /** The content that the operators approved. */
  readonly approved: string;
  /** Of different operators, the earliest first; as many as the renewal's own rules ask for, or more. */
  readonly approvals: readonly Approval[];
  /** How many those are. */
  readonly needed: number;
  readonly subject: SubjectData;
  /** SubjectPublicKeyInfo (DER), taken out of the stored certificate request again. */
  readonly spki: Uint8Array;
  /** The key is in a certificate already, or in a request of someone else. */
  readonly keySeen: boolean;
  /** The key is on the list of compromised ones, also if it came there after the approval. */
  readonly keyBlocked: boolean;
  /** When the certificate shall begin to be valid; else now. */
  readonly notBefore?: Date;
};

/** The decision to sign exactly these bytes; from here on there is no other certificate for this request. */
export type Intent = {
  readonly request: string;
  readonly serial: string;
  /** TBSCertificate, DER. */
  readonly tbs: Uint8Array;
  /** The approved content that it rests on. */
  readonly approval: string;
  /** Its place in the order of all intents, from 1; drawn by the storage. */
  readonly number: number;
  readonly at: Date;
};

export type StoredCertificate = {
  readonly request: string;
  readonly serial: string;
  readonly der: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
};

export type Revocation = {
  readonly serial: string;
  readonly reason: RevocationReason;
  readonly at: Date;
  /** Who asked for it, as he was named, where there is no decision of the console that says so. */
  readonly by?: string;
};

/** As it stands on record. */
export type RecordedRevocation = Revocation & {
  /** The key identifier of the CA that signed the certificate, hex; absent where the certificate is not on record. */
  readonly authority?: string;
};

export type StoredCrl = {
  readonly number: number;
  readonly der: Uint8Array;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
};

/** The delegated certificate that signs OCSP answers, with its own key. */
export type StoredResponder = {
  readonly serial: string;
  readonly certificate: Uint8Array;
  /** PKCS #8, DER. The storage keeps it sealed. */
  readonly key: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
};

/** An intent on its way into the storage. */
export type Draft = Omit<Intent, 'number'> & {
  /** SHA-256 of the SubjectPublicKeyInfo that `tbs` certifies, hex; without it no other intent is kept out. */
  readonly key?: string;
  /** Of one that is given back: its old number, which it keeps if nobody has that by now. */
  readonly number?: number;
};

/** What is known of an intent without its bytes. */
export type IntentMark = {
  readonly request: string;
  readonly serial: string;
  /** SHA-256 of the to-be-signed bytes, hex. */
  readonly digest: string;
};

/** Serials of what the signer knows to be the last of each kind; a database that lacks it was put back. */
export type Latest = { readonly intent?: string; readonly revocation?: string };

export type OnRecord = {
  /** The intent and the revocation that were asked about are on record; true where none was asked about. */
  readonly knowsLatest: boolean;
  /** By request. */
  readonly intents: ReadonlyMap<string, Intent>;
  readonly certificates: ReadonlyMap<string, StoredCertificate>;
};

/** Every function takes any number of requests and costs a fixed number of statements, so that issuing many is cheap. */
export interface IssuanceStorage {
  /**
   * By request. One that does not exist, or that nobody approved, is left out; one whose rows cannot be read stands there
   * with the fault, and holds up none of the others.
   */
  approvedRequests(requests: readonly string[]): Promise<ReadonlyMap<string, ApprovedRequest | Fault>>;
  /** `latest`: what must be there, because the signer knows of it. */
  onRecord(requests: readonly string[], latest?: Latest): Promise<OnRecord>;
  /**
   * Keeps the first intent of each request and the first for each key, and returns the one that is kept, by request; a
   * request whose key another one has is left out. Writes nothing and throws Fault('signer-journal') if `latest` is not
   * on record at that very moment.
   */
  saveIntents(drafts: readonly Draft[], latest?: Latest): Promise<ReadonlyMap<string, Intent>>;
  /** Every intent, in pages, in the order of the numbers, and whether its certificate is stored. */
  intentMarks(): AsyncIterable<readonly (IntentMark & { readonly signed: boolean })[]>;
  /** Keeps the first certificate of each request and returns the one that is kept, by request. */
  saveCertificates(
    certificates: readonly StoredCertificate[],
    at: Date,
  ): Promise<ReadonlyMap<string, StoredCertificate>>;
  findCertificateBySerial(serial: string): Promise<StoredCertificate | undefined>;
  /** Keeps the first revocation of each serial. */
  saveRevocations(revocations: readonly Revocation[]): Promise<void>;
  /** Which of these were decided and are due to be revoked, whether or not they are by now. */
  dueAmong(serials: readonly string[], now: Date): Promise<ReadonlySet<string>>;
  listRevocations(): Promise<readonly RecordedRevocation[]>;
  /** Of the CA with this key identifier, hex. */
  latestCrl(authority: string): Promise<StoredCrl | undefined>;
  /** Keeps the first list of a number, whichever CA's it is; false if there was one. */
  saveCrl(crl: StoredCrl): Promise<boolean>;
  /** Of those of the CA with this key identifier, hex, whose time has begun, the one that is valid longest. */
  latestResponder(authority: string, now: Date): Promise<StoredResponder | undefined>;
  saveResponder(responder: StoredResponder): Promise<void>;
}
