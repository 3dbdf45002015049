import type { RevocationReason, SubjectData } from './issuer.ts';

/**
 * What issuance keeps, as functions. Whoever implements them promises that what a function returned is committed, that
 * nothing is ever overwritten, and that of two writers the first wins.
 */

/** A request that operators approved, read from the rows and not from what somebody claims about them. */
export type ApprovedRequest = {
  readonly renewal: string;
  /** The content as the rows give it now, recomputed by the storage. */
  readonly content: string;
  /** The content that the operators approved. */
  readonly approved: string;
  readonly subject: SubjectData;
  /** SubjectPublicKeyInfo (DER), taken out of the stored certificate request again. */
  readonly spki: Uint8Array;
  /** The key is in a certificate already, or in a request of someone else. */
  readonly keySeen: boolean;
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

export type Revocation = { readonly serial: string; readonly reason: RevocationReason; readonly at: Date };

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

export interface IssuanceStorage {
  /** Undefined: there is no such request, or nobody approved it. */
  approvedRequest(id: string): Promise<ApprovedRequest | undefined>;
  findIntent(request: string): Promise<Intent | undefined>;
  /** Keeps the first intent of a request, with the number it was given or the next one, and returns the one that is kept. */
  saveIntent(intent: Omit<Intent, 'number'> & { readonly number?: number }): Promise<Intent>;
  /** Every intent in the order of the numbers, and whether its certificate is stored: for the comparison with the signer's journal. */
  listIntents(): Promise<readonly (Intent & { readonly signed: boolean })[]>;
  findCertificate(request: string): Promise<StoredCertificate | undefined>;
  findCertificateBySerial(serial: string): Promise<StoredCertificate | undefined>;
  /** Keeps the first certificate of a request and returns the one that is kept. */
  saveCertificate(certificate: StoredCertificate, at: Date): Promise<StoredCertificate>;
  /** Keeps the first revocation of a serial. */
  saveRevocation(revocation: Revocation): Promise<void>;
  listRevocations(): Promise<readonly Revocation[]>;
  latestCrl(): Promise<StoredCrl | undefined>;
  /** Keeps the first list of a number; false if there was one. */
  saveCrl(crl: StoredCrl): Promise<boolean>;
  /** The one that is valid longest. */
  latestResponder(): Promise<StoredResponder | undefined>;
  saveResponder(responder: StoredResponder): Promise<void>;
}
