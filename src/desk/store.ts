import type { Confirmation, ConversationState, Rejection, Revocation } from '../conversation/conversation.ts';
import type { Address, ChannelName } from '../conversation/inbound.ts';
import type { Language, LinkPurpose } from '../conversation/line.ts';
import type { Meaning } from '../conversation/meaning.ts';
import type { OperatorWhat } from '../conversation/operator-what.ts';
import type { LetterRefusal } from '../renewal/refusals.ts';
import type { Awaited, Data, Renewal, What } from '../renewal/renewal.ts';
import type { Choice } from './choice.ts';

/** Rows as the desk works with them, and the port through which db/ keeps them. */

export type ContactRow = {
  id: string;
  channel: ChannelName;
  address: string;
  applicant?: string;
  standing: 'on-record' | 'bound' | 'claimed';
  validFrom?: Date;
  provenUntil?: Date;
  provenBy?: 'code' | 'link' | 'vouched';
  name?: string;
  state: ConversationState;
  speaker: 'assistant' | 'operator';
  takenBy?: string;
  takenAt?: Date;
  unreachable?: string;
  lastOut: number;
};

export type CertificateRow = {
  id: string;
  applicant: string;
  /** Absent where nobody knows it. */
  serial?: string;
  issuer: string;
  evidence: string;
  notBefore?: Date;
  notAfter: Date;
  state: 'valid' | 'revoked' | 'provisional';
  successor?: string;
  renewal?: string;
  /** How far a revocation is that the person himself asked for. */
  revoking?: 'asked' | 'due' | 'by-hand';
  /** The contact that said key or device are lost, while nobody has decided on that revocation. */
  lostBy?: string;
};

export type ApplicantRow = {
  id: string;
  data: Data;
  version: string;
  versionNumber: number;
  asOf: Date;
  stopped?: string;
  /** The operator who proposed the erasure of his data. */
  erasureAskedBy?: string;
  erasedAt?: Date;
  certificates: CertificateRow[];
};

/** A renewal and where its applicant last spoke about it. */
export type RenewalRow = { renewal: Renewal; contact?: string };

export type QuestionRow = {
  id: string;
  contact: string;
  message: string;
  what: What | Confirmation;
  renewal?: string;
  revision: number;
  about: string;
  askedAt: Date;
  answeredAt?: Date;
};
/** The buttons of a message of ours, in their order. */
export type KeyboardRow = { contact: string; question?: string; choices: Choice[]; at: Date };
export type CodeRow = {
  id: string;
  contact: string;
  applicant?: string;
  tries: number;
  expiresAt: Date;
  usedAt?: Date;
};
export type LinkRow = {
  id: string;
  purpose: LinkPurpose;
  applicant: string;
  renewal?: string;
  message?: string;
  expiresAt: Date;
  usedAt?: Date;
};
export type DocumentRow = {
  id: string;
  hash: string;
  applicant?: string;
  renewal?: string;
  message?: string;
  /** `key`: it held a private key, and its content was not kept. `erased`: with all that was known of its person. */
  kind: 'pdf' | 'request' | 'key' | 'other' | 'pending' | 'erased';
  name: string;
  size: number;
  remote?: string;
  /** Why it can be no letter, as far as that shows without opening it. */
  refused?: LetterRefusal;
};
/** What a message of ours was, found by its reply token or by what the channel calls it. */
export type SentRow = {
  id: string;
  contact: string;
  applicant?: string;
  renewal?: string;
  author: 'assistant' | 'operator';
  state: string;
  token?: string;
  sentAs?: string;
  sentAt?: Date;
  /** The link in it that confirms what a mail asked for that proved too little. */
  confirms?: string;
  at: Date;
};
export type MessageRow = {
  id: string;
  contact: string;
  applicant?: string;
  renewal?: string;
  /** Its renewal had ended when it came. */
  afterEnd?: true;
  direction: 'in' | 'out';
  author: 'applicant' | 'assistant' | 'operator' | 'stranger' | 'robot';
  operator?: string;
  subject?: string;
  at: Date;
  copyKey?: string;
  body: string;
  detail: Record<string, unknown>;
  state: string;
  heard?: Meaning[];
  question?: string;
  choices?: Choice[];
  documents: DocumentRow[];
  /** Faults of it that nobody has settled. */
  faults: string[];
};
export type RevocationRow = {
  id: string;
  certificate: string;
  applicant: string;
  reason: string;
  state: string;
  /** Absent where nobody knows it. */
  serial?: string;
  issuer: string;
  /** A contact, an operator, or `system` where a renewed certificate makes way by itself. */
  askedBy: string;
  decidedBy?: string;
  dueAt?: Date;
};
/** Somebody was let in on an operator's word, and this operator took it back. */
export type WordTakenBack = {
  channel: ChannelName;
  address: string;
  operator: string;
  note?: string;
  at: Date;
};
export type IssueRequestRow = { id: string; renewal: string; number: number; content: string; state: string };
export type NoticeRow = { id: string; certificate: string; threshold: number; state: string };

export type Job = {
  queue: 'fetch' | 'read' | 'issue' | 'revoke';
  data: Record<string, string | number>;
  startAfter?: Date;
};

/** What a transaction writes, collected while it thinks and written with one statement a table. */
export type TableName =
  | 'applicants'
  | 'data_versions'
  | 'certificates'
  | 'certificate_evidence'
  | 'keys'
  | 'renewals'
  | 'events'
  | 'decisions'
  | 'contacts'
  | 'messages'
  | 'raw_messages'
  | 'questions'
  | 'codes'
  | 'links'
  | 'documents'
  | 'document_views'
  | 'notices'
  | 'revocations'
  | 'issue_requests'
  | 'faults';

/** What has a fault: a channel that brought a message, or work that is not done. The console has words for each. */
export type FaultPart =
  | ChannelName
  | 'issuance'
  | 'ams-status'
  | `stuck-${Job['queue']}`
  | 'revoked-elsewhere'
  | 'revoked-unowned';

export type AwaitRow = {
  kind: 'renewal' | 'contact' | 'applicant' | 'message' | 'revocation' | 'certificate' | 'notices' | 'fault';
  ref: string;
  what: What | OperatorWhat;
  who: Awaited['who'];
  primary: boolean;
  since: Date;
  applicant?: string;
  detail?: string;
};
export type JournalRow = { chain: string; at: Date; actor: string; entry: string; refs: string };

export interface Tx {
  /** Which of these were received before. Keys: `source\nexternalId`. */
  received(keys: readonly { source: string; externalId: string }[]): Promise<Set<string>>;
  /** Copies of a mail that a contact sent before. Keys: `contact\ncopyKey`. */
  copies(keys: readonly { contact: string; copyKey: string }[]): Promise<Set<string>>;
  /** Finds or makes the contacts and locks them in id order. */
  contactsAt(addresses: readonly Address[], language: Language): Promise<ContactRow[]>;
  contacts(ids: readonly string[]): Promise<ContactRow[]>;
  contactsOf(applicants: readonly string[]): Promise<ContactRow[]>;
  /** Locks them in id order. */
  applicants(ids: readonly string[]): Promise<ApplicantRow[]>;
  /** Open ones, and the last lapsed one of each certificate without an open one. Locked in id order. */
  renewalsOf(applicants: readonly string[]): Promise<RenewalRow[]>;
  renewals(ids: readonly string[]): Promise<RenewalRow[]>;
  /** The applicant of a renewal. */
  ownerOf(renewal: string): Promise<string | undefined>;
  /**
   * Erases what is known of a person, at once: data, addresses, letters, all that was said. What the CA signed, who
   * decided and the journal stay. His contacts and he are locked by the caller.
   */
  erase(applicant: string): Promise<void>;
  /** Why the last request of this person that was rejected was. */
  rejectionOf(applicant: string): Promise<Rejection | undefined>;
  /** Whose these numbers are, or whose address on record these are now; what is nobody's, or of several, is left out. */
  findApplicants(kind: 'nip' | 'nik' | 'email', values: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Those that bear one of these numbers. */
  certificatesBySerial(serials: readonly string[]): Promise<CertificateRow[]>;
  /** Those of these numbers under which the CA in the house signed something. */
  issuedAmong(serials: readonly string[]): Promise<ReadonlySet<string>>;
  /** Whether the CA in the house signed it: this very certificate or, without its bytes, one of this number. */
  isOurs(serial: string, der?: Uint8Array): Promise<boolean>;
  certificates(ids: readonly string[]): Promise<CertificateRow[]>;
  keyboard(message: string): Promise<KeyboardRow | undefined>;
  questions(ids: readonly string[]): Promise<QuestionRow[]>;
  /** The last unanswered question of each contact. */
  latestQuestions(contacts: readonly string[]): Promise<QuestionRow[]>;
  questionsOfMessages(messages: readonly string[]): Promise<QuestionRow[]>;
  sentByToken(tokens: readonly string[]): Promise<SentRow[]>;
  sentAs(names: readonly string[]): Promise<SentRow[]>;
  latestCode(contact: string): Promise<CodeRow | undefined>;
  codesSince(since: Date, by: { contact?: string; applicant?: string }): Promise<number>;
  /** How often the assistant wrote to each of these; who was not written to is left out. */
  repliesSince(contacts: readonly string[], since: Date): Promise<Map<string, number>>;
  /** When links to the applicant's page went to this contact since, or were about to. */
  linkedSince(contact: string, since: Date): Promise<readonly Date[]>;
  link(by: { id: string } | { hash: string }): Promise<LinkRow | undefined>;
  document(id: string): Promise<DocumentRow | undefined>;
  message(id: string): Promise<MessageRow | undefined>;
  /** The messages of an album that were received so far, in their order. */
  albumOf(contact: string, album: string): Promise<string[]>;
  /** Whether this person has said or done something since, here or on another channel. Faulty messages do not count. */
  hasActedSince(contact: string, at: Date): Promise<boolean>;
  /** Messages of this contact that wait for an operator to say whose they are. */
  unplaced(contact: string): Promise<string[]>;
  /** Messages about this renewal that wait a moment, because the news that follows them may make them needless. */
  passing(renewal: string, now: Date): Promise<string[]>;
  /** The best that shows this certificate, where something was added to its row. */
  evidenceOf(certificate: string): Promise<string | undefined>;
  /** The key of a certificate as it was recorded, or was seen first afterwards. */
  keyOf(certificate: string): Promise<string | undefined>;
  /** In a request, and if so of which renewal, or in a certificate. */
  keySeen(spki: string): Promise<{ renewal?: string; certified: boolean } | undefined>;
  /** On the list of compromised keys, under one of these fingerprints. */
  keyBlocked(fingerprints: readonly string[]): Promise<boolean>;
  /** Operators' words that let somebody into this renewal, and were taken back since. */
  wordsTakenBack(renewal: string): Promise<readonly WordTakenBack[]>;
  revocation(id: string): Promise<RevocationRow | undefined>;
  /** Those of these certificates that are neither carried out nor refused. Locked. */
  openRevocations(certificates: readonly string[]): Promise<RevocationRow[]>;
  /** How far each of this person's certificates is with a revocation, if there is or was one; the last word counts. */
  revocationsOf(applicant: string): Promise<Revocation[]>;
  issueRequest(id: string): Promise<IssueRequestRow | undefined>;
  /** Locked. */
  notices(of: readonly { certificate: string; threshold: number }[]): Promise<NoticeRow[]>;
  /** All about this certificate. Locked. */
  noticesOf(certificate: string): Promise<NoticeRow[]>;
  /** Notices that wait for an operator's release, as they stood before this transaction. */
  previews(): Promise<readonly string[]>;
  /** The content of a document, opened. Throws Fault('sealed') when it is missing or cannot be opened. */
  content(document: string): Promise<Uint8Array>;
  waitingForOperators(): Promise<number>;
  /** Which of these were waiting before this moment. Keys: `kind\nref\nwhat`. */
  awaitedBefore(rows: readonly Pick<AwaitRow, 'kind' | 'ref' | 'what'>[], at: Date): Promise<Set<string>>;
  /** Looks up where these chains of the journal end: what is appended to them later need not wait for it. */
  chains(chains: readonly string[]): Promise<void>;
  /** Draws the next number of a counter, from 1. */
  next(counter: string): Promise<number>;

  insert(table: TableName, row: Record<string, unknown>): void;
  update(table: TableName, row: { id: string } & Record<string, unknown>): void;
  /** What is awaited of this thing, in place of what stood there: the whole of it, or with `what` that one thing alone. */
  awaits(kind: AwaitRow['kind'], ref: string, rows: readonly AwaitRow[], what?: string): void;
  journal(row: JournalRow): void;
  job(job: Job): void;
  /** There is something to be sent to this contact, at once or from that moment on. */
  deliver(contact: Pick<ContactRow, 'id' | 'channel'>, from?: Date): void;
  cursor(source: string, value: string): void;
  saveRenewal(renewal: Renewal, contact: string | undefined, isNew: boolean): void;
  /**
   * Begins to write what was collected so far, without waiting. Look-ups that follow see all of it but journal, jobs,
   * mails and files.
   */
  writeAhead(): void;
  /**
   * Writes what was collected so far, so that the look-ups that follow see it; of some tables, only if one of them is
   * touched by it. Done at the end in any case.
   */
  flush(...of: readonly TableName[]): Promise<void>;
}

export interface Store {
  /** Runs the work in one transaction and writes what it collected at the end. Retries conflicts and a database that is away. */
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}
