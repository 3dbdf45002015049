import type { Inbound } from '../conversation/inbound.ts';
import type { Entered } from '../renewal/data.ts';
import type { RefusalCode, RenewalEvent } from '../renewal/event.ts';
import type { Evidence } from '../renewal/evidence.ts';
import type { Actor, Reason, ReturnTo } from '../renewal/renewal.ts';
import type { Issuance, LetterReading, RevocationReason } from './ports.ts';

/** Everything that may enter through the one door. */
export type Entry =
  | { readonly enter: 'message'; readonly message: Inbound }
  /** A message that was kept with a fault, parsed once more from its bytes; `of` is its row. */
  | { readonly enter: 'again'; readonly of: string; readonly message: Inbound; readonly operator?: Operator }
  /** A private key that was kept, by whom it was not known: in a message that came, or in files of the applicant's page. */
  | { readonly enter: 'key-found'; readonly message?: string; readonly documents: readonly string[] }
  /** The applicant's personal page, behind a session that a link opened. */
  | { readonly enter: 'page'; readonly applicant: string; readonly renewal: string; readonly act: PageAct }
  /** The button behind a confirming link was pressed: what the mail asked for is now proven. */
  | { readonly enter: 'link-used'; readonly link: string }
  /**
   * A new link to his page was asked for, by whoever holds an old one or (with `contact`) is in that bound chat. It goes
   * to its owner and is not shown to the asker.
   */
  | { readonly enter: 'link-wanted'; readonly applicant: string; readonly renewal?: string; readonly contact?: string }
  | { readonly enter: 'operator'; readonly operator: Operator; readonly act: OperatorAct }
  /** Without content it cannot be had. */
  | {
      readonly enter: 'fetched';
      readonly document: string;
      readonly content?: Uint8Array;
      readonly tooLarge?: boolean;
    }
  | {
      readonly enter: 'letter-read';
      readonly renewal: string;
      readonly document: string;
      readonly reading: LetterReading;
      readonly remarks: readonly string[];
    }
  | { readonly enter: 'issuance'; readonly request: string; readonly issuance: Issuance }
  /** What the issuer did about these, all of one person. */
  | { readonly enter: 'revoked'; readonly revocations: readonly string[]; readonly result: 'revoked' | 'by-hand' }
  /** From the command line, past the desk; `by` is a name as it was typed. */
  | {
      readonly enter: 'revoked-elsewhere';
      readonly serial: string;
      readonly reason: RevocationReason;
      readonly by: string;
    }
  /** The scan found a notice due; with `preview` it only asks an operator to release it. */
  | {
      readonly enter: 'notice-due';
      readonly certificate: string;
      readonly threshold: number;
      readonly preview: boolean;
    }
  /** A message could not be sent: another way is used, or an operator is told. */
  | { readonly enter: 'undelivered'; readonly message: string; readonly unreachable: boolean; readonly why: string }
  /** Work that is tried again and again and does not get done: an operator has to know. */
  | { readonly enter: 'stuck'; readonly work: 'fetch' | 'read' | 'issue' | 'revoke'; readonly ref: string }
  /** The CA's status service said this of the person whose request stands in AMS; as it wrote it. */
  | { readonly enter: 'ca-status'; readonly renewal: string; readonly said: string }
  /** The service refuses us, or has been silent for long; `why` is a code. */
  | { readonly enter: 'ca-trouble'; readonly why: string }
  | { readonly enter: 'silence'; readonly renewal: string; readonly act: 'remind' | 'operator' | 'lapse' };

export type Operator = { readonly id: string; readonly name: string };
export const actor = ({ id }: Pick<Operator, 'id'>): Actor => ({ role: 'operator', id });

export type PageAct =
  | { readonly page: 'opened' }
  | {
      readonly page: 'letter';
      readonly name: string;
      readonly content: Uint8Array;
      readonly letter: 'recommendation' | 'change';
    }
  | { readonly page: 'request'; readonly content: Uint8Array }
  | { readonly page: 'collected' }
  | { readonly page: 'key-lost' };

export type OperatorAct =
  | { readonly act: 'approve' | 'approve-change'; readonly renewal: string; readonly content: string }
  | {
      readonly act: 'return';
      readonly renewal: string;
      readonly content: string;
      readonly to: ReturnTo;
      readonly reason: Reason;
      readonly instruction: string;
    }
  | {
      readonly act: 'reject' | 'return-change';
      readonly renewal: string;
      readonly content: string;
      readonly reason: Reason;
      readonly instruction: string;
    }
  | { readonly act: 'record-change' | 'replace-key' | 'mark-collected' | 'withdraw'; readonly renewal: string }
  /** The work packet leaves as a page or a file; it carries the whole NIK. */
  | { readonly act: 'take-packet'; readonly renewal: string; readonly as: 'page' | 'pdf' }
  /** What is needed to revoke a certificate in AMS, as a page; with the whole NIK, too. */
  | { readonly act: 'take-revocation-packet'; readonly revocation: string }
  /** The bytes of a message that could not be read. */
  | { readonly act: 'take-original'; readonly message: string }
  | { readonly act: 'enter-ams' | 'resend-link' | 'ca-checked'; readonly renewal: string }
  /** AMS does not take the request: it goes back to the review. */
  | { readonly act: 'ams-refused'; readonly renewal: string; readonly note: string }
  | { readonly act: 'refuse-key'; readonly renewal: string; readonly instruction: string }
  | { readonly act: 'record-certificate'; readonly renewal: string; readonly certificate: RecordedCertificate }
  /** Shows a recorded certificate better than it was known. */
  | { readonly act: 'add-evidence'; readonly renewal: string; readonly certificate: RecordedCertificate }
  /**
   * Number or dates of its new certificate were mistyped: what was, as it is right; `serial` as it is stored. `seen`: all
   * three as they stood before the operator.
   */
  | {
      readonly act: 'correct-record';
      readonly renewal: string;
      readonly serial?: string;
      readonly notBefore?: Date;
      readonly notAfter?: Date;
      readonly seen: { readonly serial?: string; readonly notBefore?: Date; readonly notAfter: Date };
      readonly note: string;
    }
  | { readonly act: 'say'; readonly contact: string; readonly text: string }
  /** `from`: the operator who has it, as the page showed it to whoever takes it over from him. */
  | { readonly act: 'take-over'; readonly contact: string; readonly from?: string }
  | { readonly act: 'hand-back' | 'answered'; readonly contact: string }
  | {
      readonly act: 'vouch';
      readonly contact: string;
      readonly renewal: string;
      readonly how: 'in-person' | 'video';
      readonly note: string;
    }
  | { readonly act: 'unvouch'; readonly contact: string; readonly note: string }
  | { readonly act: 'start'; readonly certificate: string }
  | {
      readonly act: 'release-notices' | 'exclude-notices';
      readonly notices: readonly { readonly certificate: string; readonly threshold: number }[];
      readonly why?: string;
    }
  | { readonly act: 'confirm-certificate' | 'discard-certificate'; readonly certificate: string }
  | { readonly act: 'attach-message'; readonly message: string; readonly applicant: string }
  | { readonly act: 'detach-message' | 'send-again'; readonly message: string }
  | { readonly act: 'reachable'; readonly contact: string; readonly note: string }
  | {
      readonly act: 'settle';
      readonly kind: 'message' | 'fault' | 'revocation' | 'applicant';
      readonly ref: string;
      /** Other revocations of the same person, carried out with it. */
      readonly also?: readonly string[];
      readonly note: string;
    }
  | { readonly act: 'revoke'; readonly certificate: string; readonly reason: RevocationReason; readonly note: string }
  | {
      readonly act: 'decide-revocation';
      readonly revocation: string;
      /** Others of the same person, decided on with it. */
      readonly also?: readonly string[];
      readonly approve: boolean;
      readonly note: string;
      /** To the person who asked, where it is refused. */
      readonly instruction?: string;
    }
  /** The old certificate of a renewal is not revoked by itself: an operator decides. */
  | { readonly act: 'hold-revocation'; readonly revocation: string; readonly note: string }
  /** All that is on record about a person, for himself (UU 27/2022, article 7). */
  | { readonly act: 'take-copy'; readonly applicant: string }
  /** His data is erased (article 8), where nothing needs it any more. Of two operators, the first one proposes it. */
  | { readonly act: 'erase'; readonly applicant: string; readonly note: string }
  /** What was proposed is not done. */
  | { readonly act: 'keep'; readonly applicant: string; readonly note: string }
  | { readonly act: 'import-applicant'; readonly data: Entered }
  | { readonly act: 'import-certificate'; readonly nip: string; readonly certificate: RecordedCertificate };

/** A row of an import, if that is what is entered. */
export const importOf = (entry: Entry): ImportRow | undefined =>
  entry.enter === 'operator' && (entry.act.act === 'import-applicant' || entry.act.act === 'import-certificate')
    ? entry.act
    : undefined;
export type ImportRow = Extract<OperatorAct, { readonly act: 'import-applicant' | 'import-certificate' }>;

/** What a row calls somebody's alone: of two that share any of it, the second has to see what became of the first. */
export function namesIn(row: ImportRow): string[] {
  if (row.act === 'import-applicant') return [`nip:${row.data.nip}`, `nik:${row.data.nik}`, `email:${row.data.email}`];
  const { serial, spki } = row.certificate;
  return [`serial:${serial}`, ...(spki ? [`key:${spki}`] : [])];
}

/** A certificate as an operator or an import file brings it, already checked by the issuance room. */
export type RecordedCertificate = {
  /** Absent where nobody knows it; then `evidence` is `dates`. */
  readonly serial?: string;
  readonly notBefore?: Date;
  readonly notAfter: Date;
  readonly evidence: Exclude<Evidence, 'notice'>;
  readonly state: 'valid' | 'revoked';
  readonly issuer: string;
  readonly der?: Uint8Array;
  readonly spki?: string;
};

/** Why an entry changed nothing; refusals are explained, never thrown. */
export type DeskRefusal =
  | RefusalCode
  | 'unknown'
  /** No message that came has this number. */
  | 'no-message'
  | 'not-yours'
  /** Another operator has this conversation. */
  | 'taken'
  | 'capped'
  | 'exists'
  | 'too-early'
  /** A change of the person's data was approved and is not in AMS yet. */
  | 'change-unrecorded'
  /** What is brought as the new certificate is the one that is being renewed. */
  | 'old-certificate'
  /** The serial is on record already. */
  | 'serial-known'
  /** The serial is on record as a certificate of the same person that ends on another day. */
  | 'twin-other-day'
  /** The serial is on record as the same certificate, and a renewal or revocation of that one is under way. */
  | 'twin-under-way'
  /** Its key was seen before, in a certificate or a request. */
  | 'key-known'
  /** It began before the request was approved. */
  | 'before-approval'
  /** Its dates are not those that were recorded without a number. */
  | 'dates-differ'
  /** The same number with another key. */
  | 'key-differs'
  /** It is another certificate than the one that was recorded. */
  | 'serial-differs'
  /** Its number and dates were read from the certificate itself. */
  | 'record-seen'
  /** Another operator has corrected the same since the form was opened. */
  | 'record-changed'
  /** It was revoked or replaced under its number and dates. */
  | 'record-final'
  /** What is on record rests on as much or more. */
  | 'no-better'
  | 'no-address'
  | 'request-refused'
  | 'second-operator'
  /** A person's wish is refused, and nothing is said to him about why. */
  | 'no-reason'
  /** Its raw copy was removed, because it held a password. */
  | 'no-copy'
  /** It was too large: only its head was kept. */
  | 'head-only'
  /** The channel it came by is not configured here. */
  | 'channel-off'
  /** Nothing leaves by mail here. */
  | 'mail-off'
  /** Something of the message is in use elsewhere. */
  | 'in-use'
  /** The contact is marked as one that nothing reaches. */
  | 'unreachable'
  /** A code or link in it is over. */
  | 'expired'
  /** Nobody said anything in it. */
  | 'nothing-said'
  /** What is known of a person is still needed: a request, a certificate, a revocation. */
  | 'renewal-open'
  | 'certificate-valid'
  | 'revocation-open'
  /** It was erased. */
  | 'erased';
export type Outcome =
  /** `butNot`: of several things a part was not done, and why. `untold`: nothing reaches whom it is about. */
  | { readonly done: true; readonly id?: string; readonly butNot?: 'capped' | 'already'; readonly untold?: true }
  | { readonly duplicate: true }
  /** `whose`: of what `exists`, the applicant whom it belongs to. */
  | { readonly refused: DeskRefusal; readonly why?: string; readonly whose?: string }
  | { readonly fault: string };

export type { RenewalEvent };
