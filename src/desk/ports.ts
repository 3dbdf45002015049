import type { Address, ChannelName } from '../conversation/inbound.ts';
import type { DataChange } from '../renewal/data.ts';
import type { LetterRefusal, RequestRefusal } from '../renewal/refusals.ts';
import type { Data } from '../renewal/renewal.ts';

export type { Address, ChannelName };

export type Clock = () => Date;

/** An outgoing message, ready to leave: secrets are filled in, files are loaded. */
export type Outgoing = {
  /** The row's id: Message-ID and idempotency key are derived from it. */
  readonly id: string;
  readonly to: Address;
  readonly text: ReadyText;
  /** Mail only: the thread it belongs to, oldest first. */
  readonly references: readonly string[];
  /** Mail only: what the reply carries back. */
  readonly token?: string;
  /** Telegram only: what the channel calls the message that this one answers. */
  readonly replyTo?: string;
  /**
   * Asked right before anything leaves, however long it waited for its turn. False: another process may be sending it,
   * so it stays.
   */
  readonly mayLeave?: () => boolean;
};
export type ReadyText = {
  readonly subject: string;
  readonly body: string;
  readonly language: 'id' | 'en';
  /** `id` comes back when it is chosen: the opaque id of a button, by mail the word to answer with. */
  readonly choices: readonly { readonly id: string; readonly label: string }[];
  readonly links: readonly { readonly label: string; readonly url: string }[];
  /** Telegram only: on the button that opens the Mini App; left out where there is none. */
  readonly app?: string;
  readonly files: readonly { readonly name: string; readonly type: string; readonly content: Uint8Array }[];
};

export type Delivery =
  | { readonly sent: string }
  | { readonly retryAt: Date; readonly why: string }
  /** Whether it left is not known: retried once, then shown to the operator. */
  | { readonly unknown: true; readonly why: string }
  /** The person cannot be reached this way any more (blocked, address does not exist). */
  | { readonly unreachable: true; readonly why: string }
  /** This message cannot be sent, others can. */
  | { readonly refused: true; readonly why: string };

export interface Channel {
  readonly name: ChannelName;
  /** Never throws for what the other side says: every answer is a Delivery. */
  send(message: Outgoing): Promise<Delivery>;
  /** Loads a file that came as `remote`. At most `limitBytes`; throws Fault('too-large') or Fault of the channel. */
  fetch?(remote: string, limitBytes: number): Promise<Uint8Array>;
  /**
   * Optional courtesies: answer a button press, show that we are at it, disarm old buttons, delete a message that held
   * a secret. Failures are swallowed.
   */
  settle?(
    inbound: {
      readonly callback?: string;
      readonly chat: string;
      readonly message?: string;
      /** Stay on a message that is disarmed. */
      readonly links?: ReadyText['links'];
      readonly app?: string;
    },
    courtesy: 'answered' | 'typing' | 'disarm' | 'delete',
    note?: string,
  ): Promise<void>;
}

/** The CA's word about a person, by NIK. Never throws: what goes wrong on the way is an answer too. */
export interface CaStatusService {
  /** Changes with address and account, and tells neither. */
  readonly print: string;
  look(nik: string, signal?: AbortSignal): Promise<CaLook>;
}
export type CaLook =
  /** As the service writes it, trimmed, in capitals, short, without control characters. */
  | { readonly look: 'said'; readonly value: string }
  /** The account is refused. `why` is a code. */
  | { readonly look: 'denied'; readonly why: string }
  /** No answer, or none that can be read; `afterMs`: when the service itself wants to be asked again. */
  | { readonly look: 'later'; readonly why: string; readonly afterMs?: number };

export type IssueRequest = {
  /** One certificate per request id, for ever. */
  readonly id: string;
};
export type Issuance =
  | {
      readonly status: 'issued';
      readonly serial: string;
      readonly certificate: Uint8Array;
      readonly chain: readonly Uint8Array[];
      readonly notBefore: Date;
      readonly notAfter: Date;
    }
  /** A person has to carry it out (the `ams` issuer). */
  | { readonly status: 'pending'; readonly forWhom: 'operator' }
  /** `intended`: the issuer had committed himself to it before. */
  | { readonly status: 'refused'; readonly why: string; readonly intended?: boolean };
export type RevocationReason = 'superseded' | 'keyCompromise' | 'affiliationChanged' | 'cessationOfOperation';

export interface Issuer {
  readonly name: 'local' | 'ams';
  readonly needs: { readonly csr: boolean };
  /** Idempotent: the same request gives the same certificate, whatever happened in between. */
  issue(request: IssueRequest): Promise<Issuance>;
  find(requestId: string): Promise<Issuance | undefined>;
  revoke(serial: string, reason: RevocationReason): Promise<'revoked' | { readonly pending: 'operator' }>;
}

/** Checks a certificate request (PEM or DER) over its original bytes, with proof of possession. Synchronous and quick. */
export interface RequestReader {
  read(bytes: Uint8Array): RequestReading;
}
export type RequestReading =
  | {
      readonly ok: true;
      /** SubjectPublicKeyInfo, DER. */
      readonly spki: Uint8Array;
      /** SHA-256 of it, hex. */
      readonly spkiHash: string;
      /** What lists of compromised keys may call it, hex. */
      readonly fingerprints: readonly string[];
      readonly key: string;
      readonly der: Uint8Array;
    }
  | { readonly ok: false; readonly refused: RequestRefusal };

export type LetterReading =
  | {
      readonly ok: true;
      readonly pages: number;
      readonly text: string;
      readonly signature: 'none' | 'intact' | 'broken' | 'partial';
      readonly signer?: string;
      /** The signer's, DER; with `intact` and `partial`. His trust is not judged. */
      readonly certificate?: Uint8Array;
    }
  | { readonly ok: false; readonly refused: LetterRefusal };
/** Why a file is no letter, where that shows without opening it. Synchronous and quick. */
export type LetterAtSight = (file: Uint8Array) => LetterRefusal | undefined;
export interface LetterReader {
  /** Reads in a child process with limits and a deadline. Throws Fault('letter-reader') when the child cannot work, or found no time to. */
  read(pdf: Uint8Array): Promise<LetterReading>;
  /** Remarks for the operator: `no-text`, `not-a-recommendation`, `missing:nip` ...; never decides by itself. */
  compare(text: string, data: Data, letter?: 'recommendation' | 'change'): readonly string[];
}
export type LetterDraftRequest = {
  readonly letter: 'recommendation' | 'change';
  readonly data: Data;
  /** For the data-change letter: before and after. */
  readonly changes?: readonly DataChange[];
  readonly renewal: string;
  readonly at: Date;
};
export interface LetterDraft {
  /** A prefilled PDF, to be printed or signed electronically. Name, number and signature of the recommending head stay open. */
  draft(request: LetterDraftRequest): Promise<Uint8Array>;
}
