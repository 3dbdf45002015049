import { sql } from 'drizzle-orm';
import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { at, id } from './columns.ts';

/** The journal and its checkpoints, faults, cursors, leases, counters. */

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

export const cursors = pgTable('cursors', {
  source: text('source').primaryKey(),
  value: text('value').notNull(),
  at: at('at').notNull(),
});
export const leases = pgTable('leases', {
  name: text('name').primaryKey(),
  holder: text('holder').notNull(),
  until: at('until').notNull(),
});
/** Counters that are drawn in a transaction: renewal numbers by year, sent notices by day, codes by applicant and day. */
export const counters = pgTable('counters', { name: text('name').primaryKey(), value: integer('value').notNull() });
