import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at, bytes, id } from './columns.ts';

/** Contacts, messages in and out, questions, buttons, codes and links. */

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
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    unique('contacts_address').on(t.channel, t.address),
    index('contacts_applicant').on(t.applicant),
    index('contacts_taken').on(t.takenAt).where(sql`speaker = 'operator'`),
  ],
);

export const messages = pgTable(
  'messages',
  {
    id: id(),
    /** Without a foreign key: whoever writes here holds the lock of this very contact, and nobody deletes one. */
    contact: uuid('contact').notNull(),
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
    /** In: received, done, fault. Out: queued, sent, held, failed, unsure. */
    state: text('state').notNull(),
    attempts: integer('attempts').notNull().default(0),
    nextTryAt: at('next_try_at'),
    why: text('why'),
    /** Out: what it asks. */
    question: uuid('question'),
    /** Out: its buttons in their order, a label and what it means each. A button is called by its message and its place. */
    choices: jsonb('choices'),
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
    index('messages_renewal').on(t.renewal, t.at).where(sql`renewal is not null`),
    index('messages_applicant').on(t.applicant, t.at).where(sql`applicant is not null`),
    index('messages_queued').on(t.contact, t.number).where(sql`direction = 'out' and state = 'queued'`),
    uniqueIndex('messages_token').on(t.token).where(sql`token is not null`),
    index('messages_armed')
      .on(t.contact)
      .where(sql`state = 'sent' and choices is not null and not detail ? 'disarmed'`),
    index('messages_sent_as').on(t.sentAs).where(sql`sent_as is not null`),
  ],
);

/**
 * The raw bytes of what came in, files that are documents but once, never compressed since sealed bytes do not shrink;
 * removed alone when they held a password.
 */
export const rawMessages = pgTable('raw_messages', {
  message: uuid('message').primaryKey(),
  sealed: bytes('sealed'),
  /** Absent: the bytes as they came. 1: without the files that are stored as documents (src/shortened.ts). */
  form: integer('form'),
  /** What was understood, for a message that waits for proof; may hold values that the text masks. */
  heard: bytes('heard'),
});

export const questions = pgTable(
  'questions',
  {
    id: id(),
    contact: uuid('contact').notNull(),
    /** The last message that asks it. */
    message: uuid('message').notNull(),
    what: text('what').notNull(),
    renewal: uuid('renewal'),
    revision: integer('revision').notNull(),
    about: text('about').notNull(),
    askedAt: at('asked_at').notNull(),
    answeredAt: at('answered_at'),
  },
  (t) => [index('questions_contact').on(t.contact, t.askedAt)],
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
