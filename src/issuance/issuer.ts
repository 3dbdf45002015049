/**
 * The port of this room, in its own words: issuance imports nothing of ours but fault. The desk's ports are of the
 * same shape, and the composition root, which hands one to the other, does not compile when this room needs more than it
 * is given. A field of the data that it does not name is no fault there: `ams.test.ts` holds the form of AMS complete.
 */
type IssueRequest = {
  /** One certificate per request id, for ever. */
  readonly id: string;
};

export type Issuance =
  | {
      readonly status: 'issued';
      /** Lower-case hexadecimal without leading zeros. */
      readonly serial: string;
      /** DER; empty where only the number is known (the `ams` issuer). */
      readonly certificate: Uint8Array;
      /** DER, from the issuing CA up to the root. */
      readonly chain: readonly Uint8Array[];
      readonly notBefore: Date;
      readonly notAfter: Date;
    }
  /** A person has to carry it out. */
  | { readonly status: 'pending'; readonly forWhom: 'operator' }
  /** Nothing was signed and nothing will be for this request as it stands. `why` is a code, never personal data. */
  | { readonly status: 'refused'; readonly why: string };

export type RevocationReason = 'superseded' | 'keyCompromise' | 'affiliationChanged' | 'cessationOfOperation';

export interface Issuer {
  readonly name: 'local' | 'ams';
  readonly needs: { readonly csr: boolean };
  /** Idempotent: the same request gives the same certificate, whatever happened in between. */
  issue(request: IssueRequest): Promise<Issuance>;
  find(requestId: string): Promise<Issuance | undefined>;
  revoke(serial: string, reason: RevocationReason): Promise<'revoked' | { readonly pending: 'operator' }>;
}

/** Why a certificate request cannot be taken. `key-blocked` and `key-seen` are found by whoever keeps the records. */
export type RequestRefusal =
  | 'not-a-request'
  | 'too-large'
  | 'trailing-bytes'
  | 'algorithm'
  | 'bad-signature'
  | 'key-type'
  | 'key-encoding'
  | 'key-size'
  | 'key-exponent'
  | 'key-small-factor'
  | 'key-close-primes'
  | 'key-roca'
  | 'key-point'
  | 'key-blocked'
  | 'key-seen';

export type RequestReading =
  | {
      readonly ok: true;
      /** SubjectPublicKeyInfo, DER. */
      readonly spki: Uint8Array;
      /** SHA-256 of it, hex. */
      readonly spkiHash: string;
      /** What lists of compromised keys may call it, hex (fingerprint.ts). */
      readonly fingerprints: readonly string[];
      /** For people: `RSA 3072`, `EC P-256`. */
      readonly key: string;
      /** The request itself, without armour. */
      readonly der: Uint8Array;
    }
  | { readonly ok: false; readonly refused: RequestRefusal };

export interface RequestReader {
  read(bytes: Uint8Array): RequestReading;
}

/** What a certificate says about its holder: the approved data, field by field as the office keeps it. */
export type SubjectData = {
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
