import type { DataChange } from '../renewal/data.ts';
import type { RefusalCode } from '../renewal/event.ts';
import type { LetterRefusal, RequestRefusal } from '../renewal/refusals.ts';
import type { Awaited, Basis, Data, Field, LinkState, Outcome, Reason, ReturnTo, What } from '../renewal/renewal.ts';
import type { RevocationReason } from './conversation.ts';
import type { ChannelName } from './inbound.ts';
import type { Meaning } from './meaning.ts';
import type { OperatorWhat } from './operator-what.ts';

export type Language = 'id' | 'en';

/** Links, codes and files that the desk makes for a line; a stored body holds only a placeholder for a secret. */
export type LinkPurpose =
  | 'page' // the applicant's personal page: status, letter upload, new key pair, collection
  | 'telegram' // deep link that binds a Telegram chat, asked back once before binding
  | 'confirm'; // confirms what a mail asked for that proved too little

export type FileSpec =
  | { readonly file: 'draft-recommendation'; readonly renewal: string }
  | { readonly file: 'draft-change'; readonly renewal: string }
  | { readonly file: 'calendar'; readonly from: Date; readonly expires: Date }
  | { readonly file: 'certificate'; readonly certificate: string };

/** A button, or on mail a word to answer with. Pressing it is the same as saying its meaning in answer to this question. */
export type Choice = { readonly label: string; readonly meaning: Meaning };

/** One sentence or paragraph that the product says, by name and values; `render` makes words of it. */
export type Line =
  // --- who are you -------------------------------------------------------------------------------------------------
  | { readonly say: 'welcome'; readonly brief?: true } // a stranger's first message: who we are, what we do (brief: he has just been told); please write your NIP or office e-mail
  | { readonly say: 'number-odd'; readonly digits: number } // neither a NIP nor a NIK has so many
  | { readonly say: 'change-unheard' } // from a stranger: what he wrote about his data has to be written again
  | { readonly say: 'ask-number' } // again: NIP (18 digits), NIK or the e-mail on record
  | { readonly say: 'code-sent'; readonly again?: true } // the same whether or not the number is known
  | { readonly say: 'code-mail'; readonly channel: ChannelName } // the mail with {{code}}; to the address on record
  | { readonly say: 'code-still' } // after something else was said: the code is still awaited, and how to get another
  | { readonly say: 'code-wrong'; readonly left: number }
  | { readonly say: 'code-spent' } // five wrong codes, or expired: ask for a new one
  | { readonly say: 'code-limit' } // too many codes today: tomorrow, or the operator
  | { readonly say: 'code-unasked' } // six digits, but no code is awaited
  | { readonly say: 'bind-ask'; readonly name: string } // deep link: is this you (masked name)? yes / no
  | { readonly say: 'bind-declined' }
  | { readonly say: 'link-bad' } // expired, used or unknown link
  | { readonly say: 'signed-in'; readonly name: string }
  | { readonly say: 'proof-needed'; readonly beside?: true } // mail that proved too little: a link went to the address on record; what it asked for waits. beside: in a mail of its own to this address
  | { readonly say: 'proof-mail'; readonly at: Date; readonly until: Date } // that mail: {{link}} (purpose confirm); at: when the one came that it is about
  | { readonly say: 'proof-other-address' } // same, to an address that is not on record (reveals nothing)
  // --- 1 notice ----------------------------------------------------------------------------------------------------
  | {
      readonly say: 'first-notice';
      readonly name: string;
      readonly basis: Basis;
      readonly serial?: string;
      readonly expires: Date;
      readonly number: string;
      readonly byHand: boolean; // ams: which mails the CA will send him; else he makes a key himself and we send the certificate
      readonly telegram: boolean;
    }
  | { readonly say: 'too-early'; readonly from: Date; readonly expires: Date }
  | { readonly say: 'no-certificate' } // identified, but no certificate of his is on record; the operator was told
  | { readonly say: 'notice-noted' } // a mail of the CA that was passed on: the operator sees it
  | { readonly say: 'certificate-noted' } // a notice about a certificate we do not know: an operator confirms it first
  | {
      readonly say: 'which-certificate';
      readonly certificates: readonly { readonly id: string; readonly serial?: string; readonly expires: Date }[];
    }
  // --- 3 data check ------------------------------------------------------------------------------------------------
  | { readonly say: 'data-check'; readonly data: Data; readonly asOf: Date } // masks NIK and NIP; buttons: right / something is wrong
  | { readonly say: 'data-taken'; readonly data: Data; readonly asOf: Date } // said to be right before it was shown: shown now
  | { readonly say: 'data-shown'; readonly data: Data; readonly asOf: Date } // a change of it was told before it was shown; what is noted follows
  | { readonly say: 'data-confirmed' }
  // --- 4 data change -----------------------------------------------------------------------------------------------
  | { readonly say: 'change-ask'; readonly fields: readonly Field[] } // which field, which value? (fields already named as wrong)
  | {
      readonly say: 'change-invalid';
      readonly field: Field;
      readonly why: 'format' | 'birth-date' | 'length' | 'empty' | 'not-changeable';
      readonly value: string;
    }
  | {
      readonly say: 'change-noted';
      readonly changes: readonly DataChange[];
    } // buttons: that is all / another / cancel
  | { readonly say: 'change-letter-ask'; readonly renewal: string; readonly alone?: true } // drafts of both letters, which may be sent together; alone: the recommendation has come already
  | { readonly say: 'change-cancelled'; readonly asks?: true } // asks: he has seen the data, and is asked whether it is right
  | { readonly say: 'change-none' } // he takes a change back, and there is none
  | { readonly say: 'change-too-late' } // the certificate is being made, or is there: an operator was told
  | { readonly say: 'change-received' } // letter on file, the operator examines
  | { readonly say: 'change-approved'; readonly recorded: boolean } // not recorded: has to be entered in AMS first
  | { readonly say: 'change-recorded' }
  | { readonly say: 'change-returned'; readonly reason: Reason; readonly instruction: string }
  | { readonly say: 'data-versioned' } // the data on record changed from elsewhere: please check again
  | { readonly say: 'email-changes'; readonly until: Date } // to the old address: not you? tell us before this date
  | { readonly say: 'vouch-taken-back'; readonly channel: ChannelName } // to the same address: what was connected there counts for nothing any more
  | { readonly say: 'vouched-for'; readonly channel: ChannelName } // to the address on record: an operator gave his word for a conversation elsewhere. Not you? tell us
  // --- 5 letter ----------------------------------------------------------------------------------------------------
  | { readonly say: 'letter-ask'; readonly renewal: string; readonly again?: true } // with the prefilled draft; again: an operator sent one back
  | { readonly say: 'letter-reading'; readonly letter: 'recommendation' | 'change' }
  | { readonly say: 'letter-delayed' } // our reader does not get on with it: kept, an operator knows, nothing to do
  | { readonly say: 'letter-on-file'; readonly letter: 'recommendation' | 'change' | 'both' }
  | {
      readonly say: 'letter-refused';
      readonly letter: 'recommendation' | 'change';
      readonly refused: LetterRefusal;
      readonly at?: Date;
    } // at: when it was, told to whoever asks later
  | { readonly say: 'letter-void' } // the data changed, a letter with the newest data is needed
  | { readonly say: 'letter-which'; readonly name: string } // a PDF came while both letters are awaited: which one is it?
  | { readonly say: 'letter-neither'; readonly name: string } // none of them: laid aside; the letters are asked for below
  | { readonly say: 'kept-for-operator'; readonly name: string } // sent to the operator whom he called
  | { readonly say: 'kept-noted'; readonly name: string } // sent early: kept, we ask about it when it is time
  | { readonly say: 'kept-ask'; readonly name: string; readonly document: string; readonly from?: string } // use it as the recommendation letter? yes / no; from: who sent it for him
  | { readonly say: 'kept-for-owner'; readonly name: string } // to whoever sent it for another: that one is asked about it
  | { readonly say: 'kept-discarded' }
  | { readonly say: 'kept-taken-back'; readonly name: string } // an operator had taken it for his: the question about it is void
  // --- 6 key -------------------------------------------------------------------------------------------------------
  | { readonly say: 'key-ask' } // {{link}} (purpose page)
  | { readonly say: 'key-received' }
  | { readonly say: 'key-refused'; readonly refused: RequestRefusal }
  | { readonly say: 'key-not-needed' } // the CA makes the key pair itself (issuer ams)
  | { readonly say: 'key-again' } // lost before there is a certificate: another is made on his page. {{link}} (purpose page)
  | { readonly say: 'key-unseen' } // made, he says, and its request has not come; {{link}} (purpose page)
  | { readonly say: 'wrong-file-noted' } // the letter is still awaited
  | { readonly say: 'page-link' } // {{link}}: the applicant asked for his page again
  // --- 7 review, 8 issuance, 9 notice ------------------------------------------------------------------------------
  | { readonly say: 'in-review' } // complete; the operator examines; nothing to do
  | {
      readonly say: 'returned';
      readonly to: ReturnTo;
      readonly reason: Reason;
      readonly instruction: string;
      readonly at?: Date;
    } // at: when it was, told to whoever asks later
  | { readonly say: 'rejected'; readonly reason: Reason; readonly instruction: string; readonly at?: Date }
  /** By when what is awaited of him is of use; without `by` only today. `over`: the certificate has ended. */
  | {
      readonly say: 'deadline';
      readonly of: 'letter' | 'step' | 'nothing';
      readonly expires: Date;
      readonly by?: Date;
      readonly over?: true;
    }
  | { readonly say: 'approved'; readonly byHand: boolean } // byHand (ams): which mails the CA will send him, and that they are real
  | { readonly say: 'issuance-held' } // approved, and the issuer does not issue it: an operator looks into it again
  | { readonly say: 'passphrase-ask'; readonly email: string } // ams, entered there: what the CA's mail looks like, the rules, three answers
  | { readonly say: 'link-resent'; readonly email: string }
  | { readonly say: 'passphrase-noted' } // set, he says: the operator looks for the certificate
  | { readonly say: 'link-noted'; readonly state: Exclude<LinkState, 'set'> } // the operator has the link sent again
  | { readonly say: 'with-ca' } // the operator looks into AMS
  | {
      readonly say: 'issued';
      readonly serial?: string;
      readonly from: Date;
      readonly until: Date;
      readonly certificate?: string;
      readonly collect: boolean;
      readonly seen: boolean;
    } // seen: the certificate itself was here, else only its number and dates are known; collect: {{link}} (purpose page); earlier documents stay valid
  | {
      readonly say: 'record-corrected';
      readonly serial?: string;
      readonly from?: Date;
      readonly until?: Date;
      readonly needless?: true;
    } // ams: what we had written down otherwise, and the certificate is the same; needless: a notice had gone out by that date, and what it began is over
  | { readonly say: 'collected-confirm'; readonly serial?: string; readonly expires: Date; readonly at?: Date } // is it installed? the old one is revoked then
  | { readonly say: 'not-collected' } // not yet: nothing changed
  | { readonly say: 'not-working-noted'; readonly old: 'kept' | 'held' | 'gone' } // installed, and it does not sign: an operator was told
  | { readonly say: 'completed'; readonly revokesOld: boolean; readonly at?: Date } // at: when the old one is revoked, where that is known
  | { readonly say: 'key-lost-noted' } // after issuance, asked back and confirmed: an operator decides on a replacement
  | { readonly say: 'key-replacement-approved' }
  | { readonly say: 'key-replacement-refused'; readonly instruction: string }
  // --- at any time -------------------------------------------------------------------------------------------------
  | { readonly say: 'greeting'; readonly name?: string }
  | { readonly say: 'thanks' }
  | { readonly say: 'ack'; readonly awaits: 'applicant' | 'office' } // "oke", "siap": whose turn it is
  | { readonly say: 'help' }
  | {
      readonly say: 'status';
      readonly number: string;
      readonly steps: readonly StatusStep[];
      readonly awaiting: What | 'nothing';
      readonly who: Awaited['who'] | 'nobody';
      readonly beside?: What; // what the applicant may do meanwhile, while the primary turn is somebody else's
      readonly since: Date;
      readonly expires: Date;
      readonly returned?: { readonly at: Date; readonly reason: Reason; readonly instruction: string }; // what an operator sent back, and is awaited again
    }
  | { readonly say: 'status-none' } // no open renewal; how to start one
  | { readonly say: 'person-called' } // an operator was told, and when he is there again
  | { readonly say: 'complaint-noted' } // an operator was told
  | { readonly say: 'passed-on' } // not understood, and an operator who was called reads it
  | { readonly say: 'no-mailbox' } // the code goes to a mailbox he cannot open: an operator was told, who can vouch for him
  | { readonly say: 'operator-here'; readonly operator: string }
  | { readonly say: 'handed-back' }
  | { readonly say: 'from-operator'; readonly operator: string; readonly text: string }
  /** `again`: it was given just before. */
  | { readonly say: 'answer'; readonly to: Answer; readonly again?: true }
  | { readonly say: 'language-changed' }
  | { readonly say: 'later-noted'; readonly until: Date; readonly sooner?: true } // sooner: than he wished, since the certificate ends
  | { readonly say: 'later-sign-in'; readonly code: boolean } // from somebody we do not know yet; code: one is awaited, and will have run out
  | { readonly say: 'withdraw-confirm' }
  | { readonly say: 'withdrawn' }
  | { readonly say: 'withdraw-too-late' }
  | { readonly say: 'stop-confirm' }
  | { readonly say: 'stopped' }
  | { readonly say: 'not-me-confirm' }
  | { readonly say: 'not-me-noted' }
  | { readonly say: 'left-confirm'; readonly why: 'left' | 'retired' | 'moved' | 'died' }
  | { readonly say: 'left-noted' }
  | { readonly say: 'key-lost-confirm' }
  | { readonly say: 'device-lost-confirm' } // an operator was told at once; shall the certificate be revoked? yes / no
  | { readonly say: 'loss-heard' } // from somebody we do not know yet: an operator was told; who is he?
  | { readonly say: 'device-lost-noted' } // revocation asked for: the operator has it at once
  // --- a revocation that the person asks for ---------------------------------------------------------------------------
  | { readonly say: 'revoke-why' } // why shall it be revoked?
  | { readonly say: 'revoke-which'; readonly certificates: readonly Revocable[] }
  | { readonly say: 'revoke-confirm'; readonly certificates: readonly Revocable[]; readonly reason: RevocationReason }
  | {
      readonly say: 'revocation-state';
      readonly certificates: readonly RevocationState[];
      readonly afterHours?: number; // how long after the collection an old one is revoked by itself
    }
  | { readonly say: 'revoke-noted' } // an operator decides; it can be taken back until then
  | { readonly say: 'revoke-none' } // nothing that is valid
  | { readonly say: 'revoke-unsure' } // only a certificate that a notice spoke of: an operator was told
  | { readonly say: 'revoke-pending' } // asked for before, not decided yet
  | { readonly say: 'revoke-decided' } // too late to take it back
  | { readonly say: 'revoke-taken-back' }
  | { readonly say: 'revoke-taken-back-elsewhere'; readonly channel: ChannelName; readonly at: Date } // told where it was asked, and by mail
  | { readonly say: 'revoke-not-from-here' } // a lost key: only where it was reported, or by an operator
  | { readonly say: 'revoke-held' } // the old one of a renewal that was completed too soon: an operator decides
  | { readonly say: 'revoke-held-elsewhere'; readonly serial?: string; readonly at: Date } // to the address on record: it was held in a chat
  | { readonly say: 'revoke-held-by-operator'; readonly serial?: string; readonly at: Date } // he had been told the day on which it makes way
  | { readonly say: 'revoke-held-late'; readonly serial?: string; readonly at: Date } // held while it was being carried out: revoked
  | { readonly say: 'revoke-not-asked' } // nothing to take back
  | {
      readonly say: 'revoked';
      readonly serials: readonly (string | undefined)[]; // all that were revoked at once
      readonly at: Date;
      readonly reason: RevocationReason | 'superseded';
    }
  | {
      readonly say: 'revocation-refused';
      readonly serial?: string;
      readonly at: Date;
      readonly instruction: string;
      readonly held?: true;
    }
  | { readonly say: 'kept-going' } // a confirmation was declined: nothing changed
  | { readonly say: 'secret-warning'; readonly deleted: boolean }
  | { readonly say: 'key-warning'; readonly deleted: boolean } // a private key was sent
  | { readonly say: 'not-understood' } // once; the next question is asked in other words below it
  | { readonly say: 'not-understood-again' } // twice: button "talk to an operator"
  | {
      readonly say: 'odd';
      readonly kind:
        | 'sticker'
        | 'voice'
        | 'photo'
        | 'video'
        | 'location'
        | 'contact'
        | 'edited'
        | 'forwarded'
        | 'other';
    }
  | { readonly say: 'empty' }
  | { readonly say: 'text-too-long'; readonly limit: number }
  | { readonly say: 'file-too-large'; readonly limitMegabytes: number }
  | { readonly say: 'too-many-files'; readonly limit: number }
  | { readonly say: 'letter-missing'; readonly letter: 'recommendation' | 'change' } // "sudah", and none has come
  | { readonly say: 'file-missing' } // speaks of a file and brings none
  | { readonly say: 'file-unknown'; readonly kind: 'word' | 'archive' | 'other'; readonly names: readonly string[] } // neither PDF nor certificate request
  | { readonly say: 'file-refused'; readonly name: string; readonly refused: LetterRefusal } // shows at sight: empty, locked, no PDF
  | { readonly say: 'file-lost' } // could not be fetched: please send again
  | { readonly say: 'choice-stale' } // an old button; nothing changed; the current question follows
  | { readonly say: 'choice-foreign' }
  | { readonly say: 'message-late'; readonly at: Date } // could be read only now; what came after it stands, and is asked again below
  | { readonly say: 'question-outdated' } // answer to something that changed meanwhile; asked again below
  | { readonly say: 'refused'; readonly refused: RefusalCode }
  | { readonly say: 'over'; readonly outcome: Outcome } // the renewal has ended; how to start again
  | { readonly say: 'resumed' }
  | {
      readonly say: 'reminder';
      readonly what: What;
      readonly count: number;
      readonly expires: Date;
      readonly alone?: true; // else the question follows
    }
  | { readonly say: 'still-waiting'; readonly what: StillWaiting; readonly again?: true } // after an answer to something else: the open question, called to mind
  | { readonly say: 'lapsed' } // can be taken up again by writing "lanjut"
  | { readonly say: 'group-only-private' }
  | { readonly say: 'try-later' } // something broke on our side: recorded, an operator sees it
  // --- to operators ------------------------------------------------------------------------------------------------
  | { readonly say: 'operator-ping'; readonly waiting: number; readonly what: What | OperatorWhat };

export type Revocable = { readonly id: string; readonly serial?: string; readonly expires: Date };
/** `replaced`: makes way once the new one is collected; `in-use`: nobody asked for its revocation. */
export type RevocationState = Revocable & {
  readonly state: 'asked' | 'planned' | 'running' | 'refused' | 'done' | 'replaced' | 'in-use' | 'unsure' | 'expired';
  readonly at?: Date;
};

/** Questions that anybody may ask at any time, and that are answered in the same words. */
export const ANSWERS = [
  'how-long',
  'which-documents',
  'forgotten-passphrase',
  'cost',
  'about-letter',
  'about-key',
  'about-installing',
  'about-helpers',
  'is-it-real',
  'is-it-robot',
  'old-documents',
  'hurry',
  'not-renewing',
  'channels',
  'first-certificate',
  'about-number',
  'about-data',
  'about-passphrase',
  'about-device',
  'how-to-install',
  'not-working',
  'tedious',
  'other-data',
  'if-rejected',
  'apply-again',
  'if-moving',
  'if-retiring',
] as const;
export type Answer = (typeof ANSWERS)[number];
export type StatusStep = {
  readonly activity: 1 | 2 | 3 | 4 | 5 | 6;
  /** `perhaps`: only if the data has changed, which is not known yet. `left`: the renewal ended before it. */
  readonly state: 'done' | 'now' | 'perhaps' | 'next' | 'later' | 'not-needed' | 'left';
  readonly at?: Date;
};

/** What `render` makes: channel-neutral plain text; paragraphs separated by an empty line. {{code}} and {{link}} stand for secrets. */
export type Text = {
  readonly subject?: string;
  readonly body: string;
  readonly choices: readonly Choice[];
  /** Mail only: the words to answer with, each with what the button says that writes it into a new mail. */
  readonly answers?: readonly { readonly word: string; readonly label: string }[];
  readonly files: readonly FileSpec[];
  readonly link?: { readonly purpose: LinkPurpose; readonly label: string };
  /** Telegram only: on the button that opens the Mini App, where status and upload are. */
  readonly app?: string;
};

/** Questions whose full text, with data, letters or links, is long: it is not repeated after every other answer. */
export const STILL_WAITING = [
  'data-check',
  'letter',
  'change-letter',
  'key',
  'passphrase',
  'collect',
] as const satisfies readonly What[];
export type StillWaiting = (typeof STILL_WAITING)[number];
