import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { at, bytes, id } from './columns.ts';

/** Documents, each stored once, and who looked at them. */

/** Each document is stored once (keyed hash of the content). */
export const documents = pgTable(
  'documents',
  {
    id: id(),
    hash: text('hash').notNull(),
    applicant: uuid('applicant'),
    renewal: uuid('renewal'),
    message: uuid('message'),
    kind: text('kind').notNull(), // pdf, request, key, other, pending, erased
    name: text('name').notNull(),
    size: integer('size').notNull(),
    sealed: bytes('sealed'),
    /** Where to fetch it from while it is pending (Telegram file_id). */
    remote: text('remote'),
    /** What the reader found: pages, signature, remarks, refused. No text. */
    reading: jsonb('reading'),
    at: at('at').notNull(),
  },
  (t) => [
    index('documents_hash').on(t.hash),
    index('documents_renewal').on(t.renewal),
    index('documents_applicant').on(t.applicant),
    index('documents_message').on(t.message),
    // Files that are still to be fetched are few, and looked for every minute.
    index('documents_pending').on(t.at).where(sql`kind = 'pending'`),
  ],
);

export const documentViews = pgTable(
  'document_views',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    document: uuid('document').notNull(),
    by: text('by').notNull(),
    at: at('at').notNull(),
  },
  (t) => [index('document_views_document').on(t.document)],
);
