import type { RenewalEvent } from '../renewal/event.ts';
import type { OperatorAct } from './entry.ts';

/** What the journal says. It is never rewritten: an entry that has another name from now on keeps its words on the pages. */

/** Of a renewal or a person: these have a page. */
export type ReadChain = `renewal:${string}` | `applicant:${string}`;
/** These are exported and verified only. */
type UnreadChain = `contact:${string}` | 'system';
/** Whose record it is. */
export type Chain = ReadChain | UnreadChain;

/** On the pages, which have words for each. */
export type ReadEntry =
  | RenewalEvent['is']
  | 'opened'
  | 'packet taken'
  | 'revocation packet taken'
  | 'vouched'
  | 'vouch taken back'
  | 'evidence added'
  | 'certificate corrected'
  | 'certificates merged'
  | 'notice released'
  | 'notice left out'
  | 'copy taken'
  | 'erasure proposed'
  | 'erasure not done'
  | 'data erased'
  | 'imported'
  | 'data version'
  | 'address on record'
  | 'address given up'
  | 'bound'
  | 'message attached'
  | 'message detached'
  | 'private key forgotten'
  | 'certificate imported'
  | 'provisional certificate'
  | 'certificate revoked'
  | 'revocation asked'
  | 'revocation taken back'
  | 'revocation held'
  | 'revocation approved'
  | 'revocation refused'
  | 'revocation by hand'
  | 'revocation of the old certificate due'
  | 'asked not to be written to'
  | 'may be written to again';

type UnreadEntry =
  | 'received'
  | 'said'
  | 'said again'
  | 'processed again'
  | 'processed again in vain'
  | 'original taken'
  | 'code made'
  | 'code right'
  | 'code wrong'
  | 'confirmed by link'
  | 'operator called'
  | 'operator added'
  | 'operator disabled'
  | 'operator enabled'
  | 'password reset'
  | Exclude<OperatorAct, { readonly renewal: string }>['act'];

export type JournalEntry = ReadEntry | `refused ${RenewalEvent['is']}` | UnreadEntry;
/** What may stand in a chain; in one of several, what may stand in each. */
export type EntryIn<C extends Chain> = [C] extends [UnreadChain] ? JournalEntry : Exclude<JournalEntry, UnreadEntry>;
