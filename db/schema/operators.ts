import { boolean, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { at, id } from './columns.ts';

/** Operators, and sessions of the console and of the applicants. */

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
  /** Applicants: what opened it. A link that is withdrawn ends it. */
  link: uuid('link'),
  /** What the session must send back with every post. */
  csrf: text('csrf').notNull(),
  expiresAt: at('expires_at').notNull(),
  at: at('at').notNull(),
});
