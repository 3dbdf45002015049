import { index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { at, id } from './columns.ts';

/** Which expiry notice was due, released and sent. */

export const notices = pgTable(
  'notices',
  {
    id: id(),
    certificate: uuid('certificate').notNull(),
    threshold: integer('threshold').notNull(),
    /** preview, released, sent, excluded; void: of a date that was corrected since */
    state: text('state').notNull(),
    why: text('why'),
    releasedBy: uuid('released_by'),
    at: at('at').notNull(),
    sentAt: at('sent_at'),
  },
  (t) => [unique('notices_once').on(t.certificate, t.threshold), index('notices_state').on(t.state)],
);
