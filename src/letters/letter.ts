/**
 * What this room takes and gives. It imports nothing of ours but the fault codes, so these are the shapes of the ports
 * `LetterReader` and `LetterDraft` said again; they are structurally the same.
 */
export type LetterKind = 'recommendation' | 'change';

/** What AMS keeps of an applicant; NIK and NIP are digits only. Any field may be empty. */
export type LetterData = {
  readonly nik: string;
  readonly nip: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly position: string;
  readonly organisation: string;
  readonly unit: string;
  readonly city: string;
  readonly province: string;
};
export type LetterField = keyof LetterData;
type LetterChange = { readonly field: LetterField; readonly from: string; readonly to: string };

export type LetterDraftRequest = {
  readonly letter: LetterKind;
  /** For the recommendation: the data as the certificate shall carry it. */
  readonly data: LetterData;
  /** For the data-change letter: before and after. */
  readonly changes?: readonly LetterChange[];
  /** The number of the renewal; printed small at the foot when it is one that people know (2026-000123). */
  readonly renewal: string;
  readonly at: Date;
};
export interface LetterDraft {
  draft(request: LetterDraftRequest): Promise<Uint8Array>;
}

export type LetterRefusal =
  | 'not-a-pdf'
  | 'too-large'
  | 'too-many-pages'
  | 'encrypted'
  | 'active-content'
  | 'unreadable'
  | 'empty';

/**
 * What the signatures in a PDF say. Whether the signer is to be trusted, and whether the certificate was valid, is not
 * judged here.
 * `intact`: the signed bytes are the whole file but the signature itself, and they are unchanged.
 * `partial`: unchanged, but something was added to the file later.
 * `broken`: changed, or not verifiable by what we accept.
 */
export type SignatureReading = {
  readonly signature: 'none' | 'intact' | 'broken' | 'partial';
  /** Common name in the signer's certificate; only with `intact` and `partial`. */
  readonly signer?: string;
  /** The signer's certificate, DER as it stands in the file; only with `intact` and `partial`. */
  readonly certificate?: Uint8Array;
  /** Other certificates beside it, such as those of its CAs: a stranger's word, fit to be links of a chain and no end. */
  readonly others?: readonly Uint8Array[];
};

export type LetterReading =
  /** `text`: empty for a scan. */
  | ({ readonly ok: true; readonly pages: number; readonly text: string } & SignatureReading)
  | { readonly ok: false; readonly refused: LetterRefusal };

export interface LetterReader {
  read(pdf: Uint8Array): Promise<LetterReading>;
  compare(text: string, data: LetterData, letter?: LetterKind): readonly string[];
  /** Ends the children that are at work; what was waiting fails with Fault('letter-reader'). */
  stop(): Promise<void>;
}
