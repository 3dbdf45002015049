import { sql } from 'drizzle-orm';
import { bigint, boolean, customType, index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';

/**
 * Every table of the product. Columns named `sealed` hold bytes encrypted with src/seal.ts (the row's table and id are
 * the associated data); columns named `hash` hold keyed hashes unless a comment says otherwise.
 */

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });
const at = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });
const id = () => uuid('id').primaryKey();

// --- people and what they hold -----------------------------------------------------------------------------------------

export const applicants = pgTable(
  'applicants',
  {
    id: id(),
    /** Hashes for look-up; the numbers themselves are in the data version. */
    nipHash: text('nip_hash').notNull(),
    nikHash: text('nik_hash').notNull(),
    /** The current data version. */
    version: text('version').notNull(),
    versionNumber: integer('version_number').notNull(),
    /** He asked not to be written to, left or died: no notice, no reminder. */
    stopped: text('stopped'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [uniqueIndex('applicants_nip').on(t.nipHash), index('applicants_nik').on(t.nikHash)],
);

/** Versions belong to the applicant and are never changed. `hash` (the version's name) is a keyed hash over all fields. */
export const dataVersions = pgTable(
  'data_versions',
  {
    id: id(),
    applicant: uuid('applicant').notNull().references(() => applicants.id),
    number: integer('number').notNull(),
    hash: text('hash').notNull(),
    /** The whole of `Data`, NIK and all, as sealed JSON. */
    sealed: bytes('sealed').notNull(),
    /** What operators search by; no NIK. */
    name: text('name').notNull(),
    organisation: text('organisation').notNull(),
    unit: text('unit').notNull(),
    source: text('source').notNull(), // import, change, ams
    by: text('by').notNull(),
    at: at('at').notNull(),
  },
  (t) => [unique('data_versions_number').on(t.applicant, t.number)],
);

export const certificates = pgTable(
  'certificates',
  {
    id: id(),
    applicant: uuid('applicant').notNull().references(() => applicants.id),
    /** Lower-case hex without leading zeros. */
    serial: text('serial').notNull(),
    /** `local`, `ams`, or `import` for one known by number and date. */
    issuer: text('issuer').notNull(),
    /** How well it is known: certificate, signed-pdf, number, notice (provisional). */
    evidence: text('evidence').notNull(),
    notBefore: at('not_before'),
    notAfter: at('not_after').notNull(),
    state: text('state').notNull(), // valid, revoked, provisional
    der: bytes('der'),
    /** SHA-256 of the SubjectPublicKeyInfo, hex, not keyed. */
    spki: text('spki'),
    /** The renewal that it came from. */
    renewal: uuid('renewal'),
    /** The certificate that replaces this one. */
    successor: uuid('successor'),
    revokedAt: at('revoked_at'),
    revokedFor: text('revoked_for'),
    at: at('at').notNull(),
  },
  (t) => [
    unique('certificates_serial').on(t.issuer, t.serial),
    index('certificates_applicant').on(t.applicant),
    index('certificates_serial_only').on(t.serial),
    // The scan reads only what can be due: it grows with the due ones, not with the total.
    index('certificates_due').on(t.notAfter).where(sql`successor is null and state = 'valid'`),
  ],
);

/** Every public key ever seen, in a certificate or in a request. */
export const keys = pgTable('keys', {
  spki: text('spki').primaryKey(),
  renewal: uuid('renewal'),
  source: text('source').notNull(), // certificate, request, blocked
  at: at('at').notNull(),
});

// --- renewals ----------------------------------------------------------------------------------------------------------

export const renewals = pgTable(
  'renewals',
  {
    id: id(),
    number: text('number').notNull().unique(),
    applicant: uuid('applicant').notNull().references(() => applicants.id),
    certificate: uuid('certificate').notNull().references(() => certificates.id),
    basis: text('basis').notNull(),
    rules: jsonb('rules').notNull(),
    /** The settings in force when it started, without secrets. */
    settings: jsonb('settings').notNull(),
    version: text('version').notNull(),
    revision: integer('revision').notNull(),
    facts: jsonb('facts').notNull(),
    /** The values of an open data change, which may be a NIK; everything else of the facts is in `facts`. */
    changeSealed: bytes('change_sealed'),
    outcome: text('outcome'),
    /** Where the applicant last spoke about it: where he is answered. */
    contact: uuid('contact'),
    openedAt: at('opened_at').notNull(),
    closedAt: at('closed_at'),
  },
  (t) => [
    uniqueIndex('renewals_one_open').on(t.certificate).where(sql`outcome is null`),
    index('renewals_applicant').on(t.applicant),
  ],
);

/** Whose turn it is, written anew with every change of what it belongs to; the operators' queue is one query. */
export const awaits = pgTable(
  'awaits',
  {
    /** renewal, contact, message, revocation, certificate, notices */
    kind: text('kind').notNull(),
    ref: text('ref').notNull(),
    what: text('what').notNull(),
    who: text('who').notNull(),
    primary: boolean('is_primary').notNull(),
    since: at('since').notNull(),
    applicant: uuid('applicant'),
    detail: text('detail'),
  },
  (t) => [primaryKey({ columns: [t.kind, t.ref, t.what] }), index('awaits_queue').on(t.who, t.since)],
);

/** Every event that was applied or refused. `payload` has no personal values: ids, hashes, codes. */
export const events = pgTable(
  'events',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    renewal: uuid('renewal').notNull(),
    revision: integer('revision').notNull(),
    event: text('event').notNull(),
    payload: jsonb('payload').notNull(),
    refused: text('refused'),
    message: uuid('message'),
    at: at('at').notNull(),
  },
  (t) => [index('events_renewal').on(t.renewal, t.id)],
);

/** What operators decided, on what content, why. */
export const decisions = pgTable(
  'decisions',
  {
    id: id(),
    renewal: uuid('renewal'),
    subject: text('subject').notNull(), // review, change, key-replacement, vouch, revocation, notices, certificate, ...
    decision: text('decision').notNull(),
    operator: uuid('operator').notNull(),
    content: text('content'),
    reason: text('reason'),
    note: text('note'),
    at: at('at').notNull(),
  },
  (t) => [index('decisions_renewal').on(t.renewal)],
);

// --- talking -----------------------------------------------------------------------------------------------------------

export const contacts = pgTable(
  'contacts',
  {
    id: id(),
    channel: text('channel').notNull(),
    address: text('address').notNull(),
    applicant: uuid('applicant'),
    /** on-record: the address in his data; bound: proven by code or link; claimed: none. */
    standing: text('standing').notNull(),
    /** A new address on record counts from this moment (a change of e-mail takes effect after a delay). */
    validFrom: at('valid_from'),
    provenUntil: at('proven_until'),
    provenBy: text('proven_by'),
    name: text('name'),
    state: jsonb('state').notNull(),
    speaker: text('speaker').notNull().default('assistant'),
    takenBy: uuid('taken_by'),
    takenAt: at('taken_at'),
    unreachable: text('unreachable'),
    /** Number of the last message out; order of delivery. */
    lastOut: integer('last_out').notNull().default(0),
    /** The subject and the last Message-IDs of the thread, for mail. */
    thread: jsonb('thread'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [unique('contacts_address').on(t.channel, t.address), index('contacts_applicant').on(t.applicant)],
);

export const messages = pgTable(
  'messages',
  {
    id: id(),
    contact: uuid('contact').notNull().references(() => contacts.id),
    applicant: uuid('applicant'),
    renewal: uuid('renewal'),
    direction: text('direction').notNull(), // in, out
    author: text('author').notNull(), // applicant, assistant, operator, stranger, robot
    operator: uuid('operator'),
    /** In: the key against a second receipt. */
    source: text('source'),
    externalId: text('external_id'),
    copyKey: text('copy_key'),
    /** Out: place in the order of this contact. */
    number: integer('number'),
    subject: text('subject'),
    /** Parsed text with NIK masked and secrets removed; out: with placeholders for secrets. */
    body: text('body').notNull(),
    /** Out: language, links, files, `always` (goes even after a takeover). In: meanings, proof, automatic, odd. */
    detail: jsonb('detail').notNull(),
    /** In: received, done, fault, unattached. Out: queued, sent, held, failed, unsure. */
    state: text('state').notNull(),
    attempts: integer('attempts').notNull().default(0),
    nextTryAt: at('next_try_at'),
    why: text('why'),
    /** Out: what the channel calls it (message_id, Message-ID). */
    sentAs: text('sent_as'),
    token: text('token'),
    sentAt: at('sent_at'),
    at: at('at').notNull(),
  },
  (t) => [
    uniqueIndex('messages_received').on(t.source, t.externalId).where(sql`direction = 'in'`),
    uniqueIndex('messages_copy').on(t.contact, t.copyKey).where(sql`copy_key is not null`),
    index('messages_contact').on(t.contact, t.at),
    index('messages_renewal').on(t.renewal, t.at),
    index('messages_applicant').on(t.applicant, t.at),
    index('messages_queued').on(t.contact, t.number).where(sql`direction = 'out' and state = 'queued'`),
    index('messages_due').on(t.nextTryAt).where(sql`direction = 'out' and state = 'queued'`),
    uniqueIndex('messages_token').on(t.token).where(sql`token is not null`),
    index('messages_sent_as').on(t.sentAs).where(sql`sent_as is not null`),
  ],
);

/** The raw bytes of what came in; removed alone when they held a password. */
export const rawMessages = pgTable('raw_messages', {
  message: uuid('message').primaryKey(),
  sealed: bytes('sealed'),
  /** What was understood, for a message that waits for proof; may hold values that the text masks. */
  heard: bytes('heard'),
});

export const questions = pgTable(
  'questions',
  {
    id: id(),
    contact: uuid('contact').notNull(),
    message: uuid('message').notNull(),
    what: text('what').notNull(),
    renewal: uuid('renewal'),
    revision: integer('revision').notNull(),
    about: text('about').notNull(),
    askedAt: at('asked_at').notNull(),
    answeredAt: at('answered_at'),
  },
  (t) => [index('questions_contact').on(t.contact, t.askedAt), index('questions_message').on(t.message)],
);

/** A button: an opaque id, what it means, and until when. */
export const choices = pgTable(
  'choices',
  {
    id: text('id').primaryKey(),
    contact: uuid('contact').notNull(),
    message: uuid('message').notNull(),
    place: integer('place').notNull(),
    question: uuid('question'),
    label: text('label').notNull(),
    meaning: jsonb('meaning').notNull(),
    expiresAt: at('expires_at').notNull(),
  },
  (t) => [index('choices_message').on(t.message)],
);

/** One-time codes: the digits are derived from the id, never stored. */
export const codes = pgTable(
  'codes',
  {
    id: id(),
    /** The contact that has to say it. */
    contact: uuid('contact').notNull(),
    /** Empty when the number was unknown: the contact is answered the same. */
    applicant: uuid('applicant'),
    tries: integer('tries').notNull().default(0),
    expiresAt: at('expires_at').notNull(),
    usedAt: at('used_at'),
    at: at('at').notNull(),
  },
  (t) => [index('codes_contact').on(t.contact, t.at), index('codes_applicant').on(t.applicant, t.at)],
);

/** Links: the token is derived from the id; only its hash is stored. A GET consumes nothing. */
export const links = pgTable(
  'links',
  {
    id: id(),
    hash: text('hash').notNull().unique(),
    purpose: text('purpose').notNull(), // page, telegram, confirm
    applicant: uuid('applicant').notNull(),
    renewal: uuid('renewal'),
    /** confirm: the message that waits for it. */
    message: uuid('message'),
    expiresAt: at('expires_at').notNull(),
    usedAt: at('used_at'),
    at: at('at').notNull(),
  },
  (t) => [index('links_applicant').on(t.applicant)],
);

// --- documents ---------------------------------------------------------------------------------------------------------

/** Each document is stored once (keyed hash of the content). */
export const documents = pgTable(
  'documents',
  {
    id: id(),
    hash: text('hash').notNull(),
    applicant: uuid('applicant'),
    renewal: uuid('renewal'),
    message: uuid('message'),
    kind: text('kind').notNull(), // pdf, request, other, pending
    name: text('name').notNull(),
    size: integer('size').notNull(),
    sealed: bytes('sealed'),
    /** Where to fetch it from while it is pending (Telegram file_id). */
    remote: text('remote'),
    /** What the reader found: pages, signature, remarks, refused. No text. */
    reading: jsonb('reading'),
    at: at('at').notNull(),
  },
  (t) => [index('documents_hash').on(t.hash), index('documents_renewal').on(t.renewal), index('documents_applicant').on(t.applicant), index('documents_message').on(t.message)],
);

export const documentViews = pgTable('document_views', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  document: uuid('document').notNull(),
  by: text('by').notNull(),
  at: at('at').notNull(),
});

// --- notices -----------------------------------------------------------------------------------------------------------

export const notices = pgTable(
  'notices',
  {
    id: id(),
    certificate: uuid('certificate').notNull(),
    threshold: integer('threshold').notNull(),
    /** preview, released, sent, excluded */
    state: text('state').notNull(),
    why: text('why'),
    releasedBy: uuid('released_by'),
    at: at('at').notNull(),
    sentAt: at('sent_at'),
  },
  (t) => [unique('notices_once').on(t.certificate, t.threshold), index('notices_state').on(t.state)],
);

// --- revocation --------------------------------------------------------------------------------------------------------

export const revocations = pgTable(
  'revocations',
  {
    id: id(),
    certificate: uuid('certificate').notNull(),
    applicant: uuid('applicant').notNull(),
    reason: text('reason').notNull(),
    /** asked, due, done, refused, by-hand */
    state: text('state').notNull(),
    askedBy: text('asked_by').notNull(),
    dueAt: at('due_at'),
    decidedBy: uuid('decided_by'),
    note: text('note'),
    at: at('at').notNull(),
    doneAt: at('done_at'),
  },
  (t) => [index('revocations_state').on(t.state), index('revocations_certificate').on(t.certificate)],
);

// --- issuing (written by the issuer's own role) --------------------------------------------------------------------------

/** One row per request that was handed to the issuer; `id` is the request id. */
export const issueRequests = pgTable('issue_requests', {
  id: text('id').primaryKey(),
  renewal: uuid('renewal').notNull().references(() => renewals.id),
  number: integer('number').notNull(),
  /** What the operators approved: reviewContent of the renewal. */
  content: text('content').notNull(),
  /** The document that holds the certificate request, where there is one. */
  request: uuid('request'),
  state: text('state').notNull(), // asked, pending, issued, refused
  why: text('why'),
  at: at('at').notNull(),
});

/** Committed before anything is signed: the serial and the exact bytes. */
export const intents = pgTable('intents', {
  request: text('request').primaryKey(),
  serial: text('serial').notNull().unique(),
  /** Place in the signer's own journal. */
  number: bigint('number', { mode: 'number' }).notNull().unique(),
  /** DER of the TBSCertificate. */
  tbs: bytes('tbs').notNull(),
  approval: text('approval').notNull(),
  at: at('at').notNull(),
});

/** The first signature wins; rows are never overwritten. */
export const issued = pgTable('issued', {
  serial: text('serial').primaryKey(),
  request: text('request').notNull().unique(),
  der: bytes('der').notNull(),
  notBefore: at('not_before').notNull(),
  notAfter: at('not_after').notNull(),
  at: at('at').notNull(),
});

export const revoked = pgTable('revoked', {
  serial: text('serial').primaryKey(),
  reason: text('reason').notNull(),
  at: at('at').notNull(),
});

export const crls = pgTable('crls', {
  number: bigint('number', { mode: 'number' }).primaryKey(),
  der: bytes('der').notNull(),
  thisUpdate: at('this_update').notNull(),
  nextUpdate: at('next_update').notNull(),
});

// --- operators ---------------------------------------------------------------------------------------------------------

export const operators = pgTable('operators', {
  id: id(),
  login: text('login').notNull().unique(),
  name: text('name').notNull(),
  /** argon2id, PHC string. */
  password: text('password').notNull(),
  mustChange: boolean('must_change').notNull(),
  disabled: boolean('disabled').notNull().default(false),
  at: at('at').notNull(),
});

/** Console and applicant sessions; the id is stored hashed (SHA-256 of a random token). */
export const sessions = pgTable('sessions', {
  hash: text('hash').primaryKey(),
  operator: uuid('operator'),
  applicant: uuid('applicant'),
  renewal: uuid('renewal'),
  /** What the session must send back with every post. */
  csrf: text('csrf').notNull(),
  expiresAt: at('expires_at').notNull(),
  at: at('at').notNull(),
});

// --- records and operation -----------------------------------------------------------------------------------------------

/** Append-only: the application's role may insert and read, nothing else. `hash` chains the entries of one chain (SHA-256). */
export const journal = pgTable(
  'journal',
  {
    chain: text('chain').notNull(), // renewal:ID, applicant:ID, contact:ID, system
    number: integer('number').notNull(),
    at: at('at').notNull(),
    actor: text('actor').notNull(),
    entry: text('entry').notNull(),
    /** References and keyed hashes, never personal values; exact bytes that were hashed. */
    refs: text('refs').notNull(),
    previous: text('previous').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [primaryKey({ columns: [t.chain, t.number] }), index('journal_at').on(t.at)],
);

export const checkpoints = pgTable('checkpoints', {
  number: integer('number').primaryKey(),
  at: at('at').notNull(),
  /** Lines `chain number hash` of the heads changed since the last one, and the last one's hash. */
  heads: text('heads').notNull(),
  hash: text('hash').notNull(),
  signature: text('signature').notNull(),
});

/** Messages and jobs that failed for a reason that is ours; shown to operators. */
export const faults = pgTable(
  'faults',
  {
    id: id(),
    part: text('part').notNull(),
    ref: text('ref'),
    code: text('code').notNull(),
    detail: text('detail').notNull(),
    at: at('at').notNull(),
    resolvedAt: at('resolved_at'),
    resolvedBy: text('resolved_by'),
  },
  (t) => [index('faults_open').on(t.at).where(sql`resolved_at is null`)],
);

export const cursors = pgTable('cursors', { source: text('source').primaryKey(), value: text('value').notNull(), at: at('at').notNull() });
export const leases = pgTable('leases', { name: text('name').primaryKey(), holder: text('holder').notNull(), until: at('until').notNull() });
/** Counters that are drawn in a transaction: renewal numbers by year, sent notices by day, codes by applicant and day. */
export const counters = pgTable('counters', { name: text('name').primaryKey(), value: integer('value').notNull() });
