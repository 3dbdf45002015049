import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { at, bytes, id } from './columns.ts';
import { applicants, certificates } from './people.ts';

/** Renewals, whose turn it is, every event, and what operators decided. */

export const renewals = pgTable(
  'renewals',
  {
    id: id(),
    number: text('number').notNull().unique(),
    applicant: uuid('applicant')
      .notNull()
      .references(() => applicants.id),
    certificate: uuid('certificate')
      .notNull()
      .references(() => certificates.id),
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
    /** renewal, contact, applicant, message, revocation, certificate, notices, fault */
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
    subject: text('subject').notNull(), // what he did, as OperatorAct names it; refused-WHAT where it was refused
    decision: text('decision').notNull(),
    operator: uuid('operator').notNull(),
    content: text('content'),
    reason: text('reason'),
    note: text('note'),
    at: at('at').notNull(),
  },
  (t) => [index('decisions_renewal').on(t.renewal)],
);
