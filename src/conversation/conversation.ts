import { z } from 'zod';
import type { RenewalEvent } from '../renewal/event.ts';
import type { LetterRefusal, RequestRefusal } from '../renewal/refusals.ts';
import { Data, type Field, type Reason, type Renewal, type What } from '../renewal/renewal.ts';
import type { Automatic, ChannelName, ExpiryNotice } from './inbound.ts';
import type { Language, Line } from './line.ts';
import type { Meaning } from './meaning.ts';

/** What is asked back before it is done: a doubt is never taken for a yes. */
export type Confirmation =
  | 'confirm-bind'
  | 'confirm-withdraw'
  | 'confirm-stop'
  | 'confirm-not-me'
  | 'confirm-left'
  | 'confirm-device-lost'
  | 'confirm-key-lost'
  | 'confirm-revoke'
  | 'confirm-collected' // does the new certificate work? the old one is revoked then
  | 'revoke-why'
  | 'revoke-which'
  | 'letter-which'
  | 'which-certificate'
  | 'number'
  | 'code';

/** A question is a row. `about` names the content it was asked about, so that an answer to an outdated one is noticed. */
export type Question = {
  readonly id: string;
  readonly what: What | Confirmation;
  readonly renewal?: string;
  readonly revision: number;
  readonly about: string;
  readonly askedAt: Date;
};

/** Why a person may want his certificate revoked; `superseded` is nobody's wish. */
export const REVOCATION_REASONS = ['keyCompromise', 'affiliationChanged', 'cessationOfOperation'] as const;
export type RevocationReason = (typeof REVOCATION_REASONS)[number];

/** A conversation with one contact (a chat or an address); stored as json with the contact. */
export const ConversationState = z.object({
  language: z.enum(['id', 'en']),
  /** He asked for that language; else it is that of what he writes. */
  chosen: z.literal(true).optional(),
  /** How often in a row we did not understand. */
  misunderstood: z.number().int().default(0),
  /** The topic by which the last message was answered, where nothing else of it was understood. */
  guessed: z.string().optional(),
  /** The answer that the last message got. */
  explained: z.string().optional(),
  greeted: z.boolean().default(false),
  /** Documents whose letter kind was asked, or that came before there was a renewal to keep them in. */
  undecided: z.array(z.object({ document: z.string(), hash: z.string(), name: z.string() })).default([]),
  /** What was asked for last: the new value of one field, whose bare value is the answer, or which data it is about. */
  asked: z.enum([...(Object.keys(Data.shape) as [Field, ...Field[]]), 'which']).optional(),
  /** The one field whose new value was noted and shown last: "salah, harusnya X" is said of it. */
  noted: z.enum(Object.keys(Data.shape) as [Field, ...Field[]]).optional(),
  /** The version of the data that he was shown before he wanted it changed. */
  shown: z.string().optional(),
  left: z.enum(['left', 'retired', 'moved', 'died']).optional(),
  /** An operator was called in this conversation, and has not spoken since. */
  called: z.coerce.date().optional(),
  /** He wants his certificate revoked: asked for before it was known who he is, or being asked back. */
  revoking: z.object({ reason: z.enum(REVOCATION_REASONS).optional(), at: z.coerce.date() }).optional(),
});
export type ConversationState = z.infer<typeof ConversationState>;

export type Conversation = {
  readonly contact: string;
  readonly channel: ChannelName;
  readonly state: ConversationState;
  /** The applicant this contact belongs to, if it is bound or is the address on record. */
  readonly applicant?: Applicant;
  /** Identity is proven and not expired for this message; `method` says how. */
  readonly proven?: 'code' | 'link' | 'reply' | 'vouched';
  readonly speaker: 'assistant' | 'operator';
  /** The question this message answers (by button, reply or, failing these, the latest). */
  readonly question?: Question;
  /** The question exists but what it was about has changed, or it was answered. */
  readonly outdated: boolean;
};

export type Applicant = {
  readonly id: string;
  readonly data: Data;
  readonly version: string;
  readonly asOf: Date;
  readonly certificates: readonly {
    readonly id: string;
    /** Absent where nobody knows it. */
    readonly serial?: string;
    readonly from?: Date;
    readonly expires: Date;
    readonly state: 'valid' | 'revoked' | 'provisional';
    readonly hasSuccessor: boolean;
    /** Of our own CA, which revokes it by itself; any other is revoked by an operator. */
    readonly own?: true;
    /** The person asked for its revocation: `asked` until an operator has decided. */
    readonly revoking?: 'asked' | 'decided';
    /** The contact that said key or device are lost: it alone takes that request back. */
    readonly lostBy?: string;
  }[];
};

/** How far the revocation of a certificate is, whoever asked for it. */
export type Revocation = {
  readonly certificate: string;
  readonly state: 'asked' | 'due' | 'by-hand' | 'refused' | 'done';
  /** `due`: when it is carried out; else when it came to be in this state. Absent where nobody knows it. */
  readonly at?: Date;
};

/** Why an operator rejected a request, and when. */
export type Rejection = { readonly at: Date; readonly reason: Reason; readonly instruction: string };

/** A document that came with the message, stored and typed by its content. */
export type Enclosed = {
  readonly document: string;
  readonly hash: string;
  readonly name: string;
  readonly kind: 'pdf' | 'request' | 'key' | 'other' | 'pending' | 'erased';
  /** Which letter it is, as was said beside it. */
  readonly letter?: 'recommendation' | 'change';
  /** Why it can be no letter, where that shows without opening it. */
  readonly refused?: LetterRefusal;
  readonly request?:
    | { readonly ok: true; readonly spki: string }
    | { readonly ok: false; readonly refused: RequestRefusal };
};

/** What the desk found out for the core before it decides: all that needs the database, a hash or a secret. */
export type Known = {
  readonly now: Date;
  /** The number or code of this message, looked up and checked by the desk. */
  readonly code?: 'right' | 'wrong' | 'spent' | 'unasked';
  readonly codeLeft?: number;
  readonly codeApplicant?: Applicant;
  readonly codeLimit?: boolean;
  /** No code can be sent to anybody. */
  readonly withoutMail?: true;
  /** A stranger answers what was written to somebody else: he may bring what that one is asked about. */
  readonly forOwner?: boolean;
  /** The deep link of this message or, when it answers `confirm-bind`, the one that was asked back (the question's `about`). */
  readonly link?: { readonly bad: true } | { readonly applicant: Applicant; readonly link: string };
  readonly windowDays: number;
  /** How long after the new certificate was collected our own CA revokes the old one. Absent: an operator does it. */
  readonly revokesAfterHours?: number;
  /** Those of his certificates, where the message asks about them. */
  readonly revocations?: readonly Revocation[];
  /** The rejection that his last renewal ended with, where the message asks about it or how things stand. */
  readonly rejection?: Rejection;
  /** What the edges hold messages to, as people are told. */
  readonly limits: { readonly characters: number; readonly files: number; readonly megabytes: number };
  /** Hash of the applicant's data with the given changes, for each renewal; computed by the desk. */
  readonly hash: (data: Data) => string;
};

/** What the person sent, in the core's eyes. */
export type Heard = {
  readonly meanings: readonly Meaning[];
  readonly text: string;
  readonly pressed: boolean;
  readonly choice: 'none' | 'current' | 'stale' | 'foreign';
  readonly enclosed: readonly Enclosed[];
  readonly odd?: Extract<Line, { say: 'odd' }>['kind'];
  readonly tooLong?: boolean;
  readonly tooManyFiles?: boolean;
  readonly tooLargeFile?: boolean;
  readonly automatic?: Automatic;
  readonly notice?: ExpiryNotice;
  /** It could be read only now, and the person has acted since: when it came. It may talk, ask and bring files, no more. */
  readonly late?: Date;
};

/** What the conversation wants done beside renewal events and lines; the desk does it in the same transaction. */
export type Act =
  | { readonly act: 'challenge'; readonly number: { readonly kind: 'nip' | 'nik' | 'email'; readonly value: string } } // send a code to the address on record, if there is one
  | { readonly act: 'challenge-again' }
  | { readonly act: 'bind'; readonly applicant: string; readonly method: 'code' | 'link' } // this contact is this applicant's from now on
  | { readonly act: 'ask-proof' } // a link to the address on record; the message is kept and processed when the link is used
  | { readonly act: 'start-renewal'; readonly certificate: string; readonly how: 'applicant' }
  | { readonly act: 'resume-renewal'; readonly renewal: string }
  | {
      readonly act: 'call-operator';
      readonly why:
        | 'asked'
        | 'not-understood'
        | 'not-me'
        | 'left'
        | 'no-certificate'
        | 'odd'
        | 'lost' // a device or a key, perhaps with a thief
        | 'complaint'
        | 'not-working' // the new certificate
        | 'other';
    }
  /** An operator decides on it. Without `certificates`: all that are valid. */
  | {
      readonly act: 'ask-revocation';
      readonly reason: RevocationReason;
      readonly certificates?: readonly string[];
    }
  | { readonly act: 'take-back-revocation' } // what was asked for and not decided yet
  | { readonly act: 'hold-revocation' } // what makes way for the new one by itself: an operator decides
  | { readonly act: 'stop-writing' }
  | { readonly act: 'forget-secret' }; // delete the message where the channel allows, keep no raw copy;

export type Interpretation = {
  readonly state: ConversationState;
  readonly events: readonly { readonly renewal: string; readonly event: RenewalEvent }[];
  readonly acts: readonly Act[];
  readonly say: readonly Line[];
  /** What is asked by the last line, if anything. */
  readonly ask?: { readonly what: Question['what']; readonly renewal?: string; readonly about: string };
};

export type { Language, Renewal };
